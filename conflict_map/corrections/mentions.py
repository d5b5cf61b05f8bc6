"""Corrects what the mentions of an article mean, before events are made of them; reads no file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from conflict_map import geo
from conflict_map.corrections.ledger import same_words, told
from conflict_map.events.claims import find_claims
from conflict_map.model import Location, Resolution
from conflict_map.resolve.locate import line, locate, talked_of
from conflict_map.resolve.wording import called
from conflict_map.vocabulary import GeoPrecision, LocationKind, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.corrections.ledger import Ledger
    from conflict_map.corrections.records import Correction, PlaceFix
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Article, Claim, Mention
    from conflict_map.text.sentences import Sentence

_TALKED_OF = frozenset({Role.DEMONYM, Role.METONYM, Role.NAME_PART, Role.DATELINE})


@dataclass(slots=True)
class _Slot:
    """A resolution on its way: corrected, dropped, or as it was found."""

    resolution: Resolution
    is_dropped: bool = False
    by: Correction | None = None


def correct_mentions(
    article: Article,
    sentences: Sequence[Sentence],
    resolutions: Sequence[Resolution],
    ledger: Ledger,
    gazetteer: Gazetteer,
) -> tuple[Resolution, ...]:
    """Give the resolutions of an article with its corrections applied, and say so in the ledger.

    A correction changes the mentions that it names and the roads that end in them, and nothing
    else: what other names of the article were taken for stays as it was found. What is corrected
    has the confidence 1 and says in its method from what it was changed, by whom and why.
    """
    slots = [_Slot(resolution) for resolution in resolutions]
    for correction in ledger.of_mentions():
        if not _may_be_here(correction, article.id, ledger):
            continue
        for at in _targets(correction, sentences, slots, ledger):
            _correct(slots[at], correction, ledger, gazetteer)
    _redraw_roads(slots, gazetteer)
    return tuple(slot.resolution for slot in slots if not slot.is_dropped)


def corrected_claims(
    article: Article,
    sentences: Sequence[Sentence],
    resolutions: Sequence[Resolution],
    ledger: Ledger,
    gazetteer: Gazetteer,
) -> tuple[Claim, ...]:
    """Give the claims of an article after its mentions were corrected; the ledger has what changed.

    The claims without the corrections are made too, so that exactly those that came out otherwise
    are said to be corrected.
    """
    corrected = correct_mentions(article, sentences, resolutions, ledger, gazetteer)
    claims = find_claims(article, sentences, corrected)
    if corrected == tuple(resolutions):
        return claims
    before = {claim.id: claim for claim in find_claims(article, sentences, resolutions)}
    mine = [(span, said) for span, said in ledger.shown.items() if span[0] == article.id]
    for claim in claims:
        if claim == before.get(claim.id):
            continue
        own = [t for (_, start, _), said in mine if claim.start <= start < claim.end for t in said]
        everything = [t for _, said in mine for t in said]
        ledger.claims[claim.id] = list(dict.fromkeys(own or everything))
    return claims


def _may_be_here(correction: Correction, article_id: str, ledger: Ledger) -> bool:
    if correction.article_id == article_id:
        return True
    # An article that was mended has another id; the sentence still finds it.
    lost = ledger.articles is not None and correction.article_id not in ledger.articles
    return lost and bool(correction.quote)


def _targets(
    correction: Correction, sentences: Sequence[Sentence], slots: Sequence[_Slot], ledger: Ledger
) -> list[int]:
    """Find the mentions that a correction is about, by its words and sentence, then by offsets."""
    words = same_words(correction.text)
    found = [i for i, s in enumerate(slots) if same_words(s.resolution.mention.text) == words]
    found = found or [
        i for i, s in enumerate(slots) if same_words(s.resolution.mention.name) == words
    ]
    if not correction.quote:
        return found
    quote = same_words(correction.quote)
    homes = {i: sentence_at(slots[i].resolution.mention.start, sentences) for i in found}
    found = [i for i in found if (home := homes[i]) and same_words(home.text) == quote]
    spans = {_span(slots[i].resolution.mention) for i in found}
    if len(spans) > 1:
        exact = {span for span in spans if span[0] == correction.text_start}
        within = {
            _span(slots[i].resolution.mention)
            for i in found
            if (home := homes[i]) is not None
            and correction.text_start is not None
            and correction.quote_start is not None
            and slots[i].resolution.mention.start - home.start
            == correction.text_start - correction.quote_start
        }
        chosen = exact or within
        if len(chosen) != 1:
            ledger.miss(
                correction,
                f"{correction.text[:40]!r} stands {len(spans)} times in this quote and text_start"
                " fits none of them or several; write the offset of the one that is meant",
            )
            return []
        spans = chosen
    return [i for i in found if _span(slots[i].resolution.mention) in spans]


def sentence_at(start: int, sentences: Sequence[Sentence]) -> Sentence | None:
    """Give the sentence that holds an offset of the article, or None.

    >>> from conflict_map.text.sentences import split
    >>> sentence_at(14, split("Shells fell. Two died.")).text, sentence_at(0, ())
    ('Two died.', None)
    """
    at = bisect_right(sentences, start, key=lambda sentence: sentence.start) - 1
    return sentences[at] if at >= 0 and start < sentences[at].end else None


def _span(mention: Mention) -> tuple[int, int]:
    return mention.start, mention.end


def _correct(slot: _Slot, correction: Correction, ledger: Ledger, gazetteer: Gazetteer) -> None:
    found = slot.resolution
    if slot.is_dropped or (slot.by is not None and slot.by.row != correction.row):
        ledger.miss(correction, f"row {slot.by.row if slot.by else '?'} corrects the same mention")
        return
    slot.by = correction
    mention = found.mention
    ledger.spans.setdefault(correction.row, []).append((mention.article_id, *_span(mention)))
    changes: list[str] = []
    if correction.action == "drop":
        slot.is_dropped = True
        changes.append("dropped: no place")
    else:
        slot.resolution, changes = _changed(found, correction, gazetteer)
    if changes:
        said = told([f"{mention.text!r}: {', '.join(changes)}"], correction)
        ledger.shown.setdefault((mention.article_id, *_span(mention)), []).append(said)
    ledger.note(correction, article_id=mention.article_id, text=mention.text, changed=changes)


def _changed(
    found: Resolution, correction: Correction, gazetteer: Gazetteer
) -> tuple[Resolution, list[str]]:
    """Give a resolution with its place and role as corrected, and what that changes, in words."""
    role = Role(correction.sets.get("role", found.mention.role))
    mention = replace(found.mention, role=role)
    changes = [] if role is found.mention.role else [f"role: {found.mention.role} to {role}"]
    fix: PlaceFix | None = correction.sets.get("place")
    name = correction.sets.get("place_name")
    location = found.location
    if fix is not None and fix.place is not None:
        mention = replace(mention, reasons=(*mention.reasons, "corrected by hand"))
        location = _at_point(mention, fix, role) if fix.is_point else (
            talked_of(mention, fix.place, role=role)
            if role in _TALKED_OF
            else locate(mention, fix.place, gazetteer, role=role)
        )  # fmt: skip
        changes.insert(0, f"place: {_where(found.location)} to {called(fix.place)}")
    elif location is not None and role is not found.mention.role:
        one = len(location.places) == 1 and location.kind is not LocationKind.LINE
        location = (
            locate(mention, location.places[0], gazetteer, role=role)
            if one and role not in _TALKED_OF
            else replace(location, role=role)
        )
    if location is not None and name:
        location = replace(location, name=name)
        changes = changes or [f"name: {name}"]
    if not changes:
        return found, []
    said = told([f"corrected by hand ({', '.join(changes)})"], correction)
    if location is not None:
        location = replace(location, method=f"{location.method}; {said}")
        mention = replace(mention, kind=location.kind)
    return (
        replace(found, mention=mention, location=location, confidence=1.0, reason=said),
        changes,
    )


def _at_point(mention: Mention, fix: PlaceFix, role: Role) -> Location:
    assert fix.place is not None
    return Location(
        name=mention.name or mention.text,
        kind=LocationKind.POINT,
        role=role,
        places=(fix.place,),
        position=fix.place.position,
        geometry=geo.point(fix.place.position),
        precision=GeoPrecision.PLACE,
        method=f"at the coordinates {fix.place.position.lat!r}, {fix.place.position.lon!r}",
    )


def _where(location: Location | None) -> str:
    if location is None:
        return "no place"
    return called(location.places[0]) if location.places else location.name


def _redraw_roads(slots: Sequence[_Slot], gazetteer: Gazetteer) -> None:
    """Draw the lines anew whose ends were corrected: an end is a mention of its own in the line."""
    ends = [s for s in slots if s.by is not None and "end_of_line" in s.resolution.mention.cues]
    for slot in slots:
        found = slot.resolution
        location, mention = found.location, found.mention
        if slot.by is not None or location is None or len(location.places) != 2:
            continue
        places = list(location.places)
        names = (mention.name, mention.other_name)
        moved = [
            end
            for end in ends
            if mention.start <= end.resolution.mention.start
            and end.resolution.mention.end <= mention.end
            and end.resolution.location is not None
            and end.resolution.mention.name in names
        ]
        for end in moved:
            assert end.resolution.location is not None
            places[names.index(end.resolution.mention.name)] = end.resolution.location.places[0]
        if moved:
            drawn = line(mention, places[0], places[1], role=mention.role, gazetteer=gazetteer)
            said = moved[0].resolution.reason
            method = f"{drawn.method}; an end of it was {said}"
            slot.resolution = replace(found, location=replace(drawn, method=method))
