"""Tables with HXL hashtags under their header: the tags say what the columns hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conflict_map.tables.formats import TableFormat, fold_column
from conflict_map.tables.plain import PLAIN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conflict_map.tables.raw_table import RawTable

_TAGS: Final[dict[str, tuple[tuple[str, frozenset[str]], ...]]] = {
    "event_id": (("#event", frozenset({"code"})), ("#event", frozenset({"id"})), ("#meta", frozenset({"id"}))),
    "lat": (("#geo", frozenset({"lat"})),),
    "lon": (("#geo", frozenset({"lon"})),),
    "latlon": (("#geo", frozenset({"coord"})), ("#geo", frozenset({"coords"}))),
    "date_start": (
        ("#date", frozenset({"occurred"})), ("#date", frozenset({"start"})),
        ("#date", frozenset({"event"})), ("#date", frozenset()),
    ),
    "date_end": (("#date", frozenset({"end"})),),
    "event_type": (
        ("#event", frozenset({"type"})), ("#cause", frozenset({"type"})), ("#event", frozenset({"name"})),
        ("#event", frozenset()), ("#cause", frozenset()),
    ),
    "sub_event_type": (("#event", frozenset({"type", "sub"})), ("#event", frozenset({"subtype"}))),
    "place_name": (("#loc", frozenset({"name"})), ("#loc", frozenset())),
    "country": (("#country", frozenset({"name"})), ("#country", frozenset({"code"})), ("#country", frozenset())),
    "admin1": (("#adm1", frozenset({"name"})), ("#adm1", frozenset())),
    "admin2": (("#adm2", frozenset({"name"})), ("#adm2", frozenset())),
    "admin3": (("#adm3", frozenset({"name"})), ("#adm3", frozenset())),
    "actor1": (("#group", frozenset({"name", "first"})), ("#group", frozenset({"name"})), ("#group", frozenset())),
    "actor2": (("#group", frozenset({"name", "second"})), ("#targeted", frozenset())),
    "fatalities_best": (
        ("#affected", frozenset({"killed"})), ("#affected", frozenset({"deaths"})),
        ("#affected", frozenset({"dead"})),
    ),
    "source": (("#meta", frozenset({"source"})), ("#org", frozenset({"source"}))),
    "url": (("#meta", frozenset({"url"})), ("#meta", frozenset({"link"}))),
    "notes": (("#description", frozenset()), ("#meta", frozenset({"description"})), ("#event", frozenset({"description"}))),
}  # fmt: skip
"""For each field the hashtag and the attributes that a column must have, the best first (HXL 1.1)."""

_AGE_OR_SEX: Final = frozenset({"f", "m", "children", "adults", "elderly", "infants"})


def hxl_format(table: RawTable) -> TableFormat | None:
    """Make the format of a table from its hashtags; None if it has none."""
    if not table.tags:
        return None
    return TableFormat(
        name="hxl",
        title="table with HXL hashtags",
        columns=_mapping(table.tags),
        fallbacks=PLAIN.fallbacks,
    )


def _mapping(tags: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Give each field its columns by their tags, and where no tag says it, by their usual names."""
    parsed = {column: _parts(tag) for column, tag in tags.items()}
    mapping: dict[str, tuple[str, ...]] = {}
    for field, wanted in _TAGS.items():
        found: list[str] = []
        for base, attributes in wanted:
            found += [
                fold_column(column)
                for column, (tag, own) in parsed.items()
                if tag == base and attributes <= own and not own & _AGE_OR_SEX
            ]
        mapping[field] = tuple(dict.fromkeys(found))
    tagged = {fold_column(column) for column in tags}
    for field, names in PLAIN.columns.items():
        untagged = tuple(name for name in names if name not in tagged)
        mapping[field] = mapping.get(field) or untagged
    return mapping


def _parts(tag: str) -> tuple[str, frozenset[str]]:
    """Part a tag from its attributes.

    >>> _parts("#Adm1 +name +en")[0]
    '#adm1'
    """
    base, *attributes = tag.lower().replace(" ", "").split("+")
    return base, frozenset(attributes)


HXL: Final = TableFormat(
    name="hxl",
    title="table with HXL hashtags",
    columns={field: () for field in PLAIN.columns},
)
"""Stands for the format in lists; what a table is read with is made from its own tags."""
