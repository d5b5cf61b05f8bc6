"""Reads amounts in digits and English words, with how firm they are; knows no nouns and no events."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

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
AMOUNT: Final = (
    rf"(?:(?P<lower>{_LOWER})\s+|(?P<upper>{_UPPER})\s+|(?:about|around|some|approximately|roughly|an estimated)\s+)?"
    rf"(?:(?:between\s+)?(?P<from>{_NUMBER})\s*(?:to|-|–|and)\s*(?P<to>{_NUMBER})|(?P<vague>{_VAGUE_RX})|(?P<n>{_NUMBER}|an?|no))"
)
_GROUPED: Final = re.compile(r"\d{1,3}(?:[,.\u00a0\u202f]\d{3}){1,4}")
_DECIMAL: Final = re.compile(r"\d{1,15}(?:\.\d{1,15})?")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_NEARLY: Final = re.compile(r"nearly|almost", re.IGNORECASE)
_SPACES: Final = re.compile(r"\s+")


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


_FIRST_WORDS: Final = (
    frozenset(
        "at more over upwards no not exceeding up as fewer less nearly almost about around some approximately roughly an a "
        "between several many few couple half dozen dozens scores hundreds thousands tens".split()
    )
    | frozenset(_UNITS)
    | frozenset(_TENS)
)
_WORD: Final = re.compile(r"\w+")


def amounts_in(sentence: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Find what a pattern that begins with ``AMOUNT`` matches, tried only where an amount may begin.

    >>> [m.group() for m in amounts_in("Between 3 and 5, or a dozen.", re.compile(AMOUNT, re.I))]
    ['Between 3 and 5', 'a dozen']
    """
    end = 0
    for word in _WORD.finditer(sentence):
        text = word.group()
        if word.start() < end or not (text[0].isdigit() or text.lower() in _FIRST_WORDS):
            continue
        if m := pattern.match(sentence, word.start()):
            end = m.end()
            yield m


def range_of(m: re.Match[str], prefix: str = "") -> tuple[int | None, int | None]:
    """Give the least and the most that a match of ``AMOUNT`` says; both None if it is no amount.

    ``prefix`` is what the names of its groups begin with. An open end is None: "at least 12" has no
    most. Vague words have ACLED's floors ("dozens" is 24 or more).

    >>> [range_of(m) for m in re.finditer(AMOUNT, "at least 12, up to 30, dozens, 3 to 5")]
    [(12, None), (0, 30), (24, None), (3, 5)]
    """
    group = m.groupdict().get
    if vague := group(prefix + "vague"):
        return _VAGUE[_SPACES.sub(" ", vague.casefold())]
    if group(prefix + "from"):
        a, b = number(group(prefix + "from") or ""), number(group(prefix + "to") or "")
        return (a, b) if a is not None and b is not None and a <= b else (None, None)
    word = group(prefix + "n") or ""
    n = 0 if word.casefold() == "no" else number(word)
    if n is None or _YEAR.fullmatch(word):
        return None, None
    if group(prefix + "lower"):
        return n, None
    if upper := group(prefix + "upper"):
        return (n, n) if _NEARLY.match(upper) else (0, n)
    return n, n
