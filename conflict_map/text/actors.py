"""Finds who is named as acting: armed actors and outlets by name, unknown ones by pattern; knows no places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from conflict_map.text.spans import REACH, Taken, before

Kind = Literal[
    "state forces", "rebels", "political militia", "identity militia", "protesters", "rioters",
    "civilians", "external forces", "outlet", "organisation", "agreement",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A named or described actor in a sentence; half-open offsets; ``name`` is our neutral word."""

    start: int
    end: int
    text: str
    name: str
    kind: Kind


# name | kind | aliases and abbreviations (regular expressions, case-sensitive, whole words)
_LEXICON: Final = r"""
Hayat Tahrir al-Sham (HTS) | rebels | Hay['’]?at Tahrir a[ls][- ]?(?:Sham|Cham)(?:\s*\(HTS\))?|HTS|Tahrir al-Sham
Jabhat al-Nusra | rebels | (?:the )?(?:former )?(?:[Aa]l-|[Aa]n-)?Nusra Front|Jabhat (?:al|an)-Nusra
Syrian National Army (SNA) | rebels | Syrian National Army|SNA|Free Syrian Army|FSA
Syrian Democratic Forces (SDF) | rebels | Syrian Democratic Forces|SDF|QSD|YPG|YPJ|People[’']s (?:Protection|Defen[sc]e) Units
Islamic State (IS) | rebels | Islamic State(?: of Iraq and (?:Syria|the Levant|al-Sham))?(?: group)?(?: in (?:West Africa|the Greater Sahara|Khorasan)(?: Province)?)?|ISIS|ISIL|Da[’']?esh|ISWAP|ISGS|ISKP|IS-K
Al Qaeda | rebels | [Aa]l[- ]Qa[’']?e?ida|AQAP|AQIM|[Aa]l[- ]Qaeda
Syrian Arab Army | state forces | Syrian Arab Army|SAA|Syrian (?:[Aa]rmy|military|army forces|government forces|regime forces|forces|troops)
Russian forces | external forces | Russian (?:\w+ )?(?:forces|troops|army|military|air force|aviation|warplanes|jets|aircraft|soldiers)|Wagner(?: Group| mercenaries)?|Africa Corps
Turkish forces | external forces | Turkish (?:\w+ )?(?:forces|troops|army|military|soldiers|jets|drones?)|PKK|Kurdistan Workers[’'] Party
Israeli forces (IDF) | state forces | Israel(?:i)? Defen[cs]e Forces|IDF|Israeli (?:\w+ )?(?:forces|troops|army|military|soldiers|air force|warplanes|jets|aircraft|navy|tanks)
Hamas | rebels | Hamas|(?:[Ee]zzedine |Izz ad-Din )?[Aa]l-Qassam Brigades
Palestinian Islamic Jihad | rebels | (?:Palestinian )?Islamic Jihad|[Aa]l-Quds Brigades|Saraya al-Quds
Hezbollah | rebels | [HK](?:e|i)zbo?u?ll?ah
Houthi movement | rebels | Houthis?(?: (?:rebels|movement|forces|fighters))?|Ansar ?[Aa]llah
US forces (CENTCOM) | external forces | CENTCOM|US Central Command|U\.?S\.? (?:\w+ )?(?:forces|troops|military|army|navy|Navy|warplanes|jets|airstrikes)|American (?:forces|troops|warplanes)|US-led coalition|Coalition forces
Armed Forces of Ukraine | state forces | Armed Forces of Ukraine|Ukrainian (?:\w+ )?(?:[Aa]rmed [Ff]orces|forces|troops|army|military|soldiers|defenders|marines|air defen[cs]es?|drones?)|AFU|ZSU
Armed Forces of Russia | state forces | Russian [Aa]rmed [Ff]orces|Armed Forces of (?:the )?Russia(?:n Federation)?
Donetsk and Luhansk formations | political militia | DPR|LPR|DNR|LNR
Rapid Support Forces (RSF) | rebels | Rapid Support Forces(?:\s*\(RSF\))?|RSF|Janjaweed
Sudanese Armed Forces (SAF) | state forces | Sudanese Armed Forces(?:\s*\(SAF\))?|SAF|Sudan(?:ese|['’]s) (?:army|military|forces)
SPLM-N | rebels | SPLM-N|Sudan People[’']s Liberation Movement(?:-North)?
March 23 Movement (M23) | rebels | M23(?: (?:rebels|fighters|movement|rebel group))?|March 23 Movement
FARDC | state forces | FARDC|Congolese (?:army|forces|troops|soldiers|military)
Allied Democratic Forces (ADF) | rebels | Allied Democratic Forces|ADF
FDLR | rebels | FDLR
Wazalendo | political militia | Wazalendo
CODECO | identity militia | CODECO
Myanmar military | state forces | Tatmadaw|Myanmar(?:'s|’s)? (?:military|army|junta|air force)|junta (?:forces|troops|soldiers)|Sit-Tat
People's Defence Force (PDF) | rebels | People[’']s Defen[cs]e Forces?|PDFs?
Arakan Army | rebels | Arakan Army
MNDAA | rebels | MNDAA|Myanmar National Democratic Alliance Army|Kokang(?: (?:army|forces|rebels))?
TNLA | rebels | TNLA|Ta[’']ang National Liberation Army
Kachin Independence Army | rebels | Kachin Independence Army|KIA
Karen National Liberation Army | rebels | Karen National (?:Liberation Army|Union)|KNLA|KNU
Al Shabaab | rebels | [Aa]l[- ]Shabaab
Boko Haram | rebels | Boko Haram|JAS
JNIM | rebels | JNIM|Jama[’']?at Nusrat al-Islam wal-Muslimin|Nusrat al-Islam
Malian forces | state forces | Malian (?:\w+ )?(?:forces|army|troops|soldiers|military)|FAMa|FAMA
Tuareg rebels (CSP/FLA) | rebels | Tuareg (?:rebels|separatists|fighters)|Azawad Liberation Front|CSP-DPA
Taliban | rebels | Taliban|TTP|Tehrik-i-Taliban(?: Pakistan)?
Amhara Fano | political militia | Fano(?: militia\w*)?
Oromo Liberation Army | rebels | Oromo Liberation Army|OLA|OLF-Shane|Shane
Tigray People's Liberation Front | rebels | TPLF|Tigray People[’']s Liberation Front|Tigray(?:an)? (?:forces|fighters)
Ethiopian forces | state forces | ENDF|Ethiopian (?:\w+ )?(?:forces|army|troops|military)
Balochistan Liberation Army | rebels | Balochistan Liberation Army|BLA
Naxalites (CPI-Maoist) | rebels | Naxal(?:ite)?s?|CPI[- ]?\(?Maoist\)?|Maoists?
New People's Army | rebels | New People[’']s Army|NPA
ELN | rebels | ELN|National Liberation Army
FARC dissidents | rebels | FARC(?:-EP)?(?: dissidents)?
Viv Ansanm and other gangs | political militia | Viv Ansanm|G9(?: Family)?|400 Mawozo
Iranian forces (IRGC) | state forces | IRGC|(?:Islamic )?Revolutionary Guards?(?: Corps)?|Quds Force
Popular Mobilisation Forces | political militia | Popular Mobili[sz]ation (?:Forces|Units)|PM[FU]|Hashd al-Shaabi
Southern Transitional Council | political militia | Southern Transitional Council|STC
Saudi-led coalition | external forces | Saudi(?:-led)? coalition|Arab coalition
UN peacekeepers | external forces | MONUSCO|UNIFIL|MINUSMA|MINUSCA|UNMISS|UNDOF|UN peacekeepers?
NATO | external forces | NATO
Al Mayadeen | outlet | [Aa]l[- ]Mayad(?:ee|i)n(?= (?:TV|television|channel|network|correspondent|reporter)|[’']s (?:correspondent|reporter)| reported| said)
"""

_OUTLETS: Final = (
    "Reuters|AFP|Agence France[- ]Presse|Associated Press|AP|BBC|CNN|Al[- ]Jazeera|Al[- ]Arabiya|Al[- ]Manar|"
    "SANA|TASS|RIA Novosti|Interfax(?:-Ukraine)?|Ukrinform|Ukrainska Pravda|Kyiv Independent|Kyiv Post|Xinhua|"
    "Anadolu(?: Agency)?|DPA|EFE|ANSA|Kyodo|Bloomberg|Sudan Tribune|Radio Dabanga|Radio Okapi|Radio Tamazuj|"
    "The Irrawaddy|Irrawaddy|Myanmar Now|Mizzima|Saba|Al[- ]Masirah|WAFA|Ma'?an News|Haaretz|Times of Israel|"
    "Jerusalem Post|Washington Post|New York Times|Wall Street Journal|Los Angeles Times|Guardian|Financial Times|"
    "Moscow Times|Kommersant|Izvestia|Sputnik|RT|Press TV|IRNA|Fars(?: News)?|Tasnim|Mehr|TeleSUR|teleSUR|Rudaw|"
    "Kurdistan 24|North Press|Enab Baladi|Syria TV|Orient(?: News| TV)?|Le Monde|Le Figaro|Der Spiegel|El Pa[ií]s|"
    "Deutsche Welle|DW|France 24|RFI|Voice of America|VOA|Radio Free Europe|RFE/RL|Sky News|NPR|Fox News|"
    "Hindustan Times|Times of India|Dawn|Daily Star|Punch|Vanguard|Daily Trust|Nation|Standard|Garowe Online|"
    "Shabelle(?: Media)?|Addis Standard|Chicago Tribune|Boston Globe|Miami Herald"
)
_ORG_HEADS: Final = (
    "Army|Forces?|Front|Brigades?|Battalion|Division|Corps|Regiment|Militia|Movement|Party|Union|Council|Committee|"
    "Ministry|Agency|Service|Bureau|Department|Office|Command|Administration|Authority|Commission|Observatory|"
    "Cent(?:er|re)|Institute|University|College|School|Academy|Hospital|Times|Post|Tribune|Herald|News|TV|Radio|Gazette|"
    "Journal|Press|FC|Football Club|United|Club|Bank|Company|Corporation|Group|Foundation|Association|Organi[sz]ation|"
    "Society|Federation|League|Crescent|Cross|Court|Parliament|Assembly|Congress|Senate|Airlines|Airways|Museum|"
    "Stadium|Church|Cathedral|Mosque|Coalition|Alliance|Network|Channel|Media|Police|Guard|Fund|Initiative|Treaty"
)
_AGREEMENT_HEADS: Final = (
    "[Aa]greements?|[Aa]ccords?|[Pp]rocess|[Tt]alks|[Tt]reaty|[Pp]rotocols?|[Dd]eclaration|[Cc]onventions?|"
    "[Ss]ummit|[Cc]onference|[Ff]ormat|[Mm]emorandum|[Dd]eal|[Pp]latform|[Cc]ommuniqu[eé]"
)

_NOT_A_NAME: Final = r"(?!(?:The|This|That|These|Those|A|An|In|On|At|By|For|From|With|And|But|As|Its|Their|His|Our|No|All|Both|Some)\b)"
_NAME: Final = _NOT_A_NAME + r"[A-ZÀ-ÞА-ЯҐЄІЇ][\w’'-]{0,40}"
_NAME_WHOLE: Final = _NAME + "+"
"""A name that is never read again in shorter pieces: its hyphens also part names."""
_DESCRIBED: Final = re.compile(
    r"\b(?P<loaded>terrorists?|radicals?|jihadis?ts?|extremists?|islamists?|militants?|rebels?|armed|insurgents?|"
    r"separatists?|opposition|foreign)[- ]"
    r"(?P<noun>groups?|factions?|fighters|organi[sz]ations?|ranks|elements|gangs?|forces|militants|men|cells?|units?)\b",
    re.IGNORECASE,
)
_PLAIN: Final = re.compile(
    r"\b(?P<noun>(?:unidentified |unknown |suspected |alleged )?(?:armed men|gunmen|gunman|militants|rebels|insurgents|"
    r"jihadists|terrorists|bandits|separatists|assailants|attackers|gang members|gangs|herders|settlers|pirates|"
    r"smugglers|local militia|tribal fighters|militiamen|paramilitaries))\b",
    re.IGNORECASE,
)
_CIVIL: Final = re.compile(
    r"\b(?P<noun>protesters|protestors|demonstrators|civilians|residents|villagers|rioters|students|journalists|"
    r"farmers|displaced people|aid workers|worshippers|health workers|teachers|workers|volunteers)\b",
    re.IGNORECASE,
)
_STATE: Final = re.compile(
    r"\b(?P<noun>(?:(?:government|security|police|army|military|border|special|national|state|joint|allied|pro-government|coalition|regime) "
    r"(?:forces|troops|guards|units|soldiers|personnel))|(?:the )?(?:army|military|police|gendarmerie|soldiers|troops|national guard|air force|navy|coast guard))\b",
    re.IGNORECASE,
)


def _lexicon() -> tuple[tuple[re.Pattern[str], str, Kind], ...]:
    rows: list[tuple[re.Pattern[str], str, Kind]] = []
    for line in _LEXICON.strip().splitlines():
        name, kind, pattern = line.split(" | ", 2)
        rows.append((re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)"), name, kind))  # type: ignore[arg-type]
    rows.append(
        (re.compile(rf"(?<![\w-])(?:{_OUTLETS})(?:['’]s)?(?= |,|\.|\)|$)(?!\w)"), "", "outlet")
    )
    return tuple(rows)


_COMPILED: Final = _lexicon()
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
_SUPPORTING: Final = re.compile(
    r"\b(?:backed|supported|assisted|joined|accompanied|aided) by (?:\w+ ){0,3}$|"
    r"\b(?:support|help|backing|assistance) (?:of|from) (?:the )?$|\bled by $|\bagainst (?:\w+ ){0,2}$"
)


def find_actors(sentence: str) -> tuple[Actor, ...]:
    """Find armed actors in order: known names first, then unknown ones by their describing words.

    A loaded description becomes our neutral word with the source's words in quotes.

    >>> [(a.name, a.kind) for a in find_actors("The Syrian army fought terrorist groups and HTS.")]
    [('Syrian Arab Army', 'state forces'), ('armed groups ("terrorist groups")', 'rebels'), ('Hayat Tahrir al-Sham (HTS)', 'rebels')]
    """
    found: list[Actor] = []
    taken = Taken(len(sentence))

    def add(m: re.Match[str], name: str, kind: Kind, group: int | str = 0) -> None:
        a, b = m.span(group)
        if not taken.overlaps(a, b):
            taken.add(a, b)
            found.append(Actor(start=a, end=b, text=sentence[a:b], name=name, kind=kind))

    for pattern, name, kind in _COMPILED:
        for m in pattern.finditer(sentence):
            add(m, name or m.group().removesuffix("'s").removesuffix("’s"), kind)
    for m in _DESCRIBED.finditer(sentence):
        neutral = "armed groups" if m["loaded"].casefold() != "foreign" else "foreign fighters"
        label = neutral if m.group().casefold() == neutral else f'{neutral} ("{m.group()}")'
        add(m, label, "rebels")
    for m in _PLAIN.finditer(sentence):
        loaded = re.search(r"terrorist|jihadist", m["noun"], re.IGNORECASE)
        name = f'armed groups ("{m["noun"]}")' if loaded else m["noun"]
        add(m, name, "political militia")
    for m in _CIVIL.finditer(sentence):
        protest = re.match("protest|demonstr", m["noun"], re.IGNORECASE)
        rioting = m["noun"].casefold() == "rioters"
        add(
            m,
            m["noun"].casefold(),
            "protesters" if protest else "rioters" if rioting else "civilians",
        )
    for m in _STATE.finditer(sentence):
        add(m, m["noun"].removeprefix("the ").removeprefix("The "), "state forces", "noun")
    return tuple(sorted(found, key=lambda a: a.start))


def find_organisations(sentence: str) -> tuple[Actor, ...]:
    """Find spans that are names of something else than a place, though they may hold a place's name.

    >>> [(a.text, a.kind) for a in find_organisations("The Astana agreements, Al Mayadeen's correspondent said.")]
    [('Astana agreements', 'agreement'), ('Al Mayadeen', 'outlet')]
    """
    found: list[Actor] = []
    taken = Taken(len(sentence))

    def add(a: int, b: int, kind: Kind) -> None:
        if not taken.overlaps(a, b):
            taken.add(a, b)
            found.append(Actor(start=a, end=b, text=sentence[a:b], name=sentence[a:b], kind=kind))

    for pattern, _, kind in _COMPILED:
        for m in pattern.finditer(sentence):
            # "Syrian army" holds a demonym, which is found as one: only proper names hide theirs.
            if not _ENDS_COMMON.search(m.group()) or m.group()[-6:].istitle():
                add(*m.span(), kind)
    for m in _MEDIUM.finditer(sentence):
        group = 1 if m.group(1) else 2
        add(*m.span(group), "outlet")
    for m in _AGREEMENT.finditer(sentence):
        add(*m.span(), "agreement")
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


def _is_agent(sentence: str, verb_end: int, start: int) -> bool:
    """Say whether "by" stands between a verb and the actor that begins at ``start``."""
    return start - verb_end <= REACH and bool(_AGENT.search(sentence[verb_end:start]))
