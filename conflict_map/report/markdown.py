r"""A brief as Markdown, with the map as a picture beside it; text from data stays text.

Escapes are those of CommonMark and GitHub's tables, and hold for pandoc, Quarto and MkDocs too:
no name becomes a link, a heading, a formula, HTML, a shortcode or a new cell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflict_map.report.brief import Brief, Entry

_BACKSLASH: Final = re.compile(r"[\\`*_{}\[\]#]")
"""What every Markdown since the first lets a backslash take the meaning from."""
_CODED: Final = re.compile(r"[<>&|$%^~@=]|:(?=[/:])|(?i:(?<=www|ftp)\.)")
"""What some of them do not: written as character references, which all of them read."""
_START: Final = re.compile(r"^([-+]|\d+(?=[.)]))")
_KEPT_IN_URL: Final = "/:?#@!$&'*+,;=%-._~"
"""Brackets and quotes are written as codes, so that an address cannot end its link."""


def escaped(text: str) -> str:
    r"""Give a text that Markdown shows as it is.

    >>> print(escaped("[x](javascript:1) | <b> $y$ {{ 7*7 }}"))
    \[x\](javascript:1) &#124; &#60;b&#62; &#36;y&#36; \{\{ 7\*7 \}\}
    >>> print(escaped("- a"), escaped("1. b"), escaped("https://a.example, www.b.example"))
    \- a 1\. b https&#58;//a.example, www&#46;b.example
    """
    text = _START.sub(lambda m: m[0] + "\0" if m[0].isdigit() else f"\0{m[0]}", text)
    coded = _CODED.sub(lambda m: f"\1{ord(m[0])};", text)
    # The marks stand for what would itself be escaped; clean texts hold neither.
    return _BACKSLASH.sub(r"\\\g<0>", coded).replace("\0", "\\").replace("\1", "&#")


def as_markdown(brief: Brief, *, picture: str) -> str:
    """Give the brief as Markdown; ``picture`` is the name of the map's PNG beside it."""
    lines = [
        f"# {escaped(brief.title)}",
        escaped(brief.summary),
        "## Key figures",
        "\n".join(f"- {escaped(k)}: **{escaped(v)}**" for k, v in brief.figures),
        "## Map",
        f"![{escaped(f'Map: {brief.title}. {brief.summary}')}](<{quote(picture)}>)",
        f"## {escaped(brief.times.heading)}",
        _table(
            brief.times.columns,
            [(escaped(t), *(str(n or "·") for n in counts)) for t, counts in brief.times.rows],
        ),
        "## Events",
        _entries(brief.entries, brief.more),
    ]
    if brief.unplaced:
        lines += ["## Could not be placed", _entries(brief.unplaced, brief.more_unplaced)]
    if brief.rejected:
        lines += ["## Rows that could not be used", _list(brief.rejected)]
        lines += [_more(brief.more_rejected, "row")]
    lines += ["## Methods", _list(brief.methods)]
    if brief.citations:
        lines += ["## To be cited", _list(brief.citations)]
    return "\n\n".join(line for line in lines if line) + "\n"


def _list(texts: Iterable[str]) -> str:
    return "\n".join(f"- {escaped(text)}" for text in texts)


def _more(n: int, what: str) -> str:
    return f"And {n:,} more {what}s." if n else ""


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "| " + " | ".join(escaped(name) for name in columns) + " |"
    rule = "|" + " --- |" * len(columns)
    return "\n".join([head, rule, *("| " + " | ".join(row) + " |" for row in rows)])


def _entries(entries: Iterable[Entry], more: int) -> str:
    columns = ("When", "Where", "What", "Deaths", "What was said, and by whom")
    table = _table(columns, [_row(entry) for entry in entries])
    return table + (f"\n\n{_more(more, 'event')}" if more else "")


def _row(entry: Entry) -> tuple[str, ...]:
    where = escaped(entry.where)
    if entry.unplaced is not None:
        where = f"{where}. " if where else ""
        where += f"Not placed: {escaped(entry.unplaced)}"
    what = ": ".join(escaped(part) for part in (entry.what, entry.who) if part)
    said = [f"“{escaped(quoted)}”" for quoted in entry.quotes]
    source = escaped(entry.sources)
    if entry.url:
        source = f"[{source or 'source'}](<{quote(entry.url, safe=_KEPT_IN_URL)}>)"
    said += [part for part in (escaped(entry.said_by), source) if part]
    return (escaped(entry.when), where, what, escaped(entry.deaths), " · ".join(said))
