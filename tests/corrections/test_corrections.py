"""Corrections by hand: found again by quote, applied once, said of each event, refused whole where faulty."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_map.corrections import Ledger, correct_events, read_corrections
from conflict_map.corrections.columns import COLUMNS, NAMES
from conflict_map.corrections.review import review_rows
from conflict_map.events import EventSet
from conflict_map.gazetteer import Gazetteer
from conflict_map.model import Article
from conflict_map.pipeline import extract_events, geoparse
from conflict_map.tables.report import Origins, TableResult
from conflict_map.tables.sheets import write_sheet
from conflict_map.tables.source import Source

BOOK = Gazetteer.shipped()
CLASH = "Rebels clashed with the army in Maarrat Misrin on Monday, killing four soldiers."
SHELLS = "Shells fell on Hama on Tuesday, officials said."
ARTICLE = Article(id="a1", text=f"{CLASH} {SHELLS}", published=date(2024, 12, 4))
OTHER = Article(
    id="a2",
    text="Fighters clashed with the army in Maarrat Misrin on Monday; three soldiers were killed.",
    published=date(2024, 12, 4),
)


def file_of(*rows, name="corrections.csv"):
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, NAMES, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return Source(name=name, data=stream.getvalue().encode(), sha256="0")


def ledger_of(*rows, articles=("a1", "a2")):
    corrections, faults = read_corrections(file_of(*rows), BOOK)
    assert not faults, faults
    return Ledger(corrections, file="c.csv", articles=frozenset(articles))


def result_of(events):
    return TableResult(events=events, origins=Origins.of(("x.txt", None) for _ in events))


def corrected(*rows, articles=(ARTICLE,)):
    ledger = ledger_of(*rows, articles=[a.id for a in articles])
    result = result_of(extract_events(articles, BOOK, corrections=ledger))
    return correct_events(result, ledger, BOOK), ledger


def by_quote(result, quote):
    (found,) = [r for r in result.events.records() if r["quote"] == quote]
    return found


def event(quote=CLASH, **cells):
    return {"about": "event", "article_id": "a1", "quote": quote, **cells}


def mention(text, quote, **cells):
    return {"about": "mention", "article_id": "a1", "text": text, "quote": quote, **cells}


def test_a_corrected_mention_moves_every_event_that_rests_on_it_and_says_so():
    row = mention("Hama", SHELLS, set_place="Homs, Homs, SY", by="A. Analyst", why="see the map")
    with pytest.raises(AssertionError, match="geonames:"):
        corrected(row)  # a town and a province are called so: the file must say which
    row["set_place"] = "geonames:169577"
    result, ledger = corrected(row)
    shells = by_quote(result, SHELLS)
    assert shells["place_ids"] == "geonames:169577"
    assert "by A. Analyst: see the map" in shells["corrected"]
    assert "Ḩamāh" in shells["corrected"]
    assert "corrected by hand" in shells["how_placed"]
    assert by_quote(result, CLASH)["corrected"] is None
    assert ledger.as_dict()["applied"] == 1
    assert ledger.as_dict()["unmatched"] == []


def test_a_mention_that_is_dropped_places_nothing_any_more():
    result, _ = corrected(mention("Hama", SHELLS, action="drop"))
    shells = by_quote(result, SHELLS)
    assert "170017" not in (shells["place_ids"] or "")
    assert "dropped" in shells["corrected"]


def test_a_mention_without_a_quote_is_every_one_of_these_words():
    article = Article(
        id="a1", text="Shells fell on Hama. Later, gunmen attacked Hama, killing two."
    )
    row = mention("Hama", "", set_place="geonames:169577")
    result, ledger = corrected(row, articles=(article,))
    assert {r["place_ids"] for r in result.events.records()} == {"geonames:169577"}
    assert len(ledger.as_dict()["changes"]) == 2


def test_a_place_twice_in_a_sentence_is_told_apart_by_its_offset_or_not_touched():
    text = "Shells fell on Hama, and gunmen attacked a bus near Hama."
    article = Article(id="a1", text=text)
    second = text.rindex("Hama")
    row = mention("Hama", text, set_place="geonames:169577")
    _, ledger = corrected(row, articles=(article,))
    assert "stands 2 times" in ledger.problems[2]
    found = dict(geoparse([article], BOOK))
    assert found
    with_offset = row | {"quote_start": "0", "text_start": str(second)}
    ledger = ledger_of(with_offset)
    [(_, resolutions)] = geoparse([article], BOOK, corrections=ledger)
    moved = {r.mention.name_start: r.location.places[0].id for r in resolutions if r.location}
    assert moved[text.index("Hama")] != "geonames:169577"
    assert list(moved.values()).count("geonames:169577") == 1


def test_a_road_follows_its_corrected_end():
    text = "Clashes broke out on the Hama-Homs road."
    article = Article(id="a1", text=text)
    [(_, before)] = geoparse([article], BOOK)
    ends = [r for r in before if "end_of_line" in r.mention.cues]
    assert ends
    row = mention("Hama", text, set_place="35.0, 37.0", text_start=str(text.index("Hama")))
    [(_, after)] = geoparse([article], BOOK, corrections=ledger_of(row))
    (road,) = [r for r in after if r.location and r.location.kind == "line"]
    assert road.location.places[0].position.latlon == (35.0, 37.0)
    assert "corrected by hand" in road.location.method


def test_an_event_takes_place_type_dates_actors_and_deaths_and_its_record_follows():
    row = event(
        set_place="35.9, 36.8", set_place_name="the depot", set_sub_type="Air/drone strike",
        set_date_start="2024-12-01", set_actor1="Air force", set_actor2="unknown",
        set_fatalities="3-5", by="B", why="photo",
    )  # fmt: skip
    result, _ = corrected(row)
    clash = by_quote(result, CLASH)
    assert (clash["lat"], clash["lon"], clash["place_name"]) == (35.9, 36.8, "the depot")
    assert clash["event_type"] == "Explosions/Remote violence"
    assert (clash["date_start"], clash["date_end"]) == ("2024-12-01", "2024-12-01")
    assert (clash["actor1"], clash["actor2"]) == ("Air force", None)
    tolls = [clash[f"fatalities_{n}"] for n in ("low", "best", "high")]
    assert tolls == [3, None, 5]
    for what in ("place: ", "type: ", "date: ", "actor1: ", "deaths: ", "by B: photo"):
        assert what in clash["corrected"]
    lead = result.events.details[clash["event_id"]].lead
    assert lead.locations[0].position.latlon == (35.9, 36.8)
    assert lead.toll.high == 5
    assert lead.quote == CLASH


def test_a_place_can_be_made_unknown_and_the_event_is_listed_as_not_placed():
    result, _ = corrected(event(set_place="unknown", by="C"))
    clash = by_quote(result, CLASH)
    assert clash["lat"] is None
    assert "not known; by C" in result.events.unplaced_reason(clash["event_id"])
    assert result.events.details[clash["event_id"]].lead.locations == ()


def test_a_dropped_event_is_listed_as_rejected_with_the_reason():
    result, _ = corrected(event(action="drop", by="D", why="a drill"))
    assert CLASH not in [r["quote"] for r in result.events.records()]
    (gone,) = result.rejections
    assert "dropped by row 2 of c.csv: by D: a drill" in gone.reason
    assert len(result.origins) == len(result.events)


def test_events_are_split_and_merged_again():
    both = (ARTICLE, OTHER)
    before, _ = corrected(articles=both)
    joined = [r for r in before.events.records() if r["quote"] == CLASH or "three" in r["quote"]]
    assert len(joined) == 1
    split, _ = corrected(
        event(quote=joined[0]["quote"], article_id=joined[0]["article_id"], action="split"),
        articles=both,
    )
    parts = [r for r in split.events.records() if "Maarrat" in r["quote"]]
    assert len(parts) == 2
    assert all("split from an event of 2 claims" in p["corrected"] for p in parts)
    merged, _ = corrected(
        event(action="merge:other"),
        event(quote=SHELLS, event_id="other"),
    )
    (one,) = merged.events.records()
    assert one["quote"] == SHELLS
    assert len(merged.events.details[one["event_id"]].claims) == 2
    assert "merged with" in one["corrected"]


def table(**columns):
    return EventSet.from_frame(
        pd.DataFrame(
            {
                "event_id": ["t1", "t2"], "event_type": ["Battles", "Battles"],
                "date_start": [date(2024, 12, 1)] * 2, "date_end": [date(2024, 12, 1)] * 2,
                "lat": [35.1, 35.2], "lon": [36.7, 36.8], "country": ["Syria", "Syria"],
                "place_name": ["Hama", "Idlib"], **columns,
            }
        )
    )  # fmt: skip


def test_rows_of_a_table_are_found_by_id_and_merged_as_duplicates():
    ledger = ledger_of(
        {"about": "event", "event_id": "t1", "set_type": "protests", "set_fatalities": "0"},
        {"about": "event", "event_id": "t2", "action": "merge:t1"},
        {"about": "event", "event_id": "t3", "action": "drop"},
    )
    result = correct_events(result_of(table()), ledger, BOOK)
    first, second = result.events.records()
    assert (first["event_type"], first["fatalities_best"], first["country"]) == (
        "Protests",
        0,
        "Syria",
    )
    assert second["duplicate_of"] == "t1"
    assert ledger.problems == {4: "no event has the id 't3'; look again"}
    assert len(result.events.merged()) == 1


def test_a_correction_survives_a_changed_article_and_is_refused_where_it_is_ambiguous():
    row = event(article_id="of last week", set_actor1="Militia")
    result, ledger = corrected(row)
    assert by_quote(result, CLASH)["actor1"] == "Militia"
    assert not ledger.problems
    text = "Gunmen abducted a doctor in Hama and a car bomb exploded in Homs."
    two = Article(id="a1", text=f"{text} {text}")
    before, _ = corrected(articles=(two,))
    alike = [r for r in before.events.records() if r["quote"] == text]
    assert len(alike) > 2
    _, ledger = corrected(event(quote=text, set_actor1="X"), articles=(two,))
    assert f"{len(alike)} events have this quote" in ledger.problems[2]
    wanted = alike[-1]
    result, ledger = corrected(
        event(
            quote=text, set_actor1="X", quote_start=wanted["quote_start"],
            found_sub_type=wanted["sub_event_type"],
        ),
        articles=(two,),
    )  # fmt: skip
    changed = [r["event_id"] for r in result.events.records() if r["actor1"] == "X"]
    assert changed == [wanted["event_id"]]


def test_a_correction_made_for_another_type_is_not_applied():
    _, ledger = corrected(event(found_sub_type="Peaceful protest", set_actor1="X"))
    assert "not 'Peaceful protest' any more" in ledger.problems[2]


def test_of_two_rows_that_set_one_value_the_first_stands():
    result, ledger = corrected(event(set_actor1="X"), event(set_actor1="Y", set_actor2="Z"))
    assert by_quote(result, CLASH)["actor1"] == "X"
    assert "row 2 sets actor1 of the same event" in ledger.problems[3]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"about": "row"}, "about"),
        ({"set_type": "War"}, "set_type"),
        ({"set_sub_type": "Shelling"}, "set_sub_type"),
        ({"set_type": "Riots", "set_sub_type": "Armed clash"}, "set_sub_type"),
        ({"set_role": "inherited"}, "set_role"),
        ({"set_date_start": "03/12/2024"}, "set_date_start"),
        ({"set_date_start": "2024-12-03", "set_date_end": "2024-12-01"}, "set_date_end"),
        ({"set_fatalities": "several"}, "set_fatalities"),
        ({"set_fatalities": "5-3"}, "set_fatalities"),
        ({"set_place": "geonames:1"}, "set_place"),
        ({"set_place": "Qqqzzz"}, "set_place"),
        ({"set_place": "136.2, 37.1"}, "set_place"),
        ({"set_place": "0, 0"}, "set_place"),
        ({"set_place": "Hama, SY"}, "set_place"),
        ({"action": "remove"}, "action"),
        ({"action": "merge"}, "action"),
        ({"action": "drop", "set_actor1": "X"}, "action"),
        ({"about": "mention", "text": "Hama", "set_type": "Riots"}, "set_type"),
        ({"about": "mention", "text": "Hama", "action": "split"}, "action"),
        ({"about": "mention", "text": "Hama", "set_place": "unknown"}, "set_place"),
        ({"about": "mention", "set_place": "36, 37"}, "text"),
        ({"about": "mention", "text": "Hama", "article_id": "", "set_place": "36, 37"}, "article_id"),
        ({"quote": "", "set_actor1": "X"}, "event_id"),
        ({"quote_start": "x", "set_actor1": "X"}, "quote_start"),
    ],
)  # fmt: skip
def test_a_bad_value_is_told_by_row_and_column(cells, column):
    found, faults = read_corrections(file_of(event(set_actor2="Y"), event(**cells)), BOOK)
    assert [(f.row, f.column) for f in faults] == [(3, column)]
    assert (
        "expected" in str(faults[0])
        or column == "action"
        or "set it in" in str(faults[0])
        or "latitude" in str(faults[0])
    )
    assert len(found) == 1
    assert "\n" not in str(faults[0])


def seen_and_result(articles, ledger):
    seen = []
    events = extract_events(
        articles,
        BOOK,
        corrections=ledger,
        seen=lambda article, found: seen.append((article, found)),
    )
    return seen, result_of(events)


def review_of(*rows):
    """Give the review of the articles with these corrections, and what they come to."""
    articles = (ARTICLE, OTHER)
    ledger = ledger_of(*rows)
    seen, result = seen_and_result(articles, ledger)
    after = correct_events(result, ledger, BOOK)
    listed = list(review_rows(result, seen, ledger))
    cells = [
        {n: "" if v is None else str(v) for n, v in zip(NAMES, row, strict=True)} for row in listed
    ]
    return cells, after


def test_applying_an_empty_review_is_the_identity():
    rows, plain = review_of()
    assert {r["about"] for r in rows} == {"event", "mention"}
    again, same = review_of(*rows)
    assert same.events == plain.events
    assert again == rows


fixes = st.sampled_from(
    [
        event(set_place="35.9, 36.8"),
        event(set_place="unknown", why="nobody knows"),
        event(set_type="Riots"),
        event(action="drop"),
        event(action="split"),
        event(quote=SHELLS, set_date_end="2024-12-09", by="E"),
        event(quote=SHELLS, set_fatalities="3/4/5"),
        event(quote=SHELLS, set_actor1="=HYPERLINK(1)"),
        event(quote="no such sentence", set_actor1="X"),
        mention("Hama", SHELLS, set_place="geonames:169577"),
        mention("Hama", SHELLS, set_role="context"),
        mention("Hama", SHELLS, action="drop"),
        mention("Hama", "", set_place="35.9, 36.8"),
        mention("Nowhere", SHELLS, set_place="35.9, 36.8"),
    ]
)


@settings(deadline=None, max_examples=40)
@given(st.lists(fixes, max_size=3))
def test_a_review_says_no_less_than_the_corrections_that_it_shows(rows):
    listed, first = review_of(*rows)
    again, second = review_of(*listed)
    assert second.events == first.events
    # The fate of a row may name another row, whose number is that of the file.
    plain = [[re.sub(r"row \d+", "row", c) for c in r.values()] for r in listed]
    assert [[re.sub(r"row \d+", "row", c) for c in r.values()] for r in again] == plain


@settings(deadline=None, max_examples=30)
@given(st.lists(fixes, min_size=2, max_size=2, unique_by=str))
def test_corrections_of_different_things_do_not_depend_on_the_order_of_rows(rows):
    if rows[0]["quote"] == rows[1]["quote"] or not all(r["quote"] for r in rows):
        return
    _, one = review_of(*rows)
    _, other = review_of(*reversed(rows))
    strip = lambda r: {k: v for k, v in r.items() if k != "notes"}  # noqa: E731
    assert [strip(r) for r in one.events.records()] == [strip(r) for r in other.events.records()]


texts = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12
) | st.sampled_from(["=1+1", "'=1", "+49", "-1.5, 2", "@x", "'quoted'", "a, b", 'say "no"'])


@settings(deadline=None, max_examples=60)
@given(st.lists(texts, min_size=1, max_size=4), st.sampled_from([".csv", ".xlsx"]))
def test_what_a_person_writes_comes_back_from_csv_and_workbook(tmp_path_factory, names, suffix):
    path = tmp_path_factory.mktemp("sheet") / f"c{suffix}"
    rows = [event(set_actor1=name, why=name) for name in names]
    write_sheet(NAMES, [[row.get(name) for name in NAMES] for row in rows], path)
    read, faults = read_corrections(Source(name=path.name, data=path.read_bytes(), sha256=""), BOOK)
    assert not faults
    wanted = [" ".join(n.split()) and n.strip() for n in names]
    assert [c.sets.get("actor1") or "" for c in read] == [
        "" if w.casefold() == "unknown" else w for w in wanted
    ]
    again = path.read_bytes()
    write_sheet(NAMES, [[row.get(name) for name in NAMES] for row in rows], path)
    assert path.read_bytes() == again


def test_every_column_is_on_the_page_with_what_it_takes():
    page = (Path(__file__).parents[2] / "docs" / "corrections.md").read_text(encoding="utf-8")
    for column in COLUMNS:
        assert f"| `{column.name}` | {column.meaning} |" in page
