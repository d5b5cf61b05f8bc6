"""The records of corrections: one row each, checked; they hold facts and do no work."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - a record can be asked for its types
from dataclasses import dataclass, field
from typing import Any, Literal

from conflict_map.corrections.columns import EVENT
from conflict_map.model import Place  # noqa: TC001 - a record can be asked for its types


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceFix:
    """Where something is, by hand: a record, or a point that was made a record; None is nowhere."""

    place: Place | None
    is_point: bool = False
    """Coordinates were given: the words around the name move them no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One row of a corrections file that corrects something, or that names an event for another."""

    row: int
    """As a spreadsheet numbers it, the header being row 1."""
    about: str
    article_id: str = ""
    event_id: str = ""
    quote: str = ""
    quote_start: int | None = None
    text: str = ""
    text_start: int | None = None
    found_type: str | None = None
    """What the type was when the row was written; None where the file does not say."""
    found_sub_type: str | None = None
    sets: Mapping[str, Any] = field(default_factory=dict)
    """``place place_name role type sub_type date_start date_end actor1 actor2 fatalities``, those
    that are set; None is unknown."""
    action: Literal["", "drop", "merge", "split"] = ""
    merge_with: str = ""
    by: str = ""
    why: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)
    """The row as it was read, by the names of the columns."""

    @property
    def is_given(self) -> bool:
        """Say whether the row corrects anything; one that does not may be named by another."""
        return bool(self.sets) or bool(self.action)

    @property
    def is_of_event(self) -> bool:
        """Say whether it is about an event, not a mention."""
        return self.about == EVENT

    @property
    def signature(self) -> str:
        """Say who corrects and why, for readers; empty where neither is said.

        >>> Correction(row=2, about="event", by="A. Analyst", why="another Suran").signature
        'by A. Analyst: another Suran'
        """
        by = f"by {self.by}" if self.by else ""
        return ": ".join(part for part in (by, self.why) if part)
