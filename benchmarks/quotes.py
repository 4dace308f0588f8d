"""Score quotes: `python benchmarks/quotes.py GOLD.jsonl OUT.jsonl`, then the scorer.

Writes a line for each document of GOLD (id, text) with its quotes, and prints what the step costs on top of
the rest of its chain: the parse and the entities that it uses. Processor time, several rounds.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from copydesk import Changes, Document, Pipeline
from copydesk.formats.output import row_of
from copydesk_quotes.quotes import Quotes

ROUNDS = 5


def main(gold: str, out: str) -> None:
    """Write the quotes, then measure."""
    rows = [json.loads(line) for line in Path(gold).read_text().splitlines()]
    documents = [Document.of(row["text"], id=row["id"]) for row in rows]
    spent = _watch(Quotes)
    shares: list[float] = []
    found: list[Document] = []
    with Pipeline.parse("steps: [entities, quotes]").opened() as pipeline:
        for number in range(ROUNDS):
            spent.clear()
            began = time.process_time()
            found = [one for one in pipeline.process(documents) if isinstance(one, Document)]
            whole, own = time.process_time() - began, sum(spent)
            shares.append(100 * own / (whole - own))
            print(f"round {number + 1}: chain {whole:.2f} s, of it quotes {own:.2f} s: +{shares[-1]:.1f} %")
    print(f"median: +{statistics.median(shares):.1f} %")
    with Path(out).open("w") as file:
        for document in found:
            quotes = [_plain(quote) for quote in row_of(document)["layers"]["quotes"]]
            file.write(json.dumps({"id": document.id, "quotes": quotes}) + "\n")


def _watch(step: type[Quotes]) -> list[float]:
    """Let a step write down the processor time that each of its documents takes."""
    spent: list[float] = []
    process = step.process

    def watched(self: Quotes, documents: Sequence[Document]) -> Iterator[Changes]:
        changes = process(self, documents)
        while True:
            began = time.process_time()
            one = next(changes, None)
            spent.append(time.process_time() - began)
            if one is None:
                return
            yield one

    step.process = watched  # type: ignore[method-assign]
    return spent


def _plain(row: dict[str, object]) -> dict[str, object]:
    wanted = ("start", "end", "text", "kind", "speaker", "cue")
    return {
        key: _plain(value) if isinstance(value, dict) else value
        for key, value in row.items()
        if key in wanted
    }


if __name__ == "__main__":
    main(*sys.argv[1:])
