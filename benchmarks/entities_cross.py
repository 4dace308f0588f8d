"""Measure `entities` with weights of the cues that were fitted on other texts.

    python benchmarks/entities_cross.py GOLD.jsonl SCORER.py [--folds 5]

Three tables, each over all texts and by source: the weights in the plugin; weights fitted without
each fold of the texts (text 1, 6, 11 and so on are the first of five); weights fitted without each
source, which tells best how the step does on a kind of text that it never saw. SCORER is run as
`python SCORER.py GOLD PREDICTIONS --json --by-source`.
"""

import argparse
import dataclasses
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from entities_ablation import LABELS, as_gold
from entities_fit import Example, collected, fitted, read, table, tagged

from copydesk_entities.finding import Finder
from copydesk_entities.untagged import table_of
from copydesk_entities.words import load_words

Records = list[dict[str, Any]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    given = parser.parse_args()
    records = read(given.gold)
    tags = tagged(records)
    examples = collected(records, tags)
    report("the weights in the plugin", predicted(records, tags, None), given)
    folds = left_out(records, tags, examples, lambda at: at % given.folds)
    report(f"fitted without each of {given.folds} folds of the texts", folds, given)
    sources = left_out(records, tags, examples, lambda at: records[at]["source"])
    report("fitted without each source", sources, given)


def left_out(
    records: Records, tags: list[Any], examples: list[Example], part_of: Callable[[int], Any]
) -> Records:
    """Predict each part of the texts with weights that were fitted on the others."""
    predictions: Records = []
    parts = [part_of(at) for at in range(len(records))]
    for part in dict.fromkeys(parts):
        weights = fitted([example for example in examples if parts[example.record] != part])
        inside = [at for at, other in enumerate(parts) if other == part]
        predictions += predicted([records[at] for at in inside], [tags[at] for at in inside], weights)
    return predictions


def predicted(records: Records, tags: Sequence[Any], weights: Any) -> Records:
    words = load_words()
    if weights is not None:
        words = dataclasses.replace(words, weights=table(weights))
    finder = Finder(words, table_of(words))
    return [
        {
            "id": record["id"],
            "entities": [as_gold(entity) for entity in finder.find(record["text"], names)],
        }
        for record, names in zip(records, tags, strict=True)
    ]


def report(title: str, predictions: Records, given: argparse.Namespace) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(prediction) + "\n" for prediction in predictions)
        file.flush()
        command = [sys.executable, str(given.scorer), str(given.gold), file.name, "--json", "--by-source"]
        score = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    print(f"\n{title:30s} exact PERSON    ORG    LOC grouping    MUC     B3 CEAF-e")
    for name, part in [("all", score), *score["sources"].items()]:
        exact = [part["exact"]["f1"], *(part["labels"][label]["f1"] for label in LABELS)]
        groups = part["grouping"]
        grouping = [groups["avg"], *(groups[key]["f1"] for key in ("muc", "b3", "ceafe"))] if groups else []
        print(f"{name:30s}" + "".join(f"{100 * value:7.1f}" for value in exact + grouping), flush=True)


if __name__ == "__main__":
    main()
