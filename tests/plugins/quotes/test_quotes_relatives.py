"""Cues in relative clauses: "a man who the police say sold guns", "those who say it was late are wrong"."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "A plumber who detectives say stole the van was caught in Tulsa.",
            [("stole the van", "detectives")],
            id="up to the main verb",
        ),
        pytest.param(
            "The storm that forecasters said flooded two towns has moved east.",
            [("flooded two towns", "forecasters")],
            id="that",
        ),
        pytest.param(
            "The start-up, which analysts say could be worth $2 billion, filed for an offering.",
            [("could be worth $2 billion", "analysts")],
            id="up to the comma",
        ),
        pytest.param(
            "A clerk who the sheriff says lost the keys after he left the jail has resigned.",
            [("lost the keys after he left the jail", "the sheriff")],
            id="over a clause inside",
        ),
        pytest.param(
            "Agents raided a shop that they say sold forged passports.",
            [("sold forged passports.", "they")],
            id="after the main verb",
        ),
        pytest.param(
            "She moved to Boise, where, neighbors say, she kept bees.",
            [("she kept bees.", "neighbors")],
            id="between commas",
        ),
        pytest.param(
            "The tax, which, opponents say, would hurt renters, passed on Monday.",
            [("would hurt renters", "opponents")],
            id="between commas, with more after it",
        ),
    ],
)
def test_a_cue_reports_the_rest_of_its_relative_clause(
    said: Said, text: str, expected: list[tuple[str, str]]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Drivers who say the bridge is unsafe avoid it.",
            [("the bridge is unsafe", "Drivers")],
            id="who say",
        ),
        pytest.param(
            "A guard who told the warden that the lock was broken has been fired.",
            [("that the lock was broken", "A guard")],
            id="who told",
        ),
        pytest.param(
            "A charity that says it feeds 3,000 children will close in June.",
            [("it feeds 3,000 children", "A charity")],
            id="an object that the parser takes for a subject",
        ),
        pytest.param(
            "Farmers who said they saw smoke were questioned.",
            [("they saw smoke", "Farmers")],
            id="a short clause",
        ),
    ],
)
def test_who_reports_is_what_the_sentence_goes_on_about(
    said: Said, text: str, expected: list[tuple[str, str]]
) -> None:
    assert said(text) == expected
