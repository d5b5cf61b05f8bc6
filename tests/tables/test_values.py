"""Cells: read what is plainly a value, refuse the rest."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_map.tables.values import (
    CellError,
    DateOrder,
    read_coordinate,
    read_count,
    read_date,
    weigh_order,
)


@given(st.floats(-90, 90))
def test_a_number_is_read_as_it_is_written(value):
    assert read_coordinate(repr(value), axis="lat") == value


@given(st.text(max_size=12))
def test_any_text_is_a_coordinate_in_range_or_refused(text):
    try:
        value = read_coordinate(text, axis="lon")
    except CellError:
        return
    assert -180 <= value <= 180


@pytest.mark.parametrize(
    "cell, axis, value",
    [
        ("35.13", "lat", 35.13),
        (" 35,13 ", "lat", 35.13),
        ("\u221235.13", "lat", -35.13),
        ("35.13°", "lat", 35.13),
        ("35.13 S", "lat", -35.13),
        ("E 36.75", "lon", 36.75),
        ("35°07'48\"N", "lat", 35.13),
        ("35 07 48 N", "lat", 35.13),
        ("36° 45′ W", "lon", -36.75),
        ("1e-5", "lat", 1e-5),
    ],
)
def test_the_usual_ways_to_write_degrees(cell, axis, value):
    assert read_coordinate(cell, axis=axis) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize(
    "cell, axis",
    [
        ("north", "lat"), ("35.13 E", "lat"), ("-35.13 S", "lat"), ("90.01", "lat"), ("181", "lon"),
        ("nan", "lat"), ("inf", "lon"), ("1.234.567", "lat"), ("35;36", "lat"), ("35 99 00 N", "lat"),
        ("0x10", "lat"), ("1_0", "lat"), ("", "lat"),
    ],
)  # fmt: skip
def test_what_is_no_coordinate_is_refused(cell, axis):
    with pytest.raises(CellError):
        read_coordinate(cell, axis=axis)


@given(st.dates(min_value=date(1000, 1, 1)))
def test_an_iso_date_is_read_as_itself(day):
    assert read_date(day.isoformat(), None).start == day


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(list(DateOrder)))
def test_a_numeric_date_is_read_in_the_order_of_its_column(day, order):
    first, second = (day.day, day.month) if order is DateOrder.DAY_FIRST else (day.month, day.day)
    assert read_date(f"{first}/{second}/{day.year:04d}", order).start == day


@pytest.mark.parametrize(
    "cell, start, end",
    [
        ("01-January-2015", "2015-01-01", "2015-01-01"),
        ("28 December 2022", "2022-12-28", "2022-12-28"),
        ("9-May-20", "2020-05-09", "2020-05-09"),
        ("Dec 3, 2024", "2024-12-03", "2024-12-03"),
        ("Tuesday, December 3rd, 2024", "2024-12-03", "2024-12-03"),
        ("20220224", "2022-02-24", "2022-02-24"),
        ("2009-02-20T00:00:00", "2009-02-20", "2009-02-20"),
        ("2022-03-01 23:30:00+05:00", "2022-03-01", "2022-03-01"),
        ("26/03/2015", "2015-03-26", "2015-03-26"),
        ("March 2024", "2024-03-01", "2024-03-31"),
        ("2023", "2023-01-01", "2023-12-31"),
        ("2016.0", "2016-01-01", "2016-12-31"),
    ],
)
def test_the_usual_ways_to_write_a_date(cell, start, end):
    found = read_date(cell, None)
    assert (found.start.isoformat(), found.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    "cell",
    [
        "03/04/2024",
        "2024-02-30",
        "31/04/2024",
        "45629",
        "yesterday",
        "12 Foo 2024",
        "99/99/2024",
        "2024-13",
    ],
)
def test_what_is_no_certain_date_is_refused(cell):
    with pytest.raises(CellError):
        read_date(cell, None)


def test_dots_are_day_first_when_nothing_says_otherwise():
    assert weigh_order(["05.03.22", "01.02.22"]).decide() is DateOrder.DAY_FIRST


@pytest.mark.parametrize("cell", ["-9", "several", "1,30", "12.5", "1e3", "10-20", "five"])
def test_what_is_no_count_is_refused(cell):
    with pytest.raises(CellError):
        read_count(cell)


@given(st.integers(0, 999_999_999))
def test_a_count_is_read_with_and_without_thousands(number):
    assert read_count(str(number)) == read_count(f"{number:,}") == number


@pytest.mark.parametrize(
    "bait", ["1" * 200_000, "a " * 100_000, "35" + " " * 100_000 + "x", "1/" * 100_000]
)
def test_an_endless_cell_is_refused_at_once(bait):
    for read in (
        read_count,
        lambda c: read_date(c, None),
        lambda c: read_coordinate(c, axis="lat"),
    ):
        with pytest.raises(CellError, match="too many"):
            read(bait)
    assert weigh_order([bait]).either == 0
