"""Builds one map page from events in memory, ours or a peer's; knows no browser and no table.

    python benchmarks/speed/page_peers.py PAGE EVENTS.parquet OUT.html [--profile]

PAGE is one of ``ours``, ``fastmarkercluster``, ``geojson``, ``explore`` and ``lonboard``. Imports
and reading the events are over before the clock starts; what is timed is all that lies between a
frame in memory and the file. Prints one JSON line: CPU seconds of the process with its threads and
children, wall seconds, and the peak of its memory. Runs without ``conflict_map`` for the peers.
"""

# ruff: noqa: PLC0415 - each page imports its own library, and lonboard's environment has no other

from __future__ import annotations

import argparse
import json
import os
import pathlib
import resource
import time

import pandas as pd

FIELDS = (
    "event_id date_start event_type sub_event_type actor1 actor2 place_name admin1 country "
    "geo_precision fatalities_best source notes"
).split()
"""What every page carries of every event, besides its position."""

LABEL = "Events"
"""The name of the peers' layer, where the injection test puts a hostile one."""

POPUP = """function (row) {
    var names = %s;
    var html = '';
    for (var i = 0; i < names.length; i++) {
        html += '<b>' + names[i] + '</b>: ' + row[i + 2] + '<br>';
    }
    return L.marker(new L.LatLng(row[0], row[1])).bindPopup(html);
}"""
"""As folium's own examples write it: markup from data."""

SAFE_POPUP = """function (row) {
    var names = %s;
    return L.marker(new L.LatLng(row[0], row[1])).bindPopup(function () {
        var box = document.createElement('div');
        names.forEach(function (name, i) {
            var line = document.createElement('div');
            line.textContent = name + ': ' + row[i + 2];
            box.appendChild(line);
        });
        return box;
    });
}"""
"""The best that one can do: the popup is made when it is opened, and from text."""


def _plain(frame):
    """Give the fields as texts and numbers, as a peer's user would before handing them on."""
    out = frame[FIELDS].copy()
    out["date_start"] = out["date_start"].dt.strftime("%Y-%m-%d")
    out["fatalities_best"] = out["fatalities_best"].astype("float64")
    return out


def _points(frame):
    import geopandas as gpd

    at = gpd.points_from_xy(frame["lon"], frame["lat"])
    return gpd.GeoDataFrame(_plain(frame), geometry=at, crs=4326)


def ours(frame, path, label):
    from conflict_map import ConflictMap, EventSet

    begin = time.process_time()
    events = EventSet.from_frame(frame)
    read = time.process_time()
    ConflictMap(events, title=label).save(path)
    return {"event_set_cpu_s": read - begin, "page_cpu_s": time.process_time() - read}


def fastmarkercluster(frame, path, label, callback=POPUP):
    import folium
    from folium.plugins import FastMarkerCluster

    fields = _plain(frame).astype(object)
    rows = fields.where(fields.notna(), None)
    rows.insert(0, "lon", frame["lon"])
    rows.insert(0, "lat", frame["lat"])
    chart = folium.Map(location=[20, 20], zoom_start=3)
    data = rows.to_numpy().tolist()
    FastMarkerCluster(data, callback=callback % json.dumps(FIELDS), name=label).add_to(chart)
    folium.LayerControl().add_to(chart)
    chart.save(path)


def fastmarkercluster_safe(frame, path, label):
    fastmarkercluster(frame, path, label, SAFE_POPUP)


def geojson(frame, path, label):
    import folium

    chart = folium.Map(location=[20, 20], zoom_start=3)
    folium.GeoJson(
        _points(frame),
        name=label,
        marker=folium.CircleMarker(radius=4),
        popup=folium.GeoJsonPopup(fields=FIELDS),
    ).add_to(chart)
    folium.LayerControl().add_to(chart)
    chart.save(path)


def explore(frame, path, label):
    _points(frame).explore(tooltip=False, popup=True, name=label).save(path)


def lonboard(frame, path, label):  # noqa: ARG001 - it names no layer
    from lonboard import Map, ScatterplotLayer

    layer = ScatterplotLayer.from_geopandas(_points(frame), get_radius=4, radius_units="pixels")
    Map(layer).to_html(path)


PAGES = {
    "ours": ours,
    "fastmarkercluster": fastmarkercluster,
    "fastmarkercluster-safe": fastmarkercluster_safe,
    "geojson": geojson,
    "explore": explore,
    "lonboard": lonboard,
}
NEEDS = {
    "ours": "conflict_map conflict_map.web conflict_map.gazetteer",
    "fastmarkercluster": "folium folium.plugins",
    "fastmarkercluster-safe": "folium folium.plugins",
    "geojson": "folium geopandas",
    "explore": "folium geopandas matplotlib.pyplot mapclassify",
    "lonboard": "lonboard geopandas pyarrow",
}


def _profiled(build, frame, path):
    """Run under cProfile in CPU time and print the 25 functions with the most of it.

    Asking for CPU time is slow, so functions that are called a million times show up too large.
    """
    import cProfile
    import pstats

    profile = cProfile.Profile(time.process_time)
    profile.runcall(build, frame, path, LABEL)
    stats = pstats.Stats(profile)
    stats.sort_stats("tottime").print_stats(25)
    stats.sort_stats("cumulative").print_stats(25)


def _cpu_s():
    return sum(os.times()[:4])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("page", choices=PAGES)
    parser.add_argument("events", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--label", default=LABEL)
    parser.add_argument("--profile", action="store_true")
    args = parser.parse_args()
    for module in NEEDS[args.page].split():
        __import__(module)
    frame = pd.read_parquet(args.events)
    build = PAGES[args.page]
    if args.profile:
        _profiled(build, frame, str(args.out))
        return
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begin, cpu = time.perf_counter(), _cpu_s()
    stages = build(frame, str(args.out), args.label) or {}
    told = {
        "page": args.page,
        "cpu_s": _cpu_s() - cpu,
        "wall_s": time.perf_counter() - begin,
        "before_mb": before / 1024,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "bytes": args.out.stat().st_size,
        **stages,
    }
    print(json.dumps({k: round(v, 3) if isinstance(v, float) else v for k, v in told.items()}))


if __name__ == "__main__":
    main()
