"""A page in a notebook or a report: boxed in; knows no map."""

from __future__ import annotations

import html
from typing import Final

SANDBOX: Final = "allow-scripts allow-downloads allow-popups"


def notebook_frame(page: str, *, title: str, height_px: int = 640) -> str:
    """Give the page inside a sandboxed frame: it may run its own script and reach nothing else.

    >>> notebook_frame("<p>x</p>", title="A & B")[:60]
    '<iframe title="A &amp; B" sandbox="allow-scripts allow-downl'
    """
    return (
        f'<iframe title="{html.escape(title)}" sandbox="{SANDBOX}" '
        f'style="width:100%;height:{height_px}px;border:0" '
        f'srcdoc="{html.escape(page)}"></iframe>'
    )
