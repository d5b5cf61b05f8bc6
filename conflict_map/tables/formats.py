"""The shape of a table format, a signature and a mapping; each format is a file that has both."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from conflict_map.tables.raw_table import RawTable

FIELDS: Final = (
    "event_id", "lat", "lon", "latlon", "to_lat", "to_lon", "date_start", "date_end",
    "date_precision", "event_type", "sub_event_type", "plover_type", "place_name", "country",
    "admin1", "admin2", "admin3", "geo_precision", "uncertainty_km", "actor1", "actor2",
    "fatalities_low", "fatalities_best", "fatalities_high", "source", "url", "claimant", "notes",
    "source_type",
)  # fmt: skip
"""What a mapping may fill: event columns, and those that help to: ``latlon`` holds both
coordinates, ``to_lat`` and ``to_lon`` the far end of a line, ``admin2`` and ``admin3`` where the
place lies, and ``url`` joins the source."""

_NO_CODES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({})
_NONE: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """What a data set's terms ask of whoever shows it."""

    citation: str
    """How to cite it; put on the map and on each exported row."""
    access: str
    """On what terms its rows may be had and passed on; put on the map."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFormat:
    """Say how to know a format by its header and what its columns and codes mean."""

    name: str
    """What ``--format`` takes."""
    title: str
    """What the reader is told."""
    columns: Mapping[str, tuple[str, ...]]
    """Field to the folded names of its column, the best first."""
    signatures: tuple[frozenset[str], ...] = ()
    """Sets of folded names; a header that holds all of one set is of this format."""
    headerless: Callable[[Sequence[str]], tuple[str, ...] | None] | None = None
    """Gives the names of the columns of a table without a header, by the cells of its first row."""
    prepare: Callable[[RawTable], RawTable] | None = None
    """Makes columns that the mapping needs out of those that the table has."""
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: _NO_CODES)
    """For a field that is coded: the event table's word for each code, in lower case."""
    sub_types: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """The sub-event type that follows from a word for the type, in lower case."""
    constants: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """Fields that have one value in every row."""
    fallbacks: frozenset[str] = frozenset({"event_id", "place_name", "source", "notes"})
    """Fields in which a later column speaks where an earlier one is empty."""
    has_exact_points: bool = False
    """Whether a coordinate is the place itself where the table has no column that says how fine."""
    is_narrow: bool = False
    """Whether the mapped columns are all that needs to be read; the others are left in the file."""
    ids_are_global: bool = False
    """Whether one id means one event in all tables of this format."""
    credit: Credit | None = None

    def matches(self, names: frozenset[str]) -> bool:
        """Tell whether a header (folded names) is of this format."""
        return any(signature <= names for signature in self.signatures)


def fold_column(name: str) -> str:
    """Give the form in which column names are compared: no case, no accents, signs as ``_``.

    >>> fold_column(" Event-Date "), fold_column("Latitude (WGS84)"), fold_column("Année")
    ('event_date', 'latitude_wgs84', 'annee')
    """
    plain = unicodedata.normalize("NFKD", name.strip().lower().removeprefix("\ufeff"))
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", "_", unicodedata.normalize("NFC", letters)).strip("_")


def mapped_columns(
    known: TableFormat, columns: Sequence[str], given: Iterable[str] = ()
) -> tuple[int, ...] | None:
    """Give the positions of the columns that a narrow format maps or is known by; None for all.

    ``given`` are titles of columns that are needed besides.
    """
    if not known.is_narrow:
        return None
    names = {name for usual in known.columns.values() for name in usual}
    names |= {fold_column(title) for title in given} | set().union(*known.signatures)
    return tuple(at for at, title in enumerate(columns) if fold_column(title) in names)


def column_of(table: RawTable, *names: str) -> tuple[int, str] | None:
    """Give position and title of the first of these columns (folded names) that a table has."""
    folded = [fold_column(column) for column in table.columns]
    for name in names:
        if name in folded:
            at = folded.index(name)
            return at, table.columns[at]
    return None


def texts_of(table: RawTable, *names: str) -> list[str] | None:
    """Give the trimmed cells of the first of these columns that a table has, else None."""
    found = column_of(table, *names)
    return None if found is None else [cell.strip() for cell in table.column(found[0]).to_pylist()]
