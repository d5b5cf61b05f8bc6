"""Adds a source to a user gazetteer, whole or not at all; knows no format of a source."""

from __future__ import annotations

import hashlib
import os
import signal
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from multiprocessing import active_children, get_context
from typing import TYPE_CHECKING, Final

from conflict_map.errors import GazetteerError, InputError
from conflict_map.gazetteer.book import Gazetteer
from conflict_map.gazetteer.entries import Book, Source
from conflict_map.gazetteer.folder import AddedSource, BookFile, UserFolder, check_name, writing
from conflict_map.gazetteer.sources import download, geonames, places
from conflict_map.gazetteer.sources.faults import Faults
from conflict_map.gazetteer.writer import write_book

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
    from pathlib import Path

    from conflict_map.gazetteer.entries import Entry
    from conflict_map.gazetteer.sources.places import PlaceRow

GEONAMES_URL: Final = "https://download.geonames.org/export/dump/"
"""Where GeoNames publishes its dumps; the only host that is asked unless another is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What adding a source has come to."""

    source: AddedSource
    changed: bool
    faults: Faults
    merged: int = 0
    """Rows that were another row's place once more."""


def silent(what: str, done: int, total: int | None) -> None:
    """Say nothing of the progress of a download.

    >>> silent("SY.zip", 1, None)
    """


def quiet(what: str, done: int) -> None:
    """Say nothing of the progress of long work.

    >>> quiet("reading", 1)
    """


def add_geonames(
    folder: UserFolder,
    dumps: Sequence[Path],
    alternates: Sequence[Path] = (),
    *,
    name: str,
    fetched: Mapping[str, Mapping[str, str]] | None = None,
    tick: Callable[[str, int], None] = quiet,
    book_rows: int = geonames.BOOK_ROWS,
    workers: int = 1,
) -> Added:
    """Add dumps of GeoNames with alternate names, in place of an older source of that name.

    ``fetched`` says by file name where a file came from; ``tick`` is told what is being read and
    how many rows are done. Each of ``workers`` processes holds ``book_rows`` places at a time.

    Raises
    ------
    InputError
        If a file cannot be read to its end or no row can be used; nothing is changed.
    OutputError
        If the folder cannot be written; nothing is changed.
    """
    check_name(name)
    faults = Faults()
    inputs = tuple(_input(path, fetched or {}) for path in (*dumps, *alternates))
    with writing(folder.path), folder.changing() as scratch:
        rows, shards = geonames.part(
            dumps, alternates, scratch, faults=faults, tick=tick, book_rows=book_rows
        )
        about = Source(
            name=name, version="", licence=geonames.LICENCE, attribution=geonames.ATTRIBUTION
        )
        # Closed at once when anything fails: its processes write to the scratch folder.
        with closing(_built(shards, about, scratch, workers)) as books:
            return _put(
                folder,
                scratch,
                books,
                about=about,
                kind="geonames",
                inputs=inputs,
                faults=faults,
                rows=rows,
                tick=tick,
            )


def add_country(
    folder: UserFolder,
    code: str,
    *,
    base_url: str = GEONAMES_URL,
    progress: Callable[[str, int, int | None], None] = silent,
    timeout_s: float = 30.0,
) -> Added:
    """Fetch GeoNames' dump and alternate names of a country (ISO 3166-1 alpha-2) and add them.

    ``progress`` is told what is being fetched or read, how much is done, and of how much. Where
    the server says that both files are those that were added, nothing is read again.

    Raises
    ------
    InputError
        If a file cannot be fetched or used; nothing is changed.
    OutputError
        If the folder cannot be written; nothing is changed.
    """
    base_url = download.check_base(base_url)
    name = f"geonames-{code.upper()}"
    urls = [f"{base_url}{code.upper()}.zip", f"{base_url}alternatenames/{code.upper()}.zip"]
    old = folder.source(name)
    etags = {item.get("url"): item.get("etag") for item in old.inputs} if old else {}
    with writing(folder.path):
        cache = folder.path / "downloads"
        cache.mkdir(parents=True, exist_ok=True)
        known = [etags.get(url) for url in urls]
        if old is not None and all(known) and _opens(old, folder):
            first = [
                download.fetch(url, cache, known_etag=etag, tick=progress, timeout_s=timeout_s)
                for url, etag in zip(urls, known, strict=True)
            ]
            if all(fetched.path is None for fetched in first):
                return Added(source=old, changed=False, faults=Faults())
        else:
            first = []
        ready = {f.url: f for f in first if f.path is not None}
        fetched = [
            ready.get(url) or download.fetch(url, cache, tick=progress, timeout_s=timeout_s)
            for url in urls
        ]
        paths = [f.path for f in fetched if f.path is not None]
        origin = {
            f.path.name: {"url": f.url} | ({"etag": f.etag} if f.etag else {})
            for f in fetched
            if f.path is not None
        }
        try:
            return add_geonames(
                folder,
                paths[:1],
                paths[1:],
                name=name,
                fetched=origin,
                tick=lambda what, done: progress(what, done, None),
            )
        finally:
            for path in paths:
                path.unlink(missing_ok=True)


def _opens(source: AddedSource, folder: UserFolder) -> bool:
    """Tell whether the files of a source are whole and of this version's format."""
    try:
        for book in source.books:
            Gazetteer(folder.path / book.file)
    except GazetteerError:
        return False
    return True


def add_places(
    folder: UserFolder,
    rows: Iterable[PlaceRow],
    *,
    name: str,
    kind: str,
    file: str,
    sha256: str,
    base: Gazetteer,
    licence: str = "",
    attribution: str = "",
    country: str | None = None,
    options: Mapping[str, str] | None = None,
    faults: Faults | None = None,
) -> Added:
    """Add the places of a table, in place of an older source of that name.

    ``country`` (ISO 3166-1 alpha-2) is that of rows that name none; ``base`` knows the countries
    and divisions that the rows name, or lie in; ``faults`` holds rows that could not be read.

    Raises
    ------
    InputError
        If no row can be used; nothing is changed.
    OutputError
        If the folder cannot be written; nothing is changed.
    """
    check_name(name)
    faults = faults or Faults()
    unreadable = faults.count
    found = places.entries_of(rows, name=name, file=file, base=base, country=country, faults=faults)
    about = Source(name=name, version="", licence=licence, attribution=attribution, sha256=sha256)
    inputs = ({"file": file, "sha256": sha256},)
    with writing(folder.path), folder.changing() as scratch:
        added = _put(
            folder,
            scratch,
            [_written(found.entries, about, scratch)] if found.entries else [],
            about=about,
            kind=kind,
            inputs=inputs,
            faults=faults,
            rows=found.rows + unreadable,
            tick=quiet,
            options=tuple(sorted((options or {}).items())),
        )
    return Added(source=added.source, changed=added.changed, faults=faults, merged=found.merged)


def _put(
    folder: UserFolder,
    scratch: Path,
    books: Iterable[tuple[BookFile, Counter[str]]],
    *,
    about: Source,
    kind: str,
    inputs: tuple[Mapping[str, str], ...],
    faults: Faults,
    rows: int,
    tick: Callable[[str, int], None],
    options: tuple[tuple[str, str], ...] = (),
) -> Added:
    """Take the books, as they lie written in the scratch folder, in together."""
    counts: Counter[str] = Counter()
    files = []
    for number, (book, kinds) in enumerate(books, 1):
        tick("books written", number)
        counts += kinds
        files.append(book)
    if not files:
        shown = "; ".join(str(fault) for fault in faults.rows[:3])
        raise InputError(
            f"{about.name}: no place could be used"
            + (f" of {rows} rows ({shown})" if shown else ": the source is empty")
            + "; nothing was changed"
        )
    source = AddedSource(
        name=about.name,
        kind=kind,
        licence=about.licence,
        attribution=about.attribution,
        inputs=inputs,
        options=options,
        rows=rows,
        rejected=faults.count,
        counts=dict(sorted(counts.items())),
        books=tuple(files),
    )
    return Added(source=source, changed=folder.put(source, scratch), faults=faults)


def _built(
    shards: Sequence[geonames.Shard], about: Source, scratch: Path, workers: int
) -> Generator[tuple[BookFile, Counter[str]]]:
    """Write the books of a dump, in order, in as many processes as there are workers."""
    build = partial(_build, about, scratch)
    if workers < 2 or len(shards) < 2:
        yield from map(build, shards)
        return
    # A fresh process each: a forked one would carry the parent's tables along.
    spawn = get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=spawn, initializer=_left_alone) as pool:
        try:
            yield from pool.map(build, shards)
        except BrokenProcessPool:
            raise GazetteerError(
                f"{about.name}: a process that wrote a book was ended from outside; is the memory"
                " too small? Nothing was changed"
            ) from None
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in active_children():
                process.terminate()
            raise


def _left_alone() -> None:
    """Leave an interrupt from the keyboard to the parent, which ends this process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _build(about: Source, scratch: Path, shard: geonames.Shard) -> tuple[BookFile, Counter[str]]:
    return _written(geonames.entries_of(shard), about, scratch)


def _written(
    entries: tuple[Entry, ...], about: Source, scratch: Path
) -> tuple[BookFile, Counter[str]]:
    """Write a book, name it by its content, and count it by feature class."""
    raw = scratch / f"book-{os.getpid()}"
    size = write_book(Book(version=about.name, entries=entries, sources=(about,)), raw)
    digest = sha256_of(raw)
    file = f"{about.name}-{digest[:12]}.gaz"
    raw.replace(scratch / file)
    countries = {entry.place.country or "" for entry in entries}
    book = BookFile(
        file=file,
        bytes=size,
        sha256=digest,
        places=len(entries),
        countries=() if "" in countries else tuple(sorted(countries)),
    )
    return book, geonames.counts_of(entries)


def _input(path: Path, fetched: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    return {"file": path.name, "sha256": sha256_of(path), **fetched.get(path.name, {})}


def sha256_of(path: Path) -> str:
    """Give the SHA-256 of a file in hexadecimal.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None
