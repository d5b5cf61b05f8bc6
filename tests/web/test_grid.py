"""Hexagons, provinces, outlines in a crowd, and places that no closer view tells apart, in a real browser."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import accumulate, pairwise

import folium
import numpy as np
import pytest
import shapely

from conflict_map.web import ConflictMap, EventLayer
from conflict_map.web.assets import leaflet_script, leaflet_style, static_text
from tests.web import samples
from tests.web.reading import Reading

pytestmark = pytest.mark.page

REGION = 6
"""From this precision on a place is a region or a country."""


def syria(count: int, **columns):
    """Rows over Syria and its neighbours, some at sea, of every precision."""
    lons = [round(35.3 + (n * 37 % 211) / 211 * 7.2, 4) for n in range(count)]
    lats = [round(32.0 + (n * 53 % 197) / 197 * 5.6, 4) for n in range(count)]
    more = {"lon": lons, "lat": lats, "geo_precision": [1 + n % 7 for n in range(count)]}
    return samples.table(count, **{**more, **columns})


@pytest.fixture(scope="module")
def syria_html() -> str:
    deaths = [None if n % 3 == 0 else n % 8 for n in range(500)]
    events = syria(500, fatalities_best=deaths)
    return ConflictMap(events, title="Invented grid").get_root().render()


@pytest.fixture
def grid(open_page, syria_html):
    opened = open_page(syria_html, viewport={"width": 1280, "height": 800})
    opened.run("conflictMap.ready")
    opened.page.wait_for_timeout(100)
    return opened


def show_as(opened, label: str) -> list[dict]:
    opened.page.get_by_role("radio", name=label).check(force=True)
    opened.page.wait_for_timeout(80)
    return opened.run("conflictMap.cells()")


def shown_rows(opened) -> list[int]:
    """Give the numbers of the shown events that have a place."""
    return [int(i.removeprefix("row")) for i, _, _ in opened.run("conflictMap.positions()")]


def click_on(opened, lat: float, lon: float) -> None:
    x, y = opened.run(
        """([lat, lon]) => { const map = conflictMap.leaflet, p = map.latLngToContainerPoint([lat, lon]),
             b = map.getContainer().getBoundingClientRect(); return [p.x + b.left, p.y + b.top]; }""",
        [lat, lon],
    )
    opened.page.mouse.click(x, y)
    opened.page.wait_for_timeout(80)


def key_text(opened) -> str:
    opened.run("document.getElementById('key').open = true")
    return opened.page.inner_text("#key")


PIXELS = """const pixels = () => { const from = document.querySelector('[class*=marks] canvas');
  const copy = new OffscreenCanvas(from.width, from.height).getContext('2d', {willReadFrequently: true});
  copy.drawImage(from, 0, 0); return copy; };"""
"""Reads what the marks' canvas shows, from a copy: Chromium warns of canvases that are read twice."""

FILTERS = {
    "none": "",
    "a range": "conflictMap.setRange('2023-01-20', '2023-03-05')",
    "a day": "conflictMap.setRange('2023-02-02', '2023-02-02')",
    "types": "document.querySelectorAll('.chip').forEach((chip, k) => k % 2 && chip.click())",
    "a search": "(box => { box.value = 'group 3'; box.dispatchEvent(new Event('input')); })(document.getElementById('search'))",
}


@pytest.mark.parametrize("narrow", list(FILTERS.values()), ids=list(FILTERS))
def test_hexagons_hold_every_shown_event_that_is_known_closer_than_a_region(grid, narrow):
    show_as(grid, "Hexagons")
    if narrow:
        grid.run(narrow)
    rows = shown_rows(grid)
    coarse = sum(1 + n % 7 >= REGION for n in rows)
    zoom = grid.run("conflictMap.leaflet.getZoom()")
    for step in (0, 2, 5):
        grid.run(
            "z => conflictMap.leaflet.setZoom(z, {animate: false})",
            min(17, math.floor(zoom) + step),
        )
        assert sum(cell["events"] for cell in grid.run("conflictMap.cells()")) == len(rows) - coarse
    said = re.search(r"(\d+) events? (?:is|are) known only to a region", key_text(grid))
    assert (int(said[1]) if said else 0) == coarse


def test_a_pan_moves_hexagons_and_makes_no_others(grid):
    before = show_as(grid, "Hexagons")
    grid.run("conflictMap.leaflet.panBy([137, -61], {animate: false})")
    assert grid.run("conflictMap.cells()") == before


def ground_of(html: str) -> list[tuple[str, shapely.Geometry]]:
    """Give the provinces of a page in its order, holes and parts by the even-odd rule."""
    basemap = Reading.of_html(html).head["basemap"]
    areas = []
    for area in basemap["areas"]:
        if area["level"] != 2:
            continue
        shape = shapely.Polygon()
        for ring in area["rings"]:
            xy = np.column_stack([list(accumulate(ring[::2])), list(accumulate(ring[1::2]))])
            shape = shape.symmetric_difference(
                shapely.make_valid(shapely.Polygon(xy / basemap["scale"]))
            )
        areas.append((area["name"], shape))
    return areas


def province_of(areas, lon: float, lat: float) -> str | None:
    at = shapely.Point(lon, lat)
    for name, shape in areas:
        if shape.contains(at):
            return name
    squeeze = math.cos(math.radians(lat))
    near = [
        (shapely.transform(shape, lambda xy: (xy - [lon, lat]) * [squeeze, 1]).distance(shapely.Point(0, 0)), name)
        for name, shape in areas
        if shape.distance(at) < 0.1
    ]  # fmt: skip
    return min(near)[1] if near and min(near)[0] < 0.05 else None


@pytest.mark.parametrize("narrow", [FILTERS["none"], FILTERS["a range"], FILTERS["types"]])
def test_provinces_hold_the_events_that_shapely_puts_there(grid, syria_html, narrow):
    show_as(grid, "Provinces")
    if narrow:
        grid.run(narrow)
    areas = ground_of(syria_html)
    positions = grid.run("conflictMap.positions()")
    fine = [p for p in positions if 1 + int(p[0].removeprefix("row")) % 7 < REGION]
    expected = Counter(province_of(areas, lon, lat) for _, lat, lon in fine)
    outside = expected.pop(None, 0)
    assert {c["name"]: c["events"] for c in grid.run("conflictMap.cells()")} == expected
    text = key_text(grid)
    assert f"{len(positions) - len(fine)} events are known only to a region or a country" in text
    assert outside > 0
    assert re.search(rf"\b{outside} events? (is|are) in none of these areas", text)


def test_a_click_on_a_hexagon_or_a_province_opens_its_events_in_the_list(grid):
    for label in ("Hexagons", "Provinces"):
        cell = max(show_as(grid, label), key=lambda c: c["events"])
        click_on(grid, cell["lat"], cell["lon"])
        assert grid.page.inner_text("#count").startswith(f"{cell['events']} of 500 events")
        assert f"({cell['events']} events)" in grid.page.inner_text("#place-filter")
        if label == "Provinces":
            assert f"Only here: {cell['name']}" in grid.page.inner_text("#place-filter")
        assert grid.run("document.activeElement.classList.contains('row')")
        grid.page.click("#place-filter-off")


def test_an_event_at_two_places_counts_once_in_each_province(open_page):
    opened = open_page(
        ConflictMap(samples.story()).get_root().render(), viewport={"width": 1280, "height": 800}
    )
    opened.run("conflictMap.ready")
    for label, pairs in (("Hexagons", 13), ("Provinces", 12)):
        cells = show_as(opened, label)
        assert sum(cell["events"] for cell in cells) == pairs
        for cell in cells:
            click_on(opened, cell["lat"], cell["lon"])
            assert opened.page.inner_text("#count").startswith(f"{cell['events']} of 15 events")
            opened.page.click("#place-filter-off")
            opened.page.wait_for_timeout(60)


def test_the_areas_are_a_table_that_the_keyboard_reaches_and_opens(grid):
    cells = show_as(grid, "Provinces")
    grid.page.click("#areas-summary")
    rows = grid.page.locator("#areas-body tbody tr")
    numbers = [int(text) for text in rows.locator("td:nth-child(2)").all_inner_texts()]
    assert sorted(numbers, reverse=True) == numbers
    assert sorted(numbers) == sorted(cell["events"] for cell in cells)
    first = rows.first.get_by_role("button")
    name = first.inner_text()
    first.focus()
    grid.page.keyboard.press("Enter")
    assert f"Only here: {name} ({numbers[0]} events)" in grid.page.inner_text("#place-filter")
    assert grid.page.inner_text("#count").startswith(f"{numbers[0]} of 500 events")


def test_deaths_that_nobody_counted_are_not_none(grid):
    cells = show_as(grid, "Provinces")
    grid.page.get_by_label("Shade by").select_option("deaths")
    grid.page.click("#areas-summary")
    grid.page.wait_for_timeout(80)
    told = dict(
        zip(
            grid.page.locator("#areas-body tbody th").all_inner_texts(),
            grid.page.locator("#areas-body tbody td:nth-child(3)").all_inner_texts(),
            strict=True,
        )
    )
    for cell in cells:
        if cell["unknown"] == cell["events"]:
            assert told[cell["name"]] == "not reported"
        else:
            assert told[cell["name"]] == f"{cell['deaths']}{'+' if cell['unknown'] else ''}"
    without = sum(cell["unknown"] for cell in cells)
    assert f"{without} events give no number of deaths" in key_text(grid)


def test_the_key_lists_the_classes_with_their_numbers(grid):
    cells = show_as(grid, "Hexagons")
    items = key_text(grid).split("\n")
    most = max(cell["events"] for cell in cells)
    classes = [text for text in items if re.fullmatch(r"[\d,]+( to [\d,]+)?", text)]
    ends = [[int(n) for n in text.split(" to ")] for text in classes]
    assert 1 < len(classes) <= 5
    assert ends[0][0] == 1
    assert ends[-1][-1] == most
    assert all(b[0] == a[-1] + 1 for a, b in pairwise(ends)), "no gap, no overlap"
    show_as(grid, "Events")
    assert "Several events, by type" in key_text(grid)


def test_what_is_shown_is_in_the_address_and_comes_back_from_it(grid):
    show_as(grid, "Provinces")
    grid.page.get_by_label("Shade by").select_option("deaths")
    grid.page.wait_for_timeout(400)
    address, cells = grid.run("[location.hash, conflictMap.cells()]")
    assert "as=areas" in address
    assert "by=deaths" in address
    grid.page.goto("about:blank")
    grid.page.goto(grid.allowed + address)
    grid.run("conflictMap.ready")
    assert grid.run("conflictMap.cells()") == cells
    assert grid.page.get_by_role("radio", name="Provinces").is_checked()
    assert grid.page.get_by_label("Shade by").input_value() == "deaths"
    grid.page.goto("about:blank")
    grid.page.goto(grid.allowed + "#as=nothing&by=constructor")
    grid.run("conflictMap.ready")
    assert grid.page.get_by_role("radio", name="Events").is_checked()
    assert grid.run("conflictMap.cells()") == []


def test_the_control_is_walked_with_arrow_keys(grid):
    grid.page.get_by_role("radio", name="Events").focus()
    grid.page.keyboard.press("ArrowRight")
    assert grid.page.get_by_role("radio", name="Hexagons").is_checked()
    grid.page.keyboard.press("ArrowRight")
    assert grid.page.get_by_role("radio", name="Provinces").is_checked()
    grid.page.wait_for_timeout(80)
    assert all(cell["name"] for cell in grid.run("conflictMap.cells()"))


def test_a_wide_map_shades_countries(open_page):
    events = samples.table(4, lon=[30.0, 31.0, -3.0, 78.0], lat=[50.0, 49.0, 40.0, 22.0])
    opened = open_page(ConflictMap(events).get_root().render())
    opened.run("conflictMap.ready")
    found = {cell["name"]: cell["events"] for cell in show_as(opened, "Countries")}
    assert found == {"Ukraine": 2, "Spain": 1, "India": 1}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_the_scale_is_told_apart_by_lightness_and_its_numbers_can_be_read(scheme):
    def colour(sheet: str, name: str) -> str:
        return re.findall(rf"--{name}: (#[0-9a-fA-F]{{6}})", static_text(sheet))[scheme]

    land = colour("colours.css", "land")
    steps = [colour("grid.css", f"cell-{k}") for k in range(1, 6)]
    assert all(contrast(a, b) > 1.3 for a, b in pairwise(steps))
    assert all(contrast(step, land) >= 3 for step in steps[2:])
    assert contrast(colour("grid.css", "cell-edge"), land) >= 3
    for step in steps:
        assert max(contrast(step, ink) for ink in ("#1d2327", "#ffffff")) >= 4.5


def test_places_that_no_view_tells_apart_open_as_a_list(open_page):
    lons = [37.1 + n * 1e-6 for n in range(9)]
    events = samples.table(9, lat=[36.2] * 9, lon=lons, place_name="One square")
    opened = open_page(ConflictMap(events).get_root().render())
    opened.run("conflictMap.ready")
    opened.run("conflictMap.leaflet.setView([36.2, 37.1], 17, {animate: false})")
    opened.page.wait_for_timeout(80)
    click_on(opened, 36.2, 37.1)
    assert "Only here: One square (9 events)" in opened.page.inner_text("#place-filter")


@pytest.mark.parametrize("apart", [1e-5, 1e-3, 0.3])
def test_clicks_on_a_ring_come_to_an_end_in_the_list_or_in_marks(open_page, apart):
    n = 30
    events = samples.table(
        n, lat=[36.2 + (k % 3) * apart for k in range(n)], lon=[37.1 + (k % 4) * apart for k in range(n)]
    )  # fmt: skip
    opened = open_page(ConflictMap(events).get_root().render())
    opened.run("conflictMap.ready")
    for _ in range(12):
        opened.page.wait_for_timeout(60)
        before = opened.run("[conflictMap.leaflet.getZoom(), conflictMap.shown().length]")
        click_on(opened, 36.2 + apart, 37.1 + apart)
        after = opened.run("[conflictMap.leaflet.getZoom(), conflictMap.shown().length]")
        if opened.page.is_visible("#place-filter") or opened.run(
            "document.querySelector('[aria-current]') !== null"
        ):
            return
        assert after != before, "a click on a ring does something"
    pytest.fail("twelve clicks did not come to an end")


def test_a_card_offers_all_events_at_its_place(open_page):
    events = samples.table(
        13, lat=[36.2] * 12 + [36.9], lon=[37.1] * 12 + [37.9], place_name="One square"
    )
    opened = open_page(ConflictMap(events).get_root().render())
    opened.run("conflictMap.ready")
    opened.run("conflictMap.select('row000003')")
    button = opened.page.get_by_role("button", name="All 12 events at this place")
    button.focus()
    opened.page.keyboard.press("Enter")
    assert opened.page.inner_text("#count").startswith("12 of 13 events")
    assert "row000003" in opened.page.inner_text('[aria-current="true"]'), "the card stays open"
    assert opened.run(
        "document.activeElement.closest('.event').getAttribute('aria-current') === 'true'"
    )
    assert button.count() == 0, "there is nothing more to offer"
    opened.page.click("#place-filter-off")
    opened.run("conflictMap.select('row000012')")
    assert opened.page.get_by_role("button", name="at this place").count() == 0, "it is alone"


@pytest.mark.parametrize(
    ("count", "detail"), [(40, "full"), (600, "thin"), (1500, "none")], ids=["few", "many", "crowd"]
)
def test_outlines_are_drawn_while_they_can_be_told_apart_and_the_key_says_when_not(
    open_page, count, detail
):
    events = syria(
        count,
        uncertainty_km=20.0,
        geo_precision=2,
        lon=[36 + n % 50 / 12 for n in range(count)],
        lat=[33 + n // 50 / 12 for n in range(count)],
    )
    opened = open_page(ConflictMap(events).get_root().render())
    opened.run("conflictMap.ready")
    opened.page.wait_for_timeout(150)
    words = "Zoom in to see how sure each place is"
    assert (words in key_text(opened)) == (detail == "none")
    where = f"""() => {{ {PIXELS} const copy = pixels(), all = copy.getImageData(0, 0, copy.canvas.width, copy.canvas.height).data;
      let painted = 0; for (let i = 3; i < all.length; i += 4) if (all[i] > 20) painted++;
      return painted / (all.length / 4); }}"""
    painted = opened.run(where)
    opened.run("document.querySelectorAll('.chip').forEach(chip => chip.click())")
    opened.page.wait_for_timeout(100)
    assert opened.run(where) < painted
    opened.run("document.querySelectorAll('.chip').forEach(chip => chip.click())")
    opened.run("conflictMap.leaflet.setView([33.2, 36.2], 12, {animate: false})")
    opened.page.wait_for_timeout(100)
    assert words not in key_text(opened)


def test_in_a_crowd_the_chosen_events_circle_is_still_drawn(open_page):
    count = 1500
    events = syria(
        count, uncertainty_km=20.0, geo_precision=2,
        lon=[36 + n % 50 / 12 for n in range(count)], lat=[33 + n // 50 / 12 for n in range(count)],
    )  # fmt: skip
    opened = open_page(ConflictMap(events).get_root().render(), device_scale_factor=1)
    opened.run("conflictMap.ready")
    edge = f"""() => {{ {PIXELS} const map = conflictMap.leaflet;
      const p = map.latLngToContainerPoint([33 + 29 / 12, 36]), q = map.latLngToContainerPoint([33 + 29 / 12, 36 - 20 / (111.32 * Math.cos((33 + 29 / 12) * Math.PI / 180))]);
      const d = pixels().getImageData(Math.round(q.x) - 2, Math.round(p.y) - 12, 5, 24).data;
      let painted = 0; for (let i = 3; i < d.length; i += 4) if (d[i] > 100) painted++; return painted; }}"""
    opened.page.wait_for_timeout(150)
    assert opened.run(edge) == 0
    opened.run("conflictMap.select('row001450')")
    opened.page.wait_for_timeout(150)
    assert opened.run(edge) > 10


def test_enter_on_the_map_opens_what_is_nearest_to_its_middle(grid):
    grid.page.locator("#map").focus()
    grid.page.keyboard.press("ArrowRight")
    assert (
        grid.run("getComputedStyle(document.getElementById('map'), '::after').borderTopWidth")
        == "3px"
    )
    grid.page.wait_for_timeout(400)
    nearest = grid.run(
        """() => { const map = conflictMap.leaflet, middle = map.getSize().divideBy(2);
             return conflictMap.positions().map(([id, lat, lon]) => [map.latLngToContainerPoint([lat, lon]).distanceTo(middle), id]).sort((a, b) => a[0] - b[0])[0][1]; }"""
    )
    grid.page.keyboard.press("Enter")
    assert nearest in grid.page.inner_text('[aria-current="true"]')
    show_as(grid, "Hexagons")
    grid.page.locator("#map").focus()
    grid.page.keyboard.press("Enter")
    assert "one hexagon" in grid.page.inner_text("#place-filter")


def test_on_a_stock_map_a_ring_that_no_view_takes_apart_lists_its_events(open_page):
    stock = folium.Map([36.2, 37.1], zoom_start=12, tiles=None)
    stock.default_js = []
    stock.default_css = []
    layer = EventLayer(samples.table(20, lat=[36.2] * 20, lon=[37.1] * 20))
    layer.add_to(stock)
    head = f"<head><style>{leaflet_style()}</style><script>{leaflet_script()}</script>"
    page = stock.get_root().render().replace("<head>", head, 1)
    opened = open_page(page, viewport={"width": 900, "height": 700})
    opened.run(f"{layer.get_name()}.ready")
    opened.page.wait_for_timeout(200)
    opened.page.mouse.click(450, 350)
    text = opened.page.inner_text(".conflict-map-card")
    assert "20 events" in text
    assert "8 more" in text
