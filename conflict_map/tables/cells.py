"""Columns of text cells by their distinct words, each read once by a rule; knows no rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

UNKNOWN_TEXTS: Final = (
    "",
    "NA",
    "N/A",
    "#N/A",
    "NaN",
    "nan",
    "NULL",
    "null",
    "None",
    "NaT",
    "<NA>",
)
"""What stands for "not known" in a text; programs write these, people do not."""
_MOST_SLICES: Final = 1000
_LONGEST_UNKNOWN: Final = max(map(len, UNKNOWN_TEXTS))


@dataclass(frozen=True, slots=True)
class Words:
    """A column as its distinct cells and, for each row, which of them it holds."""

    codes: np.ndarray[Any, Any] = field(repr=False)
    words: tuple[str, ...]

    @classmethod
    def of(cls, column: Any) -> Words:
        """Take a text column (Arrow) apart.

        >>> Words.of(text_column(["a", "b", "a"])).words
        ('a', 'b')
        >>> Words.of(text_column([])).words
        ()
        """
        coded = pc.dictionary_encode(column)
        if isinstance(coded, pa.ChunkedArray):
            coded = coded.unify_dictionaries().combine_chunks()
            if isinstance(coded, pa.ChunkedArray):  # no chunk at all
                coded = (
                    coded.chunk(0) if coded.num_chunks else pc.dictionary_encode(pa.array([""])[:0])
                )
        codes = coded.indices.to_numpy(zero_copy_only=False).astype(np.int32, copy=False)
        return cls(codes, tuple(coded.dictionary.to_pylist()))

    def counts(self) -> list[int]:
        """Give how many rows hold each word."""
        return np.bincount(self.codes, minlength=len(self.words)).tolist()  # type: ignore[no-any-return]

    def spread(self, values: Any, dtype: Any) -> np.ndarray[Any, Any]:
        """Give each row the value of its word.

        >>> Words.of(text_column(["3", "5", "3"])).spread([3, 5], int).tolist()
        [3, 5, 3]
        """
        made: np.ndarray[Any, Any] = np.empty(len(values), dtype=dtype)
        made[:] = values
        spread: np.ndarray[Any, Any] = made[self.codes]
        return spread

    def rows(self, wanted: Iterable[int]) -> np.ndarray[Any, Any]:
        """Give the rows that hold any of these words, by the words' numbers."""
        marked = np.zeros(len(self.words) + 1, dtype=bool)
        marked[list(wanted)] = True
        return np.flatnonzero(marked[self.codes])


def text_column(values: Iterable[str | None]) -> Any:
    """Make a text column (Arrow) of Python texts; None becomes the empty text."""
    return pa.chunked_array([pa.array(["" if v is None else v for v in values], pa.large_string())])


def constant(text: str | None, length: int) -> Any:
    """Make a column that holds one text throughout.

    >>> constant("Yemen", 2).to_pylist()
    ['Yemen', 'Yemen']
    """
    return pa.chunked_array([pa.repeat(pa.scalar(text, pa.large_string()), length)])


def known_texts(column: Any, *, keep: frozenset[str] = frozenset()) -> Any:
    """Trim a column and make what stands for "not known" null; ``keep`` are words that are known.

    >>> known_texts(text_column([" Hama ", "NA", ""])).to_pylist()
    ['Hama', None, None]
    """
    column = column.cast(pa.large_string())
    if _may_have_edges(column):
        column = pc.utf8_trim_whitespace(column)
    # Long texts are none of these words; to see that from the lengths costs next to nothing.
    shortest = pc.min(pc.binary_length(column)).as_py()
    if shortest is not None and shortest > _LONGEST_UNKNOWN:
        return column
    trimmed = column
    unknown = pa.array([word for word in UNKNOWN_TEXTS if word not in keep], pa.large_string())
    if not pc.any(pc.is_in(trimmed, unknown)).as_py():
        return trimmed
    return pc.if_else(pc.is_in(trimmed, unknown), pa.scalar(None, pa.large_string()), trimmed)


def _may_have_edges(column: Any) -> bool:
    """Tell whether any text may begin or end with white space, by its first and last byte.

    A byte above 127 may be part of a wide space, so it counts as one.
    """
    for chunk in getattr(column, "chunks", [column]):
        offsets, data = chunk.buffers()[1:3]
        if data is None or not len(chunk):
            continue
        edges = np.frombuffer(offsets, dtype=np.int64)[chunk.offset : chunk.offset + len(chunk) + 1]
        letters = np.frombuffer(data, dtype=np.uint8)
        filled = edges[1:] > edges[:-1]
        ends = np.concatenate([letters[edges[:-1][filled]], letters[edges[1:][filled] - 1]])
        if ((ends <= ord(" ")) | (ends > 127)).any():
            return True
    return False


def kept_rows(column: Any, kept: np.ndarray[Any, Any]) -> Any:
    """Give the rows of a column at these ascending positions; long runs of them are not copied.

    >>> kept_rows(text_column(["a", "b", "c", "d"]), np.array([0, 2, 3])).to_pylist()
    ['a', 'c', 'd']
    """
    if len(kept) == len(column) or not len(kept):
        return column.slice(0, len(kept))
    starts = np.flatnonzero(np.diff(kept, prepend=-2) != 1)
    if len(starts) > _MOST_SLICES:
        return column.take(pa.array(kept))
    stops = np.append(starts[1:], len(kept))
    parts = [
        column.slice(int(kept[start]), int(stop - start))
        for start, stop in zip(starts, stops, strict=True)
    ]
    return pa.chunked_array(
        [chunk for part in parts for chunk in getattr(part, "chunks", [part])], column.type
    )


def first_known(columns: Sequence[Any]) -> Any:
    """Give in each row the first of the columns that is not null.

    >>> first_known([known_texts(text_column(["", "b"])), text_column(["a", "c"])]).to_pylist()
    ['a', 'b']
    """
    return columns[0] if len(columns) == 1 else pc.coalesce(*columns)


def joined(columns: Sequence[Any], separator: str) -> Any:
    """Join columns row by row with a separator, leaving out what is null; null if all are.

    >>> joined([text_column(["a"]), known_texts(text_column([""]))], "; ").to_pylist()
    ['a']
    >>> nothing = known_texts(text_column(["", ""]))
    >>> joined([known_texts(text_column(["", "b"])), nothing], "; ").to_pylist()
    [None, 'b']
    """
    whole = columns[0]
    for column in columns[1:]:
        # Arrow's own null_handling="skip" loses rows in which all is null.
        both = pc.binary_join_element_wise(whole, column, pa.scalar(separator, pa.large_string()))
        whole = pc.coalesce(both, whole, column)
    return whole
