"""The verbs that put a map into something else: a brief, or the frame for another page."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from conflict_map import __version__
from conflict_map.cli.inputs import check_outputs, load_events, require_events, said_options
from conflict_map.cli.talk import EXIT_OK, say
from conflict_map.cli.verbs import finish, to_be_shown
from conflict_map.errors import InputError, UsageError

if TYPE_CHECKING:
    import argparse

FORMS: Final = (".html", ".md", ".docx")
_BLOCK: Final = "conflict-map-data"


def report_verb(arguments: argparse.Namespace) -> int:
    """Read anything, write a brief of it."""
    output = Path(arguments.output)
    form = output.suffix.lower()
    if form not in FORMS:
        raise UsageError(f"{output}: a brief is written as {', '.join(FORMS)}; got {form!r}")
    picture = str(output.with_suffix(".png")) if form == ".md" else None
    check_outputs(arguments, [arguments.output, picture, arguments.report])
    if form == ".docx":
        from conflict_map.report.word import docx_module

        docx_module()  # told before the long work
    result = load_events(arguments)
    require_events(result)
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.report import as_html, as_markdown, brief_of
    from conflict_map.static_map import draw
    from conflict_map.tables.report import build_report
    from conflict_map.tables.saving import write_whole
    from conflict_map.web import ConflictMap
    from conflict_map.web.map import DEFAULT_TITLE

    safe, said_title = to_be_shown(result, arguments)
    title = said_title or DEFAULT_TITLE
    report = safe.report(build_report(result, options=said_options(arguments), version=__version__))
    gazetteer, events = Gazetteer.default(arguments.gazetteer), safe.events
    brief = brief_of(events, report, title=title)
    png = draw(events, gazetteer=gazetteer, title=title).to_bytes("png")
    if form == ".html":
        page = ConflictMap(events, title=title, gazetteer=gazetteer, report=report)
        data = as_html(brief, page=page.get_root().render(), png=png).encode()
    elif form == ".docx":
        from conflict_map.report.word import as_docx

        data = as_docx(brief, png=png)
    else:
        assert picture is not None
        write_whole(picture, png)
        say(f"wrote {picture}: the map, which the brief shows; keep it beside it")
        data = as_markdown(brief, picture=Path(picture).name).encode()
    write_whole(arguments.output, data)
    return finish(arguments, result, report, safe.said)


class _Title(HTMLParser):
    """Finds the title of a page and whether it is one of ours."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.is_ours = False
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where the title begins, and the block that only our pages have."""
        self._in_title = tag == "title" and not self.title
        self.is_ours = self.is_ours or (tag == "script" and ("id", _BLOCK) in attrs)

    def handle_endtag(self, tag: str) -> None:
        """Note where the title ends."""
        self._in_title = self._in_title and tag != "title"

    def handle_data(self, data: str) -> None:
        """Keep the title."""
        if self._in_title:
            self.title += data


def embed_verb(arguments: argparse.Namespace) -> int:
    """Print the frame that puts a map into another page."""
    from conflict_map.web.embed import frame, frame_style

    if arguments.srcdoc and arguments.src:
        raise UsageError("say --src or --srcdoc, not both: a page is in the frame or at an address")
    path = Path(arguments.map)
    try:
        page = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise InputError(f"{path}: expected a map as HTML in UTF-8, got other bytes") from None
    found = _Title()
    found.feed(page)
    if not found.is_ours:
        raise InputError(f"{path}: is no map that conflict-map wrote; make one with: map INPUT...")
    style = frame_style(height=arguments.height or "40rem", ratio=arguments.ratio)
    if arguments.srcdoc:
        print(frame(title=found.title, style=style, page=page))
    else:
        print(frame(title=found.title, style=style, src=arguments.src or quote(path.name)))
    return EXIT_OK


def css_length(text: str) -> str | None:
    """Give a length that a style sheet knows, None for anything else.

    >>> css_length("30rem"), css_length("480px"), css_length("1px; position: fixed")
    ('30rem', '480px', None)
    """
    return text if re.fullmatch(r"\d{1,5}(\.\d{1,3})?(px|rem|em|vh|%)", text) else None


def ratio(text: str) -> tuple[int, int] | None:
    """Give a ratio such as 16:9, None for anything else.

    >>> ratio("16:9"), ratio("0:9"), ratio("wide")
    ((16, 9), None, None)
    """
    found = re.fullmatch(r"([1-9]\d{0,3}):([1-9]\d{0,3})", text)
    return (int(found[1]), int(found[2])) if found else None
