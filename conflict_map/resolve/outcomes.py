"""Turns what was chosen for a mention into its resolution: role, location, confidence, reason."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from conflict_map.model import Resolution
from conflict_map.resolve import evidence
from conflict_map.resolve.locate import line, locate, road_from, talked_of
from conflict_map.resolve.roles import assign_role
from conflict_map.vocabulary import FeatureClass as F
from conflict_map.vocabulary import GeoPrecision, LocationKind, Role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Article, Candidate, Location, Mention, Place
    from conflict_map.resolve.ranking import Choice, Report

_KNOWN_ABROAD: Final = 15_000
"""A smaller town is not assumed in a country that nothing else in the report points to."""
_IN_PLACE: Final = frozenset({"locative", "near", "object", "direction", "passive"})
_NEVER_DRAWN: Final = frozenset({Role.DEMONYM, Role.METONYM, Role.NAME_PART, Role.DATELINE})
_PLAIN: Final = frozenset({LocationKind.POINT, LocationKind.AREA})
_APART: Final = 60
"""So many characters at most stand between a place and the larger one that it lies in."""
_BRACKET: Final = re.compile(r"\(\s*+$")
_APPOSED: Final = re.compile(r"(?:,|\bin|\bof)\s++(?:the\s++)?(?:\w++\s++)?$")
_WITHIN_KM: Final = 15.0
"""What "in the district of X" leaves open at least."""
_LARGER: Final = frozenset({F.ADMIN1, F.ADMIN2, F.COUNTRY, F.REGION})
_SAID_PARENT: Final = frozenset({F.ADMIN1, F.ADMIN2})
MATCHED: Final[dict[str, float]] = {
    "name": 1.0, "folded": 1.0, "article": 1.0, "inflected": 0.95, "variant": 0.8, "edit": 0.6,
    "part": 0.5, "online": 0.7,
}  # fmt: skip
"""How often a place that is found by this rung alone is the one that is meant; the lower rungs are
guesses (``docs/failure-modes.md`` has their rates)."""
_FALLBACK: Final = 0.6
"""How sure a place is that is only known by the larger one it lies in, beside that one."""
_CLUE_WORDS: Final[dict[str, str]] = {
    "own_name": "its own name",
    "alternate": "another name of it",
    "article": "the name in another form",
    "likeness": "likeness of the names",
    "people": "people",
    "country": "a country",
    "admin1": "a province",
    "admin2": "a district",
    "region": "a region",
    "water": "a water",
    "site": "a site",
    "capital": "a capital",
    "seat": "a seat of government",
    "best_known": "the best known of the name",
    "kind": "the kind of place named",
    "same_country": "country of the report",
    "country_named": "its country is named",
    "near_others": "near the report's other places",
    "same_admin1": "in the province of the report's other places",
    "in_named_parent": "in the larger place named",
    "is_named_parent": "named as the larger place of another",
    "same_sense": "as the report uses the name",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parent:
    """The larger place that a report names for a smaller one."""

    at: int
    choice: Choice
    is_said: bool
    """Brackets or a word say that it is the larger one: "(Idlib)", "Idlib province"."""
    is_apposed: bool
    """It stands alone after a comma or "in", and is no member of a list."""


class Resolving:
    """A report with all its choices made, whose mentions are given their resolutions."""

    def __init__(
        self, article: Article, mentions: Sequence[Mention], report: Report, gazetteer: Gazetteer
    ) -> None:
        self._text = article.text
        self._mentions = mentions
        self._report = report
        self._gazetteer = gazetteer
        self._focus = report.focus()

    def outcome(self, i: int, *, reports_event: bool, finer: bool) -> Resolution:
        """Give the resolution of the mention at index ``i``.

        ``reports_event`` says whether its sentence reports something on the ground, ``finer``
        whether that names a place within a country. A mention that nothing fits has no location,
        with the reason; one whose larger place the report names is placed there.
        """
        mention = self._mentions[i]
        if not mention.name:
            return self._of_the_country(mention, reports_event=reports_event)
        is_line = mention.kind is LocationKind.LINE
        choice = self._end(mention, mention.name, i) if is_line else self._report.choice(i)
        if choice is None and mention.other_name:
            choice = self._end(mention, mention.other_name, i)
        mention = assign_role(
            mention,
            choice.place if choice else None,
            reports_event=reports_event,
            finer_in_sentence=finer,
            focus=self._focus,
        )
        if choice is None:
            reason = f"no gazetteer entry fits {mention.name!r}"
            return self._in_parent(i, mention, reason) or _nowhere(mention, reason)
        if not is_line and self._contradicts_parent(i, choice):
            reason = f"no gazetteer has a place {mention.name!r} where the report says it lies"
            placed = self._in_parent(i, mention, reason)
            if placed is not None:
                return replace(placed, runners_up=choice.ranked[:3])
        if _is_unlikely(mention, choice, self._report):
            where = "lie in countries that the report does not name"
            reason = f"the only places called {mention.name!r} {where}"
            return self._in_parent(i, mention, reason) or _nowhere(
                mention, reason, choice.ranked[:3]
            )
        mention = self._as_parent(i, mention)
        location = self._location(i, mention, choice, reports_event=reports_event)
        if location is None:
            reason = f"the far end {mention.other_name!r} of the line is in no gazetteer"
            return _nowhere(mention, reason, _runners_up(choice))
        return Resolution(
            mention=replace(mention, kind=location.kind),
            location=location,
            confidence=_confidence(choice),
            reason=_reason(choice),
            runners_up=_runners_up(choice),
        )

    def _location(
        self, i: int, mention: Mention, choice: Choice, *, reports_event: bool
    ) -> Location | None:
        """Give the location of a mention; None for a line without any known end."""
        is_drawn = mention.role not in _NEVER_DRAWN and (
            mention.role is not Role.CONTEXT or reports_event
        )
        is_plain = mention.kind in _PLAIN and mention.part is None and mention.aspect is None
        if is_plain and not is_drawn:
            return talked_of(mention, choice.place, role=mention.role)
        if mention.kind is not LocationKind.LINE or not mention.other_name:
            return locate(mention, choice.place, self._gazetteer, role=mention.role)
        far = self._end(mention, mention.other_name, i)
        if far is None or far.place.id == choice.place.id:
            return road_from(mention, choice.place, role=mention.role)
        return line(mention, choice.place, far.place, role=mention.role, gazetteer=self._gazetteer)

    def _end(self, mention: Mention, name: str, i: int) -> Choice | None:
        """Give the choice for one end of a line, which is a mention of its own inside it."""
        for j in range(i, len(self._mentions)):
            other = self._mentions[j]
            if other.start >= mention.end:
                return None
            inside = mention.start <= other.start and other.end <= mention.end
            if "end_of_line" in other.cues and other.name == name and inside:
                return self._report.choice(j)
        return None

    # --- the larger place -------------------------------------------------------------------

    def _parent(self, i: int) -> _Parent | None:
        """Give what the report names as the larger place of ``i``, if its meaning is known."""
        child = self._mentions[i]
        if not child.parent_name:
            return None
        for j in range(i + 1, min(i + 4, len(self._mentions))):
            other = self._mentions[j]
            if other.name != child.parent_name or other.start - child.end > _APART:
                continue
            choice = self._report.choice(j)
            gap = self._text[child.end : other.start]
            said = (
                _BRACKET.search(gap) is not None
                or other.feature_hint in _SAID_PARENT
                or other.aspect == "countryside"
            )
            alone = said or _APPOSED.search(gap)
            if choice is None:
                further = self._parent(j)
                return further and replace(further, is_said=said, is_apposed=bool(alone))
            return _Parent(at=j, choice=choice, is_said=said, is_apposed=bool(alone))
        return None

    def _contradicts_parent(self, i: int, choice: Choice) -> bool:
        """Say whether the best place of a name lies outside the larger one named for it."""
        found = self._parent(i)
        if found is None or not found.is_said:
            return False
        place, larger = choice.place, found.choice.place
        if place.id == larger.id or larger.feature_class not in _LARGER:
            return False
        return not _lies_in(place, larger)

    def _in_parent(self, i: int, mention: Mention, reason: str) -> Resolution | None:
        """Place a name that no gazetteer has at the larger place that the report names for it."""
        found = self._parent(i)
        if found is None or not found.is_apposed:
            return None
        parent, place = self._mentions[found.at], found.choice.place
        if place.feature_class in {F.COUNTRY, F.REGION}:
            return None  # too wide to stand for a village
        whole = locate(parent, place, self._gazetteer, role=mention.role)
        told = replace(
            whole,
            name=mention.name,
            precision=max(whole.precision, GeoPrecision.DISTRICT),
            uncertainty_km=max(whole.uncertainty_km or 0.0, _WITHIN_KM),
            method=f"{reason}; the report says that it lies in {parent.text!r}: {whole.method}",
        )
        return Resolution(
            mention=replace(mention, kind=told.kind),
            location=told,
            confidence=round(_FALLBACK * _confidence(found.choice), 3),
            reason=told.method,
            runners_up=(),
        )

    def _as_parent(self, i: int, mention: Mention) -> Mention:
        """Make Idlib context in "Saraqib, Idlib province": the event is in the smaller place."""
        mine = self._report.choice(i)
        if mention.role is not Role.EVENT_LOCATION or mine is None:
            return mention
        for j in (i - 1, i - 2):
            if j < 0:
                continue
            child = self._mentions[j]
            near = child.end <= mention.start <= child.end + _APART
            if child.parent_name != mention.name or not near:
                continue
            theirs = self._report.choice(j)
            inside = theirs is None or _lies_in(theirs.place, mine.place)
            if inside and (theirs is None or theirs.place.feature_class is not F.COUNTRY):
                reason = f"it names the larger unit of {child.name!r}"
                return replace(mention, role=Role.CONTEXT, reasons=(*mention.reasons, reason))
        return mention

    def _of_the_country(self, mention: Mention, *, reports_event: bool) -> Resolution:
        """Resolve "the northern part of the country": the country that the report is about."""
        place = self._gazetteer.country(self._focus[0]) if self._focus else None
        if place is None:
            return _nowhere(mention, "the report names no country")
        role = mention.role if reports_event else Role.CONTEXT
        mention = replace(mention, role=role, name=place.name)
        return Resolution(
            mention=mention,
            location=locate(mention, place, self._gazetteer, role=role),
            confidence=0.6,
            reason=f"the report is about {place.name} more than about any other country",
        )


def _nowhere(mention: Mention, reason: str, runners_up: tuple[Candidate, ...] = ()) -> Resolution:
    return Resolution(
        mention=mention, location=None, confidence=0.0, reason=reason, runners_up=runners_up
    )


def _lies_in(place: Place, larger: Place) -> bool:
    """Say whether a place lies in a larger one, by their codes."""
    if larger.country is None:
        return True  # a region across borders holds whatever it holds
    if place.country != larger.country:
        return False
    if larger.feature_class is F.ADMIN1 and larger.admin1 and place.admin1:
        return larger.admin1 == place.admin1
    return True


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
    near = best.evidence.get("near_others", 0.0) > 0.2 * evidence.WEIGHTS["near_others"]
    if best.evidence.get("in_named_parent") or near:
        return False
    may_be_no_name = "opens_sentence" in cues and not cues & {"speaks", "passive"}
    least = 10 * _KNOWN_ABROAD if may_be_no_name else _KNOWN_ABROAD
    return shares.get(place.country or "", 0.0) < 0.1 and people < least


def _confidence(choice: Choice) -> float:
    """Give how likely the best candidate is the place that is meant, 0..1.

    Its share among the candidates, and what the way of matching leaves in doubt.
    """
    best = choice.ranked[0]
    return round(min(0.99, choice.share * MATCHED.get(best.rung, 0.5)), 3)


def _runners_up(choice: Choice) -> tuple[Candidate, ...]:
    """Give up to three other readings, one per place."""
    kept: dict[str, Candidate] = {}
    for c in choice.ranked[1:]:
        if c.place.id != choice.place.id:
            kept.setdefault(c.place.id, c)
    return tuple(kept.values())[:3]


def _reason(choice: Choice) -> str:
    """Name what speaks for the best candidate and against it, the strongest first."""
    given: Mapping[str, float] = choice.ranked[0].evidence
    strongest = sorted(given.items(), key=lambda item: (-abs(item[1]), item[0]))
    clues = "; ".join(f"{_CLUE_WORDS[k]} {v:+.1f}" for k, v in strongest if k in _CLUE_WORDS)
    if not choice.others:
        return clues
    return f"{clues}; chosen over {choice.others} other{'s' if choice.others > 1 else ''}"
