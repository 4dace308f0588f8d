"""Sentences by rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import SENTENCES
from copydesk.testing import run_step
from copydesk_sentences.sentences import sentences


def split(text: str) -> list[str]:
    (doc,) = run_step(sentences, text)
    return [doc.text_of(sentence) for sentence in doc[SENTENCES]]


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(
            ["Dr. A. B. Smith met Mr. Jones Jr. in St. Paul.", "He left."], id="titles and initials"
        ),
        pytest.param(["It fell by 3.5 percent.", "No. 5 won."], id="numbers"),
        pytest.param(
            ["She works for the U.S. Navy.", "He lives in the U.S.", "The court agreed."], id="either way"
        ),
        pytest.param(['"Is it true?" she asked.', '"It is."'], id="question inside a quotation"),
        pytest.param(
            ["“Nobody answered.", "Nobody picked up the phone.”", "She left."], id="quotation of two"
        ),
        pytest.param(["He stopped... then went on.", "It was late…", "They slept."], id="ellipses"),
        pytest.param(["Why?!", "Because."], id="marks in a row"),
        pytest.param(["这是。", "那是！"], id="no spaces"),
    ],
)
def test_splits(parts: list[str]) -> None:
    joiner = "" if parts[0] == "这是。" else " "

    assert split(joiner.join(parts)) == parts


def test_blank_lines_and_headings_end_sentences() -> None:
    assert split("A heading\n\nText without a stop\n\nMore.") == ["A heading", "Text without a stop", "More."]


def test_an_abbreviation_may_open_any_paragraph() -> None:
    text = "Gov. Ann Lee left.\n\nSen. Tom Birkett stayed.\n\nJ. Weber slept. Mr. Oh ate."

    assert split(text) == [
        "Gov. Ann Lee left.",
        "Sen. Tom Birkett stayed.",
        "J. Weber slept.",
        "Mr. Oh ate.",
    ]


def test_bullets_are_sentences() -> None:
    assert split("Bring:\n- a cup\n- a map\n1. Mix the flour.") == [
        "Bring:",
        "- a cup",
        "- a map",
        "1. Mix the flour.",
    ]


def test_lines_that_were_wrapped_by_hand_go_on() -> None:
    text = "The committee met for the third time in as many weeks on Thursday and\nagreed on nothing. It went home."

    assert split(text) == [
        "The committee met for the third time in as many weeks on Thursday and\nagreed on nothing.",
        "It went home.",
    ]


@given(st.text(alphabet='aB .!?\n"”)1é\U0001f600', max_size=60))
def test_every_character_that_is_no_space_is_in_one_sentence(text: str) -> None:
    (doc,) = run_step(sentences, text)

    covered = [at for sentence in doc[SENTENCES] for at in range(sentence.start, sentence.end)]
    assert len(covered) == len(set(covered))
    assert [
        at for at, character in enumerate(text) if not character.isspace() and at not in set(covered)
    ] == []
    assert all("\n\n" not in doc.text_of(sentence) for sentence in doc[SENTENCES])
