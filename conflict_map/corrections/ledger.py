"""The account of corrections: which were applied, to what, and why not; applies none itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflict_map.corrections.records import Correction

_WARNED: Final = 10
"""So many corrections that found nothing are warned of one by one; the report has them all."""
_INVISIBLE: Final = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff\ud800-\udfff]+")


def same_words(text: str) -> str:
    r"""Give a text as it is compared: spreadsheets change line breaks and drop control signs.

    >>> same_words(" a\r\n b\x07 "), same_words("")
    ('a b', '')
    """
    return _INVISIBLE.sub(" ", text).strip()


@dataclass(slots=True)
class Ledger:
    """Corrections, and what became of each; one run fills one ledger.

    ``articles`` are the ids of all articles that are read: a correction whose article is not among
    them is looked for by its quote alone.
    """

    corrections: Sequence[Correction]
    file: str = ""
    """The file that they came from, without its folders: it is shown with the events."""
    path: str = ""
    sha256: str = ""
    articles: frozenset[str] | None = None
    applied: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    """By row: each thing that the correction changed."""
    problems: dict[int, str] = field(default_factory=dict)
    """By row: why it changed nothing."""
    claims: dict[str, list[str]] = field(default_factory=dict)
    """By claim: what corrections of mentions changed in it, in words."""
    shown: dict[tuple[str, int, int], list[str]] = field(default_factory=dict)
    """By article and span: what was changed of a mention, in words."""
    spans: dict[int, list[tuple[str, int, int]]] = field(default_factory=dict)
    """By row: the mentions that it is about, as article and span."""

    def of_mentions(self) -> list[Correction]:
        """Give the corrections of mentions, in the order of the file."""
        return [c for c in self.corrections if c.is_given and not c.is_of_event]

    def of_events(self) -> list[Correction]:
        """Give the corrections of events, in the order of the file."""
        return [c for c in self.corrections if c.is_given and c.is_of_event]

    def note(self, correction: Correction, **what: Any) -> None:
        """Say that a correction changed something."""
        self.problems.pop(correction.row, None)
        said = {"row": correction.row, "about": correction.about, **what}
        said |= {"by": correction.by or None, "why": correction.why or None}
        self.applied.setdefault(correction.row, []).append(said)

    def miss(self, correction: Correction, reason: str) -> None:
        """Say why a correction changed nothing; what was changed before stays said."""
        if correction.row not in self.applied:
            self.problems.setdefault(correction.row, reason)

    def close(self, *, events: bool = True) -> None:
        """Give every correction that nothing was said of the reason that it has."""
        for c in self.corrections:
            if not c.is_given or c.row in self.applied or c.row in self.problems:
                continue
            if c.is_of_event and not events:
                continue
            known = self.articles is None or c.article_id in self.articles
            if not c.article_id or known:
                what = "event" if c.is_of_event else "mention"
                self.problems[c.row] = f"no {what} of this quote is found any more; look again"
            else:
                self.problems[c.row] = f"no article {c.article_id!r} is among the inputs"

    @property
    def warnings(self) -> tuple[str, ...]:
        """Give a line for the corrections in all, and one for each that found nothing, capped."""
        if not any(c.is_given for c in self.corrections):
            return (f"{self.file}: no row corrects anything",)
        said = [f"{self.file}: {len(self.applied)} corrections applied, {len(self.problems)} not"]
        listed = sorted(self.problems.items())
        said += [f"{self.file}: row {row}: {reason}" for row, reason in listed[:_WARNED]]
        if len(listed) > _WARNED:
            rest = len(listed) - _WARNED
            said.append(f"{self.file}: and {rest} more were not applied; --report lists them all")
        return tuple(said)

    def as_dict(self) -> dict[str, Any]:
        """Give the account as the report writes it."""
        return {
            "path": self.path,
            "sha256": self.sha256,
            "given": sum(c.is_given for c in self.corrections),
            "applied": len(self.applied),
            "unmatched": [
                {"row": row, "reason": reason} for row, reason in sorted(self.problems.items())
            ],
            "changes": [
                change for _, changes in sorted(self.applied.items()) for change in changes
            ],
        }


def told(changes: Iterable[str], correction: Correction) -> str:
    """Say in one line what was changed, by whom and why.

    >>> from conflict_map.corrections.records import Correction
    >>> told(["type: Riots to Protests"], Correction(row=2, about="event", by="A"))
    'type: Riots to Protests; by A'
    """
    return "; ".join(part for part in (*changes, correction.signature) if part)
