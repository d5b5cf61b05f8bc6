"""One map on one sheet: measures title, map, key and sources, then draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from matplotlib.path import Path

from conflict_map.static_map.basemap import ground_of, locator_ground
from conflict_map.static_map.figure import MapFigure
from conflict_map.static_map.furniture import (
    free_corner,
    key_height,
    key_items,
    paint_key,
    paint_scale_bar,
    scale_bar,
)
from conflict_map.static_map.labels import set_labels, taken_by
from conflict_map.static_map.layout import arrange
from conflict_map.static_map.lettering import wrapped
from conflict_map.static_map.paint import Pen, paint_events, paint_ground, paint_labels
from conflict_map.static_map.style import COLOURS
from conflict_map.static_map.view import Window, height_for, window
from conflict_map.static_map.words import credits_of, summary_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from conflict_map.ground import Basemap, Bounds
    from conflict_map.static_map.labels import Box
    from conflict_map.static_map.places import Places
    from conflict_map.static_map.style import Sheet

_SMALL: Final = 8.0
_SOURCE_LINE: Final = 10.5
_PANEL: Final = 218.0
"""Of a slide: the width of the key, which stands beside the map."""
_GUTTER: Final = 14.0
_WIDEST_LOCATED: Final = 110.0
"""Degrees: a wider map shows by itself where it is."""


class Composition:
    """One map on one sheet: measures the sheet, then draws the map and what stands around it.

    Lengths are in units from the top left of the sheet.
    """

    def __init__(self, places: Places, source: Basemap, sheet: Sheet, title: str) -> None:
        self.places, self.source, self.sheet = places, source, sheet
        m = sheet.margin
        self.room = sheet.width - 2 * m
        self.title, self.summary = title, summary_of(places)
        self.title_lines = wrapped(title, sheet.title, self.room, bold=True, lines=3)
        self.summary_lines = wrapped(self.summary, 11.0, self.room)
        self.sources = wrapped(credits_of(places), _SMALL, self.room)
        head = len(self.title_lines) * sheet.title * 1.2 + len(self.summary_lines) * 14 + 9
        beside = _PANEL + _GUTTER if sheet.height_in is not None else 0.0
        bounds, width = places.bounds(), self.room - beside
        high = self._map_height(bounds, width, m + head)
        self.view = window(bounds, width=width, height=high, pad=42)
        self.box: Box = (m, m + head, m + width, m + head + high)
        self.layout = arrange(places, self.view)
        self.taken = taken_by(self.layout, self.view)
        self.ground = ground_of(source, self.view, places.lon, places.lat, cut=places.cut)
        self.items = key_items(places, self.layout, disputed=bool(self.ground.disputed))
        self._measure_key()

    def _map_height(self, bounds: Bounds | None, width: float, top: float) -> float:
        """Give the height of the map: what suits it, or what a slide has left."""
        sheet = self.sheet
        if sheet.height_in is None:
            return height_for(bounds, width, sheet.flattest, sheet.tallest)
        whole = sheet.height_in * sheet.units_per_inch
        return max(120.0, whole - top - 8 - len(self.sources) * _SOURCE_LINE - sheet.margin)

    def _measure_key(self) -> None:
        """Find room for the small map: in a free corner of the map, else beside the key."""
        self.locator = locator = _locator_window(self.view)
        self.corner: Box | None = None
        if locator is not None:
            size = (locator.width, locator.height)
            self.corner = free_corner(
                self.layout, self.view, *size, taken=self.taken, order="bacd", inset=0
            )
        if self.corner is not None:
            self.taken.add(self.corner)
        self.is_slide = self.sheet.height_in is not None
        beside = locator if self.corner is None else None
        if self.is_slide:
            self.columns, self.key_room = 1, _PANEL
        else:
            self.key_room = self.room - (beside.width + _GUTTER if beside else 0)
            self.columns = max(1, min(self.sheet.columns, int(self.key_room // 170)))
        self.key_high = key_height(self.items, self.key_room, self.columns)
        below = 0.0 if self.is_slide else max(self.key_high, beside.height if beside else 0) + 6
        self.sources_at = self.box[3] + 8 + below
        height = self.sources_at + len(self.sources) * _SOURCE_LINE + self.sheet.margin
        if self.sheet.height_in is not None:
            height = max(height, self.sheet.height_in * self.sheet.units_per_inch)
        self.height = height

    def drawn(self) -> MapFigure:
        """Give the figure."""
        sheet = self.sheet
        self.figure = figure = MapFigure(sheet, self.height)
        figure.map_title, figure.summary = self.title, self.summary
        paper = self._axes((0, 0, sheet.width, self.height))
        flat = Window(width=sheet.width, height=self.height, scale=1.0, left=0.0, top=0.0)
        pen = Pen(axes=paper, view=flat, points=sheet.points_per_unit)
        self._write(pen)
        self._draw_map()
        is_slide = self.is_slide
        key_at = (self.box[2] + _GUTTER, self.box[1] + 2) if is_slide else (
            sheet.margin, self.box[3] + 8)  # fmt: skip
        paint_key(pen, self.items, key_at, room=self.key_room, columns=self.columns)
        if self.locator is not None:
            self._draw_locator(self.locator)
        return figure

    def _axes(self, box: Box, *, framed: bool = False) -> Axes:
        """Add axes over a box of the sheet."""
        left, top, right, bottom = box
        wide, high = self.sheet.width, self.height
        rect = (left / wide, 1 - bottom / high, (right - left) / wide, (bottom - top) / high)
        axes = self.figure.add_axes(rect, autoscale_on=False)
        axes.set_xlim(0, right - left)
        axes.set_ylim(bottom - top, 0)
        axes.set_xticks([])
        axes.set_yticks([])
        axes.patch.set_visible(framed)
        axes.set_facecolor(COLOURS["sea"])
        for spine in axes.spines.values():
            spine.set_visible(framed)
            spine.set_color(COLOURS["ink-2"])
            spine.set_linewidth(0.5)
            spine.set_zorder(9)
        return axes

    def _write(self, pen: Pen) -> None:
        """Write title, summary and sources."""
        sheet = self.sheet
        y = sheet.margin + sheet.title * 0.6
        for line in self.title_lines:
            pen.write(line, sheet.margin, y, sheet.title, bold=True, color=COLOURS["ink"])
            y += sheet.title * 1.2
        y += 7 - sheet.title * 0.6
        for line in self.summary_lines:
            pen.write(line, sheet.margin, y, 11.0, color=COLOURS["ink-2"])
            y += 14
        for number, line in enumerate(self.sources):
            middle = self.sources_at + _SOURCE_LINE * (number + 0.5)
            pen.write(line, sheet.margin, middle, _SMALL, color=COLOURS["ink-2"])

    def _draw_map(self) -> None:
        axes = self.figure.map_axes = self._axes(self.box, framed=True)
        pen = Pen(axes=axes, view=self.view, points=self.sheet.points_per_unit)
        bar = scale_bar(self.view) if len(self.places.lon) else None
        at = bar and free_corner(
            self.layout, self.view, *bar.box, taken=self.taken, order="dcba", inset=6
        )
        if at:
            self.taken.add(at)
        paint_ground(pen, self.ground)
        paint_events(pen, self.layout)
        names = self.ground.names
        labels = set_labels(
            self.places, self.layout, self.view, self.taken, names, window=self.view
        )
        paint_labels(pen, labels)
        if bar and at:
            paint_scale_bar(pen, bar, at)

    def _draw_locator(self, locator: Window) -> None:
        """Draw the small map with the frame of the large one, where there is room for it."""
        left, top, right, bottom = self.box
        if self.corner is not None:
            x, y = left + self.corner[0], top + self.corner[1]
        elif not self.is_slide:
            x, y = self.sheet.margin + self.room - locator.width, bottom + 8
        elif top + self.key_high + 10 + locator.height <= bottom:
            x, y = right + _GUTTER, bottom - locator.height
        else:
            return
        axes = self._axes((x, y, x + locator.width, y + locator.height), framed=True)
        axes.set_zorder(2)
        pen = Pen(axes=axes, view=locator, points=self.sheet.points_per_unit * 0.6)
        ground = locator_ground(self.source, locator)
        ground.land, ground.other_land = ground.other_land, []
        paint_ground(pen, ground)
        west, south, east, north = self.view.bounds
        xs, ys = locator.xy(np.asarray([west, east]), np.asarray([north, south]))
        corners = [(xs[0], ys[0]), (xs[1], ys[0]), (xs[1], ys[1]), (xs[0], ys[1]), (xs[0], ys[0])]
        style = {"facecolor": "none", "edgecolor": COLOURS["strike"], "linewidth": 2.2}
        pen.fill([Path(corners, closed=True)], 6, **style)


def _locator_window(view: Window) -> Window | None:
    """Give the window of the small map: some six times as wide; None where there is no wider."""
    west, south, east, north = view.bounds
    span = east - west
    if span > _WIDEST_LOCATED:
        return None
    wide = min(150.0, max(28.0, span * 6))
    x, y = (west + east) / 2, (south + north) / 2
    low, high = max(-78.0, y - wide * 0.32), min(80.0, y + wide * 0.32)
    width = min(112.0, view.width * 0.24)
    bounds = (x - wide / 2, low, x + wide / 2, high)
    return window(bounds, width=width, height=width * 0.8, pad=0)
