"""A long run with faults: the ledger must be exact, and memory flat.

Usage: python benchmarks/soak.py [--documents 200000] [--workers 2]

Makes documents of which one in a hundred has a fault: a step raises, a line is no JSON, an id comes twice,
a worker exits or crashes. Runs them, kills the whole run three times on the way, and holds every count
against what was put in. Prints the peak memory of the processes as the run goes on.
"""

from __future__ import annotations

import argparse
import collections
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

PLUGIN = '''
import ctypes, os
from copydesk import Changes, Document, hookimpl, step


@step
def soak(doc: Document) -> Changes:
    """Do what the text says."""
    if "FAULT-RAISE" in doc.text:
        raise ValueError("as it says")
    if "FAULT-EXIT" in doc.text:
        os._exit(9)
    if "FAULT-CRASH" in doc.text:
        ctypes.string_at(0)
    return Changes(drop="short" if len(doc.text) < 200 else "", meta={"words": doc.text.count(" ")})


@hookimpl
def copydesk_steps():
    return [soak]
'''
KINDS = ["raise"] * 60 + ["json"] * 20 + ["twice"] * 18 + ["exit", "crash"]


def main() -> None:
    """Make, run, check."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=200_000)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        expected = _make(folder, arguments.documents)
        print(f"{arguments.documents} documents, put in: {dict(expected)}")
        began = time.perf_counter()
        peaks: list[tuple[float, float]] = []
        for kill_after in (5.0, 10.0, 15.0, None):
            code = _run(folder, arguments.workers, kill_after, peaks, began)
            if code in (0, 1):
                break
        seconds = time.perf_counter() - began
        manifest = json.loads((folder / "out.jsonl.run.json").read_text())
        ledger = manifest["ledger"]
        print(f"ledger: {ledger}, exit code {code}, in {seconds:.0f} s with every restart")
        lines = sum(1 for _ in (folder / "out.jsonl").open("rb"))
        letters = collections.Counter(
            json.loads(line)["error"]["code"] for line in (folder / "out.jsonl.failed.jsonl").open()
        )
        failed = {"step-raised": "raise", "bad-json": "json", "duplicate-id": "twice"}
        right = all(letters[code] == expected[kind] for code, kind in failed.items())
        right = right and letters["worker-died"] == expected["exit"] + expected["crash"]
        right = right and ledger["dropped"] == {"short": expected["short"]}
        right = right and lines == ledger["written"] == arguments.documents - sum(expected.values())
        print(f"dead letters: {dict(letters)}; every count is exact: {right}")
        half = len(peaks) // 2
        for part, some in (("first half", peaks[:half]), ("second half", peaks[half:])):
            parent, worker = (max(column) for column in zip(*some, strict=True))
            print(f"{part}: parent {parent:.0f} MB, largest worker {worker:.0f} MB")


def _make(folder: Path, documents: int) -> collections.Counter[str]:
    (folder / "soak.py").write_text(PLUGIN)
    info = folder / "soak-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: soak\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[copydesk]\nsoak = soak\n")
    (folder / "p.yaml").write_text("steps: [clean.unicode, clean.whitespace, soak]\n")
    chance = random.Random(5)
    counts: collections.Counter[str] = collections.Counter()
    filling = "The council met on  Tuesday and put off the vote on the new bridge until May. " * 30
    with (folder / "in.jsonl").open("w") as file:
        for number in range(documents):
            name, text = f"d{number}", f"{number} {filling}"
            kind = chance.choice(KINDS) if chance.random() < 0.01 and number else ""
            if not kind and chance.random() < 0.02:
                text, kind = "Short.", "short"
            if kind:
                counts[kind] += 1
            if kind == "json":
                file.write('{"id": "broken\n')
                continue
            name = "d0" if kind == "twice" else name
            marks = {"raise": "FAULT-RAISE", "exit": "FAULT-EXIT", "crash": "FAULT-CRASH"}
            file.write(json.dumps({"id": name, "text": f"{marks.get(kind, '')} {text}"}) + "\n")
    return counts


def _run(
    folder: Path, workers: int, kill_after: float | None, peaks: list[tuple[float, float]], began: float
) -> int:
    command = [sys.executable, "-m", "copydesk", "run", "p.yaml", "in.jsonl", "-o", "out.jsonl"]
    process = subprocess.Popen(
        [*command, "--workers", str(workers), "-q"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder)},
        stderr=subprocess.DEVNULL,
    )
    if kill_after is not None:
        threading.Timer(
            kill_after, lambda: process.poll() is None and process.send_signal(signal.SIGKILL)
        ).start()
    while process.poll() is None:
        time.sleep(0.1)
        listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        try:
            children = listed.read_text().split()
        except OSError:
            continue
        peaks.append((_megabytes(str(process.pid)), max(map(_megabytes, children), default=0.0)))
    print(f"  after {time.perf_counter() - began:.0f} s: exit code {process.returncode}")
    return process.returncode


def _megabytes(pid: str) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


if __name__ == "__main__":
    main()
