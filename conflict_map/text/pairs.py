"""Joins the names of a sentence that are ends of one road, front or border; resolves none of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

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
from conflict_map.vocabulary import FeatureClass

if TYPE_CHECKING:
    from conflict_map.text.toponyms import NameSpan

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
