"""Exports: what is written is read back the same, and a file is whole or untouched."""

from __future__ import annotations

import csv
from datetime import date

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPoint, MultiPolygon, Point, box

from conflict_map.errors import OutputError, UsageError
from conflict_map.events import COLUMNS, EventSet
from conflict_map.events.columns import ColumnKind
from conflict_map.tables.export import WRITERS, write_events
from conflict_map.tables.reading import read_tables
from conflict_map.tables.saving import check_output, replacing
from conflict_map.vocabulary import PLOVER_TYPES, ClaimStatus, DatePrecision, Role

CLOSED = {
    "plover_type": PLOVER_TYPES,
    "date_precision": tuple(map(str, DatePrecision)),
    "place_role": tuple(map(str, Role)),
    "claim_status": tuple(map(str, ClaimStatus)),
}
texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12
) | st.sampled_from(
    ["=1+1", "'=1", "''", "+49", "-", "@x", "\t", "a\r\nb", 'say "no", he said', "NA", " "]
)
degrees = st.tuples(
    st.floats(-180, 180, allow_subnormal=False), st.floats(-90, 90, allow_subnormal=False)
).filter(lambda pair: pair != (0, 0))


@st.composite
def shapes(draw):
    lon, lat = draw(degrees)
    west, south = draw(st.floats(-170, 160)), draw(st.floats(-80, 70))
    area = box(west, south, west + 5, south + 5)
    return draw(
        st.sampled_from(
            [
                Point(lon, lat),
                MultiPoint([(lon, lat), (west, south)]),
                LineString([(west, south), (west + 0.1 + 0.2, south + 1 / 3)]),
                area,
                MultiPolygon([area, box(west + 6, south, west + 7, south + 1)]),
            ]
        )
    )


@st.composite
def rows(draw):
    row = {}
    for column in COLUMNS:
        if column.name in CLOSED:
            row[column.name] = draw(st.none() | st.sampled_from(CLOSED[column.name]))
        elif column.kind is ColumnKind.TEXT:
            row[column.name] = draw(st.none() | texts)
    first, last = sorted(draw(st.tuples(st.dates(), st.dates())))
    row["date_start"], row["date_end"] = draw(
        st.sampled_from([(first, last), (None, last), (None, None)])
    )
    low, high = sorted(draw(st.tuples(st.integers(0, 2**62), st.integers(0, 2**62))))
    row["fatalities_low"], row["fatalities_best"] = low, draw(st.none() | st.just(low))
    row["fatalities_high"], row["quote_start"], row["quote_end"] = high, low, high
    row["geo_precision"] = draw(st.none() | st.integers(1, 7))
    row["uncertainty_km"] = draw(st.none() | st.floats(0, 1e6))
    row["confidence"] = draw(st.none() | st.floats(0, 1))
    row["geometry"] = draw(st.none() | shapes())
    row["lon"], row["lat"] = (None, None) if row["geometry"] is None else draw(degrees)
    return row


@st.composite
def event_sets(draw):
    made = draw(st.lists(rows(), min_size=1, max_size=4))
    ids = draw(st.lists(texts.filter(bool), min_size=len(made), max_size=len(made), unique=True))
    for row, event_id in zip(made, ids, strict=True):
        row["event_id"] = event_id
    return EventSet.from_frame(pd.DataFrame(made, dtype=object))  # no count becomes a float


@settings(deadline=None, max_examples=60)
@given(event_sets(), st.sampled_from(sorted(WRITERS)))
def test_what_is_written_is_read_back_the_same(tmp_path_factory, events, suffix):
    path = tmp_path_factory.mktemp("out") / f"events{suffix}"
    write_events(events, path)
    result = read_tables(path)
    assert result.rejections == ()
    assert result.inputs[0].format == "conflict-map"
    assert result.events == events


def sample():
    return EventSet.from_frame(
        pd.DataFrame(
            {
                "event_id": ["a", "b"],
                "event_type": ["Battles", "=cmd|' /C calc'!A0"],
                "date_start": [date(2024, 12, 1), None],
                "date_end": [date(2024, 12, 2), None],
                "lat": [35.13, None],
                "lon": [-36.75, None],
                "fatalities_best": [None, 0],
            }
        )
    )


def test_a_spreadsheet_runs_no_cell_and_numbers_stay_numbers(tmp_path):
    write_events(sample(), tmp_path / "e.csv")
    with (tmp_path / "e.csv").open(newline="", encoding="utf-8") as stream:
        first, second = csv.DictReader(stream)
    assert second["event_type"].startswith("'=")
    assert first["lon"] == "-36.75"


@pytest.mark.parametrize("suffix", [".parquet", ".gpkg"])
def test_other_programs_read_the_binary_exports(tmp_path, suffix):
    path = tmp_path / f"e{suffix}"
    write_events(sample(), path)
    frame = gpd.read_parquet(path) if suffix == ".parquet" else gpd.read_file(path)
    assert list(frame["event_id"]) == ["a", "b"]
    assert str(frame["date_start"].iloc[0]) == "2024-12-01"
    assert frame.geometry.iloc[0].equals(Point(-36.75, 35.13))
    assert frame.crs.to_epsg() == 4326


@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_the_same_events_give_the_same_bytes(tmp_path, suffix):
    for name in ("one", "two"):
        write_events(sample(), tmp_path / f"{name}{suffix}")
    assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"two{suffix}").read_bytes()


@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_an_empty_set_can_be_written(tmp_path, suffix):
    write_events(EventSet.empty(), tmp_path / f"e{suffix}")
    assert (tmp_path / f"e{suffix}").is_file()


def test_an_unknown_suffix_names_the_known_ones(tmp_path):
    with pytest.raises(UsageError, match=r"\.geojson"):
        write_events(sample(), tmp_path / "e.docx")


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path):
    target = tmp_path / "map.html"
    target.write_text("old")

    def write_half():
        with replacing(target) as temporary:
            temporary.write_text("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_at_the_output_is_followed_and_stays_a_link(tmp_path):
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    write_events(sample(), tmp_path / "link.csv")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes().startswith(b"event_id,")


@pytest.mark.parametrize("path", ["missing/e.csv", ".", "/dev/null", "a\0b", "n" * 300])
def test_an_impossible_output_is_refused_before_the_work(tmp_path, monkeypatch, path):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(OutputError) as caught:
        check_output(path)
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []
