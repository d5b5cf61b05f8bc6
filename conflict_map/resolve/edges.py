"""Gives the lines and strips at the edge of areas: borders and coasts; chooses no place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conflict_map import geo
from conflict_map.model import Location, Mention, Place
from conflict_map.resolve import pieces
from conflict_map.resolve.wording import called, furthest_km, part_name, said
from conflict_map.vocabulary import FeatureClass as F
from conflict_map.vocabulary import GeoPrecision, LocationKind, Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.resolve.pieces import Piece

PARTED: Final = frozenset({F.COUNTRY, F.ADMIN1, F.ADMIN2, F.REGION})
"""What may have an area on land, of which there are parts, borders and coasts."""


def border(mention: Mention, place: Place, gazetteer: Gazetteer, role: Role) -> Location | None:
    """Give the border of a place with what the mention names across it; None if they do not touch.

    UCDP (appendix 3): a border is a line, where_prec 5, with one representation point.
    """
    here = pieces.area_of(gazetteer, place)
    if here is None:
        return None
    part = mention.part if geo.is_part(mention.part) else None
    for name in mention.border_with:
        for there in _across(name, here, gazetteer):
            piece = pieces.border(gazetteer, here, there, part)
            if piece is not None:
                return on_border(mention, piece, here, there, role)
    return None


def _across(name: str, here: Place, gazetteer: Gazetteer) -> Iterator[Place]:
    """Give the areas that a name across a border may mean, countries before provinces."""
    for code in gazetteer.demonym(name):
        country = gazetteer.country(code)
        if country is not None and code != here.country:
            yield country
    found = [c.place for c in gazetteer.lookup(name, limit=8, fuzzy=False)]
    areas = [pieces.area_of(gazetteer, p) for p in found]
    kept = [p for p in areas if p is not None and p.id != here.id]
    if here.feature_class is not F.COUNTRY:
        kept = [p for p in kept if p.feature_class is not F.COUNTRY or p.country != here.country]
    yield from sorted(kept, key=lambda p: p.feature_class is not F.COUNTRY)


def on_border(mention: Mention, piece: Piece, a: Place, b: Place, role: Role) -> Location:
    """Give the location of a mention on the border of two areas, which is ``piece``."""
    of_countries = a.feature_class is F.COUNTRY and b.feature_class is F.COUNTRY
    far = furthest_km(mention)
    away = f", within {far:.0f} km of it" if far else ""
    part = (
        f" in its {part_name(mention.part)} half"
        if mention.part and geo.is_part(mention.part)
        else ""
    )
    return Location(
        name=mention.text.removeprefix("the "),
        kind=LocationKind.LINE, role=role, places=(a, b),
        position=piece.position, geometry=piece.geometry,
        precision=GeoPrecision.REGION if of_countries else GeoPrecision.DISTRICT,
        uncertainty_km=round(max(5.0, piece.reach_km) + far, 1),
        method=f"the border of {called(a)} with {called(b)}{part}, "
        f"{2 * piece.reach_km:.0f} km{away}; the mark is its middle",
    )  # fmt: skip


def coast(mention: Mention, place: Place, gazetteer: Gazetteer, role: Role) -> Location | None:
    """Give the coast of an area as a strip of land or of sea; None if it has none.

    UCDP (codebook 19.1, appendix 3): a fuzzy area, where_prec 5. International waters are 7, but no
    report tells them from "off the coast".
    """
    if place.feature_class not in PARTED:
        return None
    offshore = mention.aspect == "offshore"
    part = mention.part if geo.is_part(mention.part) else None
    piece = pieces.coast(gazetteer, place, part, offshore=offshore)
    if piece is None:
        return None
    where = f"{part_name(part)} coast" if part else "coast"
    how = "the sea up to 50 km off" if offshore else "a strip of 10 km along"
    is_wide = place.feature_class in {F.COUNTRY, F.REGION}
    return Location(
        name=f"{'off the ' if offshore else ''}{where} of {said(mention, place)}",
        kind=LocationKind.REGION, role=role, places=(place,),
        position=piece.position, geometry=piece.geometry,
        precision=GeoPrecision.REGION if is_wide else GeoPrecision.PART,
        uncertainty_km=round(piece.reach_km, 1),
        method=f"{how} the {where} of {called(place)}; no authority draws such an area",
    )  # fmt: skip
