"""Turns a place and the words around it into the geometry that they support; chooses no place.

What each kind of expression gets follows UCDP GED's rules for coders (codebook 19.1, section
"Geographical location" and appendix 3, ``where_prec``), said again beside each rule below.
``vocabulary.GeoPrecision`` has their codes beside ours.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from conflict_map import geo
from conflict_map.model import Location, Mention, Place, Position
from conflict_map.resolve import pieces
from conflict_map.resolve.edges import PARTED, border, coast, on_border
from conflict_map.resolve.wording import called, furthest_km, part_name, said
from conflict_map.vocabulary import FeatureClass as F
from conflict_map.vocabulary import GeoPrecision, LocationKind, Role

if TYPE_CHECKING:
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Aspect
    from conflict_map.resolve.pieces import Piece

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
_ASPECT_KM: Final[dict[Aspect, float]] = {
    "outskirts": 5.0, "surroundings": 10.0, "axis": 15.0, "countryside": 20.0, "coast": 15.0,
    "offshore": 25.0, "bank": 10.0,
}  # fmt: skip
"""What such words leave open around a town, beyond its built-up radius."""
_NEAR_LIMIT_KM: Final = 25.0
"""UCDP: what is further from the named place is a fuzzy area (5), no longer near it (2)."""
_BEARING_SHARE: Final = 0.35
"""Compass points are said to an eighth of a turn: a third of the distance either way."""
_ROAD_KM: Final = 40.0
"""How far from its known end an event on a road may be: half of the length of most named ones."""
_LONG_WATER_KM: Final = 300.0
"""A river or a sea is not at its label; how far from it an event may be, for want of its course."""
_SMALL_WATERS: Final = frozenset("lake lac reservoir dam lagoon pond bay strait canal".split())
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
_CIRCLED: Final[dict[F | None, tuple[GeoPrecision, str]]] = {
    F.ADMIN1: (GeoPrecision.PROVINCE, "province"),
    F.ADMIN2: (GeoPrecision.DISTRICT, "district"),
    F.REGION: (GeoPrecision.DISTRICT, "region"),
}
"""A town whose name the words give to an area that the gazetteer lacks: precision and its word."""
_AREAS: Final = frozenset({F.COUNTRY, F.ADMIN1, F.ADMIN2, F.REGION, F.WATER})
_ON_THE_MAP: Final = frozenset({Role.EVENT_LOCATION, Role.DIRECTION, Role.INHERITED})


def locate(mention: Mention, place: Place, gazetteer: Gazetteer, *, role: Role) -> Location:
    """Give the location of a mention that means ``place``: point, area, part, line, near or offset.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> book = Gazetteer.default()
    >>> hama = book.lookup("Hama", country="SY")[0].place
    >>> mention = Mention(article_id="a", start=5, end=9, text="Hama", name="Hama")
    >>> locate(mention, hama, book, role=Role.EVENT_LOCATION).method
    'the whole of Hama, SY'
    """
    if mention.border_with:
        found = border(mention, place, gazetteer, role)
        if found is not None:
            return found
    if mention.distance_km is not None:
        # Nobody measures from the middle of a country: "60 miles from Djibouti" is from the city.
        place = pieces.seat_of(gazetteer, place) or place
    if mention.kind is LocationKind.OFFSET and mention.bearing_deg is not None:
        return _offset(mention, place, role)
    if mention.aspect in {"coast", "offshore"}:
        found = coast(mention, place, gazetteer, role)
        if found is not None:
            return found
    area = _meant_area(mention, place, gazetteer)
    if geo.is_part(mention.part) and area.feature_class in PARTED:
        town = pieces.seat_of(gazetteer, area) if mention.aspect == "countryside" else None
        piece = pieces.part(gazetteer, area, mention.part or "centre", town)
        if piece is not None:
            found = _part(mention, piece, area, role)
            return _beside(found, mention, town) if town else found
    if place.feature_class is F.WATER:
        return _water(mention, place, gazetteer, role)
    of_town = mention.part is not None or mention.aspect is not None
    if (mention.kind is LocationKind.NEAR or of_town) and area.feature_class not in _AREAS:
        return _near(mention, place, role)
    return _whole(mention, area, gazetteer, role)


def talked_of(mention: Mention, place: Place, *, role: Role) -> Location:
    """Give the location of a name that is only talked about: its point, for no area will be drawn.

    Decoding the area of every country that a report mentions would take most of the time.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> syria = Gazetteer.default().country("SY")
    >>> mention = Mention(article_id="a", start=0, end=5, text="Syria", name="Syria")
    >>> talked_of(mention, syria, role=Role.CONTEXT).method
    'the country Syria'
    """
    name, kind = said(mention, place), place.feature_class
    if kind is F.COUNTRY:
        return _at_point(
            place, role, name=name, kind=LocationKind.AREA, precision=GeoPrecision.COUNTRY,
            uncertainty_km=None, method=f"the country {name}",
        )  # fmt: skip
    is_area = kind in _AREAS
    return _at_point(
        place, role, name=name, kind=LocationKind.AREA if is_area else LocationKind.POINT,
        precision=_PRECISION[kind], uncertainty_km=_radius_km(place),
        method=f"{called(place)}, the gazetteer's point",
    )  # fmt: skip


def _meant_area(mention: Mention, place: Place, gazetteer: Gazetteer) -> Place:
    """Give the province where the words ask for one and the name was taken for its seat.

    UCDP (appendix 3): a name that a town shares with a larger unit means the larger one unless the
    text says "town". Here only a word for it decides ("Hama governorate", "northern Hama
    countryside"): "eastern Aleppo" has mostly meant the city.
    """
    says_province = mention.feature_hint is F.ADMIN1
    says_part = geo.is_part(mention.part) and mention.aspect == "countryside"
    if place.feature_class is F.POPULATED_PLACE and (says_province or says_part):
        return pieces.area_of(gazetteer, place) or place
    return place


def line(
    mention: Mention, a: Place, b: Place, *, role: Role, gazetteer: Gazetteer | None = None
) -> Location:
    """Give the straight line between two places that stands for the road or front between them.

    UCDP (appendix 3): a road between A and B is placed at a point on it, where_prec 5. The mark is
    the middle, and the line says that it is one. With a ``gazetteer``, two areas that touch
    ("between Hama and Idlib provinces", or two countries) are met at their border.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> book = Gazetteer.default()
    >>> hama, homs = (book.lookup(n, country="SY")[0].place for n in ("Hama", "Homs"))
    >>> road = Mention(article_id="a", start=0, end=14, text="Hama-Homs road", name="Hama")
    >>> line(road, hama, homs, role=Role.EVENT_LOCATION).geometry.type
    'LineString'
    """
    if gazetteer is not None and a.feature_class in PARTED and b.feature_class in PARTED:
        piece = pieces.border(gazetteer, a, b)
        if piece is not None:
            return on_border(mention, piece, a, b, role)
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


def road_from(mention: Mention, end: Place, *, role: Role) -> Location:
    """Give the location on a road of which only one end is known: around that end.

    UCDP (appendix 3): a point on the road, where_prec 5; which way it leads is not known here.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> hama = Gazetteer.default().lookup("Hama", country="SY")[0].place
    >>> road = Mention(article_id="a", start=0, end=15, text="Hama-Qxyzz road", name="Hama")
    >>> road_from(road, hama, role=Role.EVENT_LOCATION).kind.value
    'near'
    """
    uncertainty = town_radius_km(end) + _ROAD_KM
    return _at_point(
        end, role, name=mention.text, kind=LocationKind.NEAR, precision=GeoPrecision.PART,
        uncertainty_km=uncertainty,
        method=f"a road from {called(end)} whose other end is in no gazetteer: within "
        f"{uncertainty:.0f} km of the end that is known",
    )  # fmt: skip


def town_radius_km(place: Place) -> float:
    """Give a rough radius of a populated place in kilometres, from its population.

    >>> from conflict_map.model import Place, Position
    >>> here = Position(lon=0, lat=0)
    >>> town_radius_km(Place(id="x:1", name="T", position=here, feature_class=F.POPULATED_PLACE))
    2.0
    """
    return next(km for people, km in _TOWN_RADIUS_KM if (place.population or 0) >= people)


def _water(mention: Mention, place: Place, gazetteer: Gazetteer, role: Role) -> Location:
    """Give a river, lake or sea: its area, or that of the province named with it, or a wide circle.

    UCDP (appendix 3): a river is a line or a fuzzy area, where_prec 5. No book here has courses.
    """
    if pieces.whole(gazetteer, place) is None and mention.parent_name:
        for c in gazetteer.lookup(mention.parent_name, limit=8, fuzzy=False):
            area = pieces.area_of(gazetteer, c.place)
            if area is not None and area.feature_class is F.ADMIN1:
                within = _whole(mention, area, gazetteer, role)
                how = f"somewhere along it in {called(area)}: its course is not in the gazetteer"
                return replace(within, name=mention.text, method=f"{place.name}, {how}")
    return _whole(mention, place, gazetteer, role)


def _whole(mention: Mention, place: Place, gazetteer: Gazetteer, role: Role) -> Location:
    """Give a place as itself: its area, its point, or a circle for an area without a border.

    UCDP (appendix 3): a second-order division is where_prec 3, a first-order one 4, a country 6; a
    district or province that has no area here keeps its precision and gets a circle.
    """
    name = said(mention, place)
    if place.feature_class is F.COUNTRY and role not in _ON_THE_MAP:
        return talked_of(mention, place, role=role)
    piece = pieces.whole(gazetteer, place) if place.feature_class in _AREAS else None
    if piece is not None:
        return Location(
            name=name, kind=LocationKind.AREA, role=role, places=(place,),
            position=piece.position, geometry=piece.geometry,
            precision=_PRECISION[place.feature_class],
            uncertainty_km=round(piece.reach_km, 1), method=f"the whole of {called(place)}",
        )  # fmt: skip
    if place.feature_class is F.POPULATED_PLACE and role is Role.DIRECTION:
        return _at_point(
            place, role, name=name, kind=LocationKind.POINT, precision=GeoPrecision.NEAR,
            uncertainty_km=_TOWARDS_KM,
            method=f"towards {name}: a direction, the place is not said to be reached",
        )  # fmt: skip
    if place.feature_class is F.POPULATED_PLACE and mention.feature_hint in _CIRCLED:
        precision, what = _CIRCLED[mention.feature_hint]
        radius = _NO_SHAPE_KM[F.ADMIN1 if precision is GeoPrecision.PROVINCE else F.ADMIN2]
        return _at_point(
            place, role, name=name, kind=LocationKind.REGION, precision=precision,
            uncertainty_km=radius,
            method=f"the {what} of {called(place)}, a circle of {radius:.0f} km around the town: "
            "the gazetteer has no such area",
        )  # fmt: skip
    radius = _radius_km(place)
    if place.feature_class in _AREAS:
        kind = LocationKind.REGION
        how = f"centre with a circle of {radius:.0f} km: its border is not in the gazetteer"
    else:
        kind, how = LocationKind.POINT, "the gazetteer's point"
    return _at_point(
        place, role, name=name, kind=kind, precision=_PRECISION[place.feature_class],
        uncertainty_km=radius, method=f"{called(place)}, {how}",
    )  # fmt: skip


def _radius_km(place: Place) -> float:
    """Give how far from its point a place may reach, where it has no area."""
    if place.feature_class is F.WATER:
        is_small = not _SMALL_WATERS.isdisjoint(place.name.casefold().split())
        return _NO_SHAPE_KM[F.WATER] if is_small else _LONG_WATER_KM
    return _NO_SHAPE_KM.get(place.feature_class) or town_radius_km(place)


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


def _part(mention: Mention, piece: Piece, place: Place, role: Role) -> Location:
    """Give a part of an area by compass.

    UCDP (appendix 3): "southern Lebanon" is where_prec 5, a fuzzy area with one point that is used
    for it every time. The point here is one in the half that is drawn, and always the same.
    """
    part = mention.part or "centre"
    is_wide = place.feature_class in {F.COUNTRY, F.REGION}
    return Location(
        name=f"{part_name(part)} {said(mention, place)}",
        kind=LocationKind.REGION if is_wide else LocationKind.PART, role=role, places=(place,),
        position=piece.position, geometry=piece.geometry,
        precision=GeoPrecision.REGION if is_wide else GeoPrecision.PART,
        uncertainty_km=round(piece.reach_km, 1),
        method=f"the {part_name(part)} half of {called(place)}; no authority draws such a part",
    )  # fmt: skip


def _beside(part: Location, mention: Mention, town: Place) -> Location:
    """Word and mark "the eastern countryside of Homs": what of the province lies east of the town.

    UCDP (appendix 3): a fuzzy area, where_prec 5. Most of what is said to happen there happens in
    the villages that look to the town, so the mark is on that side of it, not in the middle.
    """
    bearing = _side_deg(mention)
    if bearing is None:
        return part
    away = town_radius_km(town) + _ASPECT_KM["countryside"] / 2
    beside = geo.offset(town.position, bearing_deg=bearing, distance_km=away)
    side = part_name(mention.part or "centre")
    return replace(
        part,
        position=geo.nearest_point(part.geometry, beside),
        method=f"what of {called(part.places[0])} lies on the {side} side of the town, "
        "with the mark near it; no authority draws such a part",
    )


def _near(mention: Mention, place: Place, role: Role) -> Location:
    """Give what is near a town, on its outskirts or in its countryside, or to one side of it.

    UCDP (appendix 3): "near", "outskirts of" and "north of" a place are that place with where_prec
    2, within 25 km; what is said to be further away is where_prec 5.
    """
    radius, slack = town_radius_km(place), _ASPECT_KM.get(mention.aspect or "axis", _NEAR_KM)
    slack = slack if mention.aspect else _NEAR_KM
    position, far = place.position, furthest_km(mention)
    uncertainty = radius + (far or slack)
    bearing = _side_deg(mention)
    if bearing is not None:
        position = geo.offset(position, bearing_deg=bearing, distance_km=radius + slack / 2)
    told = any(
        x is not None
        for x in (mention.bearing_deg, mention.distance_km, mention.part, mention.aspect)
    )
    words = mention.text if told else f"near {said(mention, place)}"
    return _at_point(
        place, role, name=words, kind=LocationKind.NEAR,
        precision=GeoPrecision.NEAR if far <= _NEAR_LIMIT_KM else GeoPrecision.PART,
        uncertainty_km=round(uncertainty, 1), position=position,
        method=f"{words!r}: within {uncertainty:.0f} km; {called(place)} is the anchor",
    )  # fmt: skip


def _side_deg(mention: Mention) -> float | None:
    """Give the side of a town that is meant: "north of it", "its northern countryside"."""
    if mention.bearing_deg is not None:
        return mention.bearing_deg
    beside = mention.aspect is not None and mention.part in geo.COMPASS
    return geo.compass_deg(mention.part) if beside and mention.part else None


def _offset(mention: Mention, place: Place, role: Role) -> Location:
    """Give the point at a stated distance and direction from a place.

    UCDP (appendix 3): within 25 km of the named place where_prec 2, further away 5.
    """
    distance, spread = mention.distance_km or 0.0, 0.0
    if mention.distance_range_km is not None:
        near, far = mention.distance_range_km
        distance, spread = (near + far) / 2, (far - near) / 2
    position = geo.offset(
        place.position, bearing_deg=mention.bearing_deg or 0.0, distance_km=distance
    )
    uncertainty = town_radius_km(place) + spread + distance * _BEARING_SHARE
    is_near = distance <= _NEAR_LIMIT_KM
    return _at_point(
        place, role, name=mention.text, kind=LocationKind.OFFSET,
        precision=GeoPrecision.NEAR if is_near else GeoPrecision.PART,
        uncertainty_km=round(uncertainty, 1), position=position,
        method=f"{distance:.0f} km from {called(place)} in the stated direction",
    )  # fmt: skip
