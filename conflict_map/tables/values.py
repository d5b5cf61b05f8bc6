"""Cells to values: coordinates, dates, counts; refuses what is not plainly one; mends nothing."""

from __future__ import annotations

import calendar
import math
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import repeat
from typing import TYPE_CHECKING, Final

from conflict_map.vocabulary import DatePrecision

if TYPE_CHECKING:
    from collections.abc import Iterable

UNKNOWN_WORDS: Final = frozenset(
    {"", "na", "n/a", "#n/a", "nan", "null", "none", "-", "--", "?", "unknown", "nat", "<na>",
     "n.a.", "nd", "s/d", "tbd"}
)  # fmt: skip
"""What stands for "not known" in a coordinate, date or count, in lower case."""
_UNKNOWN_NUMBERS: Final = re.compile(r"-9{1,5}(?:\.0*)?|-9{3}8(?:\.0*)?")
"""Negative codes that statistical programs write for "not known": -9, -99, -999, -9999."""


_LONGEST: Final = 80
"""No coordinate, count or date is longer; patterns are not tried on what is."""


class CellError(ValueError):
    """Say why a cell is not what its column promises."""


def is_unknown(cell: str) -> bool:
    """Tell whether a cell says that the value is not known.

    >>> is_unknown(" NA "), is_unknown("0")
    (True, False)
    """
    return cell.strip().lower() in UNKNOWN_WORDS


def is_unknown_number(cell: str, *, axis: str | None = None) -> bool:
    """Tell whether a count, or a coordinate of an ``axis``, is a word or a code for "not known".

    -9 and -99 are possible coordinates where the axis allows them.

    >>> is_unknown_number("-99"), is_unknown_number("-99", axis="lat"), is_unknown_number("0")
    (True, True, False)
    >>> is_unknown_number("-99", axis="lon"), is_unknown_number("-9999", axis="lon")
    (False, True)
    """
    text = cell.strip()
    if text.lower() in UNKNOWN_WORDS:
        return True
    if len(text) > 9 or not _UNKNOWN_NUMBERS.fullmatch(text):
        return False
    return axis is None or abs(float(text)) > (90 if axis == "lat" else 180)


def is_unknown_date(cell: str) -> bool:
    """Tell whether a date is a word, a code or zeros for "not known".

    >>> is_unknown_date("0000-00-00"), is_unknown_date("-99"), is_unknown_date("2024")
    (True, True, False)
    """
    text = cell.strip()
    return is_unknown_number(text) or (len(text) < 24 and not text.strip("0-/.: ")) or text == "0.0"


def read_pair(cell: str) -> tuple[float, float]:
    """Read latitude and longitude from one cell, in this order, or a point as well-known text.

    >>> read_pair("35.13, 36.75"), read_pair("POINT (36.75 35.13)")
    ((35.13, 36.75), (35.13, 36.75))

    Raises
    ------
    CellError
        if the cell is not two coordinates.

    """
    text = _short(cell)
    if found := _WKT_POINT.fullmatch(text):
        lon, lat = found.groups()
    else:
        parts = _PAIR.split(text.strip("()[]{} "))
        if len(parts) != 2:
            raise CellError("expected a latitude and a longitude, parted by a comma")
        lat, lon = parts
    return read_coordinate(lat, axis="lat"), read_coordinate(lon, axis="lon")


_WKT_POINT: Final = re.compile(
    r"(?:SRID=4326;)?POINT\s*\(\s*([-+.\dE]{1,25})\s+([-+.\dE]{1,25})\s*\)", re.IGNORECASE
)
_PAIR: Final = re.compile(r"\s*[,;]\s+|\s*;\s*|\s*,\s*(?=[-+]?\d{1,3}\.)|\s+(?=[-+]?\d{1,3}\.\d)")


def _short(cell: str) -> str:
    text = cell.strip()
    if len(text) > _LONGEST:
        raise CellError(f"{len(text)} characters are too many")
    return text


# --- coordinates ----------------------------------------------------------------------------------

_DECIMAL: Final = re.compile(r"[-+]?(?:\d{1,15}(?:[.,]\d*)?|[.,]\d+)(?:E[-+]?\d{1,3})?\s*°?")
_SEXAGESIMAL: Final = re.compile(
    r"""([-+]?)(\d{1,3})\s*[°D:\s]\s*(\d{1,2}(?:[.,]\d+)?)\s*['’′:\s]?\s*"""
    r"""(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:"|”|″|''|’’)?)?\s*"""
)


def read_coordinate(cell: str, *, axis: str) -> float:
    r"""Read degrees from a cell; ``axis`` is "lat" or "lon". Decimal commas and DMS are understood.

    >>> read_coordinate("35,13", axis="lat"), read_coordinate("36°45'00'' E", axis="lon")
    (35.13, 36.75)
    >>> read_coordinate("100 E", axis="lat")
    Traceback (most recent call last):
    ...
    conflict_map.tables.values.CellError: 'E' does not belong to a latitude

    Raises
    ------
    CellError
        if the cell is no coordinate, of the other axis, or out of range; nothing is clamped.

    """
    word, letters, limit = ("latitude", "NS", 90) if axis == "lat" else ("longitude", "EW", 180)
    text = _short(cell).upper().replace("\u2212", "-")
    hemisphere = ""
    for letter in "NSEW":
        if text.startswith(letter) or text.endswith(letter):
            hemisphere, text = letter, text.strip(letter).strip()
            break
    if hemisphere and hemisphere not in letters:
        raise CellError(f"{hemisphere!r} does not belong to a {word}")
    value = _degrees(text)
    if value is None:
        raise CellError(f"not a {word} in degrees")
    if hemisphere in ("S", "W"):
        if value < 0:
            raise CellError(f"both a minus sign and {hemisphere!r}")
        value = -value
    if abs(value) > limit:
        hint = (
            "; are latitude and longitude swapped?" if axis == "lat" and abs(value) <= 180 else ""
        )
        raise CellError(f"{word} {value} is outside -{limit}..{limit}{hint}")
    return value


def _degrees(text: str) -> float | None:
    if _DECIMAL.fullmatch(text):
        value = float(text.rstrip("° ").replace(",", "."))
        return value if math.isfinite(value) else None
    match = _SEXAGESIMAL.fullmatch(text)
    if match is None:
        return None
    sign, degrees, minutes, seconds = match.groups()
    parts = [float((part or "0").replace(",", ".")) for part in (degrees, minutes, seconds)]
    if parts[1] >= 60 or parts[2] >= 60:
        return None
    value = parts[0] + parts[1] / 60 + parts[2] / 3600
    return -value if sign == "-" else value


# --- counts ---------------------------------------------------------------------------------------

_COUNT: Final = re.compile(r"\d{1,9}(?:\.0*)?|\d{1,3}(?:[,\u00a0\u202f ]\d{3})+")


def read_count(cell: str) -> int:
    """Read a count of people.

    >>> read_count("1,300"), read_count("12.0")
    (1300, 12)

    Raises
    ------
    CellError
        if the cell is not one whole number of zero or more.

    """
    text = _short(cell)
    if not _COUNT.fullmatch(text):
        raise CellError("not a count")
    return int(re.sub(r"[,\u00a0\u202f ]", "", text.split(".")[0]))


# --- dates ----------------------------------------------------------------------------------------


class DateOrder(StrEnum):
    """Say how a column writes 03/04/2024; it is decided from the whole column."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


@dataclass(frozen=True, slots=True, kw_only=True)
class CivilDates:
    """The days that a date cell stands for, both included."""

    start: date
    end: date
    precision: DatePrecision


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderEvidence:
    """How many cells of a column can only be day first, only month first, or either."""

    day_first: int = 0
    month_first: int = 0
    either: int = 0
    dotted: int = 0
    """Those of ``either`` that are written with dots, as only day-first countries do."""

    def decide(self) -> DateOrder | None:
        """Give the one order that the column allows; None where it allows both or neither."""
        if self.day_first and self.month_first:
            return None
        if self.month_first:
            return DateOrder.MONTH_FIRST
        if self.day_first or (self.either and self.dotted == self.either):
            return DateOrder.DAY_FIRST
        return None


_MONTH_NAMES: Final = (
    "January February March April May June July August September October November December",
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "janv févr mars avr mai juin juil août sept oct nov déc",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "ene feb mar abr may jun jul ago sep oct nov dic",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "jan fev mar abr mai jun jul ago set out nov dez",
    "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر",
)
_MONTHS: Final[dict[str, int]] = {
    name.lower(): number
    for names in _MONTH_NAMES
    for number, name in enumerate(names.split(), start=1)
} | {"sept": 9}
_WORD: Final = r"[^\W\d_]{3,12}"
# A time after the day is left out: civil dates have none, and no time zone is applied.
_TIME: Final = (
    r"(?:[T\s]\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*"
    r"(?:Z|UTC|[AaPp]\.?[Mm]\.?|[-+]\d{2}:?\d{2})?)?"
)
_ISO: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + _TIME)
_COMPACT: Final = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(?:\.0)?")
_NUMERIC: Final = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})" + _TIME)
_DAY_NAMED: Final = re.compile(
    rf"(?:{_WORD},?\s{{1,3}})?(\d{{1,2}})(?:st|nd|rd|th|er|º)?[-/\s.]{{1,3}}(?:de\s)?({_WORD})\.?[-/\s,]{{1,3}}"
    r"(?:de\s)?(\d{4}|\d{2})" + _TIME
)
_MONTH_NAMED: Final = re.compile(
    rf"(?:{_WORD},?\s{{1,3}})?({_WORD})\.?[-/\s]{{1,3}}(\d{{1,2}})(?:st|nd|rd|th)?,?[-/\s]{{1,3}}(\d{{4}}|\d{{2}})"
    + _TIME
)
_MONTH_ONLY: Final = re.compile(
    rf"(\d{{4}})[-/](\d{{2}})|({_WORD})\.?[-/\s,]{{1,3}}(?:de\s)?(\d{{4}})"
)
_RANGE: Final = re.compile(
    r"\s+(?:to|until|till|through|au|al|a|até|bis|по|до|إلى|-|–|—)\s+|\s*(?:–|—|\.\.)\s*"
)
_SLASHED: Final = re.compile(r"(\d{4}-\d{2}(?:-\d{2})?)/(\d{4}-\d{2}(?:-\d{2})?)")
_SAME_MONTH: Final = re.compile(
    rf"(\d{{1,2}})\s?[-–]\s?(\d{{1,2}})\s+((?:de\s)?{_WORD}\s+(?:de\s)?\d{{4}})"
)
_YEAR_ONLY: Final = re.compile(r"((?:1[5-9]|20)\d{2})(?:\.0)?")


def weigh_order(cells: Iterable[str], counts: Iterable[int] = repeat(1)) -> OrderEvidence:
    """Count what the cells of a date column say about the order of day and month.

    ``counts`` says how many rows hold each of the cells.

    >>> weigh_order(["02/24/2022", "3/3/2022"]).decide()
    <DateOrder.MONTH_FIRST: 'month-first'>
    >>> weigh_order(["3/3/2022", "4/5/2022"]).decide() is None
    True
    """
    day = month = either = dotted = 0
    for cell, rows in zip(cells, counts, strict=False):
        match = _NUMERIC.fullmatch(cell.strip()[:_LONGEST])
        if match is None:
            continue
        first, separator, second = int(match[1]), match[2], int(match[3])
        if first > 12 >= second:
            day += rows
        elif second > 12 >= first:
            month += rows
        elif first != second and first <= 12:
            either += rows
            dotted += rows * (separator == ".")
    return OrderEvidence(day_first=day, month_first=month, either=either, dotted=dotted)


def read_date(cell: str, order: DateOrder | None) -> CivilDates:
    """Read a civil date, month or year; ``order`` is what ``weigh_order`` found for the column.

    Two-digit years are 1970 to 2069.

    >>> read_date("9-May-20", None).start
    datetime.date(2020, 5, 9)
    >>> read_date("03/04/2024", DateOrder.DAY_FIRST).start
    datetime.date(2024, 4, 3)
    >>> read_date("2024-02", None).end
    datetime.date(2024, 2, 29)

    Raises
    ------
    CellError
        if the cell is no date, no day of the calendar, or could be two dates.

    """
    text = _short(cell)
    if found := _ISO.fullmatch(text) or _COMPACT.fullmatch(text):
        if not int(found[3]):  # 2014-05-00: the day is not known, or the month is not
            return (
                _whole_month(int(found[1]), int(found[2])) if int(found[2]) else _year_of(found[1])
            )
        return _one_day(int(found[1]), int(found[2]), int(found[3]))
    if (span := _span(text, order)) is not None:
        return span
    if found := _NUMERIC.fullmatch(text):
        first, second = int(found[1]), int(found[3])
        day, month = (first, second) if _is_day_first(first, second, order) else (second, first)
        return _one_day(_year(found[4]), month, day)
    if found := _DAY_NAMED.fullmatch(text):
        return _one_day(_year(found[3]), _month(found[2]), int(found[1]))
    if found := _MONTH_NAMED.fullmatch(text):
        return _one_day(_year(found[3]), _month(found[1]), int(found[2]))
    if found := _MONTH_ONLY.fullmatch(text):
        year = int(found[1] or found[4])
        return _whole_month(year, int(found[2]) if found[2] else _month(found[3]))
    if found := _YEAR_ONLY.fullmatch(text):
        return _year_of(found[1])
    if _SERIAL.fullmatch(text):
        raise CellError(
            "looks like a spreadsheet's day number; give the column the format of a date"
        )
    raise CellError("not a date that is known here; write it as 2024-12-03")


_SERIAL: Final = re.compile(r"[345]\d{4}(?:\.\d{1,10})?")


def _span(text: str, order: DateOrder | None) -> CivilDates | None:
    """Read "1-3 May 2024", "2024-05-01/2024-05-03" and two dates with a word or dash between."""
    if found := _SAME_MONTH.fullmatch(text):
        halves = [f"{found[1]} {found[3]}", f"{found[2]} {found[3]}"]
    elif found := _SLASHED.fullmatch(text):
        halves = [found[1], found[2]]
    else:
        halves = _RANGE.split(text)
        if len(halves) != 2 or not all(len(half) > 5 for half in halves):
            return None
    first, last = (read_date(half, order) for half in halves)
    if first.start > last.end:
        raise CellError("the range ends before it starts")
    if (first.start, first.end) == (last.start, last.end):
        return first
    return CivilDates(start=first.start, end=last.end, precision=DatePrecision.RANGE)


def _year_of(text: str) -> CivilDates:
    year = int(text)
    if not year:
        raise CellError("there is no such year")
    return CivilDates(start=date(year, 1, 1), end=date(year, 12, 31), precision=DatePrecision.YEAR)


def _is_day_first(first: int, second: int, order: DateOrder | None) -> bool:
    if first > 12 or second > 12 or first == second:
        return second <= 12  # only one reading is a date; _one_day refuses what is none
    if order is None:
        raise CellError("could be day/month or month/day, and the column has both orders")
    return order is DateOrder.DAY_FIRST


def _one_day(year: int, month: int, day: int) -> CivilDates:
    try:
        when = date(year, month, day)
    except ValueError:
        raise CellError("there is no such day in the calendar") from None
    return CivilDates(start=when, end=when, precision=DatePrecision.DAY)


def _whole_month(year: int, month: int) -> CivilDates:
    if not (1 <= month <= 12 and year >= 1):
        raise CellError("there is no such month")
    last = calendar.monthrange(year, month)[1]
    return CivilDates(
        start=date(year, month, 1), end=date(year, month, last), precision=DatePrecision.MONTH
    )


def _year(text: str) -> int:
    number = int(text)
    if len(text) == 4:
        return number
    return number + (2000 if number < 70 else 1900)


def _month(word: str) -> int:
    number = _MONTHS.get(word.lower())
    if number is None:
        raise CellError(f"{word!r} is not the name of a month that is known here")
    return number
