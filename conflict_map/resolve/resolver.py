"""Resolves the place names of a whole report at once, by the evidence of each for the others."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from conflict_map.gazetteer import Gazetteer
from conflict_map.geo import haversine_km
from conflict_map.model import Article, Candidate, Mention, Place, Position, Resolution
from conflict_map.resolve import evidence
from conflict_map.resolve.locate import line, locate
from conflict_map.resolve.roles import assign_role
from conflict_map.text.sentences import Sentence
from conflict_map.text.triggers import find_triggers
from conflict_map.vocabulary import FeatureClass as F
from conflict_map.vocabulary import LocationKind, Role

_LIMIT: Final = 25
_ROUNDS: Final = 3
_SAME_PLACE_KM: Final = 25.0
_HINTED_COUNTRY: Final = 2.0
_UNKNOWN_COUNTRY_SHARE: Final = 0.25
"""A name that no gazetteer has exactly is only guessed within a country with this much support."""


_ABROAD: Final = frozenset(
    {"speaks", "of_government", "source_of_things", "by_or_with", "inside_name"}
)


_KNOWN_ABROAD: Final = 15_000
"""A smaller town than this is not assumed in a country that nothing else in the report points to."""


@dataclass(slots=True)
class _Report:
    """The state of one article while it is resolved."""

    gazetteer: Gazetteer
    country: str | None
    votes: dict[str, dict[str, float]] = field(default_factory=dict)
    """Evidence for each country by the name that gives it."""
    shares: dict[str, float] = field(default_factory=dict)
    candidates: dict[tuple[str, bool], tuple[Candidate, ...]] = field(default_factory=dict)

    def focus(self) -> tuple[str, ...]:
        return tuple(sorted(self.shares, key=lambda c: (-self.shares[c], c)))

    def shares_without(self, name: str) -> dict[str, float]:
        """Share the evidence of all other names: none may confirm itself."""
        return _shares({k: v for k, v in self.votes.items() if k != name})

    def lookup(self, name: str, *, unknown: bool) -> tuple[Candidate, ...]:
        key = (name, unknown)
        if key not in self.candidates:
            if unknown:
                found: tuple[Candidate, ...] = ()
                for country in self.focus()[:2]:
                    if self.shares[country] >= _UNKNOWN_COUNTRY_SHARE:
                        found = (*found, *self.gazetteer.lookup(name, country=country, limit=6))
            else:
                found = self.gazetteer.lookup(name, limit=_LIMIT, fuzzy=False)
            self.candidates[key] = found
        return self.candidates[key]


def resolve(
    article: Article,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    *,
    country: str | None = None,
) -> tuple[Resolution, ...]:
    """Resolve all mentions of an article; one resolution each, in their order.

    ``country`` (ISO 3166-1 alpha-2) is a hint that weighs like two mentions of the country.
    A mention that nothing fits gets a resolution without a location, with the reason.
    """
    report = _Report(gazetteer, country or article.country)
    chosen: dict[int, _Choice] = {}
    for round_ in range(_ROUNDS):
        report.votes = _country_votes(mentions, chosen, report)
        report.shares = _shares(report.votes)
        if round_:
            report.candidates = {k: v for k, v in report.candidates.items() if not k[1]}
        chosen = _choose_all(mentions, chosen, report)
    facts = _sentence_facts(sentences, mentions, chosen)
    return tuple(
        _resolution(i, m, chosen, report, facts[i], mentions) for i, m in enumerate(mentions)
    )


@dataclass(frozen=True, slots=True)
class _Choice:
    ranked: tuple[Candidate, ...]

    @property
    def place(self) -> Place:
        return self.ranked[0].place


def _country_votes(
    mentions: Sequence[Mention], chosen: Mapping[int, _Choice], report: _Report
) -> dict[str, dict[str, float]]:
    """Collect the evidence for each country: country names, demonyms, and places chosen so far."""
    votes: dict[str, dict[str, float]] = {}
    if report.country:
        votes[""] = {report.country: _HINTED_COUNTRY}
    seen: dict[str, int] = {}
    for i, m in enumerate(mentions):
        key = m.name.casefold()
        seen[key] = seen.get(key, 0) + 1
        weight = 1.0 / seen[key] ** 0.5  # the tenth "Syria" says little more than the second
        if "demonym" in m.cues:
            codes = report.gazetteer.demonym(m.name)
            shared = {code: 0.5 * weight / len(codes) for code in codes}
        elif i in chosen and chosen[i].place.country:
            place = chosen[i].place
            weight *= 1.0 if place.feature_class is F.COUNTRY else 0.9 * _margin(chosen[i])
            if set(m.cues) & _ABROAD:
                weight *= 0.4  # who speaks is not where it happens
            shared = {place.country or "": weight}
        else:
            continue
        own = votes.setdefault(key, {})
        for code, w in shared.items():
            own[code] = own.get(code, 0.0) + w
    return votes


def _shares(votes: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    total: dict[str, float] = {}
    for own in votes.values():
        for code, w in own.items():
            total[code] = total.get(code, 0.0) + w
    top = max(total.values(), default=0.0)
    return {c: v / top for c, v in total.items()} if top else {}


def _margin(choice: _Choice) -> float:
    """Give how far the best candidate is ahead of the best that lies elsewhere, 0..1."""
    best = choice.ranked[0]
    rival = next(
        (
            c
            for c in choice.ranked[1:]
            if haversine_km(c.place.position, best.place.position) > _SAME_PLACE_KM
            and not _same_area(c.place, best.place)
        ),
        None,
    )
    return 1.0 if rival is None else 1 / (1 + math.exp(-3.0 * (best.score - rival.score)))


def _same_area(a: Place, b: Place) -> bool:
    """Say whether one is the province of the other: Hama and the Hama governorate are no rivals."""
    return (
        a.country == b.country
        and a.admin1 is not None
        and a.admin1 == b.admin1
        and F.ADMIN1 in {a.feature_class, b.feature_class}
    )


def _choose_all(
    mentions: Sequence[Mention], previous: Mapping[int, _Choice], report: _Report
) -> dict[int, _Choice]:
    """Rank the candidates of every mention by the sum of the weighted evidence."""
    anchors = _anchors(mentions, previous)
    senses = _senses(mentions, previous)
    chosen: dict[int, _Choice] = {}
    for i, m in enumerate(mentions):
        if not m.name:
            continue
        if "demonym" in m.cues:
            codes = report.gazetteer.demonym(m.name)
            code = max(
                codes, key=lambda c: (report.shares.get(c, 0.0), -codes.index(c)), default=None
            )
            place = report.gazetteer.country(code) if code else None
            if place:
                chosen[i] = _Choice((Candidate(place=place, rung="name", score=1.0),))
            continue
        candidates = report.lookup(m.name, unknown="unknown_name" in m.cues)
        if not candidates:
            continue
        around = _Around(
            shares=report.shares_without(m.name.casefold()),
            others=[p for name, p in anchors if name != m.name.casefold()],
            parents=_parents(m, report),
            children=_children(i, mentions, previous),
            senses=senses.get(m.name.casefold(), {}),
        )
        ranked = sorted(
            (_scored(c, m, around) for c in candidates),
            key=lambda c: (-c.score, c.place.id),
        )
        chosen[i] = _Choice(tuple(ranked))
    return chosen


def _anchors(
    mentions: Sequence[Mention], chosen: Mapping[int, _Choice]
) -> list[tuple[str, Position]]:
    """Give the places chosen so far that can pull others near: one per name, no countries."""
    anchors: dict[str, tuple[str, Position]] = {}
    for i, choice in sorted(chosen.items()):
        name = mentions[i].name.casefold()
        if (
            choice.place.feature_class not in {F.COUNTRY, F.REGION}
            and "demonym" not in mentions[i].cues
        ):
            anchors.setdefault(name, (name, choice.place.position))
    return list(anchors.values())


def _senses(mentions: Sequence[Mention], chosen: Mapping[int, _Choice]) -> dict[str, dict[F, int]]:
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


def _parents(mention: Mention, report: _Report) -> list[Place]:
    if not mention.parent_name:
        return []
    return [c.place for c in report.lookup(mention.parent_name, unknown=False)[:6]]


@dataclass(frozen=True, slots=True)
class _Around:
    """What the rest of the report says about one mention."""

    shares: Mapping[str, float]
    others: Sequence[Position]
    parents: Sequence[Place]
    children: Sequence[Place]
    senses: Mapping[F, int]


def _children(i: int, mentions: Sequence[Mention], chosen: Mapping[int, _Choice]) -> list[Place]:
    """Give the places that name this mention as their parent ("Athens, Georgia")."""
    name, start = mentions[i].name, mentions[i].start
    return [
        chosen[j].place
        for j in range(max(0, i - 2), i)
        if j in chosen and mentions[j].parent_name == name and start - mentions[j].end < 60
    ]


def _scored(candidate: Candidate, mention: Mention, around: _Around) -> Candidate:
    """Give the candidate with the score of each clue and their weighted sum."""
    place = candidate.place
    sense = around.senses
    clues = {
        "rung": evidence.rung(candidate),
        "prominence": evidence.prominence(place),
        "country": evidence.country_support(place, around.shares),
        "closeness": evidence.closeness(place, around.others),
        "parent": evidence.parent_support(place, around.parents),
        "child": max((evidence.parent_support(c, [place]) for c in around.children), default=0.0),
        "hint": evidence.hint_support(place, mention),
        "own_name": evidence.own_name(place, mention),
        "sense": 1.0
        if sense
        and mention.feature_hint is None
        and sense.get(place.feature_class, 0) == max(sense.values())
        else 0.0,
    }
    score = sum(evidence.WEIGHTS[k] * v for k, v in clues.items())
    return replace(candidate, evidence=clues, score=score)


@dataclass(frozen=True, slots=True)
class _Facts:
    reports_event: bool
    finer: bool


def _sentence_facts(
    sentences: Sequence[Sentence], mentions: Sequence[Mention], chosen: Mapping[int, _Choice]
) -> list[_Facts]:
    """Say for each mention whether its sentence reports an event, and names a finer place."""
    facts: list[_Facts] = []
    events = [
        (
            s,
            any(t.event_type and t.weight >= 2 for t in ts),
            bool(ts and any(t.event_type for t in ts)),
        )
        for s in sentences
        for ts in [find_triggers(s.text)]
    ]
    for m in mentions:
        sentence = next((e for e in events if e[0].start <= m.start < e[0].end), None)
        fine = any(
            sentence is not None
            and sentence[0].start <= other.start < sentence[0].end
            and other.role in {Role.EVENT_LOCATION, Role.DIRECTION}
            and j in chosen
            and chosen[j].place.feature_class not in {F.COUNTRY, F.REGION}
            for j, other in enumerate(mentions)
        )
        is_wide = m.name == "" or any(
            mentions[j] is m and c.place.feature_class in {F.COUNTRY, F.REGION}
            for j, c in chosen.items()
        )
        strong = sentence is not None and (sentence[1] if is_wide else sentence[2])
        facts.append(_Facts(reports_event=strong, finer=fine))
    return facts


def _resolution(
    i: int,
    mention: Mention,
    chosen: Mapping[int, _Choice],
    report: _Report,
    facts: _Facts,
    mentions: Sequence[Mention],
) -> Resolution:
    focus = report.focus()
    if not mention.name:
        return _of_the_country(mention, report, facts)
    choice = chosen.get(i)
    if mention.kind is LocationKind.LINE:
        choice = _line_end(mention, mention.name, chosen, mentions)
    place = choice.place if choice else None
    mention = assign_role(
        mention,
        place,
        reports_event=facts.reports_event,
        finer_in_sentence=facts.finer,
        focus=focus,
    )
    if choice is not None and _is_unlikely(mention, choice, report):
        return Resolution(
            mention=mention, location=None, confidence=0.0, runners_up=choice.ranked[:3],
            reason=f"the only places called {mention.name!r} lie in countries that the report does not name",
        )  # fmt: skip
    if choice is None or place is None:
        return Resolution(
            mention=mention,
            location=None,
            confidence=0.0,
            reason=f"no gazetteer entry fits {mention.name!r}",
        )
    mention = _parent_role(i, mention, chosen, mentions)
    confidence = _confidence(choice, report)
    runners_up = _runners_up(choice)
    if mention.kind is LocationKind.LINE and mention.other_name:
        far = _line_end(mention, mention.other_name, chosen, mentions)
        other = far.place if far else None
        if other is None or other.id == place.id:
            return Resolution(
                mention=mention, location=None, confidence=0.0, runners_up=runners_up,
                reason=f"the far end {mention.other_name!r} of the line is in no gazetteer",
            )  # fmt: skip
        location = line(mention, place, other, role=mention.role)
    else:
        location = locate(mention, place, report.gazetteer, role=mention.role)
    if location.kind is not mention.kind:
        mention = replace(mention, kind=location.kind)
    return Resolution(
        mention=mention,
        location=location,
        confidence=confidence,
        reason=_reason(choice),
        runners_up=runners_up,
    )


def _is_unlikely(mention: Mention, choice: _Choice, report: _Report) -> bool:
    """Answer "none of these": an unknown village abroad is likelier a place that no gazetteer has."""
    best = choice.ranked[0]
    place = best.place
    shares = report.shares_without(mention.name.casefold())
    if place.feature_class not in {F.POPULATED_PLACE, F.ADMIN2, F.SITE} or not shares:
        return False
    cues = set(mention.cues)
    if cues & {"speaks", "of_government"} and not cues & {
        "locative",
        "near",
        "object",
        "direction",
        "passive",
    }:
        # Towns do not say things; people with a town's name do.
        return place.feature_code != "PPLC" and (place.population or 0) < 10 * _KNOWN_ABROAD
    if best.evidence.get("parent") or best.evidence.get("closeness", 0.0) > 0.2:
        return False
    abroad = shares.get(place.country or "", 0.0) < 0.1
    small = (place.population or 0) < _KNOWN_ABROAD
    if "opens_sentence" in mention.cues and not set(mention.cues) & {"speaks", "passive"}:
        return abroad and (place.population or 0) < 10 * _KNOWN_ABROAD
    return abroad and small


def _of_the_country(mention: Mention, report: _Report, facts: _Facts) -> Resolution:
    """Resolve "the northern part of the country": the country that the report is about."""
    code = next(iter(report.focus()), None)
    place = report.gazetteer.country(code) if code else None
    if place is None:
        return Resolution(
            mention=mention, location=None, confidence=0.0, reason="the report names no country"
        )
    if not facts.reports_event:
        mention = replace(mention, role=Role.CONTEXT)
    mention = replace(mention, name=place.name)
    location = locate(mention, place, report.gazetteer, role=mention.role)
    return Resolution(
        mention=mention, location=location, confidence=0.6,
        reason=f"the report is about {place.name} more than about any other country",
    )  # fmt: skip


def _parent_role(
    i: int, mention: Mention, chosen: Mapping[int, _Choice], mentions: Sequence[Mention]
) -> Mention:
    """Make the parent in "Saraqib, Idlib province" context: the event is in the smaller place."""
    if mention.role is not Role.EVENT_LOCATION:
        return mention
    for j in (i - 1, i - 2):
        if j < 0 or j not in chosen or i not in chosen:
            continue
        child = mentions[j]
        if child.parent_name == mention.name and child.end <= mention.start <= child.end + 60:
            inside = evidence.parent_support(chosen[j].place, [chosen[i].place]) >= 1.0
            if inside and chosen[j].place.feature_class is not F.COUNTRY:
                return replace(
                    mention,
                    role=Role.CONTEXT,
                    reasons=(*mention.reasons, f"it names the larger unit of {child.name!r}"),
                )
    return mention


def _line_end(
    mention: Mention, name: str, chosen: Mapping[int, _Choice], mentions: Sequence[Mention]
) -> _Choice | None:
    """Give the choice for one end of a line, which is a mention of its own inside it."""
    for j, other in enumerate(mentions):
        inside = mention.start <= other.start and other.end <= mention.end
        if "end_of_line" in other.cues and other.name == name and inside:
            return chosen.get(j)
    return None


def _confidence(choice: _Choice, report: _Report) -> float:
    """Give the confidence of the best candidate, 0..1: its lead, how it matched, its country."""
    best = choice.ranked[0]
    lead = _margin(choice)
    matched = evidence.RUNG.get(best.rung, 0.4)
    backed = 0.6 + 0.4 * evidence.country_support(best.place, report.shares)
    return round(min(0.99, lead * (0.4 + 0.6 * matched) * backed), 3)


def _runners_up(choice: _Choice) -> tuple[Candidate, ...]:
    """Give up to three other readings, one per place."""
    best = choice.ranked[0].place
    kept: list[Candidate] = []
    for c in choice.ranked[1:]:
        if c.place.id != best.id and all(c.place.id != k.place.id for k in kept):
            kept.append(c)
        if len(kept) == 3:
            break
    return tuple(kept)


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


def _reason(choice: _Choice) -> str:
    best = choice.ranked[0]
    if not best.evidence:
        return "named as a nationality"
    parts = [
        f"{_CLUE_WORDS[k]} {v:.2f}" for k, v in best.evidence.items() if v and k in _CLUE_WORDS
    ]
    others = len(choice.ranked) - 1
    return "; ".join(parts) + (
        f"; chosen over {others} other{'s' if others > 1 else ''}" if others else ""
    )
