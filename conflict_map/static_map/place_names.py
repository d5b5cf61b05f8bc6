"""Names of places as a printed map writes them, in letters that it has; knows no event."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from conflict_map.geo import haversine_km
from conflict_map.static_map.lettering import clean, undrawable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflict_map.model import Candidate, Place, Position

_NAMESAKE_KM: Final = 25.0
"""A place of the name within this distance of an event is the one that is meant."""


class Names(Protocol):
    """What a printed map needs of a gazetteer to name places in letters that it has."""

    def place(self, place_id: str) -> Place | None:
        """Give the record of an id, or None."""

    def lookup(self, name: str, *, limit: int) -> Sequence[Candidate]:
        """Give the places that a name may mean, best first."""


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A name as the data has it, with what is known of the place that it means."""

    text: str
    ids: str | None = None
    """Ids of a gazetteer, joined with "; "."""
    places: tuple[Place, ...] = ()


def is_other_script(name: str) -> bool:
    """Tell whether a name has a letter that is not Latin."""
    return any(c.isalpha() and ord(c) > 0x24F and not 0x1E00 <= ord(c) <= 0x1EFF for c in name)


def shown_name(name: str | None, places: Iterable[Place | None]) -> str | None:
    """Give a place's name as a printed map writes it: with the gazetteer's if it is not Latin.

    Where the font lacks its letters the gazetteer's name alone is given, and without one None:
    a mark without a name is better than a name of boxes.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> aleppo = Gazetteer.default().place("geonames:170063")
    >>> shown_name("حلب", [aleppo]), shown_name("Halab", [aleppo]), shown_name("北京", [])
    ('Aleppo (حلب)', 'Halab', None)
    """
    text = clean(name or "", 60)
    if not any(c.isalnum() for c in text):
        return None  # "-" and "?" name nothing
    if not is_other_script(text):
        return None if undrawable(text) else text
    known = dict.fromkeys(clean(place.name, 60) for place in places if place is not None)
    latin = " – ".join(name for name in known if not undrawable(name))
    if undrawable(text):
        return latin or None
    return f"{latin} ({text})" if latin else text


def name_at(name: PlaceName, here: Position, names: Names | None) -> str | None:
    """Give the name of a place at a position as it is written on the map; None for none.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> from conflict_map.model import Position
    >>> name_at(PlaceName("北京"), Position(lon=116.4, lat=39.9), Gazetteer.default())
    'Beijing'
    """
    if not is_other_script(name.text):
        return shown_name(name.text, ())
    return shown_name(name.text, _meant(name, here, names))


def _meant(name: PlaceName, here: Position, names: Names | None) -> Iterable[Place | None]:
    if name.places or names is None:
        return name.places
    if name.ids:
        return [names.place(one) for one in name.ids.split("; ")]
    found = (candidate.place for candidate in names.lookup(name.text, limit=5))
    near = (place for place in found if haversine_km(place.position, here) <= _NAMESAKE_KM)
    return [next(near, None)]
