"""The one guarded way to an online geocoder's server, in geopy's terms; knows no places.

No message that is made here holds the address that was asked: it carries the place name, and
perhaps a key.
"""

from __future__ import annotations

import http.client
import json
import ssl
import threading
from typing import TYPE_CHECKING, Any, Final, NoReturn
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    getproxies,
)

from geopy.adapters import AdapterHTTPError, BaseSyncAdapter

from conflict_map.errors import UsageError
from conflict_map.gazetteer.faults import (
    MalformedError,
    OwnWordsError,
    RefusedError,
    SlowError,
    UnreachableError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from contextlib import AbstractContextManager

MOST_BYTES: Final = 2_000_000
"""A list of ten places is some 10 kB; what is a hundred times that is no answer to a name."""
_MOST_REDIRECT_BYTES: Final = 100


class GuardedAdapter(BaseSyncAdapter):  # type: ignore[misc]
    """Fetch for geopy with a deadline for the whole answer, a limit on its size, and no redirect.

    ``turn`` is entered with scheme and host (with port) before every connection, and gives the
    seconds that are left for it; what it raises keeps the connection from being opened.
    """

    def __init__(
        self,
        *,
        proxies: Mapping[str, str] | None,
        ssl_context: ssl.SSLContext | None,
        turn: Callable[[str, str], AbstractContextManager[float]],
    ) -> None:
        super().__init__(proxies=proxies, ssl_context=ssl_context)
        context = ssl_context or ssl.create_default_context()
        if context.verify_mode is not ssl.CERT_REQUIRED or not context.check_hostname:
            raise UsageError(
                "the geocoder's ssl_context does not check certificates; give one that does,"
                " with your own authority loaded if need be"
            )
        self._turn = turn
        self._opener = OpenerDirector()
        for handler in (
            ProxyHandler(dict(getproxies() if proxies is None else proxies)),
            HTTPHandler(),
            HTTPSHandler(context=context),
            HTTPErrorProcessor(),
            HTTPDefaultErrorHandler(),
        ):
            self._opener.add_handler(handler)

    def get_json(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> Any:
        """Give the JSON that an address answers with; an empty object or a bare value is none."""
        text = self.get_text(url, timeout=timeout, headers=headers)
        try:
            answer = json.loads(text, parse_constant=_no_number)
        except (ValueError, RecursionError):
            raise MalformedError("the answer is no JSON") from None
        # geopy's parsers take {}, null and "" for "not found"; no server says it so.
        if not isinstance(answer, (dict, list)) or answer == {}:
            raise MalformedError("the answer is JSON of another shape")
        return answer

    def get_text(self, url: str, *, timeout: float, headers: Mapping[str, str]) -> str:
        """Give the text that an address answers with, all of it within ``timeout`` seconds."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise RefusedError("the geocoder's address is not one of http or https")
        with self._turn(parts.scheme, parts.netloc.rpartition("@")[2]) as left_s:
            return self._within(min(timeout, left_s), url, headers)

    def _within(self, timeout: float, url: str, headers: Mapping[str, str]) -> str:
        """Fetch in a thread: time-outs of sockets start anew with every byte, this one does not."""
        got: list[str | Exception] = []

        def fetch() -> None:
            try:
                got.append(self._fetch(url, timeout, headers))
            except Exception as error:  # noqa: BLE001 - carried over to the thread that waits
                got.append(error)

        thread = threading.Thread(target=fetch, daemon=True)
        thread.start()
        thread.join(timeout)
        if not got:
            raise SlowError(f"no answer within {timeout:.0f} s")
        if isinstance(got[0], Exception):
            raise got[0]
        return got[0]

    def _fetch(self, url: str, timeout: float, headers: Mapping[str, str]) -> str:
        # No compression is asked for: a small answer cannot unpack to a large one.
        request = Request(url, headers=dict(headers) | {"Accept-Encoding": "identity"})  # noqa: S310 - see get_text
        try:
            with self._opener.open(request, timeout=timeout) as page:
                return _body(page)
        except HTTPError as error:
            with error:
                raise _http_error(error, url) from None
        except URLError as error:
            raise _unreachable(error.reason) from None
        except (OSError, http.client.HTTPException) as error:
            raise _unreachable(error) from None


def _no_number(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")


def _body(page: http.client.HTTPResponse) -> str:
    """Read an answer up to the limit."""
    if page.headers.get("Content-Encoding", "identity").strip().lower() != "identity":
        raise MalformedError("the answer is packed, which was not asked for")
    body = page.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise MalformedError(f"the answer is longer than {MOST_BYTES:,} bytes")
    if page.length:  # what the server promised and did not send
        raise UnreachableError("the answer broke off")
    try:
        return body.decode(page.headers.get_content_charset() or "utf-8")
    except (UnicodeDecodeError, LookupError):
        raise MalformedError("the answer is not in its stated encoding") from None


def _http_error(error: HTTPError, url: str) -> Exception:
    if 300 <= error.code < 400:
        there, here = urlsplit(error.headers.get("Location", "")), urlsplit(url)
        host = (there.hostname or here.hostname or "")[:_MOST_REDIRECT_BYTES]
        whither = ascii(f"{there.scheme or here.scheme}://{host}")
        return RefusedError(
            f"it redirects to {whither}, and redirects are not followed; if you trust that"
            " address, give it as the geocoder's own"
        )
    headers = {name.lower(): value for name, value in error.headers.items()}
    fault: Exception = AdapterHTTPError(
        f"status {error.code}", status_code=error.code, headers=headers, text=""
    )
    return fault


def _unreachable(reason: object) -> OwnWordsError:
    """Tell time-outs, wrong certificates and broken connections apart."""
    if isinstance(reason, TimeoutError):
        return SlowError("the connection timed out")
    if isinstance(reason, ssl.SSLCertVerificationError):
        return RefusedError(f"its certificate is refused ({reason.verify_message})")
    if isinstance(reason, ssl.SSLError):
        return RefusedError(f"no safe connection can be made ({reason.reason or 'TLS'})")
    if isinstance(reason, http.client.HTTPException):
        return UnreachableError(f"the answer broke off ({type(reason).__name__})")
    told = getattr(reason, "strerror", None) or type(reason).__name__
    return UnreachableError(f"it cannot be reached ({told})")
