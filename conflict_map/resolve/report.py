"""What a whole report says of its places while it is resolved: candidates, choices, countries."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from conflict_map.geo import haversine_km
from conflict_map.vocabulary import FeatureClass as F

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Candidate, Mention, Place

_LIMIT: Final = 25
"""Candidates per name; what ranks lower by name and prominence alone is hardly ever meant."""
_SAME_PLACE_KM: Final = 25.0
_HINTED_COUNTRY: Final = 2.0
_LIKENESS: Final = 0.92
"""An unknown capitalised word less like a known name than this is likelier no place at all."""
_UNKNOWN_COUNTRY_SHARE: Final = 0.25
"""A name that no gazetteer has exactly is only guessed in a country with this much support."""
_ABROAD: Final = frozenset(
    {"speaks", "of_government", "source_of_things", "by_or_with", "inside_name"}
)


@dataclass(frozen=True, slots=True)
class Choice:
    """The candidates of one mention, the best first; at least one."""

    ranked: tuple[Candidate, ...]

    @property
    def place(self) -> Place:
        """Give the place of the best candidate."""
        return self.ranked[0].place

    @property
    def margin(self) -> float:
        """Give how far the best candidate is ahead of the best that lies elsewhere, 0..1."""
        best = self.ranked[0]
        rival = next((c for c in self.ranked[1:] if _is_elsewhere(c.place, best.place)), None)
        return 1.0 if rival is None else 1 / (1 + math.exp(-3.0 * (best.score - rival.score)))


Choices = dict[int, Choice]
"""What is chosen so far, by the index of the mention."""


@dataclass(slots=True)
class Report:
    """The state of one article while it is resolved; it lives as long as a call of ``resolve``."""

    gazetteer: Gazetteer
    country: str | None
    votes: dict[str, dict[str, float]] = field(default_factory=dict)
    """Evidence for each country, by the name that gives it."""
    shares: dict[str, float] = field(default_factory=dict)
    """The evidence for each country as a share of the best supported one's."""
    candidates: dict[tuple[str, bool], tuple[Candidate, ...]] = field(default_factory=dict)

    def focus(self) -> tuple[str, ...]:
        """Give the countries that the report is about, most first."""
        return tuple(sorted(self.shares, key=lambda c: (-self.shares[c], c)))

    def shares_without(self, name: str) -> dict[str, float]:
        """Share the evidence of all other names: none may confirm itself."""
        return _shares({k: v for k, v in self.votes.items() if k != name})

    def count(self, mentions: Sequence[Mention], chosen: Choices) -> None:
        """Count the evidence for each country anew, from what is chosen so far."""
        # Guesses were made in the countries of the last count; the others hold for any.
        self.candidates = {k: v for k, v in self.candidates.items() if not k[1]}
        self.votes = self._votes(mentions, chosen)
        self.shares = _shares(self.votes)

    def lookup(self, name: str, *, unknown: bool = False) -> tuple[Candidate, ...]:
        """Give the candidates of a name; an unknown one is guessed in the report's countries."""
        key = (name, unknown)
        if key not in self.candidates:
            self.candidates[key] = self._guesses(name) if unknown else self._known(name)
        return self.candidates[key]

    def _known(self, name: str) -> tuple[Candidate, ...]:
        return self.gazetteer.lookup(name, limit=_LIMIT, fuzzy=False)

    def _guesses(self, name: str) -> tuple[Candidate, ...]:
        supported = [c for c in self.focus()[:2] if self.shares[c] >= _UNKNOWN_COUNTRY_SHARE]
        return tuple(
            found
            for c in supported
            for found in self.gazetteer.lookup(name, country=c, limit=6)
            if found.evidence.get("likeness", 1.0) >= _LIKENESS
        )

    def _votes(self, mentions: Sequence[Mention], chosen: Choices) -> dict[str, dict[str, float]]:
        """Collect evidence for countries: their names, demonyms, and the places chosen so far."""
        votes: dict[str, dict[str, float]] = {}
        if self.country:
            votes[""] = {self.country: _HINTED_COUNTRY}
        seen: dict[str, int] = {}
        for i, m in enumerate(mentions):
            key = m.name.casefold()
            seen[key] = seen.get(key, 0) + 1
            weight = 1.0 / seen[key] ** 0.5  # the tenth "Syria" says little more than the second
            shared = self._vote(m, chosen.get(i), weight)
            if shared is not None:
                own = votes.setdefault(key, {})
                for code, w in shared.items():
                    own[code] = own.get(code, 0.0) + w
        return votes

    def _vote(
        self, mention: Mention, choice: Choice | None, weight: float
    ) -> dict[str, float] | None:
        """Give what one mention says for each country; None if it says nothing."""
        if "demonym" in mention.cues:
            codes = self.gazetteer.demonym(mention.name)
            return {code: 0.5 * weight / len(codes) for code in codes}
        if choice is None or not choice.place.country:
            return None
        weight *= 1.0 if choice.place.feature_class is F.COUNTRY else 0.9 * choice.margin
        if _ABROAD & set(mention.cues):
            weight *= 0.4  # who speaks is not where it happens
        return {choice.place.country: weight}


def _shares(votes: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    total: dict[str, float] = {}
    for own in votes.values():
        for code, w in own.items():
            total[code] = total.get(code, 0.0) + w
    top = max(total.values(), default=0.0)
    return {c: v / top for c, v in total.items()} if top else {}


def _is_elsewhere(a: Place, b: Place) -> bool:
    """Say whether a place is another one: Hama and the Hama governorate are no rivals."""
    is_its_province = (
        a.country == b.country
        and a.admin1 is not None
        and a.admin1 == b.admin1
        and F.ADMIN1 in {a.feature_class, b.feature_class}
    )
    return not is_its_province and haversine_km(a.position, b.position) > _SAME_PLACE_KM
