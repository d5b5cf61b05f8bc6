"""Bytes of an input, checked and decoded; knows encodings and limits, not what the text says."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import io
import os
import re
import stat
import sys
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, Literal, cast

from conflict_map.errors import InputError

STDIN: Final = "-"
MAX_BYTES: Final = 2 * 1024**3
"""The most that one input may hold, unpacked: 2 GiB."""

_CHUNK: Final = 1024 * 1024
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = b"PK\x03\x04"
_OFFICE: Final = "[Content_Types].xml"
_WORKBOOK: Final = "xl/workbook.xml"
_UNREADABLE_ZIP: Final = (zipfile.BadZipFile, OSError, EOFError, zlib.error, NotImplementedError,
                          RuntimeError)  # fmt: skip
Container = Literal["xlsx", "parquet", "gpkg"]
_BOMS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_BINARY: Final = (
    (b"PK\x03\x04", "a zip or Office file (.xlsx, .docx); save it as CSV or plain text"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.xls, .doc); save it as CSV or plain text"),
    (b"%PDF", "a PDF; save its text as .txt"),
    (b"{\\rtf", "an RTF document; save its text as .txt"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"PAR1", "a Parquet file, which is read as a table only"),
    (b"SQLite format 3", "a database or GeoPackage, which is read as a table only"),
)
# The letters that fill a text of the script, as each code page writes them.
_CODE_PAGES: Final = (("cp1251", "оеаинтсрвл"), ("cp1256", "اليمونرتبة"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """An input as it was read: its name as given, its unpacked bytes and the hash of the file."""

    name: str
    data: bytes = field(repr=False)
    sha256: str
    """SHA-256 of the bytes as stored, packed or not."""

    @property
    def suffix(self) -> str:
        """Give the lower-case extension without ``.gz`` or ``.zip``; empty for standard input.

        >>> Source(name="a/EVENTS.CSV.gz", data=b"", sha256="").suffix
        '.csv'
        """
        name = self.name.lower().removesuffix(".gz").removesuffix(".zip")
        return Path(name).suffix


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """Text of a source, with the encoding and what a reader should be told about it."""

    text: str = field(repr=False)
    encoding: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoded:
    """A source as UTF-8, with the encoding that it had and what a reader should be told."""

    data: memoryview = field(repr=False)
    encoding: str
    warnings: tuple[str, ...] = ()


def container_of(source: Source) -> Container | None:
    """Tell a workbook, a Parquet file and a GeoPackage by their first bytes; None for all else.

    >>> container_of(Source(name="a", data=b"PAR1....", sha256=""))
    'parquet'
    >>> container_of(Source(name="a", data=b"lat,lon", sha256="")) is None
    True
    """
    if source.data.startswith(b"PAR1"):
        return "parquet"
    if source.data.startswith(b"SQLite format 3\0"):
        return "gpkg"
    return "xlsx" if _WORKBOOK in _members(source.data, source.name) else None


def as_utf8(source: Source, *, unchecked: bool = False) -> Encoded:
    """Give a source's text as UTF-8 bytes without a mark; one that is UTF-8 is not copied.

    ``unchecked`` is for a reader that finds out itself whether unmarked bytes are UTF-8.

    >>> bytes(as_utf8(Source(name="a", data="été".encode("utf-16"), sha256="")).data).decode()
    'été'

    Raises
    ------
    InputError
        if the bytes are not text.

    """
    data = memoryview(source.data)
    marked = source.data.startswith(codecs.BOM_UTF8)
    if not any(source.data.startswith(mark) for mark, _ in (*_BINARY, *_BOMS[1:])):
        plain = data[len(codecs.BOM_UTF8) :] if marked else data
        if b"\0" not in source.data and (unchecked or _is_utf8(plain)):
            return Encoded(data=plain, encoding="utf-8")
    decoded = decode(source)
    return Encoded(
        data=memoryview(decoded.text.encode()), encoding=decoded.encoding, warnings=decoded.warnings
    )


def _is_utf8(data: memoryview) -> bool:
    """Tell without making a text of the whole, which could take four times its size."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(data[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def read_source(path: Path | str) -> Source:
    """Read a file, or standard input for "-", and unpack gzip or a zip of one file.

    Raises
    ------
    InputError
        if it is missing, a folder, unreadable, larger than ``MAX_BYTES`` or damaged.

    """
    name = os.fsencode(path).decode("utf-8", "replace")  # a name need not be text, a report must
    try:
        if name == STDIN:
            stored = _limited(sys.stdin.buffer, name)
        else:
            with Path(path).open("rb") as stream:
                stored = _limited(stream, name)
    except FileNotFoundError:
        raise InputError(f"{name}: there is no such file") from None
    except IsADirectoryError:
        raise InputError(f"{name}: expected a file, got a folder") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise InputError(f"{name}: cannot be read: {_reason(error)}") from None
    digest = hashlib.sha256(stored).hexdigest()
    return Source(name=name, data=_unpacked(stored, name), sha256=digest)


def decode(source: Source) -> Decoded:
    """Decode text: UTF-8, UTF-16 and UTF-32 by their marks, else a code page as a stated guess.

    >>> decode(Source(name="a", data="Alep, été".encode("cp1252"), sha256="")).encoding
    'cp1252'
    >>> decode(Source(name="a", data=b"PK" + bytes([3, 4, 0]), sha256=""))
    Traceback (most recent call last):
    ...
    conflict_map.errors.InputError: a: expected text, got a zip or Office file (.xlsx, .docx); \
save it as CSV or plain text

    Raises
    ------
    InputError
        if the bytes are not text.

    """
    data = source.data
    for mark, kind in _BINARY:
        if data.startswith(mark):
            raise InputError(f"{source.name}: expected text, got {kind}")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _marked(source, encoding)
    if (wide := _unmarked_utf16(data)) is not None:
        text = _marked(source, wide).text
        return Decoded(
            text=text,
            encoding=wide,
            warnings=(f"{source.name}: read as {wide} without a mark that says so; a guess",),
        )
    if b"\x00" in data[:_CHUNK]:
        raise InputError(f"{source.name}: expected text, got a binary file (it holds NUL bytes)")
    if b"\x00" in data:
        at = data.index(b"\x00")
        raise InputError(f"{source.name}: a NUL byte at offset {at}; the file is damaged")
    try:
        return Decoded(text=data.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError as error:
        return _guessed(source, error.start)


def _limited(stream: BinaryIO, name: str) -> bytes:
    size = _size_of(stream)
    if size is not None:
        if size > MAX_BYTES:
            raise InputError(f"{name}: is larger than the limit of {MAX_BYTES} bytes; split it")
        return stream.read(size)  # at once: joining parts would hold a large file twice
    parts = bytearray()
    while chunk := stream.read(_CHUNK):
        # Without this look an endless device would fill the memory before it is refused.
        if not parts and len(chunk) == _CHUNK and not chunk.strip(b"\x00"):
            raise InputError(f"{name}: expected text, got a binary file (it holds NUL bytes)")
        parts += chunk
        if len(parts) > MAX_BYTES:
            raise InputError(f"{name}: is larger than the limit of {MAX_BYTES} bytes; split it")
    return bytes(parts)


def _size_of(stream: BinaryIO) -> int | None:
    """Give the size of an ordinary file; None for pipes, devices and streams that unpack."""
    if not isinstance(stream, io.BufferedReader) or not isinstance(stream.raw, io.FileIO):
        return None
    about = os.fstat(stream.fileno())
    # Files of /proc are ordinary by name and say that they are empty.
    return about.st_size if stat.S_ISREG(about.st_mode) and about.st_size else None


def _unmarked_utf16(data: bytes) -> str | None:
    """Tell UTF-16 without its mark: nearly every second byte of Western text is then NUL."""
    head = data[:2000]
    half = len(head) // 2
    if half < 4 or len(data) % 2:
        return None
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if head[start::2].count(0) > 0.7 * half and not head[1 - start :: 2].count(0):
            return encoding
    return None


def _members(data: bytes, name: str) -> dict[str, int]:
    """Give the files in a zip with their sizes; none for what is no zip."""
    if not data.startswith(_ZIP):
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            sizes = {
                item.filename: item.file_size for item in packed.infolist() if not item.is_dir()
            }
    except _UNREADABLE_ZIP as error:
        raise InputError(f"{name}: the zip file is damaged: {_reason(error)}") from None
    if sum(sizes.values()) > MAX_BYTES:
        raise InputError(f"{name}: holds more than the limit of {MAX_BYTES} bytes; split it")
    return sizes


def _unzipped(stored: bytes, name: str) -> bytes:
    """Unpack a zip of one file, as data sets are handed out; leave others as they are."""
    members = _members(stored, name)
    if len(members) != 1 or _OFFICE in members:
        return stored
    try:
        with zipfile.ZipFile(io.BytesIO(stored)) as packed, packed.open(next(iter(members))) as one:
            return _limited(cast("BinaryIO", one), name)
    except _UNREADABLE_ZIP as error:
        raise InputError(f"{name}: the zip file is damaged: {_reason(error)}") from None


def _unpacked(stored: bytes, name: str) -> bytes:
    if stored.startswith(_ZIP):
        return _unzipped(stored, name)
    if not stored.startswith(_GZIP):
        return stored
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(stored)) as stream:
            return _limited(cast("BinaryIO", stream), name)
    except (OSError, EOFError, zlib.error) as error:
        raise InputError(f"{name}: the gzip file is damaged: {_reason(error)}") from None


def _marked(source: Source, encoding: str) -> Decoded:
    try:
        text = source.data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{source.name}: starts as {encoding} but byte {error.start} is not; it is damaged"
        ) from None
    if "\x00" in text:
        raise InputError(f"{source.name}: expected text, got a binary file (it holds NUL)")
    return Decoded(text=text, encoding=encoding)


def _guessed(source: Source, first_bad: int) -> Decoded:
    data = source.data
    text = data.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    sound = len(re.findall("[^\x00-\x7f\ufffd]", text))
    if sound > 10 * lost:
        warning = (
            f"{source.name}: {lost} places are not UTF-8 (first at byte {first_bad}) "
            "and are shown as \ufffd; save the file again as UTF-8"
        )
        return Decoded(text=text, encoding="utf-8", warnings=(warning,))
    encoding = _code_page(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{source.name}: byte {error.start} is neither UTF-8 nor {encoding}; save it as UTF-8"
        ) from None
    warning = f"{source.name}: is not UTF-8; read as {encoding}, which is a guess: check the names"
    return Decoded(text=text, encoding=encoding, warnings=(warning,))


def _code_page(data: bytes) -> str:
    """Guess by letters: Cyrillic and Arabic words are high bytes throughout, Latin are not."""
    runs = re.findall(rb"[\x80-\xff]+", data)
    in_words = sum(len(run) for run in runs if len(run) >= 3)
    if in_words * 2 < sum(map(len, runs)):
        return "cp1252"
    shares = []
    for encoding, letters in _CODE_PAGES:
        text = data.decode(encoding, errors="replace").lower()
        shares.append((sum(text.count(letter) for letter in letters), encoding))
    return max(shares)[1]


def _reason(error: Exception) -> str:
    text = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(text)
