"""One pure function per clue that a name means a place; each gives a score, none decides."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from conflict_map.geo import haversine_km
from conflict_map.names import article_key, skeleton
from conflict_map.vocabulary import FeatureClass as F
from conflict_map.vocabulary import LocationKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conflict_map.model import Candidate, Mention, Place, Position

RUNG: Final[dict[str, float]] = {
    "name": 1.0, "folded": 0.95, "article": 0.8, "online": 0.6, "variant": 0.5, "part": 0.45,
    "edit": 0.4,
}  # fmt: skip
"""How much a way of matching counts: the exact name most, a misspelling least."""

_CLASS: Final[dict[F, float]] = {
    F.COUNTRY: 1.7,
    F.ADMIN1: 0.62,
    F.REGION: 0.55,
    F.POPULATED_PLACE: 0.0,  # by population, below
    F.ADMIN2: 0.3,
    F.WATER: 0.4,
    F.SITE: 0.2,
}
WEIGHTS: Final[dict[str, float]] = {
    "rung": 0.9,
    "prominence": 1.0,
    "country": 0.75,
    "closeness": 0.9,
    "parent": 1.6,
    "hint": 0.55,
    "sense": 0.5,
    "own_name": 0.55,
    "child": 1.2,
}
"""The weight of each clue in the sum; set on development corpora with ``benchmarks/accuracy``."""

NEAREST: Final = 3
"""How many of the report's other places count for closeness."""


def rung(candidate: Candidate) -> float:
    """Score how the name matched, 0..1.

    >>> from conflict_map.model import Candidate, Place, Position
    >>> place = Place(
    ...     id="x:1", name="Hama", position=Position(lon=36.75, lat=35.13), feature_class=F.ADMIN1
    ... )
    >>> rung(Candidate(place=place, rung="variant"))
    0.5
    """
    return RUNG.get(candidate.rung, 0.4)


def prominence(place: Place) -> float:
    """Score how well known a place is, 0..1: by class, and towns by the logarithm of population.

    A population of zero in GeoNames means unknown and counts as a village.

    >>> from conflict_map.model import Place, Position
    >>> here = Position(lon=0, lat=0)
    >>> town = Place(
    ...     id="x:1", name="T", position=here, feature_class=F.POPULATED_PLACE, population=10**5
    ... )
    >>> round(prominence(town), 2)
    0.55
    """
    if place.feature_class is F.POPULATED_PLACE:
        people = place.population or 400
        score = min(1.0, max(0.0, (math.log10(people) - 2) / 5.5))
        return min(1.0, score + (0.12 if place.feature_code == "PPLC" else 0.0))
    base = _CLASS[place.feature_class]
    if place.population and place.feature_class in {F.ADMIN1, F.ADMIN2}:
        base += min(0.15, max(0.0, (math.log10(place.population) - 5) * 0.07))
    return base


def country_support(place: Place, shares: Mapping[str, float]) -> float:
    """Score how much of the report's evidence points to the place's country, 0..1.

    >>> from conflict_map.model import Place, Position
    >>> here = Position(lon=0, lat=0)
    >>> place = Place(id="x:1", name="T", position=here, feature_class=F.SITE, country="LY")
    >>> country_support(place, {"LY": 0.8, "LB": 1.0})
    0.8
    """
    if place.country is None:
        return 0.3  # a region across borders contradicts no country
    return shares.get(place.country, 0.0)


def closeness(place: Place, others: Sequence[Position]) -> float:
    """Score how near a place is to the report's other places, 0..1: the mean of its nearest three.

    The scale of 120 km is the reach of a day's fighting over a province or two.

    >>> from conflict_map.model import Place, Position
    >>> place = Place(
    ...     id="x:1", name="T", position=Position(lon=0, lat=0), feature_class=F.SITE
    ... )
    >>> closeness(place, []), closeness(place, [Position(lon=0, lat=0)])
    (0.0, 1.0)
    """
    if not others:
        return 0.0
    near = sorted(math.exp(-haversine_km(place.position, o) / 120) for o in others)[-NEAREST:]
    return sum(near) / len(near)


def parent_support(place: Place, parents: Sequence[Place]) -> float:
    """Score whether the place lies in what the words name as its parent: 1, 0.7 if near, or 0.

    >>> from conflict_map.model import Place, Position
    >>> here = Position(lon=0, lat=0)
    >>> town = Place(id="x:1", name="T", position=here, feature_class=F.SITE, country="LY")
    >>> libya = Place(id="x:2", name="Libya", position=here, feature_class=F.COUNTRY, country="LY")
    >>> parent_support(town, [libya]), parent_support(town, [])
    (1.0, 0.0)
    """
    for parent in parents:
        if parent.feature_class is F.COUNTRY and parent.country == place.country:
            return 1.0
        if (
            parent.feature_class is F.ADMIN1
            and parent.country == place.country
            and parent.admin1 is not None
            and parent.admin1 == place.admin1
            and parent.id != place.id
        ):
            return 1.0
        if (
            parent.feature_class in {F.ADMIN2, F.POPULATED_PLACE, F.REGION}
            and parent.country == place.country
            and parent.id != place.id
            and haversine_km(parent.position, place.position) < 60
        ):
            return 0.7
    return 0.0


def own_name(place: Place, mention: Mention) -> float:
    """Score whether the name is the place's own, not an alternate: 1, or 0.

    Provinces list their capitals' names as alternates: Batumi is a town before it is Adjara.

    >>> from conflict_map.model import Mention, Place, Position
    >>> here = Position(lon=0, lat=0)
    >>> adjara = Place(id="x:1", name="Adjara", position=here, feature_class=F.ADMIN1)
    >>> own_name(adjara, Mention(article_id="a", start=0, end=6, text="Batumi", name="Batumi"))
    0.0
    """
    key, name = article_key(mention.name), article_key(place.name)
    if key == name:
        return 1.0
    if skeleton(mention.name) == skeleton(place.name):
        return 0.9  # As Safirah is Al-Safira in another romanisation
    return 0.6 if name.startswith(key + " ") or key.startswith(name + " ") else 0.0


def hint_support(place: Place, mention: Mention) -> float:
    """Score whether the place is of the kind that the words say, -1..1.

    >>> from conflict_map.model import Mention, Place, Position
    >>> here = Position(lon=0, lat=0)
    >>> province = Place(id="x:1", name="Hama", position=here, feature_class=F.ADMIN1)
    >>> bare = Mention(article_id="a", start=0, end=4, text="Hama", name="Hama")
    >>> hint_support(province, bare)
    0.0
    """
    wanted = mention.feature_hint
    got = place.feature_class
    if mention.kind is LocationKind.LINE or "end_of_line" in mention.cues:
        return 0.4 if got is F.POPULATED_PLACE else 0.0
    if mention.kind is LocationKind.PART and mention.part != "countryside":
        return 0.7 if got in {F.ADMIN1, F.COUNTRY, F.REGION} else 0.1 if got is F.ADMIN2 else 0.0
    if mention.kind in {LocationKind.OFFSET, LocationKind.NEAR} and wanted is None:
        return {F.POPULATED_PLACE: 0.4, F.COUNTRY: -0.5}.get(got, 0.0)
    if wanted is None:
        # A bare name is the town before the province of the same name.
        return 0.25 if got is F.POPULATED_PLACE else 0.0
    if wanted is F.REGION:
        return {F.ADMIN1: 0.6, F.REGION: 0.6, F.ADMIN2: 0.3}.get(got, 0.0)
    if wanted is F.ADMIN2:
        return {F.ADMIN2: 0.8, F.ADMIN1: 0.2, F.POPULATED_PLACE: 0.3}.get(got, 0.0)
    if wanted is F.POPULATED_PLACE:
        return 0.8 if got is F.POPULATED_PLACE else -0.3
    if wanted is got:
        return 1.0
    return -0.2 if got in {F.COUNTRY, F.POPULATED_PLACE} and wanted is F.ADMIN1 else 0.0


def sense_support(place: Place, mention: Mention, senses: Mapping[F, int]) -> float:
    """Score whether the report elsewhere explains the name in this sense: 1, or 0.

    >>> from conflict_map.model import Mention, Place, Position
    >>> here = Position(lon=0, lat=0)
    >>> province = Place(id="x:1", name="Hama", position=here, feature_class=F.ADMIN1)
    >>> bare = Mention(article_id="a", start=0, end=4, text="Hama", name="Hama")
    >>> sense_support(province, bare, {F.ADMIN1: 2, F.POPULATED_PLACE: 1})
    1.0
    """
    if mention.feature_hint is not None or not senses:
        return 0.0
    return 1.0 if senses.get(place.feature_class, 0) == max(senses.values()) else 0.0
