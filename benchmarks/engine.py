"""What the engine costs: a chain of cheap text steps against the same work written by hand.

Usage: python benchmarks/engine.py CORPUS.jsonl [--rounds 5]

CORPUS holds documents as JSON Lines with `id` and `text`. Each round runs every way once, in turn, in
processes of their own; the medians of processor seconds (user and system, children included) are
compared with those of the loop by hand. Start-up is part of it: use at least 20,000 documents.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PLUGIN = '''
import re
from collections.abc import Iterator
from copydesk import Changes, Document, Edit, hookimpl, step

SPACES = re.compile(r"[ \\t]{2,}")
LINES = re.compile(r"\\n{3,}")


@step(name="cheap.spaces")
def spaces(doc: Document) -> Iterator[Edit]:
    """Make one space of several."""
    for match in SPACES.finditer(doc.text):
        yield Edit(match.start(), match.end(), " ")


@step(name="cheap.lines")
def lines(doc: Document) -> Iterator[Edit]:
    """Make one empty line of several."""
    for match in LINES.finditer(doc.text):
        yield Edit(match.start(), match.end(), "\\n\\n")


@step(name="cheap.counts")
def counts(doc: Document) -> Changes:
    """Count words."""
    return Changes(meta={"words": doc.text.count(" ") + 1})


@step(name="cheap.short")
def short(doc: Document, *, minimum: int = 20) -> Changes:
    """Drop what is short."""
    return Changes(drop="short" if len(doc.text) < minimum else "")


@step(name="cheap.nothing")
def nothing(doc: Document) -> Changes:
    """Do nothing."""
    return Changes()


@hookimpl
def copydesk_steps():
    return [spaces, lines, counts, short, nothing]
'''

BY_HAND = """
import hashlib, re, sys
import msgspec

SPACES = re.compile(r"[ \\t]{2,}")
LINES = re.compile(r"\\n{3,}")
decode, encode = msgspec.json.Decoder().decode, msgspec.json.Encoder().encode
with open(sys.argv[1], "rb") as given, open(sys.argv[2], "wb") as made:
    for number, line in enumerate(given, 1):
        row = decode(line)
        text = row["text"]
        source = hashlib.sha256(text.encode()).hexdigest()
        if sys.argv[3] == "cheap":
            text = SPACES.sub(" ", text)
            text = LINES.sub("\\n\\n", text)
            row["words"] = text.count(" ") + 1
            if len(text) < 20:
                continue
        out = {"id": row["id"], "source": {"uri": f"{sys.argv[1]}:{number}", "sha256": source}, "text": text,
               "meta": {key: value for key, value in row.items() if key not in ("id", "text")}}
        made.write(encode(out) + b"\\n")
"""


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    corpus = arguments.corpus.resolve()
    documents = sum(1 for _ in corpus.open("rb"))
    print(f"{documents} documents, {corpus.stat().st_size / documents:,.0f} bytes each")
    with tempfile.TemporaryDirectory() as folder:
        ways = _ways(Path(folder), corpus)
        seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for _ in range(arguments.rounds):
            for name, command in ways.items():
                seconds[name].append(measured(command, Path(folder)))
    for chain in ("cheap", "nothing"):
        floor = statistics.median(cpu for cpu, _ in seconds[f"{chain}, by hand"])
        wall = statistics.median(wall for _, wall in seconds[f"{chain}, by hand"])
        for name, found in seconds.items():
            if name.startswith(chain):
                cpu = statistics.median(cpu for cpu, _ in found)
                took = statistics.median(wall for _, wall in found)
                print(f"{name:28} processor x {cpu / floor:.2f}   wall x {took / wall:.2f}   ({cpu:.2f} s)")


def _ways(folder: Path, corpus: Path) -> dict[str, list[str]]:
    info = folder / "cheap-1.0.dist-info"
    info.mkdir()
    (folder / "cheap.py").write_text(PLUGIN)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: cheap\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[copydesk]\ncheap = cheap\n")
    (folder / "by_hand.py").write_text(BY_HAND)
    (folder / "cheap.yaml").write_text("steps: [cheap.spaces, cheap.lines, cheap.counts, cheap.short]\n")
    (folder / "nothing.yaml").write_text("steps: [cheap.nothing]\n")
    ways: dict[str, list[str]] = {}
    for chain in ("cheap", "nothing"):
        ways[f"{chain}, by hand"] = [sys.executable, "by_hand.py", str(corpus), "hand.jsonl", chain]
        run = [sys.executable, "-m", "copydesk", "run", f"{chain}.yaml", str(corpus), "-o", "out.jsonl", "-q"]
        ways[f"{chain}, in this process"] = [*run, "--executor", "in-process"]
        ways[f"{chain}, one worker"] = [*run, "--workers", "1"]
        ways[f"{chain}, two workers"] = [*run, "--workers", "2"]
    return ways


def measured(command: list[str], folder: Path) -> tuple[float, float]:
    """Run a command; give its processor seconds, children included, and its wall time."""
    before, began = os.times(), time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    subprocess.run(command, cwd=folder, check=True, env=environment, stdout=subprocess.DEVNULL)
    wall = time.perf_counter() - began
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return cpu, wall


if __name__ == "__main__":
    main()
