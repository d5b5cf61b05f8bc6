"""The gazetteer file: sections in one memory-mapped container; knows bytes, not places."""

from __future__ import annotations

import json
import mmap
import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from conflict_map.errors import GazetteerError

if TYPE_CHECKING:
    import os

MAGIC: Final = b"CMAPGAZ\n"
FORMAT: Final = 2
_HEADER: Final = struct.Struct("<8sIIQQ")
"""Magic, format, CRC-32 of all that follows, size of the file, size of the contents list."""
_ALIGN: Final = 8
_BLOCK: Final = 1 << 18
DEGREE: Final = 100_000
"""Positions are whole hundred-thousandths of a degree: 1 m."""
OWN_SLOT: Final = 1 << 22
"""Set in a posting whose key is the record's own name rather than an alternate."""
MANY: Final = 1 << 23
"""Set in the slot of a key with several numbers: the rest is where their list begins."""
NO_COUNTRY: Final = "--"
"""Stands before the skeleton of a place that spans countries."""
_GEONAMES: Final = "geonames:"


class Sections:
    """Named byte ranges of one file, mapped and checked when it is opened.

    The check is a CRC-32 over the whole file (5 ms for 30 MB), because it is there to find a
    cut-off download or a bad disk, not an enemy; the SHA-256 of the shipped file is in
    ``gazetteer/registry.txt``.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        try:
            with self.path.open("rb") as file:
                found = _checksum(file)
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise GazetteerError(
                f"{self.path}: cannot open the gazetteer ({error});"
                " give a file that conflict-map wrote"
            ) from error
        self._view = memoryview(self._map)
        self._contents = self._check(found)

    def _check(self, found: int) -> dict[str, tuple[int, int]]:
        """Read the list of contents, or say what is wrong with the file."""
        size = len(self._view)
        if size < _HEADER.size:
            raise self._damaged(f"at least {_HEADER.size} bytes", f"{size}")
        magic, version, crc, stated, length = _HEADER.unpack_from(self._view)
        if magic != MAGIC:
            raise GazetteerError(
                f"{self.path}: not a gazetteer file (starts with {magic!r}, expected {MAGIC!r})"
            )
        if version != FORMAT:
            raise GazetteerError(
                f"{self.path}: expected gazetteer format {FORMAT}, got {version}; rebuild the file"
            )
        if stated != size:
            raise self._damaged(f"{stated} bytes", f"{size}")
        if found != crc:
            raise self._damaged(f"checksum {crc:08x}", f"{found:08x}")
        try:
            raw = json.loads(bytes(self._view[_HEADER.size : _HEADER.size + length]))
            return {name: (int(start), int(end)) for name, (start, end) in raw.items()}
        except (ValueError, TypeError, AttributeError) as error:
            raise self._damaged("a list of contents", str(error)) from error

    def _damaged(self, expected: str, got: str) -> GazetteerError:
        return GazetteerError(
            f"{self.path}: the gazetteer is damaged: expected {expected}, got {got}; reinstall it"
        )

    def __contains__(self, name: str) -> bool:
        return name in self._contents

    def bytes(self, name: str) -> memoryview:
        """Give a section as bytes without copying it."""
        try:
            start, end = self._contents[name]
        except KeyError:
            raise GazetteerError(
                f"{self.path}: the gazetteer has no section {name!r}; rebuild it"
            ) from None
        return self._view[start:end]

    def numbers(self, name: str, code: str) -> Sequence[int]:
        """Give a section as integers of an ``array`` type code; only big-endian machines copy."""
        view = self.bytes(name)
        if sys.byteorder == "little":
            return view.cast(code)  # type: ignore[call-overload,no-any-return]
        swapped = array(code, bytes(view))
        swapped.byteswap()
        return swapped

    def strings(self, name: str) -> Strings:
        """Give a section as a table of strings."""
        return Strings(self.numbers(f"{name}.at", "I"), self.bytes(name))

    def json(self, name: str) -> Any:
        """Give a section that holds JSON."""
        return json.loads(bytes(self.bytes(name)))


def _checksum(file: BinaryIO) -> int:
    """Give the CRC-32 of what follows the header.

    Read in blocks rather than through the map, so that the pages of the file do not count as this
    process's memory until they are used.
    """
    file.seek(_HEADER.size)
    block = bytearray(_BLOCK)
    view = memoryview(block)
    crc = 0
    while count := file.readinto(view):  # type: ignore[attr-defined]
        crc = zlib.crc32(view[:count], crc)
    return crc


class Strings(Sequence[str]):
    """A read-only table of strings in UTF-8, decoded one at a time."""

    __slots__ = ("_at", "_blob")

    def __init__(self, at: Sequence[int], blob: memoryview) -> None:
        self._at = at
        self._blob = blob

    def __len__(self) -> int:
        return len(self._at) - 1

    def __getitem__(self, index: int) -> str:  # type: ignore[override]
        if not 0 <= index < len(self):
            raise IndexError(index)
        return str(self._blob[self._at[index] : self._at[index + 1]], "utf-8")


class Triples:
    """Integers of three bytes, low byte first: a quarter smaller than the next array type."""

    __slots__ = ("_view",)

    def __init__(self, view: memoryview) -> None:
        self._view = view

    def __getitem__(self, at: int) -> int:
        return int.from_bytes(self._view[3 * at : 3 * at + 3], "little")

    def span(self, start: int, stop: int) -> list[int]:
        """Give the numbers from start to before stop."""
        part = self._view[3 * start : 3 * stop]
        return [
            low | middle << 8 | high << 16
            for low, middle, high in zip(part[::3], part[1::3], part[2::3], strict=True)
        ]


class Kept(Sequence[str]):
    """A small table of strings that many records share: each is decoded once and kept."""

    __slots__ = ("_kept", "_table")

    def __init__(self, table: Strings) -> None:
        self._table = table
        self._kept: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._table)

    def __getitem__(self, index: int) -> str:  # type: ignore[override]
        try:
            return self._kept[index]
        except KeyError:
            return self._kept.setdefault(index, self._table[index])


def pack_numbers(code: str, values: Iterable[int]) -> bytes:
    """Write integers as little-endian values of an ``array`` type code."""
    packed = array(code, values)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()


def pack_triples(values: Iterable[int]) -> bytes:
    """Write integers as three bytes each, low byte first.

    Raises
    ------
    GazetteerError
        If a number does not fit.
    """
    try:
        return b"".join(value.to_bytes(3, "little") for value in values)
    except OverflowError:
        raise GazetteerError(
            "too much for one gazetteer file: it holds some 4 million places and 8 million names;"
            " split it by country"
        ) from None


def pack_strings(name: str, values: Iterable[str]) -> dict[str, bytes]:
    """Write a table of strings as its two sections."""
    encoded = [value.encode() for value in values]
    at = [0]
    for item in encoded:
        at.append(at[-1] + len(item))
    return {name: b"".join(encoded), f"{name}.at": pack_numbers("I", at)}


def pack_sections(sections: Mapping[str, bytes]) -> bytes:
    """Give the bytes of a file: header, list of contents, aligned sections in order of name."""
    names = sorted(sections)
    contents: dict[str, tuple[int, int]] = dict.fromkeys(names, (0, 0))
    listing = b""
    # The list holds offsets that depend on its own length: repeat until it no longer grows.
    while True:
        at = _HEADER.size + len(listing)
        for name in names:
            at += -at % _ALIGN
            contents[name] = (at, at + len(sections[name]))
            at += len(sections[name])
        new = json.dumps(contents, separators=(",", ":")).encode()
        new += b" " * (-len(new) % 64)
        if len(new) == len(listing):
            break
        listing = new
    body = bytearray(new)
    for name in names:
        body += b"\0" * (contents[name][0] - _HEADER.size - len(body))
        body += sections[name]
    crc = zlib.crc32(body)
    return _HEADER.pack(MAGIC, FORMAT, crc, _HEADER.size + len(body), len(new)) + bytes(body)


def geonames_number(place_id: str) -> int:
    """Give the number of a GeoNames id, 0 for ids of other sources.

    >>> geonames_number("geonames:168351"), geonames_number("ne:SYR-138")
    (168351, 0)
    """
    digits = place_id.removeprefix(_GEONAMES)
    return int(digits) if digits != place_id and digits.isdigit() else 0
