"""Whether memory depends on the size of the corpus: 10,000 documents against twenty times as many.

Usage: python benchmarks/memory.py [--documents 10000]

Three runs with two workers, each with the small and the large corpus: cheap text steps; a parse and names,
in texts in which each has words of its own, so that a model's table of strings grows; cheap steps with a
reader of the output that takes 20 MB a second. The memory of each process (Rss of Linux: what the processes
share is counted in each) is summed every tenth of a second; the highest sum counts.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import IO

RUN = [sys.executable, "-m", "copydesk", "run"]
CHAINS = {
    "text": "steps: [clean.unicode, clean.whitespace]\n",
    "names": "steps: [clean.whitespace, entities]\n",
}
TIMES, RATE = 20, 20_000_000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=10_000)
    documents = parser.parse_args().documents
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for chain, text in CHAINS.items():
            (folder / f"{chain}.yaml").write_text(text)
        for what, chain, is_slow in (
            ("cheap text steps", "text", False),
            ("a parse and names", "names", False),
            ("a slow output", "text", True),
        ):
            words = 20 if chain == "names" else 300
            peaks: list[list[int]] = []
            for count in (documents, TIMES * documents):
                _write(folder / "in.jsonl", count, words)
                peaks.append(_peak(folder, chain, is_slow=is_slow))
            growth = sum(peaks[1]) / sum(peaks[0]) - 1
            small, large = (f"{sum(peak)} MB ({' + '.join(map(str, peak))})" for peak in peaks)
            print(
                f"{what:18} {documents:,}: {small}, {TIMES * documents:,}: {large}, {growth:+.1%}", flush=True
            )


def _write(path: Path, count: int, words: int) -> None:
    chance = random.Random(1)
    common = ["".join(chance.choices("abcdefghijklmnop", k=chance.randint(2, 9))) for _ in range(5000)]
    with path.open("w") as file:
        for number in range(count):
            own = ["".join(chance.choices("abcdefghijklmnop", k=9)).title() for _ in range(2)]
            text = f"{own[0]} {own[1]} said " + " ".join(chance.choices(common, k=words)) + "."
            file.write(json.dumps({"id": str(number), "text": text}) + "\n")


def _peak(folder: Path, chain: str, *, is_slow: bool) -> list[int]:
    """Run; give the MB of the parent and the workers when the sum was highest."""
    target = "-" if is_slow else "out.jsonl"
    command = [*RUN, f"{chain}.yaml", "in.jsonl", "-o", target, "-q", "--workers", "2"]
    highest: list[int] = []
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE) as run:
        assert run.stdout is not None
        threading.Thread(target=_drain, args=(run.stdout, RATE if is_slow else 0), daemon=True).start()
        while run.poll() is None:
            highest = max(highest, [_own(one) for one in (run.pid, *_children(run.pid))], key=sum)
            time.sleep(0.1)
        assert run.returncode == 0
    return [kib // 1024 for kib in highest]


def _drain(stream: IO[bytes], rate: int) -> None:
    while data := stream.read(1 << 16):
        if rate:
            time.sleep(len(data) / rate)


def _children(process: int) -> list[int]:
    try:
        return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def _own(process: int) -> int:
    """Give the resident set size of a process in KiB."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Rss:")), 0)


if __name__ == "__main__":
    main()
