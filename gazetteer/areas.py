"""Natural Earth's areas, corrected, simplified, joined to GeoNames codes; knows no file format."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
import shapely
from shapely.geometry import MultiPolygon, Polygon

from conflict_map.model import Geometry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shapely.geometry.base import BaseGeometry

TOLERANCE: Final = 0.01
"""Degrees (Visvalingam): corners that cut off less than this squared go, about 1 km."""
FULL_DETAIL: Final = "SY"
SPECK: Final = 2e-5
"""Square degrees: islets under about 0.2 km2 go unless they are all there is."""
_LANGUAGES: Final = (
    "ar", "bn", "de", "el", "en", "es", "fa", "fr", "he", "hi", "hu", "id", "it", "ja", "ko", "nl",
    "pl", "pt", "ru", "sv", "tr", "uk", "ur", "vi", "zh", "zht",
)  # fmt: skip
_COUNTRY_OF: Final = {
    "KOS": "XK",
    "SOL": "SO",
    "CYN": "CY",
    "CNM": "CY",
    "KAB": "KZ",
    "ESB": "GB",
    "WSB": "GB",
    "USG": "CU",
    "CSI": "AU",
    "CLP": "FR",
    "TKL": "TK",
}


class Unit(Protocol):
    """What is read of a division."""

    code: str
    geonames: int
    level: int


@dataclass(slots=True, kw_only=True)
class Feature:
    """One area of Natural Earth."""

    code: str
    """Natural Earth's adm1_code."""
    english: str
    names: list[str]
    country: str | None
    lon: float
    lat: float
    geonames: int
    admin1: str
    """gn_a1_code, "SY.09"."""
    first_order: bool
    former: bool = False
    """Natural Earth still has it, GeoNames no longer."""
    region: bool = False
    """Nobody's first-order division: an unrecognised state, a zone, a held territory."""
    note: str = ""
    shape: BaseGeometry = field(repr=False)

    @property
    def geometry(self) -> Geometry | None:
        """Give the area as the gazetteer keeps it."""
        return geometry_of(self.shape)


def geometry_of(shape: BaseGeometry) -> Geometry | None:
    """Give the polygons of a shape at four decimals, specks left out, in a fixed order."""
    parts = [p for p in shapely.get_parts(shape) if isinstance(p, Polygon) and not p.is_empty]
    for part in list(parts):
        if isinstance(part, MultiPolygon):
            parts.remove(part)
            parts.extend(part.geoms)
    parts.sort(key=lambda p: (-p.area, p.bounds))
    kept = [p for p in parts if p.area >= SPECK] or parts[:1]
    polygons = []
    for part in kept:
        rings = [_ring(part.exterior.coords)]
        if len(rings[0]) < 4:
            continue
        rings += [r for hole in part.interiors if len(r := _ring(hole.coords)) >= 4]
        polygons.append(tuple(rings))
    if not polygons:
        return None
    if len(polygons) == 1:
        return Geometry(type="Polygon", coordinates=polygons[0])
    return Geometry(type="MultiPolygon", coordinates=tuple(polygons))


def _ring(coordinates: Iterable[Sequence[float]]) -> tuple[tuple[float, float], ...]:
    points: list[tuple[float, float]] = []
    for lon, lat, *_ in coordinates:
        point = (round(lon, 4), round(lat, 4))
        if not points or points[-1] != point:
            points.append(point)
    return tuple(points)


class Areas:
    """The features, and which GeoNames division each is, or is part of."""

    def __init__(
        self,
        data: bytes,
        corrections: list[dict[str, str]],
        splits: list[dict[str, str]],
        divisions: Sequence[Unit],
        cities: dict[str, dict[str, Any]],
    ) -> None:
        self.features = _features(json.loads(data)["features"], corrections)
        self.features += [_split(self.features, row) for row in splits]
        self.features.sort(key=lambda f: f.code)
        _simplify(self.features)
        level1 = {d.code for d in divisions if d.level == 1}
        by_id = {d.geonames: d for d in divisions}
        self.direct: dict[str, Feature] = {}
        self.finer: dict[int, Feature] = {}
        self.others: list[Feature] = []
        rest = []
        for feature in self.features:
            unit = by_id.get(feature.geonames)
            if feature.former or feature.region:
                self.others.append(feature)
            elif unit is not None and unit.level == 1 and unit.code not in self.direct:
                self.direct[unit.code] = feature
            elif unit is not None and unit.level == 2 and unit.geonames not in self.finer:
                self.finer[unit.geonames] = feature
                rest.append(feature)
            else:
                rest.append(feature)
        for feature in rest:
            # A second-order unit's code can look like a first-order one (the department FR.24).
            if feature.first_order and feature.admin1 in level1 - set(self.direct):
                self.direct[feature.admin1] = feature
        taken = {id(f) for f in (*self.direct.values(), *self.finer.values())}
        rest = [f for f in rest if id(f) not in {id(d) for d in self.direct.values()}]
        for feature in rest:
            if id(feature) not in taken and feature.english:
                if feature.first_order and feature.geonames:
                    feature.former, feature.note = True, "not a first-order division in GeoNames"
                self.others.append(feature)
        self._parts = self._assign(rest, cities, level1)

    def _assign(
        self, rest: list[Feature], cities: dict[str, dict[str, Any]], level1: set[str]
    ) -> dict[str, list[Feature]]:
        """Give each finer feature to the division that nearly all of its places are in."""
        known = [c for c in cities.values() if f"{c['countrycode']}.{c['admin1code']}" in level1]
        points = shapely.points([(c["longitude"], c["latitude"]) for c in known])
        tree = shapely.STRtree(points)
        parts: dict[str, list[Feature]] = defaultdict(list)
        for feature in rest:
            inside = tree.query(feature.shape, predicate="contains")
            votes = Counter(
                f"{known[i]['countrycode']}.{known[i]['admin1code']}"
                for i in inside
                if known[i]["countrycode"] == feature.country
            )
            if votes:
                code, most = votes.most_common(1)[0]
                if most >= 0.9 * votes.total():
                    parts[code].append(feature)
        return parts

    def admin1(self, code: str) -> Geometry | None:
        """Give the area of a first-order division: its own feature and the finer ones within it."""
        members = [self.direct[code]] if code in self.direct else []
        members += self._parts.get(code, [])
        if not members:
            return None
        return geometry_of(_join([f.shape for f in members]))

    @cached_property
    def _countries(self) -> dict[str, list[BaseGeometry]]:
        out: dict[str, list[BaseGeometry]] = defaultdict(list)
        for feature in self.features:
            if feature.country:
                out[feature.country].append(feature.shape)
        return out

    def country(self, code: str) -> Geometry | None:
        """Give the area of a country: all of its features."""
        shapes = self._countries.get(code)
        return geometry_of(_join(shapes)) if shapes else None

    def union(self, members: Sequence[str]) -> Geometry | None:
        """Give the joined area of countries (ML), divisions (SD.47) and features (ne:GEO-3015)."""
        shapes: list[BaseGeometry] = []
        by_code = {f.code: f for f in self.features}
        for member in members:
            if member.startswith("ne:"):
                shapes.append(by_code[member[3:]].shape)
            elif "." in member:
                found = [self.direct[member]] if member in self.direct else []
                shapes += [f.shape for f in found + self._parts.get(member, [])]
            else:
                shapes += self._countries[member]
        return geometry_of(_join(shapes))

    @staticmethod
    def inside(geometry: Geometry) -> tuple[float, float]:
        """Give a point inside an area, in its largest part."""
        shape = shapely.geometry.shape(geometry.__geo_interface__)
        largest = max(shapely.get_parts(shape), key=lambda p: p.area)
        point = shapely.point_on_surface(largest)
        centre = largest.centroid
        point = centre if largest.contains(centre) else point
        return round(point.x, 4), round(point.y, 4)


def _join(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    if len(shapes) == 1:
        return shapes[0]
    return shapely.union_all(np.array(shapes, dtype=object), grid_size=1e-4)


def _features(raw: list[dict[str, Any]], corrections: list[dict[str, str]]) -> list[Feature]:
    """Read the features and apply ``sources/natural_earth.tsv``."""
    changes: dict[str, dict[str, str]] = defaultdict(dict)
    for row in corrections:
        changes[row["code"]][row["field"]] = row["value"]
    out = []
    for item in raw:
        p = item["properties"]
        change = changes[p["adm1_code"]]
        wrong = set(filter(None, change.get("not_names", "").split("|")))
        languages = [] if "former" in change else [p.get(f"name_{x}") for x in _LANGUAGES]
        joined = [p.get("name"), p.get("name_alt"), p.get("gn_name"), p.get("woe_name"), *languages]
        names = {
            n.strip()
            for value in joined
            for n in (value or "").replace("،", "|").replace(";", "|").split("|")
        }
        country = change.get("country") or _country(p)
        out.append(
            Feature(
                code=p["adm1_code"],
                english=change.get("name") or p.get("name_en") or p.get("name") or "",
                names=sorted(n for n in names if len(n) > 1 and n not in wrong),
                country=None if country == "-" else country,
                lon=float(change.get("lon") or p["longitude"]),
                lat=float(change.get("lat") or p["latitude"]),
                geonames=int(change.get("geonames") or max(0, p.get("gn_id") or 0)),
                admin1=change.get("admin1") or p.get("gn_a1_code") or "",
                first_order=p.get("gn_level") in (1, None),
                former="former" in change,
                region="region" in change,
                note=change.get("former", ""),
                shape=shapely.make_valid(shapely.geometry.shape(item["geometry"])),
            )
        )
    return sorted(out, key=lambda f: f.code)


def _split(features: list[Feature], row: dict[str, str]) -> Feature:
    """Cut a part off a feature along a stated line; see ``sources/splits.tsv``."""
    ring = [tuple(float(v) for v in vertex.split(",")) for vertex in row["outline"].split()]
    whole = next(f for f in features if f.code == row["from"])
    outline = Polygon(ring)
    part = shapely.intersection(whole.shape, outline)
    whole.shape = shapely.difference(whole.shape, outline)
    point = shapely.point_on_surface(part)
    return Feature(
        code=row["code"],
        english=row["name"],
        names=row["names"].split("|"),
        country=row["country"],
        lon=round(point.x, 4),
        lat=round(point.y, 4),
        geonames=0,
        admin1="",
        first_order=False,
        region=True,
        note=row["why"],
        shape=part,
    )


def _country(properties: dict[str, Any]) -> str | None:
    """Take the country from the GeoNames code before Natural Earth's own, which is de facto."""
    prefix = (properties.get("gn_a1_code") or "").partition(".")[0]
    if len(prefix) == 2 and prefix.isalpha():
        return prefix
    own = _COUNTRY_OF.get(properties["adm0_a3"]) or properties.get("iso_a2") or ""
    return own if len(own) == 2 and own.isalpha() else None


def _simplify(features: list[Feature]) -> None:
    """Simplify all areas together, so that neighbours still share their borders.

    One country stays as it is; its neighbours take up the difference.
    """
    full = np.array([f.shape for f in features], dtype=object)
    simple = shapely.coverage_simplify(full, TOLERANCE)
    whole = [i for i, f in enumerate(features) if f.country == FULL_DETAIL]
    kept = shapely.union_all(full[whole])
    blurred = shapely.union_all(simple[whole])
    for index, feature in enumerate(features):
        if index in whole:
            feature.shape = full[index]
            continue
        shape = simple[index]
        if full[index].intersects(kept):
            given_up = shapely.intersection(blurred, full[index])
            shape = shapely.difference(shapely.union(shape, given_up), kept)
        feature.shape = shape
