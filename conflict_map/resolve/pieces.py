"""Cuts parts, borders and coasts out of the gazetteer's areas and keeps them; reads no text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from conflict_map import geo
from conflict_map.names import skeleton
from conflict_map.vocabulary import FeatureClass as F

if TYPE_CHECKING:
    from collections.abc import Callable

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Geometry, Place, Position

_MOST_KEPT: Final = 256
"""Pieces kept for each gazetteer; the oldest goes first. A report repeats few areas."""
_SHORE_KM: Final = 10.0
"""How far inland "the coast of X" is taken to reach."""
_OFFSHORE_KM: Final = 50.0
"""How far out "off the coast of X" is taken to reach: twice the territorial sea and a little."""
_AROUND_DEG: Final = 0.6
_WIDEST_DEG: Final = 40.0
"""The coast of a wider country is no place: Russia's is on three oceans."""
_SEATS: Final = frozenset({"PPLA", "PPLC"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A shape with a point in it and how far it reaches."""

    geometry: Geometry
    position: Position
    reach_km: float
    """The radius of the circle of its size; of a line, half its length."""


_Key = tuple[str, ...]
_KEPT: Final[WeakKeyDictionary[Gazetteer, dict[_Key, Piece | None]]] = WeakKeyDictionary()
"""What has been cut, by gazetteer: the same question has the same answer while that is open."""


def whole(gazetteer: Gazetteer, place: Place) -> Piece | None:
    """Give the area of a place, at its label point if that lies in it; None if it has no area.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> book = Gazetteer.default()
    >>> whole(book, book.country("SY")).position == book.country("SY").position
    True
    """

    def cut() -> Piece | None:
        area = gazetteer.geometry(place)
        if area is None:
            return None
        inside = geo.contains(area, place.position)
        return _piece(area, place.position if inside else geo.representative_point(area))

    return _kept(gazetteer, ("whole", place.id), cut)


def part(gazetteer: Gazetteer, place: Place, which: str, town: Place | None = None) -> Piece | None:
    """Give a part of a place's area by ``geo.part_of_area``; None if it has no area.

    With a ``town``, the part is what lies on that side of the town.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> book = Gazetteer.default()
    >>> part(book, book.country("SY"), "n").position.lat > book.country("SY").position.lat
    True
    """

    def cut() -> Piece | None:
        area = gazetteer.geometry(place)
        if area is None:
            return None
        piece = geo.part_of_area(area, which, middle=town.position if town else None)
        if which == "centre" and geo.contains(piece, place.position):
            return _piece(piece, place.position)
        return _piece(piece, geo.representative_point(piece))

    return _kept(gazetteer, ("part", place.id, which, town.id if town else ""), cut)


def border(gazetteer: Gazetteer, a: Place, b: Place, which: str | None = None) -> Piece | None:
    """Give the border of a with b, in a part of a if one is given; None if they do not touch.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> book = Gazetteer.default()
    >>> border(book, book.country("SY"), book.country("TR")).geometry.type
    'LineString'
    >>> border(book, book.country("SY"), book.country("FR")) is None
    True
    """

    def cut() -> Piece | None:
        area, other = gazetteer.geometry(a), gazetteer.geometry(b)
        if area is None or other is None or a.id == b.id:
            return None
        inside = geo.part_of_area(area, which) if which else None
        return _line(geo.shared_border(area, other, within=inside))

    return _kept(gazetteer, ("border", a.id, b.id, which or ""), cut)


def coast(
    gazetteer: Gazetteer, place: Place, which: str | None = None, *, offshore: bool
) -> Piece | None:
    """Give the coast of a place, as land or the sea before it; None without an area or a coast.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> book = Gazetteer.default()
    >>> coast(book, book.country("ML"), offshore=True) is None
    True
    """

    def cut() -> Piece | None:
        area = gazetteer.geometry(place)
        country = gazetteer.country(place.country) if place.country else None
        outline = gazetteer.geometry(country) if country else None
        if area is None or outline is None:
            return None
        west, _, east, _ = geo.bounds(area)
        if east - west > _WIDEST_DEG:
            return None
        shapes = gazetteer.shapes(geo.bounds(area, margin_deg=_AROUND_DEG))
        abroad = (s for s in shapes if s.level == "country" and s.place.country != place.country)
        land = [s.geometry for s in abroad]
        cut_area = geo.part_of_area(area, which) if which else area
        line = geo.coastline(cut_area, land, outline)
        if line is None:
            return None
        if offshore:
            found = geo.band(line, km=_OFFSHORE_KM, outside=(*land, outline))
        else:
            found = geo.band(line, km=_SHORE_KM, inside=cut_area)
        if found is None:
            return None
        # A long coast is not marked at its middle, but where it is nearest to what it is named for.
        label = _moved(place.position, which or "centre", geo.bounds(area))
        return _piece(found, geo.nearest_point(found, label))

    return _kept(gazetteer, ("offshore" if offshore else "coast", place.id, which or ""), cut)


def area_of(gazetteer: Gazetteer, place: Place) -> Place | None:
    """Give the place that has an area: itself, or the province of its name of which it is the seat.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> book = Gazetteer.default()
    >>> town = book.lookup("Idlib", country="SY")[0].place
    >>> area_of(book, town).feature_class.value
    'admin1'
    """
    if place.feature_class is not F.POPULATED_PLACE:
        return place if gazetteer.geometry(place) is not None else None
    if place.feature_code not in _SEATS or not place.country or not place.admin1:
        return None
    province = gazetteer.admin1(place.country, place.admin1)
    if province is None or gazetteer.geometry(province) is None:
        return None
    own = {skeleton(n) for n in (province.name, *province.names)}
    return province if skeleton(place.name) in own else None


def seat_of(gazetteer: Gazetteer, area: Place) -> Place | None:
    """Give the town of an area's name from which it is governed; None if there is none.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> book = Gazetteer.default()
    >>> seat_of(book, book.country("DJ")).feature_code, seat_of(book, book.country("SY"))
    ('PPLC', None)
    """
    if area.feature_class not in {F.ADMIN1, F.COUNTRY}:
        return None
    for c in gazetteer.lookup(area.name, country=area.country, limit=8, fuzzy=False):
        town = c.place
        governs = area.feature_class is F.COUNTRY or town.admin1 == area.admin1
        least = _SEATS if area.feature_class is F.ADMIN1 else {"PPLC"}
        if town.feature_class is F.POPULATED_PLACE and town.feature_code in least and governs:
            return town
    return None


def _kept(gazetteer: Gazetteer, key: _Key, cut: Callable[[], Piece | None]) -> Piece | None:
    pieces = _KEPT.setdefault(gazetteer, {})
    if key not in pieces:
        if len(pieces) >= _MOST_KEPT:
            del pieces[next(iter(pieces))]
        pieces[key] = cut()
    return pieces[key]


def _moved(position: Position, which: str, box: tuple[float, float, float, float]) -> Position:
    """Move a position to the edge of a box on the side that a compass point names."""
    west, south, east, north = box
    lon = (
        east
        if which.endswith("e") and which != "centre"
        else west
        if "w" in which
        else position.lon
    )
    lat = north if which.startswith("n") else south if which.startswith("s") else position.lat
    return replace(position, lon=lon, lat=lat)


def _piece(area: Geometry, position: Position) -> Piece:
    return Piece(geometry=area, position=position, reach_km=geo.equivalent_radius_km(area))


def _line(line: Geometry | None) -> Piece | None:
    if line is None:
        return None
    return Piece(
        geometry=line, position=geo.representative_point(line), reach_km=geo.length_km(line) / 2
    )
