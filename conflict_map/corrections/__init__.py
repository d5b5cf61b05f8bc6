"""Corrections by hand: rows of a file to records, applied to mentions and events; guesses nothing.

``docs/corrections.md`` is the format of the file. A correction is found again by what does not
change between runs: the article, the quote, and what of it is corrected.
"""

from conflict_map.corrections.events import correct_events
from conflict_map.corrections.ledger import Ledger
from conflict_map.corrections.mentions import correct_mentions
from conflict_map.corrections.reading import read_corrections
from conflict_map.corrections.records import Correction

__all__ = ["Correction", "Ledger", "correct_events", "correct_mentions", "read_corrections"]
