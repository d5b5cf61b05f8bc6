"""EventSet, a validated table of events with their geometry; knows no files and no map."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Self

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import mapping, shape

from conflict_map.errors import InputError, UsageError
from conflict_map.events.choosing import known_to, meeting, with_words, within_km
from conflict_map.events.columns import COLUMN_NAMES, COLUMNS, NOT_PLACED, ColumnKind
from conflict_map.events.flatten import row_of
from conflict_map.events.validation import typed_frame
from conflict_map.model import Place, Position
from conflict_map.vocabulary import PLOVER_TYPES, SUB_EVENT_TYPES, EventType

if TYPE_CHECKING:
    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from conflict_map.model import Event

_SHOWN_IN_SUMMARY = (
    "event_type",
    "date_start",
    "date_end",
    "place_name",
    "fatalities_best",
    "source",
)
_SUMMARY_ROWS = 20


class EventSet:
    """Hold events as one row each, with their geometry in EPSG:4326; every verb gives a new set.

    The rows keep the order in which they came. ``COLUMNS`` in ``events.columns`` says what each
    column means. ``EventSet(frame)`` checks the frame once and says all its faults in one line.

    >>> events = EventSet.from_frame(pd.DataFrame({
    ...     "event_id": ["a", "b"], "event_type": ["Battles", "Protests"],
    ...     "date_start": [date(2024, 12, 1), date(2024, 12, 3)],
    ...     "date_end": [date(2024, 12, 2), date(2024, 12, 3)],
    ...     "lat": [35.13, None], "lon": [36.75, None]}))
    >>> len(events), len(events.placed()), list(events.between("2024-12-02", None))
    (2, 1, ['a', 'b'])
    >>> EventSet.empty()
    <EventSet: 0 events, 0 placed>
    """

    __slots__ = ("_details", "_frame")
    _as_map: ClassVar[Callable[..., Any] | None] = None
    """How a set becomes a map; the package sets it, for this room knows no map."""
    _as_plot: ClassVar[Callable[..., Any] | None] = None
    """How a set is drawn for print, in the same way."""
    _as_position: ClassVar[Callable[[str, str | None, tuple[str, ...]], Position] | None] = None
    """What a name of a place means; the package sets it, for this room knows no gazetteer."""
    __hash__ = None  # type: ignore[assignment]  # equality is by content, and frames have no hash

    def __init__(self, frame: pd.DataFrame, *, details: Mapping[str, Event] | None = None) -> None:
        self._frame = typed_frame(frame)
        known = details or {}
        strangers = sorted(set(known) - set(self._frame.index)) if known else []
        if strangers:
            raise InputError(f"details are given for {strangers[0]!r}, which is not an event here")
        self._details = MappingProxyType(dict(known))

    @classmethod
    def from_frame(cls, frame: pd.DataFrame) -> Self:
        """Make a set from a frame with (some of) the event columns.

        ``event_id`` is a column or the index; missing columns are unknown. Without a geometry
        column, points are made from ``lat`` and ``lon`` (degrees, WGS 84).

        Raises
        ------
        InputError
            with every fault of the frame in one line.

        """
        return cls(frame)

    @classmethod
    def from_events(cls, events: Iterable[Event]) -> Self:
        """Make a set from event records, in their order, and keep the records as ``details``.

        Raises
        ------
        InputError
            if two events share an id.

        """
        records = tuple(events)
        if not records:
            return cls.empty()
        rows = [row_of(event) for event in records]
        return cls(pd.DataFrame(rows), details={event.id: event for event in records})

    @classmethod
    def empty(cls) -> Self:
        """Make the set with no events.

        >>> len(EventSet.empty())
        0
        """
        return cls(pd.DataFrame({"event_id": []}))

    @property
    def ids(self) -> tuple[str, ...]:
        """Give the event ids in order."""
        return tuple(self._frame.index)

    @property
    def details(self) -> Mapping[str, Event]:
        """Give the full records by event id; rows that came from a table have none."""
        return self._details

    def to_frame(self) -> gpd.GeoDataFrame:
        """Give a copy as a GeoDataFrame (EPSG:4326) with ``event_id`` as its index."""
        return self._frame.copy()

    def between(self, start: date | str | None, end: date | str | None) -> Self:
        """Keep the events whose days touch ``start``..``end``, both included; None is open.

        Where only the end of an event is known, that day counts. Events without a date are left
        out unless both ends are open.

        Raises
        ------
        UsageError
            if a date is not an ISO date, or the start is after the end.

        """
        first, last = _day(start), _day(end)
        if first is not None and last is not None and first > last:
            raise UsageError(f"the range ends before it starts: {first} > {last}")
        if first is None and last is None:
            return self
        ends = self._frame["date_end"]
        starts = self._frame["date_start"].fillna(ends)
        keep = ends.notna()
        if first is not None:
            keep &= ends >= np.datetime64(first, "s")
        if last is not None:
            keep &= starts <= np.datetime64(last, "s")
        return self._where(keep)

    def within(self, area: Any) -> Self:
        """Keep the events whose position (lat, lon) is in ``area`` or on its edge.

        ``area`` is a polygon (lon, lat; WGS 84): shapely, ``model.Geometry``, a GeoJSON mapping or
        anything with ``__geo_interface__``. An event that is known as an area counts by its
        representative point.

        >>> from shapely.geometry import box
        >>> events = EventSet.from_frame(pd.DataFrame(
        ...     {"event_id": ["a"], "lat": [35.13], "lon": [36.75]}))
        >>> len(events.within(box(36, 35, 37, 36))), len(events.within(box(0, 0, 1, 1)))
        (1, 0)
        """
        polygon = _polygon(area)
        lon, lat = self._frame["lon"].to_numpy(), self._frame["lat"].to_numpy()
        shapely.prepare(polygon)
        return self._where(shapely.intersects_xy(polygon, lon, lat))

    def within_bounds(self, *, west: float, south: float, east: float, north: float) -> Self:
        """Keep the events whose position is in the box (degrees, WGS 84), edges included.

        ``west > east`` means a box across the antimeridian.

        >>> fiji = EventSet.from_frame(pd.DataFrame(
        ...     {"event_id": ["f"], "lat": [-17.7], "lon": [178.1]}))
        >>> len(fiji.within_bounds(west=170, south=-30, east=-170, north=0))
        1
        """
        lon, lat = self._frame["lon"], self._frame["lat"]
        across = (lon >= west) | (lon <= east)
        along = lon.between(west, east) if west <= east else across
        return self._where(along & lat.between(south, north))

    def of_type(self, *types: str) -> Self:
        """Keep the events of these event types, sub-types or PLOVER types; case does not matter.

        Raises
        ------
        UsageError
            if a word is neither in the vocabularies nor in this set, so that a slip of the pen is
            not an empty map.

        """
        wanted = {word.casefold() for word in types}
        names = ("event_type", "sub_event_type", "plover_type")
        folded = {name: self._frame[name].str.casefold() for name in names}
        present = {word for words in folded.values() for word in words.dropna().unique()}
        listed = {w.casefold() for w in (*EventType, *SUB_EVENT_TYPES, *PLOVER_TYPES)}
        unknown = sorted(word for word in types if word.casefold() not in present | listed)
        if unknown:
            raise UsageError(f"unknown event type {unknown[0]!r}; known are {', '.join(EventType)}")
        keep = np.zeros(len(self), dtype=bool)
        for words in folded.values():
            keep |= words.isin(wanted).to_numpy(dtype=bool)
        return self._where(keep)

    def by_actor(self, *names: str) -> Self:
        """Keep the events that have any of these actors, as either side; case does not matter.

        A name finds the actors that contain it as words: "Wagner" finds "Wagner Group".

        >>> events = EventSet.from_frame(pd.DataFrame(
        ...     {"event_id": ["a", "b"], "actor1": ["Wagner Group", "Militia (Mali)"]}))
        >>> list(events.by_actor("wagner")), len(events.by_actor("Wag")), len(events.by_actor())
        (['a'], 0, 0)
        """
        return self._where(self._named(("actor1", "actor2"), names))

    def from_source(self, *names: str) -> Self:
        """Keep the events that any of these sources or data sets report; case does not matter.

        ``source`` and ``citation`` are searched for the name as words.

        >>> events = EventSet.from_frame(pd.DataFrame(
        ...     {"event_id": ["a"], "source": ["Synthetic Wire; Synthetic Daily"]}))
        >>> len(events.from_source("synthetic daily")), len(events.from_source("Reuters"))
        (1, 0)
        """
        return self._where(self._named(("source", "citation"), names))

    def _named(self, columns: tuple[str, ...], names: tuple[str, ...]) -> Any:
        keep = np.zeros(len(self), dtype=bool)
        wanted = [_words(name) for name in names if _words(name).strip()]
        for column in columns:
            codes, values = pd.factorize(self._frame[column])
            hit = [any(name in _words(str(value)) for name in wanted) for value in values]
            keep |= np.array([*hit, False], dtype=bool)[codes]
        return keep

    def near(self, place: Position | Place | str, km: float, *, country: str | None = None) -> Self:
        """Keep the events whose position is at most ``km`` geodesic kilometres away.

        ``place`` is a position, a gazetteer record, a gazetteer id ("geonames:170063") or a name. A
        name must be that of one populated place or site: it is looked up in ``country`` (ISO
        3166-1 alpha-2 or a name), else in the countries of these events, else everywhere.

        >>> from conflict_map.model import Position
        >>> hama = Position(lon=36.75, lat=35.13)
        >>> events = EventSet.from_frame(pd.DataFrame(
        ...     {"event_id": ["aleppo"], "lat": [36.2], "lon": [37.16]}))
        >>> len(events.near(hama, 100)), len(events.near(hama, 130))
        (0, 1)
        >>> import conflict_map as cm
        >>> len(cm.EventSet.from_frame(events.to_frame()).near("Aleppo", 10))
        1

        Raises
        ------
        UsageError
            if the distance is negative, or the name is unknown or that of several places, with
            what it could be.

        """
        if not km >= 0:
            raise UsageError(f"distance must be 0 or more kilometres, got {km}")
        return self._where(within_km(self._frame, self._position_of(place, country), km))

    def _position_of(self, place: Position | Place | str, country: str | None) -> Position:
        if isinstance(place, Place):
            return place.position
        if isinstance(place, Position):
            return place
        find = type(self)._as_position  # noqa: SLF001 - the class's own
        if find is None:
            raise UsageError(
                "no gazetteer is at hand here; `import conflict_map as cm`, cm.EventSet, or give a "
                "Position"
            )
        return find(place, country, tuple(sorted(self._frame["country"].dropna().unique())))

    def search(self, text: str) -> Self:
        """Keep the events that hold every one of these words, anywhere in their texts.

        It finds what the search field of the page finds: case, marks and apostrophes do not matter,
        and "drone" finds "drones". No words keep everything.

        >>> events = EventSet.from_frame(pd.DataFrame(
        ...     {"event_id": ["a", "b"], "place_name": ["Ḩamāh", "Homs"],
        ...      "notes": ["Drones were heard.", None]}))
        >>> list(events.search("hamah drone")), len(events.search("drone Homs"))
        (['a'], 0)
        """
        return self._where(with_words(self._frame, text))

    def known_to(self, level: str | int) -> Self:
        """Keep the events that have a place known to a level or finer; unknown is not known.

        ``level`` is "town" (the named place itself), "near", "district", "part", "province",
        "region" or "country", or the number of ``geo_precision``, 1 to 7.

        >>> events = EventSet.from_frame(pd.DataFrame({"event_id": ["a", "b"],
        ...     "lat": [35.1, 35.2], "lon": [36.7, 37.0], "geo_precision": [1, 5]}))
        >>> list(events.known_to("town")), list(events.known_to("province"))
        (['a'], ['a', 'b'])

        Raises
        ------
        UsageError
            for a level that is none.

        """
        return self._where(known_to(self._frame, level))

    def where(self, condition: Any = None, /, **columns: Any) -> Self:
        """Keep the events that meet a condition, or whose columns have these values.

        ``condition`` is a value of true or false for each event, or a function that gives them for
        the frame (``to_frame()``); unknown is not true. ``columns`` are values by column: one, or
        a list of which any will do; case does not matter, and None is unknown.

        >>> events = EventSet.from_frame(pd.DataFrame({
        ...     "event_id": ["a", "b", "c"], "country": ["SY", "IQ", None],
        ...     "fatalities_best": [12, 0, None]}))
        >>> list(events.where(lambda frame: frame["fatalities_best"] > 10))
        ['a']
        >>> list(events.where(country="sy")), list(events.where(country=["IQ", None]))
        (['a'], ['b', 'c'])

        Raises
        ------
        UsageError
            for a column that is none, or a condition that does not say true or false of each.

        """
        return self._where(meeting(self._frame, condition, columns))

    def placed(self) -> Self:
        """Keep the events that have a place."""
        return self._where(self._frame["lat"].notna())

    def unplaced(self) -> Self:
        """Keep the events that have none; ``unplaced_reason`` says why."""
        return self._where(self._frame["lat"].isna())

    def unplaced_reason(self, event_id: str) -> str | None:
        """Say why an event has no place, in words that can be shown; None if it has one.

        Raises
        ------
        KeyError
            if the event is not in the set.

        """
        row = self._frame.loc[event_id]
        if not pd.isna(row["lat"]):
            return None
        notes = "" if pd.isna(row["notes"]) else str(row["notes"])
        if notes.startswith(NOT_PLACED):
            return notes.removeprefix(NOT_PLACED).split("\n", 1)[0]
        return "no place is known"

    def merged(self) -> Self:
        """Give the set with rows that tell an event again brought into the row that told it first.

        A row whose ``duplicate_of`` names an event of the set is left out; its sources join those
        of that event, whose notes say so, and it fills in what that event left unknown of deaths
        and actors. Nothing is lost: this set still has every row and its mark.

        >>> events = EventSet.from_frame(pd.DataFrame({
        ...     "event_id": ["a", "b"], "source": ["Wire", "Daily"], "duplicate_of": [None, "a"]}))
        >>> len(events.merged()), next(events.merged().records())["source"]
        (1, 'Wire; Daily')
        >>> EventSet.empty().merged()
        <EventSet: 0 events, 0 placed>
        """
        marks = self._frame["duplicate_of"]
        if not marks.notna().any():
            return self
        again = (marks.isin(self._frame.index) & (marks != self._frame.index)).to_numpy(dtype=bool)
        heads = _heads(self._frame.index[again].tolist(), marks[again].tolist())
        if not heads:
            return self
        kept = self._frame.loc[~self._frame.index.isin(heads)].copy()
        told: dict[str, list[str]] = {}
        for event_id, head in heads.items():
            told.setdefault(head, []).append(event_id)
        groups = [(head, *others) for head, others in told.items()]
        at = {event_id: number for number, event_id in enumerate(self._frame.index)}
        rows = [[at[event_id] for event_id in group] for group in groups]
        targets = kept.index.get_indexer(list(told))
        for column in (*_JOINED, *_FILLED, "notes"):
            values = self._frame[column].tolist()
            new = kept[column].tolist()
            for target, group, members in zip(targets.tolist(), groups, rows, strict=True):
                known = [v for row in members if not pd.isna(v := values[row])]
                if column in _JOINED:
                    new[target] = "; ".join(dict.fromkeys(known)) or None
                elif column == "notes":
                    before = [] if pd.isna(values[members[0]]) else [values[members[0]]]
                    new[target] = "\n".join([*before, f"Also told by: {', '.join(group[1:])}"])
                elif known:
                    # The event's own value is the first; where it has none, another row's fills in.
                    new[target] = known[0]
            kept[column] = pd.array(new, dtype=kept[column].dtype)
        return self._trusted(kept, {i: e for i, e in self._details.items() if i not in heads})

    def counts(self, *by: str) -> pd.DataFrame:
        """Count events, those with a place, and deaths, by columns; unknown is a value.

        ``fatalities_best`` sums what is known, and ``fatalities_unknown`` says of how many events
        it is not. Without a column there is one row for all.

        >>> events = EventSet.from_frame(pd.DataFrame({
        ...     "event_id": ["a", "b"], "event_type": ["Battles", "Battles"],
        ...     "fatalities_best": [3, None]}))
        >>> events.counts("event_type").to_dict("index")
        {'Battles': {'events': 2, 'placed': 0, 'fatalities_best': 3, 'fatalities_unknown': 1}}
        >>> int(EventSet.empty().counts()["events"].iloc[0])
        0

        Raises
        ------
        UsageError
            if there is no such column.

        """
        strange = [name for name in by if name not in self._frame.columns]
        if strange:
            raise UsageError(
                f"there is no column {strange[0]!r}; known are {', '.join(COLUMN_NAMES)}"
            )
        table = pd.DataFrame(
            {
                "events": 1,
                "placed": self._frame["lat"].notna().astype(int),
                "fatalities_best": self._frame["fatalities_best"].fillna(0).astype(int),
                "fatalities_unknown": self._frame["fatalities_best"].isna().astype(int),
            }
        )
        if not by:
            return pd.DataFrame([table.sum()], index=["all"]).astype(int)
        keys = [self._frame[name] for name in by]
        return table.groupby(keys, dropna=False, sort=True).sum()

    def merge(self, other: EventSet) -> Self:
        """Give the events of both sets: these first, then those of ``other`` that are new.

        Raises
        ------
        InputError
            if both have an event of the same id with different values.

        """
        shared = self._frame.index.intersection(other._frame.index, sort=False)
        mine, theirs = _comparable(self._frame.loc[shared]), _comparable(other._frame.loc[shared])
        differing = [i for i, a, b in zip(shared, mine, theirs, strict=True) if a != b]
        if differing:
            raise InputError(
                f"{len(differing)} events are in both sets with different values, "
                f"first {differing[0]!r}; drop or rename them in one set"
            )
        new = other._frame.loc[~other._frame.index.isin(shared)]
        if not len(new):
            return self
        frame = new if not len(self) else pd.concat([self._frame, new])
        return self._trusted(frame, {**other._details, **self._details})

    def to_geojson(self) -> dict[str, Any]:
        """Give a GeoJSON FeatureCollection (RFC 7946; lon, lat; WGS 84) of plain Python values.

        Dates are ISO texts, unknown is None, and an event without a place has a null geometry.

        >>> EventSet.empty().to_geojson()
        {'type': 'FeatureCollection', 'features': []}
        """
        return {"type": "FeatureCollection", "features": list(self.features())}

    def features(self) -> Iterator[dict[str, Any]]:
        """Give one GeoJSON Feature after another, in order."""
        shapes = self._frame.geometry.to_numpy()
        for properties, geometry in zip(self.records(), shapes, strict=True):
            yield {
                "type": "Feature",
                "id": properties["event_id"],
                "properties": properties,
                "geometry": None if geometry is None else _as_lists(mapping(geometry)),
            }

    def records(self) -> Iterator[dict[str, Any]]:
        """Give each event as a dict of plain Python values in column order; no geometry."""
        columns: list[Sequence[Any]] = [list(self._frame.index)]
        columns.extend(
            _plain(self._frame[column.name], column.kind)
            for column in COLUMNS
            if column.name != "event_id"
        )
        for values in zip(*columns, strict=True):
            yield dict(zip(COLUMN_NAMES, values, strict=True))

    def __len__(self) -> int:
        return len(self._frame)

    def __iter__(self) -> Iterator[str]:
        return iter(self.ids)

    def __contains__(self, event_id: object) -> bool:
        return event_id in self._frame.index

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, EventSet):
            return NotImplemented
        if self is other:
            return True
        return (
            self.ids == other.ids
            and _comparable(self._frame) == _comparable(other._frame)
            and dict(self._details) == dict(other._details)
        )

    def __repr__(self) -> str:
        placed = int(self._frame["lat"].notna().sum())
        ends = self._frame["date_end"].dropna()
        days = ""
        if len(ends):
            starts = self._frame["date_start"].fillna(self._frame["date_end"]).dropna()
            first, last = starts.min().date(), ends.max().date()
            days = f", {first}" if first == last else f", {first} to {last}"
        return f"<EventSet: {len(self)} events, {placed} placed{days}>"

    @classmethod
    def draw_with(cls, as_map: Callable[..., Any]) -> None:
        """Set how a set becomes a map: a function from a set and options to a map."""
        cls._as_map = staticmethod(as_map)

    @classmethod
    def find_with(cls, as_position: Callable[[str, str | None, tuple[str, ...]], Position]) -> None:
        """Set what names of places mean: from a name, a country and the events' own countries."""
        cls._as_position = staticmethod(as_position)

    @classmethod
    def plot_with(cls, as_plot: Callable[..., Any]) -> None:
        """Set how a set is drawn for print: a function from a set and axes to axes."""
        cls._as_plot = staticmethod(as_plot)

    def plot(self, ax: Any = None, **options: Any) -> Any:
        """Draw the events with matplotlib and give the axes: on yours, or on a printed map.

        Axes are in degrees; ``crs="EPSG:3857"`` is for axes in metres of Web Mercator, as of
        ``gdf.to_crs(3857).plot()``. Options are those of ``conflict_map.static_map.plot``:
        ``crs``, ``labels``, ``title``, ``size``, ``gazetteer``.

        >>> import conflict_map as cm
        >>> axes = cm.EventSet.empty().plot(size="column", title="Nothing yet")
        >>> axes.figure.summary
        'No events.'

        Raises
        ------
        UsageError
            for axes in another projection, or where only this room was imported.

        """
        draw = type(self)._as_plot  # noqa: SLF001 - the class's own
        if draw is None:
            raise UsageError("no map is at hand here; `import conflict_map as cm`, cm.EventSet")
        return draw(self, ax, **options)

    def map(self, **options: Any) -> Any:
        """Give the events as a ``ConflictMap``, which shows itself in a notebook and is saved.

        Options are those of ``ConflictMap``: ``title``, ``gazetteer``, ``lang`` and others.

        >>> import conflict_map as cm
        >>> cm.EventSet.empty().map(title="Nothing yet")
        ConflictMap: Nothing yet: 0 events, 0 placed, 0 not placed

        Raises
        ------
        UsageError
            where only this room was imported.

        """
        draw = type(self)._as_map  # noqa: SLF001 - the class's own
        if draw is None:
            raise UsageError("no map is at hand here; `import conflict_map as cm`, cm.EventSet")
        return draw(self, **options)

    def _repr_html_(self) -> str:
        """Give the map for a notebook if the package draws it, else a short table."""
        if type(self)._as_map is None:  # noqa: SLF001 - the class's own
            return self.to_html_table()
        shown: str = self.map()._repr_html_()
        return shown

    def _repr_mimebundle_(
        self, include: Sequence[str] | None = None, exclude: Sequence[str] | None = None
    ) -> dict[str, Any]:
        """Give a notebook the map, and for readers that show no frame its picture and words."""
        if type(self)._as_map is None:  # noqa: SLF001 - the class's own
            return {"text/html": self.to_html_table(), "text/plain": repr(self)}
        bundle: dict[str, Any] = self.map()._repr_mimebundle_(include, exclude)
        return {**bundle, "text/plain": repr(self)}

    def to_html_table(self) -> str:
        """Give the first rows as an HTML table; every value is escaped.

        >>> EventSet.empty().to_html_table()[:37]
        '<p>EventSet: 0 events, 0 placed</p><t'
        """
        names = ("event_id", *_SHOWN_IN_SUMMARY)
        head = "".join(f"<th>{html.escape(name)}</th>" for name in names)
        lines = []
        for record in self._trusted(self._frame.iloc[:_SUMMARY_ROWS], {}).records():
            cells = ("" if record[name] is None else str(record[name]) for name in names)
            lines.append("<tr>" + "".join(f"<td>{html.escape(c)}</td>" for c in cells) + "</tr>")
        more = len(self) - len(lines)
        tail = f"<p>and {more} more</p>" if more > 0 else ""
        caption = html.escape(repr(self).strip("<>"))
        return f"<p>{caption}</p><table><tr>{head}</tr>{''.join(lines)}</table>{tail}"

    def _where(self, mask: Any) -> Self:
        frame = self._frame.loc[np.asarray(mask, dtype=bool)]
        kept = set(frame.index) if self._details else ()
        return self._trusted(frame, {i: e for i, e in self._details.items() if i in kept})

    @classmethod
    def _trusted(cls, frame: gpd.GeoDataFrame, details: Mapping[str, Event]) -> Self:
        """Wrap a part of a frame that was checked before."""
        new = object.__new__(cls)
        new._frame = frame
        new._details = MappingProxyType(dict(details))
        return new


_JOINED = ("source", "citation")
_FILLED = ("actor1", "actor2", "fatalities_low", "fatalities_best", "fatalities_high")


def _words(text: str) -> str:
    """Give a text as folded words, each between blanks, to be looked for in another."""
    return " " + " ".join(re.findall(r"[^\W_]+", text.casefold())) + " "


def _heads(ids: Sequence[str], marks: Sequence[str]) -> dict[str, str]:
    """Give each marked event the one at the end of its marks; a ring of marks is none."""
    given = dict(zip(ids, marks, strict=True))
    heads: dict[str, str] = {}
    for event_id, mark in given.items():
        seen = {event_id}
        while mark in given and mark not in seen:
            seen.add(mark)
            mark = given[mark]  # noqa: PLW2901 - follows the marks
        if mark not in seen:
            heads[event_id] = mark
    return heads


def _day(value: date | str | None) -> date | None:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise UsageError(f"{value!r} is not a date; write it as 2024-12-03") from None
    return value


def _polygon(area: Any) -> BaseGeometry:
    polygon = shape(area)
    if polygon.geom_type not in ("Polygon", "MultiPolygon"):
        raise UsageError(f"expected a polygon to look within, got a {polygon.geom_type}")
    return polygon


def _plain(values: pd.Series[Any], kind: ColumnKind) -> Sequence[Any]:
    known = values.notna().tolist()
    if kind is ColumnKind.DATE:
        texts = np.datetime_as_string(values.to_numpy().astype("datetime64[D]")).tolist()
        return [text if k else None for text, k in zip(texts, known, strict=True)]
    return [value if k else None for value, k in zip(values.tolist(), known, strict=True)]


def _as_lists(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _as_lists(part) for key, part in value.items()}
    return [_as_lists(part) for part in value] if isinstance(value, (tuple, list)) else value


def _comparable(frame: gpd.GeoDataFrame) -> list[tuple[Any, ...]]:
    """Give the rows as tuples in which unknown equals unknown, geometry as its bytes."""
    columns = [
        _plain(frame[column.name], column.kind) for column in COLUMNS if column.name != "event_id"
    ]
    return list(zip(*columns, shapely.to_wkb(frame.geometry.to_numpy()).tolist(), strict=True))
