"""The gazetteer as a geopy geocoder, for code that was written for one; knows no network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NoReturn

from geopy.adapters import BaseSyncAdapter
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from conflict_map.gazetteer.book import Gazetteer
from conflict_map.model import Position
from conflict_map.vocabulary import FeatureClass

if TYPE_CHECKING:
    from conflict_map.gazetteer.reverse import Whereabouts
    from conflict_map.model import Candidate, Place

Query = str | Mapping[str, str]

_PARTS: Final = ("amenity", "street", "city", "county", "state", "country", "postalcode")
"""The keys of a structured query, finest first, as Nominatim has them."""
_NO_PLACES: Final = frozenset({"amenity", "street", "postalcode"})
_CLASSES_OF_TYPE: Final = {
    "country": {FeatureClass.COUNTRY},
    "state": {FeatureClass.ADMIN1},
    "city": {FeatureClass.POPULATED_PLACE},
    "settlement": {FeatureClass.POPULATED_PLACE, FeatureClass.ADMIN2, FeatureClass.ADMIN1},
}
_MOST: Final = 10
"""What Nominatim gives when it is not told a limit."""
_NEAR_KM: Final = 25.0
"""A place further off than this is no address of a point; UCDP's limit for "near"."""
_ZOOM_COUNTRY: Final = 4
_ZOOM_STATE: Final = 9


class _NoNetwork(BaseSyncAdapter):  # type: ignore[misc]
    """Stand where geopy keeps its connection, and have none."""

    def get_json(self, url: str, **_: object) -> NoReturn:
        """Refuse."""
        del url
        raise RuntimeError("the offline geocoder was asked to use the network")

    get_text = get_json


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]
    """Answer geopy's ``geocode`` and ``reverse`` from a gazetteer file, without a network.

    The arguments are those of ``geopy.geocoders.Nominatim``, so that it can stand in its place.

    >>> geocoder = GazetteerGeocoder()
    >>> location = geocoder.geocode("Khanaser, Syria")
    >>> location.address, round(location.latitude, 2), round(location.longitude, 2)
    ('Khanāşir, Aleppo, Syria', 35.78, 37.5)
    >>> geocoder.geocode("Qqqzzzqq") is None
    True
    """

    def __init__(self, gazetteer: Gazetteer | None = None, **options: Any) -> None:
        del options  # timeout, user_agent, proxies ...: there is no connection to set up
        super().__init__(user_agent="conflict-map (offline)", adapter_factory=_NoNetwork)
        self._gazetteer = gazetteer or Gazetteer.default()

    def geocode(
        self,
        query: Query,
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,
        limit: int | None = None,
        country_codes: str | Sequence[str] | None = None,
        viewbox: Any = None,
        bounded: bool = False,
        featuretype: str | None = None,
        language: object = False,
        addressdetails: bool = False,
        namedetails: bool = False,
        extratags: bool = False,
    ) -> Location | list[Location] | None:
        """Give the place a name means, or all it may mean, likeliest first; None if there is none.

        What follows a comma is read as the country, then as the province: "Hama, Syria",
        "Hama, SY"; so are the parts of a structured query. ``country_codes`` are ISO 3166-1
        alpha-2, one, several, or joined with commas. ``viewbox`` (two corners) is preferred, and
        with ``bounded`` required. ``featuretype`` is country, state, city or settlement.
        ``timeout`` and ``language`` are accepted and unused: nothing is waited for, and names are
        those of the gazetteer. Address details are always in ``raw``.

        Raises
        ------
        GeocoderQueryError
            If ``featuretype`` is unknown or the view box is none.
        ValueError
            If ``limit`` is below 1.
        """
        del timeout, language, addressdetails, namedetails, extratags
        if limit is not None and int(limit) < 1:
            raise ValueError("Limit cannot be less than 1")
        most = int(limit) if limit is not None else _MOST
        name, parents = _read(query)
        codes = _codes(country_codes) or _one(self._country(parents))
        found = self._candidates(name, codes)
        named = self._provinces(parents, codes)
        # A province that is named settles it, where any candidate lies in one.
        found = [c for c in found if (c.place.country, c.place.admin1) in named] or found
        if featuretype is not None:
            wanted = _CLASSES_OF_TYPE.get(featuretype)
            if wanted is None:
                kinds = ", ".join(_CLASSES_OF_TYPE)
                raise GeocoderQueryError(f"featuretype must be one of {kinds}, got {featuretype!r}")
            found = [c for c in found if c.place.feature_class in wanted]
        if viewbox:
            inside = [c for c in found if _is_inside(c.place.position, viewbox)]
            found = inside if bounded else inside + [c for c in found if c not in inside]
        located = [self._location(c.place, _evidence(c)) for c in found[:most]]
        return _answer(located, exactly_one=exactly_one)

    def reverse(
        self,
        query: Any,
        *,
        exactly_one: bool = True,
        timeout: object = DEFAULT_SENTINEL,
        language: object = False,
        addressdetails: bool = True,
        zoom: int | None = None,
        namedetails: bool = False,
    ) -> Location | list[Location] | None:
        """Give the place nearest to a point (lat, lon, geopy's order), or what it lies in, or None.

        The finest comes first: a place within 25 km in the same country, the first-order
        division, the country; ``zoom`` (Nominatim's: 4 and below a country, 9 and below a
        division) leaves out the finer. ``raw["point"]`` has the distance (km), the bearing from
        the place to the point, and the country and division that hold the point.

        Raises
        ------
        ValueError
            If the point is none.

        >>> GazetteerGeocoder().reverse((36.2, 37.16)).address
        'Aleppo, Syria'
        >>> GazetteerGeocoder().reverse((0, 0)) is None
        True
        """
        del timeout, language, addressdetails, namedetails
        point = Point(query)
        where = self._gazetteer.reverse(Position(lon=point.longitude, lat=point.latitude))
        near = where.nearest
        places: list[Place | None] = [where.admin1, where.country]
        if (
            near is not None
            and where.distance_km is not None
            and where.distance_km <= _NEAR_KM
            and (where.country is None or near.country == where.country.country)
        ):
            places.insert(0, near)
        finest = (
            0 if zoom is None else (3 if zoom <= _ZOOM_COUNTRY else 2 if zoom <= _ZOOM_STATE else 0)
        )
        point_raw = {"point": _told(where)}
        located = [
            self._location(place, point_raw)
            for place in places
            if place is not None and _coarseness(place) >= finest
        ]
        return _answer(located, exactly_one=exactly_one)

    def _candidates(self, name: str, codes: Sequence[str]) -> list[Candidate]:
        """Look a name up everywhere, or in each of some countries."""
        if not codes:
            return list(self._gazetteer.lookup(name, limit=4 * _MOST))
        found = {
            c.place.id: c
            for code in codes
            for c in self._gazetteer.lookup(name, country=code, limit=4 * _MOST)
        }
        return sorted(found.values(), key=lambda c: -c.score)

    def _country(self, parents: Sequence[str]) -> str | None:
        """Read the last parent that is a country, by code or by name."""
        for parent in reversed(parents):
            if len(parent) == 2 and parent.isupper() and self._gazetteer.country(parent):
                return parent
            for candidate in self._gazetteer.lookup(parent, fuzzy=False):
                if candidate.place.feature_class is FeatureClass.COUNTRY:
                    return candidate.place.country
        return None

    def _provinces(
        self, parents: Sequence[str], codes: Sequence[str]
    ) -> set[tuple[str | None, str | None]]:
        return {
            (c.place.country, c.place.admin1)
            for parent in parents
            for code in (codes or (None,))
            for c in self._gazetteer.lookup(parent, country=code, fuzzy=False)
            if c.place.feature_class is FeatureClass.ADMIN1
        }

    def _location(self, place: Place, more: Mapping[str, Any]) -> Location:
        country = self._gazetteer.country(place.country) if place.country else None
        parts = [place.name]
        for part in (place.admin1_name, country.name if country else None):
            if part and part not in parts:
                parts.append(part)
        address = {
            "state": place.admin1_name,
            "country": country.name if country else None,
            "country_code": place.country.lower() if place.country else None,
        }
        raw = {
            "id": place.id,
            "name": place.name,
            "display_name": ", ".join(parts),
            "lat": str(place.position.lat),
            "lon": str(place.position.lon),
            "feature_class": place.feature_class.value,
            "feature_code": place.feature_code,
            "country": place.country,
            "admin1": place.admin1,
            "admin2": place.admin2,
            "population": place.population,
            "disputed": place.disputed,
            "source": place.source,
            "address": {key: value for key, value in address.items() if value},
        }
        return Location(raw["display_name"], place.position.latlon, raw | dict(more))


def _read(query: Query) -> tuple[str, list[str]]:
    """Give the name that is asked for and its parents, finest first."""
    if isinstance(query, Mapping):
        parts = [str(query[key]) for key in _PARTS if query.get(key) and key not in _NO_PLACES]
    else:
        parts = str(query).split(",")
    name, *parents = [part.strip() for part in parts] or [""]
    return name, [parent for parent in parents if parent]


def _codes(given: str | Sequence[str] | None) -> tuple[str, ...]:
    listed = given.split(",") if isinstance(given, str) else (given or ())
    return tuple(dict.fromkeys(code.strip().upper() for code in listed if code.strip()))


def _one(code: str | None) -> tuple[str, ...]:
    return (code,) if code else ()


def _evidence(candidate: Candidate) -> dict[str, Any]:
    return {
        "rung": candidate.rung,
        "importance": round(candidate.score, 4),
        "evidence": dict(candidate.evidence),
    }


def _is_inside(position: Position, viewbox: Any) -> bool:
    """Tell whether a place lies in a box of two corners, which does not cross the antimeridian."""
    try:
        first, second = (Point(corner) for corner in viewbox)
    except (TypeError, ValueError):
        raise GeocoderQueryError("a view box has two corners, each latitude, longitude") from None
    lats = sorted((first.latitude, second.latitude))
    lons = sorted((first.longitude, second.longitude))
    return bool(lats[0] <= position.lat <= lats[1] and lons[0] <= position.lon <= lons[1])


def _coarseness(place: Place) -> int:
    return {FeatureClass.COUNTRY: 3, FeatureClass.ADMIN1: 2}.get(place.feature_class, 0)


def _told(where: Whereabouts) -> dict[str, Any]:
    """Give what is known of the point itself, in words that JSON can hold."""
    return {
        "lat": where.position.lat,
        "lon": where.position.lon,
        "country": where.country.country if where.country else None,
        "admin1": where.admin1.admin1 if where.admin1 else None,
        "admin1_name": where.admin1.name if where.admin1 else None,
        "rule": where.rule,
        "nearest": where.nearest.id if where.nearest else None,
        "distance_km": round(where.distance_km, 3) if where.distance_km is not None else None,
        "bearing_deg": round(where.bearing_deg, 1) if where.bearing_deg is not None else None,
    }


def _answer(located: list[Location], *, exactly_one: bool) -> Location | list[Location] | None:
    if not located:
        return None
    return located[0] if exactly_one else located
