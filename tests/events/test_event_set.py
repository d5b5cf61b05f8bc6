"""EventSet: one door, typed columns, verbs that give new sets."""

from __future__ import annotations

import json
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPoint, Polygon, box

from conflict_map.errors import InputError, UsageError
from conflict_map.events import COLUMNS, EventSet
from conflict_map.model import (
    Claim,
    DateSpan,
    Event,
    Geometry,
    Location,
    Place,
    Position,
    Toll,
)
from conflict_map.vocabulary import (
    ClaimStatus,
    DatePrecision,
    FeatureClass,
    GeoPrecision,
    LocationKind,
    Role,
)


def table(**columns):
    length = len(next(iter(columns.values())))
    return pd.DataFrame({"event_id": [f"e{i}" for i in range(length)], **columns})


def place(name="Hama", lon=36.75, lat=35.13):
    return Place(
        id=f"test:{name}",
        name=name,
        position=Position(lon=lon, lat=lat),
        feature_class=FeatureClass.POPULATED_PLACE,
        country="SY",
        admin1_name="Hama",
    )


def location(name="Hama", lon=36.75, lat=35.13, geometry=None):
    where = Position(lon=lon, lat=lat)
    return Location(
        name=name,
        kind=LocationKind.POINT,
        role=Role.EVENT_LOCATION,
        places=(place(name, lon, lat),),
        position=where,
        geometry=geometry or Geometry(type="Point", coordinates=where.lonlat),
        precision=GeoPrecision.PLACE,
    )


def claim(identifier="c1", **values):
    given = {
        "id": identifier,
        "article_id": "a1",
        "start": 0,
        "end": 5,
        "quote": "Shots",
        "event_type": "Battles",
        "sub_event_type": "Armed clash",
        "plover_type": "ASSAULT",
        "dates": DateSpan(
            start=date(2024, 12, 1), end=date(2024, 12, 2), precision=DatePrecision.RANGE
        ),
        "locations": (location(),),
        "source": "Synthetic Wire",
        "status": ClaimStatus.CLAIMED,
        "confidence": 0.5,
        **values,
    }
    return Claim(**given)


def test_the_frame_has_exactly_the_contract_columns_and_dtypes():
    frame = EventSet.empty().to_frame()
    assert [frame.index.name, *frame.columns[:-1]] == [column.name for column in COLUMNS]
    assert frame.crs.to_epsg() == 4326
    assert str(frame["fatalities_best"].dtype) == "Int64"
    assert str(frame["date_start"].dtype) == "datetime64[s]"
    assert str(frame["notes"].dtype) == "string"


def test_all_faults_come_in_one_line():
    frame = table(
        lat=[95.0, 35.0], lon=[36.0, None], claim_status=["sure", None], fatalities_best=[-1, 2],
        date_start=["2024-13-01", None], confidence=[None, 1.5],
    )  # fmt: skip
    with pytest.raises(InputError) as caught:
        EventSet.from_frame(frame.drop(columns="date_start"))
    line = str(caught.value)
    assert "\n" not in line
    for word in ("lat", "claim_status", "fatalities_best", "confidence", "'e0'", "'e1'"):
        assert word in line
    with pytest.raises(InputError, match=r"date_start.*civil date"):
        EventSet.from_frame(frame)


@pytest.mark.parametrize(
    "columns, word",
    [
        ({"lat": [0.0], "lon": [0.0]}, "missing coordinate"),
        ({"date_start": [date(2024, 1, 2)], "date_end": [date(2024, 1, 1)]}, "not after"),
        ({"date_start": [date(2024, 1, 2)]}, "an end wherever"),
        ({"date_end": [pd.Timestamp("2024-01-02T05:00")]}, "without a time"),
        ({"date_end": [pd.Timestamp("2024-01-02", tz="UTC")]}, "without a time"),
        ({"fatalities_best": [2.5]}, "whole number"),
        ({"fatalities_best": [True]}, "whole number"),
        ({"notes": [5]}, "text"),
        ({"notes": [["a"]]}, "text"),
        ({"notes": ["a\x00b"]}, "text"),
        ({"geo_precision": [8]}, "1 to 7"),
        ({"quote_start": [4], "quote_end": [3]}, "not after"),
        ({"uncertainty_km": [float("inf")]}, "kilometres"),
        ({"place": ["Hama"]}, "not an event column"),
    ],
)
def test_a_fault_names_its_column_and_what_was_expected(columns, word):
    with pytest.raises(InputError, match=word):
        EventSet.from_frame(table(**columns))


def test_a_geometry_without_a_position_is_a_fault():
    frame = gpd.GeoDataFrame(table(notes=["x"]), geometry=[box(0, 0, 1, 1)], crs=4326)
    with pytest.raises(InputError, match="exactly where"):
        EventSet.from_frame(frame)


def test_another_crs_is_refused_rather_than_read_as_degrees():
    frame = gpd.GeoDataFrame(table(notes=["x"]), geometry=[None], crs=3857)
    with pytest.raises(InputError, match="EPSG:3857"):
        EventSet.from_frame(frame)


def test_a_set_read_from_its_own_frame_is_the_same_set():
    events = EventSet.from_frame(
        table(lat=[35.1, None], lon=[36.7, None], fatalities_best=[None, 0])
    )
    assert EventSet.from_frame(events.to_frame()) == events


def test_changing_the_copy_does_not_change_the_set():
    events = EventSet.from_frame(table(notes=["x"]))
    events.to_frame()["notes"] = "y"
    assert list(events.to_frame()["notes"]) == ["x"]


def test_unknown_deaths_are_not_zero():
    events = EventSet.from_frame(table(fatalities_best=[None, 0]))
    assert [record["fatalities_best"] for record in events.records()] == [None, 0]


def test_an_event_of_several_days_is_kept_when_one_of_them_is_in_the_range():
    events = EventSet.from_frame(
        table(
            date_start=[date(2024, 11, 27), None, None],
            date_end=[date(2024, 12, 1), date(2024, 12, 3), None],
        )
    )
    assert events.between("2024-12-01", "2024-12-02").ids == ("e0",)
    assert events.between(date(2024, 12, 2), None).ids == ("e1",)
    assert events.between(None, None).ids == ("e0", "e1", "e2")
    with pytest.raises(UsageError, match="before it starts"):
        events.between("2024-12-02", "2024-12-01")
    with pytest.raises(UsageError, match="not a date"):
        events.between("yesterday", None)


def test_within_counts_the_edge_and_leaves_out_the_unplaced():
    events = EventSet.from_frame(table(lat=[35.0, 35.5, None], lon=[36.0, 40.0, None]))
    assert events.within(box(36, 35, 37, 36)).ids == ("e0",)
    area = Geometry(type="Polygon", coordinates=(((36, 35), (37, 35), (37, 36), (36, 35)),))
    assert events.within(area).ids == ("e0",)
    assert events.within_bounds(west=36, south=35, east=40, north=36).ids == ("e0", "e1")
    with pytest.raises(UsageError, match="polygon"):
        events.within(LineString([(0, 0), (1, 1)]))


def test_a_misspelt_type_is_an_error_and_not_an_empty_map():
    events = EventSet.from_frame(table(event_type=["Battles", "ambush"]))
    assert events.of_type("battles").ids == ("e0",)
    assert events.of_type("Ambush").ids == ("e1",)
    assert len(events.of_type("Protests")) == 0
    with pytest.raises(UsageError, match="Protest"):
        events.of_type("Protets")


def test_merge_keeps_an_equal_event_once_and_refuses_a_different_one_of_the_same_id():
    one = EventSet.from_frame(table(notes=["x", "y"]))
    two = EventSet.from_frame(pd.DataFrame({"event_id": ["e1", "e9"], "notes": ["y", "z"]}))
    assert one.merge(two).ids == ("e0", "e1", "e9")
    assert one.merge(EventSet.empty()) == one
    assert EventSet.empty().merge(one) == one
    changed = EventSet.from_frame(pd.DataFrame({"event_id": ["e1"], "notes": ["other"]}))
    with pytest.raises(InputError, match="'e1'"):
        one.merge(changed)


def test_verbs_carry_the_details_of_the_events_they_keep():
    first = Event(id="a", claims=(claim("c1"),))
    second = Event(id="b", claims=(claim("c2", locations=(), unplaced_reason="no place is named"),))
    events = EventSet.from_events([first, second])
    assert events.details == {"a": first, "b": second}
    assert dict(events.placed().details) == {"a": first}
    assert events.unplaced_reason("b") == "no place is named"
    assert events.unplaced_reason("a") is None
    assert dict(EventSet.empty().merge(events).details) == dict(events.details)
    with pytest.raises(TypeError):
        events.details["c"] = first


def test_several_places_are_joined_and_their_points_are_one_geometry():
    both = (location(), location("Idlib", 36.63, 35.93))
    frame = EventSet.from_events([Event(id="a", claims=(claim(locations=both),))]).to_frame()
    assert frame.loc["a", "place_name"] == "Hama; Idlib"
    assert frame.loc["a", "place_ids"] == "test:Hama; test:Idlib"
    assert frame.loc["a", "geometry"].equals(MultiPoint([(36.75, 35.13), (36.63, 35.93)]))
    assert (frame.loc["a", "lat"], frame.loc["a", "lon"]) == (35.13, 36.75)


def test_a_point_beside_an_area_leaves_the_primary_geometry():
    ring = ((36, 35), (37, 35), (37, 36), (36, 35))
    area = location("Province", 36.7, 35.3, Geometry(type="Polygon", coordinates=(ring,)))
    frame = EventSet.from_events(
        [Event(id="a", claims=(claim(locations=(area, location())),))]
    ).to_frame()
    assert frame.loc["a", "geometry"].equals(Polygon(ring))


def test_two_named_sources_corroborate_and_a_denial_disputes():
    def status(*claims):
        return (
            EventSet.from_events([Event(id="a", claims=claims)]).to_frame()["claim_status"].iloc[0]
        )

    assert status(claim("c1")) == "claimed"
    assert status(claim("c1"), claim("c2", source="Other Wire", quote="Fire")) == "corroborated"
    assert status(claim("c1"), claim("c2", source="Other Wire")) == "claimed"
    assert status(claim("c1"), claim("c2")) == "claimed"
    assert status(claim("c1"), claim("c2", source="Other", status=ClaimStatus.DENIED)) == "disputed"


def test_deaths_span_the_claims():
    tolls = [Toll(best=12), Toll(), Toll(low=9, high=20)]
    claims = tuple(claim(f"c{i}", toll=toll) for i, toll in enumerate(tolls))
    row = EventSet.from_events([Event(id="a", claims=claims)]).to_frame().iloc[0]
    assert (row["fatalities_low"], row["fatalities_best"], row["fatalities_high"]) == (9, 12, 20)


def test_the_notebook_summary_shows_text_from_data_as_text():
    events = EventSet.from_frame(table(event_type=["<script>alert(1)</script>"]))
    assert "<script>" not in events._repr_html_()
    assert "&lt;script&gt;" in events._repr_html_()


def test_geojson_has_plain_values_and_null_where_nothing_is_known():
    events = EventSet.from_frame(
        table(lat=[35.1, None], lon=[36.7, None], date_end=[date(2024, 12, 3), None])
    )
    collection = json.loads(json.dumps(events.to_geojson(), allow_nan=False))
    placed, unplaced = collection["features"]
    assert placed["geometry"] == {"type": "Point", "coordinates": [36.7, 35.1]}
    assert placed["properties"]["date_end"] == "2024-12-03"
    assert unplaced["geometry"] is None
    assert unplaced["properties"]["lat"] is None


coordinates = st.tuples(
    st.floats(-90, 90, allow_subnormal=False).filter(bool),
    st.floats(-180, 180, allow_subnormal=False),
)


@settings(deadline=None)
@given(st.lists(coordinates, max_size=8), st.integers(0, 8))
def test_placed_within_bounds_and_near_only_ever_take_away(points, split):
    events = EventSet.from_frame(
        pd.DataFrame(
            {
                "event_id": [f"e{i}" for i in range(len(points))],
                "lat": [lat for lat, _ in points],
                "lon": [lon for _, lon in points],
            }
        )
    )
    assert events.placed() == events
    assert events.within_bounds(west=-180, south=-90, east=180, north=90) == events
    assert events.near(Position(lon=0, lat=0), 21_000) == events
    some = EventSet.from_frame(events.to_frame().iloc[:split])
    rest = EventSet.from_frame(events.to_frame().iloc[split:])
    assert some.merge(rest) == events


def test_a_search_finds_every_word_wherever_it_stands_and_whatever_its_marks():
    events = EventSet.from_frame(
        table(
            place_name=["Ḩamāh", "Homs", None],
            actor1=["Northern Guard", "Northern Guard", None],
            notes=["Drones over the depot's roof", None, "A protest"],
        )
    )
    assert list(events.search("hamah DRONE")) == ["e0"]
    assert list(events.search("northern guard")) == ["e0", "e1"]
    assert list(events.search("depots")) == ["e0"]
    assert list(events.search("")) == list(events)
    assert len(events.search("drone homs")) == 0
    assert list(events.search("e1")) == []
    assert len(EventSet.empty().search("x")) == 0


def test_where_takes_a_condition_or_values_and_unknown_is_not_true():
    events = EventSet.from_frame(
        table(
            country=["SY", "IQ", None],
            fatalities_best=[12, None, 0],
            date_start=[date(2024, 12, 1), None, date(2024, 12, 3)],
            date_end=[date(2024, 12, 1), None, date(2024, 12, 3)],
        )
    )
    assert list(events.where(lambda frame: frame["fatalities_best"] > 10)) == ["e0"]
    assert list(events.where(lambda frame: frame["fatalities_best"] < 10)) == ["e2"]
    assert list(events.where([True, False, True])) == ["e0", "e2"]
    assert list(events.where(country="sy")) == ["e0"]
    assert list(events.where(country=["IQ", None])) == ["e1", "e2"]
    assert list(events.where(fatalities_best=0)) == ["e2"]
    assert list(events.where(fatalities_best=None)) == ["e1"]
    assert list(events.where(date_start="2024-12-03")) == ["e2"]
    assert list(events.where(event_id=["e2", "e0"], country="SY")) == ["e0"]
    for wrong in (
        {"planet": "Mars"},
        {"date_start": "3 December"},
    ):
        with pytest.raises(UsageError):
            events.where(**wrong)
    for wrong in ([True], [1, 2, 3], lambda _frame: "SY"):
        with pytest.raises(UsageError, match="true or false"):
            events.where(wrong)


@given(st.lists(st.booleans(), max_size=8))
def test_where_and_its_opposite_share_the_events_between_them(mask):
    events = EventSet.from_frame(pd.DataFrame({"event_id": [f"e{i}" for i in range(len(mask))]}))
    kept, left = events.where(mask), events.where([not value for value in mask])
    assert sorted([*kept, *left]) == sorted(events)
    assert kept.where([True] * len(kept)) == kept


def test_known_to_keeps_what_has_a_place_at_least_as_finely_known():
    events = EventSet.from_frame(
        table(
            geo_precision=[1, 3, 7, None, 1],
            lat=[35.0, 35.0, 35.0, 35.0, None],
            lon=[37.0, 37.0, 37.0, 37.0, None],
        )
    )
    assert list(events.known_to("town")) == ["e0"]
    assert list(events.known_to("District")) == ["e0", "e1"]
    assert list(events.known_to(7)) == ["e0", "e1", "e2"]
    for wrong in ("house", 0, 8):
        with pytest.raises(UsageError, match="unknown precision"):
            events.known_to(wrong)


def test_a_set_says_what_it_holds_and_from_when_to_when():
    days = [date(2024, 12, 1), date(2024, 12, 3), None]
    assert repr(EventSet.from_frame(table(date_start=days, date_end=days))) == (
        "<EventSet: 3 events, 0 placed, 2024-12-01 to 2024-12-03>"
    )
    assert repr(EventSet.empty()) == "<EventSet: 0 events, 0 placed>"
