"""A corrections file to records, every fault told; knows the columns, and applies nothing."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from conflict_map.corrections.columns import EVENT, MENTION, NAMES, SET_NAMES, UNKNOWN
from conflict_map.corrections.place import PlaceReader
from conflict_map.corrections.records import Correction
from conflict_map.errors import InputError
from conflict_map.events.validation import is_unwritable
from conflict_map.model import Toll
from conflict_map.tables.own import unescape_cell
from conflict_map.tables.raw import read_raw
from conflict_map.tables.report import Rejection
from conflict_map.vocabulary import SUB_EVENT_TYPES, EventType, Role

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.tables.raw_table import RawTable
    from conflict_map.tables.source import Source

_TYPES: Final = {str(word).casefold(): str(word) for word in EventType}
_SUB_TYPES: Final = {word.casefold(): word for word in SUB_EVENT_TYPES}
_ROLES: Final = tuple(str(role) for role in Role if role is not Role.INHERITED)
_RANGE: Final = re.compile(r"(\d{1,9})\s*[-–]\s*(\d{1,9})")
_THREE: Final = re.compile(r"(\d{1,9})\s*/\s*(\d{0,9})\s*/\s*(\d{1,9})")
_OFFSET: Final = re.compile(r"\d{1,12}(?:\.0)?")
_MENTIONS_ONLY: Final = ("set_place", "set_place_name", "set_role", "action")
"""What can be corrected of a mention; the rest belongs to events."""
_AT_LEAST: Final = ("about", "quote")


def read_corrections(
    source: Source, gazetteer: Gazetteer
) -> tuple[tuple[Correction, ...], tuple[Rejection, ...]]:
    """Read a corrections file (CSV or a workbook): its rows as records, and every fault in it.

    A row in which nothing is set is kept too, for another row may merge an event with its event.
    ``gazetteer`` is what ids and names of places are looked up in.

    Raises
    ------
    InputError
        if the file is no table, or has not the columns of a corrections file.

    """
    table = read_raw(source)
    columns = _columns(source.name, table)
    places = PlaceReader(gazetteer)
    found: list[Correction] = []
    faults = [
        Rejection(input=source.name, row=f.row, column=f.column, value="", reason=f.reason)
        for f in table.faults
    ]
    for record in table.records:
        given = [unescape_cell(cell) if table.escaped else cell for cell in record.cells]
        cells = {name: given[at] for name, at in columns.items() if given[at].strip()}
        if cells:
            row = _Row(source.name, record.row, cells, faults)
            correction = row.read(places)
            if correction is not None:
                found.append(correction)
    faults.sort(key=lambda fault: fault.row or 0)
    return tuple(found), tuple(faults)


def _columns(name: str, table: RawTable) -> dict[str, int]:
    columns = {column.strip(): at for at, column in enumerate(table.columns) if column.strip()}
    missing = [column for column in _AT_LEAST if column not in columns]
    if missing or not any(column in SET_NAMES for column in columns):
        raise InputError(
            f"{name}: expected a corrections file with about, quote and columns that begin with "
            f"set_, got {', '.join(list(columns)[:6]) or 'none'}; write one with 'review'"
        )
    strange = [c for c in columns if c.startswith("set_") and c not in SET_NAMES]
    if strange:
        raise InputError(
            f"{name}: there is no column {strange[0]!r} to set; known are {', '.join(SET_NAMES)}"
        )
    return {column: at for column, at in columns.items() if column in NAMES}


class _Row:
    """Reads the cells of one row; a fault goes to the list of the file's faults."""

    def __init__(
        self, file: str, row: int, cells: Mapping[str, str], faults: list[Rejection]
    ) -> None:
        self._file, self._row, self._cells, self._faults = file, row, cells, faults
        self._sound = True

    def read(self, places: PlaceReader) -> Correction | None:
        """Give the record of the row, or None where it has a fault."""
        about = self._words("about", (EVENT, MENTION))
        action, merge_with = self._action()
        sets: dict[str, Any] = {}
        readers: tuple[tuple[str, Callable[[str], Any]], ...] = (
            ("role", lambda text: _word(text, {role: role for role in _ROLES})),
            ("type", lambda text: _or_unknown(text, lambda t: _word(t, _TYPES))),
            ("sub_type", lambda text: _or_unknown(text, lambda t: _word(t, _SUB_TYPES))),
            ("date_start", lambda text: _or_unknown(text, _day)),
            ("date_end", lambda text: _or_unknown(text, _day)),
            ("actor1", lambda text: _or_unknown(text, _plain)),
            ("actor2", lambda text: _or_unknown(text, _plain)),
            ("fatalities", lambda text: _or_unknown(text, _toll) or Toll()),
            ("place_name", _plain),
        )
        for name, reader in readers:
            self._set(sets, name, reader)
        self._set(
            sets,
            "place",
            lambda text: places.read(
                text, self._cells.get("set_place_name"), self._cells.get("found_country")
            ),
        )
        correction = Correction(
            row=self._row,
            about=about or EVENT,
            article_id=self._text("article_id"),
            event_id=self._text("event_id"),
            quote=self._cells.get("quote", ""),
            quote_start=self._offset("quote_start"),
            text=self._cells.get("text", ""),
            text_start=self._offset("text_start"),
            found_type=self._cells.get("found_type"),
            found_sub_type=self._cells.get("found_sub_type"),
            sets=sets,
            action=action,
            merge_with=merge_with,
            by=self._text("by"),
            why=self._text("why"),
            cells=dict(self._cells),
        )
        if self._sound and correction.is_given:
            self._check(correction)
        return correction if self._sound else None

    def _check(self, c: Correction) -> None:
        """Find what is sound cell by cell and not as a row."""
        if not c.is_of_event:
            if not c.text:
                self._fault("text", "expected the words of the mention")
            if not c.article_id:
                self._fault("article_id", "expected the article in which the mention stands")
            for name in SET_NAMES:
                if name in self._cells and name not in _MENTIONS_ONLY:
                    self._fault(name, "is of an event; set it in the row of the event")
            if "place" in c.sets and c.sets["place"].place is None:
                self._fault("set_place", "expected a place; a name of no place is action 'drop'")
            if c.action in {"merge", "split"}:
                self._fault("action", "expected 'drop' for a mention")
        elif not c.event_id and not c.quote:
            self._fault("event_id", "expected an event_id, or the quote of the event")
        if c.action == "drop" and c.sets:
            self._fault("action", "a row that is dropped sets nothing; empty the one or the other")
        kind, sub = c.sets.get("type"), c.sets.get("sub_type")
        if sub is not None and "type" in c.sets and kind != SUB_EVENT_TYPES[sub]:
            self._fault("set_sub_type", f"expected one of {kind}; this is one of "
                        f"{SUB_EVENT_TYPES[sub]}")  # fmt: skip
        start, end = c.sets.get("date_start"), c.sets.get("date_end")
        if start is not None and end is not None and start > end:
            self._fault("set_date_end", f"expected a day that is not before {start}")
        if start is not None and "date_end" in c.sets and end is None:
            self._fault("set_date_end", "expected the last day wherever there is a first")

    def _set(self, sets: dict[str, Any], name: str, reader: Callable[[str], Any]) -> None:
        text = self._cells.get(f"set_{name}")
        if text is None:
            return
        try:
            sets[name] = reader(text.strip())
        except ValueError as error:  # InputError is one
            self._fault(f"set_{name}", str(error))

    def _action(self) -> tuple[Any, str]:
        text = self._text("action")
        word, _, other = text.partition(":")
        word, other = word.strip().casefold(), other.strip()
        if not text or (word in {"drop", "split"} and not other):
            return word, ""
        if word == "merge" and other:
            return word, other
        self._fault("action", "expected drop, split or merge:EVENT_ID")
        return "", ""

    def _words(self, name: str, known: tuple[str, ...]) -> str | None:
        word = self._text(name).casefold()
        if word in known:
            return word
        self._fault(name, f"expected {' or '.join(known)}")
        return None

    def _offset(self, name: str) -> int | None:
        text = self._text(name)
        if not text:
            return None
        if not _OFFSET.fullmatch(text):
            self._fault(name, "expected a whole number, or an empty cell")
            return None
        return int(text.partition(".")[0])

    def _text(self, name: str) -> str:
        text = self._cells.get(name, "").strip()
        if is_unwritable(text):
            self._fault(name, "holds NUL or half a surrogate pair; write it again")
            return ""
        return text

    def _fault(self, column: str, reason: str) -> None:
        self._sound = False
        self._faults.append(
            Rejection(
                input=self._file, row=self._row, column=column,
                value=self._cells.get(column, ""), reason=reason,
            )
        )  # fmt: skip


def _or_unknown(text: str, reader: Callable[[str], Any]) -> Any:
    return None if text.casefold() == UNKNOWN else reader(text)


def _word(text: str, known: Mapping[str, str]) -> str:
    found = known.get(text.casefold())
    if found is None:
        raise ValueError(f"expected one of {', '.join(known.values())}")
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("expected a date written as 2024-12-03, or unknown") from None


def _plain(text: str) -> str:
    if is_unwritable(text):
        raise ValueError("holds NUL or half a surrogate pair; write it again")
    return text


def _toll(text: str) -> Toll:
    if text.isascii() and text.isdigit() and len(text) < 10:
        return Toll(low=int(text), best=int(text), high=int(text))
    pair, three = _RANGE.fullmatch(text), _THREE.fullmatch(text)
    try:
        if pair:
            return Toll(low=int(pair[1]), high=int(pair[2]))
        if three:
            best = int(three[2]) if three[2] else None
            return Toll(low=int(three[1]), best=best, high=int(three[3]))
    except InputError:
        raise ValueError("expected the lowest count first and the highest last") from None
    raise ValueError("expected a count of deaths as 4, 3-5 or 3/4/5, or unknown")
