"""The map as one offline page, or as a layer of a folium map; knows no input file."""

from conflict_map.web.basemap import Basemap, BasemapShape
from conflict_map.web.layer import EventLayer
from conflict_map.web.map import ConflictMap

__all__ = ["Basemap", "BasemapShape", "ConflictMap", "EventLayer"]
