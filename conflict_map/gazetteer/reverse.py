"""From a point to the nearest place and the country and province it lies in; knows no names."""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from conflict_map import geo
from conflict_map.gazetteer.shapes import polygons_of
from conflict_map.gazetteer.store import DEGREE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from conflict_map.model import Geometry, Place, Position

Rule = Literal["place", "area", "coast", "none"]

_COMPASS: Final = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
_TOWN_KM: Final = (0.5, 3.0)
"""The least and the greatest radius within which a place's own record outweighs drawn areas."""
_TOWN_KM_PER_ROOT: Final = 0.005
"""The radius grows with the root of the people: 12,700 of them on a square kilometre."""
_COAST_KM: Final = 22.224
"""Twelve nautical miles, the breadth of a territorial sea (UNCLOS, article 3)."""

_BANDS: Final = 720
"""Bands of a quarter of a degree; each is cut into cells of about the same width in kilometres."""
_BAND_DEG: Final = 180 / _BANDS
_FIRST_KM: Final = 8.0
HALF_ROUND_KM: Final = math.pi * geo.EARTH_RADIUS_KM + 1
SPHERE_ERROR: Final = 1.012
"""The sphere is off by up to 0.56 % either way: what is this near the best is measured again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """What is known of a point: the country and province it lies in, and the nearest place."""

    position: Position
    country: Place | None
    admin1: Place | None
    rule: Rule
    """How country and province were found: ``place``, by the record of the place that the point
    lies in; ``area``, by the drawn area; ``coast``, in no area but within 12 nautical miles of the
    nearest place, by its record; ``none``: the open sea, or land that nobody draws."""
    nearest: Place | None
    """The nearest populated place; None only if the gazetteer has none."""
    distance_km: float | None
    """Geodesic, from the nearest place to the point."""
    bearing_deg: float | None
    """From the nearest place to the point, 0 = north: the point lies that way from the place."""

    @property
    def compass(self) -> str | None:
        """Give the bearing as one of eight compass points ("NE"): "3 km NE of Hama"."""
        if self.bearing_deg is None:
            return None
        return _COMPASS[round(self.bearing_deg / 45) % 8]


class NearestPlaces:
    """A grid over the populated places of a gazetteer: which of them are nearest to a point.

    ``lons`` and ``lats`` are whole hundred-thousandths of a degree, ``numbers`` says which of
    them count. Building costs some 0.2 s for 235,000 places.
    """

    def __init__(self, lons: Sequence[int], lats: Sequence[int], numbers: Sequence[int]) -> None:
        self._lons = lons
        self._lats = lats
        self._counts = tuple(
            max(1, round(2 * _BANDS * math.cos(math.radians((b + 0.5) * _BAND_DEG - 90))))
            for b in range(_BANDS)
        )
        bands: tuple[dict[int, array[int]], ...] = tuple({} for _ in range(_BANDS))
        per_degree = 1 / (_BAND_DEG * DEGREE)
        for number in numbers:
            band = min(_BANDS - 1, int((lats[number] + 90 * DEGREE) * per_degree))
            count = self._counts[band]
            column = int((lons[number] + 180 * DEGREE) * count / (360 * DEGREE)) % count
            cell = bands[band].get(column)
            if cell is None:
                bands[band][column] = array("I", (number,))
            else:
                cell.append(number)
        self._bands = bands

    def near(
        self, position: Position, *, limit_km: float = HALF_ROUND_KM
    ) -> list[tuple[float, int]]:
        """Give the places that may be the nearest within a limit, as (km on a sphere, number).

        All that could be nearest on the ellipsoid are among them, the nearest on the sphere
        first; ties keep the order of the records. Empty if none lies within the limit.
        """
        radius = min(_FIRST_KM, limit_km)
        while True:
            found = [(km, number) for km, number in self._within(position, radius) if km <= radius]
            if found:
                found.sort()
                best = found[0][0]
                if best * SPHERE_ERROR <= radius or radius >= limit_km:
                    return [pair for pair in found if pair[0] <= best * SPHERE_ERROR]
            if radius >= limit_km:
                return []
            radius = min(limit_km, radius * 1.6)

    def _within(self, position: Position, radius_km: float) -> Iterator[tuple[float, int]]:
        lon, lat = position.lonlat
        cos_lat = math.cos(math.radians(lat))
        lons, lats = self._lons, self._lats
        to_half_radians = math.pi / 360 / DEGREE
        lon_i, lat_i = lon * DEGREE, lat * DEGREE
        two_radii = 2 * geo.EARTH_RADIUS_KM
        for cell in self._touching(lon, lat, radius_km):
            for number in cell:
                other = lats[number]
                half_lat = math.sin((other - lat_i) * to_half_radians)
                half_lon = math.sin((lons[number] - lon_i) * to_half_radians)
                square = (
                    half_lat * half_lat
                    + cos_lat * math.cos(2 * other * to_half_radians) * half_lon * half_lon
                )
                yield two_radii * math.asin(min(1.0, math.sqrt(max(0.0, square)))), number

    def _touching(self, lon: float, lat: float, radius_km: float) -> Iterator[array[int]]:
        """Give the cells that a circle may touch; a little more than those is no harm."""
        angle = radius_km / geo.EARTH_RADIUS_KM
        reach = math.degrees(angle)
        south, north = lat - reach, lat + reach
        first = max(0, int((south + 90) / _BAND_DEG))
        last = min(_BANDS - 1, int((north + 90) / _BAND_DEG))
        if north >= 90 or south <= -90 or angle >= math.pi / 2:
            wide = 180.0  # a pole lies inside: every longitude
        else:
            sine = math.sin(angle) / math.cos(math.radians(lat))
            wide = math.degrees(math.asin(sine)) if sine < 1 else 180.0
        for band in range(first, last + 1):
            cells, count = self._bands[band], self._counts[band]
            west = math.floor((lon - wide + 180) / 360 * count)
            width = min(count, math.floor((lon + wide + 180) / 360 * count) - west + 1)
            if width > len(cells):  # most of the earth is empty
                yield from (c for column, c in cells.items() if (column - west) % count < width)
            else:
                for column in range(west, west + width):
                    cell = cells.get(column % count)
                    if cell is not None:
                        yield cell


class AreasAt:
    """The drawn areas by square degree: which of them hold a point.

    ``bounds`` are west, south, east, north in degrees; ``area`` is asked for a number once.
    """

    def __init__(
        self,
        bounds: Iterable[tuple[int, tuple[float, float, float, float]]],
        area: Callable[[int], Geometry],
    ) -> None:
        self._area = area
        self._rings: dict[int, tuple[_Ring, ...]] = {}
        squares: dict[tuple[int, int], list[int]] = {}
        for number, (west, south, east, north) in bounds:
            for x in range(math.floor(west), math.floor(east) + 1):
                for y in range(math.floor(south), math.floor(north) + 1):
                    squares.setdefault((x, y), []).append(number)
        self._squares = squares

    def holding(self, position: Position) -> Iterator[int]:
        """Give the numbers of the areas that hold a point, in order."""
        lon, lat = position.lonlat
        for number in self._squares.get((math.floor(lon), math.floor(lat)), ()):
            rings = self._rings.get(number)
            if rings is None:
                rings = self._rings[number] = _rings_of(self._area(number))
            # Polygons of one area do not overlap: all its rings follow the even-odd rule together.
            if sum(ring.edges_east(lon, lat) for ring in rings) & 1:
                yield number


@dataclass(frozen=True, slots=True)
class _Ring:
    east: float
    south: float
    north: float
    xs: array[float]
    ys: array[float]

    def edges_east(self, lon: float, lat: float) -> int:
        """Count the edges that a ray from the point to the east crosses."""
        if not self.south <= lat <= self.north or lon > self.east:
            return 0
        count = 0
        x1, y1 = self.xs[-1], self.ys[-1]
        for x2, y2 in zip(self.xs, self.ys, strict=True):
            if (y1 > lat) != (y2 > lat) and lon < (x2 - x1) * (lat - y1) / (y2 - y1) + x1:
                count += 1
            x1, y1 = x2, y2
        return count


def _rings_of(area: Geometry) -> tuple[_Ring, ...]:
    rings = []
    for polygon in polygons_of(area):
        for ring in polygon:
            xs = array("d", (x for x, _ in ring))
            ys = array("d", (y for _, y in ring))
            rings.append(_Ring(max(xs), min(ys), max(ys), xs, ys))
    return tuple(rings)


def town_km(people: int | None) -> float:
    """Give the radius in kilometres within which a place's own record decides, by its people.

    >>> town_km(None), town_km(432_587), round(town_km(45_000), 2)
    (0.5, 3.0, 1.06)
    """
    least, most = _TOWN_KM
    return min(most, max(least, _TOWN_KM_PER_ROOT * math.sqrt(people or 0)))


def whereabouts(
    position: Position,
    *,
    nearest: Place | None,
    province_at: Callable[[Position], Place | None],
    province: Callable[[str, str], Place | None],
    country: Callable[[str], Place | None],
) -> Whereabouts:
    """Weigh the record of the nearest place against the drawn area that holds the point.

    In a town its record decides: simplified borders put border towns into the next country.
    Elsewhere the area decides, and where none is drawn, on a coast, the place again. Measured by
    ``benchmarks/accuracy/reverse.py``.
    """
    distance = bearing = None
    if nearest is not None:
        distance = geo.distance_km(nearest.position, position)
        # A hair west of north comes as 360.
        bearing = geo.bearing_deg(nearest.position, position) % 360 if distance else 0.0
    rule: Rule = "none"
    decides = None
    if (
        nearest is not None
        and nearest.country
        and distance is not None
        and distance <= town_km(nearest.population)
    ):
        rule, decides = "place", nearest
    elif (drawn := province_at(position)) is not None:
        rule, decides = "area", drawn
    elif nearest is not None and nearest.country and distance is not None and distance <= _COAST_KM:
        rule, decides = "coast", nearest
    code = decides.country if decides else None
    return Whereabouts(
        position=position,
        country=country(code) if code else None,
        admin1=decides if rule == "area" else _province_of(decides, province),
        rule=rule,
        nearest=nearest,
        distance_km=distance,
        bearing_deg=bearing,
    )


def _province_of(place: Place | None, province: Callable[[str, str], Place | None]) -> Place | None:
    if place is None or not place.country or not place.admin1:
        return None
    return province(place.country, place.admin1)
