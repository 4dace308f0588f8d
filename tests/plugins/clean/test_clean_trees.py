"""Boosted trees give what a walk down each of them gives."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk_clean.trees import BoostedTrees

FEATURES = 4
NUMBERS = st.sampled_from([-2.0, -1.0, 0.0, 0.5, 1.0, 3.0])
TREES = st.recursive(
    NUMBERS,
    lambda below: st.tuples(st.integers(0, FEATURES - 1), NUMBERS, below, below).map(list),
    max_leaves=20,
)
ROWS = st.lists(st.lists(NUMBERS, min_size=FEATURES, max_size=FEATURES), max_size=5)


def walked(tree: Any, row: list[float]) -> float:
    while isinstance(tree, list):
        feature, threshold, left, right = tree
        tree = left if row[feature] <= threshold else right
    return float(tree)


@given(trees=st.lists(TREES, min_size=1, max_size=6), rows=ROWS)
def test_a_row_gets_the_sum_of_the_leaves_that_it_comes_to(trees: list[Any], rows: list[list[float]]) -> None:
    assert BoostedTrees(trees).log_odds(rows) == [sum(walked(tree, row) for tree in trees) for row in rows]


def test_a_tree_with_too_many_leaves_is_refused() -> None:
    tree: Any = 0.0
    for number in range(32):
        tree = [0, float(number), tree, 1.0]

    with pytest.raises(ValueError, match="33 leaves; at most 32"):
        BoostedTrees([tree])
