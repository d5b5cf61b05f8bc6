"""The gazetteer as callers see it: names, codes and points to places; knows no text, no context."""

from __future__ import annotations

import os
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from conflict_map.errors import GazetteerError
from conflict_map.gazetteer import shapes
from conflict_map.gazetteer.home import MANIFEST, user_folder
from conflict_map.gazetteer.match import RUNG_WEIGHT, Matcher
from conflict_map.gazetteer.reverse import (
    HALF_ROUND_KM,
    SPHERE_ERROR,
    AreasAt,
    NearestPlaces,
    Whereabouts,
    whereabouts,
)
from conflict_map.gazetteer.store import DEGREE, Kept, Sections, geonames_number
from conflict_map.geo import distance_km
from conflict_map.model import Candidate, Geometry, Place, Position
from conflict_map.names import fold
from conflict_map.vocabulary import FeatureClass

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    import numpy as np

    from conflict_map.gazetteer.geocoder import GazetteerGeocoder
    from conflict_map.gazetteer.shapes import Bounds, Level

_CLASSES: Final = tuple(FeatureClass)
_LEVELS: Final[tuple[Level, ...]] = ("country", "admin1")
_TOWN: Final = FeatureClass.POPULATED_PLACE
_SHIPPED: Final = Path(__file__).parent / "data" / "world.gaz"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """An area for the base map; its outline is read when it is asked for."""

    place: Place
    level: Level
    disputed: bool
    outline: memoryview

    @property
    def geometry(self) -> Geometry:
        """Give the outline, lon, lat in degrees."""
        return shapes.decode(self.outline)

    @property
    def rings(self) -> list[list[np.ndarray[Any, Any]]]:
        """Give the outline as polygons of closed rings, each an array of lon, lat in degrees."""
        return shapes.decode_rings(self.outline)


class Gazetteer:
    """Places of the world and the names by which reports call them, in one memory-mapped file.

    Opening costs some 20 ms; processes that open the same file share its memory. A gazetteer
    can be pickled: it travels as the path of its file.

    >>> gazetteer = Gazetteer.default()
    >>> [c.place.name for c in gazetteer.lookup("Khanaser", limit=1)]
    ['Khanāşir']
    >>> gazetteer.lookup("Qqqzzzqq")
    ()
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        sections = Sections(path)
        self.path: Path = sections.path
        self._sections = sections
        about = sections.json("about")
        self.version: str = about["version"]
        self._about: dict[str, Any] = about
        self._geonames = sections.numbers("place.geonames", "I")
        self._lon = sections.numbers("place.lon", "i")
        self._lat = sections.numbers("place.lat", "i")
        self._people = sections.numbers("place.people", "I")
        self._class = sections.numbers("place.class", "B")
        self._prior = sections.numbers("place.prior", "B")
        self._shared = {
            name: (sections.numbers(f"place.{name}", "H"), Kept(sections.strings(name)))
            for name in ("country", "admin1", "admin2", "code", "disputed", "source")
        }
        self._of_place = [
            self._shared[name]
            for name in ("code", "country", "admin1", "admin2", "disputed", "source")
        ]
        self._admin1_place = sections.numbers("admin1.place", "I")
        self._names = sections.strings("name")
        self._ids = sections.strings("id")
        self._also: Sequence[str] = sections.strings("also") if "also" in sections else ()
        self._also_place = sections.numbers("also.place", "I") if self._also else ()
        self._also_by_place = sections.numbers("also.by_place", "I") if self._also else ()
        self._shape = sections.bytes("shape")
        self._shape_at = sections.numbers("shape.at", "I")
        self._shape_place = sections.numbers("shape.place", "I")
        self._shape_level = sections.numbers("shape.level", "B")
        self._shape_bounds = sections.numbers("shape.bounds", "i")
        self._matcher = Matcher(sections)
        # Neighbouring questions fall into the same few provinces.
        self._area = lru_cache(maxsize=64)(self._decode)

    @classmethod
    def default(cls, folder: str | os.PathLike[str] | None = None) -> Gazetteer:
        """Open the shipped gazetteer under the sources that the user added; same object each time.

        ``folder`` is the user gazetteer; None takes the environment variable
        CONFLICT_MAP_GAZETTEER, else the platform's folder for data, where that exists.

        Raises
        ------
        GazetteerError
            If a file is missing or damaged, or the folder that is given is no user gazetteer.
        """
        where = user_folder(folder)
        if where is None or not os.path.exists(where / MANIFEST):  # noqa: PTH110 - never raises
            if folder is not None:
                raise GazetteerError(
                    f"{where}: no user gazetteer is here; add sources to it first, or leave it out"
                )
            return _shipped()
        from conflict_map.gazetteer.layers import layered  # noqa: PLC0415 - it is built on this

        return layered(_shipped(), where)

    @classmethod
    def shipped(cls) -> Gazetteer:
        """Open the gazetteer that the package ships, alone; later calls give the same object."""
        return _shipped()

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> Gazetteer:
        """Open a gazetteer file and check that it is whole.

        Raises
        ------
        GazetteerError
            If the file is missing, cut off, altered, or of another format.
        """
        return cls(path)

    def __reduce__(self) -> tuple[Any, ...]:
        return (Gazetteer, (self.path,))

    def __len__(self) -> int:
        return len(self._geonames)

    # --- names ------------------------------------------------------------------------------

    def lookup(
        self, name: str, *, country: str | None = None, limit: int = 25, fuzzy: bool = True
    ) -> tuple[Candidate, ...]:
        """Give the places that a name may mean, of every feature class, likeliest first.

        The order is a prior that knows no context: the rung of the match, the kind of place, its
        people. ``country`` (ISO 3166-1 alpha-2) keeps that country's places and those that span
        countries. Other romanisations (rung ``variant``) are tried when a country is given or
        when the finer rungs find fewer than four places; names one consonant away (``edit``) in a
        country when nothing better is alike; the parts of a compound, and longer names (``part``),
        when there is nothing else. ``fuzzy=False`` tries none of the three.
        ``evidence`` holds the weight of the rung, the likeness of the names (0..1), the people
        (0 is unknown) and the prior of the feature (0..1).

        >>> [c.place.feature_class.value for c in Gazetteer.default().lookup("Georgia", limit=2)]
        ['country', 'admin1']
        """
        found = []
        for hit in self._matcher.search(name, country, limit, fuzzy=fuzzy):
            evidence = {
                "rung": RUNG_WEIGHT[hit.rung],
                "likeness": hit.likeness,
                "population": float(self._people[hit.index]),
                "feature": self._prior[hit.index] / 255,
            }
            place = self._place(hit.index)
            found.append(Candidate(place=place, rung=hit.rung, evidence=evidence, score=hit.score))
        return tuple(found)

    def knows(self, name: str) -> bool:
        """Tell whether a name, with or without its article, is the name of anything here.

        >>> Gazetteer.default().knows("al-Safira"), Gazetteer.default().knows("Qqqzzzqq")
        (True, False)
        """
        return self._matcher.knows(name)

    def standing(self, name: str) -> tuple[int, str]:
        """Give how well known the likeliest place of a name is, 1..255, and its kind; (0, "").

        The prior of the feature, which knows no context: a country has 242, a village some 120.
        The kind is the feature class, or "capital" for the seat of a country's government.

        >>> Gazetteer.default().standing("Syria"), Gazetteer.default().standing("Qqqzzzqq")
        ((242, 'country'), (0, ''))
        """
        prior, index = self._matcher.standing(name)
        if not prior:
            return 0, ""
        codes, table = self._shared["code"]
        is_capital = table[codes[index]] == "PPLC"
        return prior, "capital" if is_capital else _CLASSES[self._class[index]].value

    def longest(self, words: Sequence[str]) -> int:
        """Give how many leading words form the longest known name (at most 8); 0 for none.

        >>> Gazetteer.default().longest(["خان", "شيخون", "مدينة"])
        2
        """
        return self._matcher.longest(words)

    def demonym(self, word: str) -> tuple[str, ...]:
        """Give the ISO codes of the countries whose people or things a word names, sorted.

        >>> Gazetteer.default().demonym("Syrians"), Gazetteer.default().demonym("Congolese")
        (('SY',), ('CD', 'CG'))
        >>> Gazetteer.default().demonym("Aleppo")
        ()
        """
        table: Mapping[str, list[str]] = self._about["demonyms"]
        key = fold(word)
        return tuple(table.get(key) or table.get(key.removesuffix("s")) or ())

    # --- records ----------------------------------------------------------------------------

    def place(self, place_id: str) -> Place | None:
        """Give the record of an id ("geonames:168351"), or None.

        >>> Gazetteer.default().place("geonames:168351").country
        'SY'
        """
        index = self._index(place_id)
        return None if index is None else self._place(index)

    def ids(self, place_id: str) -> tuple[str, ...]:
        """Give every id of a place, the record's own first; none for an unknown id.

        >>> Gazetteer.default().ids("geonames:168351")
        ('geonames:168351',)
        """
        index = self._index(place_id)
        if index is None:
            return ()
        first = bisect_left(self._also_by_place, index, key=lambda at: self._also_place[at])
        others = []
        for at in self._also_by_place[first:]:
            if self._also_place[at] != index:
                break
            others.append(self._also[at])
        return (self._place(index).id, *others)

    def country(self, code: str) -> Place | None:
        """Give a country by its ISO 3166-1 alpha-2 code (XK for Kosovo), or None.

        >>> Gazetteer.default().country("SY").name
        'Syria'
        """
        index = self._about["countries"].get(code.upper())
        return None if index is None else self._place(index)

    def admin1(self, country: str, code: str) -> Place | None:
        """Give a first-order division by country and GeoNames admin-1 code, or None.

        >>> Gazetteer.default().admin1("SY", "09").id
        'geonames:170062'
        """
        table = self._shared["admin1"][1]
        key = f"{country.upper()}.{code}"
        at = bisect_left(table, key)
        if at == len(table) or table[at] != key or not self._admin1_place[at]:
            return None
        return self._place(self._admin1_place[at] - 1)

    def _index(self, place_id: str) -> int | None:
        """Find the number of a record: GeoNames ids come first, in order, then the others."""
        others = len(self._geonames) - len(self._ids)
        number = geonames_number(place_id)
        if number:
            at = bisect_left(self._geonames, number, 0, others)
            if at < others and self._geonames[at] == number:
                return at
        else:
            at = bisect_left(self._ids, place_id)
            if at < len(self._ids) and self._ids[at] == place_id:
                return others + at
        at = bisect_left(self._also, place_id)
        return self._also_place[at] if at < len(self._also) and self._also[at] == place_id else None

    def _place(self, index: int) -> Place:
        number = self._geonames[index]
        code, country, admin1, admin2, disputed, source = (
            table[column[index]] for column, table in self._of_place
        )
        parent = self._admin1_place[self._shared["admin1"][0][index]]
        return Place(
            id=f"geonames:{number}"
            if number
            else self._ids[index - len(self._geonames) + len(self._ids)],
            name=self._names[index],
            position=Position(lon=self._lon[index] / DEGREE, lat=self._lat[index] / DEGREE),
            feature_class=_CLASSES[self._class[index]],
            feature_code=code or None,
            country=country or None,
            admin1=admin1.partition(".")[2] if admin1 else None,
            admin1_name=self._names[parent - 1] if parent else None,
            admin2=admin2.rpartition(".")[2] if admin2 else None,
            population=self._people[index] or None,
            disputed=disputed or None,
            source=source,
        )

    # --- areas ------------------------------------------------------------------------------

    def geometry(self, place: Place) -> Geometry | None:
        """Give the area of a place that has one (lon, lat; WGS 84), else None.

        Countries, most first-order divisions, some second-order ones, and regions whose extent
        is stated in ``gazetteer/sources/regions.tsv`` (a box there is a rectangle here).
        """
        index = self._index(place.id)
        if index is None:
            return None
        at = bisect_left(self._shape_place, index)
        if at == len(self._shape_place) or self._shape_place[at] != index:
            return None
        return self._area(at)

    def admin1_at(self, position: Position) -> Place | None:
        """Give the first-order division that holds a point, or None at sea and where none is drawn.

        Borders are simplified to about 1 km: ask the record of a known place first.

        >>> Gazetteer.default().admin1_at(Position(lon=37.5, lat=35.78)).id
        'geonames:170062'
        """
        at = next(self._areas.holding(position), None)
        return None if at is None else self._place(self._shape_place[at])

    def reverse(self, position: Position) -> Whereabouts:
        """Give the country and province that hold a point, and the nearest place with its distance.

        In a town its own record decides, elsewhere the drawn areas: a simplified border puts Goma
        into Rwanda. The first call builds a grid over all places, some 0.2 s; then it
        answers some 5,000 points a second.

        >>> found = Gazetteer.default().reverse(Position(lon=98.51, lat=16.69))
        >>> found.nearest.name, found.country.name, found.rule
        ('Myawaddy', 'Myanmar', 'place')
        """
        found: list[tuple[float, int, Place]] = []
        limit = HALF_ROUND_KM
        for number, layer in enumerate(self._layers()):
            for km, index in layer._places_by_point.near(position, limit_km=limit):  # noqa: SLF001
                limit = min(limit, km * SPHERE_ERROR)
                found.append((km, number, layer._place(index)))  # noqa: SLF001
        found = [one for one in found if one[0] <= limit]
        if len(found) > 1:
            found.sort(key=lambda one: (distance_km(one[2].position, position), one[1]))
        return whereabouts(
            position,
            nearest=found[0][2] if found else None,
            province_at=self.admin1_at,
            province=self.admin1,
            country=self.country,
        )

    def geocoder(self) -> GazetteerGeocoder:
        """Give this gazetteer as a geopy geocoder, which makes no network call.

        >>> Gazetteer.default().geocoder().geocode("Khanaser", country_codes="sy").address
        'Khanāşir, Aleppo, Syria'
        """
        from conflict_map.gazetteer.geocoder import GazetteerGeocoder  # noqa: PLC0415 - geopy's time

        return GazetteerGeocoder(self)

    def _layers(self, country: str | None = None) -> Iterator[Gazetteer]:
        """Give the files that are asked as one; here it is one."""
        del country
        yield self

    @cached_property
    def _places_by_point(self) -> NearestPlaces:
        wanted = _CLASSES.index(FeatureClass.POPULATED_PLACE)
        numbers = [index for index, kind in enumerate(self._class) if kind == wanted]
        return NearestPlaces(self._lon, self._lat, numbers)

    @cached_property
    def _areas(self) -> AreasAt:
        drawn = _LEVELS.index("admin1")
        scaled = [edge / shapes.SCALE for edge in self._shape_bounds]
        bounds = [
            (at, (scaled[4 * at], scaled[4 * at + 1], scaled[4 * at + 2], scaled[4 * at + 3]))
            for at, level in enumerate(self._shape_level)
            if level == drawn
        ]
        return AreasAt(bounds, self._decode)

    def shapes(self, bounds: Bounds) -> Iterator[Shape]:
        """Give the areas to draw that touch west, south, east, north, in order of record.

        Countries, first-order divisions, and disputed territories that are neither. Degrees;
        west > east crosses the antimeridian; touching is judged by the areas' own bounds.
        """
        for at in self._touching(bounds):
            if self._shape_level[at] >= len(_LEVELS):
                continue
            place = self._place(self._shape_place[at])
            yield Shape(
                place=place,
                outline=self._shape[self._shape_at[at] : self._shape_at[at + 1]],
                level=_LEVELS[self._shape_level[at]],
                disputed=place.disputed is not None,
            )

    def labels(self, bounds: Bounds, limit: int) -> tuple[Place, ...]:
        """Give populated places inside west, south, east, north, the most people first."""
        import numpy as np  # noqa: PLC0415 - look-ups do without it

        west, south, east, north = (round(b * DEGREE) for b in bounds)
        lon, lat, kind = (np.asarray(column) for column in (self._lon, self._lat, self._class))
        inside = (lat >= south) & (lat <= north) & (kind == _CLASSES.index(_TOWN))
        inside &= (lon >= west) & (lon <= east) if west <= east else (lon >= west) | (lon <= east)
        found = np.flatnonzero(inside)
        people = np.asarray(self._people)[found].astype("i8")
        order = np.argsort(-people, kind="stable")[: max(0, limit)]
        return tuple(self._place(i) for i in found[order].tolist())

    def _decode(self, at: int) -> Geometry:
        return shapes.decode(self._shape[self._shape_at[at] : self._shape_at[at + 1]])

    def _touching(self, bounds: Bounds) -> Iterator[int]:
        """Give the numbers of the shapes whose bounds overlap these."""
        west, south, east, north = (b * shapes.SCALE for b in bounds)
        box = self._shape_bounds
        for at in range(len(self._shape_place)):
            w, s, e, n = box[4 * at : 4 * at + 4]
            if s > north or n < south:
                continue
            if (w <= east and e >= west) if west <= east else (e >= west or w <= east):
                yield at

    def info(self) -> Mapping[str, object]:
        """Tell the version, the counts per feature class, and the sources with their licences."""
        return MappingProxyType(
            {
                "version": self.version,
                "path": str(self.path),
                "places": len(self),
                "counts": dict(self._about["counts"]),
                "shapes": self._about["shapes"],
                "sources": tuple(self._about["sources"]),
            }
        )


@cache
def _shipped() -> Gazetteer:
    """Open the shipped file once per process."""
    return Gazetteer(_SHIPPED)
