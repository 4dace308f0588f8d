"""What the words of a line tell: whether pages or articles say them."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Sequence
from importlib.resources import files
from itertools import accumulate, pairwise
from math import sqrt
from zlib import crc32

from copydesk_clean.lines import Line

# Words and runs of words share this many weights; which run has which weight is not stored.
BUCKETS = 8192
_WORD = re.compile(r"\w+(?:['’]\w+)?|[^\w\s]")
_DIGITS = re.compile(r"\d+")
_HEAD_CHARACTERS = 400
_HEAD_WORDS = 24
# A line of so few words is also taken as a whole.
_WHOLE_WORDS = 6
_SHIFTS = (-3, -2, -1, 1, 2, 3)
_WINDOWS = (4, 12, 40)
_NO_LINE = -9.0


def line_buckets(text: str) -> set[int]:
    """Give the numbers of the weights that a line's words and runs of words have."""
    plain = _DIGITS.sub("0", text[:_HEAD_CHARACTERS].casefold()).replace("’", "'")
    words = _WORD.findall(plain)[:_HEAD_WORDS]
    if not words:
        return set()
    runs = {*words, *(f"{first} {second}" for first, second in pairwise(words))}
    runs |= {"^" + words[0], "^" + " ".join(words[:2]), "^" + " ".join(words[:3]), words[-1] + "$"}
    if len(words) <= _WHOLE_WORDS:
        runs.add("=" + " ".join(words))
    return {crc32(run.encode()) % BUCKETS for run in runs}


def word_scores(lines: Sequence[Line]) -> list[float]:
    """Tell of each line how much its words speak for furniture (above 0) or for an article."""
    bias, scale, weights = _load_weights()
    scores: dict[str, float] = {}
    for line in lines:
        if line.text not in scores:
            found = line_buckets(line.text)
            total = sum([weights[bucket] for bucket in found])
            scores[line.text] = bias + total / scale / sqrt(len(found) or 1)
    return [scores[line.text] for line in lines]


def score_features(scores: Sequence[float]) -> list[list[float]]:
    """Describe each line by its score and those of the lines around it."""
    number = len(scores)
    sums = [0.0, *accumulate(scores)]
    whole = sums[-1] / max(1, number)
    highest = [*accumulate(scores, max)]
    highest_after = [*accumulate(reversed(scores), max)][::-1]
    reach = max(_SHIFTS)
    padded = [_NO_LINE] * reach + [*scores] + [_NO_LINE] * reach
    rows: list[list[float]] = []
    for index, score in enumerate(scores):
        row = [score, *(padded[index + reach + shift] for shift in _SHIFTS)]
        for size in _WINDOWS:
            low, high = max(0, index - size), min(number, index + size + 1)
            row.append((sums[index] - sums[low]) / max(1, index - low))
            row.append((sums[high] - sums[index + 1]) / max(1, high - index - 1))
        row += [sums[index] / max(1, index), (sums[-1] - sums[index + 1]) / max(1, number - index - 1)]
        row += [whole, highest[index], highest_after[index]]
        rows.append(row)
    return rows


@functools.cache
def _load_weights() -> tuple[float, int, list[int]]:
    """Read the bias and the weights, whole numbers that stand for so many times as much.

    Source: trained by benchmarks/train_lines.py on the development split of WCXB (Murrough Foley,
    2026, CC BY 4.0); the file holds numbers, no words.
    """
    stored = json.loads(files("copydesk_clean").joinpath("line_words.json").read_text("utf-8"))
    return stored["bias"], stored["scale"], stored["weights"]
