"""How the printed map looks: the page's light colours and shapes, and sizes; draws nothing.

The page has the same colours and corners in ``colours.css`` and ``glyphs.js``; a test compares.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from conflict_map.vocabulary import Glyph

if TYPE_CHECKING:
    from collections.abc import Mapping

COLOURS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "strike": "#B64519",
        "ground": "#0B2551",
        "civilians": "#9C2A80",
        "movement": "#1A989E",
        "unrest": "#BF7F00",
        "other": "#5d6468",
        "sea": "#dfe6ea",
        "land": "#f4f2ee",
        "land-other": "#ebe8e2",
        "border": "#a9a39a",
        "border-thin": "#cfcac1",
        "label": "#55534e",
        "label-strong": "#2b2a27",
        "halo": "#f4f2ee",
        "paper": "#ffffff",
        "ink": "#1d2327",
        "ink-2": "#565f66",
        "rule": "#d9dcdd",
    }
)

Corners = tuple[tuple[float, float], ...]

SHAPES: Final[Mapping[Glyph, Corners]] = MappingProxyType(
    {
        Glyph.STRIKE: ((0, -1.12), (1.08, 0.78), (-1.08, 0.78)),
        Glyph.GROUND: ((-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)),
        Glyph.CIVILIANS: ((0, -1.25), (1.05, 0), (0, 1.25), (-1.05, 0)),
        Glyph.MOVEMENT: ((0, -1.1), (1.05, -0.34), (0.65, 0.89), (-0.65, 0.89), (-1.05, -0.34)),
    }
)
"""Corners of the marks about their centre, in radii, y downwards; the others are circles."""

GLYPHS: Final = tuple(Glyph)
MIXED: Final = -1
"""Stands for a glyph where events of several types share an area or a circle."""


def colour_of(glyph: int) -> str:
    """Give the colour of a glyph by its number, or that of a mixture.

    >>> colour_of(0), colour_of(MIXED)
    ('#B64519', '#565f66')
    """
    return COLOURS["ink-2" if glyph == MIXED else GLYPHS[glyph]]


class Size(StrEnum):
    """What a printed map is made for."""

    COLUMN = "column"
    """A column of a newspaper or journal, 89 mm wide."""
    PAGE = "page"
    """The width of a page, 180 mm."""
    SLIDE = "slide"
    """A slide of 16 to 9, 338.7 mm wide, to be read from afar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The measures of a size. A unit is what a pixel is on the page: marks are 13 units wide."""

    width_in: float
    height_in: float | None
    """None where the height follows from what is on the map."""
    units_per_inch: float
    dpi: int
    """Dots per inch of a PNG."""
    columns: int
    """Columns of the key under the map."""
    flattest: float
    tallest: float
    """Least and greatest height of the map as a share of its width."""
    title: float
    margin: float

    @property
    def width(self) -> float:
        """Give the width in units."""
        return self.width_in * self.units_per_inch

    @property
    def points_per_unit(self) -> float:
        """Give the points (1/72 inch) of a unit."""
        return 72 / self.units_per_inch


SHEETS: Final[Mapping[Size, Sheet]] = MappingProxyType(
    {
        Size.COLUMN: Sheet(
            width_in=89 / 25.4,
            height_in=None,
            units_per_inch=112,
            dpi=300,
            columns=2,
            flattest=0.75,
            tallest=1.2,
            title=17,
            margin=2,
        ),
        Size.PAGE: Sheet(
            width_in=180 / 25.4,
            height_in=None,
            units_per_inch=108,
            dpi=200,
            columns=4,
            flattest=0.55,
            tallest=0.85,
            title=20,
            margin=2,
        ),
        Size.SLIDE: Sheet(
            width_in=40 / 3,
            height_in=7.5,
            units_per_inch=66,
            dpi=144,
            columns=1,
            flattest=0.3,
            tallest=2.0,
            title=21,
            margin=18,
        ),
    }
)
