"""Writes the pages of the reference that follow from code: commands, event columns, Python names."""

from __future__ import annotations

import argparse
import inspect
import os
import re
from typing import TYPE_CHECKING, Final

import conflict_map
from conflict_map.cli.parser import build_parser
from conflict_map.events import COLUMNS
from conflict_map.tables.detect import FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator

BESIDE: Final = (
    "conflict_map.web.EventLayer",
    "conflict_map.static_map.draw",
    "conflict_map.static_map.plot",
    "conflict_map.gazetteer.fallback.OnlineFallback",
    "conflict_map.report.brief_of",
    "conflict_map.report.as_html",
    "conflict_map.report.as_markdown",
)
"""What documents tell of and the package itself does not export."""
_COLUMNS_OF: Final = ("acled", "ucdp", "gdelt", "gtd")
"""Data sets whose columns stand beside ours: those that most people bring."""
_SPECIAL: Final = re.compile(r"([\\`*_{}\[\]<>|#~$])")


def plain(text: str) -> str:
    r"""Give a text so that Markdown shows it letter for letter, in a table too.

    >>> plain("a | b <c> {x}")
    'a \\| b \\<c\\> \\{x\\}'
    """
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _parsers(
    parser: argparse.ArgumentParser, about: str = ""
) -> Iterator[tuple[argparse.ArgumentParser, str]]:
    children = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
    if not children:
        yield parser, parser.description or about
    for action in children:
        told = {choice.dest: choice.help or "" for choice in action._choices_actions}
        for name, child in action.choices.items():
            yield from _parsers(child, told.get(name, ""))


def commands_page() -> str:
    """Give a section for each command: its usage, inputs and options, as the command says them."""
    os.environ.update(COLUMNS="96", NO_COLOR="1")  # the usage is wrapped as on a terminal
    lines = [
        "# Every option of every command",
        "",
        "As `conflict-map VERB --help` has it; this page is made from the program. "
        "What belongs together is explained in the [reference](reference.md).",
        "",
    ]
    for parser, about in _parsers(build_parser()):
        usage = parser.format_usage().removeprefix("usage: ").rstrip()
        lines += [f"## `{parser.prog}`", "", plain(about[:1].upper() + about[1:]) + ".", ""]
        lines += ["```text", usage, "```", "", "| option | means |", "|---|---|"]
        formatter = parser._get_formatter()
        for action in parser._actions:
            if "--help" in action.option_strings:
                continue
            value = formatter._format_args(action, action.dest.upper())
            names = action.option_strings or [value]
            value = value if action.option_strings and action.nargs != 0 else ""
            name = ", ".join(f"`{option} {value}`".replace(" `", "`") for option in names)
            lines.append(f"| {name} | {plain(formatter._expand_help(action))} |")
        lines.append("")
    return "\n".join(lines)


def columns_page() -> str:
    """Give each event column with its meaning, and what data sets fill it from."""
    formats = {known.name: known for known in FORMATS}
    shown = [formats[name] for name in _COLUMNS_OF if formats[name].columns]
    lines = [
        "# Every event column",
        "",
        "The columns of every export and of `EventSet.to_frame()`, in their order; made from "
        "`conflict_map.events.COLUMNS`. The last columns say what a data set fills ours from; "
        "the first name that a table has is used.",
        "",
        "| column | holds | meaning | " + " | ".join(plain(f.title) for f in shown) + " |",
        "|---|---|---|" + "---|" * len(shown),
    ]
    for column in COLUMNS:
        filled = [", ".join(f"`{n}`" for n in f.columns.get(column.name, ())) for f in shown]
        told = [f"`{column.name}`", str(column.kind), plain(column.meaning), *filled]
        lines.append("| " + " | ".join(told) + " |")
    return "\n".join([*lines, ""])


def python_page() -> str:
    """Give a section for each public name, filled by Sphinx from its docstring."""
    lines = [
        "# Every public name in Python",
        "",
        "`import conflict_map as cm` gives the first part of these; the examples are run as tests. "
        "Made from the docstrings.",
        "",
    ]
    for name in sorted(conflict_map.__all__):
        lines += _documented(f"conflict_map.{name}", getattr(conflict_map, name))
    lines += ["## Beside these", "", "Imported from where they are:", ""]
    for path in BESIDE:
        module, _, name = path.rpartition(".")
        loaded = __import__(module, fromlist=[name])
        lines += _documented(path, getattr(loaded, name), level="###")
    return "\n".join(lines)


def _documented(path: str, value: object, level: str = "##") -> list[str]:
    kind = "class" if inspect.isclass(value) else "function"
    kind = "exception" if inspect.isclass(value) and issubclass(value, Exception) else kind
    options = [] if kind == "function" else ["   :members:"]
    name = path.rpartition(".")[2]
    # The signatures of records are their fields, which stand below.
    return [
        f"{level} {name}", "", "```{eval-rst}", f".. auto{kind}:: {path}", *options, "```", ""
    ]  # fmt: skip
