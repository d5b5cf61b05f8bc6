"""Shared by the tests that open a page: one headless Chromium, cut off from every network."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

# A law holds however slow the machine is.
hypothesis.settings.register_profile("conflict-map", deadline=None)
hypothesis.settings.load_profile("conflict-map")

# The tests know the shipped gazetteer only, whatever its user has added on this machine.
os.environ["CONFLICT_MAP_GAZETTEER"] = ""

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)


ROOT = Path(__file__).parents[1]


def environment(**more: str) -> dict[str, str]:
    """Give what a process of the command may know: this checkout, and nothing of our Python."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run the command in a folder of its own, as a user would; ``more`` is environment."""

    def go(*arguments: object, stdin: bytes | None = None, **more: str):
        return subprocess.run(
            [sys.executable, "-m", "conflict_map", *map(str, arguments)],
            cwd=tmp_path, input=stdin, capture_output=True, env=environment(**more),
            check=False, timeout=120,
        )  # fmt: skip

    return go


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """Give a real browser; without one, skip here and fail where CI promises one."""
    if CHROMIUM is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no chromium on this machine: install it, the pages are tested in it")
        pytest.skip("no chromium on this machine")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Opened:
    """A page in the browser, with everything it did that a map must not do."""

    def __init__(self, browser, path: Path, **options: object) -> None:
        self.context = browser.new_context(accept_downloads=True, **options)
        self.faults: list[str] = []
        page = self.page = self.context.new_page()
        page.on("console", lambda m: m.type in {"error", "warning"} and self.faults.append(m.text))
        page.on("pageerror", lambda error: self.faults.append(f"exception: {error}"))
        page.on("dialog", lambda d: (self.faults.append(f"dialog: {d.message}"), d.dismiss()))
        self.context.route("**/*", self._route)
        self.allowed = path.as_uri()
        page.goto(self.allowed)
        # A map unpacks itself after it has loaded; what is not a map, or cannot open, is not waited for.
        page.evaluate("window.conflictMap?.ready?.then(() => {}, () => {})")

    def _route(self, route) -> None:
        url = route.request.url
        if url.split("#", maxsplit=1)[0] == self.allowed:
            route.continue_()
        else:
            self.faults.append(f"request: {url}")
            route.abort()

    def run(self, script: str, *arguments: object):
        return self.page.evaluate(script, *arguments)

    def until(self, script: str) -> None:
        """Wait until an expression is true in the page; its policy lets nobody poll by ``eval``."""
        until(self.page, script)


def until(page, script: str, *, patience_s: int = 60) -> None:
    """Wait until an expression is true in a page."""
    for _ in range(patience_s * 20):
        if page.evaluate(script):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not true after {patience_s} s: {script}")


@pytest.fixture
def open_page(chromium: object, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Open HTML in the browser; at the end no page may have asked for anything or failed."""
    pages: list[Opened] = []

    def open_it(html: str, **options: object) -> Opened:
        path = tmp_path / f"page{len(pages)}.html"
        path.write_text(html, encoding="utf-8", errors="surrogatepass")
        pages.append(Opened(chromium, path, **options))
        return pages[-1]

    yield open_it
    for opened in pages:
        opened.context.close()
    assert [fault for opened in pages for fault in opened.faults] == []
