"""The final page as one string: slots, hashes, content policy; knows no event.

Nothing here compiles a template: slots are filled in one pass over our own file, and what is
put into a slot is never looked at again.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from conflict_map.web.assets import (
    MAP_STYLES,
    PAGE_SCRIPTS,
    PAGE_STYLES,
    START_STYLES,
    data_url,
    for_reading,
    joined_scripts,
    joined_styles,
    leaflet_script,
    leaflet_style,
    page_html,
    static_text,
    vendor_script,
)
from conflict_map.web.catalogue import direction
from conflict_map.web.container import compressed

DATA_BLOCK: Final = "conflict-map-data"
"""The id of the inert element that holds the data; those of its texts begin with it."""
CODE_BLOCK: Final = "conflict-map-code"
"""The id of the inert element that holds the page's own code."""
EVENTS, GROUND, PICTURES = CREDITED = ("Events:", "Ground:", "Pictures are loaded from")
"""What is credited on the line under the map; the page says it in the reader's language."""
_SLOT: Final = re.compile(r"<!--slot:([a-z-]+)-->")
_LATE: Final = re.compile(r"<!--slot:(policy|data|texts)-->")
"""Slots that are filled last, because nothing looks for scripts or slots in what they hold."""
_SCRIPT: Final = re.compile(
    r"<script(?P<attributes>[^>]*)>(?P<text>.*?)</script", re.DOTALL | re.IGNORECASE
)
_STYLE: Final = re.compile(r"<style[^>]*>(.*?)</style", re.DOTALL | re.IGNORECASE)
_SRC: Final = re.compile(r"""\bsrc\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_LINK: Final = re.compile(r"""<link[^>]*\bhref\s*=\s*["']?([^"'\s>]+)[^>]*>""", re.IGNORECASE)
_ORIGIN: Final = re.compile(r"^(https?)://([A-Za-z0-9.-]+(?::\d+)?)(?:/|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guests:
    """What folium layers added by the user bring: markup, scripts, and hosts for images."""

    header: str = ""
    html: str = ""
    script: str = ""
    image_hosts: tuple[str, ...] = ()

    @property
    def present(self) -> bool:
        """Tell whether there is anything besides our own page."""
        return bool(self.header.strip() or self.html.strip() or self.script.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The parts of one page; ``data``, ``texts`` and numbers are inert, ``title`` is plain text."""

    title: str
    lang: str | None
    """Of the title, and of the page's words; None for the reader's own."""
    data: str
    texts: str
    total: int
    placed: int
    bounds: tuple[float, float, float, float] | None
    outer: tuple[float, float, float, float] | None = None
    credits: tuple[tuple[str, str], ...] = ()
    """What is credited, in our words, and to whom: plain text, maybe from data."""
    guests: Guests = field(default_factory=Guests)
    is_editable: bool = False
    """Whether readers can correct events in it."""


def entities(text: str) -> str:
    r"""Encode every character but ASCII letters and digits as a number: nothing is left to run.

    >>> entities("{{7*7}} <b>")
    '&#123;&#123;7&#42;7&#125;&#125;&#32;&#60;b&#62;'
    """
    # NUL and half surrogates have no entity; the browser would show U+FFFD for them as well.
    clean = (c if c != "\0" and not "\ud800" <= c <= "\udfff" else "�" for c in text)
    return "".join(c if c.isascii() and c.isalnum() else f"&#{ord(c)};" for c in clean)


def sha256_source(text: str) -> str:
    """Give the content-policy source of an inline script or style.

    >>> sha256_source("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _sources(*groups: list[str]) -> str:
    return " ".join(dict.fromkeys(source for group in groups for source in group))


def _origins(urls: list[str]) -> list[str]:
    found = (_ORIGIN.match(url) for url in urls)
    return sorted({f"{match[1]}://{match[2]}" for match in found if match})


def content_policy(
    html: str, image_hosts: tuple[str, ...] = (), packed: str = "", sheet: str = ""
) -> str:
    """Give the strictest content policy under which exactly this page works.

    Inline scripts are allowed by hash, and so are the ``packed`` code and the
    ``sheet`` of styles that the page unpacks. A page
    of our own parts alone allows no host at all; a folium layer that links to a host gets that
    host, and inline style attributes.
    """
    inline, linked = [sha256_source(packed)] if packed else [], []
    for match in _SCRIPT.finditer(html):
        attributes = match["attributes"]
        source = _SRC.search(attributes)
        if source:
            linked.append(source[1])
        elif "octet-stream" not in attributes:
            inline.append(sha256_source(match["text"]))
    sheets = _LINK.findall(html)
    hosts = _origins([*linked, *sheets])
    guests = bool(linked or sheets or image_hosts or 'id="guests"' in html)
    styles = ["'unsafe-inline'"] if guests else [sha256_source(s) for s in _STYLE.findall(html)]
    if sheet and not guests:
        styles.append(sha256_source(sheet))
    policy = {
        "default-src": "'none'",
        "script-src": _sources(inline, _origins(linked)),
        "style-src": _sources(styles, _origins(sheets)),
        "img-src": _sources(["data:", "blob:"], sorted(image_hosts), hosts),
        "connect-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    if sheets:
        policy["font-src"] = _sources(["data:"], hosts)
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def _numbers(values: tuple[float, ...] | None) -> str:
    return ",".join(f"{value:.7g}" for value in values) if values else ""


def _script(text: str) -> str:
    return f"<script>{text}</script>"


def _credit(what: str, whom: str) -> str:
    """Give a credit for the line under the map; its first half is said in the reader's language."""
    return f' <span data-t="{what}">{what}</span> <bdi dir="auto">{entities(whom)}</bdi>.'


def page_script(*, editable: bool = False) -> str:
    """Give the page's own script with the library that it needs besides Leaflet."""
    names = PAGE_SCRIPTS if editable else for_reading(PAGE_SCRIPTS)
    return vendor_script("fzstd") + joined_scripts(names)


def page_sheet(*, editable: bool = False) -> str:
    """Give the page's styles, with which it is no longer hidden."""
    names = (*MAP_STYLES, *(PAGE_STYLES if editable else for_reading(PAGE_STYLES)))
    return joined_styles(names) + "#app{visibility:visible}"


def packed_code(*, editable: bool = False) -> str:
    """Give the page's styles, Leaflet and the page's script as what ``start.js`` unpacks."""
    sheet = json.dumps(page_sheet(editable=editable))
    dress = (
        "(function () { const sheet = document.createElement('style');"
        f" sheet.textContent = {sheet}; document.head.append(sheet); }})();\n"
    )
    return dress + leaflet_script() + page_script(editable=editable)


@cache
def _packed(code: str) -> str:
    """Give the code as an inert block, a third of its size, and the script that runs it.

    Folium layers of a user run while the page is read, and need Leaflet then: their pages carry
    the code as it is.
    """
    block = (
        f'<script type="application/octet-stream" id="{CODE_BLOCK}">{compressed([code])}</script>'
    )
    return f"{block}\n{_script(static_text('start.js'))}"


def _guest_shim() -> str:
    """Give what folium's popups and default markers expect, without jQuery and without a host."""
    icons = {
        "iconUrl": data_url("images/marker-icon.png"),
        "shadowUrl": data_url("images/marker-shadow.png"),
    }
    lines = [f"  {name}: '{url}'," for name, url in icons.items()]
    return static_text("guests.js") + "\n".join(
        ["L.Icon.Default.mergeOptions({", *lines, "  imagePath: '',", "});", ""]
    )


def assemble(page: Page) -> str:
    """Give the whole page as one string, with the policy that fits exactly these bytes."""
    guests = page.guests
    data = (
        '<script type="application/octet-stream" id="'
        f'{DATA_BLOCK}"'
        f' data-total="{page.total}" data-placed="{page.placed}"'
        f' data-bounds="{_numbers(page.bounds)}" data-outer="{_numbers(page.outer)}">'
        f"{page.data}</script>"
    )
    code = "" if guests.present else packed_code(editable=page.is_editable)
    sheets = PAGE_STYLES if page.is_editable else for_reading(PAGE_STYLES)
    styles = [joined_styles(START_STYLES)] if code else [leaflet_style(), joined_styles(sheets)]
    slots = {
        "lang": page.lang or "en",
        "dir": direction(page.lang),
        "title": entities(page.title),
        "credits": "".join(_credit(what, whom) for what, whom in page.credits),
        "style": "\n".join(f"<style>{style}</style>" for style in styles),
        # Tile servers want to know which site asks; nobody is told more than that.
        "referrer": "strict-origin-when-cross-origin" if guests.image_hosts else "no-referrer",
        "guest-header": guests.header,
        "guest-html": f'<div id="guests">{guests.html}</div>' if guests.present else "",
        "leaflet-script": "" if code else _script(leaflet_script()),
        "script": _packed(code) if code else _script(page_script(editable=page.is_editable)),
        "guest-script": _script(_guest_shim() + guests.script) if guests.present else "",
    }
    # The hashes need every script in place; the policy itself and the data are in none.
    late = {"policy": "", "data": data, "texts": page.texts}
    pieces = [
        piece if number % 2 else _SLOT.sub(lambda m: slots[m[1]], piece)
        for number, piece in enumerate(_LATE.split(page_html()))
    ]
    sheet = page_sheet(editable=page.is_editable) if code else ""
    policy = content_policy("".join(pieces[::2]), guests.image_hosts, code, sheet)
    late["policy"] = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    pieces[1::2] = [late[name] for name in pieces[1::2]]
    return "".join(pieces)
