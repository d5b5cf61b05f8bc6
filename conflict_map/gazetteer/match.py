"""From a name to the places it may mean, by ever coarser keys; knows no article and no context."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import marisa_trie

from conflict_map.gazetteer.store import MANY, NO_COUNTRY, OWN_SLOT, Triples
from conflict_map.names import (
    article_of,
    bones_of,
    families,
    family_of,
    fold,
    nominatives,
    romanised,
    without_kind,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflict_map.gazetteer.store import Sections
    from conflict_map.names import Family

RUNG_WEIGHT: Final[dict[str, float]] = {
    "name": 1.0,
    "folded": 0.9,
    "article": 0.75,
    "inflected": 0.7,
    "variant": 0.55,
    "edit": 0.45,
    "part": 0.35,
}
"""What agreement on each rung is worth; a variant or an edit is worth that times its likeness."""
_FEW: Final = 4
"""With fewer candidates than this from the finer rungs, variants are looked up in all countries."""
_LIKENESS_FLOOR: Final = MappingProxyType({"variant": 0.70, "edit": 0.78})
"""Within a country."""
_LIKENESS_FLOOR_ANYWHERE: Final = 0.88
"""Without a country chance likenesses abound: 16 of 154 are right, and context has to choose."""
_LIKENESS_FLOOR_SHORT: Final = 0.95
_ALIKE: Final = 0.90
"""A variant this like makes a look at keys one consonant away needless."""
_OTHER_SCRIPT_LIKENESS: Final = 0.88
"""Unvowelled script against vowelled: the skeleton is all that can be compared."""
_LATIN_FOR_OTHER_LIKENESS: Final = 0.80
"""A Latin name against another script's: most places have a Latin name to compare with as well."""
_ALTERNATE: Final = 0.94
"""Of two names as alike, a record's own outweighs an alternate: the town before its district."""
_KIND_COST: Final = 0.03
"""What a word for a kind ("Zhen") takes off the likeness when only one of the names has it."""
_COMPARED: Final = 10
"""So many names of a bucket are compared closely, those first that share most letters."""
_SHARED: Final = 60
_CROWD: Final = 150
"""A bucket of more names than this says nothing: short names one consonant apart abound."""

_MIXED: Final = MappingProxyType(
    dict(
        rule.split("=")
        for rule in (
            "kh=h gh=g dh=d th=t zh=g dj=g ph=f sh=x sch=x tsch=x tch=x ch=x ck=k ou=u "
            "oo=u ee=i iy=i ah=a eh=e"
        ).split()
    )
)
_GROUPS: Final = re.compile(
    "|".join(
        f"{group}(?= |$)" if group in {"ah", "eh"} else group
        for group in sorted(_MIXED, key=lambda g: (-len(g), g))
    )
)
_LETTERS: Final = str.maketrans("jqcyw", "gkkiu")
_DOUBLED: Final = re.compile(r"(.)\1+")
_NO_VOWELS: Final = str.maketrans("", "", "aeiou ")
_WRITTEN_ON: Final = ("al", "el", "as", "es", "ar", "er", "ad", "ed", "an", "en", "az", "ez", "at")
_JOINS: Final = re.compile(r"\s+[-–—]+\s+|\s*[/|;]\s*|\s*[()\[\]]\s*|\s*,\s+")
_DASH: Final = re.compile(r"(?<=\w{4})[-–](?=\w{4})")
_RELATION: Final = re.compile(
    r"^(?:near|outside|around|outskirts of|suburbs? of|vicinity of)\s+"
    r"|(?:\s+(?:suburbs?|outskirts|area|surroundings|neighbou?rhood|countryside|farms?|fields?"
    r"|international|military|central|gas|oil|airport|airfield|airbase|air|base|prison|camp|dam"
    r"|crossing|checkpoint|junction|hospital|university|port|bridge|national|park|forest))+$",
    re.IGNORECASE,
)
_CYRILLIC: Final = re.compile("[\u0400-\u052f]")
_WHOLE: Final = 0.4
"""What the larger name of a compound counts beside the finer: a city must not outrank its part."""
_LEAST_PREFIX: Final = 5
_MOST_LONGER: Final = 40
_STANDING: Final = 8
"""Postings are sorted, likeliest first: so many are read to find the best known."""


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
    return _DOUBLED.sub(r"\1", _GROUPS.sub(_one_spelling, name).translate(_LETTERS))


def _one_spelling(match: re.Match[str]) -> str:
    return _MIXED[match[0]]


def likeness(first: str, second: str) -> float:
    """Give how alike two names are, 0..1: one less the edits over the length, vowels at half price.

    The mean of the edits with and without the vowels, so that a consonant counts in both.

    >>> likeness("hanaser", "hanasir"), likeness("hanaser", "hansar"), likeness("aleppo", "")
    (0.9285714285714286, 0.8571428571428572, 0.25)
    """
    if first == second:
        return 1.0
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 - exact answers never pay for it

    edits = Levenshtein.distance(first, second) + Levenshtein.distance(
        first.translate(_NO_VOWELS), second.translate(_NO_VOWELS)
    )
    return max(0.0, 1 - edits / 2 / max(len(first), len(second)))


def name_parts(name: str) -> tuple[str, ...]:
    """Give the names that a compound joins, the finest first; () where it joins none.

    Tables write "town - quarter", "town-quarter", "town (quarter)", "one/other", "near town" and
    "town suburb": the last of two is taken as the finer. One hyphen counts only between words of
    four letters and more, since Deir-ez-Zor is one name.

    >>> name_parts("Mogadishu - Hodan"), name_parts("Mogadishu-Hodan"), name_parts("Hama suburb")
    (('Hodan', 'Mogadishu'), ('Hodan', 'Mogadishu'), ('Hama',))
    >>> name_parts("Deir-ez-Zor"), name_parts("Aleppo")
    ((), ())
    """
    pieces = [p for p in _JOINS.split(name) if p.strip()]
    if len(pieces) == 1:
        pieces = _DASH.split(name)
    bare = [_RELATION.sub("", p.strip()) for p in pieces]
    return tuple(p for p in reversed(bare) if p) if bare != [name.strip()] else ()


class _Index:
    """Sorted keys, each with one number or a list of them; see ``writer``."""

    __slots__ = ("_many", "_slots", "trie")

    def __init__(self, sections: Sections, name: str) -> None:
        self.trie = marisa_trie.Trie()
        self.trie.map(sections.bytes(name))
        self._slots = Triples(sections.bytes(f"{name}.slot"))
        self._many = Triples(sections.bytes(f"{name}.many"))

    def under(self, key: str) -> Sequence[int]:
        """Give the numbers under a key, none for a key that is not there."""
        at = self.trie.get(key)
        return () if at is None else self.at(at)

    def at(self, number: int) -> Sequence[int]:
        """Give the numbers under the key of this number."""
        slot = self._slots[number]
        if slot & MANY:
            start = slot & ~MANY
            return self._many.span(start + 1, start + 1 + self._many[start])
        return (slot,)


class Matcher:
    """The indexes of a gazetteer file."""

    def __init__(self, sections: Sections) -> None:
        self._folded = _Index(sections, "folded")
        self._article = _Index(sections, "article")
        self._variant = _Index(sections, "variant")
        self._known = self._folded.trie
        self._known_bare = self._article.trie
        self._restore = self._folded.trie.restore_key
        self._priors = sections.numbers("place.prior", "B")
        self._country = sections.numbers("place.country", "H")
        self._countries = tuple(sections.strings("country"))
        self._codes = {code: i for i, code in enumerate(self._countries)}
        self._by_family: dict[str, list[tuple[int, str]]] = {}
        for number, code in enumerate(self._countries):
            countries = self._by_family.setdefault(family_of(code).name, [])
            countries.append((number, code or NO_COUNTRY))

    def knows(self, name: str) -> bool:
        """Tell whether a name, with or without its article, is the name of anything."""
        key = fold(name)
        if key in self._known:
            return True
        bare = article_of(key)
        return bare in self._known_bare or (bare != key and bare in self._known)

    def standing(self, name: str) -> tuple[int, int]:
        """Give how well known the likeliest place of a name is, 0..255, and its number; (0, 0).

        A record's own name counts in full, an alternate for nine tenths: "White House" is one of
        Casablanca's. A name in Cyrillic that nothing has is tried in the nominative.
        """
        key = fold(name)
        postings = self._folded.under(key)
        if not postings:
            bare = article_of(key)
            postings = self._folded.under(bare) if bare != key else ()
            if not postings:
                numbers = self._article.under(bare)
                postings = self._folded.at(numbers[0]) if numbers else ()
        if not postings and _CYRILLIC.match(key):
            return max(map(self._best_known, self._inflected(key)), default=(0, 0))
        return self._best_known(postings)

    def _best_known(self, postings: Sequence[int]) -> tuple[int, int]:
        """Give the prior and the number of the best known place of a key."""
        best = at = 0
        for value in postings[:_STANDING]:
            index = value & ~OWN_SLOT
            prior = self._priors[index]
            if not value & OWN_SLOT:
                prior = prior * 9 // 10
            if prior > best:
                best, at = prior, index
        return best, at

    def _inflected(self, key: str) -> list[Sequence[int]]:
        """Give what the nominatives of a folded name in another case are the names of."""
        return [found for form in nominatives(key)[1:] if (found := self._folded.under(form))]

    def has_key(self, key: str) -> bool:
        """Tell whether a folded name is the name of anything."""
        return key in self._known

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
        bare = article_of(key)
        self._exact(found, key, bare, only=only, limit=limit)
        if not found and _CYRILLIC.match(key):
            for postings in self._inflected(key):
                self._take(found, postings, rung="inflected", only=only, limit=limit)
        if fuzzy:
            if country is not None:
                self._near(found, bare, country, only)
            elif len(found) < _FEW:
                self._anywhere(found, bare)
            if not found:
                self._parts(found, name, key, country, only=only, limit=limit)
        if len(found) > 1:
            return sorted(found.values(), key=lambda h: (-h.score, h.index))[:limit]
        return list(found.values())

    # --- the rungs --------------------------------------------------------------------------

    def _exact(
        self, found: dict[int, Hit], key: str, bare: str, *, only: int | None, limit: int
    ) -> None:
        """Add what has the name, folded, with and without its article."""
        self._take(found, self._folded.under(key), rung="folded", only=only, limit=limit)
        if bare != key:
            postings = self._folded.under(bare)
            self._take(found, postings, rung="article", only=only, limit=limit)
        for number in self._article.under(bare):
            postings = self._folded.at(number)
            self._take(found, postings, rung="article", only=only, limit=limit)

    def _take(
        self,
        found: dict[int, Hit],
        postings: Sequence[int],
        *,
        rung: str,
        only: int | None,
        limit: int,
    ) -> None:
        """Add what has a key. Postings come likeliest first, so few are read."""
        taken = 0
        for value in postings:
            index = value & ~OWN_SLOT
            if only is not None and self._country[index] not in (only, 0):
                continue
            step = "name" if value & OWN_SLOT and rung == "folded" else rung
            score = RUNG_WEIGHT[step] * self._priors[index] / 255
            if index not in found or found[index].score < score:
                found[index] = Hit(index=index, rung=step, likeness=1.0, score=score)
            taken += 1
            # Own names outweigh alternates by a tenth, so twice the limit is enough.
            if taken >= 2 * limit + 10:
                return

    def _near(self, found: dict[int, Hit], bare: str, country: str, only: int | None) -> None:
        """Add a country's other romanisations, and one consonant further where none is alike."""
        family = family_of(country)
        exact = bool(found)
        asked = _Asked(bare)
        keys = _skeletons(bare, family)
        numbers = self._bucket(keys, country)[:_CROWD]
        best = self._compare(found, asked, numbers, rung="variant", only=only)
        if best >= _ALIKE or exact:
            return
        near = [key for bones in keys for key in family.neighbours(bones)]
        numbers = self._bucket(near, country)
        if len(numbers) <= _CROWD:
            self._compare(found, asked, numbers, rung="edit", only=only)

    def _bucket(self, keys: Iterable[str], country: str) -> list[int]:
        """Give the numbers of the names that have one of the skeletons in a country."""
        code = country.upper()
        get, at = self._variant.trie.get, self._variant.at
        there = [number for key in keys if (number := get(code + key)) is not None]
        return [number for bucket in there for number in at(bucket)]

    def _compare(
        self,
        found: dict[int, Hit],
        asked: _Asked,
        numbers: Iterable[int],
        *,
        rung: str,
        only: int | None,
        floor: float = 0.0,
    ) -> float:
        """Add the places whose names look alike enough; give the best likeness."""
        restore = self._restore
        names = {n: restore(n) for n in numbers}
        if len(names) > _COMPARED:
            from rapidfuzz import fuzz, process  # noqa: PLC0415 - exact answers never pay for it

            close = process.extract(
                asked.bare, names, scorer=fuzz.ratio, limit=_COMPARED, score_cutoff=_SHARED
            )
            names = {number: name for name, _, number in close}
        floor = max(floor, _LIKENESS_FLOOR[rung])
        best = 0.0
        for number, name in names.items():
            alike = asked.likeness(name)
            if alike < floor:
                continue
            best = max(best, alike)
            for value in self._folded.at(number):
                index = value & ~OWN_SLOT
                if only is not None and self._country[index] not in (only, 0):
                    continue
                # Size says little about a misspelt village: likeness leads.
                # It stays under the score of an exact match with a place of unknown size.
                prior = 0.25 + 0.5 * self._priors[index] / 255
                score = RUNG_WEIGHT[rung] * alike**4 * prior
                if not value & OWN_SLOT:
                    score *= _ALTERNATE
                if index not in found or found[index].score < score:
                    found[index] = Hit(index=index, rung=rung, likeness=alike, score=score)
        return best

    def _anywhere(self, found: dict[int, Hit], bare: str) -> None:
        """Add other romanisations in all countries, each country by its own rules."""
        asked = _Asked(bare)
        exact = dict(found)
        least = 2 if not found else 3
        get = self._variant.trie.get
        for family in families():
            for bones in _skeletons(bare, family):
                if len(bones) < least:
                    continue
                # Two consonants fit hundreds of places: only a near twin counts.
                short = len(bones) == 2
                floor = _LIKENESS_FLOOR_SHORT if short else _LIKENESS_FLOOR_ANYWHERE
                for only, code in self._by_family.get(family.name, ()):
                    number = get(code + bones)
                    if number is not None:
                        numbers = self._variant.at(number)
                        self._compare(found, asked, numbers, rung="variant", only=only, floor=floor)
        found |= exact

    def _parts(
        self,
        found: dict[int, Hit],
        name: str,
        key: str,
        country: str | None,
        *,
        only: int | None,
        limit: int,
    ) -> None:
        """Add what the parts of a compound mean, else the names that go on after this one."""
        step = RUNG_WEIGHT["part"]
        for place, part in enumerate(name_parts(name)):
            meant: dict[int, Hit] = {}
            folded = fold(part)
            bare = article_of(folded)
            self._exact(meant, folded, bare, only=only, limit=limit)
            if not meant and country is not None:
                self._near(meant, bare, country, only)
            for hit in meant.values():
                score = step * hit.score * (1.0 if place == 0 else _WHOLE)
                if hit.index not in found or found[hit.index].score < score:
                    found[hit.index] = Hit(
                        index=hit.index, rung="part", likeness=hit.likeness, score=score
                    )
        if found or only is None or len(key) < _LEAST_PREFIX:
            return
        for longer in islice(self._known.iterkeys(f"{key} "), _MOST_LONGER):
            for value in self._folded.under(longer):
                index = value & ~OWN_SLOT
                if self._country[index] in (only, 0):
                    alike = len(key) / len(longer)
                    score = step * alike * self._priors[index] / 255
                    if index not in found or found[index].score < score:
                        found[index] = Hit(index=index, rung="part", likeness=alike, score=score)


class _Asked:
    """A name that is compared with many."""

    __slots__ = ("_even", "_had_kind", "_is_latin", "bare")

    def __init__(self, bare: str) -> None:
        if _CYRILLIC.match(bare):
            # It writes its vowels: in Latin letters it can be compared with Latin names.
            bare = romanised(bare)
        self.bare = bare
        self._is_latin = bare.isascii()
        stripped = without_kind(bare)
        self._had_kind = stripped != bare
        self._even = even(stripped).replace(" ", "")

    def likeness(self, name: str) -> float:
        """Compare with the folded name of a record."""
        if not name.isascii():
            return _LATIN_FOR_OTHER_LIKENESS if self._is_latin else _OTHER_SCRIPT_LIKENESS
        if not self._is_latin:
            return _OTHER_SCRIPT_LIKENESS
        if " " not in name:
            alike = likeness(self._even, even(name))
            return alike - _KIND_COST if self._had_kind else alike
        bare = article_of(name)
        stripped = without_kind(bare)
        alike = likeness(self._even, even(stripped).replace(" ", ""))
        return alike if (stripped != bare) == self._had_kind else alike - _KIND_COST


def _skeletons(bare: str, family: Family) -> list[str]:
    """Give the skeletons of a name: as it is, and without an article that is written on."""
    keys = [bones_of(bare, family)]
    if bare.startswith(_WRITTEN_ON) and " " not in bare and len(bare) >= 6:
        keys.append(bones_of(bare[2:], family))
    return sorted({key for key in keys if key})
