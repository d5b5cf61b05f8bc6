"""Cuts the clause before a name and asks of it only the rules that can end there; knows no places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD: Final = re.compile(r"\w++")
_LAST_OF_TOKEN: Final = re.compile(r"\w++$")
_PARTS_CLAUSES: Final = re.compile(r"[,;:.!?\"“”„«»]")
_LONGEST_WORD: Final = 40
"""A longer word before a name, or a longer gap, is none that a rule knows."""


class Window(NamedTuple):
    """The clause before a name in lower case: what a rule that ends there can reach."""

    text: str
    """As long, letter by letter, as what it was cut from, so that offsets hold."""
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern that ends where a name begins, with the words without which it cannot fit.

    Most names follow a word that ends none of some thirty patterns, and most clauses hold no word
    that opens one: looking words up takes a hundredth of the time of a search.
    """

    pattern: re.Pattern[str]
    needs: frozenset[str]
    """At least one of these stands in the window; the pattern begins there unless it ``floats``."""
    lasts: frozenset[str]
    """One of these is the last word."""
    floats: bool = False

    def search(self, window: Window, last: str) -> re.Match[str] | None:
        """Give the first place where the rule fits the window, which ends in the word ``last``."""
        if last not in self.lasts or self.needs.isdisjoint(window.words):
            return None
        if self.floats:
            return self.pattern.search(window.text)
        for at in _positions(window.text, self.needs & window.words):
            if m := self.pattern.match(window.text, at):
                return m
        return None


def _positions(text: str, words: Iterable[str]) -> list[int]:
    """Give where the words stand in a text, in order."""
    out: list[int] = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            out.append(at)
            at = text.find(word, at + len(word))
    out.sort()
    return out


def last_word(text: str, at: int) -> str:
    """Give the word before an offset in lower case; empty unless only blanks lie between.

    >>> last_word("shells fell in Hama", 15), last_word("fell (Hama", 6), last_word("pro-Hama", 4)
    ('in', '', '')
    """
    tail = text[max(0, at - _LONGEST_WORD) : at]
    if not tail or not tail[-1].isspace():
        return ""
    token = tail.rstrip()
    word = token.rpartition(" ")[2]
    if not word.isalnum():
        m = _LAST_OF_TOKEN.search(word)
        word = m.group() if m else ""
    return word.lower()


def window_before(text: str, at: int, reach: int) -> Window:
    """Cut the clause before an offset, at most ``reach`` characters of it.

    >>> w = window_before("He left, and fell in Hama", 21, 140)
    >>> w.text, sorted(w.words)
    (' and fell in ', ['and', 'fell', 'in'])
    """
    clause = _PARTS_CLAUSES.split(text[max(0, at - reach) : at])[-1]
    low = clause.lower()
    if len(low) != len(clause):  # "İ" has two characters in lower case
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in clause)
    return Window(low, frozenset(_WORD.findall(low)))


def first_words(alternation: str) -> frozenset[str]:
    """Give the first words of an alternation of plain words.

    >>> sorted(first_words("on the way to|towards"))
    ['on', 'towards']
    """
    return frozenset(_WORD.findall(p)[0] for p in alternation.split("|"))


def last_words(alternation: str) -> frozenset[str]:
    """Give the last words of an alternation of plain words; a hyphen parts words.

    >>> sorted(last_words("on the way to|front-line"))
    ['line', 'to']
    """
    return frozenset(_WORD.findall(p)[-1] for p in alternation.split("|"))
