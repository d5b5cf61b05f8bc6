"""The widget's name where anywidget is not installed: it says what to install, and does nothing."""

from __future__ import annotations

from typing import Any

from conflict_map.errors import UsageError


class ConflictMapWidget:
    """Stand where the widget would; ``from conflict_map import *`` works without the extra.

    >>> ConflictMapWidget()
    Traceback (most recent call last):
    ...
    conflict_map.errors.UsageError: a widget needs anywidget: pip install 'conflict-map[jupyter]'; \
an EventSet or a ConflictMap shows itself without
    """

    def __init__(self, *_events: Any, **_options: Any) -> None:
        raise UsageError(
            "a widget needs anywidget: pip install 'conflict-map[jupyter]'; an EventSet or a "
            "ConflictMap shows itself without"
        )
