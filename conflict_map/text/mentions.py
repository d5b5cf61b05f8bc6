"""Finds the place mentions of a whole report, each with its expression and cues; resolves none of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from conflict_map.geo import COMPASS, compass_deg
from conflict_map.model import Article, Mention
from conflict_map.text.cues import CUES
from conflict_map.text.expressions import (
    Surroundings,
    compass,
    is_between,
    is_list_gap,
    line_after,
    line_before,
    look_around,
)
from conflict_map.text.lexicon import FEATURE_WORDS
from conflict_map.text.persons import persons_in
from conflict_map.text.spans import REACH, before
from conflict_map.text.toponyms import NameIndex, NameSpan, find_names
from conflict_map.vocabulary import FeatureClass, LocationKind, Role

if TYPE_CHECKING:
    from conflict_map.text.sentences import Sentence

_DASH_GAP: Final = re.compile(r"^\s*[-–—‑/]\s*$|^\s+to\s+$")
_AND_GAP: Final = re.compile(r"^,?\s+(?:and|to|with|&)\s+(?:the\s+)?$", re.IGNORECASE)
_PARENT_GAP: Final = re.compile(
    r"^(?:,|\s*\(|,?\s+in|,\s+a\s+(?:\w+\s+){1,5}(?:in|of)|\s+of)\s*(?:the\s+)?(?:(?:\w+ern|central)\s+)?(?:(?:province|governorate|region|state|district|oblast|county)\s+of\s+)?$",
    re.IGNORECASE,
)
_ANAPHORA: Final = re.compile(
    r"\b(?P<det>that|this|these|those|both|the same)\s+(?P<word>provinces?|governorates?|oblasts?|regions?|states?|"
    r"districts?|cit(?:y|ies)|towns?|villages?)\b",
    re.IGNORECASE,
)
_COUNTRY_PART: Final = re.compile(
    r"\b(?:the\s+)?(?P<dir>(?:north|south)[- ]?(?:east|west)?(?:ern)?|(?:east|west)(?:ern)?|central)\s+(?:part\s+|parts\s+|half\s+|areas?\s+|regions?\s+|provinces\s+)?of\s+(?:the|this)\s+country\b",
    re.IGNORECASE,
)


_LOWER_WORD: Final = re.compile(r"\b[a-zß-ÿа-яёґєії]{3,}\b")
_FEATURES: Final = "|".join(FEATURE_WORDS)
_FEATURE_AFTER: Final = re.compile(rf"^\s+(?:{_FEATURES})\b", re.IGNORECASE)
_FEATURE_OF_OWNER: Final = re.compile(rf"^(?:['’]s?)?\s+(?:{_FEATURES})\b", re.IGNORECASE)
_OPENS_QUOTE: Final = re.compile(r"[-–—:“\"]\s*$")
_GLOSS: Final = re.compile(r"\s*[,(]\s*(?:a \w+ )?")
_PLACED: Final = frozenset({"locative", "direction", "near", "object", "origin"})
_FIXED_CUES: Final = frozenset({"demonym", "inside_name"})
_LOOK_BACK: Final = 200
"""A pointing phrase means one of the last mentions, not one of 10,000 before it."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A name span with its surroundings and, for members of a list, the head of the list."""

    span: NameSpan
    around: Surroundings


def find_mentions(
    article: Article, sentences: tuple[Sentence, ...], names: NameIndex
) -> tuple[Mention, ...]:
    """Find the place mentions of an article in order of their offsets.

    Every mention satisfies ``article.text[start:end] == text``, and ``article.text[name_start:name_end]
    == name`` where it names a place itself. Boilerplate lines are passed over.
    The ends of a line ("the A-B road") follow the line as mentions of their own, in the role of context.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> from conflict_map.text.sentences import split
    >>> article = Article(id="a", text="Troops advanced towards southern Aleppo.")
    >>> [m] = find_mentions(article, split(article.text), Gazetteer.default())
    >>> m.text, m.name, m.part, m.role.value
    ('southern Aleppo', 'Aleppo', 's', 'direction')
    """
    lower = frozenset(w for s in sentences if s.kind == "body" for w in _LOWER_WORD.findall(s.text))
    persons = persons_in(sentences)
    found: list[Mention] = []
    for sentence in sentences:
        if sentence.kind == "boilerplate":
            continue
        spans = find_names(sentence.text, names, persons=persons, lower_words=lower)
        found.extend(_of_sentence(article.id, sentence, spans))
        found.extend(_anaphora(article.id, sentence, found))
        found.extend(_country_parts(article.id, sentence))
    return tuple(sorted(found, key=lambda m: (m.start, -m.end, m.name)))


def _of_sentence(article_id: str, sentence: Sentence, spans: tuple[NameSpan, ...]) -> list[Mention]:
    text = sentence.text
    items = [_Item(s, look_around(text, s.start, s.end, possessive=s.possessive)) for s in spans]
    items = _spread_over_lists(text, items)
    out: list[Mention] = []
    skip_until = -1
    for i, item in enumerate(items):
        if i <= skip_until:
            continue
        line = _line(text, items, i)
        if line:
            *span, cues = line
            far = items[i + 1]
            out.append(
                _mention(
                    article_id, sentence, (span[0], span[1]), item,
                    kind=LocationKind.LINE, cues=cues, other=far,
                )
            )  # fmt: skip
            out += [_end_of_line(article_id, sentence, end) for end in (item, far)]
            skip_until = i + 1
        elif mention := _plain(article_id, sentence, items, i):
            out.append(mention)
    return out


def _spread_over_lists(text: str, items: list[_Item]) -> list[_Item]:
    """Let the members of a list share the words before its first and after its last member."""
    out: list[_Item] = []
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


def _member(
    item: _Item,
    first: Surroundings,
    last: Surroundings,
    *,
    place: Literal["first", "inner", "last"],
) -> _Item:
    """Give a member of a list what its first and last members say of all."""
    own = item.around
    around = own
    for end in (first, last):
        if around.hint is None and end.hint is not None and end.hint_plural:
            around = replace(around, hint=end.hint, hint_plural=True, hint_word=end.hint_word)
    shared = first.cues - {"speaks", "passive", "topic", "dateline", "of_government"}
    tail = last.cues & {"speaks", "passive"} if place != "last" else frozenset()
    cues = (own.cues if own.cues - {"of_place"} else own.cues | shared) | tail
    near = own.near or (first.near and place != "first" and not own.part)
    return _Item(item.span, replace(around, cues=cues, near=near))


def _joined(text: str, a: _Item, b: _Item) -> bool:
    if b.span.kind == "demonym" or a.span.kind == "demonym":
        return False
    gap_start = max(a.span.end, min(a.around.end, b.span.start))
    gap = text[gap_start : b.span.start]
    return is_list_gap(_FEATURE_OF_OWNER.sub("", gap))


def _line(text: str, items: list[_Item], i: int) -> tuple[int, int, frozenset[str]] | None:
    """Read a pair of names as a line: "A-B road", "road between A and B", "between A and B"."""
    pair = items[i : i + 2]
    if len(pair) < 2 or any(x.span.kind not in {"toponym", "unknown"} for x in pair):
        return None
    a, b = items[i].span, items[i + 1].span
    gap, left = text[a.end : b.start], before(text, a.start)
    end_after = line_after(re.sub(r"^['’]s?", "", text[b.end : b.end + REACH]))
    cues = items[i].around.cues
    if _DASH_GAP.match(gap) and end_after is not None:
        return a.start, b.end + end_after, cues
    start_before = line_before(left)
    if start_before is not None and (_AND_GAP.match(gap) or _DASH_GAP.match(gap)):
        begin = a.start - len(left) + start_before
        return begin, b.end, look_around(text, begin, begin).cues | {"locative"}
    if is_between(left) and _AND_GAP.match(gap) and a.kind == b.kind == "toponym":
        return a.start, b.end, cues | {"locative"}
    return None


def _plain(article_id: str, sentence: Sentence, items: list[_Item], i: int) -> Mention | None:
    """Make the mention of one name that is not an end of a line."""
    item = items[i]
    span, around = item.span, item.around
    if span.kind in _FIXED_CUES:
        return _bare(article_id, sentence, item, cue=span.kind)
    cues = set(around.cues)
    if span.partial:
        cues.add("inside_name")
    if span.kind == "unknown":
        explained = around.hint in {
            FeatureClass.POPULATED_PLACE, FeatureClass.ADMIN1, FeatureClass.ADMIN2,
        }  # fmt: skip
        if not explained and (span.partial or not cues & _PLACED):
            return None
        cues.add("unknown_name")
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
    if around.distance_km is not None:
        return LocationKind.OFFSET if around.bearing else LocationKind.NEAR
    if around.bearing or around.near:
        return LocationKind.NEAR
    if around.part:
        return LocationKind.PART
    if around.rural:
        return LocationKind.NEAR
    if around.hint in {FeatureClass.ADMIN1, FeatureClass.ADMIN2}:
        return LocationKind.AREA
    return LocationKind.POINT


def _glosses(text: str, previous: _Item, around: Surroundings) -> bool:
    """Say whether a distance only explains the place just named ("Sake, about 25 km from Goma")."""
    begin = max(previous.span.end, previous.around.end)
    return bool(_GLOSS.fullmatch(text, begin, around.start)) if begin <= around.start else False


def _parent(text: str, items: list[_Item], i: int) -> str | None:
    """Read "Saraqib, Idlib province" and "X in Y": the next name may be the parent of this one."""
    if i + 1 >= len(items) or items[i + 1].span.kind != "toponym":
        return None
    here, nxt = items[i], items[i + 1].span
    gap = text[max(here.span.end, min(here.around.end, nxt.start)) : nxt.start]
    return nxt.text if _PARENT_GAP.match(_FEATURE_AFTER.sub("", gap)) else None


def _bare(article_id: str, sentence: Sentence, item: _Item, *, cue: str) -> Mention:
    """Make a mention of the name alone, without the words around it."""
    span = (item.span.start, item.span.end)
    return _mention(
        article_id, sentence, span, item,
        kind=LocationKind.POINT, cues=frozenset({cue} if cue else ()), bare=True,
    )  # fmt: skip


def _end_of_line(article_id: str, sentence: Sentence, item: _Item) -> Mention:
    mention = _bare(article_id, sentence, item, cue="")
    cue = ("unknown_name",) if item.span.kind == "unknown" else ()
    return replace(mention, reasons=("it is an end of a line",), cues=("end_of_line", *cue))


def _mention(
    article_id: str, sentence: Sentence, span: tuple[int, int], item: _Item, *,
    kind: LocationKind, cues: frozenset[str], other: _Item | None = None, bare: bool = False,
) -> Mention:  # fmt: skip
    around = item.around
    host = (f"inside {item.span.host}",) if item.span.host else ()
    is_one_place = not bare and other is None
    part = around.part or ("countryside" if around.rural else None)
    return Mention(
        article_id=article_id,
        start=sentence.start + span[0],
        end=sentence.start + span[1],
        text=sentence.text[slice(*span)],
        name=item.span.text,
        kind=kind,
        role=_first_role(cues),
        reasons=(*(CUES[c] for c in sorted(cues)), *host),
        cues=tuple(sorted(cues)),
        part=part if is_one_place else None,
        other_name=other.span.text if other else None,
        bearing_deg=_bearing(around) if not bare else None,
        distance_km=around.distance_km if not bare else None,
        feature_hint=around.hint if is_one_place else None,
        name_start=sentence.start + item.span.start,
        name_end=sentence.start + item.span.end,
    )


def _bearing(around: Surroundings) -> float | None:
    return compass_deg(around.bearing) if around.bearing in COMPASS else None


def _first_role(cues: frozenset[str]) -> Role:
    """Give the role that the words alone support; ``resolve.roles`` has the last word."""
    if "demonym" in cues:
        return Role.DEMONYM
    if "inside_name" in cues:
        return Role.NAME_PART
    if "direction" in cues:
        return Role.DIRECTION
    if "dateline" in cues:
        return Role.DATELINE
    if cues & {"locative", "object", "passive", "near", "origin"}:
        return Role.EVENT_LOCATION
    return Role.CONTEXT


def _anaphora(article_id: str, sentence: Sentence, earlier: list[Mention]) -> list[Mention]:
    """Point "that province" and "these cities" back to the names that they mean."""
    out: list[Mention] = []
    for m in _ANAPHORA.finditer(sentence.text):
        word = m["word"].casefold()
        wanted = FEATURE_WORDS.get(word)
        start, end = sentence.start + m.start(), sentence.start + m.end()
        named = [
            x
            for x in earlier[-_LOOK_BACK:]
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


def _country_parts(article_id: str, sentence: Sentence) -> list[Mention]:
    """Read "the north of the country", which names no country: its ``name`` is empty."""
    out: list[Mention] = []
    for m in _COUNTRY_PART.finditer(sentence.text):
        around = look_around(sentence.text, m.start(), m.end())
        out.append(
            Mention(
                article_id=article_id, start=sentence.start + m.start(), end=sentence.start + m.end(),
                text=m.group(), name="", kind=LocationKind.REGION, role=_first_role(around.cues),
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
