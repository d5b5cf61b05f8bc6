"""A gazetteer of a few invented and real places, written for the tests."""

from __future__ import annotations

from conflict_map.gazetteer.entries import Book, Entry, Source
from conflict_map.model import Geometry, Place, Position
from conflict_map.vocabulary import FeatureClass


def square(west: float, south: float, east: float, north: float) -> Geometry:
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return Geometry(type="Polygon", coordinates=(ring,))


def entry(
    number: int | str,
    name: str,
    lat: float,
    lon: float,
    kind: FeatureClass = FeatureClass.POPULATED_PLACE,
    **more: object,
) -> Entry:
    place_id = f"geonames:{number}" if isinstance(number, int) else number
    geometry, level = more.pop("geometry", None), more.pop("level", None)
    place = Place(
        id=place_id, name=name, position=Position(lon=lon, lat=lat), feature_class=kind, **more
    )
    return Entry(place=place, geometry=geometry, level=level)


def small_book() -> Book:
    return Book(
        version="test",
        entries=(
            entry(
                1, "Ruritania", 35.0, 38.0, FeatureClass.COUNTRY, country="RU",
                geometry=square(36, 34, 40, 38), level="country", names=("روريتانيا",),
            ),
            entry(
                2, "Hama", 35.2, 37.2, FeatureClass.ADMIN1, country="RU", admin1="10",
                geometry=square(36, 34, 38, 36), level="admin1", names=("Hama Governorate",),
            ),
            entry(
                3, "East", 35.0, 39.0, FeatureClass.ADMIN1, country="RU", admin1="11",
                geometry=square(38, 34, 40, 38), level="admin1", disputed="Claimed by two states",
            ),
            entry(5, "Ḩamāh", 35.13, 36.76, country="RU", admin1="10", population=460_000,
                  names=("Hama", "حماة")),
            entry(4, "Khanāşir", 35.78, 37.5, country="RU", admin1="10", names=("خناصر",)),
            entry(6, "As Safīrah", 36.08, 37.37, country="RU", admin1="10", admin2="77",
                  population=63_708, names=("السفيرة",)),
            entry(7, "San José", 9.93, -84.08, country="CR", population=335_000),
            entry(8, "San Jose", 37.34, -121.89, country="US", population=1_026_908),
            entry(9, "Suva", -18.14, 178.44, country="FJ", population=77_366),
            entry("region:steppe", "Great Steppe", 36.0, 39.0, FeatureClass.REGION,
                  geometry=square(37, 35, 41, 37), source="stated"),
        ),
        demonyms={"Ruritanian": ("RU",), "Twin": ("FJ", "CR")},
        sources=(Source(name="test", version="1", licence="CC0", attribution="nobody"),),
    )  # fmt: skip
