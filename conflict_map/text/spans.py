"""Stretches of a sentence: which are taken, and what stands just before one; knows no words."""

from __future__ import annotations

from typing import Final

REACH: Final = 160
"""How many characters before a word a rule may look at. Rules that look further back have their own."""


class Taken:
    """The characters of a sentence that one finding or another has claimed.

    Asking costs the length of the span, not the number of spans: a sentence of 10,000 names must
    not be asked 10,000 times for each of them.

    >>> taken = Taken(10)
    >>> taken.add(2, 5)
    >>> taken.overlaps(4, 6), taken.overlaps(5, 6)
    (True, False)
    """

    __slots__ = ("_mask",)

    def __init__(self, length: int) -> None:
        self._mask = bytearray(length)

    def add(self, start: int, end: int) -> None:
        """Claim a span; half-open offsets."""
        self._mask[start:end] = b"\x01" * (end - start)

    def overlaps(self, start: int, end: int) -> bool:
        """Say whether any character of a span is claimed."""
        return 1 in self._mask[start:end]


def before(text: str, at: int, reach: int = REACH) -> str:
    """Give what stands just before an offset, at most ``reach`` characters.

    A pattern that ends in ``$`` is tried on this and not on all that comes before: on a wall of text
    each of its words would else be read once for every word after it.

    >>> before("They plan to attack", 13, 3)
    'to '
    """
    return text[max(0, at - reach) : at]
