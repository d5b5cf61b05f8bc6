"""Reads from the words left and right of a name what it does in its sentence; knows no places."""

from __future__ import annotations

import re
from typing import Final

from conflict_map.text.lexicon import FEATURE_WORDS

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
    "unknown_name": "no gazetteer has the name exactly; it stands where a place stands",
}
"""Each cue with its meaning in words that can be shown."""
DIRECTION: Final = (
    r"(?:north[- ]?(?:east|west)(?:ern)?|south[- ]?(?:east|west)(?:ern)?|north(?:ern|ernmost)?|south(?:ern|ernmost)?|east(?:ern|ernmost)?|"
    r"west(?:ern|ernmost)?|central(?:[- ](?:north|south|east|west)(?:ern)?)?|(?:north|south|east|west)[- ]central)"
)
FEATURES: Final = "|".join(sorted(FEATURE_WORDS, key=len, reverse=True))
NEAR_LEFT: Final = re.compile(
    rf"\b(?:near|nearby|close to|around|outside(?: of)?|in the vicinity of|not far from|adjacent to|next to|"
    rf"on the outskirts of|at the (?:gates|entrance|edge) of|at the entrance to|bordering|surrounding|areas around|off)\s++"
    rf"(?:the\s++)?(?:(?:{FEATURES})s?\s++(?:of\s++)?)?(?:the\s++)?$",
    re.IGNORECASE,
)
_DIRECTION_LEFT: Final = re.compile(
    rf"\b(?:towards?|in the direction of|in direction of|headed (?:to|for)|heading (?:to|for|towards?)|en route to|on the way to|on (?:the|their|its) way to|"
    rf"advanc\w+ (?:up)?on|march\w* on|approach(?:ed|es|ing)?|clos(?:ed|es|ing) in on|push\w* for|bound for|deeper into|reach(?:ing)? for)\s++"
    rf"(?:the\s++)?(?:(?:{DIRECTION})\s++)?(?:(?:{FEATURES})\s++(?:of\s++)?)?(?:the\s++)?$",
    re.IGNORECASE,
)
_LOCATIVE_LEFT: Final = re.compile(
    rf"\b(?:in|at|on|inside|within|across|throughout|over|into|along|through|around|amid|from inside|all over|"
    rf"in and around|elsewhere in|parts of|much of|most of|areas of|around|near|between|via|entered|reached|"
    rf"above|against)\s++(?:(?:the|both|nearby|neighbou?ring|besieged|occupied|embattled|strategic|key|eastern|western|northern|southern|"
    rf"central|coastal|border|war-torn|rebel-held|trading|mining|resort|garrison|government-held|historic|ancient|mainly \w+|predominantly \w+|"
    rf"capital|its|their|entire|whole|ancient|Russian-held|Ukrainian-held|opposition-held|contested)\s++){{0,4}}"
    rf"(?:(?:the\s++)?(?:[\w’'-]+\s++)?(?:{FEATURES}|countryside|parts?|outskirts|front|suburb|edges?|towns?|streets?|center|centre|heart|border)\s++(?:of\s++|in\s++|called\s++|named\s++)?){{0,3}}(?:the\s++)?(?:{DIRECTION}\s++)?$",
    re.IGNORECASE,
)
_OBJECT_LEFT: Final = re.compile(
    r"\b(?:shelled|struck|hit|bombed|bombarded|attacked|raided|stormed|captured|seized|retook|recaptured|retaken|took|taken|"
    r"liberated|entered|besieged|encircled|surrounded|targeted|targeting|pounded|overran|overrun|occupied|occupying|left|"
    r"recaptur(?:e|ing) of|captur(?:e|ing) of|capturing|seizing|seizure of|fall of|control (?:of|over)|siege of|shelling of|shelling|"
    r"bombing of|bombing|bombardment of|battle (?:of|for)|attacks? (?:on|against|in)|assault on|strikes? (?:on|against)|raids? (?:on|in)|offensive (?:on|in|against)|"
    r"invasion of|defen[cs]e of|defending|hitting|striking|attacking|pounding|storming|evacuation of|evacuated|fled|flee|fleeing|"
    r"withdrew from|withdrawal from|withdrawing from|retreat from|retreated from|expelled from|advance (?:on|into)|reached|regained|rocked|hits|strikes|shells|"
    r"blockade of|blockaded|looted|burned|torched|massacre (?:in|at|of)|liberation of|for control of|fight for|fighting for|battles for)\s++"
    rf"(?:(?:the|both|nearby|neighbou?ring|besieged|strategic|key|eastern|western|northern|southern|central|coastal|border|"
    rf"front[- ]?line|trading|mining|garrison|part of|parts of|most of|all of|positions in|targets in|villages?|towns?|city|capital|of|area of)\s++){{0,5}}(?:(?:{FEATURES})\s++(?:of\s++)?)?(?:the\s++)?$",
    re.IGNORECASE,
)
_ORIGIN_LEFT: Final = re.compile(
    r"\b(?P<head>[\w’'-]{1,40}+)(?:\s++\w+ly)?\s++(?:from|out of)\s++(?:the\s++)?(?:(?:city|town|village|province|region)\s++of\s++)?$",
    re.IGNORECASE,
)
_THINGS_FROM: Final = re.compile(
    r"^(?:sourced|imported|supplied|bought|purchased|obtained|delivered|procured|shipped|smuggled|made|originating|received|"
    r"acquired|goods|grain|oil|gas|aid|funding|support|weapons?|arms|drones?|imports?|exports?|assistance|help|pressure)$",
    re.IGNORECASE,
)
_TITLE_LEFT: Final = re.compile(
    r"\b(?:talks|summit|meeting|negotiations|conference|match|game|concert|exhibition|congress|forum|ambassador|envoy|embassy|embassies|spokes\w+|diplomats?|officials?|analysts?|delegates?|representative|coordinator|rapporteur|consul(?:ate)?|visit|trip|delegation|mission|mediator|minister|"
    r"president|government|king|leader|parliament|republic|emirate|ruler|prime minister|foreign minister)\s++(?:to|for|of|in|from)\s++(?:the\s++)?$",
    re.IGNORECASE,
)
PARTY_LEFT: Final = re.compile(
    r"\b(?:agreement|deal|ceasefire|cease-fire|truce|accord|treaty|talks|negotiations|relations|ties|tensions?|war|conflict|dialogue|"
    r"summit|meeting|cooperation|alliance|border|dispute|trade|exchange|swap|pact|rivalry|standoff|hostilities|mediation)\s++(?:agreement\s++|deal\s++)?"
    r"(?:between|with|among|involving)\s++(?:the\s++)?$",
    re.IGNORECASE,
)
_BY_LEFT: Final = re.compile(
    r"\b(?:by|with|against|supporting|backed by|supported by|allied with|blamed on|accused|composed of|including|like|such as|"
    r"sanctions on|told|urged|asked|thanked|blamed|blames|joined|unlike|than)\s++(?:the\s++|both\s++)?$",
    re.IGNORECASE,
)
_OF_LEFT: Final = re.compile(r"\bof\s++(?:the\s++)?(?:\w+\s++)?$", re.IGNORECASE)
_GLOSS_LEFT: Final = re.compile(
    rf"\b(?:located|situated|lying|lies|based|headquartered|registered|sits|seated|native|natives|capital|born|grew up|grown up)\s++(?:\w+\s++)?(?:in|at|near|on|of)\s++(?:the\s++)?(?:{DIRECTION}[- ]?\w*\s++(?:region|part|area)s?\s++of\s++)?(?:the\s++)?$",
    re.IGNORECASE,
)
_DATELINE_RIGHT: Final = re.compile(
    r"^(?:,\s*+[A-Z][\w. ]{1,25})?(?:,?\s*+(?:\w+ \d{1,2}|\d{1,2} \w+)(?:,? \d{4})?)?\s*+(?:\([^)]{2,30}\)\s*+)?[-–—]{1,2}\s++(?=\S)"
)
_TOPIC_RIGHT: Final = re.compile(r"^\s*+:\s")
_GOVERNMENT_RIGHT: Final = re.compile(
    r"^\s++(?:(?:newly|then|former|interim|transitional|foreign|defen[cs]e|prime|interior|press|state|military|new|top|army|ruling|"
    r"armed|air|security|intelligence|national|deputy|energy|health|general|permanent)[\s-]++)*"
    r"(?:president|presidency|leaders?|leadership|government|ministry|ministers?|parliament|army|military|forces|troops|ambassador|envoy|embassy|"
    r"spokes\w+|officials?|authorities|service|services|administration|command|staff|junta|regime|police|navy|air force|"
    r"defen[cs]es?|allies|ally|foreign policy|security|intelligence|secretary|chief|king|court|prosecutors?|state media|"
    r"central bank|economy|war|invasion|conflict|decision|role|support|aid|weapons|missiles|drones|demand|proposal|plan)\b",
    re.IGNORECASE,
)
_SPEAKS_RIGHT: Final = re.compile(
    r"^\s*+(?:\([^)]{1,80}\)\s*+|,\s[^,]{2,60},\s*+|and [A-Z]\w+ )?\s*+(?:has|have|had|also|later|again|repeatedly|did not|does not|will|would|is|was|were|are|\s++)*"
    r"(?:said|says|say|announced|accused|accuses|denied|denies|claimed|claims|warned|warns|called|urged|condemned|condemns|rejected|"
    r"rejects|agreed|agrees|vowed|vows|insisted|insists|confirmed|supports|supported|supporting|backs|backed|backing|demanded|came to|demands|imposed|threatened|"
    r"wants|sees|seeks|expects|believes|considers|welcomed|signed|sent|supplied|provided|blamed|blames|pledged|expelled|recalled|"
    r"summoned|maintains|argues|hopes|fears|refused|refuses|responded|replied|stated|declared|dismissed|described|mediated|brokered|offered|promised|voiced|expressed|raised|delivered|pressed|proposed|intends|plans|planned|"
    r"reiterated|ordered|launched|an ally|allied|suspended|recogni[sz]ed|designated|hosted|approved)\b",
    re.IGNORECASE,
)
_PASSIVE_RIGHT: Final = re.compile(
    r"^\s*+(?:,\s[^,]{2,80},\s*+)?(?:has|have|had|also|again|remains?|is|was|were|are|be|been|being|came|come|comes|fell|falls|\s++)*"
    r"(?:shelled|bombed|hit|struck|attacked|targeted|captured|seized|recaptured|retaken|besieged|under (?:\w+ )?(?:fire|attack|siege|control|bombardment|shelling)|"
    r"overrun|liberated|encircled|bombarded|rocked|raided|stormed|destroyed|fell to|to the|surrounded|evacuated|shaken|pounded|occupied|contested)\b",
    re.IGNORECASE,
)
_POSSESSIVE: Final = re.compile(r"['’]s?")


def left_cues(left: str, bare_left: str) -> set[str]:
    """Read the role cues before a name and the phrase that it ends; the first that fits counts.

    ``left`` ends where the phrase begins ("southern Hama"), ``bare_left`` where the name does.

    >>> left_cues("Rebels captured ", "Rebels captured "), left_cues("He came from ", "He came from ")
    ({'object'}, {'origin'})
    """
    cues = set()
    if _DIRECTION_LEFT.search(left):
        cues.add("direction")
    elif _GLOSS_LEFT.search(left) or _GLOSS_LEFT.search(bare_left):
        cues.add("gloss")
    elif PARTY_LEFT.search(left):
        cues.add("party")
    elif _TITLE_LEFT.search(left):
        cues.add("title")
    elif m := _ORIGIN_LEFT.search(left):
        cues.add("source_of_things" if _THINGS_FROM.match(m["head"]) else "origin")
    elif _OBJECT_LEFT.search(left):
        cues.add("object")
    elif _LOCATIVE_LEFT.search(left) or NEAR_LEFT.search(bare_left):
        cues.add("locative")
    elif _BY_LEFT.search(left):
        cues.add("by_or_with")
    elif _OF_LEFT.search(left):
        cues.add("of_place")
    return cues


def right_cues(right: str, *, possessive: bool, opens: str | None) -> set[str]:
    """Read the role cues after a name; ``opens`` is what stands before the first of a sentence.

    >>> right_cues(" was shelled.", possessive=False, opens=None)
    {'passive'}
    >>> right_cues("'s army left.", possessive=True, opens=None)
    {'of_government'}
    """
    cues = set()
    m = _POSSESSIVE.match(right)
    bare = right[m.end() :] if m else right
    if possessive and _GOVERNMENT_RIGHT.match(bare):
        cues.add("of_government")
    if not possessive and _SPEAKS_RIGHT.match(bare):
        cues.add("speaks")
    if not possessive and _PASSIVE_RIGHT.match(bare):
        cues.add("passive")
    if opens is not None and not opens.strip() and _TOPIC_RIGHT.match(right):
        cues.add("topic")
    if opens is not None and _DATELINE_RIGHT.match(right):
        cues.add("dateline")
    return cues
