"""Times the shipped gazetteer's look-ups by rung; knows no other gazetteer.

    python benchmarks/speed/gazetteer_lookups.py [--names 50000] [--runs 3]

Asks a fixed sample of its own names (every n-th town), a fifth of them spoilt so that nothing has
them. Prints a line per question: names a second of processor time, the best of the runs; then
milliseconds to open and megabytes at the peak after one answer. ``exact`` asks for a key that is
folded already, as other projects time theirs; ``knows`` folds it first.
"""

from __future__ import annotations

import argparse
import resource
import time
from typing import TYPE_CHECKING

from conflict_map.gazetteer import Gazetteer
from conflict_map.gazetteer.match import Matcher
from conflict_map.gazetteer.store import Sections
from conflict_map.names import fold, skeleton

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def rate(ask: Callable[[str], object], names: Sequence[str], runs: int) -> float:
    """Give names a second of processor time, the best of the runs."""
    best = 0.0
    for _ in range(runs):
        begin = time.process_time()
        for name in names:
            ask(name)
        best = max(best, len(names) / (time.process_time() - begin))
    return best


def peak_mb() -> float:
    """Give the most memory that the process has used so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Ask and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--names", type=int, default=50_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    begin = time.perf_counter()
    gazetteer = Gazetteer.shipped()
    open_ms = 1e3 * (time.perf_counter() - begin)
    gazetteer.lookup("Khanaser")
    step = max(1, len(gazetteer) // options.names)
    opened_mb = peak_mb()
    names = [p.name for p in gazetteer.labels((-180, -90, 180, 90), len(gazetteer))[::step]]
    names = [name if i % 5 else f"{name}qx" for i, name in enumerate(names)]
    keys = [fold(name) for name in names]
    matcher = Matcher(Sections(gazetteer.path))
    few = names[:: max(1, len(names) // 4000)]
    rows = [
        ("exact (folded key)", rate(matcher.has_key, keys, options.runs)),
        ("knows (folds, articles)", rate(gazetteer.knows, names, options.runs)),
        ("fold", rate(fold, names, options.runs)),
        ("skeleton", rate(skeleton, few, options.runs)),
        ("lookup fuzzy=False", rate(lambda n: gazetteer.lookup(n, fuzzy=False), few, options.runs)),
        ("lookup in SY", rate(lambda n: gazetteer.lookup(n, country="SY"), few, options.runs)),
        ("lookup anywhere", rate(gazetteer.lookup, few, 1)),
    ]
    for what, per_second in rows:
        print(f"{what:26} {per_second:12,.0f}/s")
    print(f"{'open':26} {open_ms:12.1f} ms")
    print(f"{'peak after one answer':26} {opened_mb:12.1f} MB")


if __name__ == "__main__":
    main()
