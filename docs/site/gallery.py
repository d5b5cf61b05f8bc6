"""Draws the gallery: maps of our examples and of invented events, each with the command that made it."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import shlex
import tempfile
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from conflict_map.cli import main as conflict_map

_REPORT: Final = "examples/north-west-syria.md"
_ARABIC: Final = """\
قصف وتظاهرة في شمال سوريا

2024-12-03

خبر متخيَّل، كُتب مثالاً فقط.

قصفت المدفعية مدينة سراقب في ريف إدلب يوم الثلاثاء. وقعت اشتباكات بين الجيش ومسلحين قرب مدينة معرة النعمان.
وتظاهر سكان في مدينة حلب يوم الثلاثاء.
"""
_TYPES: Final = (
    ("Battles", "Armed clash"),
    ("Explosions/Remote violence", "Shelling/artillery/missile attack"),
    ("Violence against civilians", "Attack"),
    ("Protests", "Peaceful protest"),
    ("Riots", "Mob violence"),
    ("Strategic developments", "Looting/property destruction"),
)
_TOWNS: Final = (
    ("El Fasher", 13.63, 25.35), ("Nyala", 12.05, 24.88), ("El Obeid", 13.18, 30.22),
    ("Khartoum", 15.55, 32.53), ("Wad Madani", 14.40, 33.52), ("Kassala", 15.45, 36.40),
    ("Port Sudan", 19.62, 37.22), ("Kadugli", 11.01, 29.72), ("El Geneina", 13.45, 22.45),
)  # fmt: skip
_FIRST_DAY: Final = date(2024, 1, 1)
_MANY: Final = 20_000
_FIJI: Final = (
    ("Suva", -18.14, 178.44), ("Labasa", -16.43, 179.36), ("Waiyevo", -16.79, -179.98),
    ("Nukuʻalofa", -21.14, -175.2), ("Apia", -13.83, -171.77),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One map of the gallery: ``command`` without its outputs, and what there is to see."""

    name: str
    title: str
    command: str
    look: str
    views: tuple[tuple[str, str], ...] = ()
    """Other views of the same map: what they show, and what the address holds for it."""


MAPS: Final = (
    Drawn(
        name="report",
        title="A report",
        command=f"map {_REPORT}",
        look="Provinces and parts of provinces as areas, a road as a line, and nothing at the town "
        "that troops only head for. Three events have no place and stand in the list.",
    ),
    Drawn(
        name="table",
        title="An event table",
        command="map examples/events.csv",
        look="Points as they were coded. Two rows are wrong on purpose: they are not drawn, and "
        "listed with the reason under “About this map”.",
    ),
    Drawn(
        name="precision",
        title="A table in ACLED's shape",
        command="map examples/acled-shape.csv",
        look="Invented rows with ACLED's columns and codes: where `geo_precision` is 3 the province "
        "is drawn, where it is 2 a circle, where it is 1 a mark.",
    ),
    Drawn(
        name="coarse",
        title="The same, made coarser",
        command="map examples/acled-shape.csv --coarsen 50km",
        look="No mark is nearer than its cell. Quotes, notes and ids that would give the place away "
        "are taken out of the file ([do no harm](do-no-harm.md)).",
    ),
    Drawn(
        name="arabic",
        title="A report in Arabic",
        command="map arabic.txt --lang ar",
        look="The page runs from the right. Names stand as they are written, with the gazetteer's "
        "name beside them. The report is invented.",
    ),
    Drawn(
        name="many",
        title=f"{_MANY:,} events",
        command="map many.csv",
        look="Where marks would hide each other they become rings with shares by type. The file "
        "holds every event, with its notes. All are invented.",
        views=(
            ("in hexagons", "as=hex"),
            ("by province", "as=areas"),
            ("March alone", "d=2024-03-01..2024-03-31"),
        ),
    ),
    Drawn(
        name="editable",
        title="A map to correct",
        command=f"map {_REPORT} --editable",
        look="Each card has a form. What is corrected is kept in a file that the reader saves, for "
        "`--corrections` ([in the page](corrections.md#in-the-page)).",
    ),
    Drawn(
        name="antimeridian",
        title="Across the date line",
        command="map fiji.csv",
        look="Fiji, Tonga and Samoa side by side: the map is framed over 180°. All are invented.",
    ),
)


def many_events(count: int = _MANY) -> str:
    """Give invented events around towns of Sudan as a CSV; equal text for equal counts.

    >>> len(many_events(3).splitlines())
    4
    """
    out, state = io.StringIO(), 20241203
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("id", "date", "type", "sub_type", "place", "country", "lat", "lon", "deaths", "notes"))  # fmt: skip
    for number in range(count):
        draws = []
        for _ in range(6):  # Knuth's generator: the same numbers on every machine
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            draws.append((state >> 33) / 2**31)
        # The product of two draws is small more often than not: towns and types differ in weight.
        town, lat, lon = _TOWNS[int(draws[0] * draws[1] * len(_TOWNS))]
        event_type, sub_type = _TYPES[int(draws[2] * draws[1] * len(_TYPES))]
        day = _FIRST_DAY + timedelta(days=int(draws[3] * 366))
        lat, lon = lat + (draws[4] - 0.5) * 2.2, lon + (draws[5] - 0.5) * 2.2
        deaths = "" if draws[4] < 0.4 else int(draws[5] ** 6 * 30)
        note = f"INVENTED: event {number + 1} near {town}."
        rows.writerow((f"M{number + 1}", day.isoformat(), event_type, sub_type, town, "Sudan", f"{lat:.4f}", f"{lon:.4f}", deaths, note))  # fmt: skip
    return out.getvalue()


def _fiji() -> str:
    lines = ["date,type,place,lat,lon,notes"]
    lines += [
        f"2024-03-{day:02},Protests,{place},{lat},{lon},INVENTED."
        for day, (place, lat, lon) in enumerate(_FIJI, 1)
    ]
    return "\n".join(lines) + "\n"


def draw(root: Path, maps: Path, pictures: Path) -> str:
    """Write each map as a page and as a picture, and give the page that shows them.

    Raises
    ------
    SystemExit
        if a map cannot be made.
    """
    for folder in (maps, pictures):
        folder.mkdir(parents=True, exist_ok=True)
    lines = [
        "# Gallery",
        "",
        "Made by the commands below when this site was built. Each opens as the one file that it is. "
        "The events are invented, but for those of `north-west-syria.md`, which is written after real ones; "
        "what is not in `examples/` is written by `docs/site/gallery.py`.",
        "",
    ]
    with tempfile.TemporaryDirectory() as name:
        here = Path(name)
        (here / "examples").symlink_to(root / "examples")
        (here / "arabic.txt").write_text(_ARABIC, encoding="utf-8")
        (here / "many.csv").write_text(many_events(), encoding="utf-8")
        (here / "fiji.csv").write_text(_fiji(), encoding="utf-8")
        for drawn in MAPS:
            page, picture = maps / f"{drawn.name}.html", pictures / f"{drawn.name}.png"
            _run(here, [*shlex.split(drawn.command), "-o", str(page), "--png", str(picture)])
            size = page.stat().st_size
            lines += [
                f"## {drawn.title}",
                "",
                f"```text\nconflict-map {drawn.command} -o {page.name} --png {picture.name}\n```",
                "",
                f"{drawn.look}",
                "",
                f"![{drawn.title}: the map for print](pictures/{picture.name})",
                "",
                f"{_links(drawn)} ({size / 1e3:,.0f} kB)",
                "",
            ]
    return "\n".join(lines)


def _links(drawn: Drawn) -> str:
    page = f"maps/{drawn.name}.html"
    views = [("Open the map", page), *((words, f"{page}#{at}") for words, at in drawn.views)]
    return ", ".join(f'<a href="{address}">{words}</a>' for words, address in views)


def _run(folder: Path, command: list[str]) -> None:
    """Run a command in a folder, with the shipped gazetteer alone, and say nothing if it goes well."""
    said, before = io.StringIO(), Path.cwd()
    known = os.environ.get("CONFLICT_MAP_GAZETTEER")
    os.environ["CONFLICT_MAP_GAZETTEER"] = ""
    try:
        os.chdir(folder)
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            code = conflict_map(command)
    finally:
        os.chdir(before)
        del os.environ["CONFLICT_MAP_GAZETTEER"]
        if known is not None:
            os.environ["CONFLICT_MAP_GAZETTEER"] = known
    if code:
        raise SystemExit(f"the gallery's {shlex.join(command)} gave {code}: {said.getvalue()}")
