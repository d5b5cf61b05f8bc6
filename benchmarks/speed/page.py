"""Measures the map page against its peers in one run: bytes, building, opening, filtering.

    python benchmarks/speed/page.py [--events 1000 10000 100000] [--runs 3] [--browser --cdn DIR]
        [--peers fastmarkercluster lonboard explore geojson] [--lonboard-python PATH]
        [--skip-peer-above 300000] [--hostile] [--json FILE]

The events are invented (``page_data``); the same file goes to every page. Each build is a process
of its own from a frame in memory to the written file (``page_peers``), ours and the peers' in turn,
so that a ratio is the median of pairs that met the same machine. ``--browser`` opens each page in
headless Chromium (``page_browser``, which says what DIR holds); ``--hostile`` counts the hostile
texts that run (``page_hostile``). Prints a table for each number of events: our figure, each
peer's, its multiple of ours, and the bar of "Figures to reach" with whether it was met.

FastMarkerCluster of a million events takes 4.5 GB and writes 417 MB: ``--skip-peer-above`` leaves
out every peer but lonboard, whose pages are built and not opened, for they load their program from
a CDN that no package mirrors. ``explore`` and ``geojson`` are opened up to 10,000 events.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import zlib
from dataclasses import dataclass

HERE = pathlib.Path(__file__).parent
PEERS = ("fastmarkercluster", "lonboard", "explore", "geojson", "fastmarkercluster-safe")
BUILT_UP_TO = {"explore": 100_000, "geojson": 10_000}
OPENED_UP_TO = {"explore": 10_000, "geojson": 10_000, "lonboard": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What issue 7 asks of a figure: at most ``limit``, or at most that share of a peer's."""

    events: int
    figure: str
    limit: float
    peer: str | None = None


BARS = (
    Bar(events=1_000, figure="bytes", limit=300_000),
    Bar(events=1_000, figure="requests", limit=0),
    Bar(events=100_000, figure="bytes", limit=8_000_000),
    Bar(events=100_000, figure="cpu_s", limit=1 / 4, peer="fastmarkercluster"),
    Bar(events=100_000, figure="cpu_s", limit=1, peer="lonboard"),
    Bar(events=100_000, figure="open_ms", limit=1 / 3, peer="fastmarkercluster"),
    Bar(events=100_000, figure="memory_mb", limit=60),
    Bar(events=100_000, figure="brush_seen_median_ms", limit=50),
    Bar(events=100_000, figure="type_seen_median_ms", limit=50),
    Bar(events=1_000_000, figure="bytes", limit=80_000_000),
    Bar(events=1_000_000, figure="cpu_s", limit=1, peer="lonboard"),
    Bar(events=1_000_000, figure="open_ms", limit=1 / 10, peer="fastmarkercluster"),
    Bar(events=1_000_000, figure="memory_mb", limit=250),
    Bar(events=1_000_000, figure="brush_seen_median_ms", limit=100),
)
FIGURES = {
    "bytes": "file, bytes",
    "bytes_per_event": "bytes an event",
    "gzip_per_event": "gzip bytes an event",
    "cpu_s": "build, CPU s",
    "event_set_cpu_s": "  of it: the event set",
    "page_cpu_s": "  of it: the page",
    "wall_s": "build, wall s",
    "peak_mb": "build, peak MB",
    "open_ms": "open, ms",
    "open_cpu_s": "open, renderer CPU s",
    "memory_mb": "heap and buffers, MB",
    "renderer_mb": "renderer, MB",
    "used_memory_mb": "heap and buffers after use, MB",
    "used_renderer_peak_mb": "renderer, greatest MB",
    "requests": "network requests",
} | {
    f"{step}_{what}_{how}_ms": f"{step.replace('_', ', ')}: {words}, {how} ms"
    for step in ("brush", "type", "search_first", "search_next", "card", "pan", "zoom")
    for what, how, words in (
        ("seen", "median", "to the frame"), ("seen", "max", "to the frame"),
        ("work", "median", "scripts"),
    )
    if not (step == "search_first" and how == "max")
}  # fmt: skip


def told_by(python, script, *arguments):
    """Run a script of this folder as a process and read the JSON line that it prints."""
    root = str(HERE.parent.parent)
    paths = filter(None, (root, os.environ.get("PYTHONPATH")))
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join(paths),
        "CONFLICT_MAP_GAZETTEER": "",  # nobody's own additions
    }
    command = [str(python), str(HERE / script), *map(str, arguments)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment)
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:] or [f"ended with {done.returncode}"]
        print(f"  {script} {arguments[0]}: {last[0]}", file=sys.stderr)
        return {}
    return json.loads(done.stdout.splitlines()[-1])


def gzip_bytes(path):
    deflate = zlib.compressobj(6)
    size = 0
    with path.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            size += len(deflate.compress(chunk))
    return size + len(deflate.flush())


def pages_for(count, args):
    """Give ours and the peers that are measured at this number of events."""
    return [
        "ours",
        *(
            peer
            for peer in args.peers
            if count <= BUILT_UP_TO.get(peer, 10**9)
            and (peer == "lonboard" or count <= args.skip_peer_above)
        ),
    ]


def one_round(count, data, folder, args, pages):
    """Build and open each page once, in turn."""
    found = {}
    for page in pages:
        path = folder / f"{page}.html"
        python = args.lonboard_python if page == "lonboard" else sys.executable
        told = told_by(python, "page_peers.py", page, data, path)
        if told and args.browser and count <= OPENED_UP_TO.get(page, 10**9):
            told |= told_by(sys.executable, "page_browser.py", path, "--cdn", args.cdn)
            for when in ("", "used_"):
                if f"{when}heap_mb" in told:
                    held = told[f"{when}heap_mb"] + told[f"{when}buffers_mb"]
                    told[f"{when}memory_mb"] = held
        found[page] = told
    return found


def measure(count, folder, args):
    """Give all runs at one number of events, with the sizes, which do not vary."""
    data = folder / f"events-{count}.parquet"
    about = data.with_suffix(".json")
    if not about.is_file():
        told_by(sys.executable, "page_data.py", count, data)
    pages = pages_for(count, args)
    rounds = []
    for number in range(args.runs):
        print(f"{count} events, run {number + 1}, load {os.getloadavg()[0]:.1f}", file=sys.stderr)
        rounds.append(one_round(count, data, folder, args, pages))
    for page in pages:
        path = folder / f"{page}.html"
        if path.is_file():
            for one in rounds:
                one[page]["bytes_per_event"] = path.stat().st_size / max(1, count)
            rounds[0][page]["gzip_per_event"] = gzip_bytes(path) / max(1, count)
            path.unlink()
    return {"data": json.loads(about.read_text()), "rounds": rounds}


def median_of(rounds, page, figure):
    values = [one[page][figure] for one in rounds if figure in one.get(page, {})]
    return statistics.median(values) if values else None


def ratio_of(rounds, page, figure):
    """Give the median of the peer's figure as a multiple of ours, pair by pair."""
    pairs = [
        one[page][figure] / one["ours"][figure]
        for one in rounds
        if one.get(page, {}).get(figure) is not None and one["ours"].get(figure)
    ]
    return statistics.median(pairs) if pairs else None


def short(value):
    if value is None:
        return "-"
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def judged(rounds, count, figure):
    """Say what each bar on this figure asks, and whether it was met."""
    said = []
    for bar in BARS:
        if bar.events != count or bar.figure != figure:
            continue
        ours = median_of(rounds, "ours", figure)
        if bar.peer is None:
            asked, value = short(bar.limit), ours
        else:
            share = "as" if bar.limit == 1 else f"1/{1 / bar.limit:.0f} of"
            asked, ratio = f"{share} {bar.peer}", ratio_of(rounds, bar.peer, figure)
            value = 1 / ratio if ratio else None
        verdict = "not measured" if value is None else "met" if value <= bar.limit else "MISSED"
        said.append(f"{asked}: {verdict}")
    return "; ".join(said)


def table(count, found, pages):
    rounds, about = found["rounds"], found["data"]
    heads = [page for page in pages if page != "ours"]
    print(
        f"\n## {count:,} events at {about['places']:,} places, notes of {about['note_characters']}"
        f" characters, {about['zlib6_bytes_per_character']} bytes a character with zlib-6;"
        f" {len(rounds)} runs\n"
    )
    print("| | ours | " + " | ".join(f"{page} | x" for page in heads) + " | bar |")
    print("|---" * (3 + 2 * len(heads)) + "|")
    for figure, words in FIGURES.items():
        if median_of(rounds, "ours", figure) is None:
            continue
        cells = [words, short(median_of(rounds, "ours", figure))]
        for page in heads:
            cells += [
                short(median_of(rounds, page, figure)),
                short(ratio_of(rounds, page, figure)),
            ]
        print("| " + " | ".join([*cells, judged(rounds, count, figure)]) + " |")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--events", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--peers", nargs="*", choices=PEERS, default=PEERS[:4])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--browser", action="store_true", help="open the pages, too")
    parser.add_argument("--cdn", type=pathlib.Path, help="folder with npm's copies of CDN files")
    parser.add_argument("--lonboard-python", default=sys.executable)
    parser.add_argument("--skip-peer-above", type=int, default=300_000)
    parser.add_argument("--hostile", action="store_true", help="count hostile texts that run")
    parser.add_argument("--work", type=pathlib.Path, help="keep the made events here")
    parser.add_argument("--json", type=pathlib.Path, help="write every run here")
    args = parser.parse_args()
    if args.browser and args.cdn is None:
        parser.error("--browser needs --cdn DIR, or no peer's page would open")
    everything = {}
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.work or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        for count in args.events:
            found = everything[count] = measure(count, folder, args)
            table(count, found, pages_for(count, args))
    if args.hostile:
        kinds = ["ours", *(peer for peer in args.peers if peer != "lonboard")]
        print("\n| hostile texts | of | ran | broke the page |\n|---|---|---|---|")
        for kind in kinds:
            told = told_by(sys.executable, "page_hostile.py", kind, "--cdn", args.cdn or ".")
            everything.setdefault("hostile", {})[kind] = told
            cells = [str(told.get(name, "-")) for name in ("payloads", "ran", "broke")]
            print(f"| {kind} | {' | '.join(cells)} |")
    print(f"\n{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the end")
    if args.json:
        args.json.write_text(json.dumps(everything, indent=1) + "\n")


if __name__ == "__main__":
    main()
