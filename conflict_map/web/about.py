"""The report as the page's About box shows it; knows no events, and drops folder names."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_REJECTIONS: Final = 200
"""The page lists this many rejected rows one by one; the counts by reason are always whole."""

_FOLDERS: Final = re.compile(r"^.*[/\\]")


def base_name(path: str) -> str:
    r"""Give a file's name without its folders, of either kind of slash.

    >>> base_name("/home/ann/reports/week 3.csv"), base_name(r"C:\data\x.csv"), base_name("-")
    ('week 3.csv', 'x.csv', '-')
    """
    return _FOLDERS.sub("", path) or path


def _without_folders(value: Any, paths: list[str]) -> Any:
    if isinstance(value, str):
        for path in paths:
            value = value.replace(path, base_name(path))
        is_path = re.match(r"^([/~\\]|[A-Za-z]:[/\\])\S*$", value)
        return base_name(value) if is_path else value
    if isinstance(value, (list, tuple)):
        return [_without_folders(item, paths) for item in value]
    if isinstance(value, dict):
        return {str(key): _without_folders(item, paths) for key, item in value.items()}
    if value is None or isinstance(value, (bool, int, float)):
        return value
    return _without_folders(str(value), paths)


def about_report(report: Mapping[str, Any] | None) -> dict[str, Any]:
    """Give the parts of a report that a reader of the map should see, without folder names.

    >>> about = about_report({"read": 3, "rejections": [
    ...     {"input": "/tmp/a.csv", "row": 2, "column": "lat", "value": "x",
    ...      "reason": "no number"}]})
    >>> about["rejections"], about["reasons"]
    ([['a.csv', 2, 'lat', 'x', 'no number']], [['no number', 1]])
    """
    if report is None:
        return {}
    inputs = [item for item in report.get("inputs", ()) if isinstance(item, dict)]
    # The longest first, so that a folder does not cut a file's path in half.
    paths = sorted({str(item.get("path", "")) for item in inputs} - {""}, key=len, reverse=True)
    clean = _without_folders(dict(report), paths)
    rejections = clean.get("rejections", [])
    reasons = Counter(str(item.get("reason")) for item in rejections)
    keys = ("input", "row", "column", "value", "reason")
    return {
        "inputs": clean.get("inputs", []),
        "counts": {key: clean[key] for key in ("read", "placed", "unplaced", "rejected")
                   if key in clean},
        "reasons": [list(pair) for pair in sorted(reasons.items(), key=lambda p: (-p[1], p[0]))],
        "rejections": [[item.get(key) for key in keys] for item in rejections[:MAX_REJECTIONS]],
        "warnings": [
            *clean.get("warnings", []),
            *(f"{one['citation']}: {one['access']}" for one in clean.get("citations", [])),
        ],
        "versions": clean.get("versions", {}),
        "options": clean.get("options", {}),
    }  # fmt: skip
