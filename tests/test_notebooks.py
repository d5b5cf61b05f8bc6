"""Executes the notebooks as a reader would, and looks at what they show."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import conflict_map as cm

NOTEBOOKS = sorted((Path(__file__).parent.parent / "notebooks").glob("*.ipynb"))


def names_used(source: str) -> set[str]:
    """Give the names taken from the package in one cell."""
    return {w.split("(")[0] for w in source.replace("cm.", " cm.").split() if w.startswith("cm.")}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_holds_no_output_and_uses_only_the_public_names(path):
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert not cell.outputs
            assert "from conflict_map." not in cell.source
            assert {n.split(".")[1] for n in names_used(cell.source)} <= set(cm.__all__)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_runs_and_shows_a_sandboxed_map(path):
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    shown = [
        output.data["text/html"]
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
        if output.output_type in {"execute_result", "display_data"} and "text/html" in output.data
    ]
    maps = [html for html in shown if "<iframe" in html]
    assert maps, "no cell shows a map"
    for html in maps:
        assert "srcdoc=" in html
        assert 'sandbox="allow-scripts' in html
        assert "allow-same-origin" not in html
