"""A brief as a Word document, through python-docx; the same brief gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, Final

from conflict_map.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflict_map.report.brief import Brief, Entry

_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)
"""The first day that a zip file can name, in the place of today."""
_EXTRA: Final = (
    "writing .docx needs python-docx: pip install 'conflict-map[report]', or write .html"
)


def docx_module() -> Any:
    """Give python-docx.

    Raises
    ------
    UsageError
        if it is not installed.

    """
    try:
        import docx  # noqa: PLC0415  # an extra, loaded only when it is asked for
    except ImportError:
        raise UsageError(_EXTRA) from None
    return docx


def as_docx(brief: Brief, *, png: bytes) -> bytes:
    """Give the brief as a Word document, the map as its picture."""
    docx = docx_module()
    document = docx.Document()
    _set_page(docx, document)
    document.add_heading(brief.title, level=0)
    document.add_paragraph(brief.summary)
    document.add_heading("Key figures", level=1)
    _fill(document, [("", "")] * 0, [(key, value) for key, value in brief.figures])
    document.add_heading("Map", level=1)
    document.add_picture(io.BytesIO(png), width=docx.shared.Mm(174))
    picture = document.inline_shapes[0]._inline.docPr  # noqa: SLF001  # it has no other way
    picture.set("descr", f"Map: {brief.title}. {brief.summary}")
    document.add_heading(brief.times.heading, level=1)
    rows = [(time, *(str(n or "·") for n in counts)) for time, counts in brief.times.rows]
    _fill(document, [brief.times.columns], rows)
    document.add_heading("Events", level=1)
    _entries(document, brief.entries, brief.more)
    if brief.unplaced:
        document.add_heading("Could not be placed", level=1)
        _entries(document, brief.unplaced, brief.more_unplaced)
    if brief.rejected:
        document.add_heading("Rows that could not be used", level=1)
        _list(document, brief.rejected)
        _more(document, brief.more_rejected, "row")
    document.add_heading("Methods", level=1)
    _list(document, brief.methods)
    if brief.citations:
        document.add_heading("To be cited", level=1)
        _list(document, brief.citations)
    out = io.BytesIO()
    document.save(out)
    return _without_clock(out.getvalue())


def _set_page(docx: Any, document: Any) -> None:
    """Set A4 with narrow margins, a small text, and properties that name no author and no day."""
    section = document.sections[0]
    section.page_width, section.page_height = docx.shared.Mm(210), docx.shared.Mm(297)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, docx.shared.Mm(18))
    document.styles["Normal"].font.size = docx.shared.Pt(9)
    properties = document.core_properties
    properties.author = "conflict-map"
    properties.comments = ""
    element = properties._element  # noqa: SLF001  # the template's own days are no one's
    for child in list(element):
        if child.tag.rpartition("}")[2] in {"created", "modified"}:
            element.remove(child)


def _fill(document: Any, heads: Iterable[Sequence[str]], rows: Sequence[Sequence[str]]) -> None:
    """Add a table of rows under a bold head, where there is one."""
    lines = [*heads, *rows]
    if not lines:
        return
    bold = len(lines) - len(rows)
    table = document.add_table(rows=len(lines), cols=len(lines[0]))
    table.style = "Table Grid"
    # python-docx walks all cells for each cell that is asked for; once is enough.
    cells = iter(table._cells)  # noqa: SLF001
    for number, line in enumerate(lines):
        for text in line:
            run = next(cells).paragraphs[0].add_run(text)
            run.bold = number < bold


def _entries(document: Any, entries: Iterable[Entry], more: int) -> None:
    rows = []
    for entry in entries:
        where = entry.where
        if entry.unplaced is not None:
            where = f"{where}. " if where else ""
            where += f"Not placed: {entry.unplaced}"
        said = [f"“{quote}”" for quote in entry.quotes]
        said += [part for part in (entry.said_by, entry.sources, entry.url) if part]
        what = ": ".join(part for part in (entry.what, entry.who) if part)
        rows.append((entry.when, where, what, entry.deaths, " · ".join(said)))
    _fill(document, [("When", "Where", "What", "Deaths", "What was said, and by whom")], rows)
    _more(document, more, "event")


def _list(document: Any, texts: Iterable[str]) -> None:
    for text in texts:
        document.add_paragraph(text, style="List Bullet")


def _more(document: Any, n: int, what: str) -> None:
    if n:
        document.add_paragraph(f"And {n:,} more {what}s.")


def _without_clock(data: bytes) -> bytes:
    """Give the same document with no time of writing in it."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            info = zipfile.ZipInfo(name, date_time=_EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            new.writestr(info, old.read(name))
    return out.getvalue()
