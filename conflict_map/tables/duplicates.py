"""The same event told twice across files: found, marked, and never dropped; reads no files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from conflict_map.events.validation import TEXT_DTYPE
from conflict_map.names import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_PLACE_DIGITS: Final = 3
"""Coordinates that agree to a thousandth of a degree, some 100 m, are of one place."""


def mark_duplicates(
    frame: pd.DataFrame, files: np.ndarray[Any, Any], global_ids: Sequence[int]
) -> tuple[pd.DataFrame, int, list[tuple[int, str, str]]]:
    """Mark rows that tell an event of an earlier file again, and give every row an id of its own.

    ``files`` says which file a row is from; ``global_ids`` gives a number for the format of each
    file in which ids mean the same event in all files, and 0 for other files. Gives the frame, how
    many rows are marked, and those whose id had to change: (position, before, now).

    Two rows of different files tell the same event if their data set's id is the same, or if type,
    days, place and actors are the same and known; the second such row of a file answers to the
    second of the other, so that two attacks on one day stay two. Rows of one file are never
    compared: whether those are one event is what its maker decided.
    """
    if files.max(initial=0) == 0 and _all_different(frame["event_id"]):
        return frame, int(frame["duplicate_of"].notna().sum()), []
    ids = frame["event_id"].to_numpy(dtype=object)
    marks: Any = frame["duplicate_of"].astype(object).where(frame["duplicate_of"].notna(), None)
    marks = marks.tolist()
    if len(np.unique(files)) > 1:
        by_id = _same_ids(ids, files, global_ids)
        alike = _same_content(frame, files)
        for position, earlier in {**alike, **by_id}.items():
            if marks[position] is None:
                marks[position] = ids[earlier]
    before = sum(value is not None for value in marks)
    new, renamed = _own_ids(ids)
    out = frame.assign(event_id=pd.array(new, dtype=TEXT_DTYPE))
    told: Any = [None if mark is None else str(mark) for mark in marks]
    out["duplicate_of"] = pd.array(told, dtype=TEXT_DTYPE)
    return out, before, renamed


def _all_different(ids: pd.Series[Any]) -> bool:
    texts = pa.chunked_array(ids.array.__arrow_array__())
    return bool(pc.count_distinct(texts, mode="all").as_py() == len(texts))


def _same_ids(
    ids: np.ndarray[Any, Any], files: np.ndarray[Any, Any], global_ids: Sequence[int]
) -> dict[int, int]:
    """Give the rows whose id is that of a row of an earlier file of the same format."""
    formats = np.array([int(g) for g in global_ids])[files]
    table = pd.DataFrame({"id": ids, "format": formats, "file": files})
    table = table[table["format"] > 0]
    first = table.groupby(["id", "format"], sort=False)["file"].transform("first")
    later = table.index[(table["file"] != first).to_numpy()]
    if not len(later):
        return {}
    lead = (
        table.drop_duplicates(["id", "format"]).reset_index().set_index(["id", "format"])["index"]
    )
    keys = pd.MultiIndex.from_frame(table.loc[later, ["id", "format"]])
    return dict(zip(later.tolist(), lead.reindex(keys).tolist(), strict=True))


def _same_content(frame: pd.DataFrame, files: np.ndarray[Any, Any]) -> dict[int, int]:
    """Give the rows that agree with a row of an earlier file in type, days, place and actors."""
    known = frame["event_type"].notna() & frame["date_start"].notna() & frame["date_end"].notna()
    known &= frame["date_precision"].isin(["day", "range"])
    known &= frame["actor1"].notna() | frame["actor2"].notna()
    known &= frame["lat"].notna() | frame["place_name"].notna()
    part = frame[known.to_numpy(dtype=bool)]
    if not len(part):
        return {}
    place = part["place_name"].fillna("").map(_folded_once(part["place_name"]))
    lat, lon = part["lat"].round(_PLACE_DIGITS), part["lon"].round(_PLACE_DIGITS)
    actors = [
        "\x1f".join(sorted(a.casefold() for a in pair if isinstance(a, str)))
        for pair in zip(part["actor1"], part["actor2"], strict=True)
    ]
    keys = pd.DataFrame(
        {
            "type": part["event_type"].to_numpy(dtype=object),
            "start": part["date_start"].to_numpy(),
            "end": part["date_end"].to_numpy(),
            # With coordinates they are the place, without them its name.
            "lat": lat.fillna(999).to_numpy(),
            "lon": lon.fillna(999).to_numpy(),
            "place": np.where(lat.notna(), "", place.to_numpy(dtype=object)),
            "actors": actors,
        }
    )
    key = pd.util.hash_pandas_object(keys, index=False).to_numpy()
    table = pd.DataFrame(
        {"key": key, "file": files[part.index.to_numpy()], "at": part.index.to_numpy()}
    )
    table["turn"] = table.groupby(["key", "file"], sort=False).cumcount()
    lead = table.groupby(["key", "turn"], sort=False)["at"].transform("first")
    first = table.groupby(["key", "turn"], sort=False)["file"].transform("first")
    again = (table["file"] != first).to_numpy()
    return dict(zip(table["at"][again].tolist(), lead[again].tolist(), strict=True))


def _folded_once(names: pd.Series[Any]) -> dict[str, str]:
    return {str(name): fold(str(name)) for name in names.dropna().unique()} | {"": ""}


def _own_ids(ids: np.ndarray[Any, Any]) -> tuple[list[str], list[tuple[int, str, str]]]:
    """Give every row an id that no other has: the later of two gets ``~2`` behind it."""
    again = np.flatnonzero(pd.Series(ids).duplicated().to_numpy())
    made = ids.tolist()
    if not len(again):
        return made, []
    taken = set(made)
    renamed: list[tuple[int, str, str]] = []
    for position in again.tolist():
        name, number = made[position], 2
        while f"{name}~{number}" in taken:
            number += 1
        made[position] = f"{name}~{number}"
        taken.add(made[position])
        renamed.append((position, name, made[position]))
    return made, renamed
