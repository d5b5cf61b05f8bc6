"""Reads the words that make a road, a front or a border of the names beside them; knows no places."""

from __future__ import annotations

import re
from typing import Final

from conflict_map.text.cues import DIRECTION, FEATURES, PARTY_LEFT, rule
from conflict_map.text.spans import REACH, before
from conflict_map.text.windows import last_word, window_before

LINE_WORDS: Final = (
    r"(?:road|highway|motorway|route|axis|corridor|railway|rail line|front ?line|front|line|supply (?:road|line|route)|"
    r"main road|stretch|freeway|expressway|pipeline|crossing road|track|street)s?"
)
_ROAD_ADJECTIVES: Final = (
    "main|supply|international|strategic|coastal|desert|access|old|new|ring|national|rural|dirt|"
    "vital|key|important|federal|trans-saharan"
)
_BORDER_WORDS: Final = (
    r"(?:border|frontier|boundary)(?:[- ]?(?:lands?|areas?|regions?|zones?|strips?|lines?))?s?"
)
_NO_BORDER: Final = (
    r"(?!['’]|[- ]++(?:guards?|polic\w+|patrols?|forces?|troops|officials?|posts?|town|towns|village|villages|city|cities|province|"
    r"district|districts|crossings?|crossing point|checkpoints?|agency|service|security|control|controls|state|states|oblast|"
    r"gate|gates|camp|deal|talks|dispute|disputes|guard|regiment|unit|units|closure|management|wall|fence))"
)
"""What makes "border" the adjective of something else: guards, a town, a dispute."""
_LINE_RIGHT: Final = re.compile(
    rf"^\s*+(?:\([^)]{{1,12}}\)\s*+)?(?:(?:{_ROAD_ADJECTIVES}|[A-Z]{{1,2}}-?\d{{1,3}})\s++){{0,2}}(?<=[\s)])\s*+{LINE_WORDS}\b",
    re.IGNORECASE,
)
_LINE_LEFT: Final = re.compile(
    rf"\b(?P<phrase>(?:the\s++)?(?:\w+\s++)?{LINE_WORDS}(?:\s++\d{{1,3}})?(?:\s++\([^)]{{1,12}}\))?,?\s++"
    rf"(?:\w+ing\s++|that \w+ |which \w+ )?(?:between|from|linking|links|connecting|connects|joining|leading from|running from|running between)\s++"
    rf"(?:the\s++)?(?:(?:{FEATURES})\s++of\s++)?)$",
    re.IGNORECASE,
)
_LINE_LASTS: Final = frozenset(
    "between from linking links connecting connects joining the of".split()
)
_BETWEEN_LEFT: Final = rule(
    "between|halfway between|midway between",
    r"(?:the\s++)?(?:(?:towns?|cities|villages|settlements|areas|provinces|districts|regions)\s++of\s++)?",
    more_lasts="between",
)
_BORDER_RIGHT: Final = re.compile(rf"^\s++{_BORDER_WORDS}\b{_NO_BORDER}", re.IGNORECASE)
_BORDER_BETWEEN_LEFT: Final = rule(
    "the border|border|the borders|borders|the frontier|frontier|the boundary|boundary|borderland|the borderlands|borderlands",
    rf"(?:(?:area|region|zone|strip|line)s?\s++)?(?:between|of)\s++(?:the\s++)?(?:(?:{FEATURES})\s++of\s++)?(?:the\s++)?",
    more_lasts="between",
)
_BORDER_WITH_LEFT: Final = rule(
    "the|border|borders|frontier|borderland|borderlands",
    rf"(?:(?:{DIRECTION})\s++)?(?:(?:border|frontier|borderland)s?\s++)?(?:(?:area|region|zone|strip|line)s?\s++)?with\s++(?:the\s++)?(?:neighbou?ring\s++)?",
    more_lasts="with|neighbouring|neighboring",
)
_BORDERING: Final = re.compile(r"\b(?:border|frontier|borderland)")
_OWNS_BORDER_GAP: Final = re.compile(
    rf"^(?:['’]s?)?\s++(?:(?:{DIRECTION})\s++)?{_BORDER_WORDS}\s++with\s++(?:the\s++)?(?:neighbou?ring\s++)?$",
    re.IGNORECASE,
)
_NAMED_ROAD: Final = re.compile(
    r"\b(?P<road>(?:the\s++)?(?P<name>(?:[A-Z]{1,2}-?\d{1,3}|[A-Z]\d{1,2}/[A-Z]\d{1,2})\s++(?:international\s++|strategic\s++)?(?:highway|motorway|road|freeway|expressway)s?|"
    r"(?:Highway|Route|Road|Motorway|Interstate)\s++(?:No\.?\s++|number\s++)?\d{1,3}))\b"
)
_DIGIT: Final = re.compile(r"\d")
_ON_ROAD: Final = re.compile(
    r"\b(?:on|along|off|near|across|of|cut|blocked|closed)\s++(?P<road>the\s++(?P<name>[AEM]-?\d{1,3}))\b(?!\s++(?:rifle|gun|tank|assault|howitzer))"
)


def line_after(right: str) -> int | None:
    """Give where a road word after a pair of names ends; None if there is none.

    >>> line_after(" supply road was cut"), line_after(" (M5) highway"), line_after("road")
    (12, 13, None)
    """
    m = _LINE_RIGHT.match(right)
    return m.end() if m else None


def line_before(left: str) -> int | None:
    """Give where the phrase "road between" before a pair begins; None if there is none.

    >>> line_before("They cut the road between ")
    9
    """
    if last_word(left, len(left)) not in _LINE_LASTS:
        return None
    m = _LINE_LEFT.search(before(left, len(left)))
    return max(0, len(left) - REACH) + m.start("phrase") if m else None


def is_between(left: str) -> bool:
    """Say whether a bare "between" stands before a pair, with no agreement or relation of the two.

    >>> is_between("fighting between "), is_between("a deal between ")
    (True, False)
    """
    last = last_word(left, len(left))
    if last not in _BETWEEN_LEFT.lasts:
        return False
    window = window_before(left, len(left), REACH)
    return bool(_BETWEEN_LEFT.search(window, last)) and not PARTY_LEFT.search(window, last)


def border_after(right: str) -> int | None:
    """Give where the word "border" after a name or a pair ends; None if it tells of something else.

    >>> border_after(" border region was shelled"), border_after(" border guards fired")
    (14, None)
    """
    m = _BORDER_RIGHT.match(right)
    return m.end() if m else None


def border_before(left: str, *, pair: bool) -> int | None:
    """Give where "the border between" (a pair) or "the border with" (one name) begins, if it does.

    >>> border_before("near the border with ", pair=False), border_before("in a war with ", pair=False)
    (5, None)
    >>> border_before("along the border between ", pair=True)
    6
    """
    last = last_word(left, len(left))
    asked = _BORDER_BETWEEN_LEFT if pair else _BORDER_WITH_LEFT
    if last not in asked.lasts:
        return None
    window = window_before(left, len(left), REACH)
    if not _BORDERING.search(window.text):
        return None
    m = asked.search(window, last)
    if m is None or not _BORDERING.search(m.group()):
        return None
    begin = len(left) - len(window.text) + m.start()
    return begin - 4 if left[:begin].lower().endswith(" the ") else begin


def owns_border(gap: str) -> bool:
    """Say whether the text between two names makes the border of the one with the other.

    >>> owns_border("'s northern border with "), owns_border(" fought with ")
    (True, False)
    """
    return bool(_OWNS_BORDER_GAP.match(gap))


def named_roads(sentence: str) -> list[tuple[int, int, int]]:
    """Find roads by their number ("the M5 highway"): start, where the name begins, end.

    >>> named_roads("They cut the M5 highway.")
    [(9, 13, 23)]
    """
    found: dict[int, tuple[int, int, int]] = {}
    if not _DIGIT.search(sentence):
        return []
    for pattern in (_NAMED_ROAD, _ON_ROAD):
        for m in pattern.finditer(sentence):
            found.setdefault(m.start("name"), (m.start("road"), m.start("name"), m.end()))
    return [found[at] for at in sorted(found)]
