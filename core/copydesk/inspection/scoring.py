"""Scores of layers against what people annotated."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
_WORD = re.compile(r"\w+")
OVERLAP = 0.8


@dataclass
class Counts:
    """Hits, false alarms and misses.

    Attributes:
        hits: Annotations that are in both.
        false: Annotations that are in the prediction only.
        missed: Annotations that are in the gold only.
    """

    hits: float = 0
    false: float = 0
    missed: float = 0

    @property
    def precision(self) -> float:
        """Share of the predicted that is right; 0 when nothing is predicted."""
        predicted = self.hits + self.false
        return self.hits / predicted if predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that is found; 0 when there is none."""
        wanted = self.hits + self.missed
        return self.hits / wanted if wanted else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = 2 * self.hits + self.false + self.missed
        return 2 * self.hits / total if total else 0.0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.hits + other.hits, self.false + other.false, self.missed + other.missed)


@dataclass
class Score:
    """The score of one measure over documents.

    Attributes:
        name: Measure, with its label after a colon: "entities", "entities:PERSON".
        documents: Counts by document.
    """

    name: str
    documents: dict[str, Counts] = field(default_factory=dict[str, Counts])

    @property
    def total(self) -> Counts:
        """Sum over the documents (micro average)."""
        return sum(self.documents.values(), Counts())

    def worst(self, count: int) -> list[tuple[str, Counts]]:
        """Give the documents with the most false alarms and misses."""
        errors = [(name, counts) for name, counts in self.documents.items() if counts.false + counts.missed]
        return sorted(errors, key=lambda pair: (-(pair[1].false + pair[1].missed), pair[0]))[:count]


def score(gold: Sequence[Row], predicted: Mapping[str, Row], layers: Iterable[str]) -> list[Score]:
    """Score the layers that the gold annotates.

    Spans with a label count when start, end and label are the same. Quotes are scored twice: by
    overlap (Jaccard of their words at least 0.8, best pairs first), and by attribution (overlap,
    and the speaker shares a word with the gold's). Summaries are scored by ROUGE-1, ROUGE-2 and
    ROUGE-L against the best of the references (Lin 2004, without stemming).

    Args:
        gold: Rows with `id`, `text` and annotations by layer; `references` for summaries.
        predicted: Rows of the output by id, positions in the gold's text.
        layers: Names of the layers that the pipeline provides.
    """
    scores: dict[str, Score] = {}

    def add(measure: str, document: str, counts: Counts) -> None:
        known = scores.setdefault(measure, Score(measure)).documents
        known[document] = known.get(document, Counts()) + counts

    for row in gold:
        name = str(row["id"])
        found = predicted[name]
        for layer in layers:
            if layer == "summary" and "references" in row:
                for measure, counts in _rouge(row["references"], found.get(layer, ())).items():
                    add(measure, name, counts)
            elif layer == "quotes" and layer in row:
                for measure, counts in _quotes(row[layer], found.get(layer, ())).items():
                    add(measure, name, counts)
            elif layer in row and layer != "summary":
                for label, counts in _spans(row[layer], found.get(layer, ())).items():
                    add(f"{layer}:{label}" if label else layer, name, counts)
    return [scores[measure] for measure in sorted(scores)]


def bootstrap(one: Score, other: Score, *, rounds: int = 2000, seed: int = 7) -> float:
    """Give the share of resamples of the documents in which `other` is not better than `one`.

    Source: Efron and Tibshirani 1993, chapter 16, paired; Koehn 2004, EMNLP, for F1 over documents.

    Returns:
        A one-sided p value for "other is better", 0 to 1.
    """
    names = sorted(one.documents)
    draw = random.Random(seed)
    losses = 0
    for _ in range(rounds):
        sample = [draw.choice(names) for _ in names]
        before = sum((one.documents[name] for name in sample), Counts())
        after = sum((other.documents.get(name, Counts()) for name in sample), Counts())
        losses += after.f1 <= before.f1
    return losses / rounds


def _spans(gold: Sequence[Row], found: Sequence[Row]) -> dict[str, Counts]:
    wanted = Counter((span["start"], span["end"], span.get("label", "")) for span in gold)
    # Labels that nobody annotated are no mistakes.
    labels = {label for _, _, label in wanted} or {span.get("label", "") for span in found}
    got = Counter((span["start"], span["end"], span.get("label", "")) for span in found)
    counts = {"": Counts()}
    for key in {**wanted, **got}:
        label = key[2]
        if label not in labels:
            continue
        hits = min(wanted[key], got[key])
        one = Counts(hits, got[key] - hits, wanted[key] - hits)
        counts[""] += one
        if label:
            counts[label] = counts.get(label, Counts()) + one
    return counts


def _quotes(gold: Sequence[Row], found: Sequence[Row]) -> dict[str, Counts]:
    pairs = sorted(
        (
            (-_jaccard(one, other), number, place)
            for number, one in enumerate(gold)
            for place, other in enumerate(found)
            if _jaccard(one, other) >= OVERLAP
        ),
    )
    matched: dict[int, int] = {}
    for _, number, place in pairs:
        if number not in matched and place not in matched.values():
            matched[number] = place
    right = sum(_same_speaker(gold[number], found[place]) for number, place in matched.items())
    overlap = len(matched)
    return {
        "quotes:overlap": Counts(overlap, len(found) - overlap, len(gold) - overlap),
        "quotes:attribution": Counts(right, len(found) - right, len(gold) - right),
    }


def _jaccard(one: Row, other: Row) -> float:
    """Compare the words of two spans by their positions."""
    if one["start"] >= other["end"] or other["start"] >= one["end"]:
        return 0.0
    first = {one["start"] + match.start() for match in _WORD.finditer(one["text"])}
    second = {other["start"] + match.start() for match in _WORD.finditer(other["text"])}
    union = len(first | second)
    return len(first & second) / union if union else 0.0


def _same_speaker(gold: Row, found: Row) -> bool:
    wanted, got = gold.get("speaker"), found.get("speaker")
    if wanted is None or got is None:
        return wanted is got
    names = [wanted.get("text", ""), wanted.get("name", ""), *(wanted.get("aliases") or ())]
    known = {word.lower() for name in names for word in _WORD.findall(name or "") if word[0].isupper()}
    said = {
        word.lower()
        for name in (got["text"], got["name"])
        for word in _WORD.findall(name)
        if word[0].isupper()
    }
    return bool(known & said) or wanted.get("text", "").lower() == got["text"].lower()


def _rouge(references: Sequence[str], found: Sequence[Row]) -> dict[str, Counts]:
    said = [word.lower() for sentence in found for word in _WORD.findall(sentence["text"])]
    measures = {}
    for name, measure in (("1", 1), ("2", 2), ("L", 0)):
        options = [
            _rouge_counts([w.lower() for w in _WORD.findall(text)], said, measure) for text in references
        ]
        best = max(options, key=lambda counts: counts.f1, default=Counts())
        # Each document counts the same, however long its summary.
        size = best.hits + best.false + best.missed or 1
        measures[f"summary:ROUGE-{name}"] = Counts(best.hits / size, best.false / size, best.missed / size)
    return measures


def _rouge_counts(reference: Sequence[str], said: Sequence[str], size: int) -> Counts:
    if size:
        wanted, got = _grams(reference, size), _grams(said, size)
        hits = (wanted & got).total()
        return Counts(hits, got.total() - hits, wanted.total() - hits)
    common = _longest_common(reference, said)
    return Counts(common, len(said) - common, len(reference) - common)


def _grams(words: Sequence[str], size: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(words[at : at + size]) for at in range(len(words) - size + 1))


def _longest_common(one: Sequence[str], other: Sequence[str]) -> int:
    previous = [0] * (len(other) + 1)
    for word in one:
        current = [0]
        for at, candidate in enumerate(other):
            current.append(previous[at] + 1 if word == candidate else max(previous[at + 1], current[-1]))
        previous = current
    return previous[-1]
