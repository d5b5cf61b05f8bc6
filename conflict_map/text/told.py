"""Says whether words are told as done, or denied, planned, remembered, or only a reason; knows no types."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from conflict_map.text.phrases import Words

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


class Order:
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


def reported(words: Order, start: int, end: int) -> bool:
    """Say whether a phrase is told as done: not denied, planned, feared, or remembered.

    >>> from conflict_map.text.phrases import Words
    >>> s = "They plan to attack and denied that they shot."
    >>> reported(Order(Words(s)), s.index("attack"), s.index("attack") + 6)
    False
    >>> s = "They attacked."
    >>> reported(Order(Words(s)), 5, 13)
    True
    """
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


def is_aside(words: Order, start: int) -> bool:
    """Say whether a phrase only tells why or after what.

    >>> from conflict_map.text.phrases import Words
    >>> s = "A protest over the killing of a farmer."
    >>> is_aside(Order(Words(s)), s.index("killing")), is_aside(Order(Words(s)), 2)
    (True, False)
    """
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
