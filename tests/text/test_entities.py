"""The entities of another program as one more clue, and what is said where it is not installed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from conflict_map.errors import ConflictMapError
from conflict_map.gazetteer import Gazetteer
from conflict_map.text.clues import Lore
from conflict_map.text.entities import spacy_entities
from conflict_map.text.toponyms import find_names

SENTENCE = "A film about Adra won a prize."


def names(label: str | None) -> list[str]:
    entities = {(13, 17): label} if label else {}
    lore = Lore(Gazetteer.shipped(), lambda _: entities)
    return [n.text for n in find_names([SENTENCE], lore)[0]]


def test_an_entity_tips_the_scales_where_the_words_leave_it_open():
    assert names("GPE") == ["Adra"]
    assert names("PERSON") == names(None) == []


def test_an_entity_that_is_no_span_of_ours_changes_nothing():
    plain = find_names([SENTENCE], Lore(Gazetteer.shipped()))
    other = find_names([SENTENCE], Lore(Gazetteer.shipped(), lambda _: {(2, 17): "GPE"}))
    assert plain == other


def test_a_model_of_spacy_is_asked_by_its_name(tmp_path):
    spacy = pytest.importorskip("spacy", reason="the extra 'spacy' is not installed")
    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "GPE", "pattern": "The Qxyzz"}])
    nlp.to_disk(tmp_path / "model")
    found = spacy_entities(str(tmp_path / "model"))
    assert found("They left The Qxyzz.") == {(14, 19): "GPE"}


def test_a_model_that_is_not_there_is_said_in_one_line(tmp_path):
    with pytest.raises(ConflictMapError, match="spaCy"):
        spacy_entities(str(tmp_path / "no-such-model"))


def test_the_command_says_so_in_one_line_too(tmp_path):
    report = tmp_path / "report.txt"
    report.write_text("Shells fell on Hama.", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "conflict_map", "geoparse", str(report), "--spacy", "no-such-model"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert "spaCy" in done.stderr
    assert "Traceback" not in done.stderr
