"""Event tables: every row is placed, unplaced with a reason, or rejected with one."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_map.errors import InputError, UsageError
from conflict_map.tables.reading import read_tables
from conflict_map.tables.values import DateOrder


@pytest.fixture
def write(tmp_path):
    def made(text, name="events.csv"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return made


def only(result):
    (record,) = result.events.records()
    return record


def test_a_plain_table_is_read_by_the_usual_names_of_its_columns(write):
    path = write(
        "Incident ID;Date;Type;Lat;Lng;Killed;Town;Perpetrator;Comments;Link\n"
        "i1;3 December 2024;airstrike;35,13;36,75;4;Hama;unknown;two shells;https://example.org/1\n"
    )
    result = read_tables(path)
    record = only(result)
    assert result.inputs[0].format == "plain"
    assert (record["event_id"], record["lat"], record["lon"]) == ("i1", 35.13, 36.75)
    assert (record["date_start"], record["date_precision"]) == ("2024-12-03", "day")
    assert (record["event_type"], record["fatalities_best"]) == ("airstrike", 4)
    assert record["source"] == "https://example.org/1"
    assert (record["claim_status"], record["geo_precision"]) == ("coded", 1)


def test_a_bad_row_is_listed_as_a_spreadsheet_numbers_it_and_the_rest_is_read(write):
    path = write(
        'id,date,lat,lon,notes\r\n'
        'a,2024-12-01,35.1,36.7,"first line\r\nsecond line"\r\n'
        "b,2024-12-01,135.1,36.7,swapped\r\n"
        "\r\n"
        "c,2024-02-31,35.1,36.7,no such day\r\n"
        "d,2024-12-01,0,0.0,null island\r\n"
        "e,2024-12-01,35.1,,half a position\r\n"
        "f,2024-12-01,35.1,36.7,extra,cells\r\n"
        "g,2024-12-01,35.1\r\n"
        "h,,35.1,36.7,no date\r\n"
    )  # fmt: skip
    result = read_tables(path)
    found = [(r.row, r.column, r.value) for r in result.rejections]
    assert found == [
        (3, "lat", "135.1"),
        (5, "date", "2024-02-31"),
        (6, "lat, lon", "0, 0.0"),
        (8, "", ""),
        (9, "", ""),
    ]
    assert "swapped" in result.rejections[0].reason
    assert result.events.ids == ("a", "e", "h")
    assert result.events.unplaced_reason("e") == "the row has no longitude"
    assert (result.read, result.placed, result.unplaced, result.rejected) == (8, 2, 1, 5)
    assert list(result.events.records())[2]["date_precision"] == "unknown"


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(*[st.text(max_size=6)] * 3), max_size=8))
def test_no_cell_makes_a_row_vanish(tmp_path_factory, cells):
    path = tmp_path_factory.mktemp("in") / "rows.jsonl"
    rows = [
        {"lat": lat, "lon": lon, "date": day, "n": str(n)}
        for n, (lat, lon, day) in enumerate(cells)
    ]
    rows.append({"lat": "35.1", "lon": "36.7", "date": "2024-12-01", "n": "last"})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    result = read_tables(path)
    assert result.placed + result.unplaced + result.rejected == result.read == len(rows)
    for record in result.events.placed().records():
        assert (record["lat"], record["lon"]) != (0, 0)


def test_nothing_is_clamped_swapped_or_rounded(write):
    path = write("lat,lon\n-89.999999,-179.999999\n5e-7,0.25\n")
    frame = read_tables(path).events.to_frame()
    assert list(zip(frame.lat, frame.lon, strict=True)) == [(-89.999999, -179.999999), (5e-7, 0.25)]


def test_the_order_of_day_and_month_is_decided_from_the_whole_column_and_said(write):
    body = "date,lat,lon\n03/04/2024,1,1\n13/04/2024,1,1\n"
    result = read_tables(write(body))
    assert [r["date_start"] for r in result.events.records()] == ["2024-04-03", "2024-04-13"]
    assert "day-first" in result.warnings[0]
    result = read_tables(write("date,lat,lon\n03/04/2024,1,1\n04/13/2024,1,1\n"))
    assert [r["date_start"] for r in result.events.records()] == ["2024-03-04", "2024-04-13"]


def test_an_order_that_nothing_decides_is_a_loud_assumption_that_an_option_overrides(write):
    path = write("date,lat,lon\n03/04/2024,1,1\n")
    result = read_tables(path)
    assert only(result)["date_start"] == "2024-04-03"
    assert "nothing says" in result.warnings[0]
    assert only(read_tables(path, date_order=DateOrder.MONTH_FIRST))["date_start"] == "2024-03-04"


def test_a_column_with_both_orders_rejects_what_could_be_either(write):
    path = write("date,lat,lon\n13/04/2024,1,1\n04/13/2024,1,1\n03/04/2024,1,1\n")
    result = read_tables(path)
    assert [r.row for r in result.rejections] == [4]
    assert "could be" in result.rejections[0].reason


def test_a_count_that_is_none_is_unknown_and_said_never_zero(write):
    path = write("lat,lon,fatalities\n1,1,several\n1,2,-9\n1,3,\n1,4,0\n1,5,12.0\n")
    result = read_tables(path)
    assert [r["fatalities_best"] for r in result.events.records()] == [None, None, None, 0, 12]
    (warning,) = result.warnings
    assert "'several' in row 2" in warning


def test_rows_without_an_id_get_one_that_depends_on_their_content_alone(write):
    one = read_tables(write("lat,lon\n1,1\n1,2\n")).events.ids
    two = read_tables(write("lat,lon\n1,2\n1,1\n")).events.ids
    assert set(one) == set(two)
    same = read_tables(write("lat,lon\n1,1\n1,1\n")).events.ids
    assert same == (one[0], f"{one[0]}~2")


def test_a_repeated_row_is_marked_and_a_repeated_id_with_other_values_is_kept_and_said(write):
    rows = "".join(f"e{n},{n},1\n" for n in range(1, 20))
    result = read_tables(write(f"id,lat,lon\n{rows}e1,1,1\ne2,50,1\n"))
    assert result.rejections == ()
    assert result.events.ids[-2:] == ("e1~2", "e2~2")
    marks = [record["duplicate_of"] for record in result.events.records()]
    assert marks[-2:] == ["e1", None]
    assert (result.read, result.duplicates) == (21, 1)
    assert "row 22" in result.warnings[0]


def test_a_column_called_id_that_repeats_itself_is_no_identifier(write):
    result = read_tables(write("id,lat,lon\nwire,1,1\nwire,2,2\nwire,3,3\n"))
    assert all(i.startswith("row-") for i in result.events.ids)


def test_an_event_told_in_two_files_is_marked_and_both_rows_are_kept(write):
    header = "event_id,date,type,actor1,actor2,lat,lon\n"
    first = write(
        header + "a,2024-12-01,Battles,A,B,1,1\nb,2024-12-02,Battles,A,B,2,2\n", "one.csv"
    )
    second = write(
        header
        + "x,2024-12-02,battles,b,A,2.0001,2\ny,2024-12-03,Battles,A,B,2,2\na,2024-12-09,Riots,,,9,9\n",
        "two.csv",
    )
    result = read_tables([first, second])
    assert result.events.ids == ("a", "b", "x", "y", "a~2")
    marks = [record["duplicate_of"] for record in result.events.records()]
    assert marks == [None, None, "b", None, None]
    assert result.placed + result.unplaced + result.rejected == result.read == 5


def test_a_table_without_coordinates_is_a_list_of_events_that_are_not_placed(write):
    result = read_tables(write("date,location,notes\n2024-12-01,Hama,shells\n"))
    assert (result.placed, result.unplaced) == (0, 1)
    assert only(result)["notes"] == "Not placed: the table has no coordinates\nshells"


@pytest.mark.parametrize(
    "text, word",
    [
        ("", "empty"),
        ("name,value\na,1\n", "latitude and longitude"),
        ("date,lat\n2024-12-01,35.1\n", "lon"),
        ("lat,lat,lon\n1,2,3\n", "more than once"),
        ("one column\nonly\n", "two or more columns"),
        ('lat,lon,notes\n1,1,"never, closed\n2,2,b\n', "line 2"),
        ("lat,lon\n1,1\x00\n", "NUL"),
        (b"PK\x03\x04rest", "zip file is damaged"),
        ('{"type": "FeatureCollection", "features": 3}', "list of features"),
        ("[1, 2]", "record 1"),
        ("[" * 100_000, "nested"),
        ('{"crs": {"name": "EPSG:3857"}, "type": "FeatureCollection", "features": []}', "WGS 84"),
    ],
)
def test_a_file_that_is_no_table_of_events_is_refused_in_one_line(write, text, word):
    path = write(text)
    with pytest.raises(InputError) as caught:
        read_tables(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert word in message
    assert "\n" not in message


def test_quotation_marks_that_are_only_characters_do_not_stop_a_tab_table(write):
    path = write('lat\tlon\tnotes\n1\t1\t"quoted" start\n2\t2\t5" mortar\n', "e.tsv")
    result = read_tables(path)
    assert [r["notes"] for r in result.events.records()] == ['"quoted" start', '5" mortar']
    assert "quotation marks" in result.warnings[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_encoding_is_found_and_a_guess_is_said(write, encoding):
    result = read_tables(write("lat,lon,town\n1,1,Café Ñandú\n".encode(encoding)))
    assert only(result)["place_name"] == "Café Ñandú"
    assert bool(result.warnings) == (encoding == "cp1252")


@pytest.mark.parametrize(
    "encoding, text", [("cp1251", "Роботине, Запорізька"), ("cp1256", "حماة وحلب وادلب")]
)
def test_cyrillic_and_arabic_code_pages_are_told_apart(write, encoding, text):
    assert (
        only(read_tables(write(f"lat;lon;town\n1;1;{text}\n".encode(encoding))))["place_name"]
        == text
    )


def test_gzip_is_unpacked_and_a_damaged_one_is_refused(write):
    packed = gzip.compress(b"lat,lon\n1,1\n", mtime=0)
    assert read_tables(write(packed, "e.csv.gz")).placed == 1
    with pytest.raises(InputError, match="damaged"):
        read_tables(write(packed[:-6], "e.csv.gz"))


def test_hxl_tags_are_no_event(write):
    result = read_tables(write("date,lat,lon\n#date,#geo+lat,#geo+lon\n2024-12-01,1,1\n"))
    assert (result.read, result.origins) == (1, ((result.inputs[0].path, 3),))


def test_geojson_features_keep_their_shapes_and_a_null_geometry_is_not_placed(write):
    area = [[[36, 35], [37, 35], [37, 36], [36, 35]]]
    features = [
        {
            "type": "Feature",
            "properties": {"name": "a"},
            "geometry": {"type": "Polygon", "coordinates": area},
        },
        {"type": "Feature", "properties": {"date": "2024-12-01"}, "geometry": None},
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "Point", "coordinates": [200, 95]},
        },
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "Point", "coordinates": ["x", 1]},
        },
    ]
    path = write(json.dumps({"type": "FeatureCollection", "features": features}), "e.geojson")
    result = read_tables(path)
    assert (result.placed, result.unplaced) == (1, 1)
    assert [r.row for r in result.rejections] == [3, 4]
    assert result.events.to_frame().geometry.iloc[0].geom_type == "Polygon"


def test_a_broken_line_of_json_lines_is_one_rejected_row(write):
    result = read_tables(
        write('{"lat": 1, "lon": 1}\n{"lat": 1, \n{"lat": 2, "lon": 2}\n', "e.jsonl")
    )
    assert [(r.row, r.reason[:8]) for r in result.rejections] == [(2, "not JSON")]
    assert result.placed == 2


def test_an_acled_shaped_table_shows_its_precision_and_old_types(write):
    path = write(
        "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,actor2,interaction,"
        "admin1,location,latitude,longitude,geo_precision,source,notes,fatalities\n"
        "SYN1,9-May-20,2,Remote violence,,Synthetic A,Synthetic B,10,P,Town,35.1,36.7,3,Wire,Note,2\n"
    )
    result = read_tables(path)
    record = only(result)
    assert result.inputs[0].format == "acled"
    assert (record["geo_precision"], record["date_precision"]) == (5, "week")
    assert (record["event_type"], record["date_start"]) == (
        "Explosions/Remote violence",
        "2020-05-09",
    )


def test_a_ucdp_shaped_table_keeps_its_range_of_deaths_and_its_codes(write):
    path = write(
        "id,type_of_violence,side_a,side_b,where_prec,where_coordinates,adm_1,latitude,longitude,country,"
        "date_prec,date_start,date_end,best,high,low,source_office\n"
        "300.0,3.0,Side A,Civilians,4.0,Some province,P,35.1,36.7,Syria,4.0,"
        "2016-01-01 00:00:00.000,2016-01-31,7.0,9.0,5.0,Wire\n"
    )
    result = read_tables(path)
    record = only(result)
    assert result.inputs[0].format == "ucdp"
    assert record["event_id"] == "300"
    assert (record["event_type"], record["geo_precision"]) == ("Violence against civilians", 5)
    assert [record[f"fatalities_{k}"] for k in ("low", "best", "high")] == [5, 7, 9]
    assert (record["date_end"], record["date_precision"]) == ("2016-01-31", "month")


def test_a_format_can_be_named_and_an_unknown_one_is_wrong_usage(write):
    path = write("event_id_cnty,sub_event_type,latitude,longitude\na,Attack,1,1\n")
    assert read_tables(path, format="plain").inputs[0].format == "plain"
    assert read_tables(path).inputs[0].format == "acled"
    with pytest.raises(UsageError, match="plain"):
        read_tables(path, format="excel")
    with pytest.raises(InputError, match="no column"):
        read_tables(path, format="conflict-map")


def test_events_outside_the_dates_asked_for_are_accounted_for(write):
    result = read_tables(write("date,lat,lon\n2024-11-01,1,1\n2024-12-01,2,2\n,3,3\n"))
    kept = result.between(None, None)
    assert kept is result
    kept = result.between(result.events.to_frame()["date_end"].iloc[1].date(), None)
    assert len(kept.events) == 1
    assert [r.row for r in kept.rejections] == [2, 4]
    assert kept.placed + kept.unplaced + kept.rejected == kept.read == 3
