"""ACLED's event exports of all vintages since 2015: how to know them and what their codes mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conflict_map.tables.cells import constant
from conflict_map.tables.formats import Credit, TableFormat, column_of

if TYPE_CHECKING:
    from conflict_map.tables.raw_table import RawTable

_OLD_TYPES: Final = {
    "battle-no change of territory": "Battles",
    "battle-government regains territory": "Battles",
    "battle-non-state actor overtakes territory": "Battles",
    "remote violence": "Explosions/Remote violence",
    "strategic development": "Strategic developments",
    "headquarters or base established": "Strategic developments",
    "non-violent transfer of territory": "Strategic developments",
}
"""Event types up to 2018; "Riots/Protests" was one, cannot be told apart and stays as it is."""

_OLD_SUB_TYPES: Final = {
    "battle-no change of territory": "Armed clash",
    "battle-government regains territory": "Government regains territory",
    "battle-non-state actor overtakes territory": "Non-state actor overtakes territory",
    "headquarters or base established": "Headquarters or base established",
    "non-violent transfer of territory": "Non-violent transfer of territory",
}


def _with_weeks(table: RawTable) -> RawTable:
    """Say of the weekly counts per province (since 2025) that they are that: week and province."""
    if column_of(table, "centroid_latitude") is None or column_of(table, "geo_precision"):
        return table
    return table.with_columns(
        {"geo_precision": constant("3", len(table)), "time_precision": constant("2", len(table))}
    )


ACLED: Final = TableFormat(
    name="acled",
    title="ACLED event export",
    signatures=(
        frozenset({"event_id_cnty", "sub_event_type"}),
        frozenset({"event_id_cnty", "event_type", "interaction"}),
        frozenset({"event_type", "sub_event_type", "admin1", "location", "fatalities"}),
        frozenset({"event_date", "event_type", "sub_event_type", "actor1", "location"}),
        frozenset({"week", "event_type", "sub_event_type", "centroid_latitude"}),
    ),
    columns={
        "event_id": ("event_id_cnty", "data_id"),
        "lat": ("latitude", "centroid_latitude"),
        "lon": ("longitude", "centroid_longitude"),
        "date_start": ("event_date", "week"),
        "date_precision": ("time_precision",),
        "event_type": ("event_type",),
        "sub_event_type": ("sub_event_type",),
        "place_name": ("location",),
        "country": ("country",),
        "admin1": ("admin1",),
        "admin2": ("admin2",),
        "admin3": ("admin3",),
        "geo_precision": ("geo_precision",),
        "actor1": ("actor1",),
        "actor2": ("actor2",),
        "fatalities_best": ("fatalities",),
        "source": ("source",),
        "notes": ("notes",),
    },
    prepare=_with_weeks,
    codes={
        "event_type": _OLD_TYPES,
        # Time precision 2 is "within the week", 3 "within the month" of the date given.
        "date_precision": {"1": "day", "2": "week", "3": "month"},
        # Geo precision 3 is a larger region, coded to its capital or a natural point.
        "geo_precision": {"1": "1", "2": "2", "3": "5"},
    },
    sub_types=_OLD_SUB_TYPES,
    is_narrow=True,
    ids_are_global=True,
    credit=Credit(
        citation="Armed Conflict Location & Event Data (ACLED), acleddata.com",
        access=(
            "ACLED's terms ask for a citation on every visual, with the date of access, the "
            "filters and the changes made, and do not let its rows be passed on"
        ),
    ),
)
