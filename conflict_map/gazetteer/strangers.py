"""What an online geocoder answered, made into places with care; knows no network and no cache."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from geopy.location import Location

from conflict_map.errors import InputError
from conflict_map.gazetteer.entries import prior_of
from conflict_map.gazetteer.faults import MalformedError
from conflict_map.model import Candidate, Place, Position
from conflict_map.names import article_key, fold, skeleton
from conflict_map.vocabulary import FeatureClass as F

if TYPE_CHECKING:
    from conflict_map.gazetteer.answers import Answer
    from conflict_map.gazetteer.book import Gazetteer

WEIGHT: Final = 0.4
"""What a server's word is worth: less than another romanisation of a record (0.55)."""
_LIKE_ENOUGH: Final = 0.75
_MOST_TEXT: Final = 200
_MOST_NAMES: Final = 40
_CONTROLS: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff0-\uffff\ud800-\udfff]"
)
_OSM_TYPE: Final = MappingProxyType(
    {"node": "node", "way": "way", "relation": "relation", "N": "node", "W": "way", "R": "relation"}
)
_SETTLEMENTS: Final = frozenset(
    "city town village hamlet isolated_dwelling suburb quarter neighbourhood locality borough"
    " city_block farm allotments".split()
)
_DIVISIONS: Final = MappingProxyType(
    {"country": F.COUNTRY, "state": F.ADMIN1, "province": F.ADMIN1, "region": F.ADMIN1}
    | {"county": F.ADMIN2, "district": F.ADMIN2, "municipality": F.ADMIN2, "subdistrict": F.ADMIN2}
)
_OTHER_KINDS: Final = MappingProxyType(
    {"natural": F.SITE, "waterway": F.WATER, "water": F.WATER, "aeroway": F.SITE}
    | {"military": F.SITE, "landuse": F.SITE, "historic": F.SITE, "man_made": F.SITE}
    | {"power": F.SITE, "bridge": F.SITE, "barrier": F.SITE, "railway": F.SITE}
)
"""OpenStreetMap's keys of what reports name as places; a shop or a street is none."""


def read_answer(found: object) -> tuple[dict[str, Any], ...]:
    """Take from geopy's answer what is needed, checked and cleaned; None is "not found".

    Raises
    ------
    MalformedError
        If the answer has another shape, or a position that is none, out of range, or at 0, 0.

    >>> read_answer(None)
    ()
    >>> read_answer([Location("Xyz, Syria", (36.0, 37.0), {})])[0]["names"]
    ['Xyz']
    """
    if found is None:
        return ()
    listed = found if isinstance(found, list) else [found]
    return tuple(_record(one) for one in listed)


def as_places(
    answer: Answer, name: str, gazetteer: Gazetteer, country: str | None
) -> tuple[Candidate, ...]:
    """Give the places in an answer that carry the name and lie in the country, likeliest first.

    Country and province are those of the point in the gazetteer, not the server's words; only
    where a country was asked for and the server names it too, that is believed near a border.
    """
    found: dict[str, Candidate] = {}
    for record in answer.found:
        alike, matched = _resemblance(name, record["names"])
        kind = F(record["kind"]) if record["kind"] else None
        if alike < _LIKE_ENOUGH or kind is None:
            continue
        position = Position(lon=record["lon"], lat=record["lat"])
        where = gazetteer.reverse(position)
        own = where.country.country if where.country else None
        if country and country.upper() not in {own, record["country"]}:
            continue
        home = country.upper() if country else own
        inside = where.admin1 if where.admin1 and home == own else None
        place = Place(
            id=f"online:{answer.host}:{record['key']}",
            name=matched,
            position=position,
            feature_class=kind,
            country=home,
            admin1=inside.admin1 if inside else None,
            admin1_name=inside.name if inside else None,
            disputed=inside.disputed if inside else None,
            source=f"{answer.host}, answered on {answer.day.isoformat()}{_credit(record['key'])}",
        )
        prior = prior_of(kind, None, None)
        evidence = {"rung": WEIGHT, "likeness": alike, "population": 0.0, "feature": prior}
        score = WEIGHT * alike * prior
        found.setdefault(
            place.id, Candidate(place=place, rung="online", evidence=evidence, score=score)
        )
    return tuple(sorted(found.values(), key=lambda c: (-c.score, c.place.id)))


def _credit(key: str) -> str:
    """Name whom OpenStreetMap's licence (ODbL) wants named, for what carries its id."""
    return ", © OpenStreetMap contributors" if "/" in key else ""


def _record(location: object) -> dict[str, Any]:
    if not isinstance(location, Location):
        raise MalformedError("the answer has another shape")
    raw: Mapping[str, Any] = location.raw if isinstance(location.raw, Mapping) else {}
    more = raw.get("properties")
    told = {**raw, **more} if isinstance(more, Mapping) else raw
    position = _position(location, raw)
    names = _names(location, told)
    if not names:
        raise MalformedError("the answer names no place")
    return {
        "names": names,
        "lat": position.lat,
        "lon": position.lon,
        "country": _country(told),
        "kind": _kind(told),
        "key": _key(told, names[0], position),
    }


def _position(location: Location, raw: Mapping[str, Any]) -> Position:
    """Check the position, and the server's own figures, which geopy may have wrapped around."""
    figures: list[Any] = [location.latitude, location.longitude]
    if "lat" in raw or "lon" in raw:
        figures += [raw.get("lat"), raw.get("lon")]
    shape = raw.get("geometry")
    if isinstance(shape, Mapping) and isinstance(shape.get("coordinates"), Sequence):
        lonlat = shape["coordinates"]
        if len(lonlat) >= 2 and all(isinstance(value, (int, float)) for value in lonlat):
            figures += [lonlat[1], lonlat[0]]
    for lat, lon in zip(figures[::2], figures[1::2], strict=True):
        try:
            position = Position(lon=float(lon), lat=float(lat))
        except (InputError, TypeError, ValueError):
            raise MalformedError("the answer has a position that is none") from None
        if math.hypot(position.lon, position.lat) < 1e-6:
            raise MalformedError("the answer has the position 0, 0, which is no place")
    return Position(lon=float(figures[1]), lat=float(figures[0]))


def _names(location: Location, told: Mapping[str, Any]) -> list[str]:
    """Give every name that the answer carries, its own first."""
    details = told.get("namedetails")
    given = [
        told.get("name"),
        str(location.address or "").partition(",")[0],
        *(details.values() if isinstance(details, Mapping) else ()),
    ]
    clean = (_clean(name) for name in given if isinstance(name, str))
    return list(dict.fromkeys(name for name in clean if name))[:_MOST_NAMES]


def _clean(text: str) -> str:
    """Cut a stranger's text and take out what would turn or break a line."""
    return " ".join(_CONTROLS.sub(" ", text[: 4 * _MOST_TEXT]).split())[:_MOST_TEXT]


def _country(told: Mapping[str, Any]) -> str | None:
    address = told.get("address")
    inner = address.get("country_code") if isinstance(address, Mapping) else None
    for code in (inner, told.get("countrycode"), told.get("country")):
        if isinstance(code, str) and re.fullmatch("[A-Za-z]{2}", code):
            return code.upper()
    return None


def _kind(told: Mapping[str, Any]) -> str | None:
    """Read OpenStreetMap's key and value; a server that says nothing of kinds means a place."""
    if "feature_class" in told:  # our own geocoder
        return str(told["feature_class"]) if told["feature_class"] in set(F) else None
    key = told.get("category") or told.get("class") or told.get("osm_key")
    value = told.get("addresstype") or told.get("osm_value") or told.get("type")
    if not isinstance(key, str):
        return F.POPULATED_PLACE.value
    if key in {"place", "boundary"}:
        if value in _SETTLEMENTS:
            return F.POPULATED_PLACE.value
        if isinstance(value, str) and value in _DIVISIONS:
            return _DIVISIONS[value].value
        if value in {"sea", "ocean"}:
            return F.WATER.value
        return F.ADMIN2.value if key == "boundary" and value == "administrative" else F.SITE.value
    kind = _OTHER_KINDS.get(key)
    return kind.value if kind else None


def _key(told: Mapping[str, Any], name: str, position: Position) -> str:
    """Give what tells the place from others of the host: OpenStreetMap's id, or a hash."""
    number = told.get("osm_id")
    kind = _OSM_TYPE.get(str(told.get("osm_type")))
    if kind and re.fullmatch("[0-9]{1,15}", str(number)):
        return f"{kind}/{number}"
    seed = f"{name}\0{position.lat:.5f}\0{position.lon:.5f}"
    return hashlib.sha256(seed.encode()).hexdigest()[:12]


def _resemblance(asked: str, names: Sequence[str]) -> tuple[float, str]:
    """Give how alike the best of some names is to what was asked, 0..1, and that name.

    Servers answer with something rather than nothing: what has another name is no answer.
    """
    wanted = fold(asked)
    bare, bones = article_key(wanted), skeleton(wanted)
    best = (0.0, "")
    for name in names:
        key = fold(name)
        if key == wanted:
            alike = 1.0
        elif article_key(key) == bare:
            alike = 0.95
        elif len(bones) >= 2 and skeleton(key) == bones:
            alike = 0.85
        else:
            alike = 0.9 * SequenceMatcher(None, wanted, key, autojunk=False).ratio()
        if alike > best[0]:
            best = (alike, name)
    return best
