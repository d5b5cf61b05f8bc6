"""Texts that nobody writes and a hostile page may hold, and how long each reader of text takes over them.

Run as a script, it doubles each text up to 200,000 characters and prints the readers whose time more
than doubles with it:

    python tests/text/baits.py [READER ...] [--bait NAME] [--most 200000]
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from conflict_map.model import Article
from conflict_map.text import (
    actors,
    amounts,
    attribution,
    clues,
    cut,
    dates,
    expressions,
    gloss,
    language,
    lines,
    mentions,
    other_languages,
    persons,
    quantities,
    sentences,
    toponyms,
    triggers,
    uncased,
)

if TYPE_CHECKING:
    from collections.abc import Callable

DAY: Final = date(2024, 12, 3)
LEAST, MOST = 12_500, 200_000
GROWTH: Final = 2.6
"""Twice the text may take this much more time: double, and some noise."""
NOISE_S: Final = 0.05
"""What is faster than this says nothing about growth."""
PATIENCE_S: Final = 20


class EveryName:
    """A gazetteer in which each capitalised word is a place, and few are a nationality."""

    def standing(self, name: str) -> tuple[int, str]:
        return (195, "place") if name[0].isupper() else (0, "")

    def demonym(self, word: str) -> tuple[str, ...]:
        return ("SY",) if word == "Syrian" else ()


class AnyName:
    """A gazetteer in which every word of any script is a place."""

    def standing(self, name: str) -> tuple[int, str]:
        return (195, "place") if name else (0, "")

    def demonym(self, word: str) -> tuple[str, ...]:
        return () if word else ("SY",)


class NoName:
    """A gazetteer that knows nothing."""

    def standing(self, name: str) -> tuple[int, str]:
        del name
        return (0, "")

    def demonym(self, word: str) -> tuple[str, ...]:
        del word
        return ()


UNITS: Final[dict[str, str]] = {
    "one letter": "a",
    "one capital": "A",
    "capitals with stops": "A.",
    "capital words": "Aa ",
    "capital word without spaces": "Aa",
    "hyphened capitals": "Aa-",
    "hyphened words": "aa-",
    "apostrophes": "'",
    "words with apostrophes": "a'",
    "capitals with apostrophes": "Aa's ",
    "digits": "1",
    "digits and spaces": "12 ",
    "digits and commas": "123,",
    "thousands": "123 456 ",
    "number words": "twenty-one ",
    "vague numbers": "dozens of ",
    "at least": "at least 3 ",
    "killed": "killed 3 people ",
    "killed and": "killed and ",
    "were killed": "people were killed ",
    "spaces": " ",
    "tabs": "\t",
    "line ends": "\n",
    "lines": "a\n",
    "lines of titles": "Aa bb\n",
    "double quotes": '"',
    "quoted words": '"a" ',
    "open quotes": "“a ",
    "curly quotes": "“a” ",
    "commas": ",",
    "commas and spaces": ", ",
    "listed names": "Aa, ",
    "and": "and ",
    "named and": "Aa and ",
    "of the": "of the ",
    "of the names": "Aa of the ",
    "organisation heads": "of Army ",
    "town of": "town of ",
    "the town of": "the town of Aa ",
    "northern": "northern ",
    "northern part of": "northern part of the ",
    "the countryside of": "the countryside of ",
    "in": "in ",
    "in the": "in the besieged ",
    "parts of": "parts of the ",
    "10 km": "10 km ",
    "10 km north of": "10 km north of ",
    "road between": "the road between ",
    "names and roads": "the Aa-Bb road ",
    "towards": "towards ",
    "advancing towards": "troops advanced towards ",
    "open brackets": "(",
    "closed brackets": ")",
    "nested brackets": "(a",
    "brackets": "(a) ",
    "colons": ": ",
    "dashes": "- ",
    "long dashes": "— ",
    "full stops": ".",
    "sentences": "Aa fell. ",
    "abbreviations": "Gen. ",
    "lower-case stops": "a. ",
    "questions": "?! ",
    "said": "said ",
    "he said": ", he said",
    "sources said": "sources said ",
    "a nurse": ", a nurse ",
    "on Monday": "on Monday ",
    "has also": " also",
    "according to": "according to ",
    "according to names": "according to a a a ",
    "denied": "not ",
    "plan to": "plan to ",
    "by the": "by the ",
    "backed by": "backed by ",
    "forces": "forces ",
    "forces captured": "forces captured ",
    "rebels": "rebels ",
    "rebels fought": "rebels fought ",
    "armed groups": "armed groups ",
    "protest": "protest ",
    "police dispersed": "police aa ",
    "drones": "drones ",
    "drones were": "drones were used ",
    "fired": "fired a ",
    "missiles": "missiles ",
    "operations": "operations ",
    "weapons were": "weapons a ",
    "took back": "took back a ",
    "marched": "gathered a ",
    "shelled": "shelled ",
    "toll": "toll ",
    "toll since": "killed since ",
    "since": "since ",
    "since the war": "since the war ",
    "since began": "since a a ",
    "Friday": "last Friday ",
    "from Monday to": "from Monday to ",
    "days ago": "3 days ago ",
    "past": "past ",
    "in the past": "in the past ",
    "early": "early ",
    "3 December": "3 December ",
    "December 3": "December 3, ",
    "May": "in May ",
    "years": "in 2020 ",
    "dates": "2020-01-01 ",
    "president": "President ",
    "president names": "President Aa ",
    "spokesman": "spokesman ",
    "given names": "John ",
    "given surnames": "John Aa ",
    "aged": "Aa Bb, 12, ",
    "Syrian": "Syrian ",
    "that province": "that province ",
    "Hama province": "Aa province and these provinces ",
    "part of the country": "northern part of ",
    "north of the country": "the north of the country ",
    "Arabic": "في حلب ",
    "Arabic letters": "ب",
    "Chinese": "中",
    "marks": "e\u0301",
    "zero width": "\u200b",
    "astral": "\U0001d4d0",
    "headings": "# ",
    "stars": "*",
    "rules": "-",
    "related": "Related:\n",
    "photo": "Photo: a\n",
    "dots in words": "a.b.",
    "underscores": "_",
    "backslashes": "\\",
    "braces": "{{",
    "tags": "<a>",
}
"""The pieces of which the baits are made, by what they are."""
HEADS: Final = (
    "fired ", "killed ", "at least 3 ", "according to ", "spokesman ", "President ", "the road between ", "since ",
    "towards ", "in the ", "10 km north of ", "quoting ", "Aa Army ", "drones ", "took back ", "no casualties ", "without ",
    "on ", "between ", "last ", "Photo: ", "Related:\nrelated ", "deployed ", "backed by ", "“",
)  # fmt: skip
"""Words that make a rule begin; a long run after one is what it then has to get through."""
RUNS: Final = ("a", "a ", "A", "Aa-", "Aa ", " ", "1", "1 ", ", ", "the ", "a-", "(", "\u00a0111")
ENDS: Final = ("", " X", "!")
"""What a bait ends with: a search that fails at the very end tries all it can."""
FOREIGN: Final = {
    "Arabic names": "حلب ", "Arabic prefixes": "وبال", "Arabic list": "في حلب وحماة، ", "joined letters": "ح\u200c",
    "Russian prepositions": "в ", "Russian capitals": "Хаме ", "Russian distances": "в 15 км к северу от ",
    "elisions": "d'", "elided names": "l'Alep ", "small words in names": "Paz de la ", "bidi marks": "\u202e\u200f",
    "points": "حَ", "tatweel": "ـ",
}  # fmt: skip
"""What is repeated in other scripts and languages."""
BAITS: Final[dict[str, tuple[str, str]]] = {
    **{name: ("", unit) for name, unit in FOREIGN.items()},
    **{name: ("", unit) for name, unit in UNITS.items()},
    **{f"{head!r} and {run!r}": (head, run) for head in HEADS for run in RUNS},
}
"""Each bait as a beginning and what is repeated after it."""


def bait(name: str, length: int, end: str = "") -> str:
    """Give the named bait at a length in characters."""
    head, unit = BAITS[name]
    return (head + unit * (length // len(unit) + 1))[: length - len(end)] + end


def _whole(text: str, names: object) -> object:
    lore = clues.Lore(names)
    return mentions.find_mentions(Article(id="a", text=text), sentences.split(text), lore)


def _tolls(text: str) -> object:
    return quantities.toll_of(text, quantities.find_quantities(text))


def _roles(text: str) -> object:
    half = len(text) // 2
    return actors.roles(text, actors.find_actors(text), half, half + 1)


def _around(text: str) -> object:
    half = len(text) // 2
    return expressions.look_around(text, half, half + 3, possessive=True)


def _names(text: str) -> object:
    return toponyms.find_names([text], clues.Lore(EveryName()))


def _glossed(text: str) -> object:
    return [gloss.gloss(text, code, AnyName()) for code in sorted(gloss.GLOSSED)]


def _in_language(text: str, code: str, names: object) -> object:
    article = Article(id="a", text=text, language=code)
    return mentions.find_mentions(article, sentences.split(text), clues.Lore(names))


READERS: Final[dict[str, Callable[[str], object]]] = {
    "split": sentences.split,
    "article_date": dates.article_date,
    "find_dates": lambda text: dates.find_dates(text, DAY),
    "number": amounts.number,
    "find_quantities": quantities.find_quantities,
    "toll_of": _tolls,
    "is_running_total": quantities.is_running_total,
    "kind_of": attribution.kind_of,
    "find_attribution": attribution.find_attribution,
    "speaker_pronoun": attribution.speaker_pronoun,
    "find_actors": actors.find_actors,
    "find_organisations": actors.find_organisations,
    "roles": _roles,
    "find_triggers": triggers.find_triggers,
    "compass": expressions.compass,
    "is_list_gap": expressions.is_list_gap,
    "line_after": lines.line_after,
    "line_before": lines.line_before,
    "is_between": lines.is_between,
    "border_after": lines.border_after,
    "border_before": lambda text: (
        lines.border_before(text, pair=True),
        lines.border_before(text, pair=False),
    ),
    "owns_border": lines.owns_border,
    "named_roads": lines.named_roads,
    "look_around": _around,
    "Words": cut.Words,
    "persons_in": lambda text: persons.persons_in([cut.Words(text)], clues.Lore(EveryName())),
    "find_names": _names,
    "find_mentions": lambda text: _whole(text, EveryName()),
    "find_mentions, none known": lambda text: _whole(text, NoName()),
    "detect": language.detect,
    "gloss": _glossed,
    "read_uncased": lambda text: uncased.read_uncased(text, "ar", AnyName()),
    "triggers_in": lambda text: other_languages.triggers_in(text, "ru"),
    "find_mentions, Arabic": lambda text: _in_language(text, "ar", AnyName()),
    "find_mentions, French": lambda text: _in_language(text, "fr", EveryName()),
    "find_mentions, Russian": lambda text: _in_language(text, "ru", EveryName()),
}
"""Every public function of the room, as one that takes a text."""


class TooLongError(Exception):
    """Say that a reader was stopped."""


def seconds(reader: str, text: str) -> float:
    """Give the processor time of one reading; stop it after PATIENCE_S."""

    def stop(*_: object) -> None:
        raise TooLongError

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(PATIENCE_S)
    begin = time.process_time()
    try:
        READERS[reader](text)
    except TooLongError:
        return float("inf")
    finally:
        signal.alarm(0)
    return time.process_time() - begin


def growth(reader: str, name: str, end: str, *, most: int = MOST) -> list[tuple[int, float]]:
    """Give (length, seconds) while doubling, until it is too slow to go on or long enough."""
    measured, length = [], LEAST
    while length <= most:
        measured.append((length, seconds(reader, bait(name, length, end))))
        if measured[-1][1] > PATIENCE_S / 4:
            break
        length *= 2
    return measured


def is_bad(measured: list[tuple[int, float]]) -> bool:
    """Say whether the time more than doubles, where it can be told from noise."""
    return (
        any(
            later > NOISE_S and later > GROWTH * max(earlier, NOISE_S / GROWTH)
            for (_, earlier), (_, later) in pairwise(measured)
        )
        or measured[-1][1] > PATIENCE_S / 4
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", nargs="*", default=[])
    parser.add_argument("--bait", action="append")
    parser.add_argument("--most", type=int, default=MOST)
    args = parser.parse_args()
    bad = 0
    for reader in args.readers or READERS:
        for name in args.bait or BAITS:
            for end in ENDS:
                measured = growth(reader, name, end, most=args.most)
                if is_bad(measured):
                    bad += 1
                    cells = "  ".join(f"{n}: {s:.3f}" for n, s in measured)
                    sys.stdout.write(f"{reader} | {name} | {end!r} | {cells}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
