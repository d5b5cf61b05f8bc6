"""Holds the page's modules to the way in which they are joined: one scope, in one order, and no bundler."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from conflict_map.web import assets

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "conflict_map" / "web" / "static"
MODULES = tuple(sorted({*assets.PAGE_SCRIPTS, *assets.LAYER_SCRIPTS}))
LISTS = {"page": assets.PAGE_SCRIPTS, "layer": assets.LAYER_SCRIPTS}
ALONE = frozenset({"guests.js", "start.js", "widget.js"})
"""Scripts that are joined with no module: page.py puts two into the page as they are, and the last is a
notebook's, around the page."""

IMPORT = re.compile(r"^import\s+(?:\{([^}]*)\}|([^;]*?))\s*(?:from\s*)?'([^']+)';$", re.MULTILINE)
EXPORT = re.compile(
    r"^export (?:async )?(?:function\*?|class|const) ([A-Za-z_$][\w$]*)", re.MULTILINE
)
# What begins in the first column is declared for all modules of a page.
TOP_LEVEL = re.compile(
    r"^(export )?(?:async )?(?:function\*?|class|const|let|var) (.*)", re.MULTILINE
)
NAME = re.compile(r"[A-Za-z_$][\w$]*")


def code_of(name: str) -> str:
    """Give a module without its comments of several lines."""
    return re.sub(r"/\*.*?\*/", "", assets.static_text(name), flags=re.DOTALL)


def imports_of(name: str) -> list[tuple[str, str]]:
    """Give (module, imported name) of each import."""
    return [
        (source.removeprefix("./"), each.strip())
        for names, _, source in IMPORT.findall(code_of(name))
        for each in names.split(",")
        if each.strip()
    ]


def names_in(rest: str) -> list[str]:
    """Give the names that a declaration's first line declares, those in patterns too."""
    pattern = re.match(r"[{\[]([^}\]]*)[}\]] = ", rest)
    if pattern:
        return [part.split(":")[-1].strip() for part in pattern[1].split(",")]
    # `const a = 1, b = 2;`: what stands before each equals sign outside of brackets.
    flat = re.sub(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|'[^']*'", "", rest)
    first = NAME.match(rest)
    assert first, rest
    return [first[0], *re.findall(r", ([A-Za-z_$][\w$]*) = ", flat)]


def declared_in(name: str) -> list[str]:
    """Give the names that a module declares at its top level."""
    return [each for _, rest in TOP_LEVEL.findall(code_of(name)) for each in names_in(rest)]


def exports_of(name: str) -> set[str]:
    found = TOP_LEVEL.findall(code_of(name))
    return {each for export, rest in found if export for each in names_in(rest)}


@pytest.mark.parametrize("names", LISTS.values(), ids=LISTS)
def test_a_module_imports_only_what_stands_before_it(names):
    assert len(names) == len(set(names))
    for at, name in enumerate(names):
        late = [source for source, _ in imports_of(name) if source not in names[:at]]
        assert not late, f"{name} imports {late}, which are joined after it or not at all"


@pytest.mark.parametrize("name", MODULES)
def test_every_import_names_an_export(name):
    for source, imported in imports_of(name):
        assert imported in exports_of(source), f"{name}: {source} exports no {imported}"


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_by_name_and_exports_where_it_declares(name):
    # The joiner takes off what it knows: one line or several up to the semicolon, and the word `export`.
    code = code_of(name)
    for names, other, source in IMPORT.findall(code):
        assert not other, f"{name}: import {{...}} from '{source}' is all that joining keeps"
        assert " as " not in names, f"{name}: a name is the same in every module of a joined page"
        assert re.fullmatch(r"\./[a-z]+\.js", source), f"{name}: {source}"
    assert len(IMPORT.findall(code)) == len(re.findall(r"^\s*import\b", code, re.MULTILINE))
    assert len(EXPORT.findall(code)) == len(re.findall(r"^\s*export\b", code, re.MULTILINE))
    assert not re.search(r"\bimport\(|\bimport\.meta\b|^await\b", code, re.MULTILINE)
    joined = assets.without_modules(code)
    assert not re.search(r"^\s*(import|export)\b", joined, re.MULTILINE)


@pytest.mark.parametrize("names", LISTS.values(), ids=LISTS)
def test_no_two_modules_declare_the_same_top_level_name(names):
    counts = Counter(declared for name in names for declared in declared_in(name))
    assert counts, "there is something to join"
    assert [declared for declared, count in counts.items() if count > 1] == []


def test_every_file_of_the_page_is_in_one_of_the_lists():
    listed = {
        *MODULES,
        *assets.PAGE_STYLES,
        *assets.MAP_STYLES,
        *assets.START_STYLES,
        *assets.LAYER_STYLES,
        *ALONE,
    }
    assert {path.name for path in STATIC.iterdir()} == listed


@pytest.mark.parametrize("name", MODULES)
def test_no_comment_takes_code_with_it_when_the_script_is_shrunk(name):
    # The joiner drops what lies between a line that begins with /** and the next line that ends with */.
    text = assets.static_text(name)
    for match in re.finditer(r"^\s*/\*\*.*?\*/\s*$", text, re.DOTALL | re.MULTILINE):
        assert match[0].count("*/") == 1, f"{name}: code between comments: {match[0]!r}"
    assert "/*" not in re.sub(r"/\*[^\n]*?\*/", "", assets.shrunk_script(text)), name


@pytest.mark.parametrize("name", sorted({*MODULES, *ALONE}))
def test_a_module_opens_with_what_it_is_for(name):
    assert re.match(r"// [A-Z]", assets.static_text(name))


@pytest.mark.parametrize("name", MODULES)
def test_no_module_makes_markup_or_code_out_of_text(name):
    hazards = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|\.srcdoc|setAttribute\(['\"]srcdoc|DOMParser"
        r"|\beval\(|\bnew Function\b|set(?:Timeout|Interval)\(['\"`]|\bfetch\(|XMLHttpRequest|WebSocket|sendBeacon"
    )
    assert hazards.findall(code_of(name)) == []


@pytest.mark.parametrize("names", LISTS.values(), ids=LISTS)
def test_the_joined_page_is_one_function_that_a_parser_takes(names, tmp_path):
    joined = assets.joined_scripts(names)
    assert joined.startswith("(function () {\n'use strict';\n")
    assert joined.endswith("})();\n")
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine")
    script = tmp_path / "joined.cjs"
    script.write_text(joined, encoding="utf-8")
    done = subprocess.run([node, "--check", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_typed_elements_are_those_of_the_template():
    types = (ROOT / "tests" / "web" / "js" / "types.d.ts").read_text(encoding="utf-8")
    body = types.split("interface PageElements {")[1].split("}")[0]
    typed = re.findall(r"^ +'?([a-z-]+)'?: HTML", body, re.MULTILINE)
    assert typed == sorted(typed)
    assert set(typed) == set(re.findall(r'\bid="([a-z-]+)"', assets.page_html()))


def test_what_a_module_asks_the_page_for_is_in_the_template_or_made_by_a_module():
    known = set(re.findall(r'\bid="([a-z-]+)"', assets.page_html())) | {"conflict-map-data"}
    code = {name: code_of(name) for name in MODULES}
    known |= {made for text in code.values() for made in re.findall(r"\{id: '([a-z-]+)'", text)}
    for name, text in code.items():
        asked = set(re.findall(r"getElementById\('([a-z-]+)'\)", text))
        assert asked <= known, f"{name}: {sorted(asked - known)}"


def test_the_lists_are_in_an_order_that_both_pages_share():
    shared = [name for name in assets.PAGE_SCRIPTS if name in assets.LAYER_SCRIPTS]
    ranks = [shared.index(name) for name in assets.LAYER_SCRIPTS if name in shared]
    assert all(a < b for a, b in pairwise(ranks))
