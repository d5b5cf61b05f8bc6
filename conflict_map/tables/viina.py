"""VIINA (Violent Incident Information from News Articles, Ukraine), versions 1 and 2."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from conflict_map.tables.cells import constant, text_column
from conflict_map.tables.formats import Credit, TableFormat, texts_of

if TYPE_CHECKING:
    from conflict_map.tables.raw_table import RawTable

_LABELS: Final[dict[str, tuple[str, str | None]]] = {
    "airstrike": ("Explosions/Remote violence", "Air/drone strike"),
    "uav": ("Explosions/Remote violence", "Air/drone strike"),
    "artillery": ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
    "ied": ("Explosions/Remote violence", "Remote explosive/landmine/IED"),
    "firefight": ("Battles", "Armed clash"),
    "armor": ("Battles", "Armed clash"),
    "raid": ("Battles", None),
    "occupy": ("Strategic developments", "Non-violent transfer of territory"),
    "control": ("Strategic developments", None),
    "retreat": ("Strategic developments", None),
    "arrest": ("Strategic developments", "Arrests"),
    "property": ("Strategic developments", "Looting/property destruction"),
    "civcas": ("Violence against civilians", None),
}
"""VIINA's labels (``t_airstrike_b``: 1 where the model says so), the plainest act first."""


def _with_labels(table: RawTable) -> RawTable:
    length = len(table)
    held: dict[str, list[str]] = {}
    for label in _LABELS:
        cells = texts_of(table, f"t_{label}_b", f"t_{label}")
        if cells is not None:
            held[label] = cells
    made: dict[str, Any] = {"viina country": constant("Ukraine", length)}
    if held:
        chosen = [
            next((label for label, cells in held.items() if _is_set(cells[row])), None)
            for row in range(length)
        ]
        made["viina type"] = text_column(_LABELS[c][0] if c else None for c in chosen)
        made["viina sub type"] = text_column(_LABELS[c][1] if c else None for c in chosen)
        made["viina label"] = text_column(f"t_{c}" if c else None for c in chosen)
    actors = [texts_of(table, f"a_{side}_b", f"a_{side}") for side in ("rus", "ukr")]
    if actors[0] is not None or actors[1] is not None:
        names = ("Russian forces", "Ukrainian forces")
        made["viina actor"] = text_column(
            "; ".join(
                n for n, cells in zip(names, actors, strict=True) if cells and _is_set(cells[row])
            )
            for row in range(length)
        )
    return table.with_columns(made)


def _is_set(cell: str) -> bool:
    try:
        return float(cell) > 0.5  # a share where the label is not yet cut to 0 or 1
    except ValueError:
        return False


VIINA: Final = TableFormat(
    name="viina",
    title="VIINA",
    signatures=(
        frozenset({"event_id", "geo_precision", "geo_api"}),
        frozenset({"event_id_1pd", "geonameid"}),
        frozenset({"event_id_1pd", "longitude", "latitude"}),
        frozenset({"report_id", "tempid", "longitude", "latitude"}),
    ),
    columns={
        "event_id": ("event_id", "event_id_1pd"),
        "lat": ("latitude",),
        "lon": ("longitude",),
        "date_start": ("date",),
        "event_type": ("viina_type",),
        "sub_event_type": ("viina_sub_type",),
        "source_type": ("viina_label",),
        "place_name": ("asciiname", "address", "place", "adm3_name", "adm2_name"),
        "country": ("viina_country",),
        "admin1": ("adm1_name",),
        "admin2": ("adm2_name",),
        "geo_precision": ("geo_precision",),
        "actor1": ("viina_actor",),
        "source": ("source",),
        "url": ("url",),
        "notes": ("text", "text_ua", "text_ru"),
    },
    prepare=_with_labels,
    codes={
        "geo_precision": {
            "street": "1", "house": "1", "exact": "1", "ppl": "1", "adm4": "1", "settlement": "1",
            "adm3": "3", "adm2": "3", "adm1": "5", "region": "5", "country": "7", "adm0": "7",
        },
    },
    credit=Credit(
        citation="Zhukov 2023, VIINA, github.com/zhukovyuri/VIINA",
        access="VIINA's data are under the ODbL 1.0: name VIINA, and share what is derived alike",
    ),
)  # fmt: skip
