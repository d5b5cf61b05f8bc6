"""Claims of one event come together whatever their order, whole, and only where nothing contradicts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_map.events.corroborate import (
    _close_pairs,
    corroborate,
    independent_sources,
    same_event,
)
from conflict_map.geo import offset, point
from conflict_map.model import Claim, DateSpan, Location, Position, Toll
from conflict_map.vocabulary import DatePrecision, GeoPrecision, LocationKind, Role

HAMA = Position(lon=36.75, lat=35.13)
DAY = date(2024, 11, 29)


def at(position: Position, *, km: float | None = 2.0, precision=GeoPrecision.PLACE) -> Location:
    return Location(
        name="Here", kind=LocationKind.POINT, role=Role.EVENT_LOCATION, places=(), position=position,
        geometry=point(position), precision=precision, uncertainty_km=km,
    )  # fmt: skip


def on(first: date, last: date | None = None) -> DateSpan:
    return DateSpan(start=first, end=last or first, precision=DatePrecision.DAY)


def claim(article: str, **changes: object) -> Claim:
    base = Claim(
        id=f"claim-{article}", article_id=article, start=0, end=9, quote=f"as {article} has it",
        event_type="Battles", sub_event_type="Armed clash", plover_type="ASSAULT", dates=on(DAY),
        locations=(at(HAMA),), actor1="Rebels", confidence=0.9,
    )  # fmt: skip
    return replace(base, **changes)  # type: ignore[arg-type]


def groups(*claims: Claim) -> list[list[str]]:
    return sorted(sorted(c.article_id for c in e.claims) for e in corroborate(claims))


def far(km: float) -> Position:
    return offset(HAMA, bearing_deg=90, distance_km=km)


def test_two_reports_of_one_clash_are_one_event():
    assert groups(claim("a"), claim("b")) == [["a", "b"]]


@pytest.mark.parametrize(
    "other",
    [
        {"sub_event_type": "Air/drone strike"},
        {"event_type": None, "sub_event_type": None},
        {"dates": on(DAY + timedelta(days=2))},
        {"dates": None},
        {"locations": ()},
        {"locations": (at(far(12)),)},
        {"locations": (at(HAMA, precision=GeoPrecision.PROVINCE),)},
        {"actor1": "Army"},
        {"toll": Toll(low=10, best=10, high=10)},
    ],
    ids=str,
)
def test_what_contradicts_keeps_two_events_apart(other):
    first = claim("a", toll=Toll(low=2, best=2, high=2))
    assert groups(first, claim("b", **other)) == [["a"], ["b"]]


@pytest.mark.parametrize(
    "other",
    [
        {"dates": on(DAY + timedelta(days=1))},
        {"dates": DateSpan(start=None, end=DAY, precision=DatePrecision.FUZZY_START)},
        {"locations": (at(far(8)),)},
        {"locations": (at(far(25), km=25.0),)},
        {"locations": (at(far(400)), at(HAMA))},
        {"actor1": None},
        {"actor1": "Rebels of the north"},
        {"toll": Toll(low=5, best=5, high=5)},
        {"toll": Toll()},
        {"toll": Toll(low=5)},
    ],
    ids=str,
)
def test_what_is_only_vaguer_or_slightly_off_brings_them_together(other):
    assert groups(claim("a", toll=Toll(low=2, best=2, high=2)), claim("b", **other)) == [["a", "b"]]


def test_one_report_tells_its_events_apart():
    first, second = claim("a"), claim("a", id="second", start=10, end=20)
    assert len(corroborate([first, second])) == 2
    assert len(corroborate([first, second, claim("b")])) == 2


def test_places_on_both_sides_of_the_antimeridian_and_at_the_pole_are_near():
    for west, east in (
        (Position(lon=179.99, lat=-17), Position(lon=-179.99, lat=-17)),
        (Position(lon=0, lat=89.99), Position(lon=180, lat=89.99)),
    ):
        assert groups(claim("a", locations=(at(west),)), claim("b", locations=(at(east),))) == [
            ["a", "b"]
        ]


def test_the_finest_place_leads_then_the_surest_claim():
    near = claim("a", locations=(at(HAMA, precision=GeoPrecision.NEAR),), confidence=0.99)
    unsure, sure = claim("b", confidence=0.5), claim("c", confidence=0.7)
    [event] = corroborate([near, unsure, sure])
    assert [c.article_id for c in event.claims] == ["c", "a", "b"]
    assert event.lead is event.claims[0]


def test_a_source_that_copies_another_word_for_word_is_no_second_source():
    copied = [claim("a", quote="Shells fell."), claim("b", quote="shells  fell")]
    assert independent_sources(copied) == 1
    assert independent_sources([claim("a"), claim("b"), claim("c", source="B")]) == 2


# ---------------------------------------------------------------------------- laws

POSITIONS = st.one_of(
    st.builds(lambda km, deg: offset(HAMA, bearing_deg=deg, distance_km=km), st.floats(0, 60), st.floats(0, 359)),
    st.builds(lambda lon, lat: Position(lon=lon, lat=lat), st.floats(179.7, 180), st.floats(-18, -17)),
    st.builds(lambda lon, lat: Position(lon=lon, lat=lat), st.floats(-180, -179.7), st.floats(-18, -17)),
    st.builds(lambda lon: Position(lon=lon, lat=89.9), st.floats(-180, 180)),
)  # fmt: skip
LOCATIONS = st.builds(
    lambda p, km, precision: at(p, km=km, precision=precision),
    POSITIONS,
    st.sampled_from([None, 2.0, 12.0, 25.0]),
    st.sampled_from([GeoPrecision.PLACE, GeoPrecision.NEAR, GeoPrecision.PROVINCE]),
)
DATES = st.one_of(
    st.none(),
    st.builds(
        lambda first, length: on(DAY + timedelta(days=first), DAY + timedelta(days=first + length)),
        st.integers(0, 12), st.integers(0, 6),
    ),
    st.just(DateSpan(start=None, end=DAY, precision=DatePrecision.FUZZY_START)),
    st.just(on(date.min)),
)  # fmt: skip


@st.composite
def many_claims(draw) -> list[Claim]:
    return [
        claim(
            draw(st.sampled_from("abcdefgh")),
            id=f"claim-{i}",
            start=i,
            end=i + 1,
            sub_event_type=draw(st.sampled_from(["Armed clash", "Attack"])),
            dates=draw(DATES),
            locations=tuple(draw(st.lists(LOCATIONS, max_size=2))),
            actor1=draw(st.sampled_from([None, "Rebels", "Army", "Rebels of the north"])),
            toll=draw(st.sampled_from([Toll(), Toll(low=1, best=1, high=1), Toll(low=9, best=9)])),
            confidence=draw(st.sampled_from([0.5, 0.9])),
        )
        for i in range(draw(st.integers(0, 14)))
    ]


@given(many_claims(), st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_the_order_of_the_claims_does_not_matter(claims, random):
    shuffled = random.sample(claims, len(claims))
    assert corroborate(shuffled) == corroborate(claims)


@given(many_claims())
def test_every_claim_is_in_exactly_one_event_unchanged(claims):
    events = corroborate(claims)
    inside = [c for e in events for c in e.claims]
    assert sorted(c.id for c in inside) == sorted(c.id for c in claims)
    assert {c.id: c for c in inside} == {c.id: c for c in claims}
    assert len({e.id for e in events}) == len(events)
    assert corroborate(inside) == events


@given(many_claims())
def test_no_event_holds_two_claims_of_one_article_or_a_claim_that_meets_no_other(claims):
    for event in corroborate(claims):
        articles = [c.article_id for c in event.claims]
        assert len(articles) == len(set(articles))
        for c in event.claims:
            others = [o for o in event.claims if o is not c]
            assert not others or any(same_event(c, o) for o in others)


@given(many_claims())
@settings(max_examples=200)
def test_no_pair_that_may_be_one_event_is_missed_by_looking_only_nearby(claims):
    close = list(_close_pairs(claims))
    assert len(close) == len(set(close))
    meeting = {
        (i, j) for i, j in combinations(range(len(claims)), 2) if same_event(claims[i], claims[j])
    }
    assert meeting <= set(close)


@given(many_claims())
def test_meeting_is_symmetric(claims):
    for a, b in combinations(claims, 2):
        assert same_event(a, b) == same_event(b, a)
