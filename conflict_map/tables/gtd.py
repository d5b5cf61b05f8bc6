"""The Global Terrorism Database: how to know it and what its codes mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from conflict_map.tables.cells import text_column
from conflict_map.tables.formats import Credit, TableFormat, texts_of

if TYPE_CHECKING:
    from conflict_map.tables.raw_table import RawTable

_ARMED: Final = frozenset(
    {"military", "police", "terrorists/non-state militia", "violent political party"}
)
"""Targets that fight back: an armed assault on them is fighting, on others harm to civilians."""
_ATTACKS: Final[dict[str, tuple[str, str | None]]] = {
    "assassination": ("Violence against civilians", "Attack"),
    "unarmed assault": ("Violence against civilians", "Attack"),
    "bombing/explosion": ("Explosions/Remote violence", None),
    "hostage taking (kidnapping)": (
        "Violence against civilians",
        "Abduction/forced disappearance",
    ),
    "hostage taking (barricade incident)": ("Violence against civilians", None),
    "hijacking": ("Violence against civilians", None),
    "facility/infrastructure attack": (
        "Strategic developments",
        "Looting/property destruction",
    ),
}


def _with_dates_and_types(table: RawTable) -> RawTable:
    """Join year, month and day (0 is not known) and weigh the attack by its target."""
    made: dict[str, Any] = {}
    year, month, day = (texts_of(table, n) for n in ("iyear", "imonth", "iday"))
    if year is not None:
        blank = ["0"] * len(table)
        made["gtd date"] = text_column(
            _day(*parts) for parts in zip(year, month or blank, day or blank, strict=True)
        )
    attacks = texts_of(table, "attacktype1_txt")
    targets = texts_of(table, "targtype1_txt") or [""] * len(table)
    suicide = texts_of(table, "suicide") or [""] * len(table)
    if attacks is not None:
        meanings = [_meaning(*three) for three in zip(attacks, targets, suicide, strict=True)]
        made["gtd type"] = text_column(word for word, _ in meanings)
        made["gtd sub type"] = text_column(sub for _, sub in meanings)
    return table.with_columns(made)


def _day(year: str, month: str, day: str) -> str:
    parts = [part.removesuffix(".0") for part in (year, month, day)]
    if not parts[0].isdigit():
        return year
    month, day = (part.zfill(2) if part.isdigit() else "00" for part in parts[1:])
    return f"{parts[0].zfill(4)}-{month}-{'00' if month == '00' else day}"


def _meaning(attack: str, target: str, suicide: str) -> tuple[str | None, str | None]:
    word = attack.lower()
    if word == "armed assault":
        if target.lower() in _ARMED:
            return "Battles", "Armed clash"
        return "Violence against civilians", "Attack"
    kind, sub = _ATTACKS.get(word, (attack or None, None))
    if kind == "Explosions/Remote violence" and suicide.removesuffix(".0") == "1":
        sub = "Suicide bomb"
    return kind, sub


GTD: Final = TableFormat(
    name="gtd",
    title="Global Terrorism Database",
    signatures=(
        frozenset({"iyear", "imonth", "iday"}),
        frozenset({"eventid", "iyear", "attacktype1_txt"}),
    ),
    columns={
        "event_id": ("eventid",),
        "lat": ("latitude",),
        "lon": ("longitude",),
        "date_start": ("gtd_date",),
        "event_type": ("gtd_type",),
        "sub_event_type": ("gtd_sub_type",),
        "source_type": ("attacktype1_txt", "attacktype1"),
        "place_name": ("city", "location"),
        "country": ("country_txt",),
        "admin1": ("provstate",),
        "geo_precision": ("specificity",),
        "actor1": ("gname",),
        "actor2": ("target1", "corp1"),
        "fatalities_best": ("nkill",),
        "source": ("scite1", "dbsource"),
        "notes": ("summary", "motive", "location"),
    },
    prepare=_with_dates_and_types,
    codes={
        # 1 the place; 2 and 3 the centroid of a smaller division; 4 of the first order; 5 unknown.
        "geo_precision": {"1": "1", "2": "3", "3": "3", "4": "5", "5": ""},
    },
    fallbacks=frozenset({"place_name", "source", "notes"}),
    ids_are_global=True,
    credit=Credit(
        citation="START, University of Maryland: Global Terrorism Database, start.umd.edu/gtd",
        access="GTD's terms ask for its citation and do not let its rows be passed on",
    ),
)
