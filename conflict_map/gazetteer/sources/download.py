"""Fetches a file from one named host, whole and resumable; the only module that uses the network.

It knows no format of what it fetches.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import time
import urllib.error
import urllib.request
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

from conflict_map.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

_CHUNK: Final = 1 << 16
_TRIES: Final = 3
"""So many times in a row without a new byte, and it gives up."""
_MOST_TRIES: Final = 100
_PAUSE_S: Final = 0.5
_TIMEOUT_S: Final = 30.0
"""Of one wait for the server, not of the whole file."""
_LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})
_AGENT: Final = "conflict-map (https://pypi.org/project/conflict-map)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A file that was fetched, or that the server says is unchanged."""

    path: Path | None
    """None where it is unchanged since ``etag``."""
    url: str
    etag: str | None


@dataclass(slots=True)
class _Part:
    """What lies on disk of a file: its bytes so far, and which version they are of."""

    path: Path
    etag: str | None = None
    total: int | None = None
    notes: Path = field(init=False)

    def __post_init__(self) -> None:
        self.notes = self.path.with_name(self.path.name + ".json")

    def recall(self, url: str) -> None:
        """Read what an earlier run has noted; bytes of unknown version are dropped."""
        try:
            noted = json.loads(self.notes.read_text(encoding="utf-8"))
            if noted["url"] == url and noted["etag"]:
                self.etag = str(noted["etag"])
                return
        except (OSError, ValueError, KeyError, TypeError):
            pass
        self.drop()

    def note(self, url: str) -> None:
        self.notes.write_text(json.dumps({"url": url, "etag": self.etag}), encoding="utf-8")

    def drop(self) -> None:
        for path in (self.path, self.notes):
            with suppress(FileNotFoundError):
                path.unlink()
        self.etag = None

    @property
    def size(self) -> int:
        try:
            return self.path.stat().st_size
        except OSError:
            return 0


class _OneHost(urllib.request.HTTPRedirectHandler):
    """Follows a redirection within the host and scheme that the user named, and no other."""

    def redirect_request(  # noqa: PLR0917 - the standard library's own signature
        self, req: urllib.request.Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> urllib.request.Request | None:
        there = urlsplit(urljoin(req.full_url, newurl))
        here = urlsplit(req.full_url)
        if (there.scheme, there.netloc) != (here.scheme, here.netloc):
            raise InputError(
                f"{req.full_url}: the server sends to {there.scheme}://{there.netloc}, which was "
                "not asked for; if you trust it, name it with --base-url"
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def check_base(base_url: str) -> str:
    """Give a base URL with its final slash; only https, and http to this machine itself.

    >>> check_base("https://download.geonames.org/export/dump")
    'https://download.geonames.org/export/dump/'

    Raises
    ------
    UsageError
        If it is another scheme, has no host, or carries a user name or query.
    """
    try:
        parts = urlsplit(base_url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise UsageError(f"--base-url {base_url}: {error}") from None
    if parts.scheme == "http" and host in _LOOPBACK:
        pass
    elif parts.scheme != "https" or not host:
        raise UsageError(f"--base-url {base_url}: expected https://host/path/")
    if parts.username or parts.query or parts.fragment:
        raise UsageError(f"--base-url {base_url}: expected no user name, query or fragment")
    return base_url.rstrip("/") + "/"


def fetch(
    url: str,
    folder: Path,
    *,
    known_etag: str | None = None,
    tick: Callable[[str, int, int | None], None],
    timeout_s: float = _TIMEOUT_S,
) -> Fetched:
    """Fetch a URL into a folder, going on where an earlier run was cut off.

    The bytes are whole by the server's count, and of one version by its ETag. ``tick`` is told
    the file, the bytes so far and their total, where known. With ``known_etag`` the server may
    answer that nothing has changed.

    Raises
    ------
    InputError
        If there is no network, no such file, or the server keeps breaking off; what came is kept
        for the next run where the server says which version it is of.
    """
    name = _file_name(url)
    part = _Part(folder / f"{name}.part")
    part.recall(url)
    opener = _opener(url)
    idle = 0
    for _ in range(_MOST_TRIES):
        before = part.size
        try:
            if not _go_on(opener, url, part, known_etag=known_etag, tick=tick, timeout_s=timeout_s):
                return Fetched(path=None, url=url, etag=known_etag)
            break
        except urllib.error.HTTPError as error:
            with error:
                _answered(error, url, part)
            idle += 1
            reason = f"HTTP {error.code} {error.reason}"
        except (urllib.error.URLError, http.client.HTTPException, TimeoutError, OSError) as error:
            if _is_disk(error):
                raise
            reason = str(getattr(error, "reason", None) or error or type(error).__name__)
            idle = 0 if part.size > before else idle + 1
        if idle >= _TRIES:
            raise InputError(_advice(url, reason, part.size))
        time.sleep(_PAUSE_S * idle)
    else:
        raise InputError(_advice(url, "the server keeps breaking off", part.size))
    target = folder / name
    part.path.replace(target)
    with suppress(FileNotFoundError):
        part.notes.unlink()
    return Fetched(path=target, url=url, etag=part.etag)


def _file_name(url: str) -> str:
    name = urlsplit(url).path.rsplit("/", 1)[-1]
    if not re.fullmatch(r"[A-Za-z0-9._-]+", name):
        raise UsageError(f"{url}: expected the name of a file at its end")
    # Two folders of GeoNames have files of one name: the folder tells them apart.
    return re.sub(r"[^A-Za-z0-9._-]", "_", "_".join(urlsplit(url).path.split("/")[-2:]).strip("_"))


def _opener(url: str) -> urllib.request.OpenerDirector:
    handlers: list[urllib.request.BaseHandler] = [_OneHost()]
    if urlsplit(url).hostname in _LOOPBACK:
        handlers.append(urllib.request.ProxyHandler({}))
    return urllib.request.build_opener(*handlers)


def _go_on(
    opener: urllib.request.OpenerDirector,
    url: str,
    part: _Part,
    *,
    known_etag: str | None,
    tick: Callable[[str, int, int | None], None],
    timeout_s: float,
) -> bool:
    """Ask for the rest and store it; False if the server says that nothing has changed."""
    headers = {"User-Agent": _AGENT, "Accept-Encoding": "identity"}
    if part.size and part.etag:
        headers |= {"Range": f"bytes={part.size}-", "If-Range": part.etag}
    elif known_etag:
        headers["If-None-Match"] = known_etag
    request = urllib.request.Request(url, headers=headers)  # noqa: S310 - checked by check_base
    try:
        answer = opener.open(request, timeout=timeout_s)
    except urllib.error.HTTPError as error:
        if error.code == http.HTTPStatus.NOT_MODIFIED:
            error.close()
            return False
        raise
    with answer:
        start = _start(answer.headers, answer.status, part.size)
        if start == 0:
            part.etag = _strong(answer.headers.get("ETag"))
            part.note(url)
        length = answer.headers.get("Content-Length")
        part.total = start + int(length) if length and length.isdigit() else None
        with part.path.open("r+b" if start else "wb") as file:
            file.seek(start)
            file.truncate()
            while chunk := answer.read(_CHUNK):
                file.write(chunk)
                tick(urlsplit(url).path.rsplit("/", 1)[-1], file.tell(), part.total)
            size = file.tell()
            file.flush()
            os.fsync(file.fileno())
    if part.total is not None and size < part.total:
        raise http.client.IncompleteRead(b"", part.total - size)
    return True


def _start(headers: Mapping[str, str], status: int, size: int) -> int:
    """Give where the answer begins: at the bytes that were asked for, or anew."""
    if status != http.HTTPStatus.PARTIAL_CONTENT:
        return 0
    match = re.match(r"bytes (\d+)-", headers.get("Content-Range") or "")
    if not match or int(match[1]) != size:
        raise http.client.HTTPException("the server sent another part than was asked for")
    return size


def _strong(etag: str | None) -> str | None:
    """Give an ETag that promises the same bytes; a weak one does not."""
    return etag if etag and etag.startswith('"') else None


def _answered(error: urllib.error.HTTPError, url: str, part: _Part) -> None:
    """Give up on an answer that another try will not change; else return."""
    if error.code == http.HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and part.size:
        part.drop()
        return
    if error.code in (http.HTTPStatus.NOT_FOUND, http.HTTPStatus.GONE):
        raise InputError(f"{url}: the server has no such file (HTTP {error.code})") from None
    if error.code < http.HTTPStatus.INTERNAL_SERVER_ERROR:
        raise InputError(_advice(url, f"HTTP {error.code} {error.reason}", part.size)) from None


def _advice(url: str, reason: str, size: int) -> str:
    kept = f"; {size:,} bytes are kept, run it again to go on" if size else ""
    return (
        f"{url}: cannot be fetched ({reason}){kept}; or fetch it by hand and name the file: "
        f"conflict-map gazetteer add {url.rsplit('/', 1)[-1]}"
    )


def _is_disk(error: BaseException) -> bool:
    """Tell a full or forbidden disk from a broken line."""
    return (isinstance(error, OSError) and error.filename is not None) or (
        isinstance(error, OSError) and error.errno in (28, 122)
    )
