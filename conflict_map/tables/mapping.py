"""Which column of a table fills which field, by its name and what it holds; reads no values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from conflict_map.errors import InputError
from conflict_map.tables.cells import Words
from conflict_map.tables.formats import FIELDS, TableFormat, fold_column
from conflict_map.tables.values import CellError, DateOrder, is_unknown_date, read_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conflict_map.tables.raw_table import RawTable

_NEEDED_ONCE: Final = ("event_id", "lat", "lon", "date_start", "date_end")
_PLAUSIBLE_SAMPLE: Final = 200


def assign_columns(
    table: RawTable, known: TableFormat, given: Mapping[str, str] | None = None
) -> tuple[dict[str, tuple[int, ...]], list[str]]:
    """Give for each field the positions of its columns, the best first, and what is to be said.

    Raises
    ------
    InputError
        if a column that was asked for is not there, or one that must be one is there twice with
        different cells.

    """
    folded = [fold_column(column) for column in table.columns]
    chosen: dict[str, tuple[int, ...]] = {}
    said: list[str] = []
    for name, title in (given or {}).items():
        chosen[name] = (_asked_for(table, folded, name, title),)
    taken = {positions[0] for positions in chosen.values()}
    for name in FIELDS:
        if name in chosen:
            continue
        usual = [u for u in known.columns.get(name, ()) if u in folded]
        positions = tuple(p for u in usual if (p := folded.index(u)) not in taken)
        if not positions:
            continue
        chosen[name] = positions
        if name in _NEEDED_ONCE:
            said += _check_twice(table, folded, positions[0])
    return chosen, said


def _asked_for(table: RawTable, folded: list[str], name: str, title: str) -> int:
    if name not in FIELDS:
        raise InputError(f"there is no field {name!r} to fill; known are {', '.join(FIELDS)}")
    exact = [at for at, column in enumerate(table.columns) if column == title]
    alike = [at for at, column in enumerate(folded) if column == fold_column(title)]
    if not exact and not alike:
        here = ", ".join(repr(column) for column in table.columns[:20] if column)
        raise InputError(
            f"{table.name}: there is no column {title!r} for {name}; columns are {here}"
        )
    return (exact or alike)[0]


def _check_twice(table: RawTable, folded: list[str], at: int) -> list[str]:
    others = [i for i, f in enumerate(folded) if f == folded[at] and i != at]
    if not others:
        return []
    places = ", ".join(str(i + 1) for i in (at, *others))
    if any(not table.column(at).equals(table.column(i)) for i in others):
        raise InputError(
            f"{table.name}: column {table.columns[at]!r} is there more than once "
            f"(columns {places}) with different cells; rename all but one"
        )
    return [
        f"{table.name}: column {table.columns[at]!r} is there more than once (columns {places}) "
        "with the same cells; one is read"
    ]


def check_usable(table: RawTable, columns: Mapping[str, Any]) -> None:
    """Refuse a table from whose columns no event could be read.

    Raises
    ------
    InputError
        if there is no position, and less than two columns say when, what or where.

    """
    here = ", ".join(repr(column) for column in table.columns[:12] if column) or "none"
    more = ", ..." if len(table.columns) > 12 else ""
    if {"lat", "lon"} <= set(columns) or "latlon" in columns or table.shapes is not None:
        return
    for one, other in (("lat", "lon"), ("lon", "lat")):
        if one in columns:
            raise InputError(
                f"{table.name}: column {table.columns[columns[one][0]]!r} is {one}, but none is "
                f"{other}; columns are {here}{more}"
            )
    # A table with no coordinates is still a list of events if it says when and what or where.
    about = {"date_start", "event_type", "place_name", "admin1", "admin2", "actor1", "notes"}
    if len(about & set(columns)) < 2:
        if sum(_is_datum(title) for title in table.columns) >= 2:
            raise InputError(
                f"{table.name}: the first row ({here}{more}) is no header but data; put a row with "
                "the names of the columns above it"
            )
        raise InputError(
            f"{table.name}: expected columns for latitude and longitude "
            f"(as lat and lon, latitude and longitude, y and x), got {here}{more}; "
            "name them with --columns lat=...,lon=..."
        )


def _is_datum(title: str) -> bool:
    """Tell whether a title is a number or a full date, as no column is called."""
    text = title.strip()
    return text[-1:].isdigit() and (
        text.lstrip("-").replace(".", "", 1).isdigit() or _is_date(text)
    )


def with_plausible_dates(
    table: RawTable, columns: dict[str, tuple[int, ...]]
) -> dict[str, tuple[int, ...]]:
    """Choose among columns that may be called a date the first that mostly holds dates."""
    for at in columns["date_start"]:
        words = Words.of(table.column(at).slice(0, 5_000)).words
        known = [word for word in words if not is_unknown_date(word)][:_PLAUSIBLE_SAMPLE]
        if known and sum(_is_date(word) for word in known) * 2 >= len(known):
            return columns | {"date_start": (at,)}
    return columns


def _is_date(cell: str) -> bool:
    try:
        read_date(cell, DateOrder.DAY_FIRST)
    except CellError as error:
        return "calendar" in str(error)
    return True
