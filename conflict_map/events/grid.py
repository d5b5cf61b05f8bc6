"""A grid over the globe for coarsening positions; knows cells and no events."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from conflict_map.geo import EARTH_RADIUS_KM, haversine_km
from conflict_map.model import Position

_KM_A_DEGREE: Final = math.pi * EARTH_RADIUS_KM / 180
_ELLIPSOID: Final = 1.005
"""The sphere is off by up to half a per cent; a radius that is promised must not be."""
_DIGITS: Final = 5
"""A metre: enough for a centre, and short in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell of a grid: its centre, how far its corners are, and points all over it."""

    centre: Position
    half_diagonal_km: float
    """Rounded up to 100 m: no point of the cell is farther from the centre."""
    around: tuple[Position, ...]
    """Its corners, the middles of its sides and its centre."""


@lru_cache(maxsize=65_536)
def cell_at(position: Position, km: float) -> Cell:
    """Give the cell that holds a position in a grid whose cells are at least ``km`` wide and high.

    Bands of equal height from pole to pole, each cut into cells of equal width; both counts are
    even, so that no centre lies at 0, 0. The grid is fixed: what is near each other falls into one
    cell whatever else is on the map, and no number of maps averages it away, as it would random
    noise.

    >>> cell = cell_at(Position(lon=36.75, lat=35.13), 10)
    >>> cell.centre.latlon, cell.half_diagonal_km
    ((35.145, 36.80318), 7.2)
    >>> cell_at(cell.centre, 10).centre == cell.centre
    True
    """
    bands = _even(180 * _KM_A_DEGREE / km)
    high = 180 / bands
    band = min(bands - 1, math.floor((position.lat + 90) / high))
    south, lat = -90 + band * high, -90 + (band + 0.5) * high
    columns = _even(360 * _KM_A_DEGREE * math.cos(math.radians(lat)) / km)
    wide = 360 / columns
    column = min(columns - 1, math.floor((position.lon + 180) / wide))
    west, lon = -180 + column * wide, -180 + (column + 0.5) * wide
    centre = Position(lon=round(lon, _DIGITS), lat=round(lat, _DIGITS))
    lats, lons = (south, lat, min(90.0, south + high)), (west, lon, min(180.0, west + wide))
    around = tuple(Position(lon=x, lat=y) for y in lats for x in lons)
    reach = max(haversine_km(centre, corner) for corner in around) * _ELLIPSOID
    return Cell(centre=centre, half_diagonal_km=math.ceil(reach * 10) / 10, around=around)


def _even(count: float) -> int:
    return max(2, math.floor(count) // 2 * 2)
