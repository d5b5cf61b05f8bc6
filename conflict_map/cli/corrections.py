"""Corrections on the command line: reads the file, writes the review; applies nothing itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conflict_map.cli.inputs import check_outputs, ledger_of, read_everything, require_events
from conflict_map.cli.talk import EXIT_OK, say

if TYPE_CHECKING:
    import argparse

    from conflict_map.model import Article, Resolution

_LISTED: Final = 20


def review_verb(arguments: argparse.Namespace) -> int:
    """Write what was found of each event and mention as a table to correct it in."""
    from conflict_map.corrections.columns import NAMES
    from conflict_map.corrections.events import correct_events
    from conflict_map.corrections.ledger import Ledger
    from conflict_map.corrections.review import review_rows
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.tables.sheets import check_sheet, write_sheet

    check_sheet(arguments.output)
    check_outputs(arguments, [arguments.output])
    ledger = ledger_of(arguments) or Ledger(())
    seen: list[tuple[Article, tuple[Resolution, ...]]] = []
    result = read_everything(
        arguments, ledger, seen=lambda article, found: seen.append((article, found))
    )
    if not any(found for _, found in seen):
        require_events(result)
    correct_events(result, ledger, Gazetteer.default(arguments.gazetteer))
    rows = list(review_rows(result, seen, ledger))
    write_sheet(NAMES, rows, arguments.output)
    warnings = (*result.warnings, *(ledger.warnings if ledger.corrections else ()))
    for warning in warnings:
        say(f"warning: {warning}")
    for rejection in result.rejections[:_LISTED]:
        say(f"rejected: {rejection}")
    if result.rejected > _LISTED:
        say(f"rejected: and {result.rejected - _LISTED} more; check lists them all")
    mentions = sum(row[0] == "mention" for row in rows)
    say(
        f"wrote {arguments.output}: {len(rows)} rows, {len(result.events)} events, "
        f"{mentions} mentions; fill in set_ columns and give it back with --corrections"
    )
    return EXIT_OK
