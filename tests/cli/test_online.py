"""The command line with and without an online geocoder, and what lies at a point."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from conflict_map.cli import main
from tests.gazetteer.loopback import answers, place, says, serving

UNKNOWN = "Qarqmish"
TEXT = (
    "Shelling in the countryside\n\n3 December 2024\n\n"
    "Government forces shelled the village of Qarqmish on Tuesday, in the Aleppo province of Syria. "
    "Two people were killed there. Syrian jets bombed Khanaser on Tuesday.\n"
)
BLOCKED = (
    "import sys\n"
    "def hook(event, arguments):\n"
    "    if event in {'socket.connect', 'socket.getaddrinfo', 'socket.sendto', 'socket.gethostbyname'}:\n"
    "        print('NETWORK', event, file=sys.stderr); raise SystemExit(99)\n"
    "sys.addaudithook(hook)\n"
    "from conflict_map.cli import main\n"
    "sys.exit(main(sys.argv[1:]))\n"
)


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def online(server, tmp_path) -> list[str]:
    return [
        "--online-geocoder", "nominatim", "--online-url", f"http://{server.domain}",
        "--online-agent", "desk@example.org", "--online-cache", str(tmp_path / "cache"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words, code",
    [
        (["map", "{report}", "-o", "{out}/a.html", "--country", "SY"], 0),
        (["events", "{report}", "-o", "{out}/a.csv", "--country", "SY"], 0),
        (["geoparse", "{report}", "--country", "SY"], 0),
        (["lookup", UNKNOWN, "--country", "SY"], 1),
        (["lookup", "--reverse", "36.2,37.16"], 0),
        (["check", "{report}"], 0),
        (["gazetteer", "info"], 0),
    ],
    ids=lambda words: words[0] if isinstance(words, list) else str(words),
)
def test_without_the_flag_no_command_connects_to_anything(report, tmp_path, words, code):
    given = [word.format(report=report, out=tmp_path) for word in words]
    done = subprocess.run(
        [sys.executable, "-c", BLOCKED, *given], capture_output=True, text=True, check=False,
        env=os.environ | {"XDG_CACHE_HOME": str(tmp_path / "none")},
    )  # fmt: skip
    assert "NETWORK" not in done.stderr
    assert done.returncode == code, done.stderr
    assert not (tmp_path / "none").exists()


def test_a_place_from_a_server_is_marked_in_every_output(report, tmp_path, capsys):
    with serving(answers(place())) as server:
        flags = online(server, tmp_path)
        out, account = tmp_path / "e.geojson", tmp_path / "r.json"
        assert main(["events", str(report), "-o", str(out), "--report", str(account), "--country", "SY", *flags]) == 0  # fmt: skip
        said = capsys.readouterr().err
        assert said.index(f"are sent to {server.domain}") < said.index("wrote")
        assert f"online:{server.domain}:node/4711" in out.read_text(encoding="utf-8")
        told = json.loads(account.read_text(encoding="utf-8"))
        assert told["options"]["online_geocoder"] == "nominatim"
        assert any("1 answered" in warning for warning in told["warnings"])
        assert main(["geoparse", str(report), "--country", "SY", *flags]) == 0
        ids = [t["place_id"] for t in json.loads(capsys.readouterr().out)["toponyms"]]
        assert f"online:{server.domain}:node/4711" in ids
        assert len(server.asked) == 1, "the second command had the answer in the cache"
        assert server.headers[0]["User-Agent"].startswith("conflict-map/")
        assert "desk@example.org" in server.headers[0]["User-Agent"]


def test_with_the_answers_kept_the_bytes_are_the_same_without_the_server(report, tmp_path):
    pages = []
    with serving(answers(place())) as server:
        flags = online(server, tmp_path)
        for name in ("a", "b"):
            out = tmp_path / f"{name}.html"
            assert main(["map", str(report), "-o", str(out), "--country", "SY", *flags]) == 0
            pages.append(out.read_bytes())
            if name == "a":
                server.shutdown()
                server.socket.close()
    assert pages[0] == pages[1]
    assert str(tmp_path).encode() not in pages[0]
    assert b"desk@example.org" not in pages[0]


def test_a_server_that_fails_makes_a_map_and_a_warning_not_an_error(report, tmp_path, capsys):
    with serving(says("no", 403)) as server:
        account = tmp_path / "r.json"
        words = ["map", str(report), "-o", str(tmp_path / "a.html"), "--report", str(account)]
        assert main([*words, "--country", "SY", *online(server, tmp_path)]) == 0
        assert "usage policy" in capsys.readouterr().err
        warnings = json.loads(account.read_text(encoding="utf-8"))["warnings"]
        assert any("1 failed" in warning for warning in warnings)
        assert not any(UNKNOWN in warning or str(tmp_path) in warning for warning in warnings)


def test_lookup_shows_where_an_answer_is_from_or_why_there_is_none(tmp_path, capsys):
    with serving(answers(place())) as server:
        flags = online(server, tmp_path)
        assert main(["lookup", UNKNOWN, "--country", "SY", *flags]) == 0
        shown = capsys.readouterr().out
        assert "matched by online" in shown
        assert f"from {server.domain}, answered on 20" in shown
        assert main(["lookup", UNKNOWN, "--country", "SY", "--json", *flags]) == 0
        (candidate,) = json.loads(capsys.readouterr().out)["candidates"]
        assert candidate["rung"] == "online"
        server.behave = answers()
        assert main(["lookup", "Zzyxqa", *flags]) == 1
        assert "does not know it" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["lookup", UNKNOWN, "--online-geocoder", "nominatim"],
        ["lookup", UNKNOWN, "--online-url", "http://a.example"],
        ["lookup", UNKNOWN, "--online-geocoder", "nowhere", "--online-agent", "a@b.example"],
        ["lookup"],
        ["lookup", "Hama", "--reverse", "1,2"],
    ],
)
def test_half_a_request_is_wrong_usage(words, capsys):
    assert main(words) == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize("bad", ["here", "1", "1,2,3", "99,0", "0,181", "nan,0"])
def test_what_is_no_point_is_wrong_usage(bad, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["lookup", "--reverse", bad])
    assert stopped.value.code == 2
    assert "is not a point such as" in capsys.readouterr().err


def test_a_point_in_the_south_is_no_option(capsys):
    assert main(["lookup", "--reverse", "-1.67,29.23"]) == 0
    shown = capsys.readouterr().out
    assert "North Kivu, Democratic Republic of the Congo" in shown
    assert "km N of Goma" in shown


def test_a_point_as_json_has_country_province_and_the_nearest_place(capsys):
    assert main(["lookup", "--reverse=16.689,98.509", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["country"], told["admin1"], told["rule"]) == ("MM", "Kayin State", "place")
    assert told["nearest"]["name"] == "Myawaddy"
    assert 0 < told["distance_km"] < 1
    assert main(["lookup", "--reverse", "0,0", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["country"] is None
