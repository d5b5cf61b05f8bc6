"""The events of a run laid out to be corrected, and put together again; corrects none itself."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from conflict_map.corrections.ledger import same_words
from conflict_map.events.columns import COLUMNS, ColumnKind
from conflict_map.events.corroborate import event_of
from conflict_map.events.event_set import EventSet
from conflict_map.events.flatten import row_of
from conflict_map.tables.report import Rejection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from conflict_map.corrections.ledger import Ledger
    from conflict_map.corrections.records import Correction
    from conflict_map.model import Event
    from conflict_map.tables.report import TableResult

_PLAIN: Final[dict[ColumnKind, Callable[[Any], Any]]] = {
    ColumnKind.TEXT: str,
    ColumnKind.DATE: lambda value: value.date(),
    ColumnKind.COUNT: int,
    ColumnKind.NUMBER: float,
}
_MARKS: Final = 4
"""So many words of corrections an event carries in full; the report has them all."""


@dataclass(slots=True, eq=False)
class Seat:
    """One event: its row, its record if it is from text, and where it came from."""

    id: str
    record: dict[str, Any]
    """The row's values by column; unknown is None, dates are civil dates."""
    event: Event | None
    origin: int
    """The position of the event from which it came, in the set that was read."""
    is_changed: bool = False
    marks: list[str] = field(default_factory=list)

    def mark(self, words: str) -> None:
        """Say of the event that it was corrected, once."""
        self.is_changed = True
        if words not in self.marks:
            self.marks.append(words)


class Bench:
    """Finds the event that a correction is about, and gives the result when all are applied."""

    def __init__(self, result: TableResult, ledger: Ledger) -> None:
        self._given, self._ledger = result, ledger
        self._frame = result.events.to_frame()
        self._details = result.events.details
        self._at = {event_id: at for at, event_id in enumerate(self._frame.index)}
        self._seats: dict[str, Seat] = {}
        self._order: dict[int, list[Seat]] = {}
        """By the position from which they came: the events that stand there now."""
        self._gone: set[str] = set()
        self._dropped: list[Rejection] = []
        self._by_quote: dict[tuple[str, str], list[str]] = {}
        self._articles_of: dict[str, set[str]] = {}
        self._index()
        self._mark_claims()

    # --- looking ----------------------------------------------------------------------------------

    def _index(self) -> None:
        told = [(id_, c.article_id, c.quote) for id_, e in self._details.items() for c in e.claims]
        known = self._frame["article_id"].notna() & self._frame["quote"].notna()
        part = self._frame.loc[known & ~self._frame.index.isin(self._details)]
        told += zip(part.index, part["article_id"], part["quote"], strict=True)
        for event_id, article_id, quote in told:
            self._add(event_id, article_id, quote)

    def _add(self, event_id: str, article_id: str, quote: str) -> None:
        words = same_words(quote)
        ids = self._by_quote.setdefault((article_id, words), [])
        if event_id not in ids:
            ids.append(event_id)
        self._articles_of.setdefault(words, set()).add(article_id)

    def find(self, correction: Correction) -> Seat | str:
        """Give the event that a correction is about, or in words why there is none."""
        if not correction.quote or not correction.article_id:
            if correction.event_id in self._gone or correction.event_id not in self._at:
                return f"no event has the id {correction.event_id!r}; look again"
            return self.seat(correction.event_id)
        words = same_words(correction.quote)
        ids = self._by_quote.get((correction.article_id, words))
        if ids is None:
            # An article that was mended has another id; its sentence still finds it.
            known = self._ledger.articles
            is_here = known is None or correction.article_id in known
            others = () if is_here else sorted(self._articles_of.get(words, ()))
            if len(others) > 1:
                return f"the quote stands in {len(others)} articles; write the article_id of one"
            if not others:
                if known is not None and not is_here:
                    return f"no article {correction.article_id!r} is among the inputs"
                return "no event has this quote any more; look again"
            ids = self._by_quote[others[0], words]
        return self._one_of([i for i in ids if i not in self._gone], correction)

    def _one_of(self, ids: list[str], correction: Correction) -> Seat | str:
        """Choose among the events of one quote: by id, by offset, by type."""
        if not ids:
            return "the event was dropped or merged by another row"
        if correction.event_id in ids:
            return self.seat(correction.event_id)
        seats = [self.seat(i) for i in ids]
        there = [s for s in seats if s.record["quote_start"] == correction.quote_start]
        seats = there or seats
        if correction.found_sub_type or correction.found_type:
            alike = [s for s in seats if self._has_type(s, correction)]
            if not alike:
                kind = correction.found_sub_type or correction.found_type
                return f"the events of this quote are not {kind!r} any more; look again"
            seats = alike
        if len(seats) > 1:
            names = ", ".join(s.id for s in seats[:4])
            return f"{len(seats)} events have this quote ({names}); write the event_id of one"
        return seats[0]

    def _has_type(self, seat: Seat, correction: Correction) -> bool:
        """Compare with what was found, before any correction."""
        row = self._frame.iloc[seat.origin]
        pairs = (
            ("sub_event_type", correction.found_sub_type),
            ("event_type", correction.found_type),
        )
        given = row if row.name == seat.id else seat.record
        return all(want is None or given[name] == want for name, want in pairs)

    def named(self, event_id: str) -> Seat | str:
        """Give the event of an id: one of this run, or one that another row tells of."""
        if event_id in self._at and event_id not in self._gone:
            return self.seat(event_id)
        rows = [c for c in self._ledger.corrections if c.is_of_event and c.event_id == event_id]
        if not rows or not rows[0].quote:
            return "no event has this id, and no row of the file tells which one it was"
        return self.find(rows[0])

    def seat(self, event_id: str) -> Seat:
        """Give an event to work on."""
        if event_id not in self._seats:
            at = self._at[event_id]
            self._put(
                Seat(
                    id=event_id, record=self._record(at),
                    event=self._details.get(event_id), origin=at,
                )
            )  # fmt: skip
        return self._seats[event_id]

    def _record(self, at: int) -> dict[str, Any]:
        row = self._frame.iloc[at]
        record: dict[str, Any] = {"event_id": row.name}
        for column in COLUMNS[1:]:
            value = row[column.name]
            if pd.isna(value):
                record[column.name] = None
            else:
                record[column.name] = _PLAIN[column.kind](value)
        shape = row["geometry"]
        return record | {"geometry": shape}

    def _put(self, seat: Seat) -> None:
        self._seats[seat.id] = seat
        self._order.setdefault(seat.origin, []).append(seat)

    # --- working ----------------------------------------------------------------------------------

    def _mark_claims(self) -> None:
        """Mark the events of which a claim came out otherwise by a correction of a mention."""
        if not self._ledger.claims:
            return
        for event_id, event in self._details.items():
            for claim in event.claims:
                for words in self._ledger.claims.get(claim.id, ()):
                    self.seat(event_id).mark(words)

    def drop(self, seat: Seat, reason: str) -> None:
        """Take an event out, and list it as rejected."""
        self._gone.add(seat.id)
        file, row = self._given.origins[seat.origin]
        self._dropped.append(
            Rejection(input=file, row=row, column="event_id", value=seat.id, reason=reason)
        )

    def split(self, seat: Seat, words: str) -> None:
        """Make an event of each article's claims; of one article alone, of each claim."""
        assert seat.event is not None
        by_article: dict[str, list[Any]] = {}
        for claim in seat.event.claims:
            by_article.setdefault(claim.article_id, []).append(claim)
        parts = list(by_article.values())
        if len(parts) == 1:
            parts = [[claim] for claim in parts[0]]
        self._gone.add(seat.id)
        for claims in parts:
            event = event_of(claims)
            new = self._from_event(event, seat.origin)
            new.marks = list(seat.marks)
            new.mark(words)

    def merge(self, seat: Seat, target: Seat, words: str) -> None:
        """Bring the claims of an event into another one, which goes on speaking for both."""
        assert seat.event is not None
        assert target.event is not None
        event = replace(target.event, claims=(*target.event.claims, *seat.event.claims))
        self._gone.add(seat.id)
        for claim in seat.event.claims:
            self._add(target.id, claim.article_id, claim.quote)
        row = row_of(event)
        target.event, target.record = event, {**target.record, **row}
        for words_before in seat.marks:
            target.mark(words_before)
        target.mark(words)

    def _from_event(self, event: Event, origin: int) -> Seat:
        blank = dict.fromkeys((column.name for column in COLUMNS), None)
        record = {**blank, **{k: v or None if v == "" else v for k, v in row_of(event).items()}}
        new = Seat(id=event.id, record=record, event=event, origin=origin, is_changed=True)
        self._put(new)
        self._at[event.id] = origin
        for claim in event.claims:
            self._add(event.id, claim.article_id, claim.quote)
        return new

    # --- putting together -------------------------------------------------------------------------

    def result(self) -> TableResult:
        """Give the result with everything applied; the one that was given if nothing was."""
        changed = [s for s in self._seats.values() if s.is_changed or s.id in self._gone]
        if not changed:
            return self._given
        positions = self._positions()
        frame = self._new_frame(positions)
        details = dict(self._details)
        for seat in changed:
            details.pop(seat.id, None)
            if seat.event is not None and seat.id not in self._gone:
                details[seat.id] = seat.event
        order = [event_id for event_id, _ in positions]
        origins = np.array([at for _, at in positions], dtype=np.int64)
        events = EventSet(frame, details={i: details[i] for i in order if i in details})
        return replace(
            self._given,
            events=events,
            origins=self._given.origins.taken(origins),
            rejections=self._given.rejections + tuple(self._dropped),
        )

    def _positions(self) -> list[tuple[str, int]]:
        """Give the id of each event that stays, with the position from which it came."""
        out: list[tuple[str, int]] = []
        for at, event_id in enumerate(self._frame.index):
            seats = self._order.get(at)
            ids: Iterable[str] = [event_id] if seats is None else [s.id for s in seats]
            out += [(i, at) for i in ids if i not in self._gone]
        return out

    def _new_frame(self, positions: list[tuple[str, int]]) -> Any:
        new = [s for s in self._seats.values() if s.is_changed and s.id not in self._gone]
        kept = self._frame.loc[~self._frame.index.isin([s.id for s in new])]
        order = [event_id for event_id, _ in positions]
        if not new:
            return kept.loc[order]
        rows = []
        for seat in new:
            earlier = seat.record.get("corrected")
            marks = [*([earlier] if earlier else []), *seat.marks[:_MARKS]]
            if len(seat.marks) > _MARKS:
                marks.append(f"and {len(seat.marks) - _MARKS} more")
            rows.append({**seat.record, "corrected": "\n".join(dict.fromkeys(marks)) or None})
        made = EventSet(pd.DataFrame(rows, dtype=object)).to_frame()
        return made.loc[order] if not len(kept) else pd.concat([kept, made]).loc[order]
