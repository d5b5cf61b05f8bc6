"""ConflictMap: a folium Map that is one offline page of events; knows no input file."""

from __future__ import annotations

import os
from collections.abc import Callable  # noqa: TC003  # of a class's attribute
from typing import TYPE_CHECKING, Any, BinaryIO, ClassVar, Final, cast

import folium
from folium.template import Template

from conflict_map.errors import UsageError
from conflict_map.tables.saving import replacing
from conflict_map.web.about import about_report
from conflict_map.web.basemap import basemap_payload
from conflict_map.web.catalogue import check_language, words_for
from conflict_map.web.editing import editing_payload, words_of_editing
from conflict_map.web.embed import notebook_frame
from conflict_map.web.figure import PageFigure
from conflict_map.web.layer import EventLayer
from conflict_map.web.page import DATA_BLOCK, EVENTS, GROUND, PICTURES, Guests, Page
from conflict_map.web.tiles import plain_attribution, tiles_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conflict_map.web.basemap import Basemap
    from conflict_map.web.payload import Events

DEFAULT_TITLE: Final = "Conflict events"
_ID: Final = "conflict_map"
_PNG: Final = "image/png"


class ConflictMap(folium.Map):
    """Events on one self-contained, offline, interactive page.

    It is a ``folium.Map``: ``save``, ``get_root().render()``, notebooks and other folium layers
    work as usual. Without tiles, which are the default, the page asks no host for anything.

    >>> from conflict_map import EventSet
    >>> ConflictMap(EventSet.empty(), title="Nothing yet")
    ConflictMap: Nothing yet: 0 events, 0 placed, 0 not placed

    Parameters
    ----------
    events
        an ``EventSet``.
    title
        heading and title of the page, plain text.
    gazetteer
        where land, borders and names come from; the one that ships with the package by default.
        Anything with ``shapes`` and ``labels`` will do.
    report
        the run's report (inputs, counts, rejected rows, versions, options), shown under
        "About this map"; folder names are left out.
    lang
        language of the title and of the page's own words as a BCP 47 tag. With None, the words are
        in the reader's language if it is Arabic, French, Spanish, Ukrainian or Russian, else in
        English. A tag of one of these six fixes them, whoever reads; any other tag, such as "de",
        is that of the title, and the words are English.
    description
        a sentence or two under the title, plain text.
    editable
        whether readers can correct events in their cards and download what they corrected as a
        corrections file (``docs/corrections.md``). Only where the events carry the ids and quotes
        of the inputs: a map of coarsened events has none that the file would find again.
    **options
        folium's, such as ``location`` (latitude, longitude) and ``zoom_start``; ``tiles`` is an
        address with {z}, {x} and {y} (with ``attr``) or an xyzservices name. A page with tiles asks
        their host, which it names, for pictures; our own ground stays beneath them.

    Raises
    ------
    UsageError
        for a language tag that is none, unknown tiles, or another projection than EPSG:3857.

    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = window.conflictMap.leaflet;\n"
        "{% for layer in this.objects_to_stay_in_front %}"
        "{{ this.get_name() }}.on('overlayadd', () => {{ layer.get_name() }}.bringToFront());\n"
        "{% endfor %}"
        "{% endmacro %}"
    )
    default_js: list[tuple[str, str]] = []  # noqa: RUF012  # folium's attribute, of folium's type
    default_css: list[tuple[str, str]] = []  # noqa: RUF012
    _as_picture: ClassVar[Callable[[ConflictMap], str | None] | None] = None
    """What draws the picture beside the frame; the package sets it, for print is not known here."""

    def __init__(
        self,
        events: Events,
        *,
        title: str | None = None,
        gazetteer: Basemap | None = None,
        report: Mapping[str, Any] | None = None,
        lang: str | None = None,
        description: str | None = None,
        editable: bool = False,
        **options: Any,
    ) -> None:
        if options.get("crs", "EPSG3857") != "EPSG3857":
            raise UsageError(f"crs is {options['crs']!r}; the page is drawn in 'EPSG3857' only")
        if isinstance(options.get("tiles"), str):
            options |= tiles_of(options["tiles"], options.get("attr")).options()
        options.setdefault("tiles", None)
        self._own_view = "location" in options
        super().__init__(**options)
        self._id = _ID
        self.title = title or DEFAULT_TITLE
        self.lang = check_language(lang)
        self.description = description
        self.editable = editable
        self.report = report
        self.gazetteer = gazetteer
        self.events = events
        PageFigure(self).add_child(self)
        self.events_layer = EventLayer(events)
        self.add_child(self.events_layer)

    def page(self, guests: Guests) -> Page:
        """Give the parts of the page; ``get_root().render()`` assembles them."""
        layer = self.events_layer
        basemap = basemap_payload(
            self.gazetteer or _shipped(), layer.positions, bounds=layer.bounds(), cut=layer.cut
        )
        data = layer.packed(
            title=self.title,
            description=self.description,
            basemap=basemap,
            report=about_report(self.report),
            **words_for(self.lang, without=() if self.editable else words_of_editing()),
            **({"editing": editing_payload()} if self.editable else {}),
            citations=layer.citations,
            hosts=guests.image_hosts,
        )
        return Page(
            title=self.title,
            lang=self.lang,
            data=data,
            texts=layer.text_scripts(DATA_BLOCK),
            total=len(layer),
            placed=layer.placed,
            credits=(
                *((EVENTS, citation) for citation in layer.citations),
                *self._ground_credits(guests),
            ),
            bounds=self._view(),
            # A map with other layers may show anything anywhere; do not fence it in.
            outer=None if guests.present else cast("Any", basemap["outer"]),
            guests=guests,
            is_editable=self.editable,
        )

    def _ground_credits(self, guests: Guests) -> list[tuple[str, str]]:
        """Say whose pictures of the ground are shown, and which hosts the page asks for them."""
        tiles = [c for c in self._children.values() if isinstance(c, folium.TileLayer)]
        made_by = [plain_attribution(str(layer.options.get("attribution", ""))) for layer in tiles]
        said = [(GROUND, name) for name in dict.fromkeys(made_by) if name]
        if guests.image_hosts:
            said.append((PICTURES, ", ".join(guests.image_hosts)))
        return said

    def _view(self) -> tuple[float, float, float, float] | None:
        """Give the first view: the one asked for, or all the events."""
        if not self._own_view:
            return self.events_layer.bounds()
        lat, lon = self.location
        half = 180 / 2 ** float(str(self.options.get("zoom", 10)))
        return (lon - half, max(lat - half, -85.0), lon + half, min(lat + half, 85.0))

    def save(
        self,
        outfile: str | bytes | os.PathLike[str] | BinaryIO,
        close_file: bool = True,  # noqa: FBT001, FBT002  # folium's signature
        **kwargs: Any,
    ) -> None:
        """Write the page to a path, whole or not at all; or to an open binary file, as folium does.

        Raises
        ------
        OutputError
            if it could not be written; an older file is untouched.

        """
        data = self.get_root().render(**kwargs).encode("utf-8")
        if isinstance(outfile, (str, bytes, os.PathLike)):
            with replacing(os.fsdecode(outfile)) as new:
                new.write_bytes(data)
            return
        outfile.write(data)
        if close_file:
            outfile.close()

    def _repr_html_(self, **kwargs: Any) -> str:
        """Give the page in a sandboxed frame for a notebook."""
        page = self.get_root().render(**kwargs)
        return notebook_frame(page, title=self.title, instead=str(self))

    def _repr_mimebundle_(
        self, include: Sequence[str] | None = None, exclude: Sequence[str] | None = None
    ) -> dict[str, str]:
        """Give the frame, and its picture and a sentence for readers that show no frame."""
        bundle = {"text/html": self._repr_html_(), "text/plain": str(self)}
        wanted = (include is None or _PNG in include) and _PNG not in (exclude or ())
        draw = type(self)._as_picture  # noqa: SLF001  # the class's own
        picture = draw(self) if draw is not None and wanted else None
        return bundle if picture is None else {**bundle, _PNG: picture}

    @classmethod
    def picture_with(cls, as_picture: Callable[[ConflictMap], str | None]) -> None:
        """Set what draws the picture beside the frame: a function from a map to PNG in base64."""
        cls._as_picture = staticmethod(as_picture)

    def __str__(self) -> str:
        layer = self.events_layer
        unplaced = len(layer) - layer.placed
        return (
            f"ConflictMap: {self.title}: {len(layer)} events, "
            f"{layer.placed} placed, {unplaced} not placed"
        )

    __repr__ = __str__


def _shipped() -> Basemap:
    """Open the gazetteer that ships with the package, only when no other was given."""
    from conflict_map.gazetteer import Gazetteer  # noqa: PLC0415  # opening it costs time

    return cast("Basemap", Gazetteer.default())
