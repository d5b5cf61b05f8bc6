"""What single words say beside a name: prepositions, titles, kinds of features, names of persons; finds nothing."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from conflict_map.text.phrases import read_rows

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def _classes(text: str) -> Mapping[str, str]:
    """Read lines of ``class: word word ...``; a word is in one class, the first that names it."""
    out: dict[str, str] = {}
    for line in text.strip().splitlines():
        name, _, words = line.strip().partition(":")
        for word in words.split():
            out.setdefault(word, name)
    return MappingProxyType(out)


LEFT: Final = _classes("""
in: in inside within throughout across
at: at outside near nearby around off surrounding
from: from
to: to into toward towards reaching reached entered entering leaving left
of: of
the: the
conj: and or & nor
by: by
for: for
with: with against versus vs between
on: on over upon
through: through via along past
than: than like unlike as
time: after before during since until
dir: north south east west northern southern eastern western central northeast northwest southeast southwest northeastern northwestern southeastern southwestern mid downtown upper lower inner outer greater rural
near_adj: neighboring neighbouring rebel-held besieged occupied war-torn coastal border
say: said says told tells added adds asked
is: is was are were has had have be been
who: who whom whose that which
art: a an
poss: his her its their our my your
hit: hit hits struck strikes shelled shells bombed bombs bombarded attacked attacks attack captured captures seized seizes stormed targeted targets targeting target raided besieged encircled retook recaptured took pounded fled liberated controls overran shelling bombing bombarding pounding capturing seizing hitting striking
title: president premier minister mr mrs ms miss dr prof professor gen general lt lieutenant col colonel maj major capt captain cpl sgt sergeant adm admiral brig brigadier cmdr commander gov governor sen senator rep representative ambassador envoy secretary spokesman spokeswoman spokesperson king queen prince princess sheikh shaykh sheik imam ayatollah pope bishop archbishop cardinal reverend rev judge justice chief chairman chairwoman director mayor marshal leader mullah sultan emir chancellor deputy lawyer journalist activist correspondent reporter analyst researcher author coach singer actor actress resident attorney officer detective sheriff congressman congresswoman councilman principal superintendent candidate saint sir lord lady brother sister son daughter wife husband father mother named called
feat: city cities town towns village villages province provinces governorate governorates state states district districts county counties region regions area areas suburb suburbs neighborhood neighbourhood capital port camp island islands municipality township oblast republic settlement hamlet river lake airport base prefecture department territory parish
""")
"""Classes of the word before a name."""

OF_PLACES: Final = frozenset(
    "market markets streets outskirts suburbs suburb residents inhabitants people vicinity gates siege capture fall "
    "battle bombardment shelling bombing liberation control seizure occupation center centre heart edge parts most "
    "much mayor governor prefect police bishop evacuation invasion defence defense recapture rest skies airport "
    "approaches surroundings countryside environs coast".split()
)
"""What is said to be of a place: "the market of", "the fall of"."""

RIGHT: Final = _classes("""
feat: city town village province governorate state district county region area areas suburb suburbs neighborhood neighbourhood camp island municipality township oblast river lake airport airbase base prefecture territory countryside valley peninsula strip border highway road street axis front frontline corridor motorway railway crossing bridge hospital prison metropolitan countryside suburbs outskirts
people: residents resident officials official authorities government police army troops forces soldiers mayor governor president prime parliament court citizens people activists militants rebels embassy ambassador native natives lawmakers
say: said says told added adds asked asks thinks thought believes explained noted recalled wrote admitted insists hopes wants knows plays played
is: is was are were has had have will would could can may
prep: in on at by for from to of with against near after before during since until as over into
conj: and or &
who: who whose
dir: north south east west
""")
"""Classes of the word after a name, in lower case."""

FEATURES: Final = _classes("""
street: street st road rd avenue ave boulevard blvd lane drive highway hwy route way freeway parkway turnpike expressway interstate crossing rue
water: river lake creek bay sea ocean gulf strait straits canal bayou reservoir falls sound channel lagoon
land: mountain mountains hills hill valley island islands isle isles peninsula desert forest park beach cape plateau basin delta mount mt point peak ridge coast bank heights plains strip glacier
site: airport airfield airbase base hospital clinic church cathedral mosque temple stadium arena museum theatre theater hall center centre prison jail bridge dam station port harbour harbor palace hotel mall market cemetery monastery square plaza tower library zoo raceway
edu: university college school institute academy
admin: county province state district governorate oblast region township parish borough municipality prefecture territory raion
city: city town village ville
polity: republic kingdom emirate emirates federation union states
camp: camp fort port san santa saint el los las la new north south east west
org: company corp corporation inc ltd llc bank group party association board council committee commission agency authority department ministry bureau service office sheriff court foundation fund airlines airways times post herald news tribune gazette journal fc united club team league army force forces brigade front movement press radio tv center administration congress parliament assembly senate society federation cup games championship festival act bowl
""")
"""Classes of capitalised words that go with a name: Clark County, Front Street, Bank of Canada."""

MONTHS_DAYS: Final = frozenset(
    "january february march april may june july august september october november december monday tuesday "
    "wednesday thursday friday saturday sunday ramadan eid christmas easter jan feb mar apr jun jul aug sep "
    "sept oct nov dec mon tue wed thu fri sat sun am pm est gmt utc".split()
)

ARTICLES: Final = frozenset(
    "al el as ash ar at ad an az es esh et er ez ed en adh ath ul us".split()
)
"""The Arabic article as it is romanised, assimilated to what follows or not."""
CONNECTORS: Final = ARTICLES | frozenset(
    "de la le les du des do da dos das del della di of the ibn bin bint abu umm sur sous upon y e am der den von "
    "zu ob na nad pod van ter on and wa "
    "аль эль эз аз эш аш эр ар эд ад эн ан эс ас эт ат на де".split()
)
"""Small words inside names, in Latin letters and in Cyrillic."""

PARTS: Final = frozenset(
    "northern southern eastern western central northeastern northwestern southeastern southwestern northeast northwest "
    "southeast southwest rural".split()
)
"""Words before a name for a part of it: "Northern Hama" is one, "East Midlands" is a name."""
LINE_WORDS: Final = frozenset(
    "road roads highway motorway route axis corridor railway line frontline front pipeline border stretch".split()
)
BEFORE_LINES: Final = frozenset(
    "supply main international strategic coastal desert access contact front rail".split()
)
"""Words for what runs between two places, and those before them ("the supply road")."""
LENGTHS: Final = frozenset("km kms kilometers kilometres kilometer kilometre miles mile".split())
SHORT_STATES: Final = frozenset(
    "ala ariz ark calif colo conn del fla ga ill ind kan kans ky md mich minn miss mo mont neb nebr nev okla ore pa "
    "penn tenn tex va vt wash wis wisc wyo alta sask ont que man".split()
)
"""Abbreviations of states and provinces, which keep their dot."""

OTHER: Final = "low"
"""The class of any other word in lower case."""


_SAYS_WHERE: Final = frozenset(
    {
        *(w for w, kind in LEFT.items() if kind in {
            "in", "at", "from", "to", "of", "the", "conj", "on", "through", "dir", "near_adj", "art", "feat", "with",
        }),
        *(w for w, kind in RIGHT.items() if kind in {"feat", "prep", "conj", "dir"}),
        *LENGTHS, *LINE_WORDS, *OF_PLACES, *PARTS,
        *(
            "between located situated lying side corner quarter neighborhood neighborhoods neighbourhood neighbourhoods "
            "checkpoint junction square market mosque bridge farm farms desert zone sector commune hill mountain "
            "adjacent close next about some approximately towards vicinity outskirts former called known unspecified "
            "possibly probably location locations forest belt"
        ).split(),
    }
)  # fmt: skip
_TELLS: Final = frozenset({"hit", "say", "is", "who", "by", "time"})
_FELL: Final = frozenset(
    "fell killed died found entered reached clashed gathered protested planned".split()
)
_MOST_OTHER: Final = 0.25
"""So many of the words may say something else than where."""


def only_says_where(keys: Sequence[str], caps: Sequence[bool]) -> bool:
    """Say whether the small words of a text are those of places: it names a place and tells nothing.

    ``keys`` are its words in lower case, ``caps`` whether each begins with a capital.

    >>> only_says_where(["near", "saraqib", "on", "the", "road"], [False, True, False, False, False])
    True
    >>> only_says_where(["shells", "fell", "on", "saraqib"], [True, False, False, True])
    False
    >>> only_says_where([], [])
    False
    """
    small = [k for k, cap in zip(keys, caps, strict=True) if not cap and not k[:1].isdigit()]
    if any(LEFT.get(key) in _TELLS or key in _FELL for key in keys):
        return False
    others = sum(key not in _SAYS_WHERE for key in small)
    return bool(keys) and others <= _MOST_OTHER * len(keys)


@cache
def known_words() -> Mapping[str, str]:
    """Give what is known of single folded words: any of ``1 2 3 4`` (how common), ``g``, ``s``.

    ``1`` is an everyday word of English, ``4`` a rare one; ``g`` is a given name and ``s`` a surname
    somewhere. Made by ``gazetteer/words.py`` from SCOWL, the United States Census and Faker.

    >>> known_words()["reading"], known_words()["fatima"], known_words().get("qqqq")
    ('1s', 'g', None)
    """
    return MappingProxyType({row[0]: row[1] for row in read_rows("words.tsv")})
