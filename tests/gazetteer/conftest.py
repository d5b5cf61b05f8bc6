"""Shared by the tests of the gazetteer: a small file, and the shipped one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conflict_map.gazetteer import Gazetteer
from conflict_map.gazetteer.writer import write_book
from tests.gazetteer.samples import small_book

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gazetteer") / "small.gaz"
    write_book(small_book(), path)
    return path


@pytest.fixture(scope="session")
def small(small_file: Path) -> Gazetteer:
    return Gazetteer.open(small_file)


@pytest.fixture(scope="session")
def world() -> Gazetteer:
    return Gazetteer.default()
