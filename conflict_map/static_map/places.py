"""What is drawn of events: places with counts, marks, areas, circles, directions; a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflict_map.model import Position
from conflict_map.static_map.place_names import name_at
from conflict_map.vocabulary import GeoPrecision

if TYPE_CHECKING:
    from conflict_map.ground import Bounds
    from conflict_map.static_map.place_names import Names, PlaceName


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A line or an area in which events lie, with their common glyph or ``MIXED``."""

    geometry: Any
    glyph: int
    precision: int

    @property
    def is_line(self) -> bool:
        """Tell a line from an area."""
        return "Polygon" not in self.geometry.geom_type


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A distance about a site within which events lie."""

    site: int
    radius_km: float
    glyph: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrow:
    """A direction of movement: towards a place, from a site where there is one."""

    lon: float
    lat: float
    name: str
    glyph: int
    site: int | None


@dataclass(slots=True, kw_only=True)
class Places:
    """Sites, which are distinct positions, and the marks of events at them, in order of site."""

    lon: Any
    lat: Any
    counts: Any
    """Marks at each site by glyph."""
    name: list[PlaceName | None]
    names: Names | None
    """The gazetteer, for names that are not Latin."""
    is_area: Any
    """Whether a site's mark stands for a line or an area."""
    mark_site: Any
    mark_glyph: Any
    mark_firm: Any
    mark_vague: Any
    """Whether a mark stands for a wider area that has no outline."""
    areas: list[Area]
    circles: list[Circle]
    arrows: list[Arrow]
    total: int
    placed: int
    placed_by_glyph: tuple[int, ...]
    first: Any
    """First and last known day, or None."""
    last: Any
    citations: tuple[str, ...]
    sources: tuple[str, ...]
    cut: float
    firm_marks: tuple[bool, bool] = (False, False)
    """Whether there are hollow and filled marks."""
    firm_by_glyph: tuple[bool, ...] = ()
    """Whether a glyph has a filled mark."""
    crowded_shapes: bool = False

    @property
    def unplaced(self) -> int:
        """Give the number of events that have no place."""
        return self.total - self.placed

    def name_at(self, site: int) -> str | None:
        """Give the name of a site as it is written on the map, None where it has none."""
        name = self.name[site]
        if name is None:
            return None
        lon = float((self.lon[site] + 180) % 360 - 180)
        return name_at(name, Position(lon=lon, lat=float(self.lat[site])), self.names)

    def bounds(self) -> Bounds | None:
        """Give west, south, east, north of what is drawn, in degrees; None without a mark.

        Areas up to a province count whole; a region or a country would push the marks together.
        East is greater than 180 where the events lie across the antimeridian.
        """
        if not len(self.lon):
            return None
        lons, lats = [self.lon], [self.lat]
        for area in self.areas:
            if area.precision <= GeoPrecision.PROVINCE:
                xy = shapely.get_coordinates(area.geometry)
                lons.append(xy[:, 0])
                lats.append(xy[:, 1])
        x, y = np.concatenate(lons), np.concatenate(lats)
        return (float(x.min()), float(y.min()), float(x.max()), float(y.max()))
