"""What date expressions mean against two datelines: a Tuesday in December and a New Year's Day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_map.text.dates import article_date, find_dates
from conflict_map.vocabulary import DatePrecision as P

TUESDAY = date(2024, 12, 3)
NEW_YEAR = date(2024, 1, 1)
"""A Monday."""


def spans(words: str, day: date | None) -> list[tuple[str, str, str]]:
    return [
        (str(d.span.start), str(d.span.end), d.span.precision.value) for d in find_dates(words, day)
    ]


@pytest.mark.parametrize(
    "words, on_tuesday, on_new_year",
    [
        ("on Monday", "2024-12-02 day", "2024-01-01 day"),
        ("on Tuesday", "2024-12-03 day", "2023-12-26 day"),
        ("Sunday night", "2024-12-01 day", "2023-12-31 day"),
        ("last Friday", "2024-11-29 day", "2023-12-29 day"),
        ("last Monday", "2024-11-25 day", "2023-12-25 day"),
        ("last Tuesday", "2024-11-26 day", "2023-12-26 day"),
        ("next Friday", "2024-12-06 day", "2024-01-05 day"),
        ("yesterday", "2024-12-02 day", "2023-12-31 day"),
        ("the day before yesterday", "2024-12-01 day", "2023-12-30 day"),
        ("today", "2024-12-03 day", "2024-01-01 day"),
        ("this morning", "2024-12-03 day", "2024-01-01 day"),
        ("at dawn", "2024-12-03 day", "2024-01-01 day"),
        ("overnight", "2024-12-02 2024-12-03 range", "2023-12-31 2024-01-01 range"),
        ("two days ago", "2024-12-01 day", "2023-12-30 day"),
        ("three days earlier", "2024-11-30 day", "2023-12-29 day"),
        ("a week ago", "2024-11-23 2024-11-29 week", "2023-12-22 2023-12-28 week"),
        ("two months ago", "2024-10-01 2024-10-31 month", "2023-11-01 2023-11-30 month"),
        ("a year ago", "2023-01-01 2023-12-31 year", "2023-01-01 2023-12-31 year"),
        ("over the past three days", "2024-11-30 2024-12-03 range", "2023-12-29 2024-01-01 range"),
        ("in the last 24 hours", "2024-12-02 2024-12-03 range", "2023-12-31 2024-01-01 range"),
        ("in the past week", "2024-11-26 2024-12-03 range", "2023-12-25 2024-01-01 range"),
        ("last week", "2024-11-25 2024-12-01 week", "2023-12-25 2023-12-31 week"),
        ("this week", "2024-12-02 2024-12-03 week", "2024-01-01 2024-01-01 week"),
        ("last month", "2024-11-01 2024-11-30 month", "2023-12-01 2023-12-31 month"),
        ("last year", "2023-01-01 2023-12-31 year", "2023-01-01 2023-12-31 year"),
        ("this year", "2024-01-01 2024-12-03 year", "2024-01-01 2024-01-01 year"),
        ("over the weekend", "2024-11-30 2024-12-01 range", "2023-12-30 2023-12-31 range"),
        ("between Monday and Wednesday", "2024-11-25 2024-11-27 range", "2023-12-25 2023-12-27 range"),
        ("from Friday to Sunday", "2024-11-29 2024-12-01 range", "2023-12-29 2023-12-31 range"),
        ("for a third day", "2024-12-01 2024-12-03 range", "2023-12-30 2024-01-01 range"),
        ("in recent days", "2024-11-30 2024-12-03 fuzzy_start", "2023-12-29 2024-01-01 fuzzy_start"),
        ("in recent weeks", "2024-11-05 2024-12-03 fuzzy_start", "2023-12-04 2024-01-01 fuzzy_start"),
        ("on 28 November", "2024-11-28 day", "2023-11-28 day"),
        ("on November 28th", "2024-11-28 day", "2023-11-28 day"),
        ("on the 3rd of December", "2024-12-03 day", "2023-12-03 day"),
        ("on Dec. 2", "2024-12-02 day", "2023-12-02 day"),
        ("on November 28, 2022", "2022-11-28 day", "2022-11-28 day"),
        ("on 28 November 2022", "2022-11-28 day", "2022-11-28 day"),
        ("on 2022-11-28", "2022-11-28 day", "2022-11-28 day"),
        ("from 27 to 29 November", "2024-11-27 2024-11-29 range", "2023-11-27 2023-11-29 range"),
        ("between November 27 and 29", "2024-11-27 2024-11-29 range", "2023-11-27 2023-11-29 range"),
        ("on 27–28 November 2022", "2022-11-27 2022-11-28 range", "2022-11-27 2022-11-28 range"),
        ("from 28 November to 2 December", "2024-11-28 2024-12-02 range", "2023-11-28 2023-12-02 range"),
        ("between November 28 and December 2, 2022", "2022-11-28 2022-12-02 range", "2022-11-28 2022-12-02 range"),
        ("from 30 December 2021 to 2 January 2022", "2021-12-30 2022-01-02 range", "2021-12-30 2022-01-02 range"),
        ("on 28.11.2022", "2022-11-28 day", "2022-11-28 day"),
        ("on 28/11/2022", "2022-11-28 day", "2022-11-28 day"),
        ("at the end of November", "2024-11-21 2024-11-30 range", "2023-11-21 2023-11-30 range"),
        ("earlier this month", "2024-12-01 2024-12-03 month", "2024-01-01 2024-01-01 month"),
        ("currently", "2024-12-03 day", "2024-01-01 day"),
        ("on Tuesday evening", "2024-12-03 day", "2023-12-26 day"),
        ("two weeks ago", "2024-11-16 2024-11-22 week", "2023-12-15 2023-12-21 week"),
        ("in November", "2024-11-01 2024-11-30 month", "2023-11-01 2023-11-30 month"),
        ("in May", "2024-05-01 2024-05-31 month", "2023-05-01 2023-05-31 month"),
        ("in late November", "2024-11-21 2024-11-30 range", "2023-11-21 2023-11-30 range"),
        ("in mid-October", "2024-10-11 2024-10-20 range", "2023-10-11 2023-10-20 range"),
        ("in February 2023", "2023-02-01 2023-02-28 month", "2023-02-01 2023-02-28 month"),
        ("in 2019", "2019-01-01 2019-12-31 year", "2019-01-01 2019-12-31 year"),
        ("since Friday", "2024-11-29 2024-12-03 range", "2023-12-29 2024-01-01 range"),
        ("since late November", "2024-11-21 2024-12-03 fuzzy_start", "2023-11-21 2024-01-01 fuzzy_start"),
        ("since the operation began on Friday", "2024-11-29 2024-12-03 range", "2023-12-29 2024-01-01 range"),
        ("since 2011", "2011-01-01 2024-12-03 fuzzy_start", "2011-01-01 2024-01-01 fuzzy_start"),
    ],
)  # fmt: skip
def test_a_date_expression_means_these_days(words, on_tuesday, on_new_year):
    for day, expected in ((TUESDAY, on_tuesday), (NEW_YEAR, on_new_year)):
        *days, precision = expected.split()
        assert spans(f"It happened {words}.", day) == [(days[0], days[-1], precision)]


@pytest.mark.parametrize(
    "words",
    [
        "They may attack.",
        "They march on.",
        "It cost 2024 dollars.",
        "The 30-year war.",
        "Resolution 2254 was read.",
        "The form was dated 03/04/2024.",  # the third of April, or the fourth of March
        "Form 99.99.2024 was read.",
        "",
    ],
)
def test_other_words_are_no_dates(words):
    assert spans(words, TUESDAY) == []


def test_two_days_of_one_sentence_are_two_dates():
    assert spans("It began on Friday and ended on Sunday.", TUESDAY) == [
        ("2024-11-29", "2024-11-29", "day"),
        ("2024-12-01", "2024-12-01", "day"),
    ]


def test_what_needs_the_report_s_date_is_left_out_without_one():
    assert spans("on Friday", None) == spans("on 28 November", None) == []
    assert spans("on 28 November 2022", None) == [("2022-11-28", "2022-11-28", "day")]


def test_a_day_that_no_calendar_has_is_not_made_up():
    assert all(precision != "day" for _, _, precision in spans("on 30 February 2024", TUESDAY))


@pytest.mark.parametrize("words", ["900 years ago", "over the past 900 years", "900 months ago"])
def test_a_date_before_the_calendar_is_left_out(words):
    assert spans(words, date(300, 1, 1)) in ([], spans(words, date(300, 1, 1)))
    assert find_dates("yesterday", date(1, 1, 1)) == ()


@given(st.dates())
def test_a_weekday_is_within_the_week_up_to_the_report(day):
    for name in ("Monday", "Thursday", "Sunday"):
        [found] = find_dates(f"on {name}", day) or [None]
        if found:
            assert found.span.precision is P.DAY
            assert 0 <= (day - found.span.end).days < 7


@pytest.mark.parametrize(
    "head, day",
    [
        ("Army shells port\nDecember 3, 2024\nShells fell.", "2024-12-03"),
        ("Army shells port\n3 December 2024, 15:58\nShells fell.", "2024-12-03"),
        ("2024-12-03\nShells fell.", "2024-12-03"),
        ("KYIV, March 4, 2022 (Agency) - Shells fell.", "2022-03-04"),
        ("Shells fell on 3 December 2024 near the port, the army said on Friday, and nobody was hurt there.", "None"),
        ("Shells fell in 2020.", "None"),
        ("", "None"),
    ],
)  # fmt: skip
def test_the_report_s_own_date_is_read_from_its_head(head, day):
    assert str(article_date(head)) == day
