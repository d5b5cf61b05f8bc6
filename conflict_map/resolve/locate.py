"""Turns a place and the words around it into the geometry that they support; chooses no place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conflict_map import geo
from conflict_map.model import Geometry, Location, Mention, Place, Position
from conflict_map.vocabulary import FeatureClass as F
from conflict_map.vocabulary import GeoPrecision, LocationKind, Role

if TYPE_CHECKING:
    from conflict_map.gazetteer import Gazetteer

_TOWN_RADIUS_KM: Final = (
    (1_000_000, 12.0),
    (300_000, 8.0),
    (100_000, 5.0),
    (20_000, 3.0),
    (0, 2.0),
)
"""A rough built-up radius by population: what "in X" leaves open."""
_NEAR_KM: Final = 10.0
"""What "near X" leaves open where no distance is given; UCDP's limit for "near" is 25 km."""
_TOWARDS_KM: Final = 25.0
"""How far short of a town a force that moves towards it may be."""
_NO_SHAPE_KM: Final[dict[F, float]] = {
    F.COUNTRY: 300.0, F.ADMIN1: 60.0, F.ADMIN2: 20.0, F.REGION: 100.0, F.WATER: 30.0, F.SITE: 2.0,
}  # fmt: skip
_PRECISION: Final[dict[F, GeoPrecision]] = {
    F.COUNTRY: GeoPrecision.COUNTRY, F.ADMIN1: GeoPrecision.PROVINCE,
    F.ADMIN2: GeoPrecision.DISTRICT, F.REGION: GeoPrecision.REGION, F.WATER: GeoPrecision.REGION,
    F.SITE: GeoPrecision.PLACE, F.POPULATED_PLACE: GeoPrecision.PLACE,
}  # fmt: skip
_PART_NAMES: Final[dict[str, str]] = {
    "n": "northern", "ne": "north-eastern", "e": "eastern", "se": "south-eastern", "s": "southern",
    "sw": "south-western", "w": "western", "nw": "north-western", "centre": "central",
}  # fmt: skip
_AREAS: Final = frozenset({F.COUNTRY, F.ADMIN1, F.ADMIN2, F.REGION, F.WATER})
_PARTED: Final = frozenset({F.COUNTRY, F.ADMIN1, F.ADMIN2, F.REGION})
_ON_THE_MAP: Final = frozenset({Role.EVENT_LOCATION, Role.DIRECTION, Role.INHERITED})


def locate(mention: Mention, place: Place, gazetteer: Gazetteer, *, role: Role) -> Location:
    """Give the location of a mention that means ``place``: point, area, part, near or offset.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> book = Gazetteer.default()
    >>> hama = book.lookup("Hama", country="SY")[0].place
    >>> mention = Mention(article_id="a", start=5, end=9, text="Hama", name="Hama")
    >>> locate(mention, hama, book, role=Role.EVENT_LOCATION).method
    'the whole of Hama, SY'
    """
    if mention.kind is LocationKind.OFFSET and mention.bearing_deg is not None:
        return _offset(mention, place, role)
    if mention.part in geo.PARTS and place.feature_class in _PARTED:
        area = gazetteer.geometry(place)
        if area is not None:
            return _part(mention, area, place, role)
    part_of_town = mention.part is not None and place.feature_class is F.POPULATED_PLACE
    is_near = mention.kind is LocationKind.NEAR or part_of_town
    if is_near and place.feature_class not in _AREAS:
        return _near(mention, place, role)
    return _whole(mention, place, gazetteer, role)


def line(mention: Mention, a: Place, b: Place, *, role: Role) -> Location:
    """Give the straight line between two places that stands for the road or front between them.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> book = Gazetteer.default()
    >>> hama, homs = (book.lookup(n, country="SY")[0].place for n in ("Hama", "Homs"))
    >>> road = Mention(article_id="a", start=0, end=14, text="Hama-Homs road", name="Hama")
    >>> line(road, hama, homs, role=Role.EVENT_LOCATION).geometry.type
    'LineString'
    """
    length = geo.distance_km(a.position, b.position)
    bearing = geo.bearing_deg(a.position, b.position)
    ends = f"{a.name} and {b.name}"
    return Location(
        name=mention.text,
        kind=LocationKind.LINE,
        role=role,
        places=(a, b),
        position=geo.offset(a.position, bearing_deg=bearing, distance_km=length / 2),
        geometry=geo.line_between(a.position, b.position),
        precision=GeoPrecision.DISTRICT,
        uncertainty_km=round(max(5.0, length / 2), 1),
        method=f"straight line of {length:.0f} km between {ends}; "
        "the course of the road is not known",
    )


def town_radius_km(place: Place) -> float:
    """Give a rough radius of a populated place in kilometres, from its population.

    >>> from conflict_map.model import Place, Position
    >>> here = Position(lon=0, lat=0)
    >>> town_radius_km(Place(id="x:1", name="T", position=here, feature_class=F.POPULATED_PLACE))
    2.0
    """
    return next(km for people, km in _TOWN_RADIUS_KM if (place.population or 0) >= people)


def _whole(mention: Mention, place: Place, gazetteer: Gazetteer, role: Role) -> Location:
    name = _said(mention, place)
    if place.feature_class is F.COUNTRY and role not in _ON_THE_MAP:
        # A country that is only talked about is never drawn: its shape is not worth decoding.
        return _at_point(
            place, role, name=name, kind=LocationKind.AREA, precision=GeoPrecision.COUNTRY,
            uncertainty_km=None, method=f"the country {name}",
        )  # fmt: skip
    area = gazetteer.geometry(place) if place.feature_class in _AREAS else None
    if area is not None:
        return Location(
            name=name, kind=LocationKind.AREA, role=role, places=(place,),
            position=_inside(place.position, area), geometry=area,
            precision=_PRECISION[place.feature_class],
            uncertainty_km=round(geo.equivalent_radius_km(area), 1),
            method=f"the whole of {_called(place)}",
        )  # fmt: skip
    if place.feature_class is F.POPULATED_PLACE and role is Role.DIRECTION:
        return _at_point(
            place, role, name=name, kind=LocationKind.POINT, precision=GeoPrecision.NEAR,
            uncertainty_km=_TOWARDS_KM,
            method=f"towards {name}: a direction, the place is not said to be reached",
        )  # fmt: skip
    radius = _NO_SHAPE_KM.get(place.feature_class) or town_radius_km(place)
    if place.feature_class in _AREAS:
        kind = LocationKind.REGION
        how = f"centre with a circle of {radius:.0f} km: its border is not in the gazetteer"
    else:
        kind, how = LocationKind.POINT, "the gazetteer's point"
    return _at_point(
        place, role, name=name, kind=kind, precision=_PRECISION[place.feature_class],
        uncertainty_km=radius, method=f"{_called(place)}, {how}",
    )  # fmt: skip


def _at_point(
    place: Place, role: Role, *, name: str, kind: LocationKind, precision: GeoPrecision,
    uncertainty_km: float | None, method: str, position: Position | None = None,
) -> Location:  # fmt: skip
    """Give a location that is drawn as a point, at the place itself unless said otherwise."""
    position = position or place.position
    return Location(
        name=name, kind=kind, role=role, places=(place,), position=position,
        geometry=geo.point(position), precision=precision, uncertainty_km=uncertainty_km,
        method=method,
    )  # fmt: skip


def _part(mention: Mention, area: Geometry, place: Place, role: Role) -> Location:
    part = mention.part or "centre"
    piece = geo.part_of_area(area, part)
    is_wide = place.feature_class in {F.COUNTRY, F.REGION}
    return Location(
        name=f"{_PART_NAMES[part]} {_said(mention, place)}",
        kind=LocationKind.REGION if is_wide else LocationKind.PART, role=role, places=(place,),
        position=geo.representative_point(piece), geometry=piece,
        precision=GeoPrecision.REGION if is_wide else GeoPrecision.PART,
        uncertainty_km=round(geo.equivalent_radius_km(piece), 1),
        method=f"the {_PART_NAMES[part]} half of {_called(place)}; no authority draws such a part",
    )  # fmt: skip


def _near(mention: Mention, place: Place, role: Role) -> Location:
    radius = town_radius_km(place)
    position, uncertainty = place.position, radius + _NEAR_KM
    if mention.bearing_deg is not None:
        position = geo.offset(
            position, bearing_deg=mention.bearing_deg, distance_km=radius + _NEAR_KM / 2
        )
    elif mention.distance_km is not None:
        uncertainty = radius + mention.distance_km
    told = any(x is not None for x in (mention.bearing_deg, mention.distance_km, mention.part))
    words = mention.text if told else f"near {_said(mention, place)}"
    return _at_point(
        place, role, name=words, kind=LocationKind.NEAR, precision=GeoPrecision.NEAR,
        uncertainty_km=round(uncertainty, 1), position=position,
        method=f"{words!r}: within {uncertainty:.0f} km; {_called(place)} is the anchor",
    )  # fmt: skip


def _offset(mention: Mention, place: Place, role: Role) -> Location:
    distance = mention.distance_km or 0.0
    position = geo.offset(
        place.position, bearing_deg=mention.bearing_deg or 0.0, distance_km=distance
    )
    # Compass points are said to an eighth of a turn: a third of the distance either way.
    uncertainty = town_radius_km(place) + distance * 0.35
    return _at_point(
        place, role, name=mention.text, kind=LocationKind.OFFSET, precision=GeoPrecision.NEAR,
        uncertainty_km=round(uncertainty, 1), position=position,
        method=f"{distance:.0f} km from {_called(place)} in the stated direction",
    )  # fmt: skip


def _inside(position: Position, area: Geometry) -> Position:
    """Keep the gazetteer's label point if it lies in the shape; else take a point that does."""
    return position if geo.contains(area, position) else geo.representative_point(area)


def _said(mention: Mention, place: Place) -> str:
    """Give the name as the report spells it, for its readers; the method has the gazetteer's."""
    if not mention.name or "demonym" in mention.cues:
        return place.name
    shouted = mention.name.isupper() and len(mention.name) > 4
    return mention.name.title() if shouted else mention.name


def _called(place: Place) -> str:
    parts = [place.name]
    if place.admin1_name and place.admin1_name != place.name:
        parts.append(place.admin1_name)
    if place.country and place.feature_class is not F.COUNTRY:
        parts.append(place.country)
    return ", ".join(parts)
