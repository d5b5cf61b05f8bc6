"""The verbs that read reports and tables: parse, call, print; decide nothing about places."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from conflict_map import __version__
from conflict_map.cli.harm import NOT_EDITABLE, guarded
from conflict_map.cli.inputs import (
    DEFAULT_MAP,
    asked_names,
    check_outputs,
    entities_of,
    expanded_inputs,
    is_article,
    ledger_of,
    load_events,
    named_articles,
    online_fallback,
    require_events,
    said_choices,
    said_date_order,
    said_options,
    said_tiles,
)
from conflict_map.cli.talk import (
    EXIT_NOTHING,
    EXIT_OK,
    Ticker,
    candidate_json,
    described_candidate,
    geoparsed_json,
    printable,
    say,
    with_progress,
)
from conflict_map.errors import ConflictMapError, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Mapping, Sequence

    from conflict_map.cli.harm import Guarded
    from conflict_map.events import EventSet
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.tables.report import TableResult

_LISTED: Final = 20
"""How many rejected rows are told one by one; the report and ``check`` have them all."""


def map_verb(arguments: argparse.Namespace) -> int:
    """Read anything, write the map."""
    if arguments.output == DEFAULT_MAP:
        Path(DEFAULT_MAP).parent.mkdir(exist_ok=True)
    printed = {kind: getattr(arguments, kind) for kind in ("png", "svg", "pdf")}
    check_outputs(arguments, [arguments.output, arguments.report, *printed.values()])
    if arguments.size and not any(printed.values()):
        raise UsageError("--size is that of a printed map; say --png, --svg or --pdf FILE with it")
    tiles = said_tiles(arguments)
    result = load_events(arguments)
    require_events(result)
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.tables.report import build_report
    from conflict_map.web import ConflictMap

    safe, title = to_be_shown(result, arguments)
    editable = arguments.editable and not safe.is_guarded
    if arguments.editable and not editable:
        safe = safe.with_said(NOT_EDITABLE)
    report = safe.report(build_report(result, options=said_options(arguments), version=__version__))
    gazetteer = Gazetteer.default(arguments.gazetteer)
    page = ConflictMap(
        safe.events, title=title, gazetteer=gazetteer, report=report, lang=arguments.lang,
        editable=editable, **tiles,
    )  # fmt: skip
    if any(printed.values()):
        _print_map(safe.events, printed, title=title, gazetteer=gazetteer, size=arguments.size)
    page.save(arguments.output)
    return finish(arguments, result, report, safe.said)


def to_be_shown(result: TableResult, arguments: argparse.Namespace) -> tuple[Guarded, str | None]:
    """Give the events that a map or a brief may show, each told once, and their title."""
    drawn = result.events if arguments.keep_duplicates else result.events.merged()
    safe = guarded(drawn, arguments)
    safe.check_title(arguments.title)
    # The title of a report may name what is withheld.
    own = result.inputs[0].title if len(result.inputs) == 1 and not safe.is_guarded else None
    return safe, arguments.title or own


def _print_map(
    events: EventSet,
    printed: Mapping[str, str | None],
    *,
    title: str | None,
    gazetteer: Gazetteer,
    size: str | None,
) -> None:
    """Write the same events as pictures, one file for each kind that was asked for."""
    from conflict_map.static_map import draw
    from conflict_map.static_map.lettering import undrawable
    from conflict_map.tables.saving import write_whole

    figure = draw(events, gazetteer=gazetteer, title=title, size=size or "page")
    if title and undrawable(title):
        say("warning: the title has letters that the printed map's font lacks; '…' stands there")
    for kind, path in printed.items():
        if path:
            write_whole(path, figure.to_bytes(kind))  # type: ignore[arg-type]
            say(f"wrote {path}")


def events_verb(arguments: argparse.Namespace) -> int:
    """Read anything, write the events as a table."""
    from conflict_map.tables.export import check_export, write_events
    from conflict_map.tables.report import build_report

    check_export(arguments.output)
    check_outputs(arguments, [arguments.output, arguments.report])
    result = load_events(arguments)
    require_events(result)
    safe = guarded(result.events, arguments)
    ticker = Ticker()
    write_events(safe.events, arguments.output, tick=ticker)
    ticker.clear()
    report = safe.report(build_report(result, options=said_options(arguments), version=__version__))
    return finish(arguments, result, report, safe.said)


def finish(
    arguments: argparse.Namespace,
    result: TableResult,
    report: dict[str, Any],
    said: Sequence[str],
) -> int:
    """Write the account of the run, and say what was written, warned of and rejected."""
    from conflict_map.tables.export import write_json

    if arguments.report:
        write_json(report, arguments.report)
    for warning in (*result.warnings, *said):
        say(f"warning: {warning}")
    for rejection in result.rejections[:_LISTED]:
        say(f"rejected: {rejection}")
    if result.rejected > _LISTED:
        say(f"rejected: and {result.rejected - _LISTED} more; --report FILE lists them all")
    for credit in result.credits:
        say(f"cite: {credit.citation}; {credit.access}")
    formats = ", ".join(dict.fromkeys(summary.format for summary in result.inputs))
    say(
        f"wrote {arguments.output}: {len(result.events)} events, {result.placed} placed, "
        f"{result.unplaced} not placed, {result.rejected} rejected; format: {formats}"
        + (f"; {result.duplicates} tell an event again" if result.duplicates else "")
    )
    return EXIT_OK


def geoparse_verb(arguments: argparse.Namespace) -> int:
    """Print or write the places of each article."""
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.pipeline import geoparse
    from conflict_map.tables.export import json_line, write_lines

    check_outputs(arguments, [arguments.output])
    ledger = ledger_of(arguments)
    articles = named_articles(arguments)
    if ledger is not None:
        ledger.articles = frozenset(article.id for article in articles)
    fallback = online_fallback(arguments)
    found = geoparse(
        with_progress(articles),
        Gazetteer.default(arguments.gazetteer),
        country=arguments.country,
        fallback=fallback,
        entities=entities_of(arguments),
        corrections=ledger,
    )
    lines = (geoparsed_json(article.id, resolutions) for article, resolutions in found)
    if arguments.output:
        write_lines(lines, arguments.output)
        say(f"wrote {arguments.output}: {len(articles)} articles")
    else:
        for line in lines:
            sys.stdout.write(json_line(line))
    if fallback:
        fallback.close()
        for warning in fallback.counts:
            say(f"warning: {warning}")
    if ledger is not None:
        ledger.close(events=False)
        for warning in ledger.warnings:
            say(f"warning: {warning}")
    return EXIT_OK


def lookup_verb(arguments: argparse.Namespace) -> int:
    """Print what names or a point may mean."""
    import json

    from conflict_map.gazetteer import Gazetteer

    gazetteer = Gazetteer.default(arguments.gazetteer)
    if arguments.reverse:
        return _lookup_point(arguments, gazetteer)
    if not arguments.names:
        raise UsageError("lookup wants a name, or --reverse LAT,LON")
    fallback = online_fallback(arguments)
    gazetteer = fallback.beside(gazetteer) if fallback else gazetteer
    answered = 0
    for name in asked_names(arguments.names):
        candidates = gazetteer.lookup(name, country=arguments.country, limit=arguments.limit)
        answered += bool(candidates)
        if arguments.json:
            shown = [candidate_json(c, gazetteer.ids(c.place.id)) for c in candidates]
            line = {"query": name, "candidates": shown}
            print(json.dumps(line, ensure_ascii=False))
        elif candidates:
            print(printable(name))
            for candidate in candidates:
                print(described_candidate(candidate, gazetteer.ids(candidate.place.id)))
        else:
            why = fallback.reason(name, arguments.country) if fallback else None
            say(f"{name}: no place of this name is known" + (f"; {why}" if why else ""))
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


def check_verb(arguments: argparse.Namespace) -> int:
    """Print every fault as a line of tab-separated values; exit 1 if there is any."""
    from conflict_map.tables.report import Rejection

    print("input\trow\tcolumn\tvalue\treason")
    usable = faulty = 0
    for name in expanded_inputs(arguments.inputs):
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
            print("\t".join(printable(str(v or "")) for v in fault.as_dict().values()))
        for warning in warnings:
            say(f"warning: {warning}")
        say(f"{name}: {count} usable, {len(faults)} faults")
    if arguments.corrections is not None:
        faulty += _check_corrections(arguments)
    return EXIT_OK if usable and not faulty else EXIT_NOTHING


def _check_corrections(arguments: argparse.Namespace) -> int:
    """Print every fault of a corrections file and give how many they are."""
    from conflict_map.corrections import read_corrections
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.tables.source import read_source

    source = read_source(arguments.corrections)
    corrections, faults = read_corrections(source, Gazetteer.default(arguments.gazetteer))
    for fault in faults:
        print("\t".join(printable(str(v or "")) for v in fault.as_dict().values()))
    given = sum(correction.is_given for correction in corrections)
    say(f"{source.name}: {given} corrections, {len(faults)} faults")
    return len(faults)


def _checked(name: str, arguments: argparse.Namespace) -> tuple[Any, int, tuple[str, ...]]:
    from conflict_map.tables.articles import articles_of
    from conflict_map.tables.reading import read_tables
    from conflict_map.tables.source import read_source

    source = read_source(name)
    if is_article(source, arguments.format):
        articles, warnings = articles_of(source)
        return (), len(articles), warnings
    result = read_tables(
        source,
        format=arguments.format,
        date_order=said_date_order(arguments),
        choices=said_choices(arguments),
    )
    faults = sorted((*result.rejections, *result.doubts), key=lambda fault: fault.row or 0)
    return faults, len(result.events), result.warnings
