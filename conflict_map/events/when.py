"""Says when a sentence has its event: its dates, its tense, the report's day; knows no places."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from conflict_map.events.where import INHERIT_GAP
from conflict_map.model import DateSpan
from conflict_map.text.amounts import number
from conflict_map.text.dates import DateMention, find_dates
from conflict_map.text.spans import before
from conflict_map.vocabulary import DatePrecision

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from conflict_map.events.drafts import Draft, Scene
    from conflict_map.text.sentences import Sentence

_SAME_DAY_GAP: Final = 4
"""\"That evening" is the evening of a day that at most this many sentences before named."""
_FINE: Final = frozenset({DatePrecision.DAY, DatePrecision.RANGE})
_CUMULATIVE: Final = re.compile(
    r"\b(?:have|has)\s+(?:(?:also|already|repeatedly)\s+)?"
    r"(?:been\s+(?:used|deployed|displaced|employed|killed|destroyed)|"
    r"joined|enlisted|fled|employed|deployed|used)\b",
    re.IGNORECASE,
)
_OPERATION_BEGAN: Final = re.compile(
    r"^since\b.*\b(?:began|started|erupted|broke out|launched|resumed|opened)\b", re.IGNORECASE
)
_SAME_DAY: Final = re.compile(
    r"\b(?:(?:on |later )?(?:the|that) same (?:day|evening|night|morning|afternoon)|"
    r"(?P<n>one|a|two|three|four|five|six|\d) days? (?P<way>later|earlier|before)|"
    r"(?:on )?the (?P<side>next|following|previous) (?:day|morning|night|evening)|"
    r"that (?:day|evening|night))\b",
    re.IGNORECASE,
)
_POINTS_BACK: Final = re.compile(
    r"^(?:(?:However|Meanwhile|Additionally),\s+)?(?:This|These|Those|That|Such)\s+"
    r"(?:\w+\s+){0,2}?[a-z]+\b"
)
_BACKGROUND: Final = re.compile(
    r"\b(?:since (?:signing|the signing|the start|taking|coming)|signed|agreements?|accords?|"
    r"treaty|founded|formed|established|born|elected|anniversary|"
    r"(?:war|conflict) (?:that )?(?:began|started))\b[^,;.]*$",
    re.IGNORECASE,
)
_BACKGROUND_REACH: Final = 70


def when(scene: Scene, published: date | None) -> tuple[DateSpan | None, bool]:
    """Give the dates of a scene, and whether its own sentence says them.

    The date nearest to the word that reports the event counts; "the same day" and "two days later"
    count from an earlier sentence's. Without any, a sentence that points back ("These strikes") has
    the dates of its paragraph, one in the perfect ("have been used") an open start, one that
    follows a dated event in its paragraph that event's dates ("Ten people were killed"), and any
    other the report's day and the day before it. ``published`` None leaves all but full dates
    unknown.

    >>> from datetime import date
    >>> from conflict_map.events.drafts import Scene
    >>> from conflict_map.text.sentences import split
    >>> from conflict_map.text.triggers import find_triggers
    >>> [sentence] = split("Shells fell on Friday.")
    >>> [trigger] = find_triggers(sentence.text)
    >>> scene = Scene(sentence=sentence, index=0, trigger=trigger, previous=())
    >>> when(scene, date(2024, 12, 3))[0].start
    datetime.date(2024, 11, 29)
    """
    sentence, trigger = scene.sentence, scene.trigger
    found = [
        d
        for d in find_dates(sentence.text, published)
        if not _dates_something_else(sentence, d) and not _is_ahead(d, published)
    ]
    # "A day earlier" is before what was told, if that has a day; else before the report.
    told_back = bool(found) and (found[0].span.expression or "").endswith("earlier")
    if not found or told_back or found[0].span.precision is not DatePrecision.DAY:
        counted = _counted_from_an_earlier_one(scene)
        if counted:
            return counted, True
    if found:
        nearest = min(
            found, key=lambda d: (max(d.start - trigger.end, trigger.start - d.end, 0), d.start)
        )
        return nearest.span, True
    return (_by_tense(scene, published) if published else None), False


def spread_operations(
    body: Sequence[Sentence], drafts: Sequence[Draft], published: date | None
) -> list[Draft]:
    """Give undated claims the span that their paragraph states for the whole operation.

    "... since the actions began last Friday" dates the operation that the paragraph is about.
    """
    spans: dict[int, DateSpan] = {}
    for s in body:
        for d in find_dates(s.text, published):
            if d.since and d.span.expression and _OPERATION_BEGAN.match(d.span.expression):
                spans.setdefault(s.paragraph, d.span)
    return [
        replace(d, claim=replace(d.claim, dates=spans[d.paragraph]))
        if d.paragraph in spans and not d.own_date and d.claim.event_type
        else d
        for d in drafts
    ]


def _is_ahead(mention: DateMention, published: date | None) -> bool:
    start = mention.span.start
    return published is not None and start is not None and start > published


def _counted_from_an_earlier_one(scene: Scene) -> DateSpan | None:
    back = _SAME_DAY.search(scene.sentence.text)
    if not back:
        return None
    earlier = next((d for d in scene.earlier(_SAME_DAY_GAP) if d.own_date), None)
    if not earlier or not earlier.claim.dates:
        return None
    days = (number(back["n"]) or 0) if back["n"] else 1 if back["side"] else 0
    if (back["way"] or "later") != "later" or back["side"] == "previous":
        days = -days
    try:
        day = earlier.claim.dates.end + timedelta(days=days)
    except OverflowError:
        return None
    return DateSpan(start=day, end=day, precision=DatePrecision.DAY, expression=back.group())


def _by_tense(scene: Scene, published: date) -> DateSpan:
    """Date a sentence that names no date itself."""
    if _POINTS_BACK.match(scene.sentence.text):
        for d in scene.earlier(INHERIT_GAP):
            if d.paragraph == scene.sentence.paragraph and d.claim.dates and d.own_date:
                return replace(d.claim.dates, expression=None)
    if _CUMULATIVE.search(scene.sentence.text):
        return DateSpan(start=None, end=published, precision=DatePrecision.FUZZY_START)
    for d in scene.earlier(1 if scene.on_the_ground else 0):
        dates = d.claim.dates if d.paragraph == scene.sentence.paragraph and d.own_date else None
        if dates and dates.precision in _FINE:
            return replace(dates, expression=None)
    day_before = published - timedelta(days=1) if published.toordinal() > 1 else published
    return DateSpan(start=day_before, end=published, precision=DatePrecision.RANGE)


def _dates_something_else(sentence: Sentence, mention: DateMention) -> bool:
    """Say whether a date belongs to a background clause ("since signing the accord in 2020")."""
    return mention.span.precision in {DatePrecision.YEAR, DatePrecision.MONTH} and bool(
        _BACKGROUND.search(before(sentence.text, mention.start, _BACKGROUND_REACH))
    )
