"""Scoring sentences, and choosing among them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from copydesk_summary.candidates import STOP_WORDS, Candidate, stem

# Source: Brin and Page 1998, as LexRank and TextRank use it.
DAMPING = 0.85
_ROUNDS = 30
_CONVERGED = 1e-6
# More sentences than these are compared with the first ones only: the cost grows with the square.
_MOST_COMPARED = 400
# A sentence that is no whole one is taken only when nothing else is left.
_FRAGMENT = 0.02
_HANGING = 0.6
_TITLE = 0.4
_QUOTE = 0.55
# Past so many words each one more counts against a sentence: long ones win by length alone.
_LONG_WORDS = 30
_LONG_LOSS = 0.02
_LONG_LEAST = 0.4


def score(candidates: Sequence[Candidate], title: str, *, lead: float) -> list[float]:
    """Score sentences by content, place and headline.

    Content is LexRank: the stationary distribution of a walk between sentences that share words,
    weighted by tf-idf cosine. Place falls with the number of the sentence. Both are scaled to
    their highest value and mixed by `lead`; words shared with the headline add to it.

    Source: Erkan and Radev 2004, LexRank, JAIR 22, section 3.3 (continuous LexRank); the lead as a
    feature: Nenkova 2005, AAAI.

    Returns:
        A score for each sentence, in order, not scaled.
    """
    if not candidates:
        return []
    vectors = _vectors(candidates)
    central = _scaled(_lexrank(vectors))
    title_words = {stem(word) for word in title.split() if word.lower() not in STOP_WORDS}
    scores = []
    for candidate, content in zip(candidates, central, strict=True):
        place = 1 / (1 + 0.35 * candidate.place) if candidate.place else 1.0
        value = (1 - lead) * content + lead * place
        if title_words:
            value += _TITLE * len(title_words & candidate.words.keys()) / len(title_words)
        if candidate.names:
            value *= 1.05
        scores.append(value * _fitness(candidate))
    return scores


def choose(
    candidates: Sequence[Candidate],
    scores: Sequence[float],
    *,
    sentences: int,
    words: int | None,
    diversity: float,
) -> list[int]:
    """Choose sentences one by one, each by its score less what the chosen ones say already.

    Source: Carbonell and Goldstein 1998, Maximal Marginal Relevance, SIGIR.

    Returns:
        Places in `candidates`, the most important first.
    """
    vectors = _vectors(candidates)
    left = {index for index, candidate in enumerate(candidates) if candidate.length}
    chosen: list[int] = []
    budget = words
    highest = max(scores, default=1.0) or 1.0
    repeats = dict.fromkeys(left, 0.0)
    while left and len(chosen) < sentences:
        best = min(left, key=lambda index: (-(scores[index] / highest - diversity * repeats[index]), index))
        left.discard(best)
        if budget is not None:
            if candidates[best].length > budget:
                continue
            budget -= candidates[best].length
        chosen.append(best)
        for index in left:
            repeats[index] = max(repeats[index], _cosine(vectors[index], vectors[best]))
    return chosen


def _fitness(candidate: Candidate) -> float:
    fitness = 1.0
    if not candidate.is_sentence:
        fitness *= _FRAGMENT
    if candidate.hangs and candidate.place:
        fitness *= _HANGING
    if candidate.is_quote:
        fitness *= _QUOTE
    fitness *= max(_LONG_LEAST, 1 - _LONG_LOSS * max(0, candidate.length - _LONG_WORDS))
    return fitness


def _vectors(candidates: Sequence[Candidate]) -> list[dict[str, float]]:
    """Weigh words by tf-idf over the sentences of the text, to length one."""
    frequency = Counter(word for candidate in candidates for word in candidate.words)
    total = len(candidates)
    vectors = []
    for candidate in candidates:
        weights = {
            word: count * math.log(1 + total / frequency[word]) for word, count in candidate.words.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values()))
        vectors.append({word: weight / length for word, weight in weights.items()} if length else {})
    return vectors


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(weight * other[word] for word, weight in one.items() if word in other)


def _lexrank(vectors: Sequence[dict[str, float]]) -> list[float]:
    size = min(len(vectors), _MOST_COMPARED)
    rows: list[dict[int, float]] = [{} for _ in range(size)]
    for one in range(size):
        for other in range(one + 1, size):
            weight = _cosine(vectors[one], vectors[other])
            if weight > 0:
                rows[one][other] = rows[other][one] = weight
    sums = [sum(row.values()) for row in rows]
    ranks = [1 / size] * size
    for _ in range(_ROUNDS):
        fresh = [(1 - DAMPING) / size] * size
        for one, row in enumerate(rows):
            for other, weight in row.items():
                fresh[other] += DAMPING * ranks[one] * weight / sums[one]
        moved = sum(abs(new - old) for new, old in zip(fresh, ranks, strict=True))
        ranks = fresh
        if moved < _CONVERGED:
            break
    return ranks + [0.0] * (len(vectors) - size)


def _scaled(values: Sequence[float]) -> list[float]:
    highest = max(values, default=0.0)
    return [value / highest if highest else 0.0 for value in values]
