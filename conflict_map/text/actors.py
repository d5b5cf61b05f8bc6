"""Finds who is named as acting: armed actors and outlets by name, unknown ones by pattern; knows no places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final, Literal, NamedTuple

from conflict_map.text.phrases import Hit, PhraseBook, Words, read_rows, read_sections
from conflict_map.text.spans import REACH, Taken, before

Kind = Literal[
    "state forces", "rebels", "political militia", "identity militia", "protesters", "rioters",
    "civilians", "external forces", "armed organisation", "outlet", "organisation", "agreement",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A named or described actor in a sentence; half-open offsets; ``name`` is our neutral word."""

    start: int
    end: int
    text: str
    name: str
    kind: Kind
    country: str | None = None
    """Where it is at home, ISO 3166-1 alpha-2; None outside the lexicon, or for several countries."""


_ORG_WORDS: Final = frozenset(
    "Army Force Forces Front Brigade Brigades Battalion Division Corps Regiment Militia Movement Party Union Council "
    "Committee Ministry Agency Service Bureau Department Office Command Administration Authority Commission Observatory "
    "Center Centre Institute University College School Academy Hospital Times Post Tribune Herald News TV Radio Gazette "
    "Journal Press FC United Club Bank Company Corporation Group Foundation Association Organization Organisation "
    "Society Federation League Crescent Cross Court Parliament Assembly Congress Senate Airlines Airways Museum "
    "Stadium Church Cathedral Mosque Coalition Alliance Network Channel Media Police Guard Fund Initiative Treaty".split()
)
_ORG_HEADS: Final = "|".join(sorted(_ORG_WORDS, key=lambda w: (-len(w), w)))
_ARMED_HEADS: Final = re.compile(
    r"\b(?:Army|Forces?|Front|Brigades?|Battalion|Division|Corps|Regiment|Militia|Movement|Guard)$"
)
_AGREEMENT_NOUNS: Final = (
    "agreement agreements accord accords process talks treaty protocol protocols declaration convention conventions "
    "summit conference format memorandum deal platform communique communiqué".split()
)
_AGREEMENT_WORDS: Final = frozenset(
    [*_AGREEMENT_NOUNS, *(w.capitalize() for w in _AGREEMENT_NOUNS)]
)
_AGREEMENT_HEADS: Final = "|".join(sorted(_AGREEMENT_WORDS, key=lambda w: (-len(w), w)))
_MEDIUM_WORDS: Final = frozenset(
    "correspondent reporter bureau newsroom TV television news newspaper daily weekly radio channel".split()
)
_MEDIUM_TAG: Final = -1
_AGREEMENT_TAG: Final = -2
_ORG_TAG: Final = -3

_NOT_A_NAME: Final = r"(?!(?:The|This|That|These|Those|A|An|In|On|At|By|For|From|With|And|But|As|Its|Their|His|Our|No|All|Both|Some)\b)"
_NAME: Final = _NOT_A_NAME + r"[A-ZÀ-ÞА-ЯҐЄІЇ][\w’'-]{0,40}"
_NAME_WHOLE: Final = _NAME + "+"
"""A name that is never read again in shorter pieces: its hyphens also part names."""


class _Named(NamedTuple):
    """A row of the lexicon: our name for an actor (none: the source's), its kind and country."""

    name: str
    kind: Kind
    country: str


class _Described(NamedTuple):
    """What a describing phrase is called here."""

    neutral: str
    kind: Kind
    loaded: bool


@cache
def _lexicon() -> tuple[PhraseBook, tuple[_Named, ...]]:
    rows: list[_Named] = []
    phrases: list[tuple[str, int]] = []
    for name, kind, country, aliases in read_rows("actors.tsv"):
        phrases.extend((alias, len(rows)) for alias in aliases.split("; "))
        rows.append(_Named(name, kind, country))  # type: ignore[arg-type]
    # Nouns that end other names are looked for in the same pass; their tags say what to try.
    for tag, nouns in (
        (_MEDIUM_TAG, _MEDIUM_WORDS),
        (_AGREEMENT_TAG, _AGREEMENT_WORDS),
        (_ORG_TAG, _ORG_WORDS),
    ):
        phrases.extend((noun, tag) for noun in sorted(nouns))
    return PhraseBook(phrases, {}, cased=True), tuple(rows)


def _names(words: Words) -> tuple[list[tuple[Hit, _Named]], frozenset[int]]:
    """Find the names of the lexicon, the longest first, and which other kinds of names to try."""
    book, named = _lexicon()
    hits = book.find(words)
    if not hits:
        return [], frozenset()
    known = [h for h in hits if h.tag >= 0]
    return [(h, named[h.tag]) for h in _longest(known)], frozenset(h.tag for h in hits if h.tag < 0)


@cache
def _descriptions() -> tuple[PhraseBook, tuple[_Described, ...]]:
    sections, lists = read_sections("described.txt")
    rows: list[_Described] = []
    phrases: list[tuple[str, int]] = []
    for section in sections:
        neutral, kind, *loaded = section.heading
        phrases.extend((line, len(rows)) for line in section.lines)
        rows.append(_Described(neutral, kind, bool(loaded)))  # type: ignore[arg-type]
    return PhraseBook(phrases, lists), tuple(rows)


_MEDIUM: Final = re.compile(
    rf"\b((?:[Aa]l[- ])?{_NAME}(?: {_NAME}){{0,3}})['’]s? (?:correspondent|reporter|bureau|newsroom)\b"
    rf"|\b((?:[Aa]l[- ])?{_NAME}(?: {_NAME}){{0,3}}) (?:TV|television|news agency|newspaper|daily|weekly|radio station|channel|correspondent)\b"
)
_ORG: Final = re.compile(
    rf"\b(?:{_NAME_WHOLE}|[Aa]l-{_NAME_WHOLE})(?:['’]s)?"
    rf"(?:[ -](?:of|for|the|and|de|du|al|{_NAME_WHOLE}(?:['’]s)?)){{0,10}}? (?:{_ORG_HEADS})\b"
    rf"(?: (?:of|for) (?:the )?{_NAME_WHOLE}(?: {_NAME_WHOLE})*+)?"
)
_AGREEMENT: Final = re.compile(
    rf"\b{_NAME_WHOLE}(?:[- ]{_NAME_WHOLE}){{0,2}} (?:peace )?(?:{_AGREEMENT_HEADS})\b"
)
_ENDS_COMMON: Final = re.compile(
    r"(?:forces|troops|army|military|soldiers|jets?|drones?|warplanes|aviation|air force|peacekeepers?)$",
    re.IGNORECASE,
)
_AGENT: Final = re.compile(
    r"^[^,;]{0,60}(?<!held )(?<!led )(?<!controlled )(?<!run )(?<!used )(?<!backed )(?<!supported )"
    r"(?<!occupied )(?<!made )\bby\s+(?:\w+[- ]){0,3}$"
)
_BACKING: Final = (
    r"\b(?:backed|supported|assisted|joined|accompanied|aided) by (?:(?:the|its|their|\w+) ){0,3}$|"
    r"\b(?:support|help|backing|assistance) (?:of|from) (?:the )?$|"
    r"\b(?:alongside|together with|in coordination with|in cooperation with) (?:the |its |their )?$"
)
_ALLIED: Final = re.compile(_BACKING)
_SUPPORTING: Final = re.compile(rf"{_BACKING}|\bled by $|\bagainst (?:\w+ ){{0,2}}$")


def find_actors(sentence: str) -> tuple[Actor, ...]:
    """Find armed actors in order: known names first, then unknown ones by their describing words.

    A loaded description becomes our neutral word with the source's words in quotes.

    >>> [(a.name, a.kind) for a in find_actors("The Syrian army fought terrorist groups and HTS.")]
    [('Syrian Arab Army', 'state forces'), ('armed groups ("terrorist groups")', 'rebels'), ('Hayat Tahrir al-Sham (HTS)', 'rebels')]
    >>> [(a.name, a.kind) for a in find_actors("The Iron River Brigade fought Blue Hill fighters.")]
    [('Iron River Brigade', 'armed organisation'), ('Blue Hill fighters', 'political militia')]
    """
    found: list[Actor] = []
    taken = Taken(len(sentence))

    def add(start: int, end: int, name: str, kind: Kind, country: str | None = None) -> None:
        if not taken.overlaps(start, end):
            taken.add(start, end)
            text = sentence[start:end]
            found.append(
                Actor(
                    start=start, end=end, text=text, name=name or text, kind=kind, country=country
                )
            )

    words = Words(sentence)
    names, nouns = _names(words)
    for hit, row in names:
        add(hit.start, hit.end, row.name, row.kind, row.country or None)
    if _ORG_TAG in nouns:
        for m in _ORG.finditer(sentence):
            if _ARMED_HEADS.search(sentence, *m.span()):
                add(*m.span(), "", "armed organisation")
    others, described = _descriptions()
    for hit in _longest(others.find(words)):
        start = _with_its_name(sentence, hit)
        if start < hit.start and not taken.overlaps(start, hit.end):
            add(start, hit.end, "", described[hit.tag].kind)
        else:
            add(hit.start, hit.end, *_label(described[hit.tag], sentence[hit.start : hit.end]))
    return tuple(sorted(found, key=lambda a: a.start))


def _with_its_name(sentence: str, hit: Hit) -> int:
    """Give where a described group begins with the name that stands before it ("UPC fighters")."""
    if not _NAMED_GROUP.match(sentence, hit.start):
        return hit.start
    left = before(sentence, hit.start, _NAME_REACH)
    name = _NAME_BEFORE.search(left)
    if name is None or _SAYS_WHERE_OR_WHEN.search(left, 0, name.start()):
        return hit.start
    return hit.start - (name.end() - name.start())


_NAMED_GROUP: Final = re.compile(r"(?:fighters|militants|rebels|militias?|insurgents|militiamen)\b")
_NAME_BEFORE: Final = re.compile(
    r"\b(?!(?:The|A|An|In|On|At|By|But|And|When|While|As|After|Some|Two|Three|Local|Armed|Suspected|Unknown|Unidentified|"
    r"\w+day|January|February|March|April|May|June|July|August|September|October|November|December)\b)"
    r"(?:[A-Z][\w’'-]{1,40}[ -]){1,3}$"
)
_SAYS_WHERE_OR_WHEN: Final = re.compile(
    r"\b(?:in|on|at|near|from|to|since|last|until|around|outside|inside|late|early)\s$",
    re.IGNORECASE,
)
""""In Hama rebels fought": the name is where, and no name of theirs."""
_NAME_REACH: Final = 90


def _label(row: _Described, text: str) -> tuple[str, Kind]:
    if row.kind in {"civilians", "protesters", "rioters"}:
        return text.casefold(), row.kind
    if not row.neutral or text.casefold() == row.neutral:
        return text, row.kind
    return f'{row.neutral} ("{text}")', row.kind


def _longest(hits: list[Hit]) -> list[Hit]:
    """Order hits by their start, the longest first."""
    return sorted(hits, key=lambda h: (h.start, -h.end, h.tag))


@lru_cache(maxsize=512)  # asked twice of each sentence: for its place names, and for the countries
def find_organisations(sentence: str) -> tuple[Actor, ...]:
    """Find spans that are names of something else than a place, though they may hold a place's name.

    >>> [(a.text, a.kind) for a in find_organisations("The Astana agreements, Al Mayadeen's correspondent said.")]
    [('Astana agreements', 'agreement'), ('Al Mayadeen', 'outlet')]
    """
    found: list[Actor] = []
    taken = Taken(len(sentence))

    def add(a: int, b: int, kind: Kind, country: str | None = None) -> None:
        if not taken.overlaps(a, b):
            taken.add(a, b)
            text = sentence[a:b]
            found.append(Actor(start=a, end=b, text=text, name=text, kind=kind, country=country))

    names, nouns = _names(Words(sentence))
    for hit, row in names:
        # "Syrian army" holds a demonym, which is found as one: only proper names hide theirs.
        text = sentence[hit.start : hit.end]
        if not _ENDS_COMMON.search(text) or text[-6:].istitle():
            add(hit.start, hit.end, row.kind, row.country or None)
    if _MEDIUM_TAG in nouns:
        for m in _MEDIUM.finditer(sentence):
            group = 1 if m.group(1) else 2
            add(*m.span(group), "outlet")
    if _AGREEMENT_TAG in nouns:
        for m in _AGREEMENT.finditer(sentence):
            add(*m.span(), "agreement")
    if _ORG_TAG in nouns:
        for m in _ORG.finditer(sentence):
            add(*m.span(), "organisation")
    return tuple(sorted(found, key=lambda a: a.start))


def roles(
    sentence: str, actors: tuple[Actor, ...], verb_start: int, verb_end: int
) -> tuple[Actor | None, Actor | None]:
    """Give who acts and whom it hits around a verb: never guessed where the sentence does not say.

    Active: the nearest actor before acts, the first after is hit; "by" after the verb turns it.

    >>> s = "Rebels shelled government forces."
    >>> [a and a.name for a in roles(s, find_actors(s), 7, 14)]
    ['Rebels', 'government forces']
    """
    fighting = [a for a in actors if a.kind != "outlet"]
    after = [a for a in fighting if a.start >= verb_end]
    # A rule may begin in the actor's own words ("forces ... have advanced").
    inside = [a for a in fighting if a.start >= verb_start and a.end <= verb_end]
    # A supporting ally ("backed by Russian aviation") is not who acts.
    earlier = [
        a
        for a in fighting
        if a.start < verb_start
        and a.end <= verb_end
        and not _SUPPORTING.search(before(sentence, a.start))
    ]
    agent = next((a for a in after if _is_agent(sentence, verb_end, a.start)), None)
    if agent:
        others = [a for a in [*earlier, *after] if a is not agent]
        return agent, (others[0] if others else None)
    first = earlier[0] if earlier else (inside[0] if inside else None)
    second = next((a for a in after if a.name != (first.name if first else None)), None)
    if second is None and len(earlier) > 1:
        second = next((a for a in earlier[1:] if a.name != earlier[0].name), None)
    return first, second


def allies(sentence: str, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Give those who support the one that acts, in order, where the sentence says so.

    >>> s = "Rebels backed by Turkish forces shelled the Syrian army."
    >>> [a.name for a in allies(s, find_actors(s))]
    ['Turkish forces']
    """
    return tuple(a for a in actors if _ALLIED.search(before(sentence, a.start)))


def _is_agent(sentence: str, verb_end: int, start: int) -> bool:
    """Say whether "by" stands between a verb and the actor that begins at ``start``."""
    return start - verb_end <= REACH and bool(_AGENT.search(sentence[verb_end:start]))
