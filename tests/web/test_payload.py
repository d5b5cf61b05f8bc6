"""The columns that the page reads: nothing lost, nothing moved, and small."""

from __future__ import annotations

import re
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from conflict_map.events.columns import COLUMNS, ColumnKind
from conflict_map.events.event_set import EventSet
from conflict_map.web.assets import LAYER_SCRIPTS, PAGE_SCRIPTS, shrunk_script, static_text
from conflict_map.web.basemap import basemap_payload, cut_of, outer_box, unrolled, view_box
from conflict_map.web.container import (
    BLOCK_ROWS,
    Sections,
    array_of,
    clean_text,
    text_array,
    text_blocks,
)
from conflict_map.web.encode import (
    SHAPE_SCALE,
    civil_days,
    coded,
    delta_ring,
    id_column,
    number_column,
    shape_code,
    text_column,
)
from conflict_map.web.payload import events_payload, in_reading_order
from conflict_map.web.shorten import expanded, shortened
from tests.web import samples
from tests.web.reading import Reading


def ring_degrees(deltas, scale):
    return np.cumsum(np.asarray(deltas).reshape(-1, 2), axis=0) / scale


TEXTS = st.none() | st.sampled_from(["a", "b", "SYR1", "SYR2", "{{"]) | st.text(max_size=4)


class Alone:
    """The arrays of one column, read back."""

    def __init__(self, encode):
        sections = Sections()
        code = encode(sections)
        reading = Reading.__new__(Reading)
        reading.data = b"".join(sections.parts)
        self.read = reading.reader(code)


@given(st.lists(TEXTS, min_size=1))
def test_a_text_column_is_read_back_as_it_was(values):
    values = [clean_text(v) if v is not None else None for v in values]
    column = Alone(lambda sections: text_column(coded(text_array(values)), sections))
    assert [column.read(row) for row in range(len(values))] == values


@given(st.lists(st.sampled_from(["SYR", "a0", "x-", ""]).flatmap(
    lambda head: st.integers(0, 10**12).map(lambda n: f"{head}{n}")) | st.text(max_size=6),
    min_size=1, unique=True))  # fmt: skip
def test_ids_are_read_back_letter_for_letter(values):
    values = [clean_text(v) for v in values]
    column = Alone(lambda sections: id_column(text_array(values), sections))
    assert [column.read(row) for row in range(len(values))] == values


@given(
    st.lists(
        st.none() | st.integers(-5, 10**6) | st.floats(-1e4, 1e12).map(lambda v: round(v, 6)),
        min_size=1,
    )
)
def test_numbers_are_read_back_and_unknown_is_not_zero(values):
    array = np.array([np.nan if v is None else v for v in values], dtype=float)
    column = Alone(lambda sections: number_column(array, sections))
    for row, value in enumerate(values):
        got = column.read(row)
        assert got is None if value is None else got == pytest.approx(value, abs=1e-6)


@given(st.lists(st.lists(st.none() | st.text(max_size=12), min_size=2, max_size=2), max_size=40))
def test_long_texts_are_read_back_with_their_length_in_utf_16(rows):
    rows = [[v if v is None else clean_text(v) for v in row] for row in rows]
    columns = [text_array([row[k] for row in rows] or pa.array([], pa.string())) for k in range(2)]
    reading = Reading.__new__(Reading)
    reading.rows, reading._blocks = len(rows), {}
    reading.head = {"texts": {"names": ["a", "b"], "rows": BLOCK_ROWS}}
    reading.texts = text_blocks(columns)
    assert [[reading.text(k, row) for k in range(2)] for row in range(len(rows))] == rows


NAMES = st.none() | st.sampled_from(
    ["Army", "Hama", "Army of Hama", "Al\u01bf", "\x02\x02\x02\x02", "a b c d"]
)


@given(st.lists(st.tuples(NAMES, NAMES, st.lists(
    st.sampled_from(["Army", "Hama", "Army of Hama", " ", "'s", "-", "\x01", "\x07", "x", "\U0001f600"])
).map("".join) | st.none()), min_size=1, max_size=12))  # fmt: skip
def test_a_shortened_note_is_given_back_letter_for_letter(rows):
    own = [text_array(pa.array([row[k] for row in rows], pa.string())) for k in (0, 1)]
    short = shortened(text_array(pa.array([row[2] for row in rows], pa.string())), own).to_pylist()
    assert [expanded(s, row[:2]) for s, row in zip(short, rows, strict=True)] == [
        r[2] for r in rows
    ]


def test_what_is_left_of_a_shortened_note_keeps_every_word_that_is_in_no_column():
    [note] = shortened(text_array(["Army's men left Hama."]), [text_array(["Army"])]).to_pylist()
    assert note == "Army's men left Hama.", "a search for army's must find it in the note itself"


@given(st.lists(st.integers(-(2**31) + 1, 2**31 - 1), min_size=1, max_size=700), st.booleans())
def test_an_array_is_read_back_through_planes_and_steps(values, delta):
    array = np.array(values, "i4")
    sections = Sections()
    where = sections.add(array, delta=delta)
    assert array_of(where, b"".join(sections.parts)).tolist() == values


@given(st.lists(st.dates() | st.none(), min_size=1))
def test_civil_days_count_from_1970_without_a_clock(days):
    series = pd.Series(pd.array(days, dtype="datetime64[s]") if any(days) else [pd.NaT] * len(days))
    expected = [None if day is None else (day - date(1970, 1, 1)).days for day in days]
    assert [None if np.isnan(day) else day for day in civil_days(series)] == expected


@given(st.lists(st.tuples(st.floats(-180, 180), st.floats(-85, 85)), min_size=2, max_size=30))
def test_a_ring_comes_back_within_half_a_step(points):
    back = ring_degrees(delta_ring(points, SHAPE_SCALE), SHAPE_SCALE)
    kept = [
        p
        for i, p in enumerate(points)
        if i == 0
        or np.any(
            np.rint(np.subtract(p, 0) * SHAPE_SCALE)
            != np.rint(np.asarray(points[i - 1]) * SHAPE_SCALE)
        )
    ]
    assert np.allclose(back, kept, atol=0.5001 / SHAPE_SCALE, rtol=0)


def test_every_value_of_every_column_is_in_the_payload():
    notes = [f"Place {n} Group {n % 7} said: {samples.prose(n)}" for n in range(900)]
    for events in (samples.story(), samples.table(60), samples.table(900, notes=notes)):
        frame = in_reading_order(events.to_frame())
        payload = events_payload(events)
        reading = Reading.of(payload)
        assert payload.head["order"] == [column.name for column in COLUMNS]
        for column in COLUMNS:
            if column.name in {"lat", "lon"}:
                continue
            series = frame.index.to_series() if column.name == "event_id" else frame[column.name]
            read = reading.column(column.name)
            for row, value in enumerate(series.tolist()):
                got = read(row)
                if pd.isna(value):
                    assert got is None
                elif column.kind is ColumnKind.DATE:
                    assert date(1970, 1, 1) + timedelta(days=got) == value.date()
                else:
                    assert got == (
                        pytest.approx(value, abs=1e-6)
                        if column.kind is ColumnKind.NUMBER
                        else value
                    )


def test_the_first_mark_of_an_event_is_the_position_that_the_data_states():
    events = samples.story()
    frame = in_reading_order(events.to_frame())
    reading = Reading.of(events_payload(events))
    start = reading.start
    for row, (lat, lon) in enumerate(zip(frame["lat"], frame["lon"], strict=True)):
        placed = start[row + 1] > start[row]
        assert placed == (not pd.isna(lat))
        if placed:
            first = reading.place_at[start[row]]
            assert (reading.lat[first], reading.lon[first]) == (lat, lon)


def test_an_event_at_two_places_has_a_mark_at_each_and_a_direction_has_none():
    events = samples.story()
    payload = events_payload(events)
    reading = Reading.of(payload)
    rows = [reading.column("event_id")(row) for row in range(reading.rows)]
    start = reading.start
    marks = {event: start[row + 1] - start[row] for row, event in enumerate(rows)}
    assert marks["e09"] == 2
    assert marks["e06"] == 1
    assert [name for row, _, _, name in payload.head["towards"] if rows[row] == "e06"] == ["Hama"]
    assert "Hama" not in reading.name


def test_places_are_shared_so_that_many_events_cost_few_of_them():
    events = samples.table(
        300, lat=[36.0] * 300, lon=[37.0] * 300, place_name="One", geo_precision=1
    )
    assert len(events_payload(events).marks.lat) == 1


def test_a_row_with_an_area_or_points_is_drawn_as_that():
    shapes = [shapely.box(36, 35, 37, 36), shapely.MultiPoint([(36, 35), (37, 36)]), None]
    frame = pd.DataFrame(
        {
            "event_id": ["a", "b", "c"],
            "lat": [35.5, 35.0, None],
            "lon": [36.5, 36.0, None],
            "geometry": shapes,
        }
    )
    payload = events_payload(EventSet.from_frame(frame))
    reading = Reading.of(payload)
    assert reading.shape.count(0) == 1
    assert payload.head["shapes"] == [shape_code(shapes[0])]
    assert reading.start == [0, 1, 3, 3]


def test_a_hole_in_an_area_stays_a_hole_of_that_part():
    area = shapely.MultiPolygon(
        [shapely.box(0, 0, 4, 4).difference(shapely.box(1, 1, 2, 2)), shapely.box(6, 6, 7, 7)]
    )
    kind, parts = shape_code(area)
    assert (kind, sorted(len(part) for part in parts)) == (2, [1, 2])


class TwoCountries:
    """A ground of two neighbours and a disputed province, for the tests of cutting and naming."""

    def __init__(self):
        land = samples.place
        self.all = [
            self.Shape(
                land("West", 30.0, 35.0, country="WW"), samples.box(20, 20, 40, 50), "country"
            ),
            self.Shape(
                land("East", 60.0, 35.0, country="EE"), samples.box(40, 20, 80, 50), "country"
            ),
            self.Shape(
                land("March", 41.0, 35.0, country="EE", disputed="claimed by both"),
                samples.box(40, 34, 42, 36),
                "admin1",
            ),
        ]

    class Shape:
        def __init__(self, place, geometry, level):
            self.place, self.geometry, self.level = place, geometry, level
            self.disputed = place.disputed is not None

    def shapes(self, bounds):  # noqa: ARG002
        return self.all

    def labels(self, bounds, limit):  # noqa: ARG002
        return [samples.place("Town", 39.9, 35.0)]


def test_the_ground_stays_inside_its_box_and_knows_where_events_are():
    payload = basemap_payload(TwoCountries(), [(39.0, 35.0), (39.5, 35.2)])
    west, south, east, north = payload["box"]
    for area in payload["areas"]:
        for ring in area["rings"]:
            lon, lat = ring_degrees(ring, payload["scale"]).T
            slack = 1 / payload["scale"]
            assert lon.min() >= west - slack
            assert lon.max() <= east + slack
            assert lat.min() >= south - slack
            assert lat.max() <= north + slack
    assert [area["level"] for area in payload["areas"] if not area["disputed"]] == [0, 1], (
        "East, West"
    )
    assert payload["labels"] == [["Town", 39.9, 35.0]]


def test_disputed_land_is_marked_and_carries_no_countrys_name():
    payload = basemap_payload(TwoCountries(), [(39.0, 33.0), (39.9, 37.0)])
    assert [area["disputed"] for area in payload["areas"] if area["level"] == 2] == [1]
    names = {name: (lon, lat) for name, lon, lat, _ in payload["countries"]}
    lon, lat = names["East"]
    assert not shapely.box(40, 34, 42, 36).contains(shapely.Point(lon, lat))


@given(st.lists(st.floats(-180, 180), min_size=1, max_size=8))
def test_the_cut_never_makes_a_map_wider(lons):
    cut = cut_of(lons)
    there = [unrolled(lon, cut) for lon in lons]
    assert max(there) - min(there) <= max(lons) - min(lons) + 1e-9


@given(st.floats(-180, 180), st.floats(-80, 80), st.floats(0, 60), st.floats(0, 40))
def test_the_view_holds_the_events_and_the_outer_box_holds_the_view(lon, lat, width, height):
    bounds = (lon, lat, min(180.0, lon + width), min(80.0, lat + height))
    box = view_box(bounds)
    outer = outer_box(box)
    assert box[0] <= bounds[0] + 1e-3
    assert box[2] >= bounds[2] - 1e-3
    assert outer[0] <= box[0]
    assert outer[1] <= box[1]
    assert outer[2] >= box[2]
    assert outer[3] >= box[3]


def test_no_script_of_ours_makes_markup_from_text():
    for name in (*PAGE_SCRIPTS, *LAYER_SCRIPTS):
        text = static_text(name)
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", text
        ), name


def test_shrinking_a_script_changes_no_string_in_it():
    strings = re.compile(r"'(?:[^'\\\n]|\\.)*'|`[^`]*`")
    for name in {*PAGE_SCRIPTS, *LAYER_SCRIPTS}:
        lines = [
            line
            for line in static_text(name).split("\n")
            if not line.strip().startswith(("//", "/*", "*"))
        ]
        assert all(line.count("`") % 2 == 0 for line in lines), (
            f"{name}: a template over several lines would lose its indentation"
        )
        assert strings.findall("\n".join(lines)) == strings.findall(
            shrunk_script("\n".join(lines))
        ), name
