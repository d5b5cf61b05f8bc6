"""The stages composed, from reports to resolved places and events; no logic of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.corrections.mentions import correct_mentions, corrected_claims
from conflict_map.events.claims import find_claims
from conflict_map.events.corroborate import corroborate
from conflict_map.events.event_set import EventSet
from conflict_map.gazetteer import Gazetteer  # noqa: TC001 - the examples use it
from conflict_map.model import Article, Claim, Resolution  # noqa: TC001 - the examples use them
from conflict_map.resolve import Resolver
from conflict_map.text.clues import Lore
from conflict_map.text.mentions import find_mentions
from conflict_map.text.sentences import split

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from conflict_map.corrections.ledger import Ledger
    from conflict_map.gazetteer.fallback import OnlineFallback

    Entities = Callable[[str], Mapping[tuple[int, int], str]]
    Seen = Callable[[Article, tuple[Resolution, ...]], None]


class Geoparser:
    """Geoparses one article after the other, and remembers what names may mean.

    With a ``fallback``, names that the gazetteer lacks are sent to its server; without, nothing is.
    ``entities`` gives what another program takes for names (``text.entities.spacy_entities``), as
    one more clue.

    >>> geoparser = Geoparser(Gazetteer.default())
    >>> found = geoparser.geoparse(Article(id="a", text="Shells fell on Hama and Aleppo."))
    >>> [r.location.places[0].country for r in found]
    ['SY', 'SY']
    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        *,
        fallback: OnlineFallback | None = None,
        entities: Entities | None = None,
    ) -> None:
        self._fallback = fallback
        self._lore = Lore(gazetteer, entities)
        asked = gazetteer if fallback is None else fallback.beside(gazetteer)
        self._resolver = Resolver(asked)

    def geoparse(self, article: Article, *, country: str | None = None) -> tuple[Resolution, ...]:
        """Find and resolve the place names of an article, in their order.

        ``country`` (ISO 3166-1 alpha-2) hints at the country that the article is about.
        """
        sentences = split(article.text)
        mentions = find_mentions(article, sentences, self._lore)
        found = self._resolver.resolve(article, sentences, mentions, country=country)
        return found if self._fallback is None else self._fallback.credit(found)


def geoparse(
    articles: Iterable[Article],
    gazetteer: Gazetteer,
    *,
    country: str | None = None,
    fallback: OnlineFallback | None = None,
    entities: Entities | None = None,
    corrections: Ledger | None = None,
) -> Iterator[tuple[Article, tuple[Resolution, ...]]]:
    """Find and resolve the place names of each article, one article at a time.

    ``country`` (ISO 3166-1 alpha-2) hints at the country that the articles are about. With a
    ``fallback``, names that the gazetteer lacks are sent to its server; without, nothing is.
    ``corrections`` of mentions are applied, and what became of them is in the ledger.

    >>> article = Article(id="a", text="Shells fell on Hama and Aleppo on Friday.")
    >>> [(_, found)] = geoparse([article], Gazetteer.default())
    >>> [r.location.places[0].country for r in found]
    ['SY', 'SY']
    """
    geoparser = Geoparser(gazetteer, fallback=fallback, entities=entities)
    for article in articles:
        found = geoparser.geoparse(article, country=country)
        if corrections is not None:
            sentences = split(article.text)
            found = correct_mentions(article, sentences, found, corrections, gazetteer)
        yield article, found


def extract_claims(
    articles: Iterable[Article],
    gazetteer: Gazetteer,
    *,
    country: str | None = None,
    fallback: OnlineFallback | None = None,
    entities: Entities | None = None,
    corrections: Ledger | None = None,
    seen: Seen | None = None,
) -> Iterator[Claim]:
    """Give what each article says happened, in the order of the articles and of their text.

    ``corrections`` of mentions are applied before claims are made of them; ``seen`` is told of each
    article with its place names as they were found.
    """
    for article, resolutions in geoparse(
        articles, gazetteer, country=country, fallback=fallback, entities=entities
    ):
        if seen is not None:
            seen(article, resolutions)
        sentences = split(article.text)
        if corrections is None:
            yield from find_claims(article, sentences, resolutions)
        else:
            yield from corrected_claims(article, sentences, resolutions, corrections, gazetteer)


def extract_events(
    articles: Iterable[Article],
    gazetteer: Gazetteer,
    *,
    country: str | None = None,
    fallback: OnlineFallback | None = None,
    entities: Entities | None = None,
    corrections: Ledger | None = None,
    seen: Seen | None = None,
) -> EventSet:
    """Give the events that the articles report, claims of the same event brought together.

    ``corrections`` of mentions are applied; those of events are for ``correct_events`` afterwards.
    ``seen`` is told of each article with its place names as they were found.

    >>> article = Article(id="a", text="Artillery fire hit Hama on 3 December 2024.")
    >>> len(extract_events([article], Gazetteer.default()))
    1
    """
    claims = extract_claims(
        articles, gazetteer, country=country, fallback=fallback, entities=entities,
        corrections=corrections, seen=seen,
    )  # fmt: skip
    return EventSet.from_events(corroborate(claims))
