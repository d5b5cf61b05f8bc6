"""Parts a sentence that tells of several events, joins sentences that tell of one; places none."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from conflict_map.model import Toll
from conflict_map.text.dates import find_dates
from conflict_map.text.deeds import unopposed
from conflict_map.text.plover import mode_of, plover_of
from conflict_map.text.quantities import find_quantities, is_running_total, toll_of
from conflict_map.text.triggers import Trigger, find_triggers
from conflict_map.vocabulary import SUB_EVENT_TYPES, ClaimStatus, EventType, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.drafts import Draft
    from conflict_map.model import Article, Quantity, Resolution
    from conflict_map.text.attribution import Attribution
    from conflict_map.text.sentences import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one sentence tells of one event; half-open offsets in the sentence."""

    trigger: Trigger
    start: int
    end: int
    is_main: bool


DENIAL: Final = re.compile(
    r"\b(?:(?:denied|denies|deny)"
    r"(?! (?:access|entry|permission|bail|visas?|him|her|them|a|any access|service)\b)|"
    r"rejected (?:the )?(?:claims?|reports?|accusations?|allegations?)|refuted|"
    r"dismissed (?:the )?(?:claims?|reports?|accusations?|allegations?))\b",
    re.IGNORECASE,
)
_TOLL_REACH: Final = 4
"""A toll by itself ("there were no deaths") speaks of an event at most so many sentences before."""
_OWN_EVENT: Final = 3.0
"""Only words of this weight tell of an event beside another one in the same sentence."""
_NEW_CLAUSE: Final = re.compile(r";\s|,?\s(?:and|while|whereas|but|as)\s", re.IGNORECASE)
_DEMONSTRATIONS: Final = frozenset({EventType.PROTESTS, EventType.RIOTS})
_VIOLENT: Final = frozenset({EventType.BATTLES, EventType.REMOTE, EventType.CIVILIANS})


def parts(text: str, triggers: Sequence[Trigger]) -> tuple[Part, ...]:
    """Part a sentence into its events, in their order; ``triggers`` are all of it, one at least.

    The most specific word speaks for the sentence. Another is an event of its own where a new
    clause begins between them, both name their event, and the two are of different types.

    >>> s = "Artillery shelled the port and gunmen abducted a nurse."
    >>> [s[p.start : p.end] for p in parts(s, find_triggers(s))]
    ['Artillery shelled the port', 'gunmen abducted a nurse.']
    >>> s = "Shelling killed two people and wounded five."
    >>> [p.trigger.sub_event_type for p in parts(s, find_triggers(s))]
    ['Shelling/artillery/missile attack']
    """
    main = _main(triggers)
    chosen = [main]
    for t in triggers:
        if t.weight < _OWN_EVENT or main.weight < _OWN_EVENT or t.event_type is None:
            break
        if all(_is_another(text, t, c) for c in chosen):
            chosen.append(t)
    chosen.sort(key=lambda t: t.start)
    cuts = [(0, 0)]
    for left, right in pairwise(chosen):
        [*_, last] = _NEW_CLAUSE.finditer(text, left.end, right.start + 1)
        cuts.append(last.span())
    ends = [start for start, _ in cuts[1:]] + [len(text)]
    return tuple(
        Part(trigger=t, start=begin, end=end, is_main=t is main)
        for t, (_, begin), end in zip(chosen, cuts, ends, strict=True)
    )


def _main(triggers: Sequence[Trigger]) -> Trigger:
    """Choose the word that speaks for the sentence: the most specific, then the first."""
    best = triggers[0]
    return best if best.weight > 1 else min(triggers, key=lambda t: t.start)


def _is_another(text: str, a: Trigger, b: Trigger) -> bool:
    """Say whether two words of a sentence tell of two events."""
    if a.sub_event_type == b.sub_event_type or a.event_type is None or b.event_type is None:
        return False
    if {a.event_type, b.event_type} & _DEMONSTRATIONS:
        return False  # what protesters do and what is done to them is one event
    left, right = sorted((a, b), key=lambda t: t.start)
    return (
        left.end < right.start
        and bool(_NEW_CLAUSE.search(text, left.end, right.start + 1))
        and _has_a_verb(text, left)
        and _has_a_verb(text, right)
    )


_VERB: Final = re.compile(
    r"(?:\s*\w+){0,2}\s*\b(?:\w+ed|shot|struck|hit|fell|took|taken|blew|broke|began|fought|beat|stole|set|fled|withdrew|"
    r"overran|held|threw|shut|went|left|was|were|occurred)\b",
    re.IGNORECASE,
)


def _has_a_verb(text: str, trigger: Trigger) -> bool:
    """Say whether a word for an event is a verb, or has one next to it ("clashes broke out").

    A list of nouns ("missile strikes, artillery fire and raids destroyed") tells of one event.
    """
    return bool(_VERB.match(text, trigger.start) or _VERB.match(text, trigger.end))


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """A sentence with what a report has told before it."""

    drafts: Sequence[Draft]
    sentence: Sentence
    index: int
    within: Sequence[Resolution]
    """The places that it names."""
    said: Attribution | None

    @property
    def before(self) -> Draft | None:
        """Give the draft of the sentence just before this one, if it has one in its paragraph."""
        if not self.drafts:
            return None
        draft = self.drafts[-1]
        is_next = draft.last == self.index - 1 and draft.paragraph == self.sentence.paragraph
        return draft if is_next and not draft.is_title else None

    @property
    def violence_before(self) -> Draft | None:
        """Give the nearest violent event of the paragraph, at most a few sentences before."""
        for draft in reversed(self.drafts):
            if draft.is_title or draft.paragraph != self.sentence.paragraph:
                return None
            if self.index - draft.last > _TOLL_REACH:
                return None
            if draft.claim.event_type in _VIOLENT | _DEMONSTRATIONS:
                return draft
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class More:
    """An event that a sentence tells more of, and its type with what that adds."""

    draft: Draft
    sub_event_type: str
    trigger: Trigger
    """The word that speaks for the sentence."""


def told_on(article: Article, coming: Next) -> More | None:
    """Find the event that a sentence tells more of; None if it tells of another one.

    It goes on with the event when it stands next to it in its paragraph, names no place and no date
    of its own, and tells what such an event has with it: its dead, the same word again, what the
    police did. The type follows: stones make a protest violent, fighting after a strike makes a
    battle of it (ACLED codebook 2023). A toll by itself may stand a few sentences on.
    """
    sentence = coming.sentence
    if coming.before is None and coming.violence_before is None:
        return None
    if any(r.mention.role in {Role.EVENT_LOCATION, Role.DIRECTION} for r in coming.within):
        return None
    more = _next_to_it(coming) or _its_toll(coming)
    if more is None or is_running_total(sentence.text):
        return None
    if any(not d.since for d in find_dates(sentence.text, article.published)):
        return None
    return more


def _next_to_it(coming: Next) -> More | None:
    before = coming.before
    if before is None or before.claim.event_type is None:
        return None
    amid_protest = before.claim.event_type in _DEMONSTRATIONS
    triggers = find_triggers(coming.sentence.text, amid_protest=amid_protest)
    if coming.said and DENIAL.search(coming.sentence.text):
        # "The army denied it": a claim about the event, though it reports none.
        if triggers and _main(triggers).event_type is not None:
            return None
        was = before.claim.sub_event_type or ""
        return More(draft=before, sub_event_type=was, trigger=_whole(coming.sentence, was))
    sub = _sub_type_with(before, coming.sentence, triggers)
    if sub is None:
        return None
    trigger = _main(triggers) if triggers else _whole(coming.sentence, sub)
    return More(draft=before, sub_event_type=sub, trigger=trigger)


def _its_toll(coming: Next) -> More | None:
    text = coming.sentence.text
    draft = coming.violence_before
    if draft is None or toll_of(text, find_quantities(text)).low is None:
        return None
    triggers = find_triggers(text)
    if triggers and not (_main(triggers).weight <= 1 and _main(triggers).sub_event_type in _MILD):
        return None
    sub = draft.claim.sub_event_type or ""
    trigger = _main(triggers) if triggers else _whole(coming.sentence, sub)
    return More(draft=draft, sub_event_type=sub, trigger=trigger)


def _whole(sentence: Sentence, sub: str) -> Trigger:
    """Let a sentence without a word for its event ("There were no deaths.") speak as a whole."""
    text = sentence.text
    return Trigger(
        start=0, end=len(text), text=text, event_type=SUB_EVENT_TYPES[sub], sub_event_type=sub,
        plover_type="ASSAULT", weight=1.0,
    )  # fmt: skip


def joined(article: Article, coming: Next, more: More) -> Draft | None:
    """Give the draft before with this sentence in it; None if another claimant says this one."""
    before, sentence, said = coming.before, coming.sentence, coming.said
    if before is None or before is not more.draft:
        return None
    claim = before.claim
    if (said.text if said else None) != claim.claimant:
        return None
    quantities = find_quantities(sentence.text)
    return replace(
        before,
        last=coming.index,
        claim=replace(
            claim,
            end=sentence.end,
            quote=article.text[claim.start : sentence.end],
            **_typed(more, article.text[claim.start : sentence.end]),
            toll=_added(claim.toll, toll_of(sentence.text, quantities), sentence.text),
            quantities=(*claim.quantities, *_moved(quantities, sentence.start)),
        ),
    )


def about(more: More, draft: Draft) -> Draft:
    """Give a draft as one about the event that it tells more of."""
    if draft.claim.status is ClaimStatus.DENIED:
        reason = "a denial of the event told before"
        draft = replace(draft, claim=replace(draft.claim, locations=(), unplaced_reason=reason))
    claim = replace(
        draft.claim,
        about=more.draft.claim.about or more.draft.claim.id,
        **_typed(more, f"{more.draft.claim.quote} {draft.claim.quote}"),
    )
    return replace(draft, claim=claim)


def _typed(more: More, words: str) -> dict[str, Any]:
    """Give the fields of a claim that say of what type an event is."""
    sub = more.sub_event_type
    plover_type = plover_of(sub, more.trigger.plover_type)
    return {
        "sub_event_type": sub,
        "event_type": SUB_EVENT_TYPES[sub],
        "plover_type": plover_type,
        "plover_mode": mode_of(sub, plover_type, words),
    }


def _moved(quantities: Sequence[Quantity], by: int) -> tuple[Quantity, ...]:
    return tuple(replace(q, start=q.start + by, end=q.end + by) for q in quantities)


_CODED: Final = re.compile(r"\bcoded (?:as|to|at)\b", re.IGNORECASE)
"""A coder's own number stands for all that the note says."""
_MORE: Final = re.compile(r"\b(?:also|another|others?|additional|further|more)\b", re.IGNORECASE)


def _added(known: Toll, told: Toll, text: str) -> Toll:
    """Give the toll of one event that two sentences tell: the higher, both if "another" died."""
    if told.low is None:
        return known
    if known.low is None or _CODED.search(text):
        return told
    if not _MORE.search(text):
        return max(known, told, key=lambda t: t.best or t.low or 0)
    high = known.high + told.high if known.high is not None and told.high is not None else None
    low = known.low + told.low
    return Toll(low=low, best=low if high is None else (low + high) // 2, high=high)


def _sub_type_with(before: Draft, sentence: Sentence, triggers: Sequence[Trigger]) -> str | None:
    """Give the type of an event with what the next sentence adds; None if that is no part of it."""
    was = before.claim.sub_event_type or ""
    kind = before.claim.event_type
    if not triggers:
        if was in _TAKEN and unopposed(sentence.text):
            return "Non-violent transfer of territory"
        told = toll_of(sentence.text, find_quantities(sentence.text))
        return was if told.low is not None and kind in _VIOLENT | _DEMONSTRATIONS else None
    main = _main(triggers)
    sub = main.sub_event_type
    if sub is None:
        return None
    if sub == was or (main.weight <= 1 and sub in _MILD and kind in _VIOLENT | _DEMONSTRATIONS):
        return was
    if kind in _DEMONSTRATIONS:
        return _with_a_protest(was, sub)
    if kind is EventType.REMOTE and sub == "Armed clash":
        return sub
    goes_along = sub in _GO_ALONG.get(kind or "", frozenset())
    return was if goes_along else None


_MILD: Final = frozenset({"Attack", "Armed clash", "Looting/property destruction"})
_TAKEN: Final = frozenset(
    {"Government regains territory", "Non-state actor overtakes territory", "Armed clash"}
)
_PROTESTS_BY_VIOLENCE: Final = (
    "Peaceful protest", "Protest with intervention", "Excessive force against protesters",
    "Violent demonstration", "Mob violence",
)  # fmt: skip
_GO_ALONG: Final[dict[str, frozenset[str]]] = {
    EventType.CIVILIANS: frozenset(
        {"Attack", "Arrests", "Looting/property destruction", "Armed clash"}
    ),
    EventType.BATTLES: frozenset(
        {
            "Attack",
            "Armed clash",
            "Looting/property destruction",
            "Arrests",
            "Disrupted weapons use",
        }
    ),
    EventType.REMOTE: frozenset({"Attack"}),
}
"""What an event of a type often has with it; named by itself it would be one of its own."""


def _with_a_protest(was: str, sub: str) -> str | None:
    if sub in {"Arrests", "Attack", "Looting/property destruction", "Armed clash"}:
        return was
    if sub not in _PROTESTS_BY_VIOLENCE or was not in _PROTESTS_BY_VIOLENCE:
        return None
    return max(was, sub, key=_PROTESTS_BY_VIOLENCE.index)
