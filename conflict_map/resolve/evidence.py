"""The clues that a name means a place and their weights; each clue is a number, none decides."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from conflict_map.names import article_key, skeleton
from conflict_map.vocabulary import FeatureClass as F

if TYPE_CHECKING:
    from conflict_map.model import Candidate, Place

WEIGHTS: Final[dict[str, float]] = {
    # what the gazetteer says of a place, whatever the report
    "own_name": 1.2,
    "alternate": -0.77,
    "article": -0.24,
    "people": 6.1,
    "people_unknown": 1.48,
    "country": 8.36,
    "admin1": 3.82,
    "admin2": 2.67,
    "region": 4.4,
    "water": 0.99,
    "capital": 1.4,
    "seat": 0.83,
    "best_known": 0.16,
    "kind": 3.0,
    # what the rest of the report says
    "same_country": 2.41,
    "near_others": 3.54,
    "same_admin1": 2.07,
    "in_named_parent": 2.09,
    "is_named_parent": 2.04,
    "same_sense": 3.0,
}
"""The weight of each clue in logarithms of odds.

Fitted with ``benchmarks/accuracy/fit_resolver.py`` on the development halves of LGL, TR-News,
GeoWebNews, GeoVirus, TUD-Loc and of coded notes and headlines; ``kind`` and ``same_sense`` are set
by hand, for no corpus tells a province from its capital."""

STATIC: Final = tuple(WEIGHTS)[: tuple(WEIGHTS).index("kind") + 1]
"""Clues that a name and the words beside it give."""
DYNAMIC: Final = tuple(WEIGHTS)[len(STATIC) :]
"""Clues that the rest of the report gives."""

Form = str
"""How the words put a name: ``bare``, ``line`` (an end of one), ``part`` (of an area), ``near``."""


def static_clues(
    candidate: Candidate, *, rank: int, name: str, form: Form, wanted: F | None
) -> list[float]:
    """Give the values of ``STATIC`` for one candidate.

    ``rank`` is its place among the candidates of ``name`` by prominence alone, 0 the first.
    ``wanted`` is the kind of place that the words name.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> [hama, *_] = Gazetteer.default().lookup("Hama", country="SY", fuzzy=False)
    >>> values = static_clues(hama, rank=0, name="Hama", form="bare", wanted=None)
    >>> {clue: v for clue, v in zip(STATIC, values) if v}
    {'own_name': 1.0, 'admin1': 1.0, 'best_known': 1.0}
    """
    place, kind = candidate.place, candidate.place.feature_class
    is_town = kind is F.POPULATED_PLACE
    code = place.feature_code or ""
    return [
        own_name(place, name),
        float(candidate.rung == "folded"),
        float(candidate.rung not in {"name", "folded"}),
        people(place) if is_town else 0.0,
        float(is_town and not place.population),
        float(kind is F.COUNTRY),
        float(kind is F.ADMIN1),
        float(kind is F.ADMIN2),
        float(kind is F.REGION),
        float(kind is F.WATER),
        float(code == "PPLC"),
        float(code in {"PPLA", "PPLA2"}),
        float(rank == 0),
        kind_support(kind, form=form, wanted=wanted),
    ]


def people(place: Place) -> float:
    """Score how many people a town has, 0..1 by the logarithm; unknown counts as a village of 400.

    >>> from conflict_map.model import Place, Position
    >>> here = Position(lon=0, lat=0)
    >>> town = Place(
    ...     id="x:1", name="T", position=here, feature_class=F.POPULATED_PLACE, population=10**5
    ... )
    >>> round(people(town), 2)
    0.55
    """
    return min(1.0, max(0.0, (math.log10(place.population or 400) - 2) / 5.5))


def own_name(place: Place, name: str) -> float:
    """Score whether a name is the place's own and no alternate, 0..1.

    Provinces list their capitals' names as alternates: Batumi is a town before it is Adjara.

    >>> from conflict_map.model import Place, Position
    >>> here = Position(lon=0, lat=0)
    >>> adjara = Place(id="x:1", name="Adjara", position=here, feature_class=F.ADMIN1)
    >>> own_name(adjara, "Batumi"), own_name(adjara, "Adjara")
    (0.0, 1.0)
    """
    if name == place.name:
        return 1.0
    key, own = article_key(name), article_key(place.name)
    if key == own:
        return 1.0
    if skeleton(name) == skeleton(place.name):
        return 0.9  # As Safirah is Al-Safira in another romanisation
    return 0.6 if own.startswith(key + " ") or key.startswith(own + " ") else 0.0


def kind_support(got: F, *, form: Form, wanted: F | None) -> float:
    """Score whether a place is of the kind that the words say, -1..1.

    >>> kind_support(F.ADMIN1, form="bare", wanted=None)
    0.0
    >>> kind_support(F.ADMIN1, form="bare", wanted=F.ADMIN1)
    1.0
    """
    if form == "line":
        return 0.4 if got is F.POPULATED_PLACE else 0.0
    if form == "part":
        if got is F.POPULATED_PLACE:
            return -0.3
        return 0.7 if got in {F.ADMIN1, F.COUNTRY, F.REGION} else 0.1
    if form == "near" and wanted is None:
        return {F.POPULATED_PLACE: 0.4, F.COUNTRY: -0.5}.get(got, 0.0)
    if wanted is None:
        # A bare name is the town before the province of the same name.
        return 0.15 if got is F.POPULATED_PLACE else 0.0
    if wanted is F.REGION:
        return {F.ADMIN1: 0.6, F.REGION: 0.6, F.ADMIN2: 0.3}.get(got, 0.0)
    if wanted is F.ADMIN2:
        return {F.ADMIN2: 0.8, F.ADMIN1: 0.2, F.POPULATED_PLACE: 0.3}.get(got, 0.0)
    if wanted is F.POPULATED_PLACE:
        return 0.8 if got is F.POPULATED_PLACE else -0.3
    if wanted is got:
        return 1.0
    return -0.4 if got in {F.COUNTRY, F.POPULATED_PLACE} and wanted is F.ADMIN1 else 0.0
