"""Reads a stated distance that ends where a name begins ("10-15 km north of"); knows no places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conflict_map.text.cues import DIRECTION, FEATURES, TAIL_WORDS
from conflict_map.text.spans import before
from conflict_map.text.windows import first_words

if TYPE_CHECKING:
    from conflict_map.text.windows import Window

_UNIT_KM: Final[dict[str, float]] = {
    "nautical miles": 1.852, "nautical mile": 1.852, "nm": 1.852,
    "km": 1.0, "kms": 1.0, "kilometers": 1.0, "kilometer": 1.0, "kilometres": 1.0, "kilometre": 1.0,
    "miles": 1.609344, "mile": 1.609344, "mi": 1.609344,
    "meters": 0.001, "meter": 0.001, "metres": 0.001, "metre": 0.001,
    "yards": 0.0009144, "yard": 0.0009144,
}  # fmt: skip
_WORD_NUMBERS: Final[dict[str, tuple[float, float]]] = {
    word: (float(n), float(n))
    for word, n in {
        "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
        "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40,
        "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "a dozen": 12, "a hundred": 100,
        "one hundred": 100, "two hundred": 200, "half a": 0.5, "a half": 0.5, "one and a half": 1.5,
    }.items()
} | {
    "a couple of": (2.0, 3.0), "a few": (2.0, 5.0), "few": (2.0, 5.0), "several": (3.0, 8.0),
    "dozens of": (20.0, 50.0), "tens of": (20.0, 50.0), "several dozen": (30.0, 60.0),
    "a few dozen": (20.0, 50.0), "a few hundred": (200.0, 500.0), "several hundred": (300.0, 800.0),
    "hundreds of": (200.0, 500.0),
}  # fmt: skip
"""Numbers in words, the vague ones with the range that they leave open."""
_AT_MOST: Final = "within|less than|under|up to|no more than|not more than|at most|no further than|no farther than|inside"
_AT_LEAST: Final = "more than|over|at least|upwards of"
_ABOUT: Final = (
    "about|some|around|approximately|roughly|nearly|almost|just|only|barely|just over|just under"
)
_BEYOND: Final = 1.5
"""How far "more than N" is taken to reach, in N."""
_NUMBER: Final = (
    r"\d{1,4}+(?:[.,]\d{1,3}+)?+|"
    + "|".join(sorted(_WORD_NUMBERS, key=len, reverse=True))
)  # fmt: skip
_UNITS: Final = "|".join(sorted(_UNIT_KM, key=len, reverse=True))
_UNIT_WORDS: Final = first_words("|".join(_UNIT_KM))
_DIGIT_UNIT: Final = re.compile(rf"\d(?:{_UNITS})\b")
_LASTS: Final = TAIL_WORDS | {"from", "outside", "off", "beyond"}
_REACH: Final = 140
_DISTANCE: Final = re.compile(
    rf"(?:\b(?:(?P<most>{_AT_MOST})|(?P<least>{_AT_LEAST})|{_ABOUT}|a distance of)\s++){{0,2}}(?:\bbetween\s++)?"
    rf"(?<![\w.,])(?P<low>{_NUMBER})(?:\s*+(?:[-–—]|to|or|and)\s*+(?P<high>{_NUMBER}))?[\s-]*+(?P<unit>{_UNITS})\b\.?\s*+(?:\([^)]{{1,24}}\)\s*+)?"
    rf"(?:(?:to\s++)?(?:the\s++)?(?P<dir>{DIRECTION})\s++(?:of|from)|(?:just\s++)?(?:outside|from|away from|off|beyond|of))\s++"
    rf"(?:the\s++)?(?:(?:cent(?:re|er)|outskirts|edge)\s++of\s++)?(?:the\s++)?(?:(?:{FEATURES})\s++(?:of\s++)?)?(?:the\s++)?$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """A stated distance in kilometres, with where its words begin and the direction if one is said."""

    start: int
    km: float
    """The number as stated; of a range ("10-15 km", "a few km") its middle."""
    range_km: tuple[float, float] | None
    """What the words leave open: (0, 5) for "within 5 km", None for a plain number."""
    direction: str | None


def distance_before(sentence: str, at: int, window: Window, last: str) -> Distance | None:
    """Read the distance that ends at an offset; ``window`` is the clause there, ``last`` its last word.

    >>> from conflict_map.text.windows import window_before
    >>> text = "It fell within 10 to 15 km south of Hama"
    >>> d = distance_before(text, 36, window_before(text, 36, 140), "of")
    >>> text[d.start : 36], d.km, d.range_km, d.direction
    ('within 10 to 15 km south of ', 15.0, (0.0, 15.0), 'south')
    >>> distance_before("Hama", 0, window_before("Hama", 0, 140), "") is None
    True
    """
    if last not in _LASTS or not _tells_distance(window):
        return None
    left = before(sentence, at, _REACH)
    low = left.lower()
    if len(low) != len(left):
        return None
    m = _DISTANCE.search(low)
    if m is None:
        return None
    near, far = (n * _UNIT_KM[m["unit"]] for n in _span(m["low"], m["high"]))
    middle: float = (near + far) / 2
    open_range = (near, far) if near < far else None
    if m["most"]:
        middle, open_range = far, (0.0, far)
    elif m["least"]:
        open_range = (near, far * _BEYOND)
    return Distance(
        start=at - len(left) + m.start(), km=middle, range_km=open_range, direction=m["dir"]
    )


def _tells_distance(window: Window) -> bool:
    """Say whether a unit of length stands in the window, alone or right after a digit."""
    return not _UNIT_WORDS.isdisjoint(window.words) or bool(_DIGIT_UNIT.search(window.text))


def _span(low: str, high: str | None) -> tuple[float, float]:
    near, far = _number(low)
    if high is not None:
        far = _number(high)[1]
    return min(near, far), max(near, far)


def _number(words: str) -> tuple[float, float]:
    if words in _WORD_NUMBERS:
        return _WORD_NUMBERS[words]
    whole, mark, rest = words.replace(",", ".").partition(".")
    if mark and len(rest) == 3:  # "1,200 metres"
        return float(whole + rest), float(whole + rest)
    number = float(f"{whole}.{rest or 0}")
    return number, number
