"""Finds the words that name persons, whom towns are so often called after; knows no places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from conflict_map.text.words import ARTICLES, FEATURES, LEFT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.text.clues import Lore
    from conflict_map.text.cut import Words

_PARTICLES: Final = frozenset("al el bin ibn van von de der".split())
_MAX_NAMES: Final = 3
_SAINT: Final = "saint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Persons:
    """The names that a report uses for persons, and where."""

    names: frozenset[str]
    """Given names and surnames in lower case: "Tripoli" once "Mayor Ali Tripoli" was named."""
    places: frozenset[tuple[int, int]]
    """Sentence and word of each."""

    def holds(self, sentence: int, first: int, last: int) -> bool:
        """Say whether a span begins or ends with a word of a person's name."""
        return (sentence, first) in self.places or (sentence, last) in self.places


def persons_in(sentences: Sequence[Words], lore: Lore) -> Persons:
    """Collect the persons of a report: the names after a title, and after a given name.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> from conflict_map.text.clues import Lore
    >>> from conflict_map.text.cut import Words
    >>> cut = [Words("President Jean Tripoli spoke. Tripoli left.")]
    >>> sorted(persons_in(cut, Lore(Gazetteer.default())).names)
    ['jean', 'tripoli']
    """
    names: set[str] = set()
    places: set[tuple[int, int]] = set()
    for number, words in enumerate(sentences):
        for following in words.capitals:
            if not following:
                continue
            for k in _person_from(words, following - 1, lore):
                places.add((number, k))
                if len(words.keys[k]) > 2:
                    names.add(words.keys[k])
    return Persons(names=frozenset(names), places=frozenset(places))


def _person_from(words: Words, at: int, lore: Lore) -> list[int]:
    """Give the words of a person's name that the title or given name ``at`` opens."""
    key, gap = words.keys[at], words.gaps[at + 1]
    is_title = LEFT.get(key) == "title" and key != _SAINT
    known = lore.known.get(key, "")
    is_given = words.caps[at] and "g" in known and known[0] != "1" and key not in ARTICLES
    if not (is_title or is_given):
        return []
    if not is_title and lore.standing(words.text[words.starts[at] : words.ends[at + 1]])[0]:
        return []  # "Ras Isa" has two given names and is a port
    if gap not in {" ", "."} and not (is_title and words.text[words.ends[at] :][:2] == ". "):
        return []
    run = [] if is_title else [at]
    k = at + 1
    while k < len(words) and len(run) < _MAX_NAMES + (not is_title):
        if not words.caps[k] and words.keys[k] not in _PARTICLES:
            break
        if words.keys[k] in FEATURES or LEFT.get(words.keys[k]) in {"title", "dir"}:
            break
        if lore.demonym(words.words[k]):
            break
        run.append(k)
        k += 1
        if k < len(words) and words.gaps[k] not in {" ", "-", "."}:
            break
    if not run or not words.caps[run[-1]] or (is_given and not is_title and len(run) == 1):
        return []
    return run
