"""Where sentences end, and which lines are no part of a report's text."""

from __future__ import annotations

import pytest

from conflict_map.text.cut import Words
from conflict_map.text.sentences import LONGEST, split


@pytest.mark.parametrize(
    "text, sentences",
    [
        ("Gen. Ali spoke. He left.", ["Gen. Ali spoke.", "He left."]),
        ("Shells fell at 5 p.m. on Friday.", ["Shells fell at 5 p.m. on Friday."]),
        ("U.S. troops left. The base closed.", ["U.S. troops left.", "The base closed."]),
        ("He flew to the U.S. The base closed.", ["He flew to the U.S.", "The base closed."]),
        ("About 3.5 km away. Two died.", ["About 3.5 km away.", "Two died."]),
        ("J. Okoro spoke. We left.", ["J. Okoro spoke.", "We left."]),
        ('"They left." Nobody stayed.', ['"They left."', "Nobody stayed."]),
        ("“They left.” Nobody stayed!", ["“They left.”", "Nobody stayed!"]),
        ("Did they leave? No… They stayed.", ["Did they leave?", "No…", "They stayed."]),
        ("No. 5 Brigade left. No.", ["No. 5 Brigade left.", "No."]),
        ("قصف الجيش حلب. وسقطت قذائف؟ نعم", ["قصف الجيش حلب.", "وسقطت قذائف؟", "نعم"]),
        ("军队炮击。居民逃离。", ["军队炮击。", "居民逃离。"]),
        ("One.\n\n\nTwo.\r\nThree.\u2028Four.", ["One.", "Two.", "Three.", "Four."]),
        ("   \n\t\n", []),
        ("", []),
    ],
)
def test_a_text_is_cut_where_its_sentences_end(text, sentences):
    assert [s.text for s in split(text)] == sentences


@pytest.mark.parametrize(
    "text, kinds",
    [
        ("Army shells port\nShells fell on Friday.", ["title", "body"]),
        ("Army shells port\nA second line\nShells fell.", ["title", "title", "body"]),
        ("Shells fell.\nA line without a stop\nMore fell.", ["body", "body", "body"]),
        ("A lone line without a stop", ["body"]),
        ("Title\nPhoto: Archive\nShells fell.", ["title", "boilerplate", "body"]),
        ("Title\nBy Ada Lindqvist\nShells fell.", ["title", "boilerplate", "body"]),
        ("Title\nDecember 3, 2024\nShells fell.", ["title", "dateline", "body"]),
        (
            "Shells fell.\nRelated:\nOlder shells\nMore.",
            ["body", "boilerplate", "boilerplate", "body"],
        ),
        ("Shells fell.\nRelated:\nOlder shells fell.", ["body", "boilerplate", "body"]),
        ("# Army shells port\nShells fell.", ["title", "body"]),
    ],
)
def test_each_line_is_known_for_what_it_is(text, kinds):
    assert [s.kind for s in split(text)] == kinds


def test_a_heading_s_mark_is_no_part_of_its_title():
    title = split("## Army shells port\nShells fell.")[0]
    assert (title.start, title.text) == (3, "Army shells port")


def test_sentences_of_one_line_are_one_paragraph():
    assert [s.paragraph for s in split("One. Two.\nThree.")] == [0, 0, 1]


def test_the_cut_of_a_wall_of_text_falls_between_words():
    text = "Shells fell on the town and " * 200
    pieces = split(text)
    assert len(pieces) > 1
    assert all(len(s.text) <= LONGEST for s in pieces)
    assert " ".join(s.text for s in pieces) == text.strip()


def test_a_possessive_is_noted_and_left_out_of_the_word():
    words = Words("Mali's army, the rebels’ camp")
    assert words.words == ["Mali", "army", "the", "rebels", "camp"]
    assert words.owned == [True, False, False, True, False]
    assert words.gaps == ["", "s", ",", " ", "s"]


def test_hyphens_part_words_and_apostrophes_inside_do_not():
    assert Words("Al-Ma'arra – U.S. O’Neill").words == ["Al", "Ma'arra", "U.S.", "O’Neill"]
