"""What is coarsened and left out before anything is written: calls, and decides no place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from conflict_map.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from conflict_map.events.event_set import EventSet
    from conflict_map.events.giveaways import Giveaways
    from conflict_map.tables.report import TableResult

NOT_EDITABLE: Final = (
    "not editable: with --coarsen or --exclude-columns a corrections file could not find its "
    "events again; correct a map that is made without them"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded:
    """What may be written: the events, and the account of the run without what was taken out."""

    events: EventSet
    said: tuple[str, ...] = ()
    """What was done, for the person who runs it and for whoever gets the file."""
    is_guarded: bool = False
    giveaways: Giveaways | None = None

    def report(self, report: dict[str, Any]) -> dict[str, Any]:
        """Give a report that tells nothing that was taken out of the events."""
        told = {**report, "warnings": [*report["warnings"], *self.said]}
        if not self.is_guarded:
            return told
        watch = self.giveaways
        told["rejections"] = [
            {**one, "row": None, "value": "", "reason": _clear(one["reason"], watch, one["value"])}
            for one in told["rejections"]
        ]
        told["warnings"] = [_clear(text, watch) for text in report["warnings"]] + list(self.said)
        if watch is not None:
            told["inputs"] = [
                {**one, "path": f"input {number}", "sha256": "withheld"}
                for number, one in enumerate(told["inputs"], start=1)
            ]
            names = {one["path"]: f"input {n}" for n, one in enumerate(report["inputs"], start=1)}
            for one in told["rejections"]:
                one["input"] = names.get(one["input"], "withheld")
        if told["corrections"] is not None:
            kept = ("given", "applied")
            told["corrections"] = {key: told["corrections"][key] for key in kept}
        return told

    def with_said(self, words: str) -> Guarded:
        """Give the same with one more thing said."""
        return replace(self, said=(*self.said, words))

    def check_title(self, title: str | None) -> None:
        """Refuse a title that names a place that the map withholds."""
        if title and self.giveaways is not None and self.giveaways.names_one(title):
            raise UsageError(
                f"--title {title!r} names a place that --coarsen withholds; say another title"
            )


def guarded(events: EventSet, arguments: argparse.Namespace) -> Guarded:
    """Coarsen the events and leave columns out, as the options say."""
    said: list[str] = []
    giveaways = None
    if arguments.coarsen is not None:
        from conflict_map.events.coarsen import coarsen
        from conflict_map.gazetteer import Gazetteer

        done = coarsen(events, arguments.coarsen, Gazetteer.default(arguments.gazetteer))
        events, giveaways = done.events, done.giveaways
        said.append(
            f"{arguments.coarsen.words}: {done.moved} events have a coarser place; {done.withheld} "
            "texts are withheld, and so are ids, articles and runners-up"
        )
    if arguments.exclude_columns:
        from conflict_map.events.leaving_out import without_columns

        events = without_columns(events, arguments.exclude_columns)
        said.append(f"left out: {', '.join(arguments.exclude_columns)}")
    return Guarded(events=events, said=tuple(said), is_guarded=bool(said), giveaways=giveaways)


def later(result: TableResult, arguments: argparse.Namespace) -> TableResult:
    """Hold back what is too new, as --delay says."""
    if arguments.delay is None:
        if arguments.delay_from is not None:
            raise UsageError("--delay-from wants --delay DAYS beside it")
        return result
    return result.held_back(arguments.delay, arguments.delay_from)


def _clear(text: str, watch: Giveaways | None, value: str = "") -> str:
    """Give a line of the account if it tells nothing that is withheld, else say that it does.

    Numbers with decimals may be a coordinate that was refused, and names may be any; ``value`` is
    the cell that the line is about, which it may repeat.
    """
    if value and value in text:
        return "the value, and with it the reason, is withheld"
    if watch is None:
        return text
    from conflict_map.events.giveaways import WITHHELD

    return WITHHELD if watch.may_name_one(text) else text
