"""Shared by the tests of the printed map: events to draw, and what a drawn figure shows where."""

from __future__ import annotations

from datetime import date

import pandas as pd
from matplotlib.backends.backend_agg import FigureCanvasAgg

from conflict_map.events import EventSet

TYPES = ("Battles", "Explosions/Remote violence", "Violence against civilians", "Protests")


def rows(positions, **columns) -> EventSet:
    """Coded rows at (lat, lon) positions, all in March 2024; a position of None is unknown."""
    count = len(positions)
    frame = {
        "event_id": [f"r{n:05}" for n in range(count)],
        "event_type": [TYPES[n % len(TYPES)] for n in range(count)],
        "date_start": [date(2024, 3, 1 + n % 28) for n in range(count)],
        "date_end": [date(2024, 3, 1 + n % 28) for n in range(count)],
        "lat": [None if at is None else at[0] for at in positions],
        "lon": [None if at is None else at[1] for at in positions],
        "place_name": [None if at is None else f"Place {n}" for n, at in enumerate(positions)],
        "claim_status": "coded",
        "source": "Synthetic Wire",
    }
    return EventSet.from_frame(pd.DataFrame(frame | columns))


def grid(count: int, *, step: float = 0.37) -> list[tuple[float, float]]:
    """Give repeatable positions in and around Syria, no two the same, none on a line."""
    return [
        (33.0 + (n * step * 1.7) % 4 + n * 1e-4, 36.0 + (n * step) % 5 - n * 1e-4)
        for n in range(count)
    ]


def texts(figure, axes=None) -> list[str]:
    """Give every text of a figure, each once however it is drawn."""
    held = axes.texts if axes is not None else [t for a in figure.axes for t in a.texts]
    return [text.get_text() for text in held if text.get_gid() != "halo"]


def renderer_of(figure):
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return canvas.get_renderer()


def name_boxes(figure, renderer) -> dict[str, tuple[float, float, float, float]]:
    """Give left, bottom, right, top in pixels of each name on the map."""
    return {
        text.get_text(): text.get_window_extent(renderer).extents.tolist()
        for text in figure.map_axes.texts
        if text.get_gid() != "halo" and not text.get_text().replace("k", "").isdigit()
    }


def mark_boxes(figure) -> list[tuple[float, float, float, float]]:
    """Give left, bottom, right, top in pixels of each mark and ring, without its halo."""
    boxes = []
    for drawn in figure.map_axes.collections:
        # Rings and marks lie over areas, circles and arrows, and under names.
        if not (4 <= drawn.get_zorder() < 6) or not hasattr(drawn, "get_offsets"):
            continue
        offsets = drawn.get_offset_transform().transform(drawn.get_offsets())
        paths = drawn.get_paths()
        for number, (x, y) in enumerate(offsets):
            path = paths[number % len(paths)].transformed(drawn.get_transform())
            box = path.get_extents()
            boxes.append((box.x0 + x, box.y0 + y, box.x1 + x, box.y1 + y))
    return boxes


def overlap(a, b, slack: float = 0.5) -> bool:
    return (
        a[0] < b[2] - slack and a[2] > b[0] + slack and a[1] < b[3] - slack and a[3] > b[1] + slack
    )
