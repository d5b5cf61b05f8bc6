"""Times a fresh process that opens the shipped gazetteer and answers; knows no other gazetteer.

    python benchmarks/speed/gazetteer_open.py [--runs 9]

Prints one JSON object: medians over fresh processes, in milliseconds and megabytes. ``imports``
names what must not be loaded on this path and was.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys

PROBE = """
import json, resource, sys, time
start = time.perf_counter()
from conflict_map.gazetteer import Gazetteer
imported = time.perf_counter()
gazetteer = Gazetteer.default()
opened = time.perf_counter()
first = gazetteer.lookup("Khanaser")
answered = time.perf_counter()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
names = [gazetteer.place(f"geonames:{n}").name for n in (170017, 168351, 172503, 703448, 379555)]
names += ["Al-Safira", "Tel Rifaat", "Bahmut", "خناصر", "Бахмут", "San José", "Qqqzz"]
rounds = 200
def rate(ask):
    begin = time.perf_counter()
    for _ in range(rounds):
        for name in names:
            ask(name)
    return rounds * len(names) / (time.perf_counter() - begin)
print(json.dumps({
    "import_ms": 1e3 * (imported - start),
    "open_ms": 1e3 * (opened - imported),
    "first_answer_ms": 1e3 * (answered - opened),
    "total_ms": 1e3 * (answered - start),
    "peak_rss_mb": peak,
    "lookups_per_s": rate(gazetteer.lookup),
    "lookups_in_country_per_s": rate(lambda n: gazetteer.lookup(n, country="SY")),
    "knows_per_s": rate(gazetteer.knows),
    "imports": sorted({"numpy", "pandas", "shapely", "geopandas", "geopy"} & set(sys.modules)),
    "first": first[0].place.id,
}))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=9)
    runs = [
        json.loads(
            subprocess.run([sys.executable, "-c", PROBE], check=True, capture_output=True).stdout
        )
        for _ in range(parser.parse_args().runs)
    ]
    out = {
        key: round(statistics.median(run[key] for run in runs), 1)
        if isinstance(runs[0][key], float)
        else runs[0][key]
        for key in runs[0]
    }
    print(json.dumps({"runs": len(runs), **out}))


if __name__ == "__main__":
    main()
