"""Reads the article that a newcomer maps first, and asserts that its map says what its words say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from conflict_map import pipeline
from conflict_map.gazetteer import Gazetteer
from conflict_map.tables.articles import read_articles
from conflict_map.vocabulary import EventType, LocationKind, Role

ARTICLE = Path(__file__).parents[2] / "examples" / "north-west-syria.md"


@pytest.fixture(scope="module")
def claims():
    events = pipeline.extract_events(read_articles(ARTICLE), Gazetteer.default())
    return tuple(c for event in events.details.values() for c in event.claims)


def claim_with(claims, words: str):
    found = [c for c in claims if words in c.quote]
    assert found, f"no claim quotes {words!r}"
    return found[0]


def names_of(locations) -> set[str]:
    return {place.name for at in locations for place in at.places} | {at.name for at in locations}


def test_nothing_is_drawn_where_only_governments_speak(claims):
    drawn = {name for c in claims for name in names_of(c.locations)}
    elsewhere = {
        "Moscow", "Kremlin", "Russia", "Ankara", "Turkey", "Türkiye", "Astana", "Ukraine", "Iran",
        "Israel", "Lebanon", "Al Mayadin", "Al Mayadeen",
    }  # fmt: skip
    assert not drawn & elsewhere


def test_no_death_is_counted_in_a_text_that_counts_none(claims):
    tolls = [
        (c.toll, c.quote) for c in claims if (c.toll.low, c.toll.best, c.toll.high) != (None,) * 3
    ]
    assert not tolls


def test_the_neutralised_are_a_claim_over_the_whole_campaign(claims):
    claim = claim_with(claims, "1,300")
    assert claim.claimant is not None
    assert "official sources" in claim.claimant.casefold()
    assert (claim.dates.start, claim.dates.end) == (date(2024, 11, 29), date(2024, 12, 3))
    assert any(q.low == 1300 and not q.is_fatalities for q in claim.quantities)


def test_the_strikes_of_the_last_day_are_dated_and_placed_by_a_rule_that_is_said(claims):
    claim = claim_with(claims, "five command centres")
    assert claim.event_type == EventType.REMOTE
    assert (claim.dates.start, claim.dates.end) == (date(2024, 12, 2), date(2024, 12, 3))
    assert all(at.role is Role.INHERITED for at in claim.locations)


def test_the_road_is_a_line_and_the_broadcaster_is_its_claimant(claims):
    claim = claim_with(claims, "road")
    assert [at.kind for at in claim.locations] == [LocationKind.LINE]
    assert "Al Mayadeen" in (claim.claimant or "")


def test_parts_of_provinces_are_drawn_as_parts(claims):
    claim = claim_with(claims, "southern Aleppo")
    kinds = {at.kind for at in (*claim.locations, *claim.related)}
    assert kinds == {LocationKind.PART}


def test_the_town_that_troops_head_for_is_not_reached(claims):
    assert "Al-Safira" not in {name for c in claims for name in names_of(c.locations)}
    claim = claim_with(claims, "Al-Safira")
    assert {at.role for at in claim.related} == {Role.DIRECTION}
