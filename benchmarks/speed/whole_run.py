"""Time the whole run, command to written file, against the import of what it stands on.

    python benchmarks/speed/whole_run.py ARTICLE [--runs N]

Runs `conflict-map map ARTICLE` and `python -c "import geopandas, folium"` in turn, each as a
whole process on a warm disk, and prints the medians and their ratio as JSON.
"""

import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time


def seconds(command):
    begin = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begin


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("article", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=9)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder) / "map.html"
        ours = [sys.executable, "-m", "conflict_map", "map", str(args.article), "-o", str(page)]
        theirs = [sys.executable, "-c", "import geopandas, folium"]
        for command in (ours, theirs):
            seconds(command)
        pairs = [(seconds(ours), seconds(theirs)) for _ in range(args.runs)]
        size = page.stat().st_size
    print(
        json.dumps(
            {
                "runs": args.runs,
                "map_s": round(statistics.median(a for a, _ in pairs), 3),
                "import_s": round(statistics.median(b for _, b in pairs), 3),
                "ratio": round(statistics.median(a / b for a, b in pairs), 2),
                "bytes": size,
            }
        )
    )


if __name__ == "__main__":
    main()
