"""A matplotlib figure that holds a printed map and saves it, the same bytes each time."""

from __future__ import annotations

import io
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, Literal, cast

import matplotlib as mpl
from matplotlib.figure import Figure

from conflict_map.errors import UsageError
from conflict_map.static_map.png import small_png
from conflict_map.static_map.style import COLOURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes

    from conflict_map.static_map.style import Sheet

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
    "axes.unicode_minus": True,
    "savefig.bbox": None,
    "savefig.transparent": False,
    "savefig.facecolor": "auto",
    "savefig.edgecolor": "auto",
    "agg.path.chunksize": 0,
}
"""What must hold while a map is drawn, whatever its user has set; theirs are put back after."""


@contextmanager
def our_settings() -> Iterator[None]:
    """Set what a map needs for as long as it is drawn or saved."""
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
        )
        self.set_layout_engine("none")
        self.sheet = sheet
        self.map_axes: Axes | None = None
        self.map_title = ""
        self.summary = ""
        """One sentence: how many events, when, and how many have no place."""

    def draw(self, renderer: Any) -> None:
        """Draw as ``Figure.draw`` does, with what a map needs set."""
        with our_settings():
            super().draw(renderer)

    def savefig(self, fname: Any, **kwargs: Any) -> None:
        """Save as ``Figure.savefig`` does, with text as text and nothing of clock or machine."""
        given = kwargs.get("format") or str(getattr(fname, "name", fname)).rpartition(".")[2]
        told = {**_metadata(str(given).lower(), self.map_title), **kwargs.pop("metadata", {})}
        kwargs.setdefault("dpi", self.sheet.dpi)
        with our_settings():
            super().savefig(fname, metadata=told or None, **kwargs)

    def to_bytes(self, format: Format = "png", *, dpi: int | None = None) -> bytes:  # noqa: A002
        """Give the map as a file: ``png``, ``svg`` or ``pdf``; ``dpi`` is for PNG."""
        if format not in {"png", "svg", "pdf"}:
            raise UsageError(f"format is {format!r}; a map is drawn as png, svg or pdf")
        out = io.BytesIO()
        dpi = dpi or self.sheet.dpi
        if format != "png":
            self.savefig(out, format=format)
            return out.getvalue()
        self.savefig(out, format="rgba", dpi=dpi)
        width = int(self.get_figwidth() * dpi)
        return small_png(out.getvalue(), width, title=self.map_title, dpi=dpi)

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
