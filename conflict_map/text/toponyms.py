"""Finds the spans that may be place names, by letter case and a list of names; does not say what they mean."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, Protocol

from conflict_map.text import lexicon
from conflict_map.text.actors import find_organisations
from conflict_map.text.persons import person_spans
from conflict_map.text.sentences import Token, tokens
from conflict_map.text.spans import Taken, before

if TYPE_CHECKING:
    from conflict_map.text.actors import Actor


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
_STOP_INSIDE: Final = re.compile(r"[^\s]\.\s")
_SAINT: Final = re.compile(r"(?:St|Mt|Ft|Ste)\.")
_OPENS_NAME: Final = re.compile(
    r"(?:New|North|South|East|West|Central|Red|Black|Dead|Ivory|White|United|Middle|Port|Fort|Palm|Cape)\b"
)
_DATELINE_DASH: Final = re.compile(r"\s*+(?:\([^)]{0,60}\)\s*+)?[-–—]")
_POSITION: Final = re.compile(r"\b(?:in|near|at|of|outside|toward|towards|around|from|to)\s+$")
_LONGEST_NAME: Final = 120
"""No name is asked for beyond this many characters."""
_NEVER_ALONE: Final = frozenset(
    "islam god congress parliament senate government police army internet facebook google twitter telegram allah earth "
    "south north east west general man men people police union state".split()
)
_DIRECTION_WORDS: Final = frozenset(
    "north south east west northern southern eastern western central northeast northwest southeast southwest "
    "northeastern northwestern southeastern southwestern rural greater upper lower inner outer old new downtown in the".split()
)
_ARABIC: Final = re.compile(r"[\u0600-\u06ff]")
_ARABIC_PLACE_WORD: Final = frozenset(
    "في من إلى الى قرب مدينة بلدة قرية محافظة ريف شمال جنوب شرق غرب شمالي جنوبي شرقي غربي على نحو باتجاه طريق مطار مخيم حي منطقة ولاية".split()
)


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

    >>> from conflict_map.gazetteer import Gazetteer
    >>> text = "Syrian troops left Deir ez-Zor, the Astana talks and Qxyzz."
    >>> [(s.text, s.kind) for s in find_names(text, Gazetteer.default())]
    [('Syrian', 'demonym'), ('Deir ez-Zor', 'toponym'), ('Astana', 'inside_name'), ('Qxyzz', 'unknown')]
    """
    words = tokens(sentence)
    persons_here = person_spans(sentence, words, persons)
    blocked = Taken(len(sentence))
    for span in persons_here:
        blocked.add(*span)
    found: list[NameSpan] = []
    inside = _Finder(sentence, names, frozenset(), first=-1)
    for org in find_organisations(sentence):
        if org.kind in {"organisation", "agreement"}:
            found += _inside_name(org, words, inside)
        blocked.add(org.start, org.end)
    free = [t for t in words if not blocked.overlaps(t.start, t.end)]
    finder = _Finder(sentence, names, lower_words, first=words[0].start if words else -1)
    for run in _runs(sentence, free):
        found += finder.cut(run)
    if _ARABIC.search(sentence):
        found += _uncased(sentence, words, names)
    return _with_demonyms(sentence, words, names, found, persons_here)


def _inside_name(org: Actor, words: tuple[Token, ...], finder: _Finder) -> list[NameSpan]:
    """Give the first place name inside the name of an organisation or agreement, if any."""
    first = bisect_left(words, org.start, key=lambda t: t.start)
    last = bisect_right(words, org.end, key=lambda t: t.end)
    for span in finder.cut(list(words[first:last])):
        if span.kind == "toponym" and span.end < org.end and not _is_common(span.text):
            host = f"{org.text} ({org.kind})"
            return [replace(span, kind="inside_name", host=host, partial=False)]
    return []


def _with_demonyms(
    sentence: str,
    words: tuple[Token, ...],
    names: NameIndex,
    found: list[NameSpan],
    persons: tuple[tuple[int, int], ...],
) -> tuple[NameSpan, ...]:
    """Add the adjectives of nationality: they yield to longer names only, and others to them."""
    alone = {(t.start, t.end) for t in words}
    longer = Taken(len(sentence))
    for start, end in persons:
        if (start, end) not in alone:
            longer.add(start, end)
    for f in found:
        if _is_longer(f):
            longer.add(f.start, f.end)
    demonyms = [
        NameSpan(start=t.start, end=t.end, text=t.text, kind="demonym", possessive=t.possessive)
        for t in words
        if t.is_capitalised and not longer.covers(t.start, t.end) and names.demonym(t.text)
    ]
    adjectives = Taken(len(sentence))
    for d in demonyms:
        adjectives.add(d.start, d.end)
    kept = [f for f in found if _is_longer(f) or not adjectives.overlaps(f.start, f.end)]
    return tuple(sorted([*kept, *demonyms], key=lambda s: s.start))


def _is_longer(span: NameSpan) -> bool:
    return span.kind == "toponym" and " " in span.text


def _feature(word: str) -> bool:
    return word.casefold() in lexicon.FEATURE_WORDS


def _runs(sentence: str, free: list[Token]) -> list[list[Token]]:
    """Group capitalised words that touch, over small connecting words."""
    capitals = {t.start for t in free if t.is_capitalised}
    runs: list[list[Token]] = []
    current: list[Token] = []
    pending: list[Token] = []
    for t in free:
        previous = pending[-1] if pending else current[-1] if current else None
        touches = (
            previous is not None
            and not previous.possessive
            and bool(_GAP.match(sentence[previous.end : t.start]))
        )
        if t.is_capitalised or _starts_article(sentence, t, capitals):
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


def _starts_article(sentence: str, token: Token, capitals: set[int]) -> bool:
    """Say whether a lower-case word is an Arabic article before a capitalised name ("al-Bab")."""
    is_article = token.text in lexicon.ARTICLES and sentence[token.end : token.end + 1] == "-"
    return is_article and token.end + 1 in capitals


def _is_common(text: str) -> bool:
    word = text.casefold()
    return (
        word in lexicon.MONTHS_DAYS
        or (word in lexicon.COMMON and word not in lexicon.COMMON_BUT_PLACES)
        or word in lexicon.TITLES
        or word in lexicon.FEATURE_WORDS
    )


class _Finder:
    """Cuts the runs of one sentence into known names, longest first, and what is left between."""

    def __init__(
        self, sentence: str, names: NameIndex, lower_words: frozenset[str], *, first: int
    ) -> None:
        self._sentence = sentence
        self._names = names
        self._lower_words = lower_words
        self._first = first
        """Where the first word of the sentence begins: its capital says nothing."""
        self._all_caps = sentence.isupper()

    def cut(self, run: list[Token]) -> list[NameSpan]:
        """Give the spans of one run in order."""
        out: list[NameSpan] = []
        unknown: list[Token] = []
        tail = 0
        i = 0
        while i < len(run):
            hit = self._longest(run, i)
            opens = run[i].start == self._first and run[i].text.casefold() in lexicon.OPENERS
            if opens and (hit is None or hit == i + 1):
                i += 1  # "In Gao": the capital is the sentence's, not the name's
                continue
            if not unknown and not self._begins(run, i):
                i += 1  # "the" of "In the Donetsk region" is no part of the name
                continue
            if hit and self._accept(run, i, hit):
                partial = self._touches_other(run, i, hit)
                tail = self._tail_end(run, hit) if hit > tail else tail
                if partial and tail > hit and not unknown:
                    # "Tin Zaouatine": what is known is only the head of an unknown name.
                    unknown.extend(run[i:tail])
                    i = tail
                    self._flush(unknown, out)
                elif unknown and self._goes_on(unknown[-1], run[i]):
                    # "Bordj Tahar": what is known is only the tail of an unknown name.
                    unknown.extend(run[i:hit])
                    i = hit
                else:
                    self._flush(unknown, out)
                    out.append(self._span(run[i:hit], kind="toponym", partial=partial))
                    i = hit
                continue
            if unknown and self._parts(unknown[-1], run[i]):
                self._flush(unknown, out)
            if run[i].is_capitalised or unknown or run[i].text in lexicon.ARTICLES:
                unknown.append(run[i])
            i += 1
        self._flush(unknown, out)
        return out

    def _begins(self, run: list[Token], i: int) -> bool:
        """Say whether a name can begin here: at a capital, or at an Arabic article ("al-Bab")."""
        return run[i].is_capitalised or run[i].text in lexicon.ARTICLES

    def _span(self, words: list[Token], *, kind: SpanKind, partial: bool) -> NameSpan:
        start, end = words[0].start, words[-1].end
        return NameSpan(
            start=start, end=end, text=self._sentence[start:end], kind=kind,
            possessive=words[-1].possessive, partial=partial,
        )  # fmt: skip

    def _flush(self, unknown: list[Token], out: list[NameSpan]) -> None:
        """Put the unknown words gathered so far among the spans, if they may be a name."""
        if not unknown:
            return
        partial = bool(out and out[-1].end + 1 >= unknown[0].start)
        span = self._span(unknown, kind="unknown", partial=partial)
        if self._plausible(span.text, unknown):
            out.append(span)
        unknown.clear()

    def _goes_on(self, word: Token, following: Token) -> bool:
        gap = self._sentence[word.end : following.start]
        return gap == " " and not _feature(word.text)

    def _parts(self, word: Token, following: Token) -> bool:
        """Say whether a hyphen parts two unknown words that are not an article and its name."""
        gap = self._sentence[word.end : following.start]
        return gap == "-" and word.text.casefold() not in lexicon.ARTICLES

    def _longest(self, run: list[Token], i: int) -> int | None:
        """Give the end index of the longest known name that begins at word i."""
        for j in range(min(len(run), i + _MAX_WORDS), i, -1):
            last = run[j - 1]
            if not last.is_capitalised or any(t.possessive for t in run[i : j - 1]):
                continue
            if last.end - run[i].start > _LONGEST_NAME:
                continue
            text = self._sentence[run[i].start : last.end]
            if j - i == 1 and len(text) < 3 and text not in _SHORT:
                continue
            if _STOP_INSIDE.search(text) and not _SAINT.match(text):
                continue
            if self._names.knows(text):
                return j
        return None

    def _accept(self, run: list[Token], i: int, j: int) -> bool:
        """Say whether a known name may be a place here."""
        start, end = run[i].start, run[j - 1].end
        text = self._sentence[start:end]
        word = text.casefold()
        if text in _NOT_PLACES or word in lexicon.MONTHS_DAYS:
            return False
        if j - i > 1:
            ordinary = all(
                _is_common(t.text) or t.text.casefold() in lexicon.CONNECTORS for t in run[i:j]
            )
            return not ordinary or bool(_OPENS_NAME.match(text))
        if text in _SHORT:
            return True
        if _CONTRACTION.search(text):
            return False
        if text.isupper() and len(text) <= 4 and "." not in text and not self._all_caps:
            # An abbreviation, unless it is a dateline.
            return bool(_DATELINE_DASH.match(self._sentence, end))
        given = word in lexicon.GIVEN_NAMES and word not in lexicon.PLACES_FIRST
        if (_is_common(text) and word not in lexicon.PLACES_FIRST) or given:
            positioned = _POSITION.search(before(self._sentence, start)) and start != self._first
            ordinary = word in lexicon.TITLES or word in _NEVER_ALONE
            return bool(positioned) and len(run) == 1 and not ordinary
        return not (start == self._first and word in self._lower_words)

    def _tail_end(self, run: list[Token], j: int) -> int:
        """Give where the unknown name words that follow a known name end; j if there are none."""
        k = j
        while k < len(run) and self._is_tail(run[k - 1], run[k]):
            k += 1
        return k

    def _is_tail(self, previous: Token, token: Token) -> bool:
        word = token.text
        touches = self._sentence[previous.end : token.start] == " " and not previous.possessive
        if not (word[0].isupper() and touches) or word.isupper():
            return False
        if _is_common(word) or _feature(word) or word.casefold() in lexicon.GIVEN_NAMES:
            return False
        return not self._names.demonym(word)

    def _touches_other(self, run: list[Token], i: int, j: int) -> bool:
        """Say whether capitalised words that are not place words stand right beside the name."""
        beside = []
        if i > 0:
            beside.append((run[i - 1], self._sentence[run[i - 1].end : run[i].start]))
        if j < len(run) and not run[j - 1].possessive:
            beside.append((run[j], self._sentence[run[j - 1].end : run[j].start]))
        return any(
            gap == " "
            and t.text[0].isupper()
            and not _feature(t.text)
            and t.text.casefold() not in _DIRECTION_WORDS
            and not self._names.demonym(t.text)
            for t, gap in beside
        )

    def _plausible(self, text: str, words: list[Token]) -> bool:
        """Say whether unknown words may be a name at all."""
        if len(text) < 4 or text.isupper() or any(ch.isdigit() for ch in text):
            return False
        alone = len(words) == 1
        if words[0].start == self._first and alone:
            return False
        word = text.casefold()
        ordinary = _is_common(text) or word in lexicon.GIVEN_NAMES or word in self._lower_words
        if alone and ordinary:
            return False
        return not all(_is_common(t.text) for t in words) and len(words) <= 4


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
            follows = plain in _ARABIC_PLACE_WORD or skip
            if follows and len(name) > 2 and name not in _ARABIC_PLACE_WORD and names.knows(name):
                start = words[i].start + skip
                out.append(NameSpan(start=start, end=words[j - 1].end, text=name, kind="toponym"))
                i = j - 1
                break
        i += 1
    return out
