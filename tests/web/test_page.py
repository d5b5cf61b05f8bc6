"""The page in a real browser: what is drawn, said, filtered and reached by keyboard."""

from __future__ import annotations

import csv
import io
import json

import pytest
from folium.plugins import MarkerCluster  # noqa: F401  # proves that folium's plugins import beside ours

from conflict_map.web import ConflictMap
from tests.web import samples

pytestmark = pytest.mark.page


@pytest.fixture(scope="module")
def story_html() -> str:
    report = {
        "inputs": [{"path": "/secret/folder/courier.txt", "sha256": "ab" * 32, "format": "text", "records": 1}],
        "read": 16, "placed": 12, "unplaced": 3, "rejected": 1,
        "rejections": [{"input": "/secret/folder/courier.txt", "row": 7, "column": "lat", "value": "x", "reason": "is no number"}],
        "warnings": [], "versions": {"conflict-map": "0.1.0"}, "options": {},
    }  # fmt: skip
    return ConflictMap(samples.story(), title="Invented front", report=report).get_root().render()


@pytest.fixture
def story(open_page, story_html):
    opened = open_page(story_html)
    opened.run("conflictMap.ready")
    return opened


def count_line(opened) -> str:
    return opened.page.inner_text("#count")


def test_the_contract_says_how_many_events_there_are_and_where(story):
    assert story.run("[conflictMap.total, conflictMap.placed, conflictMap.unplaced]") == [15, 12, 3]
    frame = samples.story().to_frame()
    placed = frame[frame["lat"].notna()]
    expected = sorted(
        [i, lat, lon]
        for i, lat, lon in zip(placed.index, placed["lat"], placed["lon"], strict=True)
    )
    assert sorted(story.run("conflictMap.positions()")) == expected
    assert sorted(story.run("conflictMap.shown()")) == sorted(frame.index)


def test_the_page_has_a_language_a_title_and_named_controls(story):
    assert story.run("document.documentElement.lang") == "en"
    assert story.page.title() == "Invented front"
    nameless = story.run(
        """[...document.querySelectorAll('button, input, select, a, [role=slider]')]
           .filter(e => !(e.innerText || e.getAttribute('aria-label') || e.closest('label')?.textContent || e.title || '').trim())
           .map(e => e.outerHTML)"""
    )
    assert nameless == []


def test_selecting_an_event_opens_its_card_with_quote_claimant_and_certainty(story):
    assert story.run("conflictMap.select('e06')") is True
    card = story.page.inner_text('[aria-current="true"]')
    for words in (
        "The front said that it had taken As Safirah",
        "Northern Front",
        "party to the conflict",
        "Claimed by one source",
        "Towards",
        "Hama",
    ):
        assert words in card
    assert story.run("conflictMap.select('no such event')") is False


def test_an_event_that_filters_hide_is_shown_when_it_is_selected(story):
    story.page.fill("#search", "medics")
    assert count_line(story).startswith("1 of 15 events")
    story.run("conflictMap.select('e01')")
    assert story.page.inner_text('[aria-current="true"]').startswith("Air/drone strike")
    assert count_line(story).startswith("15 of 15 events")


def test_events_without_a_place_are_listed_with_the_reason(story):
    text = story.page.inner_text("#list")
    assert "Not placed (3)" in text
    for reason in (
        "the report names no place where the call was held",
        "the sentence covers the whole front",
    ):
        assert reason in text


def test_chips_count_and_hide_types(story):
    chip = story.page.locator(".chip", has_text="Ground fighting")
    assert "3" in chip.inner_text()
    chip.click()
    assert chip.get_attribute("aria-pressed") == "false"
    assert count_line(story).startswith("12 of 15 events")
    chip.click()
    assert count_line(story).startswith("15 of 15 events")


def test_search_ignores_case_and_accents_and_counts_as_one_types(story):
    story.page.fill("#search", "SARAQÍB")
    assert sorted(story.run("conflictMap.shown()")) == ["e03", "e10", "e11"]
    story.page.fill("#search", "<img src=x>")
    assert count_line(story).startswith("0 of 15 events")
    assert "No event passes" in story.page.inner_text("#list")
    story.page.click("#clear")
    assert count_line(story).startswith("15 of 15 events")


def test_choices_of_source_claimant_and_precision_narrow_the_events(story):
    story.page.click("#more-filters > summary")
    story.page.click(".facet summary:has-text('Claimed by')")
    assert story.page.locator(".values li").first.inner_text().split() == [
        "Relief",
        "committee",
        "2",
    ]
    story.page.get_by_label("Relief committee").check()
    assert sorted(story.run("conflictMap.shown()")) == ["e10", "e11"]


def test_a_range_keeps_events_that_touch_it_and_asks_about_undated_ones(story):
    assert story.page.is_hidden("#undated-box")
    story.run("conflictMap.setRange('2024-11-25', '2024-11-30')")
    assert story.run("conflictMap.shown()") == ["e14"], (
        "an event that spans days is in each of them"
    )
    story.page.check("#undated")
    assert story.run("conflictMap.shown()") == ["e14", "e15"]
    story.run("conflictMap.setRange(null, null)")
    assert len(story.run("conflictMap.shown()")) == 15


def test_the_timeline_moves_by_keyboard_and_is_reset_by_a_double_click(story):
    last = story.page.get_by_role("slider", name="Last day")
    last.focus()
    story.page.keyboard.press("ArrowLeft")
    assert last.get_attribute("aria-valuetext").startswith("2 Dec 2024:")
    assert "e12" not in story.run("conflictMap.shown()")
    first = story.page.get_by_role("slider", name="First day")
    first.focus()
    story.page.keyboard.press("Shift+ArrowRight")
    assert [h.get_attribute("aria-valuetext").split(":")[0] for h in (first, last)] == [
        "22 Nov 2024",
        "3 Dec 2024",
    ]
    story.page.dblclick("#brush", position={"x": 400, "y": 40})
    assert len(story.run("conflictMap.shown()")) == 15


def test_dragging_over_the_bars_chooses_days(story):
    box = story.page.locator("#brush").bounding_box()
    story.page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 40)
    story.page.mouse.down()
    story.page.mouse.move(box["x"] + box["width"] - 12, box["y"] + 40, steps=4)
    story.page.mouse.up()
    shown = story.run("conflictMap.shown()")
    assert "e12" in shown
    assert "e15" not in shown


def test_the_list_is_walked_with_arrows_and_opened_with_enter(story):
    rows = story.page.locator(".row")
    assert story.run("document.querySelectorAll('.row[tabindex=\"0\"]').length") == 1
    rows.first.focus()
    story.page.keyboard.press("ArrowDown")
    story.page.keyboard.press("ArrowDown")
    story.page.keyboard.press("Enter")
    assert "Shells fell" in story.page.inner_text('[aria-current="true"]'), "the third of the list"
    assert story.run("document.activeElement.classList.contains('row')")
    story.page.keyboard.press("Escape")
    assert story.run("document.querySelector('[aria-current]')") is None


def test_a_click_on_a_mark_opens_its_event(story):
    spot = story.run(
        """() => { const map = conflictMap.leaflet, at = conflictMap.positions().find(p => p[0] === 'e05');
             const point = map.latLngToContainerPoint([at[1], at[2]]), box = map.getContainer().getBoundingClientRect();
             return [point.x + box.left, point.y + box.top]; }"""
    )
    story.page.mouse.move(*spot)
    story.page.mouse.click(*spot)
    assert "ambushed near Salamiyah" in story.page.inner_text('[aria-current="true"]')


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_are_drawn_where_they_should_be_in_their_colour(open_page, story_html, scheme):
    opened = open_page(story_html, color_scheme=scheme, device_scale_factor=1)
    opened.run("conflictMap.ready")
    opened.page.wait_for_timeout(300)
    colour = opened.run(
        "getComputedStyle(document.documentElement).getPropertyValue('--ground').trim()"
    )
    assert colour == {"light": "#0B2551", "dark": "#5773EB"}[scheme]
    near = opened.run(
        """() => { const map = conflictMap.leaflet, at = conflictMap.positions().find(p => p[0] === 'e05');
             const canvas = document.querySelector('.leaflet-cm-marks-pane canvas, [class*=marks] canvas');
             const p = map.latLngToContainerPoint([at[1], at[2]]);
             const d = canvas.getContext('2d').getImageData(Math.round(p.x) - 9, Math.round(p.y) - 9, 18, 18).data;
             const seen = new Set(); for (let i = 0; i < d.length; i += 4) seen.add('#' + [d[i], d[i+1], d[i+2]].map(v => v.toString(16).padStart(2, '0')).join('').toUpperCase());
             return [...seen]; }"""
    )
    assert colour.upper() in near


def test_the_about_box_names_inputs_without_folders_and_rejected_rows_with_reasons(story):
    assert "1 row rejected" in story.page.inner_text("#about-summary")
    story.page.click("#about-summary")
    text = story.page.inner_text("#about-body")
    assert "courier.txt" in text
    assert "secret" not in text
    assert "is no number" in text


def test_the_shown_events_download_as_csv_and_geojson(story):
    story.page.fill("#search", "Saraqib")
    with story.page.expect_download() as waiting:
        story.page.click("#download-csv")
    rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_text("utf-8-sig"))))
    assert [row["event_id"] for row in rows] == ["e03", "e10", "e11"]
    assert rows[0]["date_start"] == "2024-12-01"
    assert float(rows[0]["lat"]) == 35.864
    story.page.fill("#search", "")
    with story.page.expect_download() as waiting:
        story.page.click("#download-geojson")
    features = {f["id"]: f for f in json.loads(waiting.value.path().read_text("utf-8"))["features"]}
    assert features["e15"]["geometry"] is None
    assert {features[i]["geometry"]["type"] for i in ("e03", "e09", "e04", "e01")} == {
        "Point",
        "MultiPoint",
        "LineString",
        "Polygon",
    }


def test_the_view_is_in_the_address_and_comes_back_from_it(open_page, story_html):
    opened = open_page(story_html)
    opened.run("conflictMap.ready")
    opened.run("conflictMap.setRange('2024-12-02', '2024-12-03')")
    opened.page.locator(".chip", has_text="Protest and unrest").click()
    opened.page.fill("#search", "said")
    opened.run("conflictMap.select('e06')")
    opened.page.wait_for_timeout(400)
    shown, address = opened.run("[conflictMap.shown(), location.hash]")
    assert "d=2024-12-02..2024-12-03" in address
    opened.page.goto(opened.allowed + "#x")
    opened.page.goto("about:blank")
    opened.page.goto(opened.allowed + address)
    opened.run("conflictMap.ready")
    opened.page.wait_for_timeout(100)
    assert opened.run("conflictMap.shown()") == shown
    assert opened.run("document.querySelector('[aria-current]') !== null")


@pytest.mark.parametrize("width, height", [(1280, 800), (390, 844), (320, 568)])
def test_nothing_is_wider_than_the_screen_and_the_map_has_room(
    open_page, story_html, width, height
):
    opened = open_page(story_html, viewport={"width": width, "height": height})
    opened.run("conflictMap.ready")
    assert opened.run("document.documentElement.scrollWidth") <= width
    assert opened.run("document.getElementById('map').clientHeight") > height * 0.25


def test_every_row_of_a_long_list_is_reached_page_by_page(open_page):
    opened = open_page(ConflictMap(samples.table(130)).get_root().render())
    opened.run("conflictMap.ready")
    seen = set()
    while True:
        seen |= set(opened.run("[...document.querySelectorAll('.event')].map(e => e.dataset.row)"))
        if opened.page.is_disabled("#page-next"):
            break
        opened.page.click("#page-next")
    assert len(seen) == 130
    opened.run("conflictMap.select('row000001')")
    assert "row000001" in opened.page.inner_text('[aria-current="true"]')


def test_a_large_table_is_searched_in_all_its_texts_and_its_cards_show_them(open_page):
    count = 60_000
    notes = [f"Group {n % 7} near Place {n}: {samples.prose(n)}" for n in range(count)]
    notes[41_234] = "Group 2 burned the Müller mill; Group 2's men fled."
    opened = open_page(ConflictMap(samples.table(count, notes=notes)).get_root().render())
    opened.run("conflictMap.ready")
    opened.page.fill("#search", "muller")
    opened.until("conflictMap.shown().length === 1")
    assert opened.run("conflictMap.shown()") == ["row041234"]
    opened.page.fill("#search", "group müller 2's")
    opened.until("!document.getElementById('count').textContent.includes('searching')")
    assert opened.run("conflictMap.shown()") == ["row041234"]
    opened.run("conflictMap.select('row041234')")
    opened.until(
        "document.querySelector('[aria-current]').innerText.includes(\"Group 2's men fled\")"
    )
    opened.page.fill("#search", "")
    with opened.page.expect_download() as waiting:
        opened.page.click("#download-csv")
    rows = list(csv.DictReader(io.StringIO(waiting.value.path().read_text("utf-8-sig"))))
    assert {row["event_id"]: row["notes"] for row in rows} == {
        f"row{n:06}": note for n, note in enumerate(notes)
    }


def test_a_crowd_becomes_rings_and_a_click_on_a_ring_goes_closer(open_page):
    opened = open_page(ConflictMap(samples.table(2000)).get_root().render())
    opened.run("conflictMap.ready")
    opened.page.wait_for_timeout(200)
    before = opened.run("conflictMap.leaflet.getZoom()")
    size = opened.run(
        "[document.getElementById('map').getBoundingClientRect().left, conflictMap.leaflet.getSize().x, conflictMap.leaflet.getSize().y]"
    )
    for dx in range(0, 120, 20):
        opened.page.mouse.click(size[0] + size[1] / 2 + dx, size[2] / 2 - 40)
        if opened.run("conflictMap.leaflet.getZoom()") > before:
            break
    assert opened.run("conflictMap.leaflet.getZoom()") > before


def test_many_events_at_one_point_are_told_apart_in_the_list(open_page):
    events = samples.table(12, lat=[36.2] * 12, lon=[37.1] * 12, place_name="One square")
    opened = open_page(ConflictMap(events).get_root().render())
    opened.run("conflictMap.ready")
    opened.page.wait_for_timeout(200)
    middle = opened.run(
        """() => { const p = conflictMap.leaflet.latLngToContainerPoint([36.2, 37.1]), b = document.getElementById('map').getBoundingClientRect(); return [p.x + b.left, p.y + b.top]; }"""
    )
    opened.page.mouse.click(*middle)
    assert "Only here: One square (12 events)" in opened.page.inner_text("#place-filter")
    opened.page.click("#place-filter-off")
    assert opened.page.is_hidden("#place-filter")


def test_an_empty_set_is_a_page_that_says_so(open_page):
    opened = open_page(ConflictMap(samples.table(0)).get_root().render())
    opened.run("conflictMap.ready")
    assert "There are no events" in opened.page.inner_text("#list")
    assert opened.run("conflictMap.positions()") == []


def test_on_paper_the_map_comes_first_and_every_card_is_open(story):
    story.page.emulate_media(media="print")
    story.page.wait_for_timeout(200)
    tops = story.run(
        "['print-title', 'map', 'timeline', 'list'].map(id => document.getElementById(id).getBoundingClientRect().top)"
    )
    assert tops == sorted(tops)
    assert story.run("document.querySelectorAll('.card').length") == 15
    story.page.emulate_media(media="screen")
    story.page.wait_for_timeout(100)
    assert story.run("document.querySelectorAll('.card').length") == 0


def test_damaged_data_is_said_and_not_half_shown(chromium, tmp_path, story_html):
    at = story_html.index('id="conflict-map-data"')
    start = story_html.index(">", at) + 1
    broken = story_html[: start + 4000] + "AAAA" + story_html[start + 4004 :]
    path = tmp_path / "broken.html"
    path.write_text(broken, encoding="utf-8")
    page = chromium.new_page()
    page.goto(path.as_uri())
    page.wait_for_selector("#failure:not([hidden])")
    assert "damaged" in page.inner_text("#failure")
    page.close()


def test_a_browser_without_decompression_is_told_so(chromium, tmp_path, story_html):
    path = tmp_path / "old.html"
    path.write_text(story_html, encoding="utf-8")
    page = chromium.new_page()
    page.add_init_script("delete window.DecompressionStream")
    page.goto(path.as_uri())
    page.wait_for_selector("#failure:not([hidden])")
    assert "too old" in page.inner_text("#failure")
    page.close()


def test_events_on_both_sides_of_the_antimeridian_are_shown_together(open_page):
    events = samples.table(
        3, lon=[178.4, -179.5, 177.4], lat=[-18.1, -16.5, -17.6], geo_precision=1
    )
    opened = open_page(ConflictMap(events).get_root().render())
    opened.run("conflictMap.ready")
    assert sorted(p[2] for p in opened.run("conflictMap.positions()")) == [-179.5, 177.4, 178.4]
    bounds = opened.run("(b => [b.getWest(), b.getEast()])(conflictMap.leaflet.getBounds())")
    assert 170 < bounds[0] < 177.4
    assert 180.5 < bounds[1] < 188
    opened.run("conflictMap.select('row000001')")
    assert opened.run("conflictMap.leaflet.getBounds().getWest()") > 170
