"""Measure place, type and deaths of one-event texts on gold sets, and how fast their text is read.

    python benchmarks/accuracy/events.py EVAL_DIR [SET ...] [--limit N] [--out DIR] [--halves]

EVAL_DIR holds ``NAME.dev.jsonl`` and ``score_events.py``, which scores places and types. The sets
are third-party texts and are not part of this project; none of their text is printed.

Deaths are exact where the event of the surest claim has the coder's number as its best; only rows
that state that number count: with a word for death near it, or "no deaths" for zero.
``--halves`` gives types and deaths for each half of the rows, split by a hash of their ids: rules
are written on half 0 and checked on half 1.
"""

import argparse
import collections
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time
from datetime import date

from conflict_map.events.claims import find_claims
from conflict_map.events.corroborate import corroborate
from conflict_map.events.flatten import toll_of
from conflict_map.gazetteer import Gazetteer
from conflict_map.model import Article
from conflict_map.pipeline import extract_claims
from conflict_map.text.sentences import split

SETS = ("acled_notes", "ucdp_headlines", "event_types")
DEATHS = {"acled_notes": "fatalities", "ucdp_headlines": "best"}
WORST = 12

NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
DEATH = (
    r"(?:kill\w*|dead|died|dies|deaths?|slain|murder\w*|fatalit\w+|executed|behead\w*|massacr\w*|shot|"
    r"bod(?:y|ies)|assassinat\w*|lives|toll)"
)
PERSON = (
    r"(?:man|woman|boy|girl|child|person|civilian|citizen|soldier|officer|policeman|guard|member|fighter|"
    r"militant|rebel|commander|leader|villager|resident|farmer|student|teacher|journalist|worker|driver|"
    r"trader|demonstrator|protester|prisoner|activist|suspect|nurse|doctor|minor|baby|militiaman|local)"
)
NONE = re.compile(
    r"\b(?:no|without(?: any)?|0) (?:(?:injur\w+|wounded|known) (?:or|and|nor) )?"
    r"(?:casualt|fatalit|deaths)\w*\b(?! (?:or \w+ )?(?:\w+ )?(?:reported|recorded|known))",
    re.IGNORECASE,
)


def states(text, number):
    """Say whether a text states a number of dead."""
    if number == 0:
        return bool(NONE.search(text))
    forms = [str(number), f"{number:,}"]
    if number < len(NUMBERS):
        forms.append(NUMBERS[number])
    if number == 1:
        forms += [rf"an? (?:[\w’'-]+ ){{0,3}}{PERSON}", "him", "her"]
    one = "|".join(forms)
    return bool(
        re.search(
            rf"\b(?:{one})\b[^.;]{{0,80}}\b{DEATH}|\b{DEATH}\b[^.;]{{0,50}}\b(?:{one})\b",
            text,
            re.IGNORECASE,
        )
    )


def article_of(row):
    published = row.get("event_date")
    known = published and len(published) >= 10
    return Article(
        id=str(row["id"]),
        text=row["text"],
        published=date.fromisoformat(published[:10]) if known else None,
    )


def surest(claims):
    """Give the claim that the scorer counts: the surest, ties by their order."""
    return max(claims, key=lambda c: c.confidence, default=None)


def features(row, claims):
    """Give one GeoJSON feature per claim with what the scorer reads."""
    for claim in claims:
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


def half_of(row):
    return int(hashlib.md5(str(row["id"]).encode()).hexdigest(), 16) % 2


def weighted_f1(pairs):
    score = 0.0
    for label, n in collections.Counter(gold for gold, _ in pairs).items():
        hits = sum(gold == got == label for gold, got in pairs)
        told = sum(got == label for _, got in pairs)
        score += n * (2 * hits / (n + told)) if hits else 0.0
    return score / len(pairs)


def types_of(row, kind):
    if kind == "six types":
        return row.get("acled_event_type") or row.get("event_type_norm")
    return row.get("acled_sub_event_type") or row.get("sub_event_type")


def print_types(rows, best, label=""):
    for kind, attribute in (("six types", "event_type"), ("sub-types", "sub_event_type")):
        pairs = [
            (types_of(r, kind), getattr(best[r["id"]], attribute, None))
            for r in rows
            if types_of(r, kind)
        ]
        if pairs:
            print(f"{kind + label:34} {weighted_f1(pairs):.4f} weighted F1 of {len(pairs)}")


def print_confusions(pairs):
    wrong = collections.Counter((gold, got) for gold, got in pairs if gold != got)
    for (gold, got), n in sorted(wrong.items(), key=lambda x: (-x[1], str(x[0])))[:WORST]:
        print(f"  {n:4} {gold} read as {got or 'no event'}")


def print_deaths(rows, claims, key, label=""):
    counted = [r for r in rows if r.get(key) is not None and states(r["text"], int(r[key]))]
    right = unread = 0
    for r in counted:
        best = surest(claims[r["id"]])
        event = next((e for e in corroborate(claims[r["id"]]) if best in e.claims), None)
        got = toll_of(event.claims).best if event else None
        right += got == int(r[key])
        unread += got is None
    if counted:
        print(
            f"{'deaths exact' + label:34} {right / len(counted):.4f} of {len(counted)} "
            f"that state the number ({unread} unread)"
        )


def print_speed(rows):
    """Read the text without any gazetteer: sentences, then claims with no places."""
    articles = [article_of(r) for r in rows]
    words = sum(len(a.text.split()) for a in articles)
    start = time.process_time()
    for article in articles:
        find_claims(article, split(article.text), ())
    seconds = time.process_time() - start
    print(f"{'text side, words/s, one core':34} {words / seconds:,.0f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval_dir", type=pathlib.Path)
    parser.add_argument("sets", nargs="*", default=list(SETS))
    parser.add_argument("--limit", type=int)
    parser.add_argument("--out", type=pathlib.Path)
    parser.add_argument("--halves", action="store_true")
    args = parser.parse_args()
    gazetteer = Gazetteer.default()
    out = args.out or pathlib.Path(tempfile.mkdtemp())
    out.mkdir(parents=True, exist_ok=True)
    for name in args.sets or SETS:
        with open(args.eval_dir / f"{name}.dev.jsonl", encoding="utf-8") as f:
            rows = [json.loads(line) for line in f if line.strip()][: args.limit]
        gold = out / f"{name}.gold.jsonl"
        gold.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
        claims = {r["id"]: tuple(extract_claims([article_of(r)], gazetteer)) for r in rows}
        predicted = out / f"{name}.geojson"
        found = [f for r in rows for f in features(r, claims[r["id"]])]
        collection = {"type": "FeatureCollection", "features": found}
        predicted.write_text(json.dumps(collection), encoding="utf-8")
        print(f"== {name}", flush=True)
        subprocess.run(
            [sys.executable, args.eval_dir / "score_events.py", gold, predicted], check=True
        )
        best = {r["id"]: surest(claims[r["id"]]) for r in rows}
        if args.halves:
            for half in (0, 1):
                part = [r for r in rows if half_of(r) == half]
                print_types(part, best, f", half {half}")
                if name in DEATHS:
                    print_deaths(part, claims, DEATHS[name], f", half {half}")
        if name in DEATHS:
            print_deaths(rows, claims, DEATHS[name])
        print_speed(rows)
        typed = [
            (types_of(r, "sub-types"), getattr(best[r["id"]], "sub_event_type", None))
            for r in rows
            if types_of(r, "sub-types")
        ]
        if typed:
            print("worst confusions of sub-types:")
            print_confusions(typed)


if __name__ == "__main__":
    sys.exit(main())
