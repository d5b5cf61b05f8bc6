"""Measure how near the places of vague expressions lie to those that UCDP's coders gave them.

    python benchmarks/accuracy/vague_places.py EVAL_DIR [--half 0|1] [--worst N]

EVAL_DIR holds ``ucdp_vague_places.dev.jsonl``: one JSON object a line, with ``name`` (a road, a
border, a province, a part of one), ``country``, ``lat``, ``lon``, ``kind`` and ``where_prec``. Each
name is read as a report of its own, with its country as the hint. Prints one line per kind: the
share within 50 km, the share with a geometry and a precision that fit ``where_prec`` (UCDP GED
codebook 19.1, appendix 3), the median distance, and how many have no place. ``--half`` takes one
half by a hash of the name: what is changed for one half is checked on the other. The rows are
UCDP's (CC BY 4.0) and are not part of this project.
"""

import argparse
import hashlib
import json
import pathlib
import statistics
import sys

from conflict_map import geo
from conflict_map.gazetteer import Gazetteer
from conflict_map.model import Article, Position
from conflict_map.pipeline import geoparse
from conflict_map.vocabulary import FeatureClass, LocationKind

NEAR_KM = 50.0
FITS = {
    1: {"PLACE"},
    2: {"NEAR", "PLACE"},
    3: {"DISTRICT"},
    4: {"PROVINCE"},
    5: {"DISTRICT", "PART", "REGION"},
    6: {"COUNTRY"},
}
"""Our precisions for each of UCDP's."""
DRAWN_WIDE = {LocationKind.AREA, LocationKind.PART, LocationKind.LINE, LocationKind.REGION}
"""What is drawn for a vague place; a point is not honest."""


PARTIAL = {"end_of_line", "demonym", "inside_name"}


def half_of(name):
    return hashlib.sha256(name.encode()).digest()[0] % 2


def code_of(country, gazetteer):
    """Give the ISO code of a country by UCDP's name for it ("Yemen (North Yemen)")."""
    plain = country.split(" (")[0]
    for candidate in gazetteer.lookup(plain, limit=10):
        if candidate.place.feature_class is FeatureClass.COUNTRY:
            return candidate.place.country
    return None


def located(row, gazetteer):
    """Give the location of the whole expression: the first that is no part of another."""
    article = Article(id=row["id"], text=row["name"])
    [(_, found)] = geoparse([article], gazetteer, country=code_of(row["country"], gazetteer))
    placed = [r for r in found if r.location is not None]
    whole = [r for r in placed if PARTIAL.isdisjoint(r.mention.cues)]
    return whole[0].location if whole else None


def fits(row, location):
    wide = location.kind in DRAWN_WIDE or row["where_prec"] < 3
    return wide and location.precision.name in FITS[row["where_prec"]]


def line(kind, results):
    n = len(results)
    distances = [km for _, _, km, _ in results if km is not None]
    near = sum(km <= NEAR_KM for km in distances)
    fitting = sum(ok for *_, ok in results)
    median = statistics.median(distances) if distances else float("nan")
    return f"{kind:18}{n:6}{near / n:10.3f}{fitting / n:8.3f}{median:9.1f}{n - len(distances):10}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval_dir", type=pathlib.Path)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--worst", type=int, default=0, metavar="N")
    args = parser.parse_args()
    gazetteer = Gazetteer.default()
    results = []
    with open(args.eval_dir / "ucdp_vague_places.dev.jsonl", encoding="utf-8") as f:
        rows = [json.loads(text) for text in f]
    for row in rows:
        if args.half is not None and half_of(row["name"]) != args.half:
            continue
        location = located(row, gazetteer)
        there = Position(lon=row["lon"], lat=row["lat"])
        km = geo.distance_km(location.position, there) if location else None
        results.append((row, location, km, location is not None and fits(row, location)))
    print(f"{'kind':18}{'rows':>6}{'<=50 km':>10}{'fits':>8}{'median':>9}{'no place':>10}")
    for kind in sorted({row["kind"] for row, *_ in results}):
        print(line(kind, [r for r in results if r[0]["kind"] == kind]))
    print(line("all", results))
    worst = sorted(results, key=lambda r: (-(r[2] if r[2] is not None else 1e9), r[0]["id"]))
    for row, location, km, ok in worst[: args.worst]:
        told = f"{km:8.0f} km, {location.method}" if location else "   no place"
        print(f"{told} | {row['name']} ({row['country']}, {row['where_prec']}) fits={ok}")


if __name__ == "__main__":
    sys.exit(main())
