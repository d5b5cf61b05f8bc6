"""Columns of numbers and texts as compressed, inert blocks of a page; knows no event."""

from __future__ import annotations

import base64
import gzip
import json
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

BLOCK_ROWS: Final = 8192
"""Rows of long texts that are inflated together: some 1.5 MB, in some 20 milliseconds."""
NO_TEXT: Final = 0xFFFF_FFFF
"""The length that stands for an unknown text."""
_LEVEL: Final = 6
"""Of gzip: 9 takes three times as long and saves two per cent."""
_GZIP_HEADER: Final = b"\x1f\x8b\x08" + bytes(6) + b"\xff"
"""RFC 1952 with no name, no time and an unknown system: nothing of the machine."""
_PLANES_FROM: Final = 512
"""Longer arrays are stored byte plane by byte plane, which compresses better."""
_WORKERS: Final = 2
_TEXT_LEVEL: Final = 6
"""Of Zstandard: a third less than gzip in a third of the time, for it looks back over the whole
block; level 9 takes half as long again and saves three per cent (decision 0022)."""
_ALIGN: Final = 8
_ASTRAL: Final = 0xF0
"""The first byte of a character that UTF-16, and so JavaScript, counts as two."""


@dataclass(slots=True)
class Sections:
    """Collect arrays of numbers that the page reads as typed arrays, without parsing them."""

    parts: list[bytes] = field(default_factory=list)
    size: int = 0

    def add(self, values: np.ndarray[Any, Any], *, delta: bool = False) -> list[Any]:
        """Store an array and give its reference: offset in bytes, length, type.

        The type is NumPy's (``u1``, ``u2``, ``u4``, ``i4``, ``f8``), little-endian, with ``d`` for
        steps from one value to the next and ``p`` for byte planes.

        >>> Sections().add(np.array([1, 2], dtype="u1"))
        [0, 2, 'u1']
        """
        kind = values.dtype.str[1:]
        if delta:
            values = np.diff(values, prepend=values.dtype.type(0))
            kind += "d"
        data = np.ascontiguousarray(values, dtype=values.dtype.newbyteorder("<"))
        width = data.dtype.itemsize
        if width > 1 and len(data) >= _PLANES_FROM and data.dtype.kind in "iu":
            data = np.ascontiguousarray(data.view("u1").reshape(-1, width).T)
            kind += "p"
        reference = [self.size, len(values), kind]
        raw = data.tobytes()
        raw += bytes(-len(raw) % _ALIGN)
        self.parts.append(raw)
        self.size += len(raw)
        return reference


def narrow(values: np.ndarray[Any, Any], *, most: int | None = None) -> np.ndarray[Any, Any]:
    """Give whole numbers from 0 up in the smallest unsigned type that holds them.

    >>> narrow(np.array([0, 255])).dtype, narrow(np.array([256])).dtype
    (dtype('uint8'), dtype('uint16'))
    """
    top = (int(values.max()) if len(values) else 0) if most is None else most
    return values.astype("u1" if top < 2**8 else "u2" if top < 2**16 else "u4")


def plain_json(value: Any) -> str:
    """Give JSON without spaces; half a surrogate pair, which no text may hold, becomes U+FFFD."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return clean_text(text)


def clean_text(text: str) -> str:
    r"""Give a text as UTF-8 can carry it.

    >>> clean_text("a\ud800b") == "a\ufffdb"
    True
    """
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def compressed(parts: Iterable[str | bytes]) -> str:
    """Give base64 of gzip; equal bytes for equal parts, whenever and wherever it runs."""
    deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    check, size, out = 0, 0, [_GZIP_HEADER]
    for part in parts:
        data = part.encode("utf-8") if isinstance(part, str) else part
        check, size = zlib.crc32(data, check), size + len(data)
        out.append(deflate.compress(data))
    out += [deflate.flush(), struct.pack("<II", check, size & 0xFFFFFFFF)]
    return base64.b64encode(b"".join(out)).decode("ascii")


def pack(payload: Mapping[str, Any], sections: Sections | None = None) -> str:
    """Give a payload and its arrays as one block, equal text for equal payloads.

    Inside are the length of the JSON in four bytes, the JSON, blanks up to a multiple of eight, and
    the arrays. No character of the block means anything to HTML, JavaScript or a template engine.

    >>> pack({"a": "{{ 7*7 }}</script>"}).isascii()
    True
    """
    head = plain_json(payload).encode("utf-8")
    head += b" " * (-(len(head) + 4) % _ALIGN)
    return compressed([struct.pack("<I", len(head)), head, *(sections.parts if sections else ())])


def unpack(text: str) -> tuple[dict[str, Any], bytes]:
    """Read what ``pack`` wrote: the payload, and its arrays as bytes.

    >>> unpack(pack({"a": [1, None]}))
    ({'a': [1, None]}, b'')
    """
    data = gzip.decompress(base64.b64decode(text))
    start = 4 + struct.unpack_from("<I", data)[0]
    value: dict[str, Any] = json.loads(data[4:start])
    return value, data[start:]


def array_of(reference: Sequence[Any], data: bytes) -> np.ndarray[Any, Any]:
    """Read one array back, as the page does.

    >>> sections = Sections()
    >>> where = sections.add(np.arange(600, dtype="i4"), delta=True)
    >>> array_of(where, b"".join(sections.parts))[-1].item()
    599
    """
    offset, count, kind = reference
    dtype: np.dtype[Any] = np.dtype("<" + kind[:2])
    raw = np.frombuffer(data, "u1", count * dtype.itemsize, offset)
    if kind.endswith("p"):
        raw = np.ascontiguousarray(raw.reshape(dtype.itemsize, -1).T)
    values = np.frombuffer(raw.tobytes(), dtype)
    return cast("np.ndarray[Any, Any]", np.cumsum(values, dtype=dtype) if "d" in kind else values)


def text_array(values: Any) -> pa.LargeStringArray:
    """Give texts as one Arrow array; unknown is null.

    >>> text_array(["a", None]).null_count
    1
    """
    if hasattr(values, "__arrow_array__") or isinstance(values, (pa.Array, pa.ChunkedArray)):
        array = pa.array(values) if not isinstance(values, pa.ChunkedArray) else values
    else:
        try:
            array = pa.array(values, pa.large_string(), from_pandas=True)
        except UnicodeEncodeError:
            clean = [clean_text(v) if isinstance(v, str) else None for v in values]
            array = pa.array(clean, pa.large_string())
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    return array if pa.types.is_large_string(array.type) else array.cast(pa.large_string())


def _buffers(array: pa.LargeStringArray) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Give where each text ends in the bytes (from 0, so one more than texts), and the bytes."""
    whole = pa.concat_arrays([array]) if array.offset else array
    _, ends, data = whole.buffers()
    bounds = np.frombuffer(ends, "<i8", len(whole) + 1)
    return bounds, np.frombuffer(data or b"", "u1")[: int(bounds[-1])]


def _utf16_lengths(array: pa.LargeStringArray) -> np.ndarray[Any, Any]:
    """Give the length of each text as JavaScript counts it, ``NO_TEXT`` for unknown."""
    ends, data = _buffers(array)
    lengths = pc.fill_null(pc.utf8_length(array), 0).to_numpy(zero_copy_only=False).astype("i8")
    if len(data) and data.max() >= _ASTRAL:
        before = np.concatenate([[0], np.cumsum(data >= _ASTRAL)])
        lengths += before[ends[1:]] - before[ends[:-1]]
    lengths[array.is_null().to_numpy(zero_copy_only=False)] = NO_TEXT
    told: np.ndarray[Any, Any] = lengths.astype("<u4")
    return told


def _raw_texts(columns: Sequence[pa.LargeStringArray]) -> Iterator[bytes]:
    """Give each block's bytes: the lengths of all its texts, column by column, then the texts."""
    prepared = []
    for array in columns:
        # Arrow may keep bytes under a null, which are not the page's business.
        known = pc.fill_null(array, "") if array.null_count else array
        prepared.append((_utf16_lengths(array), *_buffers(known)))
    rows = len(columns[0]) if columns else 0
    for start in range(0, rows, BLOCK_ROWS):
        stop = min(start + BLOCK_ROWS, rows)
        yield b"".join(
            [lengths[start:stop].tobytes() for lengths, _, _ in prepared]
            + [data[ends[start] : ends[stop]].tobytes() for _, ends, data in prepared]
        )


def _text_block(data: bytes) -> str:
    """Give base64 of the Adler-32 of a block, and the block as one frame of Zstandard."""
    frame = pa.Codec("zstd", _TEXT_LEVEL).compress(data, asbytes=True)
    return base64.b64encode(struct.pack("<I", zlib.adler32(data)) + frame).decode("ascii")


def read_text_block(text: str) -> bytes:
    r"""Read what ``text_blocks`` wrote: the bytes of one block.

    >>> [block] = text_blocks([text_array(["a", None])])
    >>> read_text_block(block)
    b'\x01\x00\x00\x00\xff\xff\xff\xffa'
    """
    raw = base64.b64decode(text)
    with pa.input_stream(pa.py_buffer(raw[4:]), compression="zstd") as stream:
        data: bytes = stream.read()
    if zlib.adler32(data) != struct.unpack_from("<I", raw)[0]:
        raise ValueError("the block is damaged: its checksum is another")
    return data


def text_blocks(columns: Sequence[pa.LargeStringArray]) -> list[str]:
    """Give columns of long texts as blocks of ``BLOCK_ROWS`` rows, each inflated on its own.

    A block holds a length in UTF-16 units (as JavaScript counts) for each text, column by column,
    as four bytes each, and then the texts as UTF-8 in that order.

    >>> len(text_blocks([text_array(["a"] * (BLOCK_ROWS + 1))])), text_blocks([])
    (2, [])
    """
    raw = _raw_texts(columns)
    if not columns or len(columns[0]) <= BLOCK_ROWS:
        return [_text_block(data) for data in raw]
    with ThreadPoolExecutor(_WORKERS) as pool:  # the codec lets other threads run
        return list(pool.map(_text_block, raw))
