"""Finds the place mentions of a whole report, each with its expression and cues; resolves none of them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal

from conflict_map.geo import COMPASS, compass_deg
from conflict_map.model import Article, Mention
from conflict_map.text.cues import CUES, DIRECTION, first_role
from conflict_map.text.expressions import Surroundings, is_list_gap, look_around
from conflict_map.text.gloss import GLOSSED
from conflict_map.text.language import language_of
from conflict_map.text.lexicon import FEATURE_WORDS
from conflict_map.text.lines import named_roads
from conflict_map.text.other_languages import as_written, read_glossed
from conflict_map.text.pairs import LONGEST_GAP, Item, Line, border_of, line_of, with_ends
from conflict_map.text.pointing import LOOK_BACK, anaphora, country_parts
from conflict_map.text.spans import before
from conflict_map.text.toponyms import Lore, NameSpan, find_names
from conflict_map.vocabulary import FeatureClass, LocationKind, Role

if TYPE_CHECKING:
    from conflict_map.text.sentences import Sentence

_PARENT_GAP: Final = re.compile(
    r"^(?:,|\s*\(|,?\s+in|,\s+a\s+(?:\w+\s+){1,5}(?:in|of)|\s+of)\s*(?:the\s+)?(?:(?:\w+ern|central)\s+)?(?:(?:province|governorate|region|state|district|oblast|county)\s+of\s+)?$",
    re.IGNORECASE,
)


_LISTED: Final = re.compile(
    r"\s*+(?:,\s*+)?(?:and|or|&)\s|(?:,\s[^,.;()]{1,40}){1,5},?\s(?:and|or)\s"
)
"""What follows the second name of a list: in "Hama, Homs and Idlib" none lies in another."""
_FEATURES: Final = "|".join(FEATURE_WORDS)
_FEATURE_AFTER: Final = re.compile(rf"^\s+(?:{_FEATURES})\b", re.IGNORECASE)
_FEATURE_OF_OWNER: Final = re.compile(rf"^(?:['’]s?)?\s+(?:{_FEATURES})\b", re.IGNORECASE)
_OPENS_QUOTE: Final = re.compile(r"[-–—:“\"]\s*$")
_GLOSS: Final = re.compile(r"\s*[,(]\s*(?:a \w+ )?")
_OWNER_GAP: Final = re.compile(rf"^['’]s?\s+(?:{DIRECTION}\s+)?$", re.IGNORECASE)
_OF_OWNER: Final = frozenset({"of_place"})
_WIDE_ASPECTS: Final = frozenset({"coast", "offshore", "bank"})
_COUNTRYSIDE: Final = frozenset({"outskirts", "surroundings", "countryside"})
_NOT_GUESSED: Final = frozenset({"street", "site", "edu", "org"})
"""What a name says it is of which no gazetteer of places has any: there is no use in guessing."""
_FIXED_CUES: Final = frozenset({"demonym", "inside_name"})


def find_mentions(
    article: Article, sentences: tuple[Sentence, ...], lore: Lore
) -> tuple[Mention, ...]:
    """Find the place mentions of an article in order of their offsets.

    Every mention satisfies ``article.text[start:end] == text``, and ``article.text[name_start:name_end]
    == name`` where it names a place itself. Boilerplate lines are passed over.
    The ends of a line ("the A-B road") follow the line as mentions of their own, in the role of context.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> from conflict_map.text.sentences import split
    >>> article = Article(id="a", text="Troops advanced towards southern Aleppo.")
    >>> [m] = find_mentions(article, split(article.text), Lore(Gazetteer.default()))
    >>> m.text, m.name, m.part, m.role.value
    ('southern Aleppo', 'Aleppo', 's', 'direction')
    """
    read = [s for s in sentences if s.kind != "boilerplate"]
    found: list[Mention] = []
    language = language_of(article)
    if language in GLOSSED:
        glossed = zip(read, read_glossed(read, language, lore), strict=True)
        for written, (sentence, english, spans) in glossed:
            named = with_ends(sentence.text, spans, lore)
            new = _all_of_sentence(article.id, sentence, named, found)
            found.extend(as_written(new, written, english, named, language))
    else:
        for sentence, spans in zip(read, find_names([s.text for s in read], lore), strict=True):
            named = with_ends(sentence.text, spans, lore)
            found.extend(_all_of_sentence(article.id, sentence, named, found))
    return tuple(sorted(found, key=lambda m: (m.start, -m.end, m.name)))


def _all_of_sentence(
    article_id: str, sentence: Sentence, named: tuple[NameSpan, ...], earlier: list[Mention]
) -> list[Mention]:
    """Give the mentions of one sentence; ``earlier`` are those before it."""
    new = _of_sentence(article_id, sentence, named)
    new.extend(anaphora(article_id, sentence, [*earlier[-LOOK_BACK:], *new]))
    new.extend(country_parts(article_id, sentence))
    new.extend(_roads(article_id, sentence, new))
    return new


def _of_sentence(article_id: str, sentence: Sentence, spans: tuple[NameSpan, ...]) -> list[Mention]:
    text = sentence.text
    items = [Item(s, look_around(text, s.start, s.end, possessive=s.possessive)) for s in spans]
    items = _pass_to_owned(text, _spread_over_lists(text, items))
    out: list[Mention] = []
    skip_until = -1
    for i in range(len(items)):
        if i <= skip_until:
            continue
        line = border_of(text, items, i) or line_of(text, items, i)
        if line:
            out.append(_line_mention(article_id, sentence, line))
            ends = items[i : line.last + 1]
            out += [_end_of_line(article_id, sentence, end) for end in ends]
            skip_until = line.last
        else:
            out.append(_plain(article_id, sentence, items, i))
    return out


def _spread_over_lists(text: str, items: list[Item]) -> list[Item]:
    """Let the members of a list share the words before its first and after its last member."""
    out: list[Item] = []
    while len(out) < len(items):
        i = j = len(out)
        while j + 1 < len(items) and _joined(text, items[j], items[j + 1]):
            j += 1
        first, last = items[i].around, items[j].around
        out.append(items[i] if i == j else _member(items[i], first, last, place="first"))
        out += [
            _member(items[k], first, last, place="last" if k == j else "inner")
            for k in range(i + 1, j + 1)
        ]
    return out


def _pass_to_owned(text: str, items: list[Item]) -> list[Item]:
    """Let "in Mali's northern Kidal region" speak of Kidal: the owner only says where that is."""
    out = list(items)
    for i in range(1, len(out)):
        owner, own = out[i - 1], out[i]
        if owner.span.kind == own.span.kind == "toponym" and _owns(text, owner.span, own.span):
            passed = own.around.cues | owner.around.cues - {"of_government"}
            out[i] = Item(own.span, replace(own.around, cues=passed))
            out[i - 1] = Item(owner.span, replace(owner.around, end=owner.span.end, cues=_OF_OWNER))
    return out


def _owns(text: str, owner: NameSpan, span: NameSpan) -> bool:
    if not owner.possessive or span.start - owner.end > LONGEST_GAP:
        return False
    return bool(_OWNER_GAP.match(text[owner.end : span.start]))


def _member(
    item: Item,
    first: Surroundings,
    last: Surroundings,
    *,
    place: Literal["first", "inner", "last"],
) -> Item:
    """Give a member of a list what its first and last members say of all."""
    own = item.around
    around = own
    for end in (first, last):
        if around.hint is None and end.hint is not None and end.hint_plural:
            around = replace(around, hint=end.hint, hint_plural=True, hint_word=end.hint_word)
    if around.aspect is None and last.aspect_plural:
        around = replace(around, aspect=last.aspect)
    shared = first.cues - {"speaks", "passive", "topic", "dateline", "of_government"}
    tail = last.cues & {"speaks", "passive"} if place != "last" else frozenset()
    cues = (own.cues if own.cues - {"of_place"} else own.cues | shared) | tail
    near = own.near or (first.near and place != "first" and not own.part)
    return Item(item.span, replace(around, cues=cues, near=near))


def _joined(text: str, a: Item, b: Item) -> bool:
    if b.span.kind == "demonym" or a.span.kind == "demonym":
        return False
    gap_start = max(a.span.end, min(a.around.end, b.span.start))
    gap = text[gap_start : b.span.start]
    return is_list_gap(_FEATURE_OF_OWNER.sub("", gap))


def _line_mention(article_id: str, sentence: Sentence, line: Line) -> Mention:
    """Make the mention of a line; one end of a border may be the country of the report."""
    span = line.name
    cues = line.around.cues | (frozenset() if span else {"anaphora"})
    if span and span.kind == "unknown":
        cues |= {"unknown_name"}  # as its end says: they are looked up together
    start, end = sentence.start + line.start, sentence.start + line.end
    return Mention(
        article_id=article_id, start=start, end=end, text=sentence.text[line.start : line.end],
        name=span.text if span else "", kind=LocationKind.LINE, role=first_role(cues),
        reasons=tuple(CUES[c] for c in sorted(cues)), cues=tuple(sorted(cues)), part=line.part,
        other_name=line.other.text if line.other else None, border_with=line.border_with,
        distance_km=line.around.distance_km, distance_range_km=line.around.range_km,
        name_start=sentence.start + span.start if span else start,
        name_end=sentence.start + span.end if span else end,
    )  # fmt: skip


def _roads(article_id: str, sentence: Sentence, found: list[Mention]) -> list[Mention]:
    """Name the roads that have a number and no ends here: where they run is in no gazetteer.

    UCDP's coders place an event on a road at a point of it (where_prec 5, codebook 19.1,
    appendix 3); which point, the number alone does not say, and none is made up.
    """
    out: list[Mention] = []
    for start, name_start, end in named_roads(sentence.text):
        at = sentence.start + start
        if any(m.start < sentence.start + end and at < m.end for m in found[-LOOK_BACK:]):
            continue
        around = look_around(sentence.text, start, start)
        name = sentence.text[name_start:end]
        out.append(
            Mention(
                article_id=article_id, start=at, end=sentence.start + end, text=sentence.text[start:end],
                name=name, kind=LocationKind.LINE, role=first_role(around.cues),
                reasons=("a road by its number: no gazetteer has its course",), cues=tuple(sorted(around.cues)),
                name_start=sentence.start + name_start, name_end=sentence.start + end,
            )
        )  # fmt: skip
    return out


def _plain(article_id: str, sentence: Sentence, items: list[Item], i: int) -> Mention:
    """Make the mention of one name that is not an end of a line."""
    item = items[i]
    span, around = item.span, item.around
    if span.kind in _FIXED_CUES:
        return _bare(article_id, sentence, item, cue=span.kind)
    cues = set(around.cues)
    if span.partial:
        cues.add("inside_name")
    if span.kind == "unknown":
        cues.add("named_feature" if span.feature in _NOT_GUESSED else "unknown_name")
    if around.distance_km is not None and i and _glosses(sentence.text, items[i - 1], around):
        cues = {"gloss"}
    if span.start == 0 or _OPENS_QUOTE.search(before(sentence.text, span.start)):
        cues.add("opens_sentence")
    mention = _mention(
        article_id, sentence, (around.start, around.end), item,
        kind=_kind(around), cues=frozenset(cues),
    )  # fmt: skip
    return replace(mention, parent_name=_parent(sentence.text, items, i))


def _kind(around: Surroundings) -> LocationKind:
    """Give the kind of geometry that the words around a name ask for."""
    if around.aspect in _WIDE_ASPECTS:
        return LocationKind.REGION
    if around.distance_km is not None:
        return LocationKind.OFFSET if around.bearing else LocationKind.NEAR
    if around.bearing or around.near:
        return LocationKind.NEAR
    if around.part:
        return LocationKind.PART
    if around.aspect:
        return LocationKind.NEAR
    if around.hint in {FeatureClass.ADMIN1, FeatureClass.ADMIN2}:
        return LocationKind.AREA
    return LocationKind.POINT


def _glosses(text: str, previous: Item, around: Surroundings) -> bool:
    """Say whether a distance only explains the place just named ("Sake, about 25 km from Goma")."""
    begin = max(previous.span.end, previous.around.end)
    return bool(_GLOSS.fullmatch(text, begin, around.start)) if begin <= around.start else False


def _parent(text: str, items: list[Item], i: int) -> str | None:
    """Read "Saraqib, Idlib province", "X in Y" and "Y's southern X": Y may be the parent of X."""
    if i and items[i - 1].span.kind == "toponym" and _owns(text, items[i - 1].span, items[i].span):
        return items[i - 1].span.text
    if i + 1 >= len(items) or items[i + 1].span.kind != "toponym":
        return None
    here, nxt = items[i], items[i + 1].span
    gap = text[max(here.span.end, min(here.around.end, nxt.start)) : nxt.start]
    if not _PARENT_GAP.match(_FEATURE_AFTER.sub("", gap)):
        return None
    is_listed = gap.startswith(",") and _LISTED.match(text, nxt.end)
    return None if is_listed else nxt.text


def _bare(article_id: str, sentence: Sentence, item: Item, *, cue: str) -> Mention:
    """Make a mention of the name alone, without the words around it."""
    span = (item.span.start, item.span.end)
    return _mention(
        article_id, sentence, span, item,
        kind=LocationKind.POINT, cues=frozenset({cue} if cue else ()), bare=True,
    )  # fmt: skip


def _end_of_line(article_id: str, sentence: Sentence, item: Item) -> Mention:
    mention = _bare(article_id, sentence, item, cue="")
    more = {"unknown": ("unknown_name",), "demonym": ("demonym",)}.get(item.span.kind, ())
    role = Role.DEMONYM if item.span.kind == "demonym" else mention.role
    return replace(
        mention, role=role, reasons=("it is an end of a line",), cues=("end_of_line", *more)
    )


def _mention(
    article_id: str, sentence: Sentence, span: tuple[int, int], item: Item, *,
    kind: LocationKind, cues: frozenset[str], bare: bool = False,
) -> Mention:  # fmt: skip
    around = item.around
    host = (f"inside {item.span.host}",) if item.span.host else ()
    part = around.part or ("countryside" if around.aspect in _COUNTRYSIDE else None)
    return Mention(
        article_id=article_id,
        start=sentence.start + span[0],
        end=sentence.start + span[1],
        text=sentence.text[slice(*span)],
        name=item.span.text,
        kind=kind,
        role=first_role(cues),
        reasons=(*(CUES[c] for c in sorted(cues)), *host),
        cues=tuple(sorted(cues)),
        part=part if not bare else None,
        bearing_deg=_bearing(around) if not bare else None,
        distance_km=around.distance_km if not bare else None,
        feature_hint=around.hint if not bare else None,
        distance_range_km=around.range_km if not bare else None,
        aspect=around.aspect if not bare else None,
        name_start=sentence.start + item.span.start,
        name_end=sentence.start + item.span.end,
    )


def _bearing(around: Surroundings) -> float | None:
    return compass_deg(around.bearing) if around.bearing in COMPASS else None
