"""Which columns of a table of places mean what, by usual names; reads no file."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from conflict_map.errors import InputError, UsageError
from conflict_map.gazetteer.sources.places import PlaceRow
from conflict_map.vocabulary import FeatureClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from conflict_map.gazetteer.sources.faults import Faults

_USUAL: Final = MappingProxyType(
    {
        "name": (
            "name placename place_name toponym name_en nameen english_name featurename "
            "feature_name featurenam settlement settlement_name locality location location_name "
            "village village_name town city city_name site_name asciiname name_1 nom label title"
        ).split(),
        "lat": (
            "lat latitude lat_wgs84 latitude_wgs84 y_coord ycoord point_y coord_y lat_dd "
            "decimallatitude decimal_latitude latitude_y gps_latitude center_lat centroid_lat y"
        ).split(),
        "lon": (
            "lon longitude lng long lon_wgs84 longitude_wgs84 x_coord xcoord point_x coord_x "
            "long_dd lon_dd decimallongitude decimal_longitude longitude_x gps_longitude "
            "center_lon centroid_lon x"
        ).split(),
        "names": (
            "altnames alternatenames alternate_names alternativenames alt_names names other_names "
            "altname aliases variants"
        ).split(),
        "country": (
            "country_code countrycode iso2 iso_a2 cc country country_name admin0pcode adm0_pcode "
            "admin0name_en adm0_en adm0_name"
        ).split(),
        "admin1": (
            "admin1name_en adm1_en admin1_name adm1_name admin1 governorate province oblast state "
            "region"
        ).split(),
        "kind": (
            "placetype fclass feature_class featureclass place_type settlement_type fcode "
            "feature_code featurecode type kind"
        ).split(),
        "population": "population pop population_total pop_total".split(),
    }
)
"""Fields by the folded names of their columns, the surest first."""
_OWN_IDS: Final = MappingProxyType(
    {
        "geonames": "gn_id geonameid geonames_id geoname_id",
        "wof": "wof_id wof",
        "osm": "osm_id",
        "wikidata": "wikidata wikidata_id wd_id",
    }
)
_ID: Final = frozenset("id uid uuid code place_id ref fid".split())
_DIVISION: Final = re.compile(r"(?:admin|adm)_?([0-4])_?(name|pcode|p_code|)(?:_?([a-z]{2,3}\d?))?")
"""OCHA's tables: admin3Name_en, ADM3_EN, admin3Pcode, ADM3_PCODE."""
_PCODE: Final = re.compile(r"(?:(?:admin|adm)_?([0-4])_?)?(?:pcode|p_code)")
_OTHER_NAME: Final = re.compile(
    r"(?:name|altname|alt_name|placename|featurename|nom)_?(?:[a-z]{2,3}|alt\d?|\d)"
    r"|(?:admin|adm)\d_?(?:alt|name_)?\d?_?(?:[a-z]{2,3})\d?"
)
_KINDS: Final = MappingProxyType(
    {
        FeatureClass.POPULATED_PLACE: (
            "p ppl locality localadmin village town city hamlet settlement populated_place place "
            "neighbourhood neighborhood borough suburb camp community"
        ),
        FeatureClass.ADMIN1: "adm1 admin1 region province governorate macrocounty oblast state",
        FeatureClass.ADMIN2: (
            "a adm2 admin2 adm3 admin3 adm4 admin4 county district sub_district subdistrict raion"
        ),
        FeatureClass.COUNTRY: "country adm0 admin0 pcli",
        FeatureClass.WATER: "h river lake sea ocean marinearea stream water",
        FeatureClass.SITE: "s t r site campus airport airbase base crossing bridge hill mountain",
        FeatureClass.REGION: "l area macroregion",
    }
)
_LEVELS: Final = (FeatureClass.COUNTRY, FeatureClass.ADMIN1, FeatureClass.ADMIN2)
FIELDS: Final = (*_USUAL, "id")
"""What ``--columns`` may name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The places of the columns that are used, by number from 0."""

    name: int
    lat: int | None
    lon: int | None
    """Both are None where the rows bring a geometry."""
    names: tuple[int, ...] = ()
    country: int | None = None
    admin1: int | None = None
    kind: int | None = None
    population: int | None = None
    ids: tuple[tuple[str, int], ...] = ()
    """Prefix and column, the record's own id first; an empty prefix takes the source's name."""
    level: FeatureClass | None = None
    """What all rows are, where the columns say it (a table of third-order divisions)."""
    said: tuple[tuple[str, str], ...] = field(default=())
    """Each field with the title of its column, for the reader."""


def detect(
    titles: Sequence[str],
    *,
    file: str,
    given: Mapping[str, str] | None = None,
    shaped: bool = False,
) -> Columns:
    """Find the columns by their titles; ``given`` names some by hand and overrules.

    ``shaped`` says that the rows bring geometries, so that no coordinates are needed.

    >>> found = detect(["P-Code", "Name", "Lat", "Lon", "name_ar"], file="x.csv")
    >>> dict(found.said)
    {'name': 'Name', 'lat': 'Lat', 'lon': 'Lon', 'names': 'name_ar', 'id': 'P-Code'}

    Raises
    ------
    InputError
        If the name or the coordinates are not found.
    UsageError
        If ``given`` names a field or column that is not there.
    """
    folded = [_folded(title) for title in titles]
    chosen = {what: _given(what, title, titles) for what, title in (given or {}).items()}
    for what, usual in _USUAL.items():
        at = next((folded.index(word) for word in usual if word in folded), None)
        if what not in chosen and at is not None and at not in chosen.values():
            chosen[what] = at
    level = _deepest(folded, chosen, given or {})
    _check(chosen, titles, file, shaped=shaped)
    taken = set(chosen.values())
    more = tuple(
        at for at, word in enumerate(folded) if at not in taken and _OTHER_NAME.fullmatch(word)
        and _level_of(word) == _level_of(folded[chosen["name"]])
    )  # fmt: skip
    names = ((chosen["names"],) if "names" in chosen else ()) + more
    ids = _ids(folded, chosen)
    said = [(what, titles[at]) for what, at in chosen.items() if what not in ("names", "id")]
    said += [("names", titles[at]) for at in names] + [("id", titles[at]) for _, at in ids]
    return Columns(
        name=chosen["name"],
        lat=chosen.get("lat"),
        lon=chosen.get("lon"),
        names=names,
        country=chosen.get("country"),
        admin1=chosen.get("admin1") if level is not FeatureClass.ADMIN1 else None,
        kind=chosen.get("kind"),
        population=chosen.get("population"),
        ids=ids,
        level=level,
        said=tuple(said),
    )


def rows_of(
    records: Iterable[tuple[int, Sequence[str], Mapping[str, Any] | None]],
    columns: Columns,
    *,
    source: str,
    file: str,
    faults: Faults,
) -> Iterator[PlaceRow]:
    """Give the rows (number, cells, GeoJSON geometry) as places; ``source`` begins their ids."""
    for row, cells, geometry in records:
        lat, lon = _position(cells, geometry, columns)
        if lat is None or lon is None:
            faults.add(file, row, "the coordinates are no numbers")
            continue
        kind, code = _kind(_cell(cells, columns.kind))
        yield PlaceRow(
            row=row,
            name=_cell(cells, columns.name),
            lat=lat,
            lon=lon,
            names=tuple(n for at in columns.names for n in _several(_cell(cells, at))),
            country=_cell(cells, columns.country) or None,
            admin1=_cell(cells, columns.admin1) or None,
            feature_class=columns.level or kind or FeatureClass.POPULATED_PLACE,
            feature_code=code,
            population=_whole(_cell(cells, columns.population)),
            ids=tuple(
                one
                for prefix, at in columns.ids
                if (one := _id(prefix or source, _cell(cells, at)))
            ),
        )


def _folded(title: str) -> str:
    return re.sub(r"[\W_]+", "_", title.strip().lower().removeprefix("\ufeff")).strip("_")


def _given(what: str, title: str, titles: Sequence[str]) -> int:
    if what not in FIELDS:
        raise UsageError(f"--columns {what}=...: unknown; known are {', '.join(FIELDS)}")
    for at, each in enumerate(titles):
        if each == title or _folded(each) == _folded(title):
            return at
    raise UsageError(f"--columns {what}={title}: no such column; there are: {', '.join(titles)}")


def _deepest(
    folded: Sequence[str], chosen: dict[str, int], given: Mapping[str, str]
) -> FeatureClass | None:
    """Take the name of the deepest division where a table has only divisions; tell its class."""
    if "name" in chosen:
        return None
    named: dict[int, list[tuple[int, int]]] = {}
    for at, word in enumerate(folded):
        match = _DIVISION.fullmatch(word)
        if match and match[2] in ("name", "") and match[3] != "pcode":
            # English first, a name without a language next: it is what the press writes.
            rank = {"en": 0, None: 1}.get(match[3], 2)
            named.setdefault(int(match[1]), []).append((rank, at))
    if not named or "name" in given:
        return None
    deepest = max(named)
    chosen["name"] = min(named[deepest])[1]
    if chosen.get("admin1") == chosen["name"]:
        del chosen["admin1"]
    if chosen.get("country") == chosen["name"]:
        del chosen["country"]
    return _LEVELS[min(deepest, 2)] if deepest < 4 else FeatureClass.POPULATED_PLACE


def _level_of(word: str) -> str | None:
    match = _DIVISION.fullmatch(word)
    return match[1] if match else None


def _check(chosen: Mapping[str, int], titles: Sequence[str], file: str, *, shaped: bool) -> None:
    missing = [what for what in ("name", "lat", "lon") if what not in chosen]
    if shaped and "name" in chosen:
        return
    if missing:
        raise InputError(
            f"{file}: found no column for {', '.join(missing)} among {', '.join(titles)[:200]}; "
            f"name them: --columns {','.join(f'{what}=COLUMN' for what in missing)}"
        )


def _ids(folded: Sequence[str], chosen: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Give the columns of ids with their prefixes, GeoNames' first: all layers share it."""
    found = [
        (prefix, folded.index(word))
        for prefix, words in _OWN_IDS.items()
        for word in words.split()
        if word in folded
    ]
    if "id" in chosen:
        return (("", chosen["id"]), *(pair for pair in found if pair[1] != chosen["id"]))
    depth = _level_of(folded[chosen["name"]])
    for at, word in enumerate(folded):
        match = _PCODE.fullmatch(word)
        if match and match[1] in (None, depth):
            found.append(("pcode", at))
        elif word in _ID and not found:
            found.append(("", at))
    return tuple(found)


def _cell(cells: Sequence[str], at: int | None) -> str:
    return cells[at].strip() if at is not None and at < len(cells) else ""


def _position(
    cells: Sequence[str], geometry: Mapping[str, Any] | None, columns: Columns
) -> tuple[float | None, float | None]:
    """Give latitude and longitude; not a number for empty cells, None for what is no number."""
    if columns.lat is not None and columns.lon is not None:
        return _number(_cell(cells, columns.lat)), _number(_cell(cells, columns.lon))
    if not geometry:
        return math.nan, math.nan
    from shapely.errors import ShapelyError  # noqa: PLC0415 - only files with geometries need it
    from shapely.geometry import shape  # noqa: PLC0415

    try:
        # A point within an area stands for it; the point of a point is itself.
        point = shape(dict(geometry)).representative_point()
        return (math.nan, math.nan) if point.is_empty else (float(point.y), float(point.x))
    except (ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None, None


def _number(text: str) -> float | None:
    if not text:
        return math.nan
    try:
        value = float(text if "." in text else text.replace(",", ".", 1))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _whole(text: str) -> int | None:
    digits = text.replace(",", "").replace(" ", "").removesuffix(".0")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 12 else None


def _several(text: str) -> list[str]:
    """Part a cell of names: by bars or semicolons, else by commas.

    >>> _several("A|B"), _several("A, B"), _several("")
    (['A', 'B'], ['A', 'B'], [])
    """
    sign = next((sign for sign in "|;" if sign in text), ",")
    return [name.strip() for name in text.split(sign) if name.strip()]


def _kind(text: str) -> tuple[FeatureClass | None, str | None]:
    """Read a word or a code of GeoNames for what a place is.

    >>> _kind("locality")[0].value, _kind("PPLA"), _kind("")
    ('place', (<FeatureClass.POPULATED_PLACE: 'place'>, 'PPLA'), (None, None))
    """
    word = _folded(text)
    for kind, words in _KINDS.items():
        if word in words.split():
            return kind, text if text.isupper() and len(text) > 2 else None
    if text.startswith("PPL") and text.isascii() and text.isupper() and len(text) <= 5:
        return FeatureClass.POPULATED_PLACE, text
    return None, None


def _id(prefix: str, text: str) -> str | None:
    """Give an id with its prefix, or None for an empty cell or one that is no id."""
    text = text.strip().removesuffix(".0")
    if not text or len(text) > 80:
        return None
    if prefix == "geonames" and not (text.isascii() and text.isdigit() and 0 < int(text) < 2**32):
        return None
    return f"{prefix}:{text}"
