"""What the words around a name make of it: which part, how far, which way, a line, and in what role."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_map.model import Article, Mention
from conflict_map.text.cues import CUES
from conflict_map.text.expressions import compass
from conflict_map.text.lines import is_between, line_before
from conflict_map.text.mentions import find_mentions
from conflict_map.text.sentences import split
from conflict_map.vocabulary import FeatureClass as F
from conflict_map.vocabulary import LocationKind as K
from conflict_map.vocabulary import Role


class Book:
    """A list of names and of one demonym."""

    NAMES = frozenset(
        "Deir ez-Zor|Port Sudan|North Kivu|Hama|Idlib|Aleppo|Homs|Khanaser|Athriya|Saraqib|Damascus|Kharkiv|"
        "Moscow|Ukraine|Russia|Turkey|Goma|Sake|Astana|Khartoum|Mali|Gao|al-Bab|Tripoli|Kidal".split(
            "|"
        )
    )

    def knows(self, name: str) -> bool:
        return name in self.NAMES or name.title() in self.NAMES

    def demonym(self, word: str) -> tuple[str, ...]:
        return {"Syrian": ("SY",), "Malian": ("ML",)}.get(word, ())


def mentions(text: str) -> list[Mention]:
    return list(find_mentions(Article(id="a", text=text), split(text), Book()))


def places(text: str) -> list[Mention]:
    """Give the mentions that are no end of a line."""
    return [m for m in mentions(text) if "end_of_line" not in m.cues]


@pytest.mark.parametrize(
    "sentence, text, name, kind, part",
    [
        ("Shells fell in southern Aleppo.", "southern Aleppo", "Aleppo", K.PART, "s"),
        ("Shells fell in north-western Aleppo.", "north-western Aleppo", "Aleppo", K.PART, "nw"),
        ("Shells fell in central Mali.", "central Mali", "Mali", K.PART, "centre"),
        ("Shells fell in the south of Aleppo province.", "south of Aleppo", "Aleppo", K.PART, "s"),
        ("Shells fell in the eastern part of Aleppo.", "eastern part of Aleppo", "Aleppo", K.PART, "e"),
        ("Shells fell in northern Hama province.", "northern Hama", "Hama", K.PART, "n"),
        ("Shells fell in the northern Hama countryside.", "northern Hama countryside", "Hama", K.PART, "n"),
        ("Shells fell in Hama's eastern countryside.", "Hama's eastern countryside", "Hama", K.PART, "e"),
        ("Shells fell in the countryside of Hama.", "the countryside of Hama", "Hama", K.NEAR, "countryside"),
        ("Shells fell in rural Hama.", "rural Hama", "Hama", K.NEAR, "countryside"),
        ("Shells fell on the outskirts of Hama.", "the outskirts of Hama", "Hama", K.NEAR, "countryside"),
        ("Shells fell in Hama province.", "Hama", "Hama", K.AREA, None),
        ("Shells fell in the province of Hama.", "Hama", "Hama", K.AREA, None),
        ("Shells fell in Hama.", "Hama", "Hama", K.POINT, None),
        ("Shells fell near Hama.", "Hama", "Hama", K.NEAR, None),
        ("Shells fell around Hama.", "Hama", "Hama", K.NEAR, None),
        ("Shells fell in Port Sudan.", "Port Sudan", "Port Sudan", K.POINT, None),
        ("Shells fell in Deir ez-Zor.", "Deir ez-Zor", "Deir ez-Zor", K.POINT, None),
    ],
)  # fmt: skip
def test_an_area_a_part_of_it_and_what_is_near_are_told_apart(sentence, text, name, kind, part):
    [m] = places(sentence)
    assert (m.text, m.name, m.kind, m.part) == (text, name, kind, part)
    assert m.role is Role.EVENT_LOCATION


@pytest.mark.parametrize(
    "sentence, text, km, bearing, kind",
    [
        ("Shells fell 10 km north of Hama.", "10 km north of Hama", 10, 0, K.OFFSET),
        ("Shells fell ten kilometres south-east of Hama.", "ten kilometres south-east of Hama", 10, 135, K.OFFSET),
        ("Shells fell about 2.5 km to the west of Hama.", "about 2.5 km to the west of Hama", 2.5, 270, K.OFFSET),
        ("Shells fell 5 miles east of Hama.", "5 miles east of Hama", 8.04672, 90, K.OFFSET),
        ("Shells fell 10 km from Hama.", "10 km from Hama", 10, None, K.NEAR),
        ("Shells fell 300 metres outside Hama.", "300 metres outside Hama", 0.3, None, K.NEAR),
        ("Shells fell north of Hama.", "north of Hama", None, 0, K.NEAR),
        ("Shells fell just to the north of Hama.", "north of Hama", None, 0, K.NEAR),
    ],
)  # fmt: skip
def test_a_distance_and_a_direction_are_read_from_their_anchor(sentence, text, km, bearing, kind):
    [m] = places(sentence)
    assert (m.text, m.name, m.kind) == (text, "Hama", kind)
    assert m.distance_km == (pytest.approx(km) if km is not None else None)
    assert m.bearing_deg == bearing


@pytest.mark.parametrize("dash", ["-", "–", "—", " - ", " – ", " to "])
def test_a_road_between_two_places_is_one_line_with_either_dash(dash):
    line, *ends = mentions(f"Troops advanced towards the Khanaser{dash}Athriya road.")
    assert (line.kind, line.name, line.other_name) == (K.LINE, "Khanaser", "Athriya")
    assert line.text == f"Khanaser{dash}Athriya road"
    assert line.role is Role.DIRECTION
    assert [(e.text, e.cues) for e in ends] == [
        ("Khanaser", ("end_of_line",)),
        ("Athriya", ("end_of_line",)),
    ]


@pytest.mark.parametrize(
    "sentence, text",
    [
        ("Convoys were hit on the Damascus to Homs highway.", "Damascus to Homs highway"),
        ("Convoys were hit on the Homs-Hama supply road.", "Homs-Hama supply road"),
        ("Shells hit the road between Hama and Homs.", "the road between Hama and Homs"),
        ("Shells hit the highway linking Hama and Homs.", "the highway linking Hama and Homs"),
        ("Fighting raged between Hama and Homs.", "Hama and Homs"),
        ("Fighting raged along the Hama-Homs front line.", "Hama-Homs front line"),
    ],
)
def test_other_words_for_what_runs_between_two_places_are_lines(sentence, text):
    [line] = places(sentence)
    assert (line.kind, line.text) == (K.LINE, text)


@pytest.mark.parametrize(
    "sentence",
    [
        "A deal between Russia and Turkey held.",
        "Hama and Homs were shelled.",
        "Shells hit Hama, Homs and Idlib.",
        "Talks between Russia and Ukraine began.",
    ],
)
def test_two_names_without_a_road_are_no_line(sentence):
    assert all(m.kind is not K.LINE for m in mentions(sentence))


@pytest.mark.parametrize(
    "sentence, kinds",
    [
        ("Shells fell in the provinces of Hama and Idlib.", {"Hama": K.AREA, "Idlib": K.AREA}),
        ("Shells fell in Hama and Idlib provinces.", {"Hama": K.AREA, "Idlib": K.AREA}),
        ("Shells fell in Hama, Homs and Idlib provinces.", {"Hama": K.AREA, "Homs": K.AREA, "Idlib": K.AREA}),
        ("Shells fell in the towns of Hama and Saraqib.", {"Hama": K.POINT, "Saraqib": K.POINT}),
        ("Shells fell near Hama and Saraqib.", {"Hama": K.NEAR, "Saraqib": K.NEAR}),
        ("Shells fell in Hama and southern Aleppo.", {"Hama": K.POINT, "Aleppo": K.PART}),
    ],
)  # fmt: skip
def test_the_members_of_a_list_share_what_is_said_of_all(sentence, kinds):
    found = places(sentence)
    assert {m.name: m.kind for m in found} == kinds
    assert all(m.role is Role.EVENT_LOCATION for m in found)


def test_provinces_of_a_list_are_looked_up_as_provinces():
    assert [
        m.feature_hint for m in mentions("Shells fell in the provinces of Hama and Idlib.")
    ] == [
        F.ADMIN1,
        F.ADMIN1,
    ]


@pytest.mark.parametrize(
    "text, pointed, names",
    [
        ("Shells hit Hama province. They fell in that province again.", "that province", ["Hama"]),
        ("Shells hit Hama and Idlib provinces. Both provinces burn.", "Both provinces", ["Hama", "Idlib"]),
        ("Shells fell in the city of Hama. Many left that city.", "that city", ["Hama"]),
        ("Shells fell in southern Aleppo. They hit this province.", "this province", ["Aleppo"]),
    ],
)  # fmt: skip
def test_that_province_points_back_to_the_one_named(text, pointed, names):
    back = [m for m in mentions(text) if "anaphora" in m.cues]
    assert [(m.text, m.name) for m in back] == [(pointed, name) for name in names]
    assert all(m.role is Role.CONTEXT for m in back)


def test_that_province_points_nowhere_when_none_was_named():
    assert mentions("Shells fell in that province.") == []


def test_the_north_of_the_country_names_no_country_itself():
    [m] = mentions("Strikes hit the north of the country.")
    assert (m.text, m.name, m.part, m.kind) == ("the north of the country", "", "n", K.REGION)


@pytest.mark.parametrize(
    "sentence, name, role, cue",
    [
        ("Troops advanced towards Hama.", "Hama", Role.DIRECTION, "direction"),
        ("Troops moved toward Hama.", "Hama", Role.DIRECTION, "direction"),
        ("Troops moved in the direction of Hama.", "Hama", Role.DIRECTION, "direction"),
        ("Troops are heading for Hama.", "Hama", Role.DIRECTION, "direction"),
        ("Troops marched on Hama.", "Hama", Role.DIRECTION, "direction"),
        ("Troops approached Hama.", "Hama", Role.DIRECTION, "direction"),
        ("Troops set out on the way to Hama.", "Hama", Role.DIRECTION, "direction"),
        ("Rebels captured Hama.", "Hama", Role.EVENT_LOCATION, "object"),
        ("They fought for control of Hama.", "Hama", Role.EVENT_LOCATION, "object"),
        ("Hama was shelled.", "Hama", Role.EVENT_LOCATION, "passive"),
        ("Hama came under heavy fire.", "Hama", Role.EVENT_LOCATION, "passive"),
        ("Families fled from Hama.", "Hama", Role.EVENT_LOCATION, "origin"),
        ("Drones imported from Turkey fell.", "Turkey", Role.CONTEXT, "source_of_things"),
        ("Moscow said it would leave.", "Moscow", Role.CONTEXT, "speaks"),
        ("Ukraine's army left.", "Ukraine", Role.CONTEXT, "of_government"),
        ("The deal between Russia and Turkey holds.", "Russia", Role.CONTEXT, "party"),
        ("The ambassador to Russia left.", "Russia", Role.CONTEXT, "title"),
        ("It was backed by Russia.", "Russia", Role.CONTEXT, "by_or_with"),
        ("The streets of Hama are empty.", "Hama", Role.CONTEXT, "of_place"),
        ("The firm is based in Hama.", "Hama", Role.CONTEXT, "gloss"),
        ("Sake, about 25 km west of Goma, was shelled.", "Goma", Role.CONTEXT, "gloss"),
        ("Syrian troops left.", "Syrian", Role.DEMONYM, "demonym"),
        ("The Astana agreements held.", "Astana", Role.NAME_PART, "inside_name"),
        ("The Aleppo Front Brigades withdrew.", "Aleppo", Role.NAME_PART, "inside_name"),
        ("KHARKIV (Agency) - Shells fell.", "KHARKIV", Role.DATELINE, "dateline"),
        ("Damascus, Dec 3 (Agency) – Shells fell.", "Damascus", Role.DATELINE, "dateline"),
        ("Ukraine: shells fall again.", "Ukraine", Role.CONTEXT, "topic"),
    ],
)  # fmt: skip
def test_the_words_around_a_name_say_its_role(sentence, name, role, cue):
    m = next(m for m in mentions(sentence) if m.name == name)
    assert m.role is role
    assert cue in m.cues
    assert all(reason in CUES.values() or reason.startswith("inside ") for reason in m.reasons)


@pytest.mark.parametrize(
    "sentence",
    [
        "Hayat Tahrir al-Sham captured it.",
        "General Ali Tripoli spoke.",
        "Mayor John Kidal said so.",
        "The Hama Football Club lost.",
        "In March they may leave.",
    ],
)
def test_persons_groups_and_clubs_are_no_places(sentence):
    assert all(m.role is Role.NAME_PART for m in mentions(sentence))


def test_a_person_named_like_a_town_is_a_person_in_the_whole_report():
    text = "Mayor John Kidal spoke. Kidal left the hall."
    assert mentions(text) == []


def test_a_smaller_place_names_its_parent():
    saraqib, idlib = mentions("Saraqib, Idlib province, was shelled.")
    assert (saraqib.parent_name, idlib.parent_name) == ("Idlib", None)


def test_a_name_that_no_book_has_is_kept_where_a_place_stands_and_nowhere_else():
    [m] = mentions("Shells fell in the village of Tell Marouf.")
    assert m.name == "Tell Marouf"
    assert "unknown_name" in m.cues
    assert mentions("They met Tell Marouf.") == []


@pytest.mark.parametrize(
    "sentence, stretches",
    [
        ("Shells fell 10 km north of Saraqib.", ["10 km north of [Saraqib]"]),
        ("Shells fell in Hama's eastern countryside.", ["[Hama]'s eastern countryside"]),
        ("Shells hit the road between Hama and Homs.", ["the road between [Hama] and Homs", "[Hama]", "[Homs]"]),
        ("Strikes hit the north of the country.", ["[the north of the country]"]),
        ("Shells hit Hama province. They fell in that province.", ["[Hama]", "[that province]"]),
    ],
)  # fmt: skip
def test_a_mention_tells_where_in_its_expression_the_name_itself_stands(sentence, stretches):
    def marked(m: Mention) -> str:
        before, after = sentence[m.start : m.name_start], sentence[m.name_end : m.end]
        return f"{before}[{sentence[m.name_start : m.name_end]}]{after}"

    assert [marked(m) for m in mentions(sentence)] == stretches


WORDS_OF_PLACE = st.sampled_from(
    "Hama|Homs|Deir ez-Zor|Saraqib|Syrian|Tell Marouf|the|of|and|between|road|-|,|.|'s|10 km|north|northern|province|"
    "that province|the north of the country|countryside|near|towards|border|with|city|along|axis|said|(|)|İ|ß".split(
        "|"
    )
)


@given(st.lists(WORDS_OF_PLACE, max_size=14), st.sampled_from(["", " "]))
def test_every_mention_and_its_name_are_stretches_of_the_article(words, gap):
    text = gap.join(words)
    for m in mentions(text):
        assert text[m.start : m.end] == m.text
        assert m.start <= m.name_start < m.name_end <= m.end
        if m.name and "anaphora" not in m.cues:
            assert text[m.name_start : m.name_end] == m.name


def test_boilerplate_is_passed_over():
    assert mentions("Shells fell.\nPhoto: a street in Hama\nNobody died.") == []


@pytest.mark.parametrize(
    "words, point",
    [
        ("north", "n"), ("Southern", "s"), ("north-western", "nw"), ("southeast", "se"),
        ("central", "centre"), ("central-western", "w"), ("northernmost", "n"),
    ],
)  # fmt: skip
def test_direction_words_are_points_of_the_compass(words, point):
    assert compass(words) == point


def test_what_stands_far_before_a_pair_does_not_make_it_a_line():
    assert not is_between("a war between neighbours. " + "They met. " * 40)
    assert line_before("the road between " + "a " * 400) is None
