"""The columns of an event table, documented once; knows their names and meanings, no values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class ColumnKind(StrEnum):
    """Say what a column holds, and with it the pandas dtype."""

    TEXT = "text"
    """``string``; unknown is NA, and an empty text is unknown."""
    DATE = "date"
    """``datetime64[s]`` at midnight without a time zone: a civil date; unknown is NaT."""
    COUNT = "count"
    """``Int64``, nullable; unknown is NA, which is not zero."""
    NUMBER = "number"
    """``float64``; unknown is NaN."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Name one column of the event table and say what it means."""

    name: str
    kind: ColumnKind
    meaning: str


def _column(name: str, kind: ColumnKind, meaning: str) -> Column:
    return Column(name=name, kind=kind, meaning=meaning)


_T, _D, _C, _N = ColumnKind.TEXT, ColumnKind.DATE, ColumnKind.COUNT, ColumnKind.NUMBER

COLUMNS: Final[tuple[Column, ...]] = (
    _column("event_id", _T, "identifier, unique in the set; the index of the frame"),
    _column("article_id", _T, "the article that the event was read from; unknown for table rows"),
    _column("event_type", _T, "ACLED's event type, or the table's own word where it has another"),
    _column("sub_event_type", _T, "ACLED's sub-event type"),
    _column("plover_type", _T, "PLOVER event type (2021)"),
    _column("date_start", _D, "first civil day; unknown where only the end is known"),
    _column("date_end", _D, "last civil day, included; unknown where no date is known"),
    _column("date_precision", _T, "day, range, week, month, year, fuzzy_start or unknown"),
    _column("place_name", _T, "the place as the source names it; several are joined with '; '"),
    _column("place_ids", _T, "gazetteer ids ('geonames:170654'); several are joined with '; '"),
    _column("place_role", _T, "what the place name does in its sentence"),
    _column("country", _T, "ISO 3166-1 alpha-2 for events from text; as written for table rows"),
    _column("admin1", _T, "first-order division"),
    _column("geo_precision", _C, "1 the named place, 2 near it, 3 district or line, 4 part of a "
            "province, 5 province, 6 region, 7 country"),
    _column("uncertainty_km", _N, "radius in kilometres within which the event may lie"),
    _column("lat", _N, "latitude in degrees, WGS 84; a representative point of an area or line"),
    _column("lon", _N, "longitude in degrees, WGS 84"),
    _column("actor1", _T, "first actor; the order does not say who attacked"),
    _column("actor2", _T, "second actor"),
    _column("fatalities_low", _C, "lowest count of deaths; unknown is not zero"),
    _column("fatalities_best", _C, "best count of deaths; unknown is not zero"),
    _column("fatalities_high", _C, "highest count of deaths; unknown is not zero"),
    _column("quote", _T, "the sentence that the event was read from, unaltered"),
    _column("quote_start", _C, "offset of the quote in the article, in code points"),
    _column("quote_end", _C, "offset of the end of the quote, not included"),
    _column("source", _T, "the outlet, data set or file that carries the report"),
    _column("claimant", _T, "who says so, in the source's words"),
    _column("claim_status", _T, "asserted, claimed, denied, disputed, corroborated or coded"),
    _column("confidence", _N, "0 to 1: how sure the reading is; unknown for table rows"),
    _column("disputed", _T, "who claims and who holds the place, where that is disputed"),
    _column("notes", _T, "remarks; with no place they begin 'Not placed: ' and the reason"),
    _column("source_type", _T, "type or code of the event as the data set writes it, letter for "
            "letter"),
    _column("how_placed", _T, "how the place was found, where the source gave no coordinates"),
    _column("duplicate_of", _T, "event_id of an earlier row that tells the same event; "
            "`EventSet.merged` brings the two together"),
    _column("citation", _T, "how to cite the data set, where its terms ask for that"),
    _column("corrected", _T, "what was corrected by hand, by whom and why; a line a correction"),
)  # fmt: skip
"""The event table in its order; the geometry column follows these."""

COLUMN_NAMES: Final[tuple[str, ...]] = tuple(column.name for column in COLUMNS)
NOT_PLACED: Final = "Not placed: "
"""What ``notes`` begins with where an event has no place; the reason ends with its line."""
