"""The shape of a table format, a signature and a mapping; each format is a file that has both."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS: Final = (
    "event_id", "lat", "lon", "date_start", "date_end", "date_precision", "event_type",
    "sub_event_type", "place_name", "country", "admin1", "geo_precision",
    "actor1", "actor2", "fatalities_low", "fatalities_best", "fatalities_high", "source", "url",
    "claimant", "notes",
)  # fmt: skip
"""What a mapping may fill: event columns, and ``url``, which joins the source."""

_NO_CODES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({})


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
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: _NO_CODES)
    """For a field that is coded: the event table's word for each code."""

    def matches(self, names: frozenset[str]) -> bool:
        """Tell whether a header (folded names) is of this format."""
        return any(signature <= names for signature in self.signatures)


def fold_column(name: str) -> str:
    """Give the form in which column names are compared.

    >>> fold_column(" Event-Date "), fold_column("Latitude (WGS84)"), fold_column("eventDate")
    ('event_date', 'latitude_wgs84', 'eventdate')
    """
    return re.sub(r"[\W_]+", "_", name.strip().lower().removeprefix("\ufeff")).strip("_")
