"""Text from data is shown letter for letter and never run: by the browser, the template, a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from datetime import date

import folium
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_map.errors import UsageError
from conflict_map.events.event_set import EventSet
from conflict_map.web import ConflictMap, EventLayer
from conflict_map.web.container import pack, unpack
from conflict_map.web.page import entities
from tests.web import samples

HOSTILE = (
    "{{ 7*7 }}",
    "{{ ''.__class__.__mro__ }}",
    "{% x",
    "{# never closed",
    "${alert(1)}",
    "</script><script>alert(2)</script>",
    "<img src=x onerror=alert(3)>",
    "`backtick`",
    "C:\\x41 \\u12 \\",
    "<!--",
    "]]>",
    "&lt;b&gt; &amp; '\"",
    "javascript:alert(4)",
    "\u202e right to left \u2028 line",
    "=1+1",
)
TEXT_COLUMNS = (
    "event_id", "event_type", "sub_event_type", "place_name", "country", "admin1", "actor1",
    "actor2", "quote", "source", "claimant", "disputed", "notes", "article_id", "place_ids",
)  # fmt: skip


class Quiet:
    """A ground with nothing on it, where the test is about text alone."""

    def shapes(self, bounds):  # noqa: ARG002
        return ()

    def labels(self, bounds, limit):  # noqa: ARG002
        return ()


def hostile_set() -> EventSet:
    frame = pd.DataFrame(
        {name: [f"{text} {name}" for text in HOSTILE] for name in TEXT_COLUMNS}
        | {
            "lat": [35.0 + n / 10 for n in range(len(HOSTILE))],
            "lon": [37.0] * len(HOSTILE),
            "date_start": [date(2024, 12, 1)] * len(HOSTILE),
            "date_end": [date(2024, 12, 1)] * len(HOSTILE),
            "claim_status": ["coded"] * len(HOSTILE),
        }
    )
    return EventSet.from_frame(frame)


def hostile_map() -> ConflictMap:
    every = " ".join(HOSTILE)
    report = {
        "inputs": [{"path": f"/tmp/{HOSTILE[5]}.csv", "sha256": "<b>", "format": HOSTILE[6], "records": 1}],
        "rejected": 1, "rejections": [{"input": "a", "row": 2, "column": HOSTILE[0], "value": HOSTILE[5], "reason": HOSTILE[6]}],
        "warnings": [every], "versions": {HOSTILE[6]: HOSTILE[0]}, "options": {"title": every},
    }  # fmt: skip
    return ConflictMap(
        hostile_set(), title=every, description=every, gazetteer=Quiet(), report=report
    )


@pytest.mark.page
@pytest.mark.parametrize("with_policy", [True, False])
def test_hostile_text_in_every_field_is_shown_letter_for_letter_and_nothing_runs(
    open_page, with_policy
):
    html = hostile_map().get_root().render()
    if not with_policy:
        # The content policy is the second wall; the first must hold alone.
        start = html.index('<meta http-equiv="Content-Security-Policy"')
        html = html[:start] + html[html.index(">", start) + 1 :]
    opened = open_page(html)
    opened.run("conflictMap.ready")
    assert opened.page.title() == " ".join(HOSTILE)
    assert opened.run("document.getElementById('title').textContent") == " ".join(HOSTILE)
    assert opened.run("document.getElementById('description').textContent") == " ".join(HOSTILE)
    for text in HOSTILE:
        opened.run("id => conflictMap.select(id)", f"{text} event_id")
        card = opened.run("document.querySelector('[aria-current]').textContent")
        for name in (
            "sub_event_type",
            "place_name",
            "actor1",
            "quote",
            "source",
            "claimant",
            "notes",
            "disputed",
        ):
            assert f"{text} {name}" in card
    opened.page.click("#about-summary")
    about = opened.run("document.getElementById('about-body').textContent")
    assert HOSTILE[5] in about
    assert "49" not in about.replace("{{ 7*7 }}", "")
    assert opened.run("document.querySelectorAll('#app img, #app script, #app iframe').length") == 0
    links = opened.run("[...document.querySelectorAll('a[href]')].map(a => a.getAttribute('href'))")
    assert all(link.startswith(("#", "http://", "https://")) for link in links)


@pytest.mark.page
def test_a_formula_from_data_is_text_in_the_downloaded_csv(open_page):
    opened = open_page(hostile_map().get_root().render())
    opened.run("conflictMap.ready")
    with opened.page.expect_download() as waiting:
        opened.page.click("#download-csv")
    rows = list(
        csv.DictReader(io.StringIO(waiting.value.path().read_text("utf-8-sig"), newline=""))
    )
    sources = {row["source"] for row in rows}
    assert "'=1+1 source" in sources
    assert not any(
        value.startswith(("=", "+", "@", "\t", "\r")) for row in rows for value in row.values()
    )
    assert {row["lat"] for row in rows} >= {"35"}


def test_no_text_from_data_stands_in_the_file_outside_the_inert_block():
    html = hostile_map().get_root().render()
    start = html.index('id="conflict-map-data"')
    end = html.index("</script", start)
    outside = html[:start] + html[end:]
    assert not any(text in outside for text in HOSTILE if text not in {"<!--", "=1+1", "]]>"})
    assert "{{" not in html[: html.index("<style")], "nothing that a template engine would read"


def test_saving_runs_no_template_in_hostile_text_of_other_layers(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    # A stock folium map makes a folder of this name when it is saved.
    attack = "{{ cycler.__init__.__globals__.os.mkdir(cycler.__name__) }}"
    chart = ConflictMap(samples.table(1), gazetteer=Quiet())
    folium.Marker([35, 37], popup=attack, tooltip=attack).add_to(chart)
    folium.FeatureGroup(name=attack).add_to(chart)
    folium.GeoJson(
        {
            "type": "Feature",
            "properties": {"a": attack},
            "geometry": {"type": "Point", "coordinates": [37, 35]},
        }
    ).add_to(chart)
    chart.save(tmp_path / "map.html")
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]


def test_a_layer_with_text_that_folium_cannot_compile_is_refused_in_one_line():
    chart = ConflictMap(samples.table(1), gazetteer=Quiet())
    folium.Marker([35, 37], popup="{% x").add_to(chart)
    with pytest.raises(UsageError, match="folium layer"):
        chart.get_root().render()


def test_an_event_layer_on_a_stock_map_keeps_its_data_from_the_template_engine():
    stock = folium.Map(tiles=None)
    EventLayer(hostile_set()).add_to(stock)
    html = stock.get_root().render()
    assert not any(text in html for text in HOSTILE[:7])


@given(st.text(max_size=30))
def test_a_title_is_encoded_until_nothing_is_left_to_run(text):
    encoded = entities(text)
    assert all((c.isascii() and (c.isalnum() or c in "&#;")) or c == "�" for c in encoded)


@settings(max_examples=50)
@given(
    st.dictionaries(
        st.text(max_size=8),
        st.lists(st.text(max_size=12) | st.integers(-(2**53), 2**53) | st.none()),
    )
)
def test_unpack_undoes_pack_and_packed_data_is_plain_base64(payload):
    packed = pack(payload)
    assert json.dumps(unpack(packed)[0]) == json.dumps(payload)
    assert all(c.isalnum() or c in "+/=" for c in packed)
