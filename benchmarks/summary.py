"""Score summaries: `python benchmarks/summary.py GOLD.jsonl OUT.jsonl [--lead]`, then the scorer.

Writes a line for each document of GOLD (id, text, title) with the sentences of the summary, or of
the first three sentences with --lead. Prints documents a second.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from copydesk import SENTENCES, SUMMARY, Document
from copydesk.testing import run_step
from copydesk_sentences.sentences import sentences
from copydesk_summary.summary import Summary


def main(gold: str, out: str, *flags: str) -> None:
    """Write the summaries."""
    rows = [json.loads(line) for line in Path(gold).read_text().splitlines()]
    documents = [Document.of(row["text"], id=row["id"], meta={"title": row.get("title", "")}) for row in rows]
    split = run_step(sentences, documents)
    began = time.perf_counter()
    summed = run_step(Summary, split)
    seconds = time.perf_counter() - began
    with Path(out).open("w") as file:
        for document in summed:
            spans = document[SENTENCES][:3] if "--lead" in flags else document[SUMMARY]
            line = {"id": document.id, "summary": [document.text_of(span) for span in spans]}
            file.write(json.dumps(line) + "\n")
    print(f"{len(rows)} documents, {len(rows) / seconds:.0f} a second")


if __name__ == "__main__":
    main(*sys.argv[1:])
