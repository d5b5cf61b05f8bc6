"""The command line: parses, calls, prints; decides nothing about places or events.

Heavy packages are imported inside the verbs, so that ``--help`` and ``lookup`` answer at once.
"""

from conflict_map.cli.main import main

__all__ = ["main"]
