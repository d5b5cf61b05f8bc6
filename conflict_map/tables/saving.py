"""Whole files or none: writes beside the target and renames; knows nothing of what is written."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from conflict_map.errors import OutputError

if TYPE_CHECKING:
    from collections.abc import Iterator


def check_output(path: str | Path) -> Path:
    """Give the file that an output path means, after making sure that it could be written.

    To be called before long work. A symbolic link is followed; the folder must exist.

    Raises
    ------
    OutputError
        if the folder is missing or read-only, or the path is no ordinary file.

    """
    target = _target(path)
    with _beside(target) as probe:
        probe.unlink()
    return target


@contextmanager
def replacing(path: str | Path) -> Iterator[Path]:
    """Give a new file beside ``path`` to write to, which takes its place when the block ends well.

    The target is at every moment the whole old file or the whole new one. If the block raises, the
    new file is removed and the old one is untouched.

    Raises
    ------
    OutputError
        if the file cannot be written.

    """
    target = _target(path)
    with _beside(target) as temporary:
        try:
            yield temporary
            _flush(temporary)
            temporary.replace(target)
            _flush(target.parent)
        except OSError as error:
            if isinstance(error, OutputError):
                raise
            raise _refusal(target, error) from None


def write_whole(path: str | Path, data: bytes) -> None:
    """Write bytes to a file, whole or not at all.

    Raises
    ------
    OutputError
        if it could not be written; an older file is untouched.

    """
    with replacing(path) as new:
        new.write_bytes(data)


def _target(path: str | Path) -> Path:
    try:
        target = Path(path).resolve()
        if target.is_dir():
            raise OutputError(f"{path}: expected a file to write, got a folder")
        if target.exists() and not target.is_file():
            raise OutputError(f"{path}: expected an ordinary file to write, got a device or pipe")
        if not target.parent.is_dir():
            raise OutputError(f"{path}: the folder {Path(path).parent} is missing; make it first")
        if target.exists() and not os.access(target, os.W_OK):
            raise OutputError(f"{path}: the file is read-only")
    except (OSError, ValueError, RuntimeError) as error:  # a NUL, an endless name, a loop of links
        if isinstance(error, OutputError):
            raise
        raise _refusal(Path(path), error) from None
    return target


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Make an empty file of a new name in the target's folder; it is gone after the block."""
    made: Path | None = None
    try:
        for number in count():
            # O_EXCL follows no link that someone laid under the name, and no two runs share a file.
            made = target.parent / f".conflict-map-{os.getpid()}-{number}{target.suffix[:16]}"
            try:
                os.close(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o666))
                break
            except FileExistsError:
                continue
    except OSError as error:
        raise _refusal(target, error) from None
    assert made is not None
    try:
        yield made
    finally:
        with suppress(OSError):
            made.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refusal(target: Path, error: Exception) -> OutputError:
    reason = getattr(error, "strerror", None) or str(error)
    if getattr(error, "errno", None) == errno.ENOSPC:
        reason = "no space left on the device; free some or write elsewhere"
    return OutputError(f"{target}: cannot be written: {reason}")
