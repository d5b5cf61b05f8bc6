"""Finds place mentions through a gloss of the report, and gives them back as they are written; knows no language.

What a sentence says beside its names is read in its gloss (``text/gloss.py``); offsets, names and
texts are those of the report itself.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conflict_map.text.gloss import UNCASED, gloss
from conflict_map.text.toponyms import find_names
from conflict_map.text.uncased import read_uncased

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.model import Mention
    from conflict_map.text.clues import Lore
    from conflict_map.text.gloss import Gloss
    from conflict_map.text.sentences import Sentence
    from conflict_map.text.toponyms import NameSpan


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


def as_written(mention: Mention, sentence: Sentence, read: Gloss, spans: Sequence[NameSpan]) -> Mention:
    """Give a mention that was found in the gloss of a sentence with the words and offsets of the report."""
    names = {s.text: sentence.text[slice(*read.original(s.start, s.end))] for s in spans}
    start, end = _in_report(mention.start, mention.end, sentence, read)
    name_start, name_end = _in_report(mention.name_start, mention.name_end, sentence, read)
    name = names.get(mention.name, mention.name)
    if mention.name and "anaphora" not in mention.cues:
        name = sentence.text[name_start - sentence.start : name_end - sentence.start]
    return replace(
        mention,
        start=start,
        end=end,
        text=sentence.text[start - sentence.start : end - sentence.start],
        name=name,
        name_start=name_start,
        name_end=name_end,
        other_name=names.get(mention.other_name or "", mention.other_name),
        parent_name=names.get(mention.parent_name or "", mention.parent_name),
        border_with=tuple(names.get(n, n) for n in mention.border_with),
    )


def _in_report(start: int, end: int, sentence: Sentence, read: Gloss) -> tuple[int, int]:
    first, last = read.original(start - sentence.start, end - sentence.start)
    return sentence.start + first, sentence.start + last
