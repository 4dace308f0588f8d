"""What the engine costs: a chain of cheap text steps against the same work written by hand.

Usage: python benchmarks/engine.py CORPUS.jsonl [--rounds 5]

CORPUS holds documents as JSON Lines with `id` and `text`. Each round runs every way once, in turn, in
processes of their own; the medians of processor seconds (user and system, children included) are
compared with those of the loop by hand: of the whole process, and of what the documents alone take, which
is the whole less a run over the first document. Use at least 20,000 documents.

Three chains: `cheap` edits twice, counts and drops, and keeps where each character came from, which the
loop by hand does not; `reads` is four steps that change no text; `nothing` is one that does nothing.
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

CHAINS = ("cheap", "reads", "nothing")
PLUGIN = '''
import re
from collections.abc import Iterator
from copydesk import Changes, Document, Edit, hookimpl, step

SPACES = re.compile(r"[ \\t]{2,}")
LINES = re.compile(r"\\n{3,}")
CAPITALS = re.compile(r"\\b[A-Z]{4,}\\b")


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


@step(name="cheap.lengths")
def lengths(doc: Document) -> Changes:
    """Count lines and code points."""
    return Changes(meta={"lines": doc.text.count("\\n") + 1, "characters": len(doc.text)})


@step(name="cheap.capitals")
def capitals(doc: Document) -> Changes:
    """Count words written in capitals."""
    return Changes(meta={"capitals": len(CAPITALS.findall(doc.text))})


@step(name="cheap.nothing")
def nothing(doc: Document) -> Changes:
    """Do nothing."""
    return Changes()


@hookimpl
def copydesk_steps():
    return [spaces, lines, counts, short, lengths, capitals, nothing]
'''

BY_HAND = """
import hashlib, re, sys
import msgspec

SPACES = re.compile(r"[ \\t]{2,}")
LINES = re.compile(r"\\n{3,}")
CAPITALS = re.compile(r"\\b[A-Z]{4,}\\b")
decode, encode = msgspec.json.Decoder().decode, msgspec.json.Encoder().encode
with open(sys.argv[3], "rb") as given, open(sys.argv[1], "wb") as made:
    for number, line in enumerate(given, 1):
        row = decode(line)
        text = row["text"]
        source = hashlib.sha256(text.encode()).hexdigest()
        if sys.argv[2] == "cheap":
            text = SPACES.sub(" ", text)
            text = LINES.sub("\\n\\n", text)
            row["words"] = text.count(" ") + 1
            if len(text) < 20:
                continue
        elif sys.argv[2] == "reads":
            row["words"] = text.count(" ") + 1
            row["lines"], row["characters"] = text.count("\\n") + 1, len(text)
            row["capitals"] = len(CAPITALS.findall(text))
            if len(text) < 20:
                continue
        out = {"id": row["id"], "source": {"uri": f"{sys.argv[3]}:{number}", "sha256": source}, "text": text,
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
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        first = folder / "first.jsonl"
        with corpus.open("rb") as lines:
            first.write_bytes(lines.readline())
        ways = _ways(folder)
        whole: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        start: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(arguments.rounds):
            for name, command in ways.items():
                whole[name].append(measured([*command, str(corpus)], folder))
                start[name].append(measured([*command, str(first)], folder)[0])
    for chain in CHAINS:
        by_hand = f"{chain}, by hand"
        floor = statistics.median(cpu for cpu, _ in whole[by_hand])
        floor_wall = statistics.median(wall for _, wall in whole[by_hand])
        floor_start = statistics.median(start[by_hand])
        for name in ways:
            if name.startswith(chain):
                cpu = statistics.median(cpu for cpu, _ in whole[name])
                wall = statistics.median(wall for _, wall in whole[name])
                alone = (cpu - statistics.median(start[name])) / (floor - floor_start)
                print(
                    f"{name:28} processor x {cpu / floor:.2f}   documents alone x {alone:.2f}   "
                    f"wall x {wall / floor_wall:.2f}   ({cpu:.2f} s)"
                )


def _ways(folder: Path) -> dict[str, list[str]]:
    info = folder / "cheap-1.0.dist-info"
    info.mkdir()
    (folder / "cheap.py").write_text(PLUGIN)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: cheap\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[copydesk]\ncheap = cheap\n")
    (folder / "by_hand.py").write_text(BY_HAND)
    (folder / "cheap.yaml").write_text("steps: [cheap.spaces, cheap.lines, cheap.counts, cheap.short]\n")
    (folder / "reads.yaml").write_text("steps: [cheap.counts, cheap.lengths, cheap.capitals, cheap.short]\n")
    (folder / "nothing.yaml").write_text("steps: [cheap.nothing]\n")
    ways: dict[str, list[str]] = {}
    for chain in CHAINS:
        ways[f"{chain}, by hand"] = [sys.executable, "by_hand.py", "hand.jsonl", chain]
        run = [sys.executable, "-m", "copydesk", "run", f"{chain}.yaml", "-o", "out.jsonl", "-q", "--fresh"]
        ways[f"{chain}, in this process"] = [*run, "--executor", "in-process"]
        ways[f"{chain}, one worker"] = [*run, "--workers", "1"]
        ways[f"{chain}, two workers"] = [*run, "--workers", "2"]
    return ways


def measured(command: list[str], folder: Path) -> tuple[float, float]:
    """Run a command; give its processor seconds, children included, and its wall time."""
    before, began = os.times(), time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    # Modules are compiled once, as where copydesk is installed.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run(command, cwd=folder, check=True, env=environment, stdout=subprocess.DEVNULL)
    wall = time.perf_counter() - began
    after = os.times()
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return cpu, wall


if __name__ == "__main__":
    main()
