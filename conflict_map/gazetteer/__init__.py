"""The offline gazetteer: the only room that opens gazetteer files; knows no text and no context."""

from __future__ import annotations

from conflict_map.gazetteer.book import Gazetteer, Shape
from conflict_map.gazetteer.shapes import Bounds, Level

__all__ = ["Bounds", "Gazetteer", "Level", "Shape"]
