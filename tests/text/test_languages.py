"""Laws of reading other languages: offsets hold in any script, names stay whole, bad text costs no more."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_map.model import Article
from conflict_map.names import fold, nominatives
from conflict_map.text.clues import Lore
from conflict_map.text.gloss import GLOSSED, gloss, glossary
from conflict_map.text.language import READ, detect, language_of
from conflict_map.text.mentions import find_mentions
from conflict_map.text.other_languages import triggers_in
from conflict_map.text.phrases import read_lines
from conflict_map.text.sentences import split
from conflict_map.text.uncased import read_uncased

WORDS = """
Алеппо Идлибе Хамы Харкові Донецкой области под в из и на севере к северу от 15 км обстреляли взрыв районе
Alep Damas Gao près de d'Alep au nord l'armée à dans le sud attaqué ville La Paz Santiago de Cuba en el cerca
حلب إدلب دير الزور في من وحماة بحلب قصفت مدينة ريف الجنوبي إلى الشمال من 15 كم خان شيخون حَلَب قرية
Aleppo north of shelled - – , . ; : ( ) « » ' ’ ! ? /
""".split()
ODD = "\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\ufeff\u0640\u064e\u0301аеорсx"
"""Joiners, bidi marks, points, and letters of one script that look like those of another."""


class Book:
    """A small list of names in three scripts."""

    NAMES = frozenset(
        map(
            fold,
            [
                *(w for w in WORDS if w[0].isupper()),
                "حلب",
                "إدلب",
                "دير الزور",
                "خان شيخون",
                "حماة",
                "La Paz",
                "Santiago de Cuba",
            ],
        )
    )

    def standing(self, name: str) -> tuple[int, str]:
        return (180, "place") if any(n in self.NAMES for n in nominatives(name)) else (0, "")

    def demonym(self, word: str) -> tuple[str, ...]:
        return ("SY",) if word == "Syrian" else ()


LORE = Lore(Book())
PROSE = st.lists(st.sampled_from([*WORDS, "\n", *ODD]), max_size=50).map(" ".join)
ODD_PROSE = st.lists(st.sampled_from([*WORDS, " ", " ", *ODD]), max_size=60).map("".join)
TEXTS = st.one_of(
    PROSE,
    ODD_PROSE,
    st.text(max_size=200),
    st.tuples(PROSE, st.text(max_size=80), PROSE).map("".join),
)
LANGUAGES = st.sampled_from(sorted(GLOSSED))


@given(TEXTS, LANGUAGES)
@settings(max_examples=300)
def test_every_mention_is_its_stretch_of_the_report_in_any_language(text, language):
    article = Article(id="a", text=text, language=language)
    found = find_mentions(article, split(text), LORE)
    for m in found:
        assert text[m.start : m.end] == m.text
        assert m.start <= m.name_start <= m.name_end <= m.end
        if m.name and "anaphora" not in m.cues:
            assert text[m.name_start : m.name_end] == m.name
    assert list(found) == sorted(found, key=lambda m: (m.start, -m.end, m.name))


@given(TEXTS, LANGUAGES)
def test_every_stretch_of_a_gloss_stands_for_one_of_the_sentence_in_order(text, language):
    read = gloss(text, language, LORE)
    end = 0
    for piece in read.pieces:
        assert piece.start >= end
        if piece.kept:
            width = piece.end - piece.start
            assert read.text[piece.at : piece.at + width] == text[piece.start : piece.end]
        end = piece.end
    if read.text:
        assert read.original(0, len(read.text))[1] <= len(text)


@given(TEXTS)
def test_a_name_in_a_script_without_capitals_stays_as_it_is_written(text):
    read, spans = read_uncased(text, "ar", LORE)
    end = 0
    for span in spans:
        start, stop = read.original(span.start, span.end)
        assert read.text[span.start : span.end] == span.text == text[start:stop]
        assert end <= span.start < span.end
        end = span.end


@given(TEXTS, LANGUAGES)
def test_every_word_that_reports_is_its_stretch_of_the_sentence(text, language):
    for trigger in triggers_in(text, language):
        assert text[trigger.start : trigger.end] == trigger.text != ""


@given(TEXTS)
def test_any_text_has_a_language_and_a_statement_of_its_own_outweighs_it(text):
    assert detect(text) in {*READ, "fa", "he"}
    assert language_of(Article(id="a", text=text, language="FR_ca")) == "fr"
    assert language_of(Article(id="a", text=text, language="  ")) == detect(text)


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщьюяіїєґ -", max_size=40))
def test_the_nominatives_begin_with_the_name_itself_and_are_folded_and_few(name):
    forms = nominatives(name)
    assert forms[0] == fold(name)
    assert len(set(forms)) == len(forms) <= 60


@pytest.mark.parametrize("language", sorted(GLOSSED))
def test_a_glossary_has_no_phrase_twice_and_only_english_on_its_left(language):
    rows = [line.partition(":") for line in read_lines(f"glosses/{language}.txt")]
    assert all(english.isascii() and colon for english, colon, _ in rows)
    phrases = [
        p.strip()
        for english, _, more in rows
        for p in more.split(",")
        if english not in {"prefixes", "article"}
    ]
    assert sorted(phrases) == sorted(set(phrases))
    assert "" not in phrases
    assert glossary(language) is glossary(language)


@pytest.mark.parametrize(
    "text, kept", [("La Paz y Quito", "La Paz"), ("en Santiago de Cuba", "Santiago de Cuba")]
)
def test_a_name_keeps_the_small_words_inside_it(text, kept):
    assert kept in gloss(text, "es", LORE).text
