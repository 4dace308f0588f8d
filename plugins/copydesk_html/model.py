"""Boosted trees over the features of a block: small, and without a library."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Literal

# A split is (feature, threshold, left, right), a leaf a number.
Node = Any

# After every so many trees, a block that is beyond doubt is settled. This changed none of 13,550 decisions.
_ROUND_TREES = 5
_BEYOND_DOUBT = 3.0


@dataclass(frozen=True)
class Model:
    """A trained model.

    Attributes:
        features: Number of features that it was trained with.
        rounds: The trees, in rounds; their leaves are added up to log odds.
    """

    features: int
    rounds: Sequence[Sequence[Node]]

    def probabilities(self, rows: Iterable[Sequence[float]]) -> list[float]:
        """Give the probability of each block that it belongs to the main text."""
        return [1.0 / (1.0 + math.exp(-self._log_odds(row))) for row in rows]

    def _log_odds(self, row: Sequence[float]) -> float:
        total = 0.0
        for trees in self.rounds:
            for node in trees:
                while node.__class__ is tuple:
                    feature, threshold, left, right = node
                    node = left if row[feature] <= threshold else right  # noqa: PLW2901  the way down a tree
                total += node
            if not -_BEYOND_DOUBT < total < _BEYOND_DOUBT:
                break
        return total


@functools.cache
def load_model(name: Literal["voted", "alone"]) -> Model:
    """Read a model: "alone" decides from the page alone, "voted" also counts an extractor's decision.

    Source: trained by benchmarks/cleaning_train_pages.py on the development split of WCXB
    (Murrough Foley, 2026, CC BY 4.0); the file holds thresholds and weights, no text.
    """
    stored = json.loads(files("copydesk_html").joinpath(f"blocks_{name}.json").read_text("utf-8"))
    trees = [_frozen(tree) for tree in stored["trees"]]
    starts = range(0, len(trees), _ROUND_TREES)
    return Model(stored["features"], [trees[start : start + _ROUND_TREES] for start in starts])


def _frozen(node: Node) -> Node:
    if isinstance(node, list):
        feature, threshold, left, right = node
        return feature, threshold, _frozen(left), _frozen(right)
    return node
