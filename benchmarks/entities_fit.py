"""Fit the weights of the cues by which `entities` decides what a name is.

    python benchmarks/entities_fit.py GOLD.jsonl [--write]

GOLD holds one JSON object a line: `id`, `source`, `text` and `entities` (start, end, label). For
each name of a document the cues are those that the step sees; the label is the gold one, OTHER
where gold has no such span. A softmax regression starts from PRIOR, what each cue should be worth
by reason alone, and is held near it, so that a cue that GOLD hardly shows keeps its sense.
`--write` puts the table into the plugin. `entities_cross.py` measures on texts that were left out.
"""

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np  # noqa: TID253 - a script that needs it throughout

from copydesk_entities import bearers, resolving
from copydesk_entities.deciding import LABELS, cues_of
from copydesk_entities.finding import Finder
from copydesk_entities.lists import DATA
from copydesk_entities.mentions import Found
from copydesk_entities.untagged import table_of
from copydesk_entities.words import load_words
from copydesk_language.models import load_model

# Cue: what it adds for PERSON, ORG, LOC, OTHER.
PRIOR = {
    "any": (0, 0, 0, 0.3),
    "tagged PERSON": (1.6, 0, -0.3, 0),
    "tagged ORG": (0, 1.4, -0.3, 0),
    "tagged GPE": (0, 0, 1.6, 0),
    "tagged LOC": (0, 0, 1, 0),
    "tagged FAC": (0, 0, 1, 0),
    "untagged": (-1, -1, -1, 1),
    "listed PERSON": (1, 0, 0, 0),
    "listed ORG": (0, 1, 0, 0),
    "listed LOC": (0, 0, 1, 0),
    "tagged NORP": (0, 0, 0, 1.5),
    "tagged PRODUCT": (0, 0, 0, 1.5),
    "tagged EVENT": (0, 0, 0, 1.5),
    "tagged WORK_OF_ART": (0, 0, 0, 1.5),
    "tagged LAW": (0, 0, 0, 1.5),
    "tagged LANGUAGE": (0, 0, 0, 1.5),
    "first name": (1.5, 0, 0, 0),
    "rare first name": (1, 0, 0, 0),
    "first name alone": (0.6, 0, 0, 0),
    "accents": (0.3, 0, 0, 0),
    "initials": (2, 0, 0, 0),
    "generation": (2, 0, 0, 0),
    "particle": (0.7, 0, 0, 0),
    "organisation word": (-0.5, 2, 0, 0),
    "organisation word alone": (-0.5, 1.5, 0, 0),
    "company suffix": (0, 4, 0, 0),
    "acronym": (-1.5, 1, 0, 0),
    "ampersand": (-2, 1, -1, 0),
    "thing word": (-0.5, 0, 0, 1),
    "people": (0, 0, 0, 3),
    "digit": (-0.5, 0, -0.5, 0.5),
    "small letters": (0, 0, 0, 2),
    "one word": (0, 0, 0, 0),
    "four words": (-0.5, 0, 0, 0),
    "country": (0, 0, 5, 0),
    "region": (0, 0, 2, 0),
    "big town": (-0.3, 0, 2.5, 0),
    "town": (0, 0, 1.5, 0),
    "landform": (0, 0, 1.7, 0),
    "compass": (0, 0, 0.7, 0),
    "title": (3, 0, 0, 0),
    "age": (3, 0, 0, 0),
    "letters after": (3, 0, 0, 0),
    "who": (1.5, 0, 0, 0),
    "born": (1.5, 0, 0, 0),
    "role": (1.5, 0, 0, 0),
    "role after": (2, 0, 0, 0),
    "speech": (0.8, 0.3, 0, 0),
    "said before": (0.8, 0, 0, 0),
    "deed": (1, 0, 0, 0),
    "manner": (1, 0, 0, 0),
    "greeting": (1, 0, 0, 0),
    "by": (0.3, 0, 0, 0),
    "article": (-1.2, 0.4, 0, 0),
    "post in": (0, 1.2, 0, 0),
    "staff": (0, 1, 0, 0),
    "shares": (0, 1.5, 0, 0),
    "in place": (-0.3, 0, 1, 0),
    "from place": (-0.3, 0, 1, 0),
    "in the": (-1.2, 0.4, 0.5, 0),
    "at the": (-1.2, 0.4, 0.4, 0),
    "near the": (-1.2, 0.2, 0.6, 0),
    "placed person": (-1.5, 0, 1.5, 0),
    "venue as a place": (0, -1.5, 1.5, 0),
    "reign": (1.2, 0, 0, 0),
    "known person": (2.5, 0, 0, 0),
    "known last name": (2, 0, 0, 0),
    "bearer": (1, 0, -1.5, 0),
    "between": (0, 0, 0.3, -0.4),
    "rule": (0.6, 0.1, 0.3, -0.4),
    "called by the last word": (1, 0, 0, 0),
    "late": (2.5, 0, 0, -0.5),
    "trusted": (0.6, 0, 0, 0),
    "told the": (-1.5, 1.2, 0, 0),
    "opponent": (0, 1.2, 0.2, 0),
    "squad": (0, 1.2, 0.2, 0),
    "at": (0, 0.2, 0.2, 0),
    "near": (0, 0, 0.8, 0),
    "place noun": (0, 0, 2, -0.4),
    "dateline": (-0.3, 0, 1.8, -0.2),
    "ruler of": (0, 0, 1.2, 0),
    "resident of": (0, 0, 2.5, 0),
    "work for": (0, 1.2, 0, 0),
    "head of": (-0.5, 1.2, 0, 0),
    "joined": (0, 0.8, 0, 0),
    "body": (-0.3, 1.5, 0, 0),
    "body after": (-0.5, 3, 0, 0),
    "place": (-0.3, 0, 1.5, 0),
    "place after": (-0.5, 0, 3, 0),
    "work after": (-0.5, 0, 0, 1.5),
    "business": (0, 0.8, 0, 0),
    "score": (0.2, 0.8, 0.3, 0),
    "town first": (-0.3, 0.7, 0, 0.3),
    "town last": (-1, 0.8, 0, 0.3),
    "body with a first name": (-1.5, 1.5, 0, 0),
    "place with a first name": (-1.5, 0, 1.5, 0),
    "based": (0, 0, 1.5, 0),
    "followed by a country": (0, 0, 2, 0),
    "known body": (0, 3, 0, 0),
    "prefix": (-1, 0, 0, 1.5),
    "pronoun": (0.3, 0, 0, 0),
    "verb after": (0.2, 0.2, 0, 0),
    "colon after": (0, 0, 0, 0.3),
    "hyphen after": (0, 0, 0, 0),
    "possessive": (0, 0, 0, 0),
    "of after": (0, 0, 0, 0),
    "capital after": (0, 0, 0, 0.2),
    "capital before": (0, 0, 0, 0.2),
    "noun after": (0, 0, 0, 0),
    "line end": (0, 0, 0, 0),
    "line start": (0, 0, 0, 0),
    "sentence start": (0, 0, 0, 0),
    "quoted": (0, 0, 0, 0.8),
    "work before": (0, 0, 0, 1),
    "owner": (-0.5, 0.5, 0.5, 0),
    "person of": (-1, 0.8, 0.5, 0),
    "and PERSON": (0.5, 0, 0, 0),
    "and ORG": (0, 0.5, 0, 0),
    "and LOC": (0, 0, 0.8, 0),
    "comma PERSON": (0.3, 0, 0, 0),
    "comma ORG": (0, 0.3, 0, 0),
    "comma LOC": (0, 0, 0.5, 0),
    "town as a place": (0, 0, 1, 0),
    "town as a team": (0, 2, -1, 0),
    "shouted": (-1, -0.2, -0.2, 1),
    "small elsewhere": (0, 0, 0, 0.8),
}
HEADER = (
    "# What each cue is worth for PERSON, ORG, LOC and none of them; the exponent gives odds.\n"
    "# Written by benchmarks/entities_fit.py: set by reason, then fitted on a development set.\n"
)
# How firmly the weights are held near the prior.
HOLD = 15.0
ROUNDS = 500


class Example(NamedTuple):
    """A name of a document: where it is from, what it is, the cues that speak for it, how often it stands."""

    record: int
    source: str
    label: str
    cues: dict[str, float]
    mentions: int


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    if given.write:
        write(np.array([*PRIOR.values()], float))
        load_words.cache_clear()
    records = read(given.gold)
    examples = collected(records, tagged(records))
    print(len(examples), "names", Counter(example.label for example in examples))
    weights = fitted(examples)
    print(f"right, in-sample {right(weights, examples):.3f}")
    if given.write:
        write(weights)


def read(gold: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gold.read_text("utf-8").splitlines() if line.strip()]


def tagged(records: list[dict[str, Any]]) -> list[Any]:
    """Give what the model marks in each text."""
    nlp = load_model("en_core_web_sm", ["ner"])
    return [doc.ents for doc in nlp.pipe([record["text"] for record in records])]


def collected(records: list[dict[str, Any]], tags: list[Any]) -> list[Example]:
    """Give the cues and the gold label of each name."""
    finder = Finder(load_words(), table_of(load_words()))
    examples: dict[tuple[int, int], Example] = {}
    plain = resolving.weigh
    for at, (record, names) in enumerate(zip(records, tags, strict=True)):

        def spy(*given: Any, at: int = at, record: Any = record) -> Any:
            mentions: list[Found] = given[1]
            if label := gold_label(mentions, record["entities"]):
                # A name in a list is weighed again when the names beside it are decided.
                place = (at, mentions[0].start)
                examples[place] = Example(at, record["source"], label, cues_of(*given), len(mentions))
            return plain(*given)

        resolving.weigh = bearers.weigh = spy
        finder.find(record["text"], names)
    resolving.weigh = bearers.weigh = plain
    return [*examples.values()]


def gold_label(mentions: list[Found], entities: list[dict[str, Any]]) -> str:
    """Give the most frequent gold label of the mentions; "" when all are gold spans cut otherwise."""
    labels: Counter[str] = Counter()
    by_span = {(entity["start"], entity["end"]): entity["label"] for entity in entities}
    for found in mentions:
        label = by_span.get((found.start, found.end))
        if label:
            labels[label if label in LABELS else "OTHER"] += 1
        elif not any(start < found.end and found.start < end for start, end in by_span):
            labels["OTHER"] += 1
    return labels.most_common(1)[0][0] if labels else ""


def arrays(examples: list[Example]) -> tuple[Any, Any, Any]:
    at = {cue: number for number, cue in enumerate(PRIOR)}
    seen = np.zeros((len(examples), len(PRIOR)))
    labels = np.array([LABELS.index(example.label) for example in examples])
    shares = np.zeros(len(examples))
    for row, example in enumerate(examples):
        seen[row, at["any"]] = 1
        for cue, strength in example.cues.items():
            if cue in at:
                seen[row, at[cue]] = strength
        # The single sentences of CrossNER follow Wikipedia's links, not what a reader calls a name.
        shares[row] = np.sqrt(example.mentions) * (0.4 if example.source.startswith("CrossNER") else 1)
    return seen, labels, shares


def fitted(examples: list[Example]) -> Any:
    """Fit by Adam; the penalty is the distance from the prior."""
    seen, labels, shares = arrays(examples)
    prior = np.array([*PRIOR.values()], float)
    weights, first, second = prior.copy(), np.zeros_like(prior), np.zeros_like(prior)
    wanted = np.eye(len(LABELS))[labels]
    for step in range(1, ROUNDS + 1):
        scores = np.exp(seen @ weights - (seen @ weights).max(1, keepdims=True))
        off = (scores / scores.sum(1, keepdims=True) - wanted) * shares[:, None]
        slope = (seen.T @ off + HOLD * (weights - prior)) / len(examples)
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        weights -= 0.03 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return weights


def right(weights: Any, examples: list[Example]) -> float:
    seen, labels, shares = arrays(examples)
    return float((shares * ((seen @ weights).argmax(1) == labels)).sum() / shares.sum())


def table(weights: Any) -> dict[str, tuple[float, float, float, float]]:
    """Give the weights as the plugin reads them, with two decimals."""
    rows = zip(PRIOR, weights, strict=True)
    return {cue: tuple(round(float(value), 2) for value in row) for cue, row in rows}


def write(weights: Any) -> None:
    lines = ["\t".join([cue, *(f"{value:.2f}" for value in row)]) for cue, row in table(weights).items()]
    Path(str(DATA / "weights.tsv")).write_text(HEADER + "\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
