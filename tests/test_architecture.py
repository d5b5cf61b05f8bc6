"""Walks the syntax trees of the package and holds them to the plan of the house; runs none of its code."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "conflict_map"
MODULES = tuple(sorted(PACKAGE.rglob("*.py")))

FILE_ROOMS = frozenset({"gazetteer", "tables", "web", "cli"})
"""The rooms that may open files: their own data, a user's input, an output."""


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=name_of(path))


def imports_of(tree: ast.Module) -> set[str]:
    """Give the dotted names of all imports, also those inside functions."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def calls_in(tree: ast.Module) -> list[tuple[int, str]]:
    """Give (line, dotted name) of each call whose function can be named."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute)):
            found.append((node.lineno, ast.unparse(node.func)))
    return found


def opens_a_file(call: str) -> bool:
    head, _, last = call.rpartition(".")
    if last == "open":
        # `Gazetteer.open` asks another room to open its own file; that is the point of the rule.
        return head not in {"Gazetteer", "cls"}
    return last in {"read_text", "read_bytes", "write_text", "write_bytes", "fdopen"}


def is_within(imported: str, modules: set[str]) -> bool:
    return any(imported == module or imported.startswith(f"{module}.") for module in modules)


READS_ITS_OWN_LISTS = "conflict_map/text/phrases.py"
"""Reads the word lists that the package ships beside it, and no file of a user's."""


def test_files_are_opened_in_four_rooms_only_and_word_lists_in_one_module():
    faults = []
    for path in MODULES:
        if room_of(path) in FILE_ROOMS or name_of(path) == READS_ITS_OWN_LISTS:
            continue
        tree = tree_of(path)
        faults += [
            f"{name_of(path)}:{line} {call}" for line, call in calls_in(tree) if opens_a_file(call)
        ]
        faults += [f"{name_of(path)} {m}" for m in imports_of(tree) if is_within(m, {"sqlite3"})]
    assert not faults


TALKS_TO_THE_NETWORK = frozenset(
    {"conflict_map/gazetteer/sources/download.py", "conflict_map/gazetteer/transport.py"}
)
"""`gazetteer add SY` fetches what the user names from the host that the user names; see 0007.
`--online-geocoder NAME` sends names that no gazetteer has to the host that the user names; see 0009."""
READS_THE_CLOCK = frozenset({"conflict_map/gazetteer/answers.py"})
"""The age of a kept online answer, whose day is a part of it, and the second between two requests."""


def test_no_module_talks_to_the_network():
    network = {
        "socket", "ssl", "http.client", "http.server", "urllib.request", "ftplib", "smtplib",
        "requests", "httpx", "aiohttp", "urllib3", "websockets", "webbrowser",
    }  # fmt: skip
    faults = [
        f"{name_of(path)} imports {imported}"
        for path in MODULES
        if name_of(path) not in TALKS_TO_THE_NETWORK
        for imported in sorted(imports_of(tree_of(path)))
        if is_within(imported, network)
    ]
    assert not faults


def test_no_module_runs_data_as_code():
    modules = {"pickle", "marshal", "shelve", "subprocess", "yaml"}
    calls = {"eval", "exec", "compile", "__import__", "os.system", "os.popen"}
    faults = []
    for path in MODULES:
        tree = tree_of(path)
        faults += [
            f"{name_of(path)} imports {m}" for m in imports_of(tree) if is_within(m, modules)
        ]
        faults += [
            f"{name_of(path)}:{line} calls {call}" for line, call in calls_in(tree) if call in calls
        ]
    assert not faults


def test_no_module_reads_the_clock_or_rolls_dice():
    # `secrets` is allowed: it names temporary files, which nobody can then foresee.
    modules = {"random", "uuid"}
    clock = re.compile(r"(^|\.)(now|today|utcnow)$|^time\.time(_ns)?$")
    faults = []
    for path in MODULES:
        tree = tree_of(path)
        faults += [
            f"{name_of(path)} imports {m}" for m in imports_of(tree) if is_within(m, modules)
        ]
        faults += [
            f"{name_of(path)}:{line} calls {call}"
            for line, call in calls_in(tree)
            if clock.search(call) and name_of(path) not in READS_THE_CLOCK
        ]
    assert not faults


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_module_opens_with_one_sentence(path):
    docstring = ast.get_docstring(tree_of(path))
    assert docstring, f"{name_of(path)} does not say what it is for"
    first = " ".join(docstring.split("\n\n", 1)[0].split())
    assert first.endswith("."), f"{name_of(path)}: the first sentence does not end: {first!r}"
    assert not re.search(r"[.!?] [A-Z]", first), f"{name_of(path)}: more than one: {first!r}"


def test_there_is_no_room_without_a_name():
    nameless = {"utils", "util", "helpers", "helper", "common", "misc", "shared", "tools"}
    assert not [name_of(p) for p in PACKAGE.rglob("*") if p.stem in nameless]


def test_no_two_rooms_share_more_than_an_init_file_name_at_the_top():
    # `model.py` beside a folder `model/` would make the import depend on the order of the path.
    stems = [
        p.stem if p.suffix == ".py" else p.name
        for p in PACKAGE.iterdir()
        if p.name != "__pycache__"
    ]
    assert len(stems) == len(set(stems))


def test_imports_point_one_way():
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
