"""Conflict reports and event tables on one honest, offline map.

The public names are loaded when they are first used, so that ``import conflict_map`` costs
nothing and a look-up never pays for a map.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conflict_map.errors import ConflictMapError
    from conflict_map.events import EventSet
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Article, Event, Place, Resolution
    from conflict_map.pipeline import extract_events, geoparse
    from conflict_map.tables import read_articles, read_events
    from conflict_map.web import ConflictMap

__all__ = [
    "Article",
    "ConflictMap",
    "ConflictMapError",
    "Event",
    "EventSet",
    "Gazetteer",
    "Place",
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
    "Event": "model",
    "EventSet": "events",
    "Gazetteer": "gazetteer",
    "Place": "model",
    "Resolution": "model",
    "extract_events": "pipeline",
    "geoparse": "pipeline",
    "read_articles": "tables",
    "read_events": "tables",
}
_MAKE_EVENT_SETS = frozenset({"EventSet", "extract_events", "read_events"})


def __getattr__(name: str) -> Any:
    """Load a public name from its room (PEP 562)."""
    if name not in _ROOMS:
        raise AttributeError(f"module 'conflict_map' has no attribute {name!r}")
    if name in _MAKE_EVENT_SETS:
        # Events know no map; here, above both, a set in a notebook learns to draw itself.
        events = import_module("conflict_map.events").EventSet
        events.draw_with(_as_map)
        events.plot_with(_as_plot)
    return getattr(import_module(f"conflict_map.{_ROOMS[name]}"), name)


def _as_map(events: Any) -> str:
    """Draw a set as the sandboxed frame that its map is in a notebook."""
    html: str = import_module("conflict_map.web").ConflictMap(events)._repr_html_()
    return html


def _as_plot(events: Any, ax: Any = None, **options: Any) -> Any:
    """Draw a set with matplotlib, which is loaded only now."""
    return import_module("conflict_map.static_map").plot(events, ax, **options)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
