"""An EventSet as the columns that the page reads; knows no HTML, no template and no basemap."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Protocol

from conflict_map.events.columns import COLUMNS, ColumnKind
from conflict_map.vocabulary import GLYPH_LABELS, ClaimStatus, GeoPrecision, Glyph, Role, glyph_of
from conflict_map.web.encode import (
    civil_days,
    number_column,
    plain_numbers,
    plain_texts,
    text_column,
)
from conflict_map.web.marks import marks_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from conflict_map.model import Candidate, Claim, Event, Location

VERSION: Final = 1
"""The page refuses a payload of another version."""

MAX_CITATIONS: Final = 12
"""The page names so many data sets on its source line; more than that is no list of data sets."""

FIRM: Final = frozenset({ClaimStatus.CORROBORATED.value, ClaimStatus.CODED.value})
"""The claim statuses that are drawn filled; all others are drawn hollow."""

PRECISION_WORDS: Final[dict[GeoPrecision, str]] = {
    GeoPrecision.PLACE: "the named place",
    GeoPrecision.NEAR: "near the named place",
    GeoPrecision.DISTRICT: "a district or a line",
    GeoPrecision.PART: "part of a province",
    GeoPrecision.PROVINCE: "a province",
    GeoPrecision.REGION: "a region",
    GeoPrecision.COUNTRY: "a country",
}
STATUS_WORDS: Final[dict[ClaimStatus, str]] = {
    ClaimStatus.ASSERTED: "Stated by the report, no source named",
    ClaimStatus.CLAIMED: "Claimed by one source, not confirmed",
    ClaimStatus.DENIED: "Denied",
    ClaimStatus.DISPUTED: "Disputed",
    ClaimStatus.CORROBORATED: "Reported by independent sources",
    ClaimStatus.CODED: "Coded in a data set",
}


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
    return frame.assign(
        place_name=[names.get(str(i), n) for i, n in zip(frame.index, as_written, strict=True)]
    )


def _candidate(candidate: Candidate) -> dict[str, Any]:
    place = candidate.place
    where = ", ".join(part for part in (place.admin1_name, place.country) if part)
    return {"name": place.name, "where": where, "score": round(candidate.score, 3)}


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


def _row_detail(row: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the card shows of a row that was placed here, in the shape of an event's."""
    ids = (row["place_ids"] or "").split("; ")
    return {
        "claims": [
            {
                "quote": row["quote"],
                "source": row["source"],
                "claimant": row["claimant"],
                "kind": None,
                "status": row["claim_status"],
                "url": None,
            }
        ],
        "dated_by": None,
        "quantities": [],
        "placed_by": [
            {
                "name": row["place_name"],
                "method": row["how_placed"],
                "precision": row["geo_precision"],
                "km": row["uncertainty_km"],
                "ids": [place_id for place_id in ids if place_id],
                "disputed": row["disputed"],
            }
        ],
        "related": [],
        "headed": [],
        "runners": [],
        "reason": None,
    }


def _row_details(frame: gpd.GeoDataFrame, details: Mapping[str, Event]) -> dict[str, Any]:
    """Give the details of the rows that carry no event record but say how they were placed."""
    wanted = frame["how_placed"].notna().to_numpy(dtype=bool)
    numbers = [at for at in wanted.nonzero()[0].tolist() if frame.index[at] not in details]
    names = ["quote", "source", "claimant", "claim_status", "place_name", "how_placed",
             "geo_precision", "uncertainty_km", "place_ids", "disputed"]  # fmt: skip
    part = frame.iloc[numbers][names].astype(object)
    rows = part.where(part.notna(), None).to_dict("records")
    return {
        str(at): _row_detail({str(key): value for key, value in row.items()})
        for at, row in zip(numbers, rows, strict=True)
    }


def citations_of(events: Events) -> tuple[str, ...]:
    """Give what the data sets of the events ask to be cited as, sorted.

    A merged event has several, joined with "; ". The column may be of anyone's making, so at most
    ``MAX_CITATIONS`` are given.
    """
    found = events.to_frame()["citation"].dropna().unique()
    parts = sorted({part[:300] for text in found for part in str(text).split("; ")})
    return tuple(parts[:MAX_CITATIONS])


def _column(frame: gpd.GeoDataFrame, name: str, kind: ColumnKind) -> dict[str, Any]:
    series = frame.index.to_series() if name == frame.index.name else frame[name]
    if kind is ColumnKind.TEXT:
        return text_column(plain_texts(series))
    if kind is ColumnKind.DATE:
        return number_column(civil_days(series))
    return number_column(plain_numbers(series))


def in_reading_order(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Sort by first known day, last day and id, undated last: the order of the list."""
    days = frame[["date_start", "date_end"]].copy()
    days["date_start"] = days["date_start"].fillna(days["date_end"])
    days["event_id"] = frame.index.astype(str)
    order = days.reset_index(drop=True).sort_values(
        ["date_start", "date_end", "event_id"], kind="stable", na_position="last"
    )
    return frame.iloc[order.index.to_numpy()]


def events_payload(events: Events) -> dict[str, Any]:
    """Give the events as columns, places, marks and details, ready for ``encode.pack``."""
    frame = in_reading_order(events.to_frame())
    details = {event_id: events.details[event_id] for event_id in events.details}
    frame = _with_readable_names(frame, details)
    types = zip(plain_texts(frame["event_type"]), plain_texts(frame["sub_event_type"]), strict=True)
    order = list(Glyph)
    status = plain_texts(frame["claim_status"])
    return {
        "version": VERSION,
        "rows": len(frame),
        "order": [column.name for column in COLUMNS],
        "columns": {
            column.name: _column(frame, column.name, column.kind)
            for column in COLUMNS
            if column.name not in {"lat", "lon"}  # they are the event's first mark
        },
        "glyph": [order.index(glyph_of(*words)) for words in types],
        "firm": [int(word in FIRM) for word in status],
        **marks_of(frame, details).to_payload(),
        "details": {
            str(row): _detail(details[event_id])
            for row, event_id in enumerate(frame.index)
            if event_id in details
        }
        | _row_details(frame, details),
        "words": {
            "glyphs": [[glyph.value, GLYPH_LABELS[glyph]] for glyph in order],
            "precisions": {str(int(key)): word for key, word in PRECISION_WORDS.items()},
            "statuses": {key.value: word for key, word in STATUS_WORDS.items()},
        },
    }
