"""Which lines of a text are furniture, by a small trained model."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import Any

from copydesk_clean.line_features import is_prose, is_table_or_code, line_features
from copydesk_clean.line_words import word_scores
from copydesk_clean.lines import Line

# A split is (feature, threshold, left, right), a leaf a number.
Node = Any

# Log odds that a line must have. By cross-validation by site 2.75 loses 0.3 % of the characters of articles;
# what the rows of short lines lose besides is made up for here.
THRESHOLD = 2.85
# A line of whole sentences is the story's unless all speaks against it: to lose one costs a reader
# more than a teaser that stays.
MORE_FOR_PROSE = 0.5
# After so many trees, a line that is beyond doubt is settled.
_ROUND_TREES = 10
_CLEARLY_TEXT = -2.0
_CLEARLY_FURNITURE = 5.0
# Verse, lists, tables and scripts have no running text around which furniture could stand.
_FEWEST_PROSE_LINES = 3
# Short lines in a row above or below the story are one menu or list of teasers: where the model is sure of
# one, it need not be as sure of the others.
_SHORT_WORDS, _FEWEST_IN_A_ROW, _ENOUGH_IN_A_ROW = 5, 4, 2.0
# Inside the story, fewer lines than this between other short lines may be cells of a table.
_FEWEST_AMONG_SHORT = 3


def furniture_lines(lines: Sequence[Line]) -> list[int]:
    """Give the indexes of the lines that are furniture beyond doubt."""
    if sum(is_prose(line.text) for line in lines) < _FEWEST_PROSE_LINES:
        return []
    rounds = _load_rounds()
    rows = line_features(lines, word_scores(lines))
    return decided(lines, [_log_odds(rounds, row) for row in rows])


def decided(lines: Sequence[Line], log_odds: Sequence[float], threshold: float = THRESHOLD) -> list[int]:
    """Give the indexes of the lines to take out, by what the model thinks of each."""
    prose = [is_prose(line.text) for line in lines]
    if sum(prose) < _FEWEST_PROSE_LINES:
        return []
    taken = [
        odds > threshold + MORE_FOR_PROSE * is_story and not is_table_or_code(line.text)
        for line, odds, is_story in zip(lines, log_odds, prose, strict=True)
    ]
    story = [index for index, is_story in enumerate(prose) if is_story and not taken[index]]
    inside = range(story[0] + 1, story[-1]) if story else range(0)
    for row in _rows_around(lines, log_odds, story):
        if any(taken[index] for index in row):
            taken[row.start : row.stop] = [True] * len(row)
    return [index for run in _runs(taken) if not _may_be_a_table(run, prose, inside) for index in run]


def _rows_around(lines: Sequence[Line], log_odds: Sequence[float], story: Sequence[int]) -> list[range]:
    """Give the rows of short lines above and below the story that are likely furniture."""
    if not story:
        return []
    likely = [
        not story[0] <= index <= story[-1]
        and odds > _ENOUGH_IN_A_ROW
        and len(line.text.split()) <= _SHORT_WORDS
        and not is_table_or_code(line.text)
        for index, (line, odds) in enumerate(zip(lines, log_odds, strict=True))
    ]
    return [row for row in _runs(likely) if len(row) >= _FEWEST_IN_A_ROW]


def _runs(taken: Sequence[bool]) -> Iterator[range]:
    """Give the runs of lines for which it is so."""
    index = 0
    while index < len(taken):
        start = index
        while index < len(taken) and taken[index]:
            index += 1
        if index > start:
            yield range(start, index)
        index += 1


def _may_be_a_table(run: range, prose: Sequence[bool], inside: range) -> bool:
    """Tell whether a few lines stand among short lines inside the story."""
    before, after = run.start - 1, run.stop
    if len(run) >= _FEWEST_AMONG_SHORT or before not in inside or after not in inside:
        return False
    return not prose[before] and not prose[after]


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
