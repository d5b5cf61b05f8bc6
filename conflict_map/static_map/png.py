"""A drawing as a small PNG: its commonest colours exactly, the others nearly; knows no map."""

from __future__ import annotations

import io
from typing import Any, Final

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

_COLOURS: Final = 256
_EXACT: Final = 48
_CHUNK: Final = 2_048


def small_png(rgba: bytes, width: int, *, title: str, dpi: int) -> bytes:
    """Give rows of opaque RGBA pixels as a PNG in 256 colours, with title and size in print.

    A map has some twenty colours and their mixtures at edges. The commonest 48 are kept as they
    are; the rest go to the nearest of 208 that cover them, which are a few steps off at most. The
    file is a third of the full one.
    """
    pixels = np.frombuffer(rgba, dtype="uint8").reshape(-1, width, 4).astype("uint32")
    codes = (pixels[..., 0] << 16) | (pixels[..., 1] << 8) | pixels[..., 2]
    found, counts = np.unique(codes, return_counts=True)
    kept = _palette(found[np.lexsort((found, -counts.astype("int64")))])
    number = np.zeros(1 << 24, dtype="uint8")  # of each colour that there can be
    number[found] = _nearest(found, kept)
    image = Image.frombytes("P", codes.shape[::-1], number[codes].tobytes())
    image.putpalette(kept.astype("uint8").ravel().tolist())
    told = PngInfo()
    told.add_text("Title", title)
    out = io.BytesIO()
    image.save(out, "png", optimize=True, pnginfo=told, dpi=(dpi, dpi))
    return out.getvalue()


def _channels(codes: Any) -> Any:
    return np.stack([codes >> 16, codes >> 8 & 255, codes & 255], axis=1).astype("int32")


def _palette(found: Any) -> Any:
    """Give up to 256 colours for those found, the commonest first: these exactly, others nearly."""
    exact, others = _channels(found[:_EXACT]), _channels(found[_EXACT:])
    if len(others) <= _COLOURS - _EXACT:
        return np.concatenate([exact, others])
    line = Image.frombytes("RGB", (len(others), 1), others.astype("uint8").tobytes())
    near = line.quantize(
        _COLOURS - _EXACT, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE
    )
    return np.concatenate([exact, np.reshape(near.getpalette() or [], (-1, 3))])


def _nearest(found: Any, there: Any) -> Any:
    """Give the number of the nearest kept colour for each colour found."""
    wanted = _channels(found)
    out = np.zeros(len(found), dtype="uint8")
    for at in range(0, len(found), _CHUNK):
        part = wanted[at : at + _CHUNK, None, :] - there[None, :, :]
        out[at : at + _CHUNK] = (part**2).sum(axis=2).argmin(axis=1)
    return out
