"""Turns what was chosen for a mention into its resolution: role, location, confidence, reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from conflict_map.model import Resolution
from conflict_map.resolve import evidence
from conflict_map.resolve.locate import line, locate
from conflict_map.resolve.roles import assign_role
from conflict_map.vocabulary import FeatureClass as F
from conflict_map.vocabulary import LocationKind, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.model import Candidate, Location, Mention
    from conflict_map.resolve.report import Choice, Choices, Report

_KNOWN_ABROAD: Final = 15_000
"""A smaller town is not assumed in a country that nothing else in the report points to."""
_IN_PLACE: Final = frozenset({"locative", "near", "object", "direction", "passive"})
_CLUE_WORDS: Final[dict[str, str]] = {
    "rung": "name match",
    "prominence": "prominence",
    "country": "country of the report",
    "closeness": "near the report's other places",
    "parent": "named parent",
    "hint": "kind of place named",
    "sense": "as the report uses the name",
    "child": "named as the parent of another place",
    "own_name": "its own name",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A report with all its choices made."""

    mentions: Sequence[Mention]
    choices: Choices
    report: Report
    focus: tuple[str, ...]
    """The countries that the report is about, most first."""


def outcome(i: int, chosen: Chosen, *, reports_event: bool, finer: bool) -> Resolution:
    """Give the resolution of the mention at index ``i``.

    ``reports_event`` says whether its sentence reports something on the ground, ``finer`` whether
    that names a place within a country. A mention that nothing fits has no location, with the
    reason.
    """
    mention = chosen.mentions[i]
    if not mention.name:
        return _of_the_country(mention, chosen, reports_event=reports_event)
    is_line = mention.kind is LocationKind.LINE
    choice = _end(mention, mention.name, i, chosen) if is_line else chosen.choices.get(i)
    mention = assign_role(
        mention,
        choice.place if choice else None,
        reports_event=reports_event,
        finer_in_sentence=finer,
        focus=chosen.focus,
    )
    if choice is None:
        return _nowhere(mention, f"no gazetteer entry fits {mention.name!r}")
    if _is_unlikely(mention, choice, chosen.report):
        where = "lie in countries that the report does not name"
        reason = f"the only places called {mention.name!r} {where}"
        return _nowhere(mention, reason, choice.ranked[:3])
    mention = _as_parent(i, mention, chosen)
    location = _location(i, mention, choice, chosen)
    if location is None:
        reason = f"the far end {mention.other_name!r} of the line is in no gazetteer"
        return _nowhere(mention, reason, _runners_up(choice))
    return Resolution(
        mention=replace(mention, kind=location.kind),
        location=location,
        confidence=_confidence(choice, chosen.report),
        reason=_reason(choice),
        runners_up=_runners_up(choice),
    )


def _nowhere(mention: Mention, reason: str, runners_up: tuple[Candidate, ...] = ()) -> Resolution:
    return Resolution(
        mention=mention, location=None, confidence=0.0, reason=reason, runners_up=runners_up
    )


def _location(i: int, mention: Mention, choice: Choice, chosen: Chosen) -> Location | None:
    """Give the location of a mention; None for a line whose far end is not known."""
    if mention.kind is not LocationKind.LINE or not mention.other_name:
        return locate(mention, choice.place, chosen.report.gazetteer, role=mention.role)
    far = _end(mention, mention.other_name, i, chosen)
    if far is None or far.place.id == choice.place.id:
        return None
    return line(mention, choice.place, far.place, role=mention.role)


def _end(mention: Mention, name: str, i: int, chosen: Chosen) -> Choice | None:
    """Give the choice for one end of a line, which is a mention of its own inside it."""
    for j in range(i, len(chosen.mentions)):
        other = chosen.mentions[j]
        if other.start >= mention.end:
            return None
        inside = mention.start <= other.start and other.end <= mention.end
        if "end_of_line" in other.cues and other.name == name and inside:
            return chosen.choices.get(j)
    return None


def _is_unlikely(mention: Mention, choice: Choice, report: Report) -> bool:
    """Answer "none of these": a village abroad is likelier a place that no gazetteer has."""
    best, place, cues = choice.ranked[0], choice.place, set(mention.cues)
    if place.feature_class not in {F.POPULATED_PLACE, F.ADMIN2, F.SITE}:
        return False
    shares = report.shares_without(mention.name.casefold())
    if not shares:
        return False
    people = place.population or 0
    if cues & {"speaks", "of_government"} and not cues & _IN_PLACE:
        # Towns do not say things; people with a town's name do.
        return place.feature_code != "PPLC" and people < 10 * _KNOWN_ABROAD
    if best.evidence.get("parent") or best.evidence.get("closeness", 0.0) > 0.2:
        return False
    may_be_no_name = "opens_sentence" in cues and not cues & {"speaks", "passive"}
    least = 10 * _KNOWN_ABROAD if may_be_no_name else _KNOWN_ABROAD
    return shares.get(place.country or "", 0.0) < 0.1 and people < least


def _of_the_country(mention: Mention, chosen: Chosen, *, reports_event: bool) -> Resolution:
    """Resolve "the northern part of the country": the country that the report is about."""
    gazetteer = chosen.report.gazetteer
    place = gazetteer.country(chosen.focus[0]) if chosen.focus else None
    if place is None:
        return _nowhere(mention, "the report names no country")
    role = mention.role if reports_event else Role.CONTEXT
    mention = replace(mention, role=role, name=place.name)
    return Resolution(
        mention=mention,
        location=locate(mention, place, gazetteer, role=role),
        confidence=0.6,
        reason=f"the report is about {place.name} more than about any other country",
    )


def _as_parent(i: int, mention: Mention, chosen: Chosen) -> Mention:
    """Make the parent in "Saraqib, Idlib province" context: the event is in the smaller place."""
    if mention.role is not Role.EVENT_LOCATION or i not in chosen.choices:
        return mention
    for j in (i - 1, i - 2):
        if j < 0 or j not in chosen.choices:
            continue
        child = chosen.mentions[j]
        if child.parent_name == mention.name and child.end <= mention.start <= child.end + 60:
            place = chosen.choices[j].place
            inside = evidence.parent_support(place, [chosen.choices[i].place]) >= 1.0
            if inside and place.feature_class is not F.COUNTRY:
                reason = f"it names the larger unit of {child.name!r}"
                return replace(mention, role=Role.CONTEXT, reasons=(*mention.reasons, reason))
    return mention


def _confidence(choice: Choice, report: Report) -> float:
    """Give the confidence of the best candidate, 0..1: its lead, how it matched, its country."""
    best = choice.ranked[0]
    matched = evidence.RUNG.get(best.rung, 0.4)
    backed = 0.6 + 0.4 * evidence.country_support(best.place, report.shares)
    return round(min(0.99, choice.margin * (0.4 + 0.6 * matched) * backed), 3)


def _runners_up(choice: Choice) -> tuple[Candidate, ...]:
    """Give up to three other readings, one per place."""
    kept: dict[str, Candidate] = {}
    for c in choice.ranked[1:]:
        if c.place.id != choice.place.id:
            kept.setdefault(c.place.id, c)
    return tuple(kept.values())[:3]


def _reason(choice: Choice) -> str:
    best = choice.ranked[0]
    if not best.evidence:
        return "named as a nationality"
    clues = "; ".join(f"{_CLUE_WORDS[k]} {v:.2f}" for k, v in best.evidence.items() if v)
    others = len(choice.ranked) - 1
    if not others:
        return clues
    return f"{clues}; chosen over {others} other{'s' if others > 1 else ''}"
