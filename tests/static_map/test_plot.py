"""`EventSet.plot`: on a map of its own, and on axes that somebody else has made."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import geopandas as gpd
import matplotlib as mpl
import pytest
import shapely
from matplotlib.figure import Figure

import conflict_map as cm
from conflict_map.static_map import MapFigure
from tests.static_map.drawn import renderer_of, rows
from tests.web.samples import story

ROOT = Path(__file__).parents[2]
LAND = gpd.GeoDataFrame(geometry=[shapely.box(34, 33, 40, 38)], crs=4326)
assert cm.EventSet  # the package lends a set its map


def words(axes):
    return [text.get_text() for text in axes.texts if text.get_gid() != "halo"]


def offsets(axes):
    """Give where marks stand, in the coordinates of the axes."""
    found = [c.get_offsets() for c in axes.collections if 15 <= c.get_zorder() < 16]
    return {(round(float(x), 3), round(float(y), 3)) for part in found for x, y in part}


def test_without_axes_it_is_the_printed_map():
    axes = story().plot(title="Front", size="column")
    assert isinstance(axes.figure, MapFigure)
    assert axes is axes.figure.map_axes
    assert axes.figure._repr_png_().startswith(b"\x89PNG")


def test_on_axes_in_degrees_marks_stand_at_their_degrees_and_limits_stay():
    axes = Figure(figsize=(8, 6)).add_subplot()
    LAND.plot(ax=axes)
    axes.set_xlim(34, 40)
    axes.set_ylim(33, 38)
    assert rows([(35.13, 36.75), (36.2, 37.16)]).plot(ax=axes) is axes
    assert offsets(axes) == {(36.75, 35.13), (37.16, 36.2)}
    assert (axes.get_xlim(), axes.get_ylim()) == ((34, 40), (33, 38))
    assert {"Place 0", "Place 1"} <= set(words(axes))
    renderer_of(axes.figure)


def test_on_axes_in_web_mercator_marks_stand_at_their_metres():
    axes = Figure(figsize=(8, 6)).add_subplot()
    LAND.to_crs(3857).plot(ax=axes)
    rows([(35.13, 36.75)]).plot(ax=axes, crs="EPSG:3857", labels=False)
    point = gpd.GeoSeries([shapely.Point(36.75, 35.13)], crs=4326).to_crs(3857)[0]
    ((x, y),) = offsets(axes)
    assert (x, y) == (pytest.approx(point.x, abs=1), pytest.approx(point.y, abs=1))
    assert words(axes) == []


def test_empty_axes_get_the_limits_of_the_events():
    axes = Figure(figsize=(6, 5)).add_subplot()
    story().plot(ax=axes)
    (west, east), (south, north) = axes.get_xlim(), axes.get_ylim()
    assert west < 36.18 < 38.1 < east
    assert south < 34.82 < 36.36 < north
    renderer_of(axes.figure)
    empty = Figure().add_subplot()
    assert cm.EventSet.empty().plot(ax=empty) is empty


def test_on_a_map_of_the_world_events_on_both_sides_of_the_antimeridian_stay_on_it():
    events = rows([(-16.5, 179.4), (-16.8, -179.6)])
    axes = Figure(figsize=(8, 6)).add_subplot()
    gpd.GeoDataFrame(geometry=[shapely.box(-180, -85, 180, 85)], crs=4326).plot(ax=axes)
    events.plot(ax=axes)
    assert offsets(axes) == {(179.4, -16.5), (-179.6, -16.8)}
    empty = Figure(figsize=(8, 6)).add_subplot()
    events.plot(ax=empty)
    assert offsets(empty) == {(179.4, -16.5), (180.4, -16.8)}


def test_other_projections_are_refused_in_one_line():
    axes = Figure().add_subplot()
    with pytest.raises(cm.ConflictMapError, match=r"crs is 'EPSG:32637'; .*to_crs\(3857\)") as told:
        story().plot(ax=axes, crs="EPSG:32637")
    assert "\n" not in str(told.value)
    LAND.to_crs(3857).plot(ax=axes)
    with pytest.raises(cm.ConflictMapError, match="no degree, but crs is EPSG:4326"):
        story().plot(ax=axes)


def test_neither_a_title_nor_a_name_is_read_as_mathematics():
    with mpl.rc_context({"text.usetex": True, "text.parse_math": True}):
        axes = Figure().add_subplot()
        rows([(35.13, 36.75)], place_name=[r"$\frac{$"]).plot(ax=axes, title=r"$\sqrt")
        texts = [axes.title, *axes.texts]
        assert not any(text.get_parse_math() or text.get_usetex() for text in texts)
        assert axes.title.get_text() == r"$\sqrt"


def test_a_set_that_was_imported_without_the_package_says_what_to_do():
    program = (
        "from conflict_map.events import EventSet\n"
        "try:\n    EventSet.empty().plot()\n"
        "except Exception as error:\n    print(type(error).__name__, error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout.startswith("UsageError no map is at hand here; `import conflict_map as cm`")
