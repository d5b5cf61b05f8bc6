"""Points "that province" and "the north of the country" back to what they mean; knows no places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from conflict_map.model import Mention
from conflict_map.text.cues import first_role
from conflict_map.text.expressions import compass, look_around
from conflict_map.text.lexicon import FEATURE_WORDS
from conflict_map.vocabulary import FeatureClass, LocationKind, Role

if TYPE_CHECKING:
    from conflict_map.text.sentences import Sentence

_ANAPHORA: Final = re.compile(
    r"\b(?P<det>that|this|these|those|both|the same)\s+(?P<word>provinces?|governorates?|oblasts?|regions?|states?|"
    r"districts?|cit(?:y|ies)|towns?|villages?)\b",
    re.IGNORECASE,
)
_POINTED_AT: Final = (
    "province", "governorate", "oblast", "region", "state", "district", "cit", "town", "village",
)  # fmt: skip
_COUNTRY_PART: Final = re.compile(
    r"\b(?:the\s+)?(?P<dir>(?:north|south)[- ]?(?:east|west)?(?:ern)?|(?:east|west)(?:ern)?|central)\s+(?:part\s+|parts\s+|half\s+|areas?\s+|regions?\s+|provinces\s+)?of\s+(?:the|this)\s+country\b",
    re.IGNORECASE,
)
LOOK_BACK: Final = 200
"""A pointing phrase means one of the last mentions, not one of 10,000 before it."""


def anaphora(article_id: str, sentence: Sentence, earlier: list[Mention]) -> list[Mention]:
    """Point "that province" and "these cities" back to the names that they mean."""
    out: list[Mention] = []
    low = sentence.text.casefold()
    if not any(word in low for word in _POINTED_AT):
        return out
    for m in _ANAPHORA.finditer(sentence.text):
        word = m["word"].casefold()
        wanted = FEATURE_WORDS.get(word)
        start, end = sentence.start + m.start(), sentence.start + m.end()
        named = [
            x
            for x in earlier[-LOOK_BACK:]
            if x.end <= start and x.name and "anaphora" not in x.cues
        ]
        is_town = wanted is FeatureClass.POPULATED_PLACE
        out += [
            Mention(
                article_id=article_id, start=start, end=end, text=m.group(), name=antecedent.name,
                kind=LocationKind.POINT if is_town else LocationKind.AREA, role=Role.CONTEXT,
                cues=("anaphora",), feature_hint=wanted,
                reasons=(f"{m.group()!r} points back to {antecedent.name!r}",),
            )
            for antecedent in _antecedents(named, wanted, plural=word.endswith("s"))
        ]  # fmt: skip
    return out


def country_parts(article_id: str, sentence: Sentence) -> list[Mention]:
    """Read "the north of the country", which names no country: its ``name`` is empty."""
    out: list[Mention] = []
    if "country" not in sentence.text.casefold():
        return out
    for m in _COUNTRY_PART.finditer(sentence.text):
        around = look_around(sentence.text, m.start(), m.end())
        out.append(
            Mention(
                article_id=article_id, start=sentence.start + m.start(), end=sentence.start + m.end(),
                text=m.group(), name="", kind=LocationKind.REGION, role=first_role(around.cues),
                part=compass(m["dir"]), cues=tuple(sorted(around.cues | {"anaphora"})),
                reasons=("'the country' is the country of the report",),
                feature_hint=FeatureClass.COUNTRY,
            )
        )  # fmt: skip
    return out


def _antecedents(
    named: list[Mention], wanted: FeatureClass | None, *, plural: bool
) -> list[Mention]:
    """Give the mentions that a pointing phrase means: the nearest that fits, all of its list if plural."""
    is_area = wanted in {FeatureClass.ADMIN1, FeatureClass.ADMIN2, FeatureClass.REGION}
    fits = [
        x
        for x in named
        if (
            x.feature_hint is wanted
            or (is_area and (x.kind in {LocationKind.PART, LocationKind.AREA}))
        )
        or (
            wanted is FeatureClass.POPULATED_PLACE
            and x.role is Role.EVENT_LOCATION
            and x.kind is LocationKind.POINT
        )
    ]
    if not fits:
        return []
    if not plural:
        return [fits[-1]]
    seen: dict[str, Mention] = {}
    for x in reversed(fits[-6:]):
        seen.setdefault(x.name, x)
    return sorted(list(seen.values())[:3], key=lambda x: x.start)
