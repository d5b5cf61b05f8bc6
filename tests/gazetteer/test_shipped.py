"""What the shipped gazetteer knows: facts that reports from conflicts rely on."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from conflict_map.gazetteer.geocoder import GazetteerGeocoder
from conflict_map.gazetteer.shapes import bounds_of
from conflict_map.model import Position

if TYPE_CHECKING:
    from conflict_map.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Khanaser", "SY", 35.78, 37.50),
        ("Khanasir", "SY", 35.78, 37.50),
        ("خناصر", "SY", 35.78, 37.50),
        ("Al-Safira", "SY", 36.08, 37.37),
        ("as-Safira", "SY", 36.08, 37.37),
        ("السفيرة", "SY", 36.08, 37.37),
        ("Athriya", "SY", 35.37, 37.79),
        ("Ithriya", "SY", 35.37, 37.79),
        ("أثريا", "SY", 35.37, 37.79),
        ("Saraqib", "SY", 35.86, 36.81),
        ("Tel Rifaat", "SY", 36.47, 37.09),
        ("Khan Sheikhoun", "SY", 35.44, 36.65),
        ("Maarat al-Numan", "SY", 35.65, 36.68),
        ("Kafr Nabl", "SY", 35.61, 36.56),
        ("Bakhmut", "UA", 48.59, 38.00),
        ("Bahmut", "UA", 48.59, 38.00),
        ("Бахмут", "UA", 48.59, 38.00),
        ("Avdiivka", "UA", 48.14, 37.75),
        ("Chasiv Yar", "UA", 48.59, 37.83),
        ("Robotyne", "UA", 47.45, 35.83),
        ("El Fasher", "SD", 13.63, 25.35),
        ("El Geneina", "SD", 13.45, 22.45),
        ("Omdurman", "SD", 15.64, 32.48),
        ("Rafah", "PS", 31.30, 34.24),
        ("Khan Younis", "PS", 31.34, 34.31),
        ("Goma", "CD", -1.67, 29.23),
        ("Hodeidah", "YE", 14.80, 42.95),
        ("Myawaddy", "MM", 16.69, 98.51),
        ("Ain Issa", "SY", 36.39, 38.86),
        ("Kyiv", "UA", 50.45, 30.52),
        ("Kiev", "UA", 50.45, 30.52),
    ],
)
def test_a_place_at_a_front_is_the_first_answer_without_any_context(
    world: Gazetteer, name: str, country: str, lat: float, lon: float
) -> None:
    best = world.lookup(name)[0].place
    assert best.country == country
    assert best.position.lat == pytest.approx(lat, abs=0.05)
    assert best.position.lon == pytest.approx(lon, abs=0.05)


@pytest.mark.parametrize("name", ["Hama", "Idlib", "Aleppo", "Homs", "Deir ez-Zor", "Raqqa"])
def test_a_city_and_its_province_are_both_answers(world: Gazetteer, name: str) -> None:
    kinds = [c.place.feature_class for c in world.lookup(name, country="SY")[:3]]
    assert {"place", "admin1"} <= set(kinds)


@pytest.mark.parametrize(
    "name",
    ["Hama Governorate", "Hama Province", "Hama", "محافظة حماة", "حماة"],
)
def test_a_province_is_known_with_and_without_the_word_for_it(world: Gazetteer, name: str) -> None:
    assert "geonames:170015" in [c.place.id for c in world.lookup(name)]


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["US", "U.S.", "USA", "United States", "America", "États-Unis", "США"], "US"),
        (["UK", "U.K.", "Britain", "United Kingdom"], "GB"),
        (["UAE", "United Arab Emirates", "الإمارات العربية المتحدة"], "AE"),
        (["DRC", "DR Congo", "Democratic Republic of Congo", "RDC"], "CD"),
        (["Ivory Coast", "Côte d'Ivoire", "Cote d’Ivoire"], "CI"),
        (["Burma", "Myanmar"], "MM"),
        (["Syria", "سوريا", "Сирия", "Сирія", "Syrie", "シリア"], "SY"),
        (["Russia", "Russian Federation", "Россия"], "RU"),
        (["South Korea", "Republic of Korea"], "KR"),
        (["Palestine", "State of Palestine", "فلسطين"], "PS"),
        (["Türkiye", "Turkey", "Turkiye"], "TR"),
        (["Ukraine", "Україна", "Украина"], "UA"),
        (["Kosovo"], "XK"),
        (["Taiwan"], "TW"),
        (["Western Sahara"], "EH"),
    ],
)
def test_countries_answer_to_their_usual_names_first(
    world: Gazetteer, names: list[str], code: str
) -> None:
    for name in names:
        best = world.lookup(name)[0].place
        assert (best.feature_class, best.country) == ("country", code), name


def test_georgia_is_a_country_and_a_state(world: Gazetteer) -> None:
    found = [(c.place.feature_class, c.place.country) for c in world.lookup("Georgia")[:2]]
    assert found == [("country", "GE"), ("admin1", "US")]


def test_demonyms_lead_to_countries(world: Gazetteer) -> None:
    assert world.demonym("Syrian") == ("SY",)
    assert world.demonym("Iraqis") == ("IQ",)
    assert world.demonym("Congolese") == ("CD", "CG")
    assert world.demonym("South Sudanese") == ("SS",)
    assert world.demonym("Sudan") == ()


def test_every_iso_country_has_a_label_point_in_or_near_its_area(world: Gazetteer) -> None:
    count = 0
    for first in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        for second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
            place = world.country(first + second)
            if place is None:
                continue
            count += 1
            area = world.geometry(place)
            if area is None:
                continue
            west, south, east, north = bounds_of(area)
            lon, lat = place.position.lonlat
            # Points of scattered islands lie in the sea between or beside them.
            assert west - 1.3 <= lon <= east + 1.3, place
            assert south - 1.3 <= lat <= north + 1.3, place
    assert count == 250


def test_the_country_of_a_border_town_is_its_record_s_not_its_polygon_s(world: Gazetteer) -> None:
    assert world.lookup("Goma")[0].place.country == "CD"
    assert world.lookup("Myawaddy")[0].place.country == "MM"


def test_disputed_land_says_who_claims_and_who_holds(world: Gazetteer) -> None:
    crimea = world.lookup("Crimea")[0].place
    assert (crimea.country, crimea.admin1) == ("UA", "11")
    assert "Russia" in crimea.disputed
    golan = world.admin1_at(Position(lon=35.8, lat=33.0))
    assert (golan.country, golan.name) == ("SY", "Golan Heights")
    drawn = {s.place.name for s in world.shapes((-180, -90, 180, 90)) if s.disputed}
    assert {"Crimea", "Western Sahara", "Golan Heights", "Somaliland", "Northern Cyprus"} <= drawn


def test_faults_of_the_sources_are_corrected(world: Gazetteer) -> None:
    assert world.admin1("SD", "47").name == "West Darfur"
    assert world.lookup("West Soudan", fuzzy=False) == ()
    for name, code in (("Ituri", "17"), ("Haut-Katanga", "14"), ("Tanganyika", "29")):
        assert world.admin1("CD", code).name == name
    assert world.admin1("FR", "24").name.startswith("Centre")


def test_regions_without_a_border_are_known(world: Gazetteer) -> None:
    for name in ("Donbas", "Darfur", "Sahel", "Middle East", "Kordofan", "Nagorno-Karabakh"):
        best = world.lookup(name)[0].place
        assert best.feature_class == "region", name
        assert world.geometry(best) is not None, name


def test_unknown_population_is_none_and_not_zero(world: Gazetteer) -> None:
    assert world.place("geonames:168351").population is None


def test_labels_of_northern_syria_begin_with_aleppo(world: Gazetteer) -> None:
    labels = world.labels((36.5, 35.5, 38.0, 37.0), 3)
    assert labels[0].id == "geonames:170063"


def test_it_says_where_it_comes_from_and_on_what_terms(world: Gazetteer) -> None:
    terms = str(world.info()["sources"])
    assert "GeoNames" in terms
    assert "Natural Earth" in terms
    assert "CC BY 4.0" in terms


def test_looking_up_loads_none_of_the_heavy_libraries() -> None:
    code = (
        "import sys; from conflict_map.gazetteer import Gazetteer as G; g = G.default();"
        "g.lookup('Khanaser'); g.geometry(g.country('SY')); g.knows('Hama');"
        "print(sorted({'numpy','pandas','shapely','geopandas','geopy','folium'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert out.stdout.strip() == "[]"


def test_geopy_code_works_offline(world: Gazetteer) -> None:
    geocoder = GazetteerGeocoder(world)
    assert geocoder.geocode("Hama, Syria").latitude == pytest.approx(35.1, abs=0.3)
    assert geocoder.geocode("Paris, TX, US").raw["admin1"] == "TX"
    assert geocoder.geocode("Tripoli, Lebanon").raw["country"] == "LB"
    assert geocoder.geocode("Xyzzyplugh") is None
    several = geocoder.geocode("Springfield", exactly_one=False, limit=5)
    assert len(several) == 5
    assert geocoder.reverse((36.2, 37.16)).address == "Aleppo, Syria"
    assert geocoder.reverse((0, 0)) is None
