"""Reads a sentence for signs of events and for who or what its words are; knows no types of events."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

from conflict_map.text.phrases import WORD, Hit, PhraseBook, Words, read_sections
from conflict_map.text.told import Order, reported

_MOST_SIGNS: Final = 80
"""A sentence with more words for events than this is no sentence; the others are not read."""
_REACH: Final = 90
"""Whom a deed hits stands at most so many characters from its words."""
PASSIVE: Final = frozenset("was were been being is are be got".split())
_PASSIVE_REACH: Final = 3
_AFTER_PASSIVE: Final = frozenset("by in during when on near after while inside outside as".split())
_DOING: Final = re.compile(r"^\w+ing\b")
_BEFALLS: Final = frozenset("died dies dead die deaths found_dead".split())
_MAY_STAND_BETWEEN: Final = frozenset("also not then later both shot beaten stabbed hacked".split())
_NOUN_OR_VERB: Final = frozenset(
    "attack attacks raid raids assault assaults storm shooting shootings violence strike strikes offensive offensives".split()
)
_BEFORE_NOUN: Final = frozenset(
    "a an the in this that of by each another his her its their several two three four deadly armed rebel militant similar "
    "such recent new such after during from earlier second first third these those any fresh brutal major one".split()
)
_ARTICLES: Final = frozenset("a an the this that".split())
_AFTER_NOUN: Final = frozenset(
    "on against in by near at that which was were is has had took occurred happened".split()
)
_BY: Final = re.compile(r"\bby\b", re.IGNORECASE)
ARMED: Final = "(armed)"
CIVILIAN: Final = "(civilian)"
CROWD: Final = "(crowd)"
CIVIC: Final = "(civic)"


class _Rule(NamedTuple):
    """What the words of one section mean."""

    what: str
    plover: str
    weight: float


class Sign(NamedTuple):
    """A phrase that stands in a sentence, with what it means."""

    start: int
    end: int
    what: str
    plover: str
    weight: float


class _Books(NamedTuple):
    """The phrases that report events, and those that say who or what a word is."""

    signs: PhraseBook
    people: PhraseBook
    rules: tuple[_Rule, ...]


@cache
def _books() -> _Books:
    sections, lists = read_sections("triggers.txt")
    rules: list[_Rule] = []
    signs: list[tuple[str, int]] = []
    people: list[tuple[str, int]] = []
    for tag, section in enumerate(sections):
        what, plover, weight = (*section.heading, "", "0")[:3]
        rules.append(_Rule(what, plover, float(weight or 0)))
        (signs if plover else people).extend((line, tag) for line in section.lines)
    return _Books(PhraseBook(signs, lists), PhraseBook(people, lists), tuple(rules))


@dataclass(frozen=True, slots=True)
class Scene:
    """A sentence with what stands in it: signs of events, and who or what its words are."""

    sentence: str
    words: Order
    signs: tuple[Sign, ...]
    people: tuple[Hit, ...]
    """Words for people and things, by their start."""
    whats: tuple[str, ...]
    """What each of them is: the name of its section."""
    amid_protest: bool
    """The sentence before tells of a protest that this one goes on with."""

    def has(self, *whats: str) -> bool:
        """Say whether a sign of one of some kinds stands here."""
        return any(s.what in whats for s in self.signs)

    def names(self, what: str) -> bool:
        """Say whether somebody or something of a kind is named."""
        return what in self.whats

    def near(self, sign: Sign, *, after: bool, among: frozenset[str]) -> str | None:
        """Give what the nearest of some words is, before or after a sign.

        In "government official" and "army base" the last word says what the whole is.
        """
        edge = None
        found = None
        for hit, what in (
            zip(self.people, self.whats, strict=True)
            if after
            else zip(reversed(self.people), reversed(self.whats), strict=True)
        ):
            if what not in among:
                continue
            if after:
                if hit.start < sign.end:
                    continue
                if edge is None:
                    if hit.start - sign.end > _REACH:
                        return None
                elif hit.start - edge > 1:
                    break
                if edge is None or hit.end > edge:
                    edge, found = hit.end, what
            elif hit.end <= sign.start:
                return what if sign.start - hit.end <= _REACH else None
        return found

    def passive(self, sign: Sign) -> bool:
        """Say whether what stands before a deed is what it hits ("were killed by")."""
        text = self.sentence[sign.start : sign.end].casefold()
        if _DOING.search(text):
            return False
        if text in _BEFALLS:
            return True
        before = self.words.before(sign.start, _PASSIVE_REACH)
        for word in before:
            if word in PASSIVE:
                return True
            if not (word.endswith("ly") or word in _MAY_STAND_BETWEEN):
                break
        i = bisect_left(self.words.starts, sign.end)
        following = self.words.words[i] if i < len(self.words.words) else "in"
        return following in _AFTER_PASSIVE and sign.what in {"kill", "harm", "arrest"}

    def is_noun(self, sign: Sign) -> bool:
        """Say whether a word that may be a verb is a noun here ("in a raid on the camp")."""
        if self.sentence[sign.start : sign.end].casefold() not in _NOUN_OR_VERB:
            return False
        before = self.words.before(sign.start, 2)
        i = bisect_left(self.words.starts, sign.end)
        after = self.words.words[i] if i < len(self.words.words) else ""
        if not before or before[0] in _BEFORE_NOUN or after in _AFTER_NOUN:
            return True
        # "the current attack", but "the rebels attack"
        return len(before) > 1 and before[1] in _ARTICLES and not before[0].endswith("s")

    def names_its_target(self, sign: Sign) -> bool:
        """Say whether a word for an attack is a verb, or a noun that says on whom or by whom."""
        i = bisect_left(self.words.starts, sign.end)
        after = self.words.words[i] if i < len(self.words.words) else ""
        return after in {"on", "against", "by"} or not self.is_noun(sign)

    def hit(self, sign: Sign, among: frozenset[str]) -> str | None:
        """Give what a deed hits."""
        for hit, what in zip(self.people, self.whats, strict=True):
            if sign.start < hit.start and hit.end <= sign.end and what in among:
                return what  # the phrase itself says it
        after = self.is_noun(sign) or not self.passive(sign)
        return self.near(sign, after=after, among=among)

    def by(self, sign: Sign, among: frozenset[str]) -> str | None:
        """Give who does a deed."""
        if self.is_noun(sign) or self.passive(sign):
            by = _BY.search(self.sentence, sign.end, sign.end + _REACH)
            return self.near(sign._replace(end=by.end()), after=True, among=among) if by else None
        return self.near(sign, after=False, among=among)


def read_scene(sentence: str, *, amid_protest: bool = False) -> Scene | None:
    """Read a sentence; None if it tells of no event.

    >>> scene = read_scene("Rebels attacked an army post.")
    >>> attack = scene.signs[-1]
    >>> attack.what, scene.hit(attack, frozenset({ARMED})), scene.by(attack, frozenset({ARMED}))
    ('attack', '(armed)', '(armed)')
    >>> read_scene("It rained.") is None
    True
    """
    books = _books()
    read = Words(sentence)
    hits = books.signs.find(read)[:_MOST_SIGNS]
    if not hits:
        return None
    words = Order(read)
    rules = books.rules
    signs = tuple(
        Sign(h.start, h.end, *rules[h.tag])
        for h in hits
        if reported(words, h.start, h.end) and not _is_a_name(sentence, h.start, h.end)
    )
    if not signs:
        return None
    people = tuple(books.people.find(read))
    whats = tuple(rules[h.tag].what for h in people)
    return Scene(sentence, words, signs, people, whats, amid_protest)


def _is_a_name(sentence: str, start: int, end: int) -> bool:
    """Say whether a word is part of a name ("Popular Mobilization Forces"), outside a headline."""
    if not (start and sentence[start].isupper() and _NAME_AROUND.match(sentence, end)):
        return False
    words: list[str] = WORD.findall(sentence)
    capitals = sum(word[:1].isupper() for word in words)
    return 2 * capitals < len(words)


_NAME_AROUND: Final = re.compile(r"\s(?:of (?:the )?)?[A-Z]")
