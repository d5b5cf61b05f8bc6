"""The scripts, styles and images that every page carries; knows no data."""

from __future__ import annotations

import base64
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from xstatic.pkg import leaflet as xstatic_leaflet

PAGE_SCRIPTS: Final = (
    "language.js",
    "words.js",
    "columns.js",
    "texts.js",
    "payload.js",
    "colours.js",
    "glyphs.js",
    "basemap.js",
    "marks.js",
    "draw.js",
    "canvas.js",
    "grid.js",
    "cells.js",
    "search.js",
    "filters.js",
    "facets.js",
    "sketch.js",
    "measure.js",
    "toolbar.js",
    "chart.js",
    "compare.js",
    "timeline.js",
    "card.js",
    "list.js",
    "key.js",
    "showas.js",
    "download.js",
    "fixes.js",
    "fixform.js",
    "correct.js",
    "about.js",
    "address.js",
    "tiles.js",
    "bridge.js",
    "page.js",
)
"""The page's modules in the order in which they are joined into one function: what a module imports
stands before it."""

LAYER_SCRIPTS: Final = (
    "language.js",
    "words.js",
    "columns.js",
    "texts.js",
    "payload.js",
    "colours.js",
    "glyphs.js",
    "marks.js",
    "draw.js",
    "canvas.js",
    "layer.js",
)
"""What an EventLayer brings to a stock folium map."""

PAGE_STYLES: Final = (
    "colours.css", "page.css", "toolbar.css", "grid.css", "correct.css", "print.css",
)  # fmt: skip
MAP_STYLES: Final = ("map.css",)
START_STYLES: Final = ("start.css",)
LAYER_STYLES: Final = ("colours.css", "layer.css")
EDITING: Final = frozenset({"fixes.js", "fixform.js", "correct.js", "correct.css"})
"""What only a page that is made to be corrected carries."""


def for_reading(names: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out what only a page that is made to be corrected carries.

    >>> for_reading(("list.js", "correct.js"))
    ('list.js',)
    """
    return tuple(name for name in names if name not in EDITING)


@cache
def static_text(name: str) -> str:
    """Give a part of the page, with line ends as the hash of a script needs them."""
    text = files("conflict_map.web").joinpath("static", name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


@cache
def page_html() -> str:
    """Give the body of the page with its slots unfilled."""
    path = files("conflict_map.web").joinpath("templates", "page.html")
    return path.read_text(encoding="utf-8").replace("\r\n", "\n")


_DOC_COMMENT: Final = re.compile(r"^\s*/\*\*.*?\*/\s*$", re.DOTALL | re.MULTILINE)
_CODE_ONLY: Final = re.compile(r"[`/\\\"]")
_STRING: Final = re.compile(r"('[^']*')")
_SPACED: Final = re.compile(r" ?(=>|[{}();,:?=]|&&|\|\||[<>*]|\+=|===|!==) ?")


def shrunk_script(text: str) -> str:
    r"""Leave out comment lines, indentation and spaces around operators; names and lines stay.

    A line with a template, a regular expression, an escape or a comment keeps its spaces: this
    is no parser, so it touches only what cannot be text.

    >>> shrunk_script("// why\n  if (a === ' = ') { b(c, d); }\n")
    "if(a===' = '){b(c,d);}\n"
    """
    lines = []
    for line in _DOC_COMMENT.sub("", text).split("\n"):
        bare = line.strip()
        if not bare or bare.startswith("//"):
            continue
        if not _CODE_ONLY.search(bare):
            # Every other part is a string in single quotes.
            parts = _STRING.split(bare)
            parts[::2] = [_SPACED.sub(r"\1", part) for part in parts[::2]]
            bare = "".join(parts)
        lines.append(bare)
    return "\n".join(lines) + "\n"


def shrunk_style(text: str) -> str:
    r"""Leave out a style sheet's comments and spare spaces.

    >>> shrunk_style("/* why */ a { color: red; }\n")
    'a{color:red;}'
    """
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r" ?([{};,]) ?|: ", lambda m: m[1] or ":", text).strip()


_IMPORT: Final = re.compile(r"^import \{[^;]*;\n", re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=async |function |class |const )", re.MULTILINE)


def without_modules(text: str) -> str:
    r"""Leave out a module's imports and exports: joined modules see each other's names.

    >>> without_modules("import {a} from './a.js';\nexport const b = a;\n")
    'const b = a;\n'
    """
    return _EXPORT.sub("", _IMPORT.sub("", text))


def joined_scripts(names: tuple[str, ...]) -> str:
    """Join modules, in order, into one strict function, so that nothing of them is global.

    A page from a file may load no module from another one, so the modules are one script there; the
    tests hold that no two of them give one name to two things.
    """
    parts = [f"// {name}\n{shrunk_script(without_modules(static_text(name)))}" for name in names]
    return "(function () {\n'use strict';\n" + "".join(parts) + "})();\n"


def joined_styles(names: tuple[str, ...]) -> str:
    """Join style sheets in order."""
    return "\n".join(shrunk_style(static_text(name)) for name in names)


@cache
def vendor_script(name: str) -> str:
    """Give a library that this package carries, with its licence as a comment before it."""
    folder = files("conflict_map.web").joinpath("vendor")
    licence = folder.joinpath(f"{name}.LICENSE").read_text(encoding="utf-8").strip()
    code = folder.joinpath(f"{name}.js").read_text(encoding="utf-8").strip()
    return f"/* {name}: {licence} */\n{code};\n"


def _leaflet(name: str) -> Path:
    return Path(xstatic_leaflet.BASE_DIR) / name


@cache
def leaflet_script() -> str:
    """Give Leaflet 1.9.3 with its licence notice, without the link to its source map."""
    text = _leaflet("leaflet.js").read_text(encoding="utf-8").replace("\r\n", "\n")
    return text.replace("//# sourceMappingURL=leaflet.js.map", "").rstrip() + "\n"


@cache
def leaflet_style() -> str:
    """Give Leaflet's whole style sheet with its images inlined, for layers that somebody adds."""
    text = _leaflet("leaflet.css").read_text(encoding="utf-8").replace("\r\n", "\n")

    def image(match: re.Match[str]) -> str:
        path = match.group(1)
        return f"url({data_url(path)})" if path.endswith(".png") else "none"

    return shrunk_style(re.sub(r"url\(([^)]+)\)", image, text))


@cache
def data_url(path: str) -> str:
    """Give one of Leaflet's images as a data URL."""
    data = _leaflet(path).read_bytes()
    return "data:image/png;base64," + base64.b64encode(data).decode("ascii")
