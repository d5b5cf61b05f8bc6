"""What is coarsened is nowhere in what is written: every file is opened down to its bytes and searched."""

from __future__ import annotations

import base64
import contextlib
import gzip
import html
import json
import re
import struct
import zlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.web.reading import Reading

ROOT = Path(__file__).parents[2]
VILLAGE = (35.6130718, 36.5610443)
OTHER = (35.7312349, 36.7019873)
TABLE = (
    "event_id,event_date,event_type,actor1,latitude,longitude,location,admin1,country,notes,fatalities\n"
    f"SYR90001,2024-11-01,Battles,Kafr Zulaym council,{VILLAGE[0]},{VILLAGE[1]},Kafr Zulaym,Idlib,Syria,"
    f"Shelling of Kafr Zulaym ({VILLAGE[0]}; {VILLAGE[1]}),3\n"
    f"SYR90002,2024-12-01,Protests,Protesters (Syria),{OTHER[0]},{OTHER[1]},Tell Farisa,Idlib,Syria,"
    "A march past the old mill of Tell Farisa,0\n"
    "SYR90003,2024-12-02,Battles,Militia,135.6130718,36.5610443,Kafr Zulaym,Idlib,Syria,swapped,0\n"
)
REPORT = (
    "Shells on Kafr Zulaym\n3 December 2024\n\n"
    "Artillery shelled the town of Saraqib, Idlib province, on Monday, killing four people. "
    "Fighters from Kafr Zulaym attacked a checkpoint near Saraqib on Tuesday, residents said.\n"
)
SECRET_WORDS = ["Zulaym", "Farisa", "Saraqib", "SYR9000", "checkpoint", "kafr"]


@pytest.fixture
def run(run, tmp_path):
    (tmp_path / "Kafr-Zulaym.csv").write_text(TABLE)
    (tmp_path / "report.txt").write_text(REPORT)
    return run


def unpacked(page: str) -> list[str]:
    """Give the text of every packed block of a page, and every number of its arrays."""
    texts = []
    for block in re.findall(r"[A-Za-z0-9+/]{64,}={0,2}", page):
        texts.append(opened(base64.b64decode(block + "=" * (-len(block) % 4))))
    reading = Reading.of_html(page)
    for reference in references(reading.head):
        texts.append(" ".join(map(repr, reading.array(reference).tolist())))
    # Some texts are in the file in parts, as ids are: a prefix and a number.
    columns = [reading.column(name) for name in reading.head["columns"]]
    texts += [f"{read(row)}" for read in columns for row in range(reading.rows)]
    return texts


def opened(data: bytes) -> str:
    """Give what is in a block: gzip, or a checksum and Zstandard; or the bytes as they are."""
    with contextlib.suppress(OSError, EOFError, zlib.error):
        data = gzip.decompress(data)
    with contextlib.suppress(OSError), pa.input_stream(pa.py_buffer(data[4:]), "zstd") as stream:
        data = stream.read()
    start = 4 + int.from_bytes(data[:4], "little")
    if data[4:5] == b"{" and start <= len(data):  # the head: its JSON, and then arrays
        return without_ground(data[4:start].decode("utf-8"))
    return data.decode("utf-8", "replace")


def references(value) -> list[list]:
    """Find what refers to an array: offset, length and type."""
    if isinstance(value, list) and len(value) == 3 and re.fullmatch(r"[uif]\d[dp]*", str(value[2])):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [found for part in parts for found in references(part)]


def without_ground(text: str) -> str:
    """Take the base map out of a payload: its towns are there whatever the events are."""
    value = json.loads(text)
    value.pop("basemap")
    return json.dumps(value, ensure_ascii=False)


def contents(path: Path) -> tuple[str, bytes]:
    """Give all text of a file, and all its bytes unpacked, for numbers in binary."""
    raw = path.read_bytes()
    if path.suffix == ".html":
        page = raw.decode()
        blocks = unpacked(page)
        assert any("columns" in block for block in blocks), "the events are in none of the blocks"
        outside = re.sub(r"[A-Za-z0-9+/]{64,}={0,2}", "", page)
        outside = re.sub(
            r"<script[^>]*>.*?</script>|<style.*?</style>", "", outside, flags=re.DOTALL
        )
        return "\n".join([outside, html.unescape(outside), *blocks]), b""
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        cells = [value for column in table.columns for value in column.to_pylist()]
        binary = b"".join(value for value in cells if isinstance(value, bytes))
        return f"{cells} {table.schema.metadata}", binary + raw
    return raw.decode("utf-8", "replace"), raw


def needles(value: float) -> list[str]:
    rounded = [f"{value:.{digits}f}" for digits in range(3, 8)]
    return [*rounded, str(round(value * 1e7)), str(round(value * 1e6)), str(round(value * 1e5))]


def search(path: Path, positions=(VILLAGE, OTHER)) -> None:
    text, binary = contents(path)
    for word in SECRET_WORDS:
        assert word.casefold() not in text.casefold(), f"{path.name} tells {word}"
    for position in positions:
        for value in position:
            for needle in needles(value):
                assert needle not in text, f"{path.name} tells {needle}"
            for packed in (struct.pack("<d", value), struct.pack(">d", value)):
                assert packed not in binary, f"{path.name} holds {value} in binary"


@pytest.mark.parametrize("how", ["5km", "30km", "admin1"])
@pytest.mark.parametrize("name", ["m.html", "e.geojson", "e.csv", "e.jsonl", "e.parquet", "e.gpkg"])
def test_the_exact_place_is_nowhere_in_the_file(run, tmp_path, how, name):
    verb = "map" if name.endswith(".html") else "events"
    done = run(
        verb, "Kafr-Zulaym.csv", "report.txt", "-o", name, "--coarsen", how, "--report", "r.json"
    )
    assert done.returncode == 0, done.stderr
    assert "coarsened to" in done.stderr.decode()
    search(tmp_path / name)
    search(tmp_path / "r.json")
    report = json.loads((tmp_path / "r.json").read_text())
    assert "coarsened to" in report["options"]["coarsen"]
    assert any("coarsened to" in warning for warning in report["warnings"])
    assert report["placed"] + report["unplaced"] + report["rejected"] == report["read"]


def test_without_it_the_search_finds_what_it_looks_for(run, tmp_path):
    for name in ("m.html", "e.geojson", "e.csv", "e.parquet", "e.gpkg"):
        verb = "map" if name.endswith(".html") else "events"
        run(verb, "Kafr-Zulaym.csv", "report.txt", "-o", name)
        with pytest.raises(AssertionError, match="tells"):
            search(tmp_path / name)
        text, binary = contents(tmp_path / name)
        found = (
            any(n in text for n in needles(VILLAGE[0])) or struct.pack("<d", VILLAGE[0]) in binary
        )
        assert found, name


def test_a_title_that_names_the_place_is_refused_and_that_of_the_report_is_not_used(run, tmp_path):
    done = run(
        "map", "Kafr-Zulaym.csv", "-o", "m.html", "--coarsen", "5km", "--title", "In Kafr Zulaym"
    )
    assert done.returncode == 2
    assert b"names a place that --coarsen withholds" in done.stderr
    assert not (tmp_path / "m.html").exists()
    done = run("map", "report.txt", "-o", "m.html", "--coarsen", "admin1")
    assert done.returncode == 0, done.stderr
    (title,) = re.findall(r"<title[^>]*>(.*?)</title>", (tmp_path / "m.html").read_text())
    assert html.unescape(title) == "Conflict events"


def test_corrections_do_not_bring_the_place_back(run, tmp_path):
    (tmp_path / "c.csv").write_text(
        "about,quote,event_id,set_place,why\n"
        f'event,,SYR90002,"{VILLAGE[0]}, {VILLAGE[1]}",it was in Kafr Zulaym\n'
        'event,,SYR7,"1, 2",it was in Kafr Zulaym\n'
    )
    done = run(
        "map", "Kafr-Zulaym.csv", "--corrections", "c.csv", "-o", "m.html", "--coarsen", "5km",
        "--report", "r.json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    search(tmp_path / "m.html")
    search(tmp_path / "r.json")


def test_columns_are_left_out_of_page_and_report(run, tmp_path):
    done = run(
        "map", "report.txt", "Kafr-Zulaym.csv", "-o", "m.html", "--exclude-columns",
        "quote,notes,actor1", "--report", "r.json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    text, _ = contents(tmp_path / "m.html")
    assert "old mill" not in text
    assert "killing four people" not in text
    assert "Zulaym council" not in text
    assert "135.613" not in (tmp_path / "r.json").read_text()
    done = run("events", "report.txt", "-o", "e.csv", "--exclude-columns", "quotes")
    assert (done.returncode, b"there is no column 'quotes'" in done.stderr) == (2, True)
    done = run("events", "report.txt", "-o", "e.csv", "--exclude-columns", "event_id")
    assert done.returncode == 2


def test_new_events_are_held_back_and_the_page_does_not_tell_of_them(run, tmp_path):
    done = run("map", "Kafr-Zulaym.csv", "-o", "m.html", "--delay", "10", "--report", "r.json")
    assert done.returncode == 0, done.stderr
    assert "1 events were held back: newer than 2024-11-21" in done.stderr.decode()
    text, _ = contents(tmp_path / "m.html")
    assert "SYR90001" in text
    assert "SYR90002" not in text
    report = json.loads((tmp_path / "r.json").read_text())
    assert (report["placed"], report["rejected"], report["read"]) == (1, 2, 3)
    done = run(
        "events", "Kafr-Zulaym.csv", "-o", "e.csv", "--delay", "10", "--delay-from", "2025-06-01"
    )
    assert b"held back" not in done.stderr
    done = run("events", "Kafr-Zulaym.csv", "-o", "e.csv", "--delay-from", "2025-06-01")
    assert done.returncode == 2
