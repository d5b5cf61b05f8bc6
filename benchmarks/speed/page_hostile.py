"""Counts the hostile texts that a map page runs, ours and the peers'; measures no time.

    python benchmarks/speed/page_hostile.py [PAGE ...] [--cdn DIR]

For each payload one page is built, with the payload in every field of text, in the title or the
layer's name, then opened with the network cut; each event's card or popup is opened and links are
followed. A payload *ran* if the template engine computed it or the browser executed it, *broke*
the page if it could not be saved or showed nothing. Prints one JSON line for each page.
"""

from __future__ import annotations

import argparse
import functools
import json
import pathlib
import re
import tempfile

import page_browser
import page_peers
import pandas as pd
from jinja2 import TemplateError
from playwright.sync_api import Error, sync_playwright

from conflict_map import ConflictMapError

COMPUTED = "815484"
PAYLOADS = (
    "{{ 271828 * 3 }}",
    "{% if 1 %}{{ 271828 * 3 }}{% endif %}",
    "{% x",
    "{# never closed",
    "${window.ran()}",
    "`+window.ran()+`",
    "');window.ran();//",
    '");window.ran();//',
    "</script><script>window.ran()</script>",
    "<img src=x onerror=window.ran()>",
    "<svg onload=window.ran()>",
    "<a href='javascript:window.ran()'>more</a>",
    "<iframe srcdoc='<script>parent.ran()</script>'></iframe>",
)
TEXTS = (
    "event_id event_type sub_event_type actor1 actor2 place_name admin1 country source notes quote "
    "claimant disputed article_id place_ids how_placed citation"
).split()

TOUCH = """async () => {
  const pause = () => new Promise(done => setTimeout(done, 60));
  const follow = async () => {
    document.querySelectorAll('a[href^="javascript"]').forEach(link => link.click());
    await pause();
  };
  if (window.conflictMap) {
    await conflictMap.ready;
    const text = document.getElementById('search');
    for (const id of conflictMap.shown()) { conflictMap.select(id); await follow(); }
    document.querySelectorAll('details').forEach(box => { box.open = true; });
    text.value = conflictMap.shown()[0];
    text.dispatchEvent(new Event('input', {bubbles: true}));
    await follow();
    return conflictMap.shown().length;
  }
  const name = Object.keys(window).find(key => /^map_[0-9a-f]{32}$/.test(key));
  const map = window[name], found = new Map();
  const collect = (layer, popup) => {
    const own = (layer.getPopup && layer.getPopup()) || popup;
    if (layer.getLayers) layer.getLayers().forEach(child => collect(child, own));
    else if (layer.getLatLng && own) found.set(layer, own);
  };
  map.eachLayer(layer => collect(layer, null));
  for (const [layer, popup] of found) {
    // What is inside a cluster is not on the map; its popup can be shown all the same.
    popup._source = layer;
    map.openPopup(popup.setLatLng(layer.getLatLng()));
    await follow();
  }
  return found.size;
}"""


def events(payload):
    """Give two events that have the payload in every field of text."""
    frame = pd.DataFrame({name: [f"{payload} {name} {n}" for n in "ab"] for name in TEXTS})
    day = pd.to_datetime(["2024-12-01"] * 2).astype("datetime64[s]")
    deaths = pd.array([1, 2], dtype="Int64")
    return frame.assign(
        date_start=day, date_end=day, lat=[35.0, 35.5], lon=[37.0, 37.5], geo_precision=1,
        fatalities_best=deaths, claim_status="coded",
    )  # fmt: skip


def fate(kind, payload, browser, cdn, folder):
    """Say what the payload did on a page of this kind: ran, broke or nothing."""
    path = folder / "page.html"
    path.unlink(missing_ok=True)
    try:
        page_peers.PAGES[kind](events(payload), str(path), payload)
    except (TemplateError, ConflictMapError) as error:
        return f"broke: {type(error).__name__}"
    if COMPUTED in path.read_text("utf-8"):
        return "ran: template"
    ran = []
    context = browser.new_context()
    context.expose_function("ran", lambda: ran.append(payload))
    page = context.new_page()
    page.route(re.compile("^https?:"), lambda route: page_browser.mirror(route, cdn))
    page.on("dialog", lambda dialog: (ran.append(payload), dialog.dismiss()))
    page.goto(path.as_uri(), wait_until="load")
    try:
        page.wait_for_timeout(200)
        touched = page.evaluate(TOUCH)
    except Error:
        touched = 0
    page.wait_for_timeout(100)
    context.close()
    if ran:
        return "ran: browser"
    return "nothing" if touched else "broke: empty page"


def count(kinds, cdn):
    """Give for each kind of page how many payloads ran, how many broke it, and which."""
    told = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=page_browser.CHROMIUM, args=[*page_browser.FLAGS]
        )
        try_one = functools.partial(fate, browser=browser, cdn=cdn, folder=pathlib.Path(folder))
        for kind in kinds:
            fates = {payload: try_one(kind, payload) for payload in PAYLOADS}
            told[kind] = {
                "payloads": len(PAYLOADS),
                "ran": sum(fate.startswith("ran") for fate in fates.values()),
                "broke": sum(fate.startswith("broke") for fate in fates.values()),
                "fates": {payload: fate for payload, fate in fates.items() if fate != "nothing"},
            }
        browser.close()
    return told


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    known = [kind for kind in page_peers.PAGES if kind != "lonboard"]
    parser.add_argument("pages", nargs="*", default=known, metavar="PAGE")
    parser.add_argument("--cdn", type=pathlib.Path)
    args = parser.parse_args()
    for kind, told in count(args.pages, args.cdn).items():
        print(json.dumps({"page": kind, **told}))


if __name__ == "__main__":
    main()
