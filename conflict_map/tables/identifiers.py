"""An id for every row: the table's own where a column is one, else a hash of the row."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from conflict_map.tables.cells import known_texts, text_column
from conflict_map.tables.formats import TableFormat, fold_column
from conflict_map.tables.values import UNKNOWN_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflict_map.tables.raw_table import RawTable

_SHARE_DISTINCT: Final = 0.9
"""A few repeats are slips of the coder; more mean that the column is no identifier."""
_NAMED_ROWS: Final = 3
_CHUNK: Final = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifiers:
    """The id of each row, and which of them are another row over again."""

    ids: Any = field(repr=False)
    """An Arrow column of texts."""
    repeats: dict[int, str]
    """Position of a row that repeats an earlier one cell by cell: the id of the earlier one."""
    warnings: tuple[str, ...] = ()


def identify(table: RawTable, known: TableFormat, given: int | None = None) -> Identifiers:
    """Give every row an id that no other has; ``given`` is the column that was asked for.

    A row that is an earlier one over again gets the id with ``~2`` and is marked as a repeat; one
    that only has the id of another is kept under such an id, and that is said.
    """
    warnings: list[str] = []
    column = _column(table, known, given, warnings)
    own_column = None if column is None else _own_ids(table, column, known)
    if own_column is not None and not own_column.null_count and _all_different(own_column):
        return Identifiers(ids=own_column, repeats={}, warnings=tuple(warnings))
    own = [] if own_column is None else own_column.to_pylist()
    missing = [at for at, value in enumerate(own) if value is None] if own else range(len(table))
    hashes = dict(zip(missing, row_hashes(table, missing), strict=True))
    wanted = [
        hashes[at] if not own or own[at] is None else str(own[at]) for at in range(len(table))
    ]
    twice = pd.Series(wanted, dtype=object).duplicated(keep=False).to_numpy()
    repeats: dict[int, str] = {}
    if not twice.any():
        return Identifiers(ids=text_column(wanted), repeats=repeats, warnings=tuple(warnings))
    taken = set(wanted)
    first: dict[str, int] = {}
    renamed: list[str] = []
    repeated = np.flatnonzero(twice).tolist()
    contents = dict(zip(repeated, row_hashes(table, repeated), strict=True))
    for at in repeated:
        name = wanted[at]
        if name not in first:
            first[name] = at
            continue
        number = 2
        while f"{name}~{number}" in taken:
            number += 1
        wanted[at] = f"{name}~{number}"
        taken.add(wanted[at])
        if own and own[at] is not None:
            row, earlier = int(table.rows[at]), int(table.rows[first[name]])
            if contents[at] == contents[first[name]]:
                repeats[at] = name
            else:
                renamed.append(
                    f"row {row} has the id {name!r} of row {earlier} but other values; "
                    f"it is now {wanted[at]!r}"
                )
    if renamed:
        more = f"; and {len(renamed) - _NAMED_ROWS} more" if len(renamed) > _NAMED_ROWS else ""
        warnings.append(f"{table.name}: {'; '.join(renamed[:_NAMED_ROWS])}{more}")
    return Identifiers(ids=text_column(wanted), repeats=repeats, warnings=tuple(warnings))


def _all_different(ids: Any) -> bool:
    return bool(pc.count_distinct(ids).as_py() == len(ids))


def row_hashes(table: RawTable, positions: Sequence[int]) -> Iterator[str]:
    """Give each of these rows a short name that depends on its content alone."""
    for start in range(0, len(positions), _CHUNK):
        part = pa.array(np.asarray(positions[start : start + _CHUNK], dtype=np.int64))
        columns = [column.take(part).combine_chunks() for column in table.cells]
        texts = (
            pc.binary_join_element_wise(*columns, pa.scalar("\x1f", pa.large_string())).to_pylist()
            if columns
            else [""] * len(part)
        )
        shapes = None if table.shapes is None else shapely.to_wkb(table.shapes[part.to_numpy()])
        for at, text in enumerate(texts):
            shape = b"" if shapes is None or shapes[at] is None else bytes(shapes[at])
            digest = hashlib.sha256(text.encode() + b"\x1f" + shape).hexdigest()
            yield f"row-{digest[:16]}"


def _column(
    table: RawTable, known: TableFormat, given: int | None, warnings: list[str]
) -> int | None:
    """Choose the first column of ids whose values are nearly all different."""
    if given is not None:
        return given
    folded = [fold_column(column) for column in table.columns]
    for name in known.columns.get("event_id", ()):
        if name not in folded:
            continue
        at = folded.index(name)
        ids = known_texts(table.column(at))
        count, distinct = len(ids) - ids.null_count, pc.count_distinct(ids).as_py()
        if not count:
            continue
        if distinct >= _SHARE_DISTINCT * count:
            return at
        # Whole rows that are there twice say nothing about the column.
        whole = pd.Series(list(row_hashes(table, range(len(table)))), dtype=object)
        kept = pa.array(np.flatnonzero(~whole.duplicated().to_numpy()))
        once = ids.take(kept)
        if distinct >= _SHARE_DISTINCT * (len(once) - once.null_count):
            return at
        warnings.append(f"{table.name}: column {table.columns[at]!r} repeats itself: no identifier")
    return None


def _own_ids(table: RawTable, column: int, known: TableFormat) -> Any:
    """Give the ids of a column; where it is empty, those of the format's other columns."""
    folded = [fold_column(title) for title in table.columns]
    columns = [column]
    if "event_id" in known.fallbacks:
        columns += [
            folded.index(name)
            for name in known.columns.get("event_id", ())
            if name in folded and folded.index(name) != column
        ]
    first = _ids(table.column(columns[0]))
    if not first.null_count:
        return first
    return pc.coalesce(first, *[_ids(table.column(at)) for at in columns[1:]])


def _ids(column: Any) -> Any:
    """Trim ids, and take off the ".0" that a program gave whole numbers ("300380.0")."""
    texts = known_texts(column)
    unknown = pc.is_in(pc.utf8_lower(texts), pa.array(sorted(UNKNOWN_WORDS), pa.large_string()))
    if pc.any(unknown).as_py():
        texts = pc.if_else(unknown, None, texts)
    if pc.all(pc.match_substring_regex(texts, r"^\d+\.0$")).as_py() and texts.null_count < len(
        texts
    ):
        return pc.utf8_slice_codeunits(texts, 0, -2)
    return texts
