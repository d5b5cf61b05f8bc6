"""Says in words what speaks for and against a span's being a place name; weighs nothing."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final, Protocol

from conflict_map.text.cut import JOINS
from conflict_map.text.words import (
    ARTICLES,
    BEFORE_LINES,
    FEATURES,
    LEFT,
    LENGTHS,
    LINE_WORDS,
    MONTHS_DAYS,
    OF_PLACES,
    OTHER,
    PARTS,
    RIGHT,
    known_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conflict_map.text.cut import Words

_STANDINGS: Final = ((240, "6"), (190, "5"), (175, "4"), (160, "3"), (145, "2"), (1, "1"))
_STEP: Final = tuple(
    next((step for least, step in _STANDINGS if standing >= least), "0") for standing in range(256)
)
"""Steps of how well known the likeliest place of a name is: 6 are countries, 1 are villages."""
WELL_KNOWN: Final = 185
"""From here on, an English word or a person's name is as often the place."""
_LOOKS_BACK: Final = frozenset({"of", "the", "dir", "in", "conj"})
"""After these words the word before them says as much."""
_ACTS: Final = frozenset({"say", "is", "low", "conj", "owned"})
"""A capital that says or does something stands for its government."""
_SEAT: Final = 195
"""A capital less known than this (Kingston, Victoria) is not named for its government."""
_LONGEST_CHAIN: Final = 6
"""So many words are joined at most before a road ("the Aleppo-Hama-Homs highway")."""
_KNOWN_ACRONYM: Final = 200


class NameIndex(Protocol):
    """What this room needs of a gazetteer: how well a name is known, and whose people a word names."""

    def standing(self, name: str) -> tuple[int, str]:
        """Give how well known the likeliest place of a name is, 1..255, and its class; (0, "")."""
        ...

    def demonym(self, word: str) -> tuple[str, ...]:
        """Give the countries of a demonym as ISO codes; empty if it is none."""
        ...


class Lore:
    """What the gazetteer and the lists of words say of a word; remembers what it was asked.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> lore = Lore(Gazetteer.default())
    >>> lore.standing("Syria"), lore.demonym("Syrian"), lore.known["reading"]
    ((242, 'country'), ('SY',), '1s')
    """

    __slots__ = ("demonym", "entities", "known", "standing")

    def __init__(
        self,
        names: NameIndex,
        entities: Callable[[str], Mapping[tuple[int, int], str]] | None = None,
    ) -> None:
        self.entities = entities
        """Gives the entities of a sentence by another program, if one is asked."""
        self.standing = lru_cache(maxsize=60_000)(names.standing)
        self.demonym = lru_cache(maxsize=20_000)(names.demonym)
        self.known = known_words()

    def kind_of(self, words: Words, at: int) -> str:
        """Give the class of a capitalised word beside a name."""
        key, word = words.keys[at], words.words[at]
        if key in FEATURES:
            return FEATURES[key]
        if LEFT.get(key) in {"title", "dir"}:
            return LEFT[key]
        if key in MONTHS_DAYS:
            return "month"
        if self.demonym(word):
            return "demonym"
        known = self.known.get(key, "")
        if known[:1] == "1":
            return "common"
        if word.isupper():
            return "initial" if len(word) == 1 else "acronym" if len(word) <= 5 else "capitals"
        standing = self.standing(word)[0]
        if standing > 170:
            return "town"
        if "g" in known:
            return "given"
        return "place" if standing else "surname" if "s" in known else "other"


def left_clue(words: Words, at: int, lore: Lore) -> str:
    """Say what stands before the word ``at``: the class of the word, or of the mark between.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> from conflict_map.text.cut import Words
    >>> words = Words("Mayor Tripoli was in Tripoli")
    >>> lore = Lore(Gazetteer.default())
    >>> [left_clue(words, i, lore) for i in (0, 1, 4)]
    ['start', 'Cap:title', 'in']
    """
    if at == 0:
        return "start"
    gap, before = words.gaps[at], at - 1
    if gap == " " and words.keys[before] in MONTHS_DAYS:
        return "time"  # "On Monday Moscow said"
    if words.caps[before]:
        if gap == "s":
            return "owner"
        if gap and gap in JOINS:
            return ("-" if gap == "-" else "") + "Cap:" + lore.kind_of(words, before)
        return {",": ",Cap", "(": "(Cap", "/": "/", "—": "/"}.get(gap, "mark")
    if gap == " ":
        key = words.keys[before]
        return LEFT.get(key) or ("number" if key[:1].isdigit() else OTHER)
    return {"-": "-low", ",": ",", "s": "owner", "(": "("}.get(gap, "mark")


def right_clue(words: Words, at: int, lore: Lore) -> str:
    """Say what stands after the word ``at``: the class of the word, or of the mark between.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> from conflict_map.text.cut import Words
    >>> words = Words("Tripoli residents left Clark County.")
    >>> lore = Lore(Gazetteer.default())
    >>> [right_clue(words, i, lore) for i in (0, 3, 4)]
    ['people', 'Cap:admin', 'end']
    """
    if words.owned[at]:
        return "owned"
    after = at + 1
    if after >= len(words):
        return "end"
    gap, key = words.gaps[after], words.keys[after]
    if words.caps[after]:
        if gap and gap in JOINS:
            return ("-" if gap == "-" else "") + "Cap:" + lore.kind_of(words, after)
        return {",": ",Cap", "(": "(Cap", "/": "/", "—": "/"}.get(gap, "mark")
    if gap == " ":
        return RIGHT.get(key) or ("number" if key[:1].isdigit() else OTHER)
    if gap == ",":
        return ",number" if key.isdigit() else ","
    return {"-": "-low", "(": "("}.get(gap, "mark")


def _second(words: Words, at: int) -> str:
    """Give the class of the word before a small word."""
    if at < 0:
        return "start"
    key = words.keys[at]
    if words.caps[at]:
        return "Cap:" + FEATURES.get(key, "")
    return "of_places" if key in OF_PLACES else LEFT.get(key, OTHER)


def clues_of(
    words: Words, first: int, last: int, lore: Lore, *, lower: frozenset[str], whole_run: bool
) -> list[str]:
    """Give the clues of the span from the word ``first`` to the word ``last``, both included.

    ``lower`` are the words that the report also writes in lower case. ``whole_run`` says that no
    capitalised word touches the span.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> from conflict_map.text.cut import Words
    >>> lore = Lore(Gazetteer.default())
    >>> clues_of(Words("shells fell on Hama"), 3, 3, lore, lower=frozenset(), whole_run=True)
    ['known:3', 'is:admin1', 'rare:3', 'L:on', 'R:end']
    """
    text = words.text[words.starts[first] : words.ends[last]]
    standing, kind = lore.standing(text)
    clues: list[str] = []
    if standing:
        clues += ("known:" + _STEP[standing], "is:" + kind)
    else:
        clues.append("unknown:one" if first == last else "unknown:many")
        if whole_run:
            clues.append("unknown:whole")
        if first < last and core_of(words, first, last, lore):
            clues.append("unknown:core")
    if first == last:
        _add_of_word(clues, words, first, lore, standing=standing, lower=lower)
    else:
        _add_of_ends(clues, words, first, last, lore, known=bool(standing))
    left = left_clue(words, first, lore)
    clues.append("L:" + left)
    if not standing:
        clues.append("unknown:L:" + left)
    if left in _LOOKS_BACK:
        second = left + ":" + _second(words, first - 2)
        clues.append("L2:" + second)
        if not standing:
            clues.append("unknown:L2:" + second)
    elif left == "start" and first == last:
        known = lore.known.get(words.keys[first], "")
        clues.append("start:" + (known[0] if known[:1].isdigit() else "rare"))
    elif left == ",Cap":
        clues.append("after:" + ("place" if lore.standing(words.words[first - 1])[0] else "other"))
    if left == "conj" and _is_listed(words, first - 2, lore):
        clues.append("listed")
    right = right_clue(words, last, lore)
    clues.append("R:" + right)
    if not standing:
        clues.append("unknown:R:" + right)
    elif (
        kind == "capital"
        and standing >= _SEAT
        and right in _ACTS
        and not lore.known.get(words.keys[first])
    ):
        clues.append("capital:acts")
    joined = _joined(words, first, last, lore)
    if joined:
        clues.append(joined)
    if right in {",", ",number"} and _distance_follows(words, last):
        clues.append("glossed")
    if right == ",Cap":
        level, wide = lore.standing(words.words[last + 1])
        is_wide = wide in {"country", "admin1"}
        clues.append("apposed:" + ("wide" if is_wide else "place" if level > 150 else "other"))
    return clues


def _add_of_word(
    clues: list[str], words: Words, at: int, lore: Lore, *, standing: int, lower: frozenset[str]
) -> None:
    """Add what a single word says of itself."""
    key, word = words.keys[at], words.words[at]
    known = lore.known.get(key, "")
    top = "&town" if standing >= WELL_KNOWN else ""
    clues += ["word:" + letter + top for letter in known]
    if not known:
        clues.append("rare:" + _STEP[standing])
    if key in MONTHS_DAYS:
        clues.append("word:month")
    if key in FEATURES:
        clues.append("word:feature")
    if key in LEFT:
        clues.append("word:title" if LEFT[key] == "title" else "word:function")
    if key in lower:
        clues.append("word:lower")
    if len(word) < 3:
        clues.append("word:short")
    if word[0].isdigit():
        clues.append("word:digit")
    if word.isupper() and len(word) > 1 and not words.text.isupper():
        if len(word) > 5:
            clues.append("word:capitals")
        else:
            clues.append("acronym:" + ("known" if standing >= _KNOWN_ACRONYM else "other"))


def _add_of_ends(
    clues: list[str], words: Words, first: int, last: int, lore: Lore, *, known: bool
) -> None:
    """Add what the first and the last word of a longer name say."""
    keys = words.keys
    begin, end = keys[first], keys[last]
    mark = "" if known else "?"
    clues.append("many")
    if end in FEATURES:
        clues.append("end:" + FEATURES[end] + mark)
    elif lore.known.get(end, "")[:1] == "1":
        clues.append("end:common")
    role = LEFT.get(begin)
    if begin in ARTICLES:
        clues.append("begin:article")
    elif begin == "the":
        clues.append("begin:the")
    elif role in {"title", "dir"}:
        clues.append("begin:" + role)
    if begin in FEATURES:
        clues.append("begin:" + FEATURES[begin] + mark)
    elif role != "dir" and lore.known.get(begin, "")[:1] == "1":
        clues.append("begin:common")
    if not known and "g" in lore.known.get(begin, ""):
        clues.append("begin:given")
    if "and" in keys[first : last + 1]:
        clues.append("inside:and")


def _is_listed(words: Words, at: int, lore: Lore) -> bool:
    """Say whether the word before an "and" ends the name of a place: "Nabatieh and Tyre"."""
    if at < 0 or not words.caps[at] or words.gaps[at + 1] != " ":
        return False
    key = words.keys[at]
    return lore.standing(words.words[at])[0] > 0 and lore.known.get(key, "")[:1] not in {"1", "2"}


def core_of(words: Words, first: int, last: int, lore: Lore) -> tuple[int, int] | None:
    """Give the known name inside an unknown one that only adds a direction or a kind of place.

    "Northern Idlib Governorate", which no list has whole, is Idlib; the words beside it say the
    rest. "The Northern Alliance" is no part of a town called Alliance.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> from conflict_map.text.cut import Words
    >>> lore = Lore(Gazetteer.default())
    >>> core_of(Words("Northern Idlib Governorate"), 0, 2, lore)
    (1, 1)
    >>> core_of(Words("Northern Alliance"), 0, 1, lore)
    """
    start, end = first, last
    while end > start and FEATURES.get(words.keys[end]) in {"admin", "city"}:
        end -= 1
    if end > start and words.keys[start] in PARTS:
        start += 1
    if (start, end) == (first, last) or not words.caps[start]:
        return None
    standing = lore.standing(words.text[words.starts[start] : words.ends[end]])[0]
    is_word = start == end and lore.known.get(words.keys[start], "")[:1] in {"1", "2"}
    return (start, end) if standing and (not is_word or standing >= WELL_KNOWN) else None


def line_follows(words: Words, at: int) -> bool:
    """Say whether a word for a road, a border or a front follows the word ``at``, or its compound.

    >>> from conflict_map.text.cut import Words
    >>> line_follows(Words("the Hama-Homs supply road"), 1), line_follows(Words("Hama fell"), 0)
    (True, False)
    """
    after, most = at + 1, min(len(words), at + _LONGEST_CHAIN)
    while after < most and words.gaps[after] == "-" and words.caps[after]:
        after += 1
    while after < len(words) and words.gaps[after] == " " and words.keys[after] in BEFORE_LINES:
        after += 1
    return after < len(words) and words.gaps[after] == " " and words.keys[after] in LINE_WORDS


def _joined(words: Words, first: int, last: int, lore: Lore) -> str | None:
    """Say what a hyphen joins a name to: "the Hama-Homs road" has two places, "Dallas-based" one."""
    if last + 1 < len(words) and words.gaps[last + 1] == "-" and words.caps[last + 1]:
        if line_follows(words, last):
            return "joined:line"
        return "joined:place" if lore.standing(words.words[last + 1])[0] > 145 else None
    if first and words.gaps[first] == "-" and words.caps[first - 1] and line_follows(words, last):
        return "joined:line"
    return None


def _distance_follows(words: Words, at: int) -> bool:
    """Say whether "about 25 km" explains where the name before it lies."""
    return any(
        words.keys[k] in LENGTHS and words.keys[k - 1][:1].isdigit()
        for k in range(at + 2, min(at + 5, len(words)))
    )


def clues_of_demonym(words: Words, at: int, lore: Lore) -> list[str]:
    """Give the clues of an adjective of nationality or the word for a people.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> from conflict_map.text.cut import Words
    >>> clues_of_demonym(Words("the Syrians left"), 1, Lore(Gazetteer.default()))
    ['people', 'people:L:the', 'people:R:low', 'people:plural']
    """
    word = words.words[at]
    clues = [
        "people",
        "people:L:" + left_clue(words, at, lore),
        "people:R:" + right_clue(words, at, lore),
    ]
    if word[-1:] == "s" and word[-2:] != "ss":
        clues.append("people:plural")
    if lore.standing(word)[0]:
        clues.append("people:place")
    return clues
