"""The verbs of the user gazetteer in a process of their own: what is added is used by every verb."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gazetteer.geonames_files import NAMES, country_files, dump_row, serving, zipped

ROOT = Path(__file__).parents[2]
DUMP = dump_row(90_000_001, "Tall Zarqun", 35.5, 37.5, country="SY", admin1="09") + dump_row(
    90_000_002, "Kafr Sumaqun", 35.6, 37.6, country="SY", admin1="09", people=1200
)
OCHA = (
    "admin0Name_en,admin1Name_en,admin1Pcode,admin2Name_en,admin2Pcode,admin3Name_en,admin3Name_ar,"
    "admin3Pcode,Latitude_y,Longitude_x\n"
    "Syria,Aleppo,XX02,Upper,XX0201,Synthetica,سينثتيكا,XX020101,36.1,37.1\n"
    "Syria,Aleppo,XX02,Upper,XX0201,Inventoria,إنفنتوريا,XX020102,36.2,37.3\n"
)
ACLED = (
    "event_id_cnty,event_date,event_type,sub_event_type,country,admin1,location,latitude,longitude,"
    "geo_precision,fatalities,notes\n"
    + "".join(
        f"SYN{n},2024-12-0{n},Battles,Armed clash,Syria,Haleb Vilayet,{name},{lat},37.4,{p},0,SYNTHETIC\n"
        for n, name, lat, p in (
            (1, "Qaryat Tajriba", 36.01, 1),
            (2, "Qaryat Tajriba", 36.01, 1),
            (3, "Mazraat Mithal", 36.05, 2),
            (4, "Tell Mithal", 36.09, 1),
            (5, "Haleb Vilayet", 36.2, 3),
        )
    )
)


@pytest.fixture
def run(tmp_path):
    def go(*arguments, **more):
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        environment = {"PYTHONPATH": str(ROOT), "CONFLICT_MAP_GAZETTEER": str(tmp_path / "mine")}
        return subprocess.run(
            [sys.executable, "-m", "conflict_map", *map(str, arguments)],
            cwd=tmp_path, capture_output=True, check=False, timeout=120, text=True,
            encoding="utf-8", env={**kept, **environment, **more},
        )  # fmt: skip

    return go


def put(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def found(run, name, *more, **env):
    done = run("lookup", name, "--json", "--limit", "3", *more, **env)
    return json.loads(done.stdout)["candidates"]


def test_what_is_added_is_used_by_lookup_geoparse_events_and_map(run, tmp_path):
    dump = put(tmp_path, "SY.zip", zipped("SY.txt", DUMP))
    names = put(tmp_path, "alternateNamesV2.zip", zipped("alternateNamesV2.txt", NAMES))
    text = "Shells fall\n3 December 2024\n\nArtillery shelled the village of Kafr Sumaqun in Aleppo province.\n"
    put(tmp_path, "report.txt", text)
    assert found(run, "Kafr Sumaqun")[:1] == []
    done = run("gazetteer", "add", dump, names)
    assert done.returncode == 0, done.stderr
    assert "added geonames-SY: 2 places" in done.stderr
    first, *_ = found(run, "Kafar Soumaq", "--country", "SY")
    assert (first["place_id"], first["admin1"]) == ("geonames:90000002", "Aleppo")
    done = run("geoparse", "report.txt")
    ids = [t["place_id"] for t in json.loads(done.stdout)["toponyms"]]
    assert "geonames:90000002" in ids
    done = run("events", "report.txt", "-o", "events.csv")
    assert done.returncode == 0, done.stderr
    assert "geonames:90000002" in (tmp_path / "events.csv").read_text(encoding="utf-8")
    done = run("map", "report.txt", "-o", "map.html")
    assert done.returncode == 0, done.stderr
    assert "geonames:90000002" not in json.dumps(
        found(run, "Kafr Sumaqun", CONFLICT_MAP_GAZETTEER="")
    )
    assert found(run, "Kafr Sumaqun", "--gazetteer", tmp_path / "mine", CONFLICT_MAP_GAZETTEER="")


def test_info_shows_every_layer_with_its_licence_and_remove_takes_it_out(run, tmp_path):
    dump = put(tmp_path, "SY.txt", DUMP)
    before = json.loads(run("gazetteer", "info", "--json").stdout)
    run("gazetteer", "add", dump, "--name", "mine")
    done = run("gazetteer", "info")
    assert "added: mine (geonames): 2 places of 2 rows; licence: CC BY 4.0; GeoNames" in done.stdout
    about = json.loads(run("gazetteer", "info", "--json").stdout)
    assert about["places"] == before["places"] + 2
    assert about["layers"][0]["inputs"][0]["file"] == "SY.txt"
    assert len(about["layers"][0]["inputs"][0]["sha256"]) == 64
    assert run("gazetteer", "remove", "mine").returncode == 0
    assert json.loads(run("gazetteer", "info", "--json").stdout) == before
    done = run("gazetteer", "remove", "mine")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1


def test_a_country_is_fetched_from_the_host_that_is_named(run):
    with serving(country_files()) as world:
        done = run("gazetteer", "add", "RU", "--base-url", world.url)
        assert done.returncode == 0, done.stderr
        assert f"RU: asking {world.url}" in done.stderr
        again = run("gazetteer", "add", "ru", "--base-url", world.url)
        assert "unchanged geonames-RU: 5 places" in again.stderr
    assert found(run, "Kafar Soumaq")[0]["place_id"] == "geonames:90000002"
    done = run("gazetteer", "add", "UA", "--base-url", world.url)
    assert done.returncode == 1
    assert "fetch it by hand" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_table_with_p_codes_becomes_districts_with_both_scripts(run, tmp_path):
    done = run("gazetteer", "add", put(tmp_path, "ocha.csv", OCHA), "--licence", "CC BY-IGO")
    assert done.returncode == 0, done.stderr
    assert "name=admin3Name_en" in done.stderr
    first = found(run, "سينثتيكا")[0]
    assert (first["place_id"], first["name"]) == ("pcode:XX020101", "Synthetica")
    assert (first["country"], first["admin1"], first["feature_class"]) == ("SY", "Aleppo", "admin2")


def test_columns_are_named_by_hand_where_they_are_not_found(run, tmp_path):
    table = put(tmp_path, "own.tsv", "wo\tbreite\tlaenge\nNeudorfia\t36,1\t37,2\n")
    done = run("gazetteer", "add", table)
    assert done.returncode == 1
    assert "--columns name=COLUMN,lat=COLUMN,lon=COLUMN" in done.stderr
    done = run("gazetteer", "add", table, "--columns", "name=wo,lat=breite,lon=laenge")
    assert done.returncode == 0, done.stderr
    first = found(run, "Neudorfia")[0]
    assert (first["country"], first["lat"]) == ("SY", 36.1)
    done = run("gazetteer", "add", table, "--columns", "name=wo,lat=y,lon=laenge")
    assert (done.returncode, "no such column" in done.stderr) == (2, True)


def test_geojson_and_workbooks_are_read(run, tmp_path):
    shape = {"type": "Polygon", "coordinates": [[[37, 36], [37.2, 36], [37.2, 36.2], [37, 36]]]}
    features = [
        {"type": "Feature", "properties": {"name": "Campoville"}, "geometry": shape},
        {"type": "Feature", "properties": {"name": "Nowheria"}, "geometry": None},
    ]
    whole = json.dumps({"type": "FeatureCollection", "features": features})
    done = run("gazetteer", "add", put(tmp_path, "camps.geojson", whole))
    assert done.returncode == 0, done.stderr
    assert "left out: camps.geojson: row 2: no coordinates" in done.stderr
    assert 36 < found(run, "Campoville")[0]["lat"] < 36.2
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.append(["Read me"])
    sheet = book.create_sheet("Places")
    for row in (["Village", "Latitude", "Longitude"], ["Sheetstead", 36.3, 37.3]):
        sheet.append(row)
    book.save(tmp_path / "places.xlsx")
    done = run("gazetteer", "add", tmp_path / "places.xlsx")
    assert done.returncode == 0, done.stderr
    assert found(run, "Sheetstead")[0]["lon"] == 37.3


def test_a_coded_event_table_teaches_its_places_and_its_spellings(run, tmp_path):
    done = run("gazetteer", "add", put(tmp_path, "coded.csv", ACLED))
    assert done.returncode == 0, done.stderr
    assert "ACLED" in done.stderr
    assert "row 6: coded to a region or country" in done.stderr
    assert "1 merged into others" in done.stderr
    assert found(run, "Mazraat Mithal")[0]["country"] == "SY"
    taught = found(run, "Haleb Vilayet")
    assert [(c["place_id"], c["name"]) for c in taught][:1] == [("geonames:170062", "Aleppo")]
    again = run("gazetteer", "add", tmp_path / "coded.csv")
    assert "unchanged coded" in again.stderr


def test_one_place_in_two_sources_is_one_candidate_with_both_ids(run, tmp_path):
    put(tmp_path, "a.csv", "id,name,lat,lon\n7,Twinstead,36.1,37.1\n")
    put(tmp_path, "b.csv", "wof_id,name,lat,lon,population\n9,Twinstead,36.105,37.1,500\n")
    put(tmp_path, "c.csv", "id,name,lat,lon\n8,Twinstead,36.9,37.1\n")
    done = run("gazetteer", "add", "a.csv", "b.csv", "c.csv")
    assert done.returncode == 0, done.stderr
    first, second = found(run, "Twinstead")[:2]
    assert (first["place_id"], first["same_as"]) == ("a:7", ["wof:9"])
    assert (second["place_id"], "same_as" in second) == ("c:8", False)


@pytest.mark.parametrize(
    "name, content",
    [
        ("missing.csv", None),
        ("empty.csv", ""),
        ("text.txt", "Just a report.\n"),
        ("header.csv", "name,lat,lon\n"),
        ("bad.csv", "name,lat,lon\nA,north,1\n,1,1\nB,0,0\n"),
        ("swapped.csv", "name,lat,lon\nA,136.1,36.1\n"),
        ("cut.zip", zipped("SY.txt", DUMP)[:200]),
        ("book.xlsx", b"PK\x03\x04nonsense"),
        ("names.txt", NAMES),
    ],
)
def test_what_cannot_be_added_is_told_without_a_traceback_and_changes_nothing(
    run, tmp_path, name, content
):
    run("gazetteer", "add", put(tmp_path, "SY.txt", DUMP))
    before = {p.name: p.read_bytes() for p in (tmp_path / "mine").iterdir() if p.is_file()}
    if content is not None:
        put(tmp_path, name, content)
    done = run("gazetteer", "add", name)
    assert done.returncode == (2 if name == "names.txt" else 1), done.stderr
    assert name.partition(".")[0] in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert "fault of the program" not in done.stderr
    assert {p.name: p.read_bytes() for p in (tmp_path / "mine").iterdir() if p.is_file()} == before


def test_a_damaged_user_gazetteer_stops_every_verb_in_one_line(run, tmp_path):
    run("gazetteer", "add", put(tmp_path, "SY.txt", DUMP))
    (book,) = (tmp_path / "mine").glob("*.gaz")
    raw = bytearray(book.read_bytes())
    raw[len(raw) // 2] ^= 1
    book.write_bytes(raw)
    done = run("lookup", "Hama")
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert book.name in done.stderr


def test_a_folder_that_cannot_be_written_is_one_line(run, tmp_path):
    put(tmp_path, "file", "")
    done = run(
        "gazetteer", "add", put(tmp_path, "SY.txt", DUMP), "--gazetteer", tmp_path / "file" / "x"
    )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "cannot be written" in done.stderr
