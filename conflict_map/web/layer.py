"""EventLayer: events as one canvas layer of a folium map; knows no page around the map."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from branca.element import Element, Figure, MacroElement

from conflict_map.errors import UsageError
from conflict_map.vocabulary import GeoPrecision
from conflict_map.web.assets import (
    LAYER_SCRIPTS,
    LAYER_STYLES,
    joined_scripts,
    joined_styles,
    vendor_script,
)
from conflict_map.web.basemap import cut_of, unrolled
from conflict_map.web.catalogue import words_for
from conflict_map.web.container import pack
from conflict_map.web.encode import SHAPE_SCALE
from conflict_map.web.payload import citations_of, events_payload

if TYPE_CHECKING:
    from conflict_map.web.basemap import Bounds
    from conflict_map.web.payload import Events

MAX_EVENTS: Final = 2_000_000
"""A page with more events than this would be larger than a browser can be trusted to open."""
_ATTACH: Final = "conflictMapLayer"


def check_size(count: int) -> None:
    """Refuse more events than a page holds: none is ever left out of a map in silence.

    Raises
    ------
    UsageError
        above ``MAX_EVENTS``.

    >>> check_size(2_000_000)
    """
    if count > MAX_EVENTS:
        raise UsageError(
            f"a map holds at most {MAX_EVENTS:,} events, got {count:,}; take a part of them "
            "(--from, --to, or EventSet.between), or write a table: conflict-map events"
        )


class Verbatim(Element):
    """A piece of a page that no template engine ever reads, in any pass.

    Branca compiles the text of an ordinary Element as a template; this one only hands it on.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.text = text

    def render(self, **_kwargs: Any) -> str:
        """Give the text as it is."""
        return self.text


class EventLayer(MacroElement):
    """Events as one layer, drawn on a canvas; add it to any folium map.

    On a stock ``folium.Map`` it brings the marks and their cards only; Leaflet, tiles and the
    hosts they come from are that map's choice. Its words are in the reader's language, where the
    page offers it. ``ConflictMap`` makes its own.

    >>> import folium
    >>> EventLayer(events).add_to(folium.Map())  # doctest: +SKIP
    """

    def __init__(self, events: Events) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "EventLayer"
        check_size(len(events))
        self.payload = events_payload(events)
        self._citations = citations_of(events)
        self.positions: np.ndarray[Any, Any] = self.payload.marks.degrees()
        """The distinct positions of the marks, as rows of lon, lat in degrees."""
        self.cut = cut_of(self.positions[:, 0])
        """The longitude at which the map is cut open, -180 unless events lie across 180."""
        # Two layers on one map need two names, and the same events the same one in every run.
        self._id = self.payload.ids_digest[:16]

    @property
    def placed(self) -> int:
        """Give the number of events that have a mark."""
        return self.payload.marks.placed

    def __len__(self) -> int:
        return int(self.payload.head["rows"])

    @property
    def citations(self) -> tuple[str, ...]:
        """Give what the data sets of the events ask to be cited as, each once."""
        return self._citations

    def packed(self, **more: Any) -> str:
        """Give the head of the data as an inert block, with what a page adds to it."""
        payload = self.payload
        return pack({**payload.head, "cut": self.cut, **more}, payload.sections)

    def text_scripts(self, block: str) -> str:
        """Give the long texts as inert elements, each named after the block of the head."""
        return "\n".join(
            f'<script type="application/octet-stream" id="{block}-texts-{number}">{text}</script>'
            for number, text in enumerate(self.payload.texts)
        )

    def bounds(self) -> Bounds | None:
        """Give west, south, east, north of what is drawn, in degrees; None without a mark.

        Areas up to a province count whole; a region or a country would push the marks together.
        East is greater than 180 where the events lie across the antimeridian.
        """
        if not len(self.positions):
            return None
        marks = self.payload.marks
        lons, lats = unrolled(self.positions[:, 0], self.cut), self.positions[:, 1]
        points = [np.column_stack([lons, lats])]
        wanted = marks.shape[(marks.shape >= 0) & (marks.precision <= GeoPrecision.PROVINCE)]
        for shape in sorted(set(wanted.tolist())):
            for ring in (ring for part in marks.shapes[shape][1] for ring in part):
                xy = np.column_stack([list(accumulate(ring[::2])), list(accumulate(ring[1::2]))])
                xy = xy / SHAPE_SCALE
                points.append(np.column_stack([unrolled(xy[:, 0], self.cut), xy[:, 1]]))
        every = np.concatenate(points)
        (west, south), (east, north) = every.min(axis=0).tolist(), every.max(axis=0).tolist()
        return (west, south, east, north)

    def _get_self_bounds(self) -> list[list[float | None]]:
        bounds = self.bounds()
        if bounds is None:
            return [[None, None], [None, None]]
        west, south, east, north = bounds
        return [[south, west], [north, east]]

    def render(self, **_kwargs: Any) -> None:  # type: ignore[override]  # as every MacroElement
        """Put the layer into the figure of a stock folium map, past its template engine."""
        if getattr(self._parent, "events_layer", None) is self:
            return  # a ConflictMap's page carries its own events
        figure = self.get_root()
        if not isinstance(figure, Figure) or self._parent is None:
            raise UsageError(
                "EventLayer is on no map; add it to a folium.Map before rendering, "
                "or use ConflictMap(events)"
            )
        name, block = self.get_name(), f"{self.get_name()}_data"
        script = joined_scripts(LAYER_SCRIPTS)
        data = self.packed(**words_for(None, script))
        figure.header.add_child(
            Verbatim(f"<style>{joined_styles(LAYER_STYLES)}</style>"), name="conflict_map_style"
        )
        figure.html.add_child(
            Verbatim(
                f'<script type="application/octet-stream" id="{block}">'
                f"{data}</script>{self.text_scripts(block)}"
                # Before folium's own script, so that every layer of the page finds it.
                f"<script>{vendor_script('fzstd')}{script}</script>"
            ),
            name=block,
        )
        figure.script.add_child(
            Verbatim(f"var {name} = {_ATTACH}({self._parent.get_name()}, '{block}');\n"), name=name
        )
