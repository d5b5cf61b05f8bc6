"""The command line: parses, calls, prints; decides nothing about places or events.

Heavy packages are imported inside the verbs, so that ``--help`` and ``lookup`` answer at once.
"""
# ruff: noqa: PLC0415 - see above

from __future__ import annotations

import argparse
import contextlib
import os
import re
import signal
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from conflict_map import __version__
from conflict_map.errors import ConflictMapError, InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from conflict_map.events.event_set import EventSet
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.gazetteer.fallback import OnlineFallback
    from conflict_map.model import Article, Candidate, Position, Resolution
    from conflict_map.tables.report import TableResult
    from conflict_map.tables.source import Source

EXIT_OK: Final = 0
EXIT_NOTHING: Final = 1
"""Nothing could be used; nothing was written and an older output is untouched."""
EXIT_USAGE: Final = 2
EXIT_PIPE: Final = 128 + 13
EXIT_INTERRUPTED: Final = 128 + 2
EXIT_TERMINATED: Final = 128 + 15

DEFAULT_MAP: Final = "output/map.html"
_LISTED: Final = 20
"""How many rejected rows are told one by one; the report and ``check`` have them all."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and give its exit code: 0 done, 1 nothing could be used, 2 wrong usage."""
    _speak_utf8()
    arguments = _parser().parse_args(_with_reverse(sys.argv[1:] if argv is None else argv))
    with contextlib.suppress(ValueError):  # only the main thread may set a handler
        signal.signal(signal.SIGTERM, _terminated)
    try:
        code: int = arguments.run(arguments)
        sys.stdout.flush()
    except UsageError as error:
        _say(f"conflict-map: {error}")
        return EXIT_USAGE
    except ConflictMapError as error:
        _say(f"conflict-map: {error}")
        return EXIT_NOTHING
    except BrokenPipeError:
        # The reader has gone: say nothing, also not when the interpreter flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_PIPE
    except OSError as error:
        _say(f"conflict-map: {error.filename or 'a file'}: {error.strerror or error}")
        return EXIT_NOTHING
    except MemoryError:
        _say("conflict-map: the memory is too small for this input; split it")
        return EXIT_NOTHING
    except KeyboardInterrupt:
        _say("conflict-map: interrupted")
        return EXIT_INTERRUPTED
    except _TerminatedError:
        _say("conflict-map: terminated")
        return EXIT_TERMINATED
    except Exception as error:
        if sys.flags.dev_mode:
            raise
        _say(
            f"conflict-map: a fault of the program ({type(error).__name__}: {error}); please "
            "report it with the output of: python -X dev -m conflict_map ..."
        )
        return EXIT_NOTHING
    return code


# --- the verbs ------------------------------------------------------------------------------------


def _map(arguments: argparse.Namespace) -> int:
    if arguments.output == DEFAULT_MAP:
        Path(DEFAULT_MAP).parent.mkdir(exist_ok=True)
    _check_outputs(arguments, [arguments.output, arguments.report])
    result = _load(arguments)
    _require_events(result)
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.tables.report import build_report
    from conflict_map.web import ConflictMap

    report = build_report(result, options=_options(arguments), version=__version__)
    own = result.inputs[0].title if len(result.inputs) == 1 else None
    page = ConflictMap(
        result.events,
        title=arguments.title or own,
        gazetteer=Gazetteer.default(arguments.gazetteer),
        report=report,
    )
    page.save(arguments.output)
    return _finish(arguments, result, report)


def _events(arguments: argparse.Namespace) -> int:
    from conflict_map.tables.export import check_export, write_events
    from conflict_map.tables.report import build_report

    check_export(arguments.output)
    _check_outputs(arguments, [arguments.output, arguments.report])
    result = _load(arguments)
    _require_events(result)
    write_events(result.events, arguments.output)
    report = build_report(result, options=_options(arguments), version=__version__)
    return _finish(arguments, result, report)


def _finish(arguments: argparse.Namespace, result: TableResult, report: dict[str, Any]) -> int:
    from conflict_map.tables.export import write_json

    if arguments.report:
        write_json(report, arguments.report)
    for warning in result.warnings:
        _say(f"warning: {warning}")
    for rejection in result.rejections[:_LISTED]:
        _say(f"rejected: {rejection}")
    if result.rejected > _LISTED:
        _say(f"rejected: and {result.rejected - _LISTED} more; --report FILE lists them all")
    formats = ", ".join(dict.fromkeys(summary.format for summary in result.inputs))
    _say(
        f"wrote {arguments.output}: {len(result.events)} events, {result.placed} placed, "
        f"{result.unplaced} not placed, {result.rejected} rejected; format: {formats}"
    )
    return EXIT_OK


def _geoparse(arguments: argparse.Namespace) -> int:
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.pipeline import geoparse
    from conflict_map.tables.export import json_line, write_lines

    _check_outputs(arguments, [arguments.output])
    articles = _articles(arguments)
    fallback = _online(arguments)
    found = geoparse(
        _progress(articles),
        Gazetteer.default(arguments.gazetteer),
        country=arguments.country,
        fallback=fallback,
    )
    lines = (
        {"id": article.id, "toponyms": [_toponym(resolution) for resolution in resolutions]}
        for article, resolutions in found
    )
    if arguments.output:
        write_lines(lines, arguments.output)
        _say(f"wrote {arguments.output}: {len(articles)} articles")
    else:
        for line in lines:
            sys.stdout.write(json_line(line))
    if fallback:
        fallback.close()
        for warning in fallback.counts:
            _say(f"warning: {warning}")
    return EXIT_OK


def _lookup(arguments: argparse.Namespace) -> int:
    import json

    from conflict_map.gazetteer import Gazetteer

    gazetteer = Gazetteer.default(arguments.gazetteer)
    if arguments.reverse:
        return _lookup_point(arguments, gazetteer)
    if not arguments.names:
        raise UsageError("lookup wants a name, or --reverse LAT,LON")
    fallback = _online(arguments)
    gazetteer = fallback.beside(gazetteer) if fallback else gazetteer
    answered = 0
    for name in _names(arguments.names):
        candidates = gazetteer.lookup(name, country=arguments.country, limit=arguments.limit)
        answered += bool(candidates)
        if arguments.json:
            shown = [_candidate(c, gazetteer.ids(c.place.id)) for c in candidates]
            line = {"query": name, "candidates": shown}
            print(json.dumps(line, ensure_ascii=False))
        elif candidates:
            print(_printable(name))
            for candidate in candidates:
                print(_described(candidate, gazetteer.ids(candidate.place.id)))
        else:
            why = fallback.reason(name, arguments.country) if fallback else None
            _say(f"{name}: no place of this name is known" + (f"; {why}" if why else ""))
    if fallback:
        fallback.close()
    return EXIT_OK if answered else EXIT_NOTHING


def _lookup_point(arguments: argparse.Namespace, gazetteer: Gazetteer) -> int:
    """Say what lies at a point: the country, the province, and the nearest place."""
    import json

    if arguments.names:
        raise UsageError("lookup wants names or --reverse, not both")
    where = gazetteer.reverse(arguments.reverse)
    near, country, admin1 = where.nearest, where.country, where.admin1
    distance, bearing = where.distance_km, where.bearing_deg
    if arguments.json:
        line = {
            "lat": where.position.lat,
            "lon": where.position.lon,
            "country": country.country if country else None,
            "admin1": admin1.name if admin1 else None,
            "rule": where.rule,
            "disputed": (admin1.disputed if admin1 else None) or (country and country.disputed),
            "nearest": near and {"place_id": near.id, "name": near.name, "country": near.country},
            "distance_km": None if distance is None else round(distance, 3),
            "bearing_deg": None if bearing is None else round(bearing, 1),
        }
        print(json.dumps(line, ensure_ascii=False))
    else:
        inside = ", ".join(place.name for place in (admin1, country) if place)
        print(f"{inside or 'no country'}  (by {where.rule})")
        if near and distance is not None and bearing is not None:
            of = f"{distance:.1f} km {where.compass} of {near.name}"
            print(f"  {of}  ({near.country}, {near.id})")
    return EXIT_OK if country or near else EXIT_NOTHING


def _online(arguments: argparse.Namespace) -> OnlineFallback | None:
    """Make the online geocoder that was asked for; without --online-geocoder there is none."""
    if arguments.online_geocoder is None:
        given = [name for name in ("url", "agent", "cache") if getattr(arguments, f"online_{name}")]
        if given:
            raise UsageError(f"--online-{given[0]} wants --online-geocoder NAME beside it")
        return None
    if not arguments.online_agent:
        raise UsageError(
            "--online-geocoder wants --online-agent: who asks and how to reach you, which the"
            " server's owner may want to know"
        )
    from conflict_map.gazetteer.answers import default_folder
    from conflict_map.gazetteer.fallback import OnlineFallback
    from conflict_map.gazetteer.services import service_geocoder

    geocoder = service_geocoder(
        arguments.online_geocoder,
        agent=f"conflict-map/{__version__} ({arguments.online_agent})",
        url=arguments.online_url,
        key=os.environ.get("CONFLICT_MAP_ONLINE_KEY"),
    )
    given_folder = arguments.online_cache
    cache = Path(given_folder) if given_folder else default_folder()
    if cache is None:
        _say("online answers are not kept: there is no home folder; name one with --online-cache")
    return OnlineFallback(geocoder, cache=cache, say=_say)


def _check(arguments: argparse.Namespace) -> int:
    """Print every fault as a line of tab-separated values; exit 1 if there is any."""
    from conflict_map.tables.report import Rejection

    print("input\trow\tcolumn\tvalue\treason")
    usable = faulty = 0
    for name in _expanded(arguments.inputs):
        faults: Sequence[Rejection]
        try:
            faults, count, warnings = _checked(name, arguments)
        except UsageError:
            raise
        except ConflictMapError as error:
            reason = str(error).removeprefix(f"{name}: ")
            faults, count, warnings = [
                Rejection(input=name, row=None, column="", value="", reason=reason)
            ], 0, ()  # fmt: skip
        usable += count
        faulty += len(faults)
        for fault in faults:
            print("\t".join(_printable(str(v or "")) for v in fault.as_dict().values()))
        for warning in warnings:
            _say(f"warning: {warning}")
        _say(f"{name}: {count} usable, {len(faults)} faults")
    return EXIT_OK if usable and not faulty else EXIT_NOTHING


def _checked(name: str, arguments: argparse.Namespace) -> tuple[Any, int, tuple[str, ...]]:
    from conflict_map.tables.articles import articles_of
    from conflict_map.tables.reading import read_tables
    from conflict_map.tables.source import read_source

    source = read_source(name)
    if _is_article(source, arguments.format):
        articles, warnings = articles_of(source)
        return (), len(articles), warnings
    result = read_tables(source, format=arguments.format, date_order=_date_order(arguments))
    return result.rejections, len(result.events), result.warnings


# --- the user gazetteer ---------------------------------------------------------------------------


def _gazetteer_info(arguments: argparse.Namespace) -> int:
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
                print(_printable(_layer_line(source)))
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


def _gazetteer_remove(arguments: argparse.Namespace) -> int:
    folder = _user_folder(arguments)
    for name in arguments.names:
        gone = folder.remove(name)
        _say(f"removed {name}: {gone.places} places")
    return EXIT_OK


def _gazetteer_add(arguments: argparse.Namespace) -> int:
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
        _say(f"{code}: asking {arguments.base_url}")
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
        _say(f"{path.name}: {known.title}; its places are added by name, position and precision")
        rows = _places_of_events(path, known.name, faults)
    else:
        from conflict_map.gazetteer.sources.columns import detect, rows_of

        found = detect(columns, file=path.name, given=arguments.columns, shaped=shaped)
        said = ", ".join(f"{what}={title}" for what, title in found.said)
        _say(f"{path.name}: columns: {said}" + ("; position: geometry" if shaped else ""))
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


_LICENCES: Final = {"ucdp": "CC BY 4.0", "acled": "ACLED terms of use: cite, do not pass on"}


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
        _say(f"left out: {fault}")
    if added.faults.count > _LISTED:
        common = "; ".join(f"{n} x {reason}" for reason, n in added.faults.reasons.most_common(5))
        _say(f"left out: {added.faults.count} rows in all: {common}")
    merged = f", {added.merged} merged into others" if added.merged else ""
    state = "added" if added.changed else "unchanged"
    _say(
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
            line = _printable(f"{what}: {done:,}{share}")
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


# --- reading --------------------------------------------------------------------------------------


def _load(arguments: argparse.Namespace) -> TableResult:
    """Read every input; what it is, is detected and said."""
    from conflict_map.tables.reading import read_tables
    from conflict_map.tables.source import read_source

    reports: list[Source] = []
    tables: list[Source] = []
    for name in _expanded(arguments.inputs):
        source = read_source(name)
        (reports if _is_article(source, arguments.format) else tables).append(source)
    result: TableResult | None = None
    if tables:
        order = _date_order(arguments)
        result = read_tables(tables, format=arguments.format, date_order=order)
    if reports:
        told = _from_articles(reports, arguments)
        result = told if result is None else result.joined(told)
    if result is None:
        raise InputError("expected at least one input, got none")
    for summary in result.inputs:
        _say(f"read {summary.path}: {summary.format}, records: {summary.records}")
    if arguments.start or arguments.end:
        result = result.between(arguments.start, arguments.end)
    return result


def _from_articles(sources: Sequence[Source], arguments: argparse.Namespace) -> TableResult:
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.pipeline import extract_events
    from conflict_map.tables.articles import articles_of, unique_articles
    from conflict_map.tables.detect import ARTICLE
    from conflict_map.tables.report import InputSummary, TableResult

    home: dict[str, str] = {}
    articles: list[Article] = []
    inputs: list[InputSummary] = []
    warnings: list[str] = []
    for source in sources:
        found, told = articles_of(source)
        warnings += told
        for article in found:
            home.setdefault(article.id, source.name)
            articles.append(_dated(article, arguments.date))
        inputs.append(
            InputSummary(
                path=source.name,
                sha256=source.sha256,
                format=ARTICLE,
                records=len(found),
                title=found[0].title if len(found) == 1 else None,
            )
        )
    whole = unique_articles(articles)
    warnings += [
        f"{home[article.id]}: no date was found; relative dates stay unknown, or say --date"
        for article in whole
        if article.published is None
    ]
    fallback = _online(arguments)
    events = extract_events(
        _progress(whole),
        Gazetteer.default(arguments.gazetteer),
        country=arguments.country,
        fallback=fallback,
    )
    if fallback:
        fallback.close()
        warnings += fallback.warnings
    return TableResult(
        events=events,
        inputs=tuple(inputs),
        warnings=tuple(warnings),
        origins=tuple((home[article_id], None) for article_id in _article_ids(events)),
    )


def _articles(arguments: argparse.Namespace) -> tuple[Article, ...]:
    from conflict_map.tables.articles import read_articles

    articles = read_articles(arguments.inputs)
    return tuple(_dated(article, arguments.date) for article in articles)


def _article_ids(events: EventSet) -> list[str]:
    return [str(article_id) for article_id in events.to_frame()["article_id"]]


def _dated(article: Article, day: date | None) -> Article:
    return replace(article, published=day) if article.published is None and day else article


def _expanded(inputs: Iterable[str]) -> list[str]:
    from conflict_map.tables.detect import ARTICLE_SUFFIXES, LINES_SUFFIXES, TABLE_SUFFIXES
    from conflict_map.tables.inputs import expand

    suffixes = ARTICLE_SUFFIXES | LINES_SUFFIXES | TABLE_SUFFIXES
    return [name for path in inputs for name in expand(path, suffixes)]


def _is_article(source: Source, named: str | None) -> bool:
    from conflict_map.tables.detect import ARTICLE, format_named, kind_of

    if named is not None and named != ARTICLE:
        format_named(named)
        return False
    return named == ARTICLE or kind_of(source) == ARTICLE


def _date_order(arguments: argparse.Namespace) -> Any:
    from conflict_map.tables.values import DateOrder

    return DateOrder(arguments.date_order) if arguments.date_order else None


def _names(given: Sequence[str]) -> Iterator[str]:
    from conflict_map.tables.source import STDIN, decode, read_source

    for name in given:
        if name == STDIN:
            lines = decode(read_source(STDIN)).text.splitlines()
            yield from (line.strip() for line in lines if line.strip())
        else:
            yield name


# --- checks before and after ----------------------------------------------------------------------


def _check_outputs(arguments: argparse.Namespace, outputs: Iterable[str | None]) -> None:
    """Find a bad output path before the long work, and never write over an input."""
    from conflict_map.tables.saving import check_output

    inputs = {Path(path).resolve() for path in arguments.inputs if path != "-" and "\0" not in path}
    seen: set[Path] = set()
    for output in outputs:
        if not output:
            continue
        if output == "-":
            raise UsageError("'-' is standard input; give the output a file name")
        target = check_output(output)
        if target in inputs or target in seen:
            raise UsageError(f"{output}: is an input or another output; write to a file of its own")
        seen.add(target)


def _require_events(result: TableResult) -> None:
    if len(result.events):
        return
    if not result.rejections:
        names = ", ".join(summary.path for summary in result.inputs)
        raise InputError(f"{names}: no event was found; nothing was written")
    reasons = Counter(rejection.reason for rejection in result.rejections)
    counts = ", ".join(f"{n} x {reason}" for reason, n in reasons.most_common(3))
    raise InputError(
        f"no row could be used, nothing was written: {result.rejected} rejected ({counts}); "
        f"first: {result.rejections[0]}"
    )


def _options(arguments: argparse.Namespace) -> dict[str, Any]:
    """Give the options that shape the result; no paths, which would tell of the machine."""
    return {
        "verb": arguments.verb,
        "title": getattr(arguments, "title", None),
        "format": arguments.format,
        "country": arguments.country,
        "from": arguments.start and arguments.start.isoformat(),
        "to": arguments.end and arguments.end.isoformat(),
        "date": arguments.date and arguments.date.isoformat(),
        "date_order": arguments.date_order,
        "online_geocoder": arguments.online_geocoder,
    }


# --- printing -------------------------------------------------------------------------------------


def _toponym(resolution: Resolution) -> dict[str, Any]:
    mention, location = resolution.mention, resolution.location
    place = location.places[0] if location and location.places else None
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "lat": location.position.lat if location else None,
        "lon": location.position.lon if location else None,
        "place_id": place.id if place else None,
        "name": place.name if place else None,
        "country": place.country if place else None,
        "kind": str(mention.kind),
        "role": str(mention.role),
        "confidence": round(resolution.confidence, 4),
    }


def _candidate(candidate: Candidate, ids: Sequence[str]) -> dict[str, Any]:
    place = candidate.place
    # A place of several sources says under which other ids they have it.
    others = {"same_as": list(ids[1:])} if ids[1:] else {}
    return {
        "place_id": place.id,
        "name": place.name,
        "lat": place.position.lat,
        "lon": place.position.lon,
        "country": place.country,
        "admin1": place.admin1_name or place.admin1,
        "feature_class": str(place.feature_class),
        "rung": candidate.rung,
        "score": round(candidate.score, 4),
    } | others


def _described(candidate: Candidate, ids: Sequence[str]) -> str:
    place = candidate.place
    where = ", ".join(part for part in (place.name, place.admin1_name, place.country) if part)
    evidence = ", ".join(f"{clue} {value:g}" for clue, value in candidate.evidence.items())
    lat, lon = place.position.latlon
    told = (
        f"  {candidate.score:.3f}  {where}  "
        f"({place.feature_class}, {lat:.5f} {lon:.5f}, {' = '.join(ids)})"
        f"\n         matched by {candidate.rung}; {evidence}"
    )
    return f"{told}; from {place.source}" if candidate.rung == "online" else told


def _say(text: str) -> None:
    """Print one line of talk; a closed or full standard error is no reason to fail."""
    with contextlib.suppress(OSError, ValueError):
        print(_printable(text), file=sys.stderr, flush=True)


def _printable(text: str) -> str:
    r"""Replace what would move a terminal's cursor, change its colours or turn its text around.

    >>> _printable("a\x1b[31mb\nc")
    'a�[31mb�c'
    """
    return re.sub(
        "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]", "\ufffd", text
    )


def _progress(articles: Sequence[Article]) -> Iterator[Article]:
    """Pass articles on and, on a terminal, say how far it is."""
    shown = len(articles) > 1 and sys.stderr.isatty()
    for number, article in enumerate(articles, start=1):
        if shown:
            print(f"\rreading {number} of {len(articles)}", end="", file=sys.stderr, flush=True)
        yield article
    if shown:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says; data must not depend on the machine."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


class _TerminatedError(BaseException):
    """Carry SIGTERM out of the work, so that temporary files are taken away on the way."""


def _terminated(_number: int, _frame: object) -> NoReturn:
    raise _TerminatedError


# --- the parser -----------------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="conflict-map",
        description="Conflict reports and event tables in, one honest offline map out.",
        epilog="Exit: 0 done; 1 nothing could be used, nothing was written; 2 wrong usage.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.metavar = "{map,events,geoparse,lookup,check,gazetteer}"
    _add_map(verbs)
    _add_events(verbs)
    _add_geoparse(verbs)
    _add_lookup(verbs)
    _add_check(verbs)
    _add_gazetteer(verbs)
    return parser


def _add_map(verbs: Any) -> None:
    verb = _verb(verbs, "map", _map, "read anything, write the map as one HTML file")
    _add_inputs(verb)
    verb.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        default=DEFAULT_MAP,
        help=f"the map, an HTML file ({DEFAULT_MAP}, whose folder is made if missing)",
    )
    verb.add_argument("--title", metavar="T", help="title of the page")
    _add_event_options(verb)


def _add_events(verbs: Any) -> None:
    verb = _verb(verbs, "events", _events, "write the same events as a table")
    _add_inputs(verb)
    suffixes = ".geojson .csv .parquet .gpkg .jsonl"
    verb.add_argument("-o", "--output", metavar="FILE", required=True, help=f"one of {suffixes}")
    _add_event_options(verb)


def _add_geoparse(verbs: Any) -> None:
    verb = _verb(verbs, "geoparse", _geoparse, "find and resolve the places of each article")
    _add_inputs(verb)
    verb.add_argument(
        "-o", "--output", metavar="FILE", help="JSON lines; standard output if absent"
    )
    _add_article_options(verb)


def _add_lookup(verbs: Any) -> None:
    verb = _verb(verbs, "lookup", _lookup, "say what a name may mean, with the evidence")
    verb.add_argument("names", metavar="NAME", nargs="*", help="a name; '-' reads one name a line")
    text = "what lies at a point instead, in degrees: -1.67,29.23"
    verb.add_argument("--reverse", metavar="LAT,LON", type=_point, help=text)
    verb.add_argument("--country", metavar="CC", type=_country, help="ISO 3166-1 alpha-2 code")
    verb.add_argument("--limit", metavar="N", type=_positive, default=5, help="most candidates (5)")
    verb.add_argument("--json", action="store_true", help="one JSON line a name")
    _add_folder(verb)
    _add_online(verb)


def _add_check(verbs: Any) -> None:
    verb = _verb(verbs, "check", _check, "list every fault with file, row, column, value, reason")
    _add_inputs(verb)
    _add_table_options(verb)


def _add_gazetteer(verbs: Any) -> None:
    verb = verbs.add_parser("gazetteer", help="say what the gazetteer holds, add to it")
    actions = verb.add_subparsers(dest="action", required=True, metavar="{info,add,remove}")
    info = _verb(actions, "info", _gazetteer_info, "version, counts, sources and licences")
    info.add_argument("--json", action="store_true", help="as one JSON object")
    _add_folder(info)
    add = _verb(actions, "add", _gazetteer_add, "add countries or files to the user gazetteer")
    text = (
        "a country code (SY: fetched from GeoNames), a dump of GeoNames (SY.zip, allCountries.zip, "
        "with alternateNamesV2.zip), or a .csv, .tsv, .xlsx or .geojson of places or coded events"
    )
    add.add_argument("sources", metavar="SOURCE", nargs="+", help=text)
    add.add_argument("--name", metavar="N", help="name of the source (from the file's name)")
    text = "columns by hand: name=Village,lat=Y,lon=X; also names, country, admin1, kind, id"
    add.add_argument("--columns", metavar="F=C,...", type=_columns, default={}, help=text)
    add.add_argument("--sheet", metavar="S", help="sheet of a workbook (its longest)")
    text = "country of rows that name none, ISO 3166-1 alpha-2"
    add.add_argument("--country", metavar="CC", type=_country, help=text)
    add.add_argument("--licence", metavar="L", help="terms of the source, kept and shown")
    add.add_argument("--attribution", metavar="A", help="whom to name for it, kept and shown")
    text = "where country codes are fetched from (%(default)s)"
    base = "https://download.geonames.org/export/dump/"
    add.add_argument("--base-url", metavar="URL", default=base, help=text)
    _add_folder(add)
    remove = _verb(actions, "remove", _gazetteer_remove, "take a source out again")
    remove.add_argument("names", metavar="NAME", nargs="+", help="a name that info shows")
    _add_folder(remove)


def _add_folder(verb: argparse.ArgumentParser) -> None:
    text = "folder of the user gazetteer (CONFLICT_MAP_GAZETTEER, else the platform's data folder)"
    verb.add_argument("--gazetteer", metavar="DIR", help=text)


def _add_online(verb: argparse.ArgumentParser) -> None:
    text = (
        "send names that the gazetteer lacks to this geocoder of geopy (nominatim, photon, ...); "
        "off unless given; a key is read from CONFLICT_MAP_ONLINE_KEY"
    )
    verb.add_argument("--online-geocoder", metavar="NAME", help=text)
    text = "address of a geocoder of your own; else the service's public one"
    verb.add_argument("--online-url", metavar="URL", help=text)
    text = "who asks, with a way to reach you: desk@example.org"
    verb.add_argument("--online-agent", metavar="AGENT", help=text)
    text = "folder where answers are kept (the platform's cache folder)"
    verb.add_argument("--online-cache", metavar="DIR", help=text)


def _point(text: str) -> Position:
    from conflict_map.model import Position

    try:
        lat, lon = (float(part) for part in text.split(","))
        return Position(lon=lon, lat=lat)
    except ValueError as error:
        why = f" ({error})" if isinstance(error, InputError) else ""
        raise argparse.ArgumentTypeError(
            f"{text!r} is not a point such as 36.2,37.16{why}"
        ) from None


def _with_reverse(argv: Sequence[str]) -> list[str]:
    """Join --reverse and its point, which argparse takes for an option if it is in the south.

    >>> _with_reverse(["lookup", "--reverse", "-1.67,29.23"])
    ['lookup', '--reverse=-1.67,29.23']
    """
    joined: list[str] = []
    for word in argv:
        if joined and joined[-1] == "--reverse":
            joined[-1] = f"--reverse={word}"
        else:
            joined.append(word)
    return joined


def _columns(text: str) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in text.split(",")]
    if not all(what.strip() and title.strip() for what, _, title in pairs):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form name=Village,lat=Y,lon=X")
    return {what.strip(): title.strip() for what, _, title in pairs}


def _verb(
    verbs: Any, name: str, run: Callable[[argparse.Namespace], int], text: str
) -> argparse.ArgumentParser:
    verb: argparse.ArgumentParser = verbs.add_parser(name, help=text, description=text)
    verb.set_defaults(run=run)
    return verb


def _add_inputs(verb: argparse.ArgumentParser) -> None:
    text = "articles or tables: files, folders, or '-' for standard input"
    verb.add_argument("inputs", metavar="INPUT", nargs="+", help=text)


def _add_event_options(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--report", metavar="FILE", help="write the account of every row as JSON")
    text = "keep events from this day on (2024-12-03)"
    verb.add_argument("--from", dest="start", metavar="D", type=_day, help=text)
    verb.add_argument("--to", dest="end", metavar="D", type=_day, help="and up to this day")
    _add_table_options(verb)
    _add_article_options(verb)


def _add_table_options(verb: argparse.ArgumentParser) -> None:
    text = "article, or a table format (conflict-map, acled, ucdp, plain); detected if absent"
    verb.add_argument("--format", metavar="F", help=text)
    orders = ("day-first", "month-first")
    text = "how tables write 03/04/2024; decided from the column if absent"
    verb.add_argument("--date-order", choices=orders, help=text)


def _add_article_options(verb: argparse.ArgumentParser) -> None:
    _add_folder(verb)
    _add_online(verb)
    text = "the country that articles are about, ISO 3166-1 alpha-2"
    verb.add_argument("--country", metavar="CC", type=_country, help=text)
    text = "day of publication of articles that carry none"
    verb.add_argument("--date", metavar="D", type=_day, help=text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2024-12-03") from None


def _country(text: str) -> str:
    if not re.fullmatch("[A-Za-z]{2}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a two-letter country code such as SY")
    return text.upper()


def _positive(text: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,5}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
