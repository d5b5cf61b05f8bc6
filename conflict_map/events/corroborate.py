"""Brings claims of the same event together, reversibly: the claims stay whole inside the event."""

from __future__ import annotations

import hashlib
import heapq
import math
import re
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Final

from conflict_map.geo import EARTH_RADIUS_KM, haversine_km
from conflict_map.model import Claim, DateSpan, Event, Toll
from conflict_map.text.actors import find_actors
from conflict_map.vocabulary import SUB_EVENT_TYPES, EventType, GeoPrecision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conflict_map.model import Location, Position

_SLACK_KM: Final = 5.0
_MOST_APART_KM: Final = 30.0
"""Two places are one within their uncertainties, but never beyond this."""
_SLACK_DAYS: Final = 1
_CELL_KM: Final = 30.1
"""The side of a cell, a little more than that: places that meet are in neighbouring cells."""

_COPIED: Final = 0.8
"""Quotes that share this much of their words are copies of one text."""
_CLASH: Final = "Armed clash"
_FAMILIES: Final[dict[str, str]] = {
    sub: "battle" if kind is EventType.BATTLES else "demonstration"
    for sub, kind in SUB_EVENT_TYPES.items()
    if kind in {EventType.BATTLES, EventType.PROTESTS, EventType.RIOTS}
}
"""Types that two reports of one event may give it: one saw the fight, the other the town fall."""
_STATE: Final = frozenset({"state forces", "external forces"})

Cell = tuple[int, int, int]


def corroborate(claims: Iterable[Claim]) -> tuple[Event, ...]:
    """Group claims into events; the result does not depend on the order of the claims.

    Two claims of different articles are one event when their types may be of one event, their
    places overlap within their uncertainties (and are finer than a province), their dates overlap
    within a day, and neither actors nor tolls contradict each other. Claims of one article are
    one event only where one is ``about`` the other, for else a report tells its events apart. Every
    claim is in exactly one event, unchanged.

    >>> corroborate([])
    ()
    """
    ordered = sorted(claims, key=lambda c: (c.article_id, c.start, c.end, c.id))
    groups = _Groups([c.article_id for c in ordered])
    index = {(c.article_id, c.id): i for i, c in enumerate(ordered)}
    for i, c in enumerate(ordered):
        told = index.get((c.article_id, c.about)) if c.about else None
        if told is not None:
            groups.join(told, i)
    for i, j in sorted(_close_pairs(ordered)):
        if groups.may_join(i, j) and same_event(ordered[i], ordered[j]):
            groups.join(i, j)
    return tuple(event_of([ordered[i] for i in members]) for members in groups.members())


def same_event(a: Claim, b: Claim) -> bool:
    """Say whether two claims of different articles may be the same event.

    It is symmetric, and not transitive: A may meet B, and B meet C, where A does not meet C.

    >>> talk = Claim(id="1", article_id="a", start=0, end=1, quote="", event_type=None,
    ...              sub_event_type=None, plover_type="CONSULT", dates=None)
    >>> same_event(talk, talk)
    False
    """
    return (
        a.article_id != b.article_id
        and a.event_type is not None
        and b.event_type is not None
        and _types_meet(a, b)
        and _places_meet(a, b)
        and _dates_meet(a.dates, b.dates)
        and _actors_meet(a, b)
        and _tolls_meet(a.toll, b.toll)
    )


def independent_sources(claims: Iterable[Claim]) -> int:
    """Count the sources that do not copy each other: same words are one source.

    >>> independent_sources([])
    0
    """
    seen: set[str] = set()
    words: list[frozenset[str]] = []
    for c in claims:
        text = frozenset(re.findall(r"\w+", c.quote.casefold()))
        source = (c.source or c.article_id).casefold()
        if source in seen or any(_is_a_copy(text, other) for other in words):
            continue
        words.append(text)
        seen.add(source)
    return len(seen)


def _is_a_copy(a: frozenset[str], b: frozenset[str]) -> bool:
    """Say whether two quotes have nearly the same words: then one agency wrote both."""
    return len(a & b) >= _COPIED * len(a | b)


class _Groups:
    """Claims joined so far, by their index; no group holds two claims of one article."""

    def __init__(self, articles: Sequence[str]) -> None:
        self._parent = list(range(len(articles)))
        self._articles = [{article} for article in articles]

    def _root(self, i: int) -> int:
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def may_join(self, i: int, j: int) -> bool:
        a, b = self._root(i), self._root(j)
        return a != b and self._articles[a].isdisjoint(self._articles[b])

    def join(self, i: int, j: int) -> None:
        first, second = sorted((self._root(i), self._root(j)))
        self._parent[second] = first
        self._articles[first] |= self._articles[second]

    def members(self) -> list[list[int]]:
        """Give the groups in the order of their first claims."""
        groups: dict[int, list[int]] = {}
        for i in range(len(self._parent)):
            groups.setdefault(self._root(i), []).append(i)
        return [members for _, members in sorted(groups.items())]


def _close_pairs(claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """Give the pairs (i, j), i < j, of one type that are near in place and time; each once.

    Claims are taken up by their first day and dropped after their last, so that each is compared
    only with those of the cells around it that are open on that day. Every pair for which
    ``same_event`` holds is among them.
    """
    by_type: dict[str | None, list[tuple[int, int, int]]] = {}
    for i, c in enumerate(claims):
        if c.event_type is not None and c.dates is not None:
            first, last = _days(c.dates)
            by_type.setdefault(_family(c), []).append((first, last, i))
    for spans in by_type.values():
        open_in: dict[Cell, set[int]] = {}
        closing: list[tuple[int, int]] = []
        for first, last, i in sorted(spans):
            while closing and closing[0][0] < first:
                over = heapq.heappop(closing)[1]
                for cell in _cells(claims[over]):
                    open_in[cell].discard(over)
            cells = _cells(claims[i])
            around = {neighbour for cell in cells for neighbour in _around(cell)}
            for j in set().union(*(open_in.get(cell, ()) for cell in around)):
                yield min(i, j), max(i, j)
            for cell in cells:
                open_in.setdefault(cell, set()).add(i)
            heapq.heappush(closing, (last, i))


def _days(dates: DateSpan) -> tuple[int, int]:
    """Give the first and last day as numbers, the last with the slack: spans that overlap meet."""
    first = dates.start.toordinal() if dates.start else 0
    return first, dates.end.toordinal() + _SLACK_DAYS


def _cells(claim: Claim) -> set[Cell]:
    return {_cell(x.position) for x in claim.locations if _is_fine(x)}


def _cell(position: Position) -> Cell:
    """Give the cell of a cubic grid around the globe: it has no poles and no antimeridian.

    Two points are at most as far apart through the globe as along it, so that those that meet are
    in the same cell or in neighbouring ones.
    """
    lon, lat = math.radians(position.lon), math.radians(position.lat)
    x = math.cos(lat) * math.cos(lon)
    y = math.cos(lat) * math.sin(lon)
    side = EARTH_RADIUS_KM / _CELL_KM
    return math.floor(x * side), math.floor(y * side), math.floor(math.sin(lat) * side)


def _around(cell: Cell) -> Iterator[Cell]:
    x, y, z = cell
    for dx, dy, dz in product((-1, 0, 1), repeat=3):
        yield x + dx, y + dy, z + dz


def event_of(members: Sequence[Claim]) -> Event:
    """Make one event of claims; its id is that of the claims together, in any order.

    The lead speaks for the event: the finest place first, then the surest, then the order.

    Raises ValueError without a claim.
    """
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
    digest = hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()
    return Event(id=digest[:12], claims=(lead, *rest))


def _is_fine(location: Location) -> bool:
    """Say whether a place is fine enough to tell one event from another."""
    return location.precision < GeoPrecision.PROVINCE


def _places_meet(a: Claim, b: Claim) -> bool:
    return any(
        haversine_km(x.position, y.position) <= _reach_km(x, y)
        for x in a.locations
        if _is_fine(x)
        for y in b.locations
        if _is_fine(y)
    )


def _reach_km(x: Location, y: Location) -> float:
    """Give how far apart the two may be drawn and still be one place."""
    return min((x.uncertainty_km or 0) + (y.uncertainty_km or 0) + _SLACK_KM, _MOST_APART_KM)


def _dates_meet(a: DateSpan | None, b: DateSpan | None) -> bool:
    if a is None or b is None:
        return False
    (a_first, a_last), (b_first, b_last) = _days(a), _days(b)
    return a_first <= b_last and b_first <= a_last


def _family(claim: Claim) -> str | None:
    return _FAMILIES.get(claim.sub_event_type or "", claim.sub_event_type)


def _types_meet(a: Claim, b: Claim) -> bool:
    """Say whether two types may be of one event: who took a town is not told in two ways."""
    if a.sub_event_type == b.sub_event_type:
        return True
    family = _family(a)
    if family is None or family != _family(b):
        return False
    return family == "demonstration" or _CLASH in {a.sub_event_type, b.sub_event_type}


def _actors_meet(a: Claim, b: Claim) -> bool:
    """Say whether the actors agree; of a battle each side may be told as the one that acts."""
    straight = _compatible(a.actor1, b.actor1) and _compatible(a.actor2, b.actor2)
    if straight or _family(a) != "battle":
        return straight
    turned = _compatible(a.actor1, b.actor2) and _compatible(a.actor2, b.actor1)
    return turned and bool((a.actor1 and b.actor2) or (a.actor2 and b.actor1))


def _compatible(a: str | None, b: str | None) -> bool:
    """Say whether two names may be of one actor: "the rebels" may be any group, but no army."""
    if a is None or b is None or a == b or a in b or b in a:
        return True
    (name_a, kind_a), (name_b, kind_b) = _described(a), _described(b)
    if kind_a is None or kind_b is None or (kind_a in _STATE) != (kind_b in _STATE):
        return False
    return not (name_a and name_b)


@lru_cache(maxsize=4096)
def _described(actor: str) -> tuple[bool, str | None]:
    """Say whether an actor is one of the lexicon's, and of what kind it is; None if unknown."""
    found = find_actors(actor)
    if not found:
        return False, None
    first = found[0]
    return first.name.casefold() != first.text.casefold() and '"' not in first.name, first.kind


def _tolls_meet(a: Toll, b: Toll) -> bool:
    if a.low is None or b.low is None:
        return True
    # Early tolls differ; a factor of three is where two events are likelier than one.
    low, high = sorted(t.best if t.best is not None else t.low or 0 for t in (a, b))
    return high <= max(3 * low, 3)
