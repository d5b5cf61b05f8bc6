"""The closed word lists: event types, precisions, roles, classes; knows no data and no text."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Final


class GeoPrecision(IntEnum):
    """Say how finely a location is known; smaller is finer.

    UCDP GED's ``where_prec`` (codebook 23.1, appendix 3) beside ours:
    PLACE = 1, NEAR = 2, DISTRICT = 3 or 5 (a line), PART = 5, PROVINCE = 4, REGION = 5,
    COUNTRY = 6.
    UCDP's scale is not ordered by size (5 is finer than 4 for a road); ours is.
    """

    PLACE = 1
    """The named place itself: a town, village, site or given coordinate."""
    NEAR = 2
    """Near a named place, within about 25 km."""
    DISTRICT = 3
    """A second-order division, or a line between two named places."""
    PART = 4
    """A stated part of a province ("southern Aleppo")."""
    PROVINCE = 5
    """A first-order division."""
    REGION = 6
    """A region without an authority's border, or a stated part of a country."""
    COUNTRY = 7
    """A country."""


class DatePrecision(StrEnum):
    """Say how finely a date span is known, from finest to coarsest."""

    DAY = "day"
    RANGE = "range"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    FUZZY_START = "fuzzy_start"
    """Only the end is firm ("since late November", "have been used")."""
    UNKNOWN = "unknown"


class FeatureClass(StrEnum):
    """Name a feature by GeoNames' class letters, with countries and regions told apart."""

    COUNTRY = "country"
    ADMIN1 = "admin1"
    ADMIN2 = "admin2"
    POPULATED_PLACE = "place"
    REGION = "region"
    WATER = "water"
    SITE = "site"


class Role(StrEnum):
    """Say what a place name does in its sentence."""

    EVENT_LOCATION = "event_location"
    CONTEXT = "context"
    METONYM = "metonym"
    """A government or command named by its seat or country ("Moscow said")."""
    NAME_PART = "name_part"
    """Part of another name ("Astana agreements", "Hayat Tahrir al-Sham")."""
    DEMONYM = "demonym"
    DIRECTION = "direction"
    """Where movement heads; not a place reached."""
    DATELINE = "dateline"
    INHERITED = "inherited"
    """Not named in the event's sentence: taken from an earlier one, as ``events.where`` says."""


class LocationKind(StrEnum):
    """Say what geometry a place expression stands for."""

    POINT = "point"
    AREA = "area"
    PART = "part_of_area"
    LINE = "line"
    NEAR = "near"
    OFFSET = "offset"
    """A stated distance and bearing from a place ("10 km north of A")."""
    REGION = "region"


class ClaimStatus(StrEnum):
    """Say how far a claim is supported."""

    ASSERTED = "asserted"
    """Stated by the article with no source named."""
    CLAIMED = "claimed"
    """Attributed to one claimant."""
    DENIED = "denied"
    DISPUTED = "disputed"
    CORROBORATED = "corroborated"
    """Reported by two independent sources."""
    CODED = "coded"
    """A row of a coded data set."""


FIRM: Final = frozenset({ClaimStatus.CORROBORATED.value, ClaimStatus.CODED.value})
"""The claim statuses that maps draw filled; all others are drawn hollow."""


class ClaimantKind(StrEnum):
    """Say who claims, in the terms that a reader needs to weigh the claim."""

    PARTY = "party to the conflict"
    GOVERNMENT = "government"
    MILITARY = "military sources"
    OFFICIAL = "official sources"
    LOCAL = "local sources"
    MEDIA = "media"
    NGO = "non-governmental organisation"
    INTERNATIONAL = "international organisation"
    WITNESS = "witnesses"
    UNNAMED = "unnamed sources"
    DATASET = "data set"


class EventType(StrEnum):
    """ACLED's six event types (ACLED codebook, 2023), used as plain English words."""

    BATTLES = "Battles"
    REMOTE = "Explosions/Remote violence"
    CIVILIANS = "Violence against civilians"
    PROTESTS = "Protests"
    RIOTS = "Riots"
    STRATEGIC = "Strategic developments"


SUB_EVENT_TYPES: Final[dict[str, EventType]] = {
    "Armed clash": EventType.BATTLES,
    "Government regains territory": EventType.BATTLES,
    "Non-state actor overtakes territory": EventType.BATTLES,
    "Air/drone strike": EventType.REMOTE,
    "Shelling/artillery/missile attack": EventType.REMOTE,
    "Remote explosive/landmine/IED": EventType.REMOTE,
    "Suicide bomb": EventType.REMOTE,
    "Grenade": EventType.REMOTE,
    "Chemical weapon": EventType.REMOTE,
    "Attack": EventType.CIVILIANS,
    "Abduction/forced disappearance": EventType.CIVILIANS,
    "Sexual violence": EventType.CIVILIANS,
    "Peaceful protest": EventType.PROTESTS,
    "Protest with intervention": EventType.PROTESTS,
    "Excessive force against protesters": EventType.PROTESTS,
    "Violent demonstration": EventType.RIOTS,
    "Mob violence": EventType.RIOTS,
    "Agreement": EventType.STRATEGIC,
    "Arrests": EventType.STRATEGIC,
    "Change to group/activity": EventType.STRATEGIC,
    "Disrupted weapons use": EventType.STRATEGIC,
    "Headquarters or base established": EventType.STRATEGIC,
    "Looting/property destruction": EventType.STRATEGIC,
    "Non-violent transfer of territory": EventType.STRATEGIC,
    "Other": EventType.STRATEGIC,
}
"""ACLED's 25 sub-event types, each with its event type."""

PLOVER_TYPES: Final[tuple[str, ...]] = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE",
    "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
"""PLOVER's 16 event types (2021)."""


class Glyph(StrEnum):
    """Name the six marks of the map: one colour and one shape each, never a side."""

    STRIKE = "strike"
    GROUND = "ground"
    CIVILIANS = "civilians"
    MOVEMENT = "movement"
    UNREST = "unrest"
    OTHER = "other"


GLYPH_LABELS: Final[dict[Glyph, str]] = {
    Glyph.STRIKE: "Strikes and explosions",
    Glyph.GROUND: "Ground fighting",
    Glyph.CIVILIANS: "Harm to civilians",
    Glyph.MOVEMENT: "Movement, change of control",
    Glyph.UNREST: "Protest and unrest",
    Glyph.OTHER: "Other",
}

_MOVEMENT_SUB_TYPES: Final = frozenset(
    {
        "Government regains territory",
        "Non-state actor overtakes territory",
        "Non-violent transfer of territory",
        "Headquarters or base established",
        "Change to group/activity",
    }
)
_GLYPH_OF_TYPE: Final[dict[str, Glyph]] = {
    EventType.BATTLES: Glyph.GROUND,
    EventType.REMOTE: Glyph.STRIKE,
    EventType.CIVILIANS: Glyph.CIVILIANS,
    EventType.PROTESTS: Glyph.UNREST,
    EventType.RIOTS: Glyph.UNREST,
    EventType.STRATEGIC: Glyph.OTHER,
}


def glyph_of(event_type: str | None, sub_event_type: str | None = None) -> Glyph:
    """Give the mark for an event type and sub-type in ACLED's words; unknown words give OTHER.

    >>> glyph_of("Battles", "Armed clash")
    <Glyph.GROUND: 'ground'>
    >>> glyph_of("Strategic developments", "Change to group/activity")
    <Glyph.MOVEMENT: 'movement'>
    >>> glyph_of(None)
    <Glyph.OTHER: 'other'>
    """
    if sub_event_type in _MOVEMENT_SUB_TYPES:
        return Glyph.MOVEMENT
    return _GLYPH_OF_TYPE.get(event_type or "", Glyph.OTHER)


PRECISION_WORDS: Final[dict[GeoPrecision, str]] = {
    GeoPrecision.PLACE: "the named place",
    GeoPrecision.NEAR: "near the named place",
    GeoPrecision.DISTRICT: "a district or a line",
    GeoPrecision.PART: "part of a province",
    GeoPrecision.PROVINCE: "a province",
    GeoPrecision.REGION: "a region",
    GeoPrecision.COUNTRY: "a country",
}
"""How exactly a place is known, for readers."""
STATUS_WORDS: Final[dict[ClaimStatus, str]] = {
    ClaimStatus.ASSERTED: "Stated by the report, no source named",
    ClaimStatus.CLAIMED: "Claimed by one source, not confirmed",
    ClaimStatus.DENIED: "Denied",
    ClaimStatus.DISPUTED: "Disputed",
    ClaimStatus.CORROBORATED: "Reported by independent sources",
    ClaimStatus.CODED: "Coded in a data set",
}
"""How sure a claim is, for readers."""
