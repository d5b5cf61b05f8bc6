"""Asks a spaCy model for entities, as one more clue to a name; nothing here or elsewhere needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from conflict_map.errors import ConflictMapError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

WEIGHTS: Final[dict[str, float]] = {
    "entity:GPE": 1.5, "entity:LOC": 1.2, "entity:FAC": 0.8, "entity:NORP": 0.3,
    "entity:ORG": -0.8, "entity:PERSON": -1.5,
}  # fmt: skip
"""What an entity of just a span's words adds, in logarithms of odds; set by hand.

Small models call Hama an organisation and Al-Safira a person, so that no label decides.
"""


def spacy_entities(model: str) -> Callable[[str], Mapping[tuple[int, int], str]]:
    """Give a function from a sentence to its entities: half-open offsets and spaCy's labels.

    ``model`` is the name of an installed spaCy model or the folder of one; nothing is downloaded.

    Raises
    ------
    ConflictMapError
        If spaCy or the model is not installed.
    """
    try:
        import spacy  # noqa: PLC0415 - an extra, of which no other code knows
    except ImportError:
        raise ConflictMapError(
            "spaCy is not installed: pip install 'conflict-map[spacy]', or leave --spacy out"
        ) from None
    try:
        nlp: Any = spacy.load(model, exclude=["parser", "lemmatizer", "attribute_ruler"])
    except (OSError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise ConflictMapError(
            f"the spaCy model {model!r} cannot be loaded ({reason}); give the name of an installed"
            " model or its folder"
        ) from None

    def found(sentence: str) -> Mapping[tuple[int, int], str]:
        spans = nlp(sentence).ents
        return {_without_article(e.text, e.start_char, e.end_char): e.label_ for e in spans}

    return found


def _without_article(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave "the" out of an entity, as names here do."""
    return (start + 4, end) if text[:4].lower() == "the " else (start, end)
