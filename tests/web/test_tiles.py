"""Tiles that somebody asked for: named, allowed, credited, and the map without them."""

from __future__ import annotations

import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from conflict_map.errors import UsageError
from conflict_map.web import ConflictMap
from conflict_map.web.tiles import tiles_of
from tests.conftest import until
from tests.web import samples

_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415408d763f8cfc00000030101003b2d1c0a0000000049454e44ae426082"
)


@pytest.fixture
def server():
    """A real server of tiles on loopback; it keeps what was asked of it."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            self.server.asked.append((self.path, self.headers.get("Referer")))
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(_PIXEL)

        def log_message(self, *_arguments):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.asked = []
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


@pytest.mark.page
def test_tiles_come_from_the_host_that_the_page_names_and_the_policy_allows(
    chromium, tmp_path, server
):
    host = f"http://127.0.0.1:{server.server_port}"
    page = ConflictMap(
        samples.story(),
        tiles=host + "/{z}/{x}/{y}.png",
        attr='© <a href="https://e.example">Some</a> maps',
    )
    path = tmp_path / "tiles.html"
    page.save(path)
    text = path.read_text(encoding="utf-8")
    assert re.search(r"img-src [^;]*" + re.escape(host), text)
    opened = chromium.new_page()
    opened.goto(path.as_uri())
    opened.evaluate("conflictMap.ready")
    until(opened, "document.querySelectorAll('.leaflet-tile-loaded').length > 0")
    assert server.asked
    assert all(re.fullmatch(r"/\d+/\d+/\d+\.png", asked) for asked, _ in server.asked)
    said = opened.inner_text("#sources-line")
    assert "© Some maps" in said
    assert host in said
    opened.click("#about-summary")
    assert host in opened.inner_text("#about-body")
    assert opened.evaluate("conflictMap.positions().length") == 12
    opened.close()


@pytest.mark.page
def test_without_an_answer_the_ground_is_still_drawn_and_the_reader_is_told(chromium, tmp_path):
    path = tmp_path / "tiles.html"
    ConflictMap(samples.story(), tiles="http://127.0.0.1:9/{z}/{x}/{y}.png").save(path)
    opened = chromium.new_page()
    opened.goto(path.as_uri())
    opened.evaluate("conflictMap.ready")
    until(opened, "document.getElementById('tiles-said').textContent.length > 0")
    assert "could not be loaded" in opened.inner_text("#tiles-said")
    drawn = opened.evaluate(
        """() => { const c = document.querySelector('.leaflet-cm-ground-pane canvas');
             const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data; const seen = new Set();
             for (let i = 0; i < d.length; i += 400) seen.add(d[i] + ',' + d[i + 1] + ',' + d[i + 2]);
             return seen.size; }"""
    )
    assert drawn > 3
    opened.close()


def test_a_page_without_tiles_names_no_host_and_sends_no_referrer():
    text = ConflictMap(samples.story()).get_root().render()
    assert "img-src data: blob:;" in text
    assert '<meta name="referrer" content="no-referrer">' in text


@pytest.mark.parametrize(
    "tiles", ["javascript:alert({x}{y}{z})", "http://e.example/{z}/{x}", "Nowhere.Map", "Jawg.Dark",
              "https://e.example/{z}/{x}/{y}'-alert(1)-'"]
)  # fmt: skip
def test_what_is_no_address_of_tiles_is_refused_in_one_line(tiles):
    with pytest.raises(UsageError, match="tiles: ") as refused:
        tiles_of(tiles)
    assert "\n" not in str(refused.value)
