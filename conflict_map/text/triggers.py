"""Finds the words that report an event and says of what type, by who does it to whom.

Types are ACLED's words (codebook 2023) with PLOVER's beside them; the words themselves stand in
``data/triggers.txt``. Knows no places and no dates.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, NamedTuple

from conflict_map.text.phrases import Hit, PhraseBook, Words, read_sections
from conflict_map.vocabulary import SUB_EVENT_TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A word or phrase that reports an event; offsets in the sentence, half-open."""

    start: int
    end: int
    text: str
    event_type: str | None
    """ACLED's event type; None for talk, which ACLED does not code."""
    sub_event_type: str | None
    plover_type: str
    weight: float
    """How specific the word is: 4 narrows another word, 3 names the event, 2 an action, 1 a general word."""


class _Rule(NamedTuple):
    """What the words of one section mean."""

    what: str
    plover: str
    weight: float


class _Sign(NamedTuple):
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


# ---------------------------------------------------------------- what is said not to have happened

_NEGATIONS: Final = frozenset(
    "no not never nobody none without denied denies deny prevent prevents prevented avoid avoids avoided avoiding "
    "end ends ended ending stop stops stopped stopping cannot neither nor".split()
)
_NEGATING_PAIRS: Final = frozenset(
    {
        ("failed", "to"),
        ("fails", "to"),
        ("fail", "to"),
        ("unable", "to"),
        ("no", "one"),
        ("calm", "after"),
        ("truce", "in"),
    }
)
_NEGATION_REACH: Final = 4
_PLANS: Final = frozenset(
    "would will could may might should shall plan plans planned planning intend intends intended prepare prepares prepared "
    "preparing aim aims aimed aiming seek seeks seeking vow vows vowed threaten threatens threatened threatening hope hopes "
    "hoped hoping weigh weighs weighed weighing consider considers considered considering discuss discusses discussed "
    "discussing ready possible potential if designed expected scheduled fearing".split()
)
_PLANNING_PAIRS: Final = frozenset(
    {
        ("goal", "of"), ("call", "for"), ("calls", "for"), ("called", "for"), ("calling", "for"), ("call", "on"), ("called", "on"),
        ("calls", "on"), ("calling", "on"), ("risk", "of"), ("fear", "of"), ("fears", "of"), ("warn", "of"), ("warned", "of"), ("warns", "of"),
        ("warning", "of"), ("in", "case"), ("attempt", "to"), ("attempts", "to"), ("attempted", "to"), ("in", "order"), ("about", "to"),
        ("called", "a"), ("called", "an"), ("due", "to"), ("said", "to"), ("is", "to"), ("are", "to"), ("report", "of"), ("reports", "of"), ("threat", "of"),
        ("danger", "of"), ("possibility", "of"), ("prospect", "of"),
    }
)  # fmt: skip
_PLAN_REACH: Final = 5
_BACKGROUND: Final = frozenset(
    {
        ("anniversary", "of"), ("history", "of"), ("start", "of"), ("beginning", "of"), ("outbreak", "of"), ("years", "of"), ("year", "of"),
        ("decade", "of"), ("decades", "of"), ("response", "to"), ("months", "of"), ("victims", "of"), ("memory", "of"),
    }
)  # fmt: skip
_BACKGROUND_WORDS: Final = ("commemorat", "remember")
_BACKGROUND_REACH: Final = 4
_DONE_TO: Final = frozenset(
    "continued continue continues began begun managed forced started forcing used able proceeded led went".split()
)
"""After these a bare infinitive is a deed; after others a purpose ("an offensive to retake the port")."""
_BREAKS: Final = frozenset({"and", "but"})
"""They end the reach of a negation or plan: who "stopped lorries and abducted drivers" did abduct."""
_SPACES: Final = re.compile(r"[\s-]*\Z")


class _Order:
    """The words of one sentence in their order, in lower case, with where they stand."""

    __slots__ = ("ends", "sentence", "starts", "words")

    def __init__(self, words: Words) -> None:
        self.sentence = words.sentence
        self.words = [w.lower().replace("’", "'") for w in words.texts]
        self.starts = [start for start, _ in words.spans]
        self.ends = [end for _, end in words.spans]

    def before(self, at: int, most: int) -> list[str]:
        """Give at most ``most`` words of the same phrase before an offset, the nearest first."""
        i = bisect_left(self.starts, at)
        out: list[str] = []
        edge = at
        while i > 0 and len(out) < most:
            i -= 1
            if not _SPACES.match(self.sentence, self.ends[i], edge):
                break
            edge = self.starts[i]
            out.append(self.words[i])
        return out

    def within(self, start: int, end: int) -> list[str]:
        """Give the words of a stretch, in order."""
        return self.words[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def _reported(words: _Order, start: int, end: int) -> bool:
    """Say whether a phrase is told as done: not denied, planned, feared, or remembered."""
    left = words.before(start, _PLAN_REACH + 1)
    for i, word in enumerate(left):
        if word in _BREAKS:
            break
        pair = (left[i + 1] if i + 1 < len(left) else "", word)
        if i < _NEGATION_REACH and (
            word in _NEGATIONS or word.endswith("n't") or pair in _NEGATING_PAIRS
        ):
            return False
        if i < _PLAN_REACH and (word in _PLANS or pair in _PLANNING_PAIRS):
            return False
        if i < _BACKGROUND_REACH and (pair in _BACKGROUND or word.startswith(_BACKGROUND_WORDS)):
            return False
    if left and left[0] == "to" and not (len(left) > 1 and left[1] in _DONE_TO):
        return False
    inside = words.within(start, end)[1:]
    return not any(w in _UNDONE or w.endswith("n't") for w in inside)


_UNDONE: Final = frozenset("not never would will could might may unable".split())


# ---------------------------------------------------------------- who does it to whom

_REACH: Final = 90
"""Whom a deed hits stands at most so many characters from its words."""
_PASSIVE: Final = frozenset("was were been being is are be got".split())
_PASSIVE_REACH: Final = 3
_AFTER_PASSIVE: Final = frozenset(
    "by in during when on at near after while inside outside as".split()
)
_NOUN_OR_VERB: Final = frozenset(
    "attack attacks raid raids assault assaults storm shooting shootings violence strike strikes offensive offensives".split()
)
_BEFORE_NOUN: Final = frozenset(
    "a an the in this that of by each another his her its their several two three four deadly armed rebel militant similar "
    "such recent new such after during from earlier second first third these those any fresh brutal major one".split()
)
_AFTER_NOUN: Final = frozenset(
    "on against in by near at that which was were is has had took occurred happened".split()
)
_BY: Final = re.compile(r"\bby\b", re.IGNORECASE)
_ARMED: Final = "(armed)"
_CIVILIAN: Final = "(civilian)"


@dataclass(frozen=True, slots=True)
class _Scene:
    """A sentence with what stands in it: signs of events, and who or what its words are."""

    sentence: str
    words: _Order
    signs: tuple[_Sign, ...]
    people: tuple[Hit, ...]
    """Words for people and things, by their start."""
    whats: tuple[str, ...]
    """What each of them is: the name of its section."""

    def has(self, *whats: str) -> bool:
        return any(s.what in whats for s in self.signs)

    def names(self, what: str) -> bool:
        return what in self.whats

    def near(self, sign: _Sign, *, after: bool, among: frozenset[str]) -> str | None:
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

    def passive(self, sign: _Sign) -> bool:
        """Say whether what stands before a deed is what it hits ("were killed by")."""
        before = self.words.before(sign.start, _PASSIVE_REACH)
        if _PASSIVE.intersection(before):
            return True
        i = bisect_left(self.words.starts, sign.end)
        following = self.words.words[i] if i < len(self.words.words) else "in"
        return following in _AFTER_PASSIVE and sign.what in {"kill", "harm", "arrest"}

    def is_noun(self, sign: _Sign) -> bool:
        """Say whether a word that may be a verb is a noun here ("in a raid on the camp")."""
        if self.sentence[sign.start : sign.end].casefold() not in _NOUN_OR_VERB:
            return False
        before = self.words.before(sign.start, 1)
        i = bisect_left(self.words.starts, sign.end)
        after = self.words.words[i] if i < len(self.words.words) else ""
        return not before or before[0] in _BEFORE_NOUN or after in _AFTER_NOUN

    def hit(self, sign: _Sign, among: frozenset[str]) -> str | None:
        """Give what a deed hits."""
        after = self.is_noun(sign) or not self.passive(sign)
        return self.near(sign, after=after, among=among)

    def by(self, sign: _Sign, among: frozenset[str]) -> str | None:
        """Give who does a deed."""
        if self.is_noun(sign):
            by = _BY.search(self.sentence, sign.end, sign.end + _REACH)
            return self.near(sign._replace(end=by.end()), after=True, among=among) if by else None
        return self.near(sign, after=self.passive(sign), among=among)


_TARGETS: Final = frozenset({_ARMED, _CIVILIAN})
_SIDES: Final = frozenset({"(state)", "(nonstate)"})
_ACTORS: Final = frozenset({_ARMED, "(civic)"})
_FIXED: Final = {
    "blast": "Remote explosive/landmine/IED",
    "strike": "Air/drone strike",
    "pound": "Shelling/artillery/missile attack",
    "move": "Armed clash",
    "mob": "Mob violence",
    "property": "Looting/property destruction",
    "seize": "Disrupted weapons use",
}


def _read(sentence: str) -> _Scene | None:
    books = _books()
    read = Words(sentence)
    hits = books.signs.find(read)
    if not hits:
        return None
    words = _Order(read)
    rules = books.rules
    signs = tuple(
        _Sign(h.start, h.end, *rules[h.tag]) for h in hits if _reported(words, h.start, h.end)
    )
    if not signs:
        return None
    people = tuple(books.people.find(read))
    return _Scene(sentence, words, signs, people, tuple(rules[h.tag].what for h in people))


def _sub_type(scene: _Scene, sign: _Sign) -> tuple[str | None, float] | None:
    """Give the sub-event type of a sign and its weight in this sentence; None if it is none here."""
    what, weight = sign.what, sign.weight
    if what == "-":
        return None, weight
    if what in SUB_EVENT_TYPES:
        return what, weight
    if what in _FIXED:
        return _FIXED[what], weight
    return _DECIDERS[what](scene, sign)


Decided = tuple[str | None, float] | None


def _attack(scene: _Scene, sign: _Sign) -> Decided:
    hit, by = scene.hit(sign, _TARGETS), scene.by(sign, _ACTORS)
    if by == "(civic)" and hit != _ARMED:
        return "Mob violence", 2.0
    if hit == _ARMED:
        return "Armed clash", 2.0
    if hit == _CIVILIAN:
        return "Attack", 2.0
    return ("Attack" if scene.names(_CIVILIAN) else "Armed clash"), sign.weight


def _kill(scene: _Scene, sign: _Sign) -> Decided:
    return ("Armed clash" if scene.hit(sign, _TARGETS) == _ARMED else "Attack"), sign.weight


def _harm(scene: _Scene, sign: _Sign) -> Decided:
    if scene.by(sign, _ACTORS) == "(civic)":
        return "Mob violence", sign.weight
    hit, by = scene.hit(sign, _TARGETS), scene.by(sign, _ACTORS)
    return ("Armed clash" if hit == _ARMED and by == _ARMED else "Attack"), sign.weight


def _capture(scene: _Scene, sign: _Sign) -> Decided:
    if scene.has("Non-violent transfer of territory", "unopposed") or _UNOPPOSED.search(
        scene.sentence
    ):
        return "Non-violent transfer of territory", sign.weight
    by = scene.by(sign, _SIDES)
    if by is None:
        return "Armed clash", 2.0
    return _TAKEN_BY[by], sign.weight


def _recapture(scene: _Scene, sign: _Sign) -> Decided:
    by = scene.by(sign, _SIDES)
    return _TAKEN_BY[by or "(state)"], sign.weight


_UNOPPOSED: Final = re.compile(
    r"\b(?:no (?:clashes|fighting|resistance)|without (?:any )?(?:clashes|fighting|a fight|resistance))\b",
    re.IGNORECASE,
)
"""What a negation else takes out of the signs."""

_TAKEN_BY: Final = {
    "(state)": "Government regains territory",
    "(nonstate)": "Non-state actor overtakes territory",
}


def _protest(_scene: _Scene, sign: _Sign) -> Decided:
    return "Peaceful protest", sign.weight


def _is_protest(scene: _Scene) -> bool:
    return scene.has("protest") or scene.names("(crowd)")


def _unruly(scene: _Scene, sign: _Sign) -> Decided:
    if _is_protest(scene):
        return "Violent demonstration", 4.0
    if scene.by(sign, _ACTORS) == "(civic)":
        return "Violent demonstration", 3.0
    return None


def _disperse(scene: _Scene, _sign: _Sign) -> Decided:
    if _is_protest(scene):
        return "Protest with intervention", 4.0
    return None


def _lethal(scene: _Scene, _sign: _Sign) -> Decided:
    if _is_protest(scene) and scene.names("(police)"):
        return "Excessive force against protesters", 4.0
    return None


def _nothing(_scene: _Scene, _sign: _Sign) -> Decided:
    return None  # it only tells how a place was taken


def _arrest(scene: _Scene, sign: _Sign) -> Decided:
    if _is_protest(scene):
        return "Protest with intervention", 4.0
    if scene.by(sign, _SIDES) == "(nonstate)":
        return "Abduction/forced disappearance", 2.0
    return "Arrests", sign.weight


_DECIDERS: Final = {
    "attack": _attack, "kill": _kill, "harm": _harm, "capture": _capture, "recapture": _recapture,
    "protest": _protest, "unruly": _unruly, "disperse": _disperse, "lethal": _lethal, "arrest": _arrest, "unopposed": _nothing,
}  # fmt: skip


def _says_the_same(a: Trigger, b: Trigger) -> bool:
    """Say whether two phrases overlap and give one type."""
    return b.start < a.end and (a.sub_event_type, a.plover_type) == (
        b.sub_event_type,
        b.plover_type,
    )


@lru_cache(
    maxsize=1024
)  # a report's sentences are asked for twice: for its places, and for its claims
def find_triggers(sentence: str) -> tuple[Trigger, ...]:
    """Find what a sentence reports, the most specific first; plans and negations are left out.

    >>> [t.sub_event_type for t in find_triggers("Artillery fire hit the town.")]
    ['Shelling/artillery/missile attack']
    >>> find_triggers("They plan to attack. There were no clashes.")
    ()
    >>> [t.sub_event_type for t in find_triggers("They stopped cars and abducted two men.")]
    ['Abduction/forced disappearance']
    """
    scene = _read(sentence)
    if scene is None:
        return ()
    found: list[Trigger] = []
    for sign in scene.signs:
        decided = _sub_type(scene, sign)
        if decided is None:
            continue
        sub, weight = decided
        trigger = Trigger(
            start=sign.start,
            end=sign.end,
            text=sentence[sign.start : sign.end],
            event_type=SUB_EVENT_TYPES[sub] if sub else None,
            sub_event_type=sub,
            plover_type=sign.plover,
            weight=weight,
        )
        if not (found and _says_the_same(found[-1], trigger)):
            found.append(trigger)
        elif found[-1].weight < weight:
            found[-1] = trigger
    return tuple(sorted(found, key=lambda t: (-t.weight, t.start, -(t.end - t.start))))
