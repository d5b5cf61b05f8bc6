"""The map as a widget: what it shows comes back as events, and other events go in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

import anywidget
import numpy as np
import traitlets

from conflict_map.errors import UsageError
from conflict_map.events import EventSet
from conflict_map.notebook.picture import picture_of
from conflict_map.web.assets import static_text
from conflict_map.web.map import ConflictMap
from conflict_map.web.payload import reading_order

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_NOBODY: Final = -1
"""The row that stands for no event."""


class ConflictMapWidget(anywidget.AnyWidget):
    """A map in a notebook that talks back.

    ``shown`` are the events that pass the map's filters, ``selected`` the one whose card is open
    (or none), both as an ``EventSet``; ``date_range`` are the first and last day of the brush as
    ISO dates, or None. Observe any of them with ``widget.observe(function, "shown")``. Setting
    ``events`` shows other events in the same frame; filters, the chosen view and the open card
    stay where they still make sense. Until the map is on the screen all events are shown.

    Parameters
    ----------
    events
        an ``EventSet``.
    height
        of the frame, as CSS has it.
    **options
        those of ``ConflictMap``: ``title``, ``gazetteer``, ``lang``, ``description`` ...

    Raises
    ------
    UsageError
        if ``events`` is no ``EventSet``, or anywidget is not installed.

    >>> widget = ConflictMapWidget(EventSet.empty(), title="Nothing yet")
    >>> widget.shown, widget.selected, widget.date_range
    (<EventSet: 0 events, 0 placed>, <EventSet: 0 events, 0 placed>, None)

    """

    _esm = static_text("widget.js")

    events = traitlets.Instance(EventSet)
    shown = traitlets.Instance(EventSet, read_only=True)
    selected = traitlets.Instance(EventSet, read_only=True)
    date_range = traitlets.Tuple(allow_none=True, default_value=None, read_only=True)
    fault = traitlets.Unicode("", read_only=True)
    """What the page last could not do; empty while all is well."""

    _title = traitlets.Unicode().tag(sync=True)
    _height = traitlets.Unicode().tag(sync=True)
    _page = traitlets.Unicode().tag(sync=True)
    _number = traitlets.Int(0).tag(sync=True)
    _asked = traitlets.Dict().tag(sync=True)
    _told = traitlets.Dict().tag(sync=True, echo_update=False)
    _fault = traitlets.Unicode().tag(sync=True, echo_update=False)

    def __init__(self, events: EventSet, *, height: str = "40rem", **options: Any) -> None:
        if not isinstance(events, EventSet):
            raise UsageError(f"expected an EventSet, got {type(events).__name__}")
        self._options = options
        self._chart = ConflictMap(events, **options)
        self._take(events)
        super().__init__(
            events=events,
            _title=self._chart.title,
            _height=height,
            _page=self._chart.get_root().render(),
        )
        self.set_trait("shown", events)
        self.set_trait("selected", self._row(_NOBODY))
        self.observe(self._replace, "events")
        self.observe(self._hear, "_told")
        self.observe(self._regret, "_fault")

    def select(self, event_id: str | None) -> None:
        """Open the card of an event in the map, or close the one that is open with None.

        Filters that hide the event are cleared.

        Raises
        ------
        UsageError
            if there is no such event.

        """
        row = _NOBODY
        if event_id is not None:
            if event_id not in self.events:
                raise UsageError(f"{event_id!r} is none of the {len(self.events)} events here")
            row = int(np.flatnonzero(self._order == self.events.ids.index(event_id))[0])
        self._ask({"kind": "select", "row": row})

    def set_range(self, start: date | str | None, end: date | str | None) -> None:
        """Set the brush of the timeline to these days, both included; None and None show all.

        Raises
        ------
        UsageError
            if one of the two is None alone, one is no ISO date, or the start is after the end.

        """
        if (start is None) != (end is None):
            raise UsageError(f"a range has both days or none, got {start} and {end}")
        self.events.between(start, end)
        days = [None if day is None else str(day) for day in (start, end)]
        self._ask({"kind": "range", "from": days[0], "to": days[1]})

    def _ask(self, request: Mapping[str, Any]) -> None:
        serial = self._asked.get("serial", 0) + 1
        self._asked = {**request, "serial": serial}

    def _take(self, events: EventSet) -> None:
        """Keep the order in which the page has the rows; at first it shows them all."""
        self._events_here = events
        self._order = reading_order(events.to_frame())
        self._bits = b""

    def _replace(self, change: Mapping[str, Any]) -> None:
        events = change["new"]
        self._chart = ConflictMap(events, **self._options)
        self._take(events)
        self.set_trait("shown", events)
        self.set_trait("selected", self._row(_NOBODY))
        self.set_trait("fault", "")
        with self.hold_sync():
            self._number += 1
            self._page = self._chart.get_root().render()

    def _hear(self, change: Mapping[str, Any]) -> None:
        """Take what the page tells; what it told of events that were replaced since is too late."""
        told = change["new"]
        if told.get("number") != self._number:
            return
        count = len(self.events)
        bits, row = told.get("shown"), told.get("selected")
        if (
            not isinstance(bits, (bytes, memoryview, bytearray))
            or len(bits) != math.ceil(count / 8)
            or not isinstance(row, int)
            or not _NOBODY <= row < count
        ):
            self.set_trait("fault", "the page told what it cannot know; display the map again")
            return
        days = (told.get("from"), told.get("to"))
        with self.hold_trait_notifications():
            self.set_trait("date_range", days if all(isinstance(d, str) for d in days) else None)
            self.set_trait("selected", self._row(row))
            # A trait compares its values, and two large sets take long to compare.
            if bytes(bits) != self._bits:
                self._bits = bytes(bits)
                self.set_trait("shown", self._passing(np.frombuffer(self._bits, dtype="u1")))

    def _regret(self, change: Mapping[str, Any]) -> None:
        self.set_trait("fault", str(change["new"])[:300])

    def _passing(self, packed: np.ndarray[Any, Any]) -> EventSet:
        """Give the events of the rows whose bits are set, in their own order."""
        mask = np.zeros(len(self.events), dtype=bool)
        bits = np.unpackbits(packed, count=len(mask), bitorder="little")
        mask[self._order] = bits.astype(bool)
        return self.events if mask.all() else self.events.where(mask)

    def _row(self, row: int) -> EventSet:
        mask = np.zeros(len(self._order), dtype=bool)
        if row >= 0:
            mask[self._order[row]] = True
        return self._events_here.where(mask)

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        """Give the widget, and for readers without a kernel the picture and a sentence."""
        given = super()._repr_mimebundle_(**kwargs)
        bundle, more = given if isinstance(given, tuple) else (given, {})
        picture = picture_of(self._chart)
        beside = {"text/plain": str(self._chart)} | ({"image/png": picture} if picture else {})
        return {**(bundle or {}), **beside}, more

    def __repr__(self) -> str:
        return f"ConflictMapWidget: {len(self.shown)} of {len(self.events)} events shown"
