"""Measure one article against its gold: places, kinds of geometry, events, dates, claimants.

    python benchmarks/accuracy/article.py ARTICLE.txt ARTICLE.gold.json

The gold names each place with its offsets, role and geometry, and each event with its sentence.
An area counts as right when our point lies in the area that the gazetteer has for the gold's own
point, a part when it lies in the named half, a line within 15 km of the chord, a town within 5 km.
"""

import argparse
import json
import pathlib
import sys
from dataclasses import replace

from shapely.geometry import shape

from conflict_map import geo
from conflict_map.gazetteer import Gazetteer
from conflict_map.model import Position
from conflict_map.pipeline import extract_claims, geoparse
from conflict_map.tables.articles import read_articles
from conflict_map.vocabulary import LocationKind

KINDS = {
    "province_polygon": {LocationKind.AREA},
    "part_of_polygon": {LocationKind.PART},
    "line": {LocationKind.LINE},
    "point": {LocationKind.POINT, LocationKind.NEAR},
}
LIMITS_KM = {"line": 15.0, "point": 5.0}


def right_place(gold, location, gazetteer):
    here = Position(lon=gold["lon"], lat=gold["lat"])
    if gold["geometry"] in LIMITS_KM:
        return geo.distance_km(here, location.position) <= LIMITS_KM[gold["geometry"]]
    unit = gazetteer.admin1_at(here)
    inside = unit is not None and geo.contains(gazetteer.geometry(unit), location.position)
    if gold["geometry"] == "province_polygon" or not inside:
        return inside
    west, south, east, north = bounds(gazetteer.geometry(unit))
    word = gold["surface"].casefold()
    return not (
        ("south" in word and location.position.lat > (south + north) / 2)
        or ("north" in word and location.position.lat < (south + north) / 2)
        or ("east" in word and location.position.lon < (west + east) / 2)
        or ("west" in word and location.position.lon > (west + east) / 2)
    )


def bounds(geometry):
    return shape(geometry).bounds


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("article", type=pathlib.Path)
    parser.add_argument("gold", type=pathlib.Path)
    args = parser.parse_args()
    gold = json.loads(args.gold.read_text(encoding="utf-8"))
    gazetteer = Gazetteer.default()
    articles = [replace(a) for a in read_articles(args.article)]
    [(_, resolutions)] = geoparse(articles, gazetteer)
    claims = list(extract_claims(articles, gazetteer))

    wanted = [p for p in gold["places"] if p["kind"] == "event_location"]
    good = 0
    for place in wanted:
        found = [
            r.location
            for r in resolutions
            if r.location and (r.mention.start, r.mention.end) == (place["start"], place["end"])
        ]
        ok = any(
            x.kind in KINDS[place["geometry"]] and right_place(place, x, gazetteer) for x in found
        )
        good += ok
        if not ok:
            print("  missed:", place["surface"], [(x.name, x.kind.value) for x in found])
    print(f"event locations at the right place with the right geometry: {good} of {len(wanted)}")

    drawn = {x.name for c in claims for x in c.locations}
    drawn |= {
        x.places[0].name
        for c in claims
        for x in c.locations
        if len(x.places) == 1 and not x.kind.startswith("region")
    }
    not_drawn = {p["surface"] for p in gold["places"] if not p["map_as_event"]}
    not_drawn -= {p["surface"] for p in wanted} | {"these provinces", "that province"}
    not_drawn |= set(gold["not_places"])
    print(f"marks on what must not be drawn: {len(drawn & not_drawn)} {sorted(drawn & not_drawn)}")

    names = {p["id"]: p["surface"] for p in gold["places"]}
    events = [e for e in gold["events"] if e["mappable"] is True]
    good = 0
    for event in events:
        claim = next((c for c in claims if c.quote == event["sentence"]), None)
        problems = []
        if claim is None:
            problems.append("absent")
        else:
            have = {x.name for x in (*claim.locations, *claim.related)}
            if have != {names[i] for i in event["places"]}:
                problems.append(f"places {sorted(have)}")
            start, end = (claim.dates.start, claim.dates.end) if claim.dates else (None, None)
            if (str(start) if start else None, str(end)) != (
                event["date"]["start"],
                event["date"]["end"],
            ):
                problems.append(f"dates {start}..{end}")
            want = event["attribution"]["text"] if event["attribution"] else None
            if claim.claimant != want:
                problems.append(f"claimant {claim.claimant!r}")
        good += not problems
        if problems:
            print(" ", event["id"], "; ".join(problems))
    print(f"plainly mappable events with right places, dates and claimant: {good} of {len(events)}")
    deaths = [n for c in claims for n in (c.toll.low, c.toll.best, c.toll.high) if n is not None]
    print(f"deaths counted: {deaths}")


if __name__ == "__main__":
    sys.exit(main())
