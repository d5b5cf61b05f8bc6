"""Counts the dead that a sentence tells of, whatever they are called; knows no places and no dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from conflict_map.model import Quantity
from conflict_map.text.amounts import AMOUNT, amounts_in, range_of
from conflict_map.text.spans import before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_map.text.spans import Taken

DEATH: Final = (
    r"kill(?:ed|ing|s)?|dead|died|dies|deaths?|slain|fatalit\w+|martyr\w*|murder\w*|execut\w+|behead\w*|shot dead|massacr\w+|"
    r"assassinat\w+|los(?:t|ing) (?:his|her|their) li\w+|(?:claim(?:ed|ing|s)|cost) the lives of|bodies|lynch\w+|gunned down|perish\w+"
)
_STEMS: Final = (
    "kill", "dead", "died", "dies", "death", "slain", "fatalit", "martyr", "murder", "execut", "behead", "massacr",
    "assassinat", "lives", " life", "bod", "lynch", "gunned", "perish", "toll", "leav", "left", "casualt", "beaten",
)  # fmt: skip


def mentions_death(sentence: str) -> bool:
    """Say whether a word of a sentence may tell of a death: most sentences are read no further.

    >>> mentions_death("Two men were Killed."), mentions_death("It rained.")
    (True, False)
    """
    text = sentence.lower()
    return any(stem in text for stem in _STEMS)


_WORD: Final = (
    r"(?!(?:who|which|that|and|after|when|while|was|were|by|in|on|January|February|March|April|May|June|July|August|September|October|"
    r"November|December)\b)(?!\d)[\w’'./-]{1,40}+"
)
_DONE: Final = (
    r"(?:\w+ and )?(?:killed|murdered|executed|beheaded|assassinated|slain|massacred|lynched|shot dead|found dead|gunned down|"
    r"(?:beaten|stabbed|hacked|burned|burnt|stoned|tortured|clubbed) to death|slaughtered|dead|martyred)"
)
_SUFFERED: Final = re.compile(
    rf"\b{AMOUNT}\s+(?P<noun>(?:{_WORD}\s+){{0,6}}?{_WORD})\s+(?:(?:were|was|(?:have|has|had) been|being|are|is|got)\s+"
    rf"(?:(?:also|both|\w+ly)\s+){{0,2}}{_DONE}|(?:\w+ly\s+)?(?:died|perished|lost (?:his|her|their) li(?:fe|ves))|"
    rf"{_DONE}(?=\s+(?:in|by|after|as|during|when|on|at|near|from|amid|while|outside)\b|\s*+[,.;:]|\s*+$))\b",
    re.IGNORECASE,
)
""""One forestry official was killed": whoever it is, by name, job or abbreviation."""
_BESIDES: Final = re.compile(
    rf"\b{AMOUNT}\s+(?P<noun>(?:{_WORD}\s+){{0,5}}?{_WORD})(?P<and>,?\s+(?:and|as well as)\s+|,\s+)(?:his |her |their |its )?$",
    re.IGNORECASE,
)
_REACH: Final = 90
_DID: Final = (
    r"(?:killed|killing|kills|kill|murdered|murdering|executed|executing|executes|beheaded|beheading|beheads|assassinated|assassinating|"
    r"massacred|slaughtered|lynched|gunned down|shot dead|shooting dead|(?:beat|stabbed|hacked|burned|stoned|beating|hacking) to death|"
    r"killing of|murder of|execution of|assassination of|deaths? of|death to)"
)
_HIT: Final = re.compile(
    rf"\b{_DID}(?:\s+(?:and|or)\s+\w+ing)?\s+(?:{AMOUNT}\b(?P<noun>\s+{_WORD}(?:\s+{_WORD}){{0,2}})?|(?P<one>him|her)\b(?!\s+\w+))",
    re.IGNORECASE,
)
_ANIMALS: Final = re.compile(
    r"\b(?:heads?|cattle|cows?|goats?|sheep|camels?|dogs?|horses?|animals?|livestock|donkeys?|elephants?|pigs?|chickens?|number|lot|"
    r"large|unknown|unspecified|undisclosed|unconfirmed|uncertain|days?|hours?|weeks?|months?|years?|drones?|tanks?|vehicles?)\b",
    re.IGNORECASE,
)
_ONE: Final = re.compile(r"(?:a|an|another)$", re.IGNORECASE)
_BODY: Final = re.compile(
    r"\b(?:the )?(?:dead |lifeless )?body of (?:a|an|the)\b|\b(?:a|one) (?:dead )?body was (?:found|discovered)\b",
    re.IGNORECASE,
)
_A_SINGLE: Final = re.compile(
    r"\bwas\s+(?:(?:also|later|\w+ly)\s+){0,2}(?:shot and |stabbed and )?(?:killed|murdered|executed|beheaded|assassinated|lynched|shot dead|"
    r"found dead|gunned down|(?:beaten|stabbed|hacked|burned|burnt|stoned|tortured) to death)\b|"
    r"\b(?:he|she|who|man|woman|boy|girl|child|officer|soldier|victim|latter)\s+(?:(?:later|then|reportedly|also|subsequently)\s+){0,2}died\b|"
    r"\b(?:killing|killed)\s+the\s+(?!(?:group|family|crew|people|men|women|children|police|rest|others|same)\b)[a-z]+(?<!s)\b(?!\s+\w+s\b)",
    re.IGNORECASE,
)
"""One person, though no number says so ("the mayor was shot dead")."""
_NOBODY: Final = re.compile(
    r"\b(?:no one|none|nobody|nobody else|who|which|family|convoy|cow|animal|that)\s+$",
    re.IGNORECASE,
)
_CODED: Final = re.compile(
    rf"\b(?:fatalit(?:y|ies)|casualties)\b[^.;,]{{0,40}}\bcoded (?:as|to|at)\s+{AMOUNT}\b",
    re.IGNORECASE,
)
"""Coders write into their notes what they made of an unknown number."""


def dead_in(sentence: str, taken: Taken, *, counted: bool = False) -> tuple[Quantity, ...]:
    """Find the counted dead that stand in no span that is ``taken``; takes those that it finds.

    ``counted`` says that others were counted before: then nobody is taken for a single one.

    >>> from conflict_map.text.spans import Taken
    >>> s = "One forestry official and her two sons were killed."
    >>> [(q.low, q.noun) for q in dead_in(s, Taken(len(s)))]
    [(1, 'forestry official'), (2, 'sons')]
    >>> dead_in("He was found.", Taken(13))
    ()
    """
    if not mentions_death(sentence):
        return ()
    found: list[Quantity] = []
    for m in _CODED.finditer(sentence):
        found += _counted(sentence, m, taken, "fatalities")
    for m in amounts_in(sentence, _SUFFERED):
        found += _besides(sentence, m.start(), taken)
        found += _counted(sentence, m, taken, m["noun"])
    for m in _HIT.finditer(sentence):
        if m["one"]:
            found += _one(m, taken)
        else:
            found += _counted(sentence, m, taken, (m["noun"] or "people").strip())
    for m in _BODY.finditer(sentence):
        found += _one(m, taken)
    if not (found or counted):
        single = _A_SINGLE.search(sentence)
        if single and not _NOBODY.search(before(sentence, single.start())):
            found += _one(single, taken)
    return tuple(found)


def _counted(sentence: str, m: re.Match[str], taken: Taken, noun: str) -> Iterator[Quantity]:
    low, high = range_of(m)
    if low is None or taken.overlaps(*m.span()) or _ANIMALS.search(noun):
        return
    if noun == "people" and _ONE.search(m.group()):
        return  # "killed a" what?
    taken.add(*m.span())
    yield Quantity(
        low=low, high=high, noun=noun, verb="killed", text=sentence[m.start() : m.end()],
        start=m.start(), end=m.end(), is_fatalities=True,
    )  # fmt: skip


def _besides(sentence: str, at: int, taken: Taken) -> Iterator[Quantity]:
    """Find those who are named before others with the same fate ("a nurse, two guards and ...")."""
    found: list[Quantity] = []
    for _ in range(4):
        left = before(sentence, at, _REACH)
        m = _BESIDES.search(left)
        if m is None or not (found or "a" in m["and"]):
            break  # "As a result, two men were killed": a comma alone lists nobody
        low, high = range_of(m)
        start = at - len(left) + m.start()
        if low is None or taken.overlaps(start, at) or _ANIMALS.search(m["noun"]):
            break
        taken.add(start, at)
        text = sentence[start:at].rstrip(" ,")
        found.append(
            Quantity(
                low=low, high=high, noun=m["noun"], verb="killed", text=text, start=start,
                end=start + len(text), is_fatalities=True,
            )
        )  # fmt: skip
        at = start
    yield from reversed(found)


def _one(m: re.Match[str], taken: Taken) -> Iterator[Quantity]:
    if taken.overlaps(*m.span()):
        return
    taken.add(*m.span())
    yield Quantity(
        low=1, high=1, noun="person", verb="killed", text=m.group(), start=m.start(), end=m.end(),
        is_fatalities=True,
    )  # fmt: skip
