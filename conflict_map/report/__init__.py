"""A brief of events as HTML, Markdown or Word: figures, map, table, sources; opens no file."""

from __future__ import annotations

from conflict_map.report.brief import Brief, brief_of
from conflict_map.report.markdown import as_markdown
from conflict_map.report.web_page import as_html

__all__ = ["Brief", "as_html", "as_markdown", "brief_of"]
