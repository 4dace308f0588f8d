"""Which lines of a text are furniture, by a small trained model."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from copydesk_clean.line_features import is_prose, line_features
from copydesk_clean.lines import Line

# A split is (feature, threshold, left, right), a leaf a number.
Node = Any

# Chosen by cross-validation by site: below 0.3 % of the characters of articles are lost.
_THRESHOLD = 0.92
_CERTAIN_ODDS = math.log(_THRESHOLD / (1 - _THRESHOLD))
# After so many trees, a line that is beyond doubt is settled.
_ROUND_TREES = 10
_CLEARLY_TEXT = -2.0
_CLEARLY_FURNITURE = 5.0
# Verse, lists, tables and scripts have no running text around which furniture could stand.
_FEWEST_PROSE_LINES = 3


def furniture_lines(lines: Sequence[Line]) -> list[int]:
    """Give the indexes of the lines that are furniture beyond doubt."""
    if sum(is_prose(line.text) for line in lines) < _FEWEST_PROSE_LINES:
        return []
    rounds = _load_rounds()
    return [index for index, row in enumerate(line_features(lines)) if _log_odds(rounds, row) > _CERTAIN_ODDS]


def _log_odds(rounds: Sequence[Sequence[Node]], row: Sequence[float]) -> float:
    total = 0.0
    for trees in rounds:
        for tree in trees:
            node = tree
            while node.__class__ is tuple:
                feature, threshold, left, right = node
                node = left if row[feature] <= threshold else right
            total += node
        if not _CLEARLY_TEXT < total < _CLEARLY_FURNITURE:
            break
    return total


@functools.cache
def _load_rounds() -> list[list[Node]]:
    """Read the model.

    Source: trained by benchmarks/train_lines.py on the development split of WCXB (Murrough Foley,
    2026, CC BY 4.0); the file holds thresholds and weights, no text.
    """
    stored = json.loads(files("copydesk_clean").joinpath("lines.json").read_text("utf-8"))
    trees = [_frozen(tree) for tree in stored["trees"]]
    return [trees[start : start + _ROUND_TREES] for start in range(0, len(trees), _ROUND_TREES)]


def _frozen(node: Node) -> Node:
    if isinstance(node, list):
        feature, threshold, left, right = node
        return feature, threshold, _frozen(left), _frozen(right)
    return node
