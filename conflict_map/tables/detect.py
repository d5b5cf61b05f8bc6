"""Which format a table is and whether an input is an article or a table; reads no rows."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final, Literal

from conflict_map.errors import InputError, UsageError
from conflict_map.tables.acled import ACLED
from conflict_map.tables.formats import TableFormat, fold_column
from conflict_map.tables.gdelt import GDELT
from conflict_map.tables.gtd import GTD
from conflict_map.tables.hxl import HXL, hxl_format
from conflict_map.tables.icews import ICEWS, POLECAT
from conflict_map.tables.layout import find_layout
from conflict_map.tables.lines import LINES
from conflict_map.tables.own import OWN
from conflict_map.tables.plain import PLAIN
from conflict_map.tables.satp import SATP
from conflict_map.tables.source import Source, container_of, decode
from conflict_map.tables.timemap import TIMEMAP
from conflict_map.tables.ucdp import UCDP
from conflict_map.tables.viina import VIINA
from conflict_map.tables.yemen import YEMEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.tables.raw_table import RawTable

FORMATS: Final[tuple[TableFormat, ...]] = (
    OWN, ACLED, UCDP, GDELT, ICEWS, POLECAT, GTD, VIINA, TIMEMAP, YEMEN, HXL, LINES, SATP, PLAIN,
)  # fmt: skip
"""Every table format, the most particular first; ``plain`` takes what no signature claims."""

ARTICLE: Final = "article"
ARTICLE_SUFFIXES: Final = frozenset({".txt", ".md", ".html", ".htm"})
TABLE_SUFFIXES: Final = frozenset(
    {".csv", ".tsv", ".tab", ".json", ".geojson", ".xlsx", ".xlsm", ".parquet", ".geoparquet",
     ".gpkg"}
)  # fmt: skip
LINES_SUFFIXES: Final = frozenset({".jsonl", ".ndjson"})
_OTHER_TABLES: Final = frozenset({".xls", ".ods", ".fgb", ".shp", ".rda", ".dta", ".sav"})
_HEAD: Final = 64 * 1024


def format_named(name: str) -> TableFormat:
    """Give the format of that name.

    >>> format_named("acled").title
    'ACLED event export'

    Raises
    ------
    UsageError
        if there is none.

    """
    for known in FORMATS:
        if known.name == name:
            return known
    names = ", ".join([ARTICLE, *(known.name for known in FORMATS)])
    raise UsageError(f"unknown format {name!r}; known are {names}")


def detect_format(columns: tuple[str, ...]) -> TableFormat:
    """Tell the format of a table by its header.

    >>> detect_format(("Date", "Lat", "Lon")).name
    'plain'
    """
    names = frozenset(fold_column(column) for column in columns)
    return next((known for known in FORMATS if known.matches(names)), PLAIN)


def format_of(table: RawTable, named: str | None = None) -> TableFormat:
    """Tell the format of a table by its name, its header or its HXL hashtags, in this order.

    Raises
    ------
    UsageError
        if no format has that name.

    """
    known = format_named(named) if named is not None else detect_format(table.columns)
    if known is HXL or (named is None and known is PLAIN):
        return hxl_format(table) or known
    return known


def headerless(first: Sequence[str]) -> tuple[str, ...] | None:
    """Give the names of the columns of a table without a header, by its first row; else None."""
    for known in FORMATS:
        if known.headerless is not None and (names := known.headerless(first)) is not None:
            return names
    return None


def kind_of(source: Source) -> Literal["article", "table"]:
    r"""Tell an article from a table by the extension, and where that says nothing by the content.

    >>> kind_of(Source(name="-", data=b"date,lat,lon\n2024-12-03,35.1,36.7\n", sha256=""))
    'table'
    >>> kind_of(Source(name="-", data=b"Shells fell on Hama, officials said.\n", sha256=""))
    'article'

    Raises
    ------
    InputError
        if the source is not text, or of a kind that cannot be read.

    """
    suffix = source.suffix
    if suffix in _OTHER_TABLES:
        raise InputError(f"{source.name}: {suffix} cannot be read here; save it as CSV or GeoJSON")
    if container_of(source) is not None or suffix in TABLE_SUFFIXES:
        return "table"
    if suffix in ARTICLE_SUFFIXES:
        # Some data sets hand out their tables as .txt; only a known header makes one a table.
        return "table" if suffix == ".txt" and _has_known_header(source) else "article"
    text = decode(source).text.lstrip("\ufeff \t\r\n")
    if text[:1] in ("{", "["):
        return _kind_of_json(text)
    return "table" if suffix not in LINES_SUFFIXES and _has_table_header(text) else "article"


def _kind_of_json(text: str) -> Literal["article", "table"]:
    """Tell by the first record: an article has a ``text`` and no position."""
    try:
        first = json.loads(text.split("\n", 1)[0])
    except (json.JSONDecodeError, RecursionError):
        return "table"
    if not isinstance(first, dict) or not isinstance(first.get("text"), str):
        return "table"
    names = {fold_column(str(key)) for key in first}
    positioned = names & set(PLAIN.columns["lat"]) or "geometry" in names
    return "table" if positioned else "article"


def _has_known_header(source: Source) -> bool:
    """Tell whether a text begins as a table of a format that has a signature."""
    head = source.data[:_HEAD].decode("utf-8", "replace")
    if not head.split("\n", 1)[0].count("\t") > 3 and not head.split("\n", 1)[0].count(",") > 3:
        return False
    try:
        layout = find_layout(source.name, head, headerless)
    except InputError:
        return False
    return detect_format(layout.columns) is not PLAIN


def _has_table_header(text: str) -> bool:
    try:
        layout = find_layout("", text[:_HEAD], headerless)
    except InputError:
        return False
    if detect_format(layout.columns) is not PLAIN:
        return True
    names = {fold_column(cell) for cell in layout.columns}
    known = [field for field, usual in PLAIN.columns.items() if names & set(usual)]
    # Prose has commas too; three columns by name, or a position, are no accident.
    return {"lat", "lon"} <= set(known) or len(known) >= 3
