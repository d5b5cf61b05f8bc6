"""What a place in a corrections file means: an id, a name that means one place, or a point."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from conflict_map.corrections.columns import UNKNOWN
from conflict_map.corrections.records import PlaceFix
from conflict_map.errors import InputError
from conflict_map.model import Place, Position
from conflict_map.names import fold
from conflict_map.resolve.rows import RowGeocoder
from conflict_map.vocabulary import FeatureClass

if TYPE_CHECKING:
    from conflict_map.gazetteer import Gazetteer

SOURCE: Final = "correction"
_POINT: Final = re.compile(r"\s*([+-]?\d{1,3}(?:\.\d+)?)\s*[,;\s]\s*([+-]?\d{1,3}(?:\.\d+)?)\s*")
_ID: Final = re.compile(r"[a-z][a-z0-9_-]*:\S+")
_FIRM: Final = frozenset({"name", "folded", "article"})
"""Rungs of a match that stand by themselves; a correction is no place for guesses."""
_SHOWN: Final = 4


class PlaceReader:
    """Reads places of corrections against one gazetteer, each distinct text once.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> places = PlaceReader(Gazetteer.shipped())
    >>> places.read("geonames:170017", None, None).place.name
    'Ḩamāh'
    >>> places.read("35.13, 36.75", "the depot", None).place.name
    'the depot'
    >>> places.read("unknown", None, None)
    PlaceFix(place=None, is_point=False)
    """

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._rows = RowGeocoder(gazetteer)
        self._known: dict[tuple[str, str | None, str | None], PlaceFix] = {}

    def read(self, text: str, name: str | None, country: str | None) -> PlaceFix:
        """Give what ``text`` means; ``country`` (ISO code or name) is where a name is looked up.

        Raises
        ------
        InputError
            if it means no place here, or several; with what was expected and what to write.

        """
        key = (text, name, country)
        if key not in self._known:
            self._known[key] = self._read(text.strip(), name, country)
        return self._known[key]

    def _read(self, text: str, name: str | None, country: str | None) -> PlaceFix:
        if text == UNKNOWN:
            return PlaceFix(place=None)
        point = _POINT.fullmatch(text)
        if point:
            place = self._at(Position(lat=float(point[1]), lon=float(point[2])), name)
            return PlaceFix(place=place, is_point=True)
        if _ID.fullmatch(text):
            found = self._gazetteer.place(text)
            if found is None:
                raise InputError(
                    "expected an id of the gazetteer in use; add its source, or write LAT, LON"
                )
            return PlaceFix(place=found)
        return PlaceFix(place=self._named(text, country))

    def _at(self, position: Position, name: str | None) -> Place:
        if position.latlon == (0, 0):
            raise InputError("expected a place; 0, 0 is a missing coordinate")
        where = self._gazetteer.reverse(position)
        lat, lon = position.latlon
        return Place(
            id=f"{SOURCE}:{lat!r},{lon!r}",
            name=name or f"{lat!r}, {lon!r}",
            position=position,
            feature_class=FeatureClass.SITE,
            country=where.country.country if where.country else None,
            admin1=where.admin1.admin1 if where.admin1 else None,
            admin1_name=where.admin1.name if where.admin1 else None,
            source=SOURCE,
        )

    def _named(self, text: str, country: str | None) -> Place:
        name, *within = (part.strip() for part in text.split(","))
        code = None
        for part in list(within):
            found = self._rows.country(part)
            if found is not None and code is None and (len(part) > 3 or part.isupper()):
                code = found
                within.remove(part)
        code = code or (self._rows.country(country) if country else None)
        candidates = [
            c
            for c in self._gazetteer.lookup(name, country=code, limit=25, fuzzy=False)
            if c.rung in _FIRM
            and all(fold(part) == fold(c.place.admin1_name or "") for part in within)
        ]
        places = list({c.place.id: c.place for c in candidates}.values())
        if not places:
            where = f" in {code}" if code else ""
            raise InputError(
                f"expected a name that the gazetteer has{where}; write an id or LAT, LON"
            )
        if len(places) > 1:
            shown = "; ".join(_described(place) for place in places[:_SHOWN])
            more = f"; and {len(places) - _SHOWN} more" if len(places) > _SHOWN else ""
            raise InputError(
                f"expected a name of one place, {len(places)} have it; write an id: {shown}{more}"
            )
        return places[0]


def _described(place: Place) -> str:
    inside = [place.admin1_name] if place.admin1_name != place.name else []
    where = ", ".join(part for part in (place.name, *inside, place.country) if part)
    return f"{place.id} ({place.feature_class}, {where})"
