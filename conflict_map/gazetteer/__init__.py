"""The offline gazetteer: the only room that opens gazetteer files; knows no text and no context."""

from __future__ import annotations

from conflict_map.gazetteer.book import Gazetteer
from conflict_map.gazetteer.records import Book, Bounds, Entry, Level, Shape, Source
from conflict_map.gazetteer.writer import write_book

__all__ = ["Book", "Bounds", "Entry", "Gazetteer", "Level", "Shape", "Source", "write_book"]
