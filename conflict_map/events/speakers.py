"""Says for each sentence of a report who claims it, also where an earlier one named the speaker."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from conflict_map.text.attribution import Attribution, find_attribution, speaker_pronoun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.text.sentences import Sentence

_POINTS_BACK: Final = re.compile(
    r"^(?:(?:However|Meanwhile|Additionally),\s+)?(?:This|These|Those|That|The|Such|Its|Their)\s+"
    r"(?:\w+\s+){0,2}?(?P<noun>[a-z]+)\b"
)
_WORD: Final = re.compile(r"[a-z]+")
_FAMILIES: Final[tuple[frozenset[str], ...]] = (
    frozenset(
        "group groups unit units ranks fighters brigade faction factions militants militia "
        "militias force forces rebels cell battalion gang gangs".split()
    ),
    frozenset(
        "operation operations attack attacks strike strikes offensive offensives action actions "
        "assault raid raids campaign".split()
    ),
    frozenset("drone drones uav uavs".split()),
    frozenset("clash clashes fighting battle battles".split()),
    frozenset("missile missiles rocket rockets shell shells".split()),
    frozenset("victim victims civilians people casualties dead wounded".split()),
)
"""Nouns that take each other up: "rebels" in one sentence are "the group" in the next."""


def who_says(sentences: Sequence[Sentence]) -> tuple[Attribution | None, ...]:
    """Give the claimant of each sentence, in order; None where the report asserts it itself.

    A claimant is carried on to the next sentence of the paragraph when that goes on with a pronoun
    that speaks ("He added") or points back to something that the attributed one brought up ("The
    drones", "This group").

    >>> from conflict_map.text.sentences import split
    >>> text = "Local sources said drones hit the port. The drones came from the sea. It was dark."
    >>> [a and a.text for a in who_says(split(text))]
    ['Local sources', 'Local sources', None]
    """
    out: list[Attribution | None] = []
    for i, sentence in enumerate(sentences):
        said = find_attribution(sentence.text)
        if said is None and i and out[-1] and sentences[i - 1].paragraph == sentence.paragraph:
            said = out[-1] if _goes_on(sentence.text, sentences[i - 1].text) else None
        out.append(said)
    return tuple(out)


def _goes_on(text: str, said: str) -> bool:
    """Say whether a sentence goes on with what the one before it said."""
    if speaker_pronoun(text):
        return True
    m = _POINTS_BACK.match(text)
    return bool(m and _brought_up(m["noun"], said))


def _brought_up(noun: str, text: str) -> bool:
    words = set(_WORD.findall(text.casefold()))
    family = next((f for f in _FAMILIES if noun in f), {noun, noun + "s", noun.rstrip("s")})
    return bool(family & words)
