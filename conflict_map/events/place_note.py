"""Reads a text that only says where: a line of a table, a caption; finds no events and no types."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Final

from conflict_map.model import Claim
from conflict_map.text.cut import Words
from conflict_map.text.words import only_says_where
from conflict_map.vocabulary import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.model import Article, Resolution

_LONGEST: Final = 300
"""A longer text tells something; its silence about events is no oversight."""
_CONFIDENCE: Final = 0.5
_NOT_WHERE: Final = frozenset({Role.DEMONYM, Role.METONYM, Role.NAME_PART})


def place_note(article: Article, resolutions: Sequence[Resolution]) -> Claim | None:
    """Give the claim of a short text that names places and tells nothing: an event of unknown type.

    Event tables keep such texts ("Kafr Batna", "near Ngakobo, on the road to Bambari"): the row is
    an event, and the text is where. None for any text that tells something, for one of no place,
    and for one longer than 300 characters.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> from conflict_map.model import Article
    >>> from conflict_map.pipeline import geoparse
    >>> def note(text):
    ...     [(article, found)] = geoparse([Article(id="a", text=text)], Gazetteer.default())
    ...     return place_note(article, found)
    >>> note("town of Saraqib, Idlib province").locations[0].name
    'Saraqib'
    >>> note("Shells were found in Saraqib."), note("")
    (None, None)
    """
    if not article.text.strip() or len(article.text) > _LONGEST:
        return None
    words = Words(article.text)
    if not only_says_where(words.keys, words.caps):
        return None
    placed = [r for r in resolutions if r.location is not None and r.mention.role not in _NOT_WHERE]
    if not placed:
        return None
    best = min(placed, key=lambda r: (r.location.precision, r.mention.start))  # type: ignore[union-attr]
    assert best.location is not None
    key = f"{article.id}\x1fplace"
    return Claim(
        id=hashlib.sha256(key.encode(errors="surrogatepass")).hexdigest()[:16],
        article_id=article.id,
        start=0,
        end=len(article.text),
        quote=article.text,
        event_type=None,
        sub_event_type=None,
        plover_type=None,
        dates=None,
        locations=(best.location,),
        source=article.publisher,
        confidence=round(_CONFIDENCE * best.confidence, 3),
        url=article.url,
        runners_up=best.runners_up,
        notes="the text only says where: what happened there is not told",
    )
