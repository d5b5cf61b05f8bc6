"""ACLED's event exports of all vintages since 2015: how to know them and what their codes mean."""

from __future__ import annotations

from typing import Final

from conflict_map.tables.formats import TableFormat

_OLD_TYPES: Final = {
    "Battle-No change of territory": "Battles",
    "Battle-Government regains territory": "Battles",
    "Battle-Non-state actor overtakes territory": "Battles",
    "Remote violence": "Explosions/Remote violence",
    "Riots/Protests": "Riots/Protests",
    "Strategic development": "Strategic developments",
    "Headquarters or base established": "Strategic developments",
    "Non-violent transfer of territory": "Strategic developments",
}
"""Event types up to 2018; "Riots/Protests" was one type and cannot be told apart."""

ACLED: Final = TableFormat(
    name="acled",
    title="ACLED event export",
    signatures=(
        frozenset({"event_id_cnty", "sub_event_type"}),
        frozenset({"event_id_cnty", "event_type", "interaction"}),
        frozenset({"event_type", "sub_event_type", "admin1", "location", "fatalities"}),
    ),
    columns={
        "event_id": ("event_id_cnty", "data_id"),
        "lat": ("latitude",),
        "lon": ("longitude",),
        "date_start": ("event_date",),
        "date_precision": ("time_precision",),
        "event_type": ("event_type",),
        "sub_event_type": ("sub_event_type",),
        "place_name": ("location",),
        "country": ("country",),
        "admin1": ("admin1",),
        "geo_precision": ("geo_precision",),
        "actor1": ("actor1",),
        "actor2": ("actor2",),
        "fatalities_best": ("fatalities",),
        "source": ("source",),
        "notes": ("notes",),
    },
    codes={
        "event_type": _OLD_TYPES,
        # Time precision 2 is "within the week", 3 "within the month" of the date given.
        "date_precision": {"1": "day", "2": "week", "3": "month"},
        # Geo precision 3 is a larger region, coded to its capital or a natural point.
        "geo_precision": {"1": "1", "2": "2", "3": "5"},
    },
)
