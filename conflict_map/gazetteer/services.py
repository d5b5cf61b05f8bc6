"""Sets up one of geopy's geocoders from a name and an address; asks it nothing."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from geopy.exc import GeopyError
from geopy.geocoders import SERVICE_TO_GEOCODER

from conflict_map.errors import UsageError

if TYPE_CHECKING:
    from geopy.geocoders.base import Geocoder

_KEYS: Final = ("api_key", "apikey", "subscription_key", "username")
"""What geopy's geocoders call the key of their service."""
_AGENT: Final = re.compile("[\x20-\x7e]{3,200}")


def service_geocoder(
    name: str, *, agent: str, url: str | None = None, key: str | None = None
) -> Geocoder:
    """Make the geopy geocoder of a service ("nominatim", "photon", "pelias" ...).

    ``agent`` is the User-Agent: who asks, and how to reach them. ``url`` is the address of a server
    of your own; without it the service's public one is meant. ``key`` is the service's key, where
    it wants one.

    Raises
    ------
    UsageError
        If there is no such service, the address is none, or the service needs what is not given.

    >>> service_geocoder("nominatim", agent="desk@example.org", url="http://localhost:8080/").api
    'http://localhost:8080/search'
    """
    kind = SERVICE_TO_GEOCODER.get(name.lower())
    if kind is None:
        known = ", ".join(sorted(SERVICE_TO_GEOCODER))
        raise UsageError(f"no online geocoder is called {name!r}; geopy has {known}")
    if not _AGENT.fullmatch(agent):
        raise UsageError("the agent must say who asks, in 3 to 200 plain characters")
    takes = inspect.signature(kind.__init__).parameters
    options: dict[str, Any] = {"user_agent": agent}
    if url is not None:
        options |= _address(name, url, takes.keys())
    for parameter in _KEYS:
        if key and parameter in takes:
            options[parameter] = key
    needed = {
        p.name for p in takes.values() if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD
    }
    missing = sorted(needed - options.keys() - {"self"})
    if missing:
        raise UsageError(f"the geocoder {name!r} needs more: {', '.join(missing)}")
    try:
        return kind(**options)
    except (GeopyError, TypeError, ValueError) as error:
        raise UsageError(f"the geocoder {name!r} cannot be set up: {error}") from None


def _address(name: str, url: str, takes: Any) -> dict[str, str]:
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
    if not host or parts.scheme not in {"http", "https"} or parts.query or parts.fragment:
        raise UsageError("the geocoder's address must be like https://geocoder.example.org/path")
    if "@" in parts.netloc:
        raise UsageError("the geocoder's address must hold no user and no password")
    if not {"domain", "scheme"} <= set(takes):
        raise UsageError(f"the geocoder {name!r} has one address and takes no other")
    return {"scheme": parts.scheme, "domain": (parts.netloc + parts.path).strip("/")}
