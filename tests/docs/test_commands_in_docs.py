"""Runs the commands that the documents show, and compares what they say with what is written there."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```console\n(.*?)^```$", flags=re.DOTALL | re.MULTILINE)
PAGES = sorted(
    path for path in (ROOT / "docs").rglob("*.md") if BLOCK.search(path.read_text(encoding="utf-8"))
)


def steps(text: str) -> list[tuple[str, list[str]]]:
    """Give each command of a page with the lines that it is said to print."""
    found: list[tuple[str, list[str]]] = []
    for line in "".join(BLOCK.findall(text)).splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def fits(told: list[str], said: list[str]) -> bool:
    """Tell whether lines are as told, where "..." stands for any lines."""
    if not told:
        return not said
    if told[0] == "...":
        return any(fits(told[1:], said[k:]) for k in range(len(said) + 1))
    return bool(said) and told[0].rstrip() == said[0].rstrip() and fits(told[1:], said[1:])


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the examples and the command, as a reader has them."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    (tmp_path / "bin").mkdir()
    for name, what in (("conflict-map", "-m conflict_map"), ("python", "")):
        shim = tmp_path / "bin" / name
        shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" {what} "$@"\n')
        shim.chmod(0o755)
    return tmp_path


def test_there_are_pages_with_commands():
    assert len(PAGES) >= 5


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_command_on_the_page_says_what_the_page_says(page, desk):
    path = f"{desk / 'bin'}{os.pathsep}{os.environ['PATH']}"
    env = os.environ | {"PATH": path, "PYTHONPATH": str(ROOT), "CONFLICT_MAP_GAZETTEER": ""}
    for command, told in steps(page.read_text(encoding="utf-8")):
        done = subprocess.run(
            command, shell=True, cwd=desk, env=env, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
        )  # fmt: skip
        said = done.stdout.splitlines()
        assert fits(told, said), f"$ {command}\n{done.stdout}"
