"""A page on disk and a page in a notebook: whole or not at all, and boxed in; knows no map."""

from __future__ import annotations

import contextlib
import html
import os
import secrets
from pathlib import Path
from typing import Final

from conflict_map.errors import OutputError

SANDBOX: Final = "allow-scripts allow-downloads allow-popups"


def write_atomically(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file so that a reader sees the older one or the whole new one, never a part.

    Raises
    ------
    OutputError
        if the folder is missing, the path is a folder, or the disk refuses; what was there
        before is untouched and no temporary file is left.

    """
    target = Path(path)
    if target.is_dir():
        raise OutputError(f"{target}: is a folder; give the name of a file in it, such as map.html")
    target = target.resolve()
    # A fresh name that must not exist yet: two runs never share one, and no link is followed.
    temporary = target.with_name(f".{target.name[:40]}.{secrets.token_hex(8)}.part")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError(f"{target}: could not be written: {reason}; nothing changed") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable where the system can; it is already whole either way."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


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
