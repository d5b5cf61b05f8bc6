"""TimeMap (Forensic Architecture, Bellingcat): events in JSON, their sources in other files."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from conflict_map.tables.cells import constant, text_column
from conflict_map.tables.formats import TableFormat, texts_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conflict_map.tables.raw_table import RawTable

_HIDDEN: Final = "source hidden by the publisher"
_MOST_SOURCES: Final = 20

TIMEMAP: Final = TableFormat(
    name="timemap",
    title="TimeMap events",
    signatures=(
        frozenset({"id", "description", "sources", "associations"}),
        frozenset({"description", "latitude", "longitude", "associations"}),
    ),
    columns={
        "event_id": ("id",),
        "lat": ("latitude",),
        "lon": ("longitude",),
        "date_start": ("date",),
        "event_type": ("timemap_type",),
        "source_type": ("timemap_filters",),
        "place_name": ("location",),
        "source": ("timemap_sources",),
        "notes": ("timemap_notes",),
    },
    has_exact_points=True,
)


@dataclass(frozen=True, slots=True)
class Beside:
    """What the files beside the events say: each source and each association by its id."""

    sources: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    associations: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def beside_of(value: Any) -> Beside | None:
    """Know a file of sources or associations; None for anything else.

    >>> beside_of({"s1": {"id": "s1", "paths": ["https://example.org/1"]}}).sources["s1"]["id"]
    's1'
    >>> list(beside_of([{"id": "a1", "mode": "FILTER", "filter_paths": ["x"]}]).associations)
    ['a1']
    >>> beside_of([{"id": "e1", "latitude": "1"}]) is None
    True
    """
    items = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(items, list) or not items or not all(isinstance(i, dict) for i in items):
        return None
    by_id = {str(item.get("id")): item for item in items}
    if all("paths" in item and "latitude" not in item for item in items):
        return Beside(sources=by_id)
    if all("mode" in item or "filter_paths" in item for item in items):
        return Beside(associations=by_id)
    return None


def nested_events(value: Any) -> tuple[list[Any], Beside] | None:
    """Take apart a file that holds events with their sources and associations; None if none does.

    >>> nested_events({"events": [{"id": "1"}], "sources": {}})[0]
    [{'id': '1'}]
    """
    if not isinstance(value, dict) or not isinstance(value.get("events"), list):
        return None
    if not {"sources", "associations"} & set(value):
        return None
    parts = [beside_of(value.get(name)) or Beside() for name in ("sources", "associations")]
    return value["events"], Beside(parts[0].sources, parts[1].associations)


def with_beside(table: RawTable, beside: Beside) -> RawTable:
    """Give the events the links of their sources and the titles of their associations."""
    length = len(table)
    sources = texts_of(table, "sources") or [""] * length
    associations = texts_of(table, "associations") or [""] * length
    kinds = texts_of(table, "type", "category") or [""] * length
    notes = texts_of(table, "description", "comments") or [""] * length
    graphic = texts_of(table, "graphic") or [""] * length
    titles = [
        [_title(beside.associations.get(name, {}), name) for name in _ids(cell)]
        for cell in associations
    ]
    made = {
        "timemap sources": text_column(
            "; ".join(_links(beside, _ids(cell))[:_MOST_SOURCES]) for cell in sources
        ),
        "timemap filters": text_column(
            "; ".join(dict.fromkeys(t for t in ts if t)) for ts in titles
        ),
        "timemap type": text_column(kinds) if any(kinds) else constant("", length),
        "timemap notes": text_column(
            "\n".join(p for p in ("Graphic content." if g.lower() == "true" else "", n) if p)
            for g, n in zip(graphic, notes, strict=True)
        ),
    }
    return table.with_columns(made)


def _ids(cell: str) -> list[str]:
    """Give the ids in a cell: a JSON list, or names parted by semicolons, commas or bars."""
    if cell.startswith("["):
        try:
            found = json.loads(cell)
        except (json.JSONDecodeError, RecursionError):
            return []
        return [str(one) for one in found] if isinstance(found, list) else []
    return [
        part.strip() for part in cell.replace(",", ";").replace("|", ";").split(";") if part.strip()
    ]


def _links(beside: Beside, ids: list[str]) -> list[str]:
    """Give the links of sources; one that is hidden says so, and what is no link is left out."""
    links: list[str] = []
    for name in ids:
        source = beside.sources.get(name, {})
        paths = source.get("paths") or []
        paths = paths if isinstance(paths, list) else [paths]
        if "HIDDEN" in paths or name.lower() == "srchidden":
            links.append(_HIDDEN)
        links += [p for p in paths if isinstance(p, str) and p.startswith(("https://", "http://"))]
    return list(dict.fromkeys(links))


def _title(association: Mapping[str, Any], name: str) -> str:
    if not association:
        return name
    paths = association.get("filter_paths")
    if isinstance(paths, list) and paths:
        return " > ".join(str(part) for part in paths)
    return str(association.get("title") or name)
