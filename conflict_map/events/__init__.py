"""Events: what claims say, joined and held as one validated table; knows no files and no map."""

from conflict_map.events.columns import COLUMNS, Column
from conflict_map.events.event_set import EventSet

__all__ = ["COLUMNS", "Column", "EventSet"]
