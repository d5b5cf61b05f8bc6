"""Rows of a user's own table, as entries; knows no column names and no file format."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from conflict_map.errors import InputError
from conflict_map.gazetteer.entries import Entry
from conflict_map.geo import haversine_km
from conflict_map.model import Place, Position
from conflict_map.names import fold
from conflict_map.vocabulary import FeatureClass, GeoPrecision

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflict_map.gazetteer.book import Gazetteer
    from conflict_map.gazetteer.sources.faults import Faults

_ONE_KM: Final = 2.0
"""Rows of one name and class within this are one place; see ``layers.SAME_KM``."""
_LONGEST: Final = 200
_TAUGHT: Final = 3
"""So many places must lie in a division before a table's spelling of its name is believed."""
_SHARE: Final = 0.6
"""And this share of them: borders are simplified, and tables disagree on some."""
_MOST_PEOPLE: Final = 2**32 - 1
_GENERIC: Final = re.compile(
    r"\s+(?:town|city|village|locality|district|sub-?district|governorate|province|region|state|"
    r"oblast|raion|county|department|municipality|area)$",
    re.IGNORECASE,
)
_DIVISION_WORDS: Final = MappingProxyType(
    {
        FeatureClass.ADMIN1: ("governorate", "province", "oblast", "state", "region", "department"),
        FeatureClass.ADMIN2: ("district", "raion", "county", "municipality"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A row as its table has it: text, not yet believed."""

    row: int
    name: str
    lat: float
    lon: float
    """Degrees, WGS 84; not a number where the table has none."""
    names: tuple[str, ...] = ()
    country: str | None = None
    """A code or a name."""
    admin1: str | None = None
    """The name of the first-order division."""
    feature_class: FeatureClass | None = None
    """None: a populated place, unless ``precision`` says that the name is an area's."""
    feature_code: str | None = None
    population: int | None = None
    ids: tuple[str, ...] = ()
    """With the prefix of whose they are; the first is the record's own."""
    precision: GeoPrecision | None = None
    """Of a coded event: how finely its position is that of the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Entries of a table, with the number of rows that they come from."""

    entries: tuple[Entry, ...]
    rows: int
    merged: int


@dataclass(slots=True)
class _Group:
    """Rows that are one place."""

    first: Place
    names: Counter[str] = field(default_factory=Counter)
    ids: dict[str, None] = field(default_factory=dict)
    admin1: Counter[str] = field(default_factory=Counter)
    rows: int = 0


def entries_of(
    rows: Iterable[PlaceRow],
    *,
    name: str,
    file: str,
    base: Gazetteer,
    country: str | None,
    faults: Faults,
) -> Found:
    """Give the places of a table: rows of one place merged, countries and divisions looked up.

    ``name`` begins the ids of rows that bring none; ``country`` is that of rows that name none.
    What cannot be used is told to ``faults``. A division that the table names and the gazetteer
    does not know by that name teaches its spelling, where most of its places lie in one division.
    """
    codes = _Countries(base)
    groups: dict[tuple[object, ...], list[_Group]] = defaultdict(list)
    by_id: dict[str, _Group] = {}
    count = 0
    for row in rows:
        count += 1
        place = _place_of(row, codes, country, file, faults)
        if place is not None:
            _group(row, place, groups, by_id)
    known = list(_distinct(groups))
    _put_in_divisions(known, base)
    taught = _taught(known, base)
    used: set[str] = set()
    entries = [_entry(group, name, used) for group in known]
    merged = sum(group.rows for group in known) - len(known)
    return Found(entries=(*entries, *taught), rows=count, merged=merged)


def _place_of(
    row: PlaceRow, codes: _Countries, country: str | None, file: str, faults: Faults
) -> Place | None:
    """Give a row as a place without an id, or tell why it is none."""
    name = " ".join(row.name.split())
    if not fold(name) or len(name) > _LONGEST:
        faults.add(file, row.row, "the name is empty, over 200 characters, or only signs")
        return None
    if math.isnan(row.lat) or math.isnan(row.lon):
        faults.add(file, row.row, "no coordinates")
        return None
    if row.lat == row.lon == 0:
        faults.add(file, row.row, "the coordinates are 0, 0, which stands for unknown")
        return None
    try:
        position = Position(lon=row.lon, lat=row.lat)
    except InputError as error:
        faults.add(file, row.row, str(error))
        return None
    kind = row.feature_class or _class_by_precision(name, row.precision)
    if kind is None:
        faults.add(file, row.row, "coded to a region or country: the point is no place of the name")
        return None
    return Place(
        id="",
        name=_GENERIC.sub("", name) or name,
        position=position,
        feature_class=kind,
        feature_code=row.feature_code,
        country=codes.code_of(row.country) if row.country else country,
        population=row.population if row.population and row.population <= _MOST_PEOPLE else None,
        names=tuple(dict.fromkeys(" ".join(n.split()) for n in (name, *row.names) if n.strip())),
    )


def _class_by_precision(name: str, precision: GeoPrecision | None) -> FeatureClass | None:
    """Tell what the name of a coded event is; None when its point stands for something else."""
    words = name.lower().rsplit(" ", 1)
    for kind, generic in _DIVISION_WORDS.items():
        if len(words) == 2 and words[1] in generic:
            return kind
    if precision is None or precision <= GeoPrecision.NEAR:
        return FeatureClass.POPULATED_PLACE
    if precision is GeoPrecision.DISTRICT:
        return FeatureClass.ADMIN2
    # A province's events are coded to its centre or capital: the point says nothing of the name.
    return None


def _group(
    row: PlaceRow,
    place: Place,
    groups: dict[tuple[object, ...], list[_Group]],
    by_id: dict[str, _Group],
) -> None:
    """Join a row to the place that it is once more, or begin a new one."""
    alike = groups[fold(place.name), place.country, place.feature_class]
    own = row.ids[0] if row.ids else None
    group = by_id.get(own) if own else None
    if group is None:
        near = (g for g in alike if haversine_km(g.first.position, place.position) <= _ONE_KM)
        # Two rows with an id each are two places, however near: the table says so.
        group = next((g for g in near if own is None or not g.ids), None)
    if group is None:
        group = _Group(first=place)
        alike.append(group)
    elif place.population and not group.first.population:
        group.first = replace(group.first, population=place.population)
    for each in row.ids:
        group.ids.setdefault(each)
        by_id.setdefault(each, group)
    group.names.update(place.names)
    group.rows += 1
    if row.admin1:
        group.admin1[row.admin1.strip()] += 1


def _distinct(groups: dict[tuple[object, ...], list[_Group]]) -> Iterable[_Group]:
    """Give the places in an order that does not hang on the order of the rows."""
    whole = [group for alike in groups.values() for group in alike]
    return sorted(
        whole,
        key=lambda g: (fold(g.first.name), g.first.position.latlon, g.first.name, tuple(g.ids)),
    )


def _entry(group: _Group, source: str, used: set[str]) -> Entry:
    place = group.first
    ids = [one for one in group.ids if one not in used] or [_made_id(place, source, used)]
    used.update(ids)
    names = sorted(n for n in group.names if n != place.name)
    place = replace(place, id=ids[0], names=tuple(names), source=source)
    return Entry(place=place, also=tuple(ids[1:]))


def _made_id(place: Place, source: str, used: set[str]) -> str:
    """Make an id of what the place is, the same each time the table is added."""
    lat, lon = place.position.latlon
    said = f"{fold(place.name)}|{place.country}|{lat:.4f}|{lon:.4f}|{place.feature_class}"
    digest = hashlib.sha256(said.encode()).hexdigest()
    size = 12
    while f"{source}:{digest[:size]}" in used:
        size += 1
    return f"{source}:{digest[:size]}"


class _Countries:
    """Countries by code or name; knows those that the gazetteer knows."""

    def __init__(self, base: Gazetteer) -> None:
        self._base = base
        self.code_of = cache(self._code_of)

    def _code_of(self, text: str) -> str | None:
        text = text.strip()
        if len(text) == 2 and self._base.country(text):
            return text.upper()
        for candidate in self._base.lookup(text, fuzzy=False):
            if candidate.place.feature_class is FeatureClass.COUNTRY:
                return candidate.place.country
        return None


def _put_in_divisions(groups: Sequence[_Group], base: Gazetteer) -> None:
    """Give each place the code of its division: by the name in its row, else by where it lies."""
    by_name: dict[tuple[str, str], str | None] = {}
    open_ones = []
    for group in groups:
        country = group.first.country
        if country and group.admin1:
            told = group.admin1.most_common(1)[0][0]
            if (country, told) not in by_name:
                by_name[country, told] = _division_code(told, country, base)
            code = by_name[country, told]
            if code:
                group.first = replace(group.first, admin1=code)
                continue
        open_ones.append(group)
    where = [group.first.position for group in open_ones]
    for group, division in zip(open_ones, divisions_at(where, base), strict=True):
        if division is None:
            continue
        place = group.first
        # A simplified border may put a place abroad: the country that its row names stands.
        if place.country in (None, division.country):
            group.first = replace(place, country=division.country, admin1=division.admin1)


def _division_code(name: str, country: str, base: Gazetteer) -> str | None:
    for candidate in base.lookup(name, country=country):
        if candidate.place.feature_class is FeatureClass.ADMIN1:
            return candidate.place.admin1
    return None


def divisions_at(positions: Sequence[Position], base: Gazetteer) -> list[Place | None]:
    """Give the first-order division that holds each point, all asked at once; None at sea."""
    if not positions:
        return []
    import numpy as np  # noqa: PLC0415 - opening a gazetteer must not load these
    import shapely  # noqa: PLC0415
    from shapely.geometry import shape  # noqa: PLC0415

    lons = np.array([position.lon for position in positions])
    lats = np.array([position.lat for position in positions])
    box = (lons.min(), lats.min(), lons.max(), lats.max())
    drawn = [s for s in base.shapes(box) if s.level == "admin1"]
    tree = shapely.STRtree([shape(s.geometry) for s in drawn])
    points, areas = tree.query(shapely.points(lons, lats), predicate="intersects")
    found: list[Place | None] = [None] * len(positions)
    for point, area in sorted(zip(points.tolist(), areas.tolist(), strict=True), reverse=True):
        found[point] = drawn[area].place
    return found


def _taught(groups: Sequence[_Group], base: Gazetteer) -> list[Entry]:
    """Give the divisions that the table spells in a way that the gazetteer does not know."""
    unknown: dict[tuple[str, str], list[Position]] = defaultdict(list)
    for group in groups:
        country = group.first.country
        for told in group.admin1:
            if country and fold(told):
                unknown[country, told].append(group.first.position)
    spellings: dict[str, tuple[Place, set[str]]] = {}
    for (country, told), positions in sorted(unknown.items()):
        if len(positions) < _TAUGHT or _is_known(told, country, base):
            continue
        votes = Counter(
            d.id for d in divisions_at(positions, base) if d is not None and d.country == country
        )
        if not votes:
            continue
        winner, most = min(votes.items(), key=lambda item: (-item[1], item[0]))
        division = base.place(winner)
        if division is not None and most >= _SHARE * len(positions):
            spellings.setdefault(winner, (division, set()))[1].add(told)
    return [
        Entry(place=replace(division, names=tuple(sorted(told))))
        for _, (division, told) in sorted(spellings.items())
    ]


def _is_known(told: str, country: str, base: Gazetteer) -> bool:
    return any(
        candidate.place.feature_class is FeatureClass.ADMIN1
        for candidate in base.lookup(told, country=country, fuzzy=False)
    )
