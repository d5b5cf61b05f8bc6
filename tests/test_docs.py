"""Holds the documents to the code: commands, links, verbs, layers, records and examples that they name exist."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCUMENTS = tuple(
    sorted(
        [
            *ROOT.glob("*.md"),
            *(ROOT / "docs").rglob("*.md"),
            *(ROOT / "examples").rglob("*.md"),
            *(ROOT / "tests").rglob("README.md"),
        ]
    )
)
ARTICLE = ROOT / "examples" / "north-west-syria.md"


def read(path: Path | str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def project() -> dict:
    return tomllib.loads(read("pyproject.toml"))


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)


def targets_of_the_makefile() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", read("Makefile"), flags=re.MULTILINE))


def test_every_make_command_in_the_documents_is_a_target():
    targets = targets_of_the_makefile()
    for document in DOCUMENTS:
        for block in blocks(read(document), "[a-z]*"):
            named = set(re.findall(r"^make ([a-z-]+)", block, flags=re.MULTILINE))
            assert named <= targets, f"{document.name}: {sorted(named - targets)}"


def test_the_readme_has_the_two_commands():
    assert {"make map", "make test"} <= set(
        re.findall(r"^make [a-z]+", "\n".join(blocks(read("README.md"), "")), flags=re.MULTILINE)
    )


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_every_link_to_a_file_leads_somewhere(document):
    links = re.findall(r"\]\(([^)\s]+)\)", read(document))
    local = [link.split("#")[0] for link in links if not re.match(r"[a-z]+:|#", link)]
    assert not [link for link in local if not (document.parent / link).exists()]


def test_the_verbs_of_the_readme_are_the_verbs_of_the_parser():
    done = subprocess.run(
        [sys.executable, "-m", "conflict_map", "--help"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    listed = re.search(r"\{([a-z]+(?:,[a-z]+)+)\}", done.stdout)
    assert listed, done.stdout
    in_readme = set(
        re.findall(r"^\| `conflict-map ([a-z]+)", read("README.md"), flags=re.MULTILINE)
    )
    assert in_readme == set(listed[1].split(","))


def test_the_python_example_of_the_readme_runs(tmp_path):
    (example,) = blocks(read("README.md"), "python")
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    (tmp_path / "output").mkdir()
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{example}"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "output" / "map.html").stat().st_size > 0


def test_the_layers_in_the_architecture_page_are_those_that_are_checked():
    layers = next(
        contract["layers"]
        for contract in project()["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    )
    # A layer in brackets is one that import-linter allows to be absent.
    told = " > ".join(layers).replace("(", "").replace(")", "")
    assert told in read("docs/architecture.md")


def test_every_room_is_on_the_architecture_page():
    page = read("docs/architecture.md")
    table = page.split("## Which room is it?")[1].split("\n## ")[0]
    package = ROOT / "conflict_map"
    rooms = {p.stem for p in package.glob("*.py") if not p.stem.startswith("__")}
    rooms |= {p.name for p in package.iterdir() if (p / "__init__.py").exists()}
    assert not {room for room in rooms if f"`{room}`" not in table}


def test_every_record_is_on_the_architecture_page():
    table = read("docs/architecture.md").split("## The records")[1].split("\n## ")[0]
    model = ast.parse(read("conflict_map/model.py"))
    records = {node.name for node in model.body if isinstance(node, ast.ClassDef)}
    assert records == set(re.findall(r"^\| `([A-Z][A-Za-z]+)` \|", table, flags=re.MULTILINE))


def test_every_decision_is_in_the_index():
    folder = ROOT / "docs" / "decisions"
    index = read(folder / "README.md")
    files = {p.name for p in folder.glob("[0-9]*.md")}
    assert files == set(re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", index))
    numbers = sorted(name[:4] for name in files)
    assert len(numbers) == len(set(numbers))


def test_every_package_that_the_gazetteer_is_made_of_is_credited():
    page = read("DATA_ATTRIBUTION.md")
    rows = [
        r.split("\t") for r in read("gazetteer/registry.txt").splitlines() if not r.startswith("#")
    ]
    header, *entries = rows
    package, version = header.index("package"), header.index("version")
    assert entries
    missing = {(row[package], row[version]) for row in entries} - set(
        re.findall(r"`([a-z0-9-]+)` (\d[\d.]*\d)", page)
    )
    assert not missing


def test_every_test_that_the_security_page_names_exists():
    named = re.findall(r"`(tests/[^`\s:]+)(?:::([a-z_0-9]+))?`", read("SECURITY.md"))
    assert named
    for path, function in named:
        assert (ROOT / path).exists(), path
        assert f"def {function}" in read(path) if function else True, f"{path}::{function}"


def test_the_version_is_said_once_and_everywhere_the_same():
    version = project()["project"]["version"]
    assert f"\nversion: {version}\n" in read("CITATION.cff")
    assert f'__version__ = "{version}"\n' in read("conflict_map/__init__.py")
    changes = read("CHANGELOG.md")
    assert "## [Unreleased]" in changes or f"## [{version}]" in changes


def test_the_example_table_holds_the_two_faults_that_its_page_tells_of():
    lines = read("examples/events.csv").splitlines()[1:]
    page = read("examples/README.md")
    assert f"{len(lines)} invented rows" in page
    assert all("SYNTHETIC" in line for line in lines)
    assert sum(",135.07," in line for line in lines) == 1
    assert sum("2024-02-31" in line for line in lines) == 1
