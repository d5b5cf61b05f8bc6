"""Which rows words, a distance or a condition choose, as a mask; knows no gazetteer and no map."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from conflict_map.errors import UsageError
from conflict_map.events.columns import COLUMN_NAMES, COLUMNS, ColumnKind
from conflict_map.vocabulary import GeoPrecision

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conflict_map.model import Position

_NO_WORDS: Final = frozenset({"article_id", "place_ids", "duplicate_of", "plover_type"})
"""Columns of text that are no words for a reader; the page does not search them either."""
_SEARCHED: Final = tuple(
    column.name
    for column in COLUMNS
    if column.kind is ColumnKind.TEXT and column.name not in _NO_WORDS
)
_SAME_LETTERS: Final = str.maketrans("ıłøđأإآٱىةکی-‐‑‒–—―_", "ilodاااايهكي" + " " * 8, "ـ’‘ʼʿʾ`'")
_KINDS: Final = {column.name: column.kind for column in COLUMNS}
_LEVELS: Final = {
    "town": GeoPrecision.PLACE,
    "point": GeoPrecision.PLACE,
    **{level.name.lower(): level for level in GeoPrecision},
}


def folded(text: str) -> str:
    """Give a text as the page's search compares it: no case, no marks, hyphens as blanks.

    >>> folded("Ḩamāh"), folded("Al-Safira's"), folded("")
    ('hamah', 'al safiras', '')
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in text if not unicodedata.category(c).startswith("M"))
    return text.casefold().translate(_SAME_LETTERS)


def with_words(frame: pd.DataFrame, text: str) -> np.ndarray[Any, Any]:
    """Give the rows that hold every word, each anywhere in the texts of the row."""
    words = list(dict.fromkeys(folded(text).split()))
    found = np.zeros((len(words), len(frame)), dtype=bool)
    for name in _SEARCHED if words else ():
        codes, values = pd.factorize(frame.index if name == "event_id" else frame[name])
        texts = [folded(str(value)) for value in values]
        for at, word in enumerate(words):
            if name == "event_id" and not (len(word) > 2 and re.search(r"\d", word)):
                continue  # else "e" and "event" would find whole tables
            hit = np.array([*(word in each for each in texts), False], dtype=bool)
            found[at] |= hit[codes]
    return np.asarray(found.all(axis=0))


def within_km(frame: pd.DataFrame, position: Position, km: float) -> np.ndarray[Any, Any]:
    """Give the rows whose position is at most so many geodesic kilometres away."""
    from pyproj import Geod  # noqa: PLC0415 - pyproj opens its database on import

    known = frame["lat"].notna().to_numpy()
    lon, lat = frame["lon"].to_numpy()[known], frame["lat"].to_numpy()[known]
    here_lon, here_lat = np.full(len(lon), position.lon), np.full(len(lat), position.lat)
    _, _, metres = Geod(ellps="WGS84").inv(here_lon, here_lat, lon, lat)
    keep = np.zeros(len(frame), dtype=bool)
    keep[known] = np.asarray(metres) <= km * 1000
    return keep


def known_to(frame: pd.DataFrame, level: str | int) -> np.ndarray[Any, Any]:
    """Give the rows that have a place, known at least as finely as a level."""
    word = level.casefold() if isinstance(level, str) else level
    finest = _LEVELS.get(word) if isinstance(word, str) else word
    if finest is None or finest not in set(GeoPrecision):
        raise UsageError(
            f"unknown precision {level!r}; expected 1 to 7 or one of {', '.join(_LEVELS)}"
        )
    precision = frame["geo_precision"].to_numpy(dtype=float, na_value=np.inf)
    known: np.ndarray[Any, Any] = (precision <= finest) & frame["lat"].notna().to_numpy()
    return known


def meeting(frame: Any, condition: Any, columns: Mapping[str, Any]) -> np.ndarray[Any, Any]:
    """Give the rows for which a condition is true and columns have these values."""
    keep = np.ones(len(frame), dtype=bool)
    if condition is not None:
        told = condition(frame.copy()) if callable(condition) else condition
        keep &= _truths(told, len(frame))
    for name, wanted in columns.items():
        if name not in COLUMN_NAMES:
            raise UsageError(f"there is no column {name!r}; known are {', '.join(COLUMN_NAMES)}")
        values = frame.index.to_series() if name == "event_id" else frame[name]
        keep &= _equal(values, wanted, _KINDS[name])
    return keep


def _truths(told: Any, count: int) -> np.ndarray[Any, Any]:
    """Give so many values of true or false; unknown is not true."""
    if isinstance(told, np.ndarray) and told.dtype == bool and told.shape == (count,):
        return told
    if not pd.api.types.is_list_like(told):
        raise UsageError(f"expected {count} times true or false, one for each event, got {told!r}")
    values = pd.Series(told if hasattr(told, "dtype") else list(told)).astype("object")
    known = values.dropna()
    if (
        len(values) != count
        or not known.map(lambda value: isinstance(value, (bool, np.bool_))).all()
    ):
        raise UsageError(
            f"expected {count} times true or false, one for each event, got {len(values)} values"
        )
    return np.asarray(values.where(values.notna(), other=False).astype(bool))


def _equal(values: pd.Series[Any], wanted: Any, kind: ColumnKind) -> np.ndarray[Any, Any]:
    """Give where values are one of those wanted; None is unknown, and case does not matter."""
    several = list(wanted) if isinstance(wanted, (list, tuple, set, frozenset)) else [wanted]
    known = [value for value in several if value is not None]
    if kind is ColumnKind.TEXT:
        hit = values.str.casefold().isin({str(value).casefold() for value in known})
    elif kind is ColumnKind.DATE:
        try:
            days = pd.to_datetime([str(value) for value in known], format="%Y-%m-%d")
        except ValueError:
            raise UsageError(f"{known!r} is no date; write it as 2024-12-03") from None
        hit = values.isin(days)
    else:
        hit = values.isin(known)
    mask: np.ndarray[Any, Any] = hit.to_numpy(dtype=bool, na_value=False)
    unknown = values.isna().to_numpy(dtype=bool)
    return np.asarray(mask | unknown if len(known) < len(several) else mask & ~unknown)
