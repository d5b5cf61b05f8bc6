"""Measure recognition and resolution of toponyms on gold corpora with their scorer.

    python benchmarks/accuracy/toponyms.py EVAL_DIR [CORPUS ...] [--out DIR]

EVAL_DIR holds ``NAME.dev.jsonl`` and ``score.py`` (one JSON object a line: id, text, toponyms).
Prints one line per corpus. The corpora are third-party texts and are not part of this project.
"""

import argparse
import importlib.util
import json
import pathlib
import sys
import time

from conflict_map.gazetteer import Gazetteer
from conflict_map.model import Article
from conflict_map.pipeline import geoparse

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


def predict(rows, gazetteer):
    """Give one prediction record per document, as the scorer reads them."""
    out = []
    for row in rows:
        article = Article(id=str(row["id"]), text=row["text"])
        begin = time.perf_counter()
        [(_, resolutions)] = geoparse([article], gazetteer)
        toponyms = [
            {
                "start": r.mention.name_start,
                "end": r.mention.name_end,
                "lat": r.location.places[0].position.lat if r.location else None,
                "lon": r.location.places[0].position.lon if r.location else None,
            }
            for r in resolutions
            if r.mention.name and r.mention.kind != "line" and "anaphora" not in r.mention.cues
        ]
        out.append({"id": row["id"], "toponyms": toponyms, "seconds": time.perf_counter() - begin})
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval_dir", type=pathlib.Path)
    parser.add_argument("corpora", nargs="*", default=list(CORPORA))
    parser.add_argument("--out", type=pathlib.Path)
    args = parser.parse_args()
    spec = importlib.util.spec_from_file_location("score", args.eval_dir / "score.py")
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    gazetteer = Gazetteer.default()
    print("corpus".ljust(12), *(s.rjust(12) for s in SHOWN), "docs/s".rjust(8))
    for name in args.corpora or CORPORA:
        gold = score.load(args.eval_dir / f"{name}.dev.jsonl")
        predictions = predict(gold, gazetteer)
        if args.out:
            args.out.mkdir(parents=True, exist_ok=True)
            with open(args.out / f"{name}.jsonl", "w", encoding="utf-8") as f:
                f.writelines(json.dumps(p) + "\n" for p in predictions)
        result = score.evaluate(gold, predictions)
        cells = [f"{result[s]:12.3f}" if result[s] is not None else " " * 12 for s in SHOWN]
        print(name.ljust(12), *cells, f"{result['docs_per_s']:8.1f}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
