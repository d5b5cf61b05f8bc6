"""The records that pass between rooms: frozen, stdlib only; they hold facts and do no work."""

from __future__ import annotations

import math
from collections.abc import Mapping  # noqa: TC003 - a record can be asked for its types
from dataclasses import dataclass, field
from datetime import date  # noqa: TC003 - as above
from typing import Any, Literal

from conflict_map.errors import InputError
from conflict_map.vocabulary import (
    ClaimantKind,
    ClaimStatus,
    DatePrecision,
    FeatureClass,
    GeoPrecision,
    LocationKind,
    Role,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A point in degrees, WGS 84 (EPSG:4326). The only place where coordinate order is decided.

    >>> Position(lon=36.75, lat=35.13).latlon
    (35.13, 36.75)
    >>> Position(lon=35.0, lat=136.0)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    conflict_map.errors.InputError: latitude 136.0 is outside -90..90; are latitude ... swapped?
    """

    lon: float
    lat: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lon) and math.isfinite(self.lat)):
            raise InputError(f"coordinate is not a finite number: lon={self.lon}, lat={self.lat}")
        if not -90 <= self.lat <= 90:
            hint = "; are latitude and longitude swapped?" if abs(self.lat) <= 180 else ""
            raise InputError(f"latitude {self.lat} is outside -90..90{hint}")
        if not -180 <= self.lon <= 180:
            raise InputError(f"longitude {self.lon} is outside -180..180")

    @property
    def lonlat(self) -> tuple[float, float]:
        """Give (longitude, latitude), the order of GeoJSON and shapely."""
        return (self.lon, self.lat)

    @property
    def latlon(self) -> tuple[float, float]:
        """Give (latitude, longitude), the order of Leaflet, geopy and most people."""
        return (self.lat, self.lon)


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """A GeoJSON geometry (RFC 7946; lon, lat; WGS 84) as immutable tuples.

    Shapely, geopandas and folium read it through ``__geo_interface__``.
    """

    type: Literal["Point", "LineString", "MultiLineString", "Polygon", "MultiPolygon"]
    coordinates: tuple[Any, ...]

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        """Give the GeoJSON mapping."""
        return {"type": self.type, "coordinates": self.coordinates}


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpan:
    """Civil dates, both ends included.

    ``start`` is None when only the end is known ("have been used", reported on the 3rd).
    """

    start: date | None
    end: date
    precision: DatePrecision
    expression: str | None = None
    """The words that the span was read from; None when it follows from the report's own date."""

    def __post_init__(self) -> None:
        if self.start is not None and self.start > self.end:
            raise InputError(f"date span ends before it starts: {self.start} > {self.end}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """A count of deaths as low, best, high. ``None`` is unreported, which is not zero."""

    low: int | None = None
    best: int | None = None
    high: int | None = None

    def __post_init__(self) -> None:
        known = [n for n in (self.low, self.best, self.high) if n is not None]
        if known != sorted(known) or any(n < 0 for n in known):
            raise InputError(
                f"toll is not 0 <= low <= best <= high: {self.low}, {self.best}, {self.high}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its noun as the text has it ("over 1,300 combatants neutralized")."""

    low: int | None
    high: int | None
    noun: str
    verb: str | None
    text: str
    start: int
    end: int
    is_fatalities: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A gazetteer record. ``id`` is prefixed with its source ("geonames:172378").

    A ``population`` of None or 0 is unknown.

    >>> from conflict_map import Gazetteer
    >>> place = Gazetteer.shipped().lookup("Athriya", country="SY")[0].place
    >>> place.id, place.name, place.position.latlon
    ('geonames:172378', 'Athriya', (35.36508, 37.7884))
    """

    id: str
    name: str
    position: Position
    feature_class: FeatureClass
    feature_code: str | None = None
    """GeoNames' feature code where known (PPLA, ADM1, PCLI ...)."""
    country: str | None = None
    """ISO 3166-1 alpha-2; None for a region that spans countries."""
    admin1: str | None = None
    """GeoNames' admin-1 code within the country."""
    admin1_name: str | None = None
    admin2: str | None = None
    population: int | None = None
    names: tuple[str, ...] = ()
    disputed: str | None = None
    """A neutral note on who claims and who holds the place; None where undisputed."""
    source: str = "geonames"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One report as it was read; ``text`` is never altered afterwards.

    ``published`` is its day, ``country`` the ISO 3166-1 alpha-2 code of the country that it is
    about, ``language`` an ISO 639-1 code; each is None where it is not known.

    >>> article = Article(id="a", text="Shells fell on Hama.")
    >>> article.text[15:19], article.published is None
    ('Hama', True)
    """

    id: str
    text: str
    title: str | None = None
    published: date | None = None
    url: str | None = None
    publisher: str | None = None
    country: str | None = None
    language: str | None = None


Aspect = Literal["outskirts", "surroundings", "countryside", "axis", "coast", "offshore", "bank"]
"""What of a place an expression means, where it is not the place itself or a part by compass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A place expression in an article: ``article.text[start:end] == text``, half-open code points.

    ``name`` is the toponym to look up ("Aleppo" in "southern Aleppo", "Hama" in "Hama province").

    >>> m = Mention(article_id="a", start=3, end=7, text="Hama", name="Hama")
    >>> m.name_start, m.name_end
    (3, 7)
    """

    article_id: str
    start: int
    end: int
    text: str
    name: str
    kind: LocationKind = LocationKind.POINT
    role: Role = Role.CONTEXT
    reasons: tuple[str, ...] = ()
    """Why this role and kind, in words that can be shown."""
    cues: tuple[str, ...] = ()
    """What the words around it say, from ``text.cues.CUES``; the resolver weighs them."""
    part: str | None = None
    """Which part: n, ne, e, se, s, sw, w, nw, centre, several ("n+w"), or countryside."""
    other_name: str | None = None
    """The far end of a line ("Athriya" in "the Khanaser-Athriya road")."""
    bearing_deg: float | None = None
    distance_km: float | None = None
    feature_hint: FeatureClass | None = None
    """What the words say it is ("province", "village of")."""
    parent_name: str | None = None
    """An apposition that names the parent ("Saraqib, Idlib province")."""
    name_start: int = -1
    """Where the toponym itself stands: ``article.text[name_start:name_end] == name``, half-open.

    For a line it is the first end's. A phrase that names nothing ("that province") stands for
    itself: ``start`` and ``end``, as where nothing is given.
    """
    name_end: int = -1
    distance_range_km: tuple[float, float] | None = None
    """What a stated distance leaves open: (0, 5) of "within 5 km", (10, 15) of "10-15 km"."""
    aspect: Aspect | None = None
    """What of the place is meant ("the outskirts of", "off the coast of", "the A axis")."""
    border_with: tuple[str, ...] = ()
    """The names, as written, of what lies across a border: the mention is that border."""

    @property
    def is_toponym(self) -> bool:
        """Say whether the mention is one place name: no line between two, no "that province"."""
        is_line = self.kind is LocationKind.LINE and not self.border_with
        return bool(self.name) and not is_line and "anaphora" not in self.cues

    def __post_init__(self) -> None:
        if self.name_start < 0:
            object.__setattr__(self, "name_start", self.start)
            object.__setattr__(self, "name_end", self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place that a name may mean, with the evidence for it, one score per clue."""

    place: Place
    rung: str
    """How the name matched: one of ``names.RUNGS``, or "online" for an answer from outside."""
    evidence: Mapping[str, float] = field(default_factory=dict)
    score: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """A resolved place expression with the geometry that the words support."""

    name: str
    kind: LocationKind
    role: Role
    places: tuple[Place, ...]
    """The gazetteer records it rests on: one, or the two ends of a line."""
    position: Position
    """A representative point for lists and labels."""
    geometry: Geometry
    precision: GeoPrecision
    uncertainty_km: float | None = None
    method: str = ""
    """How it was placed, in one sentence for the reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """What a mention was taken to mean; ``location`` is None, with a ``reason``, if none fits.

    ``confidence`` is from 0 to 1 and about the share of such choices that are right.

    >>> from conflict_map import Article, Gazetteer, geoparse
    >>> article = Article(id="a", text="Shells fell on Hama on Friday.")
    >>> [(_, (found,))] = geoparse([article], Gazetteer.shipped())
    >>> found.mention.text, found.location.places[0].country
    ('Hama', 'SY')
    """

    mention: Mention
    location: Location | None
    confidence: float
    reason: str
    runners_up: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What one source says happened; evidence that is never altered."""

    id: str
    article_id: str
    start: int
    end: int
    quote: str
    event_type: str | None
    sub_event_type: str | None
    plover_type: str | None
    dates: DateSpan | None
    locations: tuple[Location, ...] = ()
    """Where it happened; empty with ``unplaced_reason`` set."""
    related: tuple[Location, ...] = ()
    """Places that the sentence names in another role: a direction of movement, an origin."""
    unplaced_reason: str | None = None
    actor1: str | None = None
    actor2: str | None = None
    toll: Toll = Toll()
    quantities: tuple[Quantity, ...] = ()
    source: str | None = None
    """The outlet or data set that carries the report."""
    claimant: str | None = None
    """Who says so, in the source's words; None when the article asserts it itself."""
    claimant_kind: ClaimantKind | None = None
    status: ClaimStatus = ClaimStatus.ASSERTED
    confidence: float = 0.0
    url: str | None = None
    runners_up: tuple[Candidate, ...] = ()
    notes: str | None = None
    plover_mode: str | None = None
    """How, in PLOVER's words ("drone", "riot"); None where it has none or the words say none."""
    allies: tuple[str, ...] = ()
    """Who supports the one that acts, where the sentence says so."""
    about: str | None = None
    """The claim of the same article whose event this one tells more of, by its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened, as its claims have it: at least one; its values derive from them.

    >>> Event(id="e", claims=())
    Traceback (most recent call last):
    conflict_map.errors.InputError: an event needs at least one claim
    """

    id: str
    claims: tuple[Claim, ...]

    def __post_init__(self) -> None:
        if not self.claims:
            raise InputError("an event needs at least one claim")

    @property
    def lead(self) -> Claim:
        """Give the claim that speaks for the event: the first, by the order of ``corroborate``."""
        return self.claims[0]
