"""Reads what the command line names and checks what it asks for, before any long work."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from conflict_map import __version__
from conflict_map.cli.harm import later
from conflict_map.cli.talk import say, with_progress
from conflict_map.errors import InputError, UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from conflict_map.corrections.ledger import Ledger
    from conflict_map.events.event_set import EventSet
    from conflict_map.gazetteer.fallback import OnlineFallback
    from conflict_map.model import Article, Resolution
    from conflict_map.tables.choices import Choices
    from conflict_map.tables.report import TableResult
    from conflict_map.tables.source import Source

    Seen = Callable[[Article, tuple[Resolution, ...]], None]

DEFAULT_MAP: Final = "output/map.html"
_LISTED: Final = 20
"""How many faults of a corrections file are told one by one; ``check`` has them all."""


def load_events(arguments: argparse.Namespace) -> TableResult:
    """Read every input, and correct what --corrections says; then keep the days asked for."""
    ledger = ledger_of(arguments)
    result = read_everything(arguments, ledger)
    if ledger is not None:
        result = corrected(result, ledger, arguments)
    result = later(result, arguments)
    if arguments.start or arguments.end:
        result = result.between(arguments.start, arguments.end)
    return result


def corrected(result: TableResult, ledger: Ledger, arguments: argparse.Namespace) -> TableResult:
    """Correct the events, and put the account of the corrections beside that of the rows."""
    from conflict_map.corrections import correct_events
    from conflict_map.gazetteer import Gazetteer

    result = correct_events(result, ledger, Gazetteer.default(arguments.gazetteer))
    return replace(
        result, warnings=(*result.warnings, *ledger.warnings), corrections=ledger.as_dict()
    )


def ledger_of(arguments: argparse.Namespace) -> Ledger | None:
    """Read the corrections file that was named, whole or not at all; None without one.

    Raises
    ------
    InputError
        if any row of it has a fault: every fault is told first, a line each.

    """
    if arguments.corrections is None:
        return None
    from conflict_map.corrections import Ledger, read_corrections
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.tables.source import read_source

    source = read_source(arguments.corrections)
    gazetteer = Gazetteer.default(arguments.gazetteer)
    corrections, faults = read_corrections(source, gazetteer)
    for fault in faults[:_LISTED]:
        say(f"fault: {fault}")
    if len(faults) > _LISTED:
        say(f"fault: and {len(faults) - _LISTED} more; check --corrections FILE lists them all")
    if faults:
        raise InputError(
            f"{source.name}: {len(faults)} faults in the corrections, nothing was written; "
            "mend these rows or empty their cells"
        )
    name = Path(source.name).name
    return Ledger(corrections, file=name, path=source.name, sha256=source.sha256)


def read_everything(
    arguments: argparse.Namespace, ledger: Ledger | None = None, *, seen: Seen | None = None
) -> TableResult:
    """Read every input; what it is, is detected and said. Mentions are corrected on the way."""
    from conflict_map.tables.source import read_source

    if ledger is not None:
        ledger.articles = frozenset()
    reports: list[Source] = []
    tables: list[Source] = []
    for name in expanded_inputs(arguments.inputs):
        source = read_source(name)
        (reports if is_article(source, arguments.format) else tables).append(source)
    result: TableResult | None = None
    if tables:
        result = table_events(tables, arguments)
    if reports:
        told = _from_articles(reports, arguments, ledger, seen)
        result = told if result is None else result.joined(told)
    if result is None:
        raise InputError("expected at least one input, got none")
    for summary in result.inputs:
        say(f"read {summary.path}: {summary.format}, records: {summary.records}")
    return result


def table_events(sources: list[Source], arguments: argparse.Namespace) -> TableResult:
    """Read the tables as the options say; places and areas come from the gazetteer."""
    from conflict_map.cli.notes import with_notes_geoparsed
    from conflict_map.cli.talk import Ticker
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.tables.placing import with_admin1
    from conflict_map.tables.reading import read_tables

    gazetteer = Gazetteer.default(getattr(arguments, "gazetteer", None))
    ticker = Ticker()
    result = read_tables(
        _popped(sources),  # so that the bytes of a large file live no longer than they are needed
        format=arguments.format,
        date_order=said_date_order(arguments),
        choices=said_choices(arguments),
        gazetteer=gazetteer,
        country=arguments.country,
        tick=ticker,
    )
    if getattr(arguments, "geoparse_notes", False):
        result = with_notes_geoparsed(result, gazetteer, tick=ticker)
    if getattr(arguments, "assign_admin1", False):
        result = replace(result, events=with_admin1(result.events, gazetteer))
    ticker.clear()
    return result


def _popped(sources: list[Source]) -> Iterator[Source]:
    while sources:
        yield sources.pop(0)


def said_choices(arguments: argparse.Namespace) -> Choices:
    """Give what --columns says of the tables' columns."""
    from conflict_map.tables.choices import NO_CHOICES, read_choices

    return read_choices(arguments.columns) if arguments.columns else NO_CHOICES


def _from_articles(
    sources: Sequence[Source],
    arguments: argparse.Namespace,
    ledger: Ledger | None,
    seen: Seen | None,
) -> TableResult:
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.pipeline import extract_events
    from conflict_map.tables.articles import articles_of, unique_articles
    from conflict_map.tables.detect import ARTICLE
    from conflict_map.tables.report import InputSummary, Origins, TableResult

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
    if ledger is not None:
        ledger.articles = frozenset(article.id for article in whole)
    fallback = online_fallback(arguments)
    events = extract_events(
        with_progress(whole),
        Gazetteer.default(arguments.gazetteer),
        country=arguments.country,
        fallback=fallback,
        entities=entities_of(arguments),
        corrections=ledger,
        seen=seen,
    )
    if fallback:
        fallback.close()
        warnings += fallback.warnings
    return TableResult(
        events=events,
        inputs=tuple(inputs),
        warnings=tuple(warnings),
        origins=Origins.of((home[article_id], None) for article_id in _article_ids(events)),
    )


def named_articles(arguments: argparse.Namespace) -> tuple[Article, ...]:
    """Read the articles that are named, each with the day of --date if it has none."""
    from conflict_map.tables.articles import read_articles

    articles = read_articles(arguments.inputs)
    return tuple(_dated(article, arguments.date) for article in articles)


def _article_ids(events: EventSet) -> list[str]:
    return [str(article_id) for article_id in events.to_frame()["article_id"]]


def _dated(article: Article, day: date | None) -> Article:
    return replace(article, published=day) if article.published is None and day else article


def expanded_inputs(inputs: Iterable[str]) -> list[str]:
    """Give the files that the inputs mean: folders are looked into."""
    from conflict_map.tables.detect import ARTICLE_SUFFIXES, LINES_SUFFIXES, TABLE_SUFFIXES
    from conflict_map.tables.inputs import expand

    suffixes = ARTICLE_SUFFIXES | LINES_SUFFIXES | TABLE_SUFFIXES
    return [name for path in inputs for name in expand(path, suffixes)]


def is_article(source: Source, named: str | None) -> bool:
    """Say whether a source is a report; --format has the last word."""
    from conflict_map.tables.detect import ARTICLE, format_named, kind_of

    if named is not None and named != ARTICLE:
        format_named(named)
        return False
    return named == ARTICLE or kind_of(source) == ARTICLE


def said_date_order(arguments: argparse.Namespace) -> Any:
    """Give the order of day and month that was asked for."""
    from conflict_map.tables.values import DateOrder

    return DateOrder(arguments.date_order) if arguments.date_order else None


def asked_names(given: Sequence[str]) -> Iterator[str]:
    """Give the names to look up; "-" stands for the lines of standard input."""
    from conflict_map.tables.source import STDIN, decode, read_source

    for name in given:
        if name == STDIN:
            lines = decode(read_source(STDIN)).text.splitlines()
            yield from (line.strip() for line in lines if line.strip())
        else:
            yield name


def check_outputs(arguments: argparse.Namespace, outputs: Iterable[str | None]) -> None:
    """Find a bad output path before the long work, and never write over an input."""
    from conflict_map.tables.saving import check_output

    given = [*arguments.inputs, getattr(arguments, "corrections", None) or "-"]
    inputs = {Path(path).resolve() for path in given if path != "-" and "\0" not in path}
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


def require_events(result: TableResult) -> None:
    """Refuse to write a map or a table of nothing."""
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


def said_options(arguments: argparse.Namespace) -> dict[str, Any]:
    """Give the options that shape the result; no paths, which would tell of the machine."""
    return {
        "verb": arguments.verb,
        "title": getattr(arguments, "title", None),
        "lang": getattr(arguments, "lang", None),
        "format": arguments.format,
        "country": arguments.country,
        "from": arguments.start and arguments.start.isoformat(),
        "to": arguments.end and arguments.end.isoformat(),
        "date": arguments.date and arguments.date.isoformat(),
        "date_order": arguments.date_order,
        "columns": said_columns(arguments),
        "geoparse_notes": getattr(arguments, "geoparse_notes", False),
        "assign_admin1": getattr(arguments, "assign_admin1", False),
        "keep_duplicates": getattr(arguments, "keep_duplicates", False),
        "tiles": getattr(arguments, "tiles", None),
        "editable": getattr(arguments, "editable", False),
        "online_geocoder": arguments.online_geocoder,
        "spacy": arguments.spacy,
        "corrections": arguments.corrections is not None,
        "coarsen": arguments.coarsen and arguments.coarsen.words,
        "exclude_columns": list(arguments.exclude_columns),
        "delay_days": arguments.delay,
        "delay_from": arguments.delay_from and arguments.delay_from.isoformat(),
    }


def said_tiles(arguments: argparse.Namespace) -> dict[str, Any]:
    """Give the map's options for the tiles that were asked for, checked before any long work."""
    if arguments.tiles is None:
        if arguments.tiles_attribution:
            raise UsageError("--tiles-attribution wants --tiles beside it")
        return {}
    from conflict_map.web.tiles import tiles_of

    return {"attr": arguments.tiles_attribution} | tiles_of(
        arguments.tiles, arguments.tiles_attribution
    ).options()


def entities_of(
    arguments: argparse.Namespace,
) -> Callable[[str], Mapping[tuple[int, int], str]] | None:
    """Load the spaCy model that was asked for; without --spacy none is."""
    if arguments.spacy is None:
        return None
    from conflict_map.text.entities import spacy_entities

    return spacy_entities(arguments.spacy)


def said_columns(arguments: argparse.Namespace) -> dict[str, str] | None:
    """Give the columns that were named, field by field."""
    return dict(said_choices(arguments).columns) if arguments.columns else None


def online_fallback(arguments: argparse.Namespace) -> OnlineFallback | None:
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
        say("online answers are not kept: there is no home folder; name one with --online-cache")
    return OnlineFallback(geocoder, cache=cache, say=say)
