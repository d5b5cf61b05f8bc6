"""Which names of a source are names, with and without the word for a kind; knows no places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from conflict_map.names import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

_ARTICLE_START: Final = re.compile(r"^(?:a|e|u)[lstdnrzh]{1,2}[- ]|^'s-")
_TYPE_SUFFIX: Final = re.compile(
    r"[ ,]+(?:governorate|province|region|oblast[’']?|state|district|department|county|division"
    r"|prefecture|municipality|territory|rayon|raion|kray|krai|regency|emirate|canton|parish"
    r"|commune|popularate|autonomous (?:region|republic|community)|city|republic|subdistrict"
    r"|community|municipio|kabupaten|il[ıi]|ilçesi|okrug|vilayeti|mühafəzəsi)$",
    re.IGNORECASE,
)
_TYPE_PREFIX: Final = re.compile(
    r"^(?:(?:emirate|province|region|state|county|district|municipality|governorate|department"
    r"|republic|autonomous (?:region|republic)) of (?:the )?"
    r"|mu[hḩ]āfaz̧?at |muhafazat |wilāyat |wilayat |departamento (?:de |del )"
    r"|département (?:de |d['’]|du )|provincia (?:de |di |del )|estado (?:de |do )"
    r"|província (?:de |do |da )|distrito de |municipio de "
    r"|محافظة |ولاية |منطقة |شعبية |إمارة |استان |شهرستان |ناحية |قضاء )",
    re.IGNORECASE,
)


def plausible(name: str) -> bool:
    """Tell names from the machine transliterations and airport codes in GeoNames' alternates."""
    if not 1 < len(name) <= 80 or name.isdigit() or "://" in name:
        return False
    if name.isascii():
        if name == name.lower() and not _ARTICLE_START.match(name):
            return False
        if len(name) <= 3 and name == name.upper():
            return False
    return True


def bare(name: str) -> str:
    """Strip the word for the kind of division: "Hama Governorate" gives "Hama"."""
    stripped = _TYPE_PREFIX.sub("", _TYPE_SUFFIX.sub("", name.strip())).strip()
    return stripped or name


def has_type_word(name: str) -> bool:
    """Tell whether a name ends in a word for a kind of division."""
    return _TYPE_SUFFIX.search(name) is not None


def is_generic(name: str) -> bool:
    """Tell a name that means nothing without the word for its kind: "Northern"."""
    return fold(name) in _GENERIC


def unique(names: Iterable[str], own: str) -> tuple[str, ...]:
    """Keep one name per folded key, sorted, without the record's own."""
    seen = {fold(own)}
    kept = []
    for name in sorted({n.strip() for n in names if n and n.strip()}):
        key = fold(name)
        if key and key not in seen:
            seen.add(key)
            kept.append(name)
    return tuple(kept)


_GENERIC: Final = frozenset(
    {
        *("north", "south", "east", "west", "northern", "southern", "eastern", "western"),
        *("central", "centre", "center", "capital", "coast", "coastal", "island", "islands"),
        *("northeast", "northwest", "southeast", "southwest", "northeastern", "northwestern"),
        *("southeastern", "southwestern", "north east", "north west", "south east", "south west"),
        *("north eastern", "north western", "south eastern", "south western"),
        *("upper", "lower", "district", "region", "city", "oblast"),
    }
)
"""Words that name a division only together with the word for its kind."""
_ARAB: Final = frozenset(
    {"BH", "EG", "IQ", "JO", "KW", "LB", "LY", "OM", "PS", "SA", "SY", "TN", "YE"}
)
_OBLAST: Final = frozenset({"BG", "BY", "KG", "KZ", "RU", "UA", "UZ"})


def division_names(names: Iterable[str], english: Iterable[str], country: str) -> set[str]:
    """Give a first-order division's names with and without the word for its kind."""
    out = {n for n in names if n}
    out |= {bare(n) for n in out}
    out = {n for n in out if not is_generic(n)}
    words = ["Province", "Region", "State"]
    words += ["Governorate"] if country in _ARAB else []
    words += ["Oblast"] if country in _OBLAST else []
    for name in english:
        out |= {f"{bare(name)} {word}" for word in words}
    return out
