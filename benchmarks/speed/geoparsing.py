"""Time geoparsing in processor time, and say how much memory it takes.

    python benchmarks/speed/geoparsing.py [EVAL_DIR] [--spacy MODEL]

Reads the news of EVAL_DIR (``lgl gwn geovirus trnews``; else invented text of the same length) and
prints documents a second for the first reading, when every name is looked up, and for the second.
With ``--spacy`` the same is printed for that model's entities alone, as a ratio: the peer.
"""

import argparse
import json
import pathlib
import resource
import sys
import time

from conflict_map.gazetteer import Gazetteer
from conflict_map.model import Article
from conflict_map.resolve import Resolver
from conflict_map.text.clues import Lore
from conflict_map.text.mentions import find_mentions
from conflict_map.text.sentences import split

CORPORA = ("lgl", "gwn", "geovirus", "trnews")
INVENTED = (
    "Officials in Hama said on Tuesday that shells had fallen near Saraqib, 15 km south-east of "
    "Idlib, after troops moved towards southern Aleppo. In Moscow a spokesman denied it. Two "
    "people were killed in Goma, in the Democratic Republic of the Congo, where Mayor Jean "
    "Tripoli spoke to reporters from Kampala. "
)


def texts(folder):
    found = []
    for name in CORPORA:
        path = folder / f"{name}.dev.jsonl" if folder else None
        if path and path.exists():
            found += [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    return found or [INVENTED * 7] * 300


def rate(read, articles):
    begin = time.process_time()
    for article in articles:
        read(article)
    return len(articles) / (time.process_time() - begin)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("eval_dir", type=pathlib.Path, nargs="?")
    parser.add_argument("--spacy", metavar="MODEL")
    args = parser.parse_args()
    articles = [Article(id=str(i), text=text) for i, text in enumerate(texts(args.eval_dir))]
    gazetteer = Gazetteer.shipped()
    lore, resolver = Lore(gazetteer), Resolver(gazetteer)

    def read(article):
        sentences = split(article.text)
        resolver.resolve(article, sentences, find_mentions(article, sentences, lore))

    characters = sum(len(a.text) for a in articles) / len(articles)
    print(f"{len(articles)} documents of {characters:,.0f} characters")
    print(f"first reading   {rate(read, articles):8.0f} documents/s, one core")
    warm = rate(read, articles)
    print(f"second reading  {warm:8.0f} documents/s")
    print(f"peak memory     {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:8} MB")
    if args.spacy:
        import spacy  # noqa: PLC0415 - the peer, where it is installed

        nlp = spacy.load(args.spacy)
        peer = rate(lambda article: nlp(article.text), articles)
        print(f"spaCy, names    {peer:8.0f} documents/s; ours is {warm / peer:.0f} times that")


if __name__ == "__main__":
    sys.exit(main())
