"""Notes without what their row's own columns say already; knows texts and no page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from conflict_map.web.container import text_array

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
_IN_A_WORD: Final = re.compile(rf"[\w'’-][{_CODES}]|[{_CODES}][\w'’-]")
_MARKED: Final = re.compile(rf"[{_CODES}{VERBATIM}]")


def shortened(texts: pa.Array, own: Sequence[pa.Array]) -> pa.Array:
    r"""Put one character in the place of a value of the row's own columns, in their order.

    ``expanded`` undoes it, letter for letter.

    >>> own = [text_array(["Army"]), text_array(["Hama"])]
    >>> shortened(text_array(["Army shelled Hama."]), own).to_pylist()
    ['\x01 shelled \x02.']
    """
    if not len(texts):
        return texts
    codes = [chr(number) for number in range(1, len(own) + 1)]
    columns = [_values(column) for column in own]
    told = texts.to_pylist()
    marked = _holds_codes(texts)
    out: list[str | None] = []
    for text, *values in zip(told, *columns, strict=True):
        if text is None:
            out.append(None)
            continue
        if marked and _MARKED.search(text):
            out.append(VERBATIM + text)
            continue
        short = text
        for value, code in zip(values, codes, strict=True):
            if value in short:
                short = short.replace(value, code)
        if short is not text and _IN_A_WORD.search(short):
            short = text
        out.append(short)
    return text_array(pa.array(out, pa.large_string()))


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


def _holds_codes(texts: pa.Array) -> bool:
    data = np.frombuffer(texts.buffers()[2] or b"", "u1")
    return bool(((data >= 1) & (data <= ord(VERBATIM))).any())
