"""The printed map and the page look the same: colours, corners and the rules of rings."""

from __future__ import annotations

import re
from pathlib import Path

from conflict_map.static_map import layout
from conflict_map.static_map.style import COLOURS, SHAPES

STATIC = Path(__file__).parents[2] / "conflict_map" / "web" / "static"


def read(name):
    return (STATIC / name).read_text(encoding="utf-8")


def test_every_colour_is_that_of_the_light_page():
    light = read("colours.css").split("@media", 1)[0]
    known = dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9A-Fa-f]{6})", light))
    assert {name: known.get(name) for name in COLOURS} == dict(COLOURS)


def test_every_mark_has_the_corners_of_the_page():
    text = read("glyphs.js").split("GLYPH_SHAPES", 1)[1].split("};", 1)[0]
    shapes = dict(re.findall(r"(\w+): \[(\[.*\])\],", text))
    number = r"-?\d+(?:\.\d+)?"
    corners = {
        name: tuple((float(x), float(y)) for x, y in re.findall(rf"\[({number}), ({number})\]", at))
        for name, at in shapes.items()
    }
    assert corners == {glyph.value: SHAPES[glyph] for glyph in SHAPES}


def test_rings_begin_where_they_begin_on_the_page():
    text = read("marks.js")
    told = dict(re.findall(r"\b([A-Z_]{6,}) = ([\d.]+)[,;]", text))
    assert float(told["MAX_MARKS"]) == layout.MAX_MARKS
    assert float(told["MAX_FAN"]) == layout.MAX_FAN
    assert float(told["MAX_FULL"]) == layout.MAX_FULL
    assert float(told["MAX_THIN"]) == layout.MAX_THIN
    assert float(told["MARK_RADIUS"]) == layout.RADIUS
    assert float(told["FAN_STEP"]) == layout.FAN_STEP
