r"""Opens one saved map page in headless Chromium and times what a reader waits for; builds none.

    python benchmarks/speed/page_browser.py PAGE.html [--cdn DIR]

The network is cut. What a folium page asks of its CDNs is answered from DIR, which holds the same
files; tiles and all else fail. To make DIR:

    npm install --prefix DIR --legacy-peer-deps leaflet@1.9.3 jquery@3.7.1 bootstrap@5.2.2 \
        leaflet.markercluster@1.1.0 leaflet.awesome-markers@2.0.5 \
        @fortawesome/fontawesome-free@6.2.0

A page of ours is known by ``window.conflictMap``. Prints one JSON line, in milliseconds and MB:

``open_ms``     from the start of navigation until marks are drawn and filters work, and two frames
``open_cpu_s``  CPU seconds of the renderer until then
``heap_mb``     JavaScript heap after a collection; ``buffers_mb`` what typed arrays hold beside
                it; ``renderer_mb``, ``renderer_peak_mb`` of its process; ``used_...`` later
``brush``, ``type``, ``search_first``, ``search_next``, ``card``, ``pan``, ``zoom``
                each the median and the greatest of some steps: ``seen`` until after the next frame
                (16 ms is the floor), ``work`` the time that scripts took of it
``requests``    what the page asked of the network
"""

from __future__ import annotations

import argparse
import json
import mimetypes
import pathlib
import re
import shutil
import statistics

from playwright.sync_api import sync_playwright

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FLAGS = (
    "--no-sandbox",
    "--enable-precise-memory-info",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-extensions",
)
MIRRORS = (
    (r"https://cdn\.jsdelivr\.net/npm/((?:@[^/]+/)?[^@/]+)@[^/]+/(.+)", r"\1/\2"),
    (r"https://code\.jquery\.com/jquery-[\d.]+\.(.+)", r"jquery/dist/jquery.\1"),
    (
        r"https://cdnjs\.cloudflare\.com/ajax/libs/Leaflet\.awesome-markers/[^/]+/(.+)",
        r"leaflet.awesome-markers/dist/\1",
    ),
    (
        r"https://cdnjs\.cloudflare\.com/ajax/libs/leaflet\.markercluster/[^/]+/(.+)",
        r"leaflet.markercluster/dist/\1",
    ),
)
"""Where npm's packages hold what folium 0.20 links to."""

OPENED = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const marks = () => document.readyState !== 'loading' && document.querySelector(
    '.leaflet-marker-pane > *, .leaflet-overlay-pane path, .leaflet-overlay-pane canvas');
  while (!window.conflictMap && !marks()) await new Promise(done => setTimeout(done, 4));
  if (window.conflictMap) await window.conflictMap.ready;
  await frame(); await frame();
  return performance.now();
}"""

STEPS = """async () => {
  const ours = window.conflictMap, out = {};
  const frame = () => new Promise(done => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = done;
    channel.port2.postMessage(0);
  }));
  const said = () => ours && document.getElementById('count').textContent;
  /** One step: what scripts took, in the call and in the frame, and when it was to be seen. */
  const step = async (act, changes) => {
    await frame(); await frame();
    let drawing = 0;
    const before = said();
    requestAnimationFrame(() => { drawing = performance.now(); });
    const start = performance.now();
    act();
    let work = performance.now() - start;
    requestAnimationFrame(() => { work += performance.now() - drawing; });
    await frame();
    // A page may put the work off: what was asked for has been seen once the count has changed.
    while (changes && said() === before && performance.now() - start < 3000) await frame();
    return {seen: performance.now() - start, work};
  };
  const many = async (name, acts, changes) => {
    out[name] = [];
    for (const act of acts) out[name].push(await step(act, changes));
  };
  if (ours) {
    const day = months => new Date(Date.UTC(2018, months, 1)).toISOString().slice(0, 10);
    const ranges = [...Array(12).keys()].map(k => [day(5 * k), day(5 * k + 9 + k)]);
    await many('brush', ranges.map(([a, b]) => () => ours.setRange(a, b)), true);
    ours.setRange(null, null);
    const chips = [...document.querySelectorAll('#chips button')].slice(0, 4);
    await many('type', [...chips, ...chips].map(chip => () => chip.click()), true);
    const field = document.getElementById('search');
    const type = text => () => {
      field.value = text;
      field.dispatchEvent(new Event('input', {bubbles: true}));
    };
    await many('search_first', [type('q')], true);
    await many('search_next', ['qu', 'qua', 'quar', 'quarr'].map(type), true);
    type('')();
    const ids = ours.shown();
    const some = [...Array(6).keys()].map(k => ids[Math.floor(k * ids.length / 6)]);
    await many('card', some.map(id => () => ours.select(id)), false);
  }
  const folium = Object.keys(window).find(key => /^map_[0-9a-f]{32}$/.test(key));
  const map = ours ? ours.leaflet : window[folium], still = {animate: false};
  map.setView([20, 30], 5, still);
  const ways = [...Array(16).keys()].map(k => [k % 8 < 4 ? 90 : -90, k % 2 ? 40 : -40]);
  await many('pan', ways.map(way => () => map.panBy(way, still)), false);
  await many('zoom', [6, 7, 6, 5, 4, 5, 6, 5].map(z => () => map.setZoom(z, still)), false);
  return out;
}"""


def mirror(route, folder):
    """Answer a request from the folder, or let it fail."""
    url = route.request.url
    for pattern, path in MIRRORS:
        match = re.fullmatch(pattern, url.split("?", 1)[0])
        file = folder / "node_modules" / match.expand(path) if match and folder else None
        if file and file.is_file():
            kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            headers = {"Access-Control-Allow-Origin": "*"}
            route.fulfill(body=file.read_bytes(), content_type=kind, headers=headers)
            return
    if url.split("?", 1)[0].endswith(".css"):
        route.fulfill(body="", content_type="text/css")  # two sheets that no package holds
        return
    route.abort()


def _process(browser):
    """Give CPU seconds and memory in MB of the page's renderer: the largest there is."""
    session = browser.new_browser_cdp_session()
    found = []
    for info in session.send("SystemInfo.getProcessInfo")["processInfo"]:
        if info["type"] == "renderer":
            try:
                status = pathlib.Path(f"/proc/{info['id']}/status").read_text()
            except OSError:  # gone, or a system without /proc
                continue
            kb = dict(re.findall(r"^(VmRSS|VmHWM):\s+(\d+)", status, re.MULTILINE))
            found.append((int(kb["VmRSS"]) / 1024, int(kb["VmHWM"]) / 1024, info["cpuTime"]))
    session.detach()
    rss, peak, cpu = max(found, default=(0.0, 0.0, 0.0))
    return {"renderer_mb": rss, "renderer_peak_mb": peak, "cpu_s": cpu}


def _memory(page, browser):
    session = page.context.new_cdp_session(page)
    for _ in range(2):
        session.send("HeapProfiler.collectGarbage")
    usage = session.send("Runtime.getHeapUsage")
    session.detach()
    precise = page.evaluate("performance.memory.usedJSHeapSize")
    process = _process(browser)
    return {
        "heap_mb": precise / 1e6,
        "buffers_mb": usage.get("backingStorageSize", 0) / 1e6,
        "renderer_mb": process["renderer_mb"],
        "renderer_peak_mb": process["renderer_peak_mb"],
    }


def _told(steps):
    return {
        f"{name}_{what}_{how}_ms": of(step[what] for step in found)
        for name, found in steps.items()
        for what in ("seen", "work")
        for how, of in (("median", statistics.median), ("max", max))
    }


def measure(path, cdn):
    asked = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS])
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        page.set_default_timeout(0)
        page.on("request", lambda r: r.url.startswith("http") and asked.append(r.url))
        page.on("crash", lambda _: print(json.dumps({"crashed": True})))
        page.route(re.compile("^https?:"), lambda route: mirror(route, cdn))
        page.goto(path.resolve().as_uri(), wait_until="commit", timeout=0)
        told = {"open_ms": page.evaluate(OPENED)}
        told |= {"open_cpu_s": _process(browser)["cpu_s"], "requests": len(asked)}
        told |= _memory(page, browser)
        told |= _told(page.evaluate(STEPS))
        told |= {f"used_{name}": value for name, value in _memory(page, browser).items()}
        browser.close()
    return {name: round(value, 2) for name, value in told.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("page", type=pathlib.Path)
    parser.add_argument("--cdn", type=pathlib.Path)
    args = parser.parse_args()
    print(json.dumps(measure(args.page, args.cdn)))


if __name__ == "__main__":
    main()
