"""The page for everyone: WCAG 2.2 AA by axe-core, and by hand what axe does not see."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conflict_map.web import ConflictMap
from tests.web import samples

pytestmark = pytest.mark.page

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
BESIDE = ["region", "heading-order", "landmark-one-main", "page-has-heading-one", "tabindex"]
"""Of axe's good practices, those that a reader who hears the page depends on."""

REPORT = {
    "inputs": [{"path": "courier.txt", "sha256": "ab" * 32, "format": "text", "records": 1}],
    "read": 16, "placed": 12, "unplaced": 3, "rejected": 1,
    "rejections": [{"input": "courier.txt", "row": 7, "column": "lat", "value": "x" * 40, "reason": "is no number"}],
    "warnings": ["one thing is odd"], "versions": {"conflict-map": "0.1.0"}, "options": {"title": "x"},
}  # fmt: skip

VIEWS = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
    "narrow": {"viewport": {"width": 320, "height": 640}},
    # A window of 1280 x 800 whose reader zooms the page to 200 %, and one of 1280 x 1024 at 400 %.
    "zoom 200 %": {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2},
    "zoom 400 %": {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4},
    "forced colours": {"forced_colors": "active"},
}
SCHEMES = {name: VIEWS[name] for name in ("light", "dark")}


@pytest.fixture(scope="module")
def axe() -> str:
    if not AXE.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"no {AXE.relative_to(ROOT)}: run npm ci, the pages are checked with it")
        pytest.skip("no axe-core: npm ci brings it")
    return AXE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    words = {
        "place_name": "حلب", "actor1": "الجيش", "source": "صحيفة مخترعة",
        "quote": "قصفت القوات مدينة حلب يوم الثلاثاء", "notes": "نص مخترع", "claimant": "شهود",
    }  # fmt: skip
    sets = {
        "story": ConflictMap(
            samples.story(), title="Invented front", description="What it is.", report=REPORT
        ),
        "long": ConflictMap(samples.table(130)),
        "empty": ConflictMap(samples.table(0)),
        "arabic": ConflictMap(samples.table(6, **words), title="أحداث مخترعة", lang="ar"),
        "unplaced": ConflictMap(samples.table(3, lat=[None] * 3, lon=[None] * 3)),
    }
    return {name: chart.get_root().render() for name, chart in sets.items()}


@pytest.fixture
def shown(open_page, pages):
    def open_it(name: str, **options: object):
        opened = open_page(pages[name], **options)
        opened.run("conflictMap.ready")
        opened.page.wait_for_timeout(150)
        return opened

    return open_it


def open_everything(opened) -> None:
    opened.run(
        "document.querySelectorAll('details').forEach(box => { if (!box.hidden) box.open = true; })"
    )
    opened.page.wait_for_timeout(50)


def violations(opened, axe: str) -> list[str]:
    """Give what axe finds; it is run by the browser's debugger, which no content policy stops."""
    if not opened.run("'axe' in window"):
        opened.run(axe)
    found, looked = opened.run(
        """([levels, beside]) => axe.run(document, {
             runOnly: {type: 'tag', values: levels}, rules: Object.fromEntries(beside.map(id => [id, {enabled: true}])),
             resultTypes: ['violations'],
           }).then(result => [
             result.violations.flatMap(fault => fault.nodes.map(node => `${fault.id}: ${node.html.slice(0, 160)}: ${node.failureSummary}`)),
             result.passes.map(rule => rule.id),
           ])""",
        [LEVELS, BESIDE],
    )
    assert {"color-contrast", "target-size", "region"} <= set(looked) | {
        fault.split(":")[0] for fault in found
    }, "axe has looked"
    return found


# What axe-core finds.


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_in_any_state_of_the_page(shown, axe, scheme):
    opened = shown("story", **SCHEMES[scheme])
    found = {"as it opens": violations(opened, axe)}
    opened.run("conflictMap.select('e06')")
    open_everything(opened)
    found["with a card, filters, key and about open"] = violations(opened, axe)
    opened.page.locator(".chip").first.click()
    opened.run("conflictMap.setRange('2024-11-25', '2024-12-01')")
    opened.page.focus("#search")
    found["narrowed by a type and days"] = violations(opened, axe)
    opened.page.click("#clear")
    opened.page.click("#jump-link")
    opened.run("conflictMap.select('e13')")
    found["at an event without a place"] = violations(opened, axe)
    opened.page.fill("#search", "nothing has this")
    found["with no event left"] = violations(opened, axe)
    assert {state: faults for state, faults in found.items() if faults} == {}


@pytest.mark.parametrize("view", [name for name in VIEWS if name not in SCHEMES])
def test_axe_finds_nothing_on_small_enlarged_and_recoloured_screens(shown, axe, view):
    opened = shown("story", **VIEWS[view])
    assert violations(opened, axe) == []
    opened.run("conflictMap.select('e06')")
    open_everything(opened)
    assert violations(opened, axe) == []


@pytest.mark.parametrize("name", ["long", "empty", "arabic", "unplaced"])
def test_axe_finds_nothing_on_other_pages(shown, axe, name):
    opened = shown(name)
    opened.run("conflictMap.select(conflictMap.shown()[0])")
    open_everything(opened)
    assert violations(opened, axe) == []


def test_axe_finds_nothing_in_the_card_of_a_layer_on_somebody_elses_page(shown, axe):
    opened = shown("story")
    opened.run(
        """() => { const card = document.createElement('div'); card.className = 'conflict-map-card';
             card.innerHTML = '<b>A headline</b><span>3 Dec 2024</span><blockquote>Words.</blockquote>';
             document.getElementById('list').replaceChildren(card); }"""
    )
    assert violations(opened, axe) == []


# Contrast. Axe leaves out what is scrolled out of sight, which is most of a list.

CONTRAST = """() => {
  const parse = text => { const v = text.match(/[\\d.]+/g).map(Number); return [v[0], v[1], v[2], v[3] ?? 1]; };
  const over = (top, below) => top.slice(0, 3).map((v, i) => v * top[3] + below[i] * (1 - top[3]));
  const light = ([r, g, b]) => [r, g, b].map(v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; })
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p); return (x + 0.05) / (y + 0.05); };
  const ground = element => {
    const layers = [];
    for (let e = element; e; e = e.parentElement) layers.push(parse(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((below, top) => over(top, below), [255, 255, 255]);
  };
  const low = [];
  const judge = (what, element, colour, least) => {
    const below = ground(element), found = ratio(over(parse(colour), below), below);
    if (found < least) low.push(what + ' ' + found.toFixed(2) + ': ' + element.outerHTML.slice(0, 120));
  };
  const walker = document.createTreeWalker(document.getElementById('app'), NodeFilter.SHOW_TEXT);
  let texts = 0;
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility() || element.closest('.unseen, [disabled], .leaflet-control-scale')) continue;
    judge('text', element, getComputedStyle(element).color, 4.5);
    texts++;
  }
  for (const field of document.querySelectorAll('input[type=search], select')) judge('border', field.parentElement, getComputedStyle(field).borderTopColor, 3);
  judge('placeholder', document.getElementById('search'), getComputedStyle(document.getElementById('search'), '::placeholder').color, 4.5);
  for (const icon of document.querySelectorAll('.row svg > *, .chip[aria-pressed=true] svg > *')) {
    judge('mark', icon.ownerSVGElement.parentElement, getComputedStyle(icon).stroke, 3);
  }
  return [texts, low];
}"""


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_has_a_contrast_of_4_5_and_fields_and_marks_of_3(shown, scheme):
    opened = shown("story", **SCHEMES[scheme])
    opened.run("conflictMap.select('e06')")
    open_everything(opened)
    texts, low = opened.run(CONTRAST)
    assert texts > 100, "the rows that are scrolled away are among them"
    assert low == []


# Keyboard.

STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const style = getComputedStyle(at), box = at.getBoundingClientRect();
  // Something may lie over a part of a large thing, such as the key over the map, but not over all of it.
  const seen = [0.02, 0.25, 0.5, 0.75, 0.98].some(share => {
    const top = document.elementFromPoint(box.left + box.width * share, box.top + box.height * share);
    return top && (at.contains(top) || top.contains(at) || at.closest('label')?.contains(top));
  });
  return {
    name: at.id || [...at.classList].pop() || at.textContent.trim() || at.tagName,
    outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 && !/, 0\\)$/.test(style.outlineColor),
    seen,
  };
}"""

PATH = [
    "map", "leaflet-control-zoom-in", "leaflet-control-zoom-out", "Key",
    "undated", "bin-unit", "reset-range", "play", "handle-from", "handle-to",
    "search", "clear", "chip", "more-filters", "town", "facet", "value", "about-summary",
    "jump-link", "row", "link-source", "zoom-to", "download-csv", "download-geojson",
]  # fmt: skip


def stops(opened, key: str = "Tab", most: int = 200) -> list[dict]:
    """Press a key until the focus leaves the page, and give where it was."""
    found = []
    for _ in range(most):
        opened.page.keyboard.press(key)
        stop = opened.run(STOP)
        if stop is None:
            return found
        found.append(stop)
    pytest.fail(f"the focus does not leave the page: {[stop['name'] for stop in found]}")


@pytest.fixture
def walked(shown):
    """Give the page with something to reach in each of its parts."""

    def open_it(**options: object):
        opened = shown("story", **options)
        opened.run("conflictMap.setRange('2024-11-25', '2024-12-03')")
        opened.run("conflictMap.select('e03')")
        open_everything(opened)
        # Names for what has none, so that the path can be read.
        opened.run(
            """() => { document.querySelector('.card a').id = 'link-source'; document.querySelector('.card button').id = 'zoom-to';
                 document.querySelector('#more-filters summary').id = 'more-filters';
                 document.querySelectorAll('.facet > summary').forEach(e => e.classList.add('facet'));
                 document.querySelectorAll('.facet input').forEach(e => e.classList.add('value'));
                 document.querySelector('#key summary').className = 'Key'; document.activeElement?.blur(); scrollTo(0, 0); }"""
        )
        return opened

    return open_it


@pytest.mark.parametrize("view", ["light", "phone", "zoom 400 %", "forced colours"])
def test_the_tab_key_reaches_every_part_in_order_and_one_sees_where_it_is(walked, view):
    opened = walked(**VIEWS[view])
    found = stops(opened)
    names = [stop["name"] for stop in found]
    missing = [name for name in PATH if name not in names]
    assert missing == []
    firsts = [names.index(name) for name in PATH]
    assert firsts == sorted(firsts), names
    assert [stop["name"] for stop in found if not stop["outlined"]] == []
    assert [stop["name"] for stop in found if not stop["seen"]] == [], "nothing lies over the focus"


def test_the_way_back_is_the_way_there(walked):
    opened = walked()
    there = [stop["name"] for stop in stops(opened)]
    back = [stop["name"] for stop in stops(opened, "Shift+Tab")]
    # Without a frame of a browser around it, the page is entered at its end a second time.
    assert back[: len(there)] == there[::-1]


def test_the_map_moves_and_zooms_by_keyboard(shown):
    opened = shown("story")
    opened.page.focus("#map")
    before = opened.run("[conflictMap.leaflet.getZoom(), conflictMap.leaflet.getCenter().lng]")
    opened.page.keyboard.press("+")
    opened.page.wait_for_timeout(100)
    opened.page.keyboard.press("ArrowRight")
    opened.page.wait_for_timeout(500)
    after = opened.run("[conflictMap.leaflet.getZoom(), conflictMap.leaflet.getCenter().lng]")
    assert after[0] > before[0]
    assert after[1] > before[1]
    opened.page.locator(".leaflet-control-zoom-out").press("Enter")
    opened.page.wait_for_timeout(100)
    assert opened.run("conflictMap.leaflet.getZoom()") < after[0]


def test_a_chip_a_box_and_a_card_work_with_space_and_enter(shown):
    opened = shown("story")
    chip = opened.page.locator(".chip").first
    chip.press("Space")
    assert chip.get_attribute("aria-pressed") == "false"
    chip.press("Enter")
    assert chip.get_attribute("aria-pressed") == "true"
    row = opened.page.locator(".row").first
    row.press("Space")
    assert opened.page.locator(".row").first.get_attribute("aria-expanded") == "true"
    opened.page.locator("#about-summary").press("Enter")
    assert opened.page.locator("#about-body").is_visible()


# Size, reflow, spacing.

SMALL = """() => [...document.querySelectorAll('a, button, input, select, summary, [role=slider], [role=button]')]
  .filter(e => e.checkVisibility({visibilityProperty: true}))
  .map(e => {
    const box = (e.type === 'checkbox' ? e.closest('label') : e).getBoundingClientRect();
    // A handle is pressed on what its ::after covers.
    const more = getComputedStyle(e, '::after'), grown = e.getAttribute('role') === 'slider' ? [-parseFloat(more.left) * 2, -parseFloat(more.top) * 2] : [0, 0];
    return [e.id || e.className || e.textContent, box.width + grown[0], box.height + grown[1]];
  })
  .filter(([, w, h]) => w < 24 || h < 24)"""


@pytest.mark.parametrize("view", ["light", "phone", "narrow", "zoom 200 %"])
def test_everything_that_is_pressed_is_24_pixels_wide_and_high(walked, view):
    opened = walked(**VIEWS[view])
    opened.run("document.getElementById('copy-box').hidden = false")
    assert opened.run(SMALL) == []


def test_the_pages_of_a_long_list_are_turned_by_targets_of_24_pixels(shown):
    assert shown("long").run(SMALL) == []


WIDE = """width => {
  const out = [...document.querySelectorAll('#app *')].filter(e => e.checkVisibility() && !e.closest('#map, .unseen'))
    .filter(e => { const b = e.getBoundingClientRect(); return b.width && (b.right > width + 1 || b.left < -1); });
  const cut = [...document.querySelectorAll('#app *')].filter(e => e.checkVisibility() && !e.closest('#map, .unseen, svg, select, input'))
    .filter(e => e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== 'visible');
  return [document.documentElement.scrollWidth, [...out, ...cut].map(e => e.outerHTML.slice(0, 120))];
}"""


@pytest.mark.parametrize("name", ["story", "arabic", "long", "empty"])
@pytest.mark.parametrize("view", ["narrow", "zoom 400 %"])
def test_at_320_pixels_nothing_is_read_by_scrolling_sideways(shown, name, view):
    opened = shown(name, **VIEWS[view])
    opened.run("conflictMap.select(conflictMap.shown()[0])")
    open_everything(opened)
    width, out = opened.run(WIDE, 320)
    assert width <= 320
    assert out == []


@pytest.mark.parametrize("view", ["zoom 200 %", "zoom 400 %"])
def test_enlarged_the_map_and_the_list_keep_a_height_that_can_be_used(shown, view):
    opened = shown("story", **VIEWS[view])
    map_height, list_height = opened.run(
        "['map', 'panel'].map(id => document.getElementById(id).clientHeight)"
    )
    assert map_height >= 170
    assert list_height >= 170


@pytest.mark.parametrize("view", ["light", "phone"])
def test_wider_spacing_of_text_cuts_nothing_off(shown, view):
    # WCAG 1.4.12; set through the object model, which the page's policy allows.
    opened = shown("story", **VIEWS[view])
    opened.run("conflictMap.select('e06')")
    open_everything(opened)
    opened.run(
        """() => { for (const e of document.querySelectorAll('#app, #app *')) {
             if (e.closest('svg, #map')) continue;
             e.style.lineHeight = '1.5'; e.style.letterSpacing = '0.12em'; e.style.wordSpacing = '0.16em';
             if (e.tagName === 'P') e.style.marginBottom = '2em'; } }"""
    )
    opened.page.wait_for_timeout(100)
    width, out = opened.run(WIDE, opened.page.viewport_size["width"])
    assert width <= opened.page.viewport_size["width"]
    assert out == []


# Forced colours, reduced motion.


def test_with_forced_colours_states_and_handles_are_still_seen(shown):
    opened = shown("story", forced_colors="active")
    opened.run("conflictMap.select('e06')")
    assert opened.run("matchMedia('(forced-colors: active)').matches")
    edge = opened.run(
        "parseFloat(getComputedStyle(document.querySelector('[aria-current=true]')).borderInlineStartWidth)"
    )
    assert edge >= 3, "the chosen event is marked by more than a background"
    handle, ground = opened.run(
        "[document.getElementById('handle-from'), document.body].map(e => getComputedStyle(e).backgroundColor)"
    )
    assert handle != ground
    opened.page.locator(".chip").first.click()
    line = opened.run("getComputedStyle(document.querySelector('.chip')).textDecorationLine")
    assert line == "line-through"


def test_with_reduced_motion_nothing_moves_by_itself(shown):
    opened = shown("story", reduced_motion="reduce")
    moving = opened.run(
        """() => [...document.querySelectorAll('*')].filter(e => { const s = getComputedStyle(e);
             return parseFloat(s.transitionDuration) > 0 || parseFloat(s.animationDuration) > 0 || s.scrollBehavior === 'smooth'; }).map(e => e.className)"""
    )
    assert moving == []
    options = opened.run("conflictMap.leaflet.options")
    assert [options[name] for name in ("inertia", "zoomAnimation", "fadeAnimation")] == [False] * 3


def test_what_a_filter_left_is_announced_once_and_politely(shown):
    opened = shown("story")
    opened.page.fill("#search", "medics")
    count = opened.page.get_by_role("status").filter(has_text="1 of 15 events")
    assert count.get_attribute("aria-live") == "polite"
    row = opened.page.locator(".row").first
    row.press("Enter")
    assert opened.page.locator('.event[aria-current="true"]').count() == 1
