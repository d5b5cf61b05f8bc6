"""The keys by which place names are compared, fine to coarse; knows no gazetteer and no places."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from types import MappingProxyType
from typing import Final

RUNGS: Final[tuple[str, ...]] = ("name", "folded", "article", "variant")
"""How a name matched, finest first.

``name``: ``fold`` of both agrees, and it is the record's own name.
``folded``: ``fold`` agrees with another name of the record (an alternate, another script).
``article``: ``article_key`` agrees: the same but for an article ("As Safirah", "Safirah").
``variant``: only ``skeleton`` agrees: another romanisation ("Khanaser", "Khanasir").
"""

# --- fold -------------------------------------------------------------------------------------

_LETTERS: Final = MappingProxyType(
    {
        # Latin letters that NFKD leaves whole, as GeoNames' asciiname has them.
        **dict(zip("đħıłøŋðƀɓɗɖƙɣɛəɩɔʋƴɲĸ", "dhilondbbddkgeaiovynk", strict=True)),
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ʃ": "sh",
        "ʒ": "zh",
        # Arabic script: one letter for the forms that writers and keyboards mix.
        "ٱ": "ا",
        "ى": "ي",
        "ی": "ي",
        "ے": "ي",
        "ې": "ي",
        "ک": "ك",
        "ڪ": "ك",
        "ة": "ه",
        "ۀ": "ه",
        "ہ": "ه",
        "ھ": "ه",
        "ە": "ه",
        "ۃ": "ه",
        "ء": "",
        "ـ": "",
        # Cyrillic: й and ё lose their mark below; ґ is written г as often as not.
        "ґ": "г",
        "ѐ": "е",
        "ӏ": "",
        "&": " and ",
    }
)
_APOSTROPHES: Final = frozenset("'’‘‛`´′‵ʹʺʻʼʽʾʿˈˊˋ՚׳״·‧.ߴߵꞌ＇\"“”„")
"""Marks inside a word (ayn, hamza, soft sign, the dots of U.S.): dropped, not parted."""


def _is_droppable_mark(char: str) -> bool:
    """Tell the marks that only colour a letter from those that are vowels of their own (Indic)."""
    code = ord(char)
    return (
        0x0300 <= code <= 0x036F  # Latin, Greek, Cyrillic
        or 0x0483 <= code <= 0x0489
        or 0x0591 <= code <= 0x05C7  # Hebrew points
        or 0x0610 <= code <= 0x061A  # Arabic honorifics and small letters
        or 0x064B <= code <= 0x065F  # harakat, shadda, hamza above and below
        or code == 0x0670
        or 0x06D6 <= code <= 0x06ED
        or 0x1AB0 <= code <= 0x1AFF
        or 0x1DC0 <= code <= 0x1DFF
        or 0x20D0 <= code <= 0x20FF
        or 0xFE00 <= code <= 0xFE0F
        or 0xFE20 <= code <= 0xFE2F
    )


@lru_cache(maxsize=8192)
def _fold_char(char: str) -> str:
    """Give what one decomposed, case-folded character leaves in the key."""
    mapped = _LETTERS.get(char)
    if mapped is not None:
        return mapped
    if char in _APOSTROPHES:
        return ""
    category = unicodedata.category(char)
    if category == "Nd":
        return str(unicodedata.digit(char))
    if category[0] == "M":
        return "" if _is_droppable_mark(char) else char
    if category in ("Cf", "Lm", "Sk"):
        # Joiners, direction marks, modifier letters (ayn and hamza among them).
        return "" if category != "Lm" or ord(char) < 0x0300 else char
    if category[0] in "LN":
        return char
    return " "


_ASCII_TABLE: Final = str.maketrans(
    {chr(c): _fold_char(chr(c)) for c in range(128) if not chr(c).isupper()}
)
_ABBREVIATIONS: Final = MappingProxyType(
    {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}
)
_ABBREVIATED: Final = re.compile(r"\b(?:ste?|mt|ft) ")


def _tidy(text: str) -> str:
    """Collapse white space and write out "St", "Mt" and "Ft" where a word follows."""
    text = " ".join(text.split())
    if _ABBREVIATED.search(text):
        words = text.split(" ")
        last = len(words) - 1
        text = " ".join(_ABBREVIATIONS.get(w, w) if i < last else w for i, w in enumerate(words))
    return text


def fold(text: str) -> str:
    """Give the one matching key of a name: case, marks, punctuation and letter forms evened out.

    Used both to build the gazetteer and to ask it, and idempotent: ``fold(fold(x)) == fold(x)``.
    Base letters of every script stay; Arabic alef, ya, ta marbuta and Persian kaf and ye become
    one form each; apostrophes (ayn, hamza, soft sign) and dots go; dashes and other signs part
    words.

    >>> fold("Ma‘arrat an-Nu‘mān"), fold("Ḩamāh"), fold("U.S.")
    ('maarrat an numan', 'hamah', 'us')
    >>> fold("إِدلِب") == fold("ادلب"), fold("Şırnak"), fold("Авдіївка")
    (True, 'sirnak', 'авдіівка')
    >>> fold("St. Petersburg"), fold("  ")
    ('saint petersburg', '')
    """
    if text.isascii():
        return _tidy(text.lower().translate(_ASCII_TABLE))
    # One pass settles nearly every name; a few letters need a second (ligatures that open up).
    while True:
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        key = unicodedata.normalize("NFC", _tidy("".join(map(_fold_char, decomposed))))
        if key == text:
            return key
        text = key


# --- article_key ------------------------------------------------------------------------------

_SUN: Final = MappingProxyType(
    {
        vowel + article: onsets
        for vowel in "aeiu"
        for article, onsets in (
            ("s", ("s",)),
            ("ss", ("s",)),
            ("sh", ("sh", "ch")),
            ("ch", ("ch", "sh")),
            ("t", ("t",)),
            ("th", ("th",)),
            ("d", ("d",)),
            ("dh", ("dh", "d")),
            ("n", ("n",)),
            ("r", ("r",)),
            ("z", ("z",)),
        )
    }
)
_ARTICLES: Final = frozenset({"al", "el", "ul", "the"})
_ARABIC_ARTICLE: Final = "ال"


def _is_article(word: str, following: str) -> bool:
    """Tell whether a folded word is an article before the next: as Safirah yes, as in Asmara no."""
    return word in _ARTICLES or following.startswith(_SUN.get(word, ("\0",)))


def _without_article(word: str) -> str:
    """Strip a written-on Arabic article where at least three letters remain."""
    if word.startswith(_ARABIC_ARTICLE) and len(word) >= 5:
        return word[2:]
    return word


def article_key(text: str) -> str:
    """Give ``fold(text)`` without Arabic articles, assimilated or not, at the front and within.

    An article counts only as a word of its own before a word that it fits: "as" before s, "ash"
    before sh, "al" and "el" before anything; in Arabic script a written-on article too.
    English "the" goes as well.

    >>> article_key("As-Safīrah"), article_key("Al-Safira"), article_key("السفيرة")
    ('safirah', 'safira', 'سفيره')
    >>> article_key("Tall al Abyad"), article_key("Dayr az Zawr"), article_key("An Loc")
    ('tall abyad', 'dayr zawr', 'an loc')
    >>> article_key("Al")
    'al'
    """
    words = fold(text).split(" ")
    kept = [
        _without_article(word)
        for word, following in zip(words, [*words[1:], ""], strict=True)
        if not (following and _is_article(word, following))
    ]
    return " ".join(kept)


# --- skeleton ---------------------------------------------------------------------------------

_CYRILLIC: Final = MappingProxyType(
    {
        **dict(zip("абвгдезиклмнопрстуфі", "abvgdeziklmnoprstufi", strict=True)),
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ъ": "",
        "ы": "y",
        "ь": "",
        "э": "e",
        "ю": "yu",
        "я": "ya",
        "є": "ye",
        "ј": "y",
        "љ": "l",
        "њ": "n",
        "ћ": "ch",
        "ђ": "dj",
        "џ": "dj",
        "ѕ": "dz",
        "қ": "k",
        "ғ": "g",
        "ң": "n",
        "ө": "o",
        "ү": "u",
        "ұ": "u",
        "һ": "h",
        "ә": "a",
    }
)
# One symbol per group of consonants that romanisations mix. "H" is a kh, which stays at the end
# of a word where a plain h (the -ah of a feminine ending) does not.
_ARABIC: Final = MappingProxyType(
    {
        **dict.fromkeys("اويعآأإؤئ", ""),
        "ب": "b",
        "پ": "p",
        "ت": "t",
        "ث": "t",
        "ج": "g",
        "چ": "x",
        "ح": "h",
        "خ": "H",
        "د": "d",
        "ذ": "d",
        "ر": "r",
        "ز": "z",
        "ژ": "g",
        "س": "s",
        "ش": "x",
        "ص": "s",
        "ض": "d",
        "ط": "t",
        "ظ": "z",
        "غ": "g",
        "ف": "f",
        "ڤ": "v",
        "ق": "k",
        "ك": "k",
        "گ": "g",
        "ڭ": "n",
        "ل": "l",
        "م": "m",
        "ن": "n",
        "ه": "h",
        "ٹ": "t",
        "ڈ": "d",
        "ڑ": "r",
        "ں": "n",
    }
)
_LATIN_GROUPS: Final = re.compile(r"tsch|tch|sch|sh|ch|kh|gh|dh|th|zh|ph|dj|ck|qu|[a-z]")
_LATIN: Final = MappingProxyType(
    {
        **{letter: letter for letter in "bdfghklmnprstvz"},
        **dict.fromkeys("aeiouyw", ""),
        **dict.fromkeys(("tsch", "tch", "sch", "sh", "ch"), "x"),
        "kh": "H",
        "gh": "g",
        "dh": "d",
        "th": "t",
        "zh": "g",
        "ph": "f",
        "dj": "g",
        "j": "g",
        "ck": "k",
        "qu": "k",
        "q": "k",
        "c": "k",
        "x": "ks",
    }
)
_CONSTRUCT: Final = re.compile(r"(?<=\w{3}[ae])t$")
"""The -at of a feminine noun before another: "Maarrat an Numan" beside "Maarra"."""


def _latin_skeleton(word: str) -> str:
    """Reduce a folded Latin word to its consonant groups; doubled letters count once."""
    out: list[str] = []
    for match in _LATIN_GROUPS.finditer(word):
        symbol = _LATIN[match[0]]
        if match[0] == "c" and word[match.end() : match.end() + 1] in ("e", "i", "y"):
            symbol = "s"
        # Adjacent letters of one group are one consonant (ss, kkh); across a vowel they are two.
        if symbol and out and out[-1] == symbol:
            continue
        out.append(symbol)
    return "".join(out)


def _word_skeleton(word: str) -> str | None:
    """Reduce a folded word, or give None for a script without rules here."""
    if word.isdigit():
        return word
    if "\u0600" <= word[0] <= "\u06ff":
        if any(c not in _ARABIC for c in word):
            return None
        key = "".join(_ARABIC[c] for c in word)
    else:
        if "\u0400" <= word[0] <= "\u052f":
            # Ukrainian г is h, Russian г is g; only the letters around it tell which.
            ukrainian = not set(word).isdisjoint("іє") or "ськ" in word
            table = {**_CYRILLIC, "г": "h"} if ukrainian else _CYRILLIC
            word = "".join(table.get(c, "?") for c in word)
        if not (word.isascii() and word.replace("-", "").isalnum()):
            return None
        key = _latin_skeleton(word)
    return key.removesuffix("h")


def skeleton(text: str) -> str:
    """Give a crude consonant key that the romanisations of one name share; "" for other scripts.

    A generator of candidates, not an answer: within one country 1.3 places share a key on average.
    Knows Latin, Cyrillic and Arabic script: vowels, glides, ayn and hamza are dropped, doubled
    consonants and the letters that transliterations mix (kh/h, gh/g/j/dj, dh/d, th/t, q/k/c,
    sh/ch) become one.

    >>> {skeleton(n) for n in ("Khanaser", "Khanāşir", "Khanasser", "خناصر")}
    {'hnsr'}
    >>> {skeleton(n) for n in ("Al-Safira", "As-Safirah", "Safira", "as-Sfeira", "السفيرة")}
    {'sfr'}
    >>> {skeleton(n) for n in ("Бахмут", "Bakhmut", "Bahmut")}, skeleton("東京")
    ({'bhmt'}, '')
    """
    words = article_key(text).split(" ")
    parts: list[str] = []
    for index, word in enumerate(words):
        if not word:
            continue
        bare = _CONSTRUCT.sub("", word) if index < len(words) - 1 else word
        part = _word_skeleton(bare)
        if part is None:
            return ""
        parts.append(part)
    return "".join(parts).replace("H", "h").replace("nb", "mb")
