"""What is printed, and the exit codes: data on standard output, talk on standard error."""

from __future__ import annotations

import contextlib
import re
import sys
import time
from typing import TYPE_CHECKING, Any, Final

from conflict_map.vocabulary import LocationKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflict_map.model import Article, Candidate, Resolution

_PLAIN: Final = frozenset({LocationKind.POINT, LocationKind.AREA})
"""Kinds that say no more than the name does."""
EXIT_OK: Final = 0
EXIT_NOTHING: Final = 1
"""Nothing could be used; nothing was written and an older output is untouched."""
EXIT_USAGE: Final = 2
EXIT_PIPE: Final = 128 + 13
EXIT_INTERRUPTED: Final = 128 + 2
EXIT_TERMINATED: Final = 128 + 15


def geoparsed_json(article_id: str, resolutions: Sequence[Resolution]) -> dict[str, Any]:
    """Give an article as ``geoparse`` prints it: its place names, and what is said around them.

    A toponym is the name itself, with the point of the place that it means. An expression is wider
    than names ("10 km north of Hama", "southern Aleppo", "the Hama-Homs road", "that province"),
    with the point and the uncertainty of what it locates.
    """
    names: dict[tuple[int, int], dict[str, Any]] = {}
    expressions = []
    for resolution in resolutions:
        mention = resolution.mention
        span = (mention.name_start, mention.name_end)
        if mention.is_toponym:
            names.setdefault(span, _toponym_json(resolution))
        is_wider = span != (mention.start, mention.end) or mention.kind not in _PLAIN
        if is_wider or not mention.is_toponym:
            expressions.append(_expression_json(resolution))
    return {
        "id": article_id,
        "toponyms": [names[span] for span in sorted(names)],
        "expressions": expressions,
    }


def _toponym_json(resolution: Resolution) -> dict[str, Any]:
    mention, location = resolution.mention, resolution.location
    place = location.places[0] if location and location.places else None
    return {
        "start": mention.name_start,
        "end": mention.name_end,
        "text": mention.name,
        "lat": place.position.lat if place else None,
        "lon": place.position.lon if place else None,
        "place_id": place.id if place else None,
        "name": place.name if place else None,
        "country": place.country if place else None,
        "kind": str(mention.kind),
        "role": str(mention.role),
        "confidence": round(resolution.confidence, 4),
    }


def _expression_json(resolution: Resolution) -> dict[str, Any]:
    mention, location = resolution.mention, resolution.location
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "kind": str(mention.kind),
        "lat": location.position.lat if location else None,
        "lon": location.position.lon if location else None,
        "uncertainty_km": location.uncertainty_km if location else None,
        "how": location.method if location else resolution.reason,
    }


def candidate_json(candidate: Candidate, ids: Sequence[str]) -> dict[str, Any]:
    """Give a candidate as ``lookup --json`` prints it."""
    place = candidate.place
    # A place of several sources says under which other ids they have it.
    others = {"same_as": list(ids[1:])} if ids[1:] else {}
    return {
        "place_id": place.id,
        "name": place.name,
        "lat": place.position.lat,
        "lon": place.position.lon,
        "country": place.country,
        "admin1": place.admin1_name or place.admin1,
        "feature_class": str(place.feature_class),
        "rung": candidate.rung,
        "score": round(candidate.score, 4),
    } | others


def described_candidate(candidate: Candidate, ids: Sequence[str]) -> str:
    """Give a candidate as two lines for a reader."""
    place = candidate.place
    where = ", ".join(part for part in (place.name, place.admin1_name, place.country) if part)
    evidence = ", ".join(f"{clue} {value:g}" for clue, value in candidate.evidence.items())
    lat, lon = place.position.latlon
    told = (
        f"  {candidate.score:.3f}  {where}  "
        f"({place.feature_class}, {lat:.5f} {lon:.5f}, {' = '.join(ids)})"
        f"\n         matched by {candidate.rung}; {evidence}"
    )
    return f"{told}; from {place.source}" if candidate.rung == "online" else told


def say(text: str) -> None:
    """Print one line of talk; a closed or full standard error is no reason to fail."""
    with contextlib.suppress(OSError, ValueError):
        print(printable(text), file=sys.stderr, flush=True)


def printable(text: str) -> str:
    r"""Replace what would move a terminal's cursor, change its colours or turn its text around.

    >>> printable("a\x1b[31mb\nc")
    'a�[31mb�c'
    """
    return re.sub(
        "[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]", "\ufffd", text
    )


def with_progress(articles: Sequence[Article]) -> Iterator[Article]:
    """Pass articles on and, on a terminal, say how far it is."""
    shown = len(articles) > 1 and sys.stderr.isatty()
    for number, article in enumerate(articles, start=1):
        if shown:
            print(f"\rreading {number} of {len(articles)}", end="", file=sys.stderr, flush=True)
        yield article
    if shown:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)


class Ticker:
    """Shows a bar for work that takes more than two seconds, on a terminal; silent elsewhere."""

    _WIDTH: Final = 24
    _AFTER_S: Final = 2.0
    _EVERY_S: Final = 0.1

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._begun = time.monotonic()
        self._last = 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        """Say how much of the work is done."""
        now = time.monotonic()
        if not self._shown or now - self._begun < self._AFTER_S or now - self._last < self._EVERY_S:
            return
        self._last = now
        share = done / total if total else 0.0
        bar = ("#" * round(share * self._WIDTH)).ljust(self._WIDTH, ".")
        line = printable(f"{what} [{bar}] {100 * share:3.0f} %")
        print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """Take the bar away."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
