"""The verbs of the user gazetteer: what is in it, adding a source, taking one out."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from conflict_map.cli.talk import EXIT_OK, printable, say
from conflict_map.cli.verbs import _LISTED
from conflict_map.errors import InputError, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

_LICENCES: Final = {"ucdp": "CC BY 4.0", "acled": "ACLED terms of use: cite, do not pass on"}


def gazetteer_info(arguments: argparse.Namespace) -> int:
    """Print what the gazetteer holds, and whose work it is."""
    import json

    from conflict_map.gazetteer import Gazetteer

    about = dict(Gazetteer.default(arguments.gazetteer).info())
    if arguments.json:
        print(json.dumps(about, ensure_ascii=False))
        return EXIT_OK
    for key, value in about.items():
        if key == "counts":
            print("counts: " + ", ".join(f"{n} {kind}" for kind, n in sorted(dict(value).items())))  # type: ignore[call-overload]
        elif key == "sources":
            for source in value:  # type: ignore[attr-defined]
                print(f"source: {source['name']} {source['version']}: {source['attribution']}")
        elif key == "layers":
            for source in value:  # type: ignore[attr-defined]
                print(printable(_layer_line(source)))
        else:
            print(f"{key}: {value}")
    return EXIT_OK


def _layer_line(source: dict[str, Any]) -> str:
    places = sum(book["places"] for book in source["books"])
    left_out = f", {source['rejected']} rows left out" if source["rejected"] else ""
    return (
        f"added: {source['name']} ({source['kind']}): {places} places of {source['rows']} rows"
        f"{left_out}; licence: {source['licence'] or 'not stated'}; "
        f"{source['attribution'] or 'no attribution stated'}"
    )


def gazetteer_remove(arguments: argparse.Namespace) -> int:
    """Take sources out of the user gazetteer."""
    folder = _user_folder(arguments)
    for name in arguments.names:
        gone = folder.remove(name)
        say(f"removed {name}: {gone.places} places")
    return EXIT_OK


def gazetteer_add(arguments: argparse.Namespace) -> int:
    """Add each source by itself: what was added before a fault stays, and is said."""
    folder = _user_folder(arguments)
    dumps, names, tables, countries = _sorted_sources(arguments.sources)
    if arguments.name and len(arguments.sources) - len(names) > 1:
        raise UsageError("--name names one source, got several; add them one by one")
    if names and not dumps:
        raise UsageError(
            f"{names[0]}: alternate names need the dump of their places in the same command: "
            "gazetteer add SY.zip alternateNamesV2.zip"
        )
    from conflict_map.gazetteer.adding import add_country, add_geonames

    tick = _Ticker()
    for code in countries:
        say(f"{code}: asking {arguments.base_url}")
        _tell_added(add_country(folder, code, base_url=arguments.base_url, progress=tick), tick)
    for dump in dumps:
        name = arguments.name or f"geonames-{_slug(dump)}"
        _tell_added(
            add_geonames(
                folder,
                [dump],
                names,
                name=name,
                tick=lambda what, done: tick(what, done, None),
                workers=min(2, os.cpu_count() or 1),  # more would pass 2 GB of memory
            ),
            tick,
        )
    for table in tables:
        _tell_added(_add_table(table, folder, arguments), tick)
    return EXIT_OK


def _user_folder(arguments: argparse.Namespace) -> Any:
    from conflict_map.gazetteer.folder import UserFolder
    from conflict_map.gazetteer.home import ENVIRONMENT, user_folder

    path = user_folder(arguments.gazetteer)
    if path is None:
        raise UsageError(
            f"there is no folder for a user gazetteer: say --gazetteer or {ENVIRONMENT}"
        )
    return UserFolder(path)


def _sorted_sources(sources: Sequence[str]) -> tuple[list[Path], list[Path], list[Path], list[str]]:
    """Tell GeoNames' dumps, their alternate names, tables and country codes apart."""
    from conflict_map.gazetteer.sources.geonames import kind_of

    dumps: list[Path] = []
    names: list[Path] = []
    tables: list[Path] = []
    countries: list[str] = []
    for text in sources:
        path = Path(text)
        if re.fullmatch("[A-Za-z]{2}", text) and not path.exists():
            countries.append(text.upper())
            continue
        if "\0" in text or not path.is_file():
            raise InputError(f"{text}: no such file, and no two-letter country code")
        kind = kind_of(path) if path.suffix.lower() in (".txt", ".zip") else None
        if kind is None and path.suffix.lower() in (".txt", ".zip"):
            raise InputError(
                f"{text}: expected a dump of GeoNames (19 columns parted by tabs) or its "
                "alternate names (8 or 10); save a table as .csv or .tsv"
            )
        {"places": dumps, "alternates": names, None: tables}[kind].append(path)
    return dumps, names, tables, countries


def _add_table(path: Path, folder: Any, arguments: argparse.Namespace) -> Any:
    """Add a table: of coded events by its own reader, else by the columns that are found."""
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.gazetteer.adding import add_places, sha256_of
    from conflict_map.gazetteer.sources.faults import Faults
    from conflict_map.tables.detect import detect_format
    from conflict_map.tables.plain import PLAIN

    faults = Faults()
    columns, records, shaped = _table(path, arguments.sheet)
    known = detect_format(columns)
    is_events = known is not PLAIN and not arguments.columns
    name = arguments.name or _slug(path)
    if is_events:
        say(f"{path.name}: {known.title}; its places are added by name, position and precision")
        rows = _places_of_events(path, known.name, faults)
    else:
        from conflict_map.gazetteer.sources.columns import detect, rows_of

        found = detect(columns, file=path.name, given=arguments.columns, shaped=shaped)
        said = ", ".join(f"{what}={title}" for what, title in found.said)
        say(f"{path.name}: columns: {said}" + ("; position: geometry" if shaped else ""))
        rows = rows_of(records, found, source=name, file=path.name, faults=faults)
    return add_places(
        folder,
        rows,
        name=name,
        kind="events" if is_events else "places",
        file=path.name,
        sha256=sha256_of(path),
        base=Gazetteer.shipped(),
        licence=arguments.licence or _LICENCES.get(known.name if is_events else "", ""),
        attribution=arguments.attribution or (known.title if is_events else ""),
        country=arguments.country,
        options={f"column {what}": title for what, title in arguments.columns.items()}
        | ({"country": arguments.country} if arguments.country else {})
        | ({"sheet": arguments.sheet} if arguments.sheet else {}),
        faults=faults,
    )


def _table(path: Path, sheet: str | None) -> tuple[tuple[str, ...], Any, bool]:
    """Give the columns of a table, its rows (number, cells, geometry), and if all have geometry."""
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        from conflict_map.gazetteer.sources.sheet import read_sheet

        _, rows = read_sheet(path, sheet)
        filled = ((n, cells, None) for n, cells in enumerate(rows[1:], 2) if any(cells))
        return rows[0], filled, False
    from conflict_map.tables.raw import read_raw
    from conflict_map.tables.source import read_source

    raw = read_raw(read_source(path))
    shaped = raw.syntax == "geojson"
    return raw.columns, ((r.row, r.cells, r.geometry) for r in raw.records), shaped


def _places_of_events(path: Path, format_name: str, faults: Any) -> Iterator[Any]:
    """Give the places of coded events, with how finely each position is known."""
    from conflict_map.gazetteer.sources.places import PlaceRow
    from conflict_map.tables.reading import read_tables
    from conflict_map.vocabulary import GeoPrecision

    result = read_tables(path, format=format_name)
    for rejection in result.rejections:
        faults.add(path.name, rejection.row or 0, f"{rejection.column}: {rejection.reason}")
    wanted = ["place_name", "lat", "lon", "country", "admin1", "geo_precision"]
    table = result.events.to_frame()[wanted].astype(object)
    cells = table.where(table.notna(), None).itertuples(index=False, name=None)
    for (_, row), (name, lat, lon, country, admin1, precision) in zip(
        result.origins, cells, strict=True
    ):
        yield PlaceRow(
            row=row or 0,
            name=name or "",
            lat=float("nan") if lat is None else float(lat),
            lon=float("nan") if lon is None else float(lon),
            country=country,
            admin1=admin1,
            precision=None if precision is None else GeoPrecision(int(precision)),
        )


def _slug(path: Path) -> str:
    """Make the name of a source from that of its file.

    >>> _slug(Path("Syria places (2024).csv"))
    'Syria-places-2024'
    """
    stem = path.name.removesuffix(".gz").rpartition(".")[0] or path.name
    return re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-._")[:64] or "table"


def _tell_added(added: Any, tick: _Ticker) -> None:
    tick.clear()
    source = added.source
    for fault in added.faults.rows[:_LISTED]:
        say(f"left out: {fault}")
    if added.faults.count > _LISTED:
        common = "; ".join(f"{n} x {reason}" for reason, n in added.faults.reasons.most_common(5))
        say(f"left out: {added.faults.count} rows in all: {common}")
    merged = f", {added.merged} merged into others" if added.merged else ""
    state = "added" if added.changed else "unchanged"
    say(
        f"{state} {source.name}: {source.places} places of {source.rows} rows, "
        f"{source.rejected} left out{merged}; licence: {source.licence or 'not stated'}"
    )


class _Ticker:
    """Shows long work on a terminal, one line that is written over; silent elsewhere."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def __call__(self, what: str, done: int, total: int | None) -> None:
        if self._shown:
            share = f" {100 * done // total:3d} %" if total else ""
            line = printable(f"{what}: {done:,}{share}")
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
