"""The page's bridge to a notebook: what passes it, and that nobody else can open it."""

from __future__ import annotations

import html

import numpy as np
import pytest

from conflict_map.web import ConflictMap
from conflict_map.web.payload import in_reading_order
from tests.web import samples

CONNECT = """async () => {
  window.told = [];
  const frame = document.querySelector('iframe');
  const hear = port => new Promise(done => { port.onmessage = ({data}) => {
    if (data.shown) data.shown = [...data.shown];
    told.push(data);
    if (data.kind === 'hello') { window.port = port; done(); }
  }; });
  const {port1, port2} = new MessageChannel();
  frame.contentWindow.postMessage({conflictMap: 'port'}, '*', [port2]);
  await hear(port1);
}"""
LAST = "() => told.filter(each => each.kind === 'state').at(-1)"


def framed(events, **options) -> str:
    page = ConflictMap(events, **options).get_root().render()
    return (
        '<!doctype html><title>host</title><iframe sandbox="allow-scripts" '
        f'style="width:900px;height:700px" srcdoc="{html.escape(page)}"></iframe>'
    )


def opened_frame(open_page, events, **options):
    opened = open_page(framed(events, **options))
    frame = opened.page.frames[1]
    frame.wait_for_selector(".event, .empty")
    frame.evaluate("conflictMap.ready")
    return opened, frame


def shown_ids(events, state) -> list[str]:
    order = in_reading_order(events.to_frame()).index
    bits = np.unpackbits(np.array(state["shown"], "u1"), count=len(order), bitorder="little")
    return sorted(order[bits.astype(bool)])


def wait_for_state(opened, test: str) -> dict:
    """Wait until the page has told a state that passes the test, and give it."""
    opened.until(f"() => {{ const last = ({LAST})(); return Boolean(last) && ({test})(last); }}")
    return opened.run(LAST)


@pytest.mark.page
def test_what_is_filtered_and_selected_in_the_frame_is_told_as_rows(open_page):
    events = samples.story()
    opened, frame = opened_frame(open_page, events)
    opened.run(CONNECT)
    state = wait_for_state(opened, "s => s.rows === 15")
    assert shown_ids(events, state) == sorted(events.ids)
    assert (state["selected"], state["from"]) == (-1, None)
    frame.evaluate("conflictMap.setRange('2024-12-02', '2024-12-02')")
    state = wait_for_state(opened, "s => s.from !== null")
    assert (state["from"], state["to"]) == ("2024-12-02", "2024-12-02")
    assert shown_ids(events, state) == sorted(events.between("2024-12-02", "2024-12-02"))
    frame.locator(".row").first.click()
    state = wait_for_state(opened, "s => s.selected >= 0")
    order = in_reading_order(events.to_frame()).index
    assert order[state["selected"]] == frame.evaluate("conflictMap.shown()[0]")


@pytest.mark.page
def test_requests_move_the_page_and_anything_else_is_refused(open_page):
    events = samples.story()
    opened, frame = opened_frame(open_page, events)
    opened.run(CONNECT)
    opened.run("port.postMessage({kind: 'range', from: '2024-12-02', to: '2024-12-02'})")
    wait_for_state(opened, "s => s.from === '2024-12-02'")
    hidden = list(in_reading_order(events.to_frame()).index).index("e01")
    opened.run("row => port.postMessage({kind: 'select', row})", hidden)
    wait_for_state(opened, f"s => s.selected === {hidden} && s.from === null")
    assert frame.locator("[aria-current=true]").count() == 1
    for strange in (
        "{kind: 'run', code: 'alert(1)'}",
        "{kind: 'select', row: 99}",
        "{kind: 'restore', address: {}}",
        "'conflictMap.select(1)'",
    ):
        before = opened.run("told.filter(each => each.kind === 'fault').length")
        opened.run(f"port.postMessage({strange})")
        opened.until(f"() => told.filter(each => each.kind === 'fault').length > {before}")
    assert len(frame.evaluate("conflictMap.shown()")) == 15


@pytest.mark.page
def test_a_page_of_other_events_takes_up_filters_view_and_card_as_far_as_they_fit(open_page):
    events = samples.story()
    opened, frame = opened_frame(open_page, events, title="Kept")
    opened.run(CONNECT)
    frame.evaluate("conflictMap.leaflet.setView([35.5, 37.2], 8.5)")
    frame.evaluate("conflictMap.setRange('2024-12-01', '2024-12-02')")
    frame.evaluate("conflictMap.select('e03')")
    address = wait_for_state(opened, "s => s.selected >= 0")["address"]
    fewer = events.where(lambda frame: frame.index != "e05")
    opened, frame = opened_frame(open_page, fewer, title="Kept")
    opened.run(CONNECT)
    opened.run("address => port.postMessage({kind: 'restore', address})", address)
    state = wait_for_state(opened, "s => s.from !== null && s.selected >= 0")
    assert shown_ids(fewer, state) == sorted(fewer.between("2024-12-01", "2024-12-02"))
    assert frame.evaluate("conflictMap.leaflet.getZoom()") == 8.5
    assert frame.locator("#list [aria-current=true]").count() == 1
    late = events.where(lambda frame: frame["date_start"] >= "2024-12-03")
    opened, frame = opened_frame(open_page, late)
    opened.run(CONNECT)
    opened.run("address => port.postMessage({kind: 'restore', address})", address)
    state = wait_for_state(opened, "s => s.address.includes('v=')")
    assert len(shown_ids(late, state)) == len(late), "days outside of all events narrow nothing"


@pytest.mark.page
def test_one_port_is_taken_and_only_from_the_page_around_a_srcdoc_frame(open_page):
    events = samples.story()
    opened, frame = opened_frame(open_page, events)
    # A frame beside ours, and the frame itself, are not the page around it.
    frame.evaluate(
        "() => { const {port2} = new MessageChannel(); window.postMessage({conflictMap: 'port'}, '*', [port2]); }"
    )
    opened.run(CONNECT)
    answered = opened.run(
        """() => new Promise(done => {
             const {port1, port2} = new MessageChannel();
             port1.onmessage = () => done(true);
             document.querySelector('iframe').contentWindow.postMessage({conflictMap: 'port'}, '*', [port2]);
             setTimeout(() => done(false), 1500);
           })"""
    )
    assert answered is False
    alone = open_page(ConflictMap(events).get_root().render())
    alone.run("conflictMap.ready")
    answered = alone.run(
        """() => new Promise(done => {
             const {port1, port2} = new MessageChannel();
             port1.onmessage = () => done(true);
             window.postMessage({conflictMap: 'port'}, '*', [port2]);
             setTimeout(() => done(false), 1500);
           })"""
    )
    assert answered is False
