"""Measures which country and province a point is given, on places whose own record is left out.

    python benchmarks/accuracy/reverse.py

One populated place in twelve, chosen by a hash of its id, is taken out of the grid and asked for by
its point. Prints one JSON object: the share that gets its own country and its own first-order
division, in percent, by the rule of ``Gazetteer.reverse`` and by its parts alone.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter

from conflict_map.gazetteer import Gazetteer
from conflict_map.gazetteer.reverse import NearestPlaces, whereabouts
from conflict_map.gazetteer.store import DEGREE


def is_held_out(place_id):
    return hashlib.sha256(place_id.encode()).digest()[0] % 12 == 0


def main():
    gazetteer = Gazetteer.default()
    places = gazetteer.labels((-180, -90, 180, 90), 10**7)
    held = [i for i, place in enumerate(places) if is_held_out(place.id)]
    hidden = set(held)
    grid = NearestPlaces(
        [round(p.position.lon * DEGREE) for p in places],
        [round(p.position.lat * DEGREE) for p in places],
        [i for i in range(len(places)) if i not in hidden],
    )
    right = Counter()
    rules = Counter()
    for i in held:
        place = places[i]
        nearest = places[grid.near(place.position)[0][1]]
        area = gazetteer.admin1_at(place.position)
        found = whereabouts(
            place.position,
            nearest=nearest,
            province_at=gazetteer.admin1_at,
            province=gazetteer.admin1,
            country=gazetteer.country,
        )
        country = found.country.country if found.country else None
        province = found.admin1.admin1 if found.admin1 else None
        rules[found.rule] += 1
        for name, answer in (
            ("reverse", (country, province)),
            ("area alone", (area.country, area.admin1) if area else (None, None)),
            ("nearest alone", (nearest.country, nearest.admin1)),
        ):
            right[f"{name}: country"] += answer[0] == place.country
            right[f"{name}: province"] += answer == (place.country, place.admin1)
    shares = {name: round(100 * n / len(held), 2) for name, n in sorted(right.items())}
    print(json.dumps({"places": len(held), "rules": dict(rules.most_common()), **shares}))


if __name__ == "__main__":
    main()
