"""Invented events for the tests of the page; every sentence here was written for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pandas as pd

from conflict_map.events.event_set import EventSet
from conflict_map.model import (
    Candidate,
    Claim,
    DateSpan,
    Event,
    Geometry,
    Location,
    Place,
    Position,
    Quantity,
    Toll,
)
from conflict_map.vocabulary import (
    ClaimantKind,
    ClaimStatus,
    DatePrecision,
    FeatureClass,
    GeoPrecision,
    LocationKind,
    Role,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def place(name: str, lon: float, lat: float, **more: Any) -> Place:
    return Place(
        id=f"test:{name}",
        name=name,
        position=Position(lon=lon, lat=lat),
        feature_class=more.pop("feature_class", FeatureClass.POPULATED_PLACE),
        country=more.pop("country", "SY"),
        **more,
    )


def location(name: str, lon: float, lat: float, **more: Any) -> Location:
    at = Position(lon=lon, lat=lat)
    return Location(
        name=name,
        kind=more.pop("kind", LocationKind.POINT),
        role=more.pop("role", Role.EVENT_LOCATION),
        places=more.pop("places", (place(name, lon, lat),)),
        position=at,
        geometry=more.pop("geometry", Geometry(type="Point", coordinates=at.lonlat)),
        precision=more.pop("precision", GeoPrecision.PLACE),
        method=more.pop("method", f"{name} is a place of that name in the country of the report."),
        **more,
    )


def box(west: float, south: float, east: float, north: float) -> Geometry:
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return Geometry(type="Polygon", coordinates=(ring,))


HAMA = location(
    "Hama province", 37.0, 35.2,
    kind=LocationKind.AREA, precision=GeoPrecision.PROVINCE, uncertainty_km=60.0,
    geometry=Geometry(type="Polygon", coordinates=((
        (36.2, 35.0), (36.35, 35.5), (36.8, 35.62), (37.6, 35.55), (38.1, 35.3), (37.9, 34.95),
        (37.1, 34.9), (36.6, 34.82), (36.2, 35.0)),)),
)  # fmt: skip
IDLIB = location(
    "Idlib province", 36.67, 35.83,
    kind=LocationKind.AREA, precision=GeoPrecision.PROVINCE, uncertainty_km=50.0,
    geometry=Geometry(type="Polygon", coordinates=((
        (36.18, 35.82), (36.4, 36.2), (36.75, 36.25), (37.0, 36.0), (37.15, 35.7), (36.8, 35.62),
        (36.35, 35.55), (36.18, 35.82)),)),
)  # fmt: skip
ROAD = location(
    "Khanasir – Athriya road", 37.64, 35.57,
    kind=LocationKind.LINE, precision=GeoPrecision.DISTRICT, uncertainty_km=10.0,
    geometry=Geometry(type="LineString", coordinates=(
        (37.497, 35.783), (37.56, 35.66), (37.69, 35.52), (37.788, 35.365))),
    method="Drawn straight between the two named places; the road itself may bend.",
)  # fmt: skip
NEAR = location(
    "near Salamiyah", 37.05, 35.01,
    kind=LocationKind.NEAR, precision=GeoPrecision.NEAR, uncertainty_km=12.0,
)  # fmt: skip
SOUTH = location(
    "southern Aleppo",
    37.25,
    35.85,
    kind=LocationKind.PART,
    precision=GeoPrecision.PART,
    uncertainty_km=35.0,
    geometry=box(36.9, 35.62, 37.65, 36.02),
)
SAFIRA = location("As Safirah", 37.374, 36.069)
SARAQIB = location("Saraqib", 36.802, 35.864)
ZAHRA = location("Az Zahra", 37.011, 36.361)
HAMA_CITY = location("Hama", 36.75, 35.13, role=Role.DIRECTION)


@dataclass
class _Row:
    type: str
    sub: str
    day: int
    days: int
    where: Sequence[Location]
    who: tuple[str | None, str | None]
    quote: str
    claimant: str | None = None
    kind: ClaimantKind | None = None
    status: ClaimStatus = ClaimStatus.ASSERTED
    quantities: tuple[str, ...] = ()
    towards: Sequence[Location] = ()
    why_not: str | None = None
    toll: int | None = None


_B, _R, _C, _S = (
    "Battles", "Explosions/Remote violence", "Violence against civilians", "Strategic developments",
)  # fmt: skip
_ARMY, _NORTH = "Army of the Example Republic", "Northern Front"
_STORY = (
    _Row(_R, "Air/drone strike", 1, 0, (HAMA,), (_ARMY, None),
         "The command said its aircraft hit five command posts across Hama province.",
         "Army command", ClaimantKind.PARTY, ClaimStatus.CLAIMED, ("five command posts",)),
    _Row(_R, "Air/drone strike", 1, 0, (IDLIB,), (_ARMY, None),
         "Strikes were also reported over Idlib province.", "a military source",
         ClaimantKind.MILITARY, ClaimStatus.CLAIMED),
    _Row(_R, "Shelling/artillery/missile attack", 1, 1, (SARAQIB,), (_ARMY, _NORTH),
         "Shells fell on the eastern edge of Saraqib through the night."),
    _Row(_B, "Armed clash", 2, 0, (ROAD,), (_ARMY, _NORTH),
         "Fighting went on along the road between Khanasir and Athriya.", "local sources",
         ClaimantKind.LOCAL, ClaimStatus.CLAIMED),
    _Row(_B, "Armed clash", 2, 0, (NEAR,), (_ARMY, _NORTH),
         "A patrol was ambushed near Salamiyah, residents said.", "residents",
         ClaimantKind.WITNESS, ClaimStatus.CLAIMED, toll=4),
    _Row(_B, "Non-state actor overtakes territory", 2, 0, (SAFIRA,), (_NORTH, None),
         "The front said that it had taken As Safirah and its works.", "Northern Front",
         ClaimantKind.PARTY, ClaimStatus.CLAIMED, towards=(HAMA_CITY,)),
    _Row(_S, "Change to group/activity", 2, 0, (SOUTH,), (_NORTH, None),
         "Columns were seen in southern Aleppo, moving towards Hama.",
         towards=(HAMA_CITY,)),
    _Row(_B, "Armed clash", 2, 0, (HAMA,), (_ARMY, _NORTH),
         "Clashes were reported in the north of Hama province.", "two monitoring groups",
         ClaimantKind.NGO, ClaimStatus.CORROBORATED, toll=11),
    _Row(_R, "Remote explosive/landmine/IED", 3, 0, (ZAHRA, SAFIRA), (None, None),
         "Mines killed two shepherds at Az Zahra and one at As Safirah.", "a hospital",
         ClaimantKind.LOCAL, ClaimStatus.CORROBORATED, toll=3),
    _Row(_C, "Attack", 3, 0, (SARAQIB,), (None, "Civilians"),
         "A market in Saraqib was hit; nine people were killed, the relief committee said.",
         "Relief committee", ClaimantKind.NGO, ClaimStatus.CLAIMED, toll=9),
    _Row(_C, "Abduction/forced disappearance", 3, 0, (SARAQIB,), (None, "Civilians"),
         "Three medics were taken from a clinic in Saraqib.", "Relief committee",
         ClaimantKind.NGO, ClaimStatus.DISPUTED),
    _Row("Protests", "Peaceful protest", 3, 0, (ZAHRA,), ("Protesters", None),
         "Several hundred people marched in Az Zahra and asked for bread."),
    _Row(_S, "Agreement", 3, 0, (), ("Example Republic", "Neighbour State"),
         "The two foreign ministers spoke by telephone and agreed to meet.",
         why_not="the report names no place where the call was held"),
    _Row(_R, "Air/drone strike", -9, 12, (), (_ARMY, None),
         "Since late November over a thousand fighters were put out of action, the ministry said.",
         "Ministry of Defence", ClaimantKind.GOVERNMENT, ClaimStatus.CLAIMED,
         ("over a thousand fighters put out of action",),
         why_not="the sentence covers the whole front"),
    _Row(_S, "Other", 0, 0, (), (None, None),
         "Fuel was said to be short in the countryside.",
         why_not="'the countryside' is not named more closely"),
)  # fmt: skip


def _story_event(number: int, row: _Row) -> Event:
    first = date(2024, 12, 1) + timedelta(days=row.day - 1)
    dates = None
    if row.day:
        precision = DatePrecision.RANGE if row.days else DatePrecision.DAY
        last = first + timedelta(days=row.days)
        dates = DateSpan(start=first, end=last, precision=precision)
    runner = Candidate(place=place("Saraqib Fawqani", 36.1, 35.2, admin1_name="Latakia"),
                       rung="variant", score=0.31)  # fmt: skip
    claim = Claim(
        id=f"c{number:02}",
        article_id="invented-report",
        start=0,
        end=len(row.quote),
        quote=row.quote,
        event_type=row.type,
        sub_event_type=row.sub,
        plover_type=None,
        dates=dates,
        locations=tuple(row.where),
        related=tuple(row.towards),
        unplaced_reason=row.why_not,
        actor1=row.who[0],
        actor2=row.who[1],
        toll=Toll(best=row.toll),
        quantities=tuple(
            Quantity(low=None, high=None, noun=text, verb=None, text=text, start=0, end=0)
            for text in row.quantities
        ),
        source="The Invented Courier",
        claimant=row.claimant,
        claimant_kind=row.kind,
        status=row.status,
        confidence=0.8,
        url="https://courier.example/2024/12/03/front",
        runners_up=(runner,) if SARAQIB in row.where else (),
    )
    return Event(id=f"e{number:02}", claims=(claim,))


def story() -> EventSet:
    """Fifteen invented events in Syria: points, areas, a road, a circle, directions, no place."""
    return EventSet.from_events(_story_event(n, row) for n, row in enumerate(_STORY, start=1))


def _spread(count: int) -> Iterator[tuple[float, float]]:
    """Give repeatable positions over Ukraine-like ground, many of them shared."""
    state = 1
    for _ in range(count):
        state = (state * 1103515245 + 12345) % 2**31
        west_east = (state >> 8) % 400
        state = (state * 1103515245 + 12345) % 2**31
        yield round(30 + west_east / 50, 4), round(47 + (state >> 8) % 300 / 80, 4)


def table(count: int, **columns: Any) -> EventSet:
    """Coded rows: every type in turn, a day each for a hundred days, positions that repeat."""
    types = [
        ("Battles", "Armed clash"), ("Explosions/Remote violence", "Air/drone strike"),
        ("Violence against civilians", "Attack"), ("Protests", "Peaceful protest"),
        ("Strategic developments", "Non-violent transfer of territory"), ("Other words", "x"),
    ]  # fmt: skip
    lonlat = list(_spread(count))
    start = date(2023, 1, 1)
    days = [start + timedelta(days=n % 100) for n in range(count)]
    frame = pd.DataFrame(
        {
            "event_id": [f"row{n:06}" for n in range(count)],
            "event_type": [types[n % 6][0] for n in range(count)],
            "sub_event_type": [types[n % 6][1] for n in range(count)],
            "date_start": days,
            "date_end": days,
            "date_precision": "day",
            "place_name": [f"Place {lon:.2f} {lat:.2f}" for lon, lat in lonlat],
            "geo_precision": [1 + n % 3 for n in range(count)],
            "lat": [lat for _, lat in lonlat],
            "lon": [lon for lon, _ in lonlat],
            "actor1": [f"Group {n % 7}" for n in range(count)],
            "source": [f"Source {n % 5}" for n in range(count)],
            "claim_status": "coded",
            "notes": [f"Invented note number {n} about what happened here." for n in range(count)],
            **columns,
        }
    )
    return EventSet.from_frame(frame)


_WORDS = (
    "clashes shelling market bridge convoy checkpoint villagers river night morning reported said hit near north "
    "south three seven wounded killed houses school road patrol drone mortar militia army police residents fled "
    "aid camp hospital fuel grain factory station tower crossing valley ridge commander spokesman denied confirmed"
).split()


def prose(seed: int, words: int = 32) -> str:
    """Some two hundred characters that repeat little, the same for the same number."""
    state, out = seed + 1, []
    for _ in range(words):
        state = (state * 1103515245 + 12345) % 2**31
        out.append(_WORDS[(state >> 9) % len(_WORDS)])
    return " ".join(out)
