"""Brings claims of the same event together, reversibly: the claims stay whole inside the event."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from conflict_map.geo import haversine_km
from conflict_map.model import Claim, DateSpan, Event, Toll
from conflict_map.vocabulary import GeoPrecision

_SLACK_KM: Final = 5.0
_SLACK_DAYS: Final = 1


def corroborate(claims: Iterable[Claim]) -> tuple[Event, ...]:
    """Group claims into events; the result does not depend on the order of the claims.

    Two claims of different articles are one event when their sub-event type is the same, their
    places overlap within their uncertainties (and are finer than a province), their dates overlap within a
    day, and neither actors nor tolls contradict each other. Claims of one article are never
    merged, for one report tells its events apart.

    >>> corroborate([])
    ()
    """
    ordered = sorted(claims, key=lambda c: (c.article_id, c.start, c.end, c.id))
    parent = list(range(len(ordered)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    for i, a in enumerate(ordered):
        for j in range(i + 1, len(ordered)):
            b = ordered[j]
            ra, rb = root(i), root(j)
            if ra == rb or not same_event(a, b):
                continue
            group = [k for k in range(len(ordered)) if root(k) in {ra, rb}]
            articles = [ordered[k].article_id for k in group]
            if len(articles) == len(set(articles)):
                parent[max(ra, rb)] = min(ra, rb)
    groups: dict[int, list[Claim]] = {}
    for i, c in enumerate(ordered):
        groups.setdefault(root(i), []).append(c)
    return tuple(_event(members) for _, members in sorted(groups.items()))


def same_event(a: Claim, b: Claim) -> bool:
    """Say whether two claims of different articles may be the same event."""
    return (
        a.article_id != b.article_id
        and a.event_type is not None
        and a.sub_event_type == b.sub_event_type
        and _places_meet(a, b)
        and _dates_meet(a.dates, b.dates)
        and _compatible(a.actor1, b.actor1)
        and _compatible(a.actor2, b.actor2)
        and _tolls_meet(a.toll, b.toll)
    )


def independent_sources(claims: Iterable[Claim]) -> int:
    """Count the sources that do not copy each other: same words are one source.

    >>> independent_sources([])
    0
    """
    seen: set[str] = set()
    words: set[str] = set()
    for c in claims:
        text = re.sub(r"\W+", " ", c.quote.casefold()).strip()
        source = (c.source or c.article_id).casefold()
        if text in words or source in seen:
            continue
        words.add(text)
        seen.add(source)
    return len(seen)


def _event(members: list[Claim]) -> Event:
    # The lead speaks for the event: the finest place first, then the surest, then the order.
    lead = min(
        members,
        key=lambda c: (
            min((x.precision for x in c.locations), default=GeoPrecision.COUNTRY + 1),
            -c.confidence,
            c.article_id,
            c.start,
        ),
    )
    rest = [c for c in members if c is not lead]
    key = "\x1f".join(sorted(c.id for c in members))
    return Event(id=hashlib.sha256(key.encode()).hexdigest()[:12], claims=(lead, *rest))


def _places_meet(a: Claim, b: Claim) -> bool:
    for x in a.locations:
        for y in b.locations:
            if max(x.precision, y.precision) >= GeoPrecision.PROVINCE:
                continue
            reach = (x.uncertainty_km or 0) + (y.uncertainty_km or 0) + _SLACK_KM
            if haversine_km(x.position, y.position) <= min(reach, 30.0):
                return True
    return False


def _dates_meet(a: DateSpan | None, b: DateSpan | None) -> bool:
    if a is None or b is None:
        return False
    slack = timedelta(days=_SLACK_DAYS)
    a_start, b_start = a.start or date.min + slack, b.start or date.min + slack
    return a_start - slack <= b.end and b_start - slack <= a.end


def _compatible(a: str | None, b: str | None) -> bool:
    return a is None or b is None or a == b or a in b or b in a


def _tolls_meet(a: Toll, b: Toll) -> bool:
    if a.low is None or b.low is None:
        return True
    # Early tolls differ; a factor of three is where two events are likelier than one.
    low, high = sorted((a.best or 0, b.best or 0))
    return high <= max(3 * low, 3)
