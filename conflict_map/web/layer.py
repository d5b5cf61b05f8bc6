"""EventLayer: events as one canvas layer of a folium map; knows no page around the map."""

from __future__ import annotations

import hashlib
import json
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, Final

from branca.element import Element, Figure, MacroElement

from conflict_map.errors import UsageError
from conflict_map.vocabulary import GeoPrecision
from conflict_map.web.assets import LAYER_SCRIPTS, LAYER_STYLES, joined_scripts, joined_styles
from conflict_map.web.basemap import cut_of, unrolled
from conflict_map.web.encode import POINT_SCALE, SHAPE_SCALE, pack
from conflict_map.web.payload import citations_of, events_payload

if TYPE_CHECKING:
    from conflict_map.web.basemap import Bounds
    from conflict_map.web.payload import Events

_ATTACH: Final = "conflictMapLayer"


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
    hosts they come from are that map's choice. ``ConflictMap`` makes its own.

    >>> import folium
    >>> EventLayer(events).add_to(folium.Map())  # doctest: +SKIP
    """

    def __init__(self, events: Events) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "EventLayer"
        self.payload = events_payload(events)
        self._citations = citations_of(events)
        self.payload["cut"] = cut_of([lon for lon, _ in self.positions])
        # Two layers on one map need two names, and the same events the same one in every run.
        digest = hashlib.sha256(json.dumps(self.payload["columns"]["event_id"]).encode())
        self._id = digest.hexdigest()[:16]

    @property
    def positions(self) -> list[tuple[float, float]]:
        """Give the distinct positions of the marks as (lon, lat) in degrees."""
        places = self.payload["places"]
        pairs = dict.fromkeys(zip(places["lon"], places["lat"], strict=True))
        return [(lon / POINT_SCALE, lat / POINT_SCALE) for lon, lat in pairs]

    @property
    def placed(self) -> int:
        """Give the number of events that have a mark."""
        start = self.payload["marks"]["start"]
        return sum(after > before for before, after in pairwise(start))

    def __len__(self) -> int:
        return int(self.payload["rows"])

    @property
    def citations(self) -> tuple[str, ...]:
        """Give what the data sets of the events ask to be cited as, each once."""
        return self._citations

    @property
    def cut(self) -> float:
        """Give the longitude at which the map is cut open, -180 unless events lie across 180."""
        return float(self.payload["cut"])

    def bounds(self) -> Bounds | None:
        """Give west, south, east, north of what is drawn, in degrees; None without a mark.

        Areas up to a province count whole; a region or a country would push the marks together.
        East is greater than 180 where the events lie across the antimeridian.
        """
        points = [(unrolled(lon, self.cut), lat) for lon, lat in self.positions]
        if not points:
            return None
        places = self.payload["places"]
        wanted = {
            shape
            for shape, precision in zip(places["shape"], places["precision"], strict=True)
            if shape >= 0 and precision <= GeoPrecision.PROVINCE
        }
        for shape in sorted(wanted):
            for ring in (ring for part in self.payload["shapes"][shape][1] for ring in part):
                lons, lats = accumulate(ring[::2]), accumulate(ring[1::2])
                points += [
                    (unrolled(x / SHAPE_SCALE, self.cut), y / SHAPE_SCALE)
                    for x, y in zip(lons, lats, strict=True)
                ]
        west, south = (min(axis) for axis in zip(*points, strict=True))
        east, north = (max(axis) for axis in zip(*points, strict=True))
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
        figure.header.add_child(
            Verbatim(f"<style>{joined_styles(LAYER_STYLES)}</style>"), name="conflict_map_style"
        )
        figure.html.add_child(
            Verbatim(
                f'<script type="application/octet-stream" id="{block}">'
                f"{pack(self.payload)}</script>"
                # Before folium's own script, so that every layer of the page finds it.
                f"<script>{joined_scripts(LAYER_SCRIPTS)}</script>"
            ),
            name=block,
        )
        figure.script.add_child(
            Verbatim(f"var {name} = {_ATTACH}({self._parent.get_name()}, '{block}');\n"), name=name
        )
