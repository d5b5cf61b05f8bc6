"""An EventSet as the columns that the page reads; knows no HTML, no template and no basemap."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from conflict_map.events.columns import COLUMNS, NOT_PLACED, ColumnKind
from conflict_map.vocabulary import (
    FIRM,
    GLYPH_LABELS,
    PRECISION_WORDS,
    STATUS_WORDS,
    Glyph,
    Role,
    glyph_of,
)
from conflict_map.web.container import (
    BLOCK_ROWS,
    Sections,
    clean_text,
    narrow,
    plain_json,
    text_array,
    text_blocks,
)
from conflict_map.web.encode import (
    Coded,
    civil_days,
    coded,
    column_after,
    day_column,
    id_column,
    number_column,
    text_column,
)
from conflict_map.web.marks import Marks, marks_of
from conflict_map.web.shorten import OWN_COLUMNS, shortened

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from conflict_map.model import Candidate, Claim, Event, Location

VERSION: Final = 2
"""The page refuses a payload of another version."""

MAX_CITATIONS: Final = 12
"""The page names so many data sets on its source line; more than that is no list of data sets."""

IN_THE_LIST: Final = frozenset(
    ["event_type", "sub_event_type", "date_precision", "place_name", "admin1", "country",
     "actor1", "actor2", "claimant", "claim_status"]
)  # fmt: skip
"""Columns that the list or a filter needs for any row at once."""

ALWAYS_LONG: Final = frozenset({"quote", "notes"})
SHORTENED_FROM: Final = 512
"""Fewer rows are not worth the trouble."""

_OTHER_SCRIPT: Final = re.compile(r"[^\W\d_\u0000-\u02ff\u1e00-\u1eff]")
_ISOLATE: Final = "\u2068"
_END_ISOLATE: Final = "\u2069"
"""A letter of another script than Latin."""


class Events(Protocol):
    """What the page needs of an EventSet."""

    @property
    def details(self) -> Mapping[str, Event]:
        """The full records of events from text, by event id."""

    def to_frame(self) -> gpd.GeoDataFrame:
        """Give the events as a frame in EPSG:4326, indexed by event id."""

    def __len__(self) -> int: ...


def name_for_readers(location: Location) -> str:
    """Give the name as the report writes it, with the gazetteer's where that is in another script.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> from conflict_map.model import Article
    >>> from conflict_map.pipeline import geoparse
    >>> text = "قصفت القوات مدينة حلب"
    >>> [(_, [found])] = geoparse([Article(id="a", text=text)], Gazetteer.default())
    >>> name_for_readers(found.location)
    '\u2068حلب\u2069 (Aleppo)'
    """
    if not _OTHER_SCRIPT.search(location.name) or not location.places:
        return location.name
    latin = " – ".join(dict.fromkeys(place.name for place in location.places))
    # Isolated, so that names of both directions stand in one line in their order.
    return f"{_ISOLATE}{location.name}{_END_ISOLATE} ({latin})"


def _with_readable_names(frame: gpd.GeoDataFrame, details: Mapping[str, Event]) -> gpd.GeoDataFrame:
    """Give the frame with the names of places for readers, where the full records tell them."""
    names = {
        event_id: "; ".join(dict.fromkeys(map(name_for_readers, event.lead.locations)))
        for event_id, event in details.items()
        if any(_OTHER_SCRIPT.search(location.name) for location in event.lead.locations)
    }
    if not names:
        return frame
    as_written = frame["place_name"]
    readable = [names.get(str(i), n) for i, n in zip(frame.index, as_written, strict=True)]
    return frame.assign(place_name=pd.array(readable, dtype=as_written.dtype))


def _candidate(candidate: Candidate) -> dict[str, Any]:
    place = candidate.place
    where = ", ".join(part for part in (place.admin1_name, place.country) if part)
    return {
        "id": place.id, "name": place.name, "where": where, "score": round(candidate.score, 3),
    }  # fmt: skip


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "quote": claim.quote,
        "source": claim.source,
        "claimant": claim.claimant,
        "kind": claim.claimant_kind.value if claim.claimant_kind else None,
        "status": claim.status.value,
        "url": claim.url,
    }


def _detail(event: Event) -> dict[str, Any]:
    lead = event.lead
    dates = lead.dates
    return {
        "claims": [_claim(claim) for claim in event.claims],
        "dated_by": dates.expression if dates else None,
        "quantities": list(dict.fromkeys(q.text for c in event.claims for q in c.quantities)),
        "placed_by": [
            {
                "name": name_for_readers(location),
                "method": location.method,
                "precision": int(location.precision),
                "km": location.uncertainty_km,
                "ids": [place.id for place in location.places],
                "disputed": next((p.disputed for p in location.places if p.disputed), None),
            }
            for location in lead.locations
        ],
        "related": [
            {"name": name_for_readers(location), "role": location.role.value}
            for location in lead.related
            if location.role is not Role.DIRECTION
        ],
        "headed": [name_for_readers(x) for x in lead.related if x.role is Role.DIRECTION],
        "runners": [_candidate(candidate) for candidate in lead.runners_up],
        "reason": lead.unplaced_reason,
    }


def citations_of(events: Events) -> tuple[str, ...]:
    """Give what the data sets of the events ask to be cited as, sorted.

    A merged event has several, joined with "; ". The column may be of anyone's making, so at most
    ``MAX_CITATIONS`` are given.
    """
    found = events.to_frame()["citation"].dropna().unique()
    parts = sorted({part[:300] for text in found for part in str(text).split("; ")})
    return tuple(parts[:MAX_CITATIONS])


def reading_order(frame: gpd.GeoDataFrame) -> np.ndarray[Any, Any]:
    """Give the order of the list: by first known day, last day and id, undated last."""
    start, end = civil_days(frame["date_start"]), civil_days(frame["date_end"])
    start = np.where(np.isnan(start), end, start)
    days = [np.nan_to_num(end, nan=np.inf), np.nan_to_num(start, nan=np.inf)]
    if frame.index.is_monotonic_increasing:
        return np.lexsort(days)
    by_id = pc.sort_indices(text_array(frame.index.to_numpy(dtype=object)))
    ranks = np.empty(len(frame), "i8")
    ranks[by_id.to_numpy()] = np.arange(len(frame))
    return np.lexsort([ranks, *days])


def in_reading_order(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Sort as the list is sorted: by first known day, last day and id, undated last."""
    return frame.iloc[reading_order(frame)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """What a page is told of its events: the head, its arrays, and the long texts in blocks."""

    head: dict[str, Any]
    sections: Sections
    texts: list[str]
    marks: Marks
    ids_digest: str
    """SHA-256 of the event ids, so that the same events give the same names in a page."""


class _Encoder:
    """Turn the columns of an ordered frame into the page's columns, the long ones into texts."""

    def __init__(self, frame: gpd.GeoDataFrame, marks: Marks) -> None:
        self.frame = frame
        self.sections = Sections()
        self.places = marks.places
        self.long: dict[str, pa.LargeStringArray] = {}
        self.shortened: list[str] = []

    def column(self, name: str, kind: ColumnKind) -> Any:
        """Encode one column as its kind and its values ask for."""
        if kind is ColumnKind.DATE:
            return day_column(self.frame[name], self.sections)
        if kind is not ColumnKind.TEXT:
            values = self.frame[name].to_numpy(dtype=float, na_value=np.nan)
            return number_column(values, self.sections)
        return self.text(name, text_array(self.frame[name].array))

    def text(self, name: str, array: pa.LargeStringArray) -> Any:
        """Encode texts; those that the list need not show at once go to the blocks."""
        known = len(array) - array.null_count
        if known and name in ALWAYS_LONG:
            return self.later(name, array)
        column = coded(array)
        if name == "event_type":
            sub = coded(text_array(self.frame["sub_event_type"].array))
            after = column_after(column, sub, "sub_event_type", self.sections)
            if after is not None:
                return after
        if name not in IN_THE_LIST and known > BLOCK_ROWS and len(column.words) * 2 > known:
            return self.later(name, array)
        return text_column(column, self.sections, self.places)

    def glyphs(self) -> Any:
        """Encode each row's glyph as its number; a pair of type and sub-type is looked at once."""
        types = coded(text_array(self.frame["event_type"].array))
        subs = coded(text_array(self.frame["sub_event_type"].array))
        pairs = types.codes.astype("i8") * (len(subs.words) + 1) + subs.codes
        distinct, which = np.unique(pairs, return_inverse=True)
        words, sub_words = [None, *types.words], [None, *subs.words]
        found = [
            glyph_of(words[pair // len(sub_words)], sub_words[pair % len(sub_words)])
            for pair in distinct.tolist()
        ]
        order = list(Glyph)
        numbers = np.array([order.index(glyph) for glyph in found], "u1")[which]
        column = Coded(numbers.astype("i4") + 1, list(range(len(order))))
        after = column_after(column, subs, "sub_event_type", self.sections)
        return after or {"words": column.words, "at": self.sections.add(narrow(column.codes))}

    def later(self, name: str, array: pa.LargeStringArray) -> Any:
        """Leave a column to the blocks that are inflated when somebody looks at them."""
        if name in ALWAYS_LONG and len(array) >= SHORTENED_FROM:
            own = [text_array(self.frame[column].array) for column in OWN_COLUMNS]
            array = shortened(array, own)
            self.shortened.append(name)
        self.long[name] = array
        return {"text": len(self.long) - 1}


def _reasons(frame: gpd.GeoDataFrame, details: Mapping[str, Event], placed: Any) -> list[Any]:
    """Give why an event has no mark, None for those that have one."""
    reasons: list[str | None] = [None] * len(frame)
    without = np.flatnonzero(~placed)
    notes = frame["notes"].iloc[without].to_numpy(dtype=object, na_value="")
    for row, note in zip(without.tolist(), notes, strict=True):
        event = details.get(frame.index[row]) if details else None
        told = event.lead.unplaced_reason if event is not None else None
        if told is None and note.startswith(NOT_PLACED):
            told = note[len(NOT_PLACED) :].split("\n", 1)[0]
        reasons[row] = told
    return reasons


def _like(columns: dict[str, Any], frame: gpd.GeoDataFrame) -> None:
    """Let a column that repeats another say so."""
    for name, other in (("date_end", "date_start"), ("fatalities_low", "fatalities_best"),
                        ("fatalities_high", "fatalities_best")):  # fmt: skip
        if frame[name].equals(frame[other].rename(name)):
            columns[name] = {"like": other}


def events_payload(events: Events) -> Payload:
    """Give the events as columns, places, marks and texts, ready for a page."""
    frame = in_reading_order(events.to_frame())
    details = dict(events.details)
    frame = _with_readable_names(frame, details)
    marks = marks_of(frame, details)
    encoder = _Encoder(frame, marks)
    sections = encoder.sections
    ids = text_array(frame.index.to_numpy(dtype=object))
    columns: dict[str, Any] = {"event_id": id_column(ids, sections)}
    _like(columns, frame)
    for column in COLUMNS:
        if column.name not in {*columns, "lat", "lon"}:  # these are the event's first mark
            columns[column.name] = encoder.column(column.name, column.kind)
    reasons = text_array(pa.array(_reasons(frame, details, marks.count > 0), pa.large_string()))
    if details:
        told = [plain_json(_detail(details[i])) if i in details else None for i in frame.index]
        columns["details"] = encoder.later("details", text_array(told))
    status = coded(text_array(frame["claim_status"].array))
    head = {
        "version": VERSION,
        "rows": len(frame),
        "order": [column.name for column in COLUMNS],
        "columns": columns,
        "reasons": text_column(coded(reasons), sections),
        "glyphs": [glyph.value for glyph in Glyph],
        "glyph": encoder.glyphs(),
        "firm": sections.add(
            np.array([0, *(word in FIRM for word in status.words)], "u1")[status.codes]
        ),
        **marks.to_payload(sections),
        "words": {
            "glyphs": [GLYPH_LABELS[glyph] for glyph in Glyph],
            "precisions": {str(int(key)): word for key, word in PRECISION_WORDS.items()},
            "statuses": {key.value: word for key, word in STATUS_WORDS.items()},
        },
        "texts": {
            "names": list(encoder.long),
            "rows": BLOCK_ROWS,
            "shortened": encoder.shortened,
            "own": OWN_COLUMNS,
        },
    }
    texts = text_blocks(list(encoder.long.values()))
    head["texts"]["blocks"] = len(texts)
    digest = hashlib.sha256("\n".join(map(clean_text, frame.index)).encode()).hexdigest()
    return Payload(head=head, sections=sections, texts=texts, marks=marks, ids_digest=digest)
