"""The picture beside a map, for readers that show no frame: small, and never in the map's way."""

from __future__ import annotations

import base64
import sys
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from conflict_map.static_map import draw

if TYPE_CHECKING:
    from conflict_map.web import ConflictMap

MOST_BYTES: Final = 150_000
"""Of the PNG; base64 in the notebook is a third more."""
_DPIS: Final = (108, 84, 60, 45)
"""Of a page of 180 mm: 765 pixels wide, then smaller until the picture is small enough."""


def picture_of(chart: ConflictMap) -> str | None:
    """Give the printed map of a map's events as PNG in base64; None if it cannot be drawn.

    Why it cannot is said on standard error, once for each reason: the map itself is shown.
    """
    try:
        png = small_picture(chart.events, title=chart.title, gazetteer=chart.gazetteer)
    except Exception as error:  # noqa: BLE001  # the map is there without its picture
        _say_once(type(error).__name__, ascii(str(error))[:200])
        return None
    return None if png is None else base64.b64encode(png).decode("ascii")


def small_picture(events: Any, *, title: str, gazetteer: Any = None) -> bytes | None:
    r"""Draw events as a PNG of at most ``MOST_BYTES``; None if even the smallest is larger.

    >>> from conflict_map.events import EventSet
    >>> small_picture(EventSet.empty(), title="Nothing yet")[:4]
    b'\x89PNG'
    """
    figure = draw(events, gazetteer=gazetteer, title=title)
    drawn = (figure.to_bytes("png", dpi=dpi) for dpi in _DPIS)
    return next((png for png in drawn if len(png) <= MOST_BYTES), None)


@cache
def _say_once(kind: str, told: str) -> None:
    sys.stderr.write(
        f"conflict_map: no picture beside the map for readers that show no frame: {kind} {told}; "
        "the map itself is not touched by this\n"
    )
