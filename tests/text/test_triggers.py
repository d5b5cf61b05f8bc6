"""Which words report an event, of what type; and that plans, threats and denials report none."""

from __future__ import annotations

import pytest

from conflict_map.text.actors import _lexicon, find_actors
from conflict_map.text.triggers import find_triggers
from conflict_map.vocabulary import PLOVER_TYPES, SUB_EVENT_TYPES


def main(sentence: str) -> str | None:
    found = find_triggers(sentence)
    return (found[0].sub_event_type or found[0].plover_type) if found else None


@pytest.mark.parametrize(
    "sentence, kind",
    [
        ("Artillery shelled the town.", "Shelling/artillery/missile attack"),
        ("Rockets landed in the market.", "Shelling/artillery/missile attack"),
        ("They fired two barrages of rockets at the port.", "Shelling/artillery/missile attack"),
        ("Warplanes bombed the camp.", "Air/drone strike"),
        ("A drone struck a truck.", "Air/drone strike"),
        ("A car bomb exploded in the market.", "Remote explosive/landmine/IED"),
        ("A landmine killed two farmers.", "Remote explosive/landmine/IED"),
        ("A suicide bomber blew himself up.", "Suicide bomb"),
        ("Grenades were thrown at the post.", "Grenade"),
        ("Chlorine gas was used in the attack.", "Chemical weapon"),
        ("Rebels seized the town of Hama.", "Non-state actor overtakes territory"),
        ("The army recaptured the town.", "Government regains territory"),
        ("Clashes broke out between rebels and the army.", "Armed clash"),
        ("Troops advanced towards Hama.", "Armed clash"),
        ("Gunmen killed three villagers.", "Attack"),
        ("Militants abducted 20 students.", "Abduction/forced disappearance"),
        ("Protesters marched through the city.", "Peaceful protest"),
        ("Police fired tear gas at protesters.", "Protest with intervention"),
        ("Rioters torched cars.", "Violent demonstration"),
        ("An angry mob beat two men.", "Mob violence"),
        ("Security forces arrested five men.", "Arrests"),
        ("Air defences shot down 12 drones.", "Disrupted weapons use"),
        ("Soldiers looted the shops.", "Looting/property destruction"),
        ("Troops withdrew from the base.", "Non-violent transfer of territory"),
        ("The two sides signed a ceasefire.", "Agreement"),
        ("Reinforcements arrived in Homs.", "Change to group/activity"),
        ("The army set up a new checkpoint.", "Headquarters or base established"),
        ("The ministers held talks.", "CONSULT"),
        # who does it to whom
        ("Gunmen attacked a village.", "Attack"),
        ("Gunmen attacked an army post.", "Armed clash"),
        ("An army post was attacked by gunmen.", "Armed clash"),
        ("Gunmen shot and killed at least two farmers.", "Attack"),
        ("Two soldiers were killed by gunmen.", "Armed clash"),
        ("Villagers beat a thief to death.", "Mob violence"),
        ("Gunmen shot an off-duty policeman.", "Attack"),
        ("Rebels took control of the district.", "Non-state actor overtakes territory"),
        ("Government troops took control of the district.", "Government regains territory"),
        (
            "Rebels took control of the district without a fight.",
            "Non-violent transfer of territory",
        ),
        ("Rebels arrested three traders.", "Abduction/forced disappearance"),
        # what meets a protest, and what it does
        ("Protesters threw stones at the town hall.", "Violent demonstration"),
        (
            "Police used tear gas and live bullets against protesters.",
            "Excessive force against protesters",
        ),
        ("Police detained 20 protesters.", "Protest with intervention"),
        ("Residents blocked the highway, demanding water.", "Peaceful protest"),
        ("Fans of two clubs clashed with sticks.", "Mob violence"),
        ("Fans of two clubs clashed and exchanged gunfire.", "Armed clash"),
        # what an event has with it does not name it
        ("Gunmen killed a man and looted his shop.", "Attack"),
        ("People protested against the killing of a farmer.", "Peaceful protest"),
        ("In May rebels attacked an army post.", "Armed clash"),
        (
            "Property destruction: On 3 May 2022, soldiers burned farms.",
            "Looting/property destruction",
        ),
        ("He threatened them.", "THREATEN"),
    ],
)
def test_a_word_that_reports_an_event_gives_its_type(sentence, kind):
    assert main(sentence) == kind


@pytest.mark.parametrize(
    "sentence",
    [
        "There were no clashes.",
        "They never bombed the city.",
        "The strike did not hit the hospital.",
        "Nobody attacked the town.",
        "The rebels had not captured the town.",
        "The rebels failed to capture the town.",
        "Without shelling, the town fell silent.",
        "The truce ended the fighting.",
        "The army prevented an attack on the town.",
        "They plan to attack the town.",
        "The rebels will capture the town.",
        "The army said it would retake the port.",
        "Troops prepared an offensive.",
        "If attacked, they would answer.",
        "Fears of an attack grew.",
        "They considered an attack.",
        "On the anniversary of the attack, people prayed.",
        "Anti-war activists met.",
        "The road was blocked by a fallen tree.",
        "Floods killed 20 people.",
        "A gas leak caused an explosion that injured three people.",
        "The bus overturned, killing nine.",
        "The Liberation Front met.",
        "The town lies in a valley.",
        "",
    ],
)
def test_what_was_not_done_is_no_event(sentence):
    assert [t for t in find_triggers(sentence) if t.event_type] == []


@pytest.mark.parametrize(
    "sentence, kind",
    [
        ("The army denied shelling the hospital.", "REJECT"),
        ("The commander denied that his men killed civilians.", "REJECT"),
        ("He warned of an attack.", "THREATEN"),
        ("Rebels threatened to storm the base.", "THREATEN"),
    ],
)
def test_a_denial_and_a_threat_are_talk_of_an_event_not_the_event(sentence, kind):
    assert main(sentence) == kind
    assert all(t.event_type is None for t in find_triggers(sentence))


def test_a_failure_does_not_hide_the_deed_after_it():
    assert (
        main("They failed to take the hill and shelled it.") == "Shelling/artillery/missile attack"
    )


def test_an_offensive_is_reported_but_not_what_it_is_for():
    found = find_triggers("The army launched an offensive to retake the port.")
    assert {t.sub_event_type for t in found} == {"Armed clash"}


def test_a_plan_far_before_a_deed_says_nothing_of_it():
    assert main("They plan nothing. " + "It is late. " * 20 + "Shells fell.") is not None


def test_every_rule_names_types_that_the_vocabulary_has():
    from conflict_map.text import deeds, scene  # noqa: PLC0415

    for rule in scene._books().rules:
        if not rule.plover:
            assert rule.what.startswith("(")
            continue
        assert rule.what in {"-", *SUB_EVENT_TYPES, *deeds.FIXED, *deeds.DECIDERS}, rule.what
        assert rule.plover in PLOVER_TYPES
        assert rule.weight in {1.0, 2.0, 3.0, 4.0}


@pytest.mark.parametrize(
    "sentence, actors",
    [
        ("UPC fighters left.", ["UPC fighters"]),
        ("Blue Hill militia fought the army.", ["Blue Hill militia", "army"]),
        ("In Hama rebels fought.", ["rebels"]),
        ("On Monday rebels fought.", ["rebels"]),
        ("Armed individuals robbed a shepherd.", ["Armed individuals", "shepherd"]),
        ("The 3rd Iron Brigade left.", ["Iron Brigade"]),
        ("ISWAP and JNIM met.", ["Islamic State (IS)", "JNIM"]),
        ("She is here.", []),
    ],
)
def test_actors_are_named_by_the_lexicon_by_their_own_name_or_by_what_they_are(sentence, actors):
    assert [a.name for a in find_actors(sentence)] == actors


def test_an_actor_of_the_lexicon_has_its_country_and_its_kind():
    [actor] = find_actors("The FARDC left.")
    assert (actor.country, actor.kind) == ("CD", "state forces")
    assert {row.kind for row in _lexicon()[1]} <= {
        "state forces", "rebels", "political militia", "identity militia", "external forces", "outlet",
    }  # fmt: skip
