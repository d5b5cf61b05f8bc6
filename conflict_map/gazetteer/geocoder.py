"""The gazetteer as a geopy geocoder, for code that was written for one; knows no network."""

from __future__ import annotations

from typing import Any

from geopy.geocoders.base import Geocoder
from geopy.location import Location

from conflict_map.gazetteer.book import Gazetteer
from conflict_map.model import Place, Position


class GazetteerGeocoder(Geocoder):  # type: ignore[misc]
    """Answer geopy's ``geocode`` and ``reverse`` from a gazetteer file, without a network.

    >>> geocoder = GazetteerGeocoder()
    >>> location = geocoder.geocode("Khanaser, Syria")
    >>> location.address, round(location.latitude, 2), round(location.longitude, 2)
    ('Khanāşir, Aleppo, Syria', 35.78, 37.5)
    >>> geocoder.geocode("Qqqzzzqq") is None
    True
    """

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        super().__init__(scheme="https", timeout=1, user_agent="conflict-map (offline)")
        self._gazetteer = gazetteer or Gazetteer.default()

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: object = None,
        limit: int = 10,
        country: str | None = None,
    ) -> Location | list[Location] | None:
        """Give the place a name means, or all it may mean, likeliest first; None if there is none.

        What follows a comma is read as the country, then as the province: "Hama, Syria",
        "Hama, SY". ``country`` is an ISO 3166-1 alpha-2 code; ``timeout`` is accepted for
        geopy's sake and unused.
        """
        del timeout
        name, *parents = (part.strip() for part in str(query).split(","))
        country = country or self._country(parents)
        found = self._gazetteer.lookup(name, country=country, limit=limit)
        places = [candidate.place for candidate in found]
        if country is None or len(parents) > 1:
            named = {
                c.place.admin1
                for parent in parents
                for c in self._gazetteer.lookup(parent, country=country, fuzzy=False)
                if c.place.feature_class == "admin1"
            }
            # A province that is named settles it, where any candidate lies in one.
            places = [p for p in places if p.admin1 in named] or places
        return self._answer(places, exactly_one=exactly_one)

    def reverse(
        self, query: Any, *, exactly_one: bool = True, timeout: object = None
    ) -> Location | list[Location] | None:
        """Give the first-order division that holds a point, or None; lat, lon, geopy's order.

        >>> GazetteerGeocoder().reverse((36.2, 37.16)).address
        'Aleppo, Syria'
        """
        del timeout
        lat, lon = (float(part) for part in self._coerce_point_to_string(query).split(","))
        place = self._gazetteer.admin1_at(Position(lon=lon, lat=lat))
        return self._answer([place] if place else [], exactly_one=exactly_one)

    def _country(self, parents: list[str]) -> str | None:
        """Read the last parent that is a country, by code or by name."""
        for parent in reversed(parents):
            if len(parent) == 2 and parent.isupper() and self._gazetteer.country(parent):
                return parent
            for candidate in self._gazetteer.lookup(parent, fuzzy=False):
                if candidate.place.feature_class == "country":
                    return candidate.place.country
        return None

    def _answer(
        self, places: list[Place], *, exactly_one: bool
    ) -> Location | list[Location] | None:
        locations = [self._location(place) for place in places]
        if not locations:
            return None
        return locations[0] if exactly_one else locations

    def _location(self, place: Place) -> Location:
        country = self._gazetteer.country(place.country) if place.country else None
        parts = [place.name]
        for part in (place.admin1_name, country.name if country else None):
            if part and part not in parts:
                parts.append(part)
        raw = {
            "id": place.id,
            "feature_class": place.feature_class.value,
            "country": place.country,
            "admin1": place.admin1,
            "population": place.population,
        }
        return Location(", ".join(parts), place.position.latlon, raw)
