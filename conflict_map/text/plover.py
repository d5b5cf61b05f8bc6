"""Gives PLOVER's type and mode (2021) for what a sentence reports; finds no events itself."""

from __future__ import annotations

from typing import Final

from conflict_map.vocabulary import SUB_EVENT_TYPES, EventType

_TYPES: Final[dict[str, str]] = {
    EventType.BATTLES: "ASSAULT",
    EventType.REMOTE: "ASSAULT",
    EventType.CIVILIANS: "ASSAULT",
    EventType.PROTESTS: "PROTEST",
}
_TYPES_OF_SUB: Final[dict[str, str]] = {
    "Violent demonstration": "PROTEST", "Mob violence": "ASSAULT", "Agreement": "AGREE", "Arrests": "COERCE",
    "Change to group/activity": "MOBILIZE", "Disrupted weapons use": "COERCE",
    "Headquarters or base established": "MOBILIZE", "Looting/property destruction": "ASSAULT",
    "Non-violent transfer of territory": "RETREAT", "Other": "COERCE",
}  # fmt: skip
# sub-event type | the stems of which one must stand (none: any) | mode; the first that fits
_MODES: Final[tuple[tuple[str, tuple[str, ...], str], ...]] = (
    ("Air/drone strike", ("drone", "uav", "quadcopter"), "drone"),
    ("Air/drone strike", (), "aerial"),
    ("Shelling/artillery/missile attack", (), "heavy-weapons"),
    ("Remote explosive/landmine/IED", (), "explosives"),
    ("Grenade", (), "explosives"),
    ("Suicide bomb", (), "suicide-attack"),
    ("Chemical weapon", (), "unconventional"),
    ("Abduction/forced disappearance", (), "abduct"),
    ("Sexual violence", (), "sexual"),
    ("Attack", ("massacr", "mass killing", "mass shooting", "slaughter"), "massacre"),
    ("Attack", ("assassinat",), "assassinate"),
    ("Attack", ("execut", "behead"), "execute"),
    ("Attack", ("tortur",), "torture"),
    ("Attack", ("stab", "hack", "machete", "knife", "axe"), "primitive"),
    ("Attack", ("beat", "punch", "kick", "slap", "flog", "whip"), "beat"),
    ("Attack", ("shot", "shoot", "gun", "fire"), "firearms"),
    ("Mob violence", ("beat", "punch", "kick"), "beat"),
    ("Mob violence", ("stab", "hack", "machete", "stone", "stick"), "primitive"),
    ("Armed clash", ("artillery", "shell", "tank", "rocket", "mortar"), "heavy-weapons"),
    ("Armed clash", ("gun", "shot", "shoot", "fire"), "firearms"),
    ("Peaceful protest", ("hunger",), "hunger"),
    ("Peaceful protest", ("strike", "stoppage"), "strike"),
    ("Peaceful protest", ("boycott",), "boycott"),
    ("Peaceful protest", ("block", "closed", "barricad", "obstruct"), "obstruct"),
    ("Peaceful protest", (), "demo"),
    ("Protest with intervention", (), "demo"),
    ("Excessive force against protesters", (), "demo"),
    ("Violent demonstration", (), "riot"),
    ("Arrests", (), "arrest"),
    ("Disrupted weapons use", ("seiz", "confiscat", "found", "discover", "recover", "uncover"), "seize"),
    ("Looting/property destruction", (), "destroy"),
    ("Headquarters or base established", (), "troops"),
    ("Change to group/activity", ("weapon", "missile", "drill", "exercise"), "weapons"),
    ("Change to group/activity", ("police",), "police"),
    ("Change to group/activity", ("militia",), "militia"),
    ("Change to group/activity", (), "troops"),
    ("Non-violent transfer of territory", (), "withdraw"),
    ("Other", ("curfew",), "curfew"),
    ("Other", ("martial law",), "martial-law"),
    ("Other", ("expel", "expulsion"), "deport"),
    ("Other", ("jamm", "interference", "disruption"), "restrict"),
)  # fmt: skip
_MODES_OF_TALK: Final[tuple[tuple[str, tuple[str, ...], str], ...]] = (
    ("CONSULT", ("phone", "call"), "phone"),
    ("CONSULT", ("visit",), "visit"),
    ("CONSULT", ("summit", "conference"), "multilateral"),
    ("ACCUSE", ("condemn", "denounc", "critici"), "disapprove"),
    ("ACCUSE", ("investigat",), "investigate"),
    ("ACCUSE", (), "allege"),
    ("REQUEST", ("help", "aid", "assist"), "assist"),
    ("THREATEN", ("attack", "strike", "kill", "storm", "bomb", "force"), "violence"),
)


def plover_of(sub_event_type: str, otherwise: str) -> str:
    """Give PLOVER's type for one of ACLED's sub-event types.

    >>> plover_of("Violent demonstration", "ASSAULT"), plover_of("Armed clash", "COERCE")
    ('PROTEST', 'ASSAULT')
    """
    own = _TYPES_OF_SUB.get(sub_event_type)
    return own or _TYPES.get(SUB_EVENT_TYPES[sub_event_type], otherwise)


def mode_of(sub_event_type: str | None, plover_type: str, words: str) -> str | None:
    """Give PLOVER's mode by the words of an event; None where PLOVER has none or they say none.

    >>> mode_of("Air/drone strike", "ASSAULT", "a drone struck the port")
    'drone'
    >>> mode_of(None, "CONSULT", "held a phone call"), mode_of("Attack", "ASSAULT", "")
    ('phone', None)
    """
    text = words.casefold()
    table, key = (_MODES, sub_event_type) if sub_event_type else (_MODES_OF_TALK, plover_type)
    for what, stems, mode in table:
        if what == key and (not stems or any(stem in text for stem in stems)):
            return mode
    return None
