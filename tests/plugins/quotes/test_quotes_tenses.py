"""What belongs together in a sentence: by tense, by the mark before it, by who takes the turn."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The lawsuit says that she told a guard, “Let me out,” and asked a nurse to “call my mother.”",
            [
                (
                    "that she told a guard, “Let me out,” and asked a nurse to “call my mother.”",
                    "The lawsuit",
                ),
                ("Let me out", "she"),
                ("to “call my mother.”", "she"),
            ],
            id="the past goes on after a present cue",
        ),
        pytest.param(
            "Swimming in cold water may help, even if it hurts at first, a new study suggests.",
            [("Swimming in cold water may help, even if it hurts at first", "a new study")],
            id="a clause before who tells it",
        ),
        pytest.param(
            "Wash the fruit first, doctors advise.",
            [("Wash the fruit first", "doctors")],
            id="an order",
        ),
        pytest.param(
            "“Dad told us on Sunday that he was moving out,” said Lena Moss.",
            [
                ("Dad told us on Sunday that he was moving out", "Lena Moss"),
                ("that he was moving out", "Dad"),
            ],
            id="a clause that the parser gives to the day",
        ),
        pytest.param(
            "Prosecutors said the cash went to Mr. Hale, who has denied wrongdoing.",
            [("the cash went to Mr. Hale", "Prosecutors")],
            id="who denies it says so to the writer",
        ),
        pytest.param(
            "A boy held a sign that read, “Save the pool.”",
            [("Save the pool.", "a sign")],
            id="a sign reads",
        ),
    ],
)
def test_a_report_keeps_what_belongs_to_it(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("between", "speaker"),
    [
        pytest.param("Ms. Orr shook her head.", "Ms. Orr", id="a gesture"),
        pytest.param("Ms. Orr disagreed.", "Ms. Orr", id="a cue without words"),
        pytest.param("Ms. Orr was not so sure.", "Ms. Orr", id="a mood"),
        pytest.param("Ms. Orr had warned him in May.", "Kramer", id="the background"),
        pytest.param("He paused.", "Kramer", id="the same one"),
    ],
)
def test_who_reacts_between_two_quotations_takes_the_turn(said: Said, between: str, speaker: str) -> None:
    text = f"“The pump was broken for a year,” Kramer said. {between} “Nobody here ever looked at it.”"

    assert said(text)[-1] == ("Nobody here ever looked at it.", speaker)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Two aides, who asked for anonymity to describe the talks, said the deal was dead.",
            [("the deal was dead.", "Two aides")],
            id="asked for anonymity",
        ),
        pytest.param(
            "An ally told the “Morning Drive” podcast that the polls were wrong.",
            [("that the polls were wrong.", "An ally")],
            id="where somebody says it",
        ),
        pytest.param(
            "The office took calls from parents asking whether the pool was safe.",
            [("whether the pool was safe.", "parents")],
            id="who calls asks",
        ),
        pytest.param(
            "“What a mess!” exclaimed Ms. Ortiz.", [("What a mess!", "Ms. Ortiz")], id="an exclamation"
        ),
        pytest.param(
            "“Nobody,” said Mr. Finch, “is above the rules.”",
            [("Nobody", "Mr. Finch"), ("is above the rules.", "Mr. Finch")],
            id="a quotation cut in two",
        ),
        pytest.param(
            "The ramp, she pointed out, is steep.",
            [("The ramp", "she"), ("is steep.", "she")],
            id="pointed out",
        ),
        pytest.param(
            "“They said the same thing about Hugo,” he said.",
            [("They said the same thing about Hugo", "he")],
            id="a cue reports nothing beyond its marks",
        ),
        pytest.param(
            "One caller shouted that “every one of you is a crook.”",
            [("every one of you is a crook.", "One caller")],
            id="shouted that",
        ),
        pytest.param("“THE GAME IS FIXED!” he wrote.", [("THE GAME IS FIXED!", "he")], id="in capitals"),
        pytest.param(
            "Trump, meanwhile, has repeatedly claimed that the count is wrong.",
            [("that the count is wrong.", "Trump")],
            id="a name that looks like a word",
        ),
        pytest.param(
            "Trump called Clinton “the worst choice ever” and vowed to win.",
            [("the worst choice ever", "Trump"), ("to win", "Trump")],
            id="a verb that looks like a participle",
        ),
        pytest.param(
            "They believe that the mayor's mood mirrors that of the town.",
            [("that the mayor's mood mirrors that of the town.", "They")],
            id="a clause whose verb looks like a noun",
        ),
    ],
)
def test_who_says_something_is_told_from_the_words_where_the_parser_errs(
    said: Said, text: str, expected: list[tuple[str, str]]
) -> None:
    assert said(text) == expected
