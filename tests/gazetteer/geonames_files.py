"""Files in the formats of GeoNames with invented places, and a loopback server that misbehaves."""

from __future__ import annotations

import io
import re
import threading
import zipfile
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def dump_row(
    number, name, lat, lon, *, cls="P", code="PPL", country="RU", admin1="10", admin2="",
    alternates="", people=0,
):  # fmt: skip
    cells = [
        number, name, name, alternates, lat, lon, cls, code, country, "", admin1, admin2, "", "",
        people, "", 300, "Asia/Damascus", "2024-01-01",
    ]  # fmt: skip
    return "\t".join(map(str, cells)) + "\n"


def name_row(number, place, name, language=""):
    return "\t".join(map(str, [number, place, language, name, "", "", "", "", "", ""])) + "\n"


PLACES = (
    dump_row(90_000_001, "Tall Zarqa", 35.5, 37.5, alternates="Tell Zarqa,تل الزرقاء")
    + dump_row(90_000_002, "Kafr Sumaq", 35.6, 37.6, people=1200)
    + dump_row(90_000_003, "Wādī Zarqā", 35.4, 37.4, cls="H", code="WAD")
    + dump_row(90_000_004, "Zarqa District", 35.5, 37.5, cls="A", code="ADM2", admin2="77")
    + dump_row(90_000_005, "Zarqa Air Base", 35.52, 37.52, cls="S", code="AIRB")
)
NAMES = (
    name_row(1, 90_000_002, "Kafar Soumaq", "fr")
    + name_row(2, 90_000_002, "كفر سماق", "ar")
    + name_row(3, 90_000_002, "https://example.org/kafr", "link")
    + name_row(4, 77_777_777, "Of another country", "en")
)


def zipped(name, text):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("readme.txt"), "synthetic")
        file.writestr(zipfile.ZipInfo(name), text, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


class Server:
    """Serves files from memory; ``cut`` and others say how it misbehaves."""

    def __init__(self):
        self.files: dict[str, bytes] = {}
        self.requests: list[tuple[str, str | None]] = []
        self.cut: dict[str, int] = {}
        """Bytes after which the line breaks, per path; as often as ``cuts`` says."""
        self.cuts = 1
        self.redirect: dict[str, str] = {}
        self.status: dict[str, int] = {}
        self.etag: str | None = '"one"'
        self.url = ""


class _Handler(BaseHTTPRequestHandler):
    world: Server

    def log_message(self, *_):
        pass

    def do_GET(self):
        world, path = self.world, self.path
        world.requests.append((path, self.headers.get("Range")))
        if path in world.redirect:
            self.send_response(302)
            self.send_header("Location", world.redirect[path])
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if path in world.status or path not in world.files:
            self.send_error(world.status.get(path, 404))
            return
        if world.etag and self.headers.get("If-None-Match") == world.etag:
            self.send_response(304)
            self.end_headers()
            return
        whole = world.files[path]
        start = 0
        asked = re.match(r"bytes=(\d+)-", self.headers.get("Range") or "")
        if asked and self.headers.get("If-Range") == world.etag:
            start = int(asked[1])
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(whole) - 1}/{len(whole)}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(len(whole) - start))
        if world.etag:
            self.send_header("ETag", world.etag)
        self.end_headers()
        body = whole[start:]
        if path in world.cut and world.cuts > 0:
            world.cuts -= 1
            body = body[: world.cut[path]]
            self.close_connection = True
        self.wfile.write(body)


@contextmanager
def serving(files):
    world = Server()
    world.files = dict(files)
    handler = type("Handler", (_Handler,), {"world": world})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    world.url = f"http://127.0.0.1:{server.server_port}/dump/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield world
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def country_files():
    return {
        "/dump/RU.zip": zipped("RU.txt", PLACES),
        "/dump/alternatenames/RU.zip": zipped("RU.txt", NAMES),
    }
