"""Checks a built site: every link leads somewhere, and nothing is asked of another host."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_STYLE_URL: Final = re.compile(r"""url\(\s*['"]?([^'")]+)|@import\s+['"]([^'"]+)""")
_HOST: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(:\d+)?", re.IGNORECASE)
_MAP: Final = "conflict-map-data"
"""An id that only our maps have."""
_SCHEMES: Final = frozenset({"http", "https", "mailto"})
_LINK_RELATIONS: Final = frozenset({"index", "search", "next", "prev", "author", "copyright"})
"""Of <link>: these are places to go to, any other one is loaded with the page."""


class _Page(HTMLParser):
    """Collects what a page names, what it links to and what it loads."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Sort a tag's addresses by what the browser does with them."""
        told = {name: value or "" for name, value in attrs}
        self.anchors |= {told[key] for key in ("id", "name") if told.get(key)}
        if "src" in told:
            self.loaded.append(told["src"])
        if "href" in told:
            goes = tag != "link" or told.get("rel") in _LINK_RELATIONS
            (self.links if goes else self.loaded).append(told["href"])


def faults(site: Path) -> Iterator[str]:
    """Give a line for each link that leads nowhere and each part that is loaded from elsewhere.

    Links to other hosts are read, not followed: nothing here uses the network.
    """
    pages = {path.resolve(): _read(path) for path in sorted(site.rglob("*.html"))}
    for path, page in pages.items():
        name = path.relative_to(site.resolve()).as_posix()
        for target in page.loaded:
            if not target.startswith("data:"):
                yield from (f"{name}: {why}" for why in _local(path, target, pages, loads=True))
        for target in page.links:
            if urlsplit(target).scheme:
                yield from (f"{name}: {why}" for why in _external(target))
            else:
                yield from (f"{name}: {why}" for why in _local(path, target, pages))
    for path in sorted(site.rglob("*.css")):
        for first, second in _STYLE_URL.findall(path.read_text(encoding="utf-8")):
            target = (first or second).strip()
            if not target.startswith(("data:", "#")):
                whole = (path.parent / urlsplit(target).path).resolve()
                if urlsplit(target).netloc or not whole.exists():
                    yield f"{path.name}: loads {target}, which is not in the site"


def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def _external(target: str) -> Iterator[str]:
    parts = urlsplit(target)
    if parts.scheme not in _SCHEMES:
        yield f"the link {target} has a scheme that no document needs"
    elif parts.scheme != "mailto" and not _HOST.fullmatch(parts.netloc):
        yield f"the link {target} names no host"


def _local(
    page: Path, target: str, pages: dict[Path, _Page], *, loads: bool = False
) -> Iterator[str]:
    parts = urlsplit(target)
    if parts.scheme or parts.netloc:
        yield f"loads {target} from another host"
        return
    there = (page.parent / unquote(parts.path)).resolve() if parts.path else page
    if not there.is_file():
        yield f"{'loads' if loads else 'links to'} {target}, which is not there"
    elif parts.fragment and there in pages:
        anchors = pages[there].anchors
        # A map keeps its view in the fragment, and its script makes what it links to.
        if unquote(parts.fragment) not in anchors and _MAP not in anchors:
            yield f"links to {target}, but the page has no such anchor"
