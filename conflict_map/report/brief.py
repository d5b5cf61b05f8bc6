"""What a brief says, as plain text in records; knows neither HTML, nor Markdown, nor Word.

Every text is cleaned: one line, nothing invisible. How it is escaped is each form's own work.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from conflict_map.static_map.collect import places_of
from conflict_map.static_map.lettering import clean
from conflict_map.static_map.words import DISCLAIMER, plural, span, summary_of
from conflict_map.vocabulary import (
    GLYPH_LABELS,
    PRECISION_WORDS,
    STATUS_WORDS,
    ClaimStatus,
    GeoPrecision,
    Glyph,
    glyph_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from conflict_map.events import EventSet
    from conflict_map.model import Event

MAX_EVENTS: Final = 2_000
"""The table has this many events; how many more there are is said, and the map has them all."""
MAX_REJECTED: Final = 200
_DAYS: Final = 62
_MONTHS: Final = 48
_QUOTE: Final = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event as the table shows it."""

    when: str
    where: str
    what: str
    who: str
    deaths: str
    quotes: tuple[str, ...]
    said_by: str
    sources: str
    url: str | None
    unplaced: str | None
    """Why it is not on the map; None if it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Counts by time and type."""

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """Everything that a brief says."""

    title: str
    summary: str
    figures: tuple[tuple[str, str], ...]
    times: Table
    entries: tuple[Entry, ...]
    more: int
    """Events that the table leaves out, for there are too many."""
    unplaced: tuple[Entry, ...]
    more_unplaced: int
    rejected: tuple[str, ...]
    more_rejected: int
    methods: tuple[str, ...]
    citations: tuple[str, ...]


def brief_of(events: EventSet, report: Mapping[str, Any], *, title: str) -> Brief:
    """Give the brief of events and of the account of how they were read (``tables.report``).

    >>> from conflict_map.events import EventSet
    >>> brief = brief_of(EventSet.empty(), {}, title="Week 48")
    >>> brief.summary, brief.entries, dict(brief.figures)["Events"]
    ('No events.', (), '0')
    """
    places = places_of(events)
    entries, left_out = _entries(events.placed())
    unplaced, more_unplaced = _entries(events.unplaced())
    rejections = report.get("rejections", ())
    return Brief(
        title=clean(title),
        summary=summary_of(places),
        figures=_figures(events, report),
        times=_times(events),
        entries=entries,
        more=left_out,
        unplaced=unplaced,
        more_unplaced=more_unplaced,
        rejected=tuple(_rejected(one) for one in rejections[:MAX_REJECTED]),
        more_rejected=max(0, len(rejections) - MAX_REJECTED),
        methods=_methods(report),
        citations=tuple(
            clean(f"{one['citation']}. Terms: {one['access']}.", 600)
            for one in report.get("citations", ())
        ),
    )


def safe_url(text: str | None) -> str | None:
    """Give an address if it is one that a reader may follow, else None.

    >>> safe_url("https://courier.example/a"), safe_url("javascript:alert(1)"), safe_url(None)
    ('https://courier.example/a', None, None)
    """
    if not text or any(c.isspace() or ord(c) < 33 for c in text):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    return text if parts.scheme in {"http", "https"} and parts.hostname else None


def _figures(events: EventSet, report: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    (counts,) = events.counts().to_dict("records")
    total, placed = int(counts["events"]), int(counts["placed"])
    unknown = int(counts["fatalities_unknown"])
    frame = events.to_frame()
    known = total - unknown
    deaths = f"{int(counts['fatalities_best']):,}, known for {known:,} of {plural(total, 'event')}"
    figures = [
        ("Events", f"{total:,}"),
        ("On the map", f"{placed:,}"),
        ("Could not be placed", f"{total - placed:,}"),
        ("Deaths, best counts added up", deaths if known else "not known for any event"),
        ("Places named", f"{_distinct(frame['place_name']):,}"),
        ("Sources", f"{_distinct(frame['source']):,}"),
    ]
    if report.get("rejected"):
        figures.append(("Rows that could not be used", f"{report['rejected']:,}"))
    return tuple(figures)


def _distinct(column: Any) -> int:
    """Count the names of a column, in which several are joined with "; "."""
    return len({part for text in column.dropna().unique() for part in str(text).split("; ")})


def _glyphs(events: EventSet) -> list[Glyph]:
    frame = events.to_frame()
    pairs = zip(frame["event_type"], frame["sub_event_type"], strict=True)
    return [
        glyph_of(kind if isinstance(kind, str) else None, sub if isinstance(sub, str) else None)
        for kind, sub in pairs
    ]


def _times(events: EventSet) -> Table:
    """Count events by the day on which they began, or by month or year where those are many."""
    frame = events.to_frame()
    starts = frame["date_start"].fillna(frame["date_end"])
    days = sorted({day.date() for day in starts.dropna()})
    unit = "day"
    if days and (days[-1] - days[0]).days > _DAYS:
        unit = "month" if (days[-1] - days[0]).days / 30.44 <= _MONTHS else "year"
    shown = {"day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}[unit]
    counts: Counter[tuple[str, Glyph]] = Counter()
    for day, glyph in zip(starts, _glyphs(events), strict=True):
        counts[("date not known" if day != day else day.strftime(shown)), glyph] += 1  # noqa: PLR0124
    glyphs = [glyph for glyph in Glyph if any(g is glyph for _, g in counts)]
    times = sorted({time for time, _ in counts})
    return Table(
        heading=f"Events by the {unit} on which they began, and by type"
        if unit == "day"
        else f"Events by the {unit} in which they began, and by type",
        columns=(unit.capitalize(), *(GLYPH_LABELS[glyph] for glyph in glyphs), "All"),
        rows=tuple(
            (time, (*(row := [counts[time, glyph] for glyph in glyphs]), sum(row)))
            for time in times
        ),
    )


def _entries(events: EventSet) -> tuple[tuple[Entry, ...], int]:
    frame = events.to_frame()
    order = frame.assign(
        _first=frame["date_start"].fillna(frame["date_end"]), _id=frame.index.astype(str)
    ).sort_values(["_first", "date_end", "_id"], kind="stable", na_position="last")
    ids = list(order.index[:MAX_EVENTS])
    wanted = set(ids)
    records = {r["event_id"]: r for r in events.records() if r["event_id"] in wanted}
    entries = tuple(_entry(records[one], events.details.get(one), events) for one in ids)
    return entries, len(events) - len(entries)


def _entry(row: Mapping[str, Any], event: Event | None, events: EventSet) -> Entry:
    claims = event.claims if event is not None else ()
    quotes: Sequence[str | None] = [claim.quote for claim in claims] or [row["quote"]]
    said = [
        f"{claim.claimant} ({claim.claimant_kind.value})" if claim.claimant_kind else claim.claimant
        for claim in claims
    ] or [row["claimant"]]
    sources = [claim.source for claim in claims] or [row["source"]]
    urls = (safe_url(claim.url) for claim in claims)
    status = row["claim_status"]
    worded = STATUS_WORDS[ClaimStatus(status)] if status in set(ClaimStatus) else status
    worded = worded and worded[0].lower() + worded[1:]
    by = _unique(said)
    return Entry(
        when=_when(row),
        where=_where(row),
        what=clean(row["sub_event_type"] or row["event_type"] or "Event", 80),
        who=" – ".join(clean(row[k], 120) for k in ("actor1", "actor2") if row[k]),
        deaths=_deaths(row),
        quotes=tuple(_unique(quotes, _QUOTE)),
        said_by="; ".join([*by, *([worded] if worded else [])]),
        sources="; ".join(_unique(sources)),
        url=next((url for url in urls if url), None),
        unplaced=None
        if row["lat"] is not None
        else clean(events.unplaced_reason(row["event_id"]) or "", 300),
    )


def _unique(texts: Iterable[str | None], limit: int = 160) -> list[str]:
    return list(dict.fromkeys(clean(text, limit) for text in texts if text))


def _when(row: Mapping[str, Any]) -> str:
    from datetime import date  # noqa: PLC0415

    first: date | None = date.fromisoformat(row["date_start"]) if row["date_start"] else None
    last: date | None = date.fromisoformat(row["date_end"]) if row["date_end"] else None
    if last is None:
        return "date not known"
    if first is None:
        return f"by {span(last, last)}, start not known"
    about = "about " if row["date_precision"] == "fuzzy_start" else ""
    return about + span(first, last)


def _where(row: Mapping[str, Any]) -> str:
    name, admin1 = clean(row["place_name"] or "", 120), clean(row["admin1"] or "", 80)
    if row["lat"] is None:
        return name
    parts = [part for part in (name, admin1) if part]
    if admin1 and admin1.casefold() in name.casefold():
        parts = [name]
    km = row["uncertainty_km"]
    about = f" ± {km:.0f} km" if km and km >= 1 else ""
    precision = row["geo_precision"]
    known = PRECISION_WORDS[GeoPrecision(precision)] if precision in set(GeoPrecision) else ""
    told = f" ({known})" if known and precision > GeoPrecision.PLACE else ""
    return (", ".join(parts) or f"{row['lat']:.3f}, {row['lon']:.3f}") + about + told


def _deaths(row: Mapping[str, Any]) -> str:
    """Give deaths as low, best, high; unknown is not zero and is not said."""
    low, best, high = (row[f"fatalities_{k}"] for k in ("low", "best", "high"))
    spread = f"{low:,} to {high:,}" if None not in {low, high} and low != high else ""
    if best is not None:
        return f"{best:,}" + (f" ({spread})" if spread else "")
    if spread:
        return spread
    if low is not None:
        return f"{low:,}" if high == low else f"at least {low:,}"
    return f"at most {high:,}" if high is not None else ""


def _rejected(one: Mapping[str, Any]) -> str:
    where = f"row {one['row']}" if one.get("row") is not None else "an event"
    column = f", column {one['column']}" if one.get("column") else ""
    value = f": {one['value']!r}" if one.get("value") else ""
    name = str(one.get("input", "")).replace("\\", "/").rpartition("/")[2]
    return clean(f"{name}, {where}{column}{value}: {one.get('reason', '')}", 400)


def _methods(report: Mapping[str, Any]) -> tuple[str, ...]:
    told = [
        "Places were found and resolved by conflict-map with its offline gazetteer; marks stand "
        "for claims, and a hollow mark for what one source says. Check before you publish.",
        "Events whose place is known as an area, a line or a distance are drawn as that. A "
        "direction of movement is no arrival.",
        "Counts of deaths are those of the sources; unknown is not zero, and sums are of what "
        "is known.",
        f"{DISCLAIMER} Places: GeoNames (CC BY 4.0). Shapes: Natural Earth.",
    ]
    for one in report.get("inputs", ()):
        name = str(one["path"]).replace("\\", "/").rpartition("/")[2] or "standard input"
        told.append(
            clean(f"Read: {name}, {one['format']}, {plural(one['records'], 'record')}, "
                  f"SHA-256 {one['sha256']}.", 400)
        )  # fmt: skip
    told += [clean(f"Note: {warning}", 400) for warning in report.get("warnings", ())]
    versions = ", ".join(f"{k} {v}" for k, v in sorted(report.get("versions", {}).items()))
    if versions:
        told.append(f"Versions: {versions}.")
    return tuple(told)
