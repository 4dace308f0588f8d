"""Score quotes: `python benchmarks/quotes.py GOLD.jsonl OUT.jsonl`, then the scorer.

Writes a line for each document of GOLD (id, text) with its quotes, and prints what the step costs
on top of the parse and of the entities that it uses.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from copydesk import Document, Pipeline
from copydesk.formats.output import row_of


def main(gold: str, out: str) -> None:
    """Write the quotes."""
    rows = [json.loads(line) for line in Path(gold).read_text().splitlines()]
    documents = [Document.of(row["text"], id=row["id"]) for row in rows]
    pipeline = Pipeline.parse("steps: [entities, quotes]")
    with pipeline.opened(), Path(out).open("w") as file:
        began = time.perf_counter()
        for document in pipeline.run(documents):
            if not isinstance(document, Document):
                raise SystemExit(f"{document}")
            quotes = [_plain(quote) for quote in row_of(document)["layers"]["quotes"]]
            file.write(json.dumps({"id": document.id, "quotes": quotes}) + "\n")
        seconds = time.perf_counter() - began
    for planned, timing in zip(pipeline.steps, pipeline.timings, strict=True):
        print(f"{planned.name:12} {timing.seconds:7.2f} s")
    print(f"{len(rows)} documents in {seconds:.1f} s")


def _plain(row: dict[str, object]) -> dict[str, object]:
    wanted = ("start", "end", "text", "kind", "speaker", "cue")
    return {
        key: _plain(value) if isinstance(value, dict) else value
        for key, value in row.items()
        if key in wanted
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
