"""Leaves columns out of events, and the records that would still tell them; judges no value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from conflict_map.errors import UsageError
from conflict_map.events.columns import COLUMN_NAMES, NOT_PLACED
from conflict_map.events.event_set import EventSet

if TYPE_CHECKING:
    from collections.abc import Sequence

_POSITION: Final = frozenset({"lat", "lon", "geometry"})
"""One is not left out without the others, which tell it."""
_REASON: Final = f"{NOT_PLACED}the position is left out"


def check_columns(names: Sequence[str]) -> tuple[str, ...]:
    """Give the columns to leave out, each once, in the order of the table.

    >>> check_columns(["quote", "lat"])
    ('lat', 'lon', 'quote', 'geometry')

    Raises
    ------
    UsageError
        if one is no column of events, or the id, without which no event can be named.

    """
    known = (*COLUMN_NAMES, "geometry")
    strange = [name for name in names if name not in known]
    if strange:
        raise UsageError(f"there is no column {strange[0]!r}; known are {', '.join(known)}")
    if "event_id" in names:
        raise UsageError("event_id cannot be left out: each event needs a name")
    wanted = set(names) | (_POSITION if _POSITION & set(names) else set())
    return tuple(name for name in known if name in wanted)


def without_columns(events: EventSet, names: Sequence[str]) -> EventSet:
    """Give the events with these columns empty, and without the full records that tell them again.

    What another column says of the same (a quote names the actor) stays. Without a position the
    events are listed as not placed.

    >>> events = EventSet.from_frame(pd.DataFrame({"event_id": ["a"], "actor1": ["X"]}))
    >>> without_columns(events, ["actor1"]).to_frame()["actor1"].isna().all()
    np.True_
    """
    columns = check_columns(names)
    if not columns:
        return events
    frame = pd.DataFrame(events.to_frame()).astype(object)
    frame = frame.where(frame.notna(), None)
    for name in columns:
        frame[name] = None
    if "lat" in columns and "notes" not in columns:
        placed = events.to_frame()["lat"].notna().tolist()
        frame["notes"] = [
            "\n".join(part for part in (_REASON, note) if part) if was else note
            for note, was in zip(frame["notes"].tolist(), placed, strict=True)
        ]
    return EventSet(frame.reset_index())
