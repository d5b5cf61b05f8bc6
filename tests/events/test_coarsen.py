"""Coarsening: never finer, never farther than a cell's corner, once is enough, and nothing is given away."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPoint, Point, box

from conflict_map.errors import UsageError
from conflict_map.events import COLUMNS, EventSet
from conflict_map.events.coarsen import Coarsening, coarsen
from conflict_map.events.giveaways import WITHHELD, Giveaways
from conflict_map.events.grid import cell_at
from conflict_map.events.leaving_out import without_columns
from conflict_map.gazetteer import Gazetteer
from conflict_map.geo import haversine_km
from conflict_map.model import Article, Position
from conflict_map.pipeline import extract_events
from conflict_map.tables.report import Origins, TableResult

BOOK = Gazetteer.shipped()
lons, lats = st.floats(-180, 180, allow_subnormal=False), st.floats(-90, 90, allow_subnormal=False)
positions = st.builds(Position, lon=lons, lat=lats)
kms = st.sampled_from([1.0, 2.5, 5.0, 10.0, 50.0, 500.0])
# Around Syria, Turkey and Lebanon: provinces, borders and sea.
near_lons, near_lats = st.floats(34, 42), st.floats(32, 38)


@given(positions, kms)
def test_no_centre_is_farther_than_the_corner_of_its_cell(position, km):
    cell = cell_at(position, km)
    assert haversine_km(position, cell.centre) <= cell.half_diagonal_km
    assert cell_at(cell.centre, km) == cell
    assert cell.centre.latlon != (0, 0)


@given(positions, kms)
def test_a_cell_is_at_least_as_large_as_asked(position, km):
    cell = cell_at(position, km)
    south, north = cell.around[1], cell.around[7]
    west, east = cell.around[3], cell.around[5]
    assert haversine_km(south, north) >= km * 0.999
    if abs(cell.centre.lat) < 60:
        assert haversine_km(west, east) >= km * 0.99
    assert cell.half_diagonal_km <= max(1.5 * km, 0.8) or abs(cell.centre.lat) > 60


@st.composite
def rows(draw):
    lon, lat = draw(near_lons), draw(near_lats)
    shape = draw(
        st.sampled_from(
            [
                Point(lon, lat),
                MultiPoint([(lon, lat), (36.756, 35.132)]),
                LineString([(lon, lat), (lon + 0.5, lat)]),
                box(lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01),
                box(lon - 1, lat - 1, lon + 1, lat + 1),
            ]
        )
    )
    return {
        "lon": lon, "lat": lat, "geometry": shape,
        "geo_precision": draw(st.none() | st.integers(1, 7)),
        "uncertainty_km": draw(st.none() | st.floats(0, 300)),
        "place_name": draw(st.none() | st.sampled_from(["Hama", "Kafr Zulaym", "near Salamiyah"])),
        "place_ids": draw(
            st.none()
            | st.sampled_from(
                ["geonames:170017", "geonames:170015", "geonames:163843", "x:1",
                 "geonames:170015; geonames:169387"]
            )
        ),
        "country": draw(st.none() | st.sampled_from(["SY", "Syria", "TR", "Atlantis"])),
        "admin1": draw(st.none() | st.sampled_from(["Hama", "Idlib"])),
        "date_end": draw(st.none() | st.dates(date(2024, 1, 1), date(2024, 12, 31))),
        "actor1": draw(st.none() | st.sampled_from(["Army of Syria", "Kafr Zulaym council"])),
        "notes": draw(st.none() | st.sampled_from(["Two were killed.", "In Zalaba.", "Also told by: 7"])),
    }  # fmt: skip


@st.composite
def event_sets(draw):
    made = draw(st.lists(rows(), min_size=1, max_size=4))
    for number, row in enumerate(made):
        row["event_id"] = f"SYR{number}"
    return EventSet.from_frame(pd.DataFrame(made, dtype=object))


hows = st.sampled_from(["1km", "5km", "40km", "admin1"]).map(Coarsening.of)


@settings(deadline=None, max_examples=60)
@given(event_sets(), hows)
def test_coarsening_twice_is_coarsening_once(events, how):
    once = coarsen(events, how, BOOK).events
    assert coarsen(once, how, BOOK).events == once


@settings(deadline=None, max_examples=60)
@given(event_sets(), hows)
def test_nothing_becomes_finer_and_the_circle_still_holds_the_place(events, how):
    done = coarsen(events, how, BOOK)
    before = list(events.records())
    assert len(done.events) == len(events)
    for at, new in zip(done.order, done.events.records(), strict=True):
        old = before[at]
        if new["lat"] is None:
            continue
        assert new["geo_precision"] >= (old["geo_precision"] or 1)
        assert new["uncertainty_km"] is None or new["uncertainty_km"] >= (
            old["uncertainty_km"] or 0
        )
        assert new["how_placed"] == how.words
        if how.km is not None:
            here = Position(lon=old["lon"], lat=old["lat"])
            there = Position(lon=new["lon"], lat=new["lat"])
            assert there == cell_at(here, how.km).centre
            if new["geo_precision"] < 5:
                # All of what was known to hold the event lies in the new circle.
                least = haversine_km(here, there) + (old["uncertainty_km"] or 0)
                assert new["uncertainty_km"] >= least - 0.1


@settings(deadline=None, max_examples=40)
@given(event_sets(), hows.filter(lambda how: how.km is not None), st.data())
def test_what_is_written_does_not_depend_on_where_in_its_cell_a_place_is(events, how, data):
    frame = pd.DataFrame(events.to_frame()).reset_index()
    frame["geometry"] = [Point(x, y) for x, y in zip(frame["lon"], frame["lat"], strict=True)]
    events = EventSet(frame)
    moved = frame.copy()
    cells = [
        cell_at(Position(lon=x, lat=y), how.km)
        for x, y in zip(frame["lon"], frame["lat"], strict=True)
    ]
    share = data.draw(st.floats(-0.45, 0.45))
    moved["lat"] = [
        c.centre.lat + share * (c.around[8].lat - c.around[0].lat) for c in cells
    ]  # fmt: skip
    moved["lon"] = [c.centre.lon for c in cells]
    moved["geometry"] = [Point(x, y) for x, y in zip(moved["lon"], moved["lat"], strict=True)]
    assert coarsen(EventSet(moved), how, BOOK).events == coarsen(events, how, BOOK).events


def test_a_cell_across_a_border_is_named_by_neither_side():
    # Bab al-Hawa, a few hundred metres from the border.
    rows = {"event_id": ["a"], "lat": [36.2395], "lon": [36.6869], "country": ["Syria"]}
    (row,) = coarsen(
        EventSet.from_frame(pd.DataFrame(rows)), Coarsening.of("10km"), BOOK
    ).events.records()
    assert (row["place_name"], row["country"], row["admin1"]) == ("withheld", None, None)


def test_events_from_text_lose_quotes_names_and_records_that_give_the_place_away():
    text = (
        "Gunmen from Kafr Zulaym attacked the village of Kafr Nabl on Monday, killing two. "
        "The army said that several people were killed in shelling across Idlib."
    )
    events = extract_events([Article(id="a", text=text, published=date(2024, 12, 3))], BOOK)
    assert "Kafr Nabl" in str(events.details)
    done = coarsen(events, Coarsening.of("admin1"), BOOK)
    assert done.events.details == {}
    told = str(list(done.events.records())) + str(done.events.to_geojson())
    for secret in ("Kafr", "Nabl", "Zulaym", "35.61"):
        assert secret not in told
    quotes = {r["quote"] for r in done.events.records()}
    assert quotes == {
        WITHHELD, "The army said that several people were killed in shelling across Idlib.",
    }  # fmt: skip
    assert {r["place_name"] for r in done.events.records()} == {"Idlib"}


@pytest.mark.parametrize(
    "text",
    [
        "Zalaba was shelled.", "قصفت القوات بلدة", "Fighting near Idlib.", "35.61, 36.56",
        "two were killed 3 km from there", "see https://example.org/x", "hit grid BU 12345",
        "the residents of Zalaba", "#zalaba burns", "a school in Idlib", "kafr nabl was hit",
    ],
)  # fmt: skip
def test_a_text_that_may_name_a_finer_place_is_not_clear(text):
    assert Giveaways(["Kafr Nabl"], ["Idlib"], BOOK).may_name_one(text)


@pytest.mark.parametrize(
    "text",
    ["Two were killed.", "The Syrian army said so on Tuesday.", "reported by the word(s) 'hit'"],
)
def test_a_text_that_names_nothing_finer_stays(text):
    assert not Giveaways(["Kafr Nabl"], ["Idlib"], BOOK).may_name_one(text)


@pytest.mark.parametrize("text", ["5", "0km", "501km", "5 miles", "admin2", ""])
def test_a_coarsening_that_is_none_is_told(text):
    with pytest.raises(UsageError, match="expected a distance from 1km to 500km, or admin1"):
        Coarsening.of(text)


names = st.lists(st.sampled_from([c.name for c in COLUMNS[1:]] + ["geometry"]), max_size=4)


@settings(deadline=None, max_examples=40)
@given(event_sets(), names)
def test_a_column_that_is_left_out_is_empty_and_the_others_are_as_they_were(events, chosen):
    left = without_columns(events, chosen)
    assert without_columns(left, chosen) == left
    gone = set(chosen) | (
        {"lat", "lon", "notes"} if {"lat", "lon", "geometry"} & set(chosen) else set()
    )
    for old, new in zip(events.records(), left.records(), strict=True):
        assert all(new[name] is None for name in chosen if name not in {"notes", "geometry"})
        assert all(new[name] == value for name, value in old.items() if name not in gone)


def test_events_that_are_too_new_or_undated_are_held_back_and_counted_without_their_days():
    frame = pd.DataFrame(
        {"event_id": ["a", "b", "c"],
         "date_end": [date(2024, 12, 1), date(2024, 12, 31), None],
         "duplicate_of": ["b", None, None]}
    )  # fmt: skip
    events = EventSet.from_frame(frame)
    result = TableResult(
        events=events, origins=Origins.of([("e.csv", 2), ("e.csv", 3), ("e.csv", 4)])
    )
    kept = result.held_back(30)
    assert list(kept.events) == ["a"]
    assert next(kept.events.records())["duplicate_of"] is None
    assert kept.read == 3
    assert {(r.row, r.value) for r in kept.rejections} == {(None, "")}
    assert "2 events were held back: newer than 2024-12-01" in kept.warnings[0]
    assert list(result.held_back(30, date(2025, 12, 31)).events) == ["a", "b"]
    assert list(TableResult(events=EventSet.empty()).held_back(1).events) == []
