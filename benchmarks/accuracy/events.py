"""Measure place and type of one-event texts on gold sets with their scorer.

    python benchmarks/accuracy/events.py EVAL_DIR [SET ...] [--limit N] [--out DIR]

EVAL_DIR holds ``NAME.dev.jsonl`` and ``score_events.py``. The sets are third-party texts and are
not part of this project.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
from datetime import date

from conflict_map.gazetteer import Gazetteer
from conflict_map.model import Article
from conflict_map.pipeline import extract_claims

SETS = ("acled_notes", "ucdp_headlines", "event_types")


def features(rows, gazetteer, *, hint):
    """Give one GeoJSON feature per claim with what the scorer reads."""
    for row in rows:
        published = row.get("event_date")
        country = row.get("country_code") if hint else None
        article = Article(
            id=str(row["id"]),
            text=row["text"],
            published=date.fromisoformat(published[:10])
            if published and len(published) >= 10
            else None,
        )
        for claim in extract_claims([article], gazetteer, country=country):
            where = claim.locations[0].position if claim.locations else None
            yield {
                "type": "Feature",
                "geometry": None,
                "properties": {
                    "article_id": row["id"],
                    "event_type": claim.event_type,
                    "sub_event_type": claim.sub_event_type,
                    "confidence": claim.confidence,
                    "lat": where.lat if where else None,
                    "lon": where.lon if where else None,
                },
            }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval_dir", type=pathlib.Path)
    parser.add_argument("sets", nargs="*", default=list(SETS))
    parser.add_argument("--limit", type=int)
    parser.add_argument("--out", type=pathlib.Path)
    args = parser.parse_args()
    gazetteer = Gazetteer.default()
    out = args.out or pathlib.Path(tempfile.mkdtemp())
    out.mkdir(parents=True, exist_ok=True)
    for name in args.sets or SETS:
        with open(args.eval_dir / f"{name}.dev.jsonl", encoding="utf-8") as f:
            rows = [json.loads(line) for line in f if line.strip()][: args.limit]
        gold = out / f"{name}.gold.jsonl"
        gold.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
        predicted = out / f"{name}.geojson"
        collection = {
            "type": "FeatureCollection",
            "features": list(features(rows, gazetteer, hint=False)),
        }
        predicted.write_text(json.dumps(collection), encoding="utf-8")
        print(f"== {name}", flush=True)
        subprocess.run(
            [sys.executable, args.eval_dir / "score_events.py", gold, predicted], check=True
        )


if __name__ == "__main__":
    sys.exit(main())
