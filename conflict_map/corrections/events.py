"""Corrects events, after they were made: values, drops, merges and splits; reads no file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from shapely.geometry import shape

from conflict_map import geo
from conflict_map.corrections.bench import Bench, Seat
from conflict_map.corrections.ledger import told
from conflict_map.events.columns import NOT_PLACED
from conflict_map.model import DateSpan, Location, Mention
from conflict_map.resolve.locate import locate
from conflict_map.resolve.rows import RowGeocoder
from conflict_map.resolve.wording import called
from conflict_map.text.plover import plover_of
from conflict_map.vocabulary import (
    SUB_EVENT_TYPES,
    DatePrecision,
    GeoPrecision,
    LocationKind,
    Role,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from conflict_map.corrections.ledger import Ledger
    from conflict_map.corrections.records import Correction, PlaceFix
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Claim, Toll
    from conflict_map.tables.report import TableResult

_ACTIONS: Final = ("split", "merge", "", "drop")
"""The order in which corrections are applied, whatever that of the rows is."""


class CannotApplyError(Exception):
    """Say why a correction does not fit the event that it found."""


def correct_events(result: TableResult, ledger: Ledger, gazetteer: Gazetteer) -> TableResult:
    """Apply the corrections of events, and mark the events whose mentions were corrected.

    Splits come first, then merges, values, and drops; of two rows that set one value the first
    stands. A dropped event is listed as rejected with who dropped it and why. Each change is in
    ``corrected`` of its event, and in the ledger; a correction that finds no event or fits none
    is in the ledger's problems. Without corrections the result is the one that was given.
    """
    bench = Bench(result, ledger)
    fixer = _Fixer(bench, ledger, gazetteer)
    corrections = ledger.of_events()
    for action in _ACTIONS:
        for correction in corrections:
            if correction.action == action or (action == "" and correction.sets):
                fixer.apply(correction, action)
    ledger.close()
    return bench.result()


class _Fixer:
    def __init__(self, bench: Bench, ledger: Ledger, gazetteer: Gazetteer) -> None:
        self._bench, self._ledger, self._gazetteer = bench, ledger, gazetteer
        self._rows = RowGeocoder(gazetteer)
        self._set_by: dict[tuple[str, str], int] = {}

    def apply(self, correction: Correction, action: str) -> None:
        found = self._bench.find(correction)
        if isinstance(found, str):
            self._ledger.miss(correction, found)
            return
        try:
            changes = self._do(found, correction, action)
        except CannotApplyError as error:
            self._ledger.miss(correction, str(error))
            return
        self._ledger.note(correction, event_id=found.id, changed=changes)

    def _do(self, seat: Seat, correction: Correction, action: str) -> list[str]:
        if action == "split":
            return self._split(seat, correction)
        if action == "merge":
            return self._merge(seat, correction)
        if action == "drop":
            why = correction.signature or "no reason is given"
            self._bench.drop(seat, f"dropped by row {correction.row} of {self._ledger.file}: {why}")
            return ["dropped"]
        return self._set(seat, correction)

    def _split(self, seat: Seat, correction: Correction) -> list[str]:
        if seat.event is None:
            if seat.record["duplicate_of"] is None:
                raise CannotApplyError("the row tells no other event again; nothing to split")
            change = f"split from {seat.record['duplicate_of']}"
            seat.record["duplicate_of"] = None
            seat.mark(told([change], correction))
            return [change]
        claims = seat.event.claims
        if len(claims) == 1:
            raise CannotApplyError("the event rests on one claim; nothing to split")
        change = f"split from an event of {len(claims)} claims"
        self._bench.split(seat, told([change], correction))
        return [change]

    def _merge(self, seat: Seat, correction: Correction) -> list[str]:
        target = self._bench.named(correction.merge_with)
        if isinstance(target, str):
            raise CannotApplyError(f"merge:{correction.merge_with}: {target}")
        if target is seat:
            raise CannotApplyError("an event is not merged with itself")
        change = f"merged with {target.id}"
        if seat.event is not None and target.event is not None:
            self._bench.merge(seat, target, told([f"merged with {seat.id}"], correction))
        else:
            if target.record["duplicate_of"] == seat.id:
                raise CannotApplyError(f"{target.id!r} is already part of this event")
            seat.record["duplicate_of"] = target.id
            seat.mark(told([change], correction))
        return [change]

    # --- values -----------------------------------------------------------------------------------

    def _set(self, seat: Seat, correction: Correction) -> list[str]:
        for name in correction.sets:
            earlier = self._set_by.setdefault((seat.id, name), correction.row)
            if earlier != correction.row:
                raise CannotApplyError(f"row {earlier} sets {name} of the same event")
        record, claim = dict(seat.record), seat.event.lead if seat.event else None
        changes: list[str] = []
        sets = correction.sets
        if "type" in sets or "sub_type" in sets:
            claim = _typed(record, claim, sets, changes)
        if "date_start" in sets or "date_end" in sets:
            claim = _dated(record, claim, sets, changes)
        for name in ("actor1", "actor2"):
            if name in sets and sets[name] != record[name]:
                changes.append(f"{name}: {_or_unknown(record[name])} to {_or_unknown(sets[name])}")
                record[name] = sets[name]
                claim = claim and replace(claim, **{name: sets[name]})
        if "fatalities" in sets:
            claim = _counted(record, claim, sets["fatalities"], changes)
        if {"place", "place_name", "role"} & set(sets):
            claim = self._placed(record, claim, correction, changes)
        if changes:
            seat.record = record
            if seat.event is not None and claim is not None:
                others = seat.event.claims[1:]
                if record["lat"] is None:
                    reason = claim.unplaced_reason
                    others = tuple(replace(o, locations=(), unplaced_reason=reason) for o in others)
                seat.event = replace(seat.event, claims=(claim, *others))
            seat.mark(told(changes, correction))
        return changes

    def _placed(
        self,
        record: dict[str, Any],
        claim: Claim | None,
        correction: Correction,
        changes: list[str],
    ) -> Claim | None:
        sets, name = correction.sets, correction.sets.get("place_name")
        role = Role(sets.get("role") or record["place_role"] or Role.EVENT_LOCATION)
        fix: PlaceFix | None = sets.get("place")
        if fix is None:
            if record["lat"] is None:
                raise CannotApplyError("the event has no place whose name or role could be set")
            return _renamed(record, claim, sets, changes)
        before = record["place_name"] or "no place"
        notes = _without_reason(record["notes"])
        if fix.place is None:
            reason = told(["corrected by hand: the place is not known"], correction)
            for column in (
                "place_name", "place_ids", "place_role", "admin1", "geo_precision", "how_placed",
                "uncertainty_km", "lat", "lon", "disputed", "geometry",
            ):  # fmt: skip
                record[column] = None
            record["notes"] = "\n".join(part for part in (NOT_PLACED + reason, notes) if part)
            changes.append(f"place: {before} to unknown")
            return claim and replace(claim, locations=(), unplaced_reason=reason)
        place = fix.place
        location = self._location(fix, name or place.name, role)
        change = f"place: {before} to {called(place)}"
        method = told([f"corrected by hand ({change})"], correction)
        location = replace(location, method=f"{location.method}; {method}")
        country = record["country"]
        same = country is not None and self._rows.country(country) == place.country
        record |= {
            "place_name": location.name, "place_ids": place.id, "place_role": str(role),
            "country": country if same else place.country, "admin1": place.admin1_name,
            "geo_precision": int(location.precision), "uncertainty_km": location.uncertainty_km,
            "lat": location.position.lat, "lon": location.position.lon,
            "disputed": place.disputed, "how_placed": location.method,
            "geometry": shape(location.geometry), "notes": notes,
        }  # fmt: skip
        changes.append(change)
        return claim and replace(claim, locations=(location,), unplaced_reason=None)

    def _location(self, fix: PlaceFix, name: str, role: Role) -> Location:
        place = fix.place
        assert place is not None
        if fix.is_point:
            lat, lon = place.position.latlon
            return Location(
                name=name, kind=LocationKind.POINT, role=role, places=(place,),
                position=place.position, geometry=geo.point(place.position),
                precision=GeoPrecision.PLACE, method=f"at the coordinates {lat!r}, {lon!r}",
            )  # fmt: skip
        mention = Mention(article_id="", start=0, end=len(name), text=name, name=name)
        return locate(mention, place, self._gazetteer, role=role)


def _renamed(
    record: dict[str, Any], claim: Claim | None, sets: Mapping[str, Any], changes: list[str]
) -> Claim | None:
    name, role = sets.get("place_name"), sets.get("role")
    if name and name != record["place_name"]:
        changes.append(f"place name: {_or_unknown(record['place_name'])} to {name}")
        record["place_name"] = name
    if role and role != record["place_role"]:
        changes.append(f"role: {_or_unknown(record['place_role'])} to {role}")
        record["place_role"] = role
    if claim is None:
        return None
    locations = tuple(replace(x, role=Role(role) if role else x.role) for x in claim.locations)
    if name and locations:
        locations = (replace(locations[0], name=name), *locations[1:])
    return replace(claim, locations=locations)


def _typed(
    record: dict[str, Any], claim: Claim | None, sets: Mapping[str, Any], changes: list[str]
) -> Claim | None:
    """Set type and sub-type; a sub-type brings its type, and a type drops one of another type."""
    sub = sets["sub_type"] if "sub_type" in sets else record["sub_event_type"]
    kind = sets["type"] if "type" in sets else record["event_type"]
    if sets.get("sub_type") is not None:
        kind = str(SUB_EVENT_TYPES[sub])
    elif "sub_type" not in sets and SUB_EVENT_TYPES.get(sub or "") != kind:
        sub = None
    old = (record["event_type"], record["sub_event_type"])
    if (kind, sub) == old:
        return claim
    changes.append(f"type: {' / '.join(filter(None, old)) or 'unknown'} to "
                   f"{' / '.join(filter(None, (kind, sub))) or 'unknown'}")  # fmt: skip
    plover = None
    if sub is not None:
        plover = plover_of(sub, record["plover_type"] or "COERCE")
    record |= {"event_type": kind, "sub_event_type": sub, "plover_type": plover}
    return claim and replace(
        claim, event_type=kind, sub_event_type=sub, plover_type=plover, plover_mode=None
    )


def _dated(
    record: dict[str, Any], claim: Claim | None, sets: Mapping[str, Any], changes: list[str]
) -> Claim | None:
    """Set the days; one day that is set moves an event of one day whole."""
    old: tuple[date | None, date | None] = (record["date_start"], record["date_end"])
    one_day = old[0] == old[1] or old[1] is None
    start = sets.get("date_start", old[0])
    end = sets.get("date_end", old[1])
    if "date_end" not in sets and one_day and start is not None:
        end = start
    if "date_start" not in sets and one_day:
        start = end
    if end is None:
        start = None
    if start is not None and end is not None and start > end:
        raise CannotApplyError(f"the event would end ({end}) before it starts ({start})")
    if (start, end) == old:
        return claim
    precision = (
        DatePrecision.UNKNOWN if end is None
        else DatePrecision.FUZZY_START if start is None
        else DatePrecision.DAY if start == end
        else DatePrecision.RANGE
    )  # fmt: skip
    changes.append(f"date: {_days(*old)} to {_days(start, end)}")
    record |= {"date_start": start, "date_end": end, "date_precision": str(precision)}
    dates = None if end is None else DateSpan(start=start, end=end, precision=precision)
    return claim and replace(claim, dates=dates)


def _counted(
    record: dict[str, Any], claim: Claim | None, toll: Toll, changes: list[str]
) -> Claim | None:
    names = ("fatalities_low", "fatalities_best", "fatalities_high")
    old = tuple(record[name] for name in names)
    new = (toll.low, toll.best, toll.high)
    if old == new:
        return claim
    changes.append(f"deaths: {shown_toll(*old)} to {shown_toll(*new)}")
    record |= dict(zip(names, new, strict=True))
    return claim and replace(claim, toll=toll)


def shown_toll(low: int | None, best: int | None, high: int | None) -> str:
    """Write deaths as the file has them: one number, or lowest/best/highest; unknown as such.

    >>> shown_toll(4, 4, 4), shown_toll(3, None, 5), shown_toll(None, None, None)
    ('4', '3//5', 'unknown')
    """
    known = (low, best, high)
    if all(n is None for n in known):
        return "unknown"
    told_once = {n for n in known if n is not None}
    if len(told_once) == 1 and (best is not None or None not in known):
        return str(next(iter(told_once)))
    return "/".join("" if n is None else str(n) for n in known)


def _days(start: date | None, end: date | None) -> str:
    if end is None:
        return "unknown"
    return str(end) if start == end else f"{start or '?'} to {end}".replace(" to ", "/")


def _or_unknown(value: Any) -> str:
    return "unknown" if value is None else str(value)


def _without_reason(notes: str | None) -> str | None:
    if notes is None or not notes.startswith(NOT_PLACED):
        return notes
    return notes.partition("\n")[2] or None
