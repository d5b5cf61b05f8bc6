"""Finds the spans that are place names, by clues and readable weights; does not say what they mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from conflict_map.text.actors import find_organisations
from conflict_map.text.clues import WELL_KNOWN, Lore, NameIndex, clues_of, clues_of_demonym
from conflict_map.text.cut import JOINS, Words
from conflict_map.text.persons import persons_in
from conflict_map.text.words import ARTICLES, CONNECTORS, FEATURES, LEFT, SHORT_STATES

if TYPE_CHECKING:
    from collections.abc import Iterator

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
_MAX_WORDS: Final = 6
_MAX_UNKNOWN: Final = 4
_LONGEST: Final = 80
"""No name has more words or characters."""
_LONGEST_RUN: Final = 40
"""A run of more capitalised words is a list or a headline: it is read in pieces."""
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
    return tuple(
        _named(words, _chosen(spans), lore)
        for words, spans in weigh(sentences, lore, weighed)
    )


@cache
def weights() -> Mapping[str, float]:
    """Give the weight of each clue, in logarithms of odds.

    Fitted by logistic regression with ``benchmarks/accuracy/fit_toponyms.py``; the head of
    ``data/toponym_weights.tsv`` says on what.
    """
    text = files(__package__).joinpath("data", "toponym_weights.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and line[0] != "#")
    return MappingProxyType({row[0]: float(row[1]) for row in rows})


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


def weigh(
    sentences: Sequence[str], lore: Lore, weighed: Mapping[str, float]
) -> list[tuple[Words, list[Span]]]:
    """Give every span of each sentence that may be a name, with its clues and their sum."""
    cut = [Words(text) for text in sentences]
    lower = frozenset(
        key
        for words in cut
        for key, cap in zip(words.keys, words.caps, strict=True)
        if not cap and len(key) > 2
    )
    persons = persons_in(cut, lore)
    out = []
    scores: dict[str, list[float]] = {}
    for number, words in enumerate(cut):
        spans = [*_spans(words, lore, lower), *_demonyms(words, lore)]
        for span in spans:
            if persons.holds(number, span.first, span.last):
                span.clues.append("person")
            span.score = sum([weighed[c] for c in span.clues if c in weighed])
            scores.setdefault(span.key, []).append(span.score)
        out.append((words, spans))
    for _, spans in out:
        for span in spans:
            more = _of_report(span, scores[span.key], persons)
            span.clues += more
            span.score += sum([weighed[c] for c in more if c in weighed])
    return out


def _of_report(span: Span, scores: list[float], persons: Persons) -> list[str]:
    """Give the clues that the rest of the report adds."""
    clues = []
    if span.first == span.last and span.key in persons.names and "person" not in span.clues:
        clues.append("report:person")
    if len(scores) > 1:
        top = max(scores)
        if span.score == top and scores.count(top) == 1:
            top = sorted(scores)[-2]
        step = "++" if top > 2 else "+" if top > 0.5 else "0" if top > -0.5 else "-" if top > -2 else "--"
        clues.append(("people:" if span.kind == "demonym" else "") + "report:" + step)
    return clues


def _runs(words: Words) -> Iterator[tuple[int, int]]:
    """Give the runs of capitalised words that touch, over small connecting words; half-open."""
    count, caps, keys, gaps = len(words), words.caps, words.keys, words.gaps
    at = 0
    while at < count:
        if not caps[at] and not _is_article(words, at):
            at += 1
            continue
        end = following = at + 1
        while following < count and following - at < _LONGEST_RUN:
            gap = gaps[following]
            if not gap or gap not in JOINS:
                break
            if caps[following]:
                end = following + 1
            elif keys[following] not in CONNECTORS:
                break
            following += 1
        yield at, end
        at = end


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
                if not known and not _may_be(words, first, last, begin, end):
                    continue
                clues = clues_of(words, first, last, lore, lower=lower, whole_run=whole)
                yield Span(
                    first, last, start, stop,
                    words.keys[first] if first == last else text.lower(),
                    "toponym" if known else "unknown", clues,
                )  # fmt: skip


def _may_be(words: Words, first: int, last: int, begin: int, end: int) -> bool:
    """Say whether an unknown span is worth weighing: a whole run, or one with a word for a feature."""
    if last - first >= _MAX_UNKNOWN:
        return False
    to_the_end = last == end - 1
    if to_the_end and first <= begin + 1:
        return len(words.words[first]) > 1 or last > first
    if last == first:
        return False
    return words.keys[last] in FEATURES or (to_the_end and words.keys[first] in FEATURES)


def _demonyms(words: Words, lore: Lore) -> Iterator[Span]:
    for at, word in enumerate(words.words):
        if words.caps[at] and lore.demonym(word):
            yield Span(
                at, at, words.starts[at], words.ends[at], words.keys[at], "demonym",
                clues_of_demonym(words, at, lore),
            )  # fmt: skip


def _chosen(spans: list[Span]) -> list[Span]:
    """Take the spans that are likelier a name than not, the surest first, without overlaps."""
    chosen: list[Span] = []
    for span in sorted((s for s in spans if s.score > _LEAST), key=lambda s: (-s.score, s.first)):
        if all(span.last < c.first or span.first > c.last for c in chosen):
            chosen.append(span)
    return sorted(chosen, key=lambda s: s.first)


def _named(words: Words, chosen: list[Span], lore: Lore) -> tuple[NameSpan, ...]:
    """Say of each chosen span whether it is part of another name, and drop those of armed groups."""
    if not chosen:
        return ()
    organisations = find_organisations(words.text)
    out = []
    for span in chosen:
        kind, host = span.kind, None
        if kind == "unknown" and (core := _core(words, span, lore)):
            span.first, span.last = core
            span.start, span.end = words.starts[span.first], words.ends[span.last]
            kind = "toponym"
        if kind != "demonym":
            owner = next((o for o in organisations if o.start < span.end and span.start < o.end), None)
            if owner is not None and owner.kind not in {"organisation", "agreement"}:
                continue
            if owner is not None and (owner.start, owner.end) != (span.start, span.end) and kind == "toponym":
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


def _core(words: Words, span: Span, lore: Lore) -> tuple[int, int] | None:
    """Give the known name inside an unknown one that only adds a direction or a kind of place.

    "Northern Idlib Governorate", which no list has whole, is Idlib; the words beside it say the
    rest. "The Northern Alliance" is no part of a town called Alliance.
    """
    first, last = span.first, span.last
    while last > first and FEATURES.get(words.keys[last]) in {"admin", "city"}:
        last -= 1
    if last > first and LEFT.get(words.keys[first]) == "dir":
        first += 1
    if (first, last) == (span.first, span.last):
        return None
    standing = lore.standing(words.text[words.starts[first] : words.ends[last]])[0]
    is_word = first == last and lore.known.get(words.keys[first], "")[:1] in {"1", "2"}
    return (first, last) if standing and (not is_word or standing >= WELL_KNOWN) else None


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
