"""Runs the command line as ``python -m conflict_map``; does nothing of its own."""

from __future__ import annotations

import sys

from conflict_map.cli import main

if __name__ == "__main__":
    sys.exit(main())
