"""Finds the spans that may be place names, by letter case and a list of names; does not say what they mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from conflict_map.text import lexicon
from conflict_map.text.actors import find_organisations
from conflict_map.text.sentences import Sentence, Token, tokens


class NameIndex(Protocol):
    """What this room needs of a gazetteer: whether a name or a demonym is known."""

    def knows(self, name: str) -> bool:
        """Say whether a name is known, by its folded key."""
        ...

    def demonym(self, word: str) -> tuple[str, ...]:
        """Give the countries of a demonym as ISO codes; empty if it is none."""
        ...


SpanKind = Literal["toponym", "unknown", "demonym", "inside_name"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameSpan:
    """A span that may be a place name; half-open offsets in the sentence."""

    start: int
    end: int
    text: str
    kind: SpanKind
    possessive: bool = False
    partial: bool = False
    """Other capitalised words touch it: it may be part of a longer name."""
    host: str | None = None
    """The name that it is part of, and what that is ("Astana agreements": agreement)."""


_GAP: Final = re.compile(r"^(?: |-|‑|\. |’|'|\u00a0| al-)$")
_MAX_WORDS: Final = 7
_SHORT: Final = frozenset("US UK UAE DRC USA USSR DPRK KSA U.S. U.K. U.S.A. U.A.E. D.C. EU".split())
_NOT_PLACES: Final = frozenset("UN U.N.".split())
_CONTRACTION: Final = re.compile(r"['’](?:ve|d|ll|m|re|s|t)$", re.IGNORECASE)
_TITLE: Final = re.compile(
    r"\b(?:"
    + "|".join(sorted((t.capitalize() for t in lexicon.TITLES), key=len, reverse=True))
    + r"|Prime Minister|Vice President|Maj\. Gen|Lt\. Gen|Foreign Minister|Defen[cs]e Minister|Interior Minister)\.?"
    r"(?:[- ](?:General|Colonel|Minister|President|Secretary|Commander))?\.?\s+"
    r"(?P<name>[A-ZÀ-Þ][\w’'-]+(?:[ -](?:(?:al|el|bin|ibn|de|van|von|der|abu|ben)[- ])?[A-ZÀ-Þ][\w’'-]*\.?){0,3})"
)
_LOWER_TITLE: Final = re.compile(
    r"\b(?:spokes(?:man|woman|person)|commander|minister|president|leader|governor|mayor|general|colonel|activist|"
    r"journalist|analyst|lawyer|director|ambassador|envoy|coach|professor|resident|counterpart|named|called)\s+"
    r"(?P<name>[A-ZÀ-Þ][\w’'-]+(?:[ -](?:(?:al|el|bin|ibn|de|van|von)[- ])?[A-ZÀ-Þ][\w’'-]*){1,3})"
)
_AGED: Final = re.compile(
    r"\b(?P<name>[A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'.-]*){1,2}), (?:aged )?\d{1,2}(?=,|\b and\b)"
)
_GIVEN_AND_SURNAME: Final = re.compile(
    r"\b(?P<given>[A-ZÀ-Þ][a-zß-ÿ]+) (?:[A-Z]\. )?(?P<surname>[A-ZÀ-Þ][\w’-]{2,})(?:['’]s)?\b"
)
_ARABIC: Final = re.compile(r"[\u0600-\u06ff]")
_ARABIC_PLACE_WORD: Final = frozenset(
    "في من إلى الى قرب مدينة بلدة قرية محافظة ريف شمال جنوب شرق غرب شمالي جنوبي شرقي غربي على نحو باتجاه طريق مطار مخيم حي منطقة ولاية".split()
)


def persons_in(sentences: Iterable[Sentence]) -> frozenset[str]:
    """Collect names that the report uses for persons: after titles or given names, and their last parts.

    >>> from conflict_map.text.sentences import split
    >>> sorted(persons_in(split("President Jean Tripoli spoke. Tripoli left.")))
    ['jean tripoli', 'tripoli']
    """
    names: set[str] = set()
    for sentence in sentences:
        for m in _AGED.finditer(sentence.text):
            names.update((m["name"].casefold(), m["name"].split()[-1].casefold()))
        for m in _GIVEN_AND_SURNAME.finditer(sentence.text):
            given = m["given"].casefold()
            if (
                given in lexicon.GIVEN_NAMES
                and given not in lexicon.PLACES_FIRST
                and not _feature(m["surname"])
            ):
                names.add(m["surname"].casefold())
        for pattern in (_TITLE, _LOWER_TITLE):
            for m in pattern.finditer(sentence.text):
                words = re.split(r"[ ]", re.sub(r"['’]s$", "", m["name"]))
                if len(words) >= 2 or pattern is _TITLE:
                    names.add(" ".join(words).casefold().strip(".,"))
                if len(words) >= 2:
                    names.add(words[-1].casefold().strip(".,"))
    return frozenset(names)


def find_names(
    sentence: str,
    names: NameIndex,
    *,
    persons: frozenset[str] = frozenset(),
    lower_words: frozenset[str] = frozenset(),
) -> tuple[NameSpan, ...]:
    """Find place-name spans in one sentence, in order, without overlaps.

    ``lower_words`` are the words that the report also writes in lower case: a capitalised one at
    the start of a sentence is then an ordinary word.
    """
    words = tokens(sentence)
    blocked = _person_spans(sentence, words, persons)
    found: list[NameSpan] = []
    organisations = find_organisations(sentence)
    for org in organisations:
        if org.kind in {"organisation", "agreement"}:
            inner = [t for t in words if t.start >= org.start and t.end <= org.end]
            for span in _match_runs(sentence, inner, names, frozenset(), first=-1):
                if span.kind == "toponym" and span.end < org.end and not _is_common(span.text):
                    found.append(_with(span, kind="inside_name", host=f"{org.text} ({org.kind})"))
                    break
        blocked = (*blocked, (org.start, org.end))
    free = [t for t in words if not any(a < t.end and t.start < b for a, b in blocked)]
    all_caps = sentence.isupper()
    for run in _runs(sentence, free, all_caps=all_caps):
        first = words[0].start if words else -1
        found.extend(_match_runs(sentence, run, names, lower_words, first=first))
    if _ARABIC.search(sentence):
        found.extend(_uncased(sentence, words, names))
    demonyms = [
        NameSpan(start=t.start, end=t.end, text=t.text, kind="demonym", possessive=t.possessive)
        for t in words
        if t.is_capitalised
        and names.demonym(t.text)
        and not any(
            a <= t.start and t.end <= b and t.text != sentence[a:b]
            for a, b in _person_spans(sentence, words, persons)
        )
    ]
    taken = [(d.start, d.end) for d in demonyms]
    longer = [f for f in found if f.kind == "toponym" and " " in f.text]
    demonyms = [
        d for d in demonyms if not any(f.start <= d.start and d.end <= f.end for f in longer)
    ]
    kept = [f for f in found if f in longer or not any(a < f.end and f.start < b for a, b in taken)]
    return tuple(sorted([*kept, *demonyms], key=lambda s: s.start))


def _with(span: NameSpan, *, kind: SpanKind, host: str) -> NameSpan:
    return NameSpan(
        start=span.start,
        end=span.end,
        text=span.text,
        kind=kind,
        possessive=span.possessive,
        host=host,
    )


def _person_spans(
    sentence: str, words: tuple[Token, ...], persons: frozenset[str]
) -> tuple[tuple[int, int], ...]:
    spans: list[tuple[int, int]] = []
    for pattern in (_TITLE, _LOWER_TITLE):
        spans.extend(m.span("name") for m in pattern.finditer(sentence))
    for i, t in enumerate(words):
        if not t.is_capitalised:
            continue
        nxt = words[i + 1] if i + 1 < len(words) else None
        adjacent = (
            nxt is not None
            and sentence[t.end : nxt.start] in {" ", " al-", " el-"}
            and nxt.is_capitalised
        )
        if t.text.casefold() in persons and not (adjacent and nxt and _feature(nxt.text)):
            spans.append((t.start, t.end))
        elif (
            adjacent and nxt and t.text.casefold() in lexicon.GIVEN_NAMES and not _feature(nxt.text)
        ):
            end = nxt.end
            third = words[i + 2] if i + 2 < len(words) else None
            if third and third.is_capitalised and sentence[nxt.end : third.start] in {" ", "-"}:
                end = third.end
            spans.append((t.start, end))
    return tuple(spans)


def _feature(word: str) -> bool:
    return word.casefold() in lexicon.FEATURE_WORDS


def _runs(sentence: str, free: list[Token], *, all_caps: bool) -> list[list[Token]]:
    """Group capitalised words that touch, over small connecting words."""
    del all_caps
    runs: list[list[Token]] = []
    current: list[Token] = []
    pending: list[Token] = []
    for t in free:
        previous = pending[-1] if pending else current[-1] if current else None
        touches = previous is not None and _GAP.match(sentence[previous.end : t.start])
        if touches and previous is not None and previous.possessive:
            touches = None
        if t.is_capitalised or _starts_article(sentence, t, free):
            if touches:
                current += [*pending, t]
            else:
                if current:
                    runs.append(current)
                current = [t]
            pending = []
        elif touches and current and t.text.casefold() in lexicon.CONNECTORS:
            pending.append(t)
        else:
            if current:
                runs.append(current)
            current, pending = [], []
    if current:
        runs.append(current)
    return runs


def _starts_article(sentence: str, token: Token, free: list[Token]) -> bool:
    """Say whether a lower-case word is an Arabic article before a capitalised name ("al-Bab")."""
    if token.text not in lexicon.ARTICLES or sentence[token.end : token.end + 1] != "-":
        return False
    return any(t.start == token.end + 1 and t.is_capitalised for t in free)


def _match_runs(
    sentence: str, run: list[Token], names: NameIndex, lower_words: frozenset[str], *, first: int
) -> list[NameSpan]:
    """Cut one run into known names, longest first, and what is left between them."""
    out: list[NameSpan] = []
    unknown: list[Token] = []

    def flush() -> None:
        if unknown:
            text = sentence[unknown[0].start : unknown[-1].end]
            partial = bool(out and out[-1].end + 1 >= unknown[0].start)
            if _plausible_unknown(text, unknown, first, lower_words):
                out.append(
                    NameSpan(
                        start=unknown[0].start, end=unknown[-1].end, text=text, kind="unknown",
                        possessive=unknown[-1].possessive, partial=partial,
                    )
                )  # fmt: skip
            unknown.clear()

    i = 0
    while i < len(run):
        hit = _longest(sentence, run, i, names)
        opens = run[i].start == first and run[i].text.casefold() in lexicon.OPENERS
        if opens and (hit is None or hit == i + 1):
            i += 1  # "In Gao": the capital is the sentence's, not the name's
            continue
        if hit and _accept(sentence, run, i, hit, first, lower_words):
            text = sentence[run[i].start : run[hit - 1].end]
            partial = _touches_other(sentence, run, i, hit, names)
            tail = _unknown_tail(sentence, run, hit, names)
            if partial and tail and not unknown:
                # "Tin Zaouatine": what is known is only the head of an unknown name.
                unknown.extend(run[i:tail])
                i = tail
                flush()
                continue
            if (
                unknown
                and sentence[unknown[-1].end : run[i].start] == " "
                and not _feature(unknown[-1].text)
            ):
                # "Bordj Tahar": what is known is only the tail of an unknown name.
                unknown.extend(run[i:hit])
                i = hit
                continue
            flush()
            out.append(
                NameSpan(
                    start=run[i].start, end=run[hit - 1].end, text=text, kind="toponym",
                    possessive=run[hit - 1].possessive, partial=partial,
                )
            )  # fmt: skip
            i = hit
            continue
        t = run[i]
        if (
            unknown
            and sentence[unknown[-1].end : t.start] == "-"
            and unknown[-1].text.casefold() not in lexicon.ARTICLES
        ):
            flush()
        if t.is_capitalised or unknown or t.text in lexicon.ARTICLES:
            unknown.append(t)
        i += 1
    flush()
    return out


def _longest(sentence: str, run: list[Token], i: int, names: NameIndex) -> int | None:
    """Give the end index of the longest known name that begins at word i."""
    for j in range(min(len(run), i + _MAX_WORDS), i, -1):
        last = run[j - 1]
        if not last.is_capitalised or any(t.possessive for t in run[i : j - 1]):
            continue
        text = sentence[run[i].start : last.end]
        if j - i == 1 and len(text) < 3 and text not in _SHORT:
            continue
        if re.search(r"[^\s]\.\s", text) and not re.match(r"(?:St|Mt|Ft|Ste)\.", text):
            continue
        if names.knows(text):
            return j
    return None


def _is_common(text: str) -> bool:
    word = text.casefold()
    return (
        word in lexicon.MONTHS_DAYS
        or (word in lexicon.COMMON and word not in lexicon.COMMON_BUT_PLACES)
        or word in lexicon.TITLES
        or word in lexicon.FEATURE_WORDS
    )


def _accept(
    sentence: str, run: list[Token], i: int, j: int, first: int, lower_words: frozenset[str]
) -> bool:
    """Say whether a known name may be a place here."""
    text = sentence[run[i].start : run[j - 1].end]
    word = text.casefold()
    if text in _NOT_PLACES or word in lexicon.MONTHS_DAYS:
        return False
    if j - i > 1:
        return not all(
            _is_common(t.text) or t.text.casefold() in lexicon.CONNECTORS for t in run[i:j]
        ) or bool(
            re.match(
                r"(?:New|North|South|East|West|Central|Red|Black|Dead|Ivory|White|United|Middle|Port|Fort|Palm|Cape)\b",
                text,
            )
        )
    if text in _SHORT:
        return True
    if _CONTRACTION.search(text):
        return False
    if (
        text.isupper()
        and len(text) <= 4
        and "." not in text
        and text not in _SHORT
        and not sentence.isupper()
    ):
        return bool(re.search(r"^\s*(?:\([^)]*\)\s*)?[-–—]", sentence[run[j - 1].end :]))
    given = word in lexicon.GIVEN_NAMES and word not in lexicon.PLACES_FIRST
    if (_is_common(text) and word not in lexicon.PLACES_FIRST) or given:
        before = sentence[: run[i].start]
        positioned = (
            re.search(r"\b(?:in|near|at|of|outside|toward|towards|around|from|to)\s+$", before)
            and run[i].start != first
        )
        return (
            bool(positioned)
            and word not in lexicon.TITLES
            and len(run) == 1
            and word not in _NEVER_ALONE
        )
    return not (run[i].start == first and word in lower_words)


def _unknown_tail(sentence: str, run: list[Token], j: int, names: NameIndex) -> int | None:
    """Give where the unknown name words that follow a known one end; None if there are none."""
    k = j
    while (
        k < len(run) and run[k].text[0].isupper() and sentence[run[k - 1].end : run[k].start] == " "
    ):
        word = run[k].text
        if run[k - 1].possessive or _is_common(word) or names.demonym(word) or _feature(word):
            break
        if word.casefold() in lexicon.GIVEN_NAMES or word.isupper():
            break
        k += 1
    return k if k > j else None


_NEVER_ALONE: Final = frozenset(
    "islam god congress parliament senate government police army internet facebook google twitter telegram allah earth "
    "south north east west general man men people police union state".split()
)


def _touches_other(sentence: str, run: list[Token], i: int, j: int, names: NameIndex) -> bool:
    """Say whether capitalised words that are not place words stand right beside the name."""
    for k, side in ((i - 1, -1), (j, 1)):
        if not 0 <= k < len(run):
            continue
        gap = (
            sentence[run[j - 1].end : run[k].start]
            if side > 0
            else sentence[run[k].end : run[i].start]
        )
        word = run[k].text
        if (
            gap != " "
            or not word[0].isupper()
            or _feature(word)
            or word.casefold() in _DIRECTION_WORDS
        ):
            continue
        if side > 0 and run[j - 1].possessive:
            continue
        if names.demonym(word):
            continue
        return True
    return False


_DIRECTION_WORDS: Final = frozenset(
    "north south east west northern southern eastern western central northeast northwest southeast southwest "
    "northeastern northwestern southeastern southwestern rural greater upper lower inner outer old new downtown in the".split()
)


def _plausible_unknown(
    text: str, run: list[Token], first: int, lower_words: frozenset[str]
) -> bool:
    word = text.casefold()
    if len(text) < 4 or text.isupper() or any(ch.isdigit() for ch in text):
        return False
    if run[0].start == first and len(run) == 1:
        return False
    if len(run) == 1 and (_is_common(text) or word in lexicon.GIVEN_NAMES or word in lower_words):
        return False
    return not all(_is_common(t.text) for t in run) and len(run) <= 4


def _uncased(sentence: str, words: tuple[Token, ...], names: NameIndex) -> list[NameSpan]:
    """Find names in Arabic script after a word that a place follows, or after its prefixed particle."""
    out: list[NameSpan] = []
    i = 0
    while i < len(words):
        previous = words[i - 1].text if i else ""
        for j in range(min(len(words), i + 3), i, -1):
            text = sentence[words[i].start : words[j - 1].end]
            if not _ARABIC.match(text):
                break
            listed = bool(out) and out[-1].end + 1 >= words[i].start and text[0] == "و"
            skip = 1 if text[0] in "بول" and len(text) > 4 and (listed or text[0] == "ب") else 0
            name = text[skip:]
            plain = unicodedata.normalize("NFKC", previous)
            if (plain in _ARABIC_PLACE_WORD or skip) and len(name) > 2 and names.knows(name):
                start = words[i].start + skip
                out.append(NameSpan(start=start, end=words[j - 1].end, text=name, kind="toponym"))
                i = j - 1
                break
        i += 1
    return out
