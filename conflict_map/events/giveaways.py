"""Finds texts that may name a place finer than a coarsened map shows; changes no event."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from conflict_map.text.actors import find_organisations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Candidate

WITHHELD: Final = "withheld: may name a place finer than the map shows"
_FIRM: Final = frozenset({"name", "folded", "article"})
_LONGEST: Final = 6
"""Names of more words are looked for by their first ones."""
_SHORTEST: Final = 3
_PARTS: Final = re.compile(r"[;,/|()\[\]]| - | – ")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LOCATES: Final = re.compile(
    r"\d[.,]\d\d|°|\d\s*(?:km|kilomet|mi\b|mile|m\b|met(?:er|re))|://|www\.|[@#]"
    r"|\.(?:com|org|net)\b",
    re.IGNORECASE,
)
"""A coordinate, a distance, a link or a tag: each can lead to the place."""
_OTHER_SCRIPT: Final = re.compile(r"[^\W\d_\u0000-\u024f\u1e00-\u1eff]")
_NARROWING: Final = frozenset(
    "city cities town towns village villages hamlet district subdistrict quarter neighbourhood "
    "neighborhood suburb suburbs outskirts countryside environs vicinity near nearby around "
    "outside street road highway bridge crossing checkpoint camp base airport airbase airfield "
    "port hospital clinic school university mosque church market square prison factory depot dam "
    "station river lake hill valley farm north south east west northern southern eastern western "
    "central northeast northwest southeast southwest northeastern northwestern southeastern "
    "southwestern north-east north-west south-east south-west border coast headquarters centre "
    "center".split()
)
"""Words that say where within a province something is, even beside a name that is shown."""
_PLAIN_STARTS: Final = frozenset(
    "a according after also an and as at before but by during for from he her his how i in it its "
    "later local many meanwhile more most no not of officials on one our several she since some "
    "sources ten that the their there these they this those three to two under until we what when "
    "where which while who with witnesses four five six seven eight nine both all another other "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december mr mrs ms dr reported hedged".split()
)
"""Words that may begin with a capital and name nothing."""


def plain_words(text: str) -> list[str]:
    """Give the words of a text without case and marks.

    >>> plain_words("Ḩamāh, al-Ḥaḍar"), plain_words("")
    (['hamah', 'al', 'hadar'], [])
    """
    folded = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in folded if not unicodedata.combining(c) and c not in "'’ʻʼʿʾ`")
    return re.findall(r"[^\W_]+", kept)


class Giveaways:
    """The names that must not be told, and what says that a text tells none.

    ``names`` are those of all places that are finer than the map shows, ``shown`` those that it
    shows: a name that is shown gives nothing away by itself.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> watch = Giveaways(["Kafr Nabl"], ["Idlib"], Gazetteer.shipped())
    >>> watch.names_one("Kafr Nabl council"), watch.names_one("Army of Syria")
    (True, False)
    >>> watch.may_name_one("Several people were killed in Idlib."), watch.may_name_one("In Zalaba.")
    (False, True)
    """

    def __init__(self, names: Iterable[str], shown: Iterable[str], gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._looked_up: dict[tuple[str, str], tuple[Candidate, ...]] = {}
        self._shown = {tuple(plain_words(name)) for name in shown}
        self._shown_words = {word for words in self._shown for word in words}
        found: set[tuple[str, ...]] = set()
        for name in names:
            for part in (name, *_PARTS.split(name)):
                words = tuple(plain_words(part))[:_LONGEST]
                if sum(map(len, words)) >= _SHORTEST and not "".join(words).isdigit():
                    found.add(words)
        self._names = found - self._shown

    def names_one(self, text: str) -> bool:
        """Say whether a text holds one of the names, a coordinate, a distance or a link."""
        if _LOCATES.search(text):
            return True
        words = plain_words(text)
        return any(
            tuple(words[at : at + length]) in self._names
            for at in range(len(words))
            for length in range(1, _LONGEST + 1)
        )

    def names_one_of(self, text: str, country: str | None) -> bool:
        """Say whether a text, such as an actor's name, holds a place of a country (ISO code).

        Names of provinces that are shown, of countries and of people are no such places.
        """
        if country is None:
            return False
        words = [m.group() for m in _WORD.finditer(text)]
        for at in range(len(words)):
            for length in range(1, min(_LONGEST, len(words) - at) + 1):
                part = words[at : at + length]
                name = " ".join(part)
                if part[0] == part[0].lower() or len(name) <= _SHORTEST:
                    continue
                if all(map(self._is_clear, part)):
                    continue
                if any(c.rung in _FIRM for c in self._lookup(name, country)):
                    return True
        return False

    def _lookup(self, name: str, country: str) -> tuple[Candidate, ...]:
        key = (name, country)
        if key not in self._looked_up:
            found = self._gazetteer.lookup(name, country=country, limit=1, fuzzy=False)
            self._looked_up[key] = found
        return self._looked_up[key]

    def may_name_one(self, text: str) -> bool:
        """Say whether a text may name a finer place, known or not.

        No list has every village, so a text is clear only where every capitalised word is known to
        be something else: a country or its people, a province that is shown, an armed actor, a day,
        a month, a small word. Words of place ("near", "the school") are not clear, nor is any
        script without capitals.
        """
        if self.names_one(text) or _OTHER_SCRIPT.search(text):
            return True
        if not _NARROWING.isdisjoint(re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", text.casefold())):
            return True
        rest = text
        for actor in find_organisations(text):
            rest = rest[: actor.start] + " " * (actor.end - actor.start) + rest[actor.end :]
        return any(
            word != word.lower() and not self._is_clear(word) for word in _WORD.findall(rest)
        )

    def _is_clear(self, word: str) -> bool:
        key = "".join(plain_words(word.removesuffix("'s").removesuffix("’s")))
        if key in _PLAIN_STARTS or key in self._shown_words:
            return True
        return bool(self._gazetteer.demonym(word)) or self._gazetteer.standing(word)[1] == "country"
