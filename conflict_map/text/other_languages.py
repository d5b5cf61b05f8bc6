"""Finds place mentions through a gloss of the report, and gives them back as they are written; knows no language.

What a sentence says beside its names is read in its gloss (``text/gloss.py``); offsets, names and
texts are those of the report itself.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from conflict_map.text.cues import CUES, first_role
from conflict_map.text.gloss import GLOSSED, UNCASED, gloss
from conflict_map.text.spans import before
from conflict_map.text.toponyms import find_names
from conflict_map.text.triggers import find_triggers
from conflict_map.text.uncased import read_uncased
from conflict_map.text.words import LEFT
from conflict_map.vocabulary import Role

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conflict_map.model import Mention
    from conflict_map.text.clues import Lore
    from conflict_map.text.gloss import Gloss
    from conflict_map.text.sentences import Sentence
    from conflict_map.text.toponyms import NameSpan
    from conflict_map.text.triggers import Trigger

VERB_FIRST: Final = frozenset({"ar"})
"""Languages whose verb stands before who does it and to whom."""
_REACH: Final = 60
_CLAUSE: Final = re.compile(r"[,;:.!?،؛]| and ")
_BETWEEN: Final = frozenset(
    {"in", "at", "from", "to", "by", "with", "on", "through", "say", "time"}
)
_SAID_OF_IT: Final = frozenset(
    {"demonym", "inside_name", "anaphora", "speaks", "by_or_with", "end_of_line"}
)


def read_glossed(
    sentences: Sequence[Sentence], language: str, lore: Lore
) -> tuple[tuple[Sentence, Gloss, tuple[NameSpan, ...]], ...]:
    """Give each sentence in English words with its place names, whose offsets are those in the gloss.

    >>> from conflict_map.gazetteer import Gazetteer
    >>> from conflict_map.text.clues import Lore
    >>> from conflict_map.text.sentences import split
    >>> lore = Lore(Gazetteer.default())
    >>> [(s, _, names)] = read_glossed(split("Взрывы в Идлибе и Хаме."), "ru", lore)
    >>> s.text, [n.text for n in names]
    ('explosions in Идлибе and Хаме.', ['Идлибе', 'Хаме'])
    """
    if language in UNCASED:
        read = [read_uncased(s.text, language, lore) for s in sentences]
    else:
        glosses = [gloss(s.text, language, lore) for s in sentences]
        named = find_names([g.text for g in glosses], lore)
        read = list(zip(glosses, named, strict=True))
    return tuple(
        (replace(sentence, text=g.text), g, spans)
        for sentence, (g, spans) in zip(sentences, read, strict=True)
    )


def as_written(
    mentions: Sequence[Mention],
    sentence: Sentence,
    read: Gloss,
    spans: Sequence[NameSpan],
    language: str,
) -> list[Mention]:
    """Give the mentions of the gloss of a sentence with the words and offsets of the report.

    ``sentence`` is that of the report, ``spans`` are the names of the gloss.
    """
    names = {s.text: sentence.text[slice(*read.original(s.start, s.end))] for s in spans}
    if language in VERB_FIRST:
        english = replace(sentence, text=read.text)
        mentions = [_verb_first(mention, english) for mention in mentions]
    return [_as_written(mention, sentence, read, names) for mention in mentions]


def _as_written(
    mention: Mention, sentence: Sentence, read: Gloss, names: Mapping[str, str]
) -> Mention:
    begin = sentence.start
    start, end = read.original(mention.start - begin, mention.end - begin)
    name_start, name_end = read.original(mention.name_start - begin, mention.name_end - begin)
    name = names.get(mention.name, mention.name)
    if mention.name and "anaphora" not in mention.cues:
        name = sentence.text[name_start:name_end]
    return replace(
        mention,
        start=begin + start,
        end=begin + end,
        text=sentence.text[start:end],
        name=name,
        name_start=begin + name_start,
        name_end=begin + name_end,
        other_name=names.get(mention.other_name or "", mention.other_name),
        parent_name=names.get(mention.parent_name or "", mention.parent_name),
        border_with=tuple(names.get(n, n) for n in mention.border_with),
    )


def triggers_in(text: str, language: str) -> tuple[Trigger, ...]:
    """Find what a sentence in any language of ``GLOSSED`` reports, as ``find_triggers`` does in English.

    >>> [t.text for t in triggers_in("Войска обстреляли город", "ru")]
    ['обстреляли']
    >>> triggers_in("", "fr")
    ()
    """
    if language not in GLOSSED:
        return find_triggers(text)
    read = gloss(text, language)
    out = []
    for trigger in find_triggers(read.text):
        start, end = read.original(trigger.start, trigger.end)
        out.append(replace(trigger, start=start, end=end, text=text[start:end]))
    return tuple(out)


def _verb_first(mention: Mention, sentence: Sentence) -> Mention:
    """Read "shelled the army Aleppo": where the verb comes first, what is hit comes last.

    ``sentence`` is the gloss. The verb counts if no preposition stands between it and the name.
    """
    if _SAID_OF_IT.intersection(mention.cues) or mention.role is not Role.CONTEXT:
        return mention
    clause = before(sentence.text, mention.start - sentence.start, _REACH)
    words = _CLAUSE.split(clause)[-1].split()
    for word in reversed(words):
        kind = LEFT.get(word, "")
        if kind == "hit":
            reason = (*mention.reasons, CUES["object"])
            cues = tuple(sorted({*mention.cues, "object"}))
            return replace(mention, cues=cues, reasons=reason, role=first_role(frozenset(cues)))
        if kind in _BETWEEN:
            return mention
    return mention
