"""Which numbers are deaths, how many, and which are something else."""

from __future__ import annotations

import pytest

from conflict_map.text.amounts import number
from conflict_map.text.quantities import find_quantities, is_running_total, toll_of


def toll(sentence: str) -> tuple[int | None, int | None, int | None]:
    t = toll_of(sentence, find_quantities(sentence))
    return t.low, t.best, t.high


UNKNOWN = (None, None, None)


@pytest.mark.parametrize(
    "sentence, low_best_high",
    [
        ("Shells killed 12 people.", (12, 12, 12)),
        ("A soldier was killed.", (1, 1, 1)),
        ("A strike killed a commander.", (1, 1, 1)),
        ("Three were killed.", (3, 3, 3)),
        ("The strike left seven people dead.", (7, 7, 7)),
        ("The strike left 7 dead.", (7, 7, 7)),
        ("The death toll rose to 43.", (43, 43, 43)),
        ("The attack claimed 14 lives.", (14, 14, 14)),
        ("The attack claimed the lives of 14 people.", (14, 14, 14)),
        ("Twenty-one villagers were shot dead.", (21, 21, 21)),
        ("Two hundred fighters died.", (200, 200, 200)),
        ("1,300 fighters were killed.", (1300, 1300, 1300)),
        ("Two of the soldiers were killed.", (2, 2, 2)),
        ("Six bodies were found.", (6, 6, 6)),
        ("The bodies of six men were found.", (6, 6, 6)),
        ("A dozen fighters died.", (12, 12, 12)),
        ("At least 12 people were killed.", (12, 12, None)),
        ("More than 1,300 fighters were killed.", (1300, 1300, None)),
        ("Dozens of civilians were killed.", (24, 24, None)),
        ("Hundreds of people were killed.", (200, 200, None)),
        ("Several people were killed.", (3, 3, None)),
        ("Up to 30 people were killed.", (0, 15, 30)),
        ("Almost 100 people were killed.", (100, 100, 100)),
        ("Between 20 and 30 people were killed.", (20, 25, 30)),
        ("20 to 30 people were killed.", (20, 25, 30)),
        ("Two soldiers and three civilians were killed.", (5, 5, 5)),
        ("Five people were killed, including two children.", (5, 5, 5)),
        ("12 people, among them four women, were killed.", (12, 12, 12)),
        ("Ten people were killed and 20 wounded.", (10, 10, 10)),
        ("As a result, one man was killed.", (1, 1, 1)),
        ("On 28 April 2020, an NRF member was killed.", (1, 1, 1)),
        ("Shells killed ten people and wounded 20.", (10, 10, 10)),
        ("One person was killed and another injured.", (1, 1, 1)),
        ("A nurse said two people were killed.", (2, 2, 2)),
        ("One forestry official was killed.", (1, 1, 1)),
        ("A municipal welfare officer was shot dead.", (1, 1, 1)),
        ("The mayor was shot dead.", (1, 1, 1)),
        ("56 IS/BH members were killed.", (56, 56, 56)),
        ("Three VDP and fourteen civilians were killed.", (17, 17, 17)),
        ("A trader and her 2 sons were shot and killed.", (3, 3, 3)),
        ("Three assailants killed a trader.", (1, 1, 1)),
        ("The police fired back, killing him.", (1, 1, 1)),
        ("Two pilots killed in a crash.", (2, 2, 2)),
        ("It led to the death of 20 people.", (20, 20, 20)),
        ("1 fatality.", (1, 1, 1)),
        ("Unknown fatalities coded as 10.", (10, 10, 10)),
        ("There were no casualties.", (0, 0, 0)),
        ("There were no injuries or fatalities.", (0, 0, 0)),
        ("Nobody was killed.", (0, 0, 0)),
        ("No one was killed.", (0, 0, 0)),
    ],
)
def test_these_are_deaths(sentence, low_best_high):
    assert toll(sentence) == low_best_high


@pytest.mark.parametrize(
    "sentence",
    [
        "No casualties were reported.",
        "No injuries or fatalities were reported.",
        "Unidentified men killed 25 heads of cattle.",
        "They marched in protest over the killing of two farmers.",
        "He is accused of killing two farmers.",
        "The deaths raise the toll to more than 100.",
        "They killed and injured a number of soldiers.",
        "No deaths have been confirmed.",
        "Ten people were wounded.",
        "They neutralized over 1,300 combatants.",
        "Strikes destroyed five command centers.",
        "Twelve drones were shot down.",
        "Rebels captured 15 soldiers.",
        "Police arrested 40 protesters.",
        "10,000 people were displaced.",
        "1.5 million people fled.",
        "The war has killed more than 20,000 people since April 2023.",
        "It is not known how many were killed.",
        "The 12th Brigade lost a tank.",
        "Shells fell 12 km away.",
        "In 2024 people died.",
        "The town fell.",
        "",
    ],
)
def test_these_are_not_so_deaths_stay_unknown(sentence):
    assert toll(sentence) == UNKNOWN


@pytest.mark.parametrize(
    "sentence, low, noun, verb",
    [
        ("They neutralized over 1,300 combatants.", 1300, "combatants", "neutralized"),
        ("Strikes destroyed five command centers.", 5, "command centers", "destroyed"),
        ("Twelve drones were shot down.", 12, "drones", "shot down"),
        ("Police arrested 40 protesters.", 40, "protesters", "captured"),
        ("At least 30 people were wounded.", 30, "people", "wounded"),
        ("Some 10,000 people were displaced.", 10000, "people", "displaced"),
        ("Rebels fired 40 rockets.", 40, "rockets", "fired"),
        ("The army has 300 tanks.", 300, "tanks", None),
    ],
)
def test_other_counts_are_kept_with_what_became_of_them(sentence, low, noun, verb):
    [q] = find_quantities(sentence)
    assert (q.low, q.noun, q.verb, q.is_fatalities) == (low, noun, verb, False)


@pytest.mark.parametrize(
    "sentence", ["According to two officers, shells fell.", "Shells fell, a nurse said."]
)
def test_who_says_so_is_not_counted(sentence):
    assert find_quantities(sentence) == ()


@pytest.mark.parametrize(
    "words, value",
    [
        ("12", 12), ("1,300", 1300), ("1.300.000", 1_300_000), ("1\u202f300", 1300), ("1.5 million", 1_500_000),
        ("twelve", 12), ("Twenty-one", 21), ("two hundred", 200), ("three thousand", 3000), ("ninety nine", 99),
        ("much", None), ("", None), ("12th", None), ("9" * 16, None), ("9" * 5000, None), ("1,234,567,890,123,456,789", None),
    ],
)  # fmt: skip
def test_numbers_are_read_in_digits_and_words(words, value):
    assert number(words) == value


@pytest.mark.parametrize(
    "sentence, is_total",
    [
        ("The toll since the war began stands at 20,000.", True),
        ("So far this year, 300 people were killed.", True),
        ("More than 40,000 have been killed since October 2023.", True),
        ("Shells killed 12 people on Friday.", False),
    ],
)
def test_a_total_over_a_war_is_told_from_an_event(sentence, is_total):
    assert is_running_total(sentence) is is_total
