"""GeoNames' dumps, read line by line and parted into books of bounded size; knows no network."""

from __future__ import annotations

import itertools
import zipfile
import zlib
from array import array
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, Final, Literal

from conflict_map.errors import InputError
from conflict_map.gazetteer.entries import Entry, prior_of
from conflict_map.model import Place, Position
from conflict_map.vocabulary import FeatureClass

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from conflict_map.gazetteer.sources.faults import Faults

LICENCE: Final = "CC BY 4.0"
ATTRIBUTION: Final = "GeoNames (https://www.geonames.org), CC BY 4.0"
BOOK_ROWS: Final = 150_000
"""Places a book: the builder holds one book at a time, some 0.6 GB with all its names."""
_COLUMNS: Final = 19
_ALTERNATE_COLUMNS: Final = (8, 10)
"""The alternate names of before and after 2017, when two columns of years came."""
_MOST_ID: Final = 100_000_000
"""GeoNames stands at 13 million; a table of this size takes 200 MB."""
_NO_NAMES: Final = frozenset(
    "link wkdt post iata icao faac unlc tcid phon".split()  # codes, links and sounds
)
_LONGEST: Final = 200
"""GeoNames' own limit for a name."""
_TICK: Final = 50_000

_CLASS: Final = MappingProxyType(
    {
        "P": FeatureClass.POPULATED_PLACE,
        "A": FeatureClass.ADMIN2,
        "H": FeatureClass.WATER,
        "L": FeatureClass.REGION,
        "S": FeatureClass.SITE,
        "R": FeatureClass.SITE,
        "T": FeatureClass.SITE,
        "U": FeatureClass.WATER,
        "V": FeatureClass.REGION,
    }
)
"""Third- and lower-order divisions are districts here: the vocabulary ends at the second."""
_OWN_CLASS: Final = MappingProxyType(
    {
        "ADM1": FeatureClass.ADMIN1,
        "MILB": FeatureClass.SITE,
        "INSM": FeatureClass.SITE,
        "PRK": FeatureClass.SITE,
        "CST": FeatureClass.SITE,
        "OILF": FeatureClass.SITE,
    }
)
_WIDE_WATER: Final = frozenset("SEA OCN GULF BAY STRT LK RSV CHN".split())
_KNOWN_SITE: Final = frozenset(
    "AIRB AIRP AIRF MILB INSM BDG DAM CMP CMPRF PRT CSTM BDGQ PS OILR MN PASS ISL ISLS".split()
)
_MINOR_PRIOR: Final = 0.30
"""Wadis, hills, farms and hotels: below a village of unknown size, whose name they often bear."""

Kind = Literal["places", "alternates"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """The rows of one book as work files: good rows of a dump, and names by id."""

    rows: tuple[Path, ...]
    names: Path


def kind_of(path: Path) -> Kind | None:
    """Tell by the first line whether a text or zip file is a dump of GeoNames, or of its names.

    Raises
    ------
    InputError
        If the file cannot be read.
    """
    with opened(path) as lines:
        first = next((line for line in lines if line.strip()), b"")
    cells = first.rstrip(b"\r\n").split(b"\t")
    if len(cells) == _COLUMNS and cells[0].isdigit() and len(cells[6]) <= 1:
        return "places"
    if len(cells) in _ALTERNATE_COLUMNS and cells[0].isdigit() and cells[1].isdigit():
        return "alternates"
    return None


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """Open a text file, or the one table inside a zip file, as lines of bytes.

    Raises
    ------
    InputError
        If the file is missing, no zip file, or damaged; a zip's checksum is compared at its end.
    """
    try:
        with path.open("rb") as file:
            if file.read(4) != b"PK\x03\x04":
                file.seek(0)
                yield file
                return
            with zipfile.ZipFile(file) as packed, packed.open(_table_in(packed, path)) as member:
                yield member
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise InputError(
            f"{path}: the zip file is damaged or cut off ({error}); fetch it again"
        ) from None
    except OSError as error:
        if error.filename is None or str(error.filename) != str(path):
            raise
        raise InputError(f"{path}: cannot be read: {error.strerror}") from None


def _table_in(packed: zipfile.ZipFile, path: Path) -> str:
    """Choose the table: GeoNames packs a readme or a list of languages beside it."""
    tables = [i for i in packed.infolist() if i.filename.lower().endswith(".txt")]
    if not tables:
        raise InputError(f"{path}: expected a .txt table in the zip file, found none")
    return max(tables, key=lambda item: (item.file_size, item.filename)).filename


def part(
    dumps: Sequence[Path],
    alternates: Sequence[Path],
    scratch: Path,
    *,
    faults: Faults,
    tick: Callable[[str, int], None],
    book_rows: int = BOOK_ROWS,
) -> tuple[int, tuple[Shard, ...]]:
    """Part dumps by country into what fits one book; give the rows read, and the parts.

    Rows that cannot be used are told to ``faults``. A country of more than ``book_rows`` places
    is cut in several books; small ones share one. The parts are work files in ``scratch``, which
    ``entries_of`` reads and takes away.

    Raises
    ------
    InputError
        If a file cannot be read to its end.
    """
    spool = _Spool(scratch, book_rows)
    read = 0
    for dump in dumps:
        read += spool.take(dump, faults, tick)
    spool.close()
    for names in alternates:
        read += spool.take_names(names, faults, tick)
    return read, spool.shards()


class _Spool:
    """Parts rows into files on disk: first by country, then the names by the book they go to."""

    def __init__(self, scratch: Path, book_rows: int) -> None:
        self._scratch = scratch
        self._book_rows = book_rows
        self._open: dict[str, IO[bytes]] = {}
        self._ids: dict[str, array[int]] = {}
        self._seen = bytearray(_MOST_ID // 8 + 1)
        self._shards: list[list[str]] = []

    def take(self, dump: Path, faults: Faults, tick: Callable[[str, int], None]) -> int:
        """Read a dump; good rows go to the file of their country and part."""
        row = 0
        with opened(dump) as lines:
            for row, line in enumerate(lines, 1):
                if row % _TICK == 0:
                    tick(f"reading {dump.name}", row)
                if not line.strip():
                    continue
                cells = line.rstrip(b"\r\n").split(b"\t")
                reason = self._fault(cells)
                if reason:
                    faults.add(dump.name, row, reason)
                    continue
                self._put(cells[8].decode(), int(cells[0]), line)
        return row

    def _fault(self, cells: list[bytes]) -> str | None:
        """Say why a row cannot be used, or mark its id as seen."""
        if len(cells) != _COLUMNS:
            return f"expected {_COLUMNS} columns, got {len(cells)}"
        if not cells[0].isdigit() or not 0 < int(cells[0]) < _MOST_ID:
            return "the id is no whole number from 1 to 99,999,999"
        try:
            name = cells[1].decode()
            lat, lon = float(cells[4]), float(cells[5])
            cells[3].decode()
            cells[8].decode("ascii")
        except UnicodeDecodeError:
            return "not UTF-8"
        except ValueError:
            return "the coordinates are no numbers"
        if not name.strip() or len(name) > _LONGEST:
            return "the name is empty or over 200 characters"
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            return "the coordinates are outside -90..90 and -180..180"
        if cells[8] and not (len(cells[8]) == 2 and cells[8].isalpha()):
            return "the country is no two-letter code"
        number = int(cells[0])
        bit = 1 << (number & 7)
        if self._seen[number >> 3] & bit:
            return "the id came before"
        self._seen[number >> 3] |= bit
        return None

    def _put(self, country: str, number: int, line: bytes) -> None:
        ids = self._ids.get(country)
        if ids is None:
            ids = self._ids[country] = array("I")
        key = f"{country}{len(ids) // self._book_rows}"
        file = self._open.get(key)
        if file is None:
            self._close_filled(country)
            file = self._open[key] = (self._scratch / f"rows-{key}").open("wb")
        file.write(line if line.endswith(b"\n") else line + b"\n")
        ids.append(number)

    def _close_filled(self, country: str) -> None:
        """Close the parts of a country that are full: only its last one still grows."""
        for key in [k for k in self._open if k.rstrip("0123456789") == country]:
            self._open.pop(key).close()

    def close(self) -> None:
        """Close the files and say which parts share a book, in order of country."""
        for file in self._open.values():
            file.close()
        self._open.clear()
        self._seen = bytearray()
        size = 0
        for country, ids in sorted(self._ids.items()):
            for number in range(-(-len(ids) // self._book_rows)):
                rows = min(self._book_rows, len(ids) - number * self._book_rows)
                if not self._shards or size + rows > self._book_rows:
                    self._shards.append([])
                    size = 0
                self._shards[-1].append(f"{country}{number}")
                size += rows

    def take_names(self, path: Path, faults: Faults, tick: Callable[[str, int], None]) -> int:
        """Read alternate names; those of places that were read go to the file of their book."""
        book_of = self._books_by_id()
        files = [
            (self._scratch / f"names-{number}").open("ab") for number in range(len(self._shards))
        ]
        row = 0
        try:
            with opened(path) as lines:
                for row, line in enumerate(lines, 1):
                    if row % _TICK == 0:
                        tick(f"reading {path.name}", row)
                    if not line.strip():
                        continue
                    cells = line.rstrip(b"\r\n").split(b"\t")
                    if len(cells) not in _ALTERNATE_COLUMNS or not cells[1].isdigit():
                        faults.add(path.name, row, "expected 8 or 10 columns and an id")
                        continue
                    number = int(cells[1])
                    book = book_of[number] if number < len(book_of) else 0
                    if not book or cells[2].decode("latin-1") in _NO_NAMES:
                        continue
                    if not _is_text(cells[3]):
                        faults.add(path.name, row, "not UTF-8, or over 200 characters")
                        continue
                    files[book - 1].write(b"%d\t%s\n" % (number, cells[3]))
        finally:
            for file in files:
                file.close()
        return row

    def _books_by_id(self) -> array[int]:
        """Give for each id the number of its book from 1; 0 for ids that were not read."""
        most = max((max(ids) for ids in self._ids.values()), default=0)
        book_of = array("H", bytes(2 * (most + 1)))
        for number, parts in enumerate(self._shards, 1):
            for key in parts:
                country = key.rstrip("0123456789")
                start = int(key[len(country) :]) * self._book_rows
                for place in self._ids[country][start : start + self._book_rows]:
                    book_of[place] = number
        return book_of

    def shards(self) -> tuple[Shard, ...]:
        """Give the work files of each book."""
        return tuple(
            Shard(
                rows=tuple(self._scratch / f"rows-{key}" for key in parts),
                names=self._scratch / f"names-{number}",
            )
            for number, parts in enumerate(self._shards)
        )


def entries_of(shard: Shard) -> tuple[Entry, ...]:
    """Read the entries of a book and take its work files away."""
    names: dict[int, list[str]] = {}
    if shard.names.exists():
        # Only b"\n" ends a row: names hold other line breaks of Unicode.
        with shard.names.open("rb") as lines:
            for line in lines:
                place, _, name = line.rstrip(b"\n").partition(b"\t")
                names.setdefault(int(place), []).append(name.decode())
        shard.names.unlink()
    entries = []
    for path in shard.rows:
        with path.open("rb") as rows:
            entries += [_entry(row, names) for row in rows]
        path.unlink()
    return tuple(entries)


def _is_text(raw: bytes) -> bool:
    try:
        return 0 < len(raw.decode()) <= _LONGEST
    except UnicodeDecodeError:
        return False


def _entry(row: bytes, names: dict[int, list[str]]) -> Entry:
    """Read a row that was found good."""
    cells = row.rstrip(b"\r\n").decode().split("\t")
    number = int(cells[0])
    code = cells[7] or None
    kind = _class_of(cells[6], cells[7])
    people = int(cells[14]) if cells[14].isdigit() else 0
    also = itertools.chain((cells[2],), cells[3].split(","), names.get(number, ()))
    place = Place(
        id=f"geonames:{number}",
        name=cells[1],
        position=Position(lon=float(cells[5]), lat=float(cells[4])),
        feature_class=kind,
        feature_code=code,
        country=cells[8].upper() or None,
        admin1=_code(cells[10]),
        admin2=_code(cells[11]),
        population=min(people, 2**32 - 1) or None,
        names=tuple(dict.fromkeys(n for n in also if n and n != cells[1] and len(n) <= _LONGEST)),
    )
    return Entry(place=place, prior=_prior(kind, code, people))


def _code(cell: str) -> str | None:
    """Give an administrative code; "00" is GeoNames' word for none."""
    return cell if cell not in ("", "00") else None


def _class_of(letter: str, code: str) -> FeatureClass:
    if code.startswith("PCL") and not code.endswith("H"):
        return FeatureClass.COUNTRY
    return _OWN_CLASS.get(code) or _CLASS.get(letter, FeatureClass.SITE)


def _prior(kind: FeatureClass, code: str | None, people: int) -> float | None:
    """Give the prior of what the shipped file has not; None leaves it to ``prior_of``."""
    if kind is FeatureClass.SITE and code not in _KNOWN_SITE:
        return _MINOR_PRIOR
    if kind is FeatureClass.WATER and code not in _WIDE_WATER:
        return _MINOR_PRIOR
    if kind is FeatureClass.REGION and code not in ("RGN", "AREA"):
        return _MINOR_PRIOR
    if kind is FeatureClass.ADMIN2 and code != "ADM2":
        return 0.9 * prior_of(kind, code, people)
    return None


def counts_of(entries: Iterable[Entry]) -> Counter[str]:
    """Count entries by feature class.

    >>> counts_of(())
    Counter()
    """
    return Counter(entry.place.feature_class.value for entry in entries)
