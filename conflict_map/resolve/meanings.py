"""What each name may mean, as arrays on which a report is decided at once; chooses nothing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from conflict_map.model import Candidate
from conflict_map.resolve import evidence
from conflict_map.vocabulary import FeatureClass as F
from conflict_map.vocabulary import LocationKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Mention, Place

_LIMIT: Final = 25
"""Candidates per name; what ranks lower by name and prominence alone is hardly ever meant."""
_LIKENESS: Final = 0.92
"""An unknown capitalised word less like a known name than this is likelier no place at all."""
_LIKENESS_IN_PARENT: Final = 0.8
"""The same where the report names the province that it lies in."""
_GUESSES: Final = 12
_REMEMBERED: Final = 20_000
"""So many names are kept between reports, some 2 kB each."""
WIDE: Final = frozenset({F.COUNTRY, F.REGION})
KINDS: Final = tuple(F)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Meanings:
    """The candidates of one name; all arrays have their length and order."""

    candidates: tuple[Candidate, ...]
    unit: NDArray[np.float64]
    """Positions as unit vectors (n, 3): a product of two is the cosine of their distance."""
    country: NDArray[np.int64]
    """A number for the country, 0 for none."""
    admin1: NDArray[np.int64]
    """A number for the first-order division, 0 for none."""
    kind: NDArray[np.int64]
    """The place in ``KINDS``."""
    clues: NDArray[np.float64]
    """The values of ``evidence.STATIC`` (n, clues)."""
    score: NDArray[np.float64]
    """Their weighted sum."""

    def __len__(self) -> int:
        return len(self.candidates)


class Library:
    """Looks names up and remembers what they may mean; one for many reports.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> library = Library(Gazetteer.default())
    >>> len(library.of("Qqqzzzqq", "bare", None))
    0
    >>> library.of("Hama", "bare", None).candidates[0].place.country
    'SY'
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._weights = np.array([evidence.WEIGHTS[c] for c in evidence.STATIC])
        self._numbers: dict[str, int] = {"": 0}
        self.of = lru_cache(maxsize=_REMEMBERED)(self._of)
        self.guesses = lru_cache(maxsize=_REMEMBERED)(self._guesses)
        self.known = lru_cache(maxsize=_REMEMBERED)(self._known)
        self.nations = lru_cache(maxsize=_REMEMBERED)(self._nations)

    def number(self, code: str) -> int:
        """Give the number of a country or of a division ("SY.09")."""
        return self._numbers.setdefault(code, len(self._numbers))

    def _known(self, name: str) -> tuple[Candidate, ...]:
        return self.gazetteer.lookup(name, limit=_LIMIT, fuzzy=False)

    def _of(self, name: str, form: str, wanted: F | None) -> Meanings:
        return self._meanings(self.known(name), name, form, wanted)

    def _guesses(
        self, name: str, countries: tuple[str, ...], divisions: frozenset[str], form: str
    ) -> Meanings:
        """Give what a name may mean with guesses in some countries beside what it is known for.

        In the ``divisions`` ("SY.09") that the report names for it, a lesser likeness is enough for
        a name that no gazetteer has: Batumi is no misspelt village, wherever it is put.
        """
        known = self.known(name)
        found = {c.place.id: c for c in known}
        for code in countries:
            for candidate in self.gazetteer.lookup(name, country=code, limit=_GUESSES):
                alike = candidate.evidence.get("likeness", 1.0)
                in_parent = division(candidate.place) in divisions and not known
                least = _LIKENESS_IN_PARENT if in_parent else _LIKENESS
                if alike >= least:
                    found.setdefault(candidate.place.id, candidate)
        return self._meanings(tuple(found.values()), name, form, None)

    def _nations(self, demonym: str) -> Meanings:
        """Give the countries that an adjective of nationality may mean."""
        found = tuple(
            Candidate(place=place, rung="name")
            for code in self.gazetteer.demonym(demonym)
            if (place := self.gazetteer.country(code)) is not None
        )
        return self._meanings(found, demonym, "bare", None)

    def _meanings(
        self, found: tuple[Candidate, ...], name: str, form: str, wanted: F | None
    ) -> Meanings:
        places = [c.place for c in found]
        clues = np.array(
            [
                evidence.static_clues(c, rank=rank, name=name, form=form, wanted=wanted)
                for rank, c in enumerate(found)
            ],
            dtype=float,
        ).reshape(len(found), len(evidence.STATIC))
        return Meanings(
            candidates=found,
            unit=unit_vectors(places),
            country=np.array([self.number(p.country or "") for p in places], dtype=np.int64),
            admin1=np.array([self.number(division(p)) for p in places], dtype=np.int64),
            kind=np.array([KINDS.index(p.feature_class) for p in places], dtype=np.int64),
            clues=clues,
            score=clues @ self._weights,
        )


def division(place: Place) -> str:
    """Give the country and first-order division of a place as one code; "" for none."""
    return f"{place.country}.{place.admin1}" if place.country and place.admin1 else ""


def unit_vectors(places: list[Place]) -> NDArray[np.float64]:
    """Give the positions of places on a sphere of radius 1, (n, 3).

    >>> unit_vectors([]).shape
    (0, 3)
    """
    degrees = np.array([p.position.lonlat for p in places], dtype=float).reshape(len(places), 2)
    lon, lat = np.radians(degrees).T
    return np.column_stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))


def form_of(mention: Mention) -> str:
    """Say how the words put a name, as ``evidence.kind_support`` asks."""
    if mention.kind is LocationKind.LINE or "end_of_line" in mention.cues:
        return "line"
    if mention.kind is LocationKind.PART and mention.part != "countryside":
        return "part"
    return "near" if mention.kind in {LocationKind.OFFSET, LocationKind.NEAR} else "bare"
