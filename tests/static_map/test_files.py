"""The files of a printed map: from the command line, the same bytes each time, text as text."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import matplotlib as mpl
import pytest

from conflict_map.errors import UsageError
from conflict_map.static_map import draw
from tests.conftest import environment
from tests.static_map.drawn import rows, texts
from tests.web.samples import story

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "north-west-syria.md"
HOSTILE = (
    r"$\input{/etc/passwd}$",
    "{{ 7*7 }} ${7*7} {% raw %}",
    "</text><script>alert(1)</script>&#x0;",
    "$unclosed and \\frac{1}{2}$$",
    "line one\nline two\u2028three\u0085four",
    "\u202eright to left override\u2066 isolate",
    "w" * 5_000,
    "a sign that is none \ufffe",
    "_^%#&~\\",
)


def written(svg: bytes) -> list[str]:
    space = "{http://www.w3.org/2000/svg}"
    return ["".join(node.itertext()) for node in ET.fromstring(svg).iter(f"{space}text")]


def test_the_command_writes_each_kind_beside_the_page(run, tmp_path):
    done = run("map", EXAMPLE, "--png", "a.png", "--svg", "a.svg", "--pdf", "a.pdf")
    assert done.returncode == 0, done.stderr
    talk = done.stderr.decode()
    assert all(f"wrote a.{kind}" in talk for kind in ("png", "svg", "pdf"))
    assert "wrote output/map.html: 12 events" in talk
    assert (tmp_path / "output" / "map.html").read_bytes().startswith(b"<!DOCTYPE html>")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    told = written((tmp_path / "a.svg").read_bytes())
    assert "12 events, 2–3 December 2024; 3 events could not be placed." in told
    assert {"Hama", "Khanaser–Athriya road", "towards Al-Safira", "SYRIA"} <= set(told)


def test_two_runs_write_the_same_bytes_and_name_no_machine_and_no_day(run, tmp_path):
    kinds = ("png", "svg", "pdf")
    for seed in ("1", "2"):
        outputs = [word for kind in kinds for word in (f"--{kind}", f"{seed}.{kind}")]
        done = run("map", EXAMPLE, "-o", f"{seed}.html", *outputs, PYTHONHASHSEED=seed)
        assert done.returncode == 0, done.stderr
    for kind in kinds:
        one, two = ((tmp_path / f"{seed}.{kind}").read_bytes() for seed in ("1", "2"))
        assert one == two, kind
        for word in (
            str(tmp_path).encode(),
            b"/CreationDate",
            b"dc:date",
            mpl.__version__.encode(),
        ):
            assert word not in one, (kind, word)


def test_bad_outputs_and_a_size_without_a_picture_are_told_before_any_work(run, tmp_path):
    for words, code, message in (
        (("-o", "m.html", "--png", "m.html"), 2, "another output"),
        (("--svg", "missing/a.svg"), 1, "the folder missing is missing"),
        (("--pdf", EXAMPLE), 2, "is an input"),
        (("--size", "slide"), 2, "--png, --svg or --pdf"),
        (("--png", "a.png", "--size", "poster"), 2, "invalid choice"),
    ):
        done = run("map", EXAMPLE, *words)
        assert done.returncode == code, (words, done.stderr)
        assert message in done.stderr.decode()
        assert b"Traceback" not in done.stderr
        assert not (tmp_path / "m.html").exists()


def test_a_title_that_the_font_cannot_write_is_said(run, tmp_path):
    done = run("map", EXAMPLE, "-o", "m.html", "--svg", "a.svg", "--title", "北京 report")
    assert done.returncode == 0, done.stderr
    assert "warning: the title has letters" in done.stderr.decode()
    assert "… report" in written((tmp_path / "a.svg").read_bytes())


def test_text_in_svg_and_pdf_is_text_in_a_real_font():
    figure = draw(story(), title="Text stays text")
    svg, pdf = figure.to_bytes("svg"), figure.to_bytes("pdf")
    assert set(written(svg)) >= {" ".join(t.split()) for t in texts(figure)} - {""} or (
        {" ".join(t.split()) for t in written(svg)} >= {" ".join(t.split()) for t in texts(figure)}
    )
    assert b"DejaVu Sans" in svg
    assert b"/FontFile2" in pdf  # TrueType, fonttype 42
    assert b"/Type3" not in pdf
    assert b"<image" not in svg


def test_hostile_text_is_drawn_as_it_stands_and_never_read(recwarn):
    events = rows(
        [(34 + n * 0.3, 36 + n * 0.4) for n in range(len(HOSTILE))],
        place_name=HOSTILE, source=HOSTILE, citation=HOSTILE,
    )  # fmt: skip
    for title in ("\ud800 half", "a\x00b\x07\x1b[31m\r\n", *HOSTILE):
        figure = draw(events, title=title)
        assert written(figure.to_bytes("svg"))
    assert figure.to_bytes("png")
    assert figure.to_bytes("pdf")
    told = written(figure.to_bytes("svg"))
    assert r"$\input{/etc/passwd}$" in told
    assert "line one line two three four" in told
    assert not [text for text in told if any(ord(c) < 32 or c in "\u202e\u2066" for c in text)]
    assert b"<script" not in figure.to_bytes("svg")
    assert not [str(w.message) for w in recwarn.list]


def test_settings_of_the_user_neither_change_the_map_nor_are_changed():
    plain = draw(story()).to_bytes("svg")
    theirs = {
        "text.usetex": True, "svg.fonttype": "path", "font.size": 40, "figure.autolayout": True,
        "axes.facecolor": "red", "savefig.bbox": "tight", "lines.scale_dashes": False,
        "savefig.transparent": True, "axes.titlesize": 3, "figure.dpi": 37,
    }  # fmt: skip
    with mpl.rc_context(theirs):
        before = dict(mpl.rcParams)
        assert draw(story()).to_bytes("svg") == plain
        assert dict(mpl.rcParams) == before


def test_a_format_that_is_none_is_refused():
    with pytest.raises(UsageError, match="format is 'gif'; a map is drawn as png, svg or pdf"):
        draw(story()).to_bytes("gif")


def test_nobody_waits_for_matplotlib_who_draws_no_picture():
    program = (
        "import sys, conflict_map as cm\n"
        "cm.Gazetteer, cm.EventSet, cm.read_events, cm.ConflictMap\n"
        "from conflict_map.cli import main\n"
        "main(['lookup', 'Hama'])\n"
        "assert 'matplotlib' not in sys.modules and 'PIL' not in sys.modules\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
