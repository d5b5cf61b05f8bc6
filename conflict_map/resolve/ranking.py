"""Ranks the candidates of every mention by the evidence of all the others; decides no roles."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from conflict_map.geo import haversine_km
from conflict_map.model import Candidate
from conflict_map.resolve import evidence
from conflict_map.resolve.report import Choice
from conflict_map.vocabulary import FeatureClass as F
from conflict_map.vocabulary import LocationKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conflict_map.model import Mention, Place, Position
    from conflict_map.resolve.report import Choices, Report

_BANDS_KM: Final = (100.0, 400.0, 1_600.0)
_KM_A_DEGREE: Final = 111.0
"""Of latitude, rounded down: what lies outside a band is farther away than its reach."""


def choose(mentions: Sequence[Mention], previous: Choices, report: Report) -> Choices:
    """Choose a place for every mention that has candidates, by the sum of the weighted clues.

    ``previous`` are the choices of the round before, which are clues for each other.
    """
    anchors = _Anchors(mentions, previous)
    senses = _senses(mentions, previous)
    chosen: Choices = {}
    for i, m in enumerate(mentions):
        if not m.name:
            continue
        if "demonym" in m.cues:
            nation = _nation(m.name, report)
            if nation:
                chosen[i] = Choice((Candidate(place=nation, rung="name", score=1.0),))
            continue
        candidates = report.lookup(m.name, unknown="unknown_name" in m.cues)
        if not candidates:
            continue
        own = m.name.casefold()
        around = _Around(
            shares=report.shares_without(own),
            anchors=anchors,
            parents=_parents(m, report),
            children=_children(i, mentions, previous),
            senses=senses.get(own, {}),
        )
        ranked = sorted(
            (_scored(c, m, around) for c in candidates), key=lambda c: (-c.score, c.place.id)
        )
        chosen[i] = Choice(tuple(ranked))
    return chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What the rest of the report says about one mention."""

    shares: Mapping[str, float]
    anchors: _Anchors
    parents: Sequence[Place]
    children: Sequence[Place]
    senses: Mapping[F, int]


def _nation(demonym: str, report: Report) -> Place | None:
    """Give the country of an adjective: of those it may mean, the one the report supports most."""
    codes = report.gazetteer.demonym(demonym)
    code = max(codes, key=lambda c: (report.shares.get(c, 0.0), -codes.index(c)), default=None)
    return report.gazetteer.country(code) if code else None


class _Anchors:
    """The places chosen so far that can pull others near: one per name, no countries."""

    def __init__(self, mentions: Sequence[Mention], chosen: Choices) -> None:
        found: dict[str, Position] = {}
        for i, choice in sorted(chosen.items()):
            is_wide = choice.place.feature_class in {F.COUNTRY, F.REGION}
            if not is_wide and "demonym" not in mentions[i].cues:
                found.setdefault(mentions[i].name.casefold(), choice.place.position)
        self._sorted = sorted((p.lat, p.lon, name, p) for name, p in found.items())
        self._lats = [lat for lat, *_ in self._sorted]

    def around(self, position: Position, own: str) -> list[Position]:
        """Give at least the three nearest places of other names, all if they are fewer.

        Bands of latitude are searched first: a report of 1,000 names is not worth a million
        distances.
        """
        for reach_km in _BANDS_KM:
            degrees = reach_km / _KM_A_DEGREE
            first = bisect_left(self._lats, position.lat - degrees)
            last = bisect_right(self._lats, position.lat + degrees)
            near = [
                p
                for *_, name, p in self._sorted[first:last]
                if name != own and haversine_km(p, position) <= reach_km
            ]
            if len(near) >= evidence.NEAREST:
                return near
        return [p for *_, name, p in self._sorted if name != own]


def _senses(mentions: Sequence[Mention], chosen: Choices) -> dict[str, dict[F, int]]:
    """Count in which sense the report itself explains a name ("the province of Hama")."""
    senses: dict[str, dict[F, int]] = {}
    for i, m in enumerate(mentions):
        explicit = m.feature_hint in {F.ADMIN1, F.POPULATED_PLACE, F.ADMIN2} or (
            m.kind is LocationKind.PART and m.part != "countryside"
        )
        if explicit and i in chosen:
            count = senses.setdefault(m.name.casefold(), {})
            got = chosen[i].place.feature_class
            count[got] = count.get(got, 0) + 1
    return senses


def _parents(mention: Mention, report: Report) -> list[Place]:
    if not mention.parent_name:
        return []
    return [c.place for c in report.lookup(mention.parent_name)[:6]]


def _children(i: int, mentions: Sequence[Mention], chosen: Choices) -> list[Place]:
    """Give the places that name this mention as their parent ("Athens, Georgia")."""
    name, start = mentions[i].name, mentions[i].start
    return [
        chosen[j].place
        for j in range(max(0, i - 2), i)
        if j in chosen and mentions[j].parent_name == name and start - mentions[j].end < 60
    ]


def _scored(candidate: Candidate, mention: Mention, around: _Around) -> Candidate:
    """Give the candidate with the score of each clue and their weighted sum."""
    place, own = candidate.place, mention.name.casefold()
    clues = {
        "rung": evidence.rung(candidate),
        "prominence": evidence.prominence(place),
        "country": evidence.country_support(place, around.shares),
        "closeness": evidence.closeness(place, around.anchors.around(place.position, own)),
        "parent": evidence.parent_support(place, around.parents),
        "child": max((evidence.parent_support(c, [place]) for c in around.children), default=0.0),
        "hint": evidence.hint_support(place, mention),
        "own_name": evidence.own_name(place, mention),
        "sense": evidence.sense_support(place, mention, around.senses),
    }
    score = sum(evidence.WEIGHTS[k] * v for k, v in clues.items())
    return replace(candidate, evidence=clues, score=score)
