"""Corrections made in the page: filled in, refused, shown, downloaded, and applied by the command."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conflict_map.corrections import read_corrections
from conflict_map.corrections.columns import NAMES
from conflict_map.gazetteer import Gazetteer
from conflict_map.tables.own import ESCAPED
from conflict_map.tables.source import read_source
from conflict_map.web import ConflictMap
from conflict_map.web.assets import EDITING, static_text
from conflict_map.web.catalogue import CATALOGUE
from conflict_map.web.page import packed_code
from tests.web import page_words, samples
from tests.web.reading import Reading
from tests.web.test_accessibility import (  # noqa: F401  # a fixture is used by its name
    SMALL,
    VIEWS,
    WIDE,
    axe,
    violations,
)
from tests.web.test_hostile_text import HOSTILE, Quiet, hostile_set

ROOT = Path(__file__).parents[2]
REPORT = (
    "Shells fall\n3 December 2024\n\nArtillery shelled the town of Hama on Tuesday, officials said. "
    "Two people were killed in clashes in Suran on Monday, residents said.\n"
    "Protesters marched in Homs on Sunday.\n"
)
TABLE = (
    "id,date,type,lat,lon,killed,notes\n"
    "a,2024-12-01,Battles,35.13,36.75,4,=one\n"
    "b,2024-12-02,Protests,36.20,37.16,,two\n"
    "c,2024-12-03,Riots,36.30,37.26,,three\n"
)
SURAN_IN_ALEPPO = "geonames:163913"


def command(folder: Path, *arguments: object) -> subprocess.CompletedProcess[bytes]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run(
        [sys.executable, "-m", "conflict_map", *map(str, arguments)],
        cwd=folder, capture_output=True, env={**kept, "PYTHONPATH": str(ROOT)},
        check=False, timeout=300,
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("correct")
    (folder / "report.txt").write_text(REPORT)
    (folder / "events.csv").write_text(TABLE)
    done = command(folder, "map", "report.txt", "events.csv", "--editable", "-o", "map.html")
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def ids(folder) -> dict[str, str]:
    """Give the ids of the events from text by a word of their quotes."""
    done = command(folder, "events", "report.txt", "events.csv", "-o", "before.geojson")
    assert done.returncode == 0, done.stderr
    told = json.loads((folder / "before.geojson").read_text())["features"]
    found = {}
    for word in ("Hama", "Suran", "Homs"):
        (found[word],) = [
            f["id"] for f in told
            if word in (f["properties"]["quote"] or "") and f["id"] != "a"
        ]  # fmt: skip
    return found


@pytest.fixture
def opened(open_page, folder):
    opened = open_page((folder / "map.html").read_text(encoding="utf-8"))
    opened.run("conflictMap.ready")
    return opened


def form_of(opened, event_id: str):
    """Open the card of an event and its form."""
    assert opened.run("id => conflictMap.select(id)", event_id)
    opened.page.click(".event[aria-current=true] .fix-open")
    return opened.page.locator(".event[aria-current=true] .fix")


def downloaded(opened, target: Path) -> Path:
    with opened.page.expect_download() as waiting:
        opened.page.get_by_role("button", name="Download corrections (CSV)").click()
    assert waiting.value.suggested_filename == "corrections.csv"
    waiting.value.save_as(target)
    return target


def applied(folder: Path, file: Path) -> dict[str, dict]:
    """Apply a corrections file and give the events by their ids; nothing of it may be left over."""
    out, report = folder / f"{file.stem}.geojson", folder / f"{file.stem}.json"
    done = command(
        folder, "events", "report.txt", "events.csv", "--corrections", file, "-o", out,
        "--report", report,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(report.read_text())["corrections"]
    assert told["unmatched"] == []
    assert told["applied"] == told["given"] > 0
    return {f["id"]: f for f in json.loads(out.read_text())["features"]}


@pytest.mark.page
def test_what_is_corrected_in_the_cards_by_mouse_is_applied_by_the_command(opened, folder, ids):
    page = opened.page
    form = form_of(opened, ids["Suran"])
    form.locator(".fix-runner", has_text="Aleppo").first.click()
    assert form.locator("[name=place]").input_value() == SURAN_IN_ALEPPO
    form.locator("[name=by]").fill("A. Analyst")
    form.locator("[name=why]").fill("the other Suran")
    form.locator(".fix-take").click()
    row = page.locator(".event[aria-current=true]")
    assert "Corrected here, not in the file: Place" in row.locator(".row").inner_text()
    assert "A. Analyst · the other Suran" in row.locator(".fix-note").inner_text()

    form = form_of(opened, "a")
    assert form.locator("[name=by]").input_value() == "A. Analyst", "who corrects is remembered"
    form.locator(".fix-point").click()
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + 300, box["y"] + 200)
    lat, lon = map(float, form.locator("[name=place]").input_value().split(","))
    form.locator("[name=place_name]").fill("the depot")
    form.locator("[name=date_start]").fill("2024-11-30")
    form.locator("[name=fatalities]").fill("2/3/4")
    form.locator(".fix-take").click()

    form = form_of(opened, "b")
    form.locator("[name=sub_type]").select_option("Mob violence")
    form.locator("[name=actor1]").fill("Shopkeepers; “guild”, =1")
    form.locator(".fix-take").click()

    form = form_of(opened, "c")
    form.locator("[name=action]").select_option("drop")
    assert form.locator("[name=place]").is_hidden()
    form.locator(".fix-take").click()

    form = form_of(opened, ids["Homs"])
    form.locator("[name=action]").select_option("merge")
    form.locator(".fix-pick").click()
    page.locator(".row", has_text="Hama").last.click()
    assert form.locator("[name=merge]").input_value() == ids["Hama"]
    form.locator(".fix-take").click()

    assert "5 corrections made here" in page.inner_text(".corrections")
    file = downloaded(opened, folder / "mouse.csv")
    raw = file.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.decode("utf-8-sig").split("\r\n")[0].split(",") == list(NAMES)
    found = applied(folder, file)
    assert found[ids["Suran"]]["properties"]["place_ids"] == SURAN_IN_ALEPPO
    assert "by A. Analyst: the other Suran" in found[ids["Suran"]]["properties"]["corrected"]
    a = found["a"]["properties"]
    assert (a["lat"], a["lon"], a["place_name"]) == (lat, lon, "the depot")
    assert (a["date_start"], a["date_end"]) == ("2024-11-30", "2024-11-30")
    assert (a["fatalities_low"], a["fatalities_best"], a["fatalities_high"]) == (2, 3, 4)
    b = found["b"]["properties"]
    assert (b["event_type"], b["sub_event_type"]) == ("Riots", "Mob violence")
    assert b["actor1"] == "Shopkeepers; “guild”, =1"
    assert "c" not in found
    assert ids["Homs"] not in found
    assert "merged with" in found[ids["Hama"]]["properties"]["corrected"]
    done = command(
        folder, "map", "report.txt", "events.csv", "--corrections", file, "-o", "again.html"
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.page
def test_all_of_it_works_by_keyboard(opened, folder, ids):
    page = opened.page
    page.evaluate("id => conflictMap.select(id)", ids["Hama"])
    press = page.keyboard.press
    page.focus(".event[aria-current=true] .row")
    for _ in range(20):
        press("Tab")
        if page.evaluate("document.activeElement.classList.contains('fix-open')"):
            break
    press("Enter")
    focused = "document.activeElement.name || document.activeElement.className"
    assert page.evaluate(focused) == "action"
    press("Tab")
    assert page.evaluate(focused) == "place"
    press("Tab")
    press("Enter")
    assert page.evaluate("document.activeElement.id") == "map"
    press("ArrowRight")
    page.wait_for_timeout(600)
    middle = page.evaluate("conflictMap.leaflet.getCenter()")
    press("Enter")
    assert "fix-point" in page.evaluate("document.activeElement.className")
    lat, lon = map(float, page.locator(".fix [name=place]").input_value().split(","))
    step = 360 / (256 * 2 ** page.evaluate("conflictMap.leaflet.getZoom()"))
    assert abs(lat - middle["lat"]) < step
    assert abs(lon - middle["lng"]) < step
    press("Enter")
    assert "Enter takes its middle" in page.inner_text("#tool-boxes")
    press("Escape")
    assert page.locator(".fix [name=place]").input_value() == f"{lat:g}, {lon:g}"
    page.focus(".fix [name=fatalities]")
    page.keyboard.type("unknown")
    press("Enter")
    assert "fix-open" in page.evaluate("document.activeElement.className")
    # Another is opened from the list, closed by Escape, and keeps what was typed.
    page.evaluate("conflictMap.select('b')")
    page.focus(".event[aria-current=true] .fix-open")
    press("Enter")
    page.keyboard.type("Drop")
    assert page.locator(".fix [name=action]").input_value() == "drop"
    press("Escape")
    assert page.locator(".fix").count() == 0
    press("Enter")
    assert page.locator(".fix [name=action]").input_value() == "drop"
    page.focus(".fix [name=why]")
    press("Enter")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download corrections (CSV)").focus()
        press("Enter")
    waiting.value.save_as(folder / "keyboard.csv")
    found = applied(folder, folder / "keyboard.csv")
    assert "b" not in found
    assert found[ids["Hama"]]["properties"]["lat"] == lat
    assert found[ids["Hama"]]["properties"]["lon"] == lon


@pytest.mark.page
def test_the_form_says_what_is_wrong_where_and_what_is_expected(opened):
    form = form_of(opened, "a")
    take = form.locator(".fix-take")
    take.click()
    assert "Nothing is corrected yet" in form.inner_text()
    bad = {
        "place": ["91, 36", "36, 181", "0,0", "35..1", "35.13"],
        "fatalities": ["many", "5-3", "-1", "1/2", "4/3/5", "1e3"],
        "date_start": ["0000-01-01"],
    }
    for name, values in bad.items():
        field = form.locator(f"[name={name}]")
        for value in values:
            if name == "date_start":
                # A year that no file can carry cannot be typed; half a date can.
                field.focus()
                opened.page.keyboard.type("12")
            else:
                field.fill(value)
            take.click()
            assert field.get_attribute("aria-invalid") == "true", value
            told = field.get_attribute("aria-describedby").split()
            said = [opened.page.locator(f"[id={each}]").inner_text() for each in told]
            assert said[0].startswith("Expected "), value
            assert field.evaluate("e => e === document.activeElement")
        field.fill("")
    form.locator("[name=type]").select_option("Protests")
    form.locator("[name=sub_type]").select_option("Armed clash")
    take.click()
    assert "Expected a sub-type of Protests" in form.inner_text()
    form.locator("[name=sub_type]").select_option("")
    form.locator("[name=action]").select_option("merge")
    for given, said in (("nobody", "Expected the id"), ("a", "not merged with itself")):
        form.locator("[name=merge]").fill(given)
        take.click()
        assert said in form.inner_text()
    assert opened.page.locator(".fix-note").count() == 0
    form.locator("[name=action]").select_option("")
    take.click()
    assert "Type: before Battles now Protests" in " ".join(
        opened.page.locator(".fix-note").text_content().split()
    )


@pytest.mark.page
def test_corrections_are_undone_brought_back_and_warned_of_until_they_are_downloaded(
    opened, tmp_path
):
    page = opened.page
    for event_id, deaths in (("a", "1"), ("b", "2")):
        form = form_of(opened, event_id)
        form.locator("[name=fatalities]").fill(deaths)
        form.locator(".fix-take").click()
    leaves = """() => { const event = new Event('beforeunload', {cancelable: true}); window.dispatchEvent(event); return event.defaultPrevented; }"""
    assert opened.run(leaves) is True
    page.get_by_role("button", name="Undo all").click()
    assert page.locator(".fix-mark").count() == 0
    assert opened.run(leaves) is False
    page.get_by_role("button", name="Bring them back").click()
    assert page.locator(".fix-mark").count() == 2
    assert opened.run(leaves) is True
    opened.run("document.querySelector('.corrections .link').click()")  # no press of a reader
    page.wait_for_timeout(200)
    assert opened.run(leaves) is True, "a script downloads nothing"
    rows = list(
        csv.DictReader(io.StringIO(downloaded(opened, tmp_path / "c.csv").read_text("utf-8-sig")))
    )
    assert [(r["event_id"], r["set_fatalities"]) for r in rows] == [("a", "1"), ("b", "2")]
    assert opened.run(leaves) is False
    assert "--corrections corrections.csv" in page.inner_text(".corrections")
    page.locator(".event[aria-current=true] .fix-undo").click()
    assert "1 correction made here" in page.inner_text(".corrections")
    assert opened.run(leaves) is True


@pytest.mark.page
def test_an_event_that_another_is_merged_into_is_neither_dropped_nor_merged(opened, ids):
    form = form_of(opened, "a")
    form.locator("[name=action]").select_option("merge")
    form.locator("[name=merge]").fill("b")
    form.locator(".fix-take").click()
    form = form_of(opened, "b")
    form.locator("[name=action]").select_option("drop")
    form.locator(".fix-take").click()
    assert "undo that first" in form.inner_text()
    form = form_of(opened, ids["Hama"])
    form.locator("[name=action]").select_option("merge")
    form.locator("[name=merge]").fill("a")
    form.locator(".fix-take").click()
    assert "itself dropped, merged or split" in form.inner_text()


@pytest.mark.page
def test_hostile_text_comes_through_unharmed_tame_and_never_run(open_page, tmp_path):
    html = ConflictMap(hostile_set(), gazetteer=Quiet(), editable=True).get_root().render()
    opened = open_page(html)
    opened.run("conflictMap.ready")
    for event_id in opened.run("conflictMap.shown()"):
        form = form_of(opened, event_id)
        form.locator("[name=actor1]").fill(f"{event_id} new")
        form.locator("[name=why]").fill(event_id)
        form.locator(".fix-take").click()
    file = downloaded(opened, tmp_path / "hostile.csv")
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == len(HOSTILE)
    risky = [cell for row in rows for cell in row.values() if cell.startswith(ESCAPED[:4])]
    assert risky == []
    corrections, faults = read_corrections(read_source(str(file)), Gazetteer.default())
    assert faults == ()
    frame = hostile_set().to_frame()
    assert sorted(c.event_id for c in corrections) == sorted(frame.index)
    for c in corrections:
        record = frame.loc[c.event_id]
        assert (c.quote, c.article_id) == (record["quote"], record["article_id"])
        # One line: what the fields of a form hold.
        assert c.sets["actor1"] == f"{c.event_id} new"
        assert c.why == c.event_id.strip()


@pytest.mark.page
@pytest.mark.parametrize("view", ["light", "dark", "narrow", "zoom 400 %", "forced colours"])
def test_the_open_form_is_accessible_and_needs_no_scrolling_sideways(
    open_page,
    folder,
    ids,
    axe,  # noqa: F811  # pytest's way
    view,
):
    opened = open_page((folder / "map.html").read_text(encoding="utf-8"), **VIEWS[view])
    opened.run("conflictMap.ready")
    form = form_of(opened, "a")
    form.locator("[name=fatalities]").fill("3")
    form.locator(".fix-take").click()
    form = form_of(opened, ids["Suran"])
    form.locator("[name=place]").fill("91, 0")
    form.locator(".fix-take").click()
    assert violations(opened, axe) == []
    assert opened.run(SMALL) == []
    form.locator(".fix-point").click()
    assert violations(opened, axe) == []
    width, out = opened.run(WIDE, opened.page.viewport_size["width"])
    assert width <= opened.page.viewport_size["width"]
    assert out == []


def test_a_map_for_readers_has_nothing_of_it_in_its_bytes():
    html = ConflictMap(samples.story()).get_root().render()
    assert "editing" not in Reading.of_html(html).head
    assert "fix-open" not in packed_code()
    assert "fix-open" in packed_code(editable=True)
    assert ".fix-note" not in html
    own = {
        word
        for name in EDITING
        if name.endswith(".js")
        for word in page_words.script_words(name, static_text(name))
    }
    others = set(page_words.page_words(without=EDITING))
    assert set(Reading.of_html(html).head["catalogue"]["keys"]) == set(CATALOGUE) - (own - others)


def test_a_map_that_is_coarsened_or_lacks_columns_is_not_editable_and_says_why(folder):
    for option in (("--coarsen", "10km"), ("--exclude-columns", "actor1")):
        done = command(folder, "map", "events.csv", "--editable", *option, "-o", "safe.html")
        assert done.returncode == 0, done.stderr
        assert b"warning: not editable: with --coarsen or --exclude-columns" in done.stderr
        head = Reading.of_html((folder / "safe.html").read_text(encoding="utf-8")).head
        assert "editing" not in head
        assert any("not editable" in text for text in head["report"]["warnings"])


@pytest.mark.page
def test_an_event_that_was_corrected_in_the_file_says_so_in_its_card(open_page):
    said = "type: Riots to Protests; by A. Analyst: a march\ndeaths: 3 to 2"
    html = ConflictMap(samples.table(2, corrected=[said, None])).get_root().render()
    opened = open_page(html)
    opened.run("conflictMap.select('row000000')")
    card = opened.page.locator(".card")
    assert card.locator("dt", has_text="Corrected").count() == 1
    assert card.locator(".lines").inner_text() == said
    assert opened.page.locator(".fix-open").count() == 0
    opened.run("conflictMap.select('row000001')")
    assert opened.page.locator(".card dt", has_text="Corrected").count() == 0


VALUES = {
    "set_place": (
        "35.13, 36.75", "35.13 36.75", "+35.13;-36.75", "90, 180", "90.1, 0", "0, 181", "0, 0", "1,2,3", "35.1.2, 3",
        "1234, 5", "geonames:170017", "unknown", "UNKNOWN", "12345", "?",
    ),
    "set_fatalities": (
        "4", "0", "3-5", "3 – 5", "5-3", "3/4/5", "3//5", "3/6/5", "/4/5", "3/4/", "unknown", "Unknown", "1234567890",
        "-4", "4.0", "four", "3-4-5",
    ),
    "set_actor1": ("unknown", "Army", "=1", "'=1", "  padded  "),
}  # fmt: skip


def test_the_page_accepts_and_refuses_what_the_command_does(tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine")
    module = (ROOT / "conflict_map" / "web" / "static" / "fixes.js").as_uri()
    script = """
      const {readFix, fixLine} = await import(process.argv[1]);
      const cases = JSON.parse(process.argv[2]);
      const events = {get: () => null, isPlaced: () => true, position: () => [1, 2], id: () => 'a', payload: {editing: {sub_types: {}}}};
      const blank = Object.fromEntries(['place', 'place_name', 'type', 'sub_type', 'date_start', 'date_end', 'actor1', 'actor2', 'fatalities', 'action', 'merge', 'by', 'why', 'no_date', 'broken'].map(name => [name, '']));
      console.log(JSON.stringify(cases.map(([column, value]) => {
        const {fix, faults} = readFix({...blank, [column.slice(4)]: value}, events, 0, new Map());
        delete faults[''];
        return [Object.keys(faults).length === 0, fixLine([column], {[column]: fix.sets[column.slice(4)] ?? ''})];
      })));
    """
    cases = [(column, value) for column, values in VALUES.items() for value in values]
    done = subprocess.run(
        [node, "--input-type=module", "-e", script, module, json.dumps(cases)],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    gazetteer = Gazetteer.default()
    for (column, value), (accepted, line) in zip(cases, json.loads(done.stdout), strict=True):
        for text in (value, next(csv.reader([line]), [""])[0] if accepted else value):
            file = tmp_path / "one.csv"
            with file.open("w", newline="", encoding="utf-8") as stream:
                csv.writer(stream).writerows(
                    [["about", "event_id", "quote", column], ["event", "a", "", text]]
                )
            found, faults = read_corrections(read_source(str(file)), gazetteer)
            # The page takes a word in capitals for the same word; of a place, the file does not.
            if (column, text) != ("set_place", "UNKNOWN"):
                assert (faults == ()) == accepted, (column, value, text, faults)
        if accepted and column == "set_actor1" and value != "unknown":
            assert found[0].sets["actor1"] == value.strip()


@pytest.mark.page
def test_the_texts_of_a_long_file_are_fetched_before_they_are_written(open_page, tmp_path):
    count = 110_000
    quotes = [f"Number {n}: {samples.prose(n, 14)}" for n in range(count)]
    events = samples.table(count, quote=quotes, notes=None, article_id="one")
    html = ConflictMap(events, gazetteer=Quiet(), editable=True).get_root().render()
    blocks = re.findall(r'-texts-\d+">([^<]*)<', html)
    assert len(blocks) > 13, "more blocks than are kept"
    assert sum(map(len, blocks)) > 3_000_000, "they are not all inflated at once"
    opened = open_page(html)
    opened.run("conflictMap.ready")
    shown = opened.run("conflictMap.shown()")
    asked = [shown[0], *shown[8192::8192]]
    form = form_of(opened, asked[0])
    form.locator("[name=fatalities]").fill("1")
    form.locator(".fix-take").click()
    before = opened.run("document.querySelector('.card blockquote').textContent")
    for event_id in asked[1:]:
        opened.run("id => conflictMap.select(id)", event_id)
        opened.page.wait_for_selector(".card blockquote")
    with downloaded(opened, tmp_path / "long.csv").open(encoding="utf-8-sig") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["event_id"], row["quote"]) == (asked[0], before)
    assert row["quote"] == quotes[int(asked[0].removeprefix("row"))]
