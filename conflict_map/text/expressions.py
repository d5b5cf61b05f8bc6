"""Reads the words around a place name: which part, how far, which way, in what role; asks no gazetteer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conflict_map.text.cues import (
    DIRECTION,
    DIRECTION_WORDS,
    FEATURE_FIRSTS,
    FEATURES,
    NEAR_LEFT,
    PARTY_LEFT,
    TAIL_WORDS,
    After,
    after,
    left_cues,
    right_cues,
    rule,
)
from conflict_map.text.lexicon import FEATURE_WORDS
from conflict_map.text.spans import REACH, before
from conflict_map.text.windows import (
    Rule,
    Window,
    first_words,
    last_word,
    last_words,
    window_before,
)

if TYPE_CHECKING:
    from conflict_map.vocabulary import FeatureClass


_NUMBER: Final = r"(?P<dist>\d+(?:[.,]\d+)?|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|a hundred)"
_UNITS: Final = (
    "nautical miles|nautical mile|nm|km|kms|kilometer|kilometers|kilometre|kilometres|mile|miles|mi|"
    "meter|meters|metre|metres"
)
_UNIT: Final = rf"(?P<unit>{_UNITS})"
_WORDS: Final[dict[str, float]] = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "a hundred": 100,
}  # fmt: skip
_AREA_NOUNS: Final = (
    "part|parts|half|side|area|areas|region|regions|district|districts|sector|sectors|edge|edges|outskirts|suburb|suburbs|"
    "countryside|rural areas|rural|reaches|end|neighbourhood|neighborhood|neighbourhoods|neighborhoods|axis|front|flank|"
    "approaches|entrance|entrances"
)
_OFFSET_LEFT: Final = re.compile(
    rf"(?:\b(?:about|some|around|approximately|roughly|nearly|just)\s++)?\b{_NUMBER}\s*+-?{_UNIT}\b\s*+(?:\([^)]{{1,20}}\)\s*+)?"
    rf"(?:(?:to\s++)?(?:the\s++)?(?P<dir>{DIRECTION})\s++(?:of|from)|(?:outside|from|away from|of)|(?:to\s++)?(?:the\s++)?(?P<dir2>{DIRECTION})\s++of)\s++"
    rf"(?:the\s++)?(?:(?:{FEATURES})\s++(?:of\s++)?)?(?:the\s++)?$",
    re.IGNORECASE,
)
_UNIT_WORDS: Final = first_words(_UNITS)
_DIGIT_UNIT: Final = re.compile(rf"\d(?:{_UNITS})\b")
_OFFSET_LASTS: Final = TAIL_WORDS | {"from", "outside"}
_OF_TAIL: Final = rf"(?:the\s++)?(?:(?:{FEATURES})\s++(?:of\s++)?)?(?:the\s++)?$"
_DIRECTION_OF_LEFT: Final = Rule(
    re.compile(
        rf"\b(?:just |further |farther |to the |lying |located ){{0,3}}(?P<dir>{DIRECTION})\s++of\s++{_OF_TAIL}"
    ),
    DIRECTION_WORDS, TAIL_WORDS, floats=True,
)  # fmt: skip
_PART_LEFT: Final = Rule(
    re.compile(
        rf"(?P<phrase>\b(?P<dir>{DIRECTION})[\s-]++(?:(?P<noun>{_AREA_NOUNS})\s++(?:of\s++|in\s++)?)?{_OF_TAIL[:-1]})$"
    ),
    DIRECTION_WORDS, TAIL_WORDS | last_words(_AREA_NOUNS), floats=True,
)  # fmt: skip
_RURAL_LEFT: Final = Rule(
    re.compile(
        r"(?P<phrase>\b(?:the\s++)?(?:rural|countryside of|rural areas of|rural parts of|environs of|outskirts of|suburbs of|edge of|edges of|entrance of)\s++(?:the\s++)?)$"
    ),
    frozenset("rural countryside environs outskirts suburbs edge edges entrance".split()),
    frozenset({"rural", "of", "the"}), floats=True,
)  # fmt: skip
_PHRASE_LASTS: Final = (
    _DIRECTION_OF_LEFT.lasts | _PART_LEFT.lasts | _RURAL_LEFT.lasts | NEAR_LEFT.lasts
)
_PART_RIGHT: Final = re.compile(
    rf"^(?:['’]s?)?\s++(?:(?:{FEATURES})(?:['’]s?)?\s++)?(?:(?P<dir>{DIRECTION})\s++)?(?P<noun>countryside|outskirts|suburbs?|rural areas|hinterland|periphery)\b",
    re.IGNORECASE,
)
_PART_RIGHT_FIRST: Final = (
    FEATURE_FIRSTS
    | DIRECTION_WORDS
    | frozenset("countryside outskirts suburb suburbs rural hinterland periphery".split())
)
_PART_RIGHT_DIR: Final = re.compile(
    rf"^['’]s?\s++(?P<dir>{DIRECTION})\s++(?P<noun>{_AREA_NOUNS}|{FEATURES})\b", re.IGNORECASE
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
LINE_WORDS: Final = (
    r"(?:road|highway|motorway|route|axis|corridor|railway|rail line|front ?line|front|line|supply (?:road|line|route)|"
    r"main road|stretch|freeway|expressway|pipeline|crossing road|track|street)s?"
)
_LINE_RIGHT: Final = re.compile(
    rf"^\s++(?:(?:main|supply|international|strategic|coastal|desert|M\d|access)\s++){{0,2}}{LINE_WORDS}\b",
    re.IGNORECASE,
)
_LINE_LEFT: Final = re.compile(
    rf"\b(?P<phrase>(?:the\s++)?(?:\w+\s++)?{LINE_WORDS}\s++(?:\w+ing\s++|that \w+ |which \w+ )?(?:between|from|linking|connecting|joining|leading from|running from)\s++(?:the\s++)?(?:(?:{FEATURES})\s++of\s++)?)$",
    re.IGNORECASE,
)
_LINE_LASTS: Final = frozenset("between from linking connecting joining the of".split())
_BETWEEN_LEFT: Final = rule(
    "between", r"(?:the\s++)?(?:(?:towns?|cities|villages|settlements|areas)\s++of\s++)?",
    more_lasts="between",
)  # fmt: skip
_RURAL_NOUN: Final = re.compile(r"countryside|outskirts|suburb|rural|hinter|periph", re.IGNORECASE)
_THE: Final = re.compile(r"\bthe\s+$", re.IGNORECASE)
_HYPHENED: Final = re.compile(rf"\b{DIRECTION}-$", re.IGNORECASE)
_HYPHENED_REACH: Final = 20
_NOTHING: Final = Window("", frozenset())
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
    near: bool = False
    rural: bool = False
    hint: FeatureClass | None = None
    hint_plural: bool = False
    hint_word: str | None = None
    cues: frozenset[str] = frozenset()


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


def line_after(right: str) -> int | None:
    """Give where a road word after a pair of names ends; None if there is none.

    >>> line_after(" supply road was cut")
    12
    """
    m = _LINE_RIGHT.match(right)
    return m.end() if m else None


def line_before(left: str) -> int | None:
    """Give where the phrase "road between" before a pair begins; None if there is none.

    >>> line_before("They cut the road between ")
    9
    """
    if last_word(left, len(left)) not in _LINE_LASTS:
        return None
    m = _LINE_LEFT.search(before(left, len(left)))
    return max(0, len(left) - REACH) + m.start("phrase") if m else None


def is_between(left: str) -> bool:
    """Say whether a bare "between" stands before a pair, with no agreement or relation of the two.

    >>> is_between("fighting between "), is_between("a deal between ")
    (True, False)
    """
    last = last_word(left, len(left))
    if last not in _BETWEEN_LEFT.lasts:
        return False
    window = window_before(left, len(left), REACH)
    return bool(_BETWEEN_LEFT.search(window, last)) and not PARTY_LEFT.search(window, last)


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
    part, rural, new_end = phrase.part, phrase.rural, end
    if m := _part_right(right, possessive=possessive):
        part = compass(m["dir"]) if m["dir"] else part
        rural = rural or bool(_RURAL_NOUN.match(m["noun"]))
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
    return Surroundings(
        start=phrase.start, end=new_end, part=part, bearing=phrase.bearing, distance_km=phrase.distance_km,
        near=phrase.near, rural=rural, hint=FEATURE_WORDS[word] if word else None,
        hint_plural=bool(word) and word.endswith("s"), hint_word=word or None, cues=frozenset(cues),
    )  # fmt: skip


def _phrase_left(sentence: str, start: int, own: Window, last: str) -> Surroundings:
    """Read the phrase that a name ends ("10 km north of", "southern", "near") and where it begins."""
    if not last and not _HYPHENED.search(before(sentence, start, _HYPHENED_REACH)):
        return Surroundings(start=start, end=start)
    if last in _OFFSET_LASTS and _tells_distance(own):
        left = before(sentence, start, _LEFT)
        if m := _OFFSET_LEFT.search(left):
            direction = m["dir"] or m["dir2"]
            return Surroundings(
                start=start - len(left) + m.start(), end=start, near=True,
                bearing=compass(direction) if direction else None, distance_km=_kilometres(m["dist"], m["unit"]),
            )  # fmt: skip
    if not last:  # "north-Hama": a hyphen stands for the blank
        own, last = window_before(sentence, start, _LEFT), "the"
    if last not in _PHRASE_LASTS:
        return Surroundings(start=start, end=start)
    base = start - len(own.text)
    if m := _DIRECTION_OF_LEFT.search(own, last):
        begin, point = base + m.start("dir"), compass(m["dir"])
        if _THE.search(own.text[: m.start()]) or point == "centre":
            # "In the north of Mali" is in Mali; "north of Mali" and "to the north of it" are not.
            return Surroundings(start=begin, end=start, part=point)
        return Surroundings(start=begin, end=start, near=True, bearing=point)
    if m := _PART_LEFT.search(own, last):
        begin, rural = base + m.start("phrase"), bool(_RURAL_NOUN.match(m["noun"] or ""))
        return Surroundings(start=begin, end=start, part=compass(m["dir"]), rural=rural)
    if m := _RURAL_LEFT.search(own, last):
        return Surroundings(start=base + m.start("phrase"), end=start, rural=True)
    return Surroundings(start=start, end=start, near=bool(NEAR_LEFT.search(own, last)))


def _tells_distance(own: Window) -> bool:
    """Say whether a unit of length stands in the window, alone or right after a digit."""
    return not _UNIT_WORDS.isdisjoint(own.words) or bool(_DIGIT_UNIT.search(own.text))


def _part_right(right: After, *, possessive: bool) -> re.Match[str] | None:
    """Read a part after its whole: "Hama countryside", "Hama's eastern districts"."""
    m = _PART_RIGHT.match(right.text) if right.word in _PART_RIGHT_FIRST else None
    if m is None and possessive and right.word in DIRECTION_WORDS:
        return _PART_RIGHT_DIR.match(right.text)
    return m


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


def _kilometres(number: str, unit: str) -> float:
    value = _WORDS.get(number.casefold())
    if value is None:
        value = float(number.replace(",", "."))
    if unit.casefold().startswith(("naut", "nm")):
        return value * 1.852
    if unit.casefold().startswith("mi"):
        return value * 1.609344
    if unit.casefold().startswith("met"):
        return value / 1000
    return value
