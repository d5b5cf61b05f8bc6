"""Corrections on the command line: review, edit, apply, review again; faults refuse the whole file."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).parents[2]
REPORT = "Shells fall\n3 December 2024\n\nArtillery shelled the town of Hama on Tuesday, officials said.\n"
TABLE = (
    "id,date,type,lat,lon,killed,notes\n"
    "a,2024-12-01,Battles,35.13,36.75,4,=one\n"
    "b,2024-12-02,Protests,36.20,37.16,,two\n"
)
HOMS = "geonames:169577"


@pytest.fixture
def run(run, tmp_path):
    (tmp_path / "report.txt").write_text(REPORT)
    (tmp_path / "events.csv").write_text(TABLE)
    return run


def rows_of(path):
    with path.open(newline="", encoding="utf-8-sig") as stream:
        return list(csv.DictReader(stream))


def write(path, rows):
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_review_edit_apply_and_review_shows_the_correction(run, tmp_path):
    done = run("review", "report.txt", "events.csv", "-o", "review.csv")
    assert done.returncode == 0, done.stderr
    rows = rows_of(tmp_path / "review.csv")
    assert (tmp_path / "review.csv").read_bytes().count(b"'=one") == 1  # no spreadsheet runs it
    (name,) = [r for r in rows if r["about"] == "mention" and r["text"].endswith("Hama")]
    assert name["quote"] in REPORT
    assert REPORT[int(name["text_start"]) :].startswith(name["text"])
    name |= {"set_place": HOMS, "by": "A. Analyst", "why": "the other report has it"}
    (row,) = [r for r in rows if r["event_id"] == "b"]
    row |= {"set_fatalities": "2", "set_type": "riots"}
    write(tmp_path / "review.csv", rows)
    before = (tmp_path / "review.csv").read_bytes()
    done = run(
        "map", "report.txt", "events.csv", "--corrections", "review.csv", "-o", "m.html",
        "--report", "r.json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "review.csv: 2 corrections applied, 0 not" in done.stderr.decode()
    assert (tmp_path / "review.csv").read_bytes() == before
    told = json.loads((tmp_path / "r.json").read_text())["corrections"]
    assert (told["given"], told["applied"], told["unmatched"]) == (2, 2, [])
    assert any(HOMS not in c["changed"] and c["by"] == "A. Analyst" for c in told["changes"])
    done = run("events", "report.txt", "events.csv", "--corrections", "review.csv", "-o", "e.csv")
    found = rows_of(tmp_path / "e.csv")
    (shelled,) = [r for r in found if r["quote"]]
    assert shelled["place_ids"] == HOMS
    assert "by A. Analyst: the other report has it" in shelled["corrected"]
    (riot,) = [r for r in found if r["event_id"] == "b"]
    assert (riot["event_type"], riot["fatalities_best"]) == ("Riots", "2")
    done = run("geoparse", "report.txt", "--corrections", "review.csv")
    assert json.loads(done.stdout)["toponyms"][0]["place_id"] == HOMS
    done = run(
        "review", "report.txt", "events.csv", "--corrections", "review.csv", "-o", "again.xlsx"
    )
    assert done.returncode == 0, done.stderr
    sheet = openpyxl.load_workbook(tmp_path / "again.xlsx").active
    header, *body = sheet.iter_rows(values_only=True)
    shown = [dict(zip(header, cells, strict=True)) for cells in body]
    assert sum(bool(r["corrected"]) for r in shown) >= 3  # the mention, its event and the row
    assert [r["set_place"] for r in shown if r["set_place"]] == [HOMS]
    done = run("events", "report.txt", "events.csv", "--corrections", "again.xlsx", "-o", "e2.csv")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "e2.csv").read_bytes() == (tmp_path / "e.csv").read_bytes()


def test_a_file_with_faults_is_refused_whole_and_every_fault_is_a_line(run, tmp_path):
    run("review", "events.csv", "-o", "c.csv")
    rows = rows_of(tmp_path / "c.csv")
    rows[0]["set_type"], rows[1]["set_date_start"] = "War", "1/2/24"
    write(tmp_path / "c.csv", rows)
    (tmp_path / "out.csv").write_text("older")
    done = run("events", "events.csv", "--corrections", "c.csv", "-o", "out.csv")
    assert done.returncode == 1
    lines = done.stderr.decode().splitlines()
    assert "fault: c.csv: row 2, column set_type: 'War': expected one of Battles" in lines[0]
    assert (
        "row 3, column set_date_start: '1/2/24': expected a date written as 2024-12-03" in lines[1]
    )
    assert "2 faults in the corrections, nothing was written" in lines[-1]
    assert (tmp_path / "out.csv").read_text() == "older"
    done = run("check", "events.csv", "--corrections", "c.csv")
    assert done.returncode == 1
    assert [line.split("\t")[:3] for line in done.stdout.decode().splitlines()[1:]] == [
        ["c.csv", "2", "set_type"], ["c.csv", "3", "set_date_start"],
    ]  # fmt: skip
    done = run("events", "events.csv", "--corrections", "events.csv", "-o", "out.csv")
    assert (done.returncode, b"expected a corrections file" in done.stderr) == (1, True)
    done = run("review", "events.csv", "--corrections", "c.csv", "-o", "c.csv")
    assert done.returncode == 2


def test_corrections_that_find_nothing_are_warned_of_and_counted(run, tmp_path):
    lost = [
        {"about": "event", "event_id": f"x{n}", "quote": "", "set_actor1": "X"} for n in range(14)
    ]
    write(tmp_path / "c.csv", lost)
    done = run(
        "events", "events.csv", "--corrections", "c.csv", "-o", "o.csv", "--report", "r.json"
    )
    assert done.returncode == 0, done.stderr
    said = [line for line in done.stderr.decode().splitlines() if line.startswith("warning: c.csv")]
    assert said[0] == "warning: c.csv: 0 corrections applied, 14 not"
    assert len(said) == 12
    assert "and 4 more were not applied" in said[-1]
    assert len(json.loads((tmp_path / "r.json").read_text())["corrections"]["unmatched"]) == 14
    run("events", "events.csv", "-o", "plain.csv")
    assert (tmp_path / "o.csv").read_bytes() == (tmp_path / "plain.csv").read_bytes()


def test_a_dropped_row_is_accounted_for(run, tmp_path):
    write(
        tmp_path / "c.csv",
        [{"about": "event", "event_id": "a", "quote": "", "action": "drop", "why": "a drill"}],
    )
    done = run("map", "events.csv", "--corrections", "c.csv", "-o", "m.html", "--report", "r.json")
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "r.json").read_text())
    assert report["placed"] + report["unplaced"] + report["rejected"] == report["read"] == 2
    (gone,) = report["rejections"]
    assert (gone["row"], gone["value"]) == (2, "a")
    assert "dropped by row 2 of c.csv: a drill" in gone["reason"]
