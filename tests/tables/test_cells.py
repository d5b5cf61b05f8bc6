"""Columns of cells: what Arrow does is what a loop over the rows would do."""

from __future__ import annotations

import csv
import io

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_map.tables import delimited
from conflict_map.tables.cells import (
    UNKNOWN_TEXTS,
    Words,
    first_known,
    joined,
    kept_rows,
    known_texts,
)
from conflict_map.tables.layout import find_layout

cells = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=5) | (
    st.sampled_from([*UNKNOWN_TEXTS, " NA ", "a;b", "\u2003x\u2003", "1\n2", 'say "no"', "=1"])
)


def column(values, cut):
    """Make a column of two chunks, as a large file has many."""
    parts = [pa.array(part, pa.large_string()) for part in (values[:cut], values[cut:])]
    return pa.chunked_array(parts, pa.large_string())


rows = st.lists(st.tuples(cells, cells, cells), max_size=8)


@given(rows, st.integers(0, 8))
def test_columns_are_joined_row_by_row_and_no_row_is_lost(made, cut):
    columns = [known_texts(column([row[n] for row in made], cut)) for n in range(3)]
    known = [[c if c.strip() not in UNKNOWN_TEXTS else None for c in row] for row in made]
    stripped = [[None if c is None else c.strip() for c in row] for row in known]
    assert joined(columns, "; ").to_pylist() == [
        "; ".join(c for c in row if c is not None) if any(c is not None for c in row) else None
        for row in stripped
    ]
    assert first_known(columns).to_pylist() == [
        next((c for c in row if c is not None), None) for row in stripped
    ]


@given(st.lists(cells, max_size=8), st.integers(0, 8), st.sets(st.integers(0, 7)))
def test_rows_that_are_kept_are_those_at_their_positions(values, cut, wanted):
    kept = np.array(sorted(at for at in wanted if at < len(values)), dtype=np.int64)
    assert kept_rows(column(values, cut), kept).to_pylist() == [values[at] for at in kept]


@given(st.lists(cells, max_size=8), st.integers(0, 8))
def test_a_column_is_its_words_spread_over_its_rows(values, cut):
    words = Words.of(column(values, cut))
    assert [words.words[code] for code in words.codes] == values
    assert sum(words.counts()) == len(values)
    assert sorted(set(words.words)) == sorted(words.words)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_the_fast_and_the_strict_reader_of_csv_read_the_same(made, quoting):
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=quoting)
    writer.writerow(["lat", "lon", "notes"])
    writer.writerows(made)
    text = stream.getvalue()
    layout = find_layout("t", "lat,lon,notes\n")
    strict = delimited._read_strictly("t", text, layout)
    expected = [(row, cells) for row, cells in enumerate(made, start=2) if any(cells)]
    assert [(r.row, list(r.cells)) for r in strict.records] == expected
    data = memoryview(text.encode())
    if not delimited._has_loose_quotes(data, ","):
        fast = delimited._read_fast("t", data, layout, None)
        assert [(r.row, list(r.cells)) for r in fast.records] == expected
