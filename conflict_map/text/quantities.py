"""Reads numbers with their nouns: deaths apart from everything else; knows no places and no dates."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from conflict_map.model import Quantity, Toll
from conflict_map.text.amounts import AMOUNT, amounts_in, range_of
from conflict_map.text.deaths import DEATH, dead_in, mentions_death
from conflict_map.text.spans import Taken, before

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
_ADJ: Final = (
    r"(?:(?!(?:of|in|on|at|and|were|was|the|a|an|who|that|which|by|with|for|to|killed|killing|killing|wounded|injured|attacked|shot)\b)"
    r"[A-Za-z’'-]{1,40}+\s+){0,4}?"
)
_NOUN_PHRASE: Final = re.compile(
    rf"\b{AMOUNT}(?:\s+of\s+(?:the|its|their|his|our))?\s+{_ADJ}(?P<noun>{_PEOPLE}|{_THINGS})\b",
    re.IGNORECASE,
)
_KILLED: Final = re.compile(
    rf"\b(?:kill(?:ed|ing|s)|leav(?:ing|es)|left|death toll (?:rose|has risen|climbed|stands?|stood) (?:to|at)|killing of|(?:claim(?:ed|ing|s)|cost) the lives of|claim(?:ed|ing|s))\s+{AMOUNT}\b"
    rf"(?!\s+(?:per|%|days?|hours?|km|kilomet|miles?|heads?|cattle|cows?|goats?|sheep|camels?|{_PEOPLE}|{_THINGS})\b)",
    re.IGNORECASE,
)
_BARE: Final = re.compile(
    rf"\b{AMOUNT}\s+(?:(?:were|was|have been|are|had been)\s+)?(?:reportedly\s+)?(?:killed|dead|fatalit(?:y|ies)|deaths?)\b",
    re.IGNORECASE,
)
_VERBS: Final = re.compile(
    rf"\b(?:(?P<death>{DEATH})|(?P<hurt>wound\w*|injur\w*|hurt)|(?P<neutral>neutrali[sz]\w*)|(?P<capt>captur\w*|detain\w*|"
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
    r"\b(?:no|without(?: any)?|not any|zero|neither)\s+(?:(?:resulting|human|known|further|other)\s+)?"
    r"(?:(?:injur(?:y|ies)|wounded|casualt(?:y|ies))\s*(?:,|/|or|and/or|and|nor)\s*)?"
    r"(?:casualt(?:y|ies)|deaths?|fatalit(?:y|ies)|loss of li(?:fe|ves))\b(?!\s++(?:(?:or|and|and/or|nor)\s++\w++\s*+)?"
    r"(?:(?:were|was|have been|has been|had been|is|are)\s*+)?(?:yet |immediately |initially )?(?:reported|recorded|known|confirmed|announced))|"
    r"\b(?:no ?body|no one|none) (?:was|were) (?:killed|hurt|harmed|injured)\b",
    re.IGNORECASE,
)
_NOT_PEOPLE_DEATH: Final = re.compile(_THINGS, re.IGNORECASE)
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
_BODIES_OF: Final = re.compile(
    r"\b(?:bodies|deaths?|killings?|murders?|executions?|lives) of (?:the )?$", re.IGNORECASE
)
_SUFFERS: Final = re.compile(
    r"\s+(?:were|was|had been|have been|are|died|killed|wounded|injured)\b", re.IGNORECASE
)
_DEAD_NEXT: Final = re.compile(r"\s+dead")
_CLAUSE: Final = 400
""""Including" speaks of a number at most this many characters after it."""


@lru_cache(maxsize=1024)  # asked for by who joins sentences, and by who makes a claim of one
def find_quantities(sentence: str) -> tuple[Quantity, ...]:
    """Find counted people and things with the verb that says what became of them, in order.

    "Neutralized" is kept as it stands: it may mean killed, wounded or captured.

    >>> [(q.low, q.noun, q.verb, q.is_fatalities) for q in
    ...  find_quantities("Strikes destroyed five command centers and killed at least 12 people.")]
    [(5, 'command centers', 'destroyed', False), (12, 'people', 'killed', True)]
    >>> [(q.low, q.is_fatalities) for q in find_quantities("They neutralized over 1,300 combatants.")]
    [(1300, False)]
    """
    tells_death = mentions_death(sentence)
    found: list[Quantity] = []
    taken = Taken(len(sentence))
    for m in amounts_in(sentence, _NOUN_PHRASE):
        low, high = range_of(m)
        if low is None and high is None:
            continue
        if _is_only_an_article(m) or _is_a_source(sentence, m.start(), m.end()):
            continue
        verb = _verb_of(sentence, m.start(), m.end())
        noun = sentence[m.start("noun") : m.end("noun")]
        is_body = noun.casefold() == "bodies" or _BODIES_OF.search(before(sentence, m.start()))
        if is_body:
            verb = "killed"
        deadly = verb == "killed" and not _NOT_PEOPLE_DEATH.fullmatch(noun)
        taken.add(*m.span())
        found.append(
            Quantity(
                low=low, high=high, noun=noun, verb=verb, text=m.group(), start=m.start(), end=m.end(),
                is_fatalities=deadly,
            )
        )  # fmt: skip
    if not tells_death:
        return tuple(found)
    for m in (*_KILLED.finditer(sentence), *amounts_in(sentence, _BARE)):
        if (m["n"] or "").casefold() == "no":
            continue  # "no deaths" may only be none reported: ``toll_of`` looks what follows
        low, high = range_of(m)
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
    found += dead_in(sentence, taken, counted=any(q.is_fatalities for q in found))
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
    if not (quantities or mentions_death(sentence)) or is_running_total(sentence):
        return Toll()
    listed = _HEADLINES.search(sentence)
    dead = [
        q
        for q in quantities
        if q.is_fatalities and not _OTHER_DEAD.search(before(sentence, q.start, _OTHERS_REACH))
    ]
    if listed and dead:
        # Headlines one after another tell the same again: the first that counts is read.
        ends = (m.start() for m in _HEADLINES.finditer(sentence) if m.start() >= dead[0].end)
        end = next(ends, len(sentence))
        dead = [q for q in dead if q.end <= end]
    coded = [q for q in dead if "coded" in q.text]
    counted: list[Quantity] = []
    for q in coded or dead:
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


_HEADLINES: Final = re.compile(r";(?=\S)")
_OTHER_DEAD: Final = re.compile(
    r"\b(?:retaliation for|revenge for|reprisal for|(?:accused of|suspected of|convicted of|guilty of|charged with|denied)|protest(?:ed|ing)? (?:against |over )?|"
    r"condemn(?:ed|ing)?|denounc(?:ed|ing)|commemorat\w+|anniversary of|justice for|honou?r of|planned to|threatened to|responsible for)"
    r"\s*(?:[\w’'-]+\s+){0,4}$|\b(?:rais(?:es?|ed|ing)|br(?:ings?|inging|ought))\b[^.;]{0,40}\bto (?:about |more than |at least |over )?$",
    re.IGNORECASE,
)
"""Who died before, why somebody acts now, and what a total has come to."""
_OTHERS_REACH: Final = 80


def is_running_total(sentence: str) -> bool:
    """Say whether a sentence counts a whole war or year: no event of its own.

    >>> is_running_total("The war has killed more than 20,000 people since April 2023.")
    True
    """
    text = sentence.lower()
    return any(word in text for word in _TOTALS) and bool(_RUNNING_TOTAL.search(sentence))


_TOTALS: Final = ("toll", "since", "total", "year", "month", "decade")
"""One of these stands in all that counts a war; most sentences are read no further."""


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


def _verb_of(sentence: str, start: int, end: int) -> str | None:
    """Find the verb of a counted noun: just after it in the passive, else the nearest before it."""
    after = re.split(r"[;.]", sentence[end : end + 70])[0]
    m = _VERBS.search(after)
    acts = bool(m and _ACTS_ON.match(after, m.end()))
    if m and m.start() <= 45 and not (acts and not _AUXILIARY.search(after[: m.start()])):
        between = after[: m.start()]
        if _PASSIVE.search(between) and not _OTHER_DEED.search(between):
            return _verb_name(m)
    left = re.split(r"[;:]\s", before(sentence, start, 110))[-1]
    active = [v for v in _VERBS.finditer(left) if not _NOUNS_OF_DEATH.fullmatch(v.group())]
    if active:
        return _verb_name(active[-1])
    return _verb_name(m) if m and not acts else None


_ACTS_ON: Final = re.compile(
    r"\s+(?:and \w+ed\s+)?(?:a|an|the|his|her|their|at least|more than|about|some|several|dozens|\d+|one|two|three|four|five|six|"
    r"seven|eight|nine|ten|civilians|people|him|her|them|it|another|many)\b",
    re.IGNORECASE,
)
""""Three gunmen killed a man": they are not the dead."""
_AUXILIARY: Final = re.compile(r"\b(?:was|were|been|being|are|is)\b", re.IGNORECASE)


def _verb_name(m: re.Match[str]) -> str:
    return _VERB_NAMES[next(k for k, v in m.groupdict().items() if v)]
