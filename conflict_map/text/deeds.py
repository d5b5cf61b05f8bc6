"""Decides what a deed is by who does it to whom, after ACLED's codebook (2023); finds no words itself."""

from __future__ import annotations

import re
from typing import Final

from conflict_map.text.scene import ARMED, CIVIC, CIVILIAN, CROWD, PASSIVE, Scene, Sign
from conflict_map.vocabulary import SUB_EVENT_TYPES

Decided = tuple[str | None, float] | None
"""A sub-event type (None for talk) with its weight here, or None: no event here."""

_TARGETS: Final = frozenset({ARMED, CIVILIAN, CROWD})
_SIDES: Final = frozenset({"(state)", "(nonstate)"})
_ACTORS: Final = frozenset({ARMED, CIVIC})
_BY_ACCIDENT: Final = frozenset({"kill", "blast", "unrest"})
_STRUCK: Final = re.compile(r"struck|hit|ravaged|destroyed|flattened", re.IGNORECASE)
_AIMED: Final = re.compile(r"target", re.IGNORECASE)
_SANCTIONS: Final = re.compile(r"\bsanction|\btariff", re.IGNORECASE)
FIXED: Final = {
    "blast": "Remote explosive/landmine/IED",
    "strike": "Air/drone strike",
    "pound": "Shelling/artillery/missile attack",
    "move": "Armed clash",
    "operation": "Armed clash",
    "property": "Looting/property destruction",
    "seize": "Disrupted weapons use",
}


def sub_type(scene: Scene, sign: Sign) -> Decided:
    """Give the sub-event type of a sign and its weight in this sentence; None if it is none here.

    >>> from conflict_map.text.scene import read_scene
    >>> for s in ("Gunmen attacked an army post.", "Gunmen attacked a market.", "A mob attacked a man."):
    ...     scene = read_scene(s)
    ...     print(sub_type(scene, scene.signs[-1])[0])
    Armed clash
    Attack
    Mob violence
    """
    what, weight = sign.what, sign.weight
    if what == "-":
        return None, weight
    if what in SUB_EVENT_TYPES:
        return what, weight
    if what in _BY_ACCIDENT and scene.names("(accident)"):
        return None  # floods kill and strike, and gas explodes
    if what in FIXED:
        return FIXED[what], weight
    return DECIDERS[what](scene, sign)


def _attack(scene: Scene, sign: Sign) -> Decided:
    """Type an attack by what it hits: armed people make it a clash, others violence against civilians."""
    if _STRUCK.match(scene.sentence, sign.start) and scene.names("(accident)"):
        return None
    if _AIMED.match(scene.sentence, sign.start) and _SANCTIONS.search(scene.sentence):
        return None
    hit, by = scene.hit(sign, _TARGETS), scene.by(sign, _ACTORS)
    if _is_protest(scene) and hit == CROWD and by == ARMED:
        return "Excessive force against protesters", 4.0
    if by == CIVIC and hit != ARMED:
        return "Mob violence", 2.0
    weight = 2.0 if scene.names_its_target(sign) else sign.weight
    if hit == ARMED:
        return "Armed clash", weight
    if hit in {CIVILIAN, CROWD}:
        return "Attack", weight
    return ("Attack" if scene.names(CIVILIAN) else "Armed clash"), sign.weight


def _tells_death(scene: Scene, sign: Sign) -> bool:
    return bool(_DEATH.match(scene.sentence, sign.start))


_DIED: Final = re.compile(r"di(?:ed|es)\b|dead\b|deaths?\b", re.IGNORECASE)
_DEATH: Final = re.compile(r"kill|slain|died|dies|dead|death|murder", re.IGNORECASE)


def _clash(scene: Scene, sign: Sign) -> Decided:
    if _is_protest(scene):
        return "Violent demonstration", 4.0
    return "Armed clash", sign.weight


def _unrest(scene: Scene, sign: Sign) -> Decided:
    return ("Violent demonstration" if _is_protest(scene) else "Armed clash"), sign.weight


def _kill(scene: Scene, sign: Sign) -> Decided:
    if _DIED.match(scene.sentence, sign.start) and not (
        scene.names(ARMED) or any(s.what not in {"kill", "-"} for s in scene.signs)
    ):
        return None  # people die of much; only beside violence is it that
    hit = scene.hit(sign, _TARGETS)
    if hit == CROWD and _tells_death(scene, sign):
        return "Excessive force against protesters", 4.0
    if hit == ARMED:
        return "Armed clash", sign.weight
    return ("Mob violence" if scene.by(sign, _ACTORS) == CIVIC else "Attack"), sign.weight


def _harm(scene: Scene, sign: Sign) -> Decided:
    hit, by = scene.hit(sign, _TARGETS), scene.by(sign, _ACTORS)
    if by == CIVIC:
        return "Mob violence", 3.0
    if hit == CROWD:
        return "Excessive force against protesters", 4.0
    return ("Armed clash" if hit == ARMED and by in {ARMED, None} else "Attack"), sign.weight


def _capture(scene: Scene, sign: Sign) -> Decided:
    if scene.has("Non-violent transfer of territory", "unopposed") or unopposed(scene.sentence):
        return "Non-violent transfer of territory", sign.weight
    by = scene.by(sign, _SIDES)
    if by is None:
        return "Armed clash", 2.0
    return _TAKEN_BY[by], sign.weight


def unopposed(sentence: str) -> bool:
    """Say whether a sentence tells that there was no fight, which is no event and no denial of one.

    >>> unopposed("No clashes were reported."), unopposed("Clashes were reported.")
    (True, False)
    """
    return bool(_UNOPPOSED.search(sentence))


_UNOPPOSED: Final = re.compile(
    r"\b(?:no (?:armed )?(?:clash(?:es)?|fighting|resistance)|without (?:any )?(?:clash(?:es)?|fighting|a fight|resistance))\b",
    re.IGNORECASE,
)


def _recapture(scene: Scene, sign: Sign) -> Decided:
    by = scene.by(sign, _SIDES)
    return _TAKEN_BY[by or "(state)"], sign.weight


_TAKEN_BY: Final = {
    "(state)": "Government regains territory",
    "(nonstate)": "Non-state actor overtakes territory",
}


def _protest(scene: Scene, sign: Sign) -> Decided:
    if scene.sentence.startswith("march", sign.start) and scene.by(sign, _ACTORS) == ARMED:
        return None
    return "Peaceful protest", sign.weight


def _is_protest(scene: Scene) -> bool:
    return scene.amid_protest or scene.has("protest") or scene.names(CROWD)


def _unruly(scene: Scene, sign: Sign) -> Decided:
    if _is_protest(scene):
        return "Violent demonstration", 4.0
    if scene.by(sign, _ACTORS) == CIVIC:
        return "Violent demonstration", 3.0
    return None


def _disperse(scene: Scene, _sign: Sign) -> Decided:
    if not _is_protest(scene):
        return None
    if any(s.what == "kill" and _tells_death(scene, s) for s in scene.signs) or scene.has("lethal"):
        return "Excessive force against protesters", 4.0
    return "Protest with intervention", 4.0


def _lethal(scene: Scene, _sign: Sign) -> Decided:
    if _is_protest(scene) and scene.names(ARMED):
        return "Excessive force against protesters", 4.0
    return None


def _nothing(_scene: Scene, _sign: Sign) -> Decided:
    return None  # it only tells how a place was taken


def _arrest(scene: Scene, sign: Sign) -> Decided:
    """Type an arrest by who makes it: other armed men than a state take civilians away."""
    if _is_protest(scene):
        return "Protest with intervention", 4.0
    by = scene.by(sign, _ACTORS | _SIDES)
    if by == CIVIC:
        return "Mob violence", sign.weight
    side = scene.by(sign, _SIDES)
    if side == "(nonstate)":
        return "Abduction/forced disappearance", sign.weight
    return "Arrests", sign.weight


def _feud(scene: Scene, sign: Sign) -> Decided:
    """Type a clash of groups: with firearms or dead they are armed groups, else a mob."""
    if _is_protest(scene):
        return "Violent demonstration", 4.0
    armed = _FIREARMS.search(scene.sentence) or (scene.has("kill") and not scene.has("unruly"))
    return ("Armed clash" if armed else "Mob violence"), sign.weight


_FIREARMS: Final = re.compile(
    r"\b(?:armed|gunm\w+|guns?|gunfire|gunfight\w*|shots?|shooting|rifles?|militias?|militiam[ae]n|gangs?|criminal|"
    r"fighters|militants|forces)\b",
    re.IGNORECASE,
)


def _mob(scene: Scene, sign: Sign) -> Decided:
    left = scene.words.before(sign.start, 3)
    inside = scene.words.within(sign.start, sign.end)[1:]
    if PASSIVE.intersection(inside) or _VIOLENT_VERBS.intersection(left):
        return None  # they are those it was done to
    if scene.has("protest") and "by" not in left:
        return "Violent demonstration", 4.0
    return "Mob violence", sign.weight


_VIOLENT_VERBS: Final = frozenset(
    "attacked killed shot beat wounded injured abducted killing wounding injuring attacking shooting targeted kidnapped".split()
)


def _blockade(scene: Scene, sign: Sign) -> Decided:
    """Read a closed road as a protest only where people close it, or somebody demands something."""
    if _is_protest(scene) or scene.by(sign, _ACTORS) == CIVIC or _DEMANDS.search(scene.sentence):
        return "Peaceful protest", sign.weight
    return None


_DEMANDS: Final = re.compile(
    r"\b(?:demand|protest|denounc|reject|complain|call(?:ed|ing) for)", re.IGNORECASE
)


DECIDERS: Final = {
    "attack": _attack, "kill": _kill, "harm": _harm, "capture": _capture, "recapture": _recapture,
    "protest": _protest, "unruly": _unruly, "disperse": _disperse, "lethal": _lethal, "arrest": _arrest,
    "unopposed": _nothing, "feud": _feud, "mob": _mob, "clash": _clash, "unrest": _unrest, "blockade": _blockade,
}  # fmt: skip
