"""Resolves the place names of a whole report at once, by the evidence of each for the others."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from conflict_map.resolve.outcomes import Chosen, outcome
from conflict_map.resolve.ranking import choose
from conflict_map.resolve.report import Choices, Report
from conflict_map.text.triggers import find_triggers
from conflict_map.vocabulary import FeatureClass as F
from conflict_map.vocabulary import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Article, Mention, Resolution
    from conflict_map.text.sentences import Sentence

_ROUNDS: Final = 3
"""The first round knows no other places, the second those of the first; a third settles them."""
_WIDE: Final = frozenset({F.COUNTRY, F.REGION})


def resolve(
    article: Article,
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    gazetteer: Gazetteer,
    *,
    country: str | None = None,
) -> tuple[Resolution, ...]:
    """Resolve all mentions of an article; one resolution each, in their order.

    ``sentences`` and ``mentions`` are those of the article, in the order of its text. ``country``
    (ISO 3166-1 alpha-2) is a hint that weighs like two mentions of the country. A mention that
    nothing fits gets a resolution without a location, with the reason.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> from conflict_map.model import Article
    >>> resolve(Article(id="a", text=""), (), (), Gazetteer.default())
    ()
    """
    report = Report(gazetteer, country or article.country)
    choices: Choices = {}
    for _ in range(_ROUNDS):
        report.count(mentions, choices)
        choices = choose(mentions, choices, report)
    chosen = Chosen(mentions=mentions, choices=choices, report=report, focus=report.focus())
    out: list[Resolution] = []
    for sentence, indices in _by_sentence(sentences, mentions):
        triggers = find_triggers(sentence.text) if sentence and indices else ()
        reported = [t.weight for t in triggers if t.event_type]
        finer = any(_is_finer(mentions[j], j, choices) for j in indices) if sentence else False
        for i in indices:
            # A whole country needs a word that names an event, not one like "attack" or "war".
            is_wide = not mentions[i].name or (
                i in choices and choices[i].place.feature_class in _WIDE
            )
            least = 2 if is_wide else 0
            reports_event = any(weight >= least for weight in reported)
            out.append(outcome(i, chosen, reports_event=reports_event, finer=finer))
    return tuple(out)


def _by_sentence(
    sentences: Sequence[Sentence], mentions: Sequence[Mention]
) -> list[tuple[Sentence | None, range]]:
    """Give the mentions of each sentence as a range of indices; those in none come with None."""
    starts = [m.start for m in mentions]
    out: list[tuple[Sentence | None, range]] = []
    done = 0
    for sentence in sentences:
        first = bisect_left(starts, sentence.start, lo=done)
        last = bisect_left(starts, sentence.end, lo=first)
        out += [(None, range(done, first)), (sentence, range(first, last))]
        done = last
    return [*out, (None, range(done, len(mentions)))]


def _is_finer(mention: Mention, i: int, choices: Choices) -> bool:
    """Say whether a mention names a place within a country where something happens."""
    return (
        mention.role in {Role.EVENT_LOCATION, Role.DIRECTION}
        and i in choices
        and choices[i].place.feature_class not in _WIDE
    )
