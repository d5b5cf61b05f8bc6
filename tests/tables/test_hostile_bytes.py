"""Any bytes are read or refused in one line; nothing else happens."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_map.errors import ConflictMapError
from conflict_map.tables.articles import articles_of
from conflict_map.tables.detect import kind_of
from conflict_map.tables.reading import read_tables
from conflict_map.tables.source import Source, read_source

pieces = st.sampled_from(
    ["lat,lon\n", "lat;lon;date\n", '"', "\n", "\r", ",", ";", "\t", "|", "35,1", "36.7", "0", "=1", "{", "[", "]",
     "}", '{"lat": 1, "lon": 2}', '{"text": "Shells fell."}', '"type": "FeatureCollection"', "null", "\ufeff", "é",
     "03/04/2024", "#geo+lat", "<html><p>", "<script>", "\x00", "NaN", "1e400", "-", "~", "\\ud800"]
)  # fmt: skip
blobs = st.binary(max_size=60) | st.lists(pieces, max_size=12).map(
    lambda parts: "".join(parts).encode()
)
names = st.sampled_from(["-", "a.csv", "a.jsonl", "a.json", "a.geojson", "a.txt", "a.html", "a"])


@settings(deadline=None, max_examples=400)
@given(blobs, names)
@pytest.mark.parametrize("read", [kind_of, read_tables, articles_of])
def test_any_bytes_are_read_or_refused_in_one_line(read, data, name):
    try:
        read(Source(name=name, data=data, sha256=""))
    except ConflictMapError as error:
        assert "\n" not in str(error)  # noqa: PT017


@settings(deadline=None, max_examples=100)
@given(
    st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5), st.text(max_size=5)), max_size=5)
)
def test_any_cells_are_read_or_refused(rows):
    body = "lat\tlon\tdate\n" + "".join("\t".join(row) + "\n" for row in rows)
    try:
        result = read_tables(Source(name="-", data=body.encode("utf-8", "replace"), sha256=""))
    except ConflictMapError as error:
        assert "\n" not in str(error)  # noqa: PT017
        return
    assert result.placed + result.unplaced + result.rejected == result.read


@pytest.mark.parametrize("path", ["/dev/zero", "no/such/file", ".", "a\0b", "x" * 5000])
def test_what_is_no_file_to_read_is_refused(path):
    with pytest.raises(ConflictMapError) as caught:
        read_source(path)
    assert "\n" not in str(caught.value)
