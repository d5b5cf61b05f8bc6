"""What a printed map says besides names: dates, counts, credits; knows no place on the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from conflict_map.static_map.lettering import clean, drawable

if TYPE_CHECKING:
    from datetime import date

    from conflict_map.static_map.places import Places

DEFAULT_TITLE: Final = "Conflict events"
DISCLAIMER: Final = "Borders are de facto and no endorsement."
GROUND_CREDIT: Final = "Places: GeoNames (CC BY 4.0). Shapes: Natural Earth."
_MONTHS: Final = (
    "January February March April May June July August September October November December"
).split()
_NAMED_SOURCES: Final = 4


def plural(n: int, one: str) -> str:
    """Give a count with its noun.

    >>> plural(1, "event"), plural(16000, "event"), plural(0, "event")
    ('1 event', '16,000 events', 'no events')
    """
    return f"{n or 'no'} {one}s" if n == 0 else f"{n:,} {one}{'' if n == 1 else 's'}"


def span(first: date, last: date) -> str:
    """Give a closed span of days without saying twice what both ends share.

    >>> from datetime import date
    >>> span(date(2024, 12, 2), date(2024, 12, 3)), span(date(2024, 1, 5), date(2024, 1, 5))
    ('2–3 December 2024', '5 January 2024')
    >>> span(date(2023, 12, 30), date(2024, 1, 2)), span(date(2024, 2, 1), date(2024, 3, 2))
    ('30 December 2023 – 2 January 2024', '1 February – 2 March 2024')
    """
    end = f"{last.day} {_MONTHS[last.month - 1]} {last.year}"
    if first == last:
        return end
    if first.year != last.year:
        return f"{first.day} {_MONTHS[first.month - 1]} {first.year} – {end}"
    if first.month != last.month:
        return f"{first.day} {_MONTHS[first.month - 1]} – {end}"
    return f"{first.day}–{end}"


def summary_of(places: Places) -> str:
    """Say how many events there are, when, and how many could not be placed."""
    told = plural(places.total, "event")
    if places.first is not None:
        told += f", {span(places.first, places.last)}"
    if places.unplaced:
        told += f"; {plural(places.unplaced, 'event')} could not be placed"
    return told[0].upper() + told[1:] + "."


def credits_of(places: Places) -> str:
    """Give the source line: what is drawn, whose work it is, and how it is to be cited."""
    parts = [DISCLAIMER]
    parts += [f"Events: {citation.rstrip('.')}." for citation in places.citations]
    if places.sources and not places.citations:
        named = places.sources if len(places.sources) <= _NAMED_SOURCES else ()
        told = ", ".join(named) or plural(len(places.sources), "source")
        parts.append(f"Reported by: {told}.")
    parts += [GROUND_CREDIT, "Made with conflict-map."]
    return drawable(" ".join(parts))


def title_of(title: str | None) -> str:
    """Give the title as it is drawn."""
    return drawable(clean(title or DEFAULT_TITLE)) or DEFAULT_TITLE
