"""A page in a notebook or a report: boxed in; knows no map."""

from __future__ import annotations

import html
from typing import Final

SANDBOX: Final = "allow-scripts allow-downloads allow-popups"


def frame_style(*, height: str = "40rem", ratio: tuple[int, int] | None = None) -> str:
    """Give the style of a frame: as wide as its place, of a height or of a ratio of its sides.

    >>> frame_style(), frame_style(ratio=(16, 9))
    ('width: 100%; height: 40rem; border: 0', 'width: 100%; aspect-ratio: 16 / 9; border: 0')
    """
    size = f"height: {height}" if ratio is None else f"aspect-ratio: {ratio[0]} / {ratio[1]}"
    return f"width: 100%; {size}; border: 0"


def frame(*, title: str, style: str | None, src: str | None = None, page: str = "") -> str:
    """Give a sandboxed frame around a file, by its address, or around the page itself.

    The frame may run the page's script, save what the reader downloads and open links; it can
    see nothing of the page around it. ``style`` None leaves the size to a style sheet.

    >>> print(frame(title="A & B", style=None, src="map.html"))
    <iframe src="map.html" title="A &amp; B"
            sandbox="allow-scripts allow-downloads allow-popups"
            referrerpolicy="no-referrer" loading="lazy"></iframe>
    """
    sized = f'\n        style="{html.escape(style)}"' if style else ""
    source = f'src="{html.escape(src)}"' if src is not None else f'srcdoc="{html.escape(page)}"'
    # A page in an attribute comes last, or nobody finds the words that matter.
    first, last = (f"{source} ", "") if src is not None else ("", f"\n        {source}")
    return (
        f'<iframe {first}title="{html.escape(title)}"\n'
        f'        sandbox="{SANDBOX}"\n'
        f'        referrerpolicy="no-referrer" loading="lazy"{sized}{last}></iframe>'
    )


_LINE_PX: Final = 20


def notebook_frame(page: str, *, title: str, height_px: int = 640, instead: str = "") -> str:
    """Give the page inside a sandboxed frame: it may run its own script and reach nothing else.

    ``instead`` is a sentence that the frame lies over: it is seen while the frame opens, and where
    a viewer takes frames away.

    >>> print(notebook_frame("<p>x</p>", title="A & B", instead="Two < three"))
    <div style="height:20px;line-height:20px;overflow:hidden">Two &lt; three</div>\
<iframe title="A &amp; B" sandbox="allow-scripts allow-downloads allow-popups" \
style="position:relative;width:100%;height:640px;margin-top:-20px;border:0" \
srcdoc="&lt;p&gt;x&lt;/p&gt;"></iframe>
    """
    line = f"height:{_LINE_PX}px;line-height:{_LINE_PX}px;overflow:hidden"
    return (
        f'<div style="{line}">{html.escape(instead)}</div>'
        f'<iframe title="{html.escape(title)}" sandbox="{SANDBOX}" '
        f'style="position:relative;width:100%;height:{height_px}px;margin-top:-{_LINE_PX}px;'
        f'border:0" srcdoc="{html.escape(page)}"></iframe>'
    )
