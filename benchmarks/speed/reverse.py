"""Times points asked of a fresh gazetteer: the first one, and many near places; knows no accuracy.

    python benchmarks/speed/reverse.py [--points 100000]

Prints one JSON object: seconds, points a second, and the peak memory in megabytes.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time

from conflict_map.gazetteer import Gazetteer
from conflict_map.model import Position


def points(gazetteer, count):
    """Give points some 10 km around places, as events lie; every 50th anywhere on earth."""
    rolls = random.Random(7)
    towns = gazetteer.labels((-180, -90, 180, 90), 50_000)
    found = []
    while len(found) < count:
        if len(found) % 50 == 0:
            lon, lat = rolls.uniform(-180, 180), rolls.uniform(-90, 90)
        else:
            near = towns[rolls.randrange(len(towns))].position
            lon, lat = near.lon + rolls.gauss(0, 0.1), near.lat + rolls.gauss(0, 0.1)
        if abs(lon) <= 180 and abs(lat) <= 90:
            found.append(Position(lon=lon, lat=lat))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--points", type=int, default=100_000)
    asked = points(Gazetteer.default(), parser.parse_args().points)
    gazetteer = Gazetteer.default()
    start = time.perf_counter()
    gazetteer.reverse(asked[0])
    first = time.perf_counter()
    for position in asked:
        gazetteer.reverse(position)
    seconds = time.perf_counter() - first
    told = {
        "first_s": round(first - start, 3),
        "points": len(asked),
        "seconds": round(seconds, 1),
        "per_s": round(len(asked) / seconds),
        "peak_rss_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
