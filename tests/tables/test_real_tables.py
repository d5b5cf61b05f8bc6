"""Real tables, which are not in the repository, give the counts that are noted beside them.

``CONFLICT_MAP_TABLES`` names a folder with ``expected.json``; without it, ``../shared/tables`` beside
the working tree is looked for.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from conflict_map.gazetteer import Gazetteer
from conflict_map.tables.positions import NULL_ISLAND
from conflict_map.tables.reading import read_tables

FOLDER = Path(
    os.environ.get("CONFLICT_MAP_TABLES", Path(__file__).parents[3] / "shared" / "tables")
)
EXPECTED = FOLDER / "expected.json"
NOTED = json.loads(EXPECTED.read_text()) if EXPECTED.is_file() else {}
FORMATS = {
    "gdelt2": "gdelt", "ucdp_ged": "ucdp", "acled+hxl": "acled", "yemen_data_project": "yemen-data-project",
}  # fmt: skip
needs_tables = pytest.mark.skipif(
    not NOTED,
    reason=f"no real tables: {EXPECTED} is not there (CONFLICT_MAP_TABLES names a folder)",
)


@needs_tables
@pytest.mark.parametrize("name", sorted(NOTED) or ["none"])
def test_a_real_table_gives_the_counts_that_are_noted(name):
    noted = NOTED[name]
    result = read_tables(FOLDER / name)
    frame = result.events.to_frame()
    placed = frame[frame["lat"].notna()]
    said = noted["format"].split(" (")[0]
    assert result.inputs[0].format == FORMATS.get(said, said)
    assert (result.read, result.rejected) == (noted["rows"], noted.get("unparsed_dates", 0))
    # A coordinate of 0, 0 was noted as one; here it is a missing one, and the row is placed by name.
    null_island = sum(doubt.reason == NULL_ISLAND for doubt in result.doubts)
    assert result.placed + null_island == noted["rows_with_coordinates"]
    if noted["rows_with_coordinates"]:
        placed_too = read_tables(FOLDER / name, gazetteer=Gazetteer.shipped())
        assert placed_too.placed == noted["rows_with_coordinates"]
    if "distinct_coordinates" in noted:
        assert (
            len(set(zip(placed["lat"], placed["lon"], strict=True)))
            == noted["distinct_coordinates"]
        )
    if "date_min" in noted:
        days = frame["date_start"].dropna().astype(str)
        assert days.min().replace("-", "") == noted["date_min"].replace("-", "")
        # A row's last day may lie after its first, which is what was noted.
        assert days.max() <= frame["date_end"].dropna().astype(str).max()
        assert days.max().replace("-", "") == noted["date_max"].replace("-", "")
    if noted.get("fatalities_sum") is not None:
        assert int(frame["fatalities_best"].sum()) == noted["fatalities_sum"]
    for end in ("low", "high"):
        if end in noted:
            assert int(frame[f"fatalities_{end}"].sum()) == noted[end]
    if "types" in noted:
        assert dict(Counter(frame["source_type"])) == noted["types"]
    if "duplicate_ids" in noted:
        again = [i for i in frame.index if "~" in i]
        assert len(again) == noted["duplicate_ids"]
    if "roots" in noted:
        assert Counter(code[:2] for code in frame["source_type"]) == noted["roots"]
