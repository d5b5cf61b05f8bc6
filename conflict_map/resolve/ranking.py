"""Decides for all names of a report at once what each means, each by the others' evidence."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from conflict_map.geo import EARTH_RADIUS_KM
from conflict_map.resolve import evidence
from conflict_map.resolve.meanings import KINDS, WIDE, division, form_of
from conflict_map.vocabulary import FeatureClass as F
from conflict_map.vocabulary import LocationKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from conflict_map.model import Candidate, Mention, Place
    from conflict_map.resolve.meanings import Library, Meanings

_ROUNDS: Final = 3
"""The first round knows no other places, the second those of the first; a third settles them."""
_HINTED_COUNTRY: Final = 2.0
_UNKNOWN_COUNTRY_SHARE: Final = 0.25
"""A name that no gazetteer has exactly is only guessed in a country with this much support."""
_ACTOR: Final = 0.7
"""What the name of an armed actor says for its country; it may be named abroad."""
_DEMONYM: Final = 0.5
_TOWN: Final = 0.9
"""What a nationality and a town say for their country, beside the country's own name."""
_ABROAD: Final = frozenset(
    {"speaks", "of_government", "source_of_things", "by_or_with", "inside_name"}
)
_SPEAKER: Final = 0.4
"""Who speaks is not where it happens."""
_BORDERLESS: Final = 0.3
"""A region across borders contradicts no country."""
_REACH_KM: Final = 120.0
"""The reach of a day's fighting over a province or two."""
_NEAREST: Final = 3
"""How many of the report's other places count for nearness."""
_SAME_PLACE: Final = float(np.cos(25.0 / EARTH_RADIUS_KM))
_NEAR_PARENT: Final = float(np.cos(60.0 / EARTH_RADIUS_KM))
_PARENTS: Final = 6
_KEPT: Final = 4
_WIDE: Final = np.array([k in WIDE for k in KINDS])
_IS_COUNTRY: Final = KINDS.index(F.COUNTRY)
_IS_ADMIN1: Final = KINDS.index(F.ADMIN1)
_PARENT: Final = evidence.DYNAMIC.index("in_named_parent")
_CHILD: Final = evidence.DYNAMIC.index("is_named_parent")
_SENSE: Final = evidence.DYNAMIC.index("same_sense")
_EXPLICIT: Final = frozenset({F.ADMIN1, F.ADMIN2, F.POPULATED_PLACE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The candidates of one mention, the best first; at least one."""

    ranked: tuple[Candidate, ...]
    share: float
    """How likely the best is among them, 0..1; those at the same place count with it."""
    others: int
    """How many candidates there are beside the best."""

    @property
    def place(self) -> Place:
        """Give the place of the best candidate."""
        return self.ranked[0].place


@dataclass(slots=True)
class _Reading:
    """A name as one or more mentions put it."""

    name: str
    meanings: Meanings
    is_demonym: bool
    is_unknown: bool
    raw: str
    form: str
    weight: float = 0.0
    """What it says for the country of its place."""
    parents: set[str] = field(default_factory=set)
    explicit: int = 0
    """How many mentions say of what kind it is."""


class Report:
    """One article while it is resolved.

    ``shares`` is the evidence for each country as a share of the best supported one's.
    """

    def __init__(
        self,
        mentions: Sequence[Mention],
        library: Library,
        country: str | None,
        actors: Mapping[str, str] | None = None,
    ) -> None:
        self._library = library
        self._hints = dict(actors or {})
        """The country of each armed actor that is named; under "" the one that was given."""
        if country:
            self._hints[""] = country
        self.shares: dict[str, float] = {}
        self._votes: dict[str, dict[str, float]] = {}
        self._of: list[int | None] = []
        self._readings: list[_Reading] = []
        self._collect(mentions)
        self._choices: list[Choice | None] = []
        self.state: _State | None = None
        """The last round, for those who fit the weights."""
        self._decide()

    def choice(self, at: int) -> Choice | None:
        """Give what the mention ``at`` means; None if no gazetteer has its name."""
        reading = self._of[at]
        return None if reading is None else self._choices[reading]

    def reading(self, at: int) -> int | None:
        """Give the number of the reading of the mention ``at``; None if it is not looked up."""
        return self._of[at]

    def focus(self) -> tuple[str, ...]:
        """Give the countries that the report is about, most first."""
        return tuple(sorted(self.shares, key=lambda c: (-self.shares[c], c)))

    def shares_without(self, name: str) -> dict[str, float]:
        """Share the evidence of all other names: none may confirm itself."""
        return _shares({k: v for k, v in self._votes.items() if k != name})

    # --- what is to be decided --------------------------------------------------------------

    def _collect(self, mentions: Sequence[Mention]) -> None:
        """Group the mentions: those of one name that are put alike have one meaning."""
        index: dict[tuple[object, ...], int] = {}
        seen: dict[str, int] = {}
        library = self._library
        for m in mentions:
            if not m.name or "named_feature" in m.cues:
                self._of.append(None)
                continue
            name = m.name.casefold()
            demonym = "demonym" in m.cues
            unknown = "unknown_name" in m.cues
            form = form_of(m)
            key = (m.name, form, m.feature_hint, demonym)
            at = index.get(key)
            if at is None:
                at = index[key] = len(self._readings)
                meanings = (
                    library.nations(m.name) if demonym else library.of(m.name, form, m.feature_hint)
                )
                self._readings.append(_Reading(name, meanings, demonym, unknown, m.name, form))
            reading = self._readings[at]
            reading.is_unknown |= unknown
            self._of.append(at)
            seen[name] = seen.get(name, 0) + 1
            # The tenth "Syria" says little more than the second.
            weight = seen[name] ** -0.5
            reading.weight += weight * (_SPEAKER if _ABROAD & set(m.cues) else 1.0)
            if m.parent_name:
                reading.parents.add(m.parent_name)
            if m.feature_hint in _EXPLICIT or (
                m.kind is LocationKind.PART and m.part != "countryside"
            ):
                reading.explicit += 1

    # --- the rounds -------------------------------------------------------------------------

    def _decide(self) -> None:
        state: _State | None = None
        for _ in range(_ROUNDS):
            previous = state
            if previous is not None and any(r.is_unknown or r.parents for r in self._readings):
                self._guess(previous)
            state = _State(self._readings, previous, self._library, self._hints)
            if previous is not None and np.array_equal(state.best, previous.best):
                break
        self.state = state
        if state is None:
            return
        self._count(state)
        self._choices = [state.choice(g) for g in range(len(self._readings))]

    def _guess(self, state: _State) -> None:
        """Guess names that no gazetteer has, or none where the report says that they lie.

        In the countries that the report is about by now, and in those of the larger place named.
        """
        self._count(state)
        focus = tuple(c for c in self.focus()[:2] if self.shares[c] >= _UNKNOWN_COUNTRY_SHARE)
        for g, reading in enumerate(self._readings):
            parents = [] if reading.is_demonym else self._parents(reading)
            if not reading.is_unknown and (not parents or state.is_inside_parent(g)):
                continue
            codes = dict.fromkeys([*(p.country or "" for p in parents), *focus])
            divisions = frozenset(division(p) for p in parents)
            if reading.is_unknown or divisions:
                reading.meanings = self._library.guesses(
                    reading.raw, tuple(filter(None, codes)), divisions, reading.form
                )

    def _parents(self, reading: _Reading) -> list[Place]:
        """Give the provinces that the larger place named with a reading may be, likeliest first."""
        return [
            c.place
            for name in sorted(reading.parents)
            for c in self._library.known(name)[:_PARENTS]
            if c.place.feature_class is F.ADMIN1
        ]

    def _count(self, state: _State) -> None:
        self._votes = state.votes()
        self.shares = _shares(self._votes)


class _State:
    """The scores of one round, as arrays over all candidates of all names ("rows")."""

    def __init__(
        self,
        readings: Sequence[_Reading],
        previous: _State | None,
        library: Library,
        hints: Mapping[str, str],
    ) -> None:
        self.readings = readings
        self.hints = {
            name: (code, _HINTED_COUNTRY if not name else _ACTOR) for name, code in hints.items()
        }
        self.library = library
        sizes = [len(r.meanings) for r in readings]
        self.starts = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
        self.rows = int(self.starts[-1])
        self.group = np.repeat(np.arange(len(readings)), sizes)
        if not self.rows:
            self.best = np.full(len(readings), -1)
            return
        self.unit = np.concatenate([r.meanings.unit for r in readings])
        self.country = np.concatenate([r.meanings.country for r in readings])
        self.admin1 = np.concatenate([r.meanings.admin1 for r in readings])
        self.kind = np.concatenate([r.meanings.kind for r in readings])
        static = np.concatenate([r.meanings.score for r in readings])
        self.dynamic = np.zeros((self.rows, len(evidence.DYNAMIC)))
        self._add_clues(previous)
        self.score = static + self.dynamic @ DYNAMIC_WEIGHTS
        self._choose()

    def _choose(self) -> None:
        """Find the best row of each group, and how likely it is among its group's."""
        occupied = np.flatnonzero(np.diff(self.starts))
        top = np.full(len(self.readings), -np.inf)
        top[occupied] = np.maximum.reduceat(self.score, self.starts[occupied])
        at_top = np.flatnonzero(self.score == top[self.group])
        self.best = np.full(len(self.readings), -1)
        # Of rows as good the first, which is the more prominent, is taken.
        self.best[self.group[at_top[::-1]]] = at_top[::-1]
        best = self.best[self.group]
        odds = np.exp(self.score - top[self.group])
        same = (self.unit * self.unit[best]).sum(axis=1) > _SAME_PLACE
        # Hama and the Hama governorate are no rivals.
        same |= (
            (self.admin1 == self.admin1[best])
            & (self.admin1 > 0)
            & ((self.kind == _IS_ADMIN1) | (self.kind[best] == _IS_ADMIN1))
        )
        groups = len(self.readings)
        total = np.bincount(self.group, odds, minlength=groups)
        mine = np.bincount(self.group, odds * same, minlength=groups)
        self.share = np.divide(mine, total, out=np.zeros(groups), where=total > 0)

    def is_inside_parent(self, group: int) -> bool:
        """Say whether any candidate of a group lies in the larger place that is named with it."""
        rows = slice(self.starts[group], self.starts[group + 1])
        return bool(self.rows) and bool(self.dynamic[rows, _PARENT].any())

    def _set(self, clue: str, values: NDArray[np.float64] | NDArray[np.bool_]) -> None:
        self.dynamic[:, evidence.DYNAMIC.index(clue)] = values

    # --- clues of the report ----------------------------------------------------------------

    def _add_clues(self, previous: _State | None) -> None:
        names: dict[str, int] = {}
        for r in self.readings:
            names.setdefault(r.name, len(names))
        self.name = np.array([names[r.name] for r in self.readings])
        self._add_countries(previous, len(names))
        if previous is None or not previous.rows:
            self._add_parents(None)
            return
        self._add_nearness(previous)
        self._add_parents(previous)
        self._add_senses(previous)

    def _add_countries(self, previous: _State | None, names: int) -> None:
        """Add how much of the evidence of all other names points to each row's country."""
        weight, towards = self.weights(previous)
        hinted = np.array(
            [self.library.number(code) for code, _ in self.hints.values()], dtype=np.int64
        )
        codes, inverse = np.unique(
            np.concatenate((self.country, towards, hinted)), return_inverse=True
        )
        row_code = inverse[: self.rows]
        vote_code = inverse[self.rows : self.rows + len(towards)]
        by_name = np.zeros((names + 1, len(codes)))
        np.add.at(by_name, (self.name, vote_code), weight)
        hint_weight = [weight for _, weight in self.hints.values()]
        np.add.at(by_name[names], inverse[self.rows + len(towards) :], hint_weight)
        by_name[:, codes == 0] = 0.0
        others = by_name.sum(axis=0) - by_name
        top = others.max(axis=1)
        name = self.name[self.group]
        share = others[name, row_code] / np.maximum(top[name], 1e-9)
        self._set("same_country", np.where(self.country == 0, _BORDERLESS * (top[name] > 0), share))

    def weights(self, previous: _State | None) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Give what each group says for a country, and for which."""
        weight = np.array([r.weight for r in self.readings])
        towards = np.zeros(len(self.readings), dtype=np.int64)
        for g, reading in enumerate(self.readings):
            if previous is None or (best := int(previous.best[g])) < 0:
                # At first only a nationality says where a report is: its first country.
                known = reading.is_demonym and len(reading.meanings) > 0
                towards[g] = reading.meanings.country[0] if known else 0
                weight[g] *= _DEMONYM if known else 0.0
            elif reading.is_demonym:
                towards[g] = previous.country[best]
                weight[g] *= _DEMONYM
            else:
                towards[g] = previous.country[best]
                if previous.kind[best] != _IS_COUNTRY:
                    weight[g] *= _TOWN * previous.share[g]
        return weight, towards

    def _add_nearness(self, previous: _State) -> None:
        """Add how near each row is to places of other names, and how many share its division."""
        anchors: dict[int, int] = {}
        for g, reading in enumerate(self.readings):
            best = previous.best[g]
            if best >= 0 and not reading.is_demonym and not _WIDE[previous.kind[best]]:
                anchors.setdefault(int(self.name[g]), int(best))
        if not anchors:
            return
        rows = np.fromiter(anchors.values(), dtype=np.int64)
        own = self.name[self.group][:, None] == np.fromiter(anchors, dtype=np.int64)[None, :]
        cosine = np.clip(self.unit @ previous.unit[rows].T, -1.0, 1.0)
        near = np.exp(np.arccos(cosine) * (-EARTH_RADIUS_KM / _REACH_KM))
        near[own] = 0.0
        others = len(rows) - own.sum(axis=1)
        count = min(_NEAREST, len(rows))
        nearest = np.partition(near, len(rows) - count, axis=1)[:, len(rows) - count :]
        self._set("near_others", nearest.sum(axis=1) / np.clip(others, 1, _NEAREST))
        same = (self.admin1[:, None] == previous.admin1[rows][None, :]) & ~own
        same &= self.admin1[:, None] > 0
        self._set("same_admin1", same.sum(axis=1) / np.maximum(others, 1))

    def _add_parents(self, previous: _State | None) -> None:
        """Add whether a row lies in the larger place that the words name, and whether it is one."""
        children: dict[str, list[int]] = {}
        for g, reading in enumerate(self.readings):
            rows = slice(self.starts[g], self.starts[g + 1])
            for parent in sorted(reading.parents):
                found = self.library.of(parent, "bare", None)
                inside = _inside(self, rows, found)
                np.maximum(self.dynamic[rows, _PARENT], inside, out=self.dynamic[rows, _PARENT])
                children.setdefault(parent.casefold(), []).append(g)
        if previous is None:
            return
        for g, reading in enumerate(self.readings):
            rows = slice(self.starts[g], self.starts[g + 1])
            for child in children.get(reading.name, ()):
                best = previous.best[child]
                if best >= 0 and child != g:
                    holds = _holds(self, rows, previous, int(best))
                    np.maximum(self.dynamic[rows, _CHILD], holds, out=self.dynamic[rows, _CHILD])

    def _add_senses(self, previous: _State) -> None:
        """Add whether the report elsewhere explains a bare name in the row's sense."""
        counted: dict[str, dict[int, int]] = {}
        for g, reading in enumerate(self.readings):
            if reading.explicit and previous.best[g] >= 0:
                count = counted.setdefault(reading.name, {})
                kind = int(previous.kind[previous.best[g]])
                count[kind] = count.get(kind, 0) + reading.explicit
        for g, reading in enumerate(self.readings):
            if reading.explicit or reading.name not in counted:
                continue
            count = counted[reading.name]
            most = max(count.values())
            rows = slice(self.starts[g], self.starts[g + 1])
            usual = [k for k, n in count.items() if n == most]
            self.dynamic[rows, _SENSE] = np.isin(self.kind[rows], usual)

    # --- what came out ----------------------------------------------------------------------

    def votes(self) -> dict[str, dict[str, float]]:
        """Give the evidence for each country, by the name that gives it."""
        votes: dict[str, dict[str, float]] = {}
        for name, (code, hint) in self.hints.items():
            votes[f"\x1f{name}"] = {code: hint}
        weight, _ = self.weights(self)
        for g, reading in enumerate(self.readings):
            if self.best[g] < 0:
                continue
            at = self.best[g] - self.starts[g]
            code = reading.meanings.candidates[at].place.country
            if code:
                own = votes.setdefault(reading.name, {})
                own[code] = own.get(code, 0.0) + float(weight[g])
        return votes

    def choice(self, group: int) -> Choice | None:
        """Give the choice of a group with its best few candidates and the evidence for each."""
        if self.best[group] < 0:
            return None
        begin, end = int(self.starts[group]), int(self.starts[group + 1])
        order = np.argsort(-self.score[begin:end], kind="stable")[:_KEPT]
        meanings = self.readings[group].meanings
        return Choice(
            ranked=tuple(
                replace(
                    meanings.candidates[at],
                    evidence=self._evidence(meanings, int(at), begin),
                    score=round(float(self.score[begin + at]), 3),
                )
                for at in order
            ),
            share=float(self.share[group]),
            others=end - begin - 1,
        )

    def _evidence(self, meanings: Meanings, at: int, begin: int) -> dict[str, float]:
        """Give what each clue adds to the score of a candidate, without those that add nothing."""
        given = [*meanings.clues[at].tolist(), *self.dynamic[begin + at].tolist()]
        return {
            clue: round(weight * value, 2)
            for (clue, weight), value in zip(evidence.WEIGHTS.items(), given, strict=True)
            if value and abs(weight * value) >= 0.005
        }


DYNAMIC_WEIGHTS: Final = np.array([evidence.WEIGHTS[c] for c in evidence.DYNAMIC])


def _inside(state: _State, rows: slice, parents: Meanings) -> NDArray[np.float64]:
    """Score whether rows lie in any place that a parent's name means: 1, 0.7 if near, or 0."""
    country, admin1, unit = state.country[rows], state.admin1[rows], state.unit[rows]
    out = np.zeros(len(country))
    for kind, code, province, point in zip(
        parents.kind[:_PARENTS], parents.country, parents.admin1, parents.unit, strict=False
    ):
        same_country = (country == code) & (code > 0)
        if kind == _IS_COUNTRY:
            hit = same_country * 1.0
        elif kind == _IS_ADMIN1:
            hit = ((admin1 == province) & (province > 0) & (state.kind[rows] != _IS_ADMIN1)) * 1.0
        else:
            distance = unit @ point
            hit = (same_country & (distance > _NEAR_PARENT) & (distance < 1 - 1e-12)) * 0.7
        np.maximum(out, hit, out=out)
    return out


def _holds(state: _State, rows: slice, chosen: _State, child: int) -> NDArray[np.float64]:
    """Score whether rows hold a chosen place: 1, 0.7 if they are near it, or 0."""
    kind, country = state.kind[rows], state.country[rows]
    same_country = (country == chosen.country[child]) & (country > 0)
    same_admin1 = (state.admin1[rows] == chosen.admin1[child]) & (state.admin1[rows] > 0)
    distance = state.unit[rows] @ chosen.unit[child]
    near = same_country & (distance > _NEAR_PARENT) & (distance < 1 - 1e-12)
    wide = (kind == _IS_COUNTRY) & same_country | (kind == _IS_ADMIN1) & same_admin1
    return np.where(
        wide, 1.0, np.where((kind != _IS_COUNTRY) & (kind != _IS_ADMIN1), near * 0.7, 0.0)
    )


def _shares(votes: dict[str, dict[str, float]]) -> dict[str, float]:
    total: dict[str, float] = {}
    for own in votes.values():
        for code, w in own.items():
            total[code] = total.get(code, 0.0) + w
    top = max(total.values(), default=0.0)
    return {c: v / top for c, v in total.items()} if top else {}
