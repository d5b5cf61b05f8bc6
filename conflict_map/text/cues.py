"""Reads from the words left and right of a name what it does in its sentence; knows no places."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from conflict_map.text.lexicon import FEATURE_WORDS
from conflict_map.text.windows import Rule, Window, first_words, last_words
from conflict_map.vocabulary import Role

if TYPE_CHECKING:
    from collections.abc import Mapping

CUES: Final[dict[str, str]] = {
    "locative": "a preposition of place stands before it",
    "object": "it is what an attack, a capture or a control falls on",
    "passive": "it is the subject of an attack suffered",
    "direction": "movement heads there; it is not said to be reached",
    "near": "the event is near it, not in it",
    "origin": "people or forces come from it",
    "source_of_things": "goods come from it",
    "speaks": "it speaks or decides as a government",
    "of_government": "a government's office or force follows it as its owner",
    "party": "it is a party to an agreement or a relation",
    "title": "it belongs to an office or an embassy",
    "by_or_with": "it acts as a state, an ally or an opponent",
    "dateline": "it is the dateline of the report",
    "gloss": "it only explains where another place lies",
    "topic": "it is the topic before a colon",
    "inside_name": "it is part of another name",
    "demonym": "it is an adjective of origin",
    "anaphora": "it points back to a place named before",
    "of_place": "it belongs to a noun of place (people, areas, streets of)",
    "opens_sentence": "its capital letter may be that of the sentence",
    "end_of_line": "it is an end of a line",
    "named_feature": "it is named as a street or a building, which no gazetteer here has",
    "unknown_name": "no gazetteer has the name exactly; it stands where a place stands",
}
"""Each cue with its meaning in words that can be shown."""
DIRECTION: Final = (
    r"(?:north[- ]?(?:east|west)(?:ern)?|south[- ]?(?:east|west)(?:ern)?|north(?:ern|ernmost)?|south(?:ern|ernmost)?|east(?:ern|ernmost)?|"
    r"west(?:ern|ernmost)?|central(?:[- ](?:north|south|east|west)(?:ern)?)?|(?:north|south|east|west)[- ]central)"
)
DIRECTION_WORDS: Final = frozenset(
    [p + e for p in ("north", "south", "east", "west") for e in ("", "ern", "ernmost")]
    + [p + q + e for p in ("north", "south") for q in ("east", "west") for e in ("", "ern")]
    + ["central"]
)
"""The words of which directions are made."""
FEATURES: Final = "|".join(sorted(FEATURE_WORDS, key=len, reverse=True))
_FEATURE_LASTS: Final = last_words(FEATURES)
FEATURE_FIRSTS: Final = first_words(FEATURES)
TAIL_WORDS: Final = _FEATURE_LASTS | DIRECTION_WORDS | {"the", "of", "in", "called", "named"}
"""What may stand between a word of place and its name."""


def rule(heads: str, rest: str, *, more_lasts: str = "") -> Rule:
    """Make the rule of phrases that may open it and of what may stand between them and the name.

    >>> from conflict_map.text.windows import window_before
    >>> text = "fell close to the city of Hama"
    >>> m = rule("near|close to", "(?:the city of )?").search(window_before(text, 26, 140), "of")
    >>> m.group()
    'close to the city of '
    """
    lasts = last_words(heads) | TAIL_WORDS | (last_words(more_lasts) if more_lasts else frozenset())
    return Rule(re.compile(rf"\b(?:{heads})\s++{rest}$"), first_words(heads), lasts)


_OF_FEATURE: Final = rf"(?:the\s++)?(?:(?:{FEATURES})s?\s++(?:of\s++)?)?(?:the\s++)?"
NEAR_LEFT: Final = rule(
    "near|nearby|close to|around|outside|outside of|in the vicinity of|not far from|adjacent to|next to|"
    "on the outskirts of|at the gates of|at the entrance of|at the edge of|at the entrance to|bordering|surrounding|areas around|off",
    _OF_FEATURE,
)
_DIRECTION_LEFT: Final = rule(
    "toward|towards|in the direction of|in direction of|headed to|headed for|heading to|heading for|heading toward|"
    "heading towards|en route to|on the way to|on way to|on their way to|on its way to|advance on|advance upon|advanced on|advanced upon|"
    "advances on|advancing on|advancing upon|advancing up on|advanced up on|march on|marched on|marches on|marching on|approach|"
    "approached|approaches|approaching|close in on|closes in on|closed in on|closing in on|push for|pushed for|pushes for|"
    "pushing for|bound for|deeper into|reach for|reaching for",
    rf"(?:the\s++)?(?:(?:{DIRECTION})\s++)?(?:(?:{FEATURES})\s++(?:of\s++)?)?(?:the\s++)?",
)
_ADJECTIVES: Final = (
    "the|both|nearby|neighbouring|neighboring|besieged|occupied|embattled|strategic|key|eastern|western|northern|southern|"
    "central|coastal|border|war-torn|rebel-held|trading|mining|resort|garrison|government-held|historic|ancient|"
    "capital|its|their|entire|whole|russian-held|ukrainian-held|opposition-held|contested"
)
_PLACE_NOUNS: Final = "countryside|part|parts|outskirts|front|suburb|edge|edges|town|towns|street|streets|center|centre|heart|border"
_LOCATIVE_LEFT: Final = rule(
    "in|at|on|inside|within|across|throughout|over|into|along|through|around|amid|from inside|all over|"
    "in and around|elsewhere in|parts of|much of|most of|areas of|near|between|via|entered|reached|above|against",
    rf"(?:(?:{_ADJECTIVES}|mainly \w+|predominantly \w+)\s++){{0,4}}"
    rf"(?:(?:the\s++)?(?:[\w’'-]+\s++)?(?:{FEATURES}|{_PLACE_NOUNS})\s++(?:of\s++|in\s++|called\s++|named\s++)?){{0,3}}"
    rf"(?:the\s++)?(?:{DIRECTION}\s++)?",
    more_lasts=f"{_ADJECTIVES}|{_PLACE_NOUNS}",
)
_OBJECT_ADJECTIVES: Final = (
    "the|both|nearby|neighbouring|neighboring|besieged|strategic|key|eastern|western|northern|southern|central|coastal|border|"
    "frontline|front line|front-line|trading|mining|garrison|part of|parts of|most of|all of|positions in|targets in|"
    "village|villages|town|towns|city|capital|of|area of"
)
_OBJECT_LEFT: Final = rule(
    "shelled|struck|hit|bombed|bombarded|attacked|raided|stormed|captured|seized|retook|recaptured|retaken|took|taken|"
    "liberated|entered|besieged|encircled|surrounded|targeted|targeting|pounded|overran|overrun|occupied|occupying|left|"
    "recapture of|recapturing of|capture of|capturing of|capturing|seizing|seizure of|fall of|control of|control over|siege of|shelling of|shelling|"
    "bombing of|bombing|bombardment of|battle of|battle for|attack on|attack against|attack in|attacks on|attacks against|attacks in|assault on|"
    "strike on|strike against|strikes on|strikes against|raid on|raid in|raids on|raids in|offensive on|offensive in|offensive against|"
    "invasion of|defence of|defense of|defending|hitting|striking|attacking|pounding|storming|evacuation of|evacuated|fled|flee|fleeing|"
    "withdrew from|withdrawal from|withdrawing from|retreat from|retreated from|expelled from|advance on|advance into|reached|regained|rocked|hits|strikes|shells|"
    "blockade of|blockaded|looted|burned|torched|massacre in|massacre at|massacre of|liberation of|for control of|fight for|fighting for|battles for",
    rf"(?:(?:{_OBJECT_ADJECTIVES})\s++){{0,5}}(?:(?:{FEATURES})\s++(?:of\s++)?)?(?:the\s++)?",
    more_lasts=_OBJECT_ADJECTIVES,
)
_ORIGIN_LEFT: Final = Rule(
    re.compile(
        r"\b(?P<head>[\w’'-]{1,40}+)(?:\s++\w+ly)?\s++(?:from|out of)\s++(?:the\s++)?(?:(?:city|town|village|province|region)\s++of\s++)?$"
    ),
    frozenset({"from", "out"}),
    frozenset({"from", "of", "the"}),
    floats=True,
)
_THINGS_FROM: Final = frozenset(
    "sourced imported supplied bought purchased obtained delivered procured shipped smuggled made originating received "
    "acquired goods grain oil gas aid funding support weapon weapons arms drone drones import imports export exports assistance help pressure".split()
)
_TITLE_LEFT: Final = rule(
    "talks|summit|meeting|negotiations|conference|match|game|concert|exhibition|congress|forum|ambassador|envoy|embassy|embassies|"
    "spokesman|spokesmen|spokeswoman|spokeswomen|spokesperson|spokespersons|spokespeople|diplomat|diplomats|official|officials|analyst|analysts|"
    "delegate|delegates|representative|coordinator|rapporteur|consul|consulate|visit|trip|delegation|mission|mediator|minister|"
    "president|government|king|leader|parliament|republic|emirate|ruler",
    r"(?:to|for|of|in|from)\s++(?:the\s++)?",
    more_lasts="to|for|from",
)
PARTY_LEFT: Final = rule(
    "agreement|deal|ceasefire|cease-fire|truce|accord|treaty|talks|negotiations|relations|ties|tension|tensions|war|conflict|dialogue|"
    "summit|meeting|cooperation|alliance|border|dispute|trade|exchange|swap|pact|rivalry|standoff|hostilities|mediation",
    r"(?:agreement\s++|deal\s++)?(?:between|with|among|involving)\s++(?:the\s++)?",
    more_lasts="between|with|among|involving",
)
_BY_LEFT: Final = rule(
    "by|with|against|supporting|backed by|supported by|allied with|blamed on|accused|composed of|including|like|such as|"
    "sanctions on|told|urged|asked|thanked|blamed|blames|joined|unlike|than",
    r"(?:the\s++|both\s++)?",
    more_lasts="both",
)
_OF_LEFT: Final = re.compile(r"\bof\s++(?:the\s++)?(?:\w+\s++)?$")
_GLOSS_LEFT: Final = rule(
    "located|situated|lying|lies|based|headquartered|registered|sits|seated|native|natives|capital|born|grew up|grown up",
    rf"(?:(?!(?:and|but|or)\b)\w+\s++)?(?:in|at|near|on|of)\s++(?:the\s++)?(?:{DIRECTION}[- ]?\w*\s++(?:region|part|area)s?\s++of\s++)?(?:the\s++)?",
    more_lasts="at|near|on",
)
_IN_ORDER: Final = (
    ("direction", _DIRECTION_LEFT, False),
    ("gloss", _GLOSS_LEFT, False),
    ("gloss", _GLOSS_LEFT, True),
    ("party", PARTY_LEFT, False),
    ("title", _TITLE_LEFT, False),
    ("origin", _ORIGIN_LEFT, False),
    ("object", _OBJECT_LEFT, False),
    ("locative", _LOCATIVE_LEFT, False),
    ("locative", NEAR_LEFT, True),
    ("by_or_with", _BY_LEFT, False),
)
"""The cues by their rules, of which the first that fits counts; a rule is asked of what stands
before the name's phrase, or (True) before the name itself."""
_BY_LAST_WORD: Final[Mapping[str, tuple[tuple[str, Rule, bool], ...]]] = MappingProxyType(
    {
        last: tuple(x for x in _IN_ORDER if last in x[1].lasts)
        for last in frozenset().union(*(r.lasts for _, r, _ in _IN_ORDER))
    }
)
"""The few rules that can end in a word; most words end none."""

_OFFICE_ADJECTIVES: Final = (
    "newly|then|former|interim|transitional|foreign|defence|defense|prime|interior|press|state|military|new|top|army|ruling|"
    "armed|air|security|intelligence|national|deputy|energy|health|general|permanent"
)
_OFFICES: Final = (
    "president|presidency|leader|leaders|leadership|government|ministry|minister|ministers|parliament|army|military|forces|troops|ambassador|envoy|embassy|"
    "spokesman|spokesmen|spokeswoman|spokesperson|spokespeople|official|officials|authorities|service|services|administration|command|staff|junta|regime|police|navy|air force|"
    "defence|defense|defences|defenses|allies|ally|foreign policy|security|intelligence|secretary|chief|king|court|prosecutor|prosecutors|state media|"
    "central bank|economy|war|invasion|conflict|decision|role|support|aid|weapons|missiles|drones|demand|proposal|plan"
)
_GOVERNMENT_RIGHT: Final = re.compile(
    rf"\s++(?:(?:{_OFFICE_ADJECTIVES})[\s-]++)*(?:{_OFFICES})\b", re.IGNORECASE
)
_GOVERNMENT_FIRST: Final = first_words(f"{_OFFICE_ADJECTIVES}|{_OFFICES}")
_AUXILIARIES: Final = (
    "has|have|had|also|later|again|repeatedly|did not|does not|will|would|is|was|were|are"
)
_SPEAKING: Final = (
    "said|says|say|announced|accused|accuses|denied|denies|claimed|claims|warned|warns|called|urged|condemned|condemns|rejected|"
    "rejects|agreed|agrees|vowed|vows|insisted|insists|confirmed|supports|supported|supporting|backs|backed|backing|demanded|came to|demands|imposed|threatened|"
    "wants|sees|seeks|expects|believes|considers|welcomed|signed|sent|supplied|provided|blamed|blames|pledged|expelled|recalled|"
    "summoned|maintains|argues|hopes|fears|refused|refuses|responded|replied|stated|declared|dismissed|described|mediated|brokered|offered|promised|voiced|expressed|raised|delivered|pressed|proposed|intends|plans|planned|"
    "reiterated|ordered|launched|an ally|allied|suspended|recognised|recognized|designated|hosted|approved"
)
_SPEAKS_RIGHT: Final = re.compile(
    rf"\s*+(?:\([^)]{{1,80}}\)\s*+|,\s[^,]{{2,60}},\s*+|and [A-Z]\w+ )?\s*+(?:{_AUXILIARIES}|\s++)*(?:{_SPEAKING})\b",
    re.IGNORECASE,
)
_SPEAKS_FIRST: Final = first_words(f"{_AUXILIARIES}|{_SPEAKING}|and")
_SUFFERING: Final = "has|have|had|also|again|remain|remains|is|was|were|are|be|been|being|came|come|comes|fell|falls"
_SUFFERED: Final = (
    "shelled|bombed|hit|struck|attacked|targeted|captured|seized|recaptured|retaken|besieged|"
    "overrun|liberated|encircled|bombarded|rocked|raided|stormed|destroyed|fell to|to the|surrounded|evacuated|shaken|pounded|occupied|contested"
)
_PASSIVE_RIGHT: Final = re.compile(
    rf"\s*+(?:,\s[^,]{{2,80}},\s*+)?(?:{_SUFFERING}|\s++)*"
    rf"(?:{_SUFFERED}|under (?:\w+ )?(?:fire|attack|siege|control|bombardment|shelling))\b",
    re.IGNORECASE,
)
_PASSIVE_FIRST: Final = first_words(f"{_SUFFERING}|{_SUFFERED}|under")
_RIGHT: Final = re.compile(r"(?P<possessive>['’]s?)?(?P<gap>\s*+)(?P<word>\w*+)")
_TOPIC_RIGHT: Final = re.compile(r"\s*+:\s")
_DATELINE_RIGHT: Final = re.compile(
    r"(?:,\s*+[A-Z][\w. ]{1,25})?(?:,?\s*+(?:\w+ \d{1,2}|\d{1,2} \w+)(?:,? \d{4})?)?\s*+(?:\([^)]{2,30}\)\s*+)?[-–—]{1,2}\s++(?=\S)"
)


class After(NamedTuple):
    """What stands right after a name: a possessive ending, the first word, and where it begins."""

    text: str
    bare: int
    """Where the text goes on after the possessive ending."""
    word: str
    """The first word in lower case; empty if something else stands there."""


def after(right: str) -> After:
    """Read the beginning of what stands after a name.

    >>> after("'s Army left")
    After(text="'s Army left", bare=2, word='army')
    """
    m = _RIGHT.match(right)
    assert m is not None
    return After(right, m.end("possessive") if m["possessive"] else 0, m["word"].lower())


def left_cues(outside: Window, last: str, own: Window, own_last: str) -> set[str]:
    """Read the role cues before a name and the phrase that it ends; the first that fits counts.

    ``outside`` ends where the phrase begins ("southern Hama"), ``own`` where the name does; each
    comes with its last word.

    >>> from conflict_map.text.windows import window_before
    >>> w = window_before("Rebels captured Hama", 16, 140)
    >>> left_cues(w, "captured", w, "captured")
    {'object'}
    """
    rules = _BY_LAST_WORD.get(last, ()) if own is outside else _IN_ORDER
    for cue, one, of_own in rules:
        if m := one.search(own, own_last) if of_own else one.search(outside, last):
            from_there = cue == "origin" and m["head"] in _THINGS_FROM
            return {"source_of_things" if from_there else cue}
    return {"of_place"} if "of" in outside.words and _OF_LEFT.search(outside.text) else set()


def right_cues(right: After, *, possessive: bool, opens: str | None) -> set[str]:
    """Read the role cues after a name; ``opens`` is what stands before the first of a sentence.

    >>> right_cues(after(" was shelled."), possessive=False, opens=None)
    {'passive'}
    >>> right_cues(after("'s army left."), possessive=True, opens=None)
    {'of_government'}
    """
    cues = set()
    text, at, word = right.text, right.bare, right.word
    if possessive:
        if word in _GOVERNMENT_FIRST and _GOVERNMENT_RIGHT.match(text, at):
            cues.add("of_government")
    else:
        aside = not word  # ", a small town, said" and "(the capital) said"
        if (aside or word in _SPEAKS_FIRST) and _SPEAKS_RIGHT.match(text, at):
            cues.add("speaks")
        if (aside or word in _PASSIVE_FIRST) and _PASSIVE_RIGHT.match(text, at):
            cues.add("passive")
    if opens is not None and not opens.strip() and _TOPIC_RIGHT.match(text):
        cues.add("topic")
    if opens is not None and _DATELINE_RIGHT.match(text):
        cues.add("dateline")
    return cues


def first_role(cues: frozenset[str]) -> Role:
    """Give the role that the words alone support; ``resolve.roles`` has the last word.

    >>> first_role(frozenset({"locative"})).value, first_role(frozenset()).value
    ('event_location', 'context')
    """
    if "demonym" in cues:
        return Role.DEMONYM
    if "inside_name" in cues:
        return Role.NAME_PART
    if "direction" in cues:
        return Role.DIRECTION
    if "dateline" in cues:
        return Role.DATELINE
    if cues & {"locative", "object", "passive", "near", "origin"}:
        return Role.EVENT_LOCATION
    return Role.CONTEXT
