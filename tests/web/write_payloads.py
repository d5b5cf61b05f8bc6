"""Writes the data of a few pages for the tests of the page's modules: `python -m tests.web.write_payloads FOLDER`."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from conflict_map.web import ConflictMap
from tests.web import samples

PAGES = {
    "story": samples.story,
    "crowd": lambda: samples.table(2000),
    "dateline": lambda: samples.table(
        3, lon=[178.4, -179.5, 177.4], lat=[-18.1, -16.5, -17.6], geo_precision=1
    ),
    "empty": lambda: samples.table(0),
}
BLOCK = re.compile(r'<script[^>]* id="(conflict-map-data[a-z0-9-]*)"[^>]*>([^<]*)</script')


def rows_of(events) -> list[dict]:
    """Give the columns that the page must show again, dates as ISO texts, what is unknown as null."""
    frame = events.to_frame().reset_index()
    plain = frame.drop(columns="geometry", errors="ignore")
    return json.loads(plain.to_json(orient="records", date_format="iso", double_precision=15))


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, sample in PAGES.items():
        events = sample()
        head, *texts = (text for _, text in BLOCK.findall(ConflictMap(events).get_root().render()))
        (folder / f"{name}.txt").write_text(head, encoding="ascii")
        (folder / f"{name}.texts").write_text("\n".join(texts), encoding="ascii")
        (folder / f"{name}.json").write_text(json.dumps(rows_of(events)), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
