"""Measure recognition and resolution of toponyms on gold corpora with their scorer.

    python benchmarks/accuracy/toponyms.py [EVAL_DIR] [CORPUS ...] [--out DIR]

EVAL_DIR (or the environment variable CONFLICT_MAP_EVAL) holds ``NAME.dev.jsonl`` and ``score.py``
(one JSON object a line: id, text, toponyms). Prints one line per corpus, then how its errors are
of which kind. The corpora are third-party texts and are not part of this project; none of their
text is printed.
"""

import argparse
import collections
import importlib.util
import json
import os
import pathlib
import sys
import time

from conflict_map.gazetteer import Gazetteer
from conflict_map.model import Article, Position
from conflict_map.pipeline import Geoparser

CORPORA = ("lgl", "trnews", "gwn", "geovirus", "tudloc2013", "geocorpora")
SHOWN = (
    "overlap_p",
    "overlap_r",
    "overlap_f1",
    "exact_f1",
    "acc_matched",
    "acc_all_gold",
    "e2e_f1",
    "median_km",
)
LIMIT_KM = 161.0


def eval_dir(given):
    """Give the folder of corpora: the argument, else the environment's."""
    found = given or os.environ.get("CONFLICT_MAP_EVAL")
    if not found or not pathlib.Path(found).is_dir():
        sys.exit(
            "no folder of corpora: give EVAL_DIR or set CONFLICT_MAP_EVAL to the folder that has"
            " NAME.dev.jsonl and score.py"
        )
    return pathlib.Path(found)


def module(path):
    """Load a scorer that lies beside the corpora."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def rows_of(folder, name):
    with open(folder / f"{name}.dev.jsonl", encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def toponyms_of(resolutions):
    """Give the names of places with the points of what they mean, as the scorer reads them."""
    seen = set()
    for r in resolutions:
        m = r.mention
        span = (m.name_start, m.name_end)
        if not m.is_toponym or span in seen:
            continue
        seen.add(span)
        at = r.location.places[0].position if r.location and r.location.places else None
        yield {
            "start": m.name_start,
            "end": m.name_end,
            "lat": at.lat if at else None,
            "lon": at.lon if at else None,
        }


def predict(rows, geoparser):
    """Give one prediction record per document, as the scorer reads them."""
    out = []
    for row in rows:
        begin = time.process_time()
        resolutions = geoparser.geoparse(Article(id=str(row["id"]), text=row["text"]))
        seconds = time.process_time() - begin
        toponyms = list(toponyms_of(resolutions))
        out.append({"id": row["id"], "toponyms": toponyms, "seconds": seconds})
    return out


def errors_by_kind(score, rows, predictions, gazetteer):
    """Count what went wrong, by kind."""
    kinds = collections.Counter()
    for row, told in zip(rows, predictions, strict=True):
        gold = [t for t in row["toponyms"] if not t.get("ignore")]
        neutral = [t for t in row["toponyms"] if t.get("ignore")]
        pairs = score.match(gold, told["toponyms"])
        for i, g in enumerate(gold):
            name = row["text"][g["start"] : g["end"]]
            if i not in pairs:
                known = bool(gazetteer.standing(name)[0])
                kinds["missed, known name" if known else "missed, in no gazetteer"] += 1
                continue
            p = told["toponyms"][pairs[i]]
            if (p["start"], p["end"]) != (g["start"], g["end"]):
                kinds["found with other ends"] += 1
            if not score.has_coords(g):
                continue
            if p["lat"] is None:
                kinds["found, not resolved"] += 1
            elif score.error_km(g, p) > LIMIT_KM:
                there = Position(lon=g["lon"], lat=g["lat"])
                reachable = any(
                    score.haversine(*there.latlon, *c.place.position.latlon) <= LIMIT_KM
                    for c in gazetteer.lookup(name)
                )
                kinds["wrong namesake" if reachable else "wrong, right one not in gazetteer"] += 1
        for j, p in enumerate(told["toponyms"]):
            if j in pairs.values():
                continue
            if not any(p["start"] < n["end"] and n["start"] < p["end"] for n in neutral):
                kinds["not a toponym in the gold"] += 1
    return kinds


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval_dir", type=pathlib.Path, nargs="?")
    parser.add_argument("corpora", nargs="*", default=list(CORPORA))
    parser.add_argument("--out", type=pathlib.Path)
    args = parser.parse_args()
    folder = eval_dir(args.eval_dir)
    score = module(folder / "score.py")
    gazetteer = Gazetteer.default()
    geoparser = Geoparser(gazetteer)
    print("corpus".ljust(12), *(s.rjust(12) for s in SHOWN), "docs/s".rjust(8))
    for name in args.corpora or CORPORA:
        gold = rows_of(folder, name)
        predictions = predict(gold, geoparser)
        if args.out:
            args.out.mkdir(parents=True, exist_ok=True)
            with open(args.out / f"{name}.jsonl", "w", encoding="utf-8") as f:
                f.writelines(json.dumps(p) + "\n" for p in predictions)
        result = score.evaluate(gold, predictions)
        cells = [f"{result[s]:12.3f}" if result[s] is not None else " " * 12 for s in SHOWN]
        print(name.ljust(12), *cells, f"{result['docs_per_s']:8.1f}", flush=True)
        for kind, n in errors_by_kind(score, gold, predictions, gazetteer).most_common():
            print(f"  {n:6} {kind}")


if __name__ == "__main__":
    sys.exit(main())
