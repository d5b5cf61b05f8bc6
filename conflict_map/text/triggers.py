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

from conflict_map.text.phrases import WORD, Hit, PhraseBook, Words, read_sections
from conflict_map.vocabulary import SUB_EVENT_TYPES, EventType


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
        ("called", "a"), ("called", "an"), ("due", "to"), ("is", "to"), ("are", "to"), ("report", "of"), ("reports", "of"), ("threat", "of"),
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
        # The month keeps its capital: in "In May rebels attacked" nothing is only possible.
        self.words = [w if w == "May" else w.lower().replace("’", "'") for w in words.texts]
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


def _is_aside(words: _Order, start: int) -> bool:
    """Say whether a phrase only tells why or after what ("a protest over the killing of")."""
    before = words.before(start, _ASIDE_REACH + 1)
    for i, word in enumerate(before[:_ASIDE_REACH]):
        if word in _ASIDES:
            pair = before[i + 1] if i + 1 < len(before) else ""
            return not (word == "over" and pair in _MOVES_OVER)
        if word == "for" and i + 1 < len(before):
            return before[i + 1] in _ASIDES_WITH_FOR
        if word not in _MAY_FOLLOW_ASIDE and not word.endswith(("ly", "al")):
            return False
    return False


_ASIDE_REACH: Final = 4
_ASIDES: Final = frozenset(
    "after following over against about condemning denouncing protesting demanding accused suspected charges alleging "
    "commemorating investigating because before prior since wanted despite of condemn denounce protest responsible decry "
    "decrying oppose opposing demand demanded mourn mourning".split()
)
_ASIDES_WITH_FOR: Final = frozenset(
    "justice responsible responsibility retaliation revenge reprisal wanted sentenced jailed blamed arrested suspects charged "
    "convicted trial accountability detained compensation apologised apologized motive".split()
)
_MOVES_OVER: Final = frozenset(
    "rolled drove driven drives ran run runs driving control flew flying passed took takes taking handed rolling going".split()
)
_MAY_FOLLOW_ASIDE: Final = frozenset(
    "the a an of to in his her their its this that these those recent two three several alleged deadly suspected being having "
    "ongoing continued past previous earlier other any all such planned failed rebel armed police army military".split()
)
_UNDONE: Final = frozenset("not never would will could might may unable".split())


# ---------------------------------------------------------------- who does it to whom

_REACH: Final = 90
"""Whom a deed hits stands at most so many characters from its words."""
_PASSIVE: Final = frozenset("was were been being is are be got".split())
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
_ARMED: Final = "(armed)"
_CIVILIAN: Final = "(civilian)"
_CROWD: Final = "(crowd)"
_CIVIC: Final = "(civic)"


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
    amid_protest: bool
    """The sentence before tells of a protest that this one goes on with."""

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
        text = self.sentence[sign.start : sign.end].casefold()
        if _DOING.search(text):
            return False
        if text in _BEFALLS:
            return True
        before = self.words.before(sign.start, _PASSIVE_REACH)
        for word in before:
            if word in _PASSIVE:
                return True
            if not (word.endswith("ly") or word in _MAY_STAND_BETWEEN):
                break
        i = bisect_left(self.words.starts, sign.end)
        following = self.words.words[i] if i < len(self.words.words) else "in"
        return following in _AFTER_PASSIVE and sign.what in {"kill", "harm", "arrest"}

    def is_noun(self, sign: _Sign) -> bool:
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

    def names_its_target(self, sign: _Sign) -> bool:
        """Say whether a word for an attack is a verb, or a noun that says on whom or by whom."""
        i = bisect_left(self.words.starts, sign.end)
        after = self.words.words[i] if i < len(self.words.words) else ""
        return after in {"on", "against", "by"} or not self.is_noun(sign)

    def hit(self, sign: _Sign, among: frozenset[str]) -> str | None:
        """Give what a deed hits."""
        for hit, what in zip(self.people, self.whats, strict=True):
            if sign.start < hit.start and hit.end <= sign.end and what in among:
                return what  # the phrase itself says it
        after = self.is_noun(sign) or not self.passive(sign)
        return self.near(sign, after=after, among=among)

    def by(self, sign: _Sign, among: frozenset[str]) -> str | None:
        """Give who does a deed."""
        if self.is_noun(sign) or self.passive(sign):
            by = _BY.search(self.sentence, sign.end, sign.end + _REACH)
            return self.near(sign._replace(end=by.end()), after=True, among=among) if by else None
        return self.near(sign, after=False, among=among)


_TARGETS: Final = frozenset({_ARMED, _CIVILIAN, _CROWD})
_SIDES: Final = frozenset({"(state)", "(nonstate)"})
_ACTORS: Final = frozenset({_ARMED, _CIVIC})
_FIXED: Final = {
    "blast": "Remote explosive/landmine/IED",
    "strike": "Air/drone strike",
    "pound": "Shelling/artillery/missile attack",
    "move": "Armed clash",
    "operation": "Armed clash",
    "property": "Looting/property destruction",
    "seize": "Disrupted weapons use",
}


def _read(sentence: str, *, amid_protest: bool) -> _Scene | None:
    books = _books()
    read = Words(sentence)
    hits = books.signs.find(read)
    if not hits:
        return None
    words = _Order(read)
    rules = books.rules
    signs = tuple(
        _Sign(h.start, h.end, *rules[h.tag])
        for h in hits
        if _reported(words, h.start, h.end) and not _is_a_name(sentence, h.start, h.end)
    )
    if not signs:
        return None
    people = tuple(books.people.find(read))
    whats = tuple(rules[h.tag].what for h in people)
    return _Scene(sentence, words, signs, people, whats, amid_protest)


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
    """Type an attack by what it hits: armed people make it a clash, others violence against civilians."""
    hit, by = scene.hit(sign, _TARGETS), scene.by(sign, _ACTORS)
    if _is_protest(scene) and hit == _CROWD and by == _ARMED:
        return "Excessive force against protesters", 4.0
    if by == _CIVIC and hit != _ARMED:
        return "Mob violence", 2.0
    weight = 2.0 if scene.names_its_target(sign) else sign.weight
    if hit == _ARMED:
        return "Armed clash", weight
    if hit in {_CIVILIAN, _CROWD}:
        return "Attack", weight
    return ("Attack" if scene.names(_CIVILIAN) else "Armed clash"), sign.weight


def _tells_death(scene: _Scene, sign: _Sign) -> bool:
    return bool(_DEATH.match(scene.sentence, sign.start))


_DEATH: Final = re.compile(r"kill|slain|died|dies|dead|death|murder", re.IGNORECASE)


def _clash(scene: _Scene, sign: _Sign) -> Decided:
    if _is_protest(scene):
        return "Violent demonstration", 4.0
    return "Armed clash", sign.weight


def _unrest(scene: _Scene, sign: _Sign) -> Decided:
    return ("Violent demonstration" if _is_protest(scene) else "Armed clash"), sign.weight


def _kill(scene: _Scene, sign: _Sign) -> Decided:
    hit = scene.hit(sign, _TARGETS)
    if hit == _CROWD and _tells_death(scene, sign):
        return "Excessive force against protesters", 4.0
    if hit == _ARMED:
        return "Armed clash", sign.weight
    return ("Mob violence" if scene.by(sign, _ACTORS) == _CIVIC else "Attack"), sign.weight


def _harm(scene: _Scene, sign: _Sign) -> Decided:
    hit, by = scene.hit(sign, _TARGETS), scene.by(sign, _ACTORS)
    if by == _CIVIC:
        return "Mob violence", 3.0
    if hit == _CROWD:
        return "Excessive force against protesters", 4.0
    return ("Armed clash" if hit == _ARMED and by in {_ARMED, None} else "Attack"), sign.weight


def _capture(scene: _Scene, sign: _Sign) -> Decided:
    if scene.has("Non-violent transfer of territory", "unopposed") or unopposed(scene.sentence):
        return "Non-violent transfer of territory", sign.weight
    by = scene.by(sign, _SIDES)
    if by is None:
        return "Armed clash", 2.0
    return _TAKEN_BY[by], sign.weight


def unopposed(sentence: str) -> bool:
    """Say whether a sentence tells that there was no fight, which is no event and no denial of one.

    >>> unopposed("No clashes were reported."), unopposed("Clashes were reported.")
    (True, False)
    """
    return bool(_UNOPPOSED.search(sentence))


_UNOPPOSED: Final = re.compile(
    r"\b(?:no (?:armed )?(?:clash(?:es)?|fighting|resistance)|without (?:any )?(?:clash(?:es)?|fighting|a fight|resistance))\b",
    re.IGNORECASE,
)


def _recapture(scene: _Scene, sign: _Sign) -> Decided:
    by = scene.by(sign, _SIDES)
    return _TAKEN_BY[by or "(state)"], sign.weight


_TAKEN_BY: Final = {
    "(state)": "Government regains territory",
    "(nonstate)": "Non-state actor overtakes territory",
}


def _protest(scene: _Scene, sign: _Sign) -> Decided:
    if scene.sentence.startswith("march", sign.start) and scene.by(sign, _ACTORS) == _ARMED:
        return None
    return "Peaceful protest", sign.weight


def _is_protest(scene: _Scene) -> bool:
    return scene.amid_protest or scene.has("protest") or scene.names(_CROWD)


def _unruly(scene: _Scene, sign: _Sign) -> Decided:
    if _is_protest(scene):
        return "Violent demonstration", 4.0
    if scene.by(sign, _ACTORS) == _CIVIC:
        return "Violent demonstration", 3.0
    return None


def _disperse(scene: _Scene, _sign: _Sign) -> Decided:
    if not _is_protest(scene):
        return None
    if any(s.what == "kill" and _tells_death(scene, s) for s in scene.signs) or scene.has("lethal"):
        return "Excessive force against protesters", 4.0
    return "Protest with intervention", 4.0


def _lethal(scene: _Scene, _sign: _Sign) -> Decided:
    if _is_protest(scene) and scene.names(_ARMED):
        return "Excessive force against protesters", 4.0
    return None


def _nothing(_scene: _Scene, _sign: _Sign) -> Decided:
    return None  # it only tells how a place was taken


def _arrest(scene: _Scene, sign: _Sign) -> Decided:
    """Type an arrest by who makes it: other armed men than a state take civilians away."""
    if _is_protest(scene):
        return "Protest with intervention", 4.0
    by = scene.by(sign, _ACTORS | _SIDES)
    if by == _CIVIC:
        return "Mob violence", sign.weight
    side = scene.by(sign, _SIDES)
    if side == "(nonstate)":
        return "Abduction/forced disappearance", sign.weight
    return "Arrests", sign.weight


def _feud(scene: _Scene, sign: _Sign) -> Decided:
    """Type a clash of groups: with firearms or dead they are armed groups, else a mob."""
    if _is_protest(scene):
        return "Violent demonstration", 4.0
    armed = _FIREARMS.search(scene.sentence) or (scene.has("kill") and not scene.has("unruly"))
    return ("Armed clash" if armed else "Mob violence"), sign.weight


_FIREARMS: Final = re.compile(
    r"\b(?:armed|gunm\w+|guns?|gunfire|gunfight\w*|shots?|shooting|rifles?|militias?|militiam[ae]n|gangs?|criminal|"
    r"fighters|militants|forces)\b",
    re.IGNORECASE,
)


def _mob(scene: _Scene, sign: _Sign) -> Decided:
    left = scene.words.before(sign.start, 3)
    inside = scene.words.within(sign.start, sign.end)[1:]
    if _PASSIVE.intersection(inside) or _VIOLENT_VERBS.intersection(left):
        return None  # they are those it was done to
    if scene.has("protest") and "by" not in left:
        return "Violent demonstration", 4.0
    return "Mob violence", sign.weight


_VIOLENT_VERBS: Final = frozenset(
    "attacked killed shot beat wounded injured abducted killing wounding injuring attacking shooting targeted kidnapped".split()
)


def _blockade(scene: _Scene, sign: _Sign) -> Decided:
    """Read a closed road as a protest only where people close it, or somebody demands something."""
    if _is_protest(scene) or scene.by(sign, _ACTORS) == _CIVIC or _DEMANDS.search(scene.sentence):
        return "Peaceful protest", sign.weight
    return None


_DEMANDS: Final = re.compile(
    r"\b(?:demand|protest|denounc|reject|complain|call(?:ed|ing) for)", re.IGNORECASE
)


_DECIDERS: Final = {
    "attack": _attack, "kill": _kill, "harm": _harm, "capture": _capture, "recapture": _recapture,
    "protest": _protest, "unruly": _unruly, "disperse": _disperse, "lethal": _lethal, "arrest": _arrest,
    "unopposed": _nothing, "feud": _feud, "mob": _mob, "clash": _clash, "unrest": _unrest, "blockade": _blockade,
}  # fmt: skip


_VIOLENT: Final = frozenset({EventType.BATTLES, EventType.REMOTE, EventType.CIVILIANS})

_FOUGHT: Final = frozenset({EventType.BATTLES, EventType.CIVILIANS})


def _weighed(scene: _Scene, sign: _Sign, weight: float, *, violent: bool, fought: bool) -> float:
    """Lower the weight of what only gives the reason, or goes along with violence."""
    if weight > 1 and _is_aside(scene.words, sign.start):
        return 1.0
    if violent and sign.what == "property":
        return 1.0
    if fought and sign.what == "seize":
        return 2.0  # what the victors found
    return weight


def _is_a_name(sentence: str, start: int, end: int) -> bool:
    """Say whether a word is part of a name ("Popular Mobilization Forces"), outside a headline."""
    if not (start and sentence[start].isupper() and _NAME_AROUND.match(sentence, end)):
        return False
    words: list[str] = WORD.findall(sentence)
    capitals = sum(word[:1].isupper() for word in words)
    return 2 * capitals < len(words)


_NAME_AROUND: Final = re.compile(r"\s(?:of (?:the )?)?[A-Z]")
_LABEL: Final = re.compile(r"([A-Z][a-z-]+(?: [a-z]+){0,3}):\s")
_LABELS: Final = {
    "property destruction": "Looting/property destruction", "looting": "Looting/property destruction",
    "land seizure": "Looting/property destruction", "movement of forces": "Change to group/activity",
    "security measures": "Change to group/activity", "recruitment": "Change to group/activity",
    "change to armed group": "Change to group/activity", "displacement": "Other", "other": "Other",
    "non-violent activity": "Other", "mass grave": "Other", "defusal": "Disrupted weapons use",
    "weapons seizure": "Disrupted weapons use", "interception": "Disrupted weapons use",
    "arrests": "Arrests", "agreement": "Agreement",
}  # fmt: skip
"""Coders open the note of a strategic development with its kind; who reads such notes may trust it."""


def _label(sentence: str) -> Trigger | None:
    m = _LABEL.match(sentence)
    sub = _LABELS.get(m[1].casefold()) if m else None
    if m is None or sub is None:
        return None
    return Trigger(
        start=0, end=m.end(1), text=m[1], event_type=SUB_EVENT_TYPES[sub], sub_event_type=sub,
        plover_type=_PLOVER_OF_LABEL.get(sub, "COERCE"), weight=4.0,
    )  # fmt: skip


_PLOVER_OF_LABEL: Final = {"Change to group/activity": "MOBILIZE", "Agreement": "AGREE"}


def _contains(longer: _Sign, sign: _Sign) -> bool:
    """Say whether a phrase is only a part of one that says more ("attack" in "gas attack")."""
    return (
        longer.weight > sign.weight
        and longer.start <= sign.start
        and sign.end <= longer.end
        and longer.what != "-"
    )


def _says_the_same(a: Trigger, b: Trigger) -> bool:
    """Say whether two phrases overlap and give one type."""
    return b.start < a.end and (a.sub_event_type, a.plover_type) == (
        b.sub_event_type,
        b.plover_type,
    )


@lru_cache(
    maxsize=1024
)  # a report's sentences are asked for twice: for its places, and for its claims
def find_triggers(sentence: str, *, amid_protest: bool = False) -> tuple[Trigger, ...]:
    """Find what a sentence reports, the most specific first; plans and negations are left out.

    ``amid_protest`` says that it goes on with a protest: "they threw stones" is part of that.

    >>> [t.sub_event_type for t in find_triggers("Artillery fire hit the town.")]
    ['Shelling/artillery/missile attack']
    >>> find_triggers("They plan to attack. There were no clashes.")
    ()
    >>> [t.sub_event_type for t in find_triggers("They stopped cars and abducted two men.")]
    ['Abduction/forced disappearance']
    """
    label = _label(sentence)
    scene = _read(sentence, amid_protest=amid_protest)
    if scene is None:
        return (label,) if label else ()
    decided = [(sign, d) for sign in scene.signs if (d := _sub_type(scene, sign))]
    violent = any(SUB_EVENT_TYPES.get(sub or "") in _VIOLENT for _, (sub, _) in decided)
    fought = any(
        SUB_EVENT_TYPES.get(sub or "") in _FOUGHT and w >= 2
        for s, (sub, w) in decided
        if s.what not in {"operation", "move"}
    )
    found = [label] if label else []
    for sign, (sub, weight) in decided:
        if any(_contains(other, sign) for other, _ in decided):
            continue
        trigger = Trigger(
            start=sign.start,
            end=sign.end,
            text=sentence[sign.start : sign.end],
            event_type=SUB_EVENT_TYPES[sub] if sub else None,
            sub_event_type=sub,
            plover_type=sign.plover,
            weight=_weighed(scene, sign, weight, violent=violent, fought=fought),
        )
        if not (found and _says_the_same(found[-1], trigger)):
            found.append(trigger)
        elif found[-1].weight < trigger.weight:
            found[-1] = trigger
    return tuple(sorted(found, key=lambda t: (-t.weight, t.start, -(t.end - t.start))))
