"""Finds who says so: the claimant in the source's words and its kind; knows no places and no events."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

from conflict_map.text.spans import before
from conflict_map.vocabulary import ClaimantKind as K


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """A claimant named in a sentence; half-open offsets of its words."""

    start: int
    end: int
    text: str
    kind: K


_SPEECH: Final = re.compile(
    r"\b(?:said|says|say|reported|reports|report|claimed|claims|claim|announced|announces|stated|states|confirmed|"
    r"confirms|confirm|told|added|adds|indicated|indicates|indicate|suggests|suggested|suggest|highlights|"
    r"highlighted|highlight|alleges|noted|notes|declared|declares|acknowledged|admitted|denied|denies|warned|"
    r"estimated|estimates|documented|recorded|wrote|posted|reiterated|insisted|maintained|revealed|disclosed|"
    r"denounced|accused|blamed)\b"
)
_SOURCE_NOUN: Final = re.compile(
    r"\b(?:sources?|officials?|reports?|authorities|residents?|witnesses|eyewitnesses|activists?|observers?|monitors?|"
    r"media|outlets?|correspondents?|reporters?|journalists?|spokes(?:man|woman|person|people)|commanders?|command|"
    r"ministry|minister|governor|mayor|police|army|military|government|agency|agencies|observatory|rescuers|medics|"
    r"doctors|analysts?|statement|channels?|bloggers?|administration|council|service|forces|troops|president|"
    r"prosecutors?|director|chief|office|ambassador|envoy|radio|newspaper|television|rebels|mission|junta|"
    r"regulators?|villagers|survivors|leaders?|groups?|movement|hospital|embassy)\b",
    re.IGNORECASE,
)
_ACCORDING: Final = re.compile(
    r"\b(?:according to|as reported by|citing|quoting|quoted by)\s+"
    r"(?P<who>[^,;:“”\"—–]{2,90}?)(?=\s*(?:[,;:“”\"—–]|\.(?:\s|$)|$|\s(?:that|which|who|as)\b))",
    re.IGNORECASE,
)
_CLAUSE_START: Final = re.compile(
    r"[,;:—–“”\"()]|\b(?:while|but|although|whereas|where|after|when|that)\b"
)
_LEAD_IN: Final = re.compile(
    r"^(?:and|but|while|as|meanwhile|currently|however|earlier|later|separately|on \w+day|overnight|also|in a statement)\b,?\s*",
    re.IGNORECASE,
)
_AUXILIARY: Final = re.compile(
    r"(?<=\s)(?:also|had|has|have|later|earlier|separately|further|publicly|on \w+day)$"
)
_TRAILING: Final = re.compile(
    r"\w+(?:\s++[A-Z][\w’'-]{0,40}){0,4}(?:\s++(?:on|in|by|late|early|earlier|later|this)\s[\w .'’-]{1,40})?\s*+(?:[.;,]|$)"
)
_NOUNS: Final = frozenset("report reports claim claims notes states estimates".split())
_NEXT_WORD: Final = re.compile(r"\s+(\w+)")
_AFTER_VERB: Final = re.compile(r"\s+([^,.;“”\"]{2,90})")
_DESCRIBES: Final = re.compile(r"(?:the|a|an|based|who|which)\b")
_PERSON_WITH_ARTICLE: Final = re.compile(r"(?:the|an?|two|three|several|some|their|his|her|its)\s")
_CLAUSE: Final = 400
"""A claimant and what stands between it and its verb are shorter than this, in characters."""
_MOST_VERBS: Final = 40
"""A sentence with more verbs of speech than this is no sentence; the others are not read."""
_NOT_A_SOURCE: Final = re.compile(
    r"\b(?:plan|plans|law|agreement|schedule|deal|rules|custom|tradition|estimate)\b", re.IGNORECASE
)
_KINDS: Final[tuple[tuple[K, re.Pattern[str]], ...]] = tuple(
    (kind, re.compile(rf"(?:{pattern})", re.IGNORECASE))
    for kind, pattern in (
        (K.WITNESS, r"witness|resident|survivor|villager"),
        (K.LOCAL, r"local (?:source|official|media|authorit)|activist|local\b|community leader|tribal"),
        (K.INTERNATIONAL, r"\bUN\b|united nations|UNICEF|OCHA|UNHCR|\bWHO\b|MONUSCO|UNIFIL|IAEA|\bIOM\b|WFP|unrwa|European Union|African Union"),
        (K.NGO, r"observatory|red cross|red crescent|doctors without borders|\bMSF\b|amnesty|human rights watch|"
                r"monitor(?:ing)? group|\bNGO|rights group|charity|save the children|white helmets|syndicate|network for human rights"),
        (K.MEDIA, r"correspondent|reporter|\bmedia\b|\bTV\b|television|news|agency|newspaper|radio|channel|outlet|daily|"
                  r"Reuters|\bAFP\b|\bAP\b|\bBBC\b|\bCNN\b|jazeera|mayade?en|\bSANA\b|\bTASS\b|\bRIA\b|Interfax|journalist|blogger|Post\b|Times\b"),
        (K.MILITARY, r"military (?:source|official|analyst)|army source|security source"),
        (K.PARTY, r"\bcommand\b|army|military|armed forces|general staff|\bIDF\b|RSF|rapid support|houthi|hamas|hezbollah|"
                  r"rebel|militant|taliban|shabaab|M23|forces|troops|CENTCOM|commander|defen[cs]e ministry|ministry of defen[cs]e|"
                  r"air force|navy|brigade|front|junta|HTS|separatist|air defen[cs]e"),
        (K.GOVERNMENT, r"government|ministry|minister|president|kremlin|foreign|ambassador|envoy|white house|governor|mayor|"
                       r"prime minister|parliament|state department|pentagon|police|prosecutor|interior|regional administration|authorit|cabinet"),
        (K.OFFICIAL, r"official|spokes|administration|emergency service|civil defen[cs]e|rescue|hospital|medic|doctor|council|statement"),
        (K.UNNAMED, r"source|report|analyst|observer"),
    )
)  # fmt: skip


def kind_of(claimant: str) -> K:
    """Name the kind of a claimant by its words; unnamed if they say nothing.

    >>> kind_of("Military sources"), kind_of("Al Mayadeen's correspondent"), kind_of("Local sources")
    (<ClaimantKind.MILITARY: 'military sources'>, <ClaimantKind.MEDIA: 'media'>, <ClaimantKind.LOCAL: 'local sources'>)
    """
    for kind, pattern in _KINDS:
        if pattern.search(claimant):
            return kind
    return K.UNNAMED


def find_attribution(sentence: str) -> Attribution | None:
    """Find the claimant of a sentence: the speaking subject first, else "according to ...".

    >>> find_attribution("According to official sources, the town fell.").text
    'official sources'
    >>> find_attribution("Military sources report that the town fell.").text
    'Military sources'
    >>> find_attribution("The town fell.") is None
    True
    """
    for verb in islice(_SPEECH.finditer(sentence), _MOST_VERBS):
        following = _NEXT_WORD.match(sentence, verb.end())
        if following and verb.group() in _NOUNS and _SPEECH.fullmatch(following.group(1)):
            continue  # "Preliminary reports suggest": the first is a noun.
        span = _subject(sentence, verb.start()) or _inverted(sentence, verb.start(), verb.end())
        if span:
            return _attribution(sentence, *span)
    for m in _ACCORDING.finditer(sentence):
        who = m["who"].strip()
        if _is_a_claimant(who) or not (_NEVER.search(who) or _NOT_A_SOURCE.search(who)):
            return _attribution(sentence, *m.span("who"))
    return None


def speaker_pronoun(sentence: str) -> bool:
    """Say whether a sentence goes on with the last speaker ("He added ...", "They noted ...").

    >>> speaker_pronoun("They noted that shells fell."), speaker_pronoun("They fell.")
    (True, False)
    """
    m = re.match(
        r"(?:Furthermore,?\s+)?(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t)\s+(?:also\s+|further\s+|later\s+)?(\w+)",
        sentence,
    )
    return bool(m and _SPEECH.match(m.group(1)))


def _attribution(sentence: str, start: int, end: int) -> Attribution:
    text = sentence[start:end]
    start += len(text) - len(text.lstrip())
    text = text.strip()
    return Attribution(start=start, end=start + len(text), text=text, kind=kind_of(text))


def _subject(sentence: str, verb: int) -> tuple[int, int] | None:
    """Walk back from a speech verb over its subject to the start of the clause."""
    base = max(0, verb - _CLAUSE)
    left = sentence[base:verb].rstrip()
    while m := _AUXILIARY.search(left):
        left = left[: m.start()].rstrip()
    span = None
    if left.endswith((",", ")")):
        # An apposition stands between: "Vadym Filashkin, the governor, said".
        for opening in [m.start() for m in re.finditer(r"[,(]", left[:-1])][::-1][:3]:
            shorter = left[:opening].rstrip()
            found = _subject_span(shorter)
            if found and not _DESCRIBES.match(shorter[found[0] :].strip()):
                span = found
                break
    if span is None:
        span = _subject_span(left, trailing=_TRAILING.match(sentence, verb) is not None)
    if span is None or (base and not span[0]):
        return None
    return base + span[0], base + span[1]


def _subject_span(left: str, *, trailing: bool = False) -> tuple[int, int] | None:
    start = 0
    for m in _CLAUSE_START.finditer(left):
        start = m.end()
    while lead := _LEAD_IN.match(left[start:].lstrip()):
        start += len(left[start:]) - len(left[start:].lstrip()) + lead.end()
    who = left[start:].strip()
    if _is_a_claimant(who):
        return start, len(left)
    # ", a nurse said" closes a sentence: whoever stands there is the claimant.
    closes = trailing and start > 0 and _PERSON_WITH_ARTICLE.match(who)
    fits = closes and not _NEVER.search(who) and len(who.split()) <= 8
    return (start, len(left)) if fits else None


def _inverted(sentence: str, verb: int, verb_end: int) -> tuple[int, int] | None:
    """Read the subject after the verb, as in "We lost the town," said the governor."""
    if not before(sentence, verb).rstrip().endswith((",", "”", '"')):
        return None
    m = _AFTER_VERB.match(sentence, verb_end)
    if not m or not _is_a_claimant(m.group(1).strip()):
        return None
    return m.span(1)


_SIDES_WITH: Final = re.compile(
    r"\b(?:close|loyal|linked|affiliated|opposed|allied|sympathetic)\s+(?:to|with)\b", re.IGNORECASE
)
_PRONOUN: Final = re.compile(
    r"^(?:he|she|it|they|we|i|this|that|these|those|who|which|there|what|others?|many|some|no one|nobody)$",
    re.IGNORECASE,
)
_NEVER: Final = re.compile(
    r"^(?:no|not|to|of|in|at|by|for|with)\b|\b(?:was|were|has been|have been|is|are|had been|been|be|to|who|which|"
    r"killed|attacked|clashed|shelled|injured|wounded|died)\b|\d{3}",
    re.IGNORECASE,
)


def _is_a_claimant(who: str) -> bool:
    """Say whether words can be a claimant: a source noun or a name, short, and not a clause."""
    plain = _SIDES_WITH.sub("", who)
    if not who or len(who.split()) > 12 or _PRONOUN.match(who) or _NEVER.search(plain):
        return False
    named = re.search(r"(?:^|\s)[A-Z][\w’'-]+\s+[A-Z]", who) or re.match(r"[A-Z][\w’'-]*$", who)
    return bool(_SOURCE_NOUN.search(who) or named)
