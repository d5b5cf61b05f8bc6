"""Turns the sentences of a resolved report into claims: what, when, where, who, and who says so."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from conflict_map.events.drafts import Draft, Scene
from conflict_map.events.episodes import DENIAL, Next, Part, about, joined, parts, told_on
from conflict_map.events.place_note import place_note
from conflict_map.events.speakers import who_says
from conflict_map.events.when import spread_operations, when
from conflict_map.events.where import where
from conflict_map.model import Article, Claim, Resolution, Toll
from conflict_map.text.actors import Actor, allies, find_actors, roles
from conflict_map.text.language import language_of
from conflict_map.text.other_languages import triggers_in
from conflict_map.text.plover import mode_of
from conflict_map.text.quantities import find_quantities, is_running_total, toll_of
from conflict_map.vocabulary import ClaimantKind, ClaimStatus, DatePrecision, EventType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.text.attribution import Attribution
    from conflict_map.text.sentences import Sentence
    from conflict_map.text.triggers import Trigger

_GOES_ON_TO_SAY: Final = re.compile(r"\b(?:and|but) (?:said|claimed|added|reported|insisted)\b")
_BESIDE: Final = 0.9
"""How much less sure an event is that stands beside the main one of its sentence."""
_HEDGE: Final = re.compile(
    r"\b(?:reportedly|allegedly|purportedly|apparently|supposedly|presumably|(?:is|are|was|were) "
    r"(?:said|reported|believed|thought|alleged|understood) to|unconfirmed reports?)\b",
    re.IGNORECASE,
)
"""Somebody says so, though nobody is named: "reportedly" is a claim, not the report's own word."""
_GROUND_TYPES: Final = frozenset(EventType) - {EventType.STRATEGIC}


def find_claims(
    article: Article, sentences: Sequence[Sentence], resolutions: Sequence[Resolution]
) -> tuple[Claim, ...]:
    """Find what the article says happened, in the order of its text: one claim an event.

    A sentence may tell of several, and several of one (``episodes``).

    ``resolutions`` are those of the article, in any order. Where, when and who says so follow the
    rules of ``where``, ``when`` and ``speakers``. A title that only sums up the text gives no claim
    of its own.

    >>> from conflict_map.text.sentences import split
    >>> article = Article(id="a", text="Local sources said that shells killed two people.")
    >>> [claim] = find_claims(article, split(article.text), ())
    >>> claim.sub_event_type, claim.toll.best, claim.claimant, claim.status.value
    ('Shelling/artillery/missile attack', 2, 'Local sources', 'claimed')
    >>> claim.unplaced_reason
    'the sentence names no place and no event just before it does'
    """
    body = [s for s in sentences if s.kind in {"body", "title"}]
    ordered = sorted(resolutions, key=lambda r: r.mention.start)
    starts = [r.mention.start for r in ordered]
    drafts: list[Draft] = []
    language = language_of(article)
    for i, (sentence, said) in enumerate(zip(body, who_says(body), strict=True)):
        within = ordered[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        coming = Next(drafts=drafts, sentence=sentence, index=i, within=within, said=said)
        more = told_on(article, coming)
        longer = joined(article, coming, more) if more else None
        if longer:
            drafts[-1] = longer
            continue
        triggers = (more.trigger,) if more else triggers_in(sentence.text, language)
        if not triggers:
            continue
        earlier = tuple(drafts)
        for part in parts(sentence.text, triggers):
            scene = Scene(sentence=sentence, index=i, trigger=part.trigger, previous=earlier)
            draft = _draft(article, scene, part, within, said)
            drafts.append(about(more, draft) if more else draft)
    drafts = spread_operations(body, drafts, article.published)
    claims = tuple(d.claim for d in drafts if not _only_sums_up(d, drafts))
    if claims:
        return claims
    note = place_note(article, ordered)
    return (note,) if note else ()


def _draft(
    article: Article,
    scene: Scene,
    part: Part,
    within: Sequence[Resolution],
    attribution: Attribution | None,
) -> Draft:
    """Make the claim of one event of a sentence from the word that speaks for it."""
    sentence, trigger = scene.sentence, scene.trigger
    quantities = tuple(
        q for q in find_quantities(sentence.text) if part.start <= q.start < part.end
    )
    own = [r for r in within if part.start <= r.mention.start - sentence.start < part.end]
    place = where(scene, own if any(r.location for r in own) else within)
    dates, own_date = when(scene, article.published)
    if dates and is_running_total(sentence.text):
        # A total since last year is no event that lasted a year: only its end is firm.
        dates = replace(dates, start=None, precision=DatePrecision.FUZZY_START)
    actor1, actor2, allied = _who(sentence, trigger, attribution)
    hedge = _HEDGE.search(sentence.text) if attribution is None else None
    claim = Claim(
        id=_identity(article.id, sentence, trigger),
        article_id=article.id,
        start=sentence.start,
        end=sentence.end,
        quote=article.text[sentence.start : sentence.end],
        event_type=trigger.event_type,
        sub_event_type=trigger.sub_event_type,
        plover_type=trigger.plover_type,
        plover_mode=mode_of(
            trigger.sub_event_type, trigger.plover_type, sentence.text[part.start : part.end]
        ),
        dates=dates,
        locations=place.locations,
        related=place.related,
        unplaced_reason=place.reason,
        actor1=actor1,
        actor2=actor2,
        allies=allied,
        toll=toll_of(sentence.text, quantities) if scene.on_the_ground else Toll(),
        quantities=tuple(
            replace(q, start=q.start + sentence.start, end=q.end + sentence.start)
            for q in quantities
        ),
        source=article.publisher,
        claimant=attribution.text if attribution else None,
        claimant_kind=attribution.kind if attribution else ClaimantKind.UNNAMED if hedge else None,
        status=ClaimStatus.CLAIMED if hedge else _status(sentence, trigger, attribution),
        confidence=round(place.confidence * (1.0 if part.is_main else _BESIDE), 3),
        url=article.url,
        runners_up=place.runners_up,
        notes=f"reported by the word(s) {trigger.text!r}"
        + (f", hedged by {hedge.group()!r}" if hedge else ""),
    )
    return Draft(
        claim=claim, index=scene.index, last=scene.index, paragraph=sentence.paragraph,
        own_place=place.own_place, own_date=own_date, is_title=sentence.kind == "title",
    )  # fmt: skip


def _status(sentence: Sentence, trigger: Trigger, attribution: Attribution | None) -> ClaimStatus:
    """Say whether the event is asserted, claimed or denied: "denied A and said B" claims B."""
    if attribution is None:
        return ClaimStatus.ASSERTED
    denial = DENIAL.search(sentence.text)
    if denial is None or _GOES_ON_TO_SAY.search(sentence.text[denial.end() : trigger.start]):
        return ClaimStatus.CLAIMED
    return ClaimStatus.DENIED


def _who(
    sentence: Sentence, trigger: Trigger, attribution: Attribution | None
) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Give who acts, whom it hits, and allies; a claimant acts only where it is a party itself."""
    actors = find_actors(sentence.text)
    if attribution and attribution.kind is not ClaimantKind.PARTY:
        actors = tuple(
            a for a in actors if a.end <= attribution.start or attribution.end <= a.start
        )
    first, second = roles(sentence.text, actors, trigger.start, trigger.end)
    names = (_name(a) for a in allies(sentence.text, actors))
    return _name(first), _name(second), tuple(dict.fromkeys(n for n in names if n))


def _name(actor: Actor | None) -> str | None:
    return actor.name[0].upper() + actor.name[1:] if actor else None


def _only_sums_up(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Say whether a title's claim is told again in the text."""
    if not draft.is_title:
        return False
    return any(
        not d.is_title
        and (d.claim.event_type in _GROUND_TYPES or d.claim.event_type == draft.claim.event_type)
        for d in drafts
    )


def _identity(article_id: str, sentence: Sentence, trigger: Trigger) -> str:
    """Give an id that the same sentence of the same article always has."""
    kind = trigger.sub_event_type or trigger.plover_type
    key = f"{article_id}\x1f{sentence.start}\x1f{sentence.end}\x1f{kind}"
    return hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:16]
