"""What a set or a map is in a notebook: a frame, its picture and words, in live and in converted ones."""

from __future__ import annotations

import base64
import html
import re

import pytest
from nbconvert import HTMLExporter, LatexExporter
from traitlets.config import Config

import conflict_map as cm
from conflict_map.notebook.picture import MOST_BYTES, picture_of, small_picture
from tests.notebook.notebooks import READ, executed
from tests.web import samples

PNG = b"\x89PNG\r\n"


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """Give a notebook that was executed, whose last cell shows the events."""
    return executed([READ, "events"], tmp_path_factory.mktemp("shown"))


def test_a_set_gives_the_map_its_picture_and_a_sentence_and_the_picture_is_small():
    events = cm.EventSet.from_frame(samples.story().to_frame())
    bundle = events._repr_mimebundle_()
    assert set(bundle) == {"text/html", "image/png", "text/plain"}
    assert bundle["text/plain"] == repr(events)
    assert bundle["text/plain"].startswith("<EventSet: 15 events, 12 placed, 2024-")
    png = base64.b64decode(bundle["image/png"])
    assert png.startswith(PNG)
    assert len(png) <= MOST_BYTES
    page = events.map().get_root().render()
    grown = sum(map(len, bundle.values())) - len(page)
    assert grown < len(bundle["image/png"]) + 0.05 * len(page)


def test_a_map_is_its_title_and_options_and_shows_the_same_three():
    events = cm.EventSet.from_frame(samples.story().to_frame())
    chart = events.between("2024-12-02", None).map(title="A <b> & {{ 7*7 }}", lang="fr")
    bundle = chart._repr_mimebundle_()
    assert isinstance(chart, cm.ConflictMap)
    assert set(bundle) == {"text/html", "image/png", "text/plain"}
    assert bundle["text/plain"].startswith("ConflictMap: A <b> & {{ 7*7 }}: ")
    # What stays where a viewer takes the frame away is the same sentence, as text.
    assert f">{html.escape(bundle['text/plain'])}</div><iframe " in bundle["text/html"]


def test_the_picture_is_left_out_where_it_is_not_wanted():
    chart = cm.ConflictMap(samples.story())
    assert "image/png" not in chart._repr_mimebundle_(exclude=["image/png"])
    assert "image/png" not in chart._repr_mimebundle_(include=["text/html"])
    assert "image/png" in chart._repr_mimebundle_(include=["image/png"])


def test_the_same_events_give_the_same_picture_and_a_full_map_still_fits():
    crowd = samples.table(3000)
    assert small_picture(crowd, title="x") == small_picture(crowd, title="x")
    assert len(small_picture(crowd, title="x")) <= MOST_BYTES


def test_a_picture_that_cannot_be_drawn_is_said_once_and_the_map_is_shown(capsys):
    class NoGround:
        def shapes(self, *_arguments, **_options):
            raise RuntimeError("there is\nno ground\x1b[2J")

        labels = shapes

    chart = cm.ConflictMap(samples.story())
    chart.gazetteer = NoGround()
    assert picture_of(chart) is None
    assert picture_of(chart) is None
    said = capsys.readouterr().err
    assert said.count("no picture beside the map") == 1
    assert said.count("\n") == 1
    assert "\x1b" not in said


def test_a_notebook_keeps_all_three_and_needs_no_trust(shown):
    [output] = shown.cells[1].outputs
    assert {"text/html", "image/png", "text/plain"} <= set(output.data)
    frame = output.data["text/html"]
    assert frame.count("<iframe ") == 1
    assert 'sandbox="allow-scripts allow-downloads allow-popups"' in frame
    assert "<script" not in frame
    assert base64.b64decode(output.data["image/png"]).startswith(PNG)


@pytest.mark.page
def test_a_notebook_as_html_shows_the_map_with_the_network_off(shown, chromium, tmp_path):
    page, _ = HTMLExporter().from_notebook_node(shown)
    path = tmp_path / "notebook.html"
    path.write_text(page, encoding="utf-8")
    context = chromium.new_context(offline=True)
    opened = context.new_page()
    # nbconvert's own page asks for MathJax and the like, which are not there, and does without.
    opened.goto(path.as_uri(), wait_until="commit")
    handle = opened.wait_for_selector("iframe[srcdoc]", state="attached", timeout=60_000)
    frame = handle.content_frame()
    frame.wait_for_selector(".event", timeout=60_000)
    frame.evaluate("conflictMap.ready")
    assert frame.evaluate("conflictMap.positions().length") == 30
    context.close()


def test_viewers_that_take_no_html_show_the_picture(shown):
    wanted = Config()
    wanted.NbConvertBase.display_data_priority = ["image/png", "text/plain"]
    clean, _ = HTMLExporter(config=wanted, sanitize_html=True).from_notebook_node(shown)
    assert "<iframe" not in clean
    assert len(re.findall(r'<img[^>]*src="data:image/png;base64,', clean)) == 1
    tex, resources = LatexExporter().from_notebook_node(shown)
    assert "adjustimage" in tex or "includegraphics" in tex
    assert [name for name in resources["outputs"] if name.endswith(".png")]


def test_a_viewer_that_takes_frames_away_is_left_with_a_true_sentence(shown):
    # JupyterLab does so in a notebook that nobody trusts.
    frame = shown.cells[1].outputs[0].data["text/html"]
    assert re.sub(r"<[^>]*>", "", frame) == (
        "ConflictMap: Conflict events: 30 events, 30 placed, 0 not placed"
    )
