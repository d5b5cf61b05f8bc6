"""Conflict reports and event tables on one honest, offline map.

The public names are loaded when they are first used, so that ``import conflict_map`` costs
nothing and a look-up never pays for a map.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conflict_map.errors import ConflictMapError
    from conflict_map.events import EventSet
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Article, Event, Place, Position, Resolution
    from conflict_map.notebook.widget import ConflictMapWidget
    from conflict_map.pipeline import extract_events, geoparse
    from conflict_map.tables import read_articles, read_events
    from conflict_map.web import ConflictMap

__all__ = [
    "Article",
    "ConflictMap",
    "ConflictMapError",
    "ConflictMapWidget",
    "Event",
    "EventSet",
    "Gazetteer",
    "Place",
    "Position",
    "Resolution",
    "extract_events",
    "geoparse",
    "read_articles",
    "read_events",
]
__version__ = "0.1.0"

_ROOMS = {
    "Article": "model",
    "ConflictMap": "web",
    "ConflictMapError": "errors",
    "ConflictMapWidget": "notebook.widget",
    "Event": "model",
    "EventSet": "events",
    "Gazetteer": "gazetteer",
    "Place": "model",
    "Position": "model",
    "Resolution": "model",
    "extract_events": "pipeline",
    "geoparse": "pipeline",
    "read_articles": "tables",
    "read_events": "tables",
}
_MAKE_EVENT_SETS = frozenset({"ConflictMapWidget", "EventSet", "extract_events", "read_events"})


def __getattr__(name: str) -> Any:
    """Load a public name from its room (PEP 562)."""
    if name not in _ROOMS:
        raise AttributeError(f"module 'conflict_map' has no attribute {name!r}")
    if name in _MAKE_EVENT_SETS:
        # Events know no map and no gazetteer; here, above all of them, a set learns to use both.
        events = import_module("conflict_map.events").EventSet
        events.draw_with(_as_map)
        events.plot_with(_as_plot)
        events.find_with(_as_position)
    room = _ROOMS[name]
    if name == "ConflictMapWidget" and find_spec("anywidget") is None:
        room = "notebook.without"
    found = getattr(import_module(f"conflict_map.{room}"), name)
    if name == "ConflictMap":
        found.picture_with(_as_picture)
    return found


def _as_map(events: Any, **options: Any) -> Any:
    """Make a set the map that it is in a notebook."""
    return __getattr__("ConflictMap")(events, **options)


def _as_plot(events: Any, ax: Any = None, **options: Any) -> Any:
    """Draw a set with matplotlib, which is loaded only now."""
    return import_module("conflict_map.static_map").plot(events, ax, **options)


def _as_position(name: str, country: str | None, usual: tuple[str, ...]) -> Any:
    """Look a place up by name, in the shipped gazetteer and what the user added to it."""
    gazetteer = import_module("conflict_map.gazetteer").Gazetteer.default()
    find = import_module("conflict_map.notebook.places").position_named
    return find(gazetteer, name, country, usual)


def _as_picture(chart: Any) -> Any:
    """Draw the picture beside a map with matplotlib, which is loaded only now."""
    return import_module("conflict_map.notebook.picture").picture_of(chart)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
