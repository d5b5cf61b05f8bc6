"""Where names stand: in order of importance, never over a mark or another name; draws nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from conflict_map.static_map.basemap import TOWN_ROOM
from conflict_map.static_map.layout import RADIUS, Layout
from conflict_map.static_map.lettering import width
from conflict_map.static_map.view import latitude

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflict_map.static_map.basemap import Name
    from conflict_map.static_map.places import Places
    from conflict_map.static_map.view import View, Window

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in units."""

MAX_EVENT_NAMES: Final = 60
"""More names of event places than this hide the map."""
_LONGEST: Final = 34
_EDGE: Final = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a kind of name is written; sizes are in units."""

    size: float
    colour: str
    gap: float = 0.0
    bold: bool = False
    italic: bool = False
    dot: bool = False


STYLES: Final = {
    "event": Style(size=11.0, colour="label-strong", gap=12, bold=True),
    "towards": Style(size=10.5, colour="label-strong", gap=10, italic=True),
    "country": Style(size=9.4, colour="label", bold=True),
    "province": Style(size=9.5, colour="label", italic=True),
    "town": Style(size=10.0, colour="label", gap=6, dot=True),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name in its place: left end and middle of its line, in units."""

    text: str
    x: float
    y: float
    kind: str
    dot: tuple[float, float] | None = None


class Taken:
    """Rectangles that are in use."""

    def __init__(self) -> None:
        self._boxes = np.zeros((64, 4))
        self._n = 0

    def add(self, box: Box) -> None:
        """Take a rectangle."""
        if self._n == len(self._boxes):
            self._boxes = np.concatenate([self._boxes, np.zeros_like(self._boxes)])
        self._boxes[self._n] = box
        self._n += 1

    def free(self, box: Box) -> bool:
        """Tell whether a rectangle touches none that is taken.

        >>> taken = Taken()
        >>> taken.add((0, 0, 10, 10))
        >>> taken.free((9, 9, 12, 12)), taken.free((10, 0, 20, 10))
        (False, True)
        """
        held = self._boxes[: self._n]
        hit = (
            (held[:, 0] < box[2])
            & (held[:, 2] > box[0])
            & (held[:, 1] < box[3])
            & (held[:, 3] > box[1])
        )
        return not bool(hit.any())

    def along(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Take a line."""
        n = int(max(1, min(80, np.hypot(x1 - x0, y1 - y0) // 8 + 1)))
        for k in range(n + 1):
            x, y = x0 + (x1 - x0) * k / n, y0 + (y1 - y0) * k / n
            self.add((x - 3, y - 3, x + 3, y + 3))


def taken_by(layout: Layout, view: View, furniture: Iterable[Box] = ()) -> Taken:
    """Give what names keep off: marks, arrows, lines, and what stands on the map's corners."""
    taken = Taken()
    for mark in layout.marks:
        r = RADIUS + (7.5 if mark.vague else 2.6)
        taken.add((mark.x - r, mark.y - r, mark.x + r, mark.y + r))
    for ring in layout.rings:
        r = ring.r + 2
        taken.add((ring.x - r, ring.y - r, ring.x + r, ring.y + r))
    for shaft in layout.shafts:
        taken.along(shaft.x0, shaft.y0, shaft.x1, shaft.y1)
    lines = (area for area in layout.areas if area.is_line and layout.detail == "full")
    for line in (part for area in lines for part in shapely.get_parts(area.geometry)):
        xy = np.asarray(line.coords)
        x, y = view.xy(xy[:, 0], xy[:, 1])
        for k in range(len(x) - 1):
            taken.along(float(x[k]), float(y[k]), float(x[k + 1]), float(y[k + 1]))
    for box in furniture:
        taken.add(box)
    return taken


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    text: str
    x: float
    y: float
    kind: str
    half: float = 0.0
    inside: Any = None


def _event_names(places: Places, layout: Layout) -> list[_Wanted]:
    """Give the names of places of events, those of most events first, each once."""
    found: dict[int, tuple[int, float, float, float]] = {}
    for mark in layout.marks:
        count = int(places.counts[mark.site].sum())
        found.setdefault(mark.site, (count, mark.at, mark.y, mark.half))
    for ring in layout.rings:
        if len(ring.sites) == 1:
            found.setdefault(ring.sites[0], (ring.count, ring.x, ring.y, ring.r - 5))
    first: dict[str, _Wanted] = {}
    for site, (_, x, y, half) in sorted(found.items(), key=lambda item: (-item[1][0], item[0])):
        if len(first) == MAX_EVENT_NAMES:
            break
        name = places.name_at(site)
        if name:
            first.setdefault(name, _Wanted(text=name, x=x, y=y, kind="event", half=half))
    return list(first.values())


def set_labels(
    places: Places,
    layout: Layout,
    view: View,
    taken: Taken,
    names: Sequence[Name] = (),
    *,
    window: Window | None = None,
) -> list[Label]:
    """Place names beside their points: events, directions, countries, provinces, towns."""
    own = _event_names(places, layout)
    said = {wanted.text for wanted in own}
    wanted = [
        *own,
        *(
            _Wanted(text=f"towards {s.name}", x=s.x1, y=s.y1, kind="towards")
            for s in layout.shafts
            if s.name
        ),
        *(
            _Wanted(text=n.text, x=n.x, y=n.y, kind=n.kind, inside=n.inside)
            for n in names
            if n.kind == "country" or n.text not in said
        ),
    ]
    labels: list[Label] = []
    written: set[str] = set()
    towns = int(view.width * view.height / TOWN_ROOM)
    for one in wanted:
        text = one.text if len(one.text) <= _LONGEST else one.text[: _LONGEST - 1] + "…"
        outside = not (-60 < one.x < view.width + 60 and -10 < one.y < view.height + 10)
        if outside or text in written or (one.kind == "town" and not towns):
            continue
        label = _placed(text, one, view, taken, window)
        if label is not None:
            labels.append(label)
            written.add(text)
            towns -= one.kind == "town"
    return labels


def _placed(
    text: str, one: _Wanted, view: View, taken: Taken, window: Window | None
) -> Label | None:
    style = STYLES[one.kind]
    wide = width(text, style.size, bold=style.bold, italic=style.italic)
    high = style.size * 0.66
    for x, y in _spots(one, style, wide):
        box = (x - 2, y - high, x + wide + 2, y + high)
        within = (
            box[0] > _EDGE
            and box[2] < view.width - _EDGE
            and box[1] > _EDGE
            and box[3] < view.height - _EDGE
        )
        if not within or not taken.free(box) or not _on_land(one, window, x + wide / 2, y):
            continue
        dot = (one.x - 3, one.y - 3, one.x + 3, one.y + 3)
        if style.dot:
            if not taken.free(dot):
                return None
            taken.add(dot)
        taken.add(box)
        return Label(text=text, x=x, y=y, kind=one.kind, dot=(one.x, one.y) if style.dot else None)
    return None


def _spots(one: _Wanted, style: Style, wide: float) -> list[tuple[float, float]]:
    """Give where a name may begin, best first."""
    x, y, half = one.x, one.y, wide / 2
    if not style.gap:
        shifts = ((0, 0), (0, -16), (0, 16), (0, -32), (0, 32), (-44, 0), (44, 0), (-44, -24),
                  (44, 24), (44, -24), (-44, 24), (0, -60), (0, 60), (-90, 0), (90, 0))  # fmt: skip
        return [(x - half + dx, y + dy) for dx, dy in shifts]
    gap, down = style.gap + one.half, style.gap
    if one.kind == "event" and one.half > 8:
        down = max(down, min(one.half, 22.0) + 3) if one.half < 30 else down
    return [
        (x + gap, y), (x - gap - wide, y), (x - half, y - down - 5), (x - half, y + down + 6),
        (x + gap, y - 11), (x + gap, y + 11), (x - gap - wide, y - 11), (x - gap - wide, y + 11),
    ]  # fmt: skip


def _on_land(one: _Wanted, window: Window | None, x: float, y: float) -> bool:
    """Tell whether the middle of a name of a country or province stays on its land."""
    if one.inside is None or window is None or (x - one.x) ** 2 + (y - one.y) ** 2 < 1:
        return True
    lon = (x + window.left) / window.scale * 360 - 180
    return bool(shapely.contains_xy(one.inside, lon, latitude((y + window.top) / window.scale)))
