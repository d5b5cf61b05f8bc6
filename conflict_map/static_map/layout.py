"""Which marks, rings, areas and circles are on the printed map, and where; knows no colour.

The rules and their numbers are those of the page (``web/static/marks.js``).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflict_map.static_map.places import Area, Arrow, Places
    from conflict_map.static_map.view import View

MAX_MARKS: Final = 400
"""With more marks in view than this there are rings by a wide grid."""
MAX_FAN: Final = 5
MAX_OUTLINES: Final = 60
RADIUS: Final = 6.6
FAN_STEP: Final = 17.0
_CROWD_CELL: Final = 76.0
_CELL: Final = 34.0
_TOUCHING: Final = 10.0
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
    crowded: bool = False
    """So many areas and circles that none is drawn."""


def arrange(places: Places, view: View) -> Layout:
    """Lay out what is in view: single marks, or rings by grid where there are too many."""
    layout = Layout()
    x, y = view.xy(places.lon, places.lat)
    inside = (x >= -30) & (y >= -30) & (x <= view.width + 30) & (y <= view.height + 30)
    sites = np.flatnonzero(inside)
    per_site = places.counts.sum(axis=1)
    crowd = int(per_site[sites].sum()) > MAX_MARKS
    alone = _rings(layout, places, view, x, y, sites, per_site, crowd=crowd)
    alone = _absorbed(layout, places, x, y, alone)
    alone = _joined(layout, places, x, y, alone, per_site)
    _fans(layout, places, x, y, alone, per_site)
    _outlines(layout, places, view, x, y)
    layout.shafts = [s for a in places.arrows if (s := _shaft(a, view, x, y)) is not None]
    return layout


def _rings(
    layout: Layout,
    places: Places,
    view: View,
    x: Any,
    y: Any,
    sites: Any,
    per_site: Any,
    *,
    crowd: bool,
) -> list[int]:
    """Bring the sites of full cells together as rings; give the sites that stand alone."""
    if not len(sites):
        return []
    cell = _CROWD_CELL if crowd else _CELL
    left, top = view.origin
    column = np.floor((x[sites] + left) / cell).astype("int64")
    line = np.floor((y[sites] + top) / cell).astype("int64")
    # Cells in the order in which a reader meets them, so that the drawing has one order.
    keys, group = np.unique(line * (1 << 32) + column, return_inverse=True)
    group = np.ravel(group)
    n, count = len(keys), per_site[sites]
    total = np.bincount(group, weights=count, minlength=n)
    members = np.bincount(group, minlength=n)
    single = (total <= MAX_FAN) & ((members < 3) | (total < 4))
    alone = sites[single[group]].tolist()
    most = float(total.max())
    mean_x = np.bincount(group, weights=x[sites] * count, minlength=n) / total
    mean_y = np.bincount(group, weights=y[sites] * count, minlength=n) / total
    order = np.argsort(group, kind="stable")
    ends = np.cumsum(members)
    for at in np.flatnonzero(~single).tolist():
        held = sites[order[ends[at] - members[at] : ends[at]]]
        all_here = float(total[at])
        # Area stands for the count; a ring stays inside its cell, so that rings never overlap.
        r = (
            13 + (cell / 2 - 24) * math.sqrt(all_here / most)
            if crowd
            else min(cell / 2 - 1, 11.5 + math.sqrt(all_here) * 0.6)
        )
        at_x, at_y = float(mean_x[at]), float(mean_y[at])
        if len(held) > 1:  # a single place keeps its position
            x0, y0 = (
                column[order[ends[at] - 1]] * cell - left,
                line[order[ends[at] - 1]] * cell - top,
            )
            at_x = float(min(max(at_x, x0 + r), x0 + cell - r))
            at_y = float(min(max(at_y, y0 + r), y0 + cell - r))
        layout.rings.append(
            Ring(
                x=at_x,
                y=at_y,
                r=r,
                counts=tuple(places.counts[held].sum(axis=0).tolist()),
                sites=tuple(held.tolist()),
            )
        )
    return [int(site) for site in alone]


def _absorbed(layout: Layout, places: Places, x: Any, y: Any, sites: list[int]) -> list[int]:
    """Take the sites that a ring would hide into the ring; give the others."""
    left = []
    for site in sites:
        at = next(
            (
                number
                for number, ring in enumerate(layout.rings)
                if math.hypot(ring.x - x[site], ring.y - y[site]) < ring.r + _HIDDEN
            ),
            None,
        )
        if at is None or places.is_area[site]:
            left.append(site)
        else:
            ring = layout.rings[at]
            held = (*ring.sites, site)
            counts = places.counts[list(held)].sum(axis=0).tolist()
            layout.rings[at] = replace(ring, sites=held, counts=tuple(counts))
    return left


def _joined(
    layout: Layout, places: Places, x: Any, y: Any, sites: list[int], per_site: Any
) -> list[int]:
    """Bring sites together whose marks would lie on each other: on paper nobody can zoom in."""
    points = [site for site in sites if not places.is_area[site]]
    group = {site: site for site in points}

    def head(site: int) -> int:
        while group[site] != site:
            site = group[site]
        return site

    close = set()
    for number, one in enumerate(points):
        for other in points[number + 1 :]:
            apart = math.hypot(x[one] - x[other], y[one] - y[other])
            fans = (per_site[one] + per_site[other] - 2) * FAN_STEP / 2
            if apart < _TOUCHING or (
                abs(y[one] - y[other]) < _TOUCHING and abs(x[one] - x[other]) < fans + _TOUCHING
            ):
                group[head(other)] = head(one)
                if apart < _HIDDEN:
                    close |= {one, other}
    members: dict[int, list[int]] = {}
    for site in points:
        members.setdefault(head(site), []).append(site)
    gone: set[int] = set()
    for held in members.values():
        count = int(per_site[held].sum())
        if len(held) > 1 and (count > 2 or close.intersection(held)):
            weight = per_site[held] / count
            layout.rings.append(
                Ring(
                    x=float((x[held] * weight).sum()),
                    y=float((y[held] * weight).sum()),
                    r=min(_CELL / 2 - 1, 11.5 + math.sqrt(count) * 0.6),
                    counts=tuple(places.counts[held].sum(axis=0).tolist()),
                    sites=tuple(held),
                )
            )
            gone |= set(held)
    return [site for site in sites if site not in gone]


def _fans(
    layout: Layout, places: Places, x: Any, y: Any, sites: Iterable[int], per_site: Any
) -> None:
    """Points first and exactly where they are; the mark of an area may make way for one."""
    sites = list(sites)
    for site in sites:
        if not places.is_area[site]:
            _fan(layout, places, site, float(x[site]), float(y[site]))
    for site in sites:
        if places.is_area[site]:
            at_x, at_y = float(x[site]), float(y[site])
            half = (int(per_site[site]) - 1) * FAN_STEP / 2 + 2 * RADIUS
            shift = next(
                (dy for dy in (0, -18, 18, -36, 36) if _is_free(layout, at_x, at_y + dy, half)), 0
            )
            _fan(layout, places, site, at_x, at_y + shift)


def _is_free(layout: Layout, x: float, y: float, half: float) -> bool:
    taken = [(m.x, m.y, RADIUS) for m in layout.marks] + [(r.x, r.y, r.r) for r in layout.rings]
    return all(abs(a - x) > half + r - RADIUS or abs(b - y) > RADIUS + r + 2 for a, b, r in taken)


def _fan(layout: Layout, places: Places, site: int, x: float, y: float) -> None:
    """Put the events of one site side by side: none hides another."""
    first, last = np.searchsorted(places.mark_site, [site, site + 1]).tolist()
    half = (last - first - 1) * FAN_STEP / 2
    for number, at in enumerate(range(first, last)):
        layout.marks.append(
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


def _outlines(layout: Layout, places: Places, view: View, x: Any, y: Any) -> None:
    """Give the areas and circles in view, the large ones first, so that small ones lie on top."""
    for circle in places.circles:
        r = circle.radius_km * float(view.km(places.lat[circle.site]))
        at_x, at_y = float(x[circle.site]), float(y[circle.site])
        if -r <= at_x <= view.width + r and -r <= at_y <= view.height + r:
            layout.discs.append(Disc(x=at_x, y=at_y, r=r, glyph=circle.glyph))
    layout.areas = sorted(places.areas, key=lambda area: -_size(area.geometry))
    layout.discs.sort(key=lambda disc: -disc.r)
    layout.crowded = places.crowded_shapes or len(layout.areas) + len(layout.discs) > MAX_OUTLINES


def _size(geometry: Any) -> float:
    west, south, east, north = shapely.bounds(geometry).tolist()
    return float((east - west) * (north - south))


def _shaft(arrow: Arrow, view: View, x: Any, y: Any) -> Shaft | None:
    """Run an arrow from the event's mark towards the named place, stopping before it.

    An event without a mark has a short arrow that points at the place. None where there is no
    room for one.
    """
    to_x, to_y = (float(v) for v in view.xy(arrow.lon, arrow.lat))
    if arrow.site is None:
        from_x, from_y, gap = to_x - 46, to_y + 18, 0.0
    else:
        from_x, from_y, gap = float(x[arrow.site]), float(y[arrow.site]), 13.0
    length = math.hypot(to_x - from_x, to_y - from_y)
    if length < 34:
        return None

    def at(d: float) -> tuple[float, float]:
        return (from_x + (to_x - from_x) * d / length, from_y + (to_y - from_y) * d / length)

    (x0, y0), (x1, y1) = at(gap), at(length - 14)
    return Shaft(x0=x0, y0=y0, x1=x1, y1=y1, glyph=arrow.glyph, name=arrow.name)
