"""Measure cleaning: quality, the way back, speed.

    python benchmarks/cleaning.py pages dev.jsonl.gz [--first 120] [--fast] [--out pred.jsonl]
    python benchmarks/cleaning.py texts dev_text.jsonl.gz dev.jsonl.gz [--first 200]

The pages file has one JSON object a line with `id`, `page_type`, `html` and the wanted `text`; the
texts file `id`, `raw`, `rendering` and `lines` ([start, end, label]). F1 is over runs of four
words, as article-extraction-benchmark defines it. The models were trained on the development set:
its figures here are those of a training set, `cleaning_train_pages.py` and `train_lines.py` print
cross-validated ones.
"""

from __future__ import annotations

import argparse
import gzip
import html
import json
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from copydesk import Document, Pipeline
from copydesk.applying import apply_changes
from copydesk.testing import opened_step
from copydesk_html.extraction import Html

WORD = re.compile(r"\w+")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    pages = commands.add_parser("pages", help="HTML pages")
    pages.add_argument("pages", type=Path)
    pages.add_argument("--fast", action="store_true")
    texts = commands.add_parser("texts", help="plain texts")
    texts.add_argument("texts", type=Path)
    texts.add_argument("pages", type=Path)
    for command in (pages, texts):
        command.add_argument("--first", type=int, default=400)
        command.add_argument("--out", type=Path, help="write the results, one JSON object a line")
    arguments = parser.parse_args()
    if arguments.command == "pages":
        measure_pages(arguments)
    else:
        measure_texts(arguments)


def measure_pages(arguments: argparse.Namespace) -> None:
    rows = [row for row in read_rows(arguments.pages) if row["page_type"] == "article"][: arguments.first]
    step = opened_step(Html, fast=arguments.fast)
    results: dict[str, str] = {}
    seconds: Counter[str] = Counter()
    traces: Counter[str] = Counter()
    for row in rows:
        doc = Document.of(row["html"], id=row["id"], media_type="text/html")
        reset_caches()
        with timed(seconds, "copydesk"):
            [changes] = step.process([doc])
            doc = apply_changes(doc, changes, step="html", provides=(), edits=True, provenance="")
        for name, extract in peers().items():
            reset_caches()
            with timed(seconds, name):
                extract(row["html"])
        results[row["id"]] = doc.text
        traces.update(trace(doc))
    print(f"html{' (fast)' if arguments.fast else ''}: {scored(rows, results)}")
    visible = traces["traced"] + traces["inserted"] + traces["wrong"]
    print(f"non-space characters traced {traces['traced'] / visible:.4f}, wrongly {traces['wrong']}")
    megabytes = sum(len(row["html"]) for row in rows) / 1e6
    for name, spent in seconds.items():
        print(f"{name:<22} {len(rows) / spent:6.1f} pages/s {megabytes / spent:6.1f} million characters/s")
    write(arguments.out, results)


def peers() -> Mapping[str, Callable[[str], object]]:
    import trafilatura

    return {
        "trafilatura": lambda raw: trafilatura.extract(raw, include_comments=False),
        "trafilatura fast": lambda raw: trafilatura.extract(raw, include_comments=False, fast=True),
    }


def reset_caches() -> None:
    """Make trafilatura forget the page, which it is given several times."""
    from trafilatura.meta import reset_caches as forget

    forget()


class timed:  # noqa: N801  reads as a word in a with statement
    """Add the processor time of a block to a counter."""

    def __init__(self, seconds: Counter[str], name: str) -> None:
        self.seconds, self.name = seconds, name

    def __enter__(self) -> None:
        self.began = time.process_time()

    def __exit__(self, *_: object) -> None:
        self.seconds[self.name] += time.process_time() - self.began  # type: ignore[assignment]


def trace(doc: Document) -> Iterator[str]:
    """Tell of each visible character whether it stands at its place in the page."""
    for at, character in enumerate(doc.text):
        if character.isspace():
            continue
        start, end = doc.offsets.to_source(at, at + 1)
        source = doc.source.text[start:end]
        if start == end:
            yield "inserted"
        else:
            yield "traced" if character == source or character in html.unescape(source) else "wrong"


def measure_texts(arguments: argparse.Namespace) -> None:
    wanted = {row["id"]: row for row in read_rows(arguments.pages)}
    pipeline = Pipeline.parse("name: benchmark\nsteps:\n  - clean\n")
    for rendering in ("full", "main"):
        rows = [row for row in read_rows(arguments.texts) if row["rendering"] == rendering]
        rows = rows[: arguments.first]
        results: dict[str, str] = {}
        lost = kept = 0
        began = time.process_time()
        with pipeline.opened():
            outcomes = [pipeline.process([Document.of(row["raw"], id=row["id"])])[0] for row in rows]
        spent = time.process_time() - began
        for row, outcome in zip(rows, outcomes, strict=True):
            if not isinstance(outcome, Document):
                raise TypeError(f"{row['id']}: {outcome}")
            results[row["id"]] = outcome.text
            gone, all_of_it = lost_characters(row, outcome)
            lost, kept = lost + gone, kept + all_of_it
        print(f"{rendering}: {scored([wanted[row['id']] for row in rows], results)}")
        print(f"  article characters lost {lost / kept:.4f}, {len(rows) / spent:.0f} texts/s")
        write(arguments.out and arguments.out.with_suffix(f".{rendering}.jsonl"), results)


def lost_characters(row: Mapping[str, Any], doc: Document) -> tuple[int, int]:
    """Count article characters that went, and all; of a paragraph that stands there twice one stays."""
    removed = [item for item in doc.removed if item.reason != "repeat"]
    lost = kept = 0
    for start, end, label in row["lines"]:
        if label == "keep":
            kept += end - start
            if any(item.source_start < end and start < item.source_end for item in removed):
                lost += end - start
    return lost, kept


def scored(rows: Sequence[Mapping[str, Any]], results: Mapping[str, str]) -> str:
    precisions, recalls = [], []
    for row in rows:
        wanted, got = shingles(row["text"]), shingles(results[row["id"]])
        both = sum((wanted & got).values())
        if got:
            precisions.append(both / sum(got.values()))
        if wanted:
            recalls.append(both / sum(wanted.values()))
    precision, recall = statistics.fmean(precisions), statistics.fmean(recalls)
    f1 = 2 * precision * recall / (precision + recall)
    return f"{len(rows)} documents, F1 {f1:.4f}, precision {precision:.4f}, recall {recall:.4f}"


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    if len(words) < 4:
        return Counter([tuple(words)] if words else [])
    return Counter(zip(*(words[shift:] for shift in range(4)), strict=False))


def read_rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def write(path: Path | None, results: Mapping[str, str]) -> None:
    if path is not None:
        lines = (json.dumps({"id": key, "text": text}, ensure_ascii=False) for key, text in results.items())
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


if __name__ == "__main__":
    main()
