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

import conflict_map
from conflict_map.vocabulary import ClaimStatus, FeatureClass, GeoPrecision
from conflict_map.web import ConflictMap
from conflict_map.web.container import compressed
from conflict_map.web.page import packed_code

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


def test_every_public_name_has_a_docstring_with_an_example_that_is_run():
    for name in conflict_map.__all__:
        assert ">>> " in (getattr(conflict_map, name).__doc__ or ""), name


def table(text: str, heading: str) -> list[str]:
    """Give the names in the first column of the first table after some words."""
    rows = text.split(heading)[1].split("\n|---")[1].split("\n\n", maxsplit=1)[0]
    return [
        name
        for row in rows.splitlines()
        if row.startswith("| ")
        for name in re.findall(r"`(\w+)", row.split(" | ")[0])
    ]


def test_every_key_of_the_address_is_in_the_reference():
    address, page, filters = (
        read(f"conflict_map/web/static/{name}.js") for name in ("address", "page", "filters")
    )
    (choices,) = re.findall(r"export const CHOICES = \[(.*?)\];", filters, flags=re.DOTALL)
    # What is read of the address when the page opens.
    (restore,) = re.findall(r"\n  restore\(state\) \{\n(.*?)\n  \}\n", page, flags=re.DOTALL)
    keys = set(re.findall(r"\bstate\.(\w+)", address + restore)) | set(
        re.findall(r"'(\w+)'", choices)
    )
    assert set(re.findall(r"parts\.push\('(\w+)=", address)) <= keys
    assert sorted(table(read("docs/reference.md"), "\nThe address holds")) == sorted(keys)


def test_every_name_that_the_page_has_for_scripts_is_in_the_reference():
    script = read("conflict_map/web/static/page.js")
    (made,) = re.findall(
        r"window\.conflictMap = Object\.freeze\(\{\n(.*?)\n\}\);", script, re.DOTALL
    )
    head, *methods = made.split("\n")
    names = {part.split(":")[0].strip() for part in head.rstrip(",").split(", ")}
    names |= set(re.findall(r"^  (\w+): ", "\n".join(methods), flags=re.MULTILINE))
    told = table(read("docs/reference.md"), "`window.conflictMap`")
    assert set(told) >= {"ready", "total", "placed", "unplaced", "shown", "positions", "select"}
    assert set(told) == names


def test_the_words_of_the_vocabulary_are_in_the_glossary():
    page = read("docs/glossary.md").lower()
    words = [*FeatureClass, *ClaimStatus]
    assert not [word.value for word in words if word.value not in page]
    assert not [p for p in GeoPrecision if f" {p.value} " not in page]


def test_the_glossary_is_in_the_order_of_the_alphabet():
    words = re.findall(r"^\*\*(.+?)\*\*", read("docs/glossary.md"), flags=re.MULTILINE)
    assert words == sorted(words, key=str.lower)


def test_the_lines_that_unpack_a_page_say_that_its_code_is_the_one_allowed(tmp_path):
    (example,) = blocks(read("SECURITY.md"), "python")
    page = ConflictMap(conflict_map.EventSet.empty()).get_root().render()

    def said(html: str) -> str:
        (tmp_path / "map.html").write_text(html, encoding="utf-8")
        command = [sys.executable, "-W", "ignore", "-c", example]
        return subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=True
        ).stdout

    assert said(page) == "True\n"
    assert (tmp_path / "map.js").read_text(encoding="utf-8") == packed_code()
    changed = compressed([packed_code() + " "])
    assert said(page.replace(compressed([packed_code()]), changed)) == "NOT THE CODE\n"


def test_every_library_that_the_page_carries_is_credited_and_has_its_licence_beside_it():
    folder = ROOT / "conflict_map" / "web" / "vendor"
    scripts = sorted(folder.glob("*.js"))
    assert scripts
    for script in scripts:
        assert script.with_suffix(".LICENSE").exists()
        assert f"**{script.stem}**" in read("DATA_ATTRIBUTION.md")


def test_the_examples_are_described_and_the_invented_ones_say_so():
    page = read("examples/README.md")
    for path in (ROOT / "examples").iterdir():
        assert path.name == "README.md" or f"| `{path.name}` |" in page, path.name
    lines = read("examples/acled-shape.csv").splitlines()[1:]
    assert all("SYNTHETIC" in line for line in lines)
    assert all("Invented" in line for line in read("examples/villages.csv").splitlines()[1:])
