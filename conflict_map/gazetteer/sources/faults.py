"""The rows of a source that could not be used, each with its reason; knows no format."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

_KEPT: Final = 1000
"""So many faults are kept one by one, so that a file of nothing else needs no memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that was left out, numbered as an editor does."""

    file: str
    row: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: row {self.row}: {self.reason}"


@dataclass(slots=True)
class Faults:
    """Collects the rows that are left out: the first ones whole, all of them in number.

    >>> faults = Faults()
    >>> faults.add("SY.txt", 3, "no name")
    >>> str(faults.rows[0]), faults.count
    ('SY.txt: row 3: no name', 1)
    """

    rows: list[BadRow] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, file: str, row: int, reason: str) -> None:
        """Count a row that is left out."""
        self.reasons[reason] += 1
        if len(self.rows) < _KEPT:
            self.rows.append(BadRow(file=file, row=row, reason=reason))

    @property
    def count(self) -> int:
        """Give how many rows were left out."""
        return self.reasons.total()
