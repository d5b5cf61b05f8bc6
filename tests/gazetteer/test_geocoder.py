"""The gazetteer in the place of geopy's Nominatim."""

from __future__ import annotations

import inspect
import json
import socket

import geopandas
import pytest
from geopy.exc import GeocoderQueryError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from conflict_map.gazetteer.geocoder import GazetteerGeocoder


@pytest.fixture
def geocoder(world):
    return world.geocoder()


def test_it_is_a_geopy_geocoder_and_answers_with_geopy_locations(geocoder):
    assert isinstance(geocoder, Geocoder)
    found = geocoder.geocode("Hama, Syria")
    assert isinstance(found, Location)
    assert found.latitude == pytest.approx(35.1, abs=0.3)
    assert found.raw["country"] == "SY"
    assert found.raw["rung"] == "name"


def test_it_opens_no_socket(geocoder, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert geocoder.geocode("Goma") is not None
    assert geocoder.reverse((36.2, 37.16)) is not None
    with pytest.raises(RuntimeError, match="asked to use the network"):
        geocoder.adapter.get_json("https://example.org/search", timeout=1, headers={})


@pytest.mark.parametrize("method", ["geocode", "reverse"])
def test_it_takes_every_argument_that_nominatim_takes_but_shapes(method):
    theirs = set(inspect.signature(getattr(Nominatim, method)).parameters)
    ours = set(inspect.signature(getattr(GazetteerGeocoder, method)).parameters)
    assert theirs - ours <= {"geometry"}


def test_it_is_made_with_the_arguments_of_nominatim(world):
    assert GazetteerGeocoder(world, user_agent="desk", timeout=10, domain="x.example").geocode(
        "Hama"
    )


def test_country_codes_are_one_or_several_in_any_case(geocoder):
    assert geocoder.geocode("Tripoli", country_codes="lb").raw["country"] == "LB"
    assert geocoder.geocode("Tripoli", country_codes=["LY"]).raw["country"] == "LY"
    both = geocoder.geocode("Tripoli", country_codes="ly,LB", exactly_one=False, limit=10)
    assert {one.raw["country"] for one in both} == {"LY", "LB"}
    assert geocoder.geocode("Khanaser", country_codes="ua", featuretype="country") is None


def test_one_answer_or_a_list_or_none(geocoder):
    several = geocoder.geocode("Springfield", exactly_one=False, limit=5)
    assert len(several) == 5
    assert geocoder.geocode("Springfield").raw["id"] == several[0].raw["id"]
    for nothing in ("Xyzzyplugh", "", " , "):
        assert geocoder.geocode(nothing) is None
        assert geocoder.geocode(nothing, exactly_one=False) is None
    with pytest.raises(ValueError, match="less than 1"):
        geocoder.geocode("Hama", limit=0)


def test_a_structured_query_is_read_as_its_parts(geocoder):
    found = geocoder.geocode(
        {"city": "Paris", "state": "TX", "country": "US", "street": "1 Main St"}
    )
    assert found.raw["admin1"] == "TX"
    assert geocoder.geocode({"state": "Aleppo", "country": "Syria"}).raw["country"] == "SY"


def test_a_kind_and_a_view_box_narrow_the_answer(geocoder):
    assert geocoder.geocode("Georgia", featuretype="country").raw["country"] == "GE"
    assert geocoder.geocode("Georgia", featuretype="state").raw["country"] == "US"
    box = [(33, 34), (35, 37)]
    assert geocoder.geocode("Tripoli", viewbox=box).raw["country"] == "LB"
    assert geocoder.geocode("Goma", viewbox=box, bounded=True, country_codes="cd") is None
    with pytest.raises(GeocoderQueryError, match="featuretype"):
        geocoder.geocode("Hama", featuretype="pub")
    with pytest.raises(GeocoderQueryError, match="two corners"):
        geocoder.geocode("Hama", viewbox=[1])


def test_the_raw_record_is_whole_and_can_be_written_as_json(geocoder):
    raw = geocoder.geocode("Sevastopol").raw
    assert json.loads(json.dumps(raw)) == raw
    assert {"id", "lat", "lon", "display_name", "address", "source", "disputed", "evidence"} <= set(
        raw
    )


def test_reverse_gives_the_finest_first_and_says_how_far_it_is(geocoder):
    place, province, country = geocoder.reverse((36.2, 37.16), exactly_one=False)
    assert [one.raw["feature_class"] for one in (place, province, country)] == [
        "place", "admin1", "country",
    ]  # fmt: skip
    assert place.raw["point"]["rule"] == "place"
    assert place.raw["point"]["distance_km"] < 5
    assert geocoder.reverse("36.2, 37.16", zoom=8).raw["feature_class"] == "admin1"
    assert geocoder.reverse((36.2, 37.16), zoom=3).raw["feature_class"] == "country"
    assert geocoder.reverse((0, 0)) is None
    assert geocoder.reverse((0, 0), exactly_one=False) is None


def test_reverse_never_gives_a_place_of_another_country(geocoder):
    # On the Thai bank the nearest place may be the Burmese one.
    for lon in (98.52, 98.53, 98.54):
        found = geocoder.reverse((16.70, lon))
        assert found.raw["country"] == found.raw["point"]["country"]


@pytest.mark.filterwarnings("ignore:Latitude:UserWarning")
@pytest.mark.parametrize("bad", ["nowhere", (200, 10), (float("nan"), 0)])
def test_what_is_no_point_is_refused(geocoder, bad):
    with pytest.raises(ValueError):  # noqa: PT011 - the words are geopy's
        geocoder.reverse(bad)


def test_geopandas_and_the_rate_limiter_of_geopy_take_it(world):
    limited = RateLimiter(world.geocoder().geocode, min_delay_seconds=0)
    assert limited("Goma").raw["country"] == "CD"
    frame = geopandas.tools.geocode(["Hama, Syria", "Goma, CD"], provider=GazetteerGeocoder)
    assert list(frame["address"]) == ["Hama, Syria", frame["address"].iloc[1]]
    assert frame.geometry.notna().all()
