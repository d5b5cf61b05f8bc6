"""Events as a matplotlib figure for print, and on somebody's axes; opens no file."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, Literal, cast

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from conflict_map.errors import UsageError
from conflict_map.static_map.basemap import Ground, ground_of, locator_ground
from conflict_map.static_map.furniture import (
    KeyItem,
    free_corner,
    key_height,
    key_items,
    paint_key,
    paint_scale_bar,
    scale_bar,
)
from conflict_map.static_map.labels import set_labels, taken_by
from conflict_map.static_map.layout import arrange
from conflict_map.static_map.lettering import clean, wrapped
from conflict_map.static_map.paint import Pen, paint_events, paint_ground, paint_labels
from conflict_map.static_map.places import places_of
from conflict_map.static_map.png import small_png
from conflict_map.static_map.style import COLOURS, SHEETS, Sheet, Size
from conflict_map.static_map.view import UNITS_PER_INCH, Crs, Pane, Window, height_for, window
from conflict_map.static_map.words import credits_of, summary_of, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from matplotlib.axes import Axes

    from conflict_map.ground import Basemap, Bounds
    from conflict_map.static_map.labels import Box
    from conflict_map.static_map.layout import Layout
    from conflict_map.static_map.places import Events, Places

Format = Literal["png", "svg", "pdf"]
NOTEBOOK_DPI: Final = 108
_OURS: Final = {
    "text.usetex": False,
    "text.parse_math": False,
    "font.family": ["DejaVu Sans"],
    "font.sans-serif": ["DejaVu Sans", "Verdana"],
    "svg.fonttype": "none",
    "svg.hashsalt": "conflict-map",
    "svg.image_inline": True,
    "pdf.fonttype": 42,
    "pdf.compression": 6,
    "path.simplify": True,
    "path.simplify_threshold": 1 / 9,
    "path.sketch": None,
    "path.effects": [],
    "lines.scale_dashes": True,
    "lines.antialiased": True,
    "patch.antialiased": True,
    "text.antialiased": True,
    "text.hinting": "none",
    "text.hinting_factor": 1,
    "text.kerning_factor": 0,
    "axes.unicode_minus": True,
    "savefig.bbox": None,
    "savefig.transparent": False,
    "savefig.facecolor": "auto",
    "savefig.edgecolor": "auto",
    "agg.path.chunksize": 0,
}
"""What must hold while a map is drawn, whatever its user has set; theirs are put back after."""


@contextmanager
def _our_settings() -> Iterator[None]:
    known = {key: value for key, value in _OURS.items() if key in mpl.rcParams}
    with mpl.rc_context(cast("Any", known)):
        yield


class MapFigure(Figure):
    """A printed map: a matplotlib figure that saves the same bytes for the same events.

    Text in SVG and PDF stays text. In a notebook it shows itself as a PNG.
    """

    def __init__(self, sheet: Sheet, height: float) -> None:
        super().__init__(
            figsize=(sheet.width_in, height / sheet.units_per_inch),
            dpi=sheet.dpi,
            facecolor=COLOURS["paper"],
            edgecolor="none",
            linewidth=0,
            layout="none",
        )
        self.sheet = sheet
        self.map_axes: Axes | None = None
        self.map_title = ""
        self.summary = ""
        """One sentence: how many events, when, and how many have no place."""

    def savefig(self, fname: Any, **kwargs: Any) -> None:
        """Save as ``Figure.savefig`` does, with text as text and nothing of clock or machine."""
        given = kwargs.get("format") or str(getattr(fname, "name", fname)).rpartition(".")[2]
        told = {**_metadata(str(given).lower(), self.map_title), **kwargs.pop("metadata", {})}
        kwargs.setdefault("dpi", self.sheet.dpi)
        with _our_settings():
            super().savefig(fname, metadata=told, **kwargs)

    def to_bytes(self, format: Format = "png", *, dpi: int | None = None) -> bytes:  # noqa: A002
        """Give the map as a file: ``png``, ``svg`` or ``pdf``; ``dpi`` is for PNG."""
        if format not in {"png", "svg", "pdf"}:
            raise UsageError(f"format is {format!r}; a map is drawn as png, svg or pdf")
        out = io.BytesIO()
        dpi = dpi or self.sheet.dpi
        if format != "png":
            self.savefig(out, format=format)
            return out.getvalue()
        self.savefig(out, format="png", dpi=dpi, pil_kwargs={"compress_level": 1})
        return small_png(out.getvalue(), title=self.map_title, dpi=dpi)

    def _repr_png_(self) -> bytes:
        return self.to_bytes("png", dpi=NOTEBOOK_DPI)


def _metadata(kind: str, title: str) -> dict[str, Any]:
    if kind == "png":
        return {"Software": None, "Title": title}
    if kind == "pdf":
        return {"Creator": "conflict-map", "Producer": None, "CreationDate": None, "Title": title}
    if kind == "svg":
        return {"Creator": "conflict-map", "Date": None, "Title": title}
    return {}


def draw(
    events: Events,
    *,
    gazetteer: Basemap | None = None,
    title: str | None = None,
    size: Size | str = Size.PAGE,
) -> MapFigure:
    """Draw events as a map for print: a column (89 mm), a page (180 mm) or a slide (16 to 9).

    Marks, colours, shapes, areas and rules are those of the page. ``gazetteer`` is where land,
    borders and names come from; the one that ships with the package by default. ``title`` is
    plain text.

    >>> from conflict_map.events import EventSet
    >>> figure = draw(EventSet.empty(), size="column", title="Nothing yet")
    >>> figure.summary, figure.to_bytes("svg")[:5]
    ('No events.', b'<?xml')

    Raises
    ------
    UsageError
        for a size that is none.

    """
    try:
        sheet = SHEETS[Size(size)]
    except ValueError:
        raise UsageError(f"size is {size!r}; expected one of {', '.join(Size)}") from None
    source = gazetteer or _shipped()
    places = places_of(events, cast("Any", source) if hasattr(source, "place") else None)
    with _our_settings():
        return _composed(places, source, sheet, title_of(title))


def _shipped() -> Basemap:
    """Open the gazetteer that ships with the package, only when no other was given."""
    from conflict_map.gazetteer import Gazetteer  # noqa: PLC0415  # opening it costs time

    return cast("Basemap", Gazetteer.default())


class _Sheet:
    """Where title, map, key and sources stand on a sheet, in units."""

    def __init__(self, sheet: Sheet, bounds: Bounds | None, title: str, summary: str) -> None:
        self.sheet = sheet
        m = sheet.margin
        self.room = sheet.width - 2 * m
        self.title = wrapped(title, sheet.title, self.room, bold=True, lines=3)
        self.summary = wrapped(summary, 11.0, self.room)
        self.top = m + len(self.title) * sheet.title * 1.2 + len(self.summary) * 14 + 9
        self.is_slide = sheet.height_in is not None
        self.panel = 218.0 if self.is_slide else 0.0
        self.map_width = self.room - self.panel - (14 if self.is_slide else 0)
        self.bounds = bounds

    def map_height(self, sources: int) -> float:
        """Give the height of the map over so many lines of sources."""
        if self.sheet.height_in is None:
            return height_for(self.bounds, self.map_width, self.sheet.flattest, self.sheet.tallest)
        whole = self.sheet.height_in * self.sheet.units_per_inch
        return max(120.0, whole - self.top - 8 - sources * 10.5 - self.sheet.margin)


def _composed(places: Places, source: Basemap, sheet: Sheet, title: str) -> MapFigure:
    """Lay out the sheet, then draw it: the map first, since the key says what is on it."""
    summary, bounds = summary_of(places), places.bounds()
    page = _Sheet(sheet, bounds, title, summary)
    sources = wrapped(credits_of(places), 8.0, page.room)
    high = page.map_height(len(sources))
    view = window(bounds, width=page.map_width, height=high, pad=42)
    layout = arrange(places, view)
    ground = ground_of(source, view, places.lon, places.lat, cut=places.cut)
    items = key_items(places, layout, disputed=bool(ground.disputed))
    taken = taken_by(layout, view)
    locator = _locator_window(view, page)
    spot = locator and free_corner(
        layout, view, locator.width, locator.height, taken=taken, order="bacd", inset=0
    )
    beside = locator is not None and spot is None and not page.is_slide
    key_room = page.room - (locator.width + 14 if beside and locator else 0)
    columns = max(1, min(sheet.columns, int(key_room // 150)))
    keyed = max(key_height(items, key_room, columns), locator.height if beside and locator else 0)
    height = page.top + high + 8 + len(sources) * 10.5 + sheet.margin
    height += 0 if page.is_slide else keyed + 6
    if sheet.height_in is not None:
        height = max(height, sheet.height_in * sheet.units_per_inch)
    figure = MapFigure(sheet, height)
    figure.map_title, figure.summary = title, summary
    paper = _axes(figure, (0, 0, sheet.width, height), height)
    pen = Pen(axes=paper, view=_flat(sheet.width, height), points=sheet.points_per_unit)
    _write_head(pen, page)
    box = (sheet.margin, page.top, sheet.margin + page.map_width, page.top + high)
    figure.map_axes = _axes(figure, box, height, framed=True)
    bar, furniture = scale_bar(view) if len(places.lon) else None, [spot] if spot else []
    for one in furniture:
        taken.add(one)
    bar_box = bar and free_corner(layout, view, *bar.box, taken=taken, order="dcba", inset=6)
    if bar_box:
        taken.add(bar_box)
    map_pen = Pen(axes=figure.map_axes, view=view, points=sheet.points_per_unit)
    figure.map_axes.set_facecolor(COLOURS["sea"])
    paint_ground(map_pen, ground)
    paint_events(map_pen, layout)
    paint_labels(map_pen, set_labels(places, layout, view, taken, ground.names, window=view))
    if bar and bar_box:
        paint_scale_bar(map_pen, bar, bar_box)
    below = box[3] + 8
    if page.is_slide:
        _slide_panel(figure, pen, items, page, locator if spot is None else None, source, view, box)
    else:
        paint_key(pen, items, sheet.margin, below, key_room, columns)
        below += keyed + 6
    if locator and spot:
        at = (box[0] + spot[0], box[1] + spot[1])
        _paint_locator(figure, locator, at, height, source, view)
    elif locator and beside:
        at = (sheet.margin + page.room - locator.width, box[3] + 8)
        _paint_locator(figure, locator, at, height, source, view)
    for number, line in enumerate(sources):
        pen.write(line, sheet.margin, below + 5 + number * 10.5, 8.0, color=COLOURS["ink-2"])
    return figure


def _flat(width: float, height: float) -> Window:
    """Give a view whose units are the coordinates of the axes: the sheet itself."""
    return Window(width=width, height=height, scale=1.0, left=0.0, top=0.0)


def _axes(figure: Figure, box: Box, height: float, *, framed: bool = False) -> Axes:
    """Add axes over a box of the sheet, in units from its top left."""
    wide = figure.get_figwidth() * cast("MapFigure", figure).sheet.units_per_inch
    left, top, right, bottom = box
    rect = (left / wide, 1 - bottom / height, (right - left) / wide, (bottom - top) / height)
    axes = figure.add_axes(rect, autoscale_on=False)
    axes.set_xlim(0, right - left)
    axes.set_ylim(bottom - top, 0)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.patch.set_visible(framed)
    for spine in axes.spines.values():
        spine.set_visible(framed)
        spine.set_color(COLOURS["ink-2"])
        spine.set_linewidth(0.5)
        spine.set_zorder(9)
    return axes


def _write_head(pen: Pen, page: _Sheet) -> None:
    sheet = page.sheet
    y = sheet.margin + sheet.title * 0.6
    for line in page.title:
        pen.write(line, sheet.margin, y, sheet.title, bold=True, color=COLOURS["ink"])
        y += sheet.title * 1.2
    y += 7 - sheet.title * 0.6
    for line in page.summary:
        pen.write(line, sheet.margin, y, 11.0, color=COLOURS["ink-2"])
        y += 14


def _slide_panel(
    figure: MapFigure,
    pen: Pen,
    items: Sequence[KeyItem],
    page: _Sheet,
    locator: Window | None,
    source: Basemap,
    view: Window,
    box: Box,
) -> None:
    """Draw the key beside the map of a slide, and the locator under it where there is room."""
    x = box[2] + 14
    paint_key(pen, items, x, box[1] + 2, page.panel, 1)
    if locator is not None:
        end = box[1] + key_height(items, page.panel, 1) + 10
        if end + locator.height <= box[3]:
            whole = pen.view.height
            at = (x, box[3] - locator.height)
            _paint_locator(figure, locator, at, whole, source, view)


def _locator_window(view: Window, page: _Sheet) -> Window | None:
    """Give the window of the small map: some eight times as wide; None where there is no wider."""
    west, south, east, north = view.bounds
    span = east - west
    if span > 110:
        return None
    wide = min(150.0, max(28.0, span * 6))
    x, y = (west + east) / 2, (south + north) / 2
    low, high = max(-78.0, y - wide * 0.32), min(80.0, y + wide * 0.32)
    width = min(112.0, page.map_width * 0.24)
    bounds = (x - wide / 2, low, x + wide / 2, high)
    return window(bounds, width=width, height=width * 0.8, pad=0)


def _paint_locator(
    figure: MapFigure,
    locator: Window,
    at: tuple[float, float],
    height: float,
    source: Basemap,
    view: Window,
) -> None:
    """Draw a small map with the frame of the large one."""
    box = (at[0], at[1], at[0] + locator.width, at[1] + locator.height)
    axes = _axes(figure, box, height, framed=True)
    axes.set_facecolor(COLOURS["sea"])
    axes.set_zorder(2)
    pen = Pen(axes=axes, view=locator, points=figure.sheet.points_per_unit * 0.6)
    ground = locator_ground(source, locator)
    ground.land, ground.other_land = ground.other_land, []
    paint_ground(pen, ground)
    west, south, east, north = view.bounds
    x, y = locator.xy(np.asarray([west, east]), np.asarray([north, south]))
    from matplotlib.path import Path  # noqa: PLC0415

    corners = [(x[0], y[0]), (x[1], y[0]), (x[1], y[1]), (x[0], y[1]), (x[0], y[0])]
    frame = Path(corners, closed=True)
    pen.fill([frame], 6, facecolor="none", edgecolor=COLOURS["strike"], linewidth=2.2)


def plot(
    events: Events,
    ax: Axes | None = None,
    *,
    crs: Crs = "EPSG:4326",
    labels: bool = True,
    gazetteer: Basemap | None = None,
    title: str | None = None,
    size: Size | str = Size.PAGE,
) -> Axes:
    """Draw events on axes of your own, or as a whole printed map, and give the axes.

    With ``ax`` the marks, areas, lines, arrows and names of places are drawn over what is there,
    in degrees (``crs="EPSG:4326"``, longitude to the right) or in Web Mercator metres
    (``"EPSG:3857"``). Axes that hold nothing yet get the limits of the events; others keep
    theirs. Rings and names are set for the limits and size that the axes have now. Without
    ``ax`` it is ``draw``, whose figure is ``axes.figure``.

    Raises
    ------
    UsageError
        for another projection, or axes that are plainly in one.

    """
    if crs not in {"EPSG:4326", "EPSG:3857"}:
        raise UsageError(
            f"crs is {crs!r}; axes are drawn on in EPSG:4326 or EPSG:3857, so bring the base "
            "map into one of them first: gdf.to_crs(3857).plot()"
        )
    if ax is None:
        figure = draw(events, gazetteer=gazetteer, title=title, size=size)
        assert figure.map_axes is not None
        return figure.map_axes
    with _our_settings():
        places = places_of(events, cast("Any", gazetteer))
        pane = Pane(axes=ax, crs=crs)
        _fit(pane, places)
        pen = Pen(axes=ax, view=pane, points=72 / UNITS_PER_INCH, base=10.0)
        layout: Layout = arrange(places, pane)
        paint_events(pen, layout)
        if labels:
            paint_labels(pen, set_labels(places, layout, pane, taken_by(layout, pane)))
        if title:
            ax.set_title(clean(title), parse_math=False, usetex=False)
    return ax


def _fit(pane: Pane, places: Places) -> None:
    """Give empty axes the limits of the events; refuse axes that are in another projection."""
    ax = pane.axes
    if ax.has_data():
        reach = max(abs(v) for v in (*ax.get_xlim(), *ax.get_ylim()))
        if pane.crs == "EPSG:4326" and reach > 1000:
            raise UsageError(
                f"the axes reach {reach:,.0f}, which is no degree, but crs is EPSG:4326; say "
                "crs='EPSG:3857' if they are in Web Mercator metres, else bring them into it"
            )
    else:
        bounds = places.bounds() or (-180.0, -58.0, 180.0, 78.0)
        view = window(bounds, width=pane.width, height=pane.height, pad=42)
        west, south, east, north = view.bounds
        x, y = pane.coordinates(np.asarray([west, east]), np.asarray([south, north]))
        ax.set_xlim(*x.tolist())
        ax.set_ylim(*y.tolist())
        ax.set_aspect(
            "equal"
            if pane.crs == "EPSG:3857"
            else 1 / float(np.cos(np.radians((south + north) / 2)))
        )
    ax.autoscale(enable=False)
    ax.apply_aspect()
