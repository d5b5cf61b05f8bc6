"""Joins the names of a sentence that are ends of one road, front or border; resolves none of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from conflict_map.text.cues import DIRECTION, FEATURES
from conflict_map.text.expressions import Surroundings, look_around
from conflict_map.text.lexicon import FEATURE_WORDS
from conflict_map.text.lines import (
    border_after,
    border_before,
    is_between,
    line_after,
    line_before,
    owns_border,
)
from conflict_map.text.spans import REACH, before
from conflict_map.text.toponyms import NameSpan
from conflict_map.vocabulary import FeatureClass

if TYPE_CHECKING:
    from conflict_map.text.clues import Lore

_DASH_GAP: Final = re.compile(r"^\s*[-–—‑/]\s*$|^\s+to\s+$")
LONGEST_GAP: Final = 60
"""Two names further apart than this are no ends of one line."""
_MOST_ENDS: Final = 4
_WITHIN_GAP: Final = re.compile(
    rf"^(?:,?\s+(?:in|of|inside|within))?\s+(?:the\s+)?(?:{DIRECTION}\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
_AND_GAP: Final = re.compile(r"^,?\s+(?:and|to|with|&)\s+(?:the\s+)?$", re.IGNORECASE)
_DIVISIONS: Final = frozenset({FeatureClass.ADMIN1, FeatureClass.ADMIN2})
_ENDS: Final = frozenset({"toponym", "unknown"})
_BORDERERS: Final = frozenset({"toponym", "unknown", "demonym"})
_CAPITALS: Final = (
    r"(?P<name>(?:(?:al|el|as|ash|ar|at|ad|an|az|ez)-)?[^\W\d_a-z][\w’'‘]{1,30}+"
    r"(?:[ -](?:(?:al|el|as|ash|ar|at|ad|an|az|ez)[- ])?[^\W\d_a-z][\w’'‘]{1,30}+){0,3})"
)
_BEFORE_AND: Final = re.compile(
    rf"(?<![\w’'‘-]){_CAPITALS}(?:\s+(?:city|town|village))?\s+(?:and|to|with)\s+(?:the\s+)?$"
)
_AFTER_AND: Final = re.compile(
    rf"(?:\s+(?:city|town|village))?\s+(?:and|to|with)\s+(?:the\s+)?{_CAPITALS}"
)
_DASH: Final = re.compile(r"[-–—‑/]")
_CAPITAL: Final = re.compile(
    r"(?<![\w’'‘])(?:[^\W\d_a-z][\w’'‘]|(?:al|el|as|ash|ar|at|ad|an|az|ez)-[A-Z])"
)
_BEFORE_DASH: Final = re.compile(rf"(?<![\w’'‘-]){_CAPITALS}\s?[-–—‑/]\s?$")
"""Up to four capitalised words before a dash."""
_POSSESSIVE: Final = re.compile(r"^['’]s?")
_IN_PLACE: Final = frozenset({"locative", "near", "object", "direction", "origin"})
_ABOUT: Final = frozenset({"speaks", "of_government"})
_FEATURE_AFTER: Final = re.compile(rf"^\s+(?:{FEATURES})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """A name span with its surroundings and, for members of a list, the head of the list."""

    span: NameSpan
    around: Surroundings


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A road, a front or a border: its stretch of the sentence and the names that it rests on."""

    start: int
    end: int
    last: int
    """The index of the last name that belongs to it."""
    name: NameSpan | None
    """One end of it; None is the country of the report."""
    other: NameSpan | None = None
    border_with: tuple[str, ...] = ()
    part: str | None = None
    around: Surroundings
    """What stands before the whole expression ("10 km from", "near")."""


def with_ends(text: str, spans: tuple[NameSpan, ...], lore: Lore) -> tuple[NameSpan, ...]:
    """Add the names that only a road or a border between them and another shows to be names.

    A word before a hyphen is seldom a place ("Hama-based"), even if it is known as one; in "the
    Alindao-Bambari road" it is, and so is one that is not known at all.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> from conflict_map.text.clues import Lore
    >>> homs = NameSpan(start=9, end=13, text="Homs", kind="toponym")
    >>> found = with_ends("the Hama-Homs road", (homs,), Lore(Gazetteer.default()))
    >>> [(s.text, s.kind) for s in found]
    [('Hama', 'toponym'), ('Homs', 'toponym')]
    """
    spans = tuple(part for span in spans for part in _split_dashed(text, span, lore))
    spans = _with_other_end(text, spans, lore)
    out: list[NameSpan] = []
    chain_end = -1
    for span in reversed(spans):
        following = out[-1] if out else None
        joined = following is not None and bool(
            _DASH_GAP.match(text[span.end : following.start][:5])
        )
        chain_end = chain_end if joined else span.end
        out.append(span)
        right = text[chain_end : chain_end + REACH]
        if line_after(right) is None and border_after(right) is None:
            continue
        floor = max((s.end for s in spans if s.end <= span.start), default=0)
        first = span
        while (name := _before_dash(text, first, floor, lore)) is not None:
            out.append(name)
            first = name
    return tuple(reversed(out))


def _with_other_end(text: str, spans: tuple[NameSpan, ...], lore: Lore) -> tuple[NameSpan, ...]:
    """Add the end that is missing in "the road between A and B"."""
    out: list[NameSpan] = []
    for i, span in enumerate(spans):
        floor = spans[i - 1].end if i else 0
        ceiling = spans[i + 1].start if i + 1 < len(spans) else len(text)
        begin = max(floor, span.start - LONGEST_GAP)
        first = _BEFORE_AND.search(text[begin : span.start])
        if first and line_before(before(text, begin + first.start("name"))) is not None:
            out += _known(first["name"], begin + first.start("name"), lore)
        out.append(span)
        second = _AFTER_AND.match(text[span.end : min(ceiling, span.end + LONGEST_GAP)])
        if second and line_before(before(text, span.start)) is not None:
            out += _known(second["name"], span.end + second.start("name"), lore)
    return tuple(out)


def _split_dashed(text: str, span: NameSpan, lore: Lore) -> tuple[NameSpan, ...]:
    """Part an unknown name at the dash between two known ones, if a border or a road follows."""
    right = text[span.end : span.end + REACH]
    if span.kind != "unknown" or (line_after(right) is None and border_after(right) is None):
        return (span,)
    for m in _DASH.finditer(span.text):
        first = _known(span.text[: m.start()], span.start, lore)
        second = _known(span.text[m.end() :], span.start + m.end(), lore)
        if first and second:
            return (*first, replace(second[0], possessive=span.possessive))
    return (span,)


def _known(name: str, start: int, lore: Lore) -> tuple[NameSpan, ...]:
    """Make the span of a name that is known; none if it is not."""
    kind: Literal["demonym", "toponym"] = "demonym" if lore.demonym(name) else "toponym"
    if kind == "toponym" and not lore.standing(name)[0]:
        return ()
    return (NameSpan(start=start, end=start + len(name), text=name, kind=kind),)


def _before_dash(text: str, span: NameSpan, floor: int, lore: Lore) -> NameSpan | None:
    """Give the name that a dash joins to the beginning of a span, from ``floor`` on; known or not."""
    begin = max(floor, span.start - LONGEST_GAP)
    m = _BEFORE_DASH.search(text[begin : span.start])
    if m is None:
        return None
    for c in _CAPITAL.finditer(m["name"]):  # the longest that is known, whatever stands before it
        if found := _known(m["name"][c.start() :], begin + m.start("name") + c.start(), lore):
            return found[0]
    at = 0 if "-" not in m["name"] else m["name"].rindex("-") + 1
    start, end = begin + m.start("name") + at, begin + m.end("name")
    return NameSpan(start=start, end=end, text=text[start:end], kind="unknown")


def line_of(text: str, items: list[Item], i: int) -> Line | None:
    """Read names as a line: "A-B road", "A-B-C highway", "road between A and B", "between A and B"."""
    a = items[i].span
    if a.kind not in _ENDS:
        return None
    j = _dashed_to(text, items, i, _ENDS)
    if j > i and (after := line_after(_behind(text, items[j].span))) is not None:
        end = items[j].span.end + after
        return Line(
            start=a.start, end=end, last=j, name=a, other=items[j].span, around=items[i].around
        )
    if i + 1 == len(items) or (b := items[i + 1].span).kind not in _ENDS:
        return None
    gap = _gap(text, a, b)
    if gap is None or not (_AND_GAP.match(gap) or _DASH_GAP.match(gap)):
        return None
    left = before(text, a.start)
    begins = line_before(left)
    if begins is not None:
        start = a.start - len(left) + begins
        return Line(
            start=start,
            end=b.end,
            last=i + 1,
            name=a,
            other=b,
            around=_at_place(look_around(text, start, start)),
        )
    if is_between(left) and _AND_GAP.match(gap) and a.kind == b.kind == "toponym":
        around = items[i].around
        around = replace(around, cues=around.cues | {"locative"})
        return Line(start=a.start, end=b.end, last=i + 1, name=a, other=b, around=around)
    return None


def border_of(text: str, items: list[Item], i: int) -> Line | None:
    """Read names as a border: "the A-B border", "A's border with B", "the border with B in C"."""
    a = items[i].span
    if a.kind not in _BORDERERS:
        return None
    j = _dashed_to(text, items, i, _BORDERERS)
    if j > i and (after := border_after(_behind(text, items[j].span))) is not None:
        end = items[j].span.end + after
        across = tuple(x.span.text for x in reversed(items[i : j + 1]))
        return _within(text, items, (a.start, end, j), name=a, names=across)
    pair = items[i + 1].span if i + 1 < len(items) else None
    gap = _gap(text, a, pair) if pair and pair.kind in _BORDERERS else None
    if pair and gap is not None:
        begins = a.start if owns_border(gap) else None
        if begins is None and (_AND_GAP.match(gap) or _DASH_GAP.match(gap)):
            back = border_before(before(text, a.start), pair=True)
            begins = None if back is None else max(0, a.start - REACH) + back
        if begins is not None:
            names = (a.text, pair.text)
            return _within(text, items, (begins, pair.end, i + 1), name=a, names=names)
    begins = border_before(before(text, a.start), pair=False)
    if begins is not None:
        start, end = max(0, a.start - REACH) + begins, a.end
    elif (after := border_after(_behind(text, a))) is not None and not items[
        i
    ].around.cues & _ABOUT:
        start, end = a.start, a.end + after
    else:
        return None
    return _within(text, items, (start, end, i), name=None, names=(a.text,))


def _within(
    text: str, items: list[Item], stretch: tuple[int, int, int], *,
    name: NameSpan | None, names: tuple[str, ...],
) -> Line | None:  # fmt: skip
    """Make the line of a border, kept inside the area that follows it ("... in northern Aleppo").

    A border is a place only where the words put something there: one that is closed, crossed by
    trade or disputed is none, and is not marked hundreds of kilometres from anything.
    """
    start, end, last = stretch
    part = None
    nxt = items[last + 1] if last + 1 < len(items) else None
    around = look_around(text, start, start)
    if text[:start].strip() and not (around.near or around.cues & _IN_PLACE):
        return None
    around = _at_place(around)
    if nxt and nxt.span.kind == "toponym" and end <= nxt.span.start <= end + LONGEST_GAP:
        is_area = nxt.around.part is not None or _kind_named(nxt) in _DIVISIONS
        if is_area and _WITHIN_GAP.match(text[end : nxt.span.start]):
            name, part, last, end = nxt.span, nxt.around.part, last + 1, nxt.around.end
    across = tuple(n for n in names if name is None or n != name.text)
    return Line(
        start=min(start, around.start), end=end, last=last, name=name, border_with=across, part=part, around=around
    )  # fmt: skip


def _kind_named(item: Item) -> FeatureClass | None:
    """Give what a type word beside a name or at its end says that it is ("Idlib Governorate")."""
    return item.around.hint or FEATURE_WORDS.get(item.span.text.rpartition(" ")[2].casefold())


def _dashed_to(text: str, items: list[Item], i: int, kinds: frozenset[str]) -> int:
    """Give the index of the last name that dashes join to this one."""
    j = i
    while j + 1 < len(items) and items[j + 1].span.kind in kinds and j - i < _MOST_ENDS:
        gap = _gap(text, items[j].span, items[j + 1].span)
        if gap is None or not _DASH_GAP.match(gap):
            break
        j += 1
    return j


def _gap(text: str, a: NameSpan, b: NameSpan) -> str | None:
    """Give the text between two names without a type word ("Homs city and"); None if it is long."""
    if b.start - a.end > LONGEST_GAP:
        return None
    return _FEATURE_AFTER.sub("", text[a.end : b.start])


def _behind(text: str, span: NameSpan) -> str:
    """Give what stands behind a name, its possessive ending blanked."""
    return _POSSESSIVE.sub(_blank, text[span.end : span.end + REACH])


def _blank(m: re.Match[str]) -> str:
    return " " * len(m.group())


def _at_place(around: Surroundings) -> Surroundings:
    """Let a whole expression stand where a place stands."""
    return replace(around, cues=(around.cues - {"of_place"}) | {"locative"})
