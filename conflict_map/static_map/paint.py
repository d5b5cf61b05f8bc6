"""Puts ground, events and names on axes, with the strokes of the page; decides no position."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_rgba
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import Stroke
from matplotlib.transforms import Affine2D

from conflict_map.static_map.basemap import area_path, line_path
from conflict_map.static_map.labels import STYLES
from conflict_map.static_map.layout import RADIUS
from conflict_map.static_map.lettering import font
from conflict_map.static_map.style import COLOURS, GLYPHS, SHAPES, colour_of
from conflict_map.vocabulary import Glyph

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.text import Text

    from conflict_map.static_map.basemap import Ground
    from conflict_map.static_map.labels import Label
    from conflict_map.static_map.layout import Layout, Mark, Ring, Shaft
    from conflict_map.static_map.view import View

_CIRCLE: Final = Path.unit_circle()
_LAND, _EDGE, _AREA, _ARROW, _RING, _MARK, _NAME = 1.0, 1.2, 2.0, 3.0, 4.0, 5.0, 6.0
"""The order in which things lie on each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """Draws on axes in units of a view; ``points`` is how many points (1/72 inch) a unit has."""

    axes: Axes
    view: View
    points: float
    base: float = 0.0
    """Added to the order of everything, for axes that hold something already."""

    def fill(self, paths: Sequence[Path], order: float, **style: Any) -> None:
        """Draw paths in the coordinates of the axes as one."""
        if paths:
            if "linewidth" in style:
                style["linewidth"] *= self.points
            if isinstance(style.get("linestyle"), tuple):
                style["linestyle"] = _dash(style["linestyle"], style["linewidth"], self.points)
            patch = PathPatch(Path.make_compound_path(*paths), zorder=self.base + order, **style)
            patch.set_capstyle(style.get("capstyle", "butt"))
            patch.set_joinstyle("round")
            self.axes.add_artist(patch)  # add_patch would measure every curve for limits

    def stamp(
        self, paths: Sequence[Path], xy: Sequence[tuple[float, float]], order: float, **style: Any
    ) -> None:
        """Draw a path in units at each place: as large at every zoom."""
        if not xy:
            return
        if "linewidth" in style:
            style["linewidth"] *= self.points
        if isinstance(style.get("linestyle"), tuple):
            style["linestyle"] = _dash(style["linestyle"], style["linewidth"], self.points)
        at_x, at_y = self.view.data(*(np.asarray(v, dtype=float) for v in zip(*xy, strict=True)))
        figure = self.axes.get_figure(root=True)
        assert figure is not None
        drawn = PathCollection(
            paths,
            offsets=np.stack([at_x, at_y], axis=1),
            offset_transform=self.axes.transData,
            zorder=self.base + order,
            **style,
        )
        # Paths are in units, y upwards as on the screen.
        drawn.set_transform(Affine2D().scale(self.points / 72) + figure.dpi_scale_trans)
        drawn.set_joinstyle("round")
        self.axes.add_collection(drawn, autolim=False)

    def write(
        self, text: str, x: float, y: float, size: float, *, order: float = _NAME, **style: Any
    ) -> Text:
        """Write a text with its left end and the middle of its letters at a place.

        It stays with that place when the axes move, and is never read as mathtext or TeX.
        """
        bold, italic = style.pop("bold", False), style.pop("italic", False)
        at_x, at_y = self.view.data(np.asarray([x]), np.asarray([y]))
        return self.axes.annotate(
            text,
            (float(at_x[0]), float(at_y[0])),
            xytext=(0, -0.36 * size * self.points),
            textcoords="offset points",
            annotation_clip=False,
            va="baseline",
            parse_math=False,
            usetex=False,
            fontproperties=font(size * self.points, bold=bold, italic=italic),
            zorder=self.base + order,
            **style,
        )

    def write_over(
        self, text: str, x: float, y: float, size: float, *, color: str, **style: Any
    ) -> None:
        """Write a text with a halo, which is drawn apart so that the text stays text in a file."""
        behind = self.write(text, x, y, size, **style)
        behind.set_color("none")
        behind.set_gid("halo")
        halo = Stroke(linewidth=3.0 * self.points, foreground=COLOURS["halo"], joinstyle="round")
        behind.set_path_effects([halo])
        self.write(text, x, y, size, color=color, **style)


def _dash(pattern: tuple[Any, ...], width: float, points: float) -> Any:
    """Give dashes in units as matplotlib counts them: in line widths."""
    first, lengths = pattern
    return (first, tuple(length * points / width for length in lengths))


def paint_ground(pen: Pen, ground: Ground) -> None:
    """Draw land and borders; the firm line under a disputed border is taken away."""
    line = {"facecolor": "none", "edgecolor": COLOURS["border"]}
    pen.fill(ground.other_land, _LAND, facecolor=COLOURS["land-other"], edgecolor="none")
    pen.fill(ground.land, _LAND, facecolor=COLOURS["land"], edgecolor="none")
    thin = {**line, "edgecolor": COLOURS["border-thin"]}
    pen.fill(ground.provinces, _EDGE, linewidth=0.8, **thin)
    pen.fill(ground.borders, _EDGE + 0.1, linewidth=1.15, **line)
    under = {**line, "edgecolor": COLOURS["land"]}
    pen.fill(ground.disputed, _EDGE + 0.2, linewidth=2.4, **under)
    pen.fill(ground.disputed, _EDGE + 0.3, linewidth=1.3, linestyle=(0, (4, 3)), **line)


def paint_events(pen: Pen, layout: Layout) -> None:
    """Draw everything that stands for events."""
    if layout.detail == "full":
        _paint_areas(pen, layout)
        _paint_discs(pen, layout)
    else:
        _paint_thin(pen, layout)
    _paint_shafts(pen, layout.shafts)
    _paint_rings(pen, layout.rings)
    paint_marks(pen, layout.marks)


def _paint_discs(pen: Pen, layout: Layout) -> None:
    for number, disc in enumerate(layout.discs):
        colour = colour_of(disc.glyph)
        pen.stamp(
            [scaled(_CIRCLE, disc.r)],
            [(disc.x, disc.y)],
            _AREA + 0.5 + number * 1e-4,
            facecolor=[to_rgba(colour, 0.07)],
            edgecolor=[to_rgba(colour, 0.75)],
            linewidth=1.2,
            linestyle=(0, (4, 4)),
        )


def _paint_thin(pen: Pen, layout: Layout) -> None:
    """Draw areas and circles that are many as thin lines, or they would hide the map."""
    view = pen.view
    glyphs = sorted({area.glyph for area in layout.areas} | {disc.glyph for disc in layout.discs})
    for glyph in glyphs:
        parts = [
            part
            for area in layout.areas
            if area.glyph == glyph
            for part in shapely.get_parts(area.geometry)
        ]
        made = [
            (line_path if "Line" in part.geom_type else area_path)(
                [part], lambda lon, lat: view.data(*view.xy(lon, lat))
            )
            for part in parts
        ]
        style: dict[str, Any] = {"facecolor": "none", "linewidth": 1.0}
        pen.fill(made, _AREA, edgecolor=to_rgba(colour_of(glyph), 0.45), **style)
        discs = [disc for disc in layout.discs if disc.glyph == glyph]
        pen.stamp(
            [scaled(_CIRCLE, disc.r) for disc in discs],
            [(disc.x, disc.y) for disc in discs],
            _AREA + 0.5,
            edgecolor=[to_rgba(colour_of(glyph), 0.4)],
            **style,
        )


def _paint_areas(pen: Pen, layout: Layout) -> None:
    """Draw areas, lightly filled and dashed: the event is somewhere in it. Lines are cased."""
    view = pen.view

    def place(lon: Any, lat: Any) -> tuple[Any, Any]:
        return view.data(*view.xy(lon, lat))

    for number, area in enumerate(layout.areas):
        order = _AREA + number * 1e-4
        colour = colour_of(area.glyph)
        parts = [p for p in shapely.get_parts(area.geometry) if not p.is_empty]
        if area.is_line:
            path = [line_path(parts, place)]
            style: dict[str, Any] = {"facecolor": "none", "capstyle": "round"}
            pen.fill(path, order + 0.4, edgecolor=COLOURS["paper"], linewidth=6.5, **style)
            pen.fill(path, order + 0.4, edgecolor=colour, linewidth=3.0, **style)
            continue
        west, south, east, north = area.geometry.bounds
        x, y = view.xy(np.asarray([west, east]), np.asarray([north, south]))
        # What fills the map needs no fill, and areas over areas must not darken it.
        large = abs((x[1] - x[0]) * (y[1] - y[0])) > view.width * view.height * 0.4
        pen.fill(
            [area_path(parts, place)],
            order,
            facecolor=to_rgba(colour, 0.06 * (0.35 if large else 1)),
            edgecolor=to_rgba(colour, 0.6),
            linewidth=1.2,
            linestyle=(0, (5, 4)),
        )


def _paint_shafts(pen: Pen, shafts: Iterable[Shaft]) -> None:
    """Draw directions as a dotted shaft and an open head that stops short of the place."""
    for number, shaft in enumerate(shafts):
        angle = np.arctan2(shaft.y1 - shaft.y0, shaft.x1 - shaft.x0)
        head = [
            (shaft.x1 - 9 * np.cos(angle + turn), shaft.y1 - 9 * np.sin(angle + turn))
            for turn in (-0.5, 0.5)
        ]
        line = [(shaft.x0, shaft.y0), (shaft.x1, shaft.y1)]
        point = [head[0], (shaft.x1, shaft.y1), head[1]]
        order = _ARROW + number * 1e-4
        for width, colour, dotted in (
            (5.5, COLOURS["halo"], False),
            (2.0, colour_of(shaft.glyph), True),
        ):
            for path, is_shaft in ((line, True), (point, False)):
                x, y = pen.view.data(*(np.asarray(v, float) for v in zip(*path, strict=True)))
                dots = (0, (0.01, 2.5)) if dotted and is_shaft else "solid"
                drawn = LineCollection(
                    [np.stack([x, y], axis=1)],
                    colors=[colour],
                    linewidths=[width * pen.points],
                    linestyles=[dots],
                    capstyle="round",
                    joinstyle="round",
                    zorder=pen.base + order,
                )
                pen.axes.add_collection(drawn, autolim=False)


def scaled(path: Path, r: float) -> Path:
    """Give a path r times as large."""
    return Path(np.asarray(path.vertices) * r, path.codes)


def _band(start: float, end: float, outer: float, inner: float) -> Path:
    """Give a part of a ring between two angles, counted from the top, clockwise, in turns."""
    arc = Path.arc(90 - 360 * end, 90 - 360 * start)
    points = np.asarray(arc.vertices)
    codes = np.concatenate([np.asarray(arc.codes), np.asarray(arc.codes), [Path.CLOSEPOLY]])
    codes[len(points)] = Path.LINETO  # a curve has as many points the other way round
    return Path(np.concatenate([points * outer, points[::-1] * inner, [(0, 0)]]), codes)


def _paint_rings(pen: Pen, rings: Sequence[Ring]) -> None:
    """Draw shares by type around a number."""
    xy = [(ring.x, ring.y) for ring in rings]
    paper, halo = COLOURS["paper"], COLOURS["halo"]
    discs = [scaled(_CIRCLE, ring.r) for ring in rings]
    pen.stamp(discs, xy, _RING, facecolor=paper, edgecolor=halo, linewidth=2.0)
    for glyph in range(len(GLYPHS)):
        paths, at = [], []
        for ring in rings:
            if ring.counts[glyph]:
                start = sum(ring.counts[:glyph]) / ring.count
                end = start + ring.counts[glyph] / ring.count
                inner = ring.r - max(4.0, ring.r * 0.26)
                paths.append(_band(start, end, ring.r, inner))
                at.append((ring.x, ring.y))
        pen.stamp(paths, at, _RING + 0.1, facecolor=colour_of(glyph), edgecolor="none")
    for ring in rings:
        size = 11.0 if ring.r > 20 else 9.5
        text = short_count(ring.count)
        style = {"color": COLOURS["ink"], "ha": "center", "bold": True}
        pen.write(text, ring.x, ring.y, size, order=_RING + 0.2, **style)


def short_count(n: int) -> str:
    """Give a number that fits into a ring.

    >>> [short_count(n) for n in (7, 999, 1000, 1234, 9949, 12345)]
    ['7', '999', '1k', '1.2k', '9.9k', '12k']
    """
    if n < 1000:
        return str(n)
    if n < 9950:
        return f"{n / 1000:.1f}".replace(".0", "") + "k"
    return f"{(n + 500) // 1000}k"


def glyph_path(glyph: int, radius: float = RADIUS) -> Path:
    """Give the outline of a mark in units, y upwards."""
    corners = SHAPES.get(GLYPHS[glyph])
    if corners is None:
        return scaled(_CIRCLE, radius * (0.85 if GLYPHS[glyph] is Glyph.OTHER else 0.98))
    points = [(x * radius, -y * radius) for x, y in corners]
    return Path([*points, points[0]], closed=True)


def paint_marks(
    pen: Pen, marks: Sequence[Mark], *, radius: float = RADIUS, halo: bool = True
) -> None:
    """Draw marks: filled if confirmed or coded, hollow if only claimed; "other" is a ring."""
    for vague in (m for m in marks if m.vague):
        edge = colour_of(vague.glyph)
        pen.stamp([scaled(_CIRCLE, radius + 6.5)], [(vague.x, vague.y)], _MARK, facecolor="none",
                  edgecolor=edge, linewidth=1.2, linestyle=(0, (3, 3)))  # fmt: skip
    for glyph, key in enumerate(GLYPHS):
        for firm in (False, True):
            at = [(m.x, m.y) for m in marks if m.glyph == glyph and m.firm is firm]
            path, colour = glyph_path(glyph, radius), colour_of(glyph)
            filled = firm and key is not Glyph.OTHER
            if halo:
                pen.stamp([path], at, _MARK + 0.1, facecolor="none", edgecolor=COLOURS["halo"],
                          linewidth=5.0)  # fmt: skip
            pen.stamp([path], at, _MARK + 0.2, facecolor=colour if filled else COLOURS["paper"],
                      edgecolor=colour, linewidth=1.0 if filled else 2.2)  # fmt: skip
            if firm and not filled:
                dot = [scaled(_CIRCLE, radius * 0.35)]
                pen.stamp(dot, at, _MARK + 0.3, facecolor=colour, edgecolor="none")


def paint_labels(pen: Pen, labels: Iterable[Label]) -> None:
    """Write names with a halo; the halo is drawn apart, so that the name stays text in a file."""
    dots = []
    for label in labels:
        style = STYLES[label.kind]
        pen.write_over(
            label.text,
            label.x,
            label.y,
            style.size,
            color=COLOURS[style.colour],
            bold=style.bold,
            italic=style.italic,
        )
        if label.dot is not None:
            dots.append(label.dot)
    dot = [scaled(_CIRCLE, 1.9)]
    pen.stamp(dot, dots, _NAME + 0.1, facecolor=COLOURS["label"], edgecolor="none")
