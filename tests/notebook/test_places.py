"""Places by name in questions to a set: one place, or an error of one line that lists what it could be."""

from __future__ import annotations

import pandas as pd
import pytest

import conflict_map as cm


def events_at(*places: tuple[str, float, float, str]) -> cm.EventSet:
    ids, lats, lons, countries = zip(*places, strict=True)
    return cm.EventSet.from_frame(
        pd.DataFrame({"event_id": ids, "lat": lats, "lon": lons, "country": countries})
    )


SYRIA = events_at(
    ("hama", 35.13, 36.76, "SY"), ("aleppo", 36.2, 37.16, "SY"), ("raqqa", 35.95, 39.01, "SY")
)


def test_a_name_is_looked_up_where_the_events_are():
    # There is a place in Japan whose other name folds to the same letters.
    assert list(SYRIA.near("Hama", km=20)) == ["hama"]
    assert list(SYRIA.near("al-Raqqa", km=20)) == ["raqqa"]
    with pytest.raises(cm.ConflictMapError, match="'Hama' is the name of 2 places: Ḩamāh"):
        events_at(("x", 1.0, 1.0, "CD")).near("Hama", km=20)


def test_the_town_is_meant_and_not_the_province_of_the_same_name():
    assert list(SYRIA.near("Aleppo", km=5)) == ["aleppo"]


def test_a_place_beyond_the_border_is_found_if_no_other_has_its_name():
    assert list(SYRIA.near("Gaziantep", km=120)) == ["aleppo"]


def test_positions_records_and_ids_need_no_name():
    record = cm.Gazetteer.default().lookup("Aleppo", country="SY", limit=1)[0].place
    for place in (record, record.position, record.id, cm.Position(lat=36.2, lon=37.16)):
        assert list(SYRIA.near(place, km=5)) == ["aleppo"]


@pytest.mark.parametrize(
    ("name", "country", "said"),
    [
        ("Suran", None, "'Suran' is the name of 2 places: Şūrān (Hama, SY, geonames:"),
        ("San Jose", None, "; and 19 more; give country=, or an id"),
        ("Qqzzq", None, "the gazetteer has no place 'Qqzzq'; write an id or a Position"),
        ("Khanaser", None, "alike are Khanāşir (Aleppo, SY, geonames:"),
        ("North Kivu", None, "'North Kivu' is an area and no point"),
        ("Hama", "Atlantis", "'Atlantis' is no country"),
        ("geonames:0", None, "no id of the gazetteer"),
        ("", None, "the gazetteer has no place ''"),
    ],
)
def test_anything_else_is_an_error_of_one_line_that_says_what_to_do(name, country, said):
    with pytest.raises(cm.ConflictMapError) as error:
        SYRIA.near(name, km=5, country=country)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


def test_a_country_narrows_by_code_or_name():
    here = events_at(("a", 34.43, 35.84, "LB"), ("b", 32.89, 13.19, "LY"))
    with pytest.raises(cm.ConflictMapError, match="2 places"):
        here.near("Tripoli", km=20)
    assert list(here.near("Tripoli", km=20, country="LB")) == ["a"]
    assert list(here.near("Tripoli", km=20, country="Libya")) == ["b"]
