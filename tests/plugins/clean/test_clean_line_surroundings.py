"""What a first look at the lines of a text tells the second one."""

from __future__ import annotations

import pytest

from copydesk_clean.line_surroundings import (
    CHARACTERS_SAID,
    TIMES_SAID,
    said_by_story,
    surrounding_features,
)
from copydesk_clean.lines import visible_lines

TEXT = """\
Home
The harbour hall
The board voted on Monday to close the harbour hall before the winter.
Nobody had asked the fishermen, who still sell their herring there.
Ferry prices rise again
Log in"""
LINES = visible_lines(TEXT)
PROSE = [False, False, True, True, False, False]
ODDS = [4.0, 0.5, -3.0, -3.0, 2.0, 5.0]


def test_counts_how_often_the_story_says_what_a_line_says() -> None:
    said = said_by_story(LINES, ODDS)

    assert [row[TIMES_SAID] for row in said] == [0, 1, 0, 0, 0, 0]
    assert said[1][CHARACTERS_SAID] == len("the harbour hall")


def test_a_line_that_the_story_has_word_by_word_is_counted_whatever_its_marks() -> None:
    lines = visible_lines(TEXT.replace("The harbour hall\n", "• “Harbour Hall”\n"))

    assert [row[TIMES_SAID] for row in said_by_story(lines, ODDS)] == [0, 1, 0, 0, 0, 0]


def test_a_line_of_the_story_does_not_count_itself() -> None:
    lines = visible_lines(
        "The board voted on Monday.\nThe board voted on Monday.\nHe left on the first ferry."
    )

    assert [row[TIMES_SAID] for row in said_by_story(lines, [-3.0, -3.0, -3.0])] == [1, 1, 0]


def test_rarer_words_of_the_story_are_known_and_those_of_a_teaser_are_not() -> None:
    said = said_by_story(LINES, ODDS)

    assert said[1][-2] == 1
    assert said[4][-2] == 0


def test_the_best_stretch_is_the_story() -> None:
    rows = surrounding_features(LINES, ODDS, PROSE)
    # Seven numbers of neighbours and fifteen shares stand before.
    worse = [row[7 + 15 + 1] for row in rows]

    assert worse[2:4] == [0, 0]
    assert worse[0] > worse[1] > 0
    assert worse[5] > worse[4] > 0


@pytest.mark.parametrize("text", ["Home", "…", "Home\nHome\nHome", "新聞\n今日は港の市場が閉まる。"])
def test_every_line_has_as_many_numbers(text: str) -> None:
    lines = visible_lines(text)

    rows = surrounding_features(lines, [99.0] * len(lines), [False] * len(lines))

    assert {len(row) for row in rows} == {37}
