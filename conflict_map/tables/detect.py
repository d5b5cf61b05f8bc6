"""Which format a table is and whether an input is an article or a table; reads no rows."""

from __future__ import annotations

import json
from typing import Final, Literal

from conflict_map.errors import InputError, UsageError
from conflict_map.tables.acled import ACLED
from conflict_map.tables.formats import TableFormat, fold_column
from conflict_map.tables.own import OWN
from conflict_map.tables.plain import PLAIN
from conflict_map.tables.raw import sniff_delimiter
from conflict_map.tables.source import Source, decode
from conflict_map.tables.ucdp import UCDP

FORMATS: Final[tuple[TableFormat, ...]] = (OWN, ACLED, UCDP, PLAIN)
"""Every table format, the most particular first; ``plain`` takes what no signature claims."""

ARTICLE: Final = "article"
ARTICLE_SUFFIXES: Final = frozenset({".txt", ".md", ".html", ".htm"})
TABLE_SUFFIXES: Final = frozenset({".csv", ".tsv", ".tab", ".json", ".geojson"})
LINES_SUFFIXES: Final = frozenset({".jsonl", ".ndjson"})
_OTHER_TABLES: Final = frozenset({".xlsx", ".xls", ".parquet", ".gpkg", ".ods"})


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
    if suffix in ARTICLE_SUFFIXES:
        return "article"
    if suffix in TABLE_SUFFIXES:
        return "table"
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


def _has_table_header(text: str) -> bool:
    delimiter = sniff_delimiter(text)
    if delimiter is None:
        return False
    header = text.split("\n", 1)[0].split(delimiter)
    names = {fold_column(cell.strip().strip('"')) for cell in header}
    known = [field for field, usual in PLAIN.columns.items() if names & set(usual)]
    # Prose has commas too; three columns by name, or a position, are no accident.
    return {"lat", "lon"} <= set(known) or len(known) >= 3
