"""Tables with HXL hashtags under their header: the tags say what the columns hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conflict_map.tables.formats import TableFormat, fold_column
from conflict_map.tables.plain import PLAIN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conflict_map.tables.raw_table import RawTable

_TAGS: Final[dict[str, str]] = {
    "event_id": "#event+code #event+id #meta+id",
    "lat": "#geo+lat",
    "lon": "#geo+lon",
    "latlon": "#geo+coord #geo+coords",
    "date_start": "#date+occurred #date+start #date+event #date",
    "date_end": "#date+end",
    "event_type": "#event+type #cause+type #event+name #event #cause",
    "sub_event_type": "#event+type+sub #event+subtype",
    "place_name": "#loc+name #loc",
    "country": "#country+name #country+code #country",
    "admin1": "#adm1+name #adm1",
    "admin2": "#adm2+name #adm2",
    "admin3": "#adm3+name #adm3",
    "actor1": "#group+name+first #group+name #group",
    "actor2": "#group+name+second #targeted",
    "fatalities_best": "#affected+killed #affected+deaths #affected+dead",
    "source": "#meta+source #org+source",
    "url": "#meta+url #meta+link",
    "notes": "#description #meta+description #event+description",
}
"""For each field the hashtags with the attributes that a column must have, the best first (HXL
1.1)."""

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
        has_exact_points=True,
    )


def _mapping(tags: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Give each field its columns by their tags, and where no tag says it, by their usual names."""
    parsed = {column: _parts(tag) for column, tag in tags.items()}
    mapping: dict[str, tuple[str, ...]] = {}
    for field, wanted in _TAGS.items():
        found: list[str] = []
        for base, attributes in map(_parts, wanted.split()):
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
    columns=dict.fromkeys(PLAIN.columns, ()),
)
"""Stands for the format in lists; what a table is read with is made from its own tags."""
