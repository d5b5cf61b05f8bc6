"""Events with their places made coarser, and what would give the finer ones away taken out."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import MultiPoint, Point, shape

from conflict_map import geo
from conflict_map.errors import UsageError
from conflict_map.events.columns import NOT_PLACED
from conflict_map.events.event_set import EventSet
from conflict_map.events.giveaways import WITHHELD, Giveaways
from conflict_map.events.grid import cell_at
from conflict_map.model import Position
from conflict_map.names import fold
from conflict_map.resolve.rows import RowGeocoder
from conflict_map.vocabulary import FeatureClass, GeoPrecision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shapely.geometry.base import BaseGeometry

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Place

_KM: Final = re.compile(r"(\d{1,3}(?:\.\d)?)\s*km")
_WIDE: Final = frozenset({FeatureClass.ADMIN1, FeatureClass.COUNTRY})
"""What a map may name: it is at least a province."""
_NO_AREA_KM: Final = 100.0
"""How far a province or country whose area is not drawn is taken to reach."""
_FREE_TEXTS: Final = ("quote", "notes", "corrected", "claimant")
_ACTORS: Final = ("actor1", "actor2", "source")
_CODES: Final = ("event_type", "sub_event_type", "source_type", "citation", "country", "admin1")
_ALSO_TOLD: Final = "Also told by: "
_ALSO_TOLD_BY_OTHERS: Final = "Also told by other rows"
_STEPS: Final = (
    (25.0, GeoPrecision.NEAR),
    (50.0, GeoPrecision.DISTRICT),
    (100.0, GeoPrecision.PART),
)
_SORTED_BY: Final = (
    "date_start", "date_end", "event_type", "sub_event_type", "place_name", "lat", "lon",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Coarsening:
    """How coarse a map is made: cells of so many kilometres, or first-order divisions."""

    km: float | None = None

    @classmethod
    def of(cls, text: str) -> Coarsening:
        """Read "5km" or "admin1".

        >>> Coarsening.of("5km"), Coarsening.of("admin1")
        (Coarsening(km=5.0), Coarsening(km=None))

        Raises
        ------
        UsageError
            if it is neither, or not 1 to 500 km.

        """
        if text.strip().casefold() == "admin1":
            return cls()
        found = _KM.fullmatch(text.strip().casefold())
        if found is None or not 1 <= float(found[1]) <= 500:
            raise UsageError(f"{text!r}: expected a distance from 1km to 500km, or admin1")
        return cls(km=float(found[1]))

    @property
    def words(self) -> str:
        """Say it for readers.

        >>> Coarsening(km=5.0).words, Coarsening().words
        ('coarsened to a grid of 5 km', 'coarsened to the first-order division')
        """
        if self.km is None:
            return "coarsened to the first-order division"
        return f"coarsened to a grid of {self.km:g} km"


@dataclass(frozen=True, slots=True, kw_only=True)
class Coarsened:
    """Events that were coarsened, and what was taken out of them."""

    events: EventSet
    order: tuple[int, ...]
    """For each event the position that it had before."""
    giveaways: Giveaways
    moved: int
    """How many events have another position or a coarser place than before."""
    withheld: int
    """How many texts were withheld."""


def coarsen(events: EventSet, coarsening: Coarsening, gazetteer: Gazetteer) -> Coarsened:
    """Make the places of events coarser, and take out what would give the finer ones away.

    With a distance, a position becomes the centre of its cell of a fixed grid (``grid.cell_at``), a
    line or a small area too; a whole province or country stays, with its mark at a centre. The
    place is named by the province in which the whole cell lies, else by the country, else not at
    all. With "admin1", an event is drawn as its first-order division, and one that is known only to
    a region or a country as its country. ``geo_precision`` and ``uncertainty_km`` say so, and so
    does ``how_placed``; neither ever becomes finer.

    Names, ids, articles, offsets and full records are taken out; quotes and notes stay only where
    every capitalised word is known to name no finer place. Rows are in the order of their days and
    have new ids: those of a public data set are a key to the exact place. Coarsening twice is
    coarsening once.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> rows = pd.DataFrame({"event_id": ["SYR1"], "lat": [35.613], "lon": [36.561]})
    >>> done = coarsen(EventSet.from_frame(rows), Coarsening.of("10km"), Gazetteer.shipped())
    >>> [(r["event_id"], r["lat"], r["lon"], r["place_name"]) for r in done.events.records()]
    [('c1', 35.595, 36.56423, 'Idlib')]
    """
    work = _Work(events, coarsening, gazetteer)
    frame = work.placed()
    giveaways = Giveaways(work.names(), work.shown(frame), gazetteer)
    withheld = work.without_texts(frame, giveaways)
    for column in ("article_id", "quote_start", "quote_end"):
        frame[column] = None
    in_order = frame.reset_index(drop=True).sort_values(
        list(_SORTED_BY), kind="stable", na_position="last"
    )
    order = in_order.index.tolist()
    frame = frame.iloc[order].copy()
    new = {old: f"c{number}" for number, old in enumerate(frame.index, start=1)}
    frame["duplicate_of"] = [new.get(old) for old in frame["duplicate_of"].tolist()]
    frame["event_id"] = list(new.values())
    return Coarsened(
        events=EventSet(frame.reset_index(drop=True)),
        order=tuple(order),
        giveaways=giveaways,
        moved=work.moved,
        withheld=withheld,
    )


class _Work:
    """The coarsening of one set, with what it found out about areas and cells."""

    def __init__(self, events: EventSet, coarsening: Coarsening, gazetteer: Gazetteer) -> None:
        self._events, self._coarsening, self._gazetteer = events, coarsening, gazetteer
        self._rows = RowGeocoder(gazetteer)
        self._areas: dict[str, dict[str, Any]] = {}
        self._reaches: dict[tuple[bytes, float, float], float] = {}
        self._labels: dict[Position, tuple[Place, ...]] = {}
        self.moved = 0

    # --- places -----------------------------------------------------------------------------------

    def placed(self) -> pd.DataFrame:
        """Give the frame with every place made coarser, as plain objects."""
        frame = pd.DataFrame(self._events.to_frame()).astype(object)
        frame = frame.where(frame.notna(), None)
        records = frame.to_dict("records")
        rows = [self._row({str(k): v for k, v in record.items()}) for record in records]
        made = pd.DataFrame(rows, columns=list(frame.columns), dtype=object)
        made.index = frame.index
        return made.astype(object).where(made.notna(), None)

    def _row(self, record: dict[str, Any]) -> dict[str, Any]:
        if record["lat"] is None:
            unplaced = dict.fromkeys(("place_name", "place_ids", "how_placed", "disputed"))
            return {**record, **unplaced}
        coarse = self._province(record) if self._coarsening.km is None else self._cell(record)
        keys = ("lat", "lon", "uncertainty_km", "geo_precision")
        self.moved += any(coarse[key] != record[key] for key in keys)
        said = None if coarse["lat"] is None else self._coarsening.words
        return {**record, **coarse, "how_placed": said}

    def _ids(self, record: Mapping[str, Any]) -> tuple[list[Place], bool]:
        """Give the places that a row names by id, and whether all its ids are known."""
        ids = [part for part in (record["place_ids"] or "").split("; ") if part]
        places = [self._gazetteer.place(part) for part in ids]
        return [p for p in places if p is not None], bool(ids) and None not in places

    def _province(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Give the row as its first-order divisions, or its country where it is known no finer."""
        places, whole = self._ids(record)
        position = Position(lon=record["lon"], lat=record["lat"])
        wide = (record["geo_precision"] or 0) >= GeoPrecision.REGION
        targets = [self._division(place, wide=wide) for place in places]
        if not whole or not all(targets):
            where = self._gazetteer.reverse(position)
            targets.append(where.country if wide else where.admin1 or where.country)
        known = list({t.id: t for t in targets if t is not None}.values())
        if not known:
            return _nowhere()
        areas = [self._area(place) for place in known]
        shapes = [area["geometry"] for area in areas]
        alike = len({g.geom_type.removeprefix("Multi") for g in shapes}) == 1
        own, first = record["country"], known[0]
        same = own is not None and self._rows.country(own) == first.country
        return {
            **_named(known),
            "country": own if same else first.country,
            "admin1": first.name if first.feature_class is FeatureClass.ADMIN1 else None,
            "geo_precision": max(int(area["precision"]) for area in areas),
            "uncertainty_km": max(record["uncertainty_km"] or 0.0, *(area["km"] for area in areas)),
            "lat": areas[0]["position"].lat,
            "lon": areas[0]["position"].lon,
            "geometry": shapely.union_all(shapes) if alike and len(shapes) > 1 else shapes[0],
        }

    def _division(self, place: Place, *, wide: bool) -> Place | None:
        is_admin1 = place.feature_class is FeatureClass.ADMIN1
        if place.feature_class in _WIDE and not (wide and is_admin1):
            return place
        if wide or place.feature_class is FeatureClass.REGION:
            return self._gazetteer.country(place.country) if place.country else None
        if place.country and place.admin1:
            return self._gazetteer.admin1(place.country, place.admin1)
        return None

    def _area(self, place: Place) -> dict[str, Any]:
        """Give a division or country with a point in its middle that no town is the reason for."""
        if place.id not in self._areas:
            area = self._gazetteer.geometry(place)
            position = place.position if area is None else geo.representative_point(area)
            drawn = Point(*position.lonlat) if area is None else shape(area)
            reach = _NO_AREA_KM if area is None else _furthest_km(position, drawn)
            is_country = place.feature_class is FeatureClass.COUNTRY
            self._areas[place.id] = {
                "position": position,
                "geometry": drawn,
                "km": float(math.ceil(reach)),
                "precision": GeoPrecision.COUNTRY if is_country else GeoPrecision.PROVINCE,
            }
        return self._areas[place.id]

    def _cell(self, record: Mapping[str, Any]) -> dict[str, Any]:
        """Give the row at the centre of its cell; a whole province or country stays drawn."""
        km = self._coarsening.km
        assert km is not None
        cell = cell_at(Position(lon=record["lon"], lat=record["lat"]), km)
        precision = record["geo_precision"] or int(GeoPrecision.PLACE)
        drawn: BaseGeometry = record["geometry"]
        at = {"lat": cell.centre.lat, "lon": cell.centre.lon}
        places, whole = self._ids(record)
        are_wide = all(place.feature_class in _WIDE for place in places)
        whole = whole and are_wide
        if "Polygon" in drawn.geom_type and whole and precision >= GeoPrecision.PROVINCE:
            kept = ("geometry", "geo_precision", "uncertainty_km", "country", "admin1")
            return {**_named(places), **at, **{name: record[name] for name in kept}}
        least = cell.half_diagonal_km
        known = max(record["uncertainty_km"] or 0.0, self._reach_km(record))
        # Whole steps only: the radius of a town tells its size, and with it the town.
        steps = max(1, math.ceil(known / km))
        is_centre = (record["lat"], record["lon"]) == cell.centre.latlon
        extra = (known - least) / km
        was_coarse = is_centre and extra > 0.5 and abs(extra - round(extra)) * km < 0.06
        if was_coarse:
            steps = round(extra)
        reach = round(least + steps * km, 1)
        points = [
            cell_at(Position(lon=p.x, lat=p.y), km).centre.lonlat
            for p in getattr(drawn, "geoms", ())
            if p.geom_type == "Point"
        ]
        points = list(dict.fromkeys([cell.centre.lonlat, *points]))
        if was_coarse and are_wide and _named(places)["place_name"] == record["place_name"]:
            named = places  # what it was named by is as wide, and was weighed with more known
        else:
            named = list(self._label(cell.centre, record))
        province = next((p for p in named if p.feature_class is FeatureClass.ADMIN1), None)
        coarsest = next((p for width, p in _STEPS if reach <= width), GeoPrecision.REGION)
        return {
            **_named(named),
            **at,
            "geometry": MultiPoint(points) if len(points) > 1 else Point(points[0]),
            "geo_precision": max(precision, int(coarsest)),
            "uncertainty_km": reach,
            "country": (record["country"] or named[0].country) if named else None,
            "admin1": province.name if province else None,
        }

    def _reach_km(self, record: Mapping[str, Any]) -> float:
        """Give how far a line or area reaches from its position; a point reaches nowhere."""
        drawn: BaseGeometry = record["geometry"]
        if "Point" in drawn.geom_type:
            return 0.0
        key = (shapely.to_wkb(drawn), record["lat"], record["lon"])
        if key not in self._reaches:
            here = Position(lon=record["lon"], lat=record["lat"])
            self._reaches[key] = _furthest_km(here, drawn)
        return self._reaches[key]

    def _label(self, centre: Position, record: Mapping[str, Any]) -> tuple[Place, ...]:
        """Give the province, or else the country, in which the whole cell lies; none for neither.

        A name that holds for a part of a cell only would cut the cell smaller.
        """
        km = self._coarsening.km
        assert km is not None
        if centre not in self._labels:
            found = [self._gazetteer.admin1_at(p) for p in cell_at(centre, km).around]
            provinces = {p.id: p for p in found if p is not None}
            countries = {p.country for p in found if p is not None}
            label: tuple[Place, ...] = ()
            if None not in found and len(provinces) == 1:
                label = tuple(provinces.values())
            elif None not in found and len(countries) == 1:
                label = self._home(next(iter(countries)))
            self._labels[centre] = label
        label = self._labels[centre]
        own, admin1 = record["country"], record["admin1"]
        if label and own and self._rows.country(own) not in {None, label[0].country}:
            return ()  # borders are simplified: the record of a town may know better
        is_province = bool(label) and label[0].feature_class is FeatureClass.ADMIN1
        if is_province and admin1 and fold(admin1) != fold(label[0].name):
            return self._home(label[0].country)
        return label

    def _home(self, code: str | None) -> tuple[Place, ...]:
        country = self._gazetteer.country(code) if code else None
        return (country,) if country else ()

    # --- names ------------------------------------------------------------------------------------

    def names(self) -> Iterable[str]:
        """Give the names of all places in the events that are finer than a province."""
        frame = self._events.to_frame()
        yield from frame["place_name"].dropna().unique()
        for joined in frame["place_ids"].dropna().unique():
            for part in str(joined).split("; "):
                place = self._gazetteer.place(part)
                if place is not None and place.feature_class not in _WIDE:
                    yield place.name
        for event in self._events.details.values():
            for claim in event.claims:
                for location in (*claim.locations, *claim.related):
                    yield location.name
                    yield from (p.name for p in location.places if p.feature_class not in _WIDE)

    def shown(self, frame: pd.DataFrame) -> Iterable[str]:
        """Give the names of the provinces and countries that the coarsened events carry."""
        for joined in frame["place_name"].dropna().unique():
            yield from str(joined).split("; ")
        for code in frame["country"].dropna().unique():
            home = self._home(self._rows.country(str(code)))
            yield from (place.name for place in home)

    # --- texts ------------------------------------------------------------------------------------

    def without_texts(self, frame: pd.DataFrame, giveaways: Giveaways) -> int:
        """Withhold the texts that name a finer place, or may; give how many."""
        count = 0
        countries = frame["country"].tolist()
        for column in (*_FREE_TEXTS, *_ACTORS, *_CODES):
            clean: dict[tuple[str, str | None], str] = {}
            values = frame[column].tolist()
            new: list[str | None] = []
            for value, country in zip(values, countries, strict=True):
                if value is None:
                    new.append(None)
                    continue
                key = (value, country if column in _ACTORS else None)
                if key not in clean:
                    clean[key] = self._clear(column, value, country, giveaways)
                new.append(clean[key])
            count += sum(a != b for a, b in zip(values, new, strict=True))
            frame[column] = np.array(new, dtype=object)
        return count

    def _clear(self, column: str, text: str, country: str | None, giveaways: Giveaways) -> str:
        if column == "notes":
            return _clear_notes(text, giveaways)
        if text == WITHHELD:
            return text
        if column in _FREE_TEXTS:
            return WITHHELD if giveaways.may_name_one(text) else text
        named = giveaways.names_one(text)
        if not named and column in _ACTORS:
            iso = self._rows.country(country) if country else None
            named = giveaways.names_one_of(text, iso)
        return WITHHELD if named else text


def _named(places: list[Place]) -> dict[str, Any]:
    return {
        "place_name": "; ".join(place.name for place in places) or "withheld",
        "place_ids": "; ".join(place.id for place in places) or None,
        "disputed": "; ".join(dict.fromkeys(p.disputed for p in places if p.disputed)) or None,
    }


def _nowhere() -> dict[str, Any]:
    columns = (
        "place_name", "place_ids", "country", "admin1", "geo_precision", "uncertainty_km", "lat",
        "lon", "geometry", "disputed",
    )  # fmt: skip
    reason = f"{NOT_PLACED}no division is known at its place, which is withheld"
    return {**dict.fromkeys(columns), "notes": reason}


def _furthest_km(here: Position, drawn: BaseGeometry) -> float:
    points = shapely.get_coordinates(shapely.convex_hull(drawn)).tolist()
    return max(geo.haversine_km(here, Position(lon=x, lat=y)) for x, y in points)


def _clear_notes(text: str, giveaways: Giveaways) -> str:
    """Give notes line by line without what may name a place; "Not placed" stays said."""
    lines = []
    for line in text.split("\n"):
        if line.startswith(_ALSO_TOLD) or line == _ALSO_TOLD_BY_OTHERS:
            lines.append(_ALSO_TOLD_BY_OTHERS)
        elif line.startswith(NOT_PLACED):
            reason = line.removeprefix(NOT_PLACED)
            is_ours = reason in {
                f"the reason is {WITHHELD}",
                "no division is known at its place, which is withheld",
            }
            told = is_ours or not giveaways.may_name_one(reason)
            lines.append(line if told else f"{NOT_PLACED}the reason is {WITHHELD}")
        else:
            told = line == WITHHELD or not giveaways.may_name_one(line)
            lines.append(line if told else WITHHELD)
    return "\n".join(dict.fromkeys(lines))
