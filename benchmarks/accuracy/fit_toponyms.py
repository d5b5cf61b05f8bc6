"""Fit the weights by which place names are recognised, and check them on documents left out.

    python benchmarks/accuracy/fit_toponyms.py [EVAL_DIR] [--write]

Logistic regression with a normal prior over the clues of every span that may be a name
(``conflict_map.text.toponyms.weigh``). Documents of the annotated corpora say which spans are
names; coded notes, headlines and event sentences add the names that they are known to hold, whose
other spans count as no names only where they are very unlikely ones. Prints exact F1 of each
corpus over four folds of documents, then fits on all and, with ``--write``, replaces
``conflict_map/text/data/toponym_weights.tsv``. The same corpora give the same weights.
"""

import argparse
import collections
import functools
import pathlib
import random
import re
import sys

import numpy as np
from toponyms import eval_dir, module, rows_of

from conflict_map.gazetteer import Gazetteer
from conflict_map.text import toponyms
from conflict_map.text.clues import Lore
from conflict_map.text.sentences import split

CORPORA = {"lgl": 1.0, "trnews": 3.0, "gwn": 2.0, "geovirus": 1.7, "tudloc2013": 1.0}
"""Annotated whole, with what a document of each weighs: small corpora count for more."""
NO_DEMONYMS = {"geovirus", "tudloc2013"}
"""Corpora that do not annotate nationalities say nothing of them."""
PARTLY = {
    "acled_notes": 0.35, "ucdp_headlines": 0.35, "event_location": 0.15,
    "re3d_locations": 0.7,
}  # fmt: skip
"""Sets of which some names are known, with what a text weighs."""
PRIOR = {
    "is:capital": 1.2, "unknown:L2:of:feat": 2.0, "unknown:R:feat": 0.8, "unknown:L:feat": 0.5,
    "joined:line": 3.0, "capital:acts": 1.5, "begin:article": 0.5, "unknown:core": 2.5,
    "glossed": 2.5, "listed": 2.0, "unknown:L2:of:of_places": 1.5, "unknown:L:hit": 0.8,
    "note": 2.0,
}  # fmt: skip
"""Where the weights of some clues are drawn to: the corpora, most of them no reports of conflicts,
say little of them ("the village of Qxyzz", "Moscow said", "the Hama-Homs road")."""
PULL = 4.0
"""Strength of the pull to the prior (0 for clues not above), in observations."""
RAREST = 25
"""A clue seen less often is left out."""
LEAST = 0.35
"""A clue that weighs less is left out, and the others are fitted again."""
UNLIKELY = -2.0
FOLDS = 4


class Document:
    """A text with the spans that are names, and those that are neither right nor wrong."""

    def __init__(self, corpus, weight, text, names, neutral, *, partly=False):
        self.corpus, self.weight, self.partly = corpus, weight, partly
        self.sentences = [s for s in split(text) if s.kind != "boilerplate"]
        # The gold of some corpora has the dot of an abbreviation in the name, of others not.
        self.gold = list(names)
        self.names = set(names) | {(a, b - 1) for a, b in names if text[b - 1 : b] == "."}
        self.neutral = neutral

    def label(self, start, end, kind, score):
        """Give 1 for a name, 0 for none, None where the gold does not say."""
        if (start, end) in self.names:
            return 1
        if self.partly and kind == "demonym":
            return None
        if any(start < b and a < end for a, b in self.names):
            return 0
        if any(start < b and a < end for a, b in self.neutral or ()):
            return None
        if self.partly and self.neutral is None and score > UNLIKELY:
            return None
        return 0


def annotated(folder):
    for corpus, weight in CORPORA.items():
        for row in rows_of(folder, corpus):
            spans = [(t["start"], t["end"], bool(t.get("ignore"))) for t in row["toponyms"]]
            yield Document(
                corpus,
                weight,
                row["text"],
                [(a, b) for a, b, ignored in spans if not ignored],
                [(a, b) for a, b, ignored in spans if ignored],
            )


def occurrences(text, names):
    found = set()
    for name in names:
        if name and len(name) > 2:
            found |= {m.span() for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)}
    return found


def partly_known(folder):
    for row in rows_of(folder, "acled_notes"):
        names = {row.get(k) for k in ("location", "admin1", "admin2", "admin3", "country")} - {None}
        names |= {part.strip() for n in list(names) for part in re.split(r" - |\(|\)", n)}
        yield "acled_notes", row["text"], occurrences(row["text"], names), None
    for row in rows_of(folder, "ucdp_headlines"):
        if row["kind"] != "source_article":
            kinds = r" (?:province|state|governorate|district|region).*"
            province = re.sub(kinds, "", row.get("admin1") or "")
            names = {row.get("location_short"), row["country"].split(" (")[0], province}
            yield "ucdp_headlines", row["text"], occurrences(row["text"], names), None
    for row in rows_of(folder, "event_location"):
        spans = {(s["start"], s["end"]) for s in row["event_locations"]}
        yield "event_location", row["text"], spans, None
    for row in rows_of(folder, "re3d_locations"):
        yield ("re3d_locations", *joined(row))


def joined(row):
    """Write the tokens of a re3d sentence as text, with its locations and its other entities."""
    text, at = "", []
    tokens = row["tokens"]
    for i, token in enumerate(tokens):
        touches = token in ".,;:)!?%'’”-" or token.startswith("'s")
        if text and not touches and tokens[i - 1] not in "(-“‘":
            text += " "
        at.append((len(text), len(text) + len(token)))
        text += token
    spans = [(at[s["start"]][0], at[s["end"] - 1][1], s["label"]) for s in row["spans"]]
    names = {(a, b) for a, b, label in spans if label == "Location"}
    return text, names, [(a, b) for a, b, label in spans if label != "Location"]


def spans_of(document, lore, weights):
    texts = [s.text for s in document.sentences]
    for sentence, (words, spans) in zip(
        document.sentences, toponyms.weigh(texts, lore, weights), strict=True
    ):
        yield sentence.start, words, spans


def observations(documents, lore, weights, *, first):
    """Give clues, label and weight of every span whose label is known."""
    for d in documents:
        if first and d.partly:
            continue  # what is unlikely is not known yet
        for begin, _, spans in spans_of(d, lore, weights):
            for s in spans:
                if s.kind == "demonym" and d.corpus in NO_DEMONYMS:
                    continue
                label = d.label(begin + s.start, begin + s.end, s.kind, s.score)
                if label is not None:
                    clues = [c for c in s.clues if not first or "report:" not in c]
                    yield frozenset(clues), label, d.weight


def regress(seen, clues):
    """Fit by Newton's method; ``clues`` in their order."""
    index = {c: i for i, c in enumerate(clues)}
    x = np.zeros((len(seen), len(clues)), dtype=np.float32)
    for row, (present, _, _) in enumerate(seen):
        x[row, [index[c] for c in present if c in index]] = 1.0
    y = np.array([label for _, label, _ in seen])
    weight = np.array([w for *_, w in seen])
    prior = np.array([PRIOR.get(c, 0.0) for c in clues])
    b = prior.copy()
    for _ in range(30):
        p = 1 / (1 + np.exp(-(x @ b)))
        slope = x.T @ (weight * (y - p)) - PULL * (b - prior)
        curve = (x * (weight * p * (1 - p))[:, None].astype(np.float32)).T @ x
        step = np.linalg.solve(curve.astype(float) + PULL * np.eye(len(clues)), slope)
        b += step
        if np.abs(step).max() < 1e-4:
            break
    return dict(zip(clues, b.tolist(), strict=True))


def fit(documents, lore):
    """Fit in rounds: what the rest of a report says of a name hangs on the weights before."""
    weights = {}
    for number in range(4):
        seen = list(observations(documents, lore, weights, first=number == 0))
        count = collections.Counter(c for clues, *_ in seen for c in clues)
        usual = sorted({c for c, n in count.items() if n >= RAREST} | set(PRIOR))
        kept = [c for c, w in regress(seen, usual).items() if abs(w) >= LEAST or c in PRIOR]
        weights = {c: round(w, 2) for c, w in regress(seen, kept).items()}
    return weights


def exact(documents, lore, weights):
    """Count right, predicted and gold spans by corpus."""
    counts = collections.defaultdict(lambda: np.zeros(3, dtype=int))
    for d in documents:
        found = [
            (begin + s.start, begin + s.end)
            for begin, _, spans in spans_of(d, lore, weights)
            for s in toponyms.likeliest(spans)
        ]
        right = sum(f in d.names for f in found)
        found = [
            f
            for f in found
            if f in d.names or not any(f[0] < b and a < f[1] for a, b in d.neutral or ())
        ]
        counts[d.corpus] += (right, len(found), len(d.gold))
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval_dir", type=pathlib.Path, nargs="?")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--no-folds", action="store_true", help="fit on all at once")
    args = parser.parse_args()
    folder = eval_dir(args.eval_dir)
    module(folder / "score.py")
    lore = Lore(Gazetteer.shipped())
    whole = list(annotated(folder))
    partly = [
        Document(c, PARTLY[c], text, names, neutral, partly=True)
        for c, text, names, neutral in partly_known(folder)
    ]
    order = list(range(len(whole)))
    random.Random(5).shuffle(order)
    if not args.no_folds:
        total = collections.defaultdict(functools.partial(np.zeros, 3, dtype=int))
        for fold in range(FOLDS):
            out = set(order[fold::FOLDS])
            weights = fit([d for i, d in enumerate(whole) if i not in out] + partly, lore)
            for corpus, n in exact([whole[i] for i in sorted(out)], lore, weights).items():
                total[corpus] += n
        for corpus, (right, found, gold) in sorted(total.items()):
            print(f"{corpus:12} exact F1 of documents left out {2 * right / (found + gold):.3f}")
    weights = fit(whole + partly, lore)
    print(f"{len(weights)} clues")
    if args.write:
        path = pathlib.Path(toponyms.__file__).parent / "data" / "toponym_weights.tsv"
        head = (
            "# Fitted by benchmarks/accuracy/fit_toponyms.py on the development halves of "
            f"{', '.join(CORPORA)}\n# and, for the names that they are known to hold, of "
            f"{', '.join(PARTLY)}.\n# Logarithms of odds.\nclue\tweight\n"
        )
        rows = "".join(f"{clue}\t{weight}\n" for clue, weight in sorted(weights.items()))
        path.write_text(head + rows, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
