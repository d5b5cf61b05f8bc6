"""Map tools, chart, comparison and timeline in a real browser, by mouse and by keyboard, against Python's numbers."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest
from pyproj import Geod

from conflict_map.web import ConflictMap
from conflict_map.web.embed import notebook_frame
from tests.web import samples
from tests.web.test_hostile_text import HOSTILE, hostile_map

pytestmark = pytest.mark.page

GEOD = Geod(ellps="WGS84")
COUNT = 600
TYPES = ("Strikes and explosions", "Ground fighting", "Harm to civilians")


@pytest.fixture(scope="module")
def story_html() -> str:
    return ConflictMap(samples.story(), title="Invented front").get_root().render()


@pytest.fixture
def story(open_page, story_html):
    opened = open_page(story_html, viewport={"width": 1280, "height": 800})
    opened.run("conflictMap.ready")
    return opened


def coded():
    """Rows of which a third give no deaths, some last three days, and half name two actors."""
    start = date(2023, 1, 1)
    return samples.table(
        COUNT,
        date_end=[start + timedelta(days=n % 100 + (2 if n % 10 == 0 else 0)) for n in range(COUNT)],
        fatalities_best=[None if n % 3 == 0 else n % 11 for n in range(COUNT)],
        actor2=[None if n % 2 else f"Militia {n % 13}" for n in range(COUNT)],
        admin1=[f"Province {n % 4}" if n % 5 else None for n in range(COUNT)],
    )  # fmt: skip


@pytest.fixture(scope="module")
def coded_html() -> str:
    return ConflictMap(coded()).get_root().render()


@pytest.fixture
def table(open_page, coded_html):
    opened = open_page(coded_html, viewport={"width": 1280, "height": 800})
    opened.run("conflictMap.ready")
    return opened


def number(text: str) -> float:
    return float(text.replace(",", "").replace("\u2212", "-").replace("±", ""))


def reading(opened) -> str:
    return opened.page.inner_text(".tool-box:visible .reading")


def length_km(opened) -> float:
    found = re.search(r"Length ([\d,.]+) (km|m)", reading(opened))
    return number(found[1]) / (1 if found[2] == "km" else 1000)


def tool(opened, name: str):
    return opened.page.get_by_role("button", name=name, exact=True)


def spot(opened, x: float, y: float) -> tuple[float, float]:
    """Give the position on the screen of a point of the map's box."""
    box = opened.page.locator("#map").bounding_box()
    return box["x"] + x, box["y"] + y


# Map tools.


def test_pressed_points_are_measured_as_pyproj_does(story):
    tool(story, "Measure").click()
    screen = [(330, 300), (620, 130), (720, 420), (480, 600)]
    for x, y in screen:
        story.page.mouse.click(*spot(story, x, y))
    lonlat = story.run(
        "points => points.map(p => { const at = conflictMap.leaflet.containerPointToLatLng(p); return [at.lng, at.lat]; })",
        [list(p) for p in screen],
    )
    lons, lats = zip(*lonlat, strict=True)
    assert length_km(story) == pytest.approx(GEOD.line_length(lons, lats) / 1000, rel=0.003)
    story.page.mouse.click(*spot(story, *screen[0]))
    area, around = GEOD.polygon_area_perimeter(lons, lats)
    found = re.search(r"Area ([\d,.]+) km² · around it ([\d,.]+) km · 4 points", reading(story))
    assert number(found[1]) == pytest.approx(abs(area) / 1e6, rel=0.003)
    assert number(found[2]) == pytest.approx(around / 1000, rel=0.003)
    assert story.run("document.querySelectorAll('.sketch-area').length") == 1
    assert story.run("document.querySelector('[aria-current]')") is None, "no event was picked"
    story.page.keyboard.press("Escape")
    assert story.page.locator(".tool-box:visible").count() == 0
    assert story.run("document.querySelector('.sketch').childElementCount") == 0


@pytest.mark.parametrize(
    "there",
    [
        (0.0, 0.0, 12.0, 0.0),
        (0.0, 0.0, 0.0, 12.0),
        (60.0, -20.0, 70.0, 60.0),
        (-33.9, 18.4, 55.8, 37.6),
        (10.0, 20.0, 10.0005, 20.0005),
    ],
)
def test_a_length_is_right_at_any_distance_and_latitude(open_page, there):
    wide = samples.table(2, lat=[-60.0, 75.0], lon=[-90.0, 85.0])
    opened = open_page(ConflictMap(wide).get_root().render())
    opened.run("conflictMap.ready")
    tool(opened, "Measure").click()
    lat1, lon1, lat2, lon2 = there
    for at in ([lat1, lon1], [lat2, lon2]):
        opened.run("at => { conflictMap.leaflet.setView(at, 17, {animate: false}); }", at)
        opened.page.get_by_role("button", name="Map middle").click()
    expected = GEOD.inv(lon1, lat1, lon2, lat2)[2] / 1000
    # Leaflet's view rests on a whole pixel, and the reading has about four digits.
    assert length_km(opened) == pytest.approx(expected, rel=0.001, abs=0.003)


def test_the_keyboard_measures_with_a_cross_and_from_the_selected_event(story):
    story.run("conflictMap.select('e05')")
    tool(story, "Measure").press("Enter")
    assert story.run("document.activeElement.id") == "map"
    assert story.run("document.querySelectorAll('.sketch path').length") == 2, "the cross is shown"
    story.page.keyboard.press("Shift+ArrowRight")
    story.page.keyboard.press("ArrowUp")
    assert re.fullmatch(r"-?\d+\.\d{4}, -?\d+\.\d{4}", reading(story))
    lat, lon = map(float, reading(story).split(", "))
    story.page.keyboard.press("Enter")
    assert reading(story) == "1 point"
    story.page.get_by_role("button", name="Selected event").press("Enter")
    at = next(p for p in story.run("conflictMap.positions()") if p[0] == "e05")
    assert length_km(story) == pytest.approx(GEOD.inv(lon, lat, at[2], at[1])[2] / 1000, rel=0.003)
    story.page.get_by_role("button", name="Undo").press("Enter")
    assert reading(story) == "1 point"
    story.page.focus("#map")
    before = story.run("conflictMap.leaflet.getCenter().lng")
    for _ in range(2):
        story.page.keyboard.press("Shift+ArrowDown")
        story.page.keyboard.press("Shift+ArrowLeft")
        story.page.keyboard.press("Enter")
    assert story.run("conflictMap.leaflet.getCenter().lng") == before, (
        "the cross moves, not the map"
    )
    story.page.keyboard.press("c")
    assert reading(story).startswith("Area ")
    story.page.keyboard.press("Escape")
    assert story.run("document.activeElement.getAttribute('aria-label')") == "Measure"
    assert tool(story, "Measure").get_attribute("aria-pressed") == "false"


def test_the_first_view_comes_back_and_the_filters_stay(story):
    view = "[conflictMap.leaflet.getCenter().lat, conflictMap.leaflet.getCenter().lng, conflictMap.leaflet.getZoom()]"
    before = story.run(view)
    story.page.fill("#search", "Saraqib")
    story.page.click(".leaflet-control-zoom-in")
    story.page.wait_for_timeout(400)
    assert "v=" in story.run("location.hash")
    tool(story, "First view").press("Enter")
    assert story.run(view) == pytest.approx(before, abs=0.002)
    story.page.wait_for_timeout(400)
    assert story.run("location.hash") == "#q=Saraqib"


def test_the_full_screen_is_entered_and_left(story):
    tool(story, "Full screen").click()
    story.until("document.fullscreenElement?.id === 'app'")
    tool(story, "Leave the full screen").click()
    story.until("document.fullscreenElement === null")
    tool(story, "Full screen").wait_for()


COUNTED = """navigator.geolocation && (() => { window.asked = 0; const own = Geolocation.prototype.getCurrentPosition;
  Geolocation.prototype.getCurrentPosition = function (...args) { window.asked++; return own.apply(this, args); }; })()"""


def test_the_own_position_is_asked_for_only_when_pressed_and_is_kept_out_of_the_address(
    open_page, story_html
):
    opened = open_page(
        story_html,
        permissions=["geolocation"],
        geolocation={"latitude": 35.9, "longitude": 36.9, "accuracy": 5000},
    )
    opened.page.add_init_script(COUNTED)
    opened.page.reload()
    opened.run("conflictMap.ready")
    opened.page.wait_for_timeout(200)
    assert opened.run("asked") == 0
    opened.page.click(".leaflet-control-zoom-in")
    opened.page.wait_for_timeout(350)
    before = opened.run("location.hash")
    opened.run("conflictMap.leaflet.setView([34.9, 36.2], 11, {animate: false})")
    tool(opened, "Show where I am").press("Enter")
    opened.page.wait_for_selector(".sketch-here", state="attached")
    assert "within 5 km" in reading(opened)
    assert opened.run("asked") == 1
    assert opened.run("conflictMap.leaflet.getBounds().contains([35.9, 36.9])")
    radius = opened.run(
        """() => { const map = conflictMap.leaflet, at = map.latLngToContainerPoint([35.9, 36.9]);
             return map.distance([35.9, 36.9], map.containerPointToLatLng([at.x, at.y - document.querySelector('.sketch-near').r.baseVal.value])); }"""
    )
    assert radius == pytest.approx(5000, rel=0.03)
    opened.page.wait_for_timeout(400)
    assert "v=" not in opened.run("location.hash")
    tool(opened, "Show where I am").press("Enter")
    assert opened.run("document.querySelectorAll('.sketch-here').length") == 0
    opened.page.wait_for_timeout(400)
    after = opened.run("location.hash")
    assert before.startswith("#v=")
    assert after.startswith("#v=34.9")


def test_a_position_outside_of_the_map_is_said_and_not_shown(open_page, story_html):
    opened = open_page(
        story_html, permissions=["geolocation"], geolocation={"latitude": -40, "longitude": 170}
    )
    opened.run("conflictMap.ready")
    tool(opened, "Show where I am").click()
    opened.until(
        "[...document.querySelectorAll('.reading')].some(e => e.textContent.includes('outside'))"
    )
    assert opened.run("document.querySelectorAll('.sketch-here').length") == 0


def test_a_frame_without_permission_has_no_button_for_what_it_forbids(open_page, story_html):
    opened = open_page(notebook_frame(story_html, title="A frame"))
    frame = opened.page.frames[1]
    frame.evaluate("conflictMap.ready")
    opened.page.wait_for_timeout(300)
    hidden = {
        name: frame.evaluate("name => document.querySelector(`.tools [aria-label='${name}']`).hidden", name)
        for name in ("First view", "Full screen", "Show where I am", "Measure")
    }  # fmt: skip
    assert hidden == {
        "First view": False, "Full screen": True, "Show where I am": True, "Measure": False,
    }  # fmt: skip


@pytest.mark.parametrize("width, height", [(1280, 800), (390, 844), (320, 568)])
def test_the_buttons_are_large_enough_and_lie_over_nothing(open_page, story_html, width, height):
    opened = open_page(story_html, viewport={"width": width, "height": height})
    opened.run("conflictMap.ready")
    boxes = opened.run(
        "[...document.querySelectorAll('.tools button, .leaflet-control-scale, #key, .leaflet-control-zoom a')].map(e => e.getBoundingClientRect()).map(b => [b.left, b.top, b.right, b.bottom])"
    )
    for k, (left, top, right, bottom) in enumerate(boxes):
        for l2, t2, r2, b2 in boxes[k + 1 :]:
            assert left >= r2 or l2 >= right or top >= b2 or t2 >= bottom
    buttons = opened.run(
        "[...document.querySelectorAll('.tools button, .timeline-head button')].filter(e => e.checkVisibility()).map(e => [e.offsetWidth, e.offsetHeight])"
    )
    assert all(w >= 24 and h >= 24 for w, h in buttons)
    opened.page.click("#compare")
    opened.page.click("#chart summary")
    assert opened.run("document.documentElement.scrollWidth") <= width
    assert opened.run("(p => p.scrollWidth <= p.clientWidth)(document.getElementById('panel'))")


# The chart.


def bars(opened) -> dict[str, str]:
    rows = opened.run(
        "[...document.querySelectorAll('.bar')].map(e => [e.querySelector('.bar-name').textContent, e.querySelector('.bar-number').firstChild.textContent])"
    )
    return dict(rows)


def open_chart(opened, by: str = "Type", what: str = "Events") -> None:
    opened.page.click("#chart > summary")
    opened.page.get_by_label("By what it is counted").select_option(label=by)
    opened.page.get_by_label("What is counted").select_option(label=what)


def test_the_chart_counts_events_as_python_does(table):
    open_chart(table, "Province")
    counts = coded().counts("admin1")["events"]
    expected = {str(k): str(v) for k, v in counts.items() if isinstance(k, str)}
    none = str(sum(v for k, v in counts.items() if not isinstance(k, str)))
    assert bars(table) == expected | {"none given": none}
    table.page.get_by_label("By what it is counted").select_option(label="Actor")
    frame = coded().to_frame()
    names = [set(pair) - {None} for pair in zip(frame["actor1"], frame["actor2"].astype(object).where(frame["actor2"].notna(), None), strict=True)]  # fmt: skip
    counted = {name: sum(name in pair for pair in names) for name in sorted(set().union(*names))}
    shown = bars(table)
    top = sorted(counted.values(), reverse=True)[:8]
    assert sorted((int(v) for k, v in shown.items() if k in counted), reverse=True) == top
    rest = set(counted) - set(shown)
    assert shown[f"{len(rest)} others"] == str(sum(bool(pair & rest) for pair in names))


def test_the_chart_sums_deaths_and_says_what_is_unknown(table):
    open_chart(table, "Type", "Fatalities")
    counts = coded().counts("event_type")
    shown = bars(table)
    expected = {
        "Strikes and explosions": "Explosions/Remote violence",
        "Harm to civilians": "Violence against civilians",
    }
    for ours, theirs in expected.items():
        assert number(shown[ours]) == counts.loc[theirs, "fatalities_best"]
    assert shown["Ground fighting"] == "not reported", "none of them gives a number: not zero"
    note = table.page.inner_text("#chart .chart-note")
    assert f"{int(counts['fatalities_best'].sum()):,} in all" in note
    assert f"{int(counts['fatalities_unknown'].sum())} of {COUNT} events give no number" in note


def test_a_bar_filters_by_mouse_and_keyboard_and_clears_when_pressed_again(table):
    open_chart(table, "Actor")
    bar = table.page.locator(".bar", has_text="Group 3")
    bar.click()
    assert bar.get_attribute("aria-pressed") == "true"
    assert set(table.run("conflictMap.shown()")) == set(coded().by_actor("Group 3"))
    assert len(bars(table)) > 2, "the other bars say what they would give"
    bar.press("Space")
    assert len(table.run("conflictMap.shown()")) == COUNT
    assert table.run("document.activeElement.classList.contains('bar')"), "the focus stays"
    table.page.get_by_label("By what it is counted").select_option(label="Type")
    bar = table.page.locator(".bar", has_text="Ground fighting")
    bar.press("Enter")
    assert set(table.run("conflictMap.shown()")) == set(coded().of_type("Battles"))
    assert [c.get_attribute("aria-pressed") for c in table.page.locator(".chip").all()].count("true") == 1  # fmt: skip
    bar.press("Enter")
    assert len(table.run("conflictMap.shown()")) == COUNT


def test_the_chart_follows_the_filters_and_is_in_the_address(table):
    open_chart(table, "Source", "Fatalities")
    table.run("conflictMap.setRange('2023-01-10', '2023-01-20')")
    counts = coded().between("2023-01-10", "2023-01-20").counts("source")["fatalities_best"]
    assert {k: number(v) for k, v in bars(table).items()} == dict(counts)
    table.page.wait_for_timeout(350)
    address = table.run("location.hash")
    assert "chart=source.deaths" in address
    table.page.goto("about:blank")
    table.page.goto(table.allowed + address)
    table.run("conflictMap.ready")
    table.page.wait_for_selector(".bar")
    assert {k: number(v) for k, v in bars(table).items()} == dict(counts)


def test_a_closed_chart_has_no_bars(table):
    assert table.run("document.getElementById('chart').open") is False
    table.run("conflictMap.setRange('2023-01-10', '2023-01-20')")
    assert bars(table) == {}


# The comparison.


def compared(opened) -> dict[tuple[str, str], list[str]]:
    """Give A, B, change and per cent of each row, by measure and type."""
    rows = opened.run(
        """[...document.querySelectorAll('#compare-box tbody')].flatMap(body => [...body.rows].slice(1)
             .map(row => [body.rows[0].textContent, ...[...row.cells].map(cell => cell.textContent.trim())]))"""
    )
    return {(row[0], row[1]): row[2:] for row in rows}


def set_day(opened, name: str, day: str) -> None:
    opened.page.get_by_label(name, exact=True).fill(day)


def test_two_periods_are_counted_as_python_does_and_other_filters_hold(table):
    table.run("conflictMap.setRange('2023-02-01', '2023-02-28')")
    table.page.click("#compare")
    assert table.page.input_value("[aria-label='First day of B']") == "2023-01-04"
    assert table.page.input_value("[aria-label='Last day of B']") == "2023-01-31"
    set_day(table, "First day of B", "2023-01-01")
    set_day(table, "Last day of B", "2023-01-14")
    table.page.locator(".chip", has_text="Other").click()
    open_chart(table, "Source")
    table.page.locator("button.bar", has_text="Source 2").click()
    events = coded().from_source("Source 2")
    periods = [events.between("2023-02-01", "2023-02-28"), events.between("2023-01-01", "2023-01-14")]  # fmt: skip
    shown = compared(table)
    theirs = dict(zip(TYPES, ("Explosions/Remote violence", "Battles", "Violence against civilians"), strict=True))  # fmt: skip
    for ours, name in theirs.items():
        now, then = (len(period.of_type(name)) for period in periods)
        assert [number(v) for v in shown["Events", ours][:3]] == [now, then, now - then]
        change = 100 * (now - then) / then
        assert number(shown["Events", ours][3].removesuffix("\u00a0%")) == pytest.approx(change, abs=0.5)  # fmt: skip
        of = [period.of_type(name).counts() for period in periods]
        if ours == "Ground fighting":
            assert shown["Fatalities", ours] == ["unknown", "unknown", "—", "—"]
        else:
            assert [number(v) for v in shown["Fatalities", ours][:2]] == [
                int(one["fatalities_best"].iloc[0]) for one in of
            ]
    assert ("Events", "Other") not in shown
    hidden = [period.of_type("Other words") for period in periods]
    totals = [len(period) - len(other) for period, other in zip(periods, hidden, strict=True)]
    assert [number(v) for v in shown["Events", "All"][:2]] == totals
    assert "not of one length" in table.page.inner_text("#compare-box .chart-note")


def test_map_list_and_download_show_a_b_or_both(table):
    table.run("conflictMap.setRange('2023-02-01', '2023-02-10')")
    table.page.click("#compare")
    sides = table.page.get_by_role("group", name="Shown on the map and in the list")
    a = set(coded().between("2023-02-01", "2023-02-10"))
    b = set(coded().between("2023-01-22", "2023-01-31"))
    assert set(table.run("conflictMap.shown()")) == a
    sides.get_by_role("button", name="B", exact=True).press("Enter")
    assert set(table.run("conflictMap.shown()")) == b
    with table.page.expect_download() as waiting:
        table.page.click("#download-csv")
    rows = csv.DictReader(io.StringIO(waiting.value.path().read_text("utf-8-sig"), newline=""))
    assert {row["event_id"] for row in rows} == b
    sides.get_by_role("button", name="both").click()
    assert set(table.run("conflictMap.shown()")) == a | b
    table.page.wait_for_timeout(350)
    address = table.run("location.hash")
    assert "cmp=2023-01-22..2023-01-31&side=both" in address
    table.page.goto("about:blank")
    table.page.goto(table.allowed + address)
    table.run("conflictMap.ready")
    assert set(table.run("conflictMap.shown()")) == a | b
    assert [int(v) for v in compared(table)["Events", "All"][:2]] == [len(a), len(b)]
    table.page.get_by_role("button", name="End comparison").click()
    assert set(table.run("conflictMap.shown()")) == a
    assert table.page.is_hidden("#compare-box")


def test_without_a_range_the_last_half_is_compared_with_the_half_before_and_escape_ends_it(table):
    table.page.locator("#compare").press("Enter")
    assert table.run("document.activeElement.textContent") == "Compare two periods"
    domain = coded().to_frame()
    first, last = domain["date_start"].min().date(), domain["date_end"].max().date()
    half = ((last - first).days + 1) // 2
    dates = [table.page.input_value(f"[aria-label='{name}']") for name in ("First day of A", "Last day of A", "First day of B", "Last day of B")]  # fmt: skip
    assert dates == [str(last - timedelta(days=half - 1)), str(last), str(last - timedelta(days=2 * half - 1)), str(last - timedelta(days=half))]  # fmt: skip
    table.page.keyboard.press("Escape")
    assert table.page.is_hidden("#compare-box")
    assert len(table.run("conflictMap.shown()")) == COUNT, "the range went with the comparison"
    assert table.run("document.activeElement.id") == "compare"
    assert table.page.locator("#compare").get_attribute("aria-pressed") == "false"


def test_b_follows_a_until_it_is_set_and_again_when_asked(table):
    table.run("conflictMap.setRange('2023-02-01', '2023-02-10')")
    table.page.click("#compare")
    set_day(table, "Last day of A", "2023-02-20")
    assert table.page.input_value("[aria-label='First day of B']") == "2023-01-12"
    set_day(table, "First day of B", "2023-01-20")
    set_day(table, "First day of A", "2023-02-11")
    assert table.page.input_value("[aria-label='First day of B']") == "2023-01-20"
    table.page.get_by_role("button", name="As long before A").click()
    assert table.page.input_value("[aria-label='First day of B']") == "2023-02-01"
    assert table.page.input_value("[aria-label='Last day of B']") == "2023-02-10"


def test_the_second_period_is_drawn_and_dragged_on_the_timeline(table):
    plain = table.run("document.getElementById('bars').toDataURL()")
    table.run("conflictMap.setRange('2023-03-01', '2023-03-20')")
    table.page.click("#compare")
    assert table.run("document.getElementById('bars').toDataURL()") != plain
    box = table.page.locator("#brush").bounding_box()
    days = (date(2023, 4, 12) - date(2023, 1, 1)).days + 1

    def x(day: date) -> float:
        return box["x"] + 8 + ((day - date(2023, 1, 1)).days + 0.5) / days * (box["width"] - 16)

    table.page.mouse.move(x(date(2023, 2, 15)), box["y"] + 40)
    table.page.mouse.down()
    table.page.mouse.move(x(date(2023, 2, 5)), box["y"] + 40, steps=5)
    table.page.mouse.up()
    assert table.page.input_value("[aria-label='First day of B']") == "2023-01-30"
    assert table.page.input_value("[aria-label='Last day of B']") == "2023-02-18"
    assert table.page.input_value("[aria-label='First day of A']") == "2023-03-01"


def test_of_nothing_before_there_is_no_per_cent_and_days_before_the_data_are_told(story):
    story.run("conflictMap.setRange('2024-12-01', '2024-12-03')")
    story.page.click("#compare")
    set_day(story, "First day of B", "2024-11-10")
    shown = compared(story)
    assert shown["Events", "Ground fighting"] == ["3", "0", "+3", "—"]
    assert "The data begin on 21 Nov 2024" in story.page.inner_text("#compare-box .chart-note")


# The timeline.


def test_a_bar_says_what_it_holds_to_the_pointer_and_to_the_keyboard(story):
    box = story.page.locator("#brush").bounding_box()
    story.page.mouse.move(box["x"] + box["width"] - 20, box["y"] + 40)
    text = story.page.inner_text(".time-hint")
    assert text.startswith("3 Dec 2024: 6 events · ")
    assert "Harm to civilians 2" in text
    assert "Protest and unrest 1" in text
    story.page.mouse.move(box["x"] + 200, box["y"] - 200)
    assert story.page.is_hidden(".time-hint")
    last = story.page.get_by_role("slider", name="Last day")
    assert last.get_attribute("aria-valuetext") == "3 Dec 2024: 6 events"
    last.focus()
    story.page.keyboard.press("ArrowLeft")
    assert last.get_attribute("aria-valuetext") == "2 Dec 2024: 7 events"
    assert story.page.inner_text(".time-hint").startswith("2 Dec 2024: 7 events")


def test_the_hint_of_a_week_names_its_days(table):
    table.page.select_option("#bin-unit", "week")
    first = table.page.get_by_role("slider", name="First day")
    span = coded().between("2023-01-02", "2023-01-08")
    table.run("conflictMap.setRange('2023-01-04', '2023-03-01')")
    said = first.get_attribute("aria-valuetext")
    assert said.replace(" ", "") == f"4Jan2023;2\u20138Jan2023:{len(span)}events"


def test_the_timeline_zooms_into_the_chosen_days_and_back(table):
    bounds = "[document.getElementById('handle-from').offsetLeft, document.getElementById('handle-to').offsetLeft]"
    whole = table.run(bounds)
    assert table.page.is_hidden("#zoom-time")
    table.run("conflictMap.setRange('2023-02-01', '2023-02-10')")
    narrow = table.run(bounds)
    assert narrow[1] - narrow[0] < (whole[1] - whole[0]) / 5
    table.page.get_by_role("button", name="Zoom in time").click()
    assert table.run(bounds) == whole
    table.page.wait_for_timeout(350)
    assert "z=2023-02-01..2023-02-10" in table.run("location.hash")
    last = table.page.get_by_role("slider", name="Last day")
    last.focus()
    table.page.keyboard.press("ArrowLeft")
    assert table.run(bounds)[1] < whole[1]
    table.page.keyboard.press("-")
    assert table.run(bounds)[1] < whole[1] / 2
    table.page.keyboard.press("+")
    assert table.run(bounds) == whole
    assert len(table.run("conflictMap.shown()")) == len(coded().between("2023-02-01", "2023-02-09"))
    address = "#d=2023-02-01..2023-02-09&z=2023-01-20..2023-02-20"
    table.page.goto("about:blank")
    table.page.goto(table.allowed + address)
    table.run("conflictMap.ready")
    assert whole[0] < table.run(bounds)[0] < table.run(bounds)[1] < whole[1]
    table.page.get_by_role("button", name="Whole time").click()
    assert table.run(bounds)[1] < whole[1] / 2
    table.page.get_by_role("button", name="All dates").click()
    assert table.run(bounds) == whole


LINE = """() => { const canvas = document.getElementById('bars'), ratio = canvas.width / canvas.clientWidth, y = Math.floor((canvas.clientHeight - 15.5) * ratio);
  const copy = Object.assign(document.createElement('canvas'), {width: canvas.width, height: canvas.height}).getContext('2d', {willReadFrequently: true});
  copy.drawImage(canvas, 0, 0);
  const row = copy.getImageData(0, y, canvas.width, 1).data, dark = [];
  for (let x = 0; x < canvas.width; x++) if (row[4 * x + 3] > 200 && row[4 * x] + row[4 * x + 1] + row[4 * x + 2] < 250) dark.push(x / ratio);
  return dark.length ? [dark[0], dark[dark.length - 1]] : null; }"""


def test_the_days_of_the_selected_or_hovered_event_are_marked_under_the_bars(story):
    width = story.page.locator("#brush").bounding_box()["width"] - 16
    assert story.run(LINE) is None
    story.run("conflictMap.select('e14')")
    first, last = story.run(LINE)
    assert (first - 8) / width == pytest.approx(0, abs=0.01)
    assert (last - 8) / width == pytest.approx(1, abs=0.01), "13 days of 13"
    story.page.locator(".row").nth(2).hover()
    first, last = story.run(LINE)
    assert (first - 8) / width == pytest.approx(10 / 13, abs=0.01), "1 and 2 December"
    assert (last - 8) / width == pytest.approx(12 / 13, abs=0.01)
    story.page.mouse.move(640, 300)
    story.run("conflictMap.select('e15')")
    assert story.run(LINE) is None, "an event without a date has no days"


# Text from data.


def test_hostile_text_stands_in_the_chart_as_text(open_page):
    opened = open_page(hostile_map().get_root().render())
    opened.run("conflictMap.ready")
    opened.page.click("#chart > summary")
    opened.page.get_by_label("By what it is counted").select_option(label="Actor")
    shown = set(bars(opened))
    possible = {f"{text} {column}" for text in HOSTILE for column in ("actor1", "actor2")}
    named = {name for name in shown if not name.endswith(" others")}
    assert len(named) == 8
    assert named <= possible
    for text in HOSTILE:
        opened.page.fill("#search", f"{text} source")
        for name in bars(opened):
            assert name in possible or name.endswith(("others", "other"))
    opened.page.fill("#search", "")
    opened.page.locator("button.bar").first.click()
    assert opened.run("document.querySelectorAll('#app img, #app script, #app iframe').length") == 0
