"""Notebooks in a real JupyterLab and a real Chromium: the map is shown, brushed, and answers."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request

import nbformat
import pytest

import conflict_map as cm
from tests.notebook.notebooks import READ, ROOT, executed, notebook_of

pytestmark = pytest.mark.jupyter
WAIT_MS = 120_000
TOKEN = "for-this-test-only"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """Give the address of a JupyterLab on this machine, and the folder that it serves."""
    if importlib.util.find_spec("jupyterlab") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("no jupyterlab here: it is in the extra 'test'")
        pytest.skip("no jupyterlab here")
    home = tmp_path_factory.mktemp("home")
    root = home / "notebooks"
    root.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    places = ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR")
    env = {
        **os.environ,
        **{f"JUPYTER_{name}": str(home / name) for name in places},
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
        "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")])),
    }
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ip=127.0.0.1",
        f"--port={port}", "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}",
        f"--ServerApp.root_dir={root}", "--LabApp.news_url=None", "--LabApp.extension_manager=readonly",
        "--LabApp.expose_app_in_browser=True",
    ]  # fmt: skip
    with (home / "log").open("w+", encoding="utf-8") as log:
        server = subprocess.Popen(command, cwd=root, env=env, stdout=log, stderr=log)
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for_answer(f"{address}/api/status?token={TOKEN}", server, home / "log")
            yield address, root
        finally:
            server.terminate()
            try:
                server.wait(30)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait_for_answer(url: str, server: subprocess.Popen, log) -> None:
    for _ in range(400):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                assert json.load(answer)["started"]
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"JupyterLab did not start: {log.read_text(encoding='utf-8')[-2000:]}")


class Notebook:
    """A notebook that is open in JupyterLab."""

    def __init__(self, chromium, lab, notebook, name: str) -> None:
        address, root = lab
        nbformat.write(notebook, root / name)
        self.context = chromium.new_context(viewport={"width": 1200, "height": 1400})
        self.strangers: list[str] = []
        self.context.route("**/*", self._route)
        self.own = address
        self.page = self.context.new_page()
        self.page.set_default_timeout(WAIT_MS)
        # A workspace of its own: JupyterLab opens again what was open before.
        view = f"lab/workspaces/{name.split('.', maxsplit=1)[0]}/tree/{name}"
        self.page.goto(f"{address}/{view}?token={TOKEN}", wait_until="commit")
        self.page.wait_for_selector(".jp-Notebook .jp-Cell .cm-content")

    def _route(self, route) -> None:
        if route.request.url.startswith((self.own, "data:", "blob:", "about:")):
            route.continue_()
        else:
            self.strangers.append(route.request.url)
            route.abort()

    def wait_for_kernel(self) -> None:
        self.page.get_by_text("| Idle").wait_for()

    def cell(self, number: int):
        return self.page.locator(f".jp-Notebook .jp-Cell >> nth={number}")

    def run(self, number: int) -> str:
        """Run a cell, wait until it has run, and give what its last expression is as text."""
        return self.page.evaluate(
            """async number => {
                 const notebook = jupyterapp.shell.currentWidget.content;
                 notebook.activeCellIndex = number;
                 await jupyterapp.commands.execute('notebook:run-cell');
                 const outputs = notebook.widgets[number].model.outputs.toJSON();
                 return outputs.map(each => each.data ? each.data['text/plain'] : each.traceback || each.text).join();
               }""",
            number,
        )

    def frame(self, number: int):
        """Give the frame of a map, open and drawn."""
        handle = self.cell(number).locator("iframe")
        handle.wait_for(state="attached")
        frame = handle.element_handle().content_frame()
        frame.wait_for_selector(".event")
        frame.evaluate("conflictMap.ready")
        return frame

    def wait_for_answer(self, number: int, wanted: str) -> None:
        """Run a cell again until it gives the answer: what the page tells is on its way."""
        got = ""
        for _ in range(120):
            got = self.run(number)
            if got == wanted:
                return
            self.page.wait_for_timeout(500)
        pytest.fail(f"expected {wanted!r}, got {got!r}")


@pytest.fixture
def open_notebook(chromium, lab):
    opened: list[Notebook] = []

    def open_it(notebook, name: str) -> Notebook:
        opened.append(Notebook(chromium, lab, notebook, name))
        return opened[-1]

    yield open_it
    for each in opened:
        each.page.evaluate("jupyterapp.shell.currentWidget.sessionContext.shutdown()")
        each.context.close()
    assert [url for each in opened for url in each.strangers] == []


def table() -> cm.EventSet:
    with pytest.warns(UserWarning, match="rows rejected"):
        return cm.read_events(ROOT / "examples" / "events.csv")


MARKS = """() => {
  const canvas = [...document.querySelectorAll('.leaflet-cm-marks-pane canvas, canvas.leaflet-zoom-hide')].at(-1);
  const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
  let drawn = 0;
  for (let i = 3; i < pixels.length; i += 4) if (pixels[i]) drawn++;
  return drawn;
}"""


def test_a_set_shows_its_marks_and_the_widget_gives_back_what_is_brushed(open_notebook):
    events = table()
    opened = open_notebook(
        notebook_of(
            READ + "events",
            "w = cm.ConflictMapWidget(events, title='Brushed')\nw",
            "len(w.shown), w.date_range, list(w.selected), w.fault",
            "w.events = events.of_type('Battles')\nw.select(w.events.ids[0])",
        ),
        "two_ways.ipynb",
    )
    opened.wait_for_kernel()
    opened.run(0)
    frame = opened.frame(0)
    assert frame.evaluate("conflictMap.positions().length") == 30
    frame.wait_for_function(f"() => ({MARKS})() > 100")

    opened.run(1)
    frame = opened.frame(1)
    opened.wait_for_answer(2, "(30, None, [], '')")
    handle = frame.locator("#handle-from")
    for _ in range(5):
        handle.press("ArrowRight")
    first, last = "2024-03-09", "2024-03-25"
    left = events.between(first, last)
    assert 0 < len(left) < 30
    opened.wait_for_answer(2, f"({len(left)}, ('{first}', '{last}'), [], '')")

    # A notebook that moves its cells loads the frame again: the brush stays where it was.
    opened.page.evaluate(
        "() => { const last = [...document.querySelectorAll('.jp-Notebook iframe')].at(-1); last.parentElement.append(last); }"
    )
    frame = opened.frame(1)
    frame.wait_for_function(f"() => conflictMap.shown().length === {len(left)}")
    opened.wait_for_answer(2, f"({len(left)}, ('{first}', '{last}'), [], '')")

    opened.run(3)
    battles = events.of_type("Battles")
    frame.wait_for_function(f"() => conflictMap.total === {len(battles)}")
    chosen = battles.ids[0]
    opened.wait_for_answer(2, f"({len(battles)}, None, ['{chosen}'], '')")
    assert frame.locator("#list [aria-current=true]").count() == 1


def test_a_notebook_that_nobody_trusts_says_what_its_map_holds(open_notebook, tmp_path):
    opened = open_notebook(executed([READ, "events"], tmp_path), "stranger.ipynb")
    output = opened.cell(1).locator(".jp-OutputArea-output")
    output.wait_for()
    assert re.search("30 events, 30 placed, 0 not placed", output.inner_text())
    assert opened.page.locator(".jp-OutputArea iframe").count() == 0
