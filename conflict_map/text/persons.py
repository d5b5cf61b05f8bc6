"""Finds the spans that name persons, whom towns are so often called after; knows no places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from conflict_map.text import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflict_map.text.sentences import Sentence, Token

_TITLE: Final = re.compile(
    r"\b(?:"
    + "|".join(sorted((t.capitalize() for t in lexicon.TITLES), key=len, reverse=True))
    + r"|Prime Minister|Vice President|Maj\. Gen|Lt\. Gen|Foreign Minister|Defen[cs]e Minister|Interior Minister)\.?"
    r"(?:[- ](?:General|Colonel|Minister|President|Secretary|Commander))?\.?\s+"
    r"(?P<name>[A-ZÀ-Þ][\w’'-]{1,40}(?:[ -](?:(?:al|el|bin|ibn|de|van|von|der|abu|ben)[- ])?[A-ZÀ-Þ][\w’'-]{0,40}\.?){0,3})"
)
_LOWER_TITLE: Final = re.compile(
    r"\b(?:spokes(?:man|woman|person)|commander|minister|president|leader|governor|mayor|general|colonel|activist|"
    r"journalist|analyst|lawyer|director|ambassador|envoy|coach|professor|resident|counterpart|named|called)\s+"
    r"(?P<name>[A-ZÀ-Þ][\w’'-]{1,40}(?:[ -](?:(?:al|el|bin|ibn|de|van|von)[- ])?[A-ZÀ-Þ][\w’'-]{0,40}){1,3})"
)
_AGED: Final = re.compile(
    r"\b(?P<name>[A-ZÀ-Þ][\w’'-]{1,40}(?: [A-ZÀ-Þ][\w’'.-]{0,40}){1,2}), (?:aged )?\d{1,2}(?=,|\b and\b)"
)
_GIVEN_AND_SURNAME: Final = re.compile(
    r"\b(?P<given>[A-ZÀ-Þ][a-zß-ÿ]{1,40}) (?:[A-Z]\. )?(?P<surname>[A-ZÀ-Þ][\w’-]{2,40})(?:['’]s)?\b"
)


def persons_in(sentences: Iterable[Sentence]) -> frozenset[str]:
    """Collect names that the report uses for persons: after titles or given names, and their last parts.

    >>> from conflict_map.text.sentences import split
    >>> sorted(persons_in(split("President Jean Tripoli spoke. Tripoli left.")))
    ['jean tripoli', 'tripoli']
    """
    names: set[str] = set()
    for sentence in sentences:
        for m in _AGED.finditer(sentence.text):
            names.update((m["name"].casefold(), m["name"].split()[-1].casefold()))
        for m in _GIVEN_AND_SURNAME.finditer(sentence.text):
            given = m["given"].casefold()
            if (
                given in lexicon.GIVEN_NAMES
                and given not in lexicon.PLACES_FIRST
                and not _is_feature(m["surname"])
            ):
                names.add(m["surname"].casefold())
        for pattern in (_TITLE, _LOWER_TITLE):
            for m in pattern.finditer(sentence.text):
                words = re.split(r"[ ]", re.sub(r"['’]s$", "", m["name"]))
                if len(words) >= 2 or pattern is _TITLE:
                    names.add(" ".join(words).casefold().strip(".,"))
                if len(words) >= 2:
                    names.add(words[-1].casefold().strip(".,"))
    return frozenset(names)


def person_spans(
    sentence: str, words: tuple[Token, ...], persons: frozenset[str]
) -> tuple[tuple[int, int], ...]:
    """Give the spans of a sentence that name persons; half-open offsets, some may overlap.

    ``words`` are its tokens, ``persons`` the names that the report uses for persons, casefolded.

    >>> from conflict_map.text.sentences import tokens
    >>> text = "Mayor Ali Tripoli left Tripoli."
    >>> [text[a:b] for a, b in person_spans(text, tokens(text), frozenset())]
    ['Ali Tripoli', 'Ali Tripoli']
    """
    spans: list[tuple[int, int]] = []
    for pattern in (_TITLE, _LOWER_TITLE):
        spans.extend(m.span("name") for m in pattern.finditer(sentence))
    for i, t in enumerate(words):
        if not t.is_capitalised:
            continue
        nxt = words[i + 1] if i + 1 < len(words) else None
        adjacent = (
            nxt is not None
            and sentence[t.end : nxt.start] in {" ", " al-", " el-"}
            and nxt.is_capitalised
        )
        if t.text.casefold() in persons and not (adjacent and nxt and _is_feature(nxt.text)):
            spans.append((t.start, t.end))
        elif (
            adjacent
            and nxt
            and t.text.casefold() in lexicon.GIVEN_NAMES
            and not _is_feature(nxt.text)
        ):
            end = nxt.end
            third = words[i + 2] if i + 2 < len(words) else None
            if third and third.is_capitalised and sentence[nxt.end : third.start] in {" ", "-"}:
                end = third.end
            spans.append((t.start, end))
    return tuple(spans)


def _is_feature(word: str) -> bool:
    return word.casefold() in lexicon.FEATURE_WORDS
