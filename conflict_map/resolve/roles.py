"""Decides what each place name does in its sentence, once it is known what it may mean."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from conflict_map.text.lexicon import GOVERNMENT_SEATS
from conflict_map.vocabulary import FeatureClass as F
from conflict_map.vocabulary import LocationKind, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.model import Mention, Place

_ON_THE_GROUND: Final = frozenset({"locative", "object", "passive", "near", "origin"})
_AS_A_STATE: Final = frozenset({"speaks", "of_government", "party", "by_or_with", "title"})


def assign_role(
    mention: Mention,
    place: Place | None,
    *,
    reports_event: bool,
    finer_in_sentence: bool,
    focus: Sequence[str],
) -> Mention:
    """Give the mention with its final role and the reason for it.

    ``reports_event`` says whether its sentence reports something on the ground,
    ``finer_in_sentence`` whether a place within a country is named there too, ``focus`` the
    countries that the report is about, most first.

    >>> from conflict_map.model import Mention
    >>> kremlin = Mention(article_id="a", start=4, end=11, text="Kremlin", name="Kremlin")
    >>> assign_role(kremlin, None, reports_event=True, finer_in_sentence=False, focus=()).role
    <Role.METONYM: 'metonym'>
    """
    cues = frozenset(mention.cues)
    if cues & {"demonym", "inside_name", "end_of_line"}:
        return mention
    if mention.name.casefold() in GOVERNMENT_SEATS and not (cues & {"object", "passive"}):
        return _as(mention, Role.METONYM, "a seat of government stands for the government")
    if cues & {"gloss", "topic", "source_of_things"}:
        return _as(mention, Role.CONTEXT, None)
    if place is None:
        return mention
    is_country = place.feature_class is F.COUNTRY
    is_capital = place.feature_code == "PPLC"
    if (is_country or is_capital) and mention.kind is not LocationKind.PART:
        if cues & _AS_A_STATE and not cues & {"locative", "near", "direction"}:
            return _as(
                mention, Role.METONYM, "a country or capital that speaks, decides or is a party"
            )
        if is_capital and not cues and place.country not in focus[:1]:
            return _as(
                mention,
                Role.METONYM,
                "a capital of another country with no word of place before it",
            )
    if cues & {"party", "title"}:
        return _as(mention, Role.CONTEXT, None)
    if is_country or _is_macro(place):
        if "direction" in cues:
            return _as(mention, Role.CONTEXT, "a whole country as a direction says too little")
        on_ground = bool(cues & _ON_THE_GROUND) and "origin" not in cues
        if on_ground and reports_event and not finer_in_sentence:
            return _as(
                mention, Role.EVENT_LOCATION, "the only place named for what the sentence reports"
            )
        return _as(mention, Role.CONTEXT, None)
    if mention.role is Role.EVENT_LOCATION and not reports_event:
        return _as(mention, Role.CONTEXT, "the sentence reports no event on the ground")
    return mention


def _is_macro(place: Place) -> bool:
    return place.feature_class is F.REGION and place.country is None


def _as(mention: Mention, role: Role, reason: str | None) -> Mention:
    reasons = (*mention.reasons, reason) if reason else mention.reasons
    return replace(mention, role=role, reasons=reasons)
