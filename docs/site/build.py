"""Builds the documentation's site: python -m docs.site.build [FOLDER]; asks the network for nothing."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from sphinx.cmd.build import build_main

from docs.site import gallery, links, made, pages

ROOT: Final = Path(__file__).parents[2]
DEFAULT: Final = ROOT / "output" / "site"


def build(site: Path) -> int:
    """Write the site into a folder, whose older content goes; give the number of faults."""
    with tempfile.TemporaryDirectory() as name:
        source, extra, out = (Path(name) / part for part in ("source", "extra", "site"))
        written = {
            "reference-commands": made.commands_page(),
            "reference-columns": made.columns_page(),
            "reference-python": made.python_page(),
            "gallery": gallery.draw(ROOT, extra / "maps", source / "pictures"),
        }
        pages.assemble(ROOT, source, written)
        # Warnings are errors, and all of them are shown: a missing page, a docstring that does not
        # parse, a document in no menu.
        options = ["-q", "-W", "--keep-going", "-D", f"html_extra_path={extra}"]
        settings = str(Path(__file__).parent)
        cache = str(Path(name) / "doctrees")
        if build_main([*options, "-c", settings, "-d", cache, str(source), str(out)]):
            return 1
        (out / ".buildinfo").unlink(missing_ok=True)
        found = list(links.faults(out))
        for fault in found:
            sys.stderr.write(f"{fault}\n")
        if not found:
            shutil.rmtree(site, ignore_errors=True)
            site.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(out, site)
        return len(found)


def main(arguments: list[str]) -> int:
    """Build, say where the site is, and give 1 if anything is wrong with it."""
    site = Path(arguments[0]).resolve() if arguments else DEFAULT
    if site.exists() and not (site / "objects.inv").exists():
        sys.stderr.write(f"{site}: holds something that is no site; name another folder\n")
        return 2
    if count := build(site):
        sys.stderr.write(f"the site was not written: {count} faults, an older one is as it was\n")
        return 1
    sys.stdout.write(f"wrote {site / 'index.html'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
