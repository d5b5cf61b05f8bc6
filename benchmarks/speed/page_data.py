"""Makes the events that the page benchmarks draw: invented, in ACLED's shape; knows no map.

    python benchmarks/speed/page_data.py EVENTS FILE.parquet

Writes the columns of an event set: some 30,000 places of the shipped gazetteer in 25 countries,
seven years, 300 actors, 40 sources, all types of the vocabulary, and notes of 200 characters on
average (``page_notes``). Prints one JSON line: counts, and how well the notes compress.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import zlib

import numpy as np
import pandas as pd
from page_notes import Notes, bytes_per_character

from conflict_map.gazetteer import Gazetteer
from conflict_map.vocabulary import SUB_EVENT_TYPES

SEED = 21
COUNTRIES = "SY UA YE SD ML BF NE NG CD SO ET MM AF IQ PK IN MX CO LY CF TD CM MZ LB PS".split()
PLACES = 30_000
FIRST, DAYS = np.datetime64("2018-01-01"), 2_556
NOTE = 200
ARMED = (
    "Military Forces of {c}",
    "Police Forces of {c}",
    "{c} Liberation Front",
    "{c} Popular Resistance",
    "Border Guards of {c}",
    "{a} Self-Defence Group",
    "{a} Brigade",
    "{b} Communal Militia",
    "Unidentified Armed Group ({c})",
)
UNARMED = ("Civilians ({c})", "Protesters ({c})", "Rioters ({c})")
OUTLETS = "Wire Daily Herald Monitor Radio Observer Courier Post".split()
REGIONS = "Sahel Levant Delta Highland Border".split()
SOURCES = [f"{region} {outlet}" for region in REGIONS for outlet in OUTLETS]


def _places(rng):
    """Give the places as a frame, those of one country together, so that neighbours are near."""
    gazetteer = Gazetteer.shipped()
    found = [p for p in gazetteer.labels((-120, -40, 150, 60), 400_000) if p.country in COUNTRIES]
    found.sort(key=lambda place: (place.country, place.admin1 or "", place.id))
    keep = np.sort(rng.permutation(len(found))[:PLACES])
    names = {code: gazetteer.country(code).name for code in COUNTRIES}
    rows = [
        (p.country, names[p.country], p.admin1_name, p.name, p.position.lat, p.position.lon)
        for p in (found[at] for at in keep)
    ]
    return pd.DataFrame(rows, columns=["code", "country", "admin1", "place_name", "lat", "lon"])


def _actors(places):
    """Give twelve actors for each country: nine armed, three not."""
    actors = {}
    for code, group in places.groupby("code"):
        some = group["place_name"].iloc[:: max(1, len(group) // 7)].tolist()
        words = {"c": group["country"].iloc[0], "a": some[0], "b": some[-1]}
        actors[code] = [form.format(**words) for form in (*ARMED, *UNARMED)]
    return actors


def events(count):
    """Give ``count`` events as a frame with the columns of an event set, the latest first."""
    rng = np.random.default_rng(SEED)
    places = _places(rng)
    # A few places have very many events and most have some, as in every coded conflict.
    at = rng.choice(len(places), count, p=_shares(rng, len(places), 0.8))
    near = np.clip(at + rng.integers(-12, 13, count), 0, len(places) - 1)
    days = np.sort(rng.integers(0, DAYS, count))[::-1]
    dates = (FIRST + days).astype("datetime64[s]")
    subs = sorted(SUB_EVENT_TYPES)
    sub = rng.choice(len(subs), count, p=_shares(rng, len(subs), 0.8))
    kind = np.array([SUB_EVENT_TYPES[name].value for name in subs])[sub]
    rows = places.iloc[at].reset_index(drop=True)
    frame = pd.DataFrame(
        {
            # Numbered by country in order of coding, which follows the dates by some weeks.
            "event_id": _numbered(rows["code"], days + rng.exponential(12, count)),
            "event_type": kind,
            "sub_event_type": np.array(subs)[sub],
            "date_start": dates,
            "date_end": dates,
            "date_precision": np.where(rng.random(count) < 0.95, "day", "week"),
            **{name: rows[name] for name in ("place_name", "country", "admin1", "lat", "lon")},
            "geo_precision": rng.choice([1, 2, 5], count, p=[0.75, 0.2, 0.05]),
            **_sides(rng, rows["code"], kind, _actors(places)),
            "fatalities_best": pd.array(
                np.where(rng.random(count) < 0.72, 0, rng.geometric(0.35, count)), dtype="Int64"
            ),
            "source": _sources(rng, count),
            "claim_status": "coded",
        }
    )
    frame["notes"] = _notes(frame, places["place_name"].to_numpy()[near], rng)
    return frame


def _shares(rng, number, steepness):
    """Give shares that fall with a rank drawn at random, as Zipf has it."""
    weight = (rng.permutation(number) + 2.0) ** -steepness
    return weight / weight.sum()


def _sides(rng, codes, kind, actors):
    """Give both sides of each event; of a country's twelve actors the last three are unarmed."""
    count = len(codes)
    anyone = rng.integers(0, len(ARMED), (2, count))
    first = np.where(kind == "Protests", 10, np.where(kind == "Riots", 11, anyone[0]))
    second = np.where(kind == "Violence against civilians", 9, anyone[1])
    alone = (rng.random(count) < 0.1) | ((kind == "Protests") & (rng.random(count) < 0.8))
    known = [actors[code] for code in codes]
    return {
        "actor1": [names[n] for names, n in zip(known, first, strict=True)],
        "actor2": [
            None if without else names[n]
            for names, n, without in zip(known, second, alone, strict=True)
        ],
    }


def _sources(rng, count):
    """Give one source for each event, or two for every fourth."""
    both = rng.integers(0, len(SOURCES), (2, count))
    two = rng.random(count) < 0.25
    return [
        f"{SOURCES[a]}; {SOURCES[b]}" if t else SOURCES[a]
        for a, b, t in zip(*both, two, strict=True)
    ]


def _numbered(codes, order):
    number = pd.Series(order).groupby(codes).rank(method="first").astype(int) + 100
    return codes + number.astype(str)


def _notes(frame, near, rng):
    writer = Notes(SEED)
    lengths = np.clip(rng.normal(NOTE, 55, len(frame)), 60, 420).astype(int).tolist()
    dates = frame["date_start"].dt
    columns = {
        "kind": frame["event_type"],
        "place": frame["place_name"],
        "near": near,
        "admin1": frame["admin1"],
        "actor": frame["actor1"],
        "other": frame["actor2"].fillna("an unidentified group"),
        "day": dates.day,
        "month": dates.month,
        "year": dates.year,
    }
    rows = zip(*columns.values(), strict=True)
    return [
        writer.note(length, **dict(zip(columns, row, strict=True)))
        for length, row in zip(lengths, rows, strict=True)
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("events", type=int)
    parser.add_argument("file", type=pathlib.Path)
    args = parser.parse_args()
    frame = events(args.events)
    frame.to_parquet(args.file, index=False)
    notes = frame["notes"].tolist()
    told = {
        "events": len(frame),
        "places": len(frame[["lat", "lon"]].drop_duplicates()),
        "note_characters": round(sum(map(len, notes)) / max(1, len(notes)), 1),
        # The first 100 blocks stand for the rest.
        "zlib6_bytes_per_character": round(
            bytes_per_character(notes[: 100 * 1024], lambda data: zlib.compress(data, 6)), 3
        ),
    }
    args.file.with_suffix(".json").write_text(json.dumps(told) + "\n")
    print(json.dumps(told))


if __name__ == "__main__":
    main()
