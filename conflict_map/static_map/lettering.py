r"""Text that a printed map may show: cleaned, measured and wrapped; knows no event and no map.

Everything is set in DejaVu Sans as matplotlib ships it, so that a file has the same bytes on
every machine. It has Latin, Greek, Cyrillic, Arabic, Hebrew, Armenian and Georgian letters, which
matplotlib shapes; what it lacks is told by ``undrawable``. No text is read as mathtext or TeX.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import matplotlib as mpl
from matplotlib.font_manager import FontProperties, get_font
from matplotlib.ft2font import FT2Font, LoadFlags

_FILES: Final = {
    (False, False): "DejaVuSans.ttf",
    (True, False): "DejaVuSans-Bold.ttf",
    (False, True): "DejaVuSans-Oblique.ttf",
}
_KEPT_FORMATS: Final = frozenset("\u200c\u200d")
"""Joiners that Persian and Indic spelling needs; all other invisible characters are left out."""
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})
_RESOLUTION: Final = 64
"""Lengths of text are measured at this many pixels an em, without hinting."""


def clean(text: object, limit: int = 300) -> str:
    r"""Give a text on one line, without what cannot be seen, and no longer than a limit.

    >>> clean("a\nb\x00\u202ec  d"), clean("abcdef", limit=4)
    ('a bc d', 'abc…')
    """
    shown = str(text)[: 4 * limit]
    kept = (
        " " if c.isspace() else c
        for c in shown
        if c.isspace() or c in _KEPT_FORMATS or unicodedata.category(c) not in _INVISIBLE
    )
    line = " ".join("".join(kept).split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


@cache
def _path(bold: bool, italic: bool) -> str:  # noqa: FBT001  # a key of the table above
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    return str(folder / _FILES[bold, italic and not bold])


def font(size: float, *, bold: bool = False, italic: bool = False) -> FontProperties:
    """Give the font at a size in points."""
    return FontProperties(
        family="DejaVu Sans",
        size=size,
        weight="bold" if bold else "normal",
        style="italic" if italic and not bold else "normal",
        fname=_path(bold, italic),
    )


@cache
def _letters() -> frozenset[int]:
    """Give the characters that the upright and the bold font both have."""
    faces = [FT2Font(_path(bold, italic=False)) for bold in (False, True)]
    return frozenset.intersection(*(frozenset(face.get_charmap()) for face in faces))


def undrawable(text: str) -> str:
    """Give the characters of a text for which the font has no letter, each once.

    >>> undrawable("حلب Харків Zürich"), undrawable("北京 a")
    ('', '北京')
    """
    letters = _letters() | set(map(ord, _KEPT_FORMATS))
    return "".join(dict.fromkeys(c for c in text if not c.isspace() and ord(c) not in letters))


def drawable(text: str) -> str:
    """Give a text with an ellipsis where letters are missing in the font.

    >>> drawable("北京 (Beijing)"), drawable("北京")
    ('… (Beijing)', '…')
    """
    missing = set(undrawable(text))
    if not missing:
        return text
    out: list[str] = []
    for c in text:
        if c not in missing:
            out.append(c)
        elif not out or out[-1] != "…":
            out.append("…")
    return "".join(out)


@lru_cache(maxsize=4096)
def width(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """Give the width of a text in the unit of its size.

    >>> width("", 10.0), width("ab", 10.0) == 2 * width("ab", 5.0)
    (0.0, True)
    """
    if not text:
        return 0.0
    face = get_font(_path(bold, italic))
    face.set_size(_RESOLUTION, 72)
    face.set_text(text, 0.0, flags=LoadFlags.NO_HINTING)
    return float(face.get_width_height()[0]) / 64 / _RESOLUTION * size


def wrapped(
    text: str, size: float, room: float, *, bold: bool = False, lines: int | None = None
) -> list[str]:
    """Break a text into lines that fit; a word wider than a line is cut, and so is the last line.

    >>> wrapped("one two three", 10.0, 50.0)
    ['one two', 'three']
    >>> wrapped("one two three", 10.0, 50.0, lines=1), wrapped("", 10.0, 50.0)
    (['one tw…'], [])
    """
    out: list[str] = []
    line = ""
    words = text.split(" ") if text else []
    while words:
        word = words.pop(0)
        longer = f"{line} {word}" if line else word
        if width(longer, size, bold=bold) <= room:
            line = longer
        elif line:
            out.append(line)
            line = ""
            words.insert(0, word)
        else:
            fits = _fitting(word, size, room, bold=bold)
            out.append(word[:fits])
            if word[fits:]:
                words.insert(0, word[fits:])
        if lines is not None and len(out) > lines:
            break
    if line:
        out.append(line)
    if lines is None or len(out) <= lines:
        return out
    return [*out[: lines - 1], shortened(" ".join(out[lines - 1 :]), size, room, bold=bold)]


def _fitting(word: str, size: float, room: float, *, bold: bool) -> int:
    """Give how many characters of a word fit, one at least."""
    low, high = 1, len(word)
    while low < high:
        middle = (low + high + 1) // 2
        if width(word[:middle], size, bold=bold) <= room:
            low = middle
        else:
            high = middle - 1
    return low


def shortened(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Cut a text that is wider than its room, with an ellipsis.

    >>> shortened("one two three", 10.0, 200.0), shortened("one two three", 10.0, 40.0)
    ('one two three', 'one t…')
    """
    if width(text, size, bold=bold) <= room:
        return text
    fits = _fitting(text, size, room - width("…", size, bold=bold), bold=bold)
    return text[:fits] + "…"
