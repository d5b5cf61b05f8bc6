"""Finds the words that report an event and says of what type, the most specific first.

Types are ACLED's words (codebook 2023) with PLOVER's beside them; the words themselves stand in
``data/triggers.txt``, ``scene`` reads them and ``deeds`` decides. Knows no places and no dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from conflict_map.text.deeds import sub_type
from conflict_map.text.plover import plover_of
from conflict_map.text.scene import Scene, Sign, read_scene
from conflict_map.text.told import is_aside
from conflict_map.vocabulary import SUB_EVENT_TYPES, EventType


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word or phrase that reports an event; offsets in the sentence, half-open."""

    start: int
    end: int
    text: str
    event_type: str | None
    """ACLED's event type; None for talk, which ACLED does not code."""
    sub_event_type: str | None
    plover_type: str
    weight: float
    """How specific the word is: 4 narrows another word, 3 names the event, 2 an action, 1 a general word."""


_VIOLENT: Final = frozenset({EventType.BATTLES, EventType.REMOTE, EventType.CIVILIANS})

_FOUGHT: Final = frozenset({EventType.BATTLES, EventType.CIVILIANS})


def _weighed(scene: Scene, sign: Sign, weight: float, *, violent: bool, fought: bool) -> float:
    """Lower the weight of what only gives the reason, or goes along with violence."""
    if weight > 1 and is_aside(scene.words, sign.start):
        return 1.0
    if violent and sign.what == "property":
        return 1.0
    if fought and sign.what == "seize":
        return 2.0  # what the victors found
    return weight


_LABEL: Final = re.compile(r"([A-Z][a-z-]+(?: [a-z]+){0,3}):\s")
_LABELS: Final = {
    "property destruction": "Looting/property destruction", "looting": "Looting/property destruction",
    "land seizure": "Looting/property destruction", "movement of forces": "Change to group/activity",
    "security measures": "Change to group/activity", "recruitment": "Change to group/activity",
    "change to armed group": "Change to group/activity", "displacement": "Other", "other": "Other",
    "non-violent activity": "Other", "mass grave": "Other", "defusal": "Disrupted weapons use",
    "weapons seizure": "Disrupted weapons use", "interception": "Disrupted weapons use",
    "arrests": "Arrests", "agreement": "Agreement",
}  # fmt: skip
"""Coders open the note of a strategic development with its kind; who reads such notes may trust it."""


def _label(sentence: str) -> Trigger | None:
    m = _LABEL.match(sentence)
    sub = _LABELS.get(m[1].casefold()) if m else None
    if m is None or sub is None:
        return None
    return Trigger(
        start=0, end=m.end(1), text=m[1], event_type=SUB_EVENT_TYPES[sub], sub_event_type=sub,
        plover_type=plover_of(sub, "COERCE"), weight=4.0,
    )  # fmt: skip


def _contains(longer: Sign, sign: Sign) -> bool:
    """Say whether a phrase is only a part of one that says more ("attack" in "gas attack")."""
    return (
        longer.weight > sign.weight
        and longer.start <= sign.start
        and sign.end <= longer.end
        and longer.what != "-"
    )


def _says_the_same(a: Trigger, b: Trigger) -> bool:
    """Say whether two phrases overlap and give one type."""
    return b.start < a.end and (a.sub_event_type, a.plover_type) == (
        b.sub_event_type,
        b.plover_type,
    )


@lru_cache(
    maxsize=1024
)  # a report's sentences are asked for twice: for its places, and for its claims
def find_triggers(sentence: str, *, amid_protest: bool = False) -> tuple[Trigger, ...]:
    """Find what a sentence reports, the most specific first; plans and negations are left out.

    ``amid_protest`` says that it goes on with a protest: "they threw stones" is part of that.

    >>> [t.sub_event_type for t in find_triggers("Artillery fire hit the town.")]
    ['Shelling/artillery/missile attack']
    >>> find_triggers("They plan to attack. There were no clashes.")
    ()
    >>> [t.sub_event_type for t in find_triggers("They stopped cars and abducted two men.")]
    ['Abduction/forced disappearance']
    """
    label = _label(sentence)
    scene = read_scene(sentence, amid_protest=amid_protest)
    if scene is None:
        return (label,) if label else ()
    decided = [(sign, d) for sign in scene.signs if (d := sub_type(scene, sign))]
    violent = any(SUB_EVENT_TYPES.get(sub or "") in _VIOLENT for _, (sub, _) in decided)
    fought = any(
        SUB_EVENT_TYPES.get(sub or "") in _FOUGHT and w >= 2
        for s, (sub, w) in decided
        if s.what not in {"operation", "move"}
    )
    found = [label] if label else []
    for sign, (sub, weight) in decided:
        if any(_contains(other, sign) for other, _ in decided):
            continue
        trigger = Trigger(
            start=sign.start,
            end=sign.end,
            text=sentence[sign.start : sign.end],
            event_type=SUB_EVENT_TYPES[sub] if sub else None,
            sub_event_type=sub,
            plover_type=plover_of(sub, sign.plover) if sub else sign.plover,
            weight=_weighed(scene, sign, weight, violent=violent, fought=fought),
        )
        if not (found and _says_the_same(found[-1], trigger)):
            found.append(trigger)
        elif found[-1].weight < trigger.weight:
            found[-1] = trigger
    return tuple(sorted(found, key=lambda t: (-t.weight, t.start, -(t.end - t.start))))
