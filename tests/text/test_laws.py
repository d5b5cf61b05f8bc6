"""Laws that hold for any text at all: offsets, nothing lost, order, no crash on what nobody would write."""

from __future__ import annotations

import re
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_map.model import Article, Toll
from conflict_map.text.actors import find_actors, find_organisations
from conflict_map.text.amounts import number
from conflict_map.text.attribution import find_attribution
from conflict_map.text.clues import Lore
from conflict_map.text.cut import Words
from conflict_map.text.dates import article_date, find_dates
from conflict_map.text.mentions import find_mentions
from conflict_map.text.quantities import find_quantities, toll_of
from conflict_map.text.sentences import LONGEST, split
from conflict_map.text.toponyms import find_names
from conflict_map.text.triggers import find_triggers

WORDS = """
Hama Aleppo Idlib Khanaser Athriya Saraqib Damascus Syria Syrian Moscow Goma al-Bab in at near towards north
of the southern countryside province provinces road between and to from 10 km 1,300 killed wounded people
soldiers at least between 20 30 dozens twenty-one no casualties Friday last week since 28 November 2024 said
according sources army rebels shelled captured withdrew protesters General Ali President John St. U.S. Dr.
that these their not will ceasefire drones - – — , . ; : ( ) " “ ” ' ’ ! ? « » / # *
""".split()


class Book:
    """A small list of names; the demonym is the only word it says more of."""

    NAMES = frozenset(w for w in WORDS if w[0].isupper())

    def standing(self, name: str) -> tuple[int, str]:
        return (180, "place") if name in self.NAMES else (0, "")

    def demonym(self, word: str) -> tuple[str, ...]:
        return ("SY",) if word == "Syrian" else ()


LORE = Lore(Book())
PROSE = st.lists(st.sampled_from([*WORDS, "\n"]), max_size=60).map(" ".join)
ANYTHING = st.text(max_size=300)
TEXTS = st.one_of(PROSE, ANYTHING, st.tuples(PROSE, ANYTHING, PROSE).map("".join))
DAYS = st.dates()


@given(TEXTS)
def test_every_sentence_is_its_stretch_of_the_text_and_they_come_in_order(text):
    end = 0
    for s in split(text):
        assert text[s.start : s.end] == s.text
        assert s.text.strip() == s.text != ""
        assert end <= s.start < s.end
        assert s.end - s.start <= LONGEST
        end = s.end


@given(TEXTS)
def test_splitting_loses_nothing_but_spaces_and_the_marks_that_open_a_line(text):
    spans = [(s.start, s.end) for s in split(text)]
    kept = "".join(text[a:b] for a, b in spans)
    outside = "".join(
        text[a:b]
        for a, b in zip(
            [0, *(e for _, e in spans)], [s for s, _ in spans] + [len(text)], strict=True
        )
    )
    assert not re.sub(r"[\s#*_>\-]", "", outside)
    assert "".join(kept.split()) + "".join(outside.split()) != "" or not text.strip()


@given(
    st.integers(LONGEST - 50, 3 * LONGEST),
    st.sampled_from(["a", "Aa ", "of the ", "中", "(", "1 ", "é́"]),
)
def test_a_wall_of_text_without_full_stops_is_cut_at_spaces_and_nothing_is_lost(length, unit):
    text = (unit * length)[:length]
    pieces = split(text)
    assert "".join(s.text.replace(" ", "") for s in pieces) == text.replace(" ", "")
    assert all(len(s.text) <= LONGEST for s in pieces)
    if " " in unit and len(pieces) > 1:
        assert all(text[s.end] == " " for s in pieces[:-1])


@given(TEXTS)
@settings(max_examples=200)
def test_every_mention_is_its_stretch_of_the_article(text):
    article = Article(id="a", text=text)
    found = find_mentions(article, split(text), LORE)
    for m in found:
        assert text[m.start : m.end] == m.text
        assert not m.name or m.name in m.text or "anaphora" in m.cues
        assert m.bearing_deg is None or 0 <= m.bearing_deg < 360
        assert m.distance_km is None or m.distance_km >= 0
    assert list(found) == sorted(found, key=lambda m: (m.start, -m.end, m.name))


@given(TEXTS)
def test_every_actor_and_organisation_is_its_stretch_of_the_sentence(text):
    for span in (*find_actors(text), *find_organisations(text)):
        assert text[span.start : span.end] == span.text


@given(st.lists(TEXTS, max_size=4))
def test_every_name_is_its_stretch_of_its_sentence_and_names_do_not_overlap(texts):
    found = find_names(texts, LORE)
    assert len(found) == len(texts)
    for text, names in zip(texts, found, strict=True):
        end = 0
        for name in names:
            assert text[name.start : name.end] == name.text
            assert end <= name.start < name.end
            end = name.end


@given(TEXTS)
def test_the_words_of_a_sentence_are_its_stretches_with_all_that_parts_them(text):
    words = Words(text)
    for start, end, word in zip(words.starts, words.ends, words.words, strict=True):
        assert text[start:end] == word
    assert words.starts == sorted(words.starts)
    assert len(words.gaps) == len(words.caps) == len(words.keys) == len(words)


@given(TEXTS)
def test_actors_of_a_sentence_do_not_overlap(text):
    for found in (find_actors(text), find_organisations(text)):
        end = 0
        for actor in found:
            assert actor.start >= end
            end = actor.end


@given(TEXTS, DAYS)
def test_every_date_is_its_stretch_of_the_sentence_and_ends_no_earlier_than_it_starts(text, day):
    end = 0
    for d in find_dates(text, day):
        assert d.span.expression == text[d.start : d.end].strip()
        assert d.span.start is not None
        assert d.span.start <= d.span.end
        assert d.start >= end or d.since
        end = d.end
        assert not d.since or d.span.end == day


@given(TEXTS)
def test_without_a_date_of_the_report_only_full_dates_are_read(text):
    for d in find_dates(text, None):
        assert re.search(r"\d{4}", d.span.expression or "")
    assert article_date(text) is None or isinstance(article_date(text), date)


@given(TEXTS)
def test_every_quantity_is_its_stretch_of_the_sentence_with_low_no_more_than_high(text):
    for q in find_quantities(text):
        assert text[q.start : q.end] == q.text
        assert q.low is None or q.low >= 0
        assert q.low is None or q.high is None or q.low <= q.high


@given(TEXTS)
def test_a_toll_is_low_best_high_or_unknown(text):
    toll = toll_of(text, find_quantities(text))
    assert isinstance(toll, Toll)
    known = [n for n in (toll.low, toll.best, toll.high) if n is not None]
    assert known == sorted(known)


@given(st.integers(0, 999_999_999_999))
def test_a_number_in_digits_is_read_as_it_is_written(n):
    assert number(str(n)) == number(f"{n:,}") == n


@given(ANYTHING)
def test_a_number_is_a_whole_number_or_none(text):
    assert number(text) is None or number(text) >= 0


@given(TEXTS)
def test_every_claimant_is_its_stretch_of_the_sentence(text):
    found = find_attribution(text)
    if found:
        assert text[found.start : found.end] == found.text == found.text.strip() != ""


@given(TEXTS)
def test_every_trigger_is_its_stretch_of_the_sentence_the_most_specific_first(text):
    found = find_triggers(text)
    for t in found:
        assert text[t.start : t.end] == t.text
    weights = [t.weight for t in found]
    assert weights == sorted(weights, reverse=True)
