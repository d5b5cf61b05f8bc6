"""Text that is made to hang a reader does not: most cases below took minutes, or for ever, or a crash, when found.

The cases run in a process of their own, under a limit some thirty times what they need. `baits.py`
measures the growth itself.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]

RUN = """
import sys
sys.path.insert(0, sys.argv[1])
import baits
reader, length = sys.argv[2], int(sys.argv[3])
for name in sys.argv[4:] or baits.BAITS:
    for end in baits.ENDS if reader else baits.ENDS[1:2]:
        for r in [reader] if reader else baits.READERS:
            baits.READERS[r](baits.bait(name, length, end))
"""


def read(reader: str, length: int, *names: str, limit_s: float) -> None:
    """Feed the named baits, or all, to one reader, or all."""
    subprocess.run(
        [sys.executable, "-c", RUN, str(HERE), reader, str(length), *names],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=limit_s,
        check=True,
    )


@pytest.mark.parametrize(
    "reader, length, name",
    [
        ("split", 100_000, "full stops"),
        ("split", 100_000, "abbreviations"),
        ("split", 100_000, "closed brackets"),
        ("find_quantities", 100_000, "digits and commas"),
        ("toll_of", 20_000, "'no casualties ' and ' '"),
        ("find_quantities", 100_000, "a nurse"),
        ("find_attribution", 100_000, "he said"),
        ("find_actors", 100_000, "hyphened words"),
        ("find_organisations", 100_000, "given surnames"),
        ("find_organisations", 2_000, "capitals with apostrophes"),
        ("find_organisations", 20_000, "hyphened capitals"),
        ("find_triggers", 50_000, "killed and"),
        ("find_triggers", 50_000, "'fired ' and 'a'"),
        ("look_around", 500, "spaces"),
        ("find_names", 50_000, "capital words"),
        ("number", 100_000, "digits"),
        ("gloss", 50_000, "small words in names"),
        ("read_uncased", 50_000, "Arabic names"),
        ("read_uncased", 50_000, "Arabic prefixes"),
        ("find_mentions, Russian", 50_000, "Russian distances"),
    ],
)
def test_what_once_hung_a_reader_is_read_at_once(reader, length, name):
    read(reader, length, name, limit_s=60)


def test_no_reader_hangs_on_any_bait():
    # Long enough for what grows with the cube or worse; baits.py itself finds what only doubles.
    read("", 400, limit_s=300)
