"""Places that the columns of a table name, within their country; knows no files and no text.

Each distinct set of names is looked up once. What a name may mean comes from the gazetteer with its
evidence; which of it is meant follows from the division and country that the row names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from shapely import intersects_xy, prepare, union_all
from shapely.geometry import shape

from conflict_map import geo
from conflict_map.vocabulary import FeatureClass, GeoPrecision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shapely.geometry.base import BaseGeometry

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Candidate, Geometry, Place, Position

_FIRM: Final = frozenset({"name", "folded", "article"})
"""Rungs of a match that stand by themselves; others need the row's own division to agree."""
_LIKE_ENOUGH: Final = 0.8
_CLEAR_LEAD: Final = 1.25
"""Of two places of one name and no known division, the first must weigh so much more."""
_SAME_PLACE_KM: Final = 25.0
"""Places of one name so near each other are one answer (UCDP's "near")."""
_DISTRICT_KM: Final = 25.0
_PROVINCE_KM: Final = 75.0
_REGION_KM: Final = 50.0
"""What a coordinate stands for whose area is not drawn: the usual radius of a district, of a
first-order division and of UCDP's fuzzy area, which is more than 25 km."""
_SLACK_KM: Final = 20.0
"""Drawn borders are simplified: a point so near a division may lie in it."""
_PLACES: Final = frozenset(
    {FeatureClass.POPULATED_PLACE, FeatureClass.SITE, FeatureClass.WATER, FeatureClass.ADMIN2}
)
_NEAR_WORDS: Final = re.compile(
    r"(?:near|nearby|outskirts of|close to|around|vicinity of|cerca de|près de|возле|около|біля)"
    r"\s+",
    re.IGNORECASE,
)
_PARTS: Final = re.compile(r"\s*(?:/|;|\||\(|\)| - | – )\s*")
_PREFER: Final = {
    FeatureClass.POPULATED_PLACE: 0,
    FeatureClass.SITE: 1,
    FeatureClass.ADMIN2: 2,
    FeatureClass.WATER: 3,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowNames:
    """What a row says of where it happened, from the finest to the coarsest; None is not said."""

    place: str | None = None
    admin3: str | None = None
    admin2: str | None = None
    admin1: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPlace:
    """Where a row's names lead: a record, how fine that is, and how it was found."""

    place: Place
    position: Position
    precision: GeoPrecision
    uncertainty_km: float | None
    area: Geometry | None
    """The area to draw where the answer is a division or a country that is drawn."""
    method: str
    """How it was placed, in one sentence for the reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowArea:
    """What a coarse coordinate stands for: an area that is drawn, or a circle around it."""

    area: Geometry | None
    uncertainty_km: float | None


class RowGeocoder:
    """Places rows of a table by their names, and gives coarse coordinates their areas.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> rows = RowGeocoder(Gazetteer.shipped())
    >>> found = rows.find(RowNames(place="Kongoussi", admin1="Centre-Nord", country="Burkina Faso"))
    >>> found.place.name, found.precision.name
    ('Kongoussi', 'PLACE')
    >>> rows.find(RowNames(country="Atlantis"))
    'the country is not known: Atlantis'
    >>> rows.find(RowNames())
    'the row names no place'
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._countries: dict[str, str | None] = {}
        self._divisions: dict[tuple[str, str | None], tuple[Place, ...]] = {}
        self._shapes: dict[str, BaseGeometry | None] = {}
        self._found: dict[RowNames, RowPlace | str] = {}
        self._areas: dict[tuple[object, ...], RowArea] = {}

    def find(self, names: RowNames) -> RowPlace | str:
        """Give the place of a row, or in words why there is none."""
        if names not in self._found:
            self._found[names] = self._find(names)
        return self._found[names]

    def country(self, text: str) -> str | None:
        """Give the ISO 3166-1 alpha-2 code of a country's code or name, else None.

        >>> from conflict_map.gazetteer import Gazetteer
        >>> rows = RowGeocoder(Gazetteer.shipped())
        >>> rows.country("DR Congo (Zaire)"), rows.country("sy"), rows.country("Atlantis")
        ('CD', 'SY', None)
        """
        if text not in self._countries:
            self._countries[text] = self._country(text)
        return self._countries[text]

    def area_of(self, names: RowNames, position: Position, precision: GeoPrecision) -> RowArea:
        """Give what a coordinate of this precision stands for: a drawn area, or a circle's radius.

        A division that the row names counts if it is drawn and holds the position, else the one
        that holds it.
        """
        key = (names.admin1, names.admin2, names.country, position, precision)
        if key not in self._areas:
            self._areas[key] = self._area_of(names, position, precision)
        return self._areas[key]

    # --- names ------------------------------------------------------------------------------------

    def _country(self, text: str) -> str | None:
        folded = text.strip()
        if len(folded) == 2 and (known := self._gazetteer.country(folded)):
            return known.country
        parts = [folded, *(part for part in _PARTS.split(folded) if part)]
        for name in dict.fromkeys(parts):
            for candidate in self._gazetteer.lookup(name, limit=5, fuzzy=False):
                if candidate.place.feature_class is FeatureClass.COUNTRY:
                    return candidate.place.country
        return None

    def _divisions_called(self, name: str, country: str | None) -> tuple[Place, ...]:
        """Give the first-order divisions of a name in a country, the largest first.

        A province and its capital city are often both divisions of one name, and a former province
        is a name of all that it was split into. Where only a region has the name, it is that.
        """
        key = (name, country)
        if key not in self._divisions:
            found = self._gazetteer.lookup(name, country=country, limit=12)
            classes = {
                kind: [c for c in found if c.place.feature_class is kind]
                for kind in (FeatureClass.ADMIN1, FeatureClass.REGION)
            }
            firm = [c.place for c in classes[FeatureClass.ADMIN1] if c.rung in _FIRM]
            regions = [
                c.place
                for c in classes[FeatureClass.REGION]
                if c.rung in _FIRM and self._gazetteer.geometry(c.place) is not None
            ]
            likely = [
                c.place
                for c in classes[FeatureClass.ADMIN1]
                if country and _likeness(c) >= _LIKE_ENOUGH
            ]
            chosen = firm or regions[:1] or likely[:1]
            self._divisions[key] = tuple(sorted(chosen, key=self._size_km, reverse=True))
        return self._divisions[key]

    def _size_km(self, division: Place) -> float:
        area = self._gazetteer.geometry(division)
        return 0.0 if area is None else geo.equivalent_radius_km(area)

    def _find(self, names: RowNames) -> RowPlace | str:
        code = None
        if names.country:
            code = self.country(names.country)
            if code is None:
                return f"the country is not known: {names.country}"
        divisions = self._divisions_called(names.admin1, code) if names.admin1 else ()
        countries = {division.country for division in divisions}
        if code is None and len(countries) == 1:
            code = countries.pop()
        missed: list[str] = []
        for name, level in (
            (names.place, "place"),
            (names.admin3, "third-order division"),
            (names.admin2, "district"),
        ):
            if not name:
                continue
            if code is None:
                return f"the row names no country, so {name!r} could be many places"
            chosen = self._chosen(name, code, divisions, is_district=level == "district")
            if isinstance(chosen, str):
                missed.append(chosen)
                continue
            return self._placed(chosen, name, level, missed)
        if divisions and code is not None:
            return self._division_placed(divisions, names, code, missed)
        if missed:
            return "; ".join(missed)
        if names.admin1:
            where = (
                f" in {names.country}" if names.country else ", or several, and no country is named"
            )
            return f"no first-order division is called {names.admin1!r}{where}"
        home = self._gazetteer.country(code) if code else None
        if home is None:
            return "the row names no place"
        return RowPlace(
            place=home, position=home.position, precision=GeoPrecision.COUNTRY,
            uncertainty_km=None, area=self._gazetteer.geometry(home),
            method=f"the row names its country alone: {home.name} ({home.id})",
        )  # fmt: skip

    def _chosen(
        self, name: str, code: str, divisions: tuple[Place, ...], *, is_district: bool
    ) -> Candidate | str:
        """Give the place that a name means in its country and division, or why none is chosen."""
        near = bool(_NEAR_WORDS.match(name))
        wanted = _NEAR_WORDS.sub("", name, count=1) if near else name
        for asked in dict.fromkeys((wanted, *(p for p in _PARTS.split(wanted) if len(p) > 2))):
            found = self._gazetteer.lookup(asked, country=code, limit=25)
            fitting = [c for c in found if self._fits(c, code, divisions)]
            if is_district:
                fitting.sort(key=lambda c: c.place.feature_class is not FeatureClass.ADMIN2)
            firm = [c for c in fitting if c.rung in _FIRM]
            if divisions:
                chosen = firm or [c for c in fitting if _likeness(c) >= _LIKE_ENOUGH]
                if chosen:
                    return chosen[0] if is_district else min(chosen, key=_preference)
            elif firm:
                return self._clearest(firm, name)
        inside = f"{divisions[0].name}, {code}" if divisions else code
        return f"no place called {name!r} is known in {inside}"

    def _clearest(self, firm: list[Candidate], name: str) -> Candidate | str:
        """Choose among places of one name with no division to tell them apart, if one leads."""
        first = firm[0]
        rivals = [
            c
            for c in firm[1:]
            if geo.distance_km(c.place.position, first.place.position) > _SAME_PLACE_KM
        ]
        if rivals and first.score < rivals[0].score * _CLEAR_LEAD:
            return f"{len(rivals) + 1} places are called {name!r} and the row names no division"
        return first

    def _fits(self, candidate: Candidate, code: str, divisions: tuple[Place, ...]) -> bool:
        place = candidate.place
        if place.feature_class not in _PLACES or place.country != code:
            return False
        if not divisions or any(
            division.feature_class is FeatureClass.ADMIN1 and place.admin1 == division.admin1
            for division in divisions
        ):
            return True
        # Codes of divisions change with reforms; the drawn area may still hold the place.
        return any(self._is_inside(division, place.position) for division in divisions)

    def _is_inside(self, division: Place, position: Position) -> bool:
        """Tell whether a division is drawn and holds a position; its shape is made once."""
        if division.id not in self._shapes:
            area = self._gazetteer.geometry(division)
            made = None if area is None else shape(area)
            prepare(made)
            self._shapes[division.id] = made
        drawn = self._shapes[division.id]
        return drawn is not None and bool(intersects_xy(drawn, position.lon, position.lat))

    # --- answers ----------------------------------------------------------------------------------

    def _placed(self, chosen: Candidate, name: str, level: str, missed: list[str]) -> RowPlace:
        place = chosen.place
        district = level != "place" or place.feature_class is FeatureClass.ADMIN2
        near = level == "place" and _NEAR_WORDS.match(name) is not None
        area = self._gazetteer.geometry(place) if district else None
        precision = GeoPrecision.PLACE
        uncertainty = None
        if district:
            precision = GeoPrecision.DISTRICT
            uncertainty = None if area is not None else _DISTRICT_KM
        elif near:
            precision, uncertainty = GeoPrecision.NEAR, _SAME_PLACE_KM
        where = ", ".join(part for part in (place.admin1_name, place.country) if part)
        before = f"{'; '.join(missed)}; " if missed else ""
        return RowPlace(
            place=place, position=place.position, precision=precision, uncertainty_km=uncertainty,
            area=area,
            method=(
                f"{before}by the row's {level} {name!r}: {place.name}, {where} ({place.id}), "
                f"matched by {chosen.rung}"
            ),
        )  # fmt: skip

    def _division_placed(
        self, divisions: tuple[Place, ...], names: RowNames, code: str, missed: list[str]
    ) -> RowPlace:
        """Place a row in its division; of several of one name, in any of them."""
        drawn = [area for one in divisions if (area := self._gazetteer.geometry(one)) is not None]
        first = divisions[0]
        area, position = (drawn[0] if drawn else None), first.position
        if len(drawn) > 1:
            area = geo.to_geometry(union_all([shape(one) for one in drawn]))
            position = geo.representative_point(area)
        fine = len(divisions) == 1 and first.feature_class is FeatureClass.ADMIN1
        before = f"{'; '.join(missed)}; " if missed else ""
        others = ", ".join(f"{one.name}, {one.country or code} ({one.id})" for one in divisions)
        return RowPlace(
            place=first,
            position=position,
            precision=GeoPrecision.PROVINCE if fine else GeoPrecision.REGION,
            uncertainty_km=None if area is not None else _PROVINCE_KM, area=area,
            method=f"{before}by the row's first-order division {names.admin1!r}: {others}",
        )  # fmt: skip

    def _area_of(self, names: RowNames, position: Position, precision: GeoPrecision) -> RowArea:
        code = self.country(names.country) if names.country else None
        if precision is GeoPrecision.COUNTRY:
            if code is None:
                home = self._gazetteer.reverse(position).country
            else:
                home = self._gazetteer.country(code)
            area = self._gazetteer.geometry(home) if home else None
            return RowArea(area=area, uncertainty_km=None)
        if precision is GeoPrecision.PROVINCE:
            for division in self._divisions_at(names, code, position):
                area = self._gazetteer.geometry(division)
                if area is not None and _holds(area, position):
                    return RowArea(area=area, uncertainty_km=None)
            return RowArea(area=None, uncertainty_km=_PROVINCE_KM)
        if precision is GeoPrecision.DISTRICT:
            return RowArea(area=None, uncertainty_km=_DISTRICT_KM)
        if precision in (GeoPrecision.REGION, GeoPrecision.PART):
            return RowArea(area=None, uncertainty_km=_REGION_KM)
        return RowArea(area=None, uncertainty_km=None)

    def _divisions_at(
        self, names: RowNames, code: str | None, position: Position
    ) -> Iterator[Place]:
        if names.admin1:
            yield from reversed(self._divisions_called(names.admin1, code))
        at = self._gazetteer.reverse(position).admin1
        if at is not None:
            yield at


def admin1_names(
    gazetteer: Gazetteer, positions: Iterable[Position]
) -> Iterator[tuple[str, str] | None]:
    """Give for each position its first-order division and country code, by ``Gazetteer.reverse``.

    Meant for distinct positions: a million events lie on some thirty thousand.
    """
    for position in positions:
        found = gazetteer.reverse(position)
        if found.admin1 is None or found.country is None or not found.country.country:
            yield None
        else:
            yield found.admin1.name, found.country.country


def _likeness(candidate: Candidate) -> float:
    return candidate.evidence.get("likeness", 0.0)


def _preference(candidate: Candidate) -> tuple[int, float]:
    """Order places of one name in one division: towns before districts, then by weight."""
    return _PREFER[candidate.place.feature_class], -candidate.score


def _holds(area: Geometry, position: Position) -> bool:
    """Tell whether an area holds a position, give or take what its simplified border is off."""
    if geo.contains(area, position):
        return True
    return any(
        geo.contains(area, geo.offset(position, bearing_deg=bearing, distance_km=_SLACK_KM))
        for bearing in (0.0, 90.0, 180.0, 270.0)
    )
