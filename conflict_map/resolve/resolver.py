"""Resolves the place names of whole reports, each by the evidence of the others."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from conflict_map.resolve.meanings import WIDE, Library
from conflict_map.resolve.outcomes import Resolving
from conflict_map.resolve.ranking import Report
from conflict_map.text.actors import find_organisations
from conflict_map.text.language import language_of
from conflict_map.text.other_languages import triggers_in
from conflict_map.vocabulary import FeatureClass, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Article, Mention, Resolution
    from conflict_map.resolve.ranking import Choice
    from conflict_map.text.sentences import Sentence

_DRAWN_AS_AREAS: Final = frozenset({FeatureClass.ADMIN1, FeatureClass.ADMIN2})
_ON_THE_GROUND: Final = frozenset({Role.EVENT_LOCATION, Role.DIRECTION})


class Resolver:
    """Resolves one report after the other, and remembers what names may mean.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> from conflict_map.model import Article
    >>> Resolver(Gazetteer.default()).resolve(Article(id="a", text=""), (), ())
    ()
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._library = Library(gazetteer)

    def resolve(
        self,
        article: Article,
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention],
        *,
        country: str | None = None,
    ) -> tuple[Resolution, ...]:
        """Resolve all mentions of an article; one resolution each, in their order.

        ``sentences`` and ``mentions`` are those of the article, in the order of its text.
        ``country`` (ISO 3166-1 alpha-2) is a hint that weighs like two mentions of the country. A
        mention that nothing fits gets a resolution without a location, with the reason.
        """
        actors = _countries_of_actors(sentences)
        report = Report(mentions, self._library, country or article.country, actors)
        resolving = Resolving(article, mentions, report, self._library.gazetteer)
        out: list[Resolution] = []
        language = language_of(article)
        for sentence, indices in _by_sentence(sentences, mentions):
            asks = sentence is not None and any(
                _hangs_on_events(mentions[j], report.choice(j)) for j in indices
            )
            triggers = triggers_in(sentence.text, language) if sentence and asks else ()
            reported = [t.weight for t in triggers if t.event_type]
            finer = sentence is not None and any(
                _is_finer(mentions[j], report.choice(j)) for j in indices
            )
            for i in indices:
                # A whole country needs a word that names an event, not one like "attack" or "war".
                choice = report.choice(i)
                is_wide = not mentions[i].name or (
                    choice is not None and choice.place.feature_class in WIDE
                )
                least = 2 if is_wide else 0
                reports_event = any(weight >= least for weight in reported)
                out.append(resolving.outcome(i, reports_event=reports_event, finer=finer))
        return tuple(out)


def _countries_of_actors(sentences: Sequence[Sentence]) -> dict[str, str]:
    """Give the countries of the armed actors that a report names, by the names of the actors."""
    return {
        actor.name: actor.country
        for sentence in sentences
        if sentence.kind != "boilerplate"
        for actor in find_organisations(sentence.text)
        if actor.country
    }


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


def _hangs_on_events(mention: Mention, choice: Choice | None) -> bool:
    """Say whether a mention's role, or what is drawn of it, hangs on what its sentence reports."""
    if mention.role is Role.CONTEXT:
        return choice is not None and choice.place.feature_class in _DRAWN_AS_AREAS
    return mention.role is Role.EVENT_LOCATION


def _is_finer(mention: Mention, choice: Choice | None) -> bool:
    """Say whether a mention names a place within a country where something happens."""
    return (
        mention.role in _ON_THE_GROUND
        and choice is not None
        and choice.place.feature_class not in WIDE
    )
