"""Cuts a sentence into words with what stands between them; knows nothing of any word."""

from __future__ import annotations

import re
from typing import Final, Literal

from conflict_map.names import fold

_WORD: Final = re.compile(r"(?:[A-Z]\.){2,}(?![a-z])|[^\W_]+(?:['’ʼʻ`‘][^\W_]+)*")
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
_QUOTES: Final = frozenset("\"“”'‘’«")


class Words:
    """The words of a sentence in parallel lists; a possessive 's is left out and noted.

    >>> words = Words("Russia's Al-Safira, near St. Louis")
    >>> words.words, words.gaps
    (['Russia', 'Al', 'Safira', 'near', 'St', 'Louis'], ['', 's', '-', ',', ' ', '.'])
    >>> Words("").words
    []
    """

    __slots__ = ("caps", "ends", "gaps", "keys", "owned", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts: list[int] = []
        """Half-open offsets in the sentence."""
        self.ends: list[int] = []
        self.words: list[str] = []
        self.keys: list[str] = []
        """The words in lower case and without marks."""
        self.caps: list[bool] = []
        self.owned: list[bool] = []
        """Whether a possessive follows the word."""
        self.gaps: list[Gap | Literal[""]] = []
        """What stands before the word; empty before the first."""
        last, was_owned = 0, False
        for m in _WORD.finditer(text):
            start, end = m.span()
            word = m.group()
            if not self.words:
                self.gaps.append("")
            elif was_owned:
                self.gaps.append("s")
            else:
                self.gaps.append(_GAPS.get(text[last:start]) or self._gap(text[last:start]))
            last = end
            if word[-1] in "sS" and len(word) > 2 and word[-2] in "'’`":
                word, end, was_owned = word[:-2], end - 2, True
            else:
                was_owned = word[-1] == "s" and text[end : end + 2] in ("' ", "’ ")
            self.starts.append(start)
            self.ends.append(end)
            self.words.append(word)
            self.keys.append(word.lower() if word.isascii() else fold(word))
            first = word[0]
            self.caps.append(first.isupper() or (first.isdigit() and word.upper() == word != word.lower()))
            self.owned.append(was_owned)

    def __len__(self) -> int:
        return len(self.words)

    def _gap(self, gap: str) -> Gap:
        """Give the class of a gap that is not one of the usual ones."""
        previous = self.keys[-1]
        if gap == ". ":
            return "." if previous in _ABBREVIATED or len(previous) == 1 else "x"
        bare = gap.strip()
        if not bare:
            return "x" if "\n" in gap else " "
        if bare == ",":
            return ","
        if bare == "(":
            return "("
        return '"' if bare[0] in _QUOTES else "x"
