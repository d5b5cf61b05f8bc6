"""Fetching a country's dump: from loopback only here, resumed, checked, and from no other host."""

from __future__ import annotations

import json
import socket

import pytest

from conflict_map.errors import InputError, UsageError
from conflict_map.gazetteer.adding import add_country
from conflict_map.gazetteer.folder import UserFolder
from conflict_map.gazetteer.layers import layered
from conflict_map.gazetteer.sources.download import check_base
from tests.gazetteer.geonames_files import PLACES, country_files, dump_row, serving, zipped

DUMP = "/dump/RU.zip"
NAMES = "/dump/alternatenames/RU.zip"


@pytest.fixture
def world():
    with serving(country_files()) as server:
        yield server


@pytest.fixture
def folder(tmp_path):
    return UserFolder(tmp_path / "mine")


def add(folder, world, **more):
    return add_country(folder, "ru", base_url=world.url, timeout_s=5, **more)


def test_a_country_is_fetched_and_added_with_its_names(small, world, folder):
    told = []
    added = add(folder, world, progress=lambda *what: told.append(what))
    assert (added.changed, added.source.name, added.source.places) == (True, "geonames-RU", 5)
    assert added.source.licence == "CC BY 4.0"
    assert [item["etag"] for item in added.source.inputs] == ['"one"', '"one"']
    assert layered(small, folder.path).lookup("Kafar Soumaq")[0].place.id == "geonames:90000002"
    assert told[0] == ("RU.zip", len(world.files[DUMP]), len(world.files[DUMP]))
    assert [path for path, _ in world.requests] == [DUMP, NAMES]
    assert not list((folder.path / "downloads").iterdir())


def test_adding_again_asks_whether_it_changed_and_changes_nothing(world, folder):
    add(folder, world)
    before = (folder.path / "sources.json").read_bytes()
    again = add(folder, world)
    assert not again.changed
    assert (folder.path / "sources.json").read_bytes() == before
    assert len(world.requests) == 4


def test_adding_again_mends_a_damaged_file(small, world, folder):
    add(folder, world)
    (book,) = folder.path.glob("*.gaz")
    whole = book.read_bytes()
    book.write_bytes(whole[:-9] + b"\0" * 9)
    assert not add(folder, world).changed
    assert book.read_bytes() == whole
    assert layered(small, folder.path).knows("Kafr Sumaq")


def test_a_new_version_replaces_the_old(small, world, folder):
    add(folder, world)
    world.etag = '"two"'
    world.files[DUMP] = zipped("RU.txt", PLACES + dump_row(90_000_009, "Newtown", 35, 37))
    assert add(folder, world).changed
    assert layered(small, folder.path).knows("Newtown")


def test_a_line_that_breaks_is_taken_up_where_it_broke(world, folder):
    world.cut[DUMP] = 100
    assert add(folder, world).source.places == 5
    assert world.requests[:2] == [(DUMP, None), (DUMP, "bytes=100-")]


def leave_part(folder, world, content, etag):
    """Leave what an earlier run, cut off, would have left."""
    part = folder.path / "downloads" / "dump_RU.zip.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(content)
    notes = {"url": world.url + "RU.zip", "etag": etag}
    part.with_name(part.name + ".json").write_text(json.dumps(notes))


def test_a_run_that_was_cut_off_is_taken_up_by_the_next(world, folder):
    leave_part(folder, world, world.files[DUMP][:77], '"one"')
    assert add(folder, world).source.places == 5
    assert world.requests[0] == (DUMP, "bytes=77-")


def test_bytes_of_an_older_version_are_not_joined_to_a_newer_one(world, folder):
    leave_part(folder, world, b"x" * 50, '"zero"')
    assert add(folder, world).source.places == 5
    assert world.requests[0] == (DUMP, "bytes=50-")


def test_a_server_without_versions_is_read_from_the_start_each_time(world, folder):
    world.etag = None
    world.cut[DUMP] = 100
    assert add(folder, world).source.places == 5
    assert [asked for _, asked in world.requests] == [None, None, None]


def test_a_server_that_always_breaks_off_is_given_up_with_advice(world, folder):
    world.cut[DUMP], world.cuts = 0, 1000
    with pytest.raises(
        InputError, match=r"fetch it by hand and name the file: .* RU.zip"
    ) as caught:
        add(folder, world)
    assert "\n" not in str(caught.value)
    assert folder.read().sources == ()


def test_a_country_that_the_server_has_not_is_one_line(world, folder):
    with pytest.raises(InputError, match=r"XX.zip: the server has no such file \(HTTP 404\)"):
        add_country(folder, "XX", base_url=world.url)
    assert len(world.requests) == 1


def test_a_server_in_trouble_is_asked_three_times_and_one_that_refuses_once(world, folder):
    world.status[DUMP] = 503
    with pytest.raises(InputError, match="HTTP 503"):
        add(folder, world)
    assert len(world.requests) == 3
    world.requests.clear()
    world.status[DUMP] = 403
    with pytest.raises(InputError, match="HTTP 403"):
        add(folder, world)
    assert len(world.requests) == 1


@pytest.mark.parametrize(
    "target", ["https://example.org/RU.zip", "http://localhost/RU.zip", "file:///etc/passwd"]
)
def test_a_redirection_to_another_host_or_scheme_is_not_followed(world, folder, target):
    world.redirect[DUMP] = target
    with pytest.raises(InputError, match=r"which was not asked for|is not allowed"):
        add(folder, world)
    assert len(world.requests) == 1


def test_a_redirection_within_the_host_is_followed(world, folder):
    world.files["/elsewhere/RU.zip"] = world.files[DUMP]
    world.redirect[DUMP] = "/elsewhere/RU.zip"
    assert add(folder, world).source.places == 5


def test_without_a_network_the_message_names_the_file_to_fetch(folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(InputError, match=r"cannot be fetched .*refused.*gazetteer add SY.zip"):
        add_country(folder, "SY", base_url=f"http://127.0.0.1:{port}/")
    assert folder.read().sources == ()


def test_a_server_that_never_answers_is_given_up(folder):
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen()
        url = f"http://127.0.0.1:{deaf.getsockname()[1]}/"
        with pytest.raises(InputError, match="timed out"):
            add_country(folder, "SY", base_url=url, timeout_s=0.2)


@pytest.mark.parametrize(
    "url",
    ["http://example.org/", "ftp://example.org/", "https:///x", "file:///tmp/", "https://u:p@h/",
     "https://h/?q=1", "https://h:x/", "download.geonames.org"],
)  # fmt: skip
def test_only_https_and_loopback_are_asked(url):
    with pytest.raises(UsageError, match="--base-url"):
        check_base(url)


def test_a_fetched_file_that_is_no_zip_changes_nothing(world, folder):
    world.files[DUMP] = b"<html>Sign in to the network of this hotel</html>"
    with pytest.raises(InputError):
        add(folder, world)
    assert folder.read().sources == ()
    assert not [p for p in (folder.path / "downloads").iterdir() if p.suffix == ".zip"]
