"""The online fallback against a server on loopback that is slow, down, rude, broken or hostile."""

from __future__ import annotations

import copy
import datetime as dt
import io
import json
import logging
import multiprocessing
import shutil
import socket
import sqlite3
import ssl
import subprocess
import threading
import time
from itertools import pairwise

import pytest
from geopy.geocoders import Nominatim, Photon
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_map.errors import UsageError
from conflict_map.gazetteer import Gazetteer
from conflict_map.gazetteer.answers import Answer, Answers, Clock
from conflict_map.gazetteer.fallback import OnlineFallback, is_online
from conflict_map.gazetteer.services import service_geocoder
from conflict_map.model import Article
from conflict_map.pipeline import geoparse
from tests.gazetteer.loopback import (
    answers,
    broken_off,
    drip,
    in_turn,
    never,
    place,
    says,
    serving,
)

UNKNOWN = "Qarqmish"
"""An invented village that no gazetteer has."""


class FakeClock(Clock):
    """Time that passes only by waiting; the day can be set."""

    def __init__(self, day: str = "2024-12-03") -> None:
        self.at = dt.datetime.fromisoformat(day + "T12:00:00+00:00").timestamp()
        self.waited: list[float] = []
        self.passed = 0.0

    def now(self) -> float:
        return self.at + self.passed

    def elapsed(self) -> float:
        return self.passed

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.passed += seconds


def nominatim(domain: str, **more: object) -> Nominatim:
    return Nominatim(
        domain=domain, scheme="http", user_agent="conflict-map tests", proxies={}, **more
    )


def made(server, cache=None, **more) -> tuple[OnlineFallback, list[str]]:
    said: list[str] = []
    more.setdefault("clock", FakeClock())
    domain = server if isinstance(server, str) else server.domain
    return OnlineFallback(nominatim(domain), cache=cache, say=said.append, **more), said


def ask(fallback, world, name=UNKNOWN, country="SY"):
    return fallback.beside(world).lookup(name, country=country)


# --- what comes back ------------------------------------------------------------------------


def test_a_name_that_no_gazetteer_has_is_asked_and_marked(world, tmp_path):
    with serving(answers(place())) as server:
        fallback, said = made(server, tmp_path)
        (candidate,) = ask(fallback, world)
        found = candidate.place
        assert candidate.rung == "online"
        assert is_online(found)
        assert found.id == f"online:{server.domain}:node/4711"
        credit = "© OpenStreetMap contributors"
        assert found.source == f"{server.domain}, answered on 2024-12-03, {credit}"
        assert (found.name, found.country, found.admin1_name) == (UNKNOWN, "SY", "Aleppo")
        assert found.position.latlon == (36.05, 36.9)
        assert server.asked[0]["q"] == [UNKNOWN]
        assert server.asked[0]["countrycodes"] == ["sy"]
        assert server.headers[0]["User-Agent"] == "conflict-map tests"
        assert len([line for line in said if server.domain in line]) == 1
        assert "plain http" in said[0]
        assert "1 answered" in fallback.warnings[0]


def test_the_host_is_named_before_the_first_request(world):
    with serving(answers(place())) as server:
        seen: list[int] = []
        fallback = OnlineFallback(
            nominatim(server.domain), cache=None, clock=FakeClock(),
            say=lambda line: "sent to" in line and seen.append(len(server.asked)),
        )  # fmt: skip
        ask(fallback, world)
        assert seen == [0]


def test_without_a_listener_the_host_is_named_on_standard_error(world, capsys):
    with serving(answers(place())) as server:
        ask(OnlineFallback(nominatim(server.domain), cache=None, clock=FakeClock()), world)
        assert f"are sent to {server.domain}" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["Hama", "Khanaser", "Khanasser", "al-Safira"])
def test_what_the_gazetteer_knows_never_goes_out(world, name):
    with serving(answers(place(name))) as server:
        fallback, _ = made(server)
        assert ask(fallback, world, name) == world.lookup(name, country="SY")
        assert server.asked == []


def test_an_exact_look_up_never_goes_out(world):
    with serving(answers(place())) as server:
        fallback, _ = made(server)
        assert fallback.beside(world).lookup(UNKNOWN, fuzzy=False) == ()
        assert server.asked == []


def test_beside_a_gazetteer_everything_else_is_the_gazetteer(world):
    fallback, _ = made("127.0.0.1:1")
    beside = fallback.beside(world)
    assert len(beside) == len(world)
    assert beside.knows("Hama")
    assert beside.country("SY") == world.country("SY")
    assert beside.version == world.version


def test_a_name_is_asked_once_whatever_becomes_of_it(world, tmp_path):
    with serving(in_turn(answers(place()), answers(), says("x", 400))) as server:
        fallback, _ = made(server, tmp_path)
        for name in (UNKNOWN, "Zzyxqa", "Zzyxqb"):
            for _ in range(3):
                ask(fallback, world, name)
        assert len(server.asked) == 3
        assert fallback.asked == 3


@pytest.mark.parametrize(
    "odd",
    [
        {"name": "Somewhere Else"},
        {"lat": "48.85", "lon": "2.35", "address": {}},
        {"class": "shop", "type": "bakery"},
        {"class": "highway", "type": "residential"},
    ],
)
def test_another_name_country_or_kind_is_no_answer(world, odd):
    with serving(answers(place(**odd))) as server:
        fallback, _ = made(server)
        assert ask(fallback, world) == ()
        assert "only other names, kinds or countries" in fallback.reason(UNKNOWN, "SY")


@pytest.mark.parametrize(
    "given, expected",
    [
        ({"type": "town"}, "place"),
        ({"class": "boundary", "type": "administrative", "addresstype": "state"}, "admin1"),
        ({"class": "boundary", "type": "administrative"}, "admin2"),
        ({"class": "aeroway", "type": "aerodrome"}, "site"),
        ({"class": "waterway", "type": "river"}, "water"),
    ],
)
def test_the_kind_is_what_the_server_says(world, given, expected):
    with serving(answers(place(**given))) as server:
        (candidate,) = ask(made(server)[0], world)
        assert candidate.place.feature_class == expected


def test_a_name_in_another_script_is_matched_by_the_other_names(world):
    odd = place("قرقميش", namedetails={"name": "قرقميش", "name:en": "Qarqmish"})
    with serving(answers(odd)) as server:
        (candidate,) = ask(made(server)[0], world)
        assert candidate.place.name == "Qarqmish"


def test_photon_is_asked_with_the_name_of_the_country(world):
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [36.9, 36.05]},
        "properties": {
            "name": UNKNOWN, "osm_key": "place", "osm_value": "hamlet", "osm_type": "N",
            "osm_id": 9, "countrycode": "SY",
        },
    }  # fmt: skip
    body = json.dumps({"type": "FeatureCollection", "features": [feature]})
    with serving(says(body)) as server:
        photon = Photon(domain=server.domain, scheme="http", user_agent="tests", proxies={})
        fallback = OnlineFallback(photon, cache=None, say=lambda _: None, clock=FakeClock())
        (candidate,) = ask(fallback, world)
        assert candidate.place.id.endswith(":node/9")
        assert server.asked[0]["q"] == [f"{UNKNOWN}, Syria"]


# --- strangers' text and figures ------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        "<html>hello</html>", "", '[{"lat":', "{}", "null", '""', "0", "true", "[1]", "[[]]", "[null]",
        '[{"lat":"x","lon":"1","display_name":"Qarqmish"}]',
        '[{"display_name":"Qarqmish"}]',
        '[{"lat":"999","lon":"1","display_name":"Qarqmish"}]',
        '[{"lat":"36","lon":"396.9","display_name":"Qarqmish"}]',
        '[{"lat":NaN,"lon":1,"display_name":"Qarqmish"}]',
        '[{"lat":"nan","lon":"1","display_name":"Qarqmish"}]',
        '[{"lat":"inf","lon":"1","display_name":"Qarqmish"}]',
        '[{"lat":0,"lon":0,"display_name":"Qarqmish"}]',
        '[{"lat":"36","lon":"37"}]',
        '[{"lat":"36","lon":"37","display_name":" , "}]',
        "[" * 100_000,
        '{"a":' * 50_000,
        '{"error": "Qarqmish is a secret"}',
        b"\xff\xfe\x00",
    ],
    ids=lambda body: repr(body[:40]),
)  # fmt: skip
@pytest.mark.filterwarnings("ignore:Latitude:UserWarning")
def test_a_malformed_answer_leaves_the_name_unresolved_and_is_never_kept(world, tmp_path, body):
    with serving(says(body)) as server:
        fallback, said = made(server, tmp_path)
        assert ask(fallback, world) == ()
        assert "could not be asked" in fallback.reason(UNKNOWN, "SY")
        assert "1 failed" in fallback.warnings[0]
        assert "secret" not in " ".join((*said, *fallback.warnings, fallback.reason(UNKNOWN) or ""))
        server.behave = answers(place())
        again, _ = made(server, tmp_path)
        assert ask(again, world), "a failure was taken for an answer"


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["36.05", "36.9", "Qarqmish, X", "0", "-0.0", "1e999"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["lat", "lon", "display_name", "class", "type", "osm_id", "osm_type", "address",
                         "namedetails", "name", "properties", "geometry", "coordinates", "error"]),
        inner, max_size=6,
    ),
    max_leaves=12,
)  # fmt: skip


@pytest.fixture(scope="module")
def server():
    with serving(answers()) as running:
        yield running


@pytest.mark.filterwarnings("ignore:Latitude:UserWarning")
@settings(max_examples=150, deadline=None)
@given(body=values)
def test_no_answer_makes_a_fault_of_the_program_or_a_place_that_is_none(server, body):
    server.behave = says(json.dumps(body))
    fallback, _ = made(server)
    for candidate in ask(fallback, Gazetteer.default()):
        lat, lon = candidate.place.position.latlon
        assert (lat, lon) != (0, 0)
        assert candidate.place.name.isprintable()
    assert fallback.asked == 1


def test_an_endless_answer_is_cut(world):
    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(800):
            handler.wfile.write(b"[" * 65_536)

    with serving(endless) as server:
        fallback, _ = made(server)
        assert ask(fallback, world) == ()
        assert "longer than 2,000,000 bytes" in fallback.reason(UNKNOWN)


def test_a_packed_answer_is_refused_and_never_asked_for(world):
    with serving(says(b"\x1f\x8b", Content_Encoding="gzip")) as server:
        fallback, _ = made(server)
        assert ask(fallback, world) == ()
        assert "packed" in fallback.reason(UNKNOWN)
        assert server.headers[0]["Accept-Encoding"] == "identity"


def test_names_from_a_server_are_cleaned_and_cut(world):
    hostile = place("Qarq\u202emish\x1b\n")
    long = place("Qarqmish", osm_id=5, namedetails={"name": "x" * 5000})
    with serving(answers(hostile, long)) as server:
        first, second = ask(made(server)[0], world)
        assert first.place.name == "Qarqmish"
        assert second.place.name == "Qarq mish"
        odd = place("Qarqmish", osm_id="1 OR 1=1", osm_type="<b>")
        server.behave = answers(odd)
        (candidate,) = ask(made(server)[0], world)
        assert candidate.place.id.rpartition(":")[2].isalnum()


# --- manners --------------------------------------------------------------------------------


def test_down_is_tried_three_times_with_growing_waits_and_is_not_not_found(world, tmp_path):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    clock = FakeClock()
    fallback, _ = made(f"127.0.0.1:{port}", tmp_path, clock=clock)
    assert ask(fallback, world) == ()
    assert "could not be asked: it cannot be reached" in fallback.reason(UNKNOWN)
    assert [wait for wait in clock.waited if wait > 1] == [2.0, 4.0]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_fault_of_the_server_is_tried_again(world, status):
    with serving(in_turn(says("no", status), says("no", status), answers(place()))) as server:
        assert ask(made(server)[0], world)
        assert len(server.asked) == 3


@pytest.mark.parametrize("status", [400, 404, 418])
def test_a_fault_of_the_question_is_not(world, status):
    with serving(says("no", status)) as server:
        fallback, _ = made(server)
        assert ask(fallback, world) == ()
        assert len(server.asked) == 1
        assert f"status {status}" in fallback.reason(UNKNOWN)


def test_after_five_failures_in_a_row_nothing_is_asked(world):
    with serving(says("no", 500)) as server:
        fallback, said = made(server)
        for number in range(6):
            assert ask(fallback, world, f"Zzyxq{'abcdef'[number]}") == ()
        assert len(server.asked) == 5
        assert "5 failures in a row" in fallback.stopped
        assert sum("nothing more is asked" in line for line in said) == 1
        assert "5 failures in a row" in fallback.reason("Zzyxqf")


def test_an_answer_between_failures_starts_the_count_anew(world):
    with serving(in_turn(*[says("no", 500), says("no", 500), answers()] * 4)) as server:
        fallback, _ = made(server)
        for letter in "abcd":
            ask(fallback, world, f"Zzyxq{letter}")
        assert fallback.stopped is None
        assert len(server.asked) == 12


def test_retry_after_is_respected(world):
    clock = FakeClock()
    behave = in_turn(says("slow", 429, Retry_After="7"), answers(place()))
    with serving(behave) as server:
        assert ask(made(server, clock=clock)[0], world)
        assert 7.0 in clock.waited


def test_429_without_retry_after_waits_longer_each_time_and_slows_the_run(world):
    clock = FakeClock()
    with serving(in_turn(says("slow", 429), says("slow", 429), answers(place()))) as server:
        fallback, _ = made(server, clock=clock)
        assert ask(fallback, world)
        assert {2.0, 4.0} <= set(clock.waited)
        before = clock.passed
        ask(fallback, world, "Zzyxqa")
        assert clock.passed - before >= 3.9


@pytest.mark.parametrize("odd", ["soon", "-5", "9" * 5000, "Fri, 31 Dec 1999 23:59:59 GMT"])
def test_an_odd_retry_after_does_no_harm(world, odd):
    with serving(in_turn(says("slow", 429, Retry_After=odd), answers(place()))) as server:
        fallback, _ = made(server)
        assert ask(fallback, world)
        assert len(server.asked) == 2


def test_a_retry_after_that_is_too_long_is_not_waited_for_nor_disobeyed(world):
    clock = FakeClock()
    with serving(says("slow", 429, Retry_After="3600")) as server:
        fallback, _ = made(server, clock=clock)
        assert ask(fallback, world) == ()
        assert ask(fallback, world, "Zzyxqa") == ()
        assert len(server.asked) == 1
        assert clock.passed < 30
        assert "left alone" in fallback.reason("Zzyxqa")


@pytest.mark.parametrize("status", [401, 402, 403, 407])
def test_a_refusal_stops_at_once_and_says_policy(world, status):
    with serving(says("go away", status)) as server:
        fallback, said = made(server)
        assert ask(fallback, world) == ask(fallback, world, "Zzyxqa") == ()
        assert len(server.asked) == 1
        assert "usage policy" in fallback.stopped
        assert any("usage policy" in line for line in said)


@pytest.mark.parametrize("behave", [never, drip], ids=["silent", "one byte at a time"])
def test_a_slow_server_costs_the_time_out_and_no_more(world, behave):
    with serving(behave) as server:
        fallback, _ = made(server, timeout_s=0.3)
        began = time.monotonic()
        assert ask(fallback, world) == ()
        assert time.monotonic() - began < 2.5
        assert len(server.asked) == 3
        assert "could not be asked" in fallback.reason(UNKNOWN)


def test_an_answer_that_breaks_off_is_tried_again(world):
    with serving(in_turn(broken_off, answers(place()))) as server:
        assert ask(made(server)[0], world)


def test_all_names_together_have_a_budget(world):
    with serving(says("no", 500)) as server:
        fallback, _ = made(server, run_s=5.0)
        ask(fallback, world, "Zzyxqa")
        asked = len(server.asked)
        ask(fallback, world, "Zzyxqb")
        assert len(server.asked) == asked
        assert "used up" in fallback.stopped


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "target", ["http://elsewhere.example/search?q=x", "file:///etc/passwd", "ftp://a.example/", "", "http://["]
)  # fmt: skip
def test_a_redirect_is_never_followed(world, code, target):
    with serving(says("", code, Location=target)) as server:
        fallback, _ = made(server)
        assert ask(fallback, world) == ()
        assert len(server.asked) <= 3
        assert "q=" not in fallback.reason(UNKNOWN)
        if target and "[" not in target:
            assert "redirects are not followed" in fallback.stopped


def test_a_redirect_to_another_server_reaches_it_with_nothing(world):
    with serving(answers(place())) as other:
        target = f"http://{other.domain}/search"
        with serving(says("", 302, Location=target)) as server:
            ask(made(server)[0], world)
        assert other.asked == []


# --- cache ----------------------------------------------------------------------------------


def test_an_answer_is_kept_and_gives_the_same_on_any_later_day(world, tmp_path):
    with serving(answers(place())) as server:
        first = ask(made(server, tmp_path)[0], world)
        later, _ = made(server, tmp_path, clock=FakeClock("2031-01-01"))
        assert ask(later, world) == first
        assert len(server.asked) == 1


def test_not_found_is_kept_for_thirty_days(world, tmp_path):
    with serving(answers()) as server:
        days = ("2024-12-03", "2025-01-02", "2025-01-03", "2024-11-30")
        counts = []
        for day in days:
            fallback, _ = made(server, tmp_path, clock=FakeClock(day))
            assert ask(fallback, world) == ()
            assert "does not know it (asked on 20" in fallback.reason(UNKNOWN)
            counts.append(len(server.asked))
        # On the last day the clock was set back: an answer from the future is asked again.
        assert counts == [1, 1, 2, 3]


def test_no_name_is_in_the_names_of_the_files_of_the_cache(world, tmp_path):
    with serving(answers()) as server:
        ask(made(server, tmp_path)[0], world)
    assert not [p.name for p in tmp_path.iterdir() if UNKNOWN.lower() in p.name.lower()]
    whole = b"".join(p.read_bytes() for p in tmp_path.iterdir())
    assert UNKNOWN.encode() not in whole
    assert not {p.stat().st_mode & 0o077 for p in tmp_path.glob("*.sqlite")} - {0}


@pytest.mark.parametrize(
    "damage", ["text", "truncated", "newer", "other table", "flipped"]
)  # fmt: skip
def test_a_damaged_cache_is_set_aside_with_one_warning_and_nothing_is_lost(world, tmp_path, damage):
    path = tmp_path / "online-answers.sqlite"
    kept = Answers(tmp_path, say=print)
    for number in range(8):
        day = dt.date(2024, 12, 3)
        kept.put(f"{number:064}", Answer(host="h", day=day, found=({"x": "y" * 3000},)))
    kept.close()
    raw = path.read_bytes()
    if damage == "text":
        path.write_bytes(b"not a database at all" * 100)
    elif damage == "truncated":
        path.write_bytes(raw[: len(raw) // 2])
    elif damage == "flipped":
        path.write_bytes(raw[:100] + bytes(b ^ 0xFF for b in raw[100:400]) + raw[400:])
    else:
        path.unlink()
        db = sqlite3.connect(path)
        if damage == "newer":
            db.execute("PRAGMA user_version = 99")
        else:
            db.execute("CREATE TABLE answer (something)")
        db.commit()
        db.close()
    broken = path.read_bytes()
    (tmp_path / "online-answers.bad").write_bytes(b"an older one")
    with serving(answers(place())) as server:
        fallback, said = made(server, tmp_path)
        assert ask(fallback, world)
        assert sum("set aside" in line for line in said) == 1
        assert str(tmp_path) not in " ".join((*said, *fallback.warnings))
        assert (tmp_path / "online-answers.bad").read_bytes() == b"an older one"
        assert (tmp_path / "online-answers.2.bad").read_bytes() == broken
        again, said = made(server, tmp_path)
        assert ask(again, world)
        assert len(server.asked) == 1
        assert not any("set aside" in line for line in said)


def test_a_folder_that_cannot_be_used_costs_one_warning(world, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    with serving(answers(place())) as server:
        fallback, said = made(server, blocked / "cache")
        assert ask(fallback, world)
        assert ask(fallback, world, "Zzyxqa") == ()
        assert sum("not kept" in line for line in said) == 1
        assert str(tmp_path) not in " ".join((*said, *fallback.warnings))


def test_a_cache_that_fails_during_the_run_costs_one_warning(tmp_path):
    said: list[str] = []
    kept = Answers(tmp_path, say=said.append)
    db = sqlite3.connect(tmp_path / "online-answers.sqlite")
    db.execute("DROP TABLE answer")
    db.commit()
    db.close()
    answer = Answer(host="h", day=dt.date(2024, 12, 3), found=())
    kept.put("a", answer)
    kept.put("b", answer)
    assert kept.get("a", not_found_days=10**6) == answer
    assert len(said) == 1


# --- one request a second -------------------------------------------------------------------


def test_requests_are_a_second_apart(world):
    clock = FakeClock()
    with serving(answers()) as server:
        fallback, _ = made(server, clock=clock, pause_s=0.0)
        for letter in "abcd":
            ask(fallback, world, f"Zzyxq{letter}")
        assert len(server.asked) == 4
        assert clock.passed >= 3


def test_a_clock_that_was_set_back_does_not_hold_up_the_run(world, tmp_path):
    with serving(answers()) as server:
        ask(made(server, tmp_path, clock=FakeClock("2030-01-01"))[0], world)
        clock = FakeClock("2024-01-01")
        ask(made(server, tmp_path, clock=clock)[0], world, "Zzyxqa")
        assert clock.passed <= 1


def _in_a_process(domain, folder, names):
    fallback = OnlineFallback(nominatim(domain), cache=folder, say=lambda _: None)
    for name in names:
        ask(fallback, Gazetteer.default(), name)


def test_processes_and_threads_that_share_a_cache_ask_once_a_second_together(tmp_path):
    with serving(answers()) as server:
        spawn = multiprocessing.get_context("spawn")
        work = [
            spawn.Process(target=_in_a_process, args=(server.domain, tmp_path, [f"Zzyxq{a}{b}" for b in "ab"]))
            for a in "xy"
        ]  # fmt: skip
        for process in work:
            process.start()
        thread = threading.Thread(target=_in_a_process, args=(server.domain, tmp_path, ["Zzyxqzz"]))
        thread.start()
        thread.join()
        for process in work:
            process.join()
            assert process.exitcode == 0
        times = sorted(server.times)
        assert len(times) == 5
        assert min(b - a for a, b in pairwise(times)) > 0.95


# --- no leaks, no weak doors ----------------------------------------------------------------


def test_nothing_is_logged_of_names_and_addresses(world, caplog):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logger = logging.getLogger()
    logger.addHandler(handler)
    try:
        with caplog.at_level(logging.DEBUG), serving(in_turn(says("no " + UNKNOWN, 500), answers())) as server:  # fmt: skip
            fallback, said = made(server)
            ask(fallback, world)
    finally:
        logger.removeHandler(handler)
    told = stream.getvalue() + caplog.text + " ".join((*said, *fallback.warnings))
    assert UNKNOWN not in told
    assert "/search" not in told


def test_a_key_is_in_no_message(world):
    with serving(says("no", 500)) as server:
        geocoder = service_geocoder(
            "pelias", agent="tests", url=f"http://{server.domain}", key="s3cret"
        )
        geocoder.proxies = {}
        said: list[str] = []
        fallback = OnlineFallback(geocoder, cache=None, say=said.append, clock=FakeClock())
        ask(fallback, world)
        assert server.asked[0]["api_key"] == ["s3cret"]
        assert "s3cret" not in " ".join((*said, *fallback.warnings, fallback.reason(UNKNOWN)))


def test_unsafe_or_asynchronous_or_nameless_geocoders_are_refused():
    loose = ssl.create_default_context()
    loose.check_hostname = False
    loose.verify_mode = ssl.CERT_NONE
    with pytest.raises(UsageError, match="does not check certificates"):
        made_of(Nominatim(user_agent="tests", ssl_context=loose))
    with pytest.raises(UsageError, match="user_agent"):
        made_of(Photon())
    with pytest.raises(UsageError, match="expected a geopy geocoder"):
        made_of(object())


def made_of(geocoder) -> OnlineFallback:
    return OnlineFallback(geocoder, cache=None)


def test_a_server_without_a_good_certificate_is_refused(world, self_signed):
    with serving(answers(place())) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self_signed)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        for trusted in (None, self_signed):
            trust = ssl.create_default_context(cafile=trusted)
            geocoder = Nominatim(
                domain=server.domain, scheme="https", user_agent="tests", proxies={}, ssl_context=trust
            )  # fmt: skip
            fallback = OnlineFallback(geocoder, cache=None, say=lambda _: None, clock=FakeClock())
            assert ask(fallback, world) == ()
            # Unknown to us, then known but made out to another name.
            assert "certificate is refused" in fallback.stopped
        assert server.asked == []


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_server_that_only_speaks_an_old_tls_is_refused(world, self_signed):
    with serving(answers(place())) as server:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.load_cert_chain(self_signed)
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
        server.socket = context.wrap_socket(server.socket, server_side=True)
        geocoder = Nominatim(
            domain=server.domain, scheme="https", user_agent="tests", proxies={},
            ssl_context=ssl.create_default_context(cafile=self_signed),
        )  # fmt: skip
        fallback = OnlineFallback(geocoder, cache=None, say=lambda _: None, clock=FakeClock())
        assert ask(fallback, world) == ()
        assert "no safe connection" in fallback.stopped


@pytest.fixture
def self_signed(tmp_path):
    if shutil.which("openssl") is None:
        pytest.skip("no openssl to make a certificate with")
    path = tmp_path / "both.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=elsewhere.example", "-addext", "subjectAltName=DNS:elsewhere.example",
         "-keyout", str(path), "-out", str(tmp_path / "cert.pem")],
        check=True, capture_output=True,
    )  # fmt: skip
    path.write_bytes(path.read_bytes() + (tmp_path / "cert.pem").read_bytes())
    return path


@pytest.mark.parametrize(
    "name, more, match",
    [
        ("nowhere", {}, "geopy has"),
        ("nominatim", {"agent": "a\r\nX: y"}, "plain characters"),
        ("nominatim", {"url": "ftp://a.example"}, "must be like"),
        ("nominatim", {"url": "http://"}, "must be like"),
        ("nominatim", {"url": "http://["}, "must be like"),
        ("nominatim", {"url": "http://u:p@a.example"}, "no password"),
        ("baidu", {"url": "http://a.example", "key": "k"}, "takes no other"),
        ("bing", {}, "needs more: api_key"),
    ],
)
def test_a_service_that_cannot_be_set_up_is_wrong_usage(name, more, match):
    with pytest.raises(UsageError, match=match):
        service_geocoder(name, **{"agent": "desk@example.org"} | more)


# --- in a report ----------------------------------------------------------------------------

REPORT = Article(
    id="a",
    text=(
        "Government forces shelled the village of Qarqmish on Tuesday, in the Aleppo province of Syria. "
        "Two people were killed in Aleppo. Syrian jets bombed Khanaser."
    ),
)


def resolution(fallback, world, name=UNKNOWN):
    [(_, found)] = geoparse([REPORT], world, country="SY", fallback=fallback)
    return next(one for one in found if one.mention.name == name)


def test_a_report_says_which_place_came_from_a_server(world, tmp_path):
    with serving(answers(place())) as server:
        found = resolution(made(server, tmp_path)[0], world)
        assert found.location.places[0].id.startswith("online:127.0.0.1")
        assert f"{server.domain}, answered on 2024-12-03" in found.location.method
        assert "the gazetteer's point" not in found.location.method
        assert [one["q"] for one in server.asked] == [[UNKNOWN]]


def test_a_report_says_why_a_name_stayed_unresolved(world):
    with serving(says("no", 403)) as server:
        found = resolution(made(server)[0], world)
        assert found.location is None
        assert f"{server.domain} could not be asked: it refuses" in found.reason


def test_offline_answers_are_the_same_with_and_without_a_fallback(world):
    with serving(answers(place())) as server:
        fallback = made(server)[0]
        for name in ("Aleppo", "Khanaser"):
            [(_, plain)] = geoparse([REPORT], world, country="SY")
            offline = next(one for one in plain if one.mention.name == name)
            online = resolution(fallback, world, name)
            assert online.location.places == offline.location.places
            assert online.location.method == offline.location.method


def test_a_gazetteer_with_a_geocoder_behind_it_can_be_copied(world):
    beside = made("127.0.0.1:1")[0].beside(world)
    assert copy.copy(beside).country("SY") == world.country("SY")


def test_without_a_fallback_no_socket_is_opened(world, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    [(_, found)] = geoparse([REPORT], world, country="SY")
    assert next(one for one in found if one.mention.name == UNKNOWN).location is None
