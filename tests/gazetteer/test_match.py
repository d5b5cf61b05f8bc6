"""From names to candidates by the coarser rungs, on a small invented gazetteer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_map.errors import GazetteerError
from conflict_map.gazetteer import Gazetteer
from conflict_map.gazetteer.entries import Book
from conflict_map.gazetteer.match import even, likeness, name_parts
from conflict_map.gazetteer.store import pack_triples
from conflict_map.gazetteer.writer import write_book
from tests.gazetteer.samples import entry

NAMES = st.text("abdehiklmnorstuz ", min_size=1, max_size=15)


@pytest.fixture(scope="module")
def villages(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    path = tmp_path_factory.mktemp("match") / "villages.gaz"
    entries = (
        entry(1, "Dhībān", 35.0, 40.5, country="SY"),
        entry(2, "Kafr Sumāqah", 36.3, 37.0, country="SY", names=("كفر سماقة",)),
        entry(3, "Mogadishu", 2.04, 45.34, country="SO", population=2_600_000),
        entry(4, "Hodan", 2.05, 45.30, country="SO"),
        entry(5, "Steinheim am Fluss", 50.0, 8.0, country="DE"),
        entry(6, "Horlivka", 48.3, 38.0, country="UA", names=("Горлівка",)),
        entry(7, "Sumakh", 36.0, 38.0, country="SY"),
    )
    write_book(Book(version="test", entries=entries), path)
    return Gazetteer.open(path)


def best(gazetteer: Gazetteer, name: str, country: str | None) -> tuple[str, str] | None:
    found = gazetteer.lookup(name, country=country)
    return (found[0].place.id, found[0].rung) if found else None


@pytest.mark.parametrize(
    ("name", "country", "number", "rung"),
    [
        ("Dhiban", "SY", 1, "name"),
        ("Thiban", "SY", 1, "edit"),
        ("Kfar Samaka", "SY", 2, "variant"),
        ("Kafar Soumaqa", "SY", 2, "variant"),
        ("كفر سماقه", "SY", 2, "folded"),
        ("Gorlovka", "UA", 6, "variant"),
        ("Горловка", "UA", 6, "variant"),
        ("Mogadishu - Hodan", "SO", 4, "part"),
        ("Mogadishu-Hodan", "SO", 4, "part"),
        ("Hodan suburb", "SO", 4, "variant"),
        ("near Hodan", "SO", 4, "part"),
        ("Steinheim", "DE", 5, "part"),
    ],
)
def test_a_spelling_finds_its_place_and_says_by_which_rung(
    villages: Gazetteer, name: str, country: str, number: int, rung: str
) -> None:
    assert best(villages, name, country) == (f"geonames:{number}", rung)


def test_the_larger_half_of_a_compound_is_the_second_answer(villages: Gazetteer) -> None:
    found = villages.lookup("Mogadishu - Hodan", country="SO")
    assert {c.place.name for c in found} == {"Hodan", "Mogadishu"}


def test_without_fuzzy_only_names_and_articles_count(villages: Gazetteer) -> None:
    assert villages.lookup("Thiban", country="SY", fuzzy=False) == ()
    assert villages.lookup("Mogadishu - Hodan", country="SO", fuzzy=False) == ()


def test_a_guess_never_outranks_a_place_that_has_the_name(villages: Gazetteer) -> None:
    for name in ("Dhiban", "Sumakh", "Hodan"):
        rungs = [c.rung for c in villages.lookup(name)]
        assert rungs[0] == "name"


def test_nothing_like_it_finds_nothing(villages: Gazetteer) -> None:
    assert villages.lookup("Qxqx Wvwv", country="SY") == ()


def test_one_name_with_hyphens_is_not_taken_apart() -> None:
    assert name_parts("Deir-ez-Zor") == ()
    assert name_parts("Port-au-Prince") == ()
    assert name_parts("Al-Hasakeh") == ()
    assert name_parts("Hasakeh (Ghweiran)") == ("Ghweiran", "Hasakeh")


@given(NAMES, NAMES)
def test_likeness_is_symmetric_and_between_0_and_1(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 1


@given(NAMES)
def test_a_name_is_wholly_like_itself_and_evening_it_twice_changes_no_length_upwards(
    name: str,
) -> None:
    assert likeness(name, name) == 1
    assert len(even(even(name))) <= len(even(name))


def test_numbers_that_do_not_fit_a_file_are_refused_with_advice() -> None:
    with pytest.raises(GazetteerError, match="split it by country"):
        pack_triples([1 << 24])
