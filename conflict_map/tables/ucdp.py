"""UCDP GED and candidate exports (41 to 49 columns): how to know them and what their codes mean."""

from __future__ import annotations

from typing import Final

from conflict_map.tables.formats import Credit, TableFormat

UCDP: Final = TableFormat(
    name="ucdp",
    title="UCDP GED",
    signatures=(
        frozenset({"type_of_violence", "where_prec", "best"}),
        frozenset({"side_a", "side_b", "date_prec", "where_prec"}),
        frozenset({"type_of_violence", "side_a", "side_b", "date_start"}),
    ),
    columns={
        "event_id": ("id", "relid"),
        "lat": ("latitude",),
        "lon": ("longitude",),
        "latlon": ("geom_wkt",),
        "date_start": ("date_start",),
        "date_end": ("date_end",),
        "date_precision": ("date_prec",),
        "event_type": ("type_of_violence",),
        "place_name": ("where_coordinates", "where_description"),
        "country": ("country",),
        "admin1": ("adm_1",),
        "admin2": ("adm_2",),
        "geo_precision": ("where_prec",),
        "actor1": ("side_a",),
        "actor2": ("side_b",),
        "fatalities_low": ("low",),
        "fatalities_best": ("best",),
        "fatalities_high": ("high",),
        "source": ("source_office", "source_original", "source_article"),
        "notes": ("source_headline", "source_article"),
    },
    codes={
        # 1 state-based and 2 non-state conflict are fighting between sides, 3 is one-sided.
        "event_type": {"1": "Battles", "2": "Battles", "3": "Violence against civilians"},
        "date_precision": {"1": "day", "2": "range", "3": "week", "4": "month", "5": "year"},
        # 5 is a line or fuzzy area and 7 international waters: a region, the coarser reading.
        "geo_precision": {"1": "1", "2": "2", "3": "3", "4": "5", "5": "6", "6": "7", "7": "6"},
    },
    is_narrow=True,
    ids_are_global=True,
    credit=Credit(
        citation=(
            "Uppsala Conflict Data Program (UCDP) Georeferenced Event Dataset, ucdp.uu.se "
            "(Sundberg and Melander 2013)"
        ),
        access="UCDP's data are free under CC BY 4.0: name the data set and its version",
    ),
)
