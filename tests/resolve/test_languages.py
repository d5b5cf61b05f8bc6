"""What reports in other languages than English mean: names, geometry, roles, and what the page shows of them."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from functools import cache

import pytest

from conflict_map.gazetteer import Gazetteer
from conflict_map.model import Article, Resolution
from conflict_map.pipeline import extract_claims, extract_events, geoparse
from conflict_map.text.language import detect
from conflict_map.web.payload import events_payload, name_for_readers
from tests.resolve.told import FIRST, SECOND, THIRD

ALL = (*FIRST, *SECOND, *THIRD)


@cache
def book() -> Gazetteer:
    return Gazetteer.default()


def resolutions(text: str, language: str | None = None) -> list[Resolution]:
    article = Article(id="a", text=text, published=date(2024, 12, 3), language=language)
    [(_, found)] = geoparse([article], book())
    return [r for r in found if "end_of_line" not in r.mention.cues]


@pytest.mark.parametrize("language, text, expected", ALL, ids=[row[1][:40] for row in ALL])
def test_a_sentence_names_these_places_in_these_roles_and_no_others(language, text, expected):
    found = resolutions(text, language)
    assert [r.mention.name for r in found] == [name for name, *_ in expected]
    for r, (_, country, kind, role) in zip(found, expected, strict=True):
        assert r.location is not None, r.reason
        assert r.location.places[0].country == country
        assert r.mention.kind.value == kind
        assert role is None or r.mention.role.value == role


@pytest.mark.parametrize("language, text", [row[:2] for row in ALL if row[2]])
def test_the_language_of_a_sentence_with_places_is_told_from_its_words(language, text):
    assert detect(text) == language


@pytest.mark.parametrize(
    "text",
    [
        # persons, organisations, months, offices: names of places that none of these is
        "Президент Владимир Орлов встретился с министром Сергеем Ростовым.",
        "Le président Jean Tripoli a remercié le colonel Moussa Gao.",
        "El presidente Juan Medina saludó al general Pedro Sucre.",
        "بعد ذلك قال الرجل إنه رأى صور البيت والشجرة والمدرسة في كتاب قديم.",
        "في المدينة القديمة سوق كبير، ومن الجانب الآخر نهر صغير.",
        "قال الجيش إن القوات ستواصل العمل من أجل السلام والوحدة.",
        "أفاد مراسل الجزيرة بأن الأمر قيد الدراسة.",
    ],
)
def test_words_that_are_names_of_places_elsewhere_are_not_drawn(text):
    drawn = [
        r for r in resolutions(text) if r.mention.role.value in {"event_location", "direction"}
    ]
    assert drawn == []


@pytest.mark.parametrize(
    "text, name",
    [
        ("في حلب", "حلب"), ("وحلب", "حلب"), ("بحلب", "حلب"), ("في حلب وإدلب", "إدلب"),
        ("قرب دير الزور", "دير الزور"), ("القصف على الخرطوم", "الخرطوم"), ("مدينة حَلَب", "حَلَب"),
        ("في جنوب السودان", "جنوب السودان"),
    ],
)  # fmt: skip
def test_what_is_written_on_to_an_arabic_name_is_not_part_of_it(text, name):
    found = [r.mention for r in resolutions(text, "ar")]
    assert name in [m.name for m in found]
    for m in found:
        assert text[m.name_start : m.name_end] == m.name


def test_a_village_that_no_book_has_is_kept_in_a_script_without_capitals():
    [village] = [r for r in resolutions("قصفت القوات قرية قزيزظ قرب حلب") if r.location is None]
    assert village.mention.name == "قزيزظ"
    assert village.reason == "no gazetteer entry fits 'قزيزظ'"


def test_an_everyday_word_is_a_village_after_the_word_for_one_and_nowhere_else():
    assert [r.mention.name for r in resolutions("قصف في قرية النصر")] == ["النصر"]
    assert resolutions("قتال من أجل النصر") == []


def test_the_places_of_a_mixed_report_are_found_in_its_main_language_and_nothing_breaks():
    text = "Взрывы прогремели в Харькове. The army said nothing. قصف في حلب. Бои идут под Изюмом."
    found = resolutions(text)
    assert {"Харькове", "Изюмом"} <= {r.mention.name for r in found}
    for r in found:
        assert text[r.mention.start : r.mention.end] == r.mention.text


def test_the_language_that_an_article_states_wins():
    text = "Combates en Gao"
    assert [r.mention.role.value for r in resolutions(text, "es")] == ["event_location"]
    assert [r.mention.name for r in resolutions(text, "zz")] == ["Gao"]


@pytest.mark.parametrize(
    "text, shown",
    [
        ("Взрывы прогремели в Харькове.", "\u2068Харькове\u2069 (Kharkiv)"),
        ("اندلعت اشتباكات في حلب.", "\u2068حلب\u2069 (Aleppo)"),
        ("Des combats ont éclaté à Alep.", "Alep"),
        ("Clashes broke out in Aleppo.", "Aleppo"),
    ],
)
def test_the_page_shows_names_as_written_and_in_latin_script(text, shown):
    article = Article(id="a", text=text, published=date(2024, 12, 3))
    [claim] = extract_claims([article], book())
    assert [name_for_readers(location) for location in claim.locations] == [shown]
    assert claim.quote == text


def test_the_payload_of_the_page_holds_both_names_and_the_export_the_one_as_written():
    article = Article(id="a", text="اندلعت اشتباكات في حلب.", published=date(2024, 12, 3))
    events = extract_events([article], book())
    payload = json.dumps(events_payload(events).head, ensure_ascii=False)
    assert "\u2068حلب\u2069 (Aleppo)" in payload
    assert list(events.to_frame()["place_name"]) == ["حلب"]


def test_geoparse_gives_the_text_as_written_and_the_name_of_the_gazetteer(tmp_path):
    report = tmp_path / "report.txt"
    report.write_text("Взрывы прогремели в Харькове.", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "conflict_map", "geoparse", str(report)],
        capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert "Харькове" in done.stdout
    assert "Kharkiv" in done.stdout
    json.loads(done.stdout.splitlines()[0] if done.stdout.startswith('{"') else done.stdout)
