"""Puts the small words of a sentence into English, name by name in their place; knows no grammar.

The rules of this room read what stands beside a name in English: prepositions, kinds of places,
directions, distances, verbs. So that they need not be written once for each language, a sentence of
another one is read through a glossary (``data/glosses/LANGUAGE.txt``): "в 15 км к северу от Идлиба"
becomes "in 15 km north of Идлиба". Names and all other words stay as they are written, and every
stretch of the gloss knows what it stands for, so that offsets of the report hold.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from conflict_map.names import fold
from conflict_map.text.phrases import read_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

GLOSSED: Final = frozenset({"ar", "es", "fr", "ru", "uk"})
"""The languages that have a glossary."""
UNCASED: Final = frozenset({"ar"})
"""Of these, the ones whose script has no capitals."""

_FOLDED: Final = frozenset({"ar", "ru", "uk"})
"""Here marks and letter forms say nothing; French "a" and "à" are two words."""
_POINTS: Final = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
_JOINERS: Final = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff'’ʼʹ`-"
_WORD: Final = rf"(?<![\w‑-])[^\W\d_](?:\w|[{_POINTS}]|[{_JOINERS}]{{1,3}}+(?=\w))*+"
"""A word with its points; what joins or turns letters is inside it only, never at its end."""
_ELIDED: Final = r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’](?=\w)"
_TOKENS: Final = {
    "fr": re.compile(rf"{_ELIDED}|{_WORD}", re.IGNORECASE),
}
_PLAIN: Final = re.compile(_WORD)
_OPENS: Final = frozenset("\"'«“”‘(:-–—")
"""After these a capital may be that of a sentence."""
_PARTS: Final = frozenset(",:(-–—/")
_OPENING: Final = 140
"""A place must be this well known for its name to open a sentence with nothing beside it that says so."""
_CONJUNCTIONS: Final = frozenset("وف")
"""Of the prefixes, those that may stand before any word."""
_MOST_INNER: Final = 3
"""So many small words at most stand inside a name ("San Juan de los Morros")."""
_REMEMBERED: Final = 20_000


class Names(Protocol):
    """What a glossary asks of a gazetteer, so that it takes no name apart: how well one is known."""

    def standing(self, name: str) -> tuple[int, str]:
        """Give how well known the likeliest place of a name is, 1..255, and its class; (0, "")."""
        ...


class Token(NamedTuple):
    """A word of the sentence with its key in the glossary; half-open offsets."""

    start: int
    end: int
    key: str
    capital: bool


class _Piece(NamedTuple):
    """A stretch of the gloss from an offset on, and the stretch of the sentence that it stands for."""

    at: int
    start: int
    end: int
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Gloss:
    """A sentence with its small words in English."""

    text: str
    pieces: tuple[_Piece, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Give the stretch of the sentence that a stretch of the gloss stands for, half-open.

        >>> g = gloss("Бои под Хамой", "ru")
        >>> g.text, g.original(8, 18), g.original(13, 18)
        ('clashes near Хамой', (4, 13), (8, 13))
        """
        first = self._piece(start)
        last = self._piece(max(start, end - 1))
        begin = first.start + (start - first.at if first.kept else 0)
        stop = last.start + end - last.at if last.kept else last.end
        return begin, max(begin, stop)

    def _piece(self, at: int) -> _Piece:
        number = bisect_right(self.pieces, at, key=lambda p: p.at) - 1
        return self.pieces[max(0, number)]


class Writer:
    """Writes a gloss from left to right: what is kept, and what stands for something else."""

    __slots__ = ("_length", "_out", "_pieces", "_sentence", "end")

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence
        self._out: list[str] = []
        self._pieces: list[_Piece] = []
        self._length = 0
        self.end = 0
        """How far the sentence is written."""

    def keep(self, end: int) -> int:
        """Keep the sentence up to an offset; give where the gloss stands."""
        if end > self.end:
            self._add(self._sentence[self.end : end], end, kept=True)
        return self._length

    def put(self, start: int, end: int, english: str) -> None:
        """Put English for a stretch of the sentence."""
        self.keep(start)
        if english:
            self._add(english, end, kept=False)
        self.end = end

    def _add(self, text: str, end: int, *, kept: bool) -> None:
        self._pieces.append(_Piece(self._length, self.end, end, kept))
        self._out.append(text)
        self._length += len(text)
        self.end = end

    def gloss(self) -> Gloss:
        """Give what is written, with the rest of the sentence."""
        self.keep(len(self._sentence))
        pieces = tuple(self._pieces) or (_Piece(0, 0, 0, True),)
        return Gloss(text="".join(self._out), pieces=pieces)


class Glossary:
    """The phrases of one language with their English, each word looked up once."""

    __slots__ = ("_lengths", "_pattern", "_phrases", "_stems", "article", "language", "prefixes")

    def __init__(self, language: str, lines: Iterable[str]) -> None:
        self.language = language
        self._pattern = _TOKENS.get(language, _PLAIN)
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._stems: dict[str, str] = {}
        self.prefixes: dict[str, str] = {}
        """What is written on to a word, with its English."""
        self.article = ""
        for line in lines:
            english, _, phrases = line.partition(":")
            self._read(english.strip(), phrases)
        for rows in self._phrases.values():
            rows.sort(key=lambda row: (-len(row[0]), row[0]))
        self._lengths = tuple(sorted({len(s) for s in self._stems}, reverse=True))

    def _read(self, english: str, phrases: str) -> None:
        for phrase in (p.strip() for p in phrases.split(",")):
            if english == "prefixes":
                prefix, _, meaning = phrase.partition(" ")
                self.prefixes[prefix] = meaning
            elif english == "article":
                self.article = phrase
            elif phrase.endswith("*"):
                self._stems.setdefault(_key(phrase[:-1], self.language), english)
            elif phrase:
                # "au nord d'" ends in a word that is written on to the next.
                apart = phrase.replace("'", "' ") if self.language in _TOKENS else phrase
                first, *rest = (_key(word, self.language) for word in apart.split())
                rows = self._phrases.setdefault(first, [])
                if all(own != tuple(rest) for own, _ in rows):
                    rows.append((tuple(rest), "" if english == "-" else english))

    def tokens(self, sentence: str) -> tuple[Token, ...]:
        """Cut a sentence into the words that are looked up."""
        return tuple(
            Token(m.start(), m.end(), _key(m[0], self.language), m[0][0].isupper())
            for m in self._pattern.finditer(sentence)
        )

    def find(self, sentence: str, tokens: tuple[Token, ...], at: int) -> tuple[int, str] | None:
        """Give how many words from ``at`` on are the longest phrase, and its English.

        A conjunction that is written on to the first is read with it ("وفي", and in).
        """
        key = tokens[at].key
        found = self._phrase(sentence, tokens, at, key)
        if found is None and key[:1] in self.prefixes and key[0] in _CONJUNCTIONS:
            found = self._phrase(sentence, tokens, at, key[1:])
            if found is not None:
                found = (found[0], f"{self.prefixes[key[0]]} {found[1]}")
        return found

    def _phrase(
        self, sentence: str, tokens: tuple[Token, ...], at: int, key: str
    ) -> tuple[int, str] | None:
        for rest, english in self._phrases.get(key, ()):
            last = at + len(rest)
            if last < len(tokens) and all(
                tokens[at + k + 1].key == word
                and not tokens[at + k + 1].capital  # "en El Plateado"
                and touch(sentence, tokens, at + k)
                for k, word in enumerate(rest)
            ):
                return len(rest) + 1, english
        for length in self._lengths:
            if length <= len(key) and (stem := self._stems.get(key[:length])) is not None:
                return 1, stem
        return None


def touch(sentence: str, tokens: tuple[Token, ...], at: int) -> bool:
    """Say whether only blanks part the word ``at`` from the next one, on one line."""
    gap = sentence[tokens[at].end : tokens[at + 1].start]
    return not gap or (gap.isspace() and "\n" not in gap)


@cache
def glossary(language: str) -> Glossary:
    """Give the glossary of one of ``GLOSSED``.

    >>> g = glossary("fr")
    >>> words = "près d'Alep"
    >>> g.find(words, g.tokens(words), 0)
    (2, 'near')
    """
    return Glossary(language, read_lines(f"glosses/{language}.txt"))


@lru_cache(maxsize=_REMEMBERED)
def _key(word: str, language: str) -> str:
    if language in _FOLDED:
        return fold(word)
    return unicodedata.normalize("NFC", word).lower().replace("’", "'")


def gloss(sentence: str, language: str, names: Names | None = None) -> Gloss:
    """Put the small words of a sentence into English; other languages than ``GLOSSED`` are kept.

    ``names`` keeps together the names that have small words in them ("Santiago de Cuba"), and
    those that begin a sentence with one ("La Paz").

    >>> gloss("Le drone est tombé à 15 km au nord d'Alep", "fr").text
    'the drone was fell in 15 km north of Alep'
    >>> gloss("Combates en el sur de Siria", "es").text
    'clashes in the south of Siria'
    >>> gloss("", "es").text, gloss("Fell in Hama", "en").text
    ('', 'Fell in Hama')
    """
    writer = Writer(sentence)
    if language not in GLOSSED:
        return writer.gloss()
    book = glossary(language)
    tokens = book.tokens(sentence)
    kept_to = 0
    at = 0
    while at < len(tokens):
        token = tokens[at]
        found = book.find(sentence, tokens, at)
        if found is None or at < kept_to:
            if names is not None and _only_opens(sentence, tokens, at, names):
                writer.put(token.start, token.end, sentence[token.start : token.end].lower())
            at += 1
            continue
        if token.capital and (
            not _opens(sentence, token.start) or _is_name(sentence, tokens, at, names)
        ):
            at += 1
            continue
        if names is not None and (inner := _inside_name(sentence, tokens, at, names)):
            kept_to = at = inner
            continue
        count, english = found
        last = tokens[at + count - 1]
        # An elided word leaves no blank behind it.
        blank = " " if english and sentence[last.end - 1] in "'’" else ""
        writer.put(token.start, last.end, english + blank)
        at += count
    return writer.gloss()


def _opens(sentence: str, start: int) -> bool:
    """Say whether a capital stands there because a sentence begins."""
    before = sentence[max(0, start - 3) : start].rstrip()
    return not before or before[-1] in _OPENS


def _only_opens(sentence: str, tokens: tuple[Token, ...], at: int, names: Names) -> bool:
    """Say whether a capital is only that of its sentence: no known place is called so, and no name goes on.

    "Varias" is a village, and "several" at the beginning of most sentences; "Bria, 3 mars" is a place.
    """
    token = tokens[at]
    if not token.capital or not _opens(sentence, token.start):
        return False
    if at + 1 < len(tokens) and tokens[at + 1].capital and touch(sentence, tokens, at):
        return False
    if sentence[token.end : token.end + 2].strip()[:1] in _PARTS:
        return not names.standing(sentence[token.start : token.end])[0]
    return names.standing(sentence[token.start : token.end])[0] < _OPENING


def _is_name(sentence: str, tokens: tuple[Token, ...], at: int, names: Names | None) -> bool:
    """Say whether a capitalised word begins a name with the next: "La Paz", "Северная Корея"."""
    if names is None or at + 1 >= len(tokens) or not touch(sentence, tokens, at):
        return False
    following = tokens[at + 1]
    text = sentence[tokens[at].start : following.end]
    return following.capital and names.standing(text)[0] > 0


def _inside_name(sentence: str, tokens: tuple[Token, ...], at: int, names: Names) -> int:
    """Give where the name ends that a small word stands inside of; 0 if it stands in none."""
    if at == 0 or not tokens[at - 1].capital or not touch(sentence, tokens, at - 1):
        return 0
    for last in range(at + 1, min(len(tokens), at + 1 + _MOST_INNER)):
        if not touch(sentence, tokens, last - 1):
            return 0
        if tokens[last].capital:
            begins = [first for first in (at - 2, at - 1) if first >= 0 and tokens[first].capital]
            texts = (sentence[tokens[first].start : tokens[last].end] for first in begins)
            return last + 1 if any(names.standing(text)[0] for text in texts) else 0
    return 0
