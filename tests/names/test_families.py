"""The skeletons of languages: spellings that sources mix within one country, and laws of the keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_map.names import families, family_of, skeleton, without_kind

COUNTRIES = st.sampled_from(["SY", "UA", "RU", "TR", "IL", "CN", "MM", "ET", "SO", "ML", None])


@pytest.mark.parametrize(
    ("country", "spellings"),
    [
        ("SY", ["Kfar Nabl", "Kafr Nabl", "Kafar Nabel", "كفر نبل"]),
        ("SY", ["Tal Abyad", "Tell Abiad", "Tall Abyaḑ", "تل أبيض"]),
        ("SY", ["Deir ez-Zor", "Dayr az Zawr", "Deir al-Zour"]),
        ("SY", ["Ain Issa", "Ayn 'Isa", "Ein Issa", "عين عيسى"]),
        ("YE", ["Al Hudaydah", "Hodeidah", "Al-Hudaida"]),
        ("DZ", ["Djelfa", "Jelfa", "Jilfah"]),
        ("UA", ["Kharkiv", "Kharkov", "Харків", "Харьков"]),
        ("UA", ["Avdiivka", "Avdeyevka", "Авдіївка", "Авдеевка"]),
        ("UA", ["Horlivka", "Gorlovka", "Gorlowka", "Горлівка"]),
        ("RU", ["Shchyolkovo", "Schtscholkowo", "Щёлково"]),
        ("TR", ["Camlica", "Dzhamlydzha"]),
        ("IL", ["Tzfat", "Tsfat", "Sfat", "צפת"]),
        ("CN", ["Pao-ting", "Baoding", "Baoding Zhen"]),
        ("CN", ["Hsin-yang", "Xinyang Zhen"]),
        ("MM", ["Hpa-an", "Pa-an", "Ba-an"]),
        ("MM", ["Kyaukphyu", "Kyaukpyu"]),
        ("ET", ["Mekelle", "Mek'ele", "Makale", "መቀሌ"]),
        ("SO", ["Gaalkacyo", "Galkayo", "Galkaayo"]),
        ("SO", ["Xudur", "Huddur", "Hudur"]),
        ("ML", ["Djenné", "Jenne"]),
    ],
)
def test_spellings_of_one_place_share_a_skeleton_in_its_country(
    country: str, spellings: list[str]
) -> None:
    assert len({skeleton(s, country) for s in spellings}) == 1, [
        skeleton(s, country) for s in spellings
    ]


@pytest.mark.parametrize(
    ("country", "one", "other"),
    [("SY", "Hama", "Homs"), ("UA", "Kherson", "Kharkiv"), ("RU", "Groznyy", "Khrozny")],
)
def test_other_names_keep_other_skeletons(country: str, one: str, other: str) -> None:
    assert skeleton(one, country) != skeleton(other, country)


@given(st.text(st.characters(), max_size=25), COUNTRIES)
def test_a_skeleton_is_plain_in_every_family(text: str, country: str | None) -> None:
    assert set(skeleton(text, country)) <= set("bdfghklmnprstvxz0123456789")


@given(st.text("bdfghklmnprstvxz", min_size=3, max_size=9), COUNTRIES)
def test_neighbours_are_one_consonant_away_and_none_is_the_key_itself_in_length_and_letters(
    bones: str, country: str | None
) -> None:
    near = family_of(country).neighbours(bones)
    assert len(near) == len(set(near))
    assert all(abs(len(key) - len(bones)) <= 1 for key in near)


def test_the_common_family_comes_first_and_names_are_unique() -> None:
    names = [family.name for family in families()]
    assert names[0] == "other"
    assert len(set(names)) == len(names)


def test_a_word_for_a_kind_goes_only_beside_another_word() -> None:
    assert without_kind("baisha zhen") == "baisha"
    assert without_kind("village") == "village"
