"""What a printed map shows: counts, marks, names, areas; looked at through matplotlib's renderer."""

from __future__ import annotations

import itertools
import re
import time

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_map.errors import UsageError
from conflict_map.events import EventSet
from conflict_map.static_map import Size, draw
from conflict_map.static_map.collect import places_of
from conflict_map.static_map.layout import MAX_MARKS, arrange
from conflict_map.static_map.view import window
from tests.static_map.drawn import grid, mark_boxes, name_boxes, overlap, renderer_of, rows, texts
from tests.web.samples import story


def key_counts(figure) -> dict[str, int]:
    lines = [re.fullmatch(r"(\D+)  ([\d,]+)", text) for text in texts(figure)]
    return {line[1]: int(line[2].replace(",", "")) for line in lines if line}


def test_no_event_gives_a_map_of_the_world_that_says_so():
    figure = draw(EventSet.empty(), title="Nothing yet")
    assert figure.summary == "No events."
    assert {"Nothing yet", "No events."} <= set(texts(figure))
    assert mark_boxes(figure) == []
    assert "Borders are de facto and no endorsement." in " ".join(texts(figure))


def test_one_event_is_one_mark_with_its_name_and_the_ground_around_it():
    figure = draw(rows([(35.13, 36.75)]))
    assert figure.summary == "1 event, 1 March 2024."
    assert key_counts(figure) == {"Ground fighting": 1}
    names = name_boxes(figure, renderer_of(figure))
    assert "Place 0" in names
    assert len(names) > 10  # of towns and provinces


def test_the_story_has_its_areas_road_circle_directions_and_states_in_the_key():
    figure = draw(story())
    assert figure.summary == (
        "15 events, 21 November – 3 December 2024; 3 events could not be placed."
    )
    told = texts(figure)
    assert key_counts(figure) == {
        "Strikes and explosions": 4, "Ground fighting": 3, "Harm to civilians": 2,
        "Movement, change of control": 2, "Protest and unrest": 1,
    }  # fmt: skip
    for sign in (
        "Filled: coded or corroborated", "Hollow: one source says so", "Within this distance",
        "Somewhere in this area", "Somewhere along this line", "Heading there, not arrived",
    ):  # fmt: skip
        assert sign in told
    assert "towards Hama" in told
    assert "Reported by: The Invented Courier." in " ".join(told)


def test_an_arrow_ends_short_of_the_place_that_movement_heads_for():
    places = places_of(story())
    view = window(places.bounds(), width=700, height=600, pad=42)
    for arrow, shaft in zip(places.arrows, arrange(places, view).shafts, strict=True):
        x, y = view.xy(arrow.lon, arrow.lat)
        assert ((shaft.x1 - x) ** 2 + (shaft.y1 - y) ** 2) ** 0.5 == pytest.approx(14)


@pytest.mark.parametrize("size", list(Size))
def test_names_touch_neither_marks_nor_each_other_nor_the_frame(size):
    for events in (story(), rows(grid(60)), rows(grid(1500))):
        figure = draw(events, size=size)
        renderer = renderer_of(figure)
        names, marks = name_boxes(figure, renderer), mark_boxes(figure)
        assert names
        assert marks
        for (one, a), (other, b) in itertools.combinations(names.items(), 2):
            assert not overlap(a, b), (one, other)
        for name, box in names.items():
            assert not [mark for mark in marks if overlap(box, mark)], name
        frame = figure.map_axes.get_window_extent(renderer).extents
        for name, (left, bottom, right, top) in names.items():
            assert frame[0] < left < right < frame[2], name
            assert frame[1] < bottom < top < frame[3], name


@pytest.mark.parametrize("size", list(Size))
def test_nothing_that_is_written_leaves_the_sheet(size):
    for title in ("Short", "A title of many words that goes on and on, " * 8):
        figure = draw(story(), size=size, title=title)
        renderer = renderer_of(figure)
        wide, high = figure.bbox.size
        for axes in figure.axes:
            for text in axes.texts:
                left, bottom, right, top = text.get_window_extent(renderer).extents
                assert -1 <= left <= right <= wide + 1, text.get_text()
                assert -1 <= bottom <= top <= high + 1, text.get_text()


def test_sizes_are_those_of_a_column_a_page_and_a_slide():
    widths = {size: draw(story(), size=size).get_size_inches().tolist() for size in Size}
    assert widths[Size.COLUMN][0] == pytest.approx(89 / 25.4)
    assert widths[Size.PAGE][0] == pytest.approx(180 / 25.4)
    assert widths[Size.PAGE][1] < 247 / 25.4  # fits on A4 with margins
    assert widths[Size.SLIDE] == pytest.approx([40 / 3, 7.5])
    with pytest.raises(UsageError, match="size is 'poster'; expected one of column, page, slide"):
        draw(story(), size="poster")


def test_many_events_are_rings_whose_numbers_add_up():
    events = rows([(33 + n % 211 / 60, 36 + n % 307 / 70) for n in range(16_000)])
    figure = draw(events)
    numbers = [text for text in texts(figure, figure.map_axes) if re.fullmatch(r"\d+k?", text)]
    assert len(numbers) > 10
    places = places_of(events)
    view = window(places.bounds(), width=700, height=600, pad=42)
    layout = arrange(places, view)
    assert sum(ring.count for ring in layout.rings) + len(layout.marks) == 16_000
    assert "Several events, by type" in texts(figure)
    assert figure.summary == "16,000 events, 1–28 March 2024."


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-60, 70), st.floats(-180, 180), st.integers(1, 4)), max_size=60)
)
def test_no_event_is_lost_between_marks_and_rings(found):
    # 0, 0 is refused as a place.
    positions = [(round(lat, 3) or 1, round(lon, 3)) for lat, lon, n in found for _ in range(n * n)]
    places = places_of(rows(positions))
    layout = arrange(places, window(places.bounds(), width=400, height=300, pad=40))
    assert sum(ring.count for ring in layout.rings) + len(layout.marks) == len(positions)
    if len(positions) > MAX_MARKS:
        assert layout.rings


def test_events_without_a_place_are_counted_and_not_drawn():
    figure = draw(rows([(35.1, 36.7), None, None, None]))
    assert figure.summary == "4 events, 1–4 March 2024; 3 events could not be placed."
    assert sum(key_counts(figure).values()) == 1
    figure = draw(rows([None, None]))
    assert figure.summary == "2 events, 1–2 March 2024; 2 events could not be placed."
    assert mark_boxes(figure) == []


def test_events_across_the_antimeridian_stand_side_by_side():
    figure = draw(rows([(-16.5, 179.4), (-16.8, -179.6), (-17.7, 178.1)]))
    boxes = sorted({tuple(round(v) for v in box) for box in mark_boxes(figure)})
    frame = figure.map_axes.get_window_extent().extents
    assert len(boxes) >= 3
    assert all(frame[0] < box[0] and box[2] < frame[2] for box in boxes)
    assert boxes[-1][0] - boxes[0][0] > (frame[2] - frame[0]) / 3  # not squeezed into a world map
    assert "FIJI" in texts(figure)


def test_an_area_on_both_sides_of_the_antimeridian_is_one_area_on_the_map():
    frame = rows([(-16.5, 179.4), (-16.8, -179.6)], geo_precision=5).to_frame()
    halves = shapely.MultiPolygon(
        [shapely.box(178, -18, 180, -16), shapely.box(-180, -18, -179, -16)]
    )
    frame.geometry = [halves, shapely.Point(-179.6, -16.8)]
    places = places_of(EventSet(frame))
    west, _, east, _ = places.bounds()
    assert (west, east) == (178, 181)
    (area,) = places.areas
    assert area.geometry.bounds == (178, -18, 181, -16)


def test_the_citation_of_a_data_set_is_on_the_map_in_full():
    citation = "Synthetic Conflict Data, synthetic.example (" + "Nobody and others, " * 10 + "2024)"
    for size in Size:
        figure = draw(rows([(35.1, 36.7)], citation=citation), size=size)
        assert f"Events: {citation}." in " ".join(texts(figure))


def test_what_is_known_to_a_district_only_is_ringed_and_a_claim_is_hollow():
    told = texts(draw(rows([(35.1, 36.7)], geo_precision=3, claim_status="claimed")))
    assert "Stands for a wider area" in told
    assert "Hollow: one source says so" in told
    assert "Filled: coded or corroborated" not in told


def test_a_name_of_another_script_has_the_gazetteers_beside_it_and_no_boxes(recwarn):
    events = rows(
        [(36.2, 37.16), (39.9, 116.4), (49.99, 36.23), (35.0, 100.0)],
        place_name=["حلب", "北京", "Харків", "無名の村"],
    )
    figure = draw(events, title="حلب, Харків, 北京")
    renderer_of(figure)
    assert not recwarn.list  # matplotlib warns of each letter that its font lacks
    told = texts(figure, figure.map_axes)
    assert {"Aleppo (حلب)", "Beijing", "Kharkiv (Харків)"} <= set(told)
    assert not [text for text in told if "無" in text]
    assert "حلب, Харків, …" in texts(figure)


def test_ten_thousand_events_are_drawn_as_fast_as_a_notebook_wants():
    events = rows([(33 + n % 211 / 60, 36 + n % 307 / 70) for n in range(10_000)])
    draw(events).to_bytes()  # fonts and gazetteer are read
    start = time.process_time()
    png = draw(events)._repr_png_()
    assert time.process_time() - start < 5  # of a core; about 1 s where nobody else computes
    assert len(png) < 150_000
