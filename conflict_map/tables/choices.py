"""What a user says of a table's columns, on the command line or in a small TOML file."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflict_map.errors import InputError, UsageError
from conflict_map.tables.cells import constant
from conflict_map.tables.formats import FIELDS
from conflict_map.tables.values import DateOrder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conflict_map.tables.raw_table import RawTable

_PARTS = ("columns", "constants", "types", "date_order")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """Which column fills which field, what holds for every row, and what the table's words mean."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """Field to the name of its column; for a constant, a column that is made."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """Field to the value that it has in every row."""
    types: Mapping[str, str] = field(default_factory=dict)
    """The table's own word for a type to the event type or sub-event type that it is."""
    date_order: DateOrder | None = None

    def with_constants(self, table: RawTable) -> RawTable:
        """Give the table with a column for each value that holds in every row."""
        return table.with_columns(
            {
                _constant_name(name): constant(value, len(table))
                for name, value in self.constants.items()
            }
        )


NO_CHOICES = Choices()


def read_choices(text: str) -> Choices:
    """Read ``lat=Y,lon=X,date_start=Day``, or the TOML file of that name.

    >>> dict(read_choices("lat=Y,lon=X").columns)
    {'lat': 'Y', 'lon': 'X'}
    >>> dict(read_choices("date=Day").columns)
    {'date_start': 'Day'}

    Raises
    ------
    InputError
        if the file cannot be read or is not what it should be.
    UsageError
        if a field is unknown, or the text is not of that form.

    """
    if text.lower().endswith(".toml"):
        return _from_toml(Path(text))
    pairs = [pair.partition("=") for pair in text.split(",")]
    if not all(name.strip() and title.strip() for name, _, title in pairs):
        raise UsageError(f"{text!r} is not of the form lat=Y,lon=X,date=Day, nor a .toml file")
    return Choices(columns={_field(name.strip()): title.strip() for name, _, title in pairs})


def _from_toml(path: Path) -> Choices:
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror or error}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not TOML: {error}") from None
    strange = sorted(set(told) - set(_PARTS))
    if strange:
        raise InputError(f"{path}: there is no {strange[0]!r}; known are {', '.join(_PARTS)}")
    columns = {_field(name): title for name, title in _texts(path, told, "columns").items()}
    constants = {_field(name): value for name, value in _texts(path, told, "constants").items()}
    order = told.get("date_order")
    if order is not None and order not in tuple(DateOrder):
        raise InputError(f"{path}: date_order is {order!r}; expected {' or '.join(DateOrder)}")
    return Choices(
        columns=columns | {name: _constant_name(name) for name in constants},
        constants=constants,
        types=_texts(path, told, "types"),
        date_order=None if order is None else DateOrder(order),
    )


def _texts(path: Path, told: Mapping[str, Any], part: str) -> dict[str, str]:
    table = told.get(part, {})
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise InputError(f'{path}: expected texts under [{part}], as lat = "Y"')
    return table


def _field(name: str) -> str:
    """Give the field of a name; a few short ones are understood."""
    short = {"date": "date_start", "type": "event_type", "place": "place_name", "id": "event_id",
             "fatalities": "fatalities_best", "deaths": "fatalities_best"}  # fmt: skip
    full = short.get(name, name)
    if full not in FIELDS:
        raise UsageError(f"there is no field {name!r}; known are {', '.join((*short, *FIELDS))}")
    return full


def _constant_name(name: str) -> str:
    return f"every row: {name}"
