"""Reads dates and date spans from words, against the date of the report; knows no clock."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from conflict_map.model import DateSpan
from conflict_map.text.spans import before
from conflict_map.vocabulary import DatePrecision as P

_MONTHS: Final[dict[str, int]] = {
    name.casefold(): i
    for table in (calendar.month_name, calendar.month_abbr)
    for i, name in enumerate(table)
    if name
} | {"sept": 9}
_WEEKDAYS: Final[dict[str, int]] = {
    name.casefold(): i
    for table in (calendar.day_name, calendar.day_abbr)
    for i, name in enumerate(table)
} | {"tues": 1, "thurs": 3}
_NUMBERS: Final[dict[str, int]] = {
    w: i
    for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve".split()
    )
} | {"a": 1, "an": 1, "couple of": 2, "a couple of": 2, "few": 3, "a few": 3, "several": 3}

_MONTH: Final = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
_DAY: Final = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
_WEEKDAY: Final = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_N: Final = r"(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|(?:a )?few|several|(?:a )?couple of)"


_WORD: Final = re.compile(r"[a-z]+|\d+")
_MONTH_WORDS: Final = frozenset(_MONTHS)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateMention:
    """A date expression in a text with the span that it stands for; half-open offsets."""

    start: int
    end: int
    span: DateSpan
    since: bool = False
    """The words are "since ...": the span runs from there to the report's date."""


def article_date(text: str) -> date | None:
    r"""Read the date of a report from its head: a date line, or a dateline within the first lines.

    >>> article_date("Army strikes\nDecember 3, 2024 Hour: 3:58 pm\nShells fell.")
    datetime.date(2024, 12, 3)
    >>> article_date("KYIV, March 4, 2022 (Agency) - Shells fell.")
    datetime.date(2022, 3, 4)
    >>> article_date("Shells fell in 2020.") is None
    True
    """
    for line in re.findall(r"[^\n\r]+", text[:1200])[:8]:
        words = set(_WORD.findall(line.lower()))
        explicit = [m for m in _explicit(line, words) if m.span.precision is P.DAY]
        if not explicit:
            continue
        first = explicit[0]
        head = line[: first.start].strip()
        is_date_line = len(line) < 90 and len(head) < 40 and not re.search(r"[.!?]\s", head)
        is_dateline = len(head) < 40 and re.match(
            r"^[^a-z]*[A-Z][A-Za-z .'’-]*,?\s*(?:\(|$)?", head
        )
        follows_dash = re.match(r"\s*(?:\([^)]*\))?\s*[-–—:|]", line[first.end :])
        if is_date_line or (is_dateline and follows_dash):
            return first.span.end
    return None


@lru_cache(maxsize=1024)  # asked for by who joins sentences, and by who dates a claim
def find_dates(text: str, published: date | None) -> tuple[DateMention, ...]:
    """Find the date expressions of a sentence, in order, none inside another.

    Relative ones need the report's date and are left out without it. Weekdays look back: "on
    Friday" is the latest Friday up to the report's day, "last Friday" the latest before it.

    >>> [m.span.start for m in find_dates("began last Friday", date(2024, 12, 3))]
    [datetime.date(2024, 11, 29)]
    >>> find_dates("began last Friday", None)
    ()
    """
    words = set(_WORD.findall(text.lower()))
    relative = _relative(text, words, published) if published else ()
    found = sorted(
        [*_explicit(text, words, published), *relative],
        key=lambda m: (m.start, -(m.end - m.start)),
    )
    kept: list[DateMention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
        elif mention.end - mention.start > kept[-1].end - kept[-1].start:
            kept[-1] = mention
    return tuple(_since(text, m, published) for m in kept)


def _mention(m: re.Match[str], start: date | None, end: date, precision: P) -> DateMention:
    return DateMention(
        start=m.start(),
        end=m.end(),
        span=DateSpan(start=start, end=end, precision=precision, expression=m.group().strip()),
    )


def _month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_EXPLICIT_DAYS: Final = (
    re.compile(rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?\b"),
    re.compile(rf"\b{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?\b(?!\s*:\d)"),
)
_TO: Final = r"\s*(?:-|–|to|and|until|through)\s*"
_DAY_RANGES: Final = (
    re.compile(
        rf"\b(?:(?:from|between)\s+)?(?P<from>\d{{1,2}})(?:st|nd|rd|th)?{_TO}{_DAY}\s+(?:of\s+)?{_MONTH}(?:,?\s+{_YEAR})?\b"
    ),
    re.compile(
        rf"\b(?:(?:from|between)\s+)?{_MONTH}\s+(?P<from>\d{{1,2}})(?:st|nd|rd|th)?{_TO}{_DAY}(?:,?\s+{_YEAR})?\b(?!\s*:\d)"
    ),
)
_LONG_RANGES: Final = (
    re.compile(
        rf"\b(?:(?:from|between)\s+)?(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH.replace('<month>', '<month1>')}(?:,?\s+(?P<year1>(?:19|20)\d\d))?"
        rf"{_TO}{_DAY}\s+{_MONTH}(?:,?\s+{_YEAR})?\b"
    ),
    re.compile(
        rf"\b(?:(?:from|between)\s+)?{_MONTH.replace('<month>', '<month1>')}\s+(?P<day1>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<year1>(?:19|20)\d\d))?"
        rf"{_TO}{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?\b(?!\s*:\d)"
    ),
)
"""From one month into another ("from 28 November to 2 December")."""
_POINTED_DAY: Final = re.compile(rf"\b(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.{_YEAR}\b")
_SLASHED_DAY: Final = re.compile(
    rf"\b(?P<day>1[3-9]|2\d|3[01])/(?P<month>0?[1-9]|1[0-2])/{_YEAR}\b"
)
"""With a slash only where the day can be no month: nobody knows what 03/04/2024 is."""
_ISO_DAY: Final = re.compile(rf"\b{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)\b")
_EXPLICIT_MONTH: Final = re.compile(
    rf"\b(?:(?P<third>early|mid|late|(?:the )?(?:beginning|start|middle|end) of)[- ])?(?:in\s+)?{_MONTH}(?:\s+{_YEAR})?\b(?!\s+\d)"
)
_EXPLICIT_YEAR: Final = re.compile(rf"\b(?:in|since|of|during|early|late|by)\s+{_YEAR}\b(?!-)")
_DATES_A_MONTH: Final = re.compile(r"(?:in|since|during|of|until|by|from|last|this)\s$")
_THIRDS: Final[dict[str, tuple[int, int]]] = {
    "early": (1, 10), "mid": (11, 20), "late": (21, 31), "beginning": (1, 10), "start": (1, 10),
    "middle": (11, 20), "end": (21, 31),
}  # fmt: skip


def _explicit(text: str, words: set[str], published: date | None = None) -> Iterator[DateMention]:
    """Find dates that name a month or a year; a missing year is the latest that is not ahead.

    ``words`` are those of the text in small letters: most sentences name neither.
    """
    if not _MONTH_WORDS.isdisjoint(words):
        yield from _of_a_month(text, published)
    if any(len(w) == 4 and w[:2] in {"19", "20"} and w.isdigit() for w in words):
        yield from _of_a_year(text)


def _of_a_month(text: str, published: date | None) -> Iterator[DateMention]:
    for pattern in _EXPLICIT_DAYS:
        for m in pattern.finditer(text):
            month = _MONTHS[m["month"].casefold().rstrip(".")]
            year = int(m["year"]) if m["year"] else _year_for(month, int(m["day"]), published)
            day = _safe(year, month, int(m["day"])) if year else None
            if day:
                yield _mention(m, day, day, P.DAY)
    for pattern in _DAY_RANGES:
        for m in pattern.finditer(text):
            month = _MONTHS[m["month"].casefold().rstrip(".")]
            year = int(m["year"]) if m["year"] else _year_for(month, int(m["day"]), published)
            since = _safe(year, month, int(m["from"])) if year else None
            until = _safe(year, month, int(m["day"])) if year else None
            if since and until and since < until:
                yield _mention(m, since, until, P.RANGE)
    for pattern in _LONG_RANGES:
        for m in pattern.finditer(text):
            until = _of(m, "", published)
            since = _of(m, "1", until)
            if since and until and since < until:
                yield _mention(m, since, until, P.RANGE)
    for m in _EXPLICIT_MONTH.finditer(text):
        # May and March are words as well: alone they need a word that dates stand after.
        a_word = m["month"] in {"May", "March"} and not m["year"] and not m["third"]
        if a_word and not _DATES_A_MONTH.search(before(text, m.start("month"))):
            continue
        month = _MONTHS[m["month"].casefold().rstrip(".")]
        year = int(m["year"]) if m["year"] else _year_for(month, 1, published)
        if year:
            third = (m["third"] or "").removeprefix("the ").removesuffix(" of")
            first, last = _THIRDS.get(third, (1, 31))
            end = min(last, _month_end(year, month).day)
            precision = P.RANGE if m["third"] else P.MONTH
            yield _mention(m, date(year, month, first), date(year, month, end), precision)


def _of(m: re.Match[str], suffix: str, published: date | None) -> date | None:
    """Give the day of the groups with a suffix; a missing year is the latest that is not ahead."""
    month = _MONTHS[m["month" + suffix].casefold().rstrip(".")]
    day = int(m["day" + suffix])
    given = m.groupdict().get("year" + suffix)
    year = int(given) if given else _year_for(month, day, published)
    return _safe(year, month, day) if year else None


def _of_a_year(text: str) -> Iterator[DateMention]:
    for m in (m for days in (_ISO_DAY, _POINTED_DAY, _SLASHED_DAY) for m in days.finditer(text)):
        day = _safe(int(m["year"]), int(m["month"]), int(m["day"]))
        if day:
            yield _mention(m, day, day, P.DAY)
    for m in _EXPLICIT_YEAR.finditer(text):
        year = int(m["year"])
        yield _mention(m, date(year, 1, 1), date(year, 12, 31), P.YEAR)


def _year_for(month: int, day: int, published: date | None) -> int | None:
    if published is None:
        return None
    ahead = (month, day) > (published.month, published.day)
    # A date up to a month ahead is a plan of this year; further ahead it lies in the past year.
    if ahead and (month - published.month) % 12 <= 1 and month != published.month:
        return published.year + (1 if month < published.month else 0)
    return published.year - 1 if ahead and month != published.month else published.year


def _back_to(weekday: int, today: date, *, strictly: bool) -> date:
    days = (today.weekday() - weekday) % 7
    return today - timedelta(days=7 if days == 0 and strictly else days)


def _count(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.casefold()]


_Reader = Callable[[re.Match[str], date], tuple[date | None, date, P]]


def _weekday(m: re.Match[str], today: date) -> tuple[date | None, date, P]:
    modifier = (m["modifier"] or "").casefold()
    number = _WEEKDAYS[m["weekday"].casefold()]
    if modifier in {"next", "coming"}:
        day = today + timedelta(days=(number - today.weekday()) % 7 or 7)
    else:
        strictly = modifier in {"last", "past", "previous"}
        day = _back_to(number, today, strictly=strictly)
        if strictly and today - day == timedelta(days=1):
            # Of yesterday one says "on Tuesday"; "last Tuesday" is the one before.
            day -= timedelta(days=7)
    return day, day, P.DAY


def _ago(m: re.Match[str], today: date) -> tuple[date | None, date, P]:
    n, unit = _count(m["n"]), m["unit"].casefold()
    if unit == "day":
        day = today - timedelta(days=n)
        return day, day, P.DAY
    if unit == "week":
        day = today - timedelta(weeks=n)
        return day - timedelta(days=3), day + timedelta(days=3), P.WEEK
    if unit == "month":
        months = today.year * 12 + today.month - 1 - n
        year, month = divmod(months, 12)
        return date(year, month + 1, 1), _month_end(year, month + 1), P.MONTH
    return date(today.year - n, 1, 1), date(today.year - n, 12, 31), P.YEAR


def _past(m: re.Match[str], today: date) -> tuple[date | None, date, P]:
    n = _count(m["n"]) if m["n"] else 1
    days = {
        "hour": max(1, round(n / 24)),
        "day": n,
        "week": 7 * n,
        "month": 30 * n,
        "year": 365 * n,
    }
    back = days[m["unit"].casefold()]
    return today - timedelta(days=back), today, P.RANGE


def _this_period(m: re.Match[str], today: date) -> tuple[date | None, date, P]:
    which, unit = m["which"].casefold(), m["unit"].casefold()
    if unit == "week":
        start = today - timedelta(days=today.weekday() + (7 if which == "last" else 0))
        end = start + timedelta(days=6) if which == "last" else today
        return start, end, P.WEEK
    if unit == "month":
        year, month = today.year, today.month
        if which == "last":
            year, month = (year, month - 1) if month > 1 else (year - 1, 12)
        end = _month_end(year, month) if which == "last" else today
        return date(year, month, 1), end, P.MONTH
    year = today.year - (1 if which == "last" else 0)
    return date(year, 1, 1), date(year, 12, 31) if which == "last" else today, P.YEAR


def _weekend(m: re.Match[str], today: date) -> tuple[date | None, date, P]:
    sunday = _back_to(6, today, strictly="last" in m.group().casefold())
    return sunday - timedelta(days=1), sunday, P.RANGE


def _days(first: int, last: int, precision: P) -> _Reader:
    """Give a reader for a fixed span of days before the report."""
    return lambda _m, today: (
        today - timedelta(days=first),
        today - timedelta(days=last),
        precision,
    )


def _weekday_range(m: re.Match[str], today: date) -> tuple[date | None, date, P]:
    end = _back_to(_WEEKDAYS[m["last"].casefold()], today, strictly=False)
    return _back_to(_WEEKDAYS[m["first"].casefold()], end, strictly=True), end, P.RANGE


def _nth_day(m: re.Match[str], today: date) -> tuple[date | None, date, P]:
    n = _ORDINALS[m["nth"].casefold()]
    return today - timedelta(days=n - 1), today, P.RANGE


_ORDINALS: Final = {
    w: i + 2
    for i, w in enumerate("second third fourth fifth sixth seventh eighth ninth tenth".split())
}
_ANY_DAY: Final = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_DAY_WORDS: Final = frozenset(w.casefold() for w in _ANY_DAY.split("|"))
_BACK: Final = frozenset({"last", "past", "previous"})
# the words of which one must stand in the text | pattern | reader
_RELATIVE: Final[tuple[tuple[frozenset[str], re.Pattern[str], _Reader], ...]] = tuple(
    (words, re.compile(pattern, re.IGNORECASE), reader)
    for words, pattern, reader in (
        (_DAY_WORDS, rf"\b(?:on\s+)?(?:(?P<modifier>last|past|previous|this|next|coming)\s+)?{_WEEKDAY}\b"
         r"(?:\s+(?:morning|afternoon|evening|night))?", _weekday),
        (_DAY_WORDS, rf"\b(?:between|from)\s+(?P<first>{_ANY_DAY})\s+(?:and|to|until|through)\s+(?P<last>{_ANY_DAY})\b", _weekday_range),
        (frozenset(_ORDINALS), rf"\bfor\s+(?:a|the)\s+(?P<nth>{'|'.join(_ORDINALS)})\s+(?:(?:consecutive|straight|successive)\s+)?day\b", _nth_day),
        (frozenset({"ago", "earlier"}), rf"\b{_N}\s+(?P<unit>day|week|month|year)s?\s+(?:ago|earlier)\b", _ago),
        (_BACK, rf"\b(?:in|over|during|within|for|throughout)?\s*(?:the\s+)?(?:last|past|previous)\s+"
         rf"(?:{_N}\s+)?(?P<unit>hour|day|week|month|year)s\b", _past),
        (_BACK, r"\b(?:(?:in|over|during|within|for|throughout)\s+)?the\s+(?:past|last)\s+(?P<n>)(?P<unit>hour|day|week|month|year)\b", _past),
        (frozenset({"hour", "hours"}), r"\b(?P<n>24|48|72)[- ](?P<unit>hour)s?\b", _past),
        (frozenset({"this", "last"}), r"\b(?:(?:early|earlier|late|later)\s+)?(?P<which>this|last)\s+(?P<unit>week|month|year)\b",
         _this_period),
        (frozenset({"weekend"}), r"\b(?:over\s+|at\s+|during\s+)?(?:the|this|last)\s+(?:past\s+)?weekend\b", _weekend),
        (frozenset({"overnight", "night"}), r"\b(?:overnight|last night)\b", _days(1, 0, P.RANGE)),
        (frozenset({"yesterday"}), r"\b(?:the day before yesterday)\b", _days(2, 2, P.DAY)),
        (frozenset({"yesterday"}), r"\byesterday\b", _days(1, 1, P.DAY)),
        (frozenset({"today", "tonight", "this", "earlier", "dawn", "currently", "now"}),
         r"\b(?:today|tonight|this (?:morning|afternoon|evening)|earlier in the day|at dawn|"
         r"currently|right now|at this (?:hour|moment)|as of now)\b", _days(0, 0, P.DAY)),
        (frozenset({"recent"}), r"\bin recent (?:days|hours)\b", _days(3, 0, P.FUZZY_START)),
        (frozenset({"recent"}), r"\bin recent weeks\b", _days(28, 0, P.FUZZY_START)),
        (frozenset({"recent"}), r"\bin recent months\b", _days(90, 0, P.FUZZY_START)),
    )
)  # fmt: skip


def _relative(text: str, words: set[str], today: date) -> Iterator[DateMention]:
    for needed, pattern, reader in _RELATIVE:
        if needed.isdisjoint(words):
            continue
        for m in pattern.finditer(text):
            try:
                start, end, precision = reader(m, today)
            except (ValueError, OverflowError):
                continue  # "900 years ago" in a report of the year 500: no such civil date
            yield _mention(m, start, end, precision)


_SINCE_REACH: Final = 60
_SINCE: Final = re.compile(
    r"\bsince\s+(?:(?:the|these|those|its|their)?\s*[\w-]+(?:\s[\w-]+){0,3}\s+"
    r"(?:began|started|erupted|broke out|launched|resumed|opened|was launched)\s+)?(?:on\s+|the\s+)?$",
    re.IGNORECASE,
)


_SINCE_ITSELF: Final = re.compile(r"since\s", re.IGNORECASE)


def _since(text: str, mention: DateMention, published: date | None) -> DateMention:
    """Stretch a span that follows "since" up to the report's date."""
    if _SINCE_ITSELF.match(text, mention.start):
        begin = mention.start
    elif since := _SINCE.search(before(text, mention.start, _SINCE_REACH)):
        begin = mention.start - len(since.string) + since.start()
    else:
        return mention
    if published is None or mention.span.start is None or mention.span.start > published:
        return mention
    precision = P.RANGE if mention.span.precision is P.DAY else P.FUZZY_START
    span = DateSpan(
        start=mention.span.start,
        end=published,
        precision=precision,
        expression=text[begin : mention.end],
    )
    return DateMention(start=begin, end=mention.end, span=span, since=True)
