"""The page's own words in the languages that it offers, from one file; knows no page."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from conflict_map.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
FILE: Final = files("conflict_map.web").joinpath("catalogue.json")
"""Where the words stand; ``tests/web/page_words.py`` lists what it lacks, and puts it in."""

CATALOGUE: Final[Mapping[str, Mapping[str, Any]]] = json.loads(FILE.read_text(encoding="utf-8"))
"""English sentence to its translations by language; a counted one has forms by plural category."""

LANGUAGES: Final = ("es", "fr", "ar", "ru", "uk")
"""The languages that the page speaks besides English; those that share letters stand together,
which packs better."""

RIGHT_TO_LEFT: Final = frozenset({"ar", "fa", "he", "ur"})


def check_language(tag: str | None) -> str | None:
    """Give the tag back if it is a language tag (BCP 47), or None.

    Raises
    ------
    UsageError
        for a text that is no language tag.

    >>> check_language("ar-SY")
    'ar-SY'
    >>> check_language("русский")
    Traceback (most recent call last):
    ...
    conflict_map.errors.UsageError: lang is 'русский'; expected a language tag such as 'en' or 'ar'
    """
    if tag is not None and not _TAG.fullmatch(tag):
        raise UsageError(f"lang is {tag!r}; expected a language tag such as 'en' or 'ar'")
    return tag


def direction(tag: str | None) -> str:
    """Give the direction that a page in the language is laid out in.

    >>> direction("ar-SY"), direction("uk"), direction(None)
    ('rtl', 'ltr', 'ltr')
    """
    return "rtl" if tag and tag.lower().split("-")[0] in RIGHT_TO_LEFT else "ltr"


def words_for(
    tag: str | None, script: str | None = None, *, without: Collection[str] = ()
) -> dict[str, Any]:
    """Give what the page is told of its own words, language by language in the order of the keys.

    With a tag only that language, which may be none of ours: then the words stay English. With a
    script only the sentences that the script says, and none of ``without``. A counted sentence has
    a list of forms, in the order of ``forms``, the plural categories of its language (Unicode
    CLDR).

    >>> words_for("ar-SY")["catalogue"]["said"].keys()
    dict_keys(['ar'])
    >>> words_for("de")
    {'lang': 'de', 'catalogue': {'keys': [], 'said': {}, 'forms': {}}}
    >>> words_for("fr", "t('Source') + t('Deaths')")["catalogue"]
    {'keys': ['Deaths', 'Source'], 'said': {'fr': ['Morts', 'Source']}, 'forms': {}}
    """
    wanted = LANGUAGES if tag is None else (tag.lower().split("-")[0],)
    languages = [language for language in LANGUAGES if language in wanted]
    keys = [
        key for key in CATALOGUE
        if languages and key not in without and (script is None or f"'{key}'" in script)
    ]  # fmt: skip
    said = {language: [_told(CATALOGUE[key][language]) for key in keys] for language in languages}
    counted = [key for key in keys if "|" in key][:1]
    forms = {language: list(CATALOGUE[key][language]) for language in languages for key in counted}
    return {"lang": tag, "catalogue": {"keys": keys, "said": said, "forms": forms}}


def _told(found: str | Mapping[str, str]) -> str | list[str]:
    return found if isinstance(found, str) else list(found.values())
