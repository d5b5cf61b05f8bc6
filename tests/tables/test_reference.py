"""The reference page is complete: commands, options, columns, formats, limits and report keys."""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from conflict_map.cli import talk
from conflict_map.cli.parser import build_parser
from conflict_map.events import COLUMNS, EventSet
from conflict_map.tables.articles import MAX_CHARACTERS
from conflict_map.tables.detect import (
    ARTICLE_SUFFIXES,
    FORMATS,
    LINES_SUFFIXES,
    TABLE_SUFFIXES,
)
from conflict_map.tables.export import WRITERS
from conflict_map.tables.plain import PLAIN
from conflict_map.tables.raw_table import MAX_CELL
from conflict_map.tables.report import InputSummary, Rejection, TableResult, build_report
from conflict_map.tables.source import MAX_BYTES

PAGE = (Path(__file__).parents[2] / "docs" / "reference.md").read_text(encoding="utf-8")


def section(title):
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def parsers(parser):
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                yield from parsers(child)


def test_every_event_column_is_there_with_its_meaning_and_in_order():
    rows = re.findall(
        r"^\| `(\w+)` \| (\w+) \| (.+) \|$", section("Event columns"), flags=re.MULTILINE
    )
    assert rows == [(c.name, str(c.kind), c.meaning) for c in COLUMNS]


def test_every_verb_and_option_is_there_and_no_other():
    told = section("Commands")
    options = {
        text
        for parser in parsers(build_parser())
        for action in parser._actions
        for text in action.option_strings
        if text.startswith("--")
    }
    assert set(re.findall(r"`(--[a-z0-9-]+)", told)) == options
    verbs = {parser.prog.split()[1] for parser in parsers(build_parser()) if " " in parser.prog}
    assert verbs == {word for word in verbs if f"`{word}" in told}


def test_every_suffix_format_and_name_of_a_column_is_there():
    for suffix in ARTICLE_SUFFIXES | LINES_SUFFIXES | TABLE_SUFFIXES:
        assert f"`{suffix}`" in section("Inputs")
    for suffix in WRITERS:
        assert f"`{suffix}`" in section("Exports")
    for known in FORMATS:
        assert f"| `{known.name}` | {known.title} |" in PAGE
    for names in PLAIN.columns.values():
        assert ", ".join(f"`{name}`" for name in names) in PAGE


def test_every_key_of_the_report_is_there():
    report = build_report(TableResult(events=EventSet.empty()), options={})
    rows = re.findall(r"^\| `(\w+)` \|", section("Report"), flags=re.MULTILINE)
    assert rows == list(report)
    keys = [
        *InputSummary(path="", sha256="", format="", records=0).as_dict(),
        *Rejection(input="", row=None, column="", value="", reason="").as_dict(),
    ]
    assert not [key for key in keys if f"`{key}`" not in section("Report")]


def test_the_limits_are_those_of_the_code():
    told = section("Inputs")
    assert f"{MAX_BYTES // 1024**3} GiB" in told
    assert f"{MAX_CHARACTERS:,} characters" in told
    assert f"{MAX_CELL:,} characters" in told


def test_every_exit_code_is_there():
    codes = {value for name, value in vars(talk).items() if name.startswith("EXIT_")}
    told = re.findall(r"^\| ([\d, ]+) \|", section("Commands"), flags=re.MULTILINE)
    assert codes == {int(code) for cell in told for code in cell.split(",")}
