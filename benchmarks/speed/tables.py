"""Time a large event table against its peers: read, assign provinces, write, name one bad row.

    python benchmarks/speed/tables.py make 1000000 /tmp/events.csv
    python benchmarks/speed/tables.py read arrow|pandas|ours /tmp/events.csv
    python benchmarks/speed/tables.py admin1 sjoin|ours /tmp/events.csv
    python benchmarks/speed/tables.py parquet geopandas|ours /tmp/events.csv
    python benchmarks/speed/tables.py bad /tmp/events.csv

Each prints one JSON line: seconds (wall and CPU), peak memory in MB, and what was counted. The rows
are made up, in the shape of ACLED's export (31 columns): places of the shipped gazetteer in 25
countries, notes of some 270 characters.
"""

from __future__ import annotations

import csv
import json
import os
import random
import resource
import shutil
import sys
import tempfile
import time
from datetime import date, timedelta

from conflict_map.gazetteer import Gazetteer
from conflict_map.tables.export import write_events
from conflict_map.tables.placing import with_admin1
from conflict_map.tables.reading import read_tables
from conflict_map.vocabulary import SUB_EVENT_TYPES

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


def peak_mb():
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def timed(work):
    begin, cpu = time.perf_counter(), time.process_time()
    made = work()
    return made, {
        "seconds": round(time.perf_counter() - begin, 2),
        "cpu_seconds": round(time.process_time() - cpu, 2),
    }


def read(peer, path):
    """Read the table alone: what Arrow and pandas give is text and numbers, not events."""
    if peer == "arrow":
        from pyarrow import csv as arrow_csv  # noqa: PLC0415 - the peer's own import

        made, told = timed(lambda: arrow_csv.read_csv(path))
        return {"peer": peer, **told, "rows": made.num_rows}
    if peer == "pandas":
        import pandas as pd  # noqa: PLC0415 - the peer's own import

        made, told = timed(lambda: pd.read_csv(path))
        return {"peer": peer, **told, "rows": len(made)}
    made, told = timed(lambda: read_tables(path))
    return {"peer": peer, **told, "rows": made.read, "placed": made.placed}


def admin1(peer, path):
    """Give every event its province: by distinct position here, by a spatial join there."""
    events = read_tables(path).events
    if peer == "ours":
        bare = events.to_frame().reset_index()
        bare["admin1"] = bare["admin1"].where(bare["admin1"].isna())
        bare = type(events)(bare)
        made, told = timed(lambda: with_admin1(bare, Gazetteer.shipped()))
        return {"peer": peer, **told, "assigned": int(made.to_frame()["admin1"].notna().sum())}
    import geopandas as gpd  # noqa: PLC0415 - the peer's own import
    from shapely.geometry import shape  # noqa: PLC0415

    begin = time.process_time()
    drawn = [s for s in Gazetteer.shipped().shapes((-180, -90, 180, 90)) if s.level == "admin1"]
    areas = gpd.GeoDataFrame(
        {"name": [s.place.name for s in drawn]},
        geometry=[shape(s.geometry) for s in drawn],
        crs=4326,
    )
    told_areas = {"areas_cpu_seconds": round(time.process_time() - begin, 2)}
    points = events.to_frame()[["geometry"]]
    made, told = timed(lambda: gpd.sjoin(points, areas, how="left", predicate="within"))
    return {"peer": peer, **told, **told_areas, "assigned": int(made["name"].notna().sum())}


def parquet(peer, path):
    events = read_tables(path).events
    with tempfile.TemporaryDirectory() as folder:
        target = os.path.join(folder, "events.parquet")
        if peer == "ours":
            _, told = timed(lambda: write_events(events, target))
        else:
            frame = events.to_frame().reset_index()
            _, told = timed(lambda: frame.to_parquet(target, index=False))
        return {"peer": peer, **told, "bytes": os.path.getsize(target)}


def bad(path):
    """Put a bad row in the place of the last one and read again."""
    with tempfile.TemporaryDirectory() as folder:
        target = os.path.join(folder, "bad.csv")
        shutil.copyfile(path, target)
        with open(target, "r+b") as stream:
            stream.seek(-4096, os.SEEK_END)
            tail = stream.read()
            stream.seek(tail.rindex(b"\n", 0, -1) + 1 - len(tail), os.SEEK_END)
            stream.truncate()
            header = HEADER.index("latitude")
            cells = [f"{n}" for n in range(len(HEADER))]
            cells[1], cells[header], cells[header + 1] = "2024-02-31", "136.2", "37.1"
            stream.write((",".join(cells) + "\r\n").encode())
        made, told = timed(lambda: read_tables(target))
        said = [rejection.as_dict() for rejection in made.rejections]
        said = [{k: v for k, v in one.items() if k != "input"} for one in said]
        return {**told, "read": made.read, "placed": made.placed, "rejections": said}


def main():
    verb, *given = sys.argv[1:]
    if verb == "make":
        told = make(int(given[0]), given[1])
    else:
        told = {"read": read, "admin1": admin1, "parquet": parquet, "bad": bad}[verb](*given)
    print(json.dumps({"verb": verb, **told, "peak_mb": peak_mb()}))


if __name__ == "__main__":
    main()
