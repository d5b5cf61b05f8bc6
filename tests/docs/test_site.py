"""Builds the documentation's site as CI does, looks at every link of it, and opens it with the network off."""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

import conflict_map
from conflict_map.events import COLUMNS
from docs.site import gallery, links, made, pages

pytestmark = pytest.mark.docs

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> Path:
    """The whole site, built once."""
    if any(importlib.util.find_spec(name) is None for name in ("sphinx", "myst_parser", "furo")):
        if os.environ.get("CI") == "true":
            pytest.fail("no Sphinx here: pip install -e '.[docs]'")
        pytest.skip("no Sphinx here: pip install -e '.[docs]'")
    folder = tmp_path_factory.mktemp("docs") / "site"
    done = subprocess.run(
        [sys.executable, "-m", "docs.site.build", str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"wrote {folder / 'index.html'}\n"
    return folder


def page(site: Path, name: str) -> str:
    return (site / f"{name}.html").read_text(encoding="utf-8")


def test_every_document_is_on_the_site_and_every_link_leads_somewhere(site):
    missing = [
        path
        for path in pages.documents(ROOT)
        if not (site / pages.page_of(path)).with_suffix(".html").exists()
    ]
    assert not missing
    assert not list(links.faults(site))


def test_every_public_name_column_and_map_is_there(site):
    told = page(site, "reference-python")
    assert not [name for name in conflict_map.__all__ if f'id="conflict_map.{name}"' not in told]
    told = page(site, "reference-columns")
    assert not [column.name for column in COLUMNS if f">{column.name}<" not in told]
    told = page(site, "gallery")
    for drawn in gallery.MAPS:
        assert f'href="maps/{drawn.name}.html"' in told
        assert (site / "maps" / f"{drawn.name}.html").stat().st_size > 0
        assert (site / "_images" / f"{drawn.name}.png").stat().st_size > 0


def test_no_path_of_the_machine_is_on_the_site(site):
    words = [str(ROOT), str(site), str(Path.home()) + os.sep]
    for path in site.rglob("*"):
        if path.suffix in {".html", ".js", ".css", ".inv"}:
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not [word for word in words if word in text], path.name


def test_in_a_browser_without_a_network_the_site_asks_for_nothing_but_its_own_files(chromium, site):
    context = chromium.new_context(offline=True)
    asked, faults = [], []
    tab = context.new_page()
    tab.on("request", lambda request: asked.append(request.url))
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.on("requestfailed", lambda request: faults.append(request.url))
    for path in sorted(site.rglob("*.html")):
        if path.parent.name != "maps":
            tab.goto(path.as_uri())
    tab.goto((site / "search.html").as_uri() + "?q=coarsen")
    tab.wait_for_selector("#search-results li a")
    assert tab.locator("#search-results li a", has_text="Do no harm").count() == 1
    tab.goto((site / "gallery.html").as_uri())
    tab.get_by_text("Open the map").first.click()
    tab.wait_for_selector(".event")
    assert tab.evaluate("conflictMap.ready.then(() => conflictMap.total)") == 12
    context.close()
    own = site.as_uri() + "/"
    assert not [url for url in asked if not url.startswith((own, "data:", "blob:"))]
    assert not faults


def test_the_checker_finds_what_is_wrong(tmp_path):
    (tmp_path / "a.html").write_text(
        '<link rel="stylesheet" href="https://fonts.example.org/a.css"><a href="b.html#x">x</a>'
        '<a href="c.html">c</a><img src="a.png"><a href="ftp://example.org">f</a>'
        '<a href="https://nohost">h</a><a href="https://example.org/">fine</a>'
    )
    (tmp_path / "b.html").write_text('<p id="y"><a href="a.html">a</a>')
    (tmp_path / "c.css").write_text("@import 'https://fonts.example.org/b.css';")
    found = list(links.faults(tmp_path))
    assert len(found) == 7
    assert sum("no such anchor" in fault for fault in found) == 1


def test_links_between_documents_become_links_between_pages_and_no_others():
    known = ["README.md", "SECURITY.md", "docs/reference.md", "docs/how-to/acled.md"]
    text = "[a](../../SECURITY.md#privacy) [b](../reference.md) [c](../../gazetteer) `[d](x.md)` [e](#f)\n```\n[g](h.md)\n```"
    assert pages.relinked(text, "docs/how-to/acled.md", known, ROOT) == (
        "[a](../security.md#privacy) [b](../reference.md) c `[d](x.md)` [e](#f)\n```\n[g](h.md)\n```"
    )
    with pytest.raises(SystemExit, match="leads to nothing"):
        pages.relinked("[x](nothing.md)", "README.md", known, ROOT)


@pytest.mark.parametrize("module", [pages, made, gallery], ids=lambda m: m.__name__)
def test_the_examples_in_the_builder_hold(module):
    failed, tried = doctest.testmod(importlib.reload(module))
    assert tried
    assert not failed
