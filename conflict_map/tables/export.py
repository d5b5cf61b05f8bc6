"""Events to files: GeoJSON, CSV, JSON lines, GeoParquet, GeoPackage; reads and filters nothing."""

from __future__ import annotations

import csv
import json
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from shapely.geometry import mapping

from conflict_map.errors import OutputError, UsageError
from conflict_map.events.columns import COLUMN_NAMES, COLUMNS, ColumnKind
from conflict_map.tables.own import WKT_COLUMN, escape_cell
from conflict_map.tables.saving import replacing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from conflict_map.events.event_set import EventSet
    from conflict_map.tables.reading import Tick

_Row = TypeVar("_Row")
_EVERY: Final = 1000
_TEXTS: Final = frozenset(c.name for c in COLUMNS if c.kind is ColumnKind.TEXT)
_DATES: Final = tuple(column.name for column in COLUMNS if column.kind is ColumnKind.DATE)
# GeoPackage and GDAL stamp the time of writing; a fixed one keeps the bytes the same.
_FIXED_TIME: Final = "2000-01-01T00:00:00.000Z"


def check_export(path: str | Path) -> str:
    """Give the suffix of an export path.

    >>> check_export("output/events.GeoJSON")
    '.geojson'

    Raises
    ------
    UsageError
        if no format has that suffix.

    """
    suffix = Path(path).suffix.lower()
    if suffix not in WRITERS:
        known = " ".join(WRITERS)
        raise UsageError(f"{path}: cannot tell the format by {suffix!r}; known are {known}")
    return suffix


def write_events(events: EventSet, path: str | Path, *, tick: Tick | None = None) -> None:
    """Write the events in the format that the suffix names, the whole file or nothing.

    Geometry is in longitude and latitude, WGS 84; dates are ISO texts (GeoParquet: dates). In CSV
    a text that a spreadsheet would run gets an apostrophe before it, which reading takes off.

    Raises
    ------
    UsageError
        if the suffix is unknown.
    OutputError
        if the file cannot be written; an older file is then untouched.

    """
    writer = WRITERS[check_export(path)]
    with replacing(path) as temporary:
        writer(events, temporary, tick)


def write_json(value: Mapping[str, Any], path: str | Path) -> None:
    """Write one JSON object, indented, whole or not at all.

    Raises
    ------
    OutputError
        if the file cannot be written.

    """
    with replacing(path) as temporary:
        text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
        # A lone surrogate, in a column name say, is written as the JSON escape that it was.
        temporary.write_bytes((text + "\n").encode("utf-8", "backslashreplace"))


def write_lines(values: Iterable[Mapping[str, Any]], path: str | Path) -> None:
    """Write one JSON object a line, whole or not at all.

    Raises
    ------
    OutputError
        if the file cannot be written.

    """
    with (
        replacing(path) as temporary,
        temporary.open("w", encoding="utf-8", newline="\n") as stream,
    ):
        stream.writelines(json_line(value) for value in values)


def json_line(value: Mapping[str, Any]) -> str:
    r"""Give one JSON object as a line.

    >>> json_line({"text": "Ḥamāh"})
    '{"text": "Ḥamāh"}\n'
    """
    return json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n"


def _told(rows: Iterable[_Row], total: int, tick: Tick | None) -> Iterator[_Row]:
    """Pass rows on and say how far it is."""
    for number, row in enumerate(rows):
        if tick is not None and number % _EVERY == 0:
            tick("writing", number, total)
        yield row


def _write_geojson(events: EventSet, path: Path, tick: Tick | None) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write('{"type": "FeatureCollection", "features": [')
        for number, feature in enumerate(_told(events.features(), len(events), tick)):
            stream.write(("," if number else "") + "\n" + json_line(feature).rstrip("\n"))
        stream.write("\n]}\n")


def _write_lines(events: EventSet, path: Path, tick: Tick | None) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        for feature in _told(events.features(), len(events), tick):
            stream.write(json_line({**feature["properties"], "geometry": feature["geometry"]}))


def _write_csv(events: EventSet, path: Path, tick: Tick | None) -> None:
    shapes = events.to_frame().geometry.to_numpy()
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)  # RFC 4180: commas, doubled quotes, CRLF
        writer.writerow([*COLUMN_NAMES, WKT_COLUMN])
        records = _told(events.records(), len(events), tick)
        for record, shape in zip(records, shapes, strict=True):
            cells = [_cell(name, value) for name, value in record.items()]
            writer.writerow([*cells, "" if shape is None else _wkt(mapping(shape))])


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    return escape_cell(value) if name in _TEXTS else str(value)


def _wkt(geometry: Mapping[str, Any]) -> str:
    """Write well-known text with all digits; GEOS's own writer rounds to 16 of them."""
    nested = {"MultiPoint": 1, "LineString": 0, "Point": 0}
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "Point":
        return f"POINT ({_pair(coordinates)})"
    if kind in nested:
        return f"{kind.upper()} ({', '.join(_pair(pair) for pair in coordinates)})"
    return f"{kind.upper()} {_nest(coordinates)}"


def _nest(coordinates: Sequence[Any]) -> str:
    if isinstance(coordinates[0][0], float | int):
        return "(" + ", ".join(_pair(pair) for pair in coordinates) + ")"
    return "(" + ", ".join(_nest(part) for part in coordinates) + ")"


def _pair(coordinates: Sequence[float]) -> str:
    return f"{float(coordinates[0])!r} {float(coordinates[1])!r}"


def _write_parquet(events: EventSet, path: Path, tick: Tick | None) -> None:
    if tick is not None:
        tick("writing", 0, 1)
    import pandas as pd  # noqa: PLC0415 - takes its time
    import pyarrow as pa  # noqa: PLC0415 - takes its time

    frame = events.to_frame()
    for name in _DATES:
        frame[name] = frame[name].astype(pd.ArrowDtype(pa.date32()))
    frame.reset_index().to_parquet(path, index=False)


def _write_gpkg(events: EventSet, path: Path, tick: Tick | None) -> None:
    if tick is not None:
        tick("writing", 0, 1)
    import pandas as pd  # noqa: PLC0415

    frame = events.to_frame().reset_index()
    for name in _DATES:
        texts = frame[name].dt.strftime("%Y-%m-%d")
        frame[name] = texts.astype(pd.StringDtype("python"))
    path.unlink()  # GDAL makes the file itself and refuses an empty one
    try:
        with _gdal_clock_stopped():
            frame.to_file(
                path, driver="GPKG", layer="events", engine="pyogrio", index=False,
                promote_to_multi=False,  # a polygon stays one, whatever the others are
            )  # fmt: skip
    except RuntimeError as error:  # pyogrio's errors
        raise OutputError(f"{path}: cannot be written: {error}") from None


@contextmanager
def _gdal_clock_stopped() -> Iterator[None]:
    import pyogrio  # type: ignore[import-untyped]  # noqa: PLC0415

    before = pyogrio.get_gdal_config_option("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _FIXED_TIME})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": before})


WRITERS: Final[dict[str, Callable[[EventSet, Path, Tick | None], None]]] = {
    ".geojson": _write_geojson,
    ".csv": _write_csv,
    ".parquet": _write_parquet,
    ".gpkg": _write_gpkg,
    ".jsonl": _write_lines,
}
"""The export formats by suffix."""
