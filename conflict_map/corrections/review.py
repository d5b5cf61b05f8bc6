"""The rows of a review: what was found of each event and mention, and what was corrected of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from conflict_map.corrections.bench import Bench, Seat
from conflict_map.corrections.columns import EVENT, MENTION, NAMES, SET_NAMES
from conflict_map.corrections.events import shown_toll
from conflict_map.corrections.mentions import sentence_at
from conflict_map.resolve.wording import called
from conflict_map.text.sentences import split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conflict_map.corrections.ledger import Ledger
    from conflict_map.corrections.records import Correction
    from conflict_map.model import Article, Candidate, Resolution
    from conflict_map.tables.report import TableResult

_CARRIED: Final = (*SET_NAMES, "by", "why")
_OWN_KEYS: Final = ("article_id", "quote", "quote_start", "found_type", "found_sub_type")
_NOTHING: Final = dict.fromkeys(NAMES)
Row = dict[str, Any]


def review_rows(
    result: TableResult,
    seen: Iterable[tuple[Article, Sequence[Resolution]]],
    ledger: Ledger,
) -> Iterator[tuple[Any, ...]]:
    """Give the rows of a review, in the order of ``NAMES``: events with the mentions beside them.

    ``result`` has the events before their own corrections, ``seen`` the mentions as they were
    found, and ``ledger`` what became of the corrections. What a row was corrected to stands in it
    again, so that the review is itself a corrections file that says no less than the one before;
    corrections that found nothing stand at the end.
    """
    fresh = replace(ledger, applied={}, problems={})
    bench = Bench(result, fresh)
    carried, lost = _carried(bench, ledger)
    by_article: dict[str | None, list[tuple[tuple[int, int, int], Row]]] = {}
    for event_id in result.events.ids:
        seat = bench.seat(event_id)
        rows = _event_rows(seat, carried.get(event_id, ()), bench, ledger)
        key = (seat.record["quote_start"] or 0, 0, 0)
        listed = by_article.setdefault(seat.record["article_id"], [])
        listed += [(key, row) for row in rows]
    order: list[str | None] = []
    for article, resolutions in seen:
        order.append(article.id)
        by_article.setdefault(article.id, []).extend(_mention_rows(article, resolutions, ledger))
    order += [article_id for article_id in by_article if article_id not in order]
    for article_id in order:
        # Sorting is stable: events of one quote stay in the order of the set.
        for _, row in sorted(by_article.get(article_id, ()), key=lambda pair: pair[0]):
            yield _cells(row)
    for correction in lost:
        yield _cells({**_NOTHING, **correction.cells, "corrected": _fate(correction, ledger)})


def _cells(row: Row) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in NAMES)


def _carried(bench: Bench, ledger: Ledger) -> tuple[dict[str, list[Correction]], list[Correction]]:
    """Sort the corrections by their events; those that find none come last."""
    carried: dict[str, list[Correction]] = {}
    lost: list[Correction] = []
    for correction in ledger.corrections:
        if not correction.is_given:
            continue
        if not correction.is_of_event:
            if correction.row not in ledger.applied:
                lost.append(correction)
            continue
        found = bench.find(correction)
        if isinstance(found, Seat):
            carried.setdefault(found.id, []).append(correction)
        else:
            lost.append(correction)
    return carried, lost


def _event_rows(
    seat: Seat, corrections: Sequence[Correction], bench: Bench, ledger: Ledger
) -> list[Row]:
    """Give the row of an event, and one more for each further correction of it."""
    record = seat.record
    quote = record["quote"]
    runners = seat.event.lead.runners_up if seat.event else ()
    row: Row = {
        **_NOTHING,
        "about": EVENT,
        "article_id": record["article_id"],
        "event_id": seat.id,
        "quote": quote,
        "quote_start": record["quote_start"],
        "found_place": record["place_name"],
        "found_place_id": record["place_ids"],
        "found_lat": record["lat"],
        "found_lon": record["lon"],
        "found_country": record["country"],
        "found_precision": record["geo_precision"],
        "found_role": record["place_role"],
        "found_type": record["event_type"],
        "found_sub_type": record["sub_event_type"],
        "found_date_start": record["date_start"] and record["date_start"].isoformat(),
        "found_date_end": record["date_end"] and record["date_end"].isoformat(),
        "found_actor1": record["actor1"],
        "found_actor2": record["actor2"],
        "found_fatalities": shown_toll(
            record["fatalities_low"], record["fatalities_best"], record["fatalities_high"]
        ),
        "found_confidence": record["confidence"],
        "how_placed": record["how_placed"],
        "runners_up": _runners(runners),
        "notes": record["notes"],
        "corrected": "\n".join(filter(None, (record["corrected"], *seat.marks))) or None,
    }
    if row["found_fatalities"] == "unknown":
        row["found_fatalities"] = None
    if not corrections:
        return [row]
    return [_with(row, c, bench, ledger) for c in corrections]


def _with(row: Row, correction: Correction, bench: Bench, ledger: Ledger) -> Row:
    """Give a row with what a correction says."""
    said = {name: correction.cells.get(name) for name in _CARRIED}
    if correction.quote:
        # The event may have the quote of another of its claims, which a split takes elsewhere.
        said |= {name: correction.cells.get(name) for name in _OWN_KEYS}
    if correction.action == "merge":
        target = bench.named(correction.merge_with)
        if isinstance(target, Seat):  # its id may have changed since
            said["action"] = f"merge:{target.id}"
    return {**row, **said, "corrected": _fate(correction, ledger)}


def _fate(correction: Correction, ledger: Ledger) -> str:
    problem = ledger.problems.get(correction.row)
    if problem:
        return f"not applied: {problem}"
    changes = [w for change in ledger.applied.get(correction.row, ()) for w in change["changed"]]
    return "; ".join(dict.fromkeys(changes)) or "nothing to change: it is so already"


def _mention_rows(
    article: Article, resolutions: Sequence[Resolution], ledger: Ledger
) -> Iterator[tuple[tuple[int, int, int], Row]]:
    sentences = split(article.text)
    by_span: dict[tuple[str, int, int], Correction] = {}
    for correction in ledger.of_mentions():
        for span in ledger.spans.get(correction.row, ()):
            by_span.setdefault(span, correction)
    done: set[tuple[int, int]] = set()
    for found in resolutions:
        mention, location = found.mention, found.location
        if (mention.start, mention.end) in done:
            continue
        done.add((mention.start, mention.end))
        sentence = sentence_at(mention.start, sentences)
        start = sentence.start if sentence else mention.start
        places = location.places if location else ()
        row: Row = {
            **_NOTHING,
            "about": MENTION,
            "article_id": article.id,
            "quote": sentence.text if sentence else None,
            "quote_start": start,
            "text": mention.text,
            "text_start": mention.start,
            "found_place": "; ".join(called(place) for place in places) or None,
            "found_place_id": "; ".join(place.id for place in places) or None,
            "found_lat": location.position.lat if location else None,
            "found_lon": location.position.lon if location else None,
            "found_country": places[0].country if places else None,
            "found_precision": int(location.precision) if location else None,
            "found_role": str(mention.role),
            "found_confidence": found.confidence,
            "how_placed": location.method if location else found.reason,
            "runners_up": _runners(found.runners_up),
        }
        mine = by_span.get((article.id, mention.start, mention.end))
        if mine is not None:
            row |= {name: mine.cells.get(name) for name in _CARRIED}
            row["corrected"] = _fate(mine, ledger)
        yield (start, 1, mention.start), row


def _runners(candidates: Sequence[Candidate]) -> str | None:
    return "; ".join(f"{called(c.place)} ({c.place.id})" for c in candidates) or None
