"""A brief as one HTML file with the map in a sandboxed frame; nothing from data is markup.

The file is built as a tree of elements, whose writer escapes every text and attribute.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from conflict_map.web.embed import SANDBOX
from conflict_map.web.page import content_policy, sha256_source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflict_map.report.brief import Brief, Entry

_STYLE: Final = """
:root { color-scheme: light; --ink: #1d2327; --ink-2: #565f66; --rule: #d9dcdd; }
body { font: 15px/1.45 system-ui, sans-serif; color: #1d2327; color: var(--ink); background: #fff;
  max-width: 64rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .3rem; }
h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
.summary, .small { color: var(--ink-2); }
.small { font-size: .85rem; }
dl { display: grid; gap: .8rem 1.5rem;
  grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); }
dt { color: var(--ink-2); font-size: .85rem; }
dd { margin: 0; font-weight: 600; font-variant-numeric: tabular-nums; }
iframe { width: 100%; height: 40rem; border: 1px solid var(--rule); box-sizing: border-box; }
img.print { display: none; max-width: 100%; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .88rem; }
th, td { text-align: start; vertical-align: top; padding: .35rem .6rem .35rem 0;
  border-bottom: 1px solid var(--rule); }
td.number, th.number { text-align: end; font-variant-numeric: tabular-nums; }
blockquote { margin: .25rem 0; font-family: Georgia, serif; }
td.where { min-width: 9rem; }
@media print { iframe { display: none; } img.print { display: block; } tr { break-inside: avoid; }
  body { margin: 0; max-width: none; } }
"""


Part = ET.Element | str | None


def _e(tag: str, attributes: dict[str, str] | None = None, *parts: Part) -> ET.Element:
    """Make an element of texts and elements, None and empty texts left out."""
    element = ET.Element(tag, attributes or {})
    last: ET.Element | None = None
    for part in parts:
        if isinstance(part, ET.Element):
            element.append(part)
            last = part
        elif part and last is None:
            element.text = (element.text or "") + part
        elif part and last is not None:
            last.tail = (last.tail or "") + part
    return element


def _data(text: str) -> ET.Element | None:
    """Give a text from data in its own direction."""
    return _e("bdi", {"dir": "auto"}, text) if text else None


def as_html(brief: Brief, *, page: str, png: bytes) -> str:
    """Give the brief as HTML: the interactive page in a frame, and its picture for print.

    The policy of the file allows what the page in the frame needs, by hash, and no host.
    """
    head = _e(
        "head",
        None,
        _e("meta", {"charset": "utf-8"}),
        _e("meta", {"http-equiv": "Content-Security-Policy", "content": _policy(page)}),
        _e("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}),
        _e("meta", {"name": "referrer", "content": "no-referrer"}),
        _e("title", None, brief.title),
        _e("style", None, _STYLE),
    )
    whole = _e("html", {"lang": "en"}, head, _e("body", None, *_body(brief, page, png)))
    for element in whole.iter():
        if element.tag in _BLOCKS:
            element.tail = "\n"
    text: str = ET.tostring(whole, encoding="unicode", method="html")
    return f"<!DOCTYPE html>\n{text}\n"


def _policy(page: str) -> str:
    """Give the page's own policy with our style sheet allowed as well: a frame inherits it."""
    ours = content_policy(f"<style>{_STYLE}</style>")
    found = _POLICY.search(page)
    if found is None:
        return ours
    return found[1].replace("style-src ", f"style-src {sha256_source(_STYLE)} ", 1)


_POLICY: Final = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_BLOCKS: Final = frozenset(
    {"head", "meta", "title", "style", "h1", "h2", "p", "tr", "li", "iframe"}
)
"""A new line follows these, so that the file can be read."""


def _body(brief: Brief, page: str, png: bytes) -> list[Part]:
    picture = base64.b64encode(png).decode("ascii")
    frame = {
        "title": brief.title,
        "sandbox": SANDBOX,
        "referrerpolicy": "no-referrer",
        "srcdoc": page,
    }
    image = {
        "class": "print",
        "alt": f"Map: {brief.title}. {brief.summary}",
        "src": f"data:image/png;base64,{picture}",
    }
    figures = [_e("div", None, _e("dt", None, k), _e("dd", None, v)) for k, v in brief.figures]
    parts: list[Part] = [
        _e("h1", None, _data(brief.title)),
        _e("p", {"class": "summary"}, brief.summary),
        _e("h2", None, "Key figures"),
        _e("dl", None, *figures),
        _e("h2", None, "Map"),
        _e("iframe", frame),
        _e("img", image),
        _e("h2", None, brief.times.heading),
        _times(brief),
        _e("h2", None, "Events"),
        *_entries(brief.entries, brief.more),
    ]
    if brief.unplaced:
        parts += [_e("h2", None, "Could not be placed")]
        parts += _entries(brief.unplaced, brief.more_unplaced)
    if brief.rejected:
        parts += [_e("h2", None, "Rows that could not be used"), _list(brief.rejected)]
        parts += [_more(brief.more_rejected, "row")]
    parts += [_e("h2", None, "Methods"), _list(brief.methods)]
    if brief.citations:
        parts += [_e("h2", None, "To be cited"), _list(brief.citations)]
    return parts


def _list(texts: Iterable[str]) -> ET.Element:
    return _e("ul", {"class": "small"}, *(_e("li", None, _data(text)) for text in texts))


def _more(n: int, what: str) -> ET.Element | None:
    return _e("p", {"class": "small"}, f"And {n:,} more {what}s.") if n else None


def _table(*rows: ET.Element) -> ET.Element:
    return _e("div", {"class": "wide"}, _e("table", None, *rows))


def _times(brief: Brief) -> ET.Element:
    number = {"class": "number"}
    first, *others = brief.times.columns
    head = _e("tr", None, _e("th", None, first), *(_e("th", number, name) for name in others))
    rows = [
        _e("tr", None, _e("td", None, time), *(_e("td", number, str(n or "·")) for n in counts))
        for time, counts in brief.times.rows
    ]
    return _table(head, *rows)


def _entries(entries: Iterable[Entry], more: int) -> list[Part]:
    names = ("When", "Where", "What", "Deaths", "What was said, and by whom")
    head = _e("tr", None, *(_e("th", None, name) for name in names))
    return [_table(head, *(_entry(entry) for entry in entries)), _more(more, "event")]


def _entry(entry: Entry) -> ET.Element:
    small = {"class": "small"}
    why = None
    if entry.unplaced is not None:
        why = _e("div", small, "Not placed: ", _data(entry.unplaced))
    source: Part = _data(entry.sources)
    if entry.url:
        link = {"href": entry.url, "rel": "noopener noreferrer"}
        source = _e("a", link, source if source is not None else "source")
    said, dot = _data(entry.said_by), ". " if entry.said_by and source is not None else None
    return _e(
        "tr",
        None,
        _e("td", None, entry.when),
        _e("td", {"class": "where"}, _data(entry.where), why),
        _e("td", None, _data(entry.what), _e("div", small, _data(entry.who))),
        _e("td", None, entry.deaths),
        _e(
            "td",
            None,
            *(_e("blockquote", None, _data(quote)) for quote in entry.quotes),
            _e("span", small, said, dot, source),
        ),
    )
