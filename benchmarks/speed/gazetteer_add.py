"""Times adding an invented dump in GeoNames' format to a user gazetteer; knows no real place.

    python benchmarks/speed/gazetteer_add.py [--places 35000] [--alternates 3]

Prints one JSON object: seconds and rows a second of ``conflict-map gazetteer add`` in a process of
its own, the most memory that it and its workers held together (proportional set size), the size
on disk, and then what opening the layers and asking them costs in a fresh process.
``--places 13000000`` needs 6 GB of disk; see ``docs/decisions/0007-user-gazetteer.md``.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CONSONANTS = "b d f g h j k l m n q r s t w z kh sh dh th".split()
VOWELS = "a i u aa e o".split()
ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
COUNTRIES = "US US US CN CN IN NO MX ID RU IR PK SY UA SD YE".split()
KINDS = [("P", "PPL")] * 6 + [("H", "WAD"), ("T", "HLL"), ("S", "FRM"), ("L", "LCTY")]

PROBE = """
import json, sys, time
from conflict_map.gazetteer import Gazetteer
Gazetteer.shipped()
start = time.perf_counter()
gazetteer = Gazetteer.default(sys.argv[1])
opened = time.perf_counter()
gazetteer.lookup("Khanaser")
first = time.perf_counter()
names = sys.argv[2:]
hits = sum(bool(gazetteer.lookup(name, fuzzy=False)) for name in names)
asked = time.perf_counter()
for name in names:
    gazetteer.lookup(name, country="SY", fuzzy=False)
done = time.perf_counter()
print(json.dumps({
    "open_ms": 1e3 * (opened - start),
    "first_answer_ms": 1e3 * (first - opened),
    "lookups_per_s": len(names) / (asked - first),
    "lookups_in_country_per_s": len(names) / (done - asked),
    "found": hits / len(names),
}))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--places", type=int, default=35_000)
    parser.add_argument("--alternates", type=int, default=3, help="alternate names a place")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        names = write_dump(here, chosen.places, chosen.alternates)
        files = [here / "allCountries.txt", here / "alternateNamesV2.txt"]
        command = [sys.executable, "-m", "conflict_map", "gazetteer", "add", *map(str, files)]
        seconds, peak = watched([*command, "--gazetteer", str(here / "mine")])
        probe = [sys.executable, "-c", PROBE, str(here / "mine"), *names]
        asked = json.loads(subprocess.run(probe, check=True, capture_output=True).stdout)
        books = list((here / "mine").glob("*.gaz"))
        size = sum(book.stat().st_size for book in books)
    out = {
        "places": chosen.places,
        "alternates": chosen.alternates,
        "seconds": seconds,
        "places_per_s": chosen.places / seconds,
        "peak_mb": peak,
        "books": len(books),
        "disk_mb": size / 1e6,
        **asked,
    }
    print(json.dumps({k: round(v, 2) if isinstance(v, float) else v for k, v in out.items()}))


def write_dump(folder: Path, places: int, alternates: int) -> list[str]:
    """Write the two files and give some of the names in them."""
    dice = random.Random(7)

    def word() -> str:
        beats = dice.randint(2, 3)
        sounds = (dice.choice(CONSONANTS) + dice.choice(VOWELS) for _ in range(beats))
        return ("".join(sounds) + dice.choice(CONSONANTS)).title()

    def name() -> str:
        return f"{word()} {word()}" if dice.random() < 0.5 else word()

    sample = []
    number = 0
    with (
        (folder / "allCountries.txt").open("w", encoding="utf-8") as rows,
        (folder / "alternateNamesV2.txt").open("w", encoding="utf-8") as others,
    ):
        for place in range(1, places + 1):
            own = name()
            also = [name() for _ in range(max(0, alternates - 1))]
            also += ["".join(dice.choice(ARABIC) for _ in range(6))] if alternates else []
            kind, code = dice.choice(KINDS)
            lat, lon = dice.uniform(-55, 70), dice.uniform(-180, 180)
            country = COUNTRIES[place * len(COUNTRIES) // (places + 1)]
            rows.write(
                f"{place}\t{own}\t{own}\t{','.join(also)}\t{lat:.5f}\t{lon:.5f}\t{kind}\t{code}\t"
                f"{country}\t\t{dice.randint(1, 20):02d}\t{dice.randint(100, 300)}\t\t\t"
                f"{dice.choice((0, 0, 0, dice.randint(1, 9999)))}\t\t300\tEtc/UTC\t2024-01-01\n"
            )
            for each in also:
                number += 1
                others.write(f"{number}\t{place}\t\t{each}\t\t\t\t\t\t\n")
            if place % max(1, places // 500) == 0:
                sample.append(own)
    return sample


def watched(command: list[str]) -> tuple[float, float]:
    """Run a command; give its seconds and the most megabytes that it and its children held."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(map(held, family(process.pid))))
        time.sleep(0.1)
    if process.returncode:
        sys.exit(f"{command} failed with {process.returncode}")
    return time.perf_counter() - start, peak / 1024


def family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(each for child in children for each in family(int(child)))]


def held(pid: int) -> int:
    """Give the kilobytes of a process, shared pages counted once over all; Linux only."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    main()
