"""The figure that collects what other folium layers bring to our page; knows no events.

Branca keeps its tree in private attributes and offers no other way to it.
"""
# ruff: noqa: SLF001

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink
from jinja2 import TemplateSyntaxError

from conflict_map.errors import UsageError
from conflict_map.web.page import Guests, assemble

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_HOST: Final = re.compile(r"https?://(?:\{s\}\.)?([A-Za-z0-9.-]+(?::\d+)?)")


def _elements(root: Element) -> Iterator[Element]:
    """Give the element and everything that hangs on it, in order, each once."""
    seen: set[int] = set()
    todo = [root]
    while todo:
        element = todo.pop()
        if id(element) in seen:
            continue
        seen.add(id(element))
        yield element
        held = [v for k, v in vars(element).items() if isinstance(v, Element) and k != "_parent"]
        todo.extend(reversed([*element._children.values(), *held]))


class PageFigure(Figure):
    """The figure of a ConflictMap: collects what folium layers bring, and assembles the page.

    Branca compiles what its macros have produced as templates a second time, which runs text
    of popups and names as Python. This figure takes the first product as it is.
    """

    def __init__(self, owner: Any) -> None:
        super().__init__()
        self._id = "conflict_map_figure"
        self.owner = owner
        self.header._children.clear()  # our page states its own character set

    def render(self, **kwargs: Any) -> str:
        """Give the whole page; every call gives the same bytes."""
        return assemble(self.owner.page(self._guests(**kwargs)))

    def _guests(self, **kwargs: Any) -> Guests:
        layers = [c for c in self.owner._children.values() if c is not self.owner.events_layer]
        slots = (self.header, self.html, self.script)
        if not layers and not any(slot._children for slot in slots):
            return Guests()
        before = [dict(slot._children) for slot in slots]
        children = {id(e): dict(e._children) for e in _elements(self.owner)}
        try:
            for child in self._children.values():
                child.render(**kwargs)
            header, html, script = (_product(slot, **kwargs) for slot in slots)
            if "L.AwesomeMarkers" in script:
                header = _icon_links() + header
            stable = _stable_ids(self)
            return Guests(
                header=stable(header),
                html=stable(html),
                script=stable(script),
                image_hosts=_image_hosts(self.owner),
            )
        except TemplateSyntaxError as error:
            raise UsageError(
                f"a folium layer on this map holds text that folium reads as a template: {error}; "
                "leave '{{', '{%' and '{#' out of its text, or show the text as an event's"
            ) from error
        finally:
            # folium adds elements while it renders; take them off again, or the next
            # rendering would differ from this one.
            for slot, kept in zip(slots, before, strict=True):
                slot._children.clear()
                slot._children.update(kept)
            for element in list(_elements(self.owner)):
                if id(element) in children:
                    element._children.clear()
                    element._children.update(children[id(element)])


def _product(slot: Element, **kwargs: Any) -> str:
    """Give what the macros wrote into a slot, without compiling it again."""
    parts = []
    for element in slot._children.values():
        text = element._template_str
        parts.append(element.render(**kwargs) if text is None else text)
    return "\n".join(parts)


def _icon_links() -> str:
    """Give folium's own links for ``folium.Icon``, whose pictures come from the network only."""
    wanted = {"awesome_markers", "awesome_markers_css", "awesome_markers_font_css"}
    scripts = [JavascriptLink(url) for name, url in folium.Map.default_js if name in wanted]
    sheets = [CssLink(url) for name, url in folium.Map.default_css if name in wanted]
    return "\n".join(link.render() for link in [*scripts, *sheets]) + "\n"


def _stable_ids(root: Element) -> Callable[[str], str]:
    """Give a function that puts counted ids in the place of branca's random ones."""
    ids = dict.fromkeys(
        element._id for element in _elements(root) if re.fullmatch(r"[0-9a-f]{32}", element._id)
    )
    counted = {old: f"{number:032x}" for number, old in enumerate(ids, start=1)}

    def stable(text: str) -> str:
        return re.sub(r"[0-9a-f]{32}", lambda m: counted.get(m[0], m[0]), text)

    return stable


def _image_hosts(root: Element) -> tuple[str, ...]:
    """Give the hosts that tile and image layers load from, as content-policy sources."""
    hosts = set()
    for element in _elements(root):
        for name in ("tiles", "url", "options"):
            value = getattr(element, name, None)
            values = value.values() if isinstance(value, dict) else (value,)
            for text in values:
                if isinstance(text, str) and (match := _HOST.match(text)):
                    wild = "*." if "{s}." in text else ""
                    hosts.add(f"{text.split(':')[0]}://{wild}{match[1]}")
    return tuple(sorted(hosts))
