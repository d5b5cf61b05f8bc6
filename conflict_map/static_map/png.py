"""A drawing as a small PNG: its commonest colours exactly, the others nearly; knows no map."""

from __future__ import annotations

import io
from typing import Final

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

_COLOURS: Final = 256
_GREY: Final = 0x777777


def small_png(png: bytes, *, title: str, dpi: int) -> bytes:
    """Give a PNG in 256 colours, with its title and the size at which it is meant to be printed.

    A map has some twenty colours and their mixtures at edges; the commonest 256 are kept as they
    are and the rest go to the nearest of them. It is a third to a half of the full one.
    """
    image = Image.open(io.BytesIO(png)).convert("RGB")
    pixels = np.asarray(image).astype("uint32")
    codes = (pixels[..., 0] << 16) | (pixels[..., 1] << 8) | pixels[..., 2]
    found, counts = np.unique(codes, return_counts=True)
    kept = found[np.lexsort((found, -counts.astype("int64")))][:_COLOURS]
    kept = np.concatenate([kept, np.full(_COLOURS - len(kept), _GREY, dtype=kept.dtype)])
    palette = Image.new("P", (1, 1))
    channels = np.stack([kept >> 16, kept >> 8 & 255, kept & 255], axis=1)
    palette.putpalette(channels.astype("uint8").ravel().tolist())
    told = PngInfo()
    told.add_text("Title", title)
    out = io.BytesIO()
    image.quantize(palette=palette, dither=Image.Dither.NONE).save(
        out, "png", optimize=True, pnginfo=told, dpi=(dpi, dpi)
    )
    return out.getvalue()
