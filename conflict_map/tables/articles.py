"""Articles from text, Markdown, HTML and JSON lines; knows head and foot, not what they say."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from conflict_map.errors import InputError
from conflict_map.events.validation import is_unwritable
from conflict_map.model import Article
from conflict_map.tables.detect import ARTICLE_SUFFIXES, LINES_SUFFIXES
from conflict_map.tables.html import read_page
from conflict_map.tables.inputs import expand
from conflict_map.tables.source import Source, decode, read_source
from conflict_map.text.dates import article_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_CHARACTERS: Final = 20_000_000
"""The most characters that one article may hold."""

_TITLE_CHARACTERS: Final = 200
_FOOT_CHARACTERS: Final = 600
_PUBLISHER: Final = re.compile(
    r"^[ \t*_>-]*(?:Source|Fuente|Quelle|Fonte|Источник|المصدر)[ \t*_]*[:：][ \t*_]*"
    r"(?P<name>[^\n]{2,80}?)[ \t*_]*$",
    re.IGNORECASE | re.MULTILINE,
)
_HEADING: Final = re.compile(r"^#{1,6}\s+|\s+#+$")


def read_articles(
    paths: str | Path | Source | Iterable[str | Path | Source],
) -> tuple[Article, ...]:
    """Read articles from files, folders (sorted; only article files) or "-" for standard input.

    The text of an article is kept as it is, so that offsets into it stay true. Its id is the one
    given, or a short SHA-256 of the text.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "report.txt")
    ...     _ = path.write_text("Shells fell on Hama.", encoding="utf-8")
    ...     [article] = read_articles(path)
    >>> article.text
    'Shells fell on Hama.'

    Raises
    ------
    InputError
        if there is no article, one is empty, or a file is no text.

    """
    given = [paths] if isinstance(paths, (str, Path, Source)) else list(paths)
    found: list[Article] = []
    for item in given:
        if isinstance(item, Source):
            found += articles_of(item)[0]
            continue
        for path in expand(item, ARTICLE_SUFFIXES | LINES_SUFFIXES):
            found += articles_of(read_source(path))[0]
    if not found:
        raise InputError("expected at least one article, got none")
    return unique_articles(found)


def articles_of(source: Source) -> tuple[tuple[Article, ...], tuple[str, ...]]:
    """Give the articles of one source, and what the reader should be told about it.

    Raises
    ------
    InputError
        if the source is no text, or an article is empty.

    """
    decoded = decode(source)
    text = decoded.text
    head = text.lstrip("\ufeff \t\r\n")
    if source.suffix in LINES_SUFFIXES or (not source.suffix and head.startswith("{")):
        return tuple(_lines(source.name, text)), decoded.warnings
    if source.suffix in (".html", ".htm") or head[:15].lower().startswith(("<!doctype", "<html")):
        return (_from_html(source.name, text),), decoded.warnings
    return (_from_text(source.name, text),), decoded.warnings


def unique_articles(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Keep an article that came twice once, in order.

    Raises
    ------
    InputError
        if two texts have one id.

    """
    known: dict[str, Article] = {}
    for article in articles:
        earlier = known.setdefault(article.id, article)
        if earlier.text != article.text:
            raise InputError(f"two articles have the id {article.id!r}; give each its own")
    return tuple(known.values())


def _from_text(name: str, text: str) -> Article:
    _check(name, text)
    return Article(
        id=_id_of(text),
        text=text,
        title=_title(text),
        published=article_date(text),
        publisher=_publisher(text),
    )


def _check(name: str, text: str) -> None:
    if not text.strip("\ufeff \t\r\n\f\v\u00a0"):
        raise InputError(f"{name}: the article is empty")
    if len(text) > MAX_CHARACTERS:
        raise InputError(
            f"{name}: the article is longer than {MAX_CHARACTERS} characters; split it"
        )


def _id_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _title(text: str) -> str | None:
    """Take the first line where it is short and something follows it."""
    first, _, rest = text.lstrip("\ufeff \t\r\n").partition("\n")
    title = _HEADING.sub("", first.strip()).strip()
    is_title = bool(rest.strip()) and 0 < len(title) <= _TITLE_CHARACTERS
    return title if is_title else None


def _publisher(text: str) -> str | None:
    found = list(_PUBLISHER.finditer(text, max(0, len(text) - _FOOT_CHARACTERS)))
    return found[-1]["name"].strip() if found else None


# --- JSON lines -----------------------------------------------------------------------------------


def _lines(name: str, text: str) -> Iterator[Article]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip("\ufeff \t\r"):
            continue
        where = f"{name}: line {number}"
        try:
            value = json.loads(line.lstrip("\ufeff"))
        except (json.JSONDecodeError, RecursionError) as error:
            reason = getattr(error, "msg", "nested too deeply")
            raise InputError(f"{where}: not JSON: {reason}") from None
        if not isinstance(value, dict):
            raise InputError(f"{where}: expected an object with a text, got {line[:40]!r}")
        yield _from_object(where, value)


def _from_object(where: str, value: dict[str, Any]) -> Article:
    text = _string(where, value, "text")
    if text is None:
        raise InputError(f"{where}: expected a text, got keys {', '.join(sorted(value)[:8])}")
    _check(where, text)
    identifier = value.get("id")
    if isinstance(identifier, int):
        identifier = str(identifier)
    sound = isinstance(identifier, str) and identifier and not is_unwritable(identifier)
    if identifier is not None and not sound:
        raise InputError(f"{where}: id: expected a text, got {str(identifier)[:40]!r}")
    published = _string(where, value, "published")
    return Article(
        id=identifier or _id_of(text),
        text=text,
        title=_string(where, value, "title"),
        published=_published(where, published) if published else article_date(text),
        url=_string(where, value, "url"),
        publisher=_string(where, value, "publisher"),
        country=_string(where, value, "country"),
        language=_string(where, value, "language"),
    )


def _string(where: str, value: dict[str, Any], key: str) -> str | None:
    found = value.get(key)
    if found is None:
        return None
    if not isinstance(found, str):
        raise InputError(f"{where}: {key}: expected a text, got {str(found)[:40]!r}")
    if is_unwritable(found):
        raise InputError(f"{where}: {key}: holds NUL or half a surrogate pair; not valid text")
    return found if found or key == "text" else None


def _published(where: str, text: str) -> date:
    try:
        # The day as the publisher writes it: a time and a time zone are left out.
        return date.fromisoformat(text[:10])
    except ValueError:
        raise InputError(
            f"{where}: published: expected an ISO date (2024-12-03), got {text[:40]!r}"
        ) from None


# --- HTML -----------------------------------------------------------------------------------------


def _from_html(name: str, markup: str) -> Article:
    page = read_page(markup)
    _check(name, page.text)
    return Article(
        id=_id_of(page.text),
        text=page.text,
        title=page.title or _title(page.text),
        published=page.published or article_date(page.text),
        url=page.url,
        publisher=page.publisher or _publisher(page.text),
        language=page.language,
    )
