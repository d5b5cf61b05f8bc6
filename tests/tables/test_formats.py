"""Each data set's tables open with no configuration; all rows here are made up in their shapes."""

from __future__ import annotations

import io
import json
import zipfile

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from pyarrow import parquet
from shapely.geometry import LineString

from conflict_map.errors import InputError, UsageError
from conflict_map.gazetteer import Gazetteer
from conflict_map.tables.choices import read_choices
from conflict_map.tables.detect import FORMATS, detect_format
from conflict_map.tables.reading import read_events, read_tables

# The columns of an ACLED export since 2023, by what they hold: a reader may rely on no order of theirs.
ACLED_2023 = [
    *("event_id_cnty", "timestamp", "source", "source_scale", "notes", "tags"),
    *("event_date", "time_precision", "year"),
    *("event_type", "disorder_type", "sub_event_type", "civilian_targeting", "fatalities"),
    *("actor1", "actor2", "assoc_actor_1", "assoc_actor_2", "inter1", "inter2", "interaction"),
    *("latitude", "longitude", "geo_precision"),
    *("location", "admin3", "admin2", "admin1", "country", "region", "iso"),
]
GDELT = [""] * 61


@pytest.fixture
def write(tmp_path):
    def made(data, name="events.csv"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    return made


def table(header, *rows, delimiter=","):
    def line(cells):
        return delimiter.join(f'"{c}"' if delimiter in c or "\n" in c else c for c in cells)

    lines = [line(header), *(line([row.get(name, "") for name in header]) for row in rows)]
    return "\n".join(lines) + "\n"


def acled(**values):
    return {
        "event_id_cnty": "SYN1", "event_date": "03 December 2024", "time_precision": "1",
        "event_type": "Battles", "sub_event_type": "Armed clash", "actor1": "Synthetic Army",
        "actor2": "Synthetic Front", "country": "Syria", "admin1": "Hama", "admin2": "Hama",
        "location": "Hama", "latitude": "35.13", "longitude": "36.75", "geo_precision": "1",
        "source": "Synthetic Wire", "notes": "Made up.", "fatalities": "3", **values,
    }  # fmt: skip


def gdelt(**values):
    row = dict.fromkeys(range(61), "")
    row |= {0: "900000001", 1: "20241203", 26: "195", 28: "19", 51: "4", 52: "Hama, Hamah, Syria",
            53: "SY", 56: "35.13", 57: "36.75", 59: "20241203120000", 60: "https://example.org/1",
            6: "ARMY", 16: "FRONT"}  # fmt: skip
    row |= {int(key[1:]): value for key, value in values.items()}
    return "\t".join(row[n] for n in range(61)) + "\n"


def records(result):
    return list(result.events.records())


# --- each schema ----------------------------------------------------------------------------------


def test_acled_of_2023_is_read_with_its_precision_type_and_citation(write):
    result = read_tables(
        write(table(ACLED_2023, acled(), acled(event_id_cnty="SYN2", geo_precision="2")))
    )
    first, second = records(result)
    assert result.inputs[0].format == "acled"
    assert (first["event_type"], first["sub_event_type"]) == ("Battles", "Armed clash")
    assert (first["geo_precision"], first["uncertainty_km"]) == (1, None)
    assert (second["geo_precision"], second["uncertainty_km"]) == (2, 25.0)
    assert "ACLED" in first["citation"]
    assert "do not let its rows be passed on" in result.credits[0].access


def test_upper_case_headers_of_acled_an_unnamed_index_and_old_types_are_understood(write):
    header = ["", "EVENT_ID_CNTY", "EVENT_DATE", "TIME_PRECISION", "EVENT_TYPE", "ACTOR1", "ALLY_ACTOR_1",
              "INTERACTION", "COUNTRY", "ADMIN1", "LOCATION", "LATITUDE", "LONGITUDE", "GEO_PRECISION",
              "FATALITIES"]  # fmt: skip
    row = {"": "0", "EVENT_ID_CNTY": "1SYN", "EVENT_DATE": "9-May-16", "TIME_PRECISION": "1.0",
           "EVENT_TYPE": "Battle-Government regains territory", "LATITUDE": "2.04", "LONGITUDE": "45.34",
           "GEO_PRECISION": "3.0", "COUNTRY": "Somalia", "ADMIN1": "Banadir", "FATALITIES": "2.0"}  # fmt: skip
    (record,) = records(read_tables(write(table(header, row))))
    assert (record["event_type"], record["sub_event_type"]) == (
        "Battles",
        "Government regains territory",
    )
    assert record["source_type"] == "Battle-Government regains territory"
    assert (record["date_start"], record["fatalities_best"]) == ("2016-05-09", 2)
    assert record["geo_precision"] == 5


def test_a_row_of_acled_without_its_id_takes_the_older_number(write):
    header = ["data_id", *ACLED_2023]
    rows = [acled(data_id="7001"), acled(data_id="7002", event_id_cnty="")]
    assert read_tables(write(table(header, *rows))).events.ids == ("SYN1", "7002")


def test_weekly_counts_of_acled_are_of_a_week_and_a_province(write):
    header = "WEEK,REGION,COUNTRY,ADMIN1,EVENT_TYPE,SUB_EVENT_TYPE,EVENTS,FATALITIES,CENTROID_LATITUDE,CENTROID_LONGITUDE"
    path = write(header + "\n2025-11-01,Synthetic,Syria,Hama,Battles,Armed clash,4,9,35.1,36.9\n")
    (record,) = records(read_tables(path))
    assert (record["date_precision"], record["geo_precision"], record["lat"]) == ("week", 5, 35.1)


@pytest.mark.parametrize("fields", [61, 58, 57])
def test_gdelt_without_a_header_is_known_by_its_fields(write, fields):
    cells = gdelt().rstrip("\n").split("\t")
    if fields < 61:  # GDELT 1 has no second-order divisions
        cells = [c for n, c in enumerate(cells) if n not in (39, 47, 55)][:fields]
    result = read_tables(write("\t".join(cells) + "\n", "20241203.export.CSV"))
    (record,) = records(result)
    assert result.inputs[0].format == "gdelt"
    assert result.origins[0][1] == 1
    assert (record["lat"], record["lon"], record["country"]) == (35.13, 36.75, "SY")
    assert (record["event_type"], record["plover_type"]) == (
        "Explosions/Remote violence",
        "ASSAULT",
    )
    assert (record["source_type"], record["admin1"]) == ("195", "Hamah")


def test_codes_of_gdelt_mean_what_their_codebook_says(write):
    text = (
        gdelt(f0="1", f26="036", f28="03", f53="RS", f51="1", f52="Russia")
        + gdelt(f0="2", f26="145", f51="5", f52="Hamah, Syria")
        + gdelt(f0="3", f51="0", f52="", f53="", f56="", f57="")
        + gdelt(f0="4", f56="0", f57="0")
        + gdelt(f0="5", f1="20231203")
    )
    result = read_tables(write(text, "e.CSV"))
    one, two, three, four, _ = records(result)
    assert (one["source_type"], one["country"], one["geo_precision"]) == ("036", "RU", 7)
    assert (two["event_type"], two["geo_precision"], two["admin1"]) == ("Riots", 5, "Hamah")
    assert (three["lat"], three["geo_precision"]) == (None, None)
    # 0, 0 beside a name is a missing coordinate; the row is not lost for it.
    assert (four["lat"], result.rejected, len(result.doubts)) == (None, 0, 1)
    assert any("anniversaries" in warning for warning in result.warnings)


def test_icews_is_read_with_codes_as_text_and_precision_by_its_finest_place(write):
    header = ("Event ID\tEvent Date\tSource Name\tEvent Text\tCAMEO Code\tTarget Name\tPublisher\tCity\t"
              "District\tProvince\tCountry\tLatitude\tLongitude").split("\t")  # fmt: skip
    base = {"Event Date": "2018-06-01", "Source Name": "Synthetic Army", "Target Name": "Synthetic Front",
            "Publisher": "Synthetic Wire", "Country": "Syria", "Latitude": "35.13", "Longitude": "36.75"}  # fmt: skip
    rows = [
        base | {"Event ID": "1", "CAMEO Code": "040", "Event Text": "Consult", "City": "Hama", "Province": "Hama"},
        base | {"Event ID": "2", "CAMEO Code": "193", "Event Text": "fight with small arms", "City": "NA",
                "District": "NA", "Province": "Hama"},
    ]  # fmt: skip
    result = read_tables(write(table(header, *rows, delimiter="\t"), "events.tab"))
    one, two = records(result)
    assert result.inputs[0].format == "icews"
    assert (one["event_type"], one["source_type"], one["geo_precision"]) == ("Consult", "040", 1)
    assert (two["sub_event_type"], two["geo_precision"], two["place_name"]) == (
        "Armed clash",
        5,
        "Hama",
    )


def test_polecat_is_a_table_though_its_file_is_called_txt(write):
    header = ("Event ID\tEvent Date\tEvent Type\tEvent Mode\tContexts\tActor Name\tRecipient Name\tPlacename\t"
              "Province\tCountry\tLatitude\tLongitude\tSource").split("\t")  # fmt: skip
    row = {"Event ID": "20240101-1", "Event Date": "2024-01-01", "Event Type": "ASSAULT", "Event Mode": "drone",
           "Contexts": "military", "Actor Name": "A", "Recipient Name": "B", "Placename": "Hama",
           "Country": "Syria", "Latitude": "35.13", "Longitude": "36.75"}  # fmt: skip
    result = read_tables(write(table(header, row, delimiter="\t"), "ngecEvents.txt"))
    (record,) = records(result)
    assert result.inputs[0].format == "polecat"
    assert (record["sub_event_type"], record["plover_type"]) == ("Air/drone strike", "ASSAULT")


def test_gtd_joins_its_date_and_knows_its_unknowns(write):
    header = "eventid,iyear,imonth,iday,country_txt,provstate,city,latitude,longitude,specificity,attacktype1_txt,targtype1_txt,gname,nkill,summary".split(",")  # fmt: skip
    base = {"eventid": "201405030001", "iyear": "2014", "imonth": "5", "iday": "3", "country_txt": "Iraq",
            "city": "Synthetic Town", "latitude": "33.3", "longitude": "44.4", "specificity": "1",
            "attacktype1_txt": "Bombing/Explosion", "gname": "Unknown", "nkill": "2"}  # fmt: skip
    rows = [
        base,
        base | {"eventid": "201405000002", "iday": "0", "specificity": "4", "nkill": "-99"},
        base | {"eventid": "201400000003", "imonth": "0", "iday": "0", "attacktype1_txt": "Armed Assault",
                "targtype1_txt": "Police"},
    ]  # fmt: skip
    result = read_tables(write(table(header, *rows)))
    one, two, three = records(result)
    assert result.inputs[0].format == "gtd"
    assert (one["date_start"], one["event_type"]) == ("2014-05-03", "Explosions/Remote violence")
    assert (two["date_end"], two["date_precision"], two["fatalities_best"]) == (
        "2014-05-31",
        "month",
        None,
    )
    assert two["geo_precision"] == 5
    assert (three["date_precision"], three["sub_event_type"]) == ("year", "Armed clash")


def test_viina_of_both_versions_is_read_by_its_labels_and_precision(write):
    first = "event_id,report_id,date,source,url,text,address,longitude,latitude,GEO_PRECISION,GEO_API,t_artillery_b,t_airstrike_b\n"
    path = write(
        first
        + "1,r1,20220224,Синтетика,https://example.org/1,Обстріл,Вигадане,36.2,49.9,STREET,Y,1,0\n"
    )
    result = read_tables(path)
    (record,) = records(result)
    assert result.inputs[0].format == "viina"
    assert (record["date_start"], record["geo_precision"]) == ("2022-02-24", 1)
    assert record["sub_event_type"] == "Shelling/artillery/missile attack"
    assert (record["country"], record["notes"]) == ("Ukraine", "Обстріл")
    second = "event_id_1pd,date,geonameid,asciiname,ADM1_NAME,longitude,latitude,GEO_PRECISION\n"
    (record,) = records(
        read_tables(write(second + "9,20230301,1,Synthetic,Kharkiv,36.2,49.9,ADM1\n"))
    )
    assert (record["event_id"], record["geo_precision"], record["admin1"]) == ("9", 5, "Kharkiv")


def test_timemap_takes_its_sources_and_associations_from_the_files_beside_it(write):
    event = {"id": "E1", "description": "Made up.", "date": "2/24/2022", "time": "00:00", "location": "Hama",
             "latitude": "35.13", "longitude": "36.75", "sources": ["s1", "s2", "s3"],
             "associations": ["a1"], "graphic": "TRUE"}  # fmt: skip
    sources = {"s1": {"id": "s1", "paths": ["https://example.org/1"]}, "s2": {"id": "s2", "paths": ["HIDDEN"]},
               "s3": {"id": "s3", "paths": ["facebook"]}}  # fmt: skip
    links = [{"id": "a1", "mode": "FILTER", "filter_paths": ["Area", "Residential"]}]
    paths = [
        write(json.dumps(sources), "sources.json"),
        write(json.dumps([event]), "events.json"),
        write(json.dumps(links), "associations.json"),
    ]
    result = read_tables(paths)
    (record,) = records(result)
    assert (result.read, result.inputs[0].format) == (1, "timemap")
    assert record["source"] == "https://example.org/1; source hidden by the publisher"
    assert record["source_type"] == "Area > Residential"
    assert record["notes"] == "Graphic content.\nMade up."
    assert (record["date_start"], record["date_precision"]) == ("2022-02-24", "day")
    nested = json.dumps({"events": [event], "sources": sources, "associations": links})
    assert records(read_tables(write(nested, "all.json")))[0]["source"] == record["source"]
    with pytest.raises(InputError, match="give the file of events"):
        read_tables(paths[0])


def test_the_yemen_data_project_is_placed_by_its_names(write):
    header = "Incident ID,Date,Governorate,District,Area,Target,Main category,Sub-category,Min Air Raids,Max Air Raids,Fatalities , Confirmed Time,,\n"
    text = (
        header + "1,26/03/2015,Hajjah,Harad,Nowhere-at-all,Made-up’s farm,Civilian,Farm,1,3,,2,,\n"
    )
    result = read_tables(write(text.encode("cp1252")), gazetteer=Gazetteer.shipped())
    (record,) = records(result)
    assert result.inputs[0].format == "yemen-data-project"
    assert (record["country"], record["fatalities_best"]) == ("Yemen", None)
    assert "air raids: 1 to 3" in record["notes"]
    assert "Made-up’s farm" in record["notes"]
    assert record["geo_precision"] == 3
    assert "district 'Harad'" in record["how_placed"]


def test_any_table_with_hxl_hashtags_maps_itself(write):
    text = (
        "Wann,Wo,Breitenkreis,Laengenkreis,Tote,Tote Kinder\n"
        "#date+occurred,#loc+name,#geo+lat,#geo+lon,#affected+killed,#affected+killed+children\n"
        "2024-12-03,Hama,35.13,36.75,4,2\n"
    )
    result = read_tables(write(text))
    (record,) = records(result)
    assert result.inputs[0].format == "hxl"
    assert (record["date_start"], record["place_name"], record["lat"]) == (
        "2024-12-03",
        "Hama",
        35.13,
    )
    assert record["fatalities_best"] == 4
    assert result.origins[0][1] == 3


def test_a_row_from_one_point_to_another_is_a_line(write):
    text = (
        "id,date,from_latitude,from_longitude,to_latitude,to_longitude\n"
        "1,2022-03-05,47.1,37.5,47.8,35.2\n2,2022-03-05,47.1,37.5,,\n3,2022-03-05,47.1,37.5,95,35.2\n"
    )
    result = read_tables(write(text))
    frame = result.events.to_frame()
    assert result.inputs[0].format == "lines"
    assert [g.geom_type for g in frame.geometry] == ["LineString", "Point"]
    line = frame.geometry.iloc[0]
    assert LineString(line).coords[0] == (37.5, 47.1)
    assert 35.2 < frame["lon"].iloc[0] < 37.5
    assert [r.column for r in result.rejections] == ["to_latitude"]


def test_deaths_by_group_are_added_up_only_where_all_are_known(write):
    text = "Date,District,State,Country,Civilians,Security Forces,Terrorists,Incident\n"
    text += "2009-02-20,Synthetic,Assam,India,1,2,3,Made up\n2009-02-21,Synthetic,Assam,India,1,,3,Made up\n"
    result = read_tables(write(text))
    assert result.inputs[0].format == "satp"
    assert [r["fatalities_best"] for r in records(result)] == [6, None]


def test_every_format_is_told_from_every_other_by_its_own_signature():
    for known in FORMATS:
        for signature in known.signatures:
            assert detect_format(tuple(sorted(signature))) is known


# --- files and encodings --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "header, row",
    [
        ("fecha;latitud;longitud;lugar;muertos", "3/12/2024;35,13;36,75;Hama;4"),
        ("date;latitude;longitude;lieu;morts", "3 décembre 2024;35,13;36,75;Hama;4"),
        ("дата;широта;долгота;город;погибло", "3 декабря 2024;35.13;36.75;Hama;4"),
        ("التاريخ;خط العرض;خط الطول;المكان;القتلى", "3 ديسمبر 2024;35.13;36.75;Hama;4"),
        ("Datum;Breite;Länge;Ort;Tote", "03.12.2024;35,13;36,75;Hama;4"),
        ("data;latitude;longitude;cidade;mortos", "3 de dezembro de 2024;35.13;36.75;Hama;4"),
        ("tarih;enlem;boylam;yer;ölü", "3 Aralık 2024;35.13;36.75;Hama;4"),
        (
            "Event Date;Coordinates;Location;Deaths",
            "2024-12-03T00:00:00.000Z;35.13, 36.75;Hama;4.0",
        ),
    ],
)
def test_columns_are_recognised_in_several_languages(write, header, row):
    (record,) = records(read_tables(write(f"{header}\n{row}\n")))
    assert (record["lat"], record["lon"], record["place_name"]) == (35.13, 36.75, "Hama")
    assert (record["date_start"], record["fatalities_best"]) == ("2024-12-03", 4)


def test_a_workbook_opens_with_its_dates_numbers_and_a_title_above_the_header(write):
    book = openpyxl.Workbook()
    book.active.append(["Only a remark"])
    sheet = book.create_sheet("Events")
    for row in (["Incidents of the year"], [], ["ID", "Date", "Lat", "Lon", "Deaths"],
                [1, pd.Timestamp("2024-12-03").to_pydatetime(), 35.13, 36.75, 4],
                [2, "2024-12-04", "x", 36.75, None]):  # fmt: skip
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    result = read_tables(write(stream.getvalue(), "events.xlsx"))
    (record,) = records(result)
    assert (record["event_id"], record["date_start"], record["fatalities_best"]) == (
        "1",
        "2024-12-03",
        4,
    )
    assert [(r.row, r.column) for r in result.rejections] == [(5, "Lat")]
    assert any("'Events'" in w for w in result.warnings)


def test_a_parquet_file_of_anyone_opens(write):
    frame = pa.table(
        {"date": pa.array([19_695], pa.date32()), "lat": [35.13], "lon": [36.75], "deaths": [4.0]}
    )
    stream = io.BytesIO()
    parquet.write_table(frame, stream)
    (record,) = records(read_tables(write(stream.getvalue(), "events.parquet")))
    assert (record["date_start"], record["lat"], record["fatalities_best"]) == (
        "2023-12-04",
        35.13,
        4,
    )


def test_the_one_file_in_a_zip_is_read_and_a_bomb_is_refused(write):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("20241203.export.CSV", gdelt())
    assert read_tables(write(stream.getvalue(), "20241203.export.CSV.zip")).placed == 1
    with pytest.raises(InputError, match="damaged"):
        read_tables(write(stream.getvalue()[:60], "cut.csv.zip"))


@pytest.mark.parametrize(
    "name, data",
    [
        ("a.parquet", b"PAR1" + bytes(40)),
        ("a.gpkg", b"SQLite format 3\0" + bytes(200)),
        ("a.xlsx", b"PK\x03\x04" + bytes(40)),
    ],
)
def test_a_damaged_container_is_refused_in_one_line(write, name, data):
    with pytest.raises(InputError) as caught:
        read_tables(write(data, name))
    assert "\n" not in str(caught.value)


def test_utf_16_without_its_mark_is_read_and_said(write):
    result = read_tables(write("date,lat,lon,town\n2024-12-03,1,1,Hama\n".encode("utf-16-le")))
    assert records(result)[0]["place_name"] == "Hama"
    assert "utf-16-le" in result.warnings[0]


def test_an_answer_of_a_web_service_is_taken_out_of_its_wrapper(write):
    body = json.dumps({"status": 200, "count": 1, "data": [acled()]})
    result = read_tables(write(body, "acled.json"))
    assert (result.inputs[0].format, result.placed) == ("acled", 1)


def test_nested_objects_become_columns(write):
    body = json.dumps([{"id": "a", "date": "2024-12-03", "location": {"lat": 35.13, "lng": 36.75}}])
    assert records(read_tables(write(body, "e.json")))[0]["lon"] == 36.75


def test_a_last_row_cut_off_inside_quotation_marks_is_one_rejected_row(write):
    path = write('id,lat,lon,notes\na,1,1,"whole\nnote"\nb,2,2,"cut of')
    result = read_tables(path)
    assert result.events.ids == ("a",)
    assert [(r.row, r.reason) for r in result.rejections] == [
        (3, "the row is cut off inside quotation marks")
    ]


def test_data_cells_without_a_header_are_columns_without_a_name(write):
    result = read_tables(write("lat,lon\n1,1,,\n2,2,,\n3,3\n4,4,x,\n"))
    assert (result.placed, result.rejected) == (4, 0)


def test_the_same_column_twice_is_read_once_and_two_different_ones_are_refused(write):
    result = read_tables(write("lat,lon,lat\n1,2,1\n"))
    assert result.placed == 1
    assert "more than once" in result.warnings[0]


def test_namibia_is_no_missing_country_and_a_missing_country_is_not_namibia(write):
    codes = read_tables(write("country,lat,lon\nNA,-22.5,17\nSY,35,36\n"))
    names = read_tables(write("country,lat,lon\nNA,-22.5,17\nSyria,35,36\n"))
    assert [r["country"] for r in records(codes)] == ["NA", "SY"]
    assert [r["country"] for r in records(names)] == [None, "Syria"]


# --- values, places, choices ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "cell, start, end, precision",
    [
        ("1-3 May 2024", "2024-05-01", "2024-05-03", "range"),
        ("2024-05-01/2024-05-03", "2024-05-01", "2024-05-03", "range"),
        ("2024-05-30 to 2024-06-02", "2024-05-30", "2024-06-02", "range"),
        ("2024-05-00", "2024-05-01", "2024-05-31", "month"),
        ("20240503", "2024-05-03", "2024-05-03", "day"),
        ("2024-05-03 00:00:00.000", "2024-05-03", "2024-05-03", "day"),
        ("0000-00-00", None, None, "unknown"),
    ],
)
def test_a_date_is_a_civil_day_or_the_range_that_it_says(write, cell, start, end, precision):
    (record,) = records(read_tables(write(f"date,lat,lon\n{cell},1,1\n")))
    assert (record["date_start"], record["date_end"]) == (start, end)
    assert record["date_precision"] == precision


def test_all_faults_of_a_row_are_told_at_once(write):
    (rejection,) = read_tables(write("date,lat,lon\n2024-02-31,95,200\n")).rejections
    assert rejection.column == "lat, lon, date"
    assert rejection.value == "95, 200, 2024-02-31"


def test_swapped_coordinates_are_said_and_not_mended(write):
    path = write("date,country,lat,lon\n2024-12-03,Syria,36.75,35.13\n2024-12-03,Yemen,44.2,15.3\n")
    result = read_tables(path, gazetteer=Gazetteer.shipped())
    assert [(r["lat"], r["lon"]) for r in records(result)] == [(36.75, 35.13), (44.2, 15.3)]
    (said,) = [w for w in result.warnings if "exchanged" in w]
    assert "first row 3" in said


def test_a_row_without_coordinates_is_placed_within_its_country_and_division(write):
    header = "date,country,admin1,admin2,location,notes\n"
    rows = (
        "2024-12-03,Burkina Faso,Centre-Nord,Bam,Kongoussi,a\n"
        "2024-12-03,Burkina Faso,Centre-Nord,Bam,Nowhere-at-all,b\n"
        "2024-12-03,Burkina Faso,Centre-Nord,,Nowhere-at-all,c\n"
        "2024-12-03,Burkina Faso,,,Nowhere-at-all,d\n"
        "2024-12-03,Atlantis,,,Hama,e\n"
    )
    result = read_tables(write(header + rows), gazetteer=Gazetteer.shipped())
    frame = result.events.to_frame()
    assert frame["geo_precision"].tolist()[:3] == [1, 3, 5]
    assert frame.geometry.iloc[2].geom_type in ("Polygon", "MultiPolygon")
    assert frame["how_placed"].str.startswith("placed here").tolist()[:3] == [True] * 3
    assert frame["notes"].tolist()[:3] == ["a", "b", "c"]
    assert (result.placed, result.unplaced) == (3, 2)
    assert "Nowhere-at-all" in result.events.unplaced_reason(frame.index[3])
    assert "Atlantis" in result.events.unplaced_reason(frame.index[4])


def test_a_coordinate_that_stands_for_a_province_is_drawn_as_that(write):
    path = write(table(ACLED_2023, acled(geo_precision="3"), acled(event_id_cnty="S2", country="Syria",
                 admin1="", latitude="34.0", longitude="20.0", geo_precision="3")))  # fmt: skip
    frame = read_tables(path, gazetteer=Gazetteer.shipped()).events.to_frame()
    assert frame.geometry.iloc[0].geom_type in ("Polygon", "MultiPolygon")
    assert (frame["lat"].iloc[0], frame["lon"].iloc[0]) == (35.13, 36.75)
    # At sea there is no province to draw: a circle of the size of one.
    assert (frame.geometry.iloc[1].geom_type, frame["uncertainty_km"].iloc[1]) == ("Point", 75.0)


def test_columns_are_named_by_hand_on_the_command_line_or_in_toml(write, tmp_path):
    path = write("A,B,C,D\nIED,2024-12-03,35.13,36.75\n")
    given = read_choices("type=A,date=B,lat=C,lon=D")
    (record,) = records(read_tables(path, choices=given))
    assert (record["event_type"], record["lat"]) == ("IED", 35.13)
    toml = tmp_path / "columns.toml"
    toml.write_text(
        '[columns]\nevent_type = "A"\ndate_start = "B"\nlat = "C"\nlon = "D"\n'
        '[constants]\ncountry = "Syria"\n[types]\n"ied" = "Remote explosive/landmine/IED"\n'
    )
    (record,) = read_events(path, columns=str(toml), geocode=False).records()
    assert (record["event_type"], record["country"]) == ("Explosions/Remote violence", "Syria")
    assert record["source_type"] == "IED"
    with pytest.raises(InputError, match="no column 'Z'"):
        read_tables(path, choices=read_choices("lat=Z,lon=D"))
    with pytest.raises(UsageError, match="no field"):
        read_choices("latitude_of_it=C")


def test_the_same_id_of_one_data_set_in_two_files_is_one_event_and_the_lead_keeps_its_values(write):
    one = write(table(ACLED_2023, acled(), acled(event_id_cnty="SYN2")), "one.csv")
    two = write(
        table(
            ACLED_2023,
            acled(fatalities="5", source="Synthetic Daily"),
            acled(event_id_cnty="SYN3", latitude="36"),
        ),
        "two.csv",
    )
    result = read_tables([one, two])
    assert result.events.ids == ("SYN1", "SYN2", "SYN1~2", "SYN3")
    assert result.duplicates == 1
    merged = result.events.merged()
    assert merged.ids == ("SYN1", "SYN2", "SYN3")
    (lead, *_) = merged.records()
    assert (lead["fatalities_best"], lead["source"]) == (3, "Synthetic Wire; Synthetic Daily")
    assert "Also told by: SYN1~2" in lead["notes"]
    assert len(result.events) == 4


def test_rows_that_name_no_country_are_placed_in_the_one_that_is_said(write):
    path = write("when,where,type\n2006-01-02,Baghdad,IED\n2006-01-02,Nowhere-at-all,IED\n")
    shipped = Gazetteer.shipped()
    assert read_tables(path, gazetteer=shipped).placed == 0
    said = read_tables(path, gazetteer=shipped, country="IQ")
    assert (said.placed, said.unplaced) == (1, 1)
    assert records(said)[0]["admin1"] == "Baghdad"


def test_a_table_that_begins_with_data_asks_for_a_header(write):
    with pytest.raises(InputError, match="no header but data"):
        read_tables(write("2024-01-02,36.2,37.1,abc\n2024-01-03,36.3,37.1,abd\n"))


def test_a_row_that_is_blank_in_the_columns_that_are_read_is_not_lost(write):
    header = [*ACLED_2023, "remark"]
    rows = [acled(), {"remark": "only this", "tags": "x"}]
    result = read_tables(write(table(header, *rows)))
    assert (result.read, result.unplaced) == (2, 1)
