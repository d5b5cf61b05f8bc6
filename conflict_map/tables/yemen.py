"""The Yemen Data Project's air raids, which have place names and no coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conflict_map.tables.cells import constant, text_column
from conflict_map.tables.formats import Credit, TableFormat, texts_of

if TYPE_CHECKING:
    from conflict_map.tables.raw_table import RawTable

_GOVERNORATES: Final = {"capital": "Amanat Al Asimah", "sanaa capital": "Amanat Al Asimah"}


def _with_raids(table: RawTable) -> RawTable:
    """Say how many raids a row counts and on what, and give the capital's governorate its name."""
    blank = [""] * len(table)
    least = texts_of(table, "min_air_raids") or blank
    most = texts_of(table, "max_air_raids") or blank
    target = texts_of(table, "target") or blank
    category = texts_of(table, "main_category") or blank
    notes = [
        "; ".join(
            part
            for part in (
                f"air raids: {low}" + (f" to {high}" if high and high != low else "")
                if low
                else "",
                f"target: {what}" if what else "",
                f"category: {kind.replace('_', ' ')}" if kind else "",
            )
            if part
        )
        for low, high, what, kind in zip(least, most, target, category, strict=True)
    ]
    governorates = texts_of(table, "governorate") or blank
    return table.with_columns(
        {
            "ydp notes": text_column(notes),
            "ydp type": constant("Explosions/Remote violence", len(table)),
            "ydp sub type": constant("Air/drone strike", len(table)),
            "ydp country": constant("Yemen", len(table)),
            "ydp governorate": text_column(_GOVERNORATES.get(g.lower(), g) for g in governorates),
        }
    )


YEMEN: Final = TableFormat(
    name="yemen-data-project",
    title="Yemen Data Project air raids",
    signatures=(
        frozenset({"incident_id", "governorate", "min_air_raids"}),
        frozenset({"date", "governorate", "district", "min_air_raids"}),
    ),
    columns={
        "event_id": ("incident_id",),
        "lat": ("latitude", "lat"),
        "lon": ("longitude", "lon", "long"),
        "date_start": ("date",),
        "event_type": ("ydp_type",),
        "sub_event_type": ("ydp_sub_type",),
        "source_type": ("sub_category", "main_category"),
        "place_name": ("area", "district", "governorate"),
        "country": ("ydp_country",),
        "admin1": ("ydp_governorate",),
        "admin2": ("district",),
        "fatalities_best": ("fatalities",),
        "notes": ("ydp_notes",),
    },
    prepare=_with_raids,
    has_exact_points=True,
    credit=Credit(
        citation="Yemen Data Project, yemendataproject.org",
        access="The Yemen Data Project's terms ask for its name beside what is shown",
    ),
)
