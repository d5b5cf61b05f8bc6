"""The two ways to draw: a whole map for print, and events on somebody's axes; opens no file."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from conflict_map.errors import UsageError
from conflict_map.static_map.collect import places_of
from conflict_map.static_map.composition import Composition
from conflict_map.static_map.figure import our_settings
from conflict_map.static_map.labels import set_labels, taken_by
from conflict_map.static_map.layout import arrange
from conflict_map.static_map.lettering import clean
from conflict_map.static_map.paint import Pen, paint_events, paint_labels
from conflict_map.static_map.style import SHEETS, Size
from conflict_map.static_map.view import UNITS_PER_INCH, Pane, window
from conflict_map.static_map.words import title_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from conflict_map.ground import Basemap
    from conflict_map.static_map.collect import Events
    from conflict_map.static_map.figure import MapFigure
    from conflict_map.static_map.place_names import Names
    from conflict_map.static_map.places import Places
    from conflict_map.static_map.view import Crs


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
    places = places_of(events, _names_of(source))
    with our_settings():
        return Composition(places, source, sheet, title_of(title)).drawn()


def _names_of(source: Basemap | None) -> Names | None:
    """Give the gazetteer as one that knows names; what has shapes and labels only does not."""
    return cast("Names", source) if hasattr(source, "place") and hasattr(source, "lookup") else None


def _shipped() -> Basemap:
    """Open the gazetteer that ships with the package, only when no other was given."""
    from conflict_map.gazetteer import Gazetteer  # noqa: PLC0415  # opening it costs time

    return cast("Basemap", Gazetteer.default())


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
    with our_settings():
        pane = Pane(axes=ax, crs=crs)
        cut = -180.0 if ax.has_data() and not pane.goes_beyond_180 else None
        places = places_of(events, _names_of(gazetteer or _shipped()), cut=cut)
        _fit(pane, places)
        pen = Pen(axes=ax, view=pane, points=72 / UNITS_PER_INCH, base=10.0)
        layout = arrange(places, pane)
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
