"""Measure `entities`: predictions for a scorer, and the time on top of the model's own.

    python benchmarks/entities.py GOLD.jsonl [PREDICTIONS.jsonl] [--model NAME]

GOLD holds one JSON object a line with `id` and `text`. PREDICTIONS gets one a line with `id` and
`entities` (start, end, label, canonical: the id of the entity in the document).
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from copydesk import ENTITIES, PARSE, Document
from copydesk.applying import apply_changes
from copydesk.testing import opened_step, run_step
from copydesk_entities import Entities
from copydesk_language import Language
from copydesk_language.models import load_model

ROUNDS = 5
# So few that other work on the machine slows all that is compared.
TOGETHER = 32


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("predictions", type=Path, nargs="?")
    parser.add_argument("--model", default="en_core_web_sm")
    given = parser.parse_args()
    records = [json.loads(line) for line in given.gold.read_text("utf-8").splitlines() if line.strip()]
    documents = [Document.of(record["text"], id=record["id"]) for record in records]
    tagged = run_step(Entities, parsed(documents, given.model))
    if given.predictions:
        lines = [json.dumps(prediction(document)) for document in tagged]
        given.predictions.write_text("\n".join(lines) + "\n", "utf-8")
    report(documents, given.model)


def parsed(documents: list[Document], model: str) -> list[Document]:
    changes = provider_of(model).process(documents)
    return [
        apply_changes(document, change, step="language", provides=(PARSE,), edits=False, provenance="")
        for document, change in zip(documents, changes, strict=True)
    ]


def provider_of(model: str) -> Language:
    """Open `language` as a plan does, with the components that `entities` asks for."""
    step = Language(Language.Options(model=model))
    step.wanted = frozenset().union(*(layer.parts for layer in Entities.requires))
    step.open()
    return step


def prediction(document: Document) -> dict[str, Any]:
    return {
        "id": document.id,
        "entities": [
            {"start": found.start, "end": found.end, "label": found.label, "canonical": found.entity}
            for found in document[ENTITIES]
        ],
    }


def report(documents: list[Document], model: str) -> None:
    """Print words a CPU second: the model alone, and `entities` on top, alternating every few texts."""
    nlp = load_model(model, ["ner"])  # as spaCy ships it, with its own matrix library
    words = sum(len(document.text.split()) for document in documents)
    with_parse = parsed(documents, model)
    provider, step = provider_of(model), opened_step(Entities)
    rounds = []
    for _ in range(ROUNDS):
        alone = own = on_top = 0.0
        for at in range(0, len(documents), TOGETHER):
            part, tagged = documents[at : at + TOGETHER], with_parse[at : at + TOGETHER]
            texts = [document.text for document in part]
            alone += seconds(lambda texts=texts: [doc.ents for doc in nlp.pipe(texts, batch_size=16)])
            own += seconds(lambda part=part: [*provider.process(part)])
            on_top += seconds(lambda tagged=tagged: [*step.process(tagged)])
        rounds.append((alone, own, on_top))
    bare, own, extra = map(statistics.median, zip(*rounds, strict=True))
    share = statistics.median(on_top / alone for alone, _, on_top in rounds)
    print(f"{len(documents)} texts, {words} words, median of {ROUNDS} rounds, CPU seconds", file=sys.stderr)
    print(f"bare nlp.pipe, ner only  {bare:6.2f} s  {words / bare:8.0f} words/s", file=sys.stderr)
    print(f"language, ner only       {own:6.2f} s  {words / own:8.0f} words/s", file=sys.stderr)
    print(f"entities on top          {extra:6.2f} s  {100 * share:7.1f} % of it", file=sys.stderr)


def seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
