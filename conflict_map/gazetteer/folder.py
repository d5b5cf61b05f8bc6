"""The folder of a user's own gazetteer: a list of sources and their files; knows no place."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import sys
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from conflict_map.errors import GazetteerError, OutputError, UsageError
from conflict_map.gazetteer.home import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FORMAT: Final = 1
_SCRATCH: Final = ".new-"
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_BOOK: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}\.gaz")


@dataclass(frozen=True, slots=True, kw_only=True)
class BookFile:
    """One gazetteer file of a source."""

    file: str
    """Its name in the folder, with the beginning of its SHA-256: other bytes, another name."""
    bytes: int
    sha256: str
    places: int
    countries: tuple[str, ...] = ()
    """The countries of its places; empty where some have none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedSource:
    """What the folder knows of a source that was added."""

    name: str
    kind: str
    """geonames, places or events."""
    licence: str
    attribution: str
    inputs: tuple[Mapping[str, str], ...] = ()
    """For each file that was read: its name, SHA-256 and, where fetched, URL and ETag."""
    options: tuple[tuple[str, str], ...] = ()
    rows: int = 0
    rejected: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    """Places by feature class."""
    books: tuple[BookFile, ...] = ()

    @property
    def places(self) -> int:
        """Give how many places it has."""
        return sum(book.places for book in self.books)

    def as_dict(self) -> dict[str, Any]:
        """Give the source as plain values."""
        plain = asdict(self)
        plain["inputs"] = [dict(sorted(item.items())) for item in plain["inputs"]]
        plain["options"] = {key: value for key, value in self.options}  # noqa: C416
        plain["books"] = [book | {"countries": list(book["countries"])} for book in plain["books"]]
        return plain


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Manifest:
    """The list of sources, in order of name; equal lists have equal text."""

    sources: tuple[AddedSource, ...] = ()

    def as_json(self) -> str:
        """Give the list as it is stored."""
        whole = {"format": FORMAT, "sources": [source.as_dict() for source in self.sources]}
        return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Manifest) and self.as_json() == other.as_json()

    def __hash__(self) -> int:
        return hash(self.as_json())


class UserFolder:
    """A user gazetteer on disk; its list is at every moment the whole old or the whole new one."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)

    def read(self) -> Manifest:
        """Read the list of sources; an absent folder has none.

        Raises
        ------
        GazetteerError
            If the list is damaged or of a newer format.
        """
        path = self.path / MANIFEST
        try:
            text = path.read_text(encoding="utf-8")
        except (FileNotFoundError, NotADirectoryError):
            return Manifest()
        except (OSError, ValueError) as error:
            raise GazetteerError(f"{path}: cannot read the user gazetteer ({error})") from None
        try:
            whole = json.loads(text)
            if whole["format"] != FORMAT:
                raise GazetteerError(
                    f"{path}: expected user gazetteer format {FORMAT}, got {whole['format']!r};"
                    " use the version of conflict-map that wrote it, or remove the folder"
                )
            return Manifest(sources=tuple(_source_of(item) for item in whole["sources"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise GazetteerError(
                f"{path}: the list of the user gazetteer is damaged ({error});"
                " restore it, or remove the folder and add the sources again"
            ) from None

    def source(self, name: str) -> AddedSource | None:
        """Give the source of that name, or None."""
        return next((s for s in self.read().sources if s.name == name), None)

    @contextmanager
    def changing(self) -> Iterator[Path]:
        """Hold the folder for one writer and give a scratch folder in it, gone after the block.

        Raises
        ------
        OutputError
            If the folder cannot be written or another process holds it.
        """
        scratch = self.path / f"{_SCRATCH}{os.getpid()}"
        with writing(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
            with _locked(self.path / ".lock"):
                for left in self.path.glob(f"{_SCRATCH}*"):  # of a run that was killed outright
                    shutil.rmtree(left, ignore_errors=True)
                scratch.mkdir()
                try:
                    yield scratch
                finally:
                    shutil.rmtree(scratch, ignore_errors=True)

    def put(self, source: AddedSource, scratch: Path) -> bool:
        """Take a source in, in place of one of the same name; tell whether anything changed.

        Its files are in ``scratch``. To be called inside ``changing``.
        """
        before = self.read()
        kept = [old for old in before.sources if old.name != source.name]
        after = Manifest(sources=tuple(sorted([*kept, source], key=lambda s: s.name)))
        for book in source.books:
            target = self.path / book.file
            if not _is_whole(target, book):
                flush(scratch / book.file)
                (scratch / book.file).replace(target)
        if before == after:
            return False
        self._write(after, scratch)
        return True

    def remove(self, name: str) -> AddedSource:
        """Take a source out and give what it was.

        Raises
        ------
        UsageError
            If there is none of that name.
        OutputError
            If the folder cannot be written.
        """
        before = self.read()
        found = next((s for s in before.sources if s.name == name), None)
        if found is None:
            known = ", ".join(s.name for s in before.sources) or "none"
            raise UsageError(f"{name}: no such source in {self.path}; there are: {known}")
        with self.changing() as scratch:
            kept = tuple(s for s in self.read().sources if s.name != name)
            self._write(Manifest(sources=kept), scratch)
        return found

    def _write(self, manifest: Manifest, scratch: Path) -> None:
        """Replace the list, then drop the files that no source needs any more."""
        new = scratch / MANIFEST
        new.write_text(manifest.as_json(), encoding="utf-8")
        flush(new)
        new.replace(self.path / MANIFEST)
        with suppress(OSError):  # the change is made; a power cut could undo it, not halve it
            flush(self.path)
        needed = {book.file for source in manifest.sources for book in source.books}
        for path in self.path.glob("*.gaz"):
            if path.name not in needed and _BOOK.fullmatch(path.name):
                with suppress(OSError):  # on some systems a file in use cannot be removed
                    path.unlink()


def check_name(name: str) -> str:
    """Give a source's name back, or say why it cannot be one.

    >>> check_name("ocha-syr")
    'ocha-syr'

    Raises
    ------
    UsageError
        If it is not made of letters, digits, dots and dashes.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(
            f"{name!r} cannot name a source: expected up to 64 Latin letters, digits, '.', '_', '-'"
        )
    return name


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn a refusal of the system into one line that says what could not be written."""
    try:
        yield
    except OutputError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            reason = "no space left; free some, or name another folder with --gazetteer"
        where = error.filename or path
        raise OutputError(
            f"{where}: the user gazetteer cannot be written: {reason}; it is as it was"
        ) from None


def flush(path: Path) -> None:
    """Make sure that a file or the names in a folder are on the disk."""
    if path.is_dir() and sys.platform == "win32":
        return  # there a folder cannot be opened
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("a") as file:
        _lock(file, path)
        yield


def _lock(file: IO[str], path: Path) -> None:
    try:
        from fcntl import LOCK_EX, LOCK_NB, flock  # noqa: PLC0415 - absent on Windows
    except ImportError:
        return
    try:
        flock(file, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        raise OutputError(
            f"{path.parent}: another conflict-map is changing this gazetteer; wait for it"
        ) from None


def _is_whole(path: Path, book: BookFile) -> bool:
    """Tell whether a file is there with the right content."""
    import hashlib  # noqa: PLC0415 - reading the list, the usual case, needs none

    try:
        if path.stat().st_size != book.bytes:
            return False
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == book.sha256
    except OSError:
        return False


def _source_of(item: Mapping[str, Any]) -> AddedSource:
    books = tuple(
        BookFile(
            file=_plain_name(book["file"]),
            bytes=int(book["bytes"]),
            sha256=str(book["sha256"]),
            places=int(book["places"]),
            countries=tuple(book["countries"]),
        )
        for book in item["books"]
    )
    return AddedSource(
        name=str(item["name"]),
        kind=str(item["kind"]),
        licence=str(item["licence"]),
        attribution=str(item["attribution"]),
        inputs=tuple(dict(one) for one in item["inputs"]),
        options=tuple(sorted(item["options"].items())),
        rows=int(item["rows"]),
        rejected=int(item["rejected"]),
        counts=dict(item["counts"]),
        books=books,
    )


def _plain_name(file: str) -> str:
    """Refuse a list that points out of its folder."""
    if not _BOOK.fullmatch(file):
        raise ValueError(f"{file!r} is no name of a gazetteer file")
    return file
