"""The columns of a corrections file, documented once; knows their names and meanings, no values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """Name one column of a corrections file and say what it holds."""

    name: str
    meaning: str


def _column(name: str, meaning: str) -> Column:
    return Column(name=name, meaning=meaning)


KEYS: Final[tuple[Column, ...]] = (
    _column("about", "`event` or `mention`"),
    _column("article_id", "the article, of an event or mention from text; empty for table rows"),
    _column("event_id", "the event; the key of table rows, a hint for events from text"),
    _column("quote", "the sentence: of the event, or the one in which the mention stands; "
            "for a mention, empty means every mention of these words in the article"),
    _column("quote_start", "offset of the quote in the article; a hint where it is there twice"),
    _column("text", "the words of the mention, as the article has them; empty for events"),
    _column("text_start", "offset of the mention in the article; a hint, as above"),
)  # fmt: skip
"""What a correction is about."""

FOUND: Final[tuple[Column, ...]] = (
    _column("found_place", "the place as it was chosen"),
    _column("found_place_id", "its gazetteer ids"),
    _column("found_lat", "latitude in degrees, WGS 84"),
    _column("found_lon", "longitude in degrees, WGS 84"),
    _column("found_country", "its country; a name in `set_place` is looked up there first"),
    _column("found_precision", "1 the named place to 7 a country"),
    _column("found_role", "what the place name does in its sentence"),
    _column("found_type", "event type; a correction is not applied where it is another now"),
    _column("found_sub_type", "sub-event type; likewise, and it tells events of one quote apart"),
    _column("found_date_start", "first day"),
    _column("found_date_end", "last day"),
    _column("found_actor1", "first actor"),
    _column("found_actor2", "second actor"),
    _column("found_fatalities", "deaths as lowest/best/highest, or one number"),
    _column("found_confidence", "0 to 1: how sure the reading is"),
    _column("how_placed", "how the place was found, or why there is none"),
    _column("runners_up", "what else the name could be, with ids"),
    _column("notes", "remarks on the event"),
)  # fmt: skip
"""What the program found; written for whoever reviews, and not read but for three of them."""

SETS: Final[tuple[Column, ...]] = (
    _column("set_place", "a gazetteer id (`geonames:170017`), a name that means one place (`Homs`, "
            "`Homs, SY`, `Suran, Hama, SY`), or coordinates as `LAT, LON`; for an event also "
            "`unknown`"),
    _column("set_place_name", "what to call the place; without it the gazetteer's name"),
    _column("set_role", "`event_location`, `context`, `direction`, `metonym`, `name_part`, "
            "`demonym` or `dateline`"),
    _column("set_type", "one of ACLED's six event types, or `unknown`"),
    _column("set_sub_type", "one of ACLED's sub-event types, or `unknown`; brings its type along"),
    _column("set_date_start", "an ISO date (2024-12-03), or `unknown`"),
    _column("set_date_end", "an ISO date, or `unknown`, which makes the whole date unknown"),
    _column("set_actor1", "the first actor, or `unknown`"),
    _column("set_actor2", "the second actor, or `unknown`"),
    _column("set_fatalities", "deaths: `4`, `3-5`, lowest/best/highest `3/4/5`, or `unknown`"),
    _column("action", "`drop`; for an event also `merge:EVENT_ID` or `split`"),
)  # fmt: skip
"""What is corrected; an empty cell leaves things as they are."""

SAYS: Final[tuple[Column, ...]] = (
    _column("by", "who corrects; shown with the event"),
    _column("why", "the reason; shown with the event"),
    _column("corrected", "what `review --corrections` has to say of the row; not read"),
)

COLUMNS: Final[tuple[Column, ...]] = (*KEYS, *FOUND, *SETS, *SAYS)
"""The columns of a review in their order."""

NAMES: Final[tuple[str, ...]] = tuple(column.name for column in COLUMNS)
SET_NAMES: Final[tuple[str, ...]] = tuple(column.name for column in SETS)
UNKNOWN: Final = "unknown"
"""The word that sets a value to unknown; an empty cell does not."""
EVENT: Final = "event"
MENTION: Final = "mention"
