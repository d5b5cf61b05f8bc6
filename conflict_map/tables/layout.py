"""How a delimited table is written: its delimiter, its header, its first record; reads no cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from conflict_map.errors import InputError
from conflict_map.tables.raw_table import MAX_CELL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Headerless = Callable[[Sequence[str]], tuple[str, ...] | None]
"""Names the columns of a table that has no header, by the cells of its first row."""

DELIMITERS: Final = (",", ";", "\t", "|")
SAMPLE_BYTES: Final = 256 * 1024
"""How much of a table is looked at to find out how it is written."""
_SAMPLE_RECORDS: Final = 40
_MAX_HXL_ROW: Final = 25
"""HXL looks for its hashtags in the first 25 rows (HXL standard 1.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a table is written: its delimiter, its columns and the row where its records begin."""

    delimiter: str
    columns: tuple[str, ...]
    first: int
    """Number of the first row that is a record."""
    tags: tuple[str, ...] = ()
    """The HXL hashtags under the header, one for each column."""
    warnings: tuple[str, ...] = ()


def sniff_delimiter(text: str) -> str | None:
    r"""Choose among comma, semicolon, tab and bar the one that cuts the first records alike.

    >>> sniff_delimiter("id;lat;lon\na;35,1;36,7\n")
    ';'
    >>> sniff_delimiter("just a sentence") is None
    True
    """
    best: tuple[float, int] | None = None
    chosen = None
    for delimiter in DELIMITERS:
        widths = [len(cells) for cells in _sample(text, delimiter) if cells]
        if not widths or max(widths) < 2:
            continue
        usual = max(set(widths), key=widths.count)
        if usual < 2 and widths[0] < 2:
            continue
        width = widths[0] if widths[0] >= 2 else usual
        alike = sum(w == width for w in widths) / len(widths)
        # A header that is cut in more pieces wins unless its rows plainly disagree with it.
        key = (round(alike * 2), width)
        if best is None or key > best:
            best, chosen = key, delimiter
    return chosen


def find_layout(name: str, text: str, headerless: Headerless | None = None) -> Layout:
    """Find delimiter, header and first record from the beginning of a table.

    Raises
    ------
    InputError
        if it has no two columns.

    """
    delimiter = sniff_delimiter(text)
    if delimiter is None:
        raise InputError(
            f"{name}: expected a table with a header of two or more columns, "
            "separated by comma, semicolon, tab or bar"
        )
    lines = _sample(text, delimiter)
    at, columns, tags, warnings = find_header(name, lines, headerless)
    after = [cells for cells in lines[at + 1 :] if any(cells)]
    wide = max((len(cells) for cells in after), default=0)
    # Cells without a header are columns without a name where most rows have them.
    if wide > len(columns) and sum(len(c) == wide for c in after) * 2 > len(after):
        columns = (*columns, *[""] * (wide - len(columns)))
    return Layout(
        delimiter=delimiter, columns=columns, first=at + 2, tags=tags, warnings=tuple(warnings)
    )


def find_header(
    name: str, lines: Sequence[Sequence[str]], headerless: Headerless | None
) -> tuple[int, tuple[str, ...], tuple[str, ...], list[str]]:
    """Find the header among the first rows: its position, its names, the HXL tags, what to say.

    The position is that of the last row that is no record; -1 where the table has no header.
    """
    first = next((at for at, cells in enumerate(lines) if any(c.strip() for c in cells)), None)
    if first is None:
        raise InputError(f"{name}: expected a table, got empty rows")
    for at in (first, first + 1)[: len(lines) - first] if headerless is not None else ():
        # The second row tells it too, where a program has put a header of its own above.
        if headerless is not None and (named := headerless(lines[at])) is not None:
            return at - 1, named, (), []
    tagged = next((at for at, c in enumerate(lines[:_MAX_HXL_ROW]) if is_hxl(c)), None)
    if tagged is not None:
        above = [at for at in range(tagged) if sum(bool(c.strip()) for c in lines[at]) > 1]
        header = lines[above[-1]] if above else lines[tagged]
        said = [f"{name}: row {tagged + 1} holds HXL tags and is no event"]
        return tagged, _names(header), tuple(cell.strip() for cell in lines[tagged]), said
    widest = max(sum(bool(c.strip()) for c in cells) for cells in lines)
    for at, cells in enumerate(lines):
        filled = sum(bool(cell.strip()) for cell in cells)
        # A title above the table is one cell or two; a header may have columns without a name.
        if filled >= 2 and filled * 4 >= widest:
            said = (
                [f"{name}: rows above row {at + 1} are no part of the table"] if at > first else []
            )
            return at, _names(cells), (), said
    return first, _names(lines[first]), (), []


def is_hxl(cells: Iterable[str]) -> bool:
    """Tell whether a row holds HXL hashtags: most filled cells begin with ``#`` and a letter.

    >>> is_hxl(["", "#date", "#geo+lat"]), is_hxl(["#1 road", "x"]), is_hxl([])
    (True, False, False)
    """
    filled = [cell.strip() for cell in cells if cell.strip()]
    tags = sum(cell[:1] == "#" and cell[1:2].isalpha() and " " not in cell[:30] for cell in filled)
    return tags * 2 > len(filled)


def _names(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.strip().removeprefix("\ufeff") for cell in cells)


def _sample(text: str, delimiter: str) -> list[list[str]]:
    """Give the first records, empty ones too."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    lines: list[list[str]] = []
    try:
        with cell_limit():
            lines.extend(islice(reader, _SAMPLE_RECORDS))
    except csv.Error:
        pass  # the full read says what is wrong; the records so far are enough to choose
    cut = len(lines) < _SAMPLE_RECORDS and len(text) >= SAMPLE_BYTES // 4
    return lines[:-1] if cut and len(lines) > 2 else lines  # the sample may end inside a record


@contextmanager
def cell_limit() -> Iterator[None]:
    """Raise the csv module's limit of 131,072 characters, which a province's outline exceeds."""
    before = csv.field_size_limit(MAX_CELL)
    try:
        yield
    finally:
        csv.field_size_limit(before)
