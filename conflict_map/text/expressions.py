"""Reads the words around a place name: which part, how far, which way, in what role; asks no gazetteer."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from conflict_map.text.lexicon import FEATURE_WORDS
from conflict_map.text.spans import REACH, before

if TYPE_CHECKING:
    from conflict_map.vocabulary import FeatureClass

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

_DIR: Final = (
    r"(?:north[- ]?(?:east|west)(?:ern)?|south[- ]?(?:east|west)(?:ern)?|north(?:ern|ernmost)?|south(?:ern|ernmost)?|east(?:ern|ernmost)?|"
    r"west(?:ern|ernmost)?|central(?:[- ](?:north|south|east|west)(?:ern)?)?|(?:north|south|east|west)[- ]central)"
)
_NUMBER: Final = r"(?P<dist>\d+(?:[.,]\d+)?|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|a hundred)"
_UNIT: Final = r"(?P<unit>nautical miles?|nm|km|kms|kilomet(?:er|re)s?|miles?|mi|met(?:er|re)s?)"
_WORDS: Final[dict[str, float]] = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "a hundred": 100,
}  # fmt: skip
_FEATURES: Final = "|".join(sorted(FEATURE_WORDS, key=len, reverse=True))
_AREA_NOUN: Final = r"(?:parts?|half|side|areas?|regions?|districts?|sectors?|edges?|outskirts|suburbs?|countryside|rural areas|rural|reaches|end|neighbou?rhoods?|axis|front|flank|approaches|entrances?)"

_OFFSET_LEFT: Final = re.compile(
    rf"(?:\b(?:about|some|around|approximately|roughly|nearly|just)\s++)?\b{_NUMBER}\s*+-?{_UNIT}\b\s*+(?:\([^)]{{1,20}}\)\s*+)?"
    rf"(?:(?:to\s++)?(?:the\s++)?(?P<dir>{_DIR})\s++(?:of|from)|(?:outside|from|away from|of)|(?:to\s++)?(?:the\s++)?(?P<dir2>{_DIR})\s++of)\s++"
    rf"(?:the\s++)?(?:(?:{_FEATURES})\s++(?:of\s++)?)?(?:the\s++)?$",
    re.IGNORECASE,
)
_DIRECTION_OF_LEFT: Final = re.compile(
    rf"\b(?:just |further |farther |to the |lying |located ){{0,3}}(?P<dir>{_DIR})\s++of\s++(?:the\s++)?(?:(?:{_FEATURES})\s++(?:of\s++)?)?(?:the\s++)?$",
    re.IGNORECASE,
)
_PART_LEFT: Final = re.compile(
    rf"(?P<phrase>\b(?P<dir>{_DIR})[\s-]++(?:(?P<noun>{_AREA_NOUN})\s++(?:of\s++|in\s++)?)?(?:the\s++)?(?:(?:{_FEATURES})\s++(?:of\s++)?)?(?:the\s++)?)$",
    re.IGNORECASE,
)
_RURAL_LEFT: Final = re.compile(
    r"(?P<phrase>\b(?:the\s++)?(?:rural|countryside of|rural areas of|rural parts of|environs of|outskirts of|suburbs of|edge of|edges of|entrance of)\s++(?:the\s++)?)$",
    re.IGNORECASE,
)
_PART_RIGHT: Final = re.compile(
    rf"^(?:['’]s?)?\s++(?:(?:{_FEATURES})(?:['’]s?)?\s++)?(?:(?P<dir>{_DIR})\s++)?(?P<noun>countryside|outskirts|suburbs?|rural areas|hinterland|periphery)\b",
    re.IGNORECASE,
)
_PART_RIGHT_DIR: Final = re.compile(
    rf"^['’]s?\s++(?P<dir>{_DIR})\s++(?P<noun>{_AREA_NOUN}|{_FEATURES})\b", re.IGNORECASE
)
_NEAR_LEFT: Final = re.compile(
    rf"\b(?:near|nearby|close to|around|outside(?: of)?|in the vicinity of|not far from|adjacent to|next to|"
    rf"on the outskirts of|at the (?:gates|entrance|edge) of|at the entrance to|bordering|surrounding|areas around|off)\s++"
    rf"(?:the\s++)?(?:(?:{_FEATURES})s?\s++(?:of\s++)?)?(?:the\s++)?$",
    re.IGNORECASE,
)
_DIRECTION_LEFT: Final = re.compile(
    rf"\b(?:towards?|in the direction of|in direction of|headed (?:to|for)|heading (?:to|for|towards?)|en route to|on the way to|on (?:the|their|its) way to|"
    rf"advanc\w+ (?:up)?on|march\w* on|approach(?:ed|es|ing)?|clos(?:ed|es|ing) in on|push\w* for|bound for|deeper into|reach(?:ing)? for)\s++"
    rf"(?:the\s++)?(?:(?:{_DIR})\s++)?(?:(?:{_FEATURES})\s++(?:of\s++)?)?(?:the\s++)?$",
    re.IGNORECASE,
)
_LOCATIVE_LEFT: Final = re.compile(
    rf"\b(?:in|at|on|inside|within|across|throughout|over|into|along|through|around|amid|from inside|all over|"
    rf"in and around|elsewhere in|parts of|much of|most of|areas of|around|near|between|via|entered|reached|"
    rf"above|against)\s++(?:(?:the|both|nearby|neighbou?ring|besieged|occupied|embattled|strategic|key|eastern|western|northern|southern|"
    rf"central|coastal|border|war-torn|rebel-held|trading|mining|resort|garrison|government-held|historic|ancient|mainly \w+|predominantly \w+|"
    rf"capital|its|their|entire|whole|ancient|Russian-held|Ukrainian-held|opposition-held|contested)\s++){{0,4}}"
    rf"(?:(?:the\s++)?(?:[\w’'-]+\s++)?(?:{_FEATURES}|countryside|parts?|outskirts|front|suburb|edges?|towns?|streets?|center|centre|heart|border)\s++(?:of\s++|in\s++|called\s++|named\s++)?){{0,3}}(?:the\s++)?(?:{_DIR}\s++)?$",
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
    rf"front[- ]?line|trading|mining|garrison|part of|parts of|most of|all of|positions in|targets in|villages?|towns?|city|capital|of|area of)\s++){{0,5}}(?:(?:{_FEATURES})\s++(?:of\s++)?)?(?:the\s++)?$",
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
_PARTY_LEFT: Final = re.compile(
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
    rf"\b(?:located|situated|lying|lies|based|headquartered|registered|sits|seated|native|natives|capital|born|grew up|grown up)\s++(?:\w+\s++)?(?:in|at|near|on|of)\s++(?:the\s++)?(?:{_DIR}[- ]?\w*\s++(?:region|part|area)s?\s++of\s++)?(?:the\s++)?$",
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
_HINT_RIGHT: Final = re.compile(
    rf"^\s++(?:(?P<adj>administrative|border|autonomous|self-declared)\s++)?(?P<word>{_FEATURES})\b(?!\s++of\s++[A-Z])",
    re.IGNORECASE,
)
_HINT_LEFT: Final = re.compile(
    rf"\b(?P<word>{_FEATURES})\s++(?:of|called|named|known as)\s++(?:the\s++)?(?:{_DIR}\s++)?$",
    re.IGNORECASE,
)
_HINT_LEFT_BARE: Final = re.compile(
    r"\b(?P<word>city|town|village|settlement|hamlet|camp|province|governorate|district|capital|state|port|suburb|region|stronghold|municipality|commune|township)\s++$",
    re.IGNORECASE,
)
LINE_WORDS: Final = (
    r"(?:road|highway|motorway|route|axis|corridor|railway|rail line|front ?line|front|line|supply (?:road|line|route)|"
    r"main road|stretch|freeway|expressway|pipeline|crossing road|track|street)s?"
)
_LINE_RIGHT: Final = re.compile(
    rf"^\s++(?:(?:main|supply|international|strategic|coastal|desert|M\d|access)\s++){{0,2}}{LINE_WORDS}\b",
    re.IGNORECASE,
)
_LINE_LEFT: Final = re.compile(
    rf"\b(?P<phrase>(?:the\s++)?(?:\w+\s++)?{LINE_WORDS}\s++(?:\w+ing\s++|that \w+ |which \w+ )?(?:between|from|linking|connecting|joining|leading from|running from)\s++(?:the\s++)?(?:(?:{_FEATURES})\s++of\s++)?)$",
    re.IGNORECASE,
)
_BETWEEN_LEFT: Final = re.compile(
    r"\bbetween\s++(?:the\s++)?(?:(?:towns?|cities|villages|settlements|areas)\s++of\s++)?$",
    re.IGNORECASE,
)
_RURAL_NOUN: Final = re.compile(r"countryside|outskirts|suburb|rural|hinter|periph", re.IGNORECASE)
_POSSESSIVE: Final = re.compile(r"['’]s?")
_THE: Final = re.compile(r"\bthe\s+$", re.IGNORECASE)
_LEFT: Final = 140
_RIGHT: Final = 120
"""How far the words beside a name are read, in characters; nearer ones decide."""
_LIST_GAP: Final = re.compile(
    rf"^(?:,|\s++and|,\s*+and|\s++or|,\s*+as well as|\s++as well as|\s*+/|\s*+&|\s++&|,?\s++along with)\s*+(?:also\s++)?(?:the\s++|both\s++)?(?:(?:nearby|neighbou?ring|adjacent)\s++)?(?:{_DIR}\s++)?(?:the\s++)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What stands around one name: its kind of expression, cues and the span with its phrase."""

    start: int
    end: int
    part: str | None = None
    bearing: str | None = None
    distance_km: float | None = None
    near: bool = False
    rural: bool = False
    hint: FeatureClass | None = None
    hint_plural: bool = False
    hint_word: str | None = None
    cues: frozenset[str] = frozenset()


def compass(words: str) -> str:
    """Give the compass point of a direction word ("north-western" -> "nw").

    >>> compass("north-western"), compass("Southern"), compass("central"), compass("central-western")
    ('nw', 's', 'centre', 'w')
    """
    word = words.casefold()
    point = "".join(
        letter
        for letter, full in (("n", "north"), ("s", "south"), ("e", "east"), ("w", "west"))
        if full in word
    )
    return point or "centre"


def is_list_gap(gap: str) -> bool:
    """Say whether the text between two names joins them in a list.

    >>> is_list_gap(" and eastern "), is_list_gap(", "), is_list_gap(" attacked ")
    (True, True, False)
    """
    return bool(_LIST_GAP.match(gap))


def line_after(right: str) -> int | None:
    """Give where a road word after a pair of names ends; None if there is none.

    >>> line_after(" supply road was cut")
    12
    """
    m = _LINE_RIGHT.match(right)
    return m.end() if m else None


def line_before(left: str) -> int | None:
    """Give where the phrase "road between" before a pair begins; None if there is none.

    >>> line_before("They cut the road between ")
    9
    """
    m = _LINE_LEFT.search(before(left, len(left)))
    return max(0, len(left) - REACH) + m.start("phrase") if m else None


def is_between(left: str) -> bool:
    """Say whether a bare "between" stands before a pair, with no agreement or relation of the two.

    >>> is_between("fighting between "), is_between("a deal between ")
    (True, False)
    """
    left = before(left, len(left))
    return bool(_BETWEEN_LEFT.search(left)) and not _PARTY_LEFT.search(left)


def look_around(sentence: str, start: int, end: int, *, possessive: bool = False) -> Surroundings:
    """Read what the words left and right of a name say; offsets are in the sentence.

    >>> look_around("They advanced towards southern Aleppo.", 31, 37).part
    's'
    >>> sorted(look_around("They advanced towards Aleppo.", 22, 28).cues)
    ['direction']
    """
    left, right = before(sentence, start, _LEFT), sentence[end : end + _RIGHT]
    phrase = _phrase_left(left, start)
    part, rural, new_end = phrase.part, phrase.rural, end
    if (m := _PART_RIGHT.match(right)) or (possessive and (m := _PART_RIGHT_DIR.match(right))):
        part = compass(m["dir"]) if m["dir"] else part
        rural = rural or bool(_RURAL_NOUN.match(m["noun"]))
        new_end = end + m.end()
    cues = _right_cues(right, possessive=possessive, opens=_opens(sentence, start))
    if phrase.near:
        cues.add("near")
    outside = before(sentence, phrase.start, _LEFT)
    cues |= _left_cues(outside, left)
    hint, plural, word = _hint(outside, left, right)
    return replace(
        phrase, end=new_end, part=part, rural=rural, hint=hint, hint_plural=plural, hint_word=word,
        cues=frozenset(cues),
    )  # fmt: skip


def _phrase_left(left: str, start: int) -> Surroundings:
    """Read the phrase that a name ends ("10 km north of", "southern", "near") and where it begins."""
    base = start - len(left)
    if m := _OFFSET_LEFT.search(left):
        direction = m["dir"] or m["dir2"]
        return Surroundings(
            start=base + m.start(), end=start, near=True, bearing=compass(direction) if direction else None,
            distance_km=_kilometres(m["dist"], m["unit"]),
        )  # fmt: skip
    if m := _DIRECTION_OF_LEFT.search(left):
        begin, point = base + m.start("dir"), compass(m["dir"])
        if _THE.search(left[: m.start()]) or point == "centre":
            # "In the north of Mali" is in Mali; "north of Mali" and "to the north of it" are not.
            return Surroundings(start=begin, end=start, part=point)
        return Surroundings(start=begin, end=start, near=True, bearing=point)
    if m := _PART_LEFT.search(left):
        begin, rural = base + m.start("phrase"), bool(_RURAL_NOUN.match(m["noun"] or ""))
        return Surroundings(start=begin, end=start, part=compass(m["dir"]), rural=rural)
    if m := _RURAL_LEFT.search(left):
        return Surroundings(start=base + m.start("phrase"), end=start, rural=True)
    return Surroundings(start=start, end=start, near=bool(_NEAR_LEFT.search(left)))


def _opens(sentence: str, start: int) -> str | None:
    """Give what stands before the first name of a sentence; None if words do."""
    head = sentence[:start] if start <= _LEFT else "a"
    return head if not head.strip(' \t“"(') else None


def _right_cues(right: str, *, possessive: bool, opens: str | None) -> set[str]:
    """Read the role cues after a name."""
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


def _left_cues(left: str, bare_left: str) -> set[str]:
    """Read the role cues before a name (and before its part phrase, if it has one)."""
    cues = set()
    if _DIRECTION_LEFT.search(left):
        cues.add("direction")
    elif _GLOSS_LEFT.search(left) or _GLOSS_LEFT.search(bare_left):
        cues.add("gloss")
    elif _PARTY_LEFT.search(left):
        cues.add("party")
    elif _TITLE_LEFT.search(left):
        cues.add("title")
    elif m := _ORIGIN_LEFT.search(left):
        cues.add("source_of_things" if _THINGS_FROM.match(m["head"]) else "origin")
    elif _OBJECT_LEFT.search(left):
        cues.add("object")
    elif _LOCATIVE_LEFT.search(left) or _NEAR_LEFT.search(bare_left):
        cues.add("locative")
    elif _BY_LEFT.search(left):
        cues.add("by_or_with")
    elif _OF_LEFT.search(left):
        cues.add("of_place")
    return cues


def _hint(left: str, bare_left: str, right: str) -> tuple[FeatureClass | None, bool, str | None]:
    """Read a type word beside the name: "province of", "village", "oblast"."""
    if m := _HINT_RIGHT.match(right):
        word = m["word"].casefold()
        return FEATURE_WORDS[word], _plural(word), word
    for text in (bare_left, left):
        if (m := _HINT_LEFT.search(text)) or (m := _HINT_LEFT_BARE.search(text)):
            word = m["word"].casefold()
            return FEATURE_WORDS[word], _plural(word), word
    return None, False, None


def _plural(word: str) -> bool:
    return word.endswith("s")


def _kilometres(number: str, unit: str) -> float:
    value = _WORDS.get(number.casefold())
    if value is None:
        value = float(number.replace(",", "."))
    if unit.casefold().startswith(("naut", "nm")):
        return value * 1.852
    if unit.casefold().startswith("mi"):
        return value * 1.609344
    if unit.casefold().startswith("met"):
        return value / 1000
    return value
