"""Reads the words around a place name: which part, how far, which way, in what role; asks no gazetteer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from conflict_map.text.cues import (
    DIRECTION,
    DIRECTION_WORDS,
    FEATURE_FIRSTS,
    FEATURES,
    NEAR_LEFT,
    TAIL_WORDS,
    After,
    after,
    left_cues,
    right_cues,
)
from conflict_map.text.distances import Distance, distance_before
from conflict_map.text.lexicon import FEATURE_WORDS
from conflict_map.text.spans import before
from conflict_map.text.windows import (
    Rule,
    Window,
    first_words,
    last_word,
    last_words,
    window_before,
)

if TYPE_CHECKING:
    from conflict_map.model import Aspect
    from conflict_map.vocabulary import FeatureClass

_AREA_NOUNS: Final = (
    "part|parts|half|side|area|areas|region|regions|district|districts|sector|sectors|edge|edges|outskirts|suburb|suburbs|"
    "countryside|rural areas|rural|reaches|end|neighbourhood|neighborhood|neighbourhoods|neighborhoods|axis|front|flank|"
    "approaches|entrance|entrances|tip|corner|fringe|fringes|hinterland|periphery|quarter|quarters|bank|coast|shore"
)
_OF_TAIL: Final = rf"(?:the\s++)?(?:(?:{FEATURES})\s++(?:of\s++)?)?(?:the\s++)?"
_FAR: Final = "far|extreme|deep|very|far-flung"
_DIRECTION_OF_LEFT: Final = Rule(
    re.compile(
        rf"\b(?:just |further |farther |to the |lying |located ){{0,3}}(?:(?P<far>{_FAR})[\s-]++)?(?P<dir>{DIRECTION})\s++of\s++{_OF_TAIL}$"
    ),
    DIRECTION_WORDS, TAIL_WORDS, floats=True,
)  # fmt: skip
_PART_LEFT: Final = Rule(
    re.compile(
        rf"(?P<phrase>\b(?:(?P<more>{DIRECTION})\s++(?:and|or|&)\s++)?(?:(?:{_FAR})[\s-]++)?(?P<dir>{DIRECTION})[\s-]++(?:(?P<noun>{_AREA_NOUNS})\s++(?:of\s++|in\s++)?)?{_OF_TAIL})$"
    ),
    DIRECTION_WORDS, TAIL_WORDS | last_words(_AREA_NOUNS), floats=True,
)  # fmt: skip
_ASPECTS: Final[dict[str, Aspect]] = {
    "outskirts": "outskirts", "suburb": "outskirts", "suburbs": "outskirts", "edge": "outskirts", "edges": "outskirts",
    "entrance": "outskirts", "entrances": "outskirts", "fringe": "outskirts", "fringes": "outskirts",
    "periphery": "outskirts", "approaches": "outskirts",
    "rural": "countryside", "countryside": "countryside", "hinterland": "countryside", "rural areas": "countryside",
    "rural parts": "countryside",
    "environs": "surroundings", "surroundings": "surroundings", "vicinity": "surroundings",
    "surrounding villages": "surroundings", "surrounding areas": "surroundings", "greater": "surroundings",
    "axis": "axis", "axes": "axis", "front": "axis", "frontline": "axis", "front line": "axis", "sector": "axis",
    "sectors": "axis", "fronts": "axis", "direction": "axis",
    "coast": "coast", "coastline": "coast", "shore": "coast", "shores": "coast", "seaboard": "coast", "coastal": "coast",
    "bank": "bank", "banks": "bank",
}  # fmt: skip
"""What of a place a word beside its name means."""
_PLURALS: Final = frozenset({"axes", "fronts", "sectors"})
_ASPECT_LEFT: Final = Rule(
    re.compile(
        r"(?P<phrase>\b(?:the\s++)?(?:(?P<rural>rural|greater)|"
        r"(?P<noun>countryside|rural areas|rural parts|environs|outskirts|suburbs|edges?|entrances?|fringes?|periphery|hinterland|surroundings|"
        r"vicinity|banks?)\s++of)\s++(?:the\s++)?(?:(?:city|town|village|river)\s++(?:of\s++)?)?)$"
    ),
    frozenset(
        "rural greater countryside environs outskirts suburbs edge edges entrance entrances fringe fringes "
        "periphery hinterland surroundings vicinity bank banks".split()
    ),
    frozenset("rural greater of the city town village river".split()), floats=True,
)  # fmt: skip
_COAST_LEFT: Final = Rule(
    re.compile(
        rf"\b(?:(?P<off>off)\s++(?:(?:the|its)\s++)?(?:(?P<dir>{DIRECTION})\s++)?(?:coast|coastline|shores?|waters|seaboard)|"
        rf"(?:the\s++)?(?:(?P<dir2>{DIRECTION})\s++)?(?:(?:coast|coastline|shores?|seaboard)|coastal\s++(?:areas?|regions?|parts?|strip)))\s++of\s++(?:the\s++)?$"
    ),
    frozenset("coast coastline shore shores waters seaboard coastal".split()),
    frozenset({"of", "the"}), floats=True,
)  # fmt: skip
_PART_RIGHT: Final = re.compile(
    rf"^(?:['’]s?)?\s++(?:(?:{FEATURES})(?:['’]s?)?\s++)?(?:(?P<dir>{DIRECTION})\s++)?"
    r"(?P<noun>countryside|outskirts|suburbs?|rural areas|hinterland|periphery|environs|surroundings|fringes?|coast(?:line)?)\b(?!\s++guard)",
    re.IGNORECASE,
)
_PART_RIGHT_FIRST: Final = (
    FEATURE_FIRSTS
    | DIRECTION_WORDS
    | frozenset(
        "countryside outskirts suburb suburbs rural hinterland periphery environs surroundings fringe fringes coast coastline".split()
    )
)
_PART_RIGHT_DIR: Final = re.compile(
    rf"^['’]s?\s++(?:(?:{_FAR})[\s-]++)?(?P<dir>{DIRECTION})(?:\s++(?P<noun>{_AREA_NOUNS}|{FEATURES}))?\b", re.IGNORECASE
)  # fmt: skip
_BARE_POINT: Final = re.compile(r"(?:north|south)[- ]?(?:east|west)?|east|west", re.IGNORECASE)
_ENDS_POINT: Final = re.compile(
    r"\s*+(?:[,.;:)!?]|$|(?:and|on|in|at|where|after|when|as|with|by|were?|was|has|have|had|is|are)\b)"
)
"""What may follow a bare "Mali's north"; before a noun ("Mali's north wind") it is an adjective."""
_AXIS_RIGHT: Final = re.compile(
    r"^\s++(?P<noun>axis|axes|frontline|front line|fronts?|sectors?|direction)\b(?!\s++(?:of|for)\b)"
)
_AXIS_FIRST: Final = frozenset("axis axes frontline front fronts sector sectors direction".split())
_AROUND_RIGHT: Final = re.compile(
    r"^(?:\s++(?:city|town|village))?\s++and\s++(?:its\s++|the\s++|their\s++)?"
    r"(?:(?:surrounding|nearby|neighbou?ring|adjacent)\s++(?P<noun>villages|towns|areas?|countryside|hills|hamlets|settlements|districts)|"
    r"(?P<own>surroundings|environs|outskirts|suburbs|countryside|hinterland))\b",
    re.IGNORECASE,
)
_BRACKETED_RIGHT: Final = re.compile(
    rf"^(?:\s++(?:city|town|village))?\s*+\((?:the\s++)?(?:(?P<dir>{DIRECTION})\s++)?(?:city\s++|town\s++)?"
    r"(?P<noun>outskirts|suburbs?|countryside|environs|surroundings|vicinity|rural areas|hinterland|coast)\)",
    re.IGNORECASE,
)
_HINT_RIGHT: Final = re.compile(
    rf"^\s++(?:(?P<adj>administrative|border|autonomous|self-declared)\s++)?(?P<word>{FEATURES})\b(?!\s++of\s++[A-Z])",
    re.IGNORECASE,
)
_HINT_RIGHT_FIRST: Final = FEATURE_FIRSTS | {"administrative", "border", "autonomous", "self"}
_HINT_LEFT: Final = Rule(
    re.compile(
        rf"\b(?P<word>{FEATURES})\s++(?:of|called|named|known as)\s++(?:the\s++)?(?:{DIRECTION}\s++)?$"
    ),
    first_words(FEATURES), frozenset({"of", "called", "named", "as", "the"}) | DIRECTION_WORDS,
)  # fmt: skip
_HINT_LEFT_BARE: Final = frozenset(
    "city town village settlement hamlet camp province governorate district capital state port suburb region stronghold "
    "municipality commune township".split()
)
_PHRASE_LASTS: Final = (
    _DIRECTION_OF_LEFT.lasts
    | _PART_LEFT.lasts
    | _ASPECT_LEFT.lasts
    | _COAST_LEFT.lasts
    | NEAR_LEFT.lasts
)
_PHRASE_NEEDS: Final = (
    _DIRECTION_OF_LEFT.needs
    | _PART_LEFT.needs
    | _ASPECT_LEFT.needs
    | _COAST_LEFT.needs
    | NEAR_LEFT.needs
)
_HYPHENED: Final = re.compile(rf"\b{DIRECTION}-$", re.IGNORECASE)
_HYPHENED_REACH: Final = 20
_NOTHING: Final = Window("", frozenset())
_THE: Final = re.compile(r"\bthe\s+$")
_LEFT: Final = 140
_RIGHT: Final = 120
"""How far the words beside a name are read, in characters; nearer ones decide."""
_LIST_GAP: Final = re.compile(
    rf"^(?:,|\s++and|,\s*+and|\s++or|,\s*+as well as|\s++as well as|\s*+/|\s*+&|\s++&|,?\s++along with)\s*+(?:also\s++)?(?:the\s++|both\s++)?(?:(?:nearby|neighbou?ring|adjacent)\s++)?(?:{DIRECTION}\s++)?(?:the\s++)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around one name: its kind of expression, cues and the span with its phrase."""

    start: int
    end: int
    part: str | None = None
    bearing: str | None = None
    distance_km: float | None = None
    range_km: tuple[float, float] | None = None
    near: bool = False
    aspect: Aspect | None = None
    aspect_plural: bool = False
    """"The A and B axes": what is said of the last member of a list is said of all."""
    hint: FeatureClass | None = None
    hint_plural: bool = False
    hint_word: str | None = None
    cues: frozenset[str] = frozenset()


class _Phrase(NamedTuple):
    """The words that a name ends: where they begin and what they say."""

    start: int
    part: str | None = None
    bearing: str | None = None
    distance: Distance | None = None
    near: bool = False
    aspect: Aspect | None = None


def compass(words: str) -> str:
    """Give the compass point of a direction word ("north-western" -> "nw").

    >>> compass("north-western"), compass("Southern"), compass("central"), compass("central-western")
    ('nw', 's', 'centre', 'w')
    """
    word = words.casefold()
    point = "".join(
        letter
        for letter, full in (("n", "north"), ("s", "south"), ("e", "east"), ("w", "west"))
        if full in word
    )
    return point or "centre"


def is_list_gap(gap: str) -> bool:
    """Say whether the text between two names joins them in a list.

    >>> is_list_gap(" and eastern "), is_list_gap(", "), is_list_gap(" attacked ")
    (True, True, False)
    """
    return bool(_LIST_GAP.match(gap))


def look_around(sentence: str, start: int, end: int, *, possessive: bool = False) -> Surroundings:
    """Read what the words left and right of a name say; offsets are in the sentence.

    >>> look_around("They advanced towards southern Aleppo.", 31, 37).part
    's'
    >>> sorted(look_around("They advanced towards Aleppo.", 22, 28).cues)
    ['direction']
    """
    right = after(sentence[end : end + _RIGHT])
    last = last_word(sentence, start)
    own = window_before(sentence, start, _LEFT) if last else _NOTHING
    phrase = _phrase_left(sentence, start, own, last)
    part, aspect, new_end = phrase.part, phrase.aspect, end
    noun = ""
    if m := _part_right(right, possessive=possessive):
        groups = m.groupdict()
        noun = (groups.get("noun") or groups.get("own") or "").lower()
        part = compass(groups["dir"]) if groups.get("dir") else part
        aspect = aspect or _aspect_right(m, noun)
        new_end = end + m.end()
    cues = right_cues(right, possessive=possessive, opens=_opens(sentence, start))
    if phrase.near:
        cues.add("near")
    outside, outside_last = own, last
    if phrase.start != start:
        outside_last = last_word(sentence, phrase.start)
        outside = window_before(sentence, phrase.start, _LEFT) if outside_last else _NOTHING
    if last:
        cues |= left_cues(outside, outside_last, own, last)
    word = _hint(outside, outside_last, own, last, right)
    far = phrase.distance
    return Surroundings(
        start=phrase.start, end=new_end, part=part, bearing=phrase.bearing,
        distance_km=far.km if far else None, range_km=far.range_km if far else None,
        near=phrase.near, aspect=aspect, aspect_plural=noun in _PLURALS,
        hint=FEATURE_WORDS[word] if word else None, hint_plural=word.endswith("s"),
        hint_word=word or None, cues=frozenset(cues),
    )  # fmt: skip


def _phrase_left(sentence: str, start: int, own: Window, last: str) -> _Phrase:
    """Read the phrase that a name ends ("10 km north of", "southern", "near") and where it begins."""
    if not last:
        if not _HYPHENED.search(before(sentence, start, _HYPHENED_REACH)):
            return _Phrase(start)
        own, last = window_before(sentence, start, _LEFT), "the"  # "north-Hama": as with a blank
    if far := distance_before(sentence, start, own, last):
        bearing = compass(far.direction) if far.direction else None
        return _Phrase(far.start, None, bearing if bearing != "centre" else None, far, near=True)
    if last not in _PHRASE_LASTS or _PHRASE_NEEDS.isdisjoint(own.words):
        return _Phrase(start)
    base = start - len(own.text)
    if m := _COAST_LEFT.search(own, last):
        said = m["dir"] or m["dir2"]
        part = compass(said) if said else None
        aspect: Aspect = "offshore" if m["off"] else "coast"
        return _Phrase(base + m.start(), part, near=bool(m["off"]), aspect=aspect)
    if m := _DIRECTION_OF_LEFT.search(own, last):
        begin, point = base + m.start("far" if m["far"] else "dir"), compass(m["dir"])
        if m["far"] or _THE.search(own.text[: m.start()]) or point == "centre":
            # "In the north of Mali" is in Mali; "north of Mali" and "to the north of it" are not.
            return _Phrase(begin, part=point)
        return _Phrase(begin, bearing=point, near=True)
    if m := _PART_LEFT.search(own, last):
        parts = dict.fromkeys(compass(d) for d in (m["more"], m["dir"]) if d)
        return _Phrase(
            base + m.start("phrase"), part="+".join(parts), aspect=_ASPECTS.get(m["noun"] or "")
        )
    m = _ASPECT_LEFT.search(own, last)
    if m and (m["rural"] != "greater" or sentence[base + m.start("rural")].isupper()):
        return _Phrase(base + m.start("phrase"), aspect=_ASPECTS[m["rural"] or m["noun"]])
    return _Phrase(start, near=bool(NEAR_LEFT.search(own, last)))


def _part_right(right: After, *, possessive: bool) -> re.Match[str] | None:
    """Read a part after its whole: "Hama countryside", "Hama's eastern districts", "Hama axis"."""
    text, word = right.text, right.word
    if word in _PART_RIGHT_FIRST and (m := _PART_RIGHT.match(text)):
        return m
    if word in _AXIS_FIRST and not possessive and (m := _AXIS_RIGHT.match(text)):
        return m
    if (word in {"and", "city", "town", "village"}) and (m := _AROUND_RIGHT.match(text)):
        return m
    if "(" in text[:12] and (m := _BRACKETED_RIGHT.match(text)):
        return m
    if possessive and (word in DIRECTION_WORDS or word in {"far", "extreme", "deep"}):
        m = _PART_RIGHT_DIR.match(text)
        if m and (
            m["noun"] or (_BARE_POINT.fullmatch(m["dir"]) and _ENDS_POINT.match(text, m.end()))
        ):
            return m
    return None


def _aspect_right(m: re.Match[str], noun: str) -> Aspect | None:
    if m.re is _AROUND_RIGHT:
        return "surroundings"
    return _ASPECTS.get(noun)


def _opens(sentence: str, start: int) -> str | None:
    """Give what stands before the first name of a sentence; None if words do."""
    head = sentence[:start] if start <= _LEFT else "a"
    return head if not head.strip(' \t“"(') else None


def _hint(outside: Window, outside_last: str, own: Window, last: str, right: After) -> str:
    """Read a type word beside the name: "province of", "village", "oblast"; empty if there is none."""
    if right.word in _HINT_RIGHT_FIRST and (m := _HINT_RIGHT.match(right.text)):
        return m["word"].lower()
    for window, word in ((own, last), (outside, outside_last)):
        if m := _HINT_LEFT.search(window, word):
            return m["word"]
        if word in _HINT_LEFT_BARE:
            return word
    return ""
