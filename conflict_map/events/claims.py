"""Turns the sentences of a resolved report into claims: what, when, where, who, and who says so."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from conflict_map.model import Article, Candidate, Claim, DateSpan, Location, Resolution, Toll
from conflict_map.text.actors import Actor, find_actors, roles
from conflict_map.text.attribution import Attribution, find_attribution, speaker_pronoun
from conflict_map.text.dates import DateMention, find_dates
from conflict_map.text.quantities import find_quantities, is_running_total, number, toll_of
from conflict_map.text.sentences import Sentence
from conflict_map.text.triggers import Trigger, find_triggers
from conflict_map.vocabulary import (
    ClaimantKind,
    ClaimStatus,
    DatePrecision,
    EventType,
    GeoPrecision,
    LocationKind,
    Role,
)

_INHERIT_GAP: Final = 2
"""A sentence that names no place takes that of an event at most this many sentences before it."""
_INHERITED_CONFIDENCE: Final = 0.6
_LEAST_INHERITED: Final = 0.1
_WEIGHT_CONFIDENCE: Final[dict[float, float]] = {4.0: 0.95, 3.0: 0.95, 2.0: 0.85, 1.0: 0.65}
_DENIAL: Final = re.compile(
    r"\b(?:denied|denies|deny|rejected (?:the )?(?:claims?|reports?|accusations?)|refuted|dismissed (?:the )?(?:claims?|reports?))\b",
    re.IGNORECASE,
)
_CUMULATIVE: Final = re.compile(
    r"\b(?:have|has)\s+(?:also\s+|already\s+|repeatedly\s+)?(?:been\s+(?:used|deployed|displaced|employed|killed|destroyed)|joined|enlisted|fled|employed|deployed|used)\b",
    re.IGNORECASE,
)
_OPERATION_BEGAN: Final = re.compile(
    r"^since\b.*\b(?:began|started|erupted|broke out|launched|resumed|opened)\b", re.IGNORECASE
)
_POINTS_BACK: Final = re.compile(
    r"^(?:However,\s+|Meanwhile,\s+|Additionally,\s+)?(?P<det>This|These|Those|That|The|Such|Its|Their)\s+(?:\w+\s+){0,2}?(?P<noun>[a-z]+)\b"
)
_NOUN_CLASSES: Final[tuple[frozenset[str], ...]] = (
    frozenset("group groups unit units ranks fighters brigade faction factions militants militia militias force forces rebels cell battalion gang gangs".split()),
    frozenset("operation operations attack attacks strike strikes offensive offensives action actions assault raid raids campaign".split()),
    frozenset("drone drones uav uavs".split()),
    frozenset("clash clashes fighting battle battles".split()),
    frozenset("missile missiles rocket rockets shell shells".split()),
    frozenset("victim victims civilians people casualties dead wounded".split()),
)  # fmt: skip
_SAME_DAY: Final = re.compile(
    r"\b(?:(?:on |later )?(?:the|that) same (?:day|evening|night|morning|afternoon)|(?P<n>one|two|three|four|five|six|\d) days? later|that (?:day|evening|night))\b",
    re.IGNORECASE,
)
_GROUND_TYPES: Final = frozenset(EventType) - {EventType.STRATEGIC}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A claim in the making, with what later sentences may take over from it."""

    claim: Claim
    index: int
    paragraph: int
    own_place: bool
    own_date: bool
    is_title: bool


def find_claims(
    article: Article, sentences: Sequence[Sentence], resolutions: Sequence[Resolution]
) -> tuple[Claim, ...]:
    """Find what the article says happened, in the order of its text: one claim a sentence.

    A sentence that names no place inherits one only by this rule: it and an event at most two
    sentences before it both report something on the ground; the inherited place is marked as
    such and its confidence falls with each step. Otherwise the claim stays without a place, with
    the reason. A title that only sums up the text gives no claim of its own.
    """
    body = [s for s in sentences if s.kind in {"body", "title"}]
    drafts: list[_Draft] = []
    speaker: tuple[Sentence, Attribution] | None = None
    for i, sentence in enumerate(body):
        attribution, carried = _attribution(sentence, body[i - 1] if i else None, speaker)
        if attribution and not carried:
            speaker = (sentence, attribution)
        elif attribution is None and speaker and speaker[0].paragraph != sentence.paragraph:
            speaker = None
        if carried and attribution:
            speaker = (sentence, attribution)
        triggers = find_triggers(sentence.text)
        if not triggers:
            continue
        within = [r for r in resolutions if sentence.start <= r.mention.start < sentence.end]
        drafts.append(_draft(article, sentence, i, triggers, within, attribution, previous=drafts))
    drafts = _dates_of_operations(article, body, drafts)
    return tuple(d.claim for d in drafts if not _only_sums_up(d, drafts))


def _draft(
    article: Article,
    sentence: Sentence,
    index: int,
    triggers: tuple[Trigger, ...],
    within: Sequence[Resolution],
    attribution: Attribution | None,
    *,
    previous: Sequence[_Draft],
) -> _Draft:
    """Make the claim of one sentence from its strongest trigger."""
    trigger = _main(triggers)
    ground = trigger.event_type is not None
    quantities = tuple(
        replace(q, start=q.start + sentence.start, end=q.end + sentence.start)
        for q in find_quantities(sentence.text)
    )
    toll = toll_of(sentence.text, find_quantities(sentence.text)) if ground else Toll()
    locations, related, best = _where(within, ground=ground)
    confidence = _WEIGHT_CONFIDENCE[trigger.weight] * (best.confidence if best else 1.0)
    reason, own = None, bool(locations)
    if locations and all(
        x.role is Role.DIRECTION and x.kind is LocationKind.NEAR for x in locations
    ):
        # "From there they head for X": it is where the event before it was, and X is its aim.
        taken, lowered, _ = _inherit(index, trigger, previous, confidence)
        if taken:
            related, locations, confidence, own = (
                (*_whole_names(locations), *related),
                taken,
                lowered,
                False,
            )
    runners: tuple[Candidate, ...] = best.runners_up if best else ()
    if not locations:
        missing = [
            r.mention.text
            for r in within
            if r.location is None and r.mention.role in {Role.EVENT_LOCATION, Role.DIRECTION}
        ]
        if ground and missing:
            reason = f"no gazetteer has the place {missing[0]!r}"
        elif ground and is_running_total(sentence.text):
            reason = "a total over many events, not one of them"
        else:
            locations, confidence, reason = _inherit(index, trigger, previous, confidence)
        wide = [
            r.location.name
            for r in within
            if r.location
            and r.location.precision >= GeoPrecision.REGION
            and r.mention.role is Role.CONTEXT
            and "demonym" not in r.mention.cues
        ]
        if reason and ground and wide and not missing:
            reason = f"only a wide area is named: {wide[0]}"
    dates, own_date = _when(article, sentence, trigger, previous, index)
    actor1, actor2 = _who(sentence, trigger, attribution)
    status = ClaimStatus.CLAIMED if attribution else ClaimStatus.ASSERTED
    if attribution and _DENIAL.search(sentence.text):
        status = ClaimStatus.DENIED
    claim = Claim(
        id=_identity(article.id, sentence, trigger),
        article_id=article.id,
        start=sentence.start,
        end=sentence.end,
        quote=article.text[sentence.start : sentence.end],
        event_type=trigger.event_type,
        sub_event_type=trigger.sub_event_type,
        plover_type=trigger.plover_type,
        dates=dates,
        locations=locations,
        related=related,
        unplaced_reason=reason,
        actor1=actor1,
        actor2=actor2,
        toll=toll,
        quantities=quantities,
        source=article.publisher,
        claimant=attribution.text if attribution else None,
        claimant_kind=attribution.kind if attribution else None,
        status=status,
        confidence=round(confidence, 3),
        url=article.url,
        runners_up=runners,
        notes=f"reported by the word(s) {trigger.text!r}",
    )
    return _Draft(
        claim=claim,
        index=index,
        paragraph=sentence.paragraph,
        own_place=own,
        own_date=own_date,
        is_title=sentence.kind == "title",
    )


def _main(triggers: tuple[Trigger, ...]) -> Trigger:
    """Choose the word that speaks for the sentence: the most specific, then the first."""
    best = triggers[0]
    if best.weight > 1:
        return best
    return min(triggers, key=lambda t: t.start)


def _where(
    within: Sequence[Resolution], *, ground: bool
) -> tuple[tuple[Location, ...], tuple[Location, ...], Resolution | None]:
    """Sort a sentence's places into where it happened and what else it names."""
    placed = [r for r in within if r.location is not None]
    named = [r for r in placed if r.mention.role is Role.EVENT_LOCATION]
    heading = [r for r in placed if r.mention.role is Role.DIRECTION]
    if not ground:
        return (), (), None
    if not named and not heading:
        named = [
            r
            for r in placed
            if r.mention.role is Role.CONTEXT
            and not set(r.mention.cues)
            & {
                "gloss",
                "topic",
                "source_of_things",
                "title",
                "party",
                "end_of_line",
                "anaphora",
                "demonym",
            }
            and r.location is not None
            and r.location.precision < GeoPrecision.REGION
            and "it names the larger unit" not in " ".join(r.mention.reasons)
        ]
    if named:
        finest = min(r.location.precision for r in named if r.location)
        # A country or a region beside a town is its frame, not a second scene.
        kept = [
            r
            for r in named
            if r.location
            and (r.location.precision < GeoPrecision.REGION or finest >= GeoPrecision.REGION)
        ]
        locations = tuple(_unique(r.location for r in kept if r.location))
        related = tuple(_unique(r.location for r in heading if r.location))
        return locations, related, max(kept, key=lambda r: r.confidence)
    if heading:
        # Movement with no other place: it is somewhere on the way; areas first, then towns.
        areas = [
            r
            for r in heading
            if r.location and r.location.kind in {LocationKind.PART, LocationKind.AREA}
        ]
        used = areas or heading
        locations = tuple(_unique(_short_of(r.location) for r in used if r.location))
        rest = tuple(_unique(r.location for r in heading if r not in used and r.location))
        return locations, rest, max(used, key=lambda r: r.confidence)
    return (), (), None


def _short_of(location: Location) -> Location:
    """Name a town that is only headed for so that no list reads as if it were reached."""
    if location.kind is not LocationKind.POINT:
        return location
    return replace(location, kind=LocationKind.NEAR, name=f"towards {location.name}")


def _whole_names(locations: tuple[Location, ...]) -> tuple[Location, ...]:
    return tuple(
        replace(x, kind=LocationKind.POINT, name=x.name.removeprefix("towards ")) for x in locations
    )


def _unique(locations: object) -> list[Location]:
    seen: dict[tuple[str, ...], Location] = {}
    for x in locations:  # type: ignore[attr-defined]
        seen.setdefault((x.name, x.kind, *(p.id for p in x.places)), x)
    return list(seen.values())


def _inherit(
    index: int,
    trigger: Trigger,
    previous: Sequence[_Draft],
    confidence: float,
) -> tuple[tuple[Location, ...], float, str | None]:
    """Take over the place of a recent event on the ground, or say why there is none."""
    if trigger.event_type is None:
        return (), confidence, "a statement or talks, not an event on the ground"
    if trigger.sub_event_type == "Agreement":
        return (
            (),
            confidence,
            "the sentence names no place, and an agreement is not made where others fight",
        )
    for d in reversed(previous):
        if index - d.index > _INHERIT_GAP or d.is_title:
            break
        c = d.claim
        if c.event_type is None or not c.locations:
            continue
        if all(x.precision >= GeoPrecision.REGION for x in c.locations):
            break
        lowered = min(confidence, c.confidence * _INHERITED_CONFIDENCE)
        if lowered < _LEAST_INHERITED:
            break
        taken = tuple(
            replace(
                x,
                role=Role.INHERITED,
                method=f"not named in this sentence: taken from an earlier one ({x.method})"
                if x.role is not Role.INHERITED
                else x.method,
            )
            for x in c.locations
        )
        return taken, lowered, None
    return (), confidence, "the sentence names no place and no event just before it does"


def _when(
    article: Article,
    sentence: Sentence,
    trigger: Trigger,
    previous: Sequence[_Draft],
    index: int,
) -> tuple[DateSpan | None, bool]:
    """Date a claim: by the nearest date in its sentence, else by its tense and the report's day."""
    published = article.published
    found = [
        d for d in find_dates(sentence.text, published) if not _dates_something_else(sentence, d)
    ]
    if published:
        ahead = [d for d in found if d.span.start and d.span.start > published]
        found = [d for d in found if d not in ahead]
    back = _SAME_DAY.search(sentence.text)
    if back and (not found or found[0].span.precision is not DatePrecision.DAY):
        earlier = next((d for d in reversed(previous) if d.own_date and index - d.index <= 4), None)
        if earlier and earlier.claim.dates:
            shift = timedelta(days=number(back["n"]) or 0) if back["n"] else timedelta()
            day = earlier.claim.dates.end + shift
            return DateSpan(
                start=day, end=day, precision=DatePrecision.DAY, expression=back.group()
            ), True
    if found:
        nearest = min(
            found, key=lambda d: (max(d.start - trigger.end, trigger.start - d.end, 0), d.start)
        )
        return nearest.span, True
    if published is None:
        return None, False
    points_back = _POINTS_BACK.match(sentence.text)
    if points_back and points_back["det"] in {"This", "These", "Those", "That", "Such"}:
        for d in reversed(previous):
            same = d.paragraph == sentence.paragraph and index - d.index <= _INHERIT_GAP
            if same and d.claim.dates and d.own_date:
                return replace(d.claim.dates, expression=None), False
    if _CUMULATIVE.search(sentence.text):
        return DateSpan(start=None, end=published, precision=DatePrecision.FUZZY_START), False
    return (
        DateSpan(start=published - timedelta(days=1), end=published, precision=DatePrecision.RANGE),
        False,
    )


def _dates_something_else(sentence: Sentence, date: DateMention) -> bool:
    """Say whether a date belongs to a background clause ("since signing the accord in 2020")."""
    before = sentence.text[max(0, date.start - 70) : date.start]
    return bool(
        re.search(
            r"\b(?:since (?:signing|the signing|the start|taking|coming)|signed|agreements?|accords?|treaty|founded|formed|established|born|"
            r"elected|anniversary|war (?:that )?(?:began|started)|conflict (?:that )?(?:began|started))\b[^,;.]*$",
            before,
            re.IGNORECASE,
        )
    ) and date.span.precision in {DatePrecision.YEAR, DatePrecision.MONTH}


def _dates_of_operations(
    article: Article, body: Sequence[Sentence], drafts: list[_Draft]
) -> list[_Draft]:
    """Give undated claims the span that their paragraph states for the whole operation.

    "... since the actions began last Friday" dates the operation that the paragraph is about.
    """
    spans: dict[int, DateSpan] = {}
    for s in body:
        for d in find_dates(s.text, article.published):
            if d.since and d.span.expression and _OPERATION_BEGAN.match(d.span.expression):
                spans.setdefault(s.paragraph, d.span)
    out = []
    for draft in drafts:
        span = spans.get(draft.paragraph)
        if span and not draft.own_date and draft.claim.event_type:
            draft = replace(draft, claim=replace(draft.claim, dates=span))
        out.append(draft)
    return out


def _who(
    sentence: Sentence, trigger: Trigger, attribution: Attribution | None
) -> tuple[str | None, str | None]:
    actors = find_actors(sentence.text)
    if attribution and attribution.kind is not ClaimantKind.PARTY:
        actors = tuple(
            a for a in actors if not (attribution.start < a.end and a.start < attribution.end)
        )
    first, second = roles(sentence.text, actors, trigger.start, trigger.end)
    return _name(first), _name(second)


def _name(actor: Actor | None) -> str | None:
    return actor.name[0].upper() + actor.name[1:] if actor else None


def _attribution(
    sentence: Sentence, before: Sentence | None, speaker: tuple[Sentence, Attribution] | None
) -> tuple[Attribution | None, bool]:
    """Find who says a sentence: named in it, or carried on from the one before.

    It is carried on within a paragraph when the sentence goes on with a pronoun that speaks
    ("He added") or points back to something that the attributed sentence brought up ("The
    drones", "This group").
    """
    own = find_attribution(sentence.text)
    if own:
        return own, False
    if speaker is None or before is None or before.paragraph != sentence.paragraph:
        return None, False
    said, attribution = speaker
    if said.paragraph != sentence.paragraph or said.end > sentence.start or said is not before:
        return None, False
    if speaker_pronoun(sentence.text):
        return attribution, True
    m = _POINTS_BACK.match(sentence.text)
    if m and _brought_up(m["noun"], said.text):
        return attribution, True
    return None, False


def _brought_up(noun: str, text: str) -> bool:
    words = set(re.findall(r"[a-z]+", text.casefold()))
    family = next(
        (c for c in _NOUN_CLASSES if noun in c), frozenset({noun, noun + "s", noun.rstrip("s")})
    )
    return bool(family & words)


def _only_sums_up(draft: _Draft, drafts: Sequence[_Draft]) -> bool:
    """Say whether a title's claim is told again in the text."""
    if not draft.is_title:
        return False
    return any(
        not d.is_title
        and (d.claim.event_type in _GROUND_TYPES or d.claim.event_type == draft.claim.event_type)
        for d in drafts
    )


def _identity(article_id: str, sentence: Sentence, trigger: Trigger) -> str:
    key = f"{article_id}\x1f{sentence.start}\x1f{sentence.end}\x1f{trigger.sub_event_type or trigger.plover_type}"
    return hashlib.sha256(key.encode()).hexdigest()[:16]
