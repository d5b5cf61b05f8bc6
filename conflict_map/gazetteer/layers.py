"""Several gazetteer files asked as one; knows a place met twice, not where its facts are from."""

from __future__ import annotations

import zlib
from dataclasses import replace
from functools import lru_cache, reduce
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from conflict_map.errors import GazetteerError
from conflict_map.gazetteer.book import Gazetteer
from conflict_map.gazetteer.folder import UserFolder
from conflict_map.geo import haversine_km
from conflict_map.vocabulary import FeatureClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from conflict_map.gazetteer.folder import BookFile, Manifest
    from conflict_map.gazetteer.shapes import Bounds
    from conflict_map.model import Candidate, Geometry, Place, Position

_FEW: Final = 4
"""With fewer candidates than this of the finer rungs, the coarser ones are asked too."""
SAME_KM: Final = 2.0
"""Two records of one name and class this close are one place.

Measured on 10,538 Syrian localities that carry a GeoNames id, against the shipped file by any of
their names: all 385 true pairs lie within 2 km (379 within 500 m), and 18 of the pairs there
carry two ids; from 2 to 25 km no pair is true and 24 are false.
"""
_KM_A_DEGREE: Final = 110.0
_SAME_AREA_KM: Final = MappingProxyType(
    {
        FeatureClass.COUNTRY: 20_000.0,
        FeatureClass.ADMIN1: 150.0,
        FeatureClass.ADMIN2: 50.0,
        FeatureClass.REGION: 100.0,
    }
)
"""The points that two sources give an area are further apart; its country and name must agree."""


def same_place(first: Place, second: Place) -> bool:
    """Tell whether two records that one name has found are the same place.

    >>> from conflict_map.model import Place, Position
    >>> def at(i, lat, **more):
    ...     kind = FeatureClass.POPULATED_PLACE
    ...     return Place(id=i, name="A", position=Position(lon=37, lat=lat), feature_class=kind)
    >>> same_place(at("geonames:1", 36.0), at("wof:2", 36.01)), same_place(at("a", 36), at("b", 37))
    (True, False)
    """
    if first.id == second.id:
        return True
    if first.feature_class is not second.feature_class:
        return False
    if first.country and second.country and first.country != second.country:
        return False
    near = _SAME_AREA_KM.get(first.feature_class, SAME_KM)
    if abs(first.position.lat - second.position.lat) * _KM_A_DEGREE > near:
        return False  # most candidates of one name are far apart: this is the cheap way to see it
    return haversine_km(first.position, second.position) <= near


def joined(first: Place, second: Place) -> Place:
    """Give the first record with what only the second knows."""
    return replace(
        first,
        feature_code=first.feature_code or second.feature_code,
        country=first.country or second.country,
        admin1=first.admin1 or (second.admin1 if first.country == second.country else None),
        admin1_name=first.admin1_name or second.admin1_name,
        admin2=first.admin2 or (second.admin2 if first.admin1 == second.admin1 else None),
        population=first.population or second.population,
        disputed=first.disputed or second.disputed,
    )


class LayeredGazetteer(Gazetteer):
    """A gazetteer file under the sources that a user added, asked as one.

    The files of a source are mapped, and their checksums compared, when they are first asked, so
    that opening costs the same with one village and with thirteen million. The lower layer's
    record of a place wins; what it lacks is filled in from the upper ones. Areas are those of
    the lowest layer.
    """

    def __init__(self, base: Gazetteer, folder: Path, manifest: Manifest) -> None:
        super().__init__(base.path)
        self._base = base
        self._folder = folder
        self._manifest = manifest
        self._books = tuple(book for source in manifest.sources for book in source.books)
        for book in self._books:
            _check_size(folder, book)
        self._opened: dict[str, Gazetteer] = {}
        self._division = lru_cache(maxsize=4096)(self.admin1)
        # Says which layers gave a result; the SHA-256 of each file is in the list itself.
        self.version = f"{base.version}+user.{zlib.crc32(manifest.as_json().encode()):08x}"

    def __reduce__(self) -> tuple[Any, ...]:
        return (_open_layers, (self._base, self._folder))

    def __len__(self) -> int:
        return len(self._base) + sum(book.places for book in self._books)

    def _layers(self, country: str | None = None) -> Iterator[Gazetteer]:
        """Give the files, lowest first; with a country those that may hold places of it."""
        yield self._base
        for book in self._books:
            if country is None or not book.countries or country.upper() in book.countries:
                yield self._layer(book)

    def _layer(self, book: BookFile) -> Gazetteer:
        found = self._opened.get(book.file)
        if found is None:
            try:
                found = Gazetteer(self._folder / book.file)
            except GazetteerError as error:
                raise GazetteerError(
                    f"{error}; of the user gazetteer: add its source again"
                ) from None
            self._opened[book.file] = found
        return found

    # --- names ------------------------------------------------------------------------------

    def lookup(
        self, name: str, *, country: str | None = None, limit: int = 25, fuzzy: bool = True
    ) -> tuple[Candidate, ...]:
        """Give the places that a name may mean in any layer; a place in two layers is given once.

        See ``Gazetteer.lookup``. ``ids`` gives all the ids of a place.
        """
        # Without a country the coarser rungs are for names that no layer knows well.
        found = self._asked(name, country, limit, fuzzy=fuzzy and country is not None)
        if fuzzy and country is None and len(found) < _FEW:
            found = self._asked(name, country, limit, fuzzy=True)
        return tuple(found[: max(0, limit)])

    def _asked(self, name: str, country: str | None, limit: int, *, fuzzy: bool) -> list[Candidate]:
        kept: list[Candidate] = []
        for layer in self._layers(country):
            for new in layer.lookup(name, country=country, limit=limit, fuzzy=fuzzy):
                place = self._completed(new.place)
                _merge_in(kept, new if place is new.place else replace(new, place=place))
        kept.sort(key=lambda c: (-c.score, c.place.id))
        return kept

    def _completed(self, place: Place) -> Place:
        """Name the division of a record whose own file does not have it."""
        if place.admin1_name or not (place.country and place.admin1):
            return place
        division = self._division(place.country, place.admin1)
        return place if division is None else replace(place, admin1_name=division.name)

    def knows(self, name: str) -> bool:
        """Tell whether a name, with or without its article, is the name of anything here."""
        return any(layer.knows(name) for layer in self._layers())

    def standing(self, name: str) -> tuple[int, str]:
        """Give how well known the likeliest place of a name is in any layer, and its class."""
        return max(layer.standing(name) for layer in self._layers())

    def longest(self, words: Sequence[str]) -> int:
        """Give how many leading words form the longest known name (at most 8); 0 for none."""
        return max(layer.longest(words) for layer in self._layers())

    # --- records ----------------------------------------------------------------------------

    def place(self, place_id: str) -> Place | None:
        """Give the record of an id, or None; what its layer does not know is filled in."""
        own = [p for layer in self._layers() if (p := layer.place(place_id)) is not None]
        return self._completed(reduce(joined, own)) if own else None

    def ids(self, place_id: str) -> tuple[str, ...]:
        """Give every id of a place in any layer, the record's own first; none if unknown."""
        place = self.place(place_id)
        if place is None:
            return ()
        found = [place.id]
        for name in dict.fromkeys([place.id, place_id, *(t.id for t in self._twins(place))]):
            for layer in self._layers():
                found += layer.ids(name)
        return tuple(dict.fromkeys(found))

    def _twins(self, place: Place) -> Iterator[Place]:
        """Give the records of the other layers that are the same place by name and position."""
        for layer in self._layers(place.country):
            for candidate in layer.lookup(place.name, country=place.country, fuzzy=False):
                if candidate.place.id != place.id and same_place(place, candidate.place):
                    yield candidate.place

    def country(self, code: str) -> Place | None:
        """Give a country by its ISO 3166-1 alpha-2 code (XK for Kosovo), or None."""
        return _first(layer.country(code) for layer in self._layers(code))

    def admin1(self, country: str, code: str) -> Place | None:
        """Give a first-order division by country and GeoNames admin-1 code, or None."""
        return _first(layer.admin1(country, code) for layer in self._layers(country))

    # --- areas ------------------------------------------------------------------------------

    def geometry(self, place: Place) -> Geometry | None:
        """Give the area of a place that has one in the lowest layer (lon, lat; WGS 84)."""
        own = self._base.place(place.id)
        if own is None and place.feature_class in _SAME_AREA_KM:
            twins = (self._base.place(name) for name in self.ids(place.id))
            own = _first(twins)
        return None if own is None else self._base.geometry(own)

    def admin1_at(self, position: Position) -> Place | None:
        """Give the first-order division that holds a point, or None at sea."""
        return self._base.admin1_at(position)

    def labels(self, bounds: Bounds, limit: int) -> tuple[Place, ...]:
        """Give populated places of the lowest layer inside west, south, east, north."""
        return self._base.labels(bounds, limit)

    def info(self) -> Mapping[str, object]:
        """Tell the version, the counts per feature class over all layers, and the sources."""
        about = dict(self._base.info())
        counts: dict[str, int] = dict(about["counts"])  # type: ignore[call-overload]
        for source in self._manifest.sources:
            for kind, number in source.counts.items():
                counts[kind] = counts.get(kind, 0) + number
        return MappingProxyType(
            about
            | {
                "version": self.version,
                "places": len(self),
                "counts": counts,
                "folder": str(self._folder),
                "layers": tuple(source.as_dict() for source in self._manifest.sources),
            }
        )


def layered(base: Gazetteer, folder: Path) -> Gazetteer:
    """Give a gazetteer under the sources of a user's folder; ``base`` itself where there are none.

    Raises
    ------
    GazetteerError
        If the folder's list is damaged or a file that it names is missing or cut off.
    """
    stored = UserFolder(folder).read()
    return _layers_of(base, folder, stored) if stored.sources else base


def _merge_in(kept: list[Candidate], new: Candidate) -> None:
    """Add a candidate, or complete the one that is the same place."""
    for at, old in enumerate(kept):
        if not same_place(old.place, new.place):
            continue
        best = new if new.score > old.score else old
        people = old.place.population or new.place.population
        evidence = dict(best.evidence) | ({"population": float(people)} if people else {})
        kept[at] = replace(best, place=joined(old.place, new.place), evidence=evidence)
        return
    kept.append(new)


def _first(places: Iterable[Place | None]) -> Place | None:
    return next((place for place in places if place is not None), None)


def _check_size(folder: Path, book: BookFile) -> None:
    """Find a missing or cut-off file at once; altered bytes are found when it is first asked."""
    path = folder / book.file
    try:
        size = path.stat().st_size
    except OSError as error:
        raise GazetteerError(
            f"{path}: a file of the user gazetteer cannot be opened ({error.strerror});"
            " remove its source and add it again"
        ) from None
    if size != book.bytes:
        raise GazetteerError(
            f"{path}: the user gazetteer is damaged: expected {book.bytes} bytes, got {size};"
            " remove the source and add it again"
        )


@lru_cache(maxsize=4)
def _layers_of(base: Gazetteer, folder: Path, manifest: Manifest) -> Gazetteer:
    """Open the same layers once per process."""
    return LayeredGazetteer(base, folder, manifest)


def _open_layers(base: Gazetteer, folder: Path) -> Gazetteer:
    return layered(base, folder)
