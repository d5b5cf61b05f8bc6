"""Notes without what their row's own columns say already; knows texts and no page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Sequence

OWN_COLUMNS: Final = ("actor1", "actor2", "source", "place_name", "admin1", "country")
"""Columns whose values notes tend to repeat, the longest names first; the first is U+0001."""
VERBATIM: Final = "\x07"
"""What a text begins with that holds such a character itself, and is kept as it is."""
_SHORTEST: Final = 4
_NOWHERE: Final = "\x00\x00"
"""Is found in no text, so that a row without a value needs no question."""
_CODES: Final = "".join(map(chr, range(1, len(OWN_COLUMNS) + 1)))
# A name inside a word ("Aleppo's", "pro-Army") stays, for whoever searches looks for words.
_IN_A_WORD: Final = re.compile(rf"[{_CODES}](?:(?<=[\w'’-].)|(?=[\w'’-]))")
_MARKED: Final = re.compile(rf"[{_CODES}{VERBATIM}]")


def shortened(texts: pa.Array, own: Sequence[pa.Array]) -> pa.Array:
    r"""Put one character in the place of a value of the row's own columns, in their order.

    ``expanded`` undoes it, letter for letter.

    >>> from conflict_map.web.container import text_array
    >>> own = [text_array(["Army"]), text_array(["Hama"])]
    >>> shortened(text_array(["Army shelled Hama."]), own).to_pylist()
    ['\x01 shelled \x02.']
    """
    told = texts.fill_null("").to_pylist()
    marked = {at for at, text in enumerate(told) if _MARKED.search(text)} if _marks(texts) else ()
    # Column by column, for a million rows: a list at a time costs a third of row by row.
    short = told
    for number, column in enumerate(own, start=1):
        code = chr(number)
        short = [
            text.replace(value, code) if value in text else text
            for text, value in zip(short, _values(column), strict=True)
        ]
    looks = _IN_A_WORD.search
    out = [
        text if now is text or looks(now) else now for now, text in zip(short, told, strict=True)
    ]
    for at in marked:
        out[at] = VERBATIM + told[at]
    kept = pa.array(out, pa.large_string())
    return pc.if_else(texts.is_valid(), kept, None) if texts.null_count else kept


def expanded(text: str | None, own: Sequence[str | None]) -> str | None:
    r"""Give a text as it was, from the shortened one and the row's own values.

    >>> expanded("\x01 shelled \x02.", ["Army", "Hama"])
    'Army shelled Hama.'
    """
    if text is None or text.startswith(VERBATIM):
        return text and text[1:]
    return _MARKED.sub(lambda m: own[ord(m[0]) - 1] or "", text)


def _values(column: pa.Array) -> list[str]:
    """Give a column's values, those that are too short to be worth it as one that never occurs."""
    told = column.dictionary_encode()
    words = [w if len(w) >= _SHORTEST else _NOWHERE for w in told.dictionary.to_pylist()]
    codes = told.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)
    values: list[str] = np.array([*words, _NOWHERE], dtype=object)[codes].tolist()
    return values


def _marks(texts: pa.Array) -> bool:
    data = np.frombuffer(texts.buffers()[2] or b"", "u1")
    return bool((data - np.uint8(1) < ord(VERBATIM)).any())  # 0 - 1 is 255 here
