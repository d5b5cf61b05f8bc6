"""What the name of a place in a question means: one place, or an error that lists several."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from conflict_map.errors import UsageError
from conflict_map.resolve.rows import RowGeocoder
from conflict_map.vocabulary import FeatureClass

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Place, Position

_ID: Final = re.compile(r"[a-z][a-z0-9_-]*:\S+")
_FIRM: Final = frozenset({"name", "folded", "article"})
"""Rungs of a match that stand by themselves; others are told, not taken."""
_AREAS: Final = frozenset(
    {
        FeatureClass.COUNTRY,
        FeatureClass.ADMIN1,
        FeatureClass.ADMIN2,
        FeatureClass.REGION,
        FeatureClass.WATER,
    }
)
_LISTED: Final = 4


def position_named(
    gazetteer: Gazetteer, name: str, country: str | None = None, usual: Sequence[str] = ()
) -> Position:
    """Give the position of the one populated place or site of that name.

    It is looked for in ``country`` (ISO 3166-1 alpha-2 or a name), else in the ``usual`` countries,
    else everywhere. A gazetteer id means its place.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> position_named(Gazetteer.shipped(), "Hama", usual=["SY"]).latlon
    (35.13179, 36.75783)

    Raises
    ------
    UsageError
        if no such place is known or several are, with what it could be.

    """
    if _ID.fullmatch(name):
        place = gazetteer.place(name)
        if place is None:
            raise UsageError(f"{name!r} is no id of the gazetteer; ids and names are in 'lookup'")
        return place.position
    found = _firm(gazetteer, name, country, usual)
    points = [place for place in found if place.feature_class not in _AREAS]
    where = f" in {country}" if country else ""
    if len(points) == 1:
        return points[0].position
    if points:
        raise UsageError(
            f"{name!r} is the name of {len(points)} places{where}: {_list(points)}; give country=, "
            "or an id in the place of the name"
        )
    if found:
        raise UsageError(
            f"{name!r} is an area and no point: {_list(found)}; ask for its column with "
            "where(admin1=...) or where(country=...), or give a Position"
        )
    alike = [c.place for c in gazetteer.lookup(name, country=_code(gazetteer, country), limit=9)]
    hint = f"; alike are {_list(alike)}" if alike else ""
    raise UsageError(f"the gazetteer has no place {name!r}{where}{hint}; write an id or a Position")


def _code(gazetteer: Gazetteer, country: str | None) -> str | None:
    if country is None:
        return None
    code = RowGeocoder(gazetteer).country(country)
    if code is None:
        raise UsageError(f"{country!r} is no country; write its name or its code, such as SY")
    return code


def _firm(
    gazetteer: Gazetteer, name: str, country: str | None, usual: Sequence[str]
) -> list[Place]:
    """Give the places of exactly this name where they are to be looked for."""

    def within(code: str | None) -> dict[str, Place]:
        found = gazetteer.lookup(name, country=code, limit=25, fuzzy=False)
        return {c.place.id: c.place for c in found if c.rung in _FIRM}

    if country is not None:
        return list(within(_code(gazetteer, country)).values())
    rows = RowGeocoder(gazetteer)
    near: dict[str, Place] = {}
    for code in sorted({code for text in usual if (code := rows.country(text))}):
        near |= within(code)
    if any(place.feature_class not in _AREAS for place in near.values()):
        return list(near.values())
    return list(within(None).values())


def _list(places: Sequence[Place]) -> str:
    """Say what each place is, the likeliest first, and how many more there are."""
    shown = []
    for place in places[:_LISTED]:
        inside = [place.admin1_name] if place.admin1_name != place.name else []
        where = ", ".join(part for part in (*inside, place.country, place.id) if part)
        shown.append(f"{place.name} ({where})")
    more = f"; and {len(places) - _LISTED} more" if len(places) > _LISTED else ""
    return "; ".join(shown) + more
