"""What a set costs in a notebook: time and bytes of its frame and picture, and what a widget tells.

python benchmarks/speed/notebook.py 1000 100000
"""

from __future__ import annotations

import html
import sys
import time

import numpy as np
import pandas as pd

import conflict_map as cm
from conflict_map.notebook.picture import small_picture

TYPES = (
    "Battles", "Protests", "Explosions/Remote violence", "Violence against civilians",
    "Strategic developments", "Riots",
)  # fmt: skip


def invented(count: int) -> cm.EventSet:
    random = np.random.default_rng(1)
    at = random.integers(0, 8000, count)
    sites = random.normal([36, 37], [1.5, 2], (8000, 2)).round(4)
    days = pd.to_datetime("2020-01-01") + pd.to_timedelta(random.integers(0, 1500, count), "D")
    return cm.EventSet.from_frame(
        pd.DataFrame(
            {
                "event_id": [f"s{n:06d}" for n in range(count)],
                "event_type": random.choice(TYPES, count),
                "date_start": days,
                "date_end": days,
                "lat": sites[at, 0],
                "lon": sites[at, 1],
                "place_name": [f"Place {n}" for n in at],
                "country": "SY",
                "fatalities_best": random.integers(0, 9, count),
                "notes": [
                    f"Invented note {n} on what was said to have happened at place {k}, in words "
                    "that nobody wrote before and that stand for a coder's remarks."
                    for n, k in enumerate(at)
                ],
            }
        )
    )


def timed(work):
    start, busy = time.perf_counter(), time.process_time()
    value = work()
    return value, time.perf_counter() - start, time.process_time() - busy


def said(what: str, work):
    """Do the work, say what it took (seconds by the clock, and busy), and give its value."""
    start, busy = time.perf_counter(), time.process_time()
    value = work()
    took = f"{time.perf_counter() - start:.2f} s, {time.process_time() - busy:.2f} s busy"
    print(f"  {what}: {took}")
    return value


def measure(count: int) -> None:
    events = invented(count)
    print(f"{count} events")
    page = said("page", cm.ConflictMap(events).get_root().render)
    png = said("picture", lambda: small_picture(events, title="x"))
    bundle = said("shown in a cell", events._repr_mimebundle_)
    more = sum(map(len, bundle.values())) - len(page)
    print(
        f"  page {len(page) / 1e6:.2f} MB, {len(html.escape(page)) - len(page)} more when escaped; "
        f"picture {len(png) / 1000:.0f} kB; the cell is {more / 1000:.0f} kB more than the page"
    )
    widget = said("widget", lambda: cm.ConflictMapWidget(events))
    bits = np.packbits(np.arange(count) % 2, bitorder="little").tobytes()
    state = {"number": 0, "shown": bits, "selected": -1, "from": None, "to": None}
    said(f"a brush step of {len(bits)} bytes", lambda: setattr(widget, "_told", state))
    half = events.where(np.arange(count) % 2 == 0)
    said(f"{len(half)} other events", lambda: setattr(widget, "events", half))
    said("near a name", lambda: events.near("Aleppo", km=50))
    said("search of two words", lambda: events.search("place remarks"))
    said("where", lambda: events.where(country="sy"))


if __name__ == "__main__":
    for given in sys.argv[1:] or ("1000", "100000"):
        measure(int(given))
