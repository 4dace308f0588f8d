"""Measure what each technique of `entities` gives, by leaving it out.

    python benchmarks/entities_ablation.py GOLD.jsonl SCORER.py

Each row is a run with one technique off, scored by `python SCORER.py GOLD PREDICTIONS --json`.
"""

import argparse
import dataclasses
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

from copydesk_entities import deciding, finding, resolving, spans, titles, untagged
from copydesk_entities.mentions import COARSE, Found, found_at
from copydesk_entities.words import Words, load_words
from copydesk_language.models import load_model

LABELS = ["PERSON", "ORG", "LOC"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("scorer", type=Path)
    given = parser.parse_args()
    records = [json.loads(line) for line in given.gold.read_text("utf-8").splitlines()]
    nlp = load_model("en_core_web_sm", ["ner"])
    tagged = [doc.ents for doc in nlp.pipe([record["text"] for record in records])]
    print(f"{'':34s} exact PERSON    ORG    LOC grouping")
    for name, off in TECHNIQUES.items():
        with ExitStack() as stack:
            finder = off(stack)
            predictions = [
                {
                    "id": record["id"],
                    "entities": [as_gold(entity) for entity in finder(record["text"], names)],
                }
                for record, names in zip(records, tagged, strict=True)
            ]
        print(f"{name:34s}" + scored(given.gold, given.scorer, predictions), flush=True)


def as_gold(entity: Any) -> dict[str, Any]:
    return {"start": entity.start, "end": entity.end, "label": entity.label, "canonical": entity.entity}


def scored(gold: Path, scorer: Path, predictions: list[dict[str, Any]]) -> str:
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.writelines(json.dumps(prediction) + "\n" for prediction in predictions)
        file.flush()
        command = [sys.executable, str(scorer), str(gold), file.name, "--json"]
        score = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    values = [
        score["exact"]["f1"],
        *(score["labels"][label]["f1"] for label in LABELS),
        score["grouping"]["avg"],
    ]
    return "".join(f"{100 * value:7.1f}" for value in values)


Find = Callable[[str, Any], Any]


def finder(words: Words | None = None) -> finding.Finder:
    words = words or load_words()
    return finding.Finder(words, untagged.table_of(words))


def everything(_: ExitStack) -> Find:
    return finder().find


def without(*targets: tuple[Any, str, Any]) -> Callable[[ExitStack], Find]:
    """Make a run in which functions are replaced by ones that do nothing."""

    def off(stack: ExitStack) -> Find:
        for module, name, instead in targets:
            stack.enter_context(patch.object(module, name, instead))
        return finder().find

    return off


def without_cues(_: ExitStack) -> Find:
    """Decide by the votes of the tagger alone."""
    words = load_words()
    kept = {
        cue: tuple(float(COARSE.get(cue.split()[-1], "OTHER") == label) for label in deciding.LABELS)
        for cue in words.weights
        if cue.startswith(("tagged", "listed")) or cue == "untagged"
    }
    return finder(dataclasses.replace(words, weights={"any": (0.0,) * 4, **kept})).find


def without_document(stack: ExitStack) -> Find:
    """Decide each mention by itself."""
    numbered = iter(range(10**9))
    stack.enter_context(patch.object(resolving, "key_of", lambda surface, _: f"{surface}\t{next(numbered)}"))
    stack.enter_context(patch.object(finding, "known_names", nothing))
    return finder().find


def without_figures(_: ExitStack) -> Find:
    """Know no people by name."""
    return finder(dataclasses.replace(load_words(), figures=frozenset())).find


def tagger_alone(_: ExitStack) -> Find:
    """Give what the tagger found, articles and possessives cut."""

    def find(text: str, names: Any) -> Iterator[Any]:
        for name in names:
            if name.label_ in COARSE:
                start, end = spans.trimmed(text, name.start_char, name.end_char)
                if start < end:
                    found = found_at(text, start, end, name.label_)
                    yield finding.Entity(start, end, COARSE[name.label_], "", found.surface)

    return find


def nothing(*_: Any) -> tuple[()]:
    return ()


def unchanged(_text: str, mentions: Sequence[Found], _words: Words) -> Sequence[Found]:
    return mentions


def whole(text: str, start: int, end: int, kind: str, words: Words) -> Iterator[Found]:
    start, end = spans.trimmed(text, start, end)
    if start < end:
        yield found_at(text, start, end, kind, titles.title_before(text, start, words))


def unlinked(*_: Any) -> None:
    """Link nothing."""


TECHNIQUES: dict[str, Callable[[ExitStack], Find]] = {
    "the tagger, trimmed": tagger_alone,
    "everything": everything,
    "without mending spans": without((finding, "mended", whole)),
    "without joining parts": without((finding, "joined", unchanged)),
    "without cues": without_cues,
    "without one decision a document": without_document,
    "without known names": without((finding, "known_names", nothing)),
    "without names after titles": without((finding, "titled_names", nothing)),
    "without lists of names": without((untagged, "listed_names", nothing)),
    "without acronyms in brackets": without((finding, "with_acronyms", unchanged)),
    "without words with a capital": without((finding, "capitalised", nothing)),
    "without names beside in a list": without((resolving, "set_neighbours", nothing)),
    "without first names": without((untagged, "first_named", nothing)),
    "without members of lists": without((untagged, "between", nothing)),
    "without lines in capitals": without((finding, "told_apart", unchanged)),
    "without well-known people": without_figures,
    "without last names as cues": without(
        (resolving, "hear_last_names", nothing), (resolving, "hear_bearers", nothing)
    ),
    "without linking people": without(
        (resolving, "_link_persons", unlinked),
        (resolving, "join_persons", lambda names: {name: name for name in names}),
    ),
    "without linking bodies": without(
        (resolving, "link_bodies", unlinked), (resolving, "link_bracketed", unlinked)
    ),
}


if __name__ == "__main__":
    main()
