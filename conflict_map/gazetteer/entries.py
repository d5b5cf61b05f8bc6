"""What goes into a gazetteer file; knows neither its format nor where facts come from."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from conflict_map.vocabulary import FeatureClass

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conflict_map.gazetteer.shapes import Level
    from conflict_map.model import Geometry, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A place to be written: ``place.names`` holds all its other names."""

    place: Place
    geometry: Geometry | None = None
    level: Level | None = None
    """How the base map draws the geometry; None: it is kept, not drawn."""
    prior: float | None = None
    """How likely the place is meant, other things equal, 0..1; None takes ``prior_of``."""
    also: tuple[str, ...] = ()
    """Ids that other sources give the same place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where facts of a gazetteer come from and on what terms."""

    name: str
    version: str
    licence: str
    attribution: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A gazetteer as it is before it is written."""

    version: str
    entries: tuple[Entry, ...]
    demonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Singular adjective or noun as it is written ("Syrian") to ISO 3166-1 alpha-2 codes."""
    sources: tuple[Source, ...] = ()


_CLASS_PRIOR: Final = {
    FeatureClass.COUNTRY: 0.95,
    FeatureClass.ADMIN1: 0.70,
    FeatureClass.REGION: 0.68,
    FeatureClass.WATER: 0.50,
    FeatureClass.ADMIN2: 0.46,
    FeatureClass.SITE: 0.42,
}
_CODE_BONUS: Final = {"PPLC": 0.06, "PPLA": 0.04, "PPLA2": 0.02, "PPLX": -0.12, "PPLQ": -0.10}


def prior_of(feature_class: FeatureClass, code: str | None, population: int | None) -> float:
    """Give how likely a place is meant, other things equal, 0..1.

    A populated place rises with the logarithm of its people: a million equals a province, ten
    million outranks one. Unknown population counts as about 30, because villages at the front
    have none.

    >>> prior_of(FeatureClass.COUNTRY, "PCLI", None)
    0.95
    >>> round(prior_of(FeatureClass.POPULATED_PLACE, "PPL", 1_000_000), 2)
    0.72
    >>> round(prior_of(FeatureClass.POPULATED_PLACE, "PPL", None), 2)
    0.4
    """
    if feature_class is not FeatureClass.POPULATED_PLACE:
        return _CLASS_PRIOR[feature_class]
    people = 0.40 if not population else 0.30 + 0.07 * math.log10(1 + population)
    return min(0.94, max(0.05, people + _CODE_BONUS.get(code or "", 0.0)))
