"""Words a location for its readers: its name, what it rests on, how far off; draws nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conflict_map.vocabulary import FeatureClass as F

if TYPE_CHECKING:
    from conflict_map.model import Mention, Place

PART_NAMES: Final[dict[str, str]] = {
    "n": "northern", "ne": "north-eastern", "e": "eastern", "se": "south-eastern", "s": "southern",
    "sw": "south-western", "w": "western", "nw": "north-western", "centre": "central",
}  # fmt: skip


def part_name(part: str) -> str:
    """Give the adjective of a part of an area.

    >>> part_name("ne"), part_name("n+w")
    ('north-eastern', 'northern and western')
    """
    return " and ".join(PART_NAMES[p] for p in part.split("+"))


def said(mention: Mention, place: Place) -> str:
    """Give the name as the report spells it, for its readers; the method has the gazetteer's.

    >>> from conflict_map.model import Mention, Place, Position
    >>> here = Position(lon=36.75, lat=35.13)
    >>> place = Place(id="x:1", name="Ḩamāh", position=here, feature_class=F.POPULATED_PLACE)
    >>> said(Mention(article_id="a", start=0, end=5, text="HAMAH", name="HAMAH"), place)
    'Hamah'
    """
    if not mention.name or "demonym" in mention.cues:
        return place.name
    shouted = mention.name.isupper() and len(mention.name) > 4
    return mention.name.title() if shouted else mention.name


def called(place: Place) -> str:
    """Give the gazetteer's name of a place with its province and country.

    >>> from conflict_map.model import Place, Position
    >>> here = Position(lon=36.75, lat=35.13)
    >>> called(Place(id="x:1", name="Hama", position=here, feature_class=F.SITE, country="SY"))
    'Hama, SY'
    """
    parts = [place.name]
    if place.admin1_name and place.admin1_name != place.name:
        parts.append(place.admin1_name)
    if place.country and place.feature_class is not F.COUNTRY:
        parts.append(place.country)
    return ", ".join(parts)


def furthest_km(mention: Mention) -> float:
    """Give how far in kilometres a mention is from its anchor at most; 0 if it states no distance.

    >>> from conflict_map.model import Mention
    >>> m = Mention(
    ...     article_id="a", start=0, end=4, text="Hama", name="Hama",
    ...     distance_km=12.5, distance_range_km=(10.0, 15.0),
    ... )
    >>> furthest_km(m)
    15.0
    """
    if mention.distance_range_km is not None:
        return mention.distance_range_km[1]
    return mention.distance_km or 0.0
