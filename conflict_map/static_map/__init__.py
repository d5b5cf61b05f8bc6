"""The same events as PNG, SVG and PDF through matplotlib, for print; knows no page and no file."""

from __future__ import annotations

from conflict_map.static_map.drawing import draw, plot
from conflict_map.static_map.figure import MapFigure
from conflict_map.static_map.style import Size

__all__ = ["MapFigure", "Size", "draw", "plot"]
