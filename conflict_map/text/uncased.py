"""Finds place names in scripts that have no capitals, by what stands before them; resolves none.

Names are runs of words that the gazetteer knows, the longest first. Many of them are everyday words
too, so that each must stand like a place: after a preposition or a word for a kind of place, in a
list of places, or be so well known (or so long) that nothing else is meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from conflict_map.text.gloss import Gloss, Glossary, Writer, glossary, touch
from conflict_map.text.toponyms import NameSpan
from conflict_map.text.words import FEATURES, LEFT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conflict_map.text.gloss import Names

_MOST_WORDS: Final = 4
_SHORTEST: Final = 3
"""No name of fewer letters is looked for: nearly all of them are words."""
_HOSTS: Final = frozenset({"university", "club", "newspaper", "agreement"})
"""What is called after a place and is none ("University of Aleppo")."""
_COMMON: Final = "common"
"""The gloss of everyday words that are names of places, too."""
_PLACED: Final = frozenset({"in", "from", "to", "hit", "on", "through", "dir"})
_LISTS: Final = frozenset(",،و؛-–—/")
_LONGER: Final = 190
"""From here on a longer name outweighs its first word's own meaning: South Sudan is no part of Sudan."""
_BETTER_BARE: Final = 25
"""So much better known must the name without a prefix be, where the whole word is a name as well."""
_LEAST: Final[Mapping[str, int]] = MappingProxyType(
    {"featured": 1, "near": 110, "in": 135, "says": 150, "none": 160}
)
"""How well known a word must be as a place, by how it stands: after "village of", "near", "in", "said"."""
_LEAST_DEFINITE: Final[Mapping[str, int]] = MappingProxyType({**_LEAST, "in": 150, "none": 175})
"""The same for a word with the article, which may be a common noun."""
_LEAST_LONG: Final[Mapping[str, int]] = MappingProxyType(
    {**_LEAST, "near": 1, "in": 1, "none": 140}
)
"""The same for a name of several words."""
_RARE_PREFIXES: Final = frozenset("كف")
"""Letters that begin a word far more often than they are written on to a name."""

_Stand = Literal["featured", "near", "in", "says", "none", "never"]


@dataclass(slots=True)
class _Found:
    """A run of words that is a known name, before it is known to be meant."""

    first: int
    count: int
    start: int
    end: int
    level: int
    prefix: str
    definite: bool


def read_uncased(sentence: str, language: str, names: Names) -> tuple[Gloss, tuple[NameSpan, ...]]:
    """Put the small words of a sentence into English and find its place names, which stay as written.

    The spans' offsets are those in the gloss. What is written on to a name ("و", "ب", "ل") is not
    part of it.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> read, found = read_uncased("قصف في حلب وحماة", "ar", Gazetteer.default())
    >>> read.text, [s.text for s in found], [read.original(s.start, s.end) for s in found]
    ('shelled in حلب and حماة', ['حلب', 'حماة'], [(7, 10), (12, 16)])
    >>> read_uncased("", "ar", Gazetteer.default())[1]
    ()
    """
    return _Reader(sentence, glossary(language), names).read()


class _Reader:
    """One sentence while it is read, word by word from its beginning."""

    def __init__(self, sentence: str, book: Glossary, names: Names) -> None:
        self._sentence = sentence
        self._book = book
        self._names = names
        self._tokens = book.tokens(sentence)
        self._writer = Writer(sentence)
        self._spans: list[NameSpan] = []
        self._last_name = -1
        """The end of the last name in the sentence."""
        self._english = ""
        self._english_end = -1
        """What the last gloss says, and where it ends in the sentence."""

    def read(self) -> tuple[Gloss, tuple[NameSpan, ...]]:
        at = 0
        while at < len(self._tokens):
            at += self._step(at)
        return self._writer.gloss(), tuple(self._spans)

    def _step(self, at: int) -> int:
        """Read what stands at a word; give how many words that is."""
        token = self._tokens[at]
        glossed = self._book.find(self._sentence, self._tokens, at)
        if glossed is not None and glossed[1] == _COMMON and self._stands(at, "") == "featured":
            glossed = None  # "the village of An Nasr", which is "victory" elsewhere
        name = self._longest(at, is_word=glossed is not None)
        if glossed is not None and not (name and name.count > 1 and self._outweighs(name)):
            count, english = glossed
            self._put(token.start, self._tokens[at + count - 1].end, english)
            return count
        if name is not None:
            return self._name(name)
        is_long = len(token.key) >= _SHORTEST
        if is_long and self._english.endswith(" of") and self._stands(at, "") == "featured":
            self._add(token.start, token.end, "unknown", token.start)
        return 1

    def _outweighs(self, name: _Found) -> bool:
        """Say whether a longer name is meant where its first word has a meaning of its own."""
        return name.level >= _LONGER or self._stands(name.first, "") == "featured"

    def _put(self, start: int, end: int, english: str) -> None:
        self._writer.put(start, end, english)
        self._english, self._english_end = english, end

    # --- names ------------------------------------------------------------------------------

    def _longest(self, at: int, *, is_word: bool) -> _Found | None:
        """Give the longest known name that begins at a word, with what is written on to it left out."""
        most = 1
        while most < _MOST_WORDS and at + most < len(self._tokens):
            if not touch(self._sentence, self._tokens, at + most - 1):
                break
            most += 1
        for count in range(most, 1 if is_word else 0, -1):
            if found := self._known(at, count):
                return found
        return None

    def _known(self, at: int, count: int) -> _Found | None:
        first, last = self._tokens[at], self._tokens[at + count - 1]
        is_long = count > 1 or len(first.key) >= _SHORTEST
        whole = self._standing(first.start, last.end) if is_long else 0
        best = (whole, "")
        for prefix in self._book.prefixes:
            written = self._sentence[first.start : first.end]
            rest = written[len(prefix) :]
            if (
                not written.startswith(prefix)
                or (count == 1 and len(rest) < _SHORTEST)
                or not rest[:1].isalpha()
            ):
                continue
            level = self._standing(first.start + len(prefix), last.end)
            if prefix in _RARE_PREFIXES and (
                len(rest) <= _SHORTEST or level < _LEAST_DEFINITE["in"]
            ):
                continue
            if level > best[0] + (_BETTER_BARE if best[0] else 0):
                best = (level, prefix)
        level, prefix = best
        if not level:
            return None
        start = first.start + len(prefix)
        article = self._book.article
        definite = count == 1 and bool(article) and self._sentence.startswith(article, start)
        return _Found(at, count, start, last.end, level, prefix, definite)

    def _standing(self, start: int, end: int) -> int:
        return self._names.standing(self._sentence[start:end])[0]

    def _name(self, found: _Found) -> int:
        """Write a known name, and note it if it stands like a place."""
        token = self._tokens[found.first]
        english = self._book.prefixes.get(found.prefix, "")
        stand = self._stands(found.first, english)
        if found.prefix:
            self._put(token.start, found.start, english + " ")
        if stand == "never":
            if self._english.split(" ")[0] in _HOSTS:
                self._add(found.start, found.end, "inside_name", self._english_end)
        elif found.level >= _least(found, stand):
            self._add(found.start, found.end, "toponym", found.start)
            self._last_name = found.end
        return found.count

    def _stands(self, at: int, prefix: str) -> _Stand:
        """Say how the words before a word make it stand."""
        token = self._tokens[at]
        before = (
            self._sentence[max(0, self._last_name) : token.start] if self._last_name >= 0 else "x"
        )
        and_only = prefix == "and" or before.strip() in _LISTS
        if self._last_name >= 0 and and_only and (not before.strip() or before.strip() in _LISTS):
            return "near"  # a list of places
        if prefix and prefix != "and":
            return "in" if prefix.endswith("in") else "none"
        gap = self._sentence[self._english_end : token.start] if self._english_end >= 0 else "x"
        if gap.strip() or not self._english:
            return "none"
        said = self._english.split(" ")
        if said[0] in _HOSTS or LEFT.get(said[-1]) == "title":
            return "never"
        if said[-1] == "of" and len(said) > 1:
            return "featured" if said[0] in FEATURES or LEFT.get(said[0]) == "feat" else "near"
        kind = LEFT.get(said[-1], "")
        if self._english == "said by":
            return "says"
        return "near" if kind == "at" else "in" if kind in _PLACED else "none"

    def _add(
        self, start: int, end: int, kind: Literal["toponym", "unknown", "inside_name"], host: int
    ) -> None:
        at = self._writer.keep(start)
        stop = self._writer.keep(end)
        text = self._sentence[start:end]
        owner = f"{self._english} {text}" if host != start else None
        self._spans.append(NameSpan(start=at, end=stop, text=text, kind=kind, host=owner))


def _least(found: _Found, stand: _Stand) -> int:
    """Give how well known a name must be to be meant where it stands."""
    if found.count > 1:
        return _LEAST_LONG[stand]
    return (_LEAST_DEFINITE if found.definite else _LEAST)[stand]
