"""What stands between quotation marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk_quotes.marks import find_marked


def inside(text: str, marks: str = "double") -> list[str]:
    return [text[one.start : one.end] for one in find_marked(text, marks)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("“one” and “two”", ["one", "two"], id="curly"),
        pytest.param('"one" and "two"', ["one", "two"], id="straight"),
        pytest.param("«one» and „two“", ["one", "two"], id="guillemets and low-high"),
        pytest.param("``one'' and more", ["one"], id="doubled grave"),
        pytest.param("“he said ‘no’ to us”", ["he said ‘no’ to us"], id="nested"),
        pytest.param("“left open\n\nnext", ["left open"], id="left open: closes with the paragraph"),
        pytest.param('a 6" board, 12" long', [], id="inches"),
        pytest.param("closed” only", [], id="closing mark alone"),
        pytest.param('“mixed" marks', ["mixed"], id="mixed marks"),
        pytest.param("“ ”", [], id="nothing inside"),
    ],
)
def test_finds_what_is_marked(text: str, expected: list[str]) -> None:
    assert inside(text) == expected


def test_apostrophes_are_no_marks() -> None:
    assert inside("‘It’s the boys’ turn,’ he said. It's Jones' dog.", "all") == ["It’s the boys"]
    assert inside("It's Jones' dog and Smith's cat.", "all") == []


def test_a_paragraph_that_opens_with_a_mark_continues() -> None:
    found = find_marked("“One.\n\n“Two.”\n\n“Three.”")

    assert [one.continues for one in found] == [False, True, False]


def test_a_paragraph_that_only_closes_continues() -> None:
    text = 'He said, "It was dark.\n\nWe went home." Then he left.'

    assert inside(text) == ["It was dark.", "We went home."]
    assert find_marked(text)[1].continues


@given(st.text(alphabet="“”\"'‘’«»„` a\n", max_size=40), st.sampled_from(["double", "single", "all"]))
def test_marked_runs_are_in_order_and_apart(text: str, marks: str) -> None:
    found = find_marked(text, marks)

    at = 0
    for one in found:
        assert at <= one.outer_start < one.start < one.end <= one.outer_end <= len(text)
        at = one.outer_end
