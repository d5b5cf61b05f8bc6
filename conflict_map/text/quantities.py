"""Reads numbers with their nouns: deaths apart from everything else; knows no places and no dates."""

from __future__ import annotations

import re
from typing import Final

from conflict_map.model import Quantity, Toll
from conflict_map.text.spans import Taken, before

_UNITS: Final[dict[str, int]] = {
    w: i
    for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
        "sixteen seventeen eighteen nineteen".split()
    )
} | {"a": 1, "an": 1}
_TENS: Final[dict[str, int]] = {
    w: 10 * (i + 2)
    for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())
}
# ACLED's convention for vague numbers is 10 and 100 as a floor; the top is left open.
_VAGUE: Final[dict[str, tuple[int, int | None]]] = {
    "a couple of": (2, 2), "a couple": (2, 2), "several": (3, None), "a few": (3, None), "some": (2, None),
    "many": (3, None), "a dozen": (12, 12), "half a dozen": (6, 6), "dozens of": (24, None),
    "dozens": (24, None), "scores of": (40, None), "scores": (40, None), "hundreds of": (200, None),
    "hundreds": (200, None), "thousands of": (2000, None), "thousands": (2000, None),
    "tens of thousands of": (20000, None),
}  # fmt: skip

# Atomic, the longer words first: "twenty-one" is never "twenty" to "one".
_WORD_NUMBER: Final = (
    r"(?>(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?"
    r"|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    r"one|two|three|four|five|six|seven|eight|nine|ten)(?:[- ]hundred|[- ]thousand)?)"
)
_DIGITS: Final = (
    r"\d{1,3}(?:[,.\u00a0\u202f]\d{3}){1,5}(?!\d)|\d+(?:\.\d+)?(?: (?:thousand|million|hundred))?"
)
_NUMBER: Final = rf"(?:{_DIGITS}|{_WORD_NUMBER})"
_VAGUE_RX: Final = "|".join(sorted(_VAGUE, key=len, reverse=True))
_LOWER: Final = r"(?:at least|more than|over|upwards of|no fewer than|no less than|a minimum of|not less than|exceeding)"
_UPPER: Final = r"(?:up to|as many as|at most|no more than|fewer than|less than|nearly|almost)"
_AMOUNT: Final = (
    rf"(?:(?P<lower>{_LOWER})\s+|(?P<upper>{_UPPER})\s+|(?:about|around|some|approximately|roughly|an estimated)\s+)?"
    rf"(?:(?:between\s+)?(?P<from>{_NUMBER})\s*(?:to|-|–|and)\s*(?P<to>{_NUMBER})|(?P<vague>{_VAGUE_RX})|(?P<n>{_NUMBER}|an?|no))"
)
_PEOPLE: Final = (
    r"people|persons?|civilians?|soldiers?|fighters?|combatants?|militants?|rebels?|terrorists?|gunmen|gunman|troops|"
    r"servicemen|officers?|policemen|police officers?|members?|women|woman|men|man|children|child|boys?|girls?|"
    r"residents?|villagers?|protesters?|demonstrators?|workers?|journalists?|medics?|nurses?|doctors?|patients?|"
    r"others?|personnel|insurgents?|jihadis?|jihadists|farmers?|students?|pupils?|teachers?|worshippers?|refugees?|"
    r"migrants?|volunteers?|hostages?|prisoners?|victims?|bodies|Palestinians|Israelis|Syrians|Ukrainians|Russians|"
    r"sailors?|guards?|peacekeepers?|attackers?|commanders?|passengers?|herders?|families|[a-z]+men"
)
_THINGS: Final = (
    r"command (?:centers?|centres?|posts?)|(?:weapons?|arms|ammunition)[- ](?:storage )?(?:facilit(?:y|ies)|depots?|caches?|"
    r"warehouses?|stores?)|depots?|drones?|UAVs?|missiles?|rockets?|tanks?|vehicles?|(?:armou?red|military) vehicles?|"
    r"houses?|homes?|buildings?|settlements?|villages?|towns?|localities|neighbou?rhoods?|checkpoints?|positions?|"
    r"airstrikes?|strikes?|shells?|bombs?|attacks?|clashes|schools?|hospitals?|bridges?|aircraft|helicopters?|boats?|"
    r"vessels?|ships?|launchers?|trucks?|cars?|shops?|tents?"
)
_ADJ: Final = r"(?:(?!of\b|in\b|on\b|at\b|and\b|were\b|was\b|the\b)[A-Za-z’'-]{1,40}+\s+){0,4}?"
_NOUN_PHRASE: Final = re.compile(
    rf"\b{_AMOUNT}(?:\s+of\s+(?:the|its|their|his|our))?\s+{_ADJ}(?P<noun>{_PEOPLE}|{_THINGS})\b",
    re.IGNORECASE,
)
_KILLED_BARE: Final = re.compile(
    rf"(?:\bkill(?:ed|ing|s)|\bleav(?:ing|es)|\bleft|\bdeath toll (?:rose|has risen|climbed|stands?|stood) (?:to|at)|\bkilling of|\b(?:claim(?:ed|ing|s)|cost) the lives of|\bclaim(?:ed|ing|s))\s+{_AMOUNT}\b"
    rf"(?!\s+(?:per|%|days?|hours?|km|kilomet|miles?|{_PEOPLE}|{_THINGS})\b)|"
    rf"\b(?P<b_amount>{_AMOUNT.replace('?P<', '?P<b_')})\s+(?:(?:were|was|have been|are|had been)\s+)?(?:reportedly\s+)?(?:killed|dead|fatalities|deaths)\b",
    re.IGNORECASE,
)
_DEATH: Final = r"kill(?:ed|ing|s)?|dead|died|dies|deaths?|slain|fatalit\w+|martyr\w*|murder\w*|execut\w+|behead\w*|shot dead|massacr\w+|assassinat\w+|los(?:t|ing) (?:his|her|their) li\w+|(?:claim(?:ed|ing|s)|cost) the lives of|bodies"
_VERBS: Final = re.compile(
    rf"\b(?:(?P<death>{_DEATH})|(?P<hurt>wound\w*|injur\w*|hurt)|(?P<neutral>neutrali[sz]\w*)|(?P<capt>captur\w*|detain\w*|"
    r"arrest\w*|kidnap\w*|abduct\w*)|(?P<destroy>destroy\w*|damag\w*|hit|struck|burn\w*)|(?P<down>(?:shot|shooting) down|"
    r"intercept\w*|down(?:ed|ing))|(?P<displ>displac\w*|fled|flee\w*|evacuat\w*)|(?P<join>join\w*|enlist\w*|"
    r"recruit\w*|mobili[sz]\w*)|(?P<fire>fir(?:ed|ing)|launch\w*)|(?P<take>seiz\w*|retak\w*|retook|recaptur\w*|took|"
    r"liberat\w*|miss(?:ing)))\b",
    re.IGNORECASE,
)
_NOUNS_OF_DEATH: Final = re.compile(r"deaths?|dead|fatalit\w+|bodies|casualt\w+", re.IGNORECASE)
_SINCE_LONG: Final = (
    r"since (?:the (?:war|conflict|start|beginning|outbreak|coup|invasion|revolution)|(?:\d{1,2} )?(?:early |late |mid-?)?(?:January|February|March|"
    r"April|May|June|July|August|September|October|November|December)|(?:19|20)\d\d)"
)
_RUNNING_TOTAL: Final = re.compile(
    rf"\b(?:(?:death )?toll\b.{{0,60}}\bsince\b|{_SINCE_LONG}.{{0,80}}\b(?:toll|killed|dead)\b|(?:killed|dead|deaths|wounded)\b.{{0,60}}\b{_SINCE_LONG}|"
    r"puts? the (?:death )?toll|brings? the (?:total|(?:death )?toll)|in total\b|a total of|so far this (?:year|month)|this year alone|over the (?:past|last) (?:year|decade|\w+ years|months))",
    re.IGNORECASE,
)
_VERB_NAMES: Final[dict[str, str]] = {
    "death": "killed", "hurt": "wounded", "neutral": "neutralized", "capt": "captured",
    "destroy": "destroyed", "down": "shot down", "displ": "displaced", "join": "joined",
    "fire": "fired", "take": "taken",
}  # fmt: skip
_NO_DEATHS: Final = re.compile(
    r"\b(?:no|without(?: any)?|not any)\s+(?:casualties|deaths|fatalities|loss of life)\b(?!\s++(?:(?:were|was|have been|has been|had been|is|are)\s*+)?"
    r"(?:yet |immediately |initially )?(?:reported|recorded|known|confirmed|announced))|\b(?:no ?body|no one|none) (?:was|were) (?:killed|hurt|harmed|injured)\b",
    re.IGNORECASE,
)
_NOT_PEOPLE_DEATH: Final = re.compile(_THINGS, re.IGNORECASE)
_GROUPED: Final = re.compile(r"\d{1,3}(?:[,.\u00a0\u202f]\d{3}){1,4}")
_DECIMAL: Final = re.compile(r"\d{1,15}(?:\.\d{1,15})?")
_INCLUDING: Final = re.compile(r"\b(?:including|among them|of them|of whom|amongst)\b[^.;]*$")
_SAID_BEFORE: Final = re.compile(r"\b(?:according to|told|say|said|said by)\s+$", re.IGNORECASE)
_WHO_SAYS: Final = re.compile(r"(?:[\w’'-]{1,40}\s+){1,6}(?:said|says|told|reported)\b")
_WHO_TELLS: Final = re.compile(r"(?:[\w’'-]{1,40}\s+){1,4}(?:said|says|told)\b")
_PASSIVE: Final = re.compile(
    r"\b(?:were|was|have been|has been|had been|are|been|have|has|being|reported|dead|killed)\b[^,;]*$|^\s*$"
)
_OTHER_DEED: Final = re.compile(
    r"\b(?:and|,|that|which|who)\b[^,]*\b(?:destroy|kill|wound|injur)\w+$"
)
_HOW: Final = re.compile(r"\b(?:how|no)\s+$", re.IGNORECASE)
""""How many were killed" counts nobody, nor does "no one was killed"."""
_LIVES_NEXT: Final = re.compile(r"\s+lives\b")
_BODIES_OF: Final = re.compile(r"\bbodies of (?:the )?$", re.IGNORECASE)
_SUFFERS: Final = re.compile(
    r"\s+(?:were|was|had been|have been|are|died|killed|wounded|injured)\b", re.IGNORECASE
)
_DEAD_NEXT: Final = re.compile(r"\s+dead")
_CLAUSE: Final = 400
""""Including" speaks of a number at most this many characters after it."""


def number(word: str) -> int | None:
    """Read a whole number written in digits or English words; None if it is neither.

    More than 15 digits count nothing in this world and give None.

    >>> number("1,300"), number("twenty-one"), number("two hundred"), number("much")
    (1300, 21, 200, None)
    """
    word = word.strip().casefold().replace("-", " ")
    factor = 1
    for name, value in (("hundred", 100), ("thousand", 1000), ("million", 1_000_000)):
        if word.endswith(" " + name):
            word, factor = word[: -len(name)].strip(), value
    if _GROUPED.fullmatch(word):
        return int(re.sub(r"\D", "", word)) * factor
    if _DECIMAL.fullmatch(word):
        return round(float(word) * factor)
    parts = word.split()
    if len(parts) == 2 and parts[0] in _TENS and parts[1] in _UNITS:
        return (_TENS[parts[0]] + _UNITS[parts[1]]) * factor
    if len(parts) == 1 and parts[0] in _TENS | _UNITS:
        return (_TENS | _UNITS)[parts[0]] * factor
    return None


def find_quantities(sentence: str) -> tuple[Quantity, ...]:
    """Find counted people and things with the verb that says what became of them, in order.

    "Neutralized" is kept as it stands: it may mean killed, wounded or captured.

    >>> [(q.low, q.noun, q.verb, q.is_fatalities) for q in
    ...  find_quantities("Strikes destroyed five command centers and killed at least 12 people.")]
    [(5, 'command centers', 'destroyed', False), (12, 'people', 'killed', True)]
    >>> [(q.low, q.is_fatalities) for q in find_quantities("They neutralized over 1,300 combatants.")]
    [(1300, False)]
    """
    found: list[Quantity] = []
    taken = Taken(len(sentence))
    for m in _NOUN_PHRASE.finditer(sentence):
        low, high = _range(m, "")
        if low is None and high is None:
            continue
        if _is_only_an_article(m) or _is_a_source(sentence, m.start(), m.end()):
            continue
        verb = _verb_of(sentence, m.start(), m.end())
        noun = sentence[m.start("noun") : m.end("noun")]
        is_body = noun.casefold() == "bodies" or _BODIES_OF.search(before(sentence, m.start()))
        if is_body and verb is None:
            verb = "killed"
        deadly = verb == "killed" and not _NOT_PEOPLE_DEATH.fullmatch(noun)
        taken.add(*m.span())
        found.append(
            Quantity(
                low=low, high=high, noun=noun, verb=verb, text=m.group(), start=m.start(), end=m.end(),
                is_fatalities=deadly,
            )
        )  # fmt: skip
    for m in _KILLED_BARE.finditer(sentence):
        if (m["b_n"] or "").casefold() == "no":
            continue  # "no deaths" may only be none reported: ``toll_of`` looks what follows
        low, high = _range(m, "b_" if m.group("b_amount") else "")
        counts_nothing = _HOW.search(before(sentence, m.start()))
        if low is None or counts_nothing or taken.overlaps(*m.span()):
            continue
        if not _completed(m, sentence):
            continue
        taken.add(*m.span())
        found.append(
            Quantity(
                low=low, high=high, noun="people", verb="killed", text=m.group(), start=m.start(), end=m.end(),
                is_fatalities=True,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda q: (q.start, q.end)))


def _completed(m: re.Match[str], sentence: str) -> bool:
    """Say whether "left 7" goes on with "dead", and "claimed 14" with "lives"."""
    words = m.group().casefold()
    if words.startswith(("leav", "left")):
        return bool(_DEAD_NEXT.match(sentence, m.end()))
    if words.startswith("claim") and "lives of" not in words:
        return bool(_LIVES_NEXT.match(sentence, m.end()))
    return True


def toll_of(sentence: str, quantities: tuple[Quantity, ...]) -> Toll:
    """Give the deaths that a sentence reports; unreported is unknown, "no casualties" is zero.

    "No casualties were reported" is unknown as well: nobody says that there were none.

    Separate groups of dead add up ("three soldiers and two civilians were killed"); "including"
    and "among them" do not.

    >>> toll_of("There were no casualties.", ())
    Toll(low=0, best=0, high=0)
    >>> toll_of("No casualties were reported.", ())
    Toll(low=None, best=None, high=None)
    """
    if is_running_total(sentence):
        return Toll()
    dead = [q for q in quantities if q.is_fatalities]
    counted: list[Quantity] = []
    for q in dead:
        if not (counted and _INCLUDING.search(before(sentence, q.start, _CLAUSE))):
            counted.append(q)
    if not counted:
        if _NO_DEATHS.search(sentence):
            return Toll(low=0, best=0, high=0)
        return Toll()
    low = sum(q.low or 0 for q in counted)
    highs = [q.high for q in counted]
    high = None if any(h is None for h in highs) else sum(h for h in highs if h is not None)
    return Toll(low=low, best=low if high is None else (low + high) // 2, high=high)


def is_running_total(sentence: str) -> bool:
    """Say whether a sentence counts a whole war or year: no event of its own.

    >>> is_running_total("The war has killed more than 20,000 people since April 2023.")
    True
    """
    return bool(_RUNNING_TOTAL.search(sentence))


def _is_only_an_article(m: re.Match[str]) -> bool:
    """Tell "a strike" and "a collapse within jihadist ranks" from "a soldier was killed"."""
    if (m["n"] or "").casefold() not in {"a", "an"}:
        return False
    return bool(_NOT_PEOPLE_DEATH.fullmatch(m["noun"])) or len(m.group().split()) > 4


def _is_a_source(sentence: str, start: int, end: int) -> bool:
    """Tell who says so ("according to two officers", ", a nurse said") from who is counted."""
    left = before(sentence, start)
    if _SAID_BEFORE.search(left) and not _SUFFERS.match(sentence, end):
        return True
    if not left.strip():
        return bool(_WHO_TELLS.match(sentence, start))
    return left.rstrip().endswith((",", ";")) and bool(_WHO_SAYS.match(sentence, start))


def _range(m: re.Match[str], prefix: str) -> tuple[int | None, int | None]:
    group = m.groupdict().get
    if group(prefix + "vague"):
        return _VAGUE[re.sub(r"\s+", " ", (group(prefix + "vague") or "").casefold())]
    if group(prefix + "from"):
        a, b = number(group(prefix + "from") or ""), number(group(prefix + "to") or "")
        return (a, b) if a is not None and b is not None and a <= b else (None, None)
    word = group(prefix + "n") or ""
    n = 0 if word.casefold() == "no" else number(word)
    if n is None or re.fullmatch(r"(?:19|20)\d\d", word):
        return None, None
    if group(prefix + "lower"):
        return n, None
    if group(prefix + "upper"):
        return (
            (n, n)
            if re.match("nearly|almost", (group(prefix + "upper") or ""), re.IGNORECASE)
            else (0, n)
        )
    return n, n


def _verb_of(sentence: str, start: int, end: int) -> str | None:
    """Find the verb of a counted noun: just after it in the passive, else the nearest before it."""
    after = re.split(r"[;.]", sentence[end : end + 70])[0]
    m = _VERBS.search(after)
    if m and m.start() <= 45:
        between = after[: m.start()]
        if _PASSIVE.search(between) and not _OTHER_DEED.search(between):
            return _verb_name(m)
    left = re.split(r"[;:]\s", before(sentence, start, 110))[-1]
    active = [v for v in _VERBS.finditer(left) if not _NOUNS_OF_DEATH.fullmatch(v.group())]
    if active:
        return _verb_name(active[-1])
    return _verb_name(m) if m else None


def _verb_name(m: re.Match[str]) -> str:
    return _VERB_NAMES[next(k for k, v in m.groupdict().items() if v)]
