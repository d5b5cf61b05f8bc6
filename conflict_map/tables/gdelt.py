"""GDELT 1 and 2 event files, with or without header: how to know them, what their codes mean."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from conflict_map.tables.cameo import cameo_code, cameo_meaning
from conflict_map.tables.cells import text_column
from conflict_map.tables.countries import iso_of_fips
from conflict_map.tables.formats import Credit, TableFormat, texts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflict_map.tables.raw_table import RawTable


def _actor(number: int) -> list[str]:
    parts = (
        "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code "
        "Type2Code Type3Code"
    )
    return [f"Actor{number}{part}" for part in parts.split()]


def _geo(whose: str, *, second: bool) -> list[str]:
    parts = ["Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID"]
    return [f"{whose}Geo_{part}" for part in parts if second or part != "ADM2Code"]


def _names(*, second: bool) -> list[str]:
    return [
        *"GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split(),
        *_actor(1),
        *_actor(2),
        *"IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale".split(),
        *"NumMentions NumSources NumArticles AvgTone".split(),
        *_geo("Actor1", second=second),
        *_geo("Actor2", second=second),
        *_geo("Action", second=second),
        "DATEADDED",
        "SOURCEURL",
    ]


_YEAR_OFF_DAYS: Final = 300
_GDELT2: Final = tuple(_names(second=True))
_GDELT1: Final = tuple(_names(second=False))


def _headerless(first: Sequence[str]) -> tuple[str, ...] | None:
    """Know a row of GDELT by its number of fields and its first two: an id and a day.

    >>> _headerless(["1", "20240101"]) is None
    True
    """
    if len(first) not in (57, 58, 61) or not re.fullmatch(r"\d{1,12}", first[0].strip()):
        return None
    if not re.fullmatch(r"(19|20)\d{6}", first[1].strip()):
        return None
    return _GDELT2 if len(first) == 61 else _GDELT1[: len(first)]


def _with_meanings(table: RawTable) -> RawTable:
    """Give the types of the codes, the countries in ISO codes, and the place without "Country"."""
    codes = [cameo_code(cell) for cell in texts_of(table, "eventcode", "eventrootcode") or ()]
    meanings = [cameo_meaning(code) for code in codes]
    made = {
        "type": [word for word, _, _ in meanings],
        "sub type": [word for _, word, _ in meanings],
        "plover": [word for _, _, word in meanings],
        "cameo": codes,
    }
    fips = texts_of(table, "actiongeo_countrycode")
    if fips is not None:
        made["iso"] = [iso_of_fips(code) or code for code in fips]
    names = texts_of(table, "actiongeo_fullname")
    kinds = texts_of(table, "actiongeo_type")
    if names is not None and kinds is not None:
        made["division"] = [_division(*pair) for pair in zip(names, kinds, strict=True)]
    made_columns = {f"gdelt {name}": text_column(values) for name, values in made.items()}
    return replace(table.with_columns(made_columns), warnings=(*table.warnings, *_year_off(table)))


def _year_off(table: RawTable) -> Iterator[str]:
    """Say how many acts are dated months before the day on which GDELT read of them."""
    days, added = texts_of(table, "sqldate"), texts_of(table, "dateadded")
    off = sum(
        (then - now).days > _YEAR_OFF_DAYS
        for day, late in zip(days or (), added or (), strict=True)
        if (now := _day(day)) is not None and (then := _day(late)) is not None
    )
    if off:
        yield (
            f"{table.name}: {off} rows are dated months before they were read of, as reports of "
            "anniversaries are; their SQLDATE is kept"
        )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:8])
    except ValueError:
        return None


def _division(name: str, kind: str) -> str | None:
    """Give the first-order division in "Salem, Oregon, United States", or in "Oregon, ..."."""
    parts = [part.strip() for part in name.split(",")]
    least = {"2": 2, "5": 2, "3": 3, "4": 3}.get(kind)
    return parts[-2] if least is not None and len(parts) >= least else None


GDELT: Final = TableFormat(
    name="gdelt",
    title="GDELT events",
    signatures=(frozenset({"globaleventid", "sqldate", "actiongeo_lat"}),),
    headerless=_headerless,
    columns={
        "event_id": ("globaleventid",),
        "lat": ("actiongeo_lat",),
        "lon": ("actiongeo_long",),
        "date_start": ("sqldate",),
        "event_type": ("gdelt_type",),
        "sub_event_type": ("gdelt_sub_type",),
        "plover_type": ("gdelt_plover",),
        "source_type": ("gdelt_cameo", "eventcode"),
        "place_name": ("actiongeo_fullname",),
        "country": ("gdelt_iso",),
        "admin1": ("gdelt_division",),
        "geo_precision": ("actiongeo_type",),
        "actor1": ("actor1name", "actor1code"),
        "actor2": ("actor2name", "actor2code"),
        "url": ("sourceurl",),
    },
    prepare=_with_meanings,
    codes={
        # 1 country, 2 US state, 3 US city, 4 world city, 5 world first-order division; 0 is none.
        "geo_precision": {"0": "", "1": "7", "2": "5", "3": "1", "4": "1", "5": "5"},
    },
    fallbacks=frozenset({"actor1", "actor2", "source_type"}),
    ids_are_global=True,
    credit=Credit(
        citation="The GDELT Project, gdeltproject.org",
        access=(
            "GDELT's data are free for any use with a citation and a link to gdeltproject.org; "
            "they are coded by machine: one act is often several rows, and places may be wrong"
        ),
    ),
)
