"""A brief on the command line: what it holds, in each form, and that text from data stays text."""

from __future__ import annotations

import base64
import html
import io
import os
import re
import subprocess
import sys
import zipfile
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_map.events import EventSet
from conflict_map.report import as_html, as_markdown, brief_of
from conflict_map.report.brief import MAX_EVENTS, safe_url
from conflict_map.report.markdown import escaped
from conflict_map.report.word import as_docx
from conflict_map.static_map.lettering import clean
from conflict_map.web import ConflictMap
from tests.conftest import environment
from tests.static_map.drawn import grid, rows
from tests.web.samples import story

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "north-west-syria.md"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
HOSTILE = (
    "[click](https://evil.example)",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "a | b | c",
    "{{ 7*7 }} {% include 'x' %} ${7*7} <%= 1 %>",
    "https://evil.example www.evil.example @channel",
    "# heading",
    "1. list",
    "![x](file:///etc/passwd)",
    "`code` *bold* _it_ $x^2$ ~~gone~~ &lt;",
    '"></iframe><script>alert(2)</script>',
    "=cmd|' /C calc'!A0",
)


def hostile() -> EventSet:
    return rows(
        grid(len(HOSTILE)), actor1=HOSTILE, place_name=HOSTILE, quote=HOSTILE, source=HOSTILE,
        claimant=HOSTILE, admin1=HOSTILE, event_type=HOSTILE, notes=HOSTILE,
    )  # fmt: skip


class Tags(HTMLParser):
    """Collects the elements of a page and its text."""

    def __init__(self):
        super().__init__()
        self.found, self.text = [], []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text.append(data)


def test_the_command_writes_each_form_with_all_its_parts(run, tmp_path):
    for name in ("brief.html", "brief.md", "brief.docx"):
        done = run("report", EXAMPLE, "-o", name, "--report", f"{name}.json")
        assert done.returncode == 0, done.stderr
        assert f"wrote {name}: 12 events, 9 placed, 3 not placed" in done.stderr.decode()
    page = (tmp_path / "brief.html").read_text(encoding="utf-8")
    text = (tmp_path / "brief.md").read_text(encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "brief.docx") as archive:
        word = archive.read("word/document.xml").decode()
        assert any(name.endswith(".png") for name in archive.namelist())
    for held in (page, text, word):
        for part in (
            "Key figures", "Map", "Events by the day on which they began", "Could not be placed",
            "a statement or talks, not an event on the ground", "Methods", "Al Mayadeen",
            "claimed by one source, not confirmed", "Borders are de facto and no endorsement.",
        ):  # fmt: skip
            assert part in held
    assert "](<brief.png>)" in text
    assert (tmp_path / "brief.png").read_bytes().startswith(b"\x89PNG")


def test_two_runs_write_the_same_bytes(run, tmp_path):
    for form in ("html", "md", "docx"):
        for seed in ("1", "2"):
            (tmp_path / seed).mkdir(exist_ok=True)
            done = run("report", EXAMPLE, "-o", f"{seed}/b.{form}", PYTHONHASHSEED=seed)
            assert done.returncode == 0, done.stderr
        assert (tmp_path / f"1/b.{form}").read_bytes() == (tmp_path / f"2/b.{form}").read_bytes()
    with zipfile.ZipFile(tmp_path / "1/b.docx") as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert b"dcterms" not in archive.read("docProps/core.xml").split(b">", 2)[2]


def test_other_forms_and_bad_outputs_are_told_before_any_work(run, tmp_path):
    for name, code, message in (
        ("brief.pdf", 2, "a brief is written as .html, .md, .docx; got '.pdf'"),
        ("missing/brief.html", 1, "the folder missing is missing"),
    ):
        done = run("report", EXAMPLE, "-o", name)
        assert done.returncode == code
        assert message in done.stderr.decode()
        assert b"Traceback" not in done.stderr
    (tmp_path / "brief.png").mkdir()
    done = run("report", EXAMPLE, "-o", "brief.md")
    assert done.returncode == 1
    assert not (tmp_path / "brief.md").exists()


def test_without_python_docx_a_docx_is_refused_in_one_line(tmp_path):
    (tmp_path / "docx.py").write_text("raise ImportError('not here')")
    done = subprocess.run(
        [sys.executable, "-m", "conflict_map", "report", str(EXAMPLE), "-o", "b.docx"],
        cwd=tmp_path, env=environment(PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}"),
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "pip install 'conflict-map[report]'" in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_in_html_hostile_text_is_text():
    brief = brief_of(hostile(), {}, title=HOSTILE[1])
    page = as_html(brief, page="<!DOCTYPE html><script>ours()</script>", png=PNG)
    tags = Tags()
    tags.feed(page)
    names = [tag for tag, _ in tags.found]
    assert names.count("iframe") == 1
    assert names.count("img") == 1
    assert "script" not in names
    assert not [tag for tag, _ in tags.found if tag == "a"]
    assert not [a for _, attributes in tags.found for a in attributes if a.startswith("on")]
    text = "".join(tags.text)
    assert all(" ".join(sample.split()) in text for sample in HOSTILE)
    frame = next(attributes for tag, attributes in tags.found if tag == "iframe")
    assert frame["sandbox"] == "allow-scripts allow-downloads allow-popups"
    assert frame["title"] == HOSTILE[1]


def test_in_markdown_hostile_text_neither_links_nor_breaks_the_table():
    text = as_markdown(brief_of(hostile(), {}, title=HOSTILE[0]), picture="b.png")
    table = text.split("## Events\n\n")[1].split("\n\n")[0].splitlines()
    assert len(table) == 2 + len(HOSTILE)
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in table} == {6}
    rest = text.replace("](<b.png>)", "")
    for raw in ("<", "{{", "{%", "${", "https://", "www.", "$", "@", "](<"):
        assert raw not in rest
    assert not re.search(r"(?<!\\)\]\(", rest)
    assert [line for line in rest.splitlines() if line.startswith("# ")] == [rest.splitlines()[0]]


@given(st.text(max_size=60))
def test_no_text_has_an_active_character_left_in_markdown(text):
    shown = escaped(clean(text))
    plain = re.sub(r"\\[\\`*_{}\[\]#+.)-]|&#\d+;", "", shown)
    assert not re.search(r"[\[\]<>|`*_{}$~&#\\@]", plain)
    assert "://" not in plain
    assert not re.match(r"[-+]|\d+[.)]", shown)
    # What a reader sees is the text: taking the escapes away gives it back.
    assert html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", shown)) == clean(text)


def test_in_word_hostile_text_is_text_and_the_file_opens():
    docx = pytest.importorskip("docx")
    data = as_docx(brief_of(hostile(), {}, title=HOSTILE[1]), png=PNG)
    document = docx.Document(io.BytesIO(data))
    cells = "\n".join(cell.text for table in document.tables for cell in table._cells)
    assert all(" ".join(sample.split()) in cells for sample in HOSTILE)
    assert document.paragraphs[0].text == HOSTILE[1]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        links = b"".join(archive.read(n) for n in archive.namelist() if n.endswith(".rels"))
    assert b"evil.example" not in links


def test_links_are_those_of_the_reports_only_and_only_http():
    assert safe_url("https://courier.example/a?b=c") == "https://courier.example/a?b=c"
    for bad in ("javascript:alert(1)", "data:text/html,x", "//x.example", "https://", "http://[",
                "https://a b", "file:///etc/passwd", "", "https://a\nb"):  # fmt: skip
        assert safe_url(bad) is None
    text = as_markdown(brief_of(story(), {}, title="Front"), picture="b.png")
    link = r"[The Invented Courier](<https://courier.example/2024/12/03/front>)"
    assert text.count(link) == 15


def test_figures_tell_unknown_from_zero():
    frame = {"fatalities_best": [3, None, 0]}
    figures = dict(brief_of(rows(grid(3), **frame), {}, title="T").figures)
    assert figures["Deaths, best counts added up"] == "3, known for 2 of 3 events"
    figures = dict(brief_of(rows(grid(3)), {}, title="T").figures)
    assert figures["Deaths, best counts added up"] == "not known for any event"


def test_every_event_is_in_the_tables_or_counted_and_times_add_up():
    brief = brief_of(story(), {}, title="Front")
    assert len(brief.entries) == 12
    assert [entry.unplaced for entry in brief.unplaced] == [
        "the sentence covers the whole front",
        "the report names no place where the call was held",
        "'the countryside' is not named more closely",
    ]
    assert sum(counts[-1] for _, counts in brief.times.rows) == 15
    assert brief.times.rows[-1][0] == "date not known"
    many = rows([(33 + n % 211 / 60, 36 + n % 307 / 70) for n in range(MAX_EVENTS + 5)])
    brief = brief_of(many, {}, title="Many")
    assert (len(brief.entries), brief.more) == (MAX_EVENTS, 5)
    assert "And 5 more events." in as_markdown(brief, picture="b.png")


def test_long_times_are_counted_by_month_or_year():
    days = [date(2019 + n, 1 + n % 12, 3) for n in range(6)]
    frame = {"date_start": days, "date_end": days}
    brief = brief_of(rows(grid(6), **frame), {}, title="Years")
    assert [time for time, _ in brief.times.rows] == [str(2019 + n) for n in range(6)]
    brief = brief_of(rows(grid(2), date_start=[date(2024, 1, 3), date(2024, 6, 3)],
                          date_end=[date(2024, 1, 3), date(2024, 6, 4)]), {}, title="M")  # fmt: skip
    assert [time for time, _ in brief.times.rows] == ["2024-01", "2024-06"]


def test_an_empty_set_has_a_brief():
    brief = brief_of(EventSet.empty(), {}, title="None")
    assert "No events." in as_markdown(brief, picture="b.png")
    assert as_docx(brief, png=PNG)
    assert as_html(brief, page="", png=PNG)


@pytest.mark.page
def test_the_map_in_a_brief_works_in_a_browser_under_its_policy(open_page):
    page = ConflictMap(hostile(), title="Front").get_root().render()
    opened = open_page(as_html(brief_of(hostile(), {}, title="Front"), page=page, png=PNG))
    frame = opened.page.frames[1]
    frame.wait_for_selector(".event")
    frame.evaluate("conflictMap.ready")
    assert len(frame.evaluate("conflictMap.positions()")) == len(HOSTILE)
    assert opened.page.locator("script").count() == 0


def test_embed_prints_a_frame_around_the_file(run, tmp_path):
    (tmp_path / "a b.html").write_text(
        ConflictMap(story(), title='A & "B" <c>').get_root().render()
    )
    done = run("embed", "a b.html")
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode() == (
        '<iframe src="a%20b.html" title="A &amp; &quot;B&quot; &lt;c&gt;"\n'
        '        sandbox="allow-scripts allow-downloads allow-popups"\n'
        '        referrerpolicy="no-referrer" loading="lazy"\n'
        '        style="width: 100%; height: 40rem; border: 0"></iframe>\n'
    )
    done = run(
        "embed", "a b.html", "--src", "https://maps.example/a.html?x=1&y=2", "--ratio", "16:9"
    )
    assert 'src="https://maps.example/a.html?x=1&amp;y=2"' in done.stdout.decode()
    assert "aspect-ratio: 16 / 9" in done.stdout.decode()


@pytest.mark.page
def test_embed_srcdoc_holds_the_whole_map(run, tmp_path, open_page):
    page = ConflictMap(story(), title="Front").get_root().render()
    (tmp_path / "map.html").write_text(page)
    done = run("embed", "map.html", "--srcdoc", "--height", "30rem")
    assert done.returncode == 0, done.stderr
    snippet = done.stdout.decode()
    assert html.unescape(re.search(r'srcdoc="([^"]*)"', snippet)[1]) == page
    opened = open_page(f"<!doctype html><title>host</title>{snippet}")
    frame = opened.page.frames[1]
    frame.wait_for_selector(".event")
    assert opened.page.locator("iframe").bounding_box()["height"] == 480


def test_embed_refuses_what_is_no_map_in_one_line(run, tmp_path):
    (tmp_path / "other.html").write_text("<title>x</title><p>no map</p>")
    (tmp_path / "bytes.html").write_bytes(b"\xff\xfe\x00")
    for words, code, message in (
        (("other.html",), 1, "is no map that conflict-map wrote"),
        (("bytes.html",), 1, "expected a map as HTML in UTF-8"),
        (("none.html",), 1, "No such file"),
        (("other.html", "--height", "1px;position:fixed"), 2, "is not of the form"),
        (("other.html", "--ratio", "0:1"), 2, "is not of the form"),
        (("other.html", "--srcdoc", "--src", "x"), 2, "not both"),
    ):
        done = run("embed", *words)
        assert done.returncode == code, (words, done.stderr)
        assert message in done.stderr.decode()
        assert b"Traceback" not in done.stderr
        assert done.stdout == b""


def test_rows_that_could_not_be_used_are_listed_without_folders():
    report = {"rejected": 1, "rejections": [{"input": "/home/ann/a.csv", "row": 2, "column": "lat",
              "value": "x|y", "reason": "no number"}]}  # fmt: skip
    brief = brief_of(EventSet.from_frame(pd.DataFrame({"event_id": ["a"]})), report, title="T")
    assert brief.rejected == ("a.csv, row 2, column lat: 'x|y': no number",)
    assert dict(brief.figures)["Rows that could not be used"] == "1"
