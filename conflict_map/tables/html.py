"""Reads a saved web page: its article's text and what its head says; knows no files, no events."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from html.parser import HTMLParser
from typing import Any, Final

_SCRIPTS: Final = frozenset({"script", "style", "template", "noscript", "svg", "iframe", "button"})
_BESIDE: Final = frozenset({"nav", "footer", "aside", "form", "figure", "dialog"})
_BLOCKS: Final = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "br", "tr", "table",
     "section", "article", "main", "header", "blockquote", "pre", "time", "body", "dd", "dt"}
)  # fmt: skip
_VOID: Final = frozenset(
    {"br", "img", "hr", "meta", "link", "input", "source", "wbr", "area", "col", "embed", "track"}
)
_NOTHING: Final[frozenset[str]] = frozenset()
_CLOSED_BY: Final = {tag: frozenset({"p"}) for tag in _BLOCKS - {"br", "time"}} | {
    "li": frozenset({"p", "li"}), "tr": frozenset({"p", "td", "th", "tr"}),
    "td": frozenset({"p", "td", "th"}), "th": frozenset({"p", "td", "th"}),
    "dd": frozenset({"p", "dt", "dd"}), "dt": frozenset({"p", "dt", "dd"}),
}  # fmt: skip
"""What an element ends where nobody has closed it: a paragraph holds no other."""
_ROLES: Final = frozenset(
    {"navigation", "complementary", "contentinfo", "banner", "dialog", "search"}
)
_NAMED_BESIDE: Final = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|most-?(?:read|popular)|trending|share|sharing|social|newsletter|subscribe|signup|"
    r"promo\w*|advert\w*|ads?|sponsor\w*|comments?|disqus|cookies?|consent|gdpr|breadcrumbs?|sidebar|widget|menu|navbar|toc|"
    r"tags|pagination|paywall|popup|modal|outbrain|taboola|author-bio|read-?(?:more|also|next))(?:$|[\s_-])",
    re.IGNORECASE,
)
"""What publishers call the parts of a page that are not its article, in class and id."""
_DEEPEST: Final = 200
"""Elements nested deeper than this are read as if they stood at this depth."""
_PROSE: Final = 60
"""A block of at least so many characters outside links is a paragraph of somebody's text."""
_MOSTLY: Final = 0.7
"""The article is the innermost element that holds this share of the page's prose."""
_LINKED: Final = 0.5
"""A short block with more of its characters in links than this leads elsewhere."""
_SHORT: Final = 240
_LEADS_ELSEWHERE: Final = re.compile(
    r"(?:read|see|watch|listen)\s+(?:also|more|next)\b", re.IGNORECASE
)
_DATE_METAS: Final = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "pubdate",
    "parsely-pub-date", "sailthru.date", "publish-date",
)  # fmt: skip
_LONGEST_LD: Final = 500_000
_ARTICLE_KINDS: Final = re.compile(r"(?:Article|Posting|Report|Webpage)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What a saved page says; None is unsaid."""

    text: str
    """One line a block."""
    title: str | None
    published: date | None
    url: str | None
    publisher: str | None
    language: str | None
    """As the page has it ("en", "en-GB")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """The text of one block, how much of it is in links, and the elements that it stands in."""

    text: str
    linked: int
    inside: tuple[int, ...]


def read_page(markup: str) -> PageFacts:
    r"""Read a saved page: its article without menus, related links, comments and scripts.

    >>> page = read_page("<title>T</title><nav>Menu</nav><p>Shells fell on <b>Hama</b>.</p>")
    >>> page.text, page.title, page.published
    ('Shells fell on Hama.\n', 'T', None)
    >>> read_page("").text
    ''
    """
    page = _parsed(markup, _SCRIPTS | _BESIDE)
    if page.is_cut or not page.blocks:
        # A <form> or <aside> that is never closed would hide all after it.
        page = _parsed(markup, _SCRIPTS)
    facts = _linked_data(page.linked_data)
    metas = page.metas
    publisher = metas.get("og:site_name") or facts.get("publisher")
    title = metas.get("og:title") or facts.get("headline") or page.title.strip()
    days = (*(metas.get(k) for k in _DATE_METAS), facts.get("datePublished"), *page.times)
    return PageFacts(
        text=_article_text(page.blocks),
        title=_without_publisher(title, publisher) or None,
        published=_first_date(*days),
        url=metas.get("og:url") or page.canonical or facts.get("url"),
        publisher=publisher,
        language=page.language,
    )


def _without_publisher(title: str, publisher: str | None) -> str:
    """Leave out the outlet's name where it closes a title ("Shells fall | The Post")."""
    if publisher and title.endswith(publisher):
        return title.removesuffix(publisher).rstrip(" |–—-·:") or title
    return title


def _parsed(markup: str, unread: frozenset[str]) -> _Page:
    page = _Page(unread)
    page.feed(markup)
    page.close()
    page.flush()
    return page


class _Page(HTMLParser):
    """Collects the blocks of a page and what its head says."""

    def __init__(self, unread: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.metas: dict[str, str] = {}
        self.title = ""
        self.language: str | None = None
        self.canonical: str | None = None
        self.times: list[str] = []
        self.linked_data: list[str] = []
        self.blocks: list[_Block] = []
        self._unread = unread
        self._open: list[tuple[str, int]] = []
        self._hidden: list[int] = []
        self._count = 0
        self._links = 0
        self._reading: str | None = None
        self._parts: list[str] = []
        self._linked = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            name = given.get("property") or given.get("name") or given.get("itemprop") or ""
            self.metas.setdefault(name.lower(), given.get("content", "").strip())
        elif tag == "html":
            self.language = given.get("lang") or None
        elif tag == "link" and "canonical" in given.get("rel", "").lower().split():
            self.canonical = self.canonical or given.get("href") or None
        if tag in _BLOCKS:
            self.flush()
        if tag in _VOID:
            return
        while self._open and self._open[-1][0] in _CLOSED_BY.get(tag, _NOTHING):
            self._close(len(self._open) - 1)
        self._count += 1
        self._open.append((tag, self._count))
        if self._is_beside(tag, given):
            self._hidden.append(self._count)
        elif tag == "a":
            self._links += 1
        elif tag == "time" and "datetime" in given and not self._hidden:
            self.times.append(given["datetime"])
        self._reading = None
        if tag == "title" and not self._hidden:
            self._reading = "title"
        elif tag == "script" and given.get("type", "").lower() == "application/ld+json":
            self._reading = "data"

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.flush()
        self._reading = None
        for i in range(len(self._open) - 1, max(-1, len(self._open) - _DEEPEST), -1):
            if self._open[i][0] == tag:
                self._close(i)
                return

    def _close(self, at: int) -> None:
        """Close the open element at a depth, and those inside it that nobody closed."""
        first = self._open[at][1]
        links = sum(1 for name, _ in self._open[at:] if name == "a")
        self._links = max(0, self._links - links)
        del self._open[at:]
        while self._hidden and self._hidden[-1] >= first:
            self._hidden.pop()

    def handle_data(self, data: str) -> None:
        if self._reading == "title":
            self.title += data
        elif self._reading == "data":
            self.linked_data.append(data)
        elif not self._hidden:
            text = re.sub(r"\s+", " ", data)
            self._parts.append(text)
            if self._links:
                self._linked += len(text)

    def flush(self) -> None:
        """Keep the block that is being read, if it says anything, and begin another."""
        if self._parts and (text := re.sub(r" +", " ", "".join(self._parts)).strip()):
            inside = tuple(n for _, n in self._open[:_DEEPEST])
            self.blocks.append(_Block(text=text, linked=self._linked, inside=inside))
        self._parts = []
        self._linked = 0

    def _is_beside(self, tag: str, given: dict[str, str]) -> bool:
        if tag in self._unread:
            return True
        if tag in ("body", "html", "main", "article", "head", "title"):
            return False
        names = f"{given.get('class', '')} {given.get('id', '')}"
        return (
            "hidden" in given
            or given.get("aria-hidden") == "true"
            or given.get("role", "") in _ROLES
            or "display:none" in given.get("style", "").replace(" ", "")
            or bool(_NAMED_BESIDE.search(names))
        ) and not self._unread.isdisjoint(_BESIDE)

    @property
    def is_cut(self) -> bool:
        """Tell whether an element that is not read was never closed."""
        return bool(self._hidden)


def _article_text(blocks: list[_Block]) -> str:
    """Give the blocks of the innermost element with most of the page's prose."""
    kept = [b for b in blocks if not _leads_elsewhere(b)]
    prose: dict[int, int] = {}
    total = 0
    for b in kept:
        length = len(b.text) - b.linked
        if length < _PROSE:
            continue
        total += length
        for element in b.inside:
            prose[element] = prose.get(element, 0) + length
    # Elements are numbered as they open: of those that hold enough, the last is the innermost.
    holding = [e for e, length in prose.items() if length >= _MOSTLY * total]
    root = max(holding, default=None)
    lines = [b.text for b in kept if root is None or root in b.inside]
    return "\n".join(lines) + "\n" if lines else ""


def _leads_elsewhere(block: _Block) -> bool:
    """Say whether a block is a link to another article, or leads up to one."""
    text = block.text
    if len(text) > _SHORT or not block.linked:
        return False
    return block.linked > _LINKED * len(text) or bool(_LEADS_ELSEWHERE.match(text))


def _linked_data(scripts: list[str]) -> dict[str, str]:
    """Read the article's facts from JSON-LD (schema.org); what cannot be read says nothing."""
    facts: dict[str, str] = {}
    for script in scripts:
        if len(script) > _LONGEST_LD:
            continue
        try:
            value = json.loads(script)
        except (ValueError, RecursionError):
            continue
        listed = value if isinstance(value, list) else [value]
        for item in listed:
            graph = item.get("@graph") if isinstance(item, dict) else None
            for thing in graph if isinstance(graph, list) else [item]:
                if isinstance(thing, dict) and _ARTICLE_KINDS.search(str(thing.get("@type", ""))):
                    for key, found in _facts_of(thing).items():
                        facts.setdefault(key, found)
    return facts


def _facts_of(thing: dict[str, Any]) -> dict[str, str]:
    publisher = thing.get("publisher")
    page = thing.get("mainEntityOfPage")
    found = {
        "headline": thing.get("headline"),
        "datePublished": thing.get("datePublished"),
        "publisher": publisher.get("name") if isinstance(publisher, dict) else publisher,
        "url": thing.get("url") or (page.get("@id") if isinstance(page, dict) else page),
    }
    return {key: value for key, value in found.items() if isinstance(value, str) and value}


def _first_date(*texts: str | None) -> date | None:
    """Give the first that is an ISO date; the day as the publisher writes it, whatever the zone."""
    for text in texts:
        try:
            return date.fromisoformat((text or "").strip()[:10])
        except ValueError:
            continue
    return None
