"""Cuts a report into sentences and marks what is not its text; knows no names and no dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from conflict_map.text.spans import before

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["title", "body", "dateline", "boilerplate"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a report: ``article.text[start:end] == text``, half-open code points."""

    start: int
    end: int
    text: str
    paragraph: int
    kind: Kind = "body"


_ABBREVIATIONS: Final = frozenset(
    """
    mr mrs ms dr prof gen lt col maj capt cpl sgt adm brig cmdr gov sen rep hon rev st ste mt ft jr sr
    vs etc no nos fig al approx dept est inc ltd co corp jan feb mar apr jun jul aug sep sept oct nov dec
    mon tue tues wed thu thur thurs fri sat sun km sq art pres amb min sec
    """.split()
)
_TERMINATOR: Final = re.compile(
    r"[.!?…؟。！？।۔](?:[\"'”’»)\]]*)(?=\s|$|[^\x00-\x7f])|;(?=[A-ZÀ-Þ“\"])"
)
"""Also a semicolon that no space follows: tables join headlines so.
"""
_KEY_LINE: Final = re.compile(
    r"^\s*(?:photo|image|picture|file photo|foto|caption|credit|source|sources|fuente|quelle|author|"
    r"autor|auteur|by|edited by|editing by|reporting by|writing by|tags?|topics?|keywords|share|related|"
    r"read (?:also|more|next)|see also|more on this|également|lea también|follow us|subscribe|"
    r"copyright|©|published|updated|last updated|date|место|фото|источник|المصدر|صورة)\b\s*:",
    re.IGNORECASE,
)
_BARE_KEY_LINE: Final = re.compile(
    r"^\s*(?:related|read (?:also|more|next)|see also|more on this|advertisement)(?: articles| stories)?\s*+(?::\s*+)?$",
    re.IGNORECASE,
)
_BYLINE: Final = re.compile(
    r"^\s*(?:By|Por|Par|Von)\s+[A-Z][\w.'’-]+(?:\s+[A-Z][\w.'’-]+){0,4}\s*$"
)
_DATE_LINE: Final = re.compile(
    r"^\W*(?:\w+day,?\s+)?(?:\d{1,2}\s+\w{3,9}\.?,?\s+\d{4}|\w{3,9}\.?\s+\d{1,2},?\s+\d{4}|\d{4}-\d\d-\d\d|"
    r"\d{1,2}[./]\d{1,2}[./]\d{4})(?:.{0,30})$"
)
_MARKDOWN: Final = re.compile(r"^(#{1,6}\s+|[*_>-]+\s*)")
_LINE: Final = re.compile(r"[^\n\r\u2028\u2029]+")
_SPACE: Final = re.compile(r"\s*+")
_CLOSES_SENTENCE: Final = frozenset(".!?…؟。！？।۔:;,”\"’'»)")
_STOPS: Final = frozenset(".!?؟")
_OPENS_SENTENCE: Final = re.compile(
    r"(?:The|A|An|In|On|At|It|He|She|They|We|But|At|This|That|According)\b"
)
_LONGEST_ABBREVIATION: Final = 20
LONGEST: Final = 2_000
"""No sentence is longer, in characters: a wall of text without full stops is cut at a space.

The longest of 36,000 sentences of news and notes that this was set on has 1,889.
"""


def split(text: str) -> tuple[Sentence, ...]:
    r"""Cut a report into sentences in order, each with its paragraph and kind.

    A line that ends without a full stop before other text is a title; "Related:" and its like, and
    the unpunctuated line after them, are boilerplate; a line that is a date is a dateline. No
    sentence is longer than ``LONGEST`` characters.

    >>> [s.text for s in split("Gen. Ali spoke. He left at 5 p.m. on Friday.")]
    ['Gen. Ali spoke.', 'He left at 5 p.m. on Friday.']
    >>> [s.kind for s in split("Army strikes\nPhoto: Archive\nShells fell.")]
    ['title', 'boilerplate', 'body']
    >>> split("")
    ()
    """
    sentences: list[Sentence] = []
    paragraph = 0
    after_bare_key = seen_body = False
    last_line = len(text.rstrip())
    for line in _LINE.finditer(text):
        start, end = _trimmed(text, line.start(), line.end())
        if start >= end:
            continue
        raw = text[start:end]
        kind = _kind_of_line(
            raw,
            after_bare_key=after_bare_key,
            may_be_title=not seen_body and line.end() < last_line,
        )
        # "Related:" waits for its one unpunctuated line, over other boilerplate.
        after_bare_key = kind == "boilerplate" and bool(
            _BARE_KEY_LINE.match(raw) or (after_bare_key and _tail(raw) & _STOPS)
        )
        seen_body = seen_body or kind == "body"
        spans = _cuts(raw) if kind == "body" else [(0, len(raw))]
        for a, b in (piece for span in spans for piece in _short_enough(raw, *span)):
            sentences.append(
                Sentence(
                    start=start + a, end=start + b, text=raw[a:b], paragraph=paragraph, kind=kind
                )
            )
        paragraph += 1
    return tuple(sentences)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    mark = _MARKDOWN.match(text[start:end])
    if mark and mark.end() < end - start:
        start += mark.end()
    return start, end


def _kind_of_line(raw: str, *, after_bare_key: bool, may_be_title: bool) -> Kind:
    tail = _tail(raw)
    if _BARE_KEY_LINE.match(raw) or (after_bare_key and not tail & _STOPS):
        return "boilerplate"
    if _KEY_LINE.match(raw) or (len(raw) < 60 and _BYLINE.match(raw)):
        return "boilerplate"
    if len(raw) < 70 and _DATE_LINE.match(raw):
        return "dateline"
    return "title" if may_be_title and len(raw) < 200 and not tail & _CLOSES_SENTENCE else "body"


def _tail(line: str) -> frozenset[str]:
    """Give the characters after the last word of a line."""
    end = len(line)
    while end and not (line[end - 1].isalnum() or line[end - 1] == "_"):
        end -= 1
    return frozenset(line[end:])


def _cuts(line: str) -> list[tuple[int, int]]:
    """Give the half-open spans of the sentences of one line."""
    begin = 0
    spans = []
    for m in _TERMINATOR.finditer(line):
        if not _goes_on(line, m.start(), m.end()):
            spans.append((_after_space(line, begin), m.end()))
            begin = m.end()
    spans.append((_after_space(line, begin), len(line)))
    return [(a, b) for a, b in spans if a < b]


def _short_enough(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a span into pieces of at most ``LONGEST``, at the last space where there is one."""
    while end - start > LONGEST:
        cut = next(
            (i for i in range(start + LONGEST, start, -1) if line[i].isspace()), start + LONGEST
        )
        yield start, cut
        start = _after_space(line, cut)
    if start < end:
        yield start, end


def _after_space(line: str, at: int) -> int:
    """Give the first offset from ``at`` on that is no space."""
    space = _SPACE.match(line, at)
    return space.end() if space else at


def _goes_on(line: str, dot: int, end: int) -> bool:
    """Say whether the stop at ``dot`` is an abbreviation's, an initial's or a number's."""
    following = _after_space(line, end)
    if following == len(line):
        return False
    if line[following].islower() or line[following] in ",;:":
        return True  # also after "!": the party STREI! staged a protest
    if line[dot] != ".":
        return False
    word = re.search(r"[\w.]+$", before(line, dot, _LONGEST_ABBREVIATION))
    if not word or len(word.group()) == _LONGEST_ABBREVIATION:
        return False
    last = word.group()
    if len(last) == 1 and last.isupper():
        return True
    if "." in last and len(last.replace(".", "")) <= 3 and last.replace(".", "").isalpha():
        # U.S. and p.m.: the sentence ends only if a plain new one begins.
        return not _OPENS_SENTENCE.match(line, following)
    return last.casefold() in _ABBREVIATIONS and not (
        last.casefold() in {"no", "sun", "sat", "min", "est", "co", "art", "al"} and last.islower()
    )
