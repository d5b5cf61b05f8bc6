"""ICEWS and POLECAT, the machine-coded event data of the same school: their columns and codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from conflict_map.tables.cameo import cameo_code, cameo_meaning, plover_meaning
from conflict_map.tables.cells import text_column
from conflict_map.tables.formats import Credit, TableFormat, texts_of
from conflict_map.tables.values import is_unknown
from conflict_map.vocabulary import EventType

if TYPE_CHECKING:
    from conflict_map.tables.raw_table import RawTable


def _with_cameo(table: RawTable) -> RawTable:
    codes = texts_of(table, "cameo_code") or [""] * len(table)
    texts = texts_of(table, "event_text") or [""] * len(table)
    meanings = [cameo_meaning(cameo_code(code)) for code in codes]
    # Where the code is no act that ACLED records, ICEWS's own words are the type.
    kinds = [
        kind if kind in _ACLED or not text else text
        for text, (kind, _, _) in zip(texts, meanings, strict=True)
    ]
    return table.with_columns(
        {
            "icews type": text_column(kinds),
            "icews sub type": text_column(sub for _, sub, _ in meanings),
            "icews plover": text_column(plover for _, _, plover in meanings),
            "icews precision": _finest(
                table, ("1", ("city",)), ("3", ("district",)), ("5", ("province",))
            ),
        }
    )


_ACLED: Final = frozenset(map(str, EventType))
_PRECISIONS: Final = {"1": "1", "3": "3", "5": "5", "7": "7"}


def _finest(table: RawTable, *levels: tuple[str, tuple[str, ...]]) -> Any:
    """Say how fine a row's coordinates are by the finest of its place columns that is filled."""
    held = [
        (code, cells) for code, names in levels if (cells := texts_of(table, *names)) is not None
    ]
    return text_column(
        next((code for code, cells in held if not is_unknown(cells[row])), "7")
        for row in range(len(table))
    )


ICEWS: Final = TableFormat(
    name="icews",
    title="ICEWS coded events",
    signatures=(frozenset({"cameo_code", "event_text", "source_name", "target_name"}),),
    columns={
        "event_id": ("event_id",),
        "lat": ("latitude",),
        "lon": ("longitude",),
        "date_start": ("event_date",),
        "event_type": ("icews_type",),
        "sub_event_type": ("icews_sub_type",),
        "plover_type": ("icews_plover",),
        "source_type": ("cameo_code",),
        "place_name": ("city", "district", "province"),
        "country": ("country",),
        "admin1": ("province",),
        "admin2": ("district",),
        "geo_precision": ("icews_precision",),
        "actor1": ("source_name",),
        "actor2": ("target_name",),
        "source": ("publisher",),
        "notes": ("event_text",),
    },
    prepare=_with_cameo,
    codes={"geo_precision": _PRECISIONS},
    credit=Credit(
        citation=(
            "Boschee et al. 2015, ICEWS Coded Event Data, Harvard Dataverse, doi:10.7910/DVN/28075"
        ),
        access="ICEWS's data are had from Harvard Dataverse under its terms; coded by machine",
    ),
)


def _with_plover(table: RawTable) -> RawTable:
    kinds = texts_of(table, "event_type") or [""] * len(table)
    modes = texts_of(table, "event_mode") or [""] * len(table)
    meanings = [plover_meaning(kind, mode) for kind, mode in zip(kinds, modes, strict=True)]
    whole = [f"{k} {m}".strip() for k, m in zip(kinds, modes, strict=True)]
    return table.with_columns(
        {
            "polecat type": text_column(kind for kind, _, _ in meanings),
            "polecat sub type": text_column(sub for _, sub, _ in meanings),
            "polecat plover": text_column(plover for _, _, plover in meanings),
            "polecat code": text_column(whole),
            "polecat precision": _finest(
                table,
                ("1", ("placename",)),
                ("1", ("city",)),
                ("3", ("district",)),
                ("5", ("province",)),
            ),
        }
    )


POLECAT: Final = TableFormat(
    name="polecat",
    title="POLECAT coded events",
    signatures=(
        frozenset({"event_type", "event_mode", "contexts", "recipient_name"}),
        frozenset({"event_type", "event_mode", "actor_name", "recipient_name"}),
    ),
    columns={
        "event_id": ("event_id",),
        "lat": ("latitude",),
        "lon": ("longitude",),
        "date_start": ("event_date",),
        "event_type": ("polecat_type",),
        "sub_event_type": ("polecat_sub_type",),
        "plover_type": ("polecat_plover",),
        "source_type": ("polecat_code",),
        "place_name": ("placename", "city", "raw_placename", "district", "province"),
        "country": ("country",),
        "admin1": ("province",),
        "admin2": ("district",),
        "geo_precision": ("polecat_precision",),
        "actor1": ("actor_name", "actor_name_raw", "actor_country"),
        "actor2": ("recipient_name", "recipient_name_raw", "recipient_country"),
        "source": ("source",),
        "notes": ("headline", "contexts"),
    },
    prepare=_with_plover,
    codes={"geo_precision": _PRECISIONS},
    fallbacks=frozenset({"place_name", "actor1", "actor2", "notes"}),
    credit=Credit(
        citation="Halterman et al. 2023, POLECAT, Harvard Dataverse, doi:10.7910/DVN/AJGVIT",
        access="POLECAT's data are had from Harvard Dataverse under its terms; coded by machine",
    ),
)
