"""A geocoder's server on 127.0.0.1 that behaves as it is told, and notes what it was asked."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

Behave = Callable[["Handler"], None]


def place(
    name: str = "Qarqmish", lat: object = "36.05", lon: object = "36.9", **more: object
) -> dict:
    """Give a place as Nominatim does; the names are invented."""
    return {
        "osm_type": "node", "osm_id": 4711, "lat": lat, "lon": lon, "class": "place",
        "type": "village", "display_name": f"{name}, Somewhere, Syria",
        "address": {"country_code": "sy"}, **more,
    }  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.asked.append(dict(parse_qs(urlsplit(self.path).query), path=[self.path]))
        self.server.times.append(time.monotonic())
        self.server.headers.append(dict(self.headers))
        with contextlib.suppress(OSError):
            self.server.behave(self)

    def log_message(self, *_: object) -> None:
        pass

    def send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, behave: Behave) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.behave = behave
        self.asked: list[dict] = []
        self.times: list[float] = []
        self.headers: list[dict] = []

    @property
    def domain(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def handle_error(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def serving(behave: Behave) -> Iterator[Server]:
    server = Server(behave)
    thread = threading.Thread(
        target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
    )
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def answers(*places: dict, status: int = 200, **headers: str) -> Behave:
    body = json.dumps(list(places)).encode()
    return lambda handler: handler.send(body, status, **headers)


def says(body: bytes | str, status: int = 200, **headers: str) -> Behave:
    raw = body.encode() if isinstance(body, str) else body
    return lambda handler: handler.send(raw, status, **headers)


def in_turn(*behaviours: Behave) -> Behave:
    """Behave as each in turn, the last for ever."""
    left = list(behaviours)

    def behave(handler: Handler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return behave


def never(_: Handler) -> None:
    """Take the question and say nothing."""
    time.sleep(3)


def drip(handler: Handler) -> None:
    """Send a byte now and then, so that no single wait is long."""
    for byte in b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100:
        handler.wfile.write(bytes([byte]))
        handler.wfile.flush()
        time.sleep(0.1)


def broken_off(handler: Handler) -> None:
    """Promise more bytes than are sent."""
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'[{"lat"')
    handler.close_connection = True
