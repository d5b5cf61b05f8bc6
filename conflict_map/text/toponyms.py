"""Finds the spans that are place names, by clues and readable weights; does not say what they mean."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from conflict_map.text.actors import find_organisations
from conflict_map.text.clues import (
    Lore,
    NameIndex,
    clues_of,
    clues_of_demonym,
    core_of,
    line_follows,
)
from conflict_map.text.cut import JOINS, Words
from conflict_map.text.entities import WEIGHTS as ENTITY_WEIGHTS
from conflict_map.text.persons import persons_in
from conflict_map.text.phrases import read_rows
from conflict_map.text.words import (
    ARTICLES,
    CONNECTORS,
    FEATURES,
    LEFT,
    MONTHS_DAYS,
    SHORT_STATES,
    only_says_where,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from conflict_map.text.persons import Persons

__all__ = ["Lore", "NameIndex", "NameSpan", "find_names", "weights"]

SpanKind = Literal["toponym", "unknown", "demonym", "inside_name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSpan:
    """A span that is taken for a place name; half-open offsets in the sentence."""

    start: int
    end: int
    text: str
    kind: SpanKind
    score: float = 0.0
    """The sum of its weights: the logarithm of the odds that it is a place name."""
    possessive: bool = False
    partial: bool = False
    """Other capitalised words touch it: it may be part of a longer name."""
    host: str | None = None
    """The name that it is part of, and what that is ("Astana agreements": agreement)."""
    feature: str | None = None
    """What its last or first word says it is ("street", "water", "site"), if it says so."""


_LEAST: Final = -0.4
"""From these odds on a span is taken for a name."""
_STEPS: Final = ((2.0, "++"), (0.5, "+"), (-0.5, "0"), (-2.0, "-"), (-math.inf, "--"))
"""How sure the surest other mention of a name is."""
_LEAST_PLACED: Final = -1.0
"""A name that no gazetteer has is kept on less where a place would stand: it is not to be lost."""
_PLACED: Final = frozenset(
    {
        "L:in",
        "L:at",
        "L:from",
        "L:to",
        "L:hit",
        "L2:of:feat",
        "L2:of:of_places",
        "listed",
        "joined:line",
    }
)
_MAX_WORDS: Final = 6
_MAX_UNKNOWN: Final = 4
_LONGEST: Final = 80
"""No name has more words or characters."""
_LONGEST_NOTE: Final = 50
"""A longer text tells something, whatever its small words."""
_LONGEST_RUN: Final = 40
"""A run of more capitalised words is a list or a headline: it is read in pieces."""
_PARTING: Final = frozenset("on and y e".split())
"""Small words of known names ("Stratford upon Avon") that more often part two."""
_OUTER: Final = frozenset({"common", "demonym", "dir", "month", "title"})
"""Capitalised words beside a name that do not make it a part of theirs."""


def find_names(
    sentences: Sequence[str], lore: Lore, *, weighed: Mapping[str, float] | None = None
) -> tuple[tuple[NameSpan, ...], ...]:
    """Find the place names in the sentences of one report: for each sentence, in order, no overlaps.

    A name's other mentions in the report count for it, and persons of that name against it.
    ``weighed`` are other weights than those of the package.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> text = "Syrian troops left Deir ez-Zor, the Astana talks and the town of Qxyzz."
    >>> [found] = find_names([text], Lore(Gazetteer.default()))
    >>> [(s.text, s.kind) for s in found]
    [('Syrian', 'demonym'), ('Deir ez-Zor', 'toponym'), ('Astana', 'inside_name'), ('Qxyzz', 'unknown')]
    """
    weighed = weights() if weighed is None else weighed
    if lore.entities is not None:
        weighed = {**ENTITY_WEIGHTS, **weighed}
    return tuple(
        _named(words, likeliest(spans), lore) for words, spans in weigh(sentences, lore, weighed)
    )


@cache
def weights() -> Mapping[str, float]:
    """Give the weight of each clue, in logarithms of odds.

    Fitted by logistic regression with ``benchmarks/accuracy/fit_toponyms.py``; the head of
    ``data/toponym_weights.tsv`` says on what.
    """
    return MappingProxyType({row[0]: float(row[1]) for row in read_rows("toponym_weights.tsv")})


@dataclass(slots=True)
class Span:
    """A span that may be a name, by the numbers of its words, while it is weighed."""

    first: int
    last: int
    start: int
    end: int
    key: str
    kind: SpanKind
    clues: list[str]
    score: float = 0.0
    core: tuple[int, int] | None = None
    """The words of the name itself, where the span adds a direction or a kind of place."""


def weigh(
    sentences: Sequence[str], lore: Lore, weighed: Mapping[str, float]
) -> list[tuple[Words, list[Span]]]:
    """Give every span of each sentence that may be a name, with its clues and their sum."""
    cut = [_opened(Words(text), lore) for text in sentences]
    lower = frozenset(
        key
        for words in cut
        for key, cap in zip(words.keys, words.caps, strict=True)
        if not cap and len(key) > 2
    )
    persons = persons_in(cut, lore)
    is_note = sum(map(len, cut)) <= _LONGEST_NOTE and only_says_where(
        [key for words in cut for key in words.keys], [cap for words in cut for cap in words.caps]
    )
    out = []
    best: dict[str, tuple[float, float]] = {}
    for number, words in enumerate(cut):
        spans = [*_spans(words, lore, lower), *_demonyms(words, lore)]
        entities = lore.entities(words.text) if lore.entities is not None else {}
        for span in spans:
            if persons.holds(number, span.first, span.last):
                span.clues.append("person")
            if is_note:
                span.clues.append("note")
            if (label := entities.get((span.start, span.end))) is not None:
                span.clues.append("entity:" + label)
            span.score = sum([weighed[c] for c in span.clues if c in weighed])
            first, second = best.get(span.key, (-math.inf, -math.inf))
            if span.score > second:
                best[span.key] = (span.score, first) if span.score > first else (first, span.score)
        out.append((words, spans))
    for _, spans in out:
        for span in spans:
            more = _of_report(span, best[span.key], persons)
            span.clues += more
            span.score += sum([weighed[c] for c in more if c in weighed])
    return out


def _opened(words: Words, lore: Lore) -> Words:
    """Take the capital off a small word that only opens the sentence: "The Hama road", "In Gao"."""
    if len(words) > 1 and words.caps[0] and words.keys[0] in LEFT:
        opens = LEFT[words.keys[0]] not in {"title", "dir", "feat"}
        if opens and not lore.standing(words.text[words.starts[0] : words.ends[1]])[0]:
            words.caps[0] = False
            words.capitals = words.capitals[1:]
    return words


def _of_report(span: Span, best: tuple[float, float], persons: Persons) -> list[str]:
    """Give the clues that the rest of the report adds; ``best`` are the two best sums of its name."""
    clues = []
    if span.first == span.last and span.key in persons.names and "person" not in span.clues:
        clues.append("report:person")
    other = best[1] if span.score == best[0] else best[0]
    if other > -math.inf:
        step = next(name for least, name in _STEPS if other > least)
        clues.append(("people:" if span.kind == "demonym" else "") + "report:" + step)
    return clues


def _runs(words: Words) -> Iterator[tuple[int, int]]:
    """Give the runs of capitalised words that touch, over small connecting words; half-open."""
    count, caps, keys, gaps = len(words), words.caps, words.keys, words.gaps
    done = 0
    for capital in words.capitals:
        if capital < done:
            continue
        # "al-Bab" begins at its article.
        begin = capital - 1 if capital > done and _is_article(words, capital - 1) else capital
        end = following = capital + 1
        while following < count and following - begin < _LONGEST_RUN:
            gap = gaps[following]
            if not gap or gap not in JOINS:
                break
            if caps[following]:
                end = following + 1
            elif keys[following] not in CONNECTORS:
                break
            following += 1
        yield begin, end
        done = end


def _is_article(words: Words, at: int) -> bool:
    """Say whether a word in lower case is an Arabic article before a name ("al-Bab")."""
    after = at + 1
    return (
        words.keys[at] in ARTICLES
        and after < len(words)
        and words.gaps[after] == "-"
        and words.caps[after]
    )


def _spans(words: Words, lore: Lore, lower: frozenset[str]) -> Iterator[Span]:
    """Give the spans of each run that are known names, and the unknown ones that may be."""
    for begin, end in _runs(words):
        for first in range(begin, end):
            if not words.caps[first] and not _is_article(words, first):
                continue
            for last in range(first, min(end, first + _MAX_WORDS)):
                if last > first and words.owned[last - 1]:
                    break
                if not words.caps[last]:
                    continue
                start, stop = words.starts[first], words.ends[last]
                if stop - start > _LONGEST:
                    break
                text = words.text[start:stop]
                known = bool(lore.standing(text)[0])
                whole = first == begin and last == end - 1
                if not known and not _may_be(words, first, last, (begin, end), lore):
                    continue
                if not known and any(map(lore.demonym, words.words[first : last + 1])):
                    continue  # "the Syrian-Turkish border" has two adjectives and no name
                if known:
                    yield _span(words, first, last, lore, lower=lower, whole=whole)
                elif core := core_of(words, first, last, lore):
                    span = _span(words, first, last, lore, lower=lower, whole=whole)
                    span.kind, span.core = "toponym", core
                    span.start, span.end = words.starts[core[0]], words.ends[core[1]]
                    yield span
                elif parts := _parts(words, first, last):
                    for begins, ends in parts:
                        yield _span(words, begins, ends, lore, lower=lower, whole=False)
                else:
                    yield _span(words, first, last, lore, lower=lower, whole=whole)


def _span(
    words: Words, first: int, last: int, lore: Lore, *, lower: frozenset[str], whole: bool
) -> Span:
    start, end = words.starts[first], words.ends[last]
    text = words.text[start:end]
    return Span(
        first, last, start, end,
        words.keys[first] if first == last else text.lower(),
        "toponym" if lore.standing(text)[0] else "unknown",
        clues_of(words, first, last, lore, lower=lower, whole_run=whole),
    )  # fmt: skip


def _parts(words: Words, first: int, last: int) -> tuple[tuple[int, int], ...]:
    """Give the ends of an unknown compound before a word for a line ("the Khanaser-Athriya road")."""
    dashes = [k for k in range(first + 1, last + 1) if words.gaps[k] == "-" and words.caps[k]]
    dashes = [k for k in dashes if words.caps[k - 1] and words.keys[k - 1] not in ARTICLES]
    if not dashes or not line_follows(words, last):
        return ()
    return tuple(zip([first, *dashes], [*(k - 1 for k in dashes), last], strict=True))


def _may_be(words: Words, first: int, last: int, run: tuple[int, int], lore: Lore) -> bool:
    """Say whether an unknown span is worth weighing: a whole run, or one with a word for a feature."""
    if last - first >= _MAX_UNKNOWN:
        return False
    inner = words.keys[first : last + 1]
    if not MONTHS_DAYS.isdisjoint(inner) or not _PARTING.isdisjoint(inner):
        return False
    if "of" in inner and inner[0] not in FEATURES:
        return False
    # A small word may join names or part them: "Qarqmish on Tuesday", "Khan al-Assal".
    ends = last == run[1] - 1 or not words.caps[last + 1]
    begins = first <= run[0] + 1 or not words.caps[first - 1]
    if begins and ends:
        # An everyday word that no gazetteer has is no place.
        alone = words.words[first]
        is_word = lore.known.get(words.keys[first], "")[:1] == "1"
        return last > first or (len(alone) > 1 and not is_word)
    if last == first:
        return False
    return words.keys[last] in FEATURES or (ends and words.keys[first] in FEATURES)


def _demonyms(words: Words, lore: Lore) -> Iterator[Span]:
    for at in words.capitals:
        if lore.demonym(words.words[at]):
            yield Span(
                at, at, words.starts[at], words.ends[at], words.keys[at], "demonym",
                clues_of_demonym(words, at, lore),
            )  # fmt: skip


def likeliest(spans: list[Span]) -> list[Span]:
    """Take the spans that are likelier a name than not, the surest first, without overlaps."""
    chosen: list[Span] = []
    taken: set[int] = set()
    likely = [
        s
        for s in spans
        if s.score > _LEAST or (s.score > _LEAST_PLACED and _stands_like_a_place(s))
    ]
    for span in sorted(likely, key=lambda s: (-s.score, s.first, -s.last)):
        words = range(span.first, span.last + 1)
        if taken.isdisjoint(words):
            taken.update(words)
            chosen.append(span)
    return sorted(chosen, key=lambda s: s.first)


def _stands_like_a_place(span: Span) -> bool:
    return (
        span.kind == "unknown" and "person" not in span.clues and not _PLACED.isdisjoint(span.clues)
    )


def _named(words: Words, chosen: list[Span], lore: Lore) -> tuple[NameSpan, ...]:
    """Say of each chosen span whether it is part of another name, and drop those of armed groups."""
    if not chosen:
        return ()
    is_all_people = all(span.kind == "demonym" for span in chosen)
    organisations = () if is_all_people else find_organisations(words.text)
    out = []
    for span in chosen:
        kind, host = span.kind, None
        if span.core:
            span.first, span.last = span.core
        if kind != "demonym":
            owner = next(
                (o for o in organisations if o.start < span.end and span.start < o.end), None
            )
            if owner is not None and owner.kind not in {"organisation", "agreement"}:
                continue
            if (
                owner is not None
                and (owner.start, owner.end) != (span.start, span.end)
                and kind == "toponym"
            ):
                kind, host = "inside_name", f"{owner.text} ({owner.kind})"
        end = span.end
        text = words.text
        if text[end : end + 1] == "." and words.keys[span.last] in SHORT_STATES:
            end += 1  # "Calif." is the name with its dot
        out.append(
            NameSpan(
                start=span.start, end=end, text=text[span.start : end], kind=kind,
                score=span.score, possessive=words.owned[span.last],
                partial=kind != "demonym" and _is_touched(words, span, lore),
                host=host, feature=_feature(words, span) if span.first < span.last else None,
            )
        )  # fmt: skip
    return tuple(out)


def _is_touched(words: Words, span: Span, lore: Lore) -> bool:
    """Say whether a capitalised word touches the name that is no word for a feature or a direction."""
    before, after = span.first - 1, span.last + 1
    sides = []
    if before >= 0 and words.gaps[span.first] == " " and words.caps[before]:
        sides.append(before)
    if after < len(words) and words.gaps[after] == " " and words.caps[after]:
        sides.append(after)
    for at in sides:
        kind = lore.kind_of(words, at)
        if kind in {"org", "edu"}:
            return True
        if kind not in _OUTER and words.keys[at] not in FEATURES:
            return True
    return False


def _feature(words: Words, span: Span) -> str | None:
    return FEATURES.get(words.keys[span.last]) or FEATURES.get(words.keys[span.first])
