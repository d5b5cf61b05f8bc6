"""Says where a sentence has its event: at a place it names, or where one was; resolves none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from conflict_map.text.quantities import is_running_total
from conflict_map.vocabulary import GeoPrecision, LocationKind, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflict_map.events.drafts import Scene
    from conflict_map.model import Candidate, Location, Mention, Resolution

INHERIT_GAP: Final = 2
"""A sentence without a place takes that of an event at most this many sentences before it."""
_INHERITED_CONFIDENCE: Final = 0.6
_COARSER: Final = 0.03
"""A province says less of where than a town: of claims as sure, the finer one leads."""
_LEAST_INHERITED: Final = 0.1
_WEIGHT_CONFIDENCE: Final[dict[float, float]] = {4.0: 0.95, 3.0: 0.95, 2.0: 0.85, 1.0: 0.65}
"""How sure a word of a weight (``triggers``) is to report an event."""
_NOT_A_SCENE: Final = frozenset(
    {
        "gloss", "topic", "source_of_things", "title", "party", "end_of_line", "anaphora",
        "demonym",
    }
)  # fmt: skip
"""Cues of names that no event happened at, whatever else the sentence leaves open."""
_APPOSED: Final = 5
"""At most so many characters stand between a name and the words that say where it lies."""
_AREAS: Final = frozenset({LocationKind.PART, LocationKind.AREA})

Locations = tuple["Location", ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where an event was, or why that is not known."""

    locations: Locations = ()
    related: Locations = ()
    confidence: float
    reason: str | None = None
    """Why there is no location; None if there is one."""
    runners_up: tuple[Candidate, ...] = ()
    own_place: bool = False
    """The sentence names the place itself."""


def where(scene: Scene, within: Sequence[Resolution]) -> Whereabouts:
    """Give the places of a scene; ``within`` are the resolutions of its sentence, in order.

    A sentence that names no place inherits one only from an event on the ground at most
    ``INHERIT_GAP`` sentences before it; the inherited place is marked as such and its confidence
    falls with each step. "From there they head for X" is where the event before it was, and X is
    its aim.

    >>> from conflict_map.events.drafts import Scene
    >>> from conflict_map.text.sentences import split
    >>> from conflict_map.text.triggers import find_triggers
    >>> [sentence] = split("Shells fell.")
    >>> [trigger] = find_triggers(sentence.text)
    >>> scene = Scene(sentence=sentence, index=0, trigger=trigger, previous=())
    >>> where(scene, ()).reason
    'the sentence names no place and no event just before it does'
    """
    certainty = _WEIGHT_CONFIDENCE[scene.trigger.weight]
    locations, related, best = _named(within) if scene.on_the_ground else ((), (), None)
    if best is None:
        return _unnamed(scene, within, certainty)
    own = Whereabouts(
        locations=locations, related=related,
        confidence=certainty * best.confidence * (1 - _COARSER * _finest(locations)),
        runners_up=best.runners_up, own_place=True,
    )  # fmt: skip
    if all(x.role is Role.DIRECTION and x.kind is LocationKind.NEAR for x in locations):
        taken = _inherited(scene, own.confidence)
        if taken.locations:
            aims = (*map(_whole_name, locations), *related)
            return replace(taken, related=aims, runners_up=own.runners_up)
    return own


def _named(within: Sequence[Resolution]) -> tuple[Locations, Locations, Resolution | None]:
    """Sort a sentence's places into where it happened and what else it names, with the surest."""
    placed = [(r, r.location) for r in within if r.location is not None]
    heading = [(r, x) for r, x in placed if r.mention.role is Role.DIRECTION]
    named = [(r, x) for r, x in placed if r.mention.role is Role.EVENT_LOCATION]
    if not named and not heading:
        named = [(r, x) for r, x in placed if _may_be_the_scene(r, x)]
    if named:
        finest = min(x.precision for _, x in named)
        # A country or a region beside a town is its frame, not a second scene.
        named = [
            (r, x)
            for r, x in named
            if x.precision < GeoPrecision.REGION or finest >= GeoPrecision.REGION
        ]
        aims = _unique(x for _, x in heading)
        # The finest leads: "in Chitre, in the province of Herrera" is in Chitre.
        named.sort(key=lambda pair: pair[1].precision)
        return _unique(x for _, x in named), aims, _surest(r for r, _ in named)
    if not heading:
        return (), (), None
    # Movement with no other place: it is somewhere on the way; areas first, then towns.
    areas = [(r, x) for r, x in heading if x.kind in _AREAS]
    used = areas or heading
    rest = _unique(x for r, x in heading if (r, x) not in used)
    return _unique(_short_of(x) for _, x in used), rest, _surest(r for r, _ in used)


def _may_be_the_scene(resolution: Resolution, location: Location) -> bool:
    """Say whether a name without a word of place may still say where, for want of a better one."""
    mention = resolution.mention
    return (
        mention.role is Role.CONTEXT
        and not _NOT_A_SCENE & set(mention.cues)
        and location.precision < GeoPrecision.REGION
        and not any("it names the larger unit" in reason for reason in mention.reasons)
    )


def _surest(resolutions: Iterable[Resolution]) -> Resolution:
    return max(resolutions, key=lambda r: r.confidence)


def _finest(locations: Locations) -> int:
    return min((int(x.precision) for x in locations), default=0)


def _unnamed(scene: Scene, within: Sequence[Resolution], certainty: float) -> Whereabouts:
    """Take over a place, or say why there is none."""
    if not scene.on_the_ground:
        reason = "a statement or talks, not an event on the ground"
        return Whereabouts(confidence=certainty, reason=reason)
    missing = [
        r.mention
        for r in within
        if r.location is None and r.mention.role in {Role.EVENT_LOCATION, Role.DIRECTION}
    ]
    if missing:
        explained = _explained(missing, within, certainty)
        if explained:
            return explained
        reason = f"no gazetteer has the place {missing[0].text!r}"
        return Whereabouts(confidence=certainty, reason=reason)
    if is_running_total(scene.sentence.text):
        reason = "a total over many events, not one of them"
        found = Whereabouts(confidence=certainty, reason=reason)
    else:
        found = _inherited(scene, certainty)
    wide = [
        r.location.name
        for r in within
        if r.location is not None
        and r.location.precision >= GeoPrecision.REGION
        and r.mention.role is Role.CONTEXT
        and "demonym" not in r.mention.cues
    ]
    if found.reason and wide:
        return replace(found, reason=f"only a wide area is named: {wide[0]}")
    return found


def _explained(
    missing: Sequence[Mention], within: Sequence[Resolution], certainty: float
) -> Whereabouts | None:
    """Place an unknown name where the report itself says it lies ("X, 20 km north of Y")."""
    for mention in missing:
        for r in within:
            location = r.location
            follows = 0 <= r.mention.start - mention.end <= _APPOSED
            if location is None or not follows or "gloss" not in r.mention.cues:
                continue
            if location.kind not in {LocationKind.OFFSET, LocationKind.NEAR}:
                continue
            told = replace(
                location,
                name=mention.name,
                role=mention.role,
                method=f"{mention.name!r} is in no gazetteer; the report says where it lies: "
                f"{location.method}",
            )
            return Whereabouts(
                locations=(told,), confidence=certainty * r.confidence,
                runners_up=r.runners_up, own_place=True,
            )  # fmt: skip
    return None


def _inherited(scene: Scene, confidence: float) -> Whereabouts:
    """Take over the place of a recent event on the ground, or say why there is none."""
    if scene.trigger.sub_event_type == "Agreement":
        reason = "the sentence names no place, and an agreement is not made where others fight"
        return Whereabouts(confidence=confidence, reason=reason)
    nothing = Whereabouts(
        confidence=confidence,
        reason="the sentence names no place and no event just before it does",
    )
    for draft in scene.earlier(INHERIT_GAP):
        claim = draft.claim
        if draft.is_title:
            return nothing
        if claim.event_type is None or not claim.locations:
            continue
        lowered = min(confidence, claim.confidence * _INHERITED_CONFIDENCE)
        too_wide = all(x.precision >= GeoPrecision.REGION for x in claim.locations)
        if too_wide or lowered < _LEAST_INHERITED:
            return nothing
        return Whereabouts(locations=tuple(map(_taken, claim.locations)), confidence=lowered)
    return nothing


def _taken(location: Location) -> Location:
    if location.role is Role.INHERITED:
        return location
    method = f"not named in this sentence: taken from an earlier one ({location.method})"
    return replace(location, role=Role.INHERITED, method=method)


def _short_of(location: Location) -> Location:
    """Name a town that is only headed for so that no list reads as if it were reached."""
    if location.kind is not LocationKind.POINT:
        return location
    return replace(location, kind=LocationKind.NEAR, name=f"towards {location.name}")


def _whole_name(location: Location) -> Location:
    name = location.name.removeprefix("towards ")
    return replace(location, kind=LocationKind.POINT, name=name)


def _unique(locations: Iterable[Location]) -> Locations:
    seen: dict[tuple[str, ...], Location] = {}
    for x in locations:
        seen.setdefault((x.name, x.kind, *(p.id for p in x.places)), x)
    return tuple(seen.values())
