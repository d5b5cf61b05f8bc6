"""What the gazetteer promises to its callers, on a book the tests write themselves."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_map.model import Position
from conflict_map.names import RUNGS, fold
from conflict_map.vocabulary import FeatureClass
from tests.gazetteer.samples import small_book

if TYPE_CHECKING:
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Place


def ids(candidates: tuple) -> list[str]:
    return [candidate.place.id for candidate in candidates]


def test_a_shared_name_gives_all_classes_likeliest_first(small: Gazetteer) -> None:
    found = small.lookup("Hama")
    assert ids(found) == ["geonames:2", "geonames:5"]
    assert [c.rung for c in found] == ["name", "folded"]
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)


@pytest.mark.parametrize(
    ("name", "place", "rung"),
    [
        ("Ḩamāh", "geonames:5", "name"),
        ("HAMAH", "geonames:5", "name"),
        ("حماة", "geonames:5", "folded"),
        ("حماه", "geonames:5", "folded"),
        ("Safirah", "geonames:6", "article"),
        ("al-Safirah", "geonames:6", "article"),
        ("the Great Steppe", "region:steppe", "article"),
        ("Al-Safira", "geonames:6", "variant"),
        ("Khanaser", "geonames:4", "variant"),
        ("Khanasser", "geonames:4", "variant"),
    ],
)
def test_each_rung_finds_what_the_finer_ones_miss(
    small: Gazetteer, name: str, place: str, rung: str
) -> None:
    best = small.lookup(name)[0]
    assert (best.place.id, best.rung) == (place, rung)


def test_romanisations_are_not_tried_when_not_wanted(small: Gazetteer) -> None:
    assert small.lookup("Khanaser", fuzzy=False) == ()


def test_a_country_keeps_its_own_places_and_those_that_span_countries(small: Gazetteer) -> None:
    assert ids(small.lookup("San Jose", country="CR")) == ["geonames:7"]
    assert ids(small.lookup("Great Steppe", country="cr")) == ["region:steppe"]
    assert small.lookup("San Jose", country="ZZ") == ()


def test_of_many_namesakes_the_most_populous_are_kept(small: Gazetteer) -> None:
    assert ids(small.lookup("San José", limit=1)) == ["geonames:8"]


@pytest.mark.parametrize("name", ["", "  ", "…", "Xyzzyplugh", "\u200f"])
def test_what_is_not_known_gives_no_candidates(small: Gazetteer, name: str) -> None:
    assert small.lookup(name) == ()
    assert not small.knows(name)


def test_no_limit_below_one_gives_anything(small: Gazetteer) -> None:
    assert small.lookup("Hama", limit=0) == small.lookup("Hama", limit=-3) == ()


def test_known_means_by_fold_or_article_and_not_by_skeleton(small: Gazetteer) -> None:
    assert small.knows("al-Safirah")
    assert small.knows("سفيرة")
    assert not small.knows("Khanaser")


def test_the_longest_name_is_found_at_the_front_of_words(small: Gazetteer) -> None:
    assert small.longest(["Great", "Steppe", "army"]) == 2
    assert small.longest(["Hama", "Great", "Steppe"]) == 1
    assert small.longest(["army", "Hama"]) == 0
    assert small.longest([]) == 0


@given(st.text(max_size=20), st.sampled_from([None, "RU", "US", "zz", ""]))
def test_any_text_may_be_asked_and_scores_stay_in_bounds(
    small: Gazetteer, name: str, country: str | None
) -> None:
    found = small.lookup(name, country=country)
    assert all(0 <= c.score <= 1 and c.rung in RUNGS for c in found)
    assert small.knows(name) or all(c.rung == "variant" for c in found)


def test_every_place_is_found_by_each_of_its_names_and_by_its_id(small: Gazetteer) -> None:
    for entry in small_book().entries:
        place = entry.place
        assert small.place(place.id).name == place.name
        for name in (place.name, *place.names):
            assert place.id in ids(small.lookup(name)), name
            assert small.knows(fold(name))


def test_a_record_comes_back_as_it_was_written(small: Gazetteer) -> None:
    place = small.place("geonames:6")
    assert place.position == Position(lon=37.37, lat=36.08)
    assert (place.country, place.admin1, place.admin1_name, place.admin2) == (
        "RU",
        "10",
        "Hama",
        "77",
    )
    assert place.population == 63_708
    assert place.feature_class is FeatureClass.POPULATED_PLACE
    assert small.place("geonames:4").population is None
    assert small.place("region:steppe").source == "stated"
    assert small.place("region:steppe").country is None


@pytest.mark.parametrize("place_id", ["geonames:99", "geonames:0", "geonames:", "region:", "", "x"])
def test_an_unknown_id_gives_none(small: Gazetteer, place_id: str) -> None:
    assert small.place(place_id) is None


def test_codes_lead_to_countries_and_divisions(small: Gazetteer) -> None:
    assert small.country("ru").id == "geonames:1"
    assert small.country("XX") is None
    assert small.admin1("RU", "10").id == "geonames:2"
    assert small.admin1("RU", "99") is None
    assert small.admin1("CR", "10") is None


def test_demonyms_are_known_in_singular_and_plural(small: Gazetteer) -> None:
    assert small.demonym("Ruritanian") == small.demonym("ruritanians") == ("RU",)
    assert small.demonym("Twins") == ("CR", "FJ")
    assert small.demonym("Hama") == ()


def test_areas_come_with_countries_divisions_and_regions(small: Gazetteer) -> None:
    hama = small.geometry(small.place("geonames:2"))
    assert hama.type == "Polygon"
    assert hama.coordinates[0][0] == hama.coordinates[0][-1]
    assert small.geometry(small.place("region:steppe")) is not None
    assert small.geometry(small.place("geonames:5")) is None


def test_a_point_lies_in_the_division_that_holds_it(small: Gazetteer) -> None:
    def at(lat: float, lon: float) -> Place | None:
        return small.admin1_at(Position(lon=lon, lat=lat))

    assert at(35.1, 36.8).id == "geonames:2"
    assert at(35.1, 39.0).id == "geonames:3"
    assert at(37.0, 37.0) is None
    assert at(0, 0) is None


def test_only_countries_and_divisions_are_drawn(small: Gazetteer) -> None:
    drawn = list(small.shapes((-180, -90, 180, 90)))
    assert [(s.place.id, s.level, s.disputed) for s in drawn] == [
        ("geonames:1", "country", False),
        ("geonames:2", "admin1", False),
        ("geonames:3", "admin1", True),
    ]
    assert [s.place.id for s in small.shapes((39, 37, 39.5, 37.5))] == ["geonames:1", "geonames:3"]
    assert list(small.shapes((50, 0, 60, 10))) == []


def test_labels_are_populated_places_inside_by_population(small: Gazetteer) -> None:
    inside = small.labels((36, 34, 38, 37), 10)
    assert [p.id for p in inside] == ["geonames:5", "geonames:6", "geonames:4"]
    assert len(small.labels((36, 34, 38, 37), 2)) == 2
    assert small.labels((36, 34, 38, 37), 0) == ()


def test_bounds_may_cross_the_antimeridian(small: Gazetteer) -> None:
    assert [p.id for p in small.labels((170, -30, -170, 0), 5)] == ["geonames:9"]
    assert list(small.shapes((170, -30, -170, 60))) == []


def test_info_tells_the_version_the_counts_and_the_terms(small: Gazetteer) -> None:
    info = small.info()
    assert info["version"] == small.version == "test"
    assert info["places"] == len(small) == 10
    assert info["counts"] == {"country": 1, "admin1": 2, "place": 6, "region": 1}
    assert info["sources"][0]["licence"] == "CC0"


def test_a_gazetteer_travels_to_another_process_as_its_path(small: Gazetteer) -> None:
    again = pickle.loads(pickle.dumps(small))
    assert ids(again.lookup("Hama")) == ids(small.lookup("Hama"))
