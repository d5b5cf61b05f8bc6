"""Columns and coordinates as small JSON, and JSON as inert text; knows no events and no page."""

from __future__ import annotations

import base64
import gzip
import json
import struct
import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import shapely

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

POINT_SCALE: Final = 10_000_000
"""Steps per degree of an event's position: 1e-7 degrees, about a centimetre, in 32 bits."""
SHAPE_SCALE: Final = 100_000
"""Steps per degree of a line or an area: 1e-5 degrees, about a metre."""
_LEVEL: Final = 6
"""Of gzip: 9 takes three times as long and saves two per cent."""
_GZIP_HEADER: Final = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
"""RFC 1952 with no name, no time and an unknown system: nothing of the machine."""
_MAX_VERTICES: Final = 4_000
"""An event's area with more vertices than this is simplified for the screen."""


def text_column(values: Sequence[str | None]) -> dict[str, Any]:
    """Encode texts as one value, as a word list with indices (-1 is unknown), or as they are.

    >>> text_column(["a", "a"])
    {'all': 'a'}
    >>> text_column(["a", None, "b", "a", "a"])
    {'words': ['a', 'b'], 'at': [0, -1, 1, 0, 0]}
    >>> text_column(["a", "b", None])
    {'list': ['a', 'b', None]}
    """
    words: dict[str, int] = {}
    at = [-1 if value is None else words.setdefault(value, len(words)) for value in values]
    if not words:
        return {"all": None}
    if len(words) == 1 and -1 not in at:
        return {"all": values[0]}
    if len(words) * 2 <= len(at):
        return {"words": list(words), "at": at}
    return {"list": list(values)}


def number_column(values: Sequence[float | int | None]) -> dict[str, Any]:
    """Encode numbers as one value or as they are; unknown is None, which is not zero.

    >>> number_column([None, None])
    {'all': None}
    >>> number_column([1, None])
    {'list': [1, None]}
    """
    if all(value is None for value in values):
        return {"all": None}
    return {"list": list(values)}


def plain_texts(series: pd.Series[Any]) -> list[str | None]:
    """Give a column's texts with None for unknown."""
    return [
        None if missing else str(value)
        for value, missing in zip(series.tolist(), series.isna().tolist(), strict=True)
    ]


def plain_numbers(series: pd.Series[Any], *, digits: int = 6) -> list[float | int | None]:
    """Give a column's numbers with None for unknown; whole numbers stay whole."""
    out: list[float | int | None] = []
    for value, missing in zip(series.tolist(), series.isna().tolist(), strict=True):
        if missing:
            out.append(None)
        else:
            number = round(float(value), digits)
            out.append(int(number) if number.is_integer() else number)
    return out


def civil_days(series: pd.Series[Any]) -> list[int | None]:
    """Give civil dates as days since 1970-01-01, with None for unknown; no clock, no time zone.

    >>> civil_days(pd.Series(pd.to_datetime(["1970-01-02", None, "1969-12-31"])))
    [1, None, -1]
    """
    missing = series.isna().tolist()
    days = pd.to_datetime(series).to_numpy().astype("datetime64[D]").astype("int64").tolist()
    return [None if gone else int(day) for day, gone in zip(days, missing, strict=True)]


def delta_ring(coordinates: Any, scale: int) -> list[int]:
    """Encode lon, lat pairs in degrees as whole steps, each relative to the one before it.

    >>> delta_ring([(1.0, 2.0), (1.00001, 2.0)], 100_000)
    [100000, 200000, 1, 0]
    """
    steps = np.rint(np.asarray(coordinates, dtype=float)[:, :2] * scale).astype("int64")
    keep = np.ones(len(steps), dtype=bool)
    keep[1:] = (np.diff(steps, axis=0) != 0).any(axis=1)
    steps = steps[keep]
    steps[1:] = np.diff(steps, axis=0)
    return [int(step) for step in steps.ravel()]


def paths_of(geometry: Any) -> list[list[Any]]:
    """Give each polygon as its rings (outer first) and each line as its one path, in order.

    >>> [len(part) for part in paths_of(shapely.box(0, 0, 1, 1))]
    [1]
    """
    parts: list[list[Any]] = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            parts.append([part.exterior.coords, *(hole.coords for hole in part.interiors)])
        elif part.geom_type in {"LineString", "LinearRing"}:
            parts.append([part.coords])
    return parts


def shape_code(geometry: Any) -> list[Any]:
    """Encode an event's line (1) or area (2): its kind, then its parts, each as rings of deltas.

    >>> shape_code(shapely.LineString([(0, 0), (0, 0.5)]))
    [1, [[[0, 0, 0, 50000]]]]
    """
    if shapely.get_num_coordinates(geometry) > _MAX_VERTICES:
        west, south, east, north = geometry.bounds
        geometry = geometry.simplify(max(east - west, north - south) / 2_000)
    kind = 2 if "Polygon" in geometry.geom_type else 1
    return [
        kind,
        [[delta_ring(path, SHAPE_SCALE) for path in part] for part in paths_of(geometry)],
    ]


def steps(degrees: Iterable[float]) -> list[int]:
    """Give degrees as whole steps of 1e-7 degrees.

    >>> steps([36.75, -0.1278])
    [367500000, -1278000]
    """
    return [round(value * POINT_SCALE) for value in degrees]


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _json_parts(payload: Mapping[str, Any], depth: int = 1) -> Iterator[str]:
    """Give the JSON of a payload in parts, so that a large one is never one string."""
    yield "{"
    for number, (key, value) in enumerate(payload.items()):
        yield f"{',' if number else ''}{_text(key)}:"
        if depth and isinstance(value, Mapping):
            yield from _json_parts(value, depth - 1)
        else:
            yield _text(value)
    yield "}"


def pack(payload: Mapping[str, Any]) -> str:
    """Give the payload as base64 of gzip of JSON, equal text for equal payloads.

    No character of the text means anything to HTML, JavaScript or a template engine.

    >>> pack({"a": "{{ 7*7 }}</script>"}).isascii()
    True
    """
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    check, size, out = 0, 0, [_GZIP_HEADER]
    for part in _json_parts(payload):
        data = part.encode("utf-8", "surrogatepass")
        check, size = zlib.crc32(data, check), size + len(data)
        out.append(deflate.compress(data))
    out += [deflate.flush(), struct.pack("<II", check, size & 0xFFFFFFFF)]
    return base64.b64encode(b"".join(out)).decode("ascii")


def unpack(text: str) -> dict[str, Any]:
    """Read what ``pack`` wrote.

    >>> unpack(pack({"a": [1, None]}))
    {'a': [1, None]}
    """
    value: dict[str, Any] = json.loads(gzip.decompress(base64.b64decode(text)))
    return value
