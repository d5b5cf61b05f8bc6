"""What stands around and on the map: key, scale bar, locator, corners; knows no gazetteer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from matplotlib.path import Path

from conflict_map.static_map.layout import RADIUS, Mark
from conflict_map.static_map.lettering import width, wrapped
from conflict_map.static_map.paint import Pen, glyph_path, paint_marks, scaled
from conflict_map.static_map.style import COLOURS, GLYPHS
from conflict_map.vocabulary import GLYPH_LABELS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.static_map.labels import Box, Taken
    from conflict_map.static_map.layout import Layout
    from conflict_map.static_map.places import Places
    from conflict_map.static_map.view import Window

_TEXT: Final = 9.5
_LINE: Final = 12.0
_ICON: Final = 31.0
_GAP: Final = 5.0
_BAR: Final = 110.0
"""A scale bar is at most this long."""
_BAR_HIGH: Final = 22.0
_WIDEST_FOR_BAR: Final = 70.0
"""Degrees: on a map of more than this no one length is true."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyItem:
    """A line of the key: a glyph's number or the name of a sign, what it means, and a count."""

    sign: int | str
    text: str
    count: int | None = None
    firm: bool = True


def key_items(places: Places, layout: Layout, *, disputed: bool) -> list[KeyItem]:
    """Give the lines of the key: only what this map draws, types with how many events are on it."""
    items = [
        KeyItem(
            sign=number,
            text=GLYPH_LABELS[glyph],
            count=count,
            firm=places.firm_by_glyph[number],
        )
        for number, (glyph, count) in enumerate(zip(GLYPHS, places.placed_by_glyph, strict=True))
        if count
    ]
    hollow, filled = places.firm_marks
    areas = layout.areas
    signs = (
        (filled and bool(layout.marks), "filled", "Filled: coded or corroborated"),
        (hollow and bool(layout.marks), "hollow", "Hollow: one source says so"),
        (bool(layout.discs), "within", "Within this distance"),
        (any(not a.is_line for a in areas), "area", "Somewhere in this area"),
        (any(a.is_line for a in areas), "line", "Somewhere along this line"),
        (any(m.vague for m in layout.marks), "vague", "Stands for a wider area"),
        (bool(layout.shafts), "towards", "Heading there, not arrived"),
        (bool(layout.rings), "ring", "Several events, by type"),
        (disputed, "disputed", "Disputed border"),
    )
    return items + [KeyItem(sign=sign, text=text) for shown, sign, text in signs if shown]


def _key_lines(items: Sequence[KeyItem], room: float) -> list[list[str]]:
    lines = []
    for item in items:
        count = f"  {item.count:,}" if item.count is not None else ""
        lines.append(wrapped(item.text + count, _TEXT, room - _ICON - 4))
    return lines


def _key_rows(lines: Sequence[list[str]], columns: int) -> list[float]:
    """Give the height of each row of a key whose items run from left to right."""
    return [
        max(len(cell) for cell in lines[at : at + columns]) * _LINE + _GAP
        for at in range(0, len(lines), columns)
    ]


def key_height(items: Sequence[KeyItem], room: float, columns: int) -> float:
    """Give the height that a key needs."""
    return sum(_key_rows(_key_lines(items, room / columns), columns))


def paint_key(
    pen: Pen, items: Sequence[KeyItem], at: tuple[float, float], *, room: float, columns: int
) -> None:
    """Draw the key with its top left at a place."""
    x, y = at
    lines = _key_lines(items, room / columns)
    for row, height in enumerate(_key_rows(lines, columns)):
        for column in range(columns):
            number = row * columns + column
            if number < len(items):
                left = x + column * room / columns
                _paint_sign(pen, items[number], left + 13, y + _LINE / 2)
                for below, text in enumerate(lines[number]):
                    middle = y + _LINE / 2 + below * _LINE
                    pen.write(text, left + _ICON, middle, _TEXT, color=COLOURS["ink"])
        y += height


def _paint_sign(pen: Pen, item: KeyItem, x: float, y: float) -> None:
    sign, ink, order = item.sign, COLOURS["ink-2"], 6.0
    at = [(x, y)]
    if isinstance(sign, int):
        mark = Mark(x=x, y=y, glyph=sign, firm=item.firm, vague=False, site=0, at=x, half=0)
        paint_marks(pen, [mark], radius=RADIUS * 0.82, halo=False)
        return
    dashed: dict[str, Any] = {
        "facecolor": "none",
        "edgecolor": ink,
        "linewidth": 1.2,
        "linestyle": (0, (3.5, 3)),
    }
    circle = Path.unit_circle()
    around, small = scaled(circle, 7), scaled(circle, 2)
    thick: dict[str, Any] = {"facecolor": "none", "edgecolor": ink, "capstyle": "round"}
    square = glyph_path(1, RADIUS * 0.82)
    if sign in {"filled", "hollow"}:
        fill = ink if sign == "filled" else COLOURS["paper"]
        pen.stamp([square], at, order, facecolor=fill, edgecolor=ink, linewidth=2.0)
    elif sign == "within":
        pen.stamp([around], at, order, **dashed)
        pen.stamp([small], at, order, facecolor=ink, edgecolor="none")
    elif sign == "area":
        corners = [(-12, 5), (-3, 7), (11, 4), (12, -5), (0, -7), (-11, -4), (-12, 5)]
        pen.stamp([Path(corners, closed=True)], at, order,
                  **{**dashed, "facecolor": COLOURS["rule"]})  # fmt: skip
    elif sign == "line":
        curve = Path([(x - 12, y + 4), (x - 3, y - 6), (x + 12, y - 3)], [1, 3, 3])
        pen.fill([curve], order, linewidth=3.0, **thick)
    elif sign == "vague":
        pen.stamp([around], at, order, **dashed)
        pen.stamp([glyph_path(1, 3.4)], at, order, facecolor=ink, edgecolor="none")
    elif sign == "towards":
        shaft = Path([(x - 12, y), (x + 9, y)])
        head = Path([(x + 5, y - 5), (x + 12, y), (x + 5, y + 5)])
        pen.fill([shaft], order, linewidth=2.0, linestyle=(0, (0.02, 5)), **thick)
        pen.fill([head], order, linewidth=2.0, **thick)
    elif sign == "ring":
        for start, end, colour in ((0.0, 0.62, ink), (0.62, 1.0, COLOURS["border"])):
            arc = Path.arc(90 - 360 * end, 90 - 360 * start)
            pen.stamp([scaled(arc, 6)], at, order, facecolor="none",
                      edgecolor=colour, linewidth=3.4)  # fmt: skip
    elif sign == "disputed":
        zigzag = Path([(x - 12, y + 3), (x - 3, y - 3), (x + 3, y + 3), (x + 12, y - 3)])
        pen.fill([zigzag], order, linewidth=1.5, linestyle=(0, (4, 3)), facecolor="none",
                 edgecolor=COLOURS["border"])  # fmt: skip


def free_corner(layout: Layout, window: Window, wide: float, high: float, *, taken: Taken,
                order: str, inset: float = 8.0) -> Box | None:  # fmt: skip
    """Give the box in the first corner where it would hide nothing; None if there is none.

    ``order`` names the corners: "a" top left, "b" top right, "c" bottom left, "d" bottom right.
    """
    right, low = window.width - inset - wide, window.height - inset - high
    spots = {"a": (inset, inset), "b": (right, inset), "c": (inset, low), "d": (right, low)}
    for corner in order:
        x, y = spots[corner]
        box = (x, y, x + wide, y + high)
        if taken.free((x - 6, y - 6, x + wide + 6, y + high + 6)) and not any(
            _holds(box, disc.x, disc.y) for disc in layout.discs
        ):
            return box
    return None


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] < x < box[2] and box[1] < y < box[3]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleBar:
    """A length of ground and what it is called."""

    units: float
    text: str

    @property
    def box(self) -> tuple[float, float]:
        """Give the width and height that it needs."""
        return (max(self.units, width(self.text, 9.0)) + 12, _BAR_HIGH)


def scale_bar(window: Window) -> ScaleBar | None:
    """Give a bar of a round length, true in the middle of the map; it says where if not all over.

    >>> from conflict_map.static_map.view import window
    >>> scale_bar(window((36.0, 35.0, 37.0, 36.0), width=400, height=300, pad=20)).text
    '20 km'
    """
    west, south, east, north = window.bounds
    if east - west > _WIDEST_FOR_BAR:
        return None
    middle = (south + north) / 2
    km = _BAR / float(window.km(middle))
    step = 10.0 ** math.floor(math.log10(km))
    length = next(n * step for n in (5, 2, 1) if n * step <= km)
    stretch = [math.cos(math.radians(lat)) for lat in (south, north)]
    text = f"{length:,.0f} km" if length >= 1 else f"{length * 1000:g} m"
    if max(stretch) / min(stretch) > 1.15:  # told where the ends of the map differ by more
        text += f" at {abs(middle):.0f}° {'N' if middle >= 0 else 'S'}"
    return ScaleBar(units=length * float(window.km(middle)), text=text)


def paint_scale_bar(pen: Pen, bar: ScaleBar, box: Box) -> None:
    """Draw the bar at the bottom of its box, with its length over it."""
    x0, y = (box[0] + box[2] - bar.units) / 2, box[3] - 5
    path = Path([(x0, y - 5), (x0, y), (x0 + bar.units, y), (x0 + bar.units, y - 5)])
    style = {"facecolor": "none", "capstyle": "projecting"}
    pen.fill([path], 6.5, edgecolor=COLOURS["halo"], linewidth=4.0, **style)
    pen.fill([path], 6.6, edgecolor=COLOURS["ink-2"], linewidth=1.4, **style)
    at = (x0 + bar.units / 2, y - 10)
    pen.write_over(bar.text, *at, 9.0, order=6.7, color=COLOURS["ink"], ha="center")
