"""One event record to one row of the event table, each value by a named rule; knows no frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from shapely import union_all
from shapely.geometry import shape

from conflict_map.events.columns import NOT_PLACED
from conflict_map.events.corroborate import independent_sources
from conflict_map.model import Claim, Event, Location, Toll
from conflict_map.vocabulary import ClaimStatus, DatePrecision

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from shapely.geometry.base import BaseGeometry

_V = TypeVar("_V")


def row_of(event: Event) -> dict[str, Any]:
    """Give the event's row: its lead claim speaks, and later claims fill what it leaves unknown.

    Deaths span all claims (``toll_of``); the status weighs them (``status_of``); the place is that
    of the first claim that has one, and the geometry joins the shapes of its locations.
    """
    lead, claims = event.lead, event.claims
    dates = _first(claims, lambda claim: claim.dates)
    where = next((claim for claim in claims if claim.locations), lead)
    toll = toll_of(claims)
    return {
        "event_id": event.id,
        "article_id": lead.article_id,
        "event_type": _word(_first(claims, lambda claim: claim.event_type)),
        "sub_event_type": lead.sub_event_type,
        "plover_type": lead.plover_type,
        "date_start": dates.start if dates else None,
        "date_end": dates.end if dates else None,
        "date_precision": str(dates.precision if dates else DatePrecision.UNKNOWN),
        **_place(where.locations),
        "actor1": _first(claims, lambda claim: claim.actor1),
        "actor2": _first(claims, lambda claim: claim.actor2),
        "fatalities_low": toll.low,
        "fatalities_best": toll.best,
        "fatalities_high": toll.high,
        "quote": lead.quote,
        "quote_start": lead.start,
        "quote_end": lead.end,
        "source": "; ".join(dict.fromkeys(c.source for c in claims if c.source)),
        "claimant": _first(claims, lambda claim: claim.claimant),
        "claim_status": str(status_of(claims)),
        "confidence": lead.confidence,
        "notes": _notes(lead, where),
        "how_placed": "; ".join(dict.fromkeys(w.method for w in where.locations if w.method)),
    }


def toll_of(claims: Iterable[Claim]) -> Toll:
    """Span the deaths of all claims: lowest low, first best, highest high; unknown stays unknown.

    A claim with one figure counts with it at each end that it leaves open.

    >>> toll_of([])
    Toll(low=None, best=None, high=None)
    """
    tolls = [claim.toll for claim in claims]
    known = [n for toll in tolls for n in (toll.low, toll.best, toll.high) if n is not None]
    if not known:
        return Toll()
    best = next((toll.best for toll in tolls if toll.best is not None), None)
    if len(tolls) == 1:
        return tolls[0]
    return Toll(low=min(known), best=best, high=max(known))


def status_of(claims: Iterable[Claim]) -> ClaimStatus:
    """Weigh the claims: one denied among others is disputed; two sources that agree corroborate.

    Sources count as two only where neither repeats the other (``independent_sources``).
    """
    listed = tuple(claims)
    statuses = {claim.status for claim in listed}
    if ClaimStatus.DISPUTED in statuses or (ClaimStatus.DENIED in statuses and len(statuses) > 1):
        return ClaimStatus.DISPUTED
    if ClaimStatus.DENIED not in statuses and independent_sources(listed) > 1:
        return ClaimStatus.CORROBORATED
    return listed[0].status


def _first(claims: Iterable[Claim], value: Callable[[Claim], _V | None]) -> _V | None:
    return next((found for claim in claims if (found := value(claim)) is not None), None)


def _word(value: str | None) -> str | None:
    return None if value is None else str(value)


def _place(locations: tuple[Location, ...]) -> dict[str, Any]:
    if not locations:
        return {"geometry": None}
    primary = locations[0]
    places = [place for location in locations for place in location.places]
    disputes = dict.fromkeys(place.disputed for place in places if place.disputed)
    home = primary.places[0] if primary.places else None
    return {
        "place_name": "; ".join(dict.fromkeys(location.name for location in locations)),
        "place_ids": "; ".join(dict.fromkeys(place.id for place in places)),
        "place_role": str(primary.role),
        "country": home.country if home else None,
        "admin1": home.admin1_name if home else None,
        "geo_precision": int(primary.precision),
        "uncertainty_km": primary.uncertainty_km,
        "lat": primary.position.lat,
        "lon": primary.position.lon,
        "disputed": "; ".join(disputes),
        "geometry": _joined(locations),
    }


def _joined(locations: tuple[Location, ...]) -> BaseGeometry:
    """Join shapes of one kind; a point and an area have no common shape, so the primary stands."""
    shapes = [shape(location.geometry) for location in locations]
    kinds = {geometry.geom_type.removeprefix("Multi") for geometry in shapes}
    if len(shapes) == 1 or len(kinds) > 1:
        return shapes[0]
    return union_all(shapes)


def _notes(lead: Claim, where: Claim) -> str | None:
    reason = None
    if not where.locations:
        reason = NOT_PLACED + (lead.unplaced_reason or "no place is named")
    return "\n".join(part for part in (reason, lead.notes) if part) or None
