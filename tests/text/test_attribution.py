"""Who says so, in the source's own words, and of what kind a source it is."""

from __future__ import annotations

import pytest

from conflict_map.text.attribution import find_attribution, kind_of, speaker_pronoun
from conflict_map.vocabulary import ClaimantKind as C


@pytest.mark.parametrize(
    "sentence, claimant, kind",
    [
        ("Local sources said shells fell.", "Local sources", C.LOCAL),
        ("Military sources report that the town fell.", "Military sources", C.MILITARY),
        ("According to official sources, the town fell.", "official sources", C.OFFICIAL),
        ("The town fell, according to residents.", "residents", C.WITNESS),
        ("Residents reported shelling.", "Residents", C.WITNESS),
        ("Witnesses told an agency that the bridge was hit.", "Witnesses", C.WITNESS),
        ("The Ministry of Defence said it struck a depot.", "The Ministry of Defence", C.PARTY),
        ("The town fell, the army said.", "the army", C.PARTY),
        ("The army, which lost the town, said it withdrew.", "The army", C.PARTY),
        ("The rebels claimed they had seized the town.", "The rebels", C.PARTY),
        ("The junta denied the report.", "The junta", C.PARTY),
        ("The junta denied reports of an attack.", "The junta", C.PARTY),
        ("The governor, Vadym Ivanenko, said on Monday that two died.", "The governor", C.GOVERNMENT),
        ("Vadym Ivanenko, the governor of the region, said two died.", "Vadym Ivanenko", C.UNNAMED),
        ('"We lost the town," said the governor.', "the governor", C.GOVERNMENT),
        ("“We lost the town,” the mayor said.", "the mayor", C.GOVERNMENT),
        ("In a statement, the ministry said ten died.", "the ministry", C.GOVERNMENT),
        ("Police said the bomb was defused.", "Police", C.GOVERNMENT),
        ("The UN said 40 people were killed.", "The UN", C.INTERNATIONAL),
        ("The Observatory for Human Rights said ten died.", "The Observatory for Human Rights", C.NGO),
        ("Doctors Without Borders said its clinic was hit.", "Doctors Without Borders", C.NGO),
        ("State media reported strikes.", "State media", C.MEDIA),
        ("A channel's correspondent reported strikes.", "A channel's correspondent", C.MEDIA),
        ("A hospital official said the dead were civilians.", "A hospital official", C.OFFICIAL),
        ("Officials in Goma said the camp was hit.", "Officials in Goma", C.OFFICIAL),
        ("As reported by local activists, the road was cut.", "local activists", C.LOCAL),
        ("Citing security sources, it spoke of ten dead.", "security sources", C.MILITARY),
        ("Two people died, a nurse said.", "a nurse", C.UNNAMED),
        ("Two people died, a nurse told Reuters.", "a nurse", C.UNNAMED),
        ("Preliminary reports suggest that ten died.", "Preliminary reports", C.UNNAMED),
        ("Sources close to the government say talks go on.", "Sources close to the government", C.GOVERNMENT),
    ],
)  # fmt: skip
def test_the_claimant_is_found_in_its_own_words(sentence, claimant, kind):
    found = find_attribution(sentence)
    assert found is not None
    assert (found.text, found.kind) == (claimant, kind)
    assert sentence[found.start : found.end] == claimant


@pytest.mark.parametrize(
    "sentence",
    [
        "The town fell.",
        "He said the town fell.",
        "It was reported that the town fell.",
        "The plan said nothing of it.",
        "They shelled what was left, according to plan.",
        "The town that said no was shelled.",
        "",
    ],
)
def test_without_a_source_the_report_asserts_it_itself(sentence):
    assert find_attribution(sentence) is None


def test_a_claimant_is_not_cut_out_of_a_wall_of_words():
    assert find_attribution("a" * 2_000 + " sources said shells fell.") is None


@pytest.mark.parametrize(
    "sentence, goes_on",
    [
        ("He added that shells fell.", True),
        ("They also noted that shells fell.", True),
        ("Furthermore, she said so.", True),
        ("They fell.", False),
        ("The town fell.", False),
    ],
)
def test_a_pronoun_that_speaks_goes_on_with_the_speaker(sentence, goes_on):
    assert speaker_pronoun(sentence) is goes_on


def test_words_that_say_nothing_of_a_source_leave_it_unnamed():
    assert kind_of("people") is C.UNNAMED
