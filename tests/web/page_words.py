"""Collects the English words that the page may say, so that none stays untranslated.

``python -m tests.web.page_words`` lists, as JSON to fill in, what the catalogue lacks;
``python -m tests.web.page_words FILLED.json`` puts it in.
"""

from __future__ import annotations

import json
import re
import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from conflict_map.vocabulary import GLYPH_LABELS, PRECISION_WORDS, STATUS_WORDS, ClaimantKind
from conflict_map.web.assets import page_html
from conflict_map.web.catalogue import CATALOGUE, FILE, LANGUAGES
from conflict_map.web.page import CREDITED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

CATEGORIES: Final = {
    "ar": ("zero", "one", "two", "few", "many", "other"),
    "fr": ("one", "many", "other"),
    "es": ("one", "many", "other"),
    "uk": ("one", "few", "many", "other"),
    "ru": ("one", "few", "many", "other"),
}
"""The plural categories of each language (Unicode CLDR 44, cardinals)."""

FROM_DATA: Final = frozenset(["element.getAttribute(name) || ''", "label", "status", "claim.kind"])
"""What may stand in t(...) besides a sentence: words that ``python_words`` collects, by names."""

_WORDS: Final = re.compile(
    r"(?:events\.payload\.)?words\.(?:glyphs|precisions|statuses)\[.*\](?: \|\| '')?"
)
"""The same words as the payload has them."""
_CALL: Final = re.compile(r"(?<![\w.$])tn?\((?!english)")
_STRING: Final = re.compile(r"'((?:[^'\\\n]|\\.)*)'")
_CHOICE: Final = re.compile(r"[^'?]+\? *'[^']*' *: *'[^']*'")
_CONSTANT: Final = re.compile(r"([A-Z][A-Z_]+)(\[.*\])?")
_ATTRIBUTE: Final = re.compile(r'data-t(?:-label|-placeholder|-title)?="([^"]*)"')


def scripts() -> dict[str, str]:
    """Give every script of the page by its name."""
    folder = files("conflict_map.web").joinpath("static")
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
        if path.name.endswith(".js")
    }


def first_argument(text: str, start: int) -> str:
    """Give the text from ``start`` up to the comma or parenthesis that ends it."""
    depth, at = 0, start
    while at < len(text):
        if text[at] == "'":
            at = _STRING.match(text, at).end()  # type: ignore[union-attr]
            continue
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(text[at], 0)
        if depth < 0 or (depth == 0 and text[at] == ","):
            break
        at += 1
    return text[start:at].strip()


def constant(text: str, name: str) -> list[str]:
    """Give the sentences of ``const NAME = '...'`` or of the values of ``{key: '...'}``."""
    found = re.search(rf"const {name} = (\{{[^}}]*\}}|\[[^\]]*\]|'[^']*')", text)
    if not found:
        return []
    values = re.sub(r"(?:'[^']*'|\w+): *(?=')", "", found[1])
    return _STRING.findall(values)


def script_words(name: str, text: str) -> Iterator[str]:
    """Give each key of t(...) and tn(...) in a script, and of HTML in its strings."""
    yield from _ATTRIBUTE.findall(text)
    for call in _CALL.finditer(text):
        argument = first_argument(text, call.end())
        known = _CONSTANT.fullmatch(argument)
        if _STRING.fullmatch(argument) or _CHOICE.fullmatch(argument):
            yield from _STRING.findall(argument)
        elif known and constant(text, known[1]):
            yield from constant(text, known[1])
        elif argument not in FROM_DATA and not _WORDS.fullmatch(argument):
            raise AssertionError(
                f"{name}: {call[0]}{argument}...): the page's words are not found by the tests; "
                "write the sentence itself, or a constant in capitals that holds sentences"
            )


def python_words() -> list[str]:
    """Give the page's words that come to it from Python."""
    kinds = [kind.value for kind in ClaimantKind]
    return [
        *CREDITED,
        *GLYPH_LABELS.values(),
        *PRECISION_WORDS.values(),
        *STATUS_WORDS.values(),
        *kinds,
    ]


def page_words(without: Collection[str] = ()) -> list[str]:
    """Give every English word or sentence of the page, each once, in the order they are met.

    Those of the scripts ``without`` are not among them, unless something else says them.
    """
    found = [
        *_ATTRIBUTE.findall(page_html()),
        *python_words(),
    ]
    for name, text in scripts().items():
        if name not in without:
            found += script_words(name, text)
    return list(dict.fromkeys(word for word in found if word))


def lacking() -> dict[str, Any]:
    """Give what the catalogue lacks, with empty translations to fill in."""
    missing: dict[str, Any] = {}
    for key in page_words():
        known = CATALOGUE.get(key, {})
        want = [language for language in LANGUAGES if not known.get(language)]
        if want:
            missing[key] = {
                language: dict.fromkeys(CATEGORIES[language], "") if "|" in key else ""
                for language in want
            }
    return missing


def written(catalogue: Mapping[str, Mapping[str, Any]]) -> str:
    """Give the catalogue as its file has it: sorted, a line for each language."""
    entries = []
    for key in sorted(catalogue):
        found = sorted(catalogue[key].items())
        lines = [
            f'  "{language}": {json.dumps(said, ensure_ascii=False)}' for language, said in found
        ]
        entries.append(f" {json.dumps(key, ensure_ascii=False)}: {{\n" + ",\n".join(lines) + "\n }")
    return "{\n" + ",\n".join(entries) + "\n}\n"


def put_in(filled: Mapping[str, Mapping[str, Any]]) -> None:
    """Write translations of what the page says into the catalogue; take out what it says no more."""
    said = set(page_words())
    merged = {key: {**CATALOGUE.get(key, {}), **filled.get(key, {})} for key in said}
    kept = {key: found for key, found in merged.items() if found}
    Path(str(FILE)).write_text(written(kept), encoding="utf-8")
    for key in sorted(set(filled) - said):
        sys.stderr.write(f"not said by the page, left out: {key}\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        put_in(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    else:
        json.dump(lacking(), sys.stdout, ensure_ascii=False, indent=1)
        sys.stdout.write("\n")
