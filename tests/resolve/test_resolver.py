"""What the names of a report mean together, the geometry that their words support, and why."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import shape

from conflict_map import geo
from conflict_map.gazetteer import Gazetteer
from conflict_map.model import Article, Candidate, Place, Position, Resolution
from conflict_map.pipeline import geoparse
from conflict_map.resolve import evidence
from conflict_map.resolve.locate import town_radius_km
from conflict_map.vocabulary import FeatureClass, GeoPrecision, LocationKind, Role


@cache
def book() -> Gazetteer:
    return Gazetteer.default()


def resolutions(text: str, country: str | None = None) -> list[Resolution]:
    article = Article(id="a", text=text, published=date(2024, 12, 3))
    [(_, found)] = geoparse([article], book(), country=country)
    return list(found)


def of(name: str, text: str, country: str | None = None) -> Resolution:
    """Give the resolution of the first mention of a name that is no end of a line."""
    return next(
        r
        for r in resolutions(text, country)
        if r.mention.name == name and "end_of_line" not in r.mention.cues
    )


def country_of(r: Resolution) -> str | None:
    assert r.location is not None, r.reason
    return r.location.places[0].country


# ---------------------------------------------------------------------------- which place


@pytest.mark.parametrize(
    "text, name, country",
    [
        ("Shells fell on Tripoli, Benghazi and Misrata.", "Tripoli", "LY"),
        ("Shells fell on Tripoli, Sidon and Tyre.", "Tripoli", "LB"),
        ("Clashes broke out in Tbilisi and Batumi. Troops left Georgia.", "Georgia", "GE"),
        ("Police made arrests in Atlanta, Georgia, and in Savannah.", "Georgia", "US"),
        ("Shells fell on Hama and Aleppo.", "Hama", "SY"),
        ("Troops took Goma, in the Democratic Republic of the Congo.", "Goma", "CD"),
    ],
)
def test_the_places_of_a_report_decide_each_other(text, name, country):
    assert country_of(of(name, text)) == country


def test_a_hint_of_the_country_decides_where_the_words_do_not():
    text = "Shells fell on Tripoli."
    assert country_of(of("Tripoli", text, country="LB")) == "LB"
    assert country_of(of("Tripoli", text, country="LY")) == "LY"


def test_a_bare_name_is_the_town_and_with_its_kind_the_province():
    text = "Shells fell in Hama city. They also hit Hama province."
    town, province = (r.location for r in resolutions(text))
    assert town is not None
    assert province is not None
    assert town.places[0].feature_class is FeatureClass.POPULATED_PLACE
    assert province.places[0].feature_class is FeatureClass.ADMIN1


def test_a_named_parent_decides_and_is_context_itself():
    child, parent = resolutions("Shells hit Saraqib, Idlib province.")
    assert (child.mention.role, parent.mention.role) == (Role.EVENT_LOCATION, Role.CONTEXT)
    assert country_of(child) == "SY"
    assert "larger unit of 'Saraqib'" in parent.mention.reasons[-1]


def test_a_village_abroad_is_likelier_a_place_that_no_book_has():
    r = of("Wahoo", "Shells fell on Kharkiv, Kherson and Sumy in Ukraine, and on Wahoo.")
    assert r.location is None
    assert r.reason.endswith("lie in countries that the report does not name")
    assert {c.place.country for c in r.runners_up} == {"US"}


def test_a_name_that_nothing_fits_says_so():
    r = of("Tell Qxyzz", "Shells fell in the village of Tell Qxyzz near Hama.")
    assert (r.location, r.confidence) == (None, 0.0)
    assert r.reason == "no gazetteer entry fits 'Tell Qxyzz'"


def test_an_ambiguous_name_is_less_sure_and_names_its_runners_up():
    alone = of("Tripoli", "Shells fell on Tripoli.")
    backed = of("Tripoli", "Shells fell on Tripoli, Benghazi and Misrata.")
    assert alone.confidence < backed.confidence
    others = {c.place.country for c in alone.runners_up}
    assert {country_of(alone), "LB", "LY"} <= others | {country_of(alone)}
    assert len({c.place.id for c in alone.runners_up}) == len(alone.runners_up) <= 3


# ---------------------------------------------------------------------------- which role


@pytest.mark.parametrize(
    "text, name, role",
    [
        ("Moscow said that shells fell on Kursk.", "Moscow", Role.METONYM),
        ("Shells fell on Moscow.", "Moscow", Role.EVENT_LOCATION),
        ("Ukraine's army shelled Donetsk.", "Ukraine", Role.METONYM),
        ("A deal between Russia and Turkey ended clashes in Idlib.", "Turkey", Role.METONYM),
        ("Shells fell in Syria on Friday.", "Syria", Role.EVENT_LOCATION),
        ("Shells fell on Hama in Syria.", "Syria", Role.CONTEXT),
        ("People in Hama are afraid.", "Hama", Role.CONTEXT),
        ("The Astana agreements ended before shells hit Hama.", "Astana", Role.NAME_PART),
        ("Syrian troops shelled Hama.", "Syrian", Role.DEMONYM),
        ("Troops advanced towards Hama.", "Hama", Role.DIRECTION),
        ("KHARKIV (Agency) - Shells fell on Sumy.", "KHARKIV", Role.DATELINE),
    ],
)
def test_a_name_on_the_map_is_one_where_something_happened(text, name, role):
    assert of(name, text).mention.role is role


# ---------------------------------------------------------------------------- which geometry


@pytest.mark.parametrize(
    "words, kind, precision",
    [
        ("in Hama city", LocationKind.POINT, GeoPrecision.PLACE),
        ("near Hama", LocationKind.NEAR, GeoPrecision.NEAR),
        ("10 km north of Hama", LocationKind.OFFSET, GeoPrecision.NEAR),
        ("10 km from Hama", LocationKind.NEAR, GeoPrecision.NEAR),
        ("in Hama province", LocationKind.AREA, GeoPrecision.PROVINCE),
        ("in northern Hama province", LocationKind.PART, GeoPrecision.PART),
        ("in northern Syria", LocationKind.REGION, GeoPrecision.REGION),
        ("in Syria", LocationKind.AREA, GeoPrecision.COUNTRY),
        ("on the Hama-Homs road", LocationKind.LINE, GeoPrecision.DISTRICT),
        ("between Hama and Homs", LocationKind.LINE, GeoPrecision.DISTRICT),
    ],
)
def test_a_place_is_drawn_as_its_words_support(words, kind, precision):
    r = resolutions(f"Shells fell {words}.")[0]
    assert r.location is not None
    assert (r.location.kind, r.location.precision) == (kind, precision)
    assert r.mention.kind is kind
    assert r.location.method
    drawn = shape(r.location.geometry)
    at = r.location.position
    if kind is LocationKind.LINE:
        assert drawn.geom_type == "LineString"
        assert drawn.distance(shape(geo.point(at))) < 0.01
    elif kind in {LocationKind.AREA, LocationKind.PART, LocationKind.REGION}:
        assert drawn.geom_type.endswith("Polygon")
        assert drawn.buffer(1e-6).contains(shape(geo.point(at)))
    else:
        assert drawn.coords[0] == at.lonlat


def test_an_offset_is_that_far_that_way_and_says_how_sure_it_is():
    hama = of("Hama", "Shells fell in Hama city.").location
    off = of("Hama", "Shells fell 10 km north of Hama city.").location
    assert hama is not None
    assert off is not None
    assert geo.distance_km(hama.position, off.position) == pytest.approx(10)
    assert geo.bearing_deg(hama.position, off.position) == pytest.approx(0, abs=0.01)
    assert off.uncertainty_km is not None
    assert off.uncertainty_km >= 3.5


def test_the_north_of_the_country_is_of_the_country_that_the_report_is_about():
    text = "Shells fell on Kharkiv and Sumy. Strikes hit the north of the country."
    r = next(r for r in resolutions(text) if r.mention.text == "the north of the country")
    assert country_of(r) == "UA"
    assert r.location is not None
    assert (r.location.name, r.location.kind) == ("northern Ukraine", LocationKind.REGION)


def test_a_road_to_a_place_that_no_book_has_is_near_the_end_that_is_known():
    r = of("Hama", "Clashes broke out along the Hama-Qxyzzvale road.")
    assert r.location is not None
    assert r.location.kind is LocationKind.NEAR
    assert "whose other end is in no gazetteer" in r.location.method


# ---------------------------------------------------------------------------- the clues

POSITIONS = st.builds(
    lambda lon, lat: Position(lon=lon, lat=lat), st.floats(-180, 180), st.floats(-90, 90)
)
PLACES = st.builds(
    lambda position, people, kind: Place(
        id="x:1", name="X", position=position, feature_class=kind, population=people
    ),
    POSITIONS,
    st.one_of(st.none(), st.integers(0, 40_000_000)),
    st.sampled_from(FeatureClass),
)


@given(
    PLACES,
    st.sampled_from(["bare", "line", "part", "near"]),
    st.none() | st.sampled_from(FeatureClass),
)
def test_clues_stay_within_their_scales_and_each_has_a_weight(place, form, wanted):
    candidate = Candidate(place=place, rung="name")
    values = evidence.static_clues(candidate, rank=0, name="X", form=form, wanted=wanted)
    assert len(values) == len(evidence.STATIC)
    assert all(-1 <= v <= 1 for v in values)
    assert {*evidence.STATIC, *evidence.DYNAMIC} == set(evidence.WEIGHTS)


@given(st.integers(0, 10_000_000), st.integers(0, 10_000_000))
def test_more_people_never_make_a_town_less_known_or_smaller(a, b):
    less, more = (
        Place(
            id="x:1", name="X", position=Position(lon=0, lat=0),
            feature_class=FeatureClass.POPULATED_PLACE, population=max(n, 400),
        )
        for n in sorted((a, b))
    )  # fmt: skip
    assert evidence.people(less) <= evidence.people(more)
    assert town_radius_km(less) <= town_radius_km(more)


def test_a_village_that_no_book_has_is_placed_in_the_larger_place_in_brackets_after_it():
    r = of("Qxyzz", "Shells fell on Qxyzz (Saraqib, Idlib).")
    assert r.location is not None
    assert r.location.places[0].name == "Saraqib"
    assert r.location.name == "Qxyzz"
    assert "no gazetteer" in r.location.method
    assert r.confidence < of("Saraqib", "Shells fell on Saraqib (Idlib).").confidence


def test_a_namesake_elsewhere_does_not_stand_for_a_village_in_the_place_in_brackets():
    r = of("Batumi", "Shells fell on Batumi (Idlib province), Syria.")
    assert country_of(r) == "SY"
    assert "where the report says it lies" in r.reason


def test_the_members_of_a_list_are_no_parents_of_each_other():
    r = of("Qxyzz", "Shells fell on the villages of Qxyzz, Homs and Hama.")
    assert r.location is None


# ---------------------------------------------------------------------------- laws

SENTENCES = st.sampled_from(
    [
        "Shells fell on Tripoli and Benghazi.", "Clashes broke out along the Hama-Homs road.", "Moscow said so.",
        "Saraqib, Idlib province, was shelled.", "They fell in that province.", "Syrian troops left Qxyzzvale.",
        "Troops advanced towards southern Aleppo.", "Strikes hit the north of the country.", "Nobody came.",
    ]
)  # fmt: skip


@given(st.lists(SENTENCES, max_size=6).map(" ".join))
@settings(max_examples=40, deadline=None)
def test_every_mention_is_resolved_once_in_order_with_a_place_or_a_reason(text):
    found = resolutions(text)
    starts = [r.mention.start for r in found]
    assert starts == sorted(starts)
    for r in found:
        assert 0 <= r.confidence < 1
        assert text[r.mention.start : r.mention.end] == r.mention.text
        if r.location is None:
            assert r.reason
            assert r.confidence == 0.0
        else:
            assert r.location.places
            assert r.location.role is r.mention.role
            assert r.location.position.lonlat != (0.0, 0.0)
    assert resolutions(text) == found
