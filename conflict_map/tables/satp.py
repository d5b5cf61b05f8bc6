"""Incident tables in the manner of the South Asia Terrorism Portal: deaths by who was killed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from conflict_map.tables.cells import text_column
from conflict_map.tables.formats import TableFormat, column_of, texts_of
from conflict_map.tables.plain import PLAIN

if TYPE_CHECKING:
    from conflict_map.tables.raw_table import RawTable

_PARTS: Final = (
    ("civilians", "civilians_killed", "civilian", "civ"),
    ("security_forces", "sf", "sfs", "security_force_personnel", "sfs_killed",
     "security_forces_killed"),
    ("terrorists", "militants", "insurgents", "extremists", "terrorists_insurgents_extremists",
     "terrorists_killed", "militants_killed"),
    ("not_specified", "ns", "unspecified"),
)  # fmt: skip


def _with_total(table: RawTable) -> RawTable:
    """Add up who was killed where the table has no total; an empty part is not known, not zero."""
    if column_of(table, "total", "total_killed") is not None:
        return table
    parts = [cells for names in _PARTS if (cells := texts_of(table, *names)) is not None]
    totals = []
    for row in zip(*parts, strict=True):
        known = [
            int(cell.removesuffix(".0")) for cell in row if re.fullmatch(r"\d{1,6}(\.0)?", cell)
        ]
        whole = len(known) == len(row)
        totals.append(str(sum(known)) if known and whole else "")
    return table.with_columns({"satp total": text_column(totals)})


def _signatures() -> tuple[frozenset[str], ...]:
    return tuple(
        frozenset({"date", civilians, forces, fighters})
        for civilians in _PARTS[0]
        for forces in _PARTS[1]
        for fighters in _PARTS[2]
    )


SATP: Final = TableFormat(
    name="satp",
    title="incident table with deaths by group, as of the South Asia Terrorism Portal",
    signatures=_signatures(),
    columns={
        **PLAIN.columns,
        "fatalities_best": ("total", "total_killed", "satp_total"),
        "fatalities_low": (),
        "fatalities_high": (),
        "notes": ("incident", "incidents", "summary", *PLAIN.columns["notes"]),
        "event_type": ("incident_type", "type", "event_type"),
    },
    prepare=_with_total,
    fallbacks=PLAIN.fallbacks,
    has_exact_points=True,
)
