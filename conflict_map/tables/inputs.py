"""Paths to the files that they stand for, a folder to its files in order; opens none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from conflict_map.errors import InputError
from conflict_map.tables.source import STDIN

if TYPE_CHECKING:
    from collections.abc import Iterator

_HIDDEN: Final = "."


def expand(path: str | Path, suffixes: frozenset[str]) -> tuple[str, ...]:
    """Give the files of a path, sorted: itself, or a folder's files with one of the suffixes.

    Hidden files and folders are left out; ``.gz`` after a suffix is understood.

    >>> expand("-", frozenset())
    ('-',)

    Raises
    ------
    InputError
        if a folder holds no such file.

    """
    name = str(path)
    try:
        if name == STDIN or not Path(path).is_dir():
            return (name,)
        found = tuple(sorted(str(p) for p in _files(Path(path)) if suffix_of(p) in suffixes))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError(f"{name}: cannot be read: {reason}") from None
    if not found:
        raise InputError(f"{name}: the folder holds no file with {' '.join(sorted(suffixes))}")
    return found


def suffix_of(path: Path) -> str:
    """Give the lower-case suffix before ``.gz``.

    >>> suffix_of(Path("EVENTS.CSV.gz"))
    '.csv'
    """
    return Path(path.name.lower().removesuffix(".gz")).suffix


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith(_HIDDEN):
            continue
        if path.is_dir() and not path.is_symlink():  # a link may lead back up
            yield from _files(path)
        elif path.is_file():
            yield path
