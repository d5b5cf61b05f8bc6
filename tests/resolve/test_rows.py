"""Rows are placed by the names in their columns, inside their country, and never more finely."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_map.gazetteer import Gazetteer
from conflict_map.model import Position
from conflict_map.resolve.rows import RowGeocoder, RowNames, RowPlace, admin1_names
from conflict_map.vocabulary import GeoPrecision


@pytest.fixture(scope="module")
def rows():
    return RowGeocoder(Gazetteer.shipped())


@pytest.mark.parametrize(
    "names, name, precision",
    [
        (RowNames(place="Kongoussi", country="Burkina Faso"), "Kongoussi", "PLACE"),
        (RowNames(place="near Kongoussi", country="BF"), "Kongoussi", "NEAR"),
        (RowNames(place="Nowhere-at-all", admin2="Bam", admin1="Centre-Nord", country="BF"), None, "DISTRICT"),
        (RowNames(place="Nowhere-at-all", admin1="Centre-Nord", country="BF"), "Centre-Nord", "PROVINCE"),
        (RowNames(admin1="Hama", country="Syria"), "Hama", "PROVINCE"),
        (RowNames(country="Syria"), "Syria", "COUNTRY"),
    ],
)  # fmt: skip
def test_the_finest_name_that_is_known_places_the_row(rows, names, name, precision):
    found = rows.find(names)
    assert isinstance(found, RowPlace)
    assert found.precision is GeoPrecision[precision]
    assert name is None or found.place.name == name
    assert (found.area is not None) == (
        precision in ("PROVINCE", "COUNTRY")
    ) or precision == "DISTRICT"


@pytest.mark.parametrize(
    "names, word",
    [
        (RowNames(), "names no place"),
        (RowNames(place="Hama"), "no country"),
        (RowNames(place="Nowhere-at-all", country="Syria"), "Nowhere-at-all"),
        (RowNames(place="San José", country="Philippines"), "places are called"),
        (RowNames(place="Hama", country="Atlantis"), "Atlantis"),
    ],
)
def test_a_row_that_cannot_be_placed_says_why(rows, names, word):
    assert word in rows.find(names)


def test_a_place_of_that_name_in_another_division_is_not_taken(rows):
    found = rows.find(RowNames(place="Kongoussi", admin1="Est", country="Burkina Faso"))
    assert found.precision is GeoPrecision.PROVINCE
    assert "no place called 'Kongoussi'" in found.method


def test_a_country_is_known_by_its_code_its_name_and_its_former_name_in_brackets(rows):
    assert [rows.country(t) for t in ("sy", "Syrian Arab Republic", "DR Congo (Zaire)", "Myanmar (Burma)")] == [
        "SY", "SY", "CD", "MM",
    ]  # fmt: skip


def test_a_coarse_coordinate_stands_for_an_area_that_holds_it_or_for_a_circle(rows):
    hama = Position(lon=36.75, lat=35.13)
    named = rows.area_of(RowNames(admin1="Hama", country="Syria"), hama, GeoPrecision.PROVINCE)
    found = rows.area_of(RowNames(), hama, GeoPrecision.PROVINCE)
    wrong = rows.area_of(RowNames(admin1="Aleppo", country="Syria"), hama, GeoPrecision.PROVINCE)
    assert named.area == found.area == wrong.area is not None
    at_sea = rows.area_of(RowNames(), Position(lon=-30, lat=0.1), GeoPrecision.PROVINCE)
    assert (at_sea.area, at_sea.uncertainty_km) == (None, 75.0)
    district = rows.area_of(RowNames(), hama, GeoPrecision.DISTRICT)
    assert district.uncertainty_km == 25.0


def test_positions_are_given_their_divisions_once_each():
    points = [Position(lon=36.75, lat=35.13), Position(lon=-30, lat=0.1)]
    assert list(admin1_names(Gazetteer.shipped(), points)) == [("Hama", "SY"), None]


texts = (
    st.none()
    | st.text(max_size=12)
    | st.sampled_from(["Hama", "Syria", "SY", "near ", "( / )", "Bam"])
)


@settings(deadline=None, max_examples=150)
@given(texts, texts, texts, texts)
def test_any_names_give_a_place_in_the_country_that_is_named_or_a_reason(
    place, admin2, admin1, country
):
    rows = RowGeocoder(Gazetteer.shipped())
    found = rows.find(RowNames(place=place, admin2=admin2, admin1=admin1, country=country))
    if isinstance(found, str):
        assert found
        assert "\n" not in found or "\n" in f"{place}{admin2}{admin1}{country}"
    elif country:
        assert found.place.country == rows.country(country)
