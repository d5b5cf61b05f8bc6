"""What is wrong with which rows of a table, collected column by column; decides nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from conflict_map.tables.report import Rejection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conflict_map.tables.cells import Words
    from conflict_map.tables.raw_table import RawTable


@dataclass(slots=True)
class RowFaults:
    """Collect faults of rows; a row with any is not used, and all its faults are told at once."""

    table: RawTable
    found: dict[int, list[tuple[str, str, str]]] = field(default_factory=dict)
    doubts: list[Rejection] = field(default_factory=list)
    """Values that are left unknown; their rows are used."""

    def reject(self, position: int, column: str, value: str, reason: str) -> None:
        """Note one fault of a row, by the row's position."""
        self.found.setdefault(position, []).append((column, value, reason))

    def reject_words(self, column: str, words: Words, wrong: dict[int, str]) -> None:
        """Note every row that holds one of these words; ``wrong`` has the words' reasons."""
        if wrong:
            for position in words.rows(wrong).tolist():
                code = int(words.codes[position])
                self.reject(position, column, words.words[code], wrong[code])

    def doubt_words(self, column: str, words: Words, wrong: dict[int, str]) -> None:
        """Note every row in which one of these words is left unknown."""
        if not wrong:
            return
        for position in words.rows(wrong).tolist():
            code = int(words.codes[position])
            self.doubts.append(self._told(position, column, words.words[code], wrong[code]))

    def doubt(self, position: int, column: str, value: str, reason: str) -> None:
        """Note a value of a row that is left unknown."""
        self.doubts.append(self._told(position, column, value, reason))

    def doubt_sum(self) -> Iterator[str]:
        """Say what was left unknown, one line a column."""
        columns: dict[str, list[Rejection]] = {}
        for doubt in self.doubts:
            columns.setdefault(doubt.column, []).append(doubt)
        for column, doubts in sorted(columns.items()):
            first = doubts[0]
            yield (
                f"{self.table.name}: column {column!r}: {len(doubts)} values are not understood "
                f"and left unknown, first {first.value[:40]!r} in row {first.row}"
            )

    def sound(self) -> np.ndarray[Any, Any]:
        """Give the positions of the rows without a fault."""
        kept = np.ones(len(self.table), dtype=bool)
        kept[list(self.found)] = False
        return np.flatnonzero(kept)

    def rejections(self) -> tuple[Rejection, ...]:
        """Give one rejection a row, those that could not be read at all among them, in order."""
        whole = [
            Rejection(
                input=self.table.name, row=f.row, column=f.column, value="", reason=f.reason
            )
            for f in self.table.faults
        ]  # fmt: skip
        for position, faults in self.found.items():
            columns, values, reasons = (
                ", ".join(_each(part)) for part in zip(*faults, strict=True)
            )
            reasons = "; ".join(dict.fromkeys(reason for _, _, reason in faults))
            whole.append(self._told(position, columns, values, reasons))
        return tuple(sorted(whole, key=lambda rejection: rejection.row or 0))

    def _told(self, position: int, column: str, value: str, reason: str) -> Rejection:
        return Rejection(
            input=self.table.name,
            row=int(self.table.rows[position]),
            column=column,
            value=value,
            reason=reason,
        )


def _each(parts: Iterable[str]) -> Sequence[str]:
    return [part for part in parts if part]
