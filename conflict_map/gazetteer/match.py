"""From a name to the places it may mean, by ever coarser keys; knows no article and no context."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import marisa_trie

from conflict_map.gazetteer.store import OWN, Sections, Strings
from conflict_map.names import article_key, fold, skeleton

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RUNG_WEIGHT: Final[dict[str, float]] = {
    "name": 1.0,
    "folded": 0.9,
    "article": 0.75,
    "variant": 0.55,
}
"""What agreement on each rung is worth; a variant is worth that much times its likeness."""
_FEW: Final = 4
"""With fewer candidates than this from the finer rungs, variants are looked up in all countries."""
_LIKENESS_FLOOR: Final = 0.80
"""Within a country: on coded events 35 of 89 first answers are right at 0.80, 30 of 45 at 0.88."""
_LIKENESS_FLOOR_ANYWHERE: Final = 0.88
"""Without a country chance likenesses abound: 16 of 154 are right, and context has to choose."""
_LIKENESS_FLOOR_SHORT: Final = 0.95
_VOWELS: Final = frozenset("aeiouyw ")
_SPELLINGS: Final = MappingProxyType(
    {
        "kh": "h",
        "gh": "g",
        "dh": "d",
        "th": "t",
        "zh": "g",
        "dj": "g",
        "j": "g",
        "ph": "f",
        "sh": "x",
    }
    | {
        "sch": "x",
        "ch": "x",
        "ck": "k",
        "q": "k",
        "c": "k",
        "y": "i",
        "w": "u",
        "ou": "u",
        "oo": "u",
    }
    | {"ee": "i", "iy": "i", "ah": "a", "eh": "e"}
)
_MIXED: Final = re.compile(r"sch|kh|gh|dh|th|zh|dj|ph|sh|ch|ck|ou|oo|ee|iy|[ae]h(?=\b)|[jqcyw]")
_DOUBLED: Final = re.compile(r"(.)\1+")
_WRITTEN_ON: Final = ("al", "el", "as", "es", "ar", "er", "ad", "ed", "an", "en", "az", "ez", "at")
_OTHER_SCRIPT_LIKENESS: Final = 0.88
"""Unvowelled script against vowelled: the skeleton is all that can be compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place number with the rung that found it and how alike the names are, 0..1."""

    index: int
    rung: str
    likeness: float
    score: float


def even(name: str) -> str:
    """Give a folded Latin name with the spellings that romanisations mix made one, vowels kept.

    >>> even("khanaser"), even("khanasir"), even("tel rifaat"), even("tall rifat")
    ('hanaser', 'hanasir', 'tel rifat', 'tal rifat')
    >>> even("sheikh maqsoud"), even("shaykh maqsud")
    ('xeih maksud', 'xaih maksud')
    """
    return _DOUBLED.sub(r"\1", _MIXED.sub(_one_spelling, name))


def _one_spelling(match: re.Match[str]) -> str:
    return _SPELLINGS[match[0]]


def likeness(first: str, second: str) -> float:
    """Give how alike two names are, 0..1: one less the edits over the length, vowels at half price.

    >>> likeness("hanaser", "hanasir"), likeness("hanaser", "hansar"), likeness("aleppo", "")
    (0.9285714285714286, 0.8571428571428572, 0.25)
    """
    if first == second:
        return 1.0
    row = [0.0]
    for b in second:
        row.append(row[-1] + (0.5 if b in _VOWELS else 1.0))
    for a in first:
        drop = 0.5 if a in _VOWELS else 1.0
        before, row[0] = row[0], row[0] + drop
        for j, b in enumerate(second, 1):
            swap = 0.0 if a == b else 0.5 if a in _VOWELS and b in _VOWELS else 1.0
            add = 0.5 if b in _VOWELS else 1.0
            before, row[j] = row[j], min(before + swap, row[j] + drop, row[j - 1] + add)
    return max(0.0, 1 - row[-1] / max(len(first), len(second)))


class Matcher:
    """The three indexes of a gazetteer file."""

    def __init__(self, sections: Sections, names: Strings) -> None:
        self._folded = self._trie(sections, "folded")
        self._article = self._trie(sections, "article")
        self._variant = self._trie(sections, "variant")
        self._names = names
        self._priors = sections.numbers("place.prior", "B")
        self._country = sections.numbers("place.country", "H")
        self._countries = sections.strings("country")
        self._codes = {code: i for i, code in enumerate(self._countries)}

    @staticmethod
    def _trie(sections: Sections, name: str) -> marisa_trie.BytesTrie:
        trie = marisa_trie.BytesTrie()
        trie.map(sections.bytes(name))
        return trie

    def knows(self, name: str) -> bool:
        """Tell whether a name, with or without its article, is the name of anything."""
        key = fold(name)
        if not key:
            return False
        if key in self._folded:
            return True
        bare = article_key(key)
        return bare in self._article or (bare != key and bare in self._folded)

    def longest(self, words: Sequence[str], most: int = 8) -> int:
        """Give how many leading words form the longest known name, at most ``most``; 0 for none."""
        for count in range(min(len(words), most), 0, -1):
            if self.knows(" ".join(words[:count])):
                return count
        return 0

    def search(self, name: str, country: str | None, limit: int, *, fuzzy: bool) -> list[Hit]:
        """Give the likeliest meanings first, at most ``limit``; see ``Gazetteer.lookup``."""
        key = fold(name)
        if not key or limit <= 0:
            return []
        only = None if country is None else self._codes.get(country.upper(), -1)
        found: dict[int, Hit] = {}
        self._take(found, self._folded, key, rung="folded", only=only, limit=limit)
        bare = article_key(key)
        if bare != key:
            self._take(found, self._folded, bare, rung="article", only=only, limit=limit)
        self._take(found, self._article, bare, rung="article", only=only, limit=limit)
        if fuzzy and (only is not None or len(found) < _FEW):
            for hit in self._variants(key, bare, country, nothing=not found):
                found.setdefault(hit.index, hit)
        return sorted(found.values(), key=lambda h: (-h.score, h.index))[:limit]

    def _take(
        self,
        found: dict[int, Hit],
        trie: marisa_trie.BytesTrie,
        key: str,
        *,
        rung: str,
        only: int | None,
        limit: int,
    ) -> None:
        """Add what an index has under a key; postings come likeliest first, so few are read."""
        taken = 0
        for payload in trie.get(key, ()):
            for index, own in _postings(payload):
                if only is not None and self._country[index] not in (only, 0):
                    continue
                step = "name" if own and rung == "folded" else rung
                score = RUNG_WEIGHT[step] * self._priors[index] / 255
                if index not in found:
                    found[index] = Hit(index=index, rung=step, likeness=1.0, score=score)
                taken += 1
                # Own names outweigh alternates by a tenth, so twice the limit is enough.
                if taken >= 2 * limit + 10:
                    return

    def _variants(
        self, key: str, bare: str, country: str | None, *, nothing: bool
    ) -> Iterator[Hit]:
        """Give the places whose names have the same skeleton and look alike.

        ``nothing`` says that the finer rungs found nothing.
        """
        keys = {skeleton(key)}
        if key.startswith(_WRITTEN_ON) and " " not in key and len(key) >= 6:
            keys.add(skeleton(key[2:]))
        floor = _LIKENESS_FLOOR if country else _LIKENESS_FLOOR_ANYWHERE
        for bones in sorted(keys - {""}):
            if country is None and len(bones) < (2 if nothing else 3):
                continue
            # Two consonants fit hundreds of places: only a near twin counts.
            least = _LIKENESS_FLOOR_SHORT if country is None and len(bones) == 2 else floor
            for payload in self._skeleton_payloads(bones, country):
                for index, _ in _postings(payload):
                    alike = self._likeness(bare, index)
                    if alike >= least:
                        # Size says little about a misspelt village: likeness leads.
                        # It stays under the score of an exact match with a place of unknown size.
                        prior = 0.25 + 0.5 * self._priors[index] / 255
                        score = RUNG_WEIGHT["variant"] * alike**4 * prior
                        yield Hit(index=index, rung="variant", likeness=alike, score=score)

    def _skeleton_payloads(self, bones: str, country: str | None) -> Iterator[bytes]:
        if country is None:
            for _, payload in self._variant.items(f"{bones}/"):
                yield payload
            return
        for code in (country.upper(), ""):
            yield from self._variant.get(f"{bones}/{code}", ())

    def _likeness(self, bare: str, index: int) -> float:
        """Compare a query without its article to a record's own name."""
        name = article_key(self._names[index])
        if bare.isascii() and name.isascii():
            return likeness(even(bare), even(name))
        return _OTHER_SCRIPT_LIKENESS


def _postings(payload: bytes) -> Iterator[tuple[int, bool]]:
    """Read place numbers and whether the key is their own name."""
    for at in range(0, len(payload), 3):
        value = int.from_bytes(payload[at : at + 3], "big")
        yield value & ~OWN, bool(value & OWN)
