"""Builds the wheel, installs it where nothing else is, and runs the command far from the source."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.wheel

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "north-west-syria.md"
LIMIT_BYTES = 30 * 1000 * 1000

# Installed beside the wheel: whoever connects, fails, and says so on standard error.
NO_NETWORK = """
import socket


def refuse(self, address, *rest):
    raise OSError(f"the network is cut for this test: {address!r}")


socket.socket.connect = socket.socket.connect_ex = refuse
socket.getaddrinfo = lambda *a, **k: refuse(None, a)
"""


def run(*command: str | Path, cwd: Path, **env: str) -> subprocess.CompletedProcess[str]:
    # PYTHONPATH would let the source answer for the wheel.
    clean = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd, env=clean | env, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    done = run(sys.executable, "-m", "build", "--wheel", "--outdir", out, ROOT, cwd=out)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory) -> Path:
    """Give the folder of the scripts in a new virtual environment that holds the wheel."""
    home = tmp_path_factory.mktemp("venv")
    assert run(sys.executable, "-m", "venv", home, cwd=home).returncode == 0
    scripts = home / ("Scripts" if os.name == "nt" else "bin")
    done = run(scripts / "python", "-m", "pip", "install", "--quiet", wheel, cwd=home)
    assert done.returncode == 0, done.stdout + done.stderr
    where = run(
        scripts / "python", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home
    )
    (Path(where.stdout.strip()) / "sitecustomize.py").write_text(NO_NETWORK, encoding="utf-8")
    return scripts


def test_the_wheel_holds_every_file_of_the_package_and_nothing_else(wheel):
    package = ROOT / "conflict_map"
    sources = {
        path.relative_to(ROOT).as_posix()
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert held == sources
    assert "conflict_map/py.typed" in held
    assert any(name.startswith("conflict_map/gazetteer/data/") for name in held)
    for kind in (".js", ".css"):
        assert any(
            name.startswith("conflict_map/web/static/") and name.endswith(kind) for name in held
        )


def test_the_wheel_carries_the_licence_and_the_attribution(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    assert any(name.endswith("dist-info/licenses/LICENSE") for name in names)
    assert any(name.endswith("dist-info/licenses/DATA_ATTRIBUTION.md") for name in names)


def test_the_wheel_is_at_most_30_megabytes(wheel):
    assert wheel.stat().st_size <= LIMIT_BYTES


def test_the_installed_command_writes_the_map_of_the_example_with_the_network_cut(
    installed, tmp_path
):
    done = run(
        installed / "conflict-map", "map", EXAMPLE, "-o", "map.html", "--report", "report.json",
        cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert "the network is cut" not in done.stderr
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert page.lstrip().lower().startswith("<!doctype html>")
    assert page.rstrip().endswith("</html>")
    assert (tmp_path / "report.json").stat().st_size > 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["map.html", "report.json"]


def test_two_runs_write_the_same_bytes_and_no_trace_of_the_machine(installed, tmp_path):
    pages = []
    for seed in ("0", "1"):
        folder = tmp_path / f"run-{seed}"
        folder.mkdir()
        done = run(
            installed / "conflict-map", "map", EXAMPLE, "-o", "map.html",
            cwd=folder, PYTHONHASHSEED=seed, TZ=("UTC", "Asia/Kathmandu")[int(seed)],
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        pages.append((folder / "map.html").read_bytes())
    assert pages[0] == pages[1]
    for trace in (str(tmp_path), str(ROOT), str(installed)):
        assert trace.encode() not in pages[0]
