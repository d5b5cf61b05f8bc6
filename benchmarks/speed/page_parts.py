"""Weighs the parts of a page that has no event or one: what every file costs; measures no time.

    python benchmarks/speed/page_parts.py

Prints one JSON line for each number of events, in bytes of the file. ``ground`` is what the data
block grows by when land, borders and names lie under the events; ``events`` is the rest of it.
"""

from __future__ import annotations

import json
import re

import pandas as pd

from conflict_map import ConflictMap, EventSet

_PART = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1", re.DOTALL)


class NoGround:
    """A gazetteer that draws nothing."""

    def shapes(self, bounds):  # noqa: ARG002
        return ()

    def labels(self, bounds, limit):  # noqa: ARG002
        return ()


def one_event():
    return EventSet.from_frame(
        pd.DataFrame(
            {
                "event_id": ["a"], "event_type": ["Battles"], "sub_event_type": ["Armed clash"],
                "lat": [35.1], "lon": [36.7], "place_name": ["Hama"], "notes": ["One."],
            }
        )
    )  # fmt: skip


def parts(events, **options):
    """Give the bytes of the page by part."""
    html = ConflictMap(events, **options).get_root().render()
    found = {"file": len(html.encode())}
    for tag, attributes, text in _PART.findall(html):
        if "octet-stream" in attributes:
            name = "data"
        elif tag == "style":
            name = "styles"
        else:
            name = "leaflet" if "Leaflet 1." in text[:400] else "our_scripts"
        found[name] = found.get(name, 0) + len(text.encode())
    found["html"] = found["file"] - sum(size for name, size in found.items() if name != "file")
    return found


def main():
    for count, events in enumerate((EventSet.empty(), one_event())):
        found = parts(events)
        bare = parts(events, gazetteer=NoGround())
        found["ground"] = found["data"] - bare["data"]
        found["events"] = bare["data"]
        print(json.dumps({"page_events": count, **found}))


if __name__ == "__main__":
    main()
