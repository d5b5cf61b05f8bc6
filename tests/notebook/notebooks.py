"""Notebooks of one invented table, for the tests; every row of it stands in examples/events.csv."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from nbclient import NotebookClient

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).parents[2]
READ = f"""\
import warnings

import conflict_map as cm

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    events = cm.read_events({str(ROOT / "examples" / "events.csv")!r})
"""


def notebook_of(*cells: str) -> nbformat.NotebookNode:
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell, id=f"cell-{n}") for n, cell in enumerate(cells)],
        metadata={"kernelspec": kernel},
    )


def executed(cells: Sequence[str], folder: Path) -> nbformat.NotebookNode:
    notebook = notebook_of(*cells)
    # The kernel begins in the folder of its notebook, and the package may not be installed.
    os.environ["PYTHONPATH"] = os.pathsep.join(
        filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")])
    )
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(folder)}})
    client.execute()
    return notebook
