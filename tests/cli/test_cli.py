"""The command line in a process of its own: exit codes, one line for a fault, no traceback."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import environment
from tests.web.reading import Reading

ROOT = Path(__file__).parents[2]
TABLE = (
    "id,date,type,lat,lon,killed,notes\n"
    "a,2024-12-01,Battles,35.13,36.75,4,one\n"
    "b,2024-12-02,Protests,36.20,37.16,,two\n"
    "c,2024-12-03,Battles,abc,36.75,,bad place\n"
    "d,2024-13-03,Battles,35.13,36.75,,bad day\n"
    "e,2024-12-05,Battles,,,1,no place\n"
)
REPORT = "Shells fall\n3 December 2024\n\nArtillery shelled the town of Hama on Tuesday, officials said.\n"


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "events.csv"
    path.write_text(TABLE)
    return path


def lines(stream):
    return stream.decode().splitlines()


def test_a_table_with_bad_rows_makes_a_map_and_an_account_of_every_row(run, table, tmp_path):
    done = run("map", table, "-o", "map.html", "--report", "report.json", "--title", "Week 48")
    assert done.returncode == 0, done.stderr
    assert done.stdout == b""
    talk = done.stderr.decode()
    assert "wrote map.html: 3 events, 2 placed, 1 not placed, 2 rejected; format: plain" in talk
    assert "row 4, column lat: 'abc'" in talk
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert page.rstrip().endswith("</html>")
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert report["placed"] + report["unplaced"] + report["rejected"] == report["read"] == 5
    assert [(r["row"], r["column"], r["value"]) for r in report["rejections"]] == [
        (4, "lat", "abc"),
        (5, "date", "2024-13-03"),
    ]
    assert report["inputs"][0]["records"] == 5
    assert report["options"]["title"] == "Week 48"


def test_an_article_makes_a_map_and_geoparse_gives_offsets_into_its_text(run, tmp_path):
    (tmp_path / "report.txt").write_text(REPORT)
    done = run("map", "report.txt", "-o", "map.html", "--report", "report.json")
    assert done.returncode == 0, done.stderr
    assert "format: article" in done.stderr.decode()
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["placed"] + report["unplaced"] + report["rejected"] == report["read"] >= 1
    done = run("geoparse", "report.txt")
    assert done.returncode == 0, done.stderr
    (line,) = lines(done.stdout)
    found = json.loads(line)["toponyms"]
    assert found
    keys = [
        "start",
        "end",
        "text",
        "lat",
        "lon",
        "place_id",
        "name",
        "country",
        "kind",
        "role",
        "confidence",
    ]
    for toponym in found:
        assert list(toponym) == keys
        assert REPORT[toponym["start"] : toponym["end"]] == toponym["text"]


def test_events_writes_what_map_shows(run, table, tmp_path):
    done = run("events", table, "-o", "out.csv")
    assert done.returncode == 0, done.stderr
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["event_id"] for row in rows] == ["a", "b", "e"]
    assert rows[1]["fatalities_best"] == ""


def test_standard_input_is_read(run, tmp_path):
    done = run("events", "-", "-o", "out.jsonl", stdin=TABLE.encode())
    assert done.returncode == 0, done.stderr
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 3
    assert not (tmp_path / "-").exists()


def test_dates_asked_for_leave_the_other_rows_accounted(run, table, tmp_path):
    done = run(
        "events",
        table,
        "-o",
        "o.csv",
        "--report",
        "r.json",
        "--from",
        "2024-12-02",
        "--to",
        "2024-12-02",
    )
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "r.json").read_text())
    assert (report["placed"], report["unplaced"], report["rejected"], report["read"]) == (
        1,
        0,
        4,
        5,
    )


BAD = {
    "missing.csv": None,
    "empty.txt": b"",
    "blank.md": b" \n\n",
    "binary.txt": b"\x7fELF\x02\x00\x00",
    "table.xlsx": b"PK\x03\x04\x00",
    "unusable.csv": b"date,lat,lon\n2024-12-01,north,36\n",
    "other.csv": b"name,amount\na,1\n",
    "header.csv": b"date,lat,lon\n",
    "no_event.txt": b"The weather was mild on the coast.\n",
    "broken.jsonl": b'{"text": \n',
}


@pytest.mark.parametrize("name", sorted(BAD))
def test_what_cannot_be_used_is_one_line_and_leaves_the_old_map(run, tmp_path, name):
    if BAD[name] is not None:
        (tmp_path / name).write_bytes(BAD[name])
    (tmp_path / "map.html").write_text("old")
    before = sorted(p.name for p in tmp_path.iterdir())
    done = run("map", name, "-o", "map.html", "--report", "report.json")
    assert done.returncode == 1
    assert done.stdout == b""
    told = [line for line in lines(done.stderr) if not line.startswith("read ")]
    assert len(told) == 1
    assert name in told[0]
    assert "Traceback" not in told[0]
    assert (tmp_path / "map.html").read_text() == "old"
    assert sorted(p.name for p in tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["draw"],
        ["events", "events.csv"],
        ["map", "-o", "map.html"],
        ["map", "events.csv", "-o", "map.html", "--from", "December"],
        ["map", "events.csv", "-o", "map.html", "--country", "Syria"],
        ["map", "events.csv", "-o", "map.html", "--format", "excel"],
        ["map", "events.csv", "-o", "map.html", "--lang", "русский"],
        ["map", "events.csv", "-o", "map.html", "--from", "2024-12-03", "--to", "2024-12-01"],
        ["map", "events.csv", "-o", "events.csv"],
        ["map", "events.csv", "-o", "x.html", "--report", "x.html"],
        ["map", "events.csv", "-o", "-"],
        ["events", "events.csv", "-o", "out.docx"],
        ["lookup", "Hama", "--limit", "0"],
        ["gazetteer"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2_and_writes_nothing(run, table, tmp_path, arguments):
    done = run(*arguments)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["events.csv"]
    assert table.read_text() == TABLE


def test_the_page_is_made_in_one_language_if_that_is_asked_for(run, table, tmp_path):
    for tag, said in (("ru", ["ru"]), ("de", [])):
        done = run("map", table, "-o", "map.html", "--lang", tag)
        assert done.returncode == 0, done.stderr
        html = (tmp_path / "map.html").read_text()
        head = Reading.of_html(html).head
        assert f'<html lang="{tag}"' in html
        assert list(head["catalogue"]["said"]) == said
        assert head["report"]["options"]["lang"] == tag


@pytest.mark.parametrize("output", ["missing/map.html", ".", "/dev/full"])
def test_a_bad_output_path_is_told_before_the_input_is_read(run, output):
    done = run("map", "no-such-input.csv", "-o", output)
    assert done.returncode == 1
    (line,) = lines(done.stderr)
    assert "no-such-input" not in line


def test_the_same_input_gives_the_same_bytes_in_any_place_time_and_language(run, table, tmp_path):
    pages = []
    for number, more in enumerate(
        [
            {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1"},
            {"LC_ALL": "C", "PYTHONHASHSEED": "2"},
        ]
    ):
        name = f"map{number}.html"
        done = run("map", table, "-o", name, **more)
        assert done.returncode == 0, done.stderr
        pages.append((tmp_path / name).read_bytes())
    assert pages[0] == pages[1]


def test_check_lists_every_fault_and_goes_on_after_a_bad_input(run, table, tmp_path):
    (tmp_path / "empty.txt").write_text("")
    done = run("check", "empty.txt", table)
    assert done.returncode == 1
    header, *faults = [line.split("\t") for line in lines(done.stdout)]
    assert header == ["input", "row", "column", "value", "reason"]
    assert [fault[1:3] for fault in faults] == [["", ""], ["4", "lat"], ["5", "date"]]
    (tmp_path / "good.csv").write_text("lat,lon\n35.1,36.7\n")
    assert run("check", "good.csv").returncode == 0


def test_lookup_answers_in_json_lines_one_a_name(run):
    done = run(
        "lookup",
        "-",
        "--json",
        "--limit",
        "2",
        stdin="Hama\n\nХарків\nNo such place xyz\n".encode(),
    )
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in lines(done.stdout)]
    assert [answer["query"] for answer in answers] == ["Hama", "Харків", "No such place xyz"]
    keys = ["place_id", "name", "lat", "lon", "country", "admin1", "feature_class", "rung", "score"]
    assert list(answers[0]["candidates"][0]) == keys
    assert answers[1]["candidates"][0]["country"] == "UA"
    assert answers[2]["candidates"] == []


def test_lookup_of_nothing_known_is_1(run):
    done = run("lookup", "No such place xyz")
    assert done.returncode == 1
    assert done.stdout == b""


def test_lookup_and_help_load_no_heavy_package(tmp_path):
    code = (
        "import sys; from conflict_map.cli import main\n"
        "main(['lookup', 'Hama', '--json'])\n"
        "print(sorted({'pandas', 'numpy', 'geopandas', 'folium', 'shapely'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        env=environment(),
        check=True,
    )
    assert lines(done.stdout)[-1] == "[]"


def test_text_from_data_cannot_drive_the_terminal(run, tmp_path):
    (tmp_path / "e.csv").write_text("lat,lon\n\x1b[31mred,1\n1,1\n")
    done = run("map", "e.csv", "-o", "map.html")
    assert done.returncode == 0
    assert b"\x1b" not in done.stderr


def test_a_reader_that_goes_away_is_no_error_message(tmp_path):
    (tmp_path / "names.txt").write_text("Hama\n" * 20_000)
    command = f"{sys.executable} -m conflict_map lookup - < names.txt | head -1"
    done = subprocess.run(
        command, shell=True, cwd=tmp_path, capture_output=True, env=environment(), check=False
    )
    assert (done.stdout, done.stderr) == (b"Hama\n", b"")


@pytest.mark.parametrize("number, code", [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_leaves_nothing(tmp_path, number, code):
    os.mkfifo(tmp_path / "pipe.csv")
    process = subprocess.Popen(
        [sys.executable, "-m", "conflict_map", "map", "pipe.csv", "-o", "map.html"],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    with (tmp_path / "pipe.csv").open("wb"):  # opens when the command has begun to read
        process.send_signal(number)
        _, talk = process.communicate(timeout=60)
    assert process.returncode == code
    assert len(lines(talk)) == 1
    assert [p.name for p in tmp_path.iterdir()] == ["pipe.csv"]


ACLED_SHAPED = (
    "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,interaction,country,admin1,"
    "location,latitude,longitude,geo_precision,source,notes,fatalities\n"
    "S1,03 December 2024,1,Battles,Armed clash,A,10,Syria,Hama,Hama,35.13,36.75,3,Synthetic Wire,Made up,several\n"
    "S2,03 December 2024,1,Battles,Armed clash,A,10,Syria,Hama,Hama,,,1,Synthetic Wire,Made up,2\n"
    'S3,03 December 2024,1,Battles,Armed clash,A,10,Syria,,,,,1,Synthetic Wire,"Artillery fire hit Saraqib.",2\n'
    "S4,31 February 2024,1,Battles,Armed clash,A,10,Syria,Hama,Hama,135,36,1,Synthetic Wire,x,2\n"
)


def test_rows_without_coordinates_are_placed_and_what_the_data_set_asks_for_is_on_the_map(
    run, tmp_path
):
    (tmp_path / "a.csv").write_text(ACLED_SHAPED)
    done = run("map", "a.csv", "-o", "map.html", "--report", "report.json")
    assert done.returncode == 0, done.stderr
    talk = done.stderr.decode()
    assert "read a.csv: acled, records: 4" in talk
    assert "cite: Armed Conflict Location" in talk
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert (report["read"], report["placed"], report["rejected"]) == (4, 3, 1)
    assert "ACLED" in report["citations"][0]["citation"]
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert "ACLED&#41;&#44;&#32;acleddata" in page


def test_check_lists_rejected_rows_and_values_left_unknown_all_at_once(run, tmp_path):
    (tmp_path / "a.csv").write_text(ACLED_SHAPED)
    done = run("check", "a.csv")
    assert done.returncode == 1
    told = [line.split("\t")[1:4] for line in lines(done.stdout)[1:]]
    assert told == [
        ["2", "fatalities", "several"],
        ["5", "latitude, event_date", "135, 31 February 2024"],
    ]


def test_notes_are_read_for_rows_without_a_place_when_asked_and_marked_as_ours(run, tmp_path):
    (tmp_path / "a.csv").write_text(ACLED_SHAPED)
    done = run("events", "a.csv", "-o", "out.csv", "--geoparse-notes")
    assert done.returncode == 0, done.stderr
    with (tmp_path / "out.csv").open(newline="", encoding="utf-8") as stream:
        rows = {row["event_id"]: row for row in csv.DictReader(stream)}
    assert rows["S3"]["how_placed"].startswith("placed here by the words of the notes")
    assert rows["S3"]["notes"] == "Artillery fire hit Saraqib."
    assert rows["S2"]["how_placed"].startswith("placed here, by the row's place")
    assert rows["S1"]["how_placed"] == ""


def test_an_event_in_two_files_is_drawn_once_unless_both_are_asked_for(run, tmp_path):
    (tmp_path / "a.csv").write_text(ACLED_SHAPED)
    (tmp_path / "b.csv").write_text(ACLED_SHAPED)
    once = run("map", "a.csv", "b.csv", "-o", "once.html")
    both = run("map", "a.csv", "b.csv", "-o", "both.html", "--keep-duplicates")
    assert "3 rows tell an event that an earlier row tells" in once.stderr.decode()
    totals = [
        int((tmp_path / name).read_text(encoding="utf-8").split('data-total="')[1].split('"')[0])
        for name in ("once.html", "both.html")
    ]
    assert (once.returncode, both.returncode, totals) == (0, 0, [3, 6])


def test_columns_are_named_by_hand_and_a_wrong_name_says_what_there_is(run, tmp_path):
    (tmp_path / "a.csv").write_text("A,B,C\n2024-12-03,35.13,36.75\n")
    assert (
        run("events", "a.csv", "-o", "o.jsonl", "--columns", "date=A,lat=B,lon=C").returncode == 0
    )
    assert json.loads((tmp_path / "o.jsonl").read_text())["lat"] == 35.13
    wrong = run("events", "a.csv", "-o", "p.jsonl", "--columns", "lat=Z,lon=C")
    assert wrong.returncode == 1
    assert "no column 'Z'" in wrong.stderr.decode()
    assert run("events", "a.csv", "-o", "p.jsonl", "--columns", "nonsense").returncode == 2


def test_provinces_are_filled_in_by_position_when_asked(run, tmp_path):
    (tmp_path / "a.csv").write_text("date,lat,lon\n2024-12-03,35.13,36.75\n")
    run("events", "a.csv", "-o", "o.jsonl", "--assign-admin1")
    assert json.loads((tmp_path / "o.jsonl").read_text())["admin1"] == "Hama"
