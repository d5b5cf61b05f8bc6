"""Puts the documents of the repository where the site has them; knows links and no prose."""

from __future__ import annotations

import posixpath
import re
import shutil
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MENU: Final = (
    ("Begin", ("docs/tutorial.md", "gallery", "examples/README.md", "docs/glossary.md")),
    (
        "How to",
        (
            "docs/how-to/acled.md",
            "docs/how-to/villages.md",
            "docs/corrections.md",
            "docs/do-no-harm.md",
            "docs/how-to/brief.md",
            "docs/static-maps.md",
            "docs/embedding.md",
            "docs/jupyter.md",
            "docs/how-to/archive.md",
        ),
    ),
    (
        "Reference",
        ("docs/reference.md", "reference-commands", "reference-columns", "reference-python"),
    ),
    (
        "How far to trust it",
        ("docs/failure-modes.md", "docs/accuracy.md", "SECURITY.md", "DATA_ATTRIBUTION.md"),
    ),
    (
        "How it is built",
        (
            "docs/architecture.md",
            "docs/decisions/README.md",
            "CONTRIBUTING.md",
            "CHANGELOG.md",
        ),
    ),
)
"""The menu: documents by their path in the repository, and pages that are made by their name. One
that is not there is left out; one that no menu names comes last."""
_RENAMED: Final = {
    "README.md": "index.md",
    "docs/decisions/README.md": "decisions/index.md",
    "examples/README.md": "examples.md",
}
_FENCE: Final = re.compile(r"^(`{3,}|~{3,})")
_LINK: Final = re.compile(r"(`+)(?:(?!\1).)+\1|(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^)\s]+)\)")
_ELSEWHERE: Final = re.compile(r"[a-z][a-z+.-]*:|#")


def page_of(path: str) -> str:
    """Give the file of the site that a document of the repository becomes.

    >>> page_of("SECURITY.md"), page_of("docs/how-to/acled.md")
    ('security.md', 'how-to/acled.md')
    """
    if path in _RENAMED:
        return _RENAMED[path]
    return path.removeprefix("docs/") if path.startswith("docs/") else path.lower()


def documents(root: Path) -> list[str]:
    """Give the documents of the site by their path in the repository, sorted."""
    found = [*root.glob("*.md"), *(root / "docs").rglob("*.md"), root / "examples" / "README.md"]
    return sorted(path.relative_to(root).as_posix() for path in found)


def relinked(text: str, path: str, known: Iterable[str], root: Path) -> str:
    """Turn links between files of the repository into links between pages.

    What is in the repository and not on the site (a folder, a module) is no link any more, but its
    words alone: nobody has said where the repository can be read.

    Raises
    ------
    SystemExit
        for a link to a file that does not exist.
    """
    pages, own = set(known), page_of(path)

    def replaced(match: re.Match[str]) -> str:
        if match[1]:  # words in backticks are no link
            return match[0]
        picture, words, target = match[2], match[3], match[4]
        if _ELSEWHERE.match(target):
            return match[0]
        where, mark, anchor = target.partition("#")
        full = posixpath.normpath(posixpath.join(posixpath.dirname(path), where))
        if not (root / full).exists():
            raise SystemExit(f"{path}: the link to {target} leads to nothing; mend the link")
        if not picture and full not in pages:
            return words
        there = page_of(full) if full in pages else full.removeprefix("docs/")
        relative = posixpath.relpath(there, posixpath.dirname(own) or ".")
        return f"{picture}[{words}]({relative}{mark}{anchor})"

    lines, fence = [], ""
    for line in text.split("\n"):
        found = _FENCE.match(line.strip())
        if found and not fence:
            fence = found[1]
        elif found and line.strip() == fence:
            fence = ""
        lines.append(line if fence or found else _LINK.sub(replaced, line))
    return "\n".join(lines)


def menus(existing: set[str], made: set[str]) -> str:
    """Give the menu as lists of pages for Sphinx, with what no menu names in the last one."""
    named = {page for _, pages in MENU for page in pages}
    apart = {"README.md", *(p for p in existing if p.startswith("docs/decisions/"))}
    rest = tuple(sorted((existing - named - apart) | (made - named)))
    parts = []
    for caption, pages in (*MENU, ("More", rest)):
        there = [page_of(p) if p in existing else p for p in pages if p in existing | made]
        if there:
            lines = "\n".join(page.removesuffix(".md") for page in there)
            parts.append(f"```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{lines}\n```\n")
    return "\n".join(parts)


def assemble(root: Path, source: Path, made: dict[str, str]) -> None:
    """Write all pages, from the repository and ``made`` ones by name, into an empty folder."""
    known = documents(root)
    for path in known:
        text = relinked((root / path).read_text(encoding="utf-8"), path, known, root)
        if path == "README.md":
            text += "\n" + menus(set(known), set(made))
        if path == "docs/decisions/README.md":
            text += "\n```{toctree}\n:hidden:\n:glob:\n\n[0-9]*\n```\n"
        _write(source / page_of(path), text)
    for name, text in made.items():
        _write(source / f"{name}.md", text)
    shutil.copytree(root / "docs" / "images", source / "images")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
