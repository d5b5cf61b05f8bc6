"""Files to records and back: articles, event tables, exports; knows no map and no command line.

The names are loaded when they are first used, so that reading bytes does not load pandas.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conflict_map.tables.articles import read_articles
    from conflict_map.tables.export import write_events
    from conflict_map.tables.reading import read_events, read_tables
    from conflict_map.tables.report import TableResult, build_report

__all__ = [
    "TableResult",
    "build_report",
    "read_articles",
    "read_events",
    "read_tables",
    "write_events",
]

_MODULES = {
    "TableResult": "report",
    "build_report": "report",
    "read_articles": "articles",
    "read_events": "reading",
    "read_tables": "reading",
    "write_events": "export",
}


def __getattr__(name: str) -> Any:
    """Load a name from its module (PEP 562)."""
    if name not in _MODULES:
        raise AttributeError(f"module 'conflict_map.tables' has no attribute {name!r}")
    return getattr(import_module(f"conflict_map.tables.{_MODULES[name]}"), name)
