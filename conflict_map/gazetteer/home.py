"""Where a user's own gazetteer lies on this machine; opens nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

ENVIRONMENT: Final = "CONFLICT_MAP_GAZETTEER"
"""Names the folder of the user gazetteer; set but empty it says that there is none."""
MANIFEST: Final = "sources.json"
"""The list of sources in that folder; without it there is no user gazetteer."""


def user_folder(given: str | os.PathLike[str] | None = None) -> Path | None:
    """Give the folder of the user gazetteer: the one given, the environment's, the platform's.

    None where the environment variable is empty or the platform names no home.

    >>> user_folder("gazetteers/mine")
    PosixPath('gazetteers/mine')
    """
    if given is not None:
        return Path(given)
    named = os.environ.get(ENVIRONMENT)
    if named is not None:
        return Path(named) if named else None
    home = _data_home()
    return None if home is None else home / "conflict-map" / "gazetteer"


def _data_home() -> Path | None:
    """Give the platform's folder for a user's data."""
    variable = "LOCALAPPDATA" if sys.platform == "win32" else "XDG_DATA_HOME"
    named = os.environ.get(variable)
    if named and Path(named).is_absolute():
        return Path(named)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    if sys.platform == "darwin":
        return home / "Library" / "Application Support"
    return home / ("AppData/Local" if sys.platform == "win32" else ".local/share")
