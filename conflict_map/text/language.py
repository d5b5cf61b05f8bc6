"""Tells the language of a report from its letters and its commonest small words; knows no places."""

from __future__ import annotations

import re
from collections import Counter
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conflict_map.model import Article

ENGLISH: Final = "en"
READ: Final = frozenset({ENGLISH, "ar", "es", "fr", "ru", "uk"})
"""The languages whose words are known here, as ISO 639-1 codes; others are read as English is."""

_SAMPLE: Final = 20_000
"""So many characters of a report say what it is written in."""
_LEAST_SHARE: Final = 8
"""A text with fewer than one letter of another script in so many is in Latin letters."""
_PLAINLY_ENGLISH: Final = " the "
_PLAINLY_NOT: Final = (" de ", " la ", " el ", " le ")
_WORD: Final = re.compile(r"[^\W\d_]++")
_SCRIPTS: Final = (
    ("latin", re.compile(r"[A-Za-z\u00c0-\u024f]++")),
    ("cyrillic", re.compile(r"[\u0400-\u052f]++")),
    ("arabic", re.compile(r"[\u0620-\u064a\u0660-\u06ff\ufb50-\ufdff\ufe70-\ufefc]++")),
    ("hebrew", re.compile(r"[\u05d0-\u05ea]++")),
)


def _by_word(lists: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({w: code for code, words in lists.items() for w in words.split()})


_SMALL_WORDS: Final = _by_word({
    "en": "the of and to in is was that for were by with from at as his their has had have said which this are an been",
    "fr": "le les des du dans une est et qui au aux avec sont été selon ont pour leurs cette ces près à où l qu contre par depuis vers chez",
    "es": "el los las del una y en con por para según fue fueron más está su sus lo entre también hacia contra desde sin hasta",
    "ru": "и что был была были это как от его для после они при также её во или со об",
    "uk": "і та що був була були це як від його для після вони також її або зі про є й у",
})  # fmt: skip
"""The commonest words that one of the languages has and the others of its script have not."""
_LETTERS: Final = MappingProxyType({"ru": frozenset("ыэъё"), "uk": frozenset("іїєґ")})
_PERSIAN_OR_URDU: Final = frozenset("پچژگیکےہھٹڈڑں")
"""Letters that Arabic has not: the text is Persian, Urdu or Kurdish."""
_SHARED: Final = frozenset("la que de son sur se".split())
"""Words of French and of Spanish: they say that it is one of the two."""
_ACCENTED: Final = MappingProxyType(
    {"fr": frozenset("àâçèêëîïôœùû"), "es": frozenset("ñáíóú"), "both": frozenset("é")}
)
_LEAST_WORDS: Final = 2
"""A text in Latin letters is taken for another language than English on this many of its words."""
_LETTER: Final = 2
"""What a word with a letter of its own says, beside one of the small words."""


def language_of(article: Article) -> str:
    """Give the language of a report: what it says itself, else what it looks like.

    >>> from conflict_map.model import Article
    >>> language_of(Article(id="a", text="Shells fell.", language="fr-FR"))
    'fr'
    >>> language_of(Article(id="a", text="Бои идут под Авдеевкой."))
    'ru'
    """
    said = (article.language or "").strip().lower().replace("_", "-").partition("-")[0]
    return said if said.isascii() and 2 <= len(said) <= 3 else detect(article.text)


def detect(text: str) -> str:
    """Tell the language of a text as an ISO 639-1 code; the script of most of its letters decides first.

    Only those of ``READ`` are told apart, and Persian ("fa") and Hebrew ("he") from Arabic; what
    is none of them, and what says too little, is "en".

    >>> [detect(t) for t in ("قصفت القوات مدينة حلب", "Вибухи у Харкові", "Взрывы в Идлибе и в Хаме")]
    ['ar', 'uk', 'ru']
    >>> [detect(t) for t in ("Les combats dans le nord", "Murieron en el sur", "Clashes near el Arish and el Bab")]
    ['fr', 'es', 'en']
    >>> detect(""), detect("12:30")
    ('en', 'en')
    """
    text = text[:_SAMPLE]
    # Letters of other scripts take two bytes and more.
    others = len(text.encode(errors="surrogatepass")) - len(text)
    if others * _LEAST_SHARE < len(text):
        return _of_latin(text)
    letters = {script: sum(map(len, own.findall(text))) for script, own in _SCRIPTS}
    script = max(letters, key=lambda s: letters[s])
    if script == "cyrillic":
        return _of_cyrillic(text)
    if script == "arabic":
        return "fa" if sum(c in _PERSIAN_OR_URDU for c in text) * 50 > letters[script] else "ar"
    return "he" if script == "hebrew" else _of_latin(text)


def _of_latin(text: str) -> str:
    if text.count(_PLAINLY_ENGLISH) > sum(map(text.count, _PLAINLY_NOT)):
        return ENGLISH  # nearly all reports: words need not be counted
    # As written: "Los Angeles" and "Bogotá" are no Spanish.
    words = [w for w in _WORD.findall(text) if w[0].islower()]
    found = Counter(_SMALL_WORDS.get(w, "") for w in words)
    for code, own in _ACCENTED.items():
        found[code] += sum(not own.isdisjoint(w) for w in words if not w.isascii())
    best = max(("fr", "es"), key=lambda code: found[code])
    if not found[best] or found["fr"] == found["es"]:
        return ENGLISH
    telling = [w for w in words if _tells(w, best)]
    # Different ones: "el Arish, el Geneina" is Arabic in Latin letters.
    enough = len(set(telling)) >= _LEAST_WORDS and len(telling) > found["en"]
    return best if enough else ENGLISH


def _tells(word: str, code: str) -> bool:
    """Say whether a word is one of a language's, or of the two that share it."""
    if _SMALL_WORDS.get(word) == code or word in _SHARED:
        return True
    return any(not _ACCENTED[own].isdisjoint(word) for own in (code, "both"))


def _of_cyrillic(text: str) -> str:
    words = _WORD.findall(text.lower())
    found = Counter(_SMALL_WORDS.get(w, "") for w in words)
    for code, own in _LETTERS.items():
        found[code] += _LETTER * sum(not own.isdisjoint(w) for w in words)
    return "uk" if found["uk"] > found["ru"] else "ru"
