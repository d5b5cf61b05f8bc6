"""Measure how well rows are placed by their names: take coordinates away, place, and compare.

    python benchmarks/accuracy/rows.py TABLE...

A table of coded events with coordinates, places and divisions (ACLED, UCDP, ICEWS). Only rows that
are coded to the place itself count. Prints one JSON line a table: the share that was placed at all,
at a place (and not only in its district or province), and how many of those lie within 25 km; of
those placed in a drawn district or province, how many areas hold the coded point.
"""

from __future__ import annotations

import json
import sys
import time

import pandas as pd
import shapely

from conflict_map.events import EventSet
from conflict_map.gazetteer import Gazetteer
from conflict_map.geo import distance_km
from conflict_map.model import Position
from conflict_map.tables import placing
from conflict_map.tables.reading import read_tables
from conflict_map.vocabulary import GeoPrecision

NEAR_KM = 25.0


def measured(path):
    # Read once with a gazetteer that is asked for nothing: it is told what the rows name.
    told = {}

    def listening(result, _gazetteer, inside, **_):
        told.update(inside)
        return result

    placing.placed_by, kept = listening, placing.placed_by
    result = read_tables(path, gazetteer=Gazetteer.shipped())
    placing.placed_by = kept
    truth = result.events.to_frame()
    wanted = (truth["geo_precision"] == 1).fillna(False) & truth["place_name"].notna()
    bare = truth.assign(lat=float("nan"), lon=float("nan"), geometry=None, geo_precision=pd.NA,
                        uncertainty_km=float("nan"))  # fmt: skip
    bare["geo_precision"] = bare["geo_precision"].astype("Int64")
    stripped = EventSet(bare.reset_index())
    begin = time.perf_counter()
    placed = kept(
        type(result)(events=stripped, inputs=result.inputs, origins=result.origins),
        Gazetteer.shipped(),
        told,
    )
    seconds = time.perf_counter() - begin
    found = placed.events.to_frame()
    counts = dict.fromkeys(
        ("rows", "placed", "at_place", "within_25_km", "in_area", "area_holds"), 0
    )
    for event_id in truth.index[wanted.to_numpy(bool)]:
        coded, ours = truth.loc[event_id], found.loc[event_id]
        counts["rows"] += 1
        if pd.isna(ours["lat"]):
            continue
        counts["placed"] += 1
        there = Position(lon=coded["lon"], lat=coded["lat"])
        if ours["geo_precision"] <= GeoPrecision.NEAR:
            counts["at_place"] += 1
            here = Position(lon=ours["lon"], lat=ours["lat"])
            counts["within_25_km"] += distance_km(here, there) <= NEAR_KM
        elif ours["geometry"].geom_type != "Point":
            counts["in_area"] += 1
            counts["area_holds"] += bool(shapely.intersects_xy(ours["geometry"], *there.lonlat))
    return {"table": path.rsplit("/", 1)[-1], **counts, "seconds": round(seconds, 2)}


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(json.dumps(measured(name)))
