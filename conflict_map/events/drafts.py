"""The records that the parts of ``claims`` hand each other; they hold facts and do no work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflict_map.model import Claim
    from conflict_map.text.sentences import Sentence
    from conflict_map.text.triggers import Trigger


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A claim in the making, with what later sentences may take over from it."""

    claim: Claim
    index: int
    """The position of its sentence in the text, counted without datelines and boilerplate."""
    last: int
    """The same of the last sentence that tells of it."""
    paragraph: int
    own_place: bool
    """Its place is named in its own sentence."""
    own_date: bool
    """Its date is named in its own sentence, or counted from one that is."""
    is_title: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A sentence that reports something, with the drafts of the sentences before it, in order."""

    sentence: Sentence
    index: int
    trigger: Trigger
    previous: Sequence[Draft]

    @property
    def on_the_ground(self) -> bool:
        """Say whether it reports an event in ACLED's sense, not talk."""
        return self.trigger.event_type is not None

    def earlier(self, within: int) -> Iterator[Draft]:
        """Give the drafts of at most ``within`` sentences before, the nearest first."""
        for draft in reversed(self.previous):
            if self.index - draft.index > within:
                return
            yield draft
