"""Reads the words around a place name: which part, how far, which way, in what role; asks no gazetteer."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from conflict_map.text.cues import (
    DIRECTION,
    FEATURES,
    NEAR_LEFT,
    PARTY_LEFT,
    left_cues,
    right_cues,
)
from conflict_map.text.lexicon import FEATURE_WORDS
from conflict_map.text.spans import REACH, before

if TYPE_CHECKING:
    from conflict_map.vocabulary import FeatureClass


_NUMBER: Final = r"(?P<dist>\d+(?:[.,]\d+)?|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|a hundred)"
_UNIT: Final = r"(?P<unit>nautical miles?|nm|km|kms|kilomet(?:er|re)s?|miles?|mi|met(?:er|re)s?)"
_WORDS: Final[dict[str, float]] = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "a hundred": 100,
}  # fmt: skip
_AREA_NOUN: Final = r"(?:parts?|half|side|areas?|regions?|districts?|sectors?|edges?|outskirts|suburbs?|countryside|rural areas|rural|reaches|end|neighbou?rhoods?|axis|front|flank|approaches|entrances?)"

_OFFSET_LEFT: Final = re.compile(
    rf"(?:\b(?:about|some|around|approximately|roughly|nearly|just)\s++)?\b{_NUMBER}\s*+-?{_UNIT}\b\s*+(?:\([^)]{{1,20}}\)\s*+)?"
    rf"(?:(?:to\s++)?(?:the\s++)?(?P<dir>{DIRECTION})\s++(?:of|from)|(?:outside|from|away from|of)|(?:to\s++)?(?:the\s++)?(?P<dir2>{DIRECTION})\s++of)\s++"
    rf"(?:the\s++)?(?:(?:{FEATURES})\s++(?:of\s++)?)?(?:the\s++)?$",
    re.IGNORECASE,
)
_DIRECTION_OF_LEFT: Final = re.compile(
    rf"\b(?:just |further |farther |to the |lying |located ){{0,3}}(?P<dir>{DIRECTION})\s++of\s++(?:the\s++)?(?:(?:{FEATURES})\s++(?:of\s++)?)?(?:the\s++)?$",
    re.IGNORECASE,
)
_PART_LEFT: Final = re.compile(
    rf"(?P<phrase>\b(?P<dir>{DIRECTION})[\s-]++(?:(?P<noun>{_AREA_NOUN})\s++(?:of\s++|in\s++)?)?(?:the\s++)?(?:(?:{FEATURES})\s++(?:of\s++)?)?(?:the\s++)?)$",
    re.IGNORECASE,
)
_RURAL_LEFT: Final = re.compile(
    r"(?P<phrase>\b(?:the\s++)?(?:rural|countryside of|rural areas of|rural parts of|environs of|outskirts of|suburbs of|edge of|edges of|entrance of)\s++(?:the\s++)?)$",
    re.IGNORECASE,
)
_PART_RIGHT: Final = re.compile(
    rf"^(?:['’]s?)?\s++(?:(?:{FEATURES})(?:['’]s?)?\s++)?(?:(?P<dir>{DIRECTION})\s++)?(?P<noun>countryside|outskirts|suburbs?|rural areas|hinterland|periphery)\b",
    re.IGNORECASE,
)
_PART_RIGHT_DIR: Final = re.compile(
    rf"^['’]s?\s++(?P<dir>{DIRECTION})\s++(?P<noun>{_AREA_NOUN}|{FEATURES})\b", re.IGNORECASE
)
_HINT_RIGHT: Final = re.compile(
    rf"^\s++(?:(?P<adj>administrative|border|autonomous|self-declared)\s++)?(?P<word>{FEATURES})\b(?!\s++of\s++[A-Z])",
    re.IGNORECASE,
)
_HINT_LEFT: Final = re.compile(
    rf"\b(?P<word>{FEATURES})\s++(?:of|called|named|known as)\s++(?:the\s++)?(?:{DIRECTION}\s++)?$",
    re.IGNORECASE,
)
_HINT_LEFT_BARE: Final = re.compile(
    r"\b(?P<word>city|town|village|settlement|hamlet|camp|province|governorate|district|capital|state|port|suburb|region|stronghold|municipality|commune|township)\s++$",
    re.IGNORECASE,
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
_BETWEEN_LEFT: Final = re.compile(
    r"\bbetween\s++(?:the\s++)?(?:(?:towns?|cities|villages|settlements|areas)\s++of\s++)?$",
    re.IGNORECASE,
)
_RURAL_NOUN: Final = re.compile(r"countryside|outskirts|suburb|rural|hinter|periph", re.IGNORECASE)
_THE: Final = re.compile(r"\bthe\s+$", re.IGNORECASE)
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
    m = _LINE_LEFT.search(before(left, len(left)))
    return max(0, len(left) - REACH) + m.start("phrase") if m else None


def is_between(left: str) -> bool:
    """Say whether a bare "between" stands before a pair, with no agreement or relation of the two.

    >>> is_between("fighting between "), is_between("a deal between ")
    (True, False)
    """
    left = before(left, len(left))
    return bool(_BETWEEN_LEFT.search(left)) and not PARTY_LEFT.search(left)


def look_around(sentence: str, start: int, end: int, *, possessive: bool = False) -> Surroundings:
    """Read what the words left and right of a name say; offsets are in the sentence.

    >>> look_around("They advanced towards southern Aleppo.", 31, 37).part
    's'
    >>> sorted(look_around("They advanced towards Aleppo.", 22, 28).cues)
    ['direction']
    """
    left, right = before(sentence, start, _LEFT), sentence[end : end + _RIGHT]
    phrase = _phrase_left(left, start)
    part, rural, new_end = phrase.part, phrase.rural, end
    if (m := _PART_RIGHT.match(right)) or (possessive and (m := _PART_RIGHT_DIR.match(right))):
        part = compass(m["dir"]) if m["dir"] else part
        rural = rural or bool(_RURAL_NOUN.match(m["noun"]))
        new_end = end + m.end()
    cues = right_cues(right, possessive=possessive, opens=_opens(sentence, start))
    if phrase.near:
        cues.add("near")
    outside = before(sentence, phrase.start, _LEFT)
    cues |= left_cues(outside, left)
    hint, plural, word = _hint(outside, left, right)
    return replace(
        phrase, end=new_end, part=part, rural=rural, hint=hint, hint_plural=plural, hint_word=word,
        cues=frozenset(cues),
    )  # fmt: skip


def _phrase_left(left: str, start: int) -> Surroundings:
    """Read the phrase that a name ends ("10 km north of", "southern", "near") and where it begins."""
    base = start - len(left)
    if m := _OFFSET_LEFT.search(left):
        direction = m["dir"] or m["dir2"]
        return Surroundings(
            start=base + m.start(), end=start, near=True, bearing=compass(direction) if direction else None,
            distance_km=_kilometres(m["dist"], m["unit"]),
        )  # fmt: skip
    if m := _DIRECTION_OF_LEFT.search(left):
        begin, point = base + m.start("dir"), compass(m["dir"])
        if _THE.search(left[: m.start()]) or point == "centre":
            # "In the north of Mali" is in Mali; "north of Mali" and "to the north of it" are not.
            return Surroundings(start=begin, end=start, part=point)
        return Surroundings(start=begin, end=start, near=True, bearing=point)
    if m := _PART_LEFT.search(left):
        begin, rural = base + m.start("phrase"), bool(_RURAL_NOUN.match(m["noun"] or ""))
        return Surroundings(start=begin, end=start, part=compass(m["dir"]), rural=rural)
    if m := _RURAL_LEFT.search(left):
        return Surroundings(start=base + m.start("phrase"), end=start, rural=True)
    return Surroundings(start=start, end=start, near=bool(NEAR_LEFT.search(left)))


def _opens(sentence: str, start: int) -> str | None:
    """Give what stands before the first name of a sentence; None if words do."""
    head = sentence[:start] if start <= _LEFT else "a"
    return head if not head.strip(' \t“"(') else None


def _hint(left: str, bare_left: str, right: str) -> tuple[FeatureClass | None, bool, str | None]:
    """Read a type word beside the name: "province of", "village", "oblast"."""
    if m := _HINT_RIGHT.match(right):
        word = m["word"].casefold()
        return FEATURE_WORDS[word], _plural(word), word
    for text in (bare_left, left):
        if (m := _HINT_LEFT.search(text)) or (m := _HINT_LEFT_BARE.search(text)):
            word = m["word"].casefold()
            return FEATURE_WORDS[word], _plural(word), word
    return None, False, None


def _plural(word: str) -> bool:
    return word.endswith("s")


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
