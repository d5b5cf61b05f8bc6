"""Cuts a sentence into words with what stands between them; knows nothing of any word."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Final, Literal

from conflict_map.names import fold

_WORD: Final = re.compile(r"((?:[A-Z]\.){2,}(?![a-z])|[^\W_]+(?:['’ʼʻ`‘][^\W_]+)*)")
_CODE: Final = re.compile(r"\d[^\W\d_]")
_ABBREVIATED: Final = frozenset("st ste mt ft pt".split())
"""Words whose dot does not end a sentence before a name; initials are the other ones."""

Gap = Literal[" ", "-", ".", "'", "s", ",", "(", "/", "—", '"', "x"]
"""What parts two words: a space, a hyphen, an abbreviation's dot, an apostrophe, a possessive, a
comma, an opening bracket, a slash, a dash, a quotation mark, anything else."""
JOINS: Final = " -.'"
"""Gaps inside one name."""

_GAPS: Final[dict[str, Gap]] = {
    " ": " ", "\u00a0": " ", "-": "-", "‑": "-", "’": "'", "'": "'", ", ": ",", " (": "(",
    "/": "/", " / ": "/", "–": "-", " – ": "—", " — ": "—", "—": "—", " - ": "—", " -- ": "—",
}  # fmt: skip
_APOSTROPHES: Final = frozenset("'’`")
_QUOTES: Final = frozenset("\"“”'‘’«")


class Words:
    """The words of a sentence in parallel lists; a possessive 's is left out and noted.

    >>> words = Words("Russia's Al-Safira, near St. Louis")
    >>> words.words, words.gaps
    (['Russia', 'Al', 'Safira', 'near', 'St', 'Louis'], ['', 's', '-', ',', ' ', '.'])
    >>> Words("").words
    []
    """

    __slots__ = ("capitals", "caps", "ends", "gaps", "keys", "owned", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        # What parts words and the words take turns: one pass in C, for this is the hot path.
        pieces = _WORD.split(text)
        offsets = list(accumulate(map(len, pieces)))
        between = pieces[:-1:2]
        self.text = text
        self.starts: list[int] = offsets[:-1:2]
        """Half-open offsets in the sentence."""
        self.ends: list[int] = offsets[1::2]
        self.words: list[str] = pieces[1::2]
        self.owned: list[bool] = [False] * len(self.words)
        """Whether a possessive follows the word."""
        if not _APOSTROPHES.isdisjoint(text):
            self._part_possessives()
        if text.isascii():
            self.keys: list[str] = [word.lower() for word in self.words]
            """The words in lower case and without marks."""
        else:
            self.keys = [w.lower() if w.isascii() else fold(w) for w in self.words]
        self.caps: list[bool] = [word[0].isupper() for word in self.words]
        if _CODE.search(text):
            self.caps = [w[0].isupper() or _is_code(w) for w in self.words]
        self.capitals: list[int] = [at for at, cap in enumerate(self.caps) if cap]
        """The numbers of the words that begin with a capital."""
        self.gaps: list[Gap | Literal[""]] = [
            _GAPS.get(gap) or self._gap(gap, at) for at, gap in enumerate(between)
        ]
        """What stands before the word; empty before the first."""
        if self.gaps:
            self.gaps[0] = ""
        for at, owned in enumerate(self.owned[:-1]):
            if owned:
                self.gaps[at + 1] = "s"

    def _part_possessives(self) -> None:
        """Leave out each possessive 's, and note it."""
        text = self.text
        for at, word in enumerate(self.words):
            if word[-1] not in "sS":
                continue
            if len(word) > 2 and word[-2] in "'’`":
                self.words[at] = word[:-2]
                self.ends[at] -= 2
                self.owned[at] = True
            else:
                end = self.ends[at]
                self.owned[at] = word[-1] == "s" and text[end : end + 2] in {"' ", "’ "}

    def __len__(self) -> int:
        return len(self.words)

    def _gap(self, gap: str, at: int) -> Gap:
        """Give the class of a gap before the word ``at`` that is not one of the usual ones."""
        if gap == ". ":
            previous = self.keys[at - 1]
            return "." if previous in _ABBREVIATED or len(previous) == 1 else "x"
        bare = gap.strip()
        if not bare:
            return "x" if "\n" in gap else " "
        if bare == ",":
            return ","
        if bare == "(":
            return "("
        return '"' if bare[0] in _QUOTES else "x"


def _is_code(word: str) -> bool:
    """Say whether a word begins with a digit and is written in capitals ("20E")."""
    return word[0].isdigit() and word.upper() == word != word.lower()
