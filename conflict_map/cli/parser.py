"""The options of every verb; knows what they are called and not what they do."""

from __future__ import annotations

import argparse
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from conflict_map import __version__
from conflict_map.cli.corrections import review_verb
from conflict_map.cli.inputs import DEFAULT_MAP
from conflict_map.cli.reports import css_length, embed_verb, ratio, report_verb
from conflict_map.cli.user_gazetteer import gazetteer_add, gazetteer_info, gazetteer_remove
from conflict_map.cli.verbs import check_verb, events_verb, geoparse_verb, lookup_verb, map_verb
from conflict_map.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conflict_map.model import Position


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of all verbs."""
    parser = argparse.ArgumentParser(
        prog="conflict-map",
        description="Conflict reports and event tables in, one honest offline map out.",
        epilog="Exit: 0 done; 1 nothing could be used, nothing was written; 2 wrong usage.",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    verbs.metavar = "{map,events,report,embed,review,geoparse,lookup,check,gazetteer}"
    _add_map(verbs)
    _add_events(verbs)
    _add_report(verbs)
    _add_embed(verbs)
    _add_geoparse(verbs)
    _add_review(verbs)
    _add_lookup(verbs)
    _add_check(verbs)
    _add_gazetteer(verbs)
    return parser


def _add_map(verbs: Any) -> None:
    verb = _verb(verbs, "map", map_verb, "read anything, write the map as one HTML file")
    _add_inputs(verb)
    verb.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        default=DEFAULT_MAP,
        help=f"the map, an HTML file ({DEFAULT_MAP}, whose folder is made if missing)",
    )
    verb.add_argument("--title", metavar="T", help="title of the page")
    text = (
        "language of the title and of the page's own words (ar, en, es, fr, ru, uk); the reader's "
        "own if absent; with another tag the words are English"
    )
    verb.add_argument("--lang", metavar="TAG", type=_language, help=text)
    verb.add_argument(
        "--tiles",
        metavar="URL",
        help="pictures of the ground from a server: an address with {z}, {x} and {y}, or an "
        "xyzservices name; the page then asks that host",
    )
    verb.add_argument(
        "--tiles-attribution", metavar="TEXT", help="whom to credit for the tiles of an address"
    )
    text = "let readers correct events in the page and download the corrections file"
    verb.add_argument("--editable", action="store_true", help=text)
    for kind in ("png", "svg", "pdf"):
        text = f"also draw the map for print, as {kind.upper()}"
        verb.add_argument(f"--{kind}", metavar="FILE", help=text)
    text = "what the printed map is for: column (89 mm), page (180 mm, the default), slide (16:9)"
    verb.add_argument("--size", choices=("column", "page", "slide"), help=text)
    _add_event_options(verb)


def _add_events(verbs: Any) -> None:
    verb = _verb(verbs, "events", events_verb, "write the same events as a table")
    _add_inputs(verb)
    suffixes = ".geojson .csv .parquet .gpkg .jsonl"
    verb.add_argument("-o", "--output", metavar="FILE", required=True, help=f"one of {suffixes}")
    _add_event_options(verb)


def _add_report(verbs: Any) -> None:
    verb = _verb(verbs, "report", report_verb, "write a brief: figures, map, events, sources")
    _add_inputs(verb)
    text = "one of .html (the map in a frame), .md (with a .png beside it), .docx"
    verb.add_argument("-o", "--output", metavar="FILE", required=True, help=text)
    verb.add_argument("--title", metavar="T", help="title of the brief")
    _add_event_options(verb)


def _add_embed(verbs: Any) -> None:
    verb = _verb(verbs, "embed", embed_verb, "print the frame that puts a map into another page")
    verb.add_argument("map", metavar="MAP.html", help="a map that this program wrote")
    text = "address of the map where it will be (its file name)"
    verb.add_argument("--src", metavar="URL", help=text)
    text = "put the whole page into the frame, for where no second file can be"
    verb.add_argument("--srcdoc", action="store_true", help=text)
    size = verb.add_mutually_exclusive_group()
    text = "height of the frame (40rem)"
    size.add_argument(
        "--height", metavar="CSS", type=_checked("30rem, 480px", css_length), help=text
    )
    text = "width to height of the frame instead: 16:9"
    size.add_argument("--ratio", metavar="W:H", type=_checked("16:9", ratio), help=text)


def _checked(example: str, read: Callable[[str], Any]) -> Callable[[str], Any]:
    """Give a reader of an option that refuses what ``read`` gives None for."""

    def value(text: str) -> Any:
        found = read(text)
        if found is None:
            raise argparse.ArgumentTypeError(f"{text!r} is not of the form {example}")
        return found

    return value


def _add_geoparse(verbs: Any) -> None:
    verb = _verb(verbs, "geoparse", geoparse_verb, "find and resolve the places of each article")
    _add_inputs(verb)
    verb.add_argument(
        "-o", "--output", metavar="FILE", help="JSON lines; standard output if absent"
    )
    _add_article_options(verb)


def _add_review(verbs: Any) -> None:
    text = "write each event and mention with its quote and choice, to be corrected by hand"
    verb = _verb(verbs, "review", review_verb, text)
    _add_inputs(verb)
    text = "the review, .csv or .xlsx; filled in, it is a corrections file"
    verb.add_argument("-o", "--output", metavar="FILE", required=True, help=text)
    _add_table_options(verb)
    _add_row_options(verb)
    _add_article_options(verb)


def _add_lookup(verbs: Any) -> None:
    verb = _verb(verbs, "lookup", lookup_verb, "say what a name may mean, with the evidence")
    verb.add_argument("names", metavar="NAME", nargs="*", help="a name; '-' reads one name a line")
    text = "what lies at a point instead, in degrees: -1.67,29.23"
    verb.add_argument("--reverse", metavar="LAT,LON", type=_point, help=text)
    verb.add_argument("--country", metavar="CC", type=_country, help="ISO 3166-1 alpha-2 code")
    verb.add_argument("--limit", metavar="N", type=_positive, default=5, help="most candidates (5)")
    verb.add_argument("--json", action="store_true", help="one JSON line a name")
    _add_folder(verb)
    _add_online(verb)


def _add_check(verbs: Any) -> None:
    verb = _verb(
        verbs, "check", check_verb, "list every fault with file, row, column, value, reason"
    )
    _add_inputs(verb)
    _add_table_options(verb)
    _add_corrections(verb)
    _add_folder(verb)


def _add_gazetteer(verbs: Any) -> None:
    verb = verbs.add_parser("gazetteer", help="say what the gazetteer holds, add to it")
    actions = verb.add_subparsers(dest="action", required=True, metavar="{info,add,remove}")
    info = _verb(actions, "info", gazetteer_info, "version, counts, sources and licences")
    info.add_argument("--json", action="store_true", help="as one JSON object")
    _add_folder(info)
    add = _verb(actions, "add", gazetteer_add, "add countries or files to the user gazetteer")
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
    remove = _verb(actions, "remove", gazetteer_remove, "take a source out again")
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


def _add_spacy(verb: argparse.ArgumentParser) -> None:
    text = "take the entities of this installed spaCy model as one more clue to place names"
    verb.add_argument("--spacy", metavar="MODEL", help=text)


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


def with_reverse(argv: Sequence[str]) -> list[str]:
    """Join --reverse and its point, which argparse takes for an option if it is in the south.

    >>> with_reverse(["lookup", "--reverse", "-1.67,29.23"])
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
    _add_row_options(verb)
    _add_harm(verb)
    text = "draw rows that tell an event again, too; without, they are marked and drawn once"
    verb.add_argument("--keep-duplicates", action="store_true", help=text)
    _add_article_options(verb)


def _add_harm(verb: argparse.ArgumentParser) -> None:
    text = "make places coarser: cells of 5km, or admin1 (see docs/do-no-harm.md)"
    verb.add_argument("--coarsen", metavar="HOW", type=_coarsening, help=text)
    text = "leave these event columns empty: quote,actor1"
    verb.add_argument("--exclude-columns", metavar="A,B", type=_left_out, default=(), help=text)
    text = "hold back the events of the last DAYS days before the newest event"
    verb.add_argument("--delay", metavar="DAYS", type=_positive, help=text)
    text = "count --delay from this day (2024-12-03), not from the newest event"
    verb.add_argument("--delay-from", metavar="D", type=_day, help=text)


def _coarsening(text: str) -> Any:
    from conflict_map.events.coarsen import Coarsening

    try:
        return Coarsening.of(text)
    except UsageError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _left_out(text: str) -> tuple[str, ...]:
    from conflict_map.events.leaving_out import check_columns

    try:
        return check_columns([name.strip() for name in text.split(",") if name.strip()])
    except UsageError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _add_row_options(verb: argparse.ArgumentParser) -> None:
    text = (
        "read the notes of table rows that have no place, and place those by them, marked as ours"
    )
    verb.add_argument("--geoparse-notes", action="store_true", help=text)
    text = (
        "fill in the first-order division of table rows by their coordinates, where it is missing"
    )
    verb.add_argument("--assign-admin1", action="store_true", help=text)


def _add_table_options(verb: argparse.ArgumentParser) -> None:
    text = (
        "article, or a table format (acled, ucdp, gdelt, icews, polecat, gtd, viina, timemap, "
        "yemen-data-project, hxl, lines, satp, conflict-map, plain); detected if absent"
    )
    verb.add_argument("--format", metavar="F", help=text)
    text = "columns of tables by hand: lat=Y,lon=X,date=Day, or a .toml file (see the reference)"
    verb.add_argument("--columns", metavar="F=C,...", help=text)
    orders = ("day-first", "month-first")
    text = "how tables write 03/04/2024; decided from the column if absent"
    verb.add_argument("--date-order", choices=orders, help=text)


def _add_corrections(verb: argparse.ArgumentParser) -> None:
    text = "apply this file of corrections, .csv or .xlsx (see docs/corrections.md)"
    verb.add_argument("--corrections", metavar="FILE", help=text)


def _add_article_options(verb: argparse.ArgumentParser) -> None:
    _add_corrections(verb)
    _add_folder(verb)
    _add_online(verb)
    _add_spacy(verb)
    text = "the country of articles, and of table rows that name none; ISO 3166-1 alpha-2"
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


def _language(text: str) -> str:
    if not re.fullmatch("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a language tag such as ar or fr-CH")
    return text


def _positive(text: str) -> int:
    if not re.fullmatch("[1-9][0-9]{0,5}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above 0")
    return int(text)
