"""Three reports of one battle become one event with three claims, whatever their order; a fourth stays apart."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from conflict_map.events.corroborate import corroborate
from conflict_map.events.flatten import row_of
from conflict_map.gazetteer import Gazetteer
from conflict_map.model import Article
from conflict_map.pipeline import extract_claims

# Invented: no such battle was fought.
WIRE = Article(
    id="wire", publisher="The Wire", published=date(2024, 12, 1),
    text="Heavy clashes broke out in Saraqib on Saturday between rebels and the army. At least 12 people were killed.",
)  # fmt: skip
PAPER = Article(
    id="paper", publisher="The Paper", published=date(2024, 12, 2),
    text="Fighters of Hayat Tahrir al-Sham captured the town of Saraqib on 30 November after a day of fighting "
    "that left 15 people dead, residents said.",
)  # fmt: skip
RADIO = Article(
    id="radio", publisher="The Radio", published=date(2024, 11, 30),
    text="The Syrian army fought rebels in Saraqib today, military sources said.",
)  # fmt: skip
OTHER = Article(
    id="other", publisher="The Post", published=date(2024, 12, 1),
    text="Warplanes bombed Saraqib on Saturday, killing three people. Clashes broke out in Khan Shaykhun on Saturday.",
)  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.default()


def test_three_reports_of_one_battle_are_one_event_with_three_claimants_in_any_order(gazetteer):
    seen = set()
    for articles in permutations((WIRE, PAPER, RADIO)):
        [event] = corroborate(extract_claims(articles, gazetteer))
        assert {c.article_id for c in event.claims} == {"wire", "paper", "radio"}
        assert len(event.claims) == 3
        seen.add(event)
    [event] = seen
    row = row_of(event)
    assert row["place_name"] == "Saraqib"
    assert (row["fatalities_low"], row["fatalities_high"]) == (12, 15)
    assert row["claim_status"] == "corroborated"
    assert {c.claimant for c in event.claims} == {None, "residents", "military sources"}


def test_an_air_strike_on_the_same_town_and_a_battle_in_another_stay_apart(gazetteer):
    events = corroborate(extract_claims((WIRE, PAPER, RADIO, OTHER), gazetteer))
    assert sorted(len(e.claims) for e in events) == [1, 1, 3]


def test_a_toll_that_another_claimant_gives_is_a_claim_about_the_same_event(gazetteer):
    article = Article(
        id="a", published=date(2024, 12, 1),
        text="Shells fell on Saraqib on Saturday. Doctors said four people were killed. Residents said six people were killed.",
    )  # fmt: skip
    [event] = corroborate(extract_claims([article], gazetteer))
    assert [(c.claimant, c.toll.best) for c in event.claims] == [
        (None, None),
        ("Doctors", 4),
        ("Residents", 6),
    ]
    assert {c.about for c in event.claims} == {None, event.lead.id}
    row = row_of(event)
    assert (row["fatalities_low"], row["fatalities_high"]) == (4, 6)
    assert row["sub_event_type"] == "Shelling/artillery/missile attack"
