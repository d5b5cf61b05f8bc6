"""Counts coded places that have a candidate near them by name; knows no text.

    python benchmarks/accuracy/gazetteer_coverage.py NOTES.jsonl [--within 25] [--most 10]
        [--country SY --add wof_sy_places.tsv]

NOTES: JSON lines with ``location``, ``country`` (a name), ``lat``, ``lon``. Each place is
asked by its name in its country, at most ``--most`` candidates of any rung. ``--add`` asks a second
book made of a Who's On First table too (columns name, altnames, lat, lon). Prints, per rung
that found it, how many notes have their place, and the share.
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
import time
from collections import Counter
from pathlib import Path

from conflict_map.gazetteer import Gazetteer
from conflict_map.gazetteer.entries import Book, Entry
from conflict_map.gazetteer.writer import write_book
from conflict_map.geo import distance_km
from conflict_map.model import Place, Position
from conflict_map.vocabulary import FeatureClass


def added_book(path: Path, country: str) -> Book:
    """Make a book of a Who's On First table."""
    with path.open(encoding="utf-8", newline="") as file:
        entries = [
            Entry(
                place=Place(
                    id=f"wof:{row['wof_id']}",
                    name=row["name"],
                    position=Position(lon=float(row["lon"]), lat=float(row["lat"])),
                    feature_class=FeatureClass.POPULATED_PLACE,
                    country=country,
                    names=tuple(n for n in row["altnames"].split("|") if n),
                )
            )
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    return Book(version="added", entries=tuple(entries))


def main() -> None:
    """Ask and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notes", type=Path)
    parser.add_argument("--within", type=float, default=25.0)
    parser.add_argument("--most", type=int, default=10)
    parser.add_argument("--country", help="ask only this one (ISO 3166-1 alpha-2)")
    parser.add_argument("--add", type=Path)
    parser.add_argument("--distinct", action="store_true", help="count places, not notes")
    parser.add_argument("--misses", action="store_true", help="print the names not found")
    options = parser.parse_args()
    books = [Gazetteer.default()]
    with tempfile.TemporaryDirectory() as scratch:
        if options.add:
            path = Path(scratch) / "added.gaz"
            write_book(added_book(options.add, options.country), path)
            books.append(Gazetteer.open(path))
        count(books, options)


def count(books: list[Gazetteer], options: argparse.Namespace) -> None:
    """Ask every place and print which rung found it."""
    found: Counter[str] = Counter()
    code_of: dict[str, str | None] = {}
    rows = [json.loads(line) for line in options.notes.open(encoding="utf-8")]
    if options.distinct:
        rows = list({(r["location"], r["country"]): r for r in rows}.values())
    begin = time.process_time()
    for row in rows:
        if row["lat"] is None or not row["location"]:
            continue
        nation = row["country"]
        if nation not in code_of:
            meant = (c.place for c in books[0].lookup(nation, limit=5))
            best = next((place for place in meant if place.country), None)
            code_of[nation] = best.country if best else None
        code = code_of[nation]
        if options.country and code != options.country:
            continue
        gold = Position(lon=row["lon"], lat=row["lat"])
        candidates = [
            c
            for book in books
            for c in book.lookup(row["location"], country=code, limit=options.most)
        ]
        candidates.sort(key=lambda c: -c.score)
        near = [
            c.rung
            for c in candidates[: options.most]
            if distance_km(gold, c.place.position) <= options.within
        ]
        found[near[0] if near else "nothing"] += 1
        if options.misses and not near:
            print(row["location"], nation, [c.place.name for c in candidates[:5]], sep="\t")
    total = sum(found.values())
    for rung, number in found.most_common():
        print(f"{rung:10} {number:6} {number / total:7.3f}")
    number = total - found["nothing"]
    seconds = time.process_time() - begin
    print(f"{'found':10} {number:6} {number / total:7.3f} of {total} in {seconds:.2f} s")


if __name__ == "__main__":
    main()
