"""Finds the place mentions of a whole report, each with its expression and cues; resolves none of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from conflict_map.model import Article, Mention
from conflict_map.text.expressions import (
    CUES,
    Surroundings,
    is_between,
    is_list_gap,
    line_after,
    line_before,
    look_around,
)
from conflict_map.text.lexicon import FEATURE_WORDS
from conflict_map.text.sentences import Sentence
from conflict_map.text.toponyms import NameIndex, NameSpan, find_names, persons_in
from conflict_map.vocabulary import FeatureClass, LocationKind, Role

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


@dataclass(frozen=True, slots=True)
class _Item:
    """A name span with its surroundings and, for members of a list, the head of the list."""

    span: NameSpan
    around: Surroundings


def find_mentions(
    article: Article, sentences: tuple[Sentence, ...], names: NameIndex
) -> tuple[Mention, ...]:
    """Find the place mentions of an article in order of their offsets.

    Every mention satisfies ``article.text[start:end] == text``. Boilerplate lines are passed over.
    The ends of a line ("the A-B road") follow the line as mentions of their own, in the role of context.
    """
    lower = frozenset(
        w
        for s in sentences
        if s.kind == "body"
        for w in re.findall(r"\b[a-zß-ÿа-яёґєії]{3,}\b", s.text)
    )
    persons = persons_in(sentences)
    found: list[Mention] = []
    for sentence in sentences:
        if sentence.kind == "boilerplate":
            continue
        spans = find_names(sentence.text, names, persons=persons, lower_words=lower)
        found.extend(_of_sentence(article, sentence, spans))
        found.extend(_anaphora(article, sentence, found))
    return tuple(sorted(found, key=lambda m: (m.start, -m.end, m.name)))


def _of_sentence(
    article: Article, sentence: Sentence, spans: tuple[NameSpan, ...]
) -> list[Mention]:
    text = sentence.text
    items = [_Item(s, look_around(text, s.start, s.end, possessive=s.possessive)) for s in spans]
    items = _spread_over_lists(text, items)
    out: list[Mention] = []
    skip_until = -1
    for i, item in enumerate(items):
        if i <= skip_until:
            continue
        if item.span.kind in {"toponym", "unknown"}:
            line = _line(text, items, i)
            if line:
                start, end, cues = line
                other = items[i + 1]
                out.append(
                    _mention(
                        article,
                        sentence,
                        start,
                        end,
                        item,
                        LocationKind.LINE,
                        other=other,
                        cues=cues,
                    )
                )
                for member in (item, other):
                    out.append(_end_of_line(article, sentence, member))
                skip_until = i + 1
                continue
        mention = _plain(article, sentence, items, i)
        if mention:
            out.append(mention)
    return out


def _spread_over_lists(text: str, items: list[_Item]) -> list[_Item]:
    """Let the members of a list share the words before its first and after its last member."""
    out = list(items)
    i = 0
    while i < len(out):
        j = i
        while j + 1 < len(out) and _joined(text, out[j], out[j + 1]):
            j += 1
        if j > i:
            first, last = out[i].around, out[j].around
            for k in range(i, j + 1):
                a = out[k].around
                hint, plural, word = a.hint, a.hint_plural, a.hint_word
                if hint is None and first.hint is not None and first.hint_plural:
                    hint, plural, word = first.hint, True, first.hint_word
                if hint is None and last.hint is not None and last.hint_plural:
                    hint, plural, word = last.hint, True, last.hint_word
                shared = first.cues - {"speaks", "passive", "topic", "dateline", "of_government"}
                tail = last.cues & {"speaks", "passive"} if k < j else frozenset()
                own = a.cues
                cues = own if (own - {"of_place"}) else own | shared
                cues = cues | tail
                near = a.near or (first.near and k > i and not a.part)
                out[k] = _Item(
                    out[k].span,
                    replace(a, hint=hint, hint_plural=plural, hint_word=word, cues=cues, near=near),
                )
        i = j + 1
    return out


def _joined(text: str, a: _Item, b: _Item) -> bool:
    if b.span.kind == "demonym" or a.span.kind == "demonym":
        return False
    gap_start = max(a.span.end, min(a.around.end, b.span.start))
    gap = text[gap_start : b.span.start]
    gap = re.sub(rf"^(?:['’]s?)?\s+(?:{'|'.join(FEATURE_WORDS)})\b", "", gap, flags=re.IGNORECASE)
    return is_list_gap(gap)


def _line(text: str, items: list[_Item], i: int) -> tuple[int, int, frozenset[str]] | None:
    """Read a pair of names as a line: "A-B road", "road between A and B", "between A and B"."""
    if i + 1 >= len(items) or items[i + 1].span.kind not in {"toponym", "unknown"}:
        return None
    a, b = items[i].span, items[i + 1].span
    gap, left, right = text[a.end : b.start], text[: a.start], text[b.end :]
    end_after = line_after(re.sub(r"^['’]s?", "", right))
    cues = items[i].around.cues
    if _DASH_GAP.match(gap) and end_after is not None:
        return a.start, b.end + end_after, cues
    start_before = line_before(left)
    if start_before is not None and (_AND_GAP.match(gap) or _DASH_GAP.match(gap)):
        before = look_around(text, start_before, start_before)
        return start_before, b.end, before.cues | {"locative"}
    if is_between(left) and _AND_GAP.match(gap) and a.kind == b.kind == "toponym":
        return a.start, b.end, cues | {"locative"}
    return None


def _plain(article: Article, sentence: Sentence, items: list[_Item], i: int) -> Mention | None:
    """Make the mention of one name that is not an end of a line."""
    item = items[i]
    span, around = item.span, item.around
    cues = set(around.cues)
    if span.kind == "demonym":
        return _mention(
            article,
            sentence,
            span.start,
            span.end,
            item,
            LocationKind.POINT,
            cues=frozenset({"demonym"}),
            bare=True,
        )
    if span.kind == "inside_name":
        return _mention(
            article,
            sentence,
            span.start,
            span.end,
            item,
            LocationKind.POINT,
            cues=frozenset({"inside_name"}),
            bare=True,
        )
    if span.partial:
        cues.add("inside_name")
    if span.kind == "unknown":
        strong = around.hint in {
            FeatureClass.POPULATED_PLACE,
            FeatureClass.ADMIN1,
            FeatureClass.ADMIN2,
        }
        if not (
            strong
            or (cues & {"locative", "direction", "near", "object", "origin"} and not span.partial)
        ):
            return None
        cues = {*cues, "unknown_name"}
    if around.distance_km is not None and i and _glosses(sentence.text, items[i - 1], around):
        cues = {"gloss"}
    if span.start == 0 or re.search(r"[-–—:“\"]\s*$", sentence.text[: span.start]):
        cues.add("opens_sentence")
    kind = LocationKind.POINT
    if around.distance_km is not None:
        kind = LocationKind.OFFSET if around.bearing else LocationKind.NEAR
    elif around.bearing or around.near:
        kind = LocationKind.NEAR
    elif around.part:
        kind = LocationKind.PART
    elif around.rural:
        kind = LocationKind.NEAR
    elif around.hint in {FeatureClass.ADMIN1, FeatureClass.ADMIN2}:
        kind = LocationKind.AREA
    mention = _mention(
        article, sentence, around.start, around.end, item, kind, cues=frozenset(cues)
    )
    parent = _parent(sentence.text, items, i)
    return replace(mention, parent_name=parent) if parent else mention


def _glosses(text: str, before: _Item, around: Surroundings) -> bool:
    """Say whether a distance only explains the place just named ("Sake, about 25 km from Goma")."""
    return bool(
        re.fullmatch(
            r"\s*[,(]\s*(?:a \w+ )?", text[max(before.span.end, before.around.end) : around.start]
        )
    )


def _parent(text: str, items: list[_Item], i: int) -> str | None:
    """Read "Saraqib, Idlib province" and "X in Y": the next name may be the parent of this one."""
    if i + 1 >= len(items) or items[i + 1].span.kind != "toponym":
        return None
    here, nxt = items[i], items[i + 1].span
    gap = text[max(here.span.end, min(here.around.end, nxt.start)) : nxt.start]
    gap = re.sub(rf"^\s+(?:{'|'.join(FEATURE_WORDS)})\b", "", gap, flags=re.IGNORECASE)
    return nxt.text if _PARENT_GAP.match(gap) else None


def _end_of_line(article: Article, sentence: Sentence, item: _Item) -> Mention:
    mention = _mention(
        article,
        sentence,
        item.span.start,
        item.span.end,
        item,
        LocationKind.POINT,
        cues=frozenset(),
        bare=True,
    )
    cue = ("unknown_name",) if item.span.kind == "unknown" else ()
    return replace(mention, reasons=("it is an end of a line",), cues=("end_of_line", *cue))


def _mention(
    article: Article,
    sentence: Sentence,
    start: int,
    end: int,
    item: _Item,
    kind: LocationKind,
    *,
    cues: frozenset[str],
    other: _Item | None = None,
    bare: bool = False,
) -> Mention:
    a, b = sentence.start + start, sentence.start + end
    around = item.around
    return Mention(
        article_id=article.id,
        start=a,
        end=b,
        text=article.text[a:b],
        name=item.span.text,
        kind=kind,
        role=_first_role(cues),
        reasons=tuple(CUES[c] for c in sorted(cues))
        + ((f"inside {item.span.host}",) if item.span.host else ()),
        cues=tuple(sorted(cues)),
        part=None if bare or other else (around.part or ("countryside" if around.rural else None)),
        other_name=other.span.text if other else None,
        bearing_deg=_bearing(around) if not bare else None,
        distance_km=around.distance_km if not bare else None,
        feature_hint=None if bare or other else around.hint,
    )


def _bearing(around: Surroundings) -> float | None:
    points = {p: 45.0 * i for i, p in enumerate(("n", "ne", "e", "se", "s", "sw", "w", "nw"))}
    return points.get(around.bearing or "")


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


def _anaphora(article: Article, sentence: Sentence, earlier: list[Mention]) -> list[Mention]:
    """Point "that province" and "these cities" back to the names that they mean."""
    out: list[Mention] = []
    for m in _ANAPHORA.finditer(sentence.text):
        word = m["word"].casefold()
        wanted = FEATURE_WORDS.get(word)
        start, end = sentence.start + m.start(), sentence.start + m.end()
        before = [x for x in earlier if x.end <= start and x.name and "anaphora" not in x.cues]
        for antecedent in _antecedents(before, wanted, plural=word.endswith("s")):
            out.append(
                Mention(
                    article_id=article.id, start=start, end=end, text=article.text[start:end],
                    name=antecedent.name, kind=LocationKind.AREA if wanted is not FeatureClass.POPULATED_PLACE else LocationKind.POINT,
                    role=Role.CONTEXT, cues=("anaphora",), reasons=(f"{m.group()!r} points back to {antecedent.name!r}",),
                    feature_hint=wanted,
                )
            )  # fmt: skip
    for m in _COUNTRY_PART.finditer(sentence.text):
        from conflict_map.text.expressions import compass  # noqa: PLC0415

        around = look_around(sentence.text, m.start(), m.end())
        start, end = sentence.start + m.start(), sentence.start + m.end()
        out.append(
            Mention(
                article_id=article.id, start=start, end=end, text=article.text[start:end], name="",
                kind=LocationKind.REGION, role=_first_role(around.cues), part=compass(m["dir"]),
                cues=tuple(sorted(around.cues | {"anaphora"})), reasons=("'the country' is the country of the report",),
                feature_hint=FeatureClass.COUNTRY,
            )
        )  # fmt: skip
    return out


def _antecedents(
    before: list[Mention], wanted: FeatureClass | None, *, plural: bool
) -> list[Mention]:
    """Give the mentions that a pointing phrase means: the nearest that fits, all of its list if plural."""
    is_area = wanted in {FeatureClass.ADMIN1, FeatureClass.ADMIN2, FeatureClass.REGION}
    fits = [
        x
        for x in before
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
