"""Which marks, rings, areas and circles are on the printed map, and where; knows no colour.

The rules and their numbers are those of the page (``web/static/marks.js``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import shapely

if TYPE_CHECKING:
    from conflict_map.static_map.places import Area, Arrow, Places
    from conflict_map.static_map.view import View

MAX_MARKS: Final = 400
"""With more marks in view than this there are rings by a wide grid."""
MAX_FAN: Final = 5
MAX_FULL: Final = 60
MAX_THIN: Final = 800
"""So many outlines in view are drawn in full, so many as thin lines; of more, none."""
RADIUS: Final = 6.6
_MIN_CIRCLE: Final = RADIUS + 1
"""A smaller circle would lie under its mark."""
FAN_STEP: Final = 17.0
_CROWD_CELL: Final = 76.0
_CELL: Final = 34.0
_TOUCHING: Final = 12.0
"""Marks whose centres are nearer than this lie on each other."""
_HIDDEN: Final = 5.0
"""Of marks whose centres are nearer than this one hides the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One event at one site; ``half`` is half the width of the fan that it stands in."""

    x: float
    y: float
    glyph: int
    firm: bool
    vague: bool
    site: int
    at: float
    half: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """Many events, of one site or of neighbours, by type."""

    x: float
    y: float
    r: float
    counts: tuple[int, ...]
    sites: tuple[int, ...]

    @property
    def count(self) -> int:
        """Give how many events it stands for."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc:
    """A circle of uncertainty."""

    x: float
    y: float
    r: float
    glyph: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaft:
    """The arrow of a direction, which stops before the named place."""

    x0: float
    y0: float
    x1: float
    y1: float
    glyph: int
    name: str


@dataclass(slots=True, kw_only=True)
class Layout:
    """What is on the map."""

    marks: list[Mark] = field(default_factory=list)
    rings: list[Ring] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    discs: list[Disc] = field(default_factory=list)
    shafts: list[Shaft] = field(default_factory=list)
    detail: Literal["full", "thin", "none"] = "full"
    """How areas and circles are drawn; with "none" there are none."""


def arrange(places: Places, view: View) -> Layout:
    """Lay out what is in view: single marks, or rings by grid where there are too many."""
    work = _Arranger(places, view)
    alone = work.rings()
    alone = work.absorbed(alone)
    alone = work.joined(alone)
    work.fans(alone)
    work.outlines()
    work.layout.shafts = [s for a in places.arrows if (s := work.shaft(a)) is not None]
    return work.layout


class _Arranger:
    """Holds what the steps of ``arrange`` share: the sites in units, and what is laid out."""

    def __init__(self, places: Places, view: View) -> None:
        self.places = places
        self.view = view
        self.x, self.y = view.xy(places.lon, places.lat)
        self.per_site = places.counts.sum(axis=1)
        self.layout = Layout()

    def rings(self) -> list[int]:
        """Bring the sites of full cells together as rings; give the sites that stand alone."""
        x, y, view = self.x, self.y, self.view
        inside = (x >= -30) & (y >= -30) & (x <= view.width + 30) & (y <= view.height + 30)
        sites = np.flatnonzero(inside)
        if not len(sites):
            return []
        count = self.per_site[sites]
        crowd = int(count.sum()) > MAX_MARKS
        cell = _CROWD_CELL if crowd else _CELL
        left, top = view.origin
        column = np.floor((x[sites] + left) / cell).astype("int64")
        line = np.floor((y[sites] + top) / cell).astype("int64")
        # Cells in the order in which a reader meets them, so that the drawing has one order.
        keys, group = np.unique(line * (1 << 32) + column, return_inverse=True)
        group = np.ravel(group)
        total = np.bincount(group, weights=count, minlength=len(keys))
        members = np.bincount(group, minlength=len(keys))
        single = (total <= MAX_FAN) & ((members < 3) | (total < 4))
        order = np.argsort(group, kind="stable")
        ends = np.cumsum(members)
        most = float(total.max())
        for at in np.flatnonzero(~single).tolist():
            among = order[ends[at] - members[at] : ends[at]]
            # Area stands for the count; a ring stays inside its cell, so that rings never overlap.
            share = math.sqrt(float(total[at]) / most)
            r = 13 + (cell / 2 - 24) * share if crowd else _small_ring(float(total[at]))
            corner = (float(column[among[0]] * cell - left), float(line[among[0]] * cell - top))
            self._ring(sites[among].tolist(), r, cell=(*corner, cell))
        return [int(site) for site in sites[single[group]]]

    def _ring(
        self, sites: list[int], r: float, *, cell: tuple[float, float, float] | None = None
    ) -> None:
        """Add a ring where most of its events are; a group's stays inside its cell."""
        weight = self.per_site[sites] / self.per_site[sites].sum()
        x, y = float((self.x[sites] * weight).sum()), float((self.y[sites] * weight).sum())
        if cell is not None and len(sites) > 1:  # a single place keeps its position
            x0, y0, size = cell
            x, y = min(max(x, x0 + r), x0 + size - r), min(max(y, y0 + r), y0 + size - r)
        counts = tuple(self.places.counts[sites].sum(axis=0).tolist())
        self.layout.rings.append(Ring(x=x, y=y, r=r, counts=counts, sites=tuple(sites)))

    def absorbed(self, sites: list[int]) -> list[int]:
        """Take the sites whose marks a ring would hide into the ring; give the others."""
        left = []
        rings = self.layout.rings
        for site in sites:
            hiding = (n for n, ring in enumerate(rings) if self._apart(ring, site) < _HIDDEN)
            at = next(hiding, None)
            if at is None or self.places.is_area[site]:
                left.append(site)
            else:
                held = (*rings[at].sites, site)
                counts = self.places.counts[list(held)].sum(axis=0).tolist()
                rings[at] = replace(rings[at], sites=held, counts=tuple(counts))
        return left

    def _apart(self, ring: Ring, site: int) -> float:
        """Give how far the nearest mark of a site's fan is from the edge of a ring."""
        x, half = float(self.x[site]), self._half(site)
        nearest = min(max(ring.x, x - half), x + half)
        return math.hypot(ring.x - nearest, ring.y - float(self.y[site])) - ring.r

    def _half(self, site: int) -> float:
        """Give half the width of a site's fan, from first to last centre."""
        return float((self.per_site[site] - 1) * FAN_STEP / 2)

    def joined(self, sites: list[int]) -> list[int]:
        """Bring sites together whose marks would lie on each other: on paper nobody can zoom in."""
        points = [site for site in sites if not self.places.is_area[site]]
        group = {site: site for site in points}

        def head(site: int) -> int:
            while group[site] != site:
                site = group[site]
            return site

        hidden = set()
        for number, one in enumerate(points):
            for other in points[number + 1 :]:
                down = abs(float(self.y[one] - self.y[other]))
                across = abs(float(self.x[one] - self.x[other]))
                across -= self._half(one) + self._half(other)
                if down < _TOUCHING and math.hypot(max(across, 0), down) < _TOUCHING:
                    group[head(other)] = head(one)
                    if math.hypot(max(across, 0), down) < _HIDDEN:
                        hidden |= {one, other}
        members: dict[int, list[int]] = {}
        for site in points:
            members.setdefault(head(site), []).append(site)
        gone: set[int] = set()
        for held in members.values():
            count = int(self.per_site[held].sum())
            if len(held) > 1 and (count > 2 or hidden.intersection(held)):
                self._ring(held, _small_ring(count))
                gone |= set(held)
        return [site for site in sites if site not in gone]

    def fans(self, sites: list[int]) -> None:
        """Points first and exactly where they are; the mark of an area may make way for one."""
        for site in sites:
            if not self.places.is_area[site]:
                self._fan(site, 0)
        for site in sites:
            if self.places.is_area[site]:
                shifts = (dy for dy in (0, -18, 18, -36, 36, -54, 54) if self._is_free(site, dy))
                self._fan(site, next(shifts, 0))

    def _is_free(self, site: int, dy: float) -> bool:
        x, y = float(self.x[site]), float(self.y[site]) + dy
        half = self._half(site) + 2 * RADIUS
        taken = [(m.x, m.y, RADIUS) for m in self.layout.marks]
        taken += [(ring.x, ring.y, ring.r) for ring in self.layout.rings]
        return all(
            abs(a - x) > half + r - RADIUS or abs(b - y) > RADIUS + r + 2 for a, b, r in taken
        )

    def _fan(self, site: int, dy: float) -> None:
        """Put the events of one site side by side: none hides another."""
        places = self.places
        x, y, half = float(self.x[site]), float(self.y[site]) + dy, self._half(site)
        first, last = np.searchsorted(places.mark_site, [site, site + 1]).tolist()
        for number, at in enumerate(range(first, last)):
            self.layout.marks.append(
                Mark(
                    x=x - half + number * FAN_STEP,
                    y=y,
                    glyph=int(places.mark_glyph[at]),
                    firm=bool(places.mark_firm[at]),
                    vague=bool(places.mark_vague[at]),
                    site=site,
                    at=x,
                    half=half,
                )
            )

    def outlines(self) -> None:
        """Give areas and circles in view, the large ones first, so that small ones lie on top."""
        view, layout = self.view, self.layout
        for circle in self.places.circles:
            r = circle.radius_km * float(view.km(self.places.lat[circle.site]))
            x, y = float(self.x[circle.site]), float(self.y[circle.site])
            in_view = -r <= x <= view.width + r and -r <= y <= view.height + r
            if in_view and r >= _MIN_CIRCLE:
                layout.discs.append(Disc(x=x, y=y, r=r, glyph=circle.glyph))
        seen = (area for area in self.places.areas if self._touches(area))
        layout.areas = sorted(seen, key=lambda area: -_size(area.geometry))
        layout.discs.sort(key=lambda disc: -disc.r)
        drawn = len(layout.areas) + len(layout.discs)
        if self.places.crowded_shapes or drawn > MAX_THIN:
            layout.detail, layout.areas, layout.discs = "none", [], []
        elif drawn > MAX_FULL:
            layout.detail = "thin"

    def _touches(self, area: Area) -> bool:
        """Tell whether the bounds of an area reach into the view."""
        west, south, east, north = area.geometry.bounds
        (left, right), (top, low) = self.view.xy(np.asarray([west, east]), [north, south])
        in_width = right > 0 and left < self.view.width
        return bool(in_width and low > 0 and top < self.view.height)

    def shaft(self, arrow: Arrow) -> Shaft | None:
        """Run an arrow from the event's mark towards the named place, stopping before it.

        An event without a mark has a short arrow that points at the place. None where there is no
        room for one.
        """
        to_x, to_y = (float(v) for v in self.view.xy(arrow.lon, arrow.lat))
        if arrow.site is None:
            from_x, from_y, gap = to_x - 46, to_y + 18, 0.0
        else:
            from_x, from_y, gap = float(self.x[arrow.site]), float(self.y[arrow.site]), 13.0
        length = math.hypot(to_x - from_x, to_y - from_y)
        if length < 34:
            return None

        def at(d: float) -> tuple[float, float]:
            return (from_x + (to_x - from_x) * d / length, from_y + (to_y - from_y) * d / length)

        (x0, y0), (x1, y1) = at(gap), at(length - 14)
        return Shaft(x0=x0, y0=y0, x1=x1, y1=y1, glyph=arrow.glyph, name=arrow.name)


def _small_ring(count: float) -> float:
    """Give the radius of a ring of few events."""
    return min(_CELL / 2 - 1, 11.5 + math.sqrt(count) * 0.6)


def _size(geometry: Any) -> float:
    west, south, east, north = shapely.bounds(geometry).tolist()
    return float((east - west) * (north - south))
