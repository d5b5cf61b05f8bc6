"""The page elsewhere: in frames, in notebooks, on a stock folium map, beside folium's layers, on disk."""

from __future__ import annotations

import hashlib
import html
import os
import subprocess
import sys
from pathlib import Path

import folium
import pytest
from folium.plugins import MarkerCluster

from conflict_map.errors import OutputError, UsageError
from conflict_map.web import ConflictMap, EventLayer
from conflict_map.web.assets import leaflet_script, leaflet_style
from conflict_map.web.layer import check_size
from tests.web import samples

ROOT = Path(__file__).parents[2]


@pytest.mark.page
@pytest.mark.parametrize(
    "sandbox",
    ["", 'sandbox="allow-scripts"', 'sandbox="allow-scripts allow-downloads allow-popups"'],
)
def test_the_page_works_inside_a_srcdoc_frame(open_page, sandbox):
    inner = ConflictMap(samples.story()).get_root().render()
    host = f'<!doctype html><title>report</title><iframe {sandbox} style="width:900px;height:700px" srcdoc="{html.escape(inner)}"></iframe>'
    opened = open_page(host)
    frame = opened.page.frames[1]
    frame.wait_for_selector(".event")
    frame.evaluate("conflictMap.ready")
    assert len(frame.evaluate("conflictMap.positions()")) == 12
    frame.evaluate("conflictMap.setRange('2024-12-02', '2024-12-02')")
    opened.page.wait_for_timeout(400)
    assert frame.locator("#copy-box").is_hidden(), "a frame without an address offers no link"


@pytest.mark.page
def test_a_notebook_gets_a_sandboxed_frame_and_a_sentence(open_page):
    chart = ConflictMap(samples.story(), title="A & B")
    bundle = chart._repr_mimebundle_()
    assert bundle["text/plain"] == "ConflictMap: A & B: 15 events, 12 placed, 3 not placed"
    opened = open_page("<!doctype html><title>notebook</title>" + bundle["text/html"])
    frame = opened.page.frames[1]
    frame.wait_for_selector(".event")
    assert (
        opened.page.locator("iframe").get_attribute("sandbox")
        == "allow-scripts allow-downloads allow-popups"
    )


@pytest.mark.page
def test_folium_layers_work_on_the_page_without_any_host(open_page):
    chart = ConflictMap(samples.story())
    folium.Marker([35.2, 37.0], popup="<b>A popup</b>", tooltip="A tooltip").add_to(chart)
    folium.Circle([35.5, 37.5], radius=9000).add_to(chart)
    folium.GeoJson(
        {
            "type": "Feature",
            "properties": {"name": "x"},
            "geometry": {"type": "LineString", "coordinates": [[36, 35], [38, 36]]},
        }
    ).add_to(chart)
    group = folium.FeatureGroup(name="a group").add_to(chart)
    folium.CircleMarker([36.0, 37.0]).add_to(group)
    folium.LayerControl().add_to(chart)
    chart.fit_bounds([[34, 36], [36, 38]])
    opened = open_page(chart.get_root().render())
    opened.run("conflictMap.ready")
    assert opened.page.locator("path.leaflet-interactive").count() == 3
    marker = opened.page.locator(".leaflet-marker-icon")
    assert marker.evaluate("e => e.complete && e.naturalWidth > 0")
    marker.dispatch_event("click")
    assert opened.page.inner_text(".leaflet-popup-content") == "A popup"
    assert len(opened.run("conflictMap.positions()")) == 12


def test_hosts_that_layers_bring_are_named_in_the_policy_and_no_others():
    plain = ConflictMap(samples.story()).get_root().render()
    policy = plain.split('http-equiv="Content-Security-Policy" content="')[1].split('"')[0]
    assert "default-src 'none'" in policy
    assert "connect-src 'none'" in policy
    assert "http" not in policy
    assert "unsafe" not in policy
    chart = ConflictMap(
        samples.story(), tiles="https://{s}.tiles.example.org/{z}/{x}/{y}.png", attr="Example tiles"
    )
    MarkerCluster([[35, 37]]).add_to(chart)
    policy = (
        chart.get_root()
        .render()
        .split('http-equiv="Content-Security-Policy" content="')[1]
        .split('"')[0]
    )
    assert "img-src data: blob: https://*.tiles.example.org" in policy
    script_hosts = policy.split("script-src ")[1].split(";")[0]
    assert "https://cdnjs.cloudflare.com" in script_hosts
    assert "tiles.example.org" not in script_hosts


@pytest.mark.page
def test_an_event_layer_draws_on_a_stock_folium_map(open_page):
    stock = folium.Map(location=[35.5, 37], zoom_start=8, tiles=None)
    stock.default_js = []
    stock.default_css = []
    layer = EventLayer(samples.story())
    layer.add_to(stock)
    page = stock.get_root().render()
    # The hosts of a stock map are its own choice; here its Leaflet comes from the test.
    page = page.replace(
        "<head>", f"<head><style>{leaflet_style()}</style><script>{leaflet_script()}</script>", 1
    )
    opened = open_page(page, viewport={"width": 900, "height": 700})
    name = layer.get_name()
    opened.run(f"{name}.ready")
    assert len(opened.run(f"{name}.positions()")) == 12
    spot = opened.run(
        f"""() => {{ const at = {name}.positions().find(p => p[0] === 'e05'), map = {stock.get_name()};
              const p = map.latLngToContainerPoint([at[1], at[2]]), b = map.getContainer().getBoundingClientRect(); return [p.x + b.left, p.y + b.top]; }}"""
    )
    opened.page.wait_for_timeout(200)
    opened.page.mouse.click(*spot)
    assert "ambushed near Salamiyah" in opened.page.inner_text(".conflict-map-card")


def test_rendering_twice_gives_the_same_bytes_also_with_other_layers():
    chart = ConflictMap(samples.story())
    assert chart.get_root().render() == chart.get_root().render()
    folium.Marker([35, 37], popup="x", icon=folium.DivIcon(html="<i>y</i>")).add_to(chart)
    assert chart.get_root().render() == chart.get_root().render()


def test_the_same_events_give_the_same_file_in_every_process():
    script = (
        "import sys, hashlib; sys.path.insert(0, '.');"
        "import folium; from tests.web import samples; from conflict_map.web import ConflictMap;"
        "m = ConflictMap(samples.story(), title='x'); folium.Marker([35, 37], popup='p').add_to(m);"
        "print(hashlib.sha256(m.get_root().render().encode()).hexdigest())"
    )
    digests = set()
    for seed, zone in (("0", "UTC"), ("1", "Pacific/Kiritimati")):
        env = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone}
        run = subprocess.run(
            [sys.executable, "-c", script],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=True,
        )
        digests.add(run.stdout.strip())
    assert len(digests) == 1


def test_the_page_is_small_enough_to_send():
    """What every page carries: code, words in six languages, and at most the ground of the world."""
    assert len(ConflictMap(samples.table(0)).get_root().render().encode()) <= 250_000
    assert len(ConflictMap(samples.story()).get_root().render().encode()) <= 210_000


def test_more_events_than_a_page_holds_are_refused_by_number():
    with pytest.raises(UsageError, match=r"at most 2,000,000 events, got 2,000,001; take a part"):
        check_size(2_000_001)


def test_a_failed_save_leaves_the_older_file_and_no_other(tmp_path):
    chart = ConflictMap(samples.table(1))
    target = tmp_path / "map.html"
    chart.save(target)
    before = hashlib.sha256(target.read_bytes()).hexdigest()
    with pytest.raises(OutputError, match="is missing"):
        chart.save(tmp_path / "no such folder" / "map.html")
    with pytest.raises(OutputError, match="got a folder"):
        chart.save(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["map.html"]
    assert hashlib.sha256(target.read_bytes()).hexdigest() == before


def test_a_disk_that_refuses_the_last_step_leaves_the_older_file(tmp_path):
    target = tmp_path / "map.html"
    target.mkdir()
    (target / "inside").touch()
    with pytest.raises(OutputError):
        ConflictMap(samples.table(1)).save(target)
    assert (target / "inside").exists()


def test_it_saves_to_an_open_file_as_folium_does(tmp_path):
    with (tmp_path / "map.html").open("wb") as file:
        ConflictMap(samples.table(1)).save(file, close_file=False)
    assert (tmp_path / "map.html").read_text(encoding="utf-8").endswith("</html>\n")


def test_what_the_page_cannot_do_is_refused():
    with pytest.raises(UsageError, match="language tag"):
        ConflictMap(samples.table(1), lang='en" onload="x')
    with pytest.raises(UsageError, match="EPSG3857"):
        ConflictMap(samples.table(1), crs="EPSG4326")
    with pytest.raises(UsageError, match="on no map"):
        EventLayer(samples.table(1)).render()
