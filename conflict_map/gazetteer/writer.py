"""Writes a gazetteer file from entries; knows neither their origin nor how they are asked for."""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

import marisa_trie

from conflict_map.errors import GazetteerError
from conflict_map.gazetteer.entries import Book, Entry, prior_of
from conflict_map.gazetteer.shapes import SCALE, bounds_of, encode
from conflict_map.gazetteer.store import (
    DEGREE,
    MANY,
    NO_COUNTRY,
    OWN_SLOT,
    geonames_number,
    pack_numbers,
    pack_sections,
    pack_strings,
    pack_triples,
)
from conflict_map.names import article_of, bones_of, family_of, fold
from conflict_map.vocabulary import FeatureClass

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Sequence

    from conflict_map.model import Place

_CLASSES: Final = tuple(FeatureClass)
_LEVELS: Final = ("country", "admin1", None)


def write_book(book: Book, path: str | os.PathLike[str]) -> int:
    """Write a gazetteer file; the same book gives the same bytes. Give its size in bytes.

    Raises
    ------
    GazetteerError
        If two records share an id or there are none.
    """
    data = pack_book(book)
    Path(path).write_bytes(data)
    return len(data)


def pack_book(book: Book) -> bytes:
    """Give the bytes of a gazetteer file; see ``write_book``."""
    if len(book.entries) >= OWN_SLOT:
        raise GazetteerError(
            f"a gazetteer file holds at most {OWN_SLOT - 1} places, got {len(book.entries)};"
            " split it by country"
        )
    entries = sorted(
        book.entries,
        key=lambda e: (
            geonames_number(e.place.id) == 0,
            geonames_number(e.place.id),
            e.place.id,
        ),
    )
    if not entries:
        raise GazetteerError("a gazetteer needs at least one place, got none")
    for before, after in itertools.pairwise(entries):
        if before.place.id == after.place.id:
            raise GazetteerError(f"two records have the id {after.place.id}; merge or rename one")
    sections: dict[str, bytes] = {}
    priors = [_prior(entry) for entry in entries]
    sections |= _columns(entries, priors)
    sections |= _shapes(entries)
    sections |= _indexes([e.place for e in entries], priors)
    sections |= _about(book, entries)
    sections |= _also(entries)
    return pack_sections(sections)


def _prior(entry: Entry) -> int:
    place = entry.place
    value = entry.prior
    if value is None:
        value = prior_of(place.feature_class, place.feature_code, place.population)
    return round(255 * value)


def _table(values: Iterable[str | None]) -> dict[str, int]:
    """Give the distinct strings their numbers, from 1; 0 is none."""
    return {v: i for i, v in enumerate(sorted({v for v in values if v}), 1)}


def _columns(entries: Sequence[Entry], priors: Sequence[int]) -> dict[str, bytes]:
    """Write the places as columns and the strings that many of them share as tables."""
    places = [entry.place for entry in entries]
    admin1 = [f"{p.country}.{p.admin1}" if p.country and p.admin1 else "" for p in places]
    admin2 = [
        f"{a}.{p.admin2}" if a and p.admin2 else "" for a, p in zip(admin1, places, strict=True)
    ]
    shared: dict[str, Sequence[str | None]] = {
        "country": [p.country for p in places],
        "admin1": admin1,
        "admin2": admin2,
        "code": [p.feature_code for p in places],
        "disputed": [p.disputed for p in places],
        "source": [p.source for p in places],
    }
    out: dict[str, bytes] = {}
    for name, values in shared.items():
        table = _table(values)
        out[f"place.{name}"] = pack_numbers("H", (table.get(v or "", 0) for v in values))
        out |= pack_strings(name, ["", *table])
        if name == "admin1":
            at = {
                a: i
                for i, (a, p) in enumerate(zip(admin1, places, strict=True))
                if p.feature_class is FeatureClass.ADMIN1 and a
            }
            out["admin1.place"] = pack_numbers("I", [0, *(at.get(a, -1) + 1 for a in table)])
    numbers = [geonames_number(p.id) for p in places]
    out["place.geonames"] = pack_numbers("I", numbers)
    out["place.lon"] = pack_numbers("i", (round(p.position.lon * DEGREE) for p in places))
    out["place.lat"] = pack_numbers("i", (round(p.position.lat * DEGREE) for p in places))
    out["place.people"] = pack_numbers("I", (p.population or 0 for p in places))
    out["place.class"] = pack_numbers("B", (_CLASSES.index(p.feature_class) for p in places))
    out["place.prior"] = pack_numbers("B", priors)
    out |= pack_strings("name", (p.name for p in places))
    out |= pack_strings("id", (p.id for p, n in zip(places, numbers, strict=True) if not n))
    return out


def _shapes(entries: Sequence[Entry]) -> dict[str, bytes]:
    """Write the areas one after another, with the place, level and bounds of each."""
    blob = bytearray()
    at, owner, level = [0], [], []
    bounds: list[int] = []
    for index, entry in enumerate(entries):
        if entry.geometry is None:
            continue
        blob += encode(entry.geometry)
        at.append(len(blob))
        owner.append(index)
        level.append(_LEVELS.index(entry.level))
        bounds.extend(round(b * SCALE) for b in bounds_of(entry.geometry))
    return {
        "shape": bytes(blob),
        "shape.at": pack_numbers("I", at),
        "shape.place": pack_numbers("I", owner),
        "shape.level": pack_numbers("B", level),
        "shape.bounds": pack_numbers("i", bounds),
    }


def _indexes(places: Sequence[Place], priors: Sequence[int]) -> dict[str, bytes]:
    """Write the three indexes: folded names, names without their article, skeletons by country.

    The second and third lead to the numbers of folded names, so that what is found can be compared
    with the very name that was found.
    """
    folded: dict[str, set[int]] = defaultdict(set)
    own: list[str] = []
    for index, place in enumerate(places):
        own.append(fold(place.name))
        for name in (place.name, *place.names):
            if key := fold(name):
                folded[key].add(index)
    trie, sections = _index(
        "folded",
        {
            key: [
                index | (OWN_SLOT if own[index] == key else 0)
                for index in sorted(indexes, key=lambda i: (-priors[i], i))
            ]
            for key, indexes in folded.items()
        },
    )
    article: dict[str, set[int]] = defaultdict(set)
    variant: dict[str, set[int]] = defaultdict(set)
    for key, indexes in folded.items():
        bare = article_of(key)
        if bare != key:
            article[bare].add(trie[key])
        for country in {places[i].country or "" for i in indexes}:
            if bones := bones_of(bare, family_of(country)):
                variant[(country or NO_COUNTRY) + bones].add(trie[key])
    for name, postings in (("article", article), ("variant", variant)):
        sections |= _index(name, {key: sorted(numbers) for key, numbers in postings.items()})[1]
    return sections


def _index(name: str, postings: dict[str, list[int]]) -> tuple[marisa_trie.Trie, dict[str, bytes]]:
    """Write key -> numbers: a trie of the keys, a slot for each, lists where there are several.

    Raises
    ------
    GazetteerError
        If there are too many numbers or keys for one file.
    """
    trie = marisa_trie.Trie(sorted(postings), num_tries=6, binary=True)
    slots = [0] * len(postings)
    many: list[int] = []
    for key in sorted(postings):
        values = postings[key]
        if len(values) == 1:
            slots[trie[key]] = values[0]
        else:
            slots[trie[key]] = len(many) | MANY
            many += [len(values), *values]
    if len(many) >= MANY:
        raise GazetteerError(
            f"too many places share names for one gazetteer file ({len(many)} postings, at most"
            f" {MANY - 1}); split it by country"
        )
    return trie, {
        name: bytes(trie.tobytes()),
        f"{name}.slot": pack_triples(slots),
        f"{name}.many": pack_triples(many),
    }


def _also(entries: Sequence[Entry]) -> dict[str, bytes]:
    """Write the ids that other sources give to places, in order, and the places by their ids.

    Nothing is written where there are none.
    """
    pairs = sorted((other, index) for index, e in enumerate(entries) for other in set(e.also))
    if not pairs:
        return {}
    for before, after in itertools.pairwise(pairs):
        if before[0] == after[0]:
            raise GazetteerError(f"two records have the id {after[0]}; merge or rename one")
    by_place = sorted(range(len(pairs)), key=lambda at: (pairs[at][1], at))
    return {
        "also.place": pack_numbers("I", (index for _, index in pairs)),
        "also.by_place": pack_numbers("I", by_place),
        **pack_strings("also", (other for other, _ in pairs)),
    }


def _about(book: Book, entries: Sequence[Entry]) -> dict[str, bytes]:
    """Write what the file says of itself, and the demonyms."""
    counts: dict[str, int] = defaultdict(int)
    for entry in entries:
        counts[entry.place.feature_class.value] += 1
    countries = {
        e.place.country: i
        for i, e in enumerate(entries)
        if e.place.feature_class is FeatureClass.COUNTRY and e.place.country
    }
    demonyms: dict[str, set[str]] = defaultdict(set)
    for word, codes in book.demonyms.items():
        demonyms[fold(word)].update(codes)
    about = {
        "version": book.version,
        "counts": counts,
        "shapes": sum(e.geometry is not None for e in entries),
        "sources": [asdict(source) for source in book.sources],
        "countries": countries,
        "demonyms": {word: sorted(codes) for word, codes in demonyms.items()},
    }
    return {"about": json.dumps(about, ensure_ascii=False, sort_keys=True).encode()}
