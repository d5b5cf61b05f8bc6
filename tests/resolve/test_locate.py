"""The geometry, precision and uncertainty of every kind of spatial expression, on the shipped gazetteer."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import shape

from conflict_map import geo
from conflict_map.gazetteer import Gazetteer
from conflict_map.model import Article, Location, Mention, Place, Position
from conflict_map.pipeline import geoparse
from conflict_map.resolve import pieces
from conflict_map.resolve.locate import line, locate
from conflict_map.vocabulary import FeatureClass, GeoPrecision, LocationKind, Role


@cache
def book() -> Gazetteer:
    return Gazetteer.default()


def located(text: str, country: str | None = "SY") -> list[Location]:
    """Give the locations of a report, without the ends of lines."""
    [(_, found)] = geoparse([Article(id="a", text=text)], book(), country=country)
    return [r.location for r in found if r.location and "end_of_line" not in r.mention.cues]


def first(words: str, country: str | None = "SY") -> Location:
    return located(f"Shells fell {words}.", country)[0]


def area(name: str, kind: FeatureClass = FeatureClass.ADMIN1, country: str = "SY") -> Place:
    found = book().lookup(name, country=country)
    return next(c.place for c in found if c.place.feature_class is kind)


def contains(outer: Location | Place, inner: Location, slack: float = 0.02) -> bool:
    geometry = book().geometry(outer) if isinstance(outer, Place) else outer.geometry
    assert geometry is not None
    return bool(shape(geometry).buffer(slack).contains(shape(inner.geometry)))


# ---------------------------------------------------------------------------- borders


def test_the_border_of_two_countries_is_the_line_that_they_share():
    at = first("along the Syria-Turkey border")
    assert (at.kind, at.precision) == (LocationKind.LINE, GeoPrecision.REGION)
    assert at.geometry.type == "LineString"
    edges = [shape(book().geometry(book().country(c))).boundary for c in ("SY", "TR")]
    assert all(edge.distance(shape(geo.point(at.position))) < 0.02 for edge in edges)
    assert at.uncertainty_km == pytest.approx(geo.length_km(at.geometry) / 2, rel=0.01)
    assert {p.country for p in at.places} == {"SY", "TR"}


@pytest.mark.parametrize(
    "words",
    [
        "near the Syrian-Turkish border",
        "near the border between Syria and Turkey",
        "along Syria's border with Turkey",
        "near the border with Turkey",
        "near the Turkish border",
    ],
)
def test_a_border_is_the_same_in_all_its_wordings(words):
    assert first(words).geometry == first("along the Syria-Turkey border").geometry


def test_a_border_named_with_an_area_stays_inside_it():
    in_idlib = first("near the border with Turkey in Idlib province")
    assert in_idlib.precision is GeoPrecision.DISTRICT
    assert contains(area("Idlib"), in_idlib)
    whole = first("near the border with Turkey in Aleppo province")
    western = first("near the border with Turkey in western Aleppo province")
    assert contains(area("Aleppo"), western)
    assert contains(whole, western, slack=0.03)
    assert geo.length_km(western.geometry) < geo.length_km(whole.geometry)


def test_two_towns_with_a_border_between_them_mean_their_provinces():
    at = first("on the Raqqa/Homs border")
    assert [p.feature_class for p in at.places] == [FeatureClass.ADMIN1] * 2
    assert at.precision is GeoPrecision.DISTRICT


def test_a_distance_from_a_border_widens_its_uncertainty():
    on, off = first("on the border with Turkey"), first("10 km from the border with Turkey")
    assert off.geometry == on.geometry
    assert (off.uncertainty_km or 0) == pytest.approx((on.uncertainty_km or 0) + 10)


def test_countries_that_do_not_touch_have_no_border_to_draw():
    at = first("along the Syria-France border")
    assert at.kind is not LocationKind.LINE


def test_between_two_countries_is_their_border_where_the_gazetteer_is_given():
    syria, turkey = book().country("SY"), book().country("TR")
    assert syria is not None
    assert turkey is not None
    m = Mention(article_id="a", start=0, end=16, text="Syria and Turkey", name="Syria")
    at = line(m, syria, turkey, role=Role.EVENT_LOCATION, gazetteer=book())
    assert at.geometry == first("along the Syria-Turkey border").geometry


# ---------------------------------------------------------------------------- coasts and rivers


def test_off_a_coast_is_at_sea_and_the_coast_is_on_land():
    sea, shore = first("off the coast of Syria"), first("along the coast of Syria")
    country = shape(book().geometry(book().country("SY")))
    assert not country.buffer(-0.05).intersects(shape(sea.geometry))
    assert country.buffer(0.05).contains(shape(shore.geometry))
    for at in (sea, shore):
        assert at.precision is GeoPrecision.REGION
        assert shape(at.geometry).buffer(1e-6).contains(shape(geo.point(at.position)))
        assert at.uncertainty_km is not None


def test_a_side_of_a_coast_is_on_that_side():
    south = first("off the southern coast of Yemen", "YE")
    west = first("off the western coast of Yemen", "YE")
    assert south.position.lat < west.position.lat
    assert west.position.lon < south.position.lon


def test_a_country_without_a_coast_is_itself():
    assert first("off the coast of Mali", "ML").places[0].country == "ML"


def test_the_coast_of_a_country_on_three_oceans_is_no_place():
    assert first("off the coast of Russia", "RU").precision is GeoPrecision.COUNTRY


def test_a_river_is_not_at_its_label_and_in_a_named_province_it_is_in_that():
    alone = first("on the banks of the Euphrates")
    assert (alone.uncertainty_km or 0) >= 100
    named = first("on the banks of the Euphrates in Raqqa province")
    assert (named.precision, named.geometry) == (
        GeoPrecision.PROVINCE,
        book().geometry(area("Raqqa")),
    )


# ---------------------------------------------------------------------------- parts


def test_the_northern_countryside_of_a_seat_is_what_of_its_province_lies_north_of_it():
    at = first("in the northern countryside of Homs")
    town = area("Homs", FeatureClass.POPULATED_PLACE)
    assert at.precision is GeoPrecision.PART
    assert contains(area("Homs"), at)
    assert shape(at.geometry).bounds[1] >= town.position.lat - 1e-6
    assert geo.distance_km(at.position, town.position) < 30
    assert shape(at.geometry).buffer(1e-6).contains(shape(geo.point(at.position)))


@pytest.mark.parametrize("part", ["northern", "southern", "eastern", "western"])
def test_a_part_of_a_province_lies_in_it_and_its_opposite_elsewhere(part):
    other = {
        "northern": "southern",
        "southern": "northern",
        "eastern": "western",
        "western": "eastern",
    }
    one, two = (first(f"in {p} Aleppo province") for p in (part, other[part]))
    assert contains(area("Aleppo"), one)
    assert shape(one.geometry).intersection(shape(two.geometry)).area < 1e-6
    assert shape(one.geometry).buffer(1e-6).contains(shape(geo.point(one.position)))


def test_the_same_part_is_cut_once():
    place = area("Aleppo")
    assert pieces.part(book(), place, "n") is pieces.part(book(), place, "n")


def test_no_more_pieces_are_kept_than_stated():
    gazetteer = Gazetteer.default()
    codes = [
        "SY",
        "TR",
        "IQ",
        "LB",
        "JO",
        "IL",
        "SA",
        "YE",
        "OM",
        "AE",
        "IR",
        "ML",
        "NE",
        "TD",
        "SD",
    ]
    for code in codes:
        place = gazetteer.country(code)
        assert place is not None
        for other in codes:
            neighbour = gazetteer.country(other)
            assert neighbour is not None
            pieces.border(gazetteer, place, neighbour)
            pieces.border(gazetteer, place, neighbour, "n")
    assert len(pieces._KEPT[gazetteer]) <= pieces._MOST_KEPT


# ---------------------------------------------------------------------------- near and offset


@pytest.mark.parametrize(
    "words, precision, least_km, most_km",
    [
        ("near Saraqib", GeoPrecision.NEAR, 5, 25),
        ("on the outskirts of Saraqib", GeoPrecision.NEAR, 5, 15),
        ("on the Saraqib axis", GeoPrecision.NEAR, 10, 25),
        ("within 5 km of Saraqib", GeoPrecision.NEAR, 5, 10),
        ("10-15 km from Saraqib", GeoPrecision.NEAR, 15, 20),
        ("40 km from Saraqib", GeoPrecision.PART, 40, 50),
        ("in Saraqib and surrounding villages", GeoPrecision.NEAR, 10, 20),
    ],
)
def test_what_is_near_a_town_is_within_the_stated_reach(words, precision, least_km, most_km):
    at = first(words)
    assert at.kind is LocationKind.NEAR
    assert at.precision is precision
    assert least_km <= (at.uncertainty_km or 0) <= most_km


@pytest.mark.parametrize(
    "words, km, precision",
    [
        ("15 km south-east of Saraqib", 15, GeoPrecision.NEAR),
        ("10-20 km south-east of Saraqib", 15, GeoPrecision.NEAR),
        ("within 10 km south-east of Saraqib", 5, GeoPrecision.NEAR),
        ("40 km south-east of Saraqib", 40, GeoPrecision.PART),
    ],
)
def test_an_offset_is_the_stated_distance_away(words, km, precision):
    town, at = first("in the town of Saraqib"), first(words)
    assert geo.distance_km(town.position, at.position) == pytest.approx(km)
    assert geo.bearing_deg(town.position, at.position) == pytest.approx(135, abs=0.5)
    assert at.precision is precision


def test_a_distance_from_a_country_is_from_the_town_of_its_name():
    at = first("60 nautical miles north-west of Djibouti", None)
    town = area("Djibouti", FeatureClass.POPULATED_PLACE, "DJ")
    assert geo.distance_km(town.position, at.position) == pytest.approx(60 * 1.852)


def test_a_part_of_a_town_is_near_it_and_its_countryside_is_a_part_of_its_province():
    town = area("Idlib", FeatureClass.POPULATED_PLACE)
    southern = Mention(
        article_id="a", start=0, end=14, text="southern Idlib", name="Idlib", kind=LocationKind.PART, part="s"
    )  # fmt: skip
    assert locate(southern, town, book(), role=Role.EVENT_LOCATION).kind is LocationKind.NEAR
    rural = replace(southern, aspect="countryside")
    at = locate(rural, town, book(), role=Role.EVENT_LOCATION)
    assert (at.kind, at.places[0].feature_class) == (LocationKind.PART, FeatureClass.ADMIN1)


def test_a_range_is_less_sure_than_its_middle():
    ranged, plain = first("10-20 km south of Saraqib"), first("15 km south of Saraqib")
    assert ranged.position == plain.position
    assert (ranged.uncertainty_km or 0) > (plain.uncertainty_km or 0)


def test_a_district_without_an_area_keeps_its_precision_and_gets_a_circle():
    at = first("in Salamiyah district")
    assert (at.kind, at.precision) == (LocationKind.REGION, GeoPrecision.DISTRICT)
    assert "circle" in at.method


def test_a_road_by_its_number_is_not_made_up():
    [(_, found)] = geoparse([Article(id="a", text="Shells fell on the M5 highway.")], book())
    [road] = found
    assert road.location is None
    assert road.reason


TOWN = Place(
    id="x:1", name="T", position=Position(lon=36.8, lat=35.8),
    feature_class=FeatureClass.POPULATED_PLACE, country="SY", population=50_000,
)  # fmt: skip
MENTIONS = st.builds(
    lambda kind, part, aspect, km, bearing, hint: Mention(
        article_id="a", start=0, end=1, text="T", name="T", kind=kind, part=part, aspect=aspect,
        distance_km=km, bearing_deg=bearing, feature_hint=hint,
    ),
    st.sampled_from(LocationKind),
    st.sampled_from([None, "countryside", *geo.PARTS]),
    st.sampled_from([None, "outskirts", "surroundings", "countryside", "axis", "coast", "offshore", "bank"]),
    st.one_of(st.none(), st.floats(0, 500)),
    st.one_of(st.none(), st.floats(0, 359)),
    st.sampled_from([None, *FeatureClass]),
)  # fmt: skip


@given(MENTIONS, st.sampled_from(["SY", "UA", None]), st.sampled_from(Role))
@settings(max_examples=150, deadline=None)
def test_every_expression_of_every_place_has_a_geometry_and_says_how(mention, country, role):
    place = book().country(country) if country else TOWN
    assert place is not None
    at = locate(mention, place, book(), role=role)
    assert at.method
    assert at.name
    assert at.role is role
    assert at.uncertainty_km is None or at.uncertainty_km > 0
    assert at.uncertainty_km is not None or place.feature_class is FeatureClass.COUNTRY
    drawn = shape(at.geometry)
    assert drawn.is_valid
    assert drawn.buffer(1e-5).contains(shape(geo.point(at.position))) or drawn.geom_type == "Point"
