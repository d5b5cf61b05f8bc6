"""Fit the weights by which a name is given its place, and check them on the other half of the rows.

    python benchmarks/accuracy/fit_resolver.py [EVAL_DIR]

A conditional logit over the candidates of each name whose place the gold gives: the right ones
together against the others. Prints the share of names with the right place for the half that was
not fitted, then the weights for ``conflict_map/resolve/evidence.py``, where they are written by
hand. What ``FIXED`` holds is not fitted: the corpora cannot tell a province from its capital, which
lie within their limits.
"""

import argparse
import collections
import hashlib
import math
import pathlib
import sys

import numpy as np
from toponyms import eval_dir, rows_of

from conflict_map.gazetteer import Gazetteer
from conflict_map.model import Article
from conflict_map.resolve import evidence, ranking
from conflict_map.resolve.meanings import Library
from conflict_map.text.clues import Lore
from conflict_map.text.mentions import find_mentions
from conflict_map.text.sentences import split

SETS = {
    "lgl": 0.5, "trnews": 1.5, "gwn": 1.0, "geovirus": 0.8, "tudloc2013": 0.5,
    "acled_notes": 0.35, "ucdp_headlines": 0.35,
}  # fmt: skip
FIXED = {"kind": 3.0, "same_sense": 3.0}
NEWS_KM, NOTE_KM, CLOSE_KM = 161.0, 25.0, 50.0
EARTH_KM = 6371.0
PULL = 0.5
STEPS = 600
ROUNDS = 3


def half_of(key):
    return hashlib.sha256(str(key).encode()).digest()[0] % 2


def gold_of(row, mention):
    """Give latitude, longitude, limit and id of what a mention means, or None."""
    if "toponyms" not in row:
        name = row.get("location_short") or row.get("location")
        if row.get("lat") is None or mention.name != name:
            return None
        return row["lat"], row["lon"], NOTE_KM, ""
    for t in row["toponyms"]:
        same = t["start"] == mention.name_start and t["end"] - mention.name_end in {0, 1}
        if same and t.get("lat") is not None and not t.get("ignore"):
            return t["lat"], t["lon"], NEWS_KM, str(t.get("geonameid") or "")
    return None


def documents(folder, lore):
    for name, weight in SETS.items():
        for row in rows_of(folder, name):
            if row.get("kind") == "source_article":
                continue
            article = Article(id=str(row["id"]), text=row["text"])
            mentions = find_mentions(article, split(article.text), lore)
            gold = [
                gold_of(row, m) if m.name and "demonym" not in m.cues else None for m in mentions
            ]
            if any(gold):
                yield name, weight, row["id"], mentions, gold


def choices(document, library):
    """Give the clues of the candidates of each name with gold, which are right, which is best."""
    name, weight, key, mentions, gold = document
    report = ranking.Report(mentions, library, None)
    state = report.state
    counted = collections.Counter(
        (report.reading(i), g) for i, g in enumerate(gold) if g and report.reading(i) is not None
    )
    for (group, (lat, lon, limit, place_id)), n in counted.items():
        a, b = state.starts[group], state.starts[group + 1]
        if a == b:
            yield name, weight, key, None
            continue
        phi, lam = math.radians(lat), math.radians(lon)
        there = np.array(
            [math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)]
        )
        km = np.arccos(np.clip(state.unit[a:b] @ there, -1, 1)) * EARTH_KM
        right = km <= min(limit, CLOSE_KM)
        if not right.any():
            right = km <= limit
        meanings = state.readings[group].meanings
        right |= np.array([c.place.id == f"geonames:{place_id}" for c in meanings.candidates])
        values = np.hstack([meanings.clues, state.dynamic[a:b]])
        yield name, weight * n**0.7, key, (values, right, int(state.best[group] - a))


def fit(data, start):
    """Ascend the log-likelihood with Adam's steps from ``start``."""
    data = [d for d in data if d[3] and d[3][1].any() and not d[3][1].all()]
    x = np.vstack([d[3][0] for d in data])
    right = np.concatenate([d[3][1] for d in data])
    sizes = [len(d[3][1]) for d in data]
    group = np.repeat(np.arange(len(data)), sizes)
    first = np.concatenate(([0], np.cumsum(sizes)))[:-1]
    weight = np.array([d[1] for d in data])
    fixed = [list(evidence.WEIGHTS).index(c) for c in FIXED]
    b = start.copy()
    b[fixed] = list(FIXED.values())
    mean = square = np.zeros_like(b)
    for t in range(1, STEPS + 1):
        score = x @ b
        odds = np.exp(score - np.maximum.reduceat(score, first)[group])
        p = odds / np.add.reduceat(odds, first)[group]
        q = odds * right / np.maximum(np.add.reduceat(odds * right, first), 1e-12)[group]
        slope = x.T @ ((q - p) * weight[group]) - PULL * b
        slope[fixed] = 0.0
        mean = 0.9 * mean + 0.1 * slope
        square = 0.999 * square + 0.001 * slope**2
        b = b + 0.05 * (mean / (1 - 0.9**t)) / (np.sqrt(square / (1 - 0.999**t)) + 1e-8)
    return b


def collect(texts, gazetteer, weights):
    evidence.WEIGHTS.update(zip(evidence.WEIGHTS, weights.tolist(), strict=True))
    ranking.DYNAMIC_WEIGHTS[:] = [evidence.WEIGHTS[c] for c in evidence.DYNAMIC]
    library = Library(gazetteer)
    return [c for document in texts for c in choices(document, library)]


def told(data, label):
    count = collections.defaultdict(lambda: [0, 0, 0])
    for name, _, _, found in data:
        count[name][0] += 1
        if found:
            count[name][1] += bool(found[1].any())
            count[name][2] += bool(found[1][found[2]])
    for name, (n, reachable, right) in count.items():
        print(f"{label} {name:16}{n:6} names, {reachable / n:.3f} in reach, {right / n:.3f} right")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval_dir", type=pathlib.Path, nargs="?")
    args = parser.parse_args()
    folder = eval_dir(args.eval_dir)
    gazetteer = Gazetteer.shipped()
    texts = list(documents(folder, Lore(gazetteer)))
    start = np.array(list(evidence.WEIGHTS.values()))
    for chosen in (0, None):
        weights = start
        for _ in range(ROUNDS):
            data = collect(texts, gazetteer, weights)
            fitted = [d for d in data if chosen is None or half_of(d[2]) == chosen]
            weights = fit(fitted, weights)
        data = collect(texts, gazetteer, weights)
        if chosen is not None:
            told([d for d in data if half_of(d[2]) != chosen], "other half:")
    for clue, weight in zip(evidence.WEIGHTS, weights.tolist(), strict=True):
        print(f'    "{clue}": {weight:.2f},')


if __name__ == "__main__":
    sys.exit(main())
