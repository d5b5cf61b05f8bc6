"""Reads phrase lists and finds their phrases in a sentence, each word looked up once; knows no meanings.

A phrase is a line of words that stand one after another, any case:

    shell*            a word that begins so
    hit|struck        one word or the other
    heavy?            a word that may be missing (with "|" too: "a|the?")
    shot_down         two words that count as one alternative
    ..3               up to three words of any kind
    ^                 a word with a capital letter
    @place            one of the words of a named list
    !talks|ground     at the end: none of these follows
    =talks|ground     at the end: one of these follows, and is not part of it

Its first word must stand: it is what a sentence is looked through for. So no phrase is tried where it
cannot begin, and none can take longer than its own length times a few gaps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING, Final

from conflict_map.errors import ConflictMapError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    _Row = tuple[str, str, int]
    _Rule = tuple[re.Pattern[str] | None, int]

WORD: Final = re.compile(r"\w++(?:['’.]\w++)*+")
_POSSESSIVE: Final = ("'s", "’s")
_SEP: Final = r"(?:['’]s)?[\s-]{1,2}+"
_GAP_WORD: Final = r"[^\s;]{1,40}+\s{1,2}+"
_MOST_GAP: Final = 12
_MOST_REMEMBERED: Final = 1 << 15
"""Words whose phrases are remembered; then the memory starts anew, so that no text can fill it."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a phrase file: its heading's fields and its lines."""

    heading: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase that stands in a sentence; half-open offsets, and the tag of its list."""

    start: int
    end: int
    tag: int


class Words:
    """The words of a sentence, read once for all the lists that are looked through.

    >>> Words("The army's tanks left.").texts
    ['The', "army's", 'tanks', 'left']
    """

    __slots__ = ("_spans", "different", "sentence", "texts")

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        self.texts: list[str] = WORD.findall(sentence)
        self.different = set(self.texts)
        self._spans: list[tuple[int, int]] | None = None

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Give where the words stand, half-open; few sentences are asked."""
        if self._spans is None:
            # Between two words stand no letters: each is found where it stands.
            find = self.sentence.find
            spans = []
            end = 0
            for text in self.texts:
                start = find(text, end)
                end = start + len(text)
                spans.append((start, end))
            self._spans = spans
        return self._spans


def read_sections(name: str) -> tuple[tuple[Section, ...], dict[str, str]]:
    """Read a phrase file of this room: its sections in order, and its named lists (``@name``).

    >>> sections, lists = read_sections("triggers.txt")
    >>> sections[0].heading[0], "place" in lists
    ('Suicide bomb', True)
    """
    text = _read(name)
    lists: dict[str, str] = {}
    sections: list[tuple[tuple[str, ...], list[str]]] = []
    for raw in text.splitlines():
        line = raw.partition("#")[0].strip()
        if not line:
            continue
        if line.startswith("@") and " = " in line:
            key, _, words = line[1:].partition(" = ")
            key = key.strip()
            own = "|".join(words.split())
            lists[key] = f"{lists[key]}|{own}" if key in lists else own
        elif line.startswith("["):
            sections.append((tuple(x.strip() for x in line.strip("[]").split("|")), []))
        else:
            sections[-1][1].append(line)
    return tuple(Section(h, tuple(lines)) for h, lines in sections), lists


def read_rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Read a table of this room, without its heading; fields are parted by tabs.

    >>> read_rows("actors.tsv")[0][:3]
    ('Hayat Tahrir al-Sham (HTS)', 'rebels', 'SY')
    """
    lines = [x for x in _read(name).splitlines() if x and not x.startswith("#")]
    return tuple(tuple(x.split("\t")) for x in lines[1:])


def read_lines(name: str) -> tuple[str, ...]:
    """Read a list of this room: its lines without comments and empty ones.

    >>> read_lines("glosses/fr.txt")[0].partition(":")[0]
    'in'
    """
    lines = (line.partition("#")[0].strip() for line in _read(name).splitlines())
    return tuple(line for line in lines if line)


def _read(name: str) -> str:
    return resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8")


class PhraseBook:
    """Phrases by the words that they can begin with; each has the number of its list as its tag.

    A pattern is compiled when one of its first words is first met: most phrases of a book are in no
    report that a run reads.

    >>> book = PhraseBook([("shell*", 0), ("air strike*|raid*", 1), ("fired ..2 rockets", 2)], {})
    >>> s = "They fired two big rockets; air-strikes and shelling went on."
    >>> [(s[h.start : h.end], h.tag) for h in book.find(Words(s))]
    [('fired two big rockets', 2), ('air-strikes', 1), ('shelling', 0)]
    >>> book.find(Words(""))
    []
    """

    def __init__(
        self, phrases: Iterable[tuple[str, int]], lists: Mapping[str, str], *, cased: bool = False
    ) -> None:
        self._words: dict[str, list[_Row]] = {}
        self._stems: dict[str, list[_Row]] = {}
        self._lists = lists
        self._cased = cased
        for phrase, tag in phrases:
            self._add(phrase, tag)
        self._lengths = tuple(sorted({len(s) for s in self._stems}))
        self._met: dict[str, tuple[_Rule, ...]] = {}
        self._dull: set[str] = set()

    def _add(self, phrase: str, tag: int) -> None:
        first, _, rest = phrase.partition(" ")
        if first[0] in ".!=^" or first.endswith("?"):
            raise ConflictMapError(
                f"phrase {phrase!r}: expected a word at its start, got {first!r}"
            )
        for word in _alternatives(first, self._lists):
            head, *more = re.split(r"[_-]", word)
            table = self._stems if head.endswith("*") else self._words
            head = head.removesuffix("*")
            tail = " ".join((*more, rest)).strip()
            table.setdefault(head.lower(), []).append((head if self._cased else "", tail, tag))

    def _look_up(self, word: str) -> tuple[_Rule, ...]:
        given = word.replace("’", "'").replace(".", "").removesuffix("'s")
        word = given.lower()
        rows = list(self._words.get(word, ()))
        for n in self._lengths:
            if n > len(word):
                break
            rows += self._stems.get(word[:n], ())
        return tuple(
            (self._compiled(tail), tag) for head, tail, tag in rows if given.startswith(head)
        )

    def _compiled(self, tail: str) -> re.Pattern[str] | None:
        if not tail:
            return None
        pattern = _pattern(tail.split(), self._lists) + r"(?!\w)"
        return re.compile(pattern, 0 if self._cased else re.IGNORECASE)

    def find(self, words: Words) -> list[Hit]:
        """Find every phrase in the order of its start; phrases may overlap."""
        hits: list[Hit] = []
        fresh = words.different - self._dull
        if not fresh:
            return hits
        known = {word: rows for word in fresh if (rows := self._rules(word))}
        if not known:
            return hits
        sentence = words.sentence
        for text, (start, end) in zip(words.texts, words.spans, strict=True):
            rows = known.get(text, ())
            if not rows or _is_joined(sentence, start):
                continue
            stop = end - 2 if text.endswith(_POSSESSIVE) else end
            for pattern, tag in rows:
                if pattern is None:
                    hits.append(Hit(start, stop, tag))
                elif tail := pattern.match(sentence, stop):
                    hits.append(Hit(start, tail.end(), tag))
        return hits

    def _rules(self, word: str) -> tuple[_Rule, ...]:
        """Give the phrases that a word may begin, remembered for the words of the next sentence."""
        if word in self._met:
            return self._met[word]
        rows = self._look_up(word)
        if len(self._met) + len(self._dull) > _MOST_REMEMBERED:
            self._met.clear()
            self._dull.clear()
        if rows:
            self._met[word] = rows
        else:
            self._dull.add(word)
        return rows


def _is_joined(sentence: str, start: int) -> bool:
    """Say whether a hyphen joins a word to the one before it: "anti-war" is not war."""
    return start > 1 and sentence[start - 1] == "-" and sentence[start - 2].isalnum()


def _alternatives(element: str, lists: Mapping[str, str]) -> Iterator[str]:
    for word in element.split("|"):
        if word.startswith("@"):
            if word[1:] not in lists:
                raise ConflictMapError(f"phrase list {word!r} is not defined")
            yield from _alternatives(lists[word[1:]], lists)
        elif word:
            yield word


def _word(word: str) -> str:
    if word == "^":
        return r"(?-i:[A-ZÀ-Þ])[\w’']*+"
    stem = re.escape(word.removesuffix("*")).replace("'", "[’']").replace(r"\-", r"[\s-]")
    return stem + (r"[\w’']*+" if word.endswith("*") else r"(?!\w)")


def _one_of(element: str, lists: Mapping[str, str]) -> str:
    words = [_SEP.join(_word(w) for w in word.split("_")) for word in _alternatives(element, lists)]
    return words[0] if len(words) == 1 else f"(?:{'|'.join(words)})"


def _pattern(elements: list[str], lists: Mapping[str, str]) -> str:
    out = ""
    gap = ""
    for element in elements:
        if element.startswith(".."):
            most = int(element[2:])
            if most > _MOST_GAP:
                raise ConflictMapError(
                    f"phrase gap {element!r}: expected at most {_MOST_GAP} words"
                )
            gap = f"(?:{_GAP_WORD}){{0,{most}}}?"
        elif element.startswith(("!", "=")):
            out += f"(?{element[0]}{_SEP}{_one_of(element[1:], lists)})"
        elif element.endswith("?"):
            out += f"(?:{_SEP}{_one_of(element[:-1], lists)})?"
        else:
            sep = r",?[\s-]{1,2}+" if gap else _SEP
            out += sep + gap + _one_of(element, lists)
            gap = ""
    return out
