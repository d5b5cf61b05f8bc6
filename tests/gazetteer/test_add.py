"""Adding sources: dumps of GeoNames into layers, merged, repeatable, whole or not at all."""

from __future__ import annotations

import json
import os
import pickle
from contextlib import contextmanager

import pytest

from conflict_map.errors import GazetteerError, InputError, OutputError, UsageError
from conflict_map.gazetteer import Gazetteer
from conflict_map.gazetteer.adding import add_geonames
from conflict_map.gazetteer.folder import UserFolder
from conflict_map.gazetteer.home import ENVIRONMENT, user_folder
from conflict_map.gazetteer.layers import LayeredGazetteer, layered
from conflict_map.gazetteer.sources.geonames import kind_of
from tests.gazetteer.geonames_files import NAMES, PLACES, dump_row, name_row, zipped


@pytest.fixture
def files(tmp_path):
    (tmp_path / "RU.txt").write_text(PLACES, encoding="utf-8")
    (tmp_path / "names.txt").write_text(NAMES, encoding="utf-8")
    return tmp_path


@pytest.fixture
def folder(tmp_path):
    return UserFolder(tmp_path / "mine")


def snapshot(folder):
    if not folder.path.exists():
        return {}
    return {p.name: p.read_bytes() for p in sorted(folder.path.rglob("*")) if p.is_file()}


def add(folder, files, **more):
    return add_geonames(folder, [files / "RU.txt"], [files / "names.txt"], name="ru", **more)


def test_a_dump_and_its_alternate_names_are_found_by_every_name(small, files, folder):
    added = add(folder, files)
    assert (added.source.places, added.source.rows, added.source.rejected) == (5, 9, 0)
    both = layered(small, folder.path)
    for name in ("Kafr Sumaq", "Kafar Soumaq", "كفر سماق"):
        (found, *_) = both.lookup(name, fuzzy=False)
        assert found.place.id == "geonames:90000002", name
    assert both.lookup("تل الزرقاء")[0].place.name == "Tall Zarqa"
    assert both.lookup("Kafr Sumaq")[0].place.admin1_name == "Hama"
    assert not both.knows("https://example.org/kafr")
    assert not both.knows("Of another country")
    assert both.longest(["Zarqa", "Air", "Base", "was"]) == 3
    assert both.place("geonames:90000002").population == 1200


def test_what_the_shipped_gazetteer_has_stays_and_wins(small, files, folder):
    (files / "RU.txt").write_text(
        dump_row(5, "Hamah", 35.131, 36.761, alternates="Hama al-Jadida", people=1),
        encoding="utf-8",
    )
    add_geonames(folder, [files / "RU.txt"], name="ru")
    both = layered(small, folder.path)
    places = [c.place for c in both.lookup("Hamah") if c.place.feature_class == "place"]
    assert [p.id for p in places] == ["geonames:5"]
    assert (places[0].name, places[0].population) == ("Ḩamāh", 460_000)
    assert both.lookup("Hama al-Jadida")[0].place.id == "geonames:5"
    assert both.lookup("Suva")[0].place.country == "FJ"
    assert both.country("RU").name == "Ruritania"
    assert both.geometry(both.place("geonames:2")) == small.geometry(small.place("geonames:2"))


def test_minor_features_rank_below_villages(small, files, folder):
    add(folder, files)
    found = layered(small, folder.path).lookup("Zarqa", limit=10)
    order = {c.place.feature_code: n for n, c in enumerate(found)}
    assert {c.place.feature_class.value for c in layered(small, folder.path).lookup("Wadi Zarqa")}
    assert order.get("WAD", 99) >= order.get("PPL", -1)


def test_adding_twice_changes_nothing_and_gives_the_same_bytes(files, folder):
    assert add(folder, files).changed
    before = snapshot(folder)
    assert not add(folder, files).changed
    assert snapshot(folder) == before
    other = UserFolder(folder.path.with_name("other"))
    add(other, files)
    assert snapshot(other) == before


def test_a_changed_source_takes_the_place_of_the_old_one(small, files, folder):
    add(folder, files)
    (files / "RU.txt").write_text(PLACES + dump_row(90_000_009, "Newtown", 35, 37))
    assert add(folder, files).changed
    assert layered(small, folder.path).knows("Newtown")
    assert len(list(folder.path.glob("*.gaz"))) == 1


def test_books_of_bounded_size_hold_the_same_places(small, files, folder):
    rows = [
        dump_row(91_000_000 + n, f"Village {n}", 35 + n / 100, 37, country=cc)
        for n, cc in enumerate(["RU"] * 7 + ["CR"] * 2 + ["FJ"] + [""])
    ]
    names = "".join(name_row(n, 91_000_000 + n, f"Sobriquet {n}") for n in range(11))
    (files / "all.txt").write_text("".join(rows))
    (files / "names.txt").write_text(names)
    added = add_geonames(
        folder, [files / "all.txt"], [files / "names.txt"], name="all", book_rows=3
    )
    assert [b.places for b in added.source.books] == [3, 1, 3, 3, 1]
    both = layered(small, folder.path)
    for n, country in ((0, "RU"), (6, "RU"), (8, "CR"), (9, "FJ"), (10, None)):
        (found,) = both.lookup(f"Sobriquet {n}", country=country, fuzzy=False)
        assert (found.place.name, found.place.country) == (f"Village {n}", country)
    assert both.lookup("Sobriquet 8", country="FJ", fuzzy=False) == ()
    assert len(both) == len(small) + 11


def test_two_processes_write_the_same_books_as_one(files, folder):
    more = {"name": "ru", "book_rows": 2}
    one = add_geonames(folder, [files / "RU.txt"], [files / "names.txt"], **more)
    two = add_geonames(folder, [files / "RU.txt"], [files / "names.txt"], workers=2, **more)
    assert len(one.source.books) == 3
    assert (two.changed, two.source) == (False, one.source)


BAD = {
    "expected 19 columns, got 3": "1\tA\tB\n",
    "the id is no whole number from 1 to 99,999,999": dump_row("x1", "A", 1, 1),
    "the coordinates are no numbers": dump_row(11, "A", "north", 1),
    "the coordinates are outside -90..90 and -180..180": dump_row(12, "A", 95, 1),
    "the name is empty or over 200 characters": dump_row(13, " ", 1, 1),
    "the country is no two-letter code": dump_row(14, "A", 1, 1, country="RUS"),
    "the id came before": dump_row(90_000_001, "Again", 1, 1),
}


def test_bad_rows_are_counted_with_row_and_reason_and_the_rest_is_added(files, folder):
    (files / "RU.txt").write_text(PLACES + "".join(BAD.values()), encoding="utf-8")
    with (files / "RU.txt").open("ab") as file:
        file.write(dump_row(15, "A", 1, 1).encode().replace(b"\tA\t", b"\t\xff\t"))
        file.write(dump_row(16, "nan", "nan", 1).encode())
    added = add(folder, files)
    assert added.source.places == 5
    told = [(fault.row, fault.reason) for fault in added.faults.rows]
    reasons = [*BAD, "not UTF-8", "the coordinates are outside -90..90 and -180..180"]
    assert told == list(enumerate(reasons, 6))
    assert added.source.rejected == len(told)


def test_a_source_of_bad_rows_only_changes_nothing(files, folder):
    add(folder, files)
    before = snapshot(folder)
    (files / "RU.txt").write_text("1\t2\t3\n")
    with pytest.raises(InputError, match="no place could be used of 5 rows"):
        add(folder, files)
    assert snapshot(folder) == before


@pytest.mark.parametrize("keep", [0.3, 0.9])
def test_a_cut_off_zip_is_refused_and_the_old_gazetteer_stays(files, folder, keep):
    add(folder, files)
    before = snapshot(folder)
    whole = zipped("RU.txt", PLACES * 50)
    (files / "RU.zip").write_bytes(whole[: int(len(whole) * keep)])
    with pytest.raises(InputError, match="damaged or cut off"):
        add_geonames(folder, [files / "RU.zip"], name="ru")
    assert snapshot(folder) == before


def test_a_zip_with_an_altered_byte_is_refused_by_its_checksum(files, folder):
    whole = bytearray(zipped("RU.txt", PLACES * 50))
    at = whole.index(b"RU.txt") + 40
    whole[at] ^= 1
    (files / "RU.zip").write_bytes(whole)
    with pytest.raises(InputError, match="damaged or cut off"):
        add_geonames(folder, [files / "RU.zip"], name="ru")


def test_formats_are_told_by_their_first_line(files):
    (files / "x.txt").write_text("some\ttext\n")
    (files / "p.zip").write_bytes(zipped("allCountries.txt", PLACES))
    kinds = [kind_of(files / name) for name in ("RU.txt", "names.txt", "x.txt", "p.zip")]
    assert kinds == ["places", "alternates", None, "places"]


# --- layers -------------------------------------------------------------------------------------


def test_no_user_gazetteer_is_the_shipped_one_itself(small, tmp_path, monkeypatch):
    assert layered(small, tmp_path / "nowhere") is small
    monkeypatch.setenv(ENVIRONMENT, "")
    assert Gazetteer.default() is Gazetteer.shipped()
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "nowhere"))
    assert Gazetteer.default() is Gazetteer.shipped()
    with pytest.raises(GazetteerError, match="no user gazetteer is here"):
        Gazetteer.default(tmp_path / "nowhere")


def test_the_environment_names_the_folder_and_an_option_overrules_it(monkeypatch, tmp_path):
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "a"))
    assert user_folder() == tmp_path / "a"
    assert user_folder(tmp_path / "b") == tmp_path / "b"
    monkeypatch.delenv(ENVIRONMENT)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert user_folder() == tmp_path / "conflict-map" / "gazetteer"


def test_layers_travel_to_another_process_and_are_opened_once(small, files, folder):
    add(folder, files)
    both = layered(small, folder.path)
    assert layered(small, folder.path) is both
    copy = pickle.loads(pickle.dumps(both))
    assert copy.lookup("Kafr Sumaq") == both.lookup("Kafr Sumaq")
    assert copy.version == both.version != small.version


def test_every_flipped_byte_of_a_layer_is_refused_when_it_is_asked(small, files, folder):
    add(folder, files)
    (book,) = folder.path.glob("*.gaz")
    whole = book.read_bytes()
    for at in range(0, len(whole), max(1, len(whole) // 60)):
        damaged = bytearray(whole)
        damaged[at] ^= 0x10
        book.write_bytes(damaged)
        fresh = LayeredGazetteer(small, folder.path, folder.read())
        with pytest.raises(GazetteerError) as caught:
            fresh.lookup("Kafr Sumaq")
        assert "\n" not in str(caught.value)
        assert str(book) in str(caught.value)


def test_a_missing_or_cut_off_layer_is_refused_at_once(small, files, folder):
    add(folder, files)
    (book,) = folder.path.glob("*.gaz")
    book.write_bytes(book.read_bytes()[:-1])
    with pytest.raises(GazetteerError, match="damaged: expected"):
        layered(small, folder.path)
    book.unlink()
    with pytest.raises(GazetteerError, match="remove its source and add it again"):
        layered(small, folder.path)
    add(folder, files)
    assert layered(small, folder.path).knows("Kafr Sumaq")


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"format": 1}', '{"format": 1, "sources": [{"name": "x"}]}', "\0"]
)
def test_a_damaged_list_is_refused_in_one_line(small, folder, text):
    folder.path.mkdir()
    (folder.path / "sources.json").write_text(text)
    with pytest.raises(GazetteerError) as caught:
        layered(small, folder.path)
    assert "\n" not in str(caught.value)


def test_a_list_of_a_newer_format_is_not_guessed_at(small, folder):
    folder.path.mkdir()
    (folder.path / "sources.json").write_text('{"format": 2, "sources": []}')
    with pytest.raises(GazetteerError, match="expected user gazetteer format 1, got 2"):
        layered(small, folder.path)


def test_a_list_cannot_point_out_of_its_folder(small, files, folder):
    add(folder, files)
    path = folder.path / "sources.json"
    whole = json.loads(path.read_text())
    whole["sources"][0]["books"][0]["file"] = "../../etc/passwd"
    path.write_text(json.dumps(whole))
    with pytest.raises(GazetteerError, match="no name of a gazetteer file"):
        layered(small, folder.path)


def test_removing_gives_back_what_was_there(small, files, folder):
    add(folder, files)
    assert folder.remove("ru").places == 5
    assert layered(small, folder.path) is small
    assert not list(folder.path.glob("*.gaz"))
    with pytest.raises(UsageError, match="there are: none"):
        folder.remove("ru")


# --- failures half-way --------------------------------------------------------------------------


@contextmanager
def failing(monkeypatch, name, after):
    """Let the disk fill up at the n-th call of one of the system's functions."""
    real, calls = getattr(os, name), []

    def limited(*arguments, **more):
        calls.append(1)
        if len(calls) > after:
            raise OSError(28, "No space left on device", str(arguments[0]))
        return real(*arguments, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, name, limited)
        yield


@pytest.mark.parametrize("after", range(2))
def test_a_disk_that_fills_up_at_any_step_leaves_the_old_gazetteer_whole(
    small, files, folder, monkeypatch, after
):
    add(folder, files)
    before = snapshot(folder)
    (files / "RU.txt").write_text(PLACES + dump_row(90_000_009, "Newtown", 35, 37))
    with failing(monkeypatch, "fsync", after), pytest.raises(OutputError, match="no space left"):
        add(folder, files)
    assert (folder.path / "sources.json").read_bytes() == before["sources.json"]
    assert before.items() <= snapshot(folder).items()
    both = layered(small, folder.path)
    assert both.knows("Kafr Sumaq")
    assert not both.knows("Newtown")
    assert not list(folder.path.glob(".new-*"))
    assert add(folder, files).changed
    assert layered(small, folder.path).knows("Newtown")
    assert len(list(folder.path.glob("*.gaz"))) == 1


def test_a_folder_that_cannot_be_made_is_one_line(files, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written") as caught:
        add(UserFolder(tmp_path / "file" / "mine"), files)
    assert "\n" not in str(caught.value)


def test_two_writers_do_not_mix(files, folder):
    with folder.changing(), pytest.raises(OutputError, match="another conflict-map"):
        add(folder, files)
    assert add(folder, files).changed


def test_an_interrupted_run_leaves_the_old_gazetteer_and_no_work_files(files, folder):
    add(folder, files)
    before = snapshot(folder)
    (folder.path / ".new-1").mkdir()  # of a run that was killed outright

    def interrupted(_what, _done):
        raise KeyboardInterrupt

    for workers in (1, 2):
        with pytest.raises(KeyboardInterrupt):
            add(folder, files, tick=interrupted, workers=workers, book_rows=2)
        assert snapshot(folder) == before
        assert not list(folder.path.glob(".new-*"))
