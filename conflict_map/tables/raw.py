"""An input to a table of text, by the syntax that its first bytes show; knows no meanings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conflict_map.errors import InputError
from conflict_map.tables.delimited import NotUtf8Error, read_delimited
from conflict_map.tables.json_records import read_json
from conflict_map.tables.source import as_utf8, container_of

if TYPE_CHECKING:
    from conflict_map.tables.delimited import Wanted
    from conflict_map.tables.layout import Headerless
    from conflict_map.tables.raw_table import RawTable
    from conflict_map.tables.source import Encoded, Source


def read_raw(
    source: Source, *, headerless: Headerless | None = None, wanted: Wanted | None = None
) -> RawTable:
    """Read the rows of a table, of whichever syntax its first bytes show.

    ``headerless`` names the columns of a table that has no header, by the cells of its first row;
    ``wanted`` says of the names of all columns which are to be read.

    Raises
    ------
    InputError
        if the source is not whole, or no table.

    """
    kind = container_of(source)
    if kind is not None:
        from conflict_map.tables.containers import read_container  # noqa: PLC0415 - heavy readers

        return _narrowed(read_container(source, kind, headerless), wanted)
    try:
        return _read_text(source, as_utf8(source, unchecked=True), headerless, wanted)
    except NotUtf8Error:
        return _read_text(source, as_utf8(source), headerless, wanted)


def _narrowed(table: RawTable, wanted: Wanted | None) -> RawTable:
    positions = None if wanted is None else wanted(table.columns)
    return table if positions is None else table.only(positions)


def _read_text(
    source: Source, encoded: Encoded, headerless: Headerless | None, wanted: Wanted | None
) -> RawTable:
    head = bytes(encoded.data[:4096]).lstrip()[:1]
    if not head and not bytes(encoded.data).strip():
        raise InputError(f"{source.name}: expected a table, got an empty file")
    if head in (b"{", b"["):
        try:
            text = bytes(encoded.data).decode()
        except UnicodeDecodeError:
            raise NotUtf8Error from None
        table = _narrowed(read_json(source.name, text), wanted)
    else:
        table = read_delimited(source.name, encoded.data, headerless, wanted)
    return replace(table, warnings=encoded.warnings + table.warnings)
