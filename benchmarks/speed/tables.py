"""Time a large event table against its peers: read, assign provinces, write, name one bad row.

    python benchmarks/speed/tables.py make 1000000 /tmp/events.csv
    python benchmarks/speed/tables.py read arrow|pandas|ours|ours-cli /tmp/events.csv
    python benchmarks/speed/tables.py admin1 sjoin|ours /tmp/events.csv
    python benchmarks/speed/tables.py parquet geopandas|ours /tmp/events.csv
    python benchmarks/speed/tables.py bad /tmp/events.csv

Each prints one JSON line: seconds (wall), peak memory in MB, and what was counted. The rows are made
up, in the shape of ACLED's export (31 columns): places of the shipped gazetteer in 25 countries,
notes of some 270 characters.
"""

from __future__ import annotations

import csv
import json
import random
import resource
import sys
import time
from datetime import date, timedelta

COUNTRIES = "SY UA YE SD ML BF NE NG CD SO ET MM AF IQ PK IN MX CO LY CF TD CM MZ LB PS".split()
HEADER = (
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 "
    "assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region "
    "country admin1 admin2 admin3 location latitude longitude geo_precision source source_scale "
    "notes fatalities tags timestamp"
).split()
WORDS = (
    "on the forces group shelled positions near village town killed wounded civilians armed men "
    "attacked road checkpoint according local sources reported clashes between units district "
    "houses damaged fire drone strike market school no casualties unknown several hours after"
).split()


def make(rows, path):
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.vocabulary import SUB_EVENT_TYPES

    rng = random.Random(6)
    gazetteer = Gazetteer.shipped()
    places = [p for p in gazetteer.labels((-120, -40, 150, 60), 400_000) if p.country in COUNTRIES]
    places = rng.sample(places, min(30_382, len(places)))
    names = {code: gazetteer.country(code).name for code in COUNTRIES}
    subs = sorted(SUB_EVENT_TYPES)
    actors = [f"Synthetic Actor {n} ({code})" for code in COUNTRIES for n in range(40)]
    first = date(2018, 1, 1)
    with open(path, "w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(HEADER)
        for n in range(rows):
            place = places[rng.randrange(len(places))]
            sub = subs[rng.randrange(len(subs))]
            day = first + timedelta(days=rng.randrange(2500))
            notes = " ".join(rng.choices(WORDS, k=40))
            deaths = rng.choice((0, 0, 0, 0, 1, 2, 3, 10))
            writer.writerow(
                [
                    f"{place.country}{n}",
                    day.isoformat(),
                    day.year,
                    1,
                    "Political violence",
                    SUB_EVENT_TYPES[sub],
                    sub,
                    rng.choice(actors),
                    "",
                    rng.randrange(9),
                    rng.choice(actors),
                    "",
                    rng.randrange(9),
                    12,
                    "",
                    760,
                    "Synthetic region",
                    names[place.country],
                    place.admin1_name or "",
                    place.admin2 or "",
                    "",
                    place.name,
                    place.position.lat,
                    place.position.lon,
                    rng.choice((1, 1, 1, 2)),
                    "Synthetic Wire; Synthetic Daily",
                    "National",
                    f'On {day.isoformat()}, {notes}, "it said". [size=no report]',
                    deaths,
                    "",
                    1_600_000_000 + n,
                ]
            )
    return {"rows": rows, "places": len(places)}
