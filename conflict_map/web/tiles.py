"""Pictures of the ground from a server, when somebody asks for them; knows no event."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from conflict_map.errors import UsageError

_TAG: Final = re.compile(r"<[^>]*>")
_SLOTS: Final = ("{z}", "{x}", "{y}")
_TEMPLATE: Final = re.compile(r"^https?://[^\s\"'<>`\\]+$")
_ADVICE: Final = "give an address with {z}, {x} and {y}, or a name such as OpenStreetMap.Mapnik"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """Where tiles come from and who is to be credited; ``attribution`` is plain text."""

    url: str
    attribution: str
    max_zoom: int = 19

    def options(self) -> dict[str, Any]:
        """Give what folium's map takes."""
        return {"tiles": self.url, "attr": self.attribution, "max_zoom": self.max_zoom}


def tiles_of(name_or_url: str, attribution: str | None = None) -> Tiles:
    """Give the tiles that an address with {z}, {x}, {y} or an xyzservices name stands for.

    Raises
    ------
    UsageError
        for an address that is none, an unknown name, or one whose server asks for a key.

    >>> tiles_of("https://tiles.example.org/{z}/{x}/{y}.png").attribution
    'tiles.example.org'
    >>> tiles_of("OpenStreetMap.Mapnik").url
    'https://tile.openstreetmap.org/{z}/{x}/{y}.png'
    """
    if "/" in name_or_url or ":" in name_or_url:
        missing = [slot for slot in _SLOTS if slot not in name_or_url]
        if not _TEMPLATE.match(name_or_url) or missing:
            raise UsageError(f"tiles: {name_or_url!r} is no address of tiles; {_ADVICE}")
        host = urlsplit(name_or_url.replace("{s}.", "")).hostname or name_or_url
        return Tiles(url=name_or_url, attribution=plain_attribution(attribution or host))
    from xyzservices import providers  # noqa: PLC0415 - a list of some hundred servers

    try:
        provider = providers.query_name(name_or_url)
    except ValueError:
        raise UsageError(f"tiles: {name_or_url!r} is no known name; {_ADVICE}") from None
    if provider.requires_token():
        raise UsageError(
            f"tiles: {name_or_url} asks for a key of yours; give its address with the key in it"
        )
    # "{r}" asks for tiles of double size on some servers; without it every server answers.
    url = provider.build_url(x="{x}", y="{y}", z="{z}", fill_subdomain=False)
    return Tiles(
        url=url.replace("{r}", ""),
        attribution=plain_attribution(attribution or provider.html_attribution),
        max_zoom=int(provider.get("max_zoom", 19)),
    )


def plain_attribution(text: str) -> str:
    """Give an attribution as plain text; tile servers write them with links.

    >>> plain_attribution('&copy; <a href="https://osm.org">OpenStreetMap</a> contributors')
    '© OpenStreetMap contributors'
    """
    return " ".join(html.unescape(_TAG.sub("", text)).split())
