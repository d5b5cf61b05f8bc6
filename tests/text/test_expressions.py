"""What the words around a name make of it: which part, how far, which way, a line, and in what role."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_map.model import Article, Mention
from conflict_map.text.clues import Lore
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
        "Moscow|Ukraine|Russia|Turkey|Goma|Sake|Astana|Khartoum|Mali|Gao|al-Bab|Tripoli|Kidal|Syria|Israel|Yemen|"
        "Euphrates|North Korea|South Sudan|Northern Ireland|West Bank|East Jerusalem|Command|Niger".split(
            "|"
        )
    )

    def standing(self, name: str) -> tuple[int, str]:
        if name == "Moscow":
            return (217, "capital")
        return (190, "place") if name in self.NAMES or name.title() in self.NAMES else (0, "")

    def demonym(self, word: str) -> tuple[str, ...]:
        codes = {"Syrian": "SY", "Malian": "ML", "Turkish": "TR", "Yemeni": "YE", "Ukrainian": "UA"}
        return (codes[word],) if word in codes else ()


LORE = Lore(Book())


def mentions(text: str) -> list[Mention]:
    return list(find_mentions(Article(id="a", text=text), split(text), LORE))


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


@pytest.mark.parametrize(
    "words, km, open_km",
    [
        ("within 5 km of", 5, (0, 5)),
        ("less than 10 km from", 10, (0, 10)),
        ("10-15 km from", 12.5, (10, 15)),
        ("10 to 15 km outside", 12.5, (10, 15)),
        ("between 10 and 15 kilometres from", 12.5, (10, 15)),
        ("a few kilometres outside", 3.5, (2, 5)),
        ("more than 20 km from", 20, (20, 30)),
        ("some 20 miles from", 32.18688, None),
        ("1,200 metres from", 1.2, None),
        ("20km from the centre of", 20, None),
        ("ten kilometers (six miles) from the town of", 10, None),
    ],
)  # fmt: skip
def test_a_distance_says_what_it_leaves_open(words, km, open_km):
    [m] = places(f"Shells fell {words} Hama.")
    assert m.text == f"{words} Hama"
    assert m.distance_km == pytest.approx(km)
    assert m.distance_range_km == (pytest.approx(open_km) if open_km else None)
    assert m.kind is K.NEAR


@pytest.mark.parametrize(
    "words", ["5 soldiers from", "the 10th brigade of", "in 2012 at the edge of the 5 towns near", "3 km, in"]
)  # fmt: skip
def test_a_number_without_a_unit_that_leads_to_the_name_is_no_distance(words):
    assert all(m.distance_km is None for m in mentions(f"Shells killed {words} Hama."))


@pytest.mark.parametrize(
    "phrase, name, aspect, part",
    [
        ("on the outskirts of Hama", "Hama", "outskirts", "countryside"),
        ("in the suburbs of Hama", "Hama", "outskirts", "countryside"),
        ("in the vicinity of Hama", "Hama", "surroundings", "countryside"),
        ("in the environs of Hama", "Hama", "surroundings", "countryside"),
        ("in Hama and surrounding villages", "Hama", "surroundings", "countryside"),
        ("in Hama city and its outskirts", "Hama", "surroundings", "countryside"),
        ("in Hama city (outskirts)", "Hama", "outskirts", "countryside"),
        ("in rural Hama", "Hama", "countryside", "countryside"),
        ("in the hinterland of Hama", "Hama", "countryside", "countryside"),
        ("in the Hama hinterland", "Hama", "countryside", "countryside"),
        ("in the southern countryside of Hama", "Hama", "countryside", "s"),
        ("on the Saraqib axis", "Saraqib", "axis", None),
        ("in the Kharkiv direction", "Kharkiv", "axis", None),
        ("off the coast of Yemen", "Yemen", "offshore", None),
        ("off Yemen's southern coast", "Yemen", "coast", "s"),
        ("along the coast of Yemen", "Yemen", "coast", None),
        ("on the western coast of Yemen", "Yemen", "coast", "w"),
        ("on the banks of the Euphrates", "Euphrates", "bank", None),
    ],
)  # fmt: skip
def test_what_of_a_place_is_meant(phrase, name, aspect, part):
    [m] = places(f"Shells fell {phrase}.")
    assert (m.name, m.aspect, m.part) == (name, aspect, part)


def test_both_places_of_two_axes_are_axes():
    assert [(m.name, m.aspect, m.kind) for m in places("They fought on the Saraqib and Hama axes.")] == [
        ("Saraqib", "axis", K.NEAR),
        ("Hama", "axis", K.NEAR),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentence, name, part",
    [
        ("Shells fell in Northern Hama Province.", "Hama", "n"),
        ("Shells fell in Southeastern Aleppo.", "Aleppo", "se"),
        ("Shells fell in the far north of Mali.", "Mali", "n"),
        ("Shells fell in Mali's north.", "Mali", "n"),
        ("Shells fell in Mali's far north.", "Mali", "n"),
        ("Shells fell in the far-eastern part of Aleppo.", "Aleppo", "e"),
        ("Shells fell on the northern tip of Aleppo.", "Aleppo", "n"),
        ("Shells fell in Mali's northern Kidal region.", "Kidal", "n"),
        ("Shells fell in northern and western Aleppo.", "Aleppo", "n+w"),
        ("Shells fell in the southern and eastern countryside of Hama.", "Hama", "s+e"),
    ],
)
def test_a_part_is_read_before_and_after_its_whole(sentence, name, part):
    m = next(m for m in places(sentence) if m.part)
    assert (m.name, m.part, m.kind) == (name, part, K.PART)


def test_what_happens_in_a_part_of_an_owner_happens_in_the_part():
    mali, kidal = mentions("Shells fell in Mali's northern Kidal region.")
    assert (mali.role, kidal.role) == (Role.CONTEXT, Role.EVENT_LOCATION)
    assert kidal.parent_name == "Mali"


@pytest.mark.parametrize(
    "name", ["North Korea", "South Sudan", "Northern Ireland", "East Jerusalem"]
)
def test_a_direction_in_a_name_is_no_part(name):
    for sentence in (f"Shells fell in {name}.", f"{name} was shelled."):
        assert [(m.name, m.part, m.bearing_deg) for m in mentions(sentence)] == [(name, None, None)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Southern Command fired shells.",
        "Western diplomats met.",
        "They met between Monday and Tuesday.",
        "Mali's north wind blew.",
    ],
)
def test_directions_and_between_without_a_place_make_none(sentence):
    found = mentions(sentence)
    assert all(m.part is None and m.kind is not K.LINE for m in found)


@pytest.mark.parametrize(
    "sentence, text, name, across, part",
    [
        ("Shells fell near the border with Turkey.", "the border with Turkey", "", ("Turkey",), None),
        ("Shells fell near the Turkish border.", "Turkish border", "", ("Turkish",), None),
        ("Shells fell along the Syria-Turkey border.", "Syria-Turkey border", "Syria", ("Turkey",), None),
        ("Shells fell along the Syria/Turkey border region.", "Syria/Turkey border region", "Syria", ("Turkey",), None),
        ("Shells fell near the Syrian-Turkish border.", "Syrian-Turkish border", "Syrian", ("Turkish",), None),
        ("Shells fell along Syria's border with Turkey.", "Syria's border with Turkey", "Syria", ("Turkey",), None),
        ("Shells fell along Syria's northern border with Turkey.", "Syria's northern border with Turkey", "Syria", ("Turkey",), None),
        ("Shells fell near the border between Mali and Niger.", "the border between Mali and Niger", "Mali", ("Niger",), None),
        ("Shells fell in the border area between Mali and Niger.", "the border area between Mali and Niger", "Mali", ("Niger",), None),
        ("Hama/Homs border", "Hama/Homs border", "Hama", ("Homs",), None),
        ("Shells fell near the border with Turkey in northern Aleppo.", "the border with Turkey in northern Aleppo", "Aleppo", ("Turkey",), "n"),
        ("Shells fell on the Syria-Turkey border in Idlib province.", "Syria-Turkey border in Idlib", "Idlib", ("Turkey", "Syria"), None),
    ],
)  # fmt: skip
def test_a_border_is_a_line_between_what_it_parts(sentence, text, name, across, part):
    line, *ends = mentions(sentence)
    assert (line.text, line.name, line.border_with, line.part) == (text, name, across, part)
    assert line.kind is K.LINE
    assert line.role is Role.EVENT_LOCATION
    assert ends
    assert all("end_of_line" in m.cues for m in ends)


def test_a_distance_from_a_border_goes_with_the_border():
    line, _ = mentions("Shells fell 10 km from the border with Turkey.")
    assert (line.text, line.distance_km) == ("10 km from the border with Turkey", 10)


@pytest.mark.parametrize(
    "sentence",
    [
        "Ukrainian border guards fired shells.",
        "Shells hit the Turkish border town of Hama.",
        "They closed the border with Turkey.",
        "A trade deal with Turkey held.",
        "Border talks between Mali and Niger failed.",
        "It is a war between Israel and Hamas.",
        "Fighting between Israel and Hamas went on.",
    ],
)
def test_what_is_at_no_border_is_no_line(sentence):
    assert all(m.kind is not K.LINE for m in mentions(sentence))


def test_a_numbered_road_with_ends_is_their_line_and_without_them_a_line_with_none():
    line, *_ = mentions("Convoys were hit on the M5 highway between Hama and Homs.")
    assert (line.name, line.other_name, line.text) == (
        "Hama",
        "Homs",
        "the M5 highway between Hama and Homs",
    )
    line, *_ = mentions("Convoys were hit on the Hama-Homs (M5) highway.")
    assert (line.name, line.other_name) == ("Hama", "Homs")
    [road] = mentions("Convoys were hit on the M5 highway.")
    assert (road.name, road.other_name, road.kind) == ("M5 highway", None, K.LINE)
    assert mentions("He fired the M16 rifle on Monday.") == []


@pytest.mark.parametrize(
    "sentence, ends",
    [
        ("Convoys were hit on the Hama-Homs road.", ("Hama", "Homs")),
        ("Convoys were hit on the road between Sake and Goma.", ("Sake", "Goma")),
        ("Road from al-Bab to Saraqib", ("al-Bab", "Saraqib")),
    ],
)
def test_both_ends_of_a_road_are_names(sentence, ends):
    line, *_ = mentions(sentence)
    assert (line.name, line.other_name) == ends


def test_what_only_looks_like_a_pair_is_left_whole():
    assert [m.name for m in mentions("Shells fell in the town of Hama-Qxyzz.")] == ["Hama-Qxyzz"]
    assert all(m.kind is not K.LINE for m in mentions("Hama-based troops cut the road."))


def test_a_road_over_three_places_runs_from_the_first_to_the_last():
    line, *ends = mentions("Convoys were hit on the Aleppo-Hama-Homs highway.")
    assert (line.name, line.other_name) == ("Aleppo", "Homs")
    assert [m.name for m in ends] == ["Aleppo", "Hama", "Homs"]


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
        ("On Monday Moscow said it would leave.", "Moscow", Role.CONTEXT, "speaks"),
        ("Ukraine's army left.", "Ukraine", Role.CONTEXT, "of_government"),
        ("The deal between Russia and Turkey holds.", "Russia", Role.CONTEXT, "party"),
        ("The ambassador to Russia left.", "Russia", Role.CONTEXT, "title"),
        ("It was backed by Russia.", "Russia", Role.CONTEXT, "by_or_with"),
        ("The streets of Hama are empty.", "Hama", Role.CONTEXT, "of_place"),
        ("The firm is based in Hama.", "Hama", Role.CONTEXT, "gloss"),
        ("Shells hit Sake, about 25 km west of Goma.", "Goma", Role.CONTEXT, "gloss"),
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
