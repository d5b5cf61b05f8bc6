"""Tables of movement from one point to another: two positions a row, which are a line."""

from __future__ import annotations

from typing import Final

from conflict_map.tables.formats import TableFormat
from conflict_map.tables.plain import PLAIN

_ENDS: Final = (
    ("from", "to"),
    ("start", "end"),
    ("origin", "destination"),
    ("departure", "arrival"),
)
_LATS: Final = ("latitude", "lat", "y")
_LONS: Final = ("longitude", "lon", "long", "lng", "x")


def _names(end: int, words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        name
        for pair in _ENDS
        for word in words
        for name in (f"{pair[end]}_{word}", f"{word}_{pair[end]}")
    )


LINES: Final = TableFormat(
    name="lines",
    title="table of lines from one point to another",
    signatures=tuple(
        frozenset(
            {f"{first}_{lat}", f"{last}_{lat}"} if prefix else {f"{lat}_{first}", f"{lat}_{last}"}
        )
        for first, last in _ENDS
        for lat in _LATS[:2]
        for prefix in (True, False)
    ),
    columns={
        **PLAIN.columns,
        "lat": _names(0, _LATS),
        "lon": _names(0, _LONS),
        "to_lat": _names(1, _LATS),
        "to_lon": _names(1, _LONS),
        "place_name": (
            "route", "corridor", "name", "from", "from_location", "from_place", "from_name",
            "origin", *PLAIN.columns["place_name"],
        ),
        "date_end": tuple(n for n in PLAIN.columns["date_end"] if not n.startswith("to_")),
    },
    fallbacks=PLAIN.fallbacks,
    has_exact_points=True,
)  # fmt: skip
