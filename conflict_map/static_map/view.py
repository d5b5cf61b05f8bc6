"""Where a position stands on the printed map, in units from its top left; knows no event.

A ``Window`` is a map of our own, in Web Mercator as the page is; a ``Pane`` is somebody's axes, in
degrees (EPSG:4326) or in metres of Web Mercator (EPSG:3857).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

import numpy as np

from conflict_map.ground import Bounds, on_the_map

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Crs = Literal["EPSG:4326", "EPSG:3857"]
_EARTH_M: Final = 40_075_016.686
"""The way around the equator of WGS 84: what the whole width of a Web Mercator map stands for."""
_LAT_MAX: Final = 85.0
_MAX_SCALE: Final = 256 * 2**9
"""Zoom level 9, where the page stops too: a map of one village still shows the ground around it."""
UNITS_PER_INCH: Final = 96.0
"""Of marks on somebody's axes: they are as large as on a screen."""


def mercator_y(lat: Any) -> Any:
    """Give the height on a Web Mercator map, 0 at the top and 1 at the bottom.

    >>> float(mercator_y(0.0)), abs(round(float(mercator_y(85.0511288)), 6))
    (0.5, 0.0)
    """
    held = np.clip(np.asarray(lat, dtype=float), -89.0, 89.0)
    return 0.5 - np.arcsinh(np.tan(np.radians(held))) / (2 * np.pi)


def latitude(y: float) -> float:
    """Give the latitude at a height on a Web Mercator map.

    >>> round(latitude(float(mercator_y(35.0))), 9)
    35.0
    """
    return math.degrees(math.atan(math.sinh((0.5 - y) * 2 * math.pi)))


class View(Protocol):
    """Where positions stand in units from the top left, y downwards."""

    @property
    def width(self) -> float:
        """The width in units."""

    @property
    def height(self) -> float:
        """The height in units."""

    def xy(self, lon: Any, lat: Any) -> tuple[Any, Any]:
        """Give the places of positions in degrees; longitudes are unrolled."""

    def km(self, lat: Any) -> Any:
        """Give the units of a kilometre of ground, east to west, at a latitude."""

    def data(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Give places in units as coordinates of the axes."""

    @property
    def origin(self) -> tuple[float, float]:
        """Where the map's grid begins, so that neighbours are brought together as on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A part of the Web Mercator map of the world, ``scale`` units wide."""

    width: float
    height: float
    scale: float
    left: float
    top: float

    @property
    def origin(self) -> tuple[float, float]:
        """Give where the grid begins."""
        return (self.left, self.top)

    @property
    def zoom(self) -> float:
        """Give the zoom level at which the page shows as much."""
        return math.log2(self.scale / 256)

    def xy(self, lon: Any, lat: Any) -> tuple[Any, Any]:
        """Give the places of positions in degrees."""
        x = (np.asarray(lon, dtype=float) + 180) / 360 * self.scale - self.left
        return x, mercator_y(lat) * self.scale - self.top

    def km(self, lat: Any) -> Any:
        """Give the units of a kilometre of ground at a latitude."""
        return 1000 * self.scale / (_EARTH_M * np.cos(np.radians(lat)))

    def data(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Give places as they are: the axes of a window are in its units."""
        return x, y

    @property
    def bounds(self) -> Bounds:
        """Give west, south, east, north in degrees; west and east are unrolled."""
        west = self.left / self.scale * 360 - 180
        east = (self.left + self.width) / self.scale * 360 - 180
        south = latitude((self.top + self.height) / self.scale)
        return (west, south, east, latitude(self.top / self.scale))


def height_for(bounds: Bounds | None, width: float, flattest: float, tallest: float) -> float:
    """Give the height of a map that suits what it shows, within shares of its width."""
    if bounds is None:
        return width * flattest
    west, south, east, north = bounds
    wide = max((east - west) / 360, width / _MAX_SCALE)
    tall = float(mercator_y(south) - mercator_y(north)) / wide
    return width * min(tallest, max(flattest, tall * 1.06))


def window(bounds: Bounds | None, *, width: float, height: float, pad: float) -> Window:
    """Give the window that shows all of the bounds, and no more than the world once.

    ``pad`` units stay free on each side. Without bounds it is the world between its polar seas.

    >>> view = window((36.0, 35.0, 37.0, 36.0), width=400, height=300, pad=20)
    >>> x, y = view.xy(36.5, 35.5)
    >>> round(float(x)), abs(round(float(y)) - 150) <= 1
    (200, True)
    """
    west, south, east, north = bounds or on_the_map((-180, -58, 180, 78))
    high = max(float(mercator_y(south) - mercator_y(north)), 1e-9)
    wide = max((east - west) / 360, 1e-9)
    pad = min(pad, width / 6, height / 6)
    scale = min((width - 2 * pad) / wide, (height - 2 * pad) / high) if bounds else width
    scale = max(min(scale, _MAX_SCALE), width)  # never the world twice side by side
    x = ((west + east) / 2 + 180) / 360 * scale
    y = float(mercator_y(south) + mercator_y(north)) / 2 * scale
    top_most, bottom = float(mercator_y(_LAT_MAX)), float(mercator_y(-_LAT_MAX))
    top = min(max(y - height / 2, top_most * scale), max(bottom * scale - height, 0.0))
    return Window(width=width, height=height, scale=scale, left=x - width / 2, top=top)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pane:
    """Somebody's axes as they are now, in units of 1/96 inch."""

    axes: Axes
    crs: Crs

    @property
    def _units(self) -> float:
        figure = self.axes.get_figure(root=True)
        assert figure is not None
        return UNITS_PER_INCH / figure.dpi

    @property
    def width(self) -> float:
        """Give the width of the axes."""
        return float(self.axes.bbox.width) * self._units

    @property
    def height(self) -> float:
        """Give the height of the axes."""
        return float(self.axes.bbox.height) * self._units

    @property
    def origin(self) -> tuple[float, float]:
        """Give where the grid begins: at the corner of the axes."""
        return (0.0, 0.0)

    @property
    def goes_beyond_180(self) -> bool:
        """Tell whether what the axes hold goes on east of 180, as a map across the antimeridian."""
        edge = 180.0 if self.crs == "EPSG:4326" else _EARTH_M / 2
        # By what is drawn, for the limits of a map of the world have a margin.
        return bool(self.axes.dataLim.x1 > edge * 1.001)

    def coordinates(self, lon: Any, lat: Any) -> tuple[Any, Any]:
        """Give positions in degrees as coordinates of the axes."""
        lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
        if self.crs == "EPSG:4326":
            return lon, lat
        return lon / 360 * _EARTH_M, (0.5 - mercator_y(lat)) * _EARTH_M

    def xy(self, lon: Any, lat: Any) -> tuple[Any, Any]:
        """Give the places of positions in degrees."""
        x, y = self.coordinates(lon, lat)
        shown = self.axes.transData.transform(np.stack([np.ravel(x), np.ravel(y)], axis=1))
        box = self.axes.bbox
        at_x = (shown[:, 0] - box.x0) * self._units
        at_y = (box.y1 - shown[:, 1]) * self._units
        return at_x.reshape(x.shape), at_y.reshape(y.shape)

    def km(self, lat: Any) -> Any:
        """Give the units of a kilometre of ground at a latitude."""
        west, _ = self.xy(np.zeros(1), np.zeros(1))
        east, _ = self.xy(np.ones(1), np.zeros(1))
        degree = float(east[0] - west[0])
        return 360_000 * degree / (_EARTH_M * np.cos(np.radians(lat)))

    def data(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Give places in units as coordinates of the axes."""
        box = self.axes.bbox
        x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        shown = np.stack(
            [np.ravel(x) / self._units + box.x0, box.y1 - np.ravel(y) / self._units], axis=1
        )
        back = self.axes.transData.inverted().transform(shown)
        return back[:, 0].reshape(x.shape), back[:, 1].reshape(y.shape)
