"""The errors that a caller can expect; knows nothing of what raises them."""

from __future__ import annotations


class ConflictMapError(Exception):
    """Report a fault in one line: what, where, expected, got, and what to do.

    Every error that this package raises on purpose is one of these; the command line prints
    its message without a traceback.

    >>> from conflict_map import read_articles
    >>> try:
    ...     read_articles("nothing.txt")
    ... except ConflictMapError as error:
    ...     print(error)
    nothing.txt: there is no such file
    """


class InputError(ConflictMapError, ValueError):
    """Report an input that cannot be read or holds nothing usable."""


class GazetteerError(ConflictMapError, LookupError):
    """Report a gazetteer that is missing, damaged or of another version."""


class OutputError(ConflictMapError, OSError):
    """Report an output that could not be written; an older file there is untouched."""


class UsageError(ConflictMapError, ValueError):
    """Report options that contradict each other or name something unknown."""
