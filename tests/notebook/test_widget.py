"""The widget without a browser: what the page tells becomes events, and what it cannot know is refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import conflict_map as cm
from conflict_map.web.payload import in_reading_order
from tests.web import samples

ROOT = Path(__file__).parents[2]
EVENTS = cm.EventSet.from_frame(samples.story().to_frame())
ORDER = list(in_reading_order(EVENTS.to_frame()).index)


def told(shown, *, number=0, selected=-1, days=(None, None)) -> dict:
    """Give what the page tells when these ids are shown."""
    mask = np.array([event_id in shown for event_id in ORDER])
    return {
        "number": number,
        "rows": len(mask),
        "shown": memoryview(np.packbits(mask, bitorder="little").tobytes()),
        "selected": selected,
        "from": days[0],
        "to": days[1],
        "address": "",
    }


@pytest.fixture
def widget():
    made = cm.ConflictMapWidget(EVENTS, title="Told")
    yield made
    made.close()


@settings(max_examples=25)
@given(shown=st.sets(st.sampled_from(ORDER)), selected=st.integers(-1, len(ORDER) - 1))
def test_what_the_page_shows_comes_back_as_the_same_events_in_their_own_order(shown, selected):
    widget = cm.ConflictMapWidget(EVENTS)
    widget._told = told(shown, selected=selected, days=("2024-12-01", "2024-12-02"))
    assert list(widget.shown) == [event_id for event_id in EVENTS if event_id in shown]
    assert list(widget.selected) == ([ORDER[selected]] if selected >= 0 else [])
    assert widget.date_range == ("2024-12-01", "2024-12-02")
    assert widget.fault == ""
    widget.close()


def test_a_change_is_observed_once_and_the_same_rows_are_no_change(widget):
    seen = []
    widget.observe(lambda change: seen.append(len(change["new"])), "shown")
    widget._told = told({"e01", "e02"})
    widget._told = told({"e01", "e02"}, selected=3)
    widget._told = told(set(ORDER))
    assert seen == [2, 15]


def test_other_events_are_handed_over_once_and_late_news_of_the_old_ones_is_not_taken(widget):
    widget._told = told({"e01"})
    fewer = EVENTS.where(lambda frame: frame.index < "e10")
    widget.events = fewer
    assert (widget.shown, len(widget.selected)) == (fewer, 0)
    assert widget._number == 1
    assert widget._page == cm.ConflictMap(fewer, title="Told").get_root().render()
    widget._told = told({"e01", "e02"})  # sent before the page had heard
    assert widget.shown == fewer
    widget.events = cm.EventSet.empty()
    assert widget._number == 2


@pytest.mark.parametrize(
    "wrong",
    [{"shown": b"\x01"}, {"shown": "all"}, {"selected": 15}, {"selected": "e01"}, {"shown": None}],
)
def test_what_a_page_cannot_know_is_said_and_changes_nothing(widget, wrong):
    widget._told = {**told({"e01"}), **wrong}
    assert len(widget.shown) == 15
    assert "cannot know" in widget.fault


def test_the_map_is_asked_by_row_and_by_day_and_mistakes_are_told(widget):
    widget.select("e05")
    assert widget._asked == {"kind": "select", "row": ORDER.index("e05"), "serial": 1}
    widget.select(None)
    assert widget._asked["row"] == -1
    widget.set_range("2024-12-01", "2024-12-02")
    assert widget._asked == {
        "kind": "range",
        "from": "2024-12-01",
        "to": "2024-12-02",
        "serial": 3,
    }
    for wrong in (
        lambda: widget.select("e99"),
        lambda: widget.set_range("2024-12-02", "2024-12-01"),
        lambda: widget.set_range("2024-12-02", None),
        lambda: cm.ConflictMapWidget([1, 2]),
    ):
        with pytest.raises(cm.ConflictMapError):
            wrong()


def test_readers_without_a_kernel_get_the_picture_and_a_sentence(widget):
    bundle, _ = widget._repr_mimebundle_()
    assert bundle["text/plain"].startswith("ConflictMap: Told: 15 events")
    assert {"image/png", "application/vnd.jupyter.widget-view+json"} <= set(bundle)


def test_without_anywidget_the_error_says_what_to_install():
    code = (
        "import sys; sys.modules['anywidget'] = None\n"
        "from conflict_map import *\n"
        "import conflict_map as cm\n"
        "try: ConflictMapWidget(EventSet.empty())\n"
        "except cm.ConflictMapError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert "pip install 'conflict-map[jupyter]'" in done.stdout
