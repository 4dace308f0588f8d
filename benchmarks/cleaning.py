"""Measure cleaning: quality, the way back, speed.

    python benchmarks/cleaning.py pages dev.jsonl.gz [--first 120] [--fast] [--out pred.jsonl]
    python benchmarks/cleaning.py texts dev_text.jsonl.gz dev.jsonl.gz [--first 200]
    python benchmarks/cleaning.py trace dev.jsonl.gz
    python benchmarks/cleaning.py speed dev.jsonl.gz [--first 120] [--rounds 3]

The pages file has one JSON object a line with `id`, `page_type`, `html` and the wanted `text`; the
texts file `id`, `raw`, `rendering` and `lines` ([start, end, label]). F1 is over runs of four
words, as article-extraction-benchmark defines it. The models were trained on the development set:
its figures here are those of a training set, `cleaning_train_pages.py` and `train_lines.py` print
cross-validated ones. `trace` reads every page, of whatever type. `speed` takes turns with the
extractors that are installed: `pip install readability-lxml resiliparse` for all of them.
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
from importlib.util import find_spec
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
    traced = commands.add_parser("trace", help="every page: nothing empty, nothing in a wrong place")
    traced.add_argument("pages", type=Path)
    speed = commands.add_parser("speed", help="pages and megabytes a second, beside other extractors")
    speed.add_argument("pages", type=Path)
    speed.add_argument("--first", type=int, default=400)
    speed.add_argument("--rounds", type=int, default=3)
    for command in (pages, texts):
        command.add_argument("--first", type=int, default=400)
        command.add_argument("--out", type=Path, help="write the results, one JSON object a line")
    arguments = parser.parse_args()
    measures = {
        "pages": measure_pages,
        "texts": measure_texts,
        "trace": measure_traces,
        "speed": measure_speed,
    }
    measures[arguments.command](arguments)


def measure_pages(arguments: argparse.Namespace) -> None:
    rows = articles(arguments)
    extract = copydesk_html(fast=arguments.fast)
    traces: Counter[str] = Counter()
    results: dict[str, str] = {}
    for row in rows:
        doc = extract(row["html"])
        results[row["id"]] = doc.text
        traces.update(trace(doc))
    print(f"html{' (fast)' if arguments.fast else ''}: {scored(rows, results)}")
    print(told(traces))
    write(arguments.out, results)


def articles(arguments: argparse.Namespace) -> list[dict[str, Any]]:
    rows = [row for row in read_rows(arguments.pages) if row["page_type"] == "article"]
    return rows[: arguments.first]


def copydesk_html(*, fast: bool) -> Callable[[str], Document]:
    step = opened_step(Html, fast=fast)

    def extract(raw: str) -> Document:
        doc = Document.of(raw, id="page", media_type="text/html")
        [changes] = step.process([doc])
        return apply_changes(doc, changes, step="html", provides=(), edits=True, provenance="")

    return extract


def measure_traces(arguments: argparse.Namespace) -> None:
    """Read every page of every type, with and without trafilatura."""
    rows = read_rows(arguments.pages)
    for fast in (False, True):
        extract = copydesk_html(fast=fast)
        traces: dict[str, Counter[str]] = {}
        shortest: dict[str, int] = {}
        for row in rows:
            kind, doc = row["page_type"], extract(row["html"])
            traces.setdefault(kind, Counter()).update(["pages", *trace(doc)])
            shortest[kind] = min(shortest.get(kind, len(doc.text)), len(doc.text))
        print("fast" if fast else "default", told(sum(traces.values(), Counter())))
        for kind, found in traces.items():
            print(f"  {kind}: {found['pages']} pages, {told(found)}, shortest {shortest[kind]} characters")


def told(traces: Mapping[str, int]) -> str:
    visible = traces["traced"] + traces["inserted"] + traces["wrong"]
    return f"non-space characters traced {traces['traced'] / visible:.4f}, wrongly {traces['wrong']}"


def measure_speed(arguments: argparse.Namespace) -> None:
    """Take turns page by page, so that each meets the machine in the same state."""
    rows = articles(arguments)
    extractors: dict[str, Callable[[str], object]] = {
        "copydesk html": copydesk_html(fast=False),
        "copydesk html, fast": copydesk_html(fast=True),
        **peers(),
    }
    megabytes = sum(len(row["html"].encode()) for row in rows) / 1e6
    seconds: dict[str, list[float]] = {name: [] for name in extractors}
    for _ in range(arguments.rounds):
        spent: Counter[str] = Counter()
        for row in rows:
            for name, extract in extractors.items():
                reset_caches()
                with timed(spent, name):
                    extract(row["html"])
        for name in extractors:
            seconds[name].append(spent[name])
    measure = statistics.median(seconds["trafilatura default"])
    for name, rounds in seconds.items():
        middle = statistics.median(rounds)
        print(
            f"{name:<24} {len(rows) / middle:7.1f} pages/s {megabytes / middle:6.1f} MB/s"
            f"  {measure / middle:6.2f} x trafilatura default"
        )


def peers() -> Mapping[str, Callable[[str], object]]:
    """Give the other extractors that are installed."""
    import trafilatura
    from turbohtml import parse

    found: dict[str, Callable[[str], object]] = {
        "trafilatura default": lambda raw: trafilatura.extract(raw, include_comments=False),
        "trafilatura fast": lambda raw: trafilatura.extract(raw, include_comments=False, fast=True),
        "trafilatura precision": lambda raw: trafilatura.extract(
            raw, include_comments=False, favor_precision=True
        ),
        "turbohtml main_text": lambda raw: parse(raw).main_text(),
    }
    if find_spec("readability"):
        from lxml.html import fromstring
        from readability import Document as Readable

        found["readability-lxml"] = lambda raw: fromstring(Readable(raw).summary()).text_content()
    if find_spec("resiliparse"):
        from resiliparse.extract.html2text import extract_plain_text

        found["resiliparse"] = lambda raw: extract_plain_text(raw, main_content=True)
    return found


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
