"""Questions put to somebody, and what is only wished to be known."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Pressed by Holt and Ann Reed on whether voters deserve to know what he plans, Weber said, “Yes.”",
            [("whether voters deserve to know what he plans", "Holt and Ann Reed"), ("Yes.", "Weber")],
            id="pressed by",
        ),
        pytest.param(
            "Holt pressed Weber on whether he would leave.",
            [("whether he would leave.", "Holt")],
            id="pressed",
        ),
        pytest.param(
            "Holt pushed the board on how it would pay for the dam.",
            [("how it would pay for the dam.", "Holt")],
            id="pushed",
        ),
        pytest.param(
            "Asked by Joe Holt how to help farmers, Weber said they were fine.",
            [("how to help farmers", "Joe Holt"), ("they were fine.", "Weber")],
            id="how to",
        ),
        pytest.param("They pressed on with the work on the dam.", [], id="pressed on"),
        pytest.param("He pressed “Enter” and left.", [], id="a key"),
    ],
)
def test_who_presses_somebody_asks(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Farmers deserve to know what he plans.", id="deserve"),
        pytest.param("We need to understand how the dam works.", id="need"),
        pytest.param("They tried to learn where the water went.", id="try"),
    ],
)
def test_what_somebody_strives_to_know_is_nobodys_knowledge(said: Said, text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Ann Weber was happy to fill in the blanks for viewers wondering what her answer might be.",
            [("what her answer might be.", "viewers")],
            id="for viewers",
        ),
        pytest.param(
            "Governor Ann Weber was more direct than de Blasio saying that there was no evidence of fraud.",
            [("that there was no evidence of fraud.", "Governor Ann Weber")],
            id="than",
        ),
        pytest.param(
            "Winners go to the Democrats, while those who think they have lost are going to the farmers.",
            [("they have lost", "those")],
            id="those",
        ),
    ],
)
def test_who_asks_and_who_says(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


def test_the_occasion_of_a_quotation_is_no_report(said: Said) -> None:
    assert said("“I always win,” Weber says in explaining why she is running.") == [("I always win", "Weber")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Weber criticized Reed for saying that the dam was old.",
            [("that the dam was old.", "Reed")],
            id="for",
        ),
        pytest.param(
            "Weber was fired for saying that the dam was old.",
            [("that the dam was old.", "Weber")],
            id="passive",
        ),
        pytest.param(
            "Weber took a shot at Reed for suggesting, in a letter in May, that the flood is a hoax.",
            [("that the flood is a hoax.", "Reed")],
            id="a shot at",
        ),
        pytest.param(
            "Reed has drawn fire for saying that the dam was old.",
            [("that the dam was old.", "Reed")],
            id="his own",
        ),
        pytest.param(
            "Reed made a comment promising to “spill the beans” on the senator’s wife.",
            [("to “spill the beans” on the senator’s wife", "Reed")],
            id="a comment",
        ),
        pytest.param(
            "In May, after Reed cited a Courier report that alleged Weber’s father may have had a part in the fire,"
            " Weber left.",
            [("Weber’s father may have had a part in the fire", "a Courier report")],
            id="a report",
        ),
    ],
)
def test_whoever_is_judged_for_it_says_it(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


def test_an_answer_behind_which_is_a_report_by_itself_and_goes_on(said: Said) -> None:
    text = (
        "The Courier asked Weber how he would mend the dam, to which Weber replied, rather rudely, that we needed"
        " more men.\n\n“Nobody here says that. Everyone needs to get smart.”"
    )
    assert said(text) == [
        ("how he would mend the dam", "The Courier"),
        ("that we needed more men.", "Weber"),
        ("Nobody here says that. Everyone needs to get smart.", "Weber"),
    ]


def test_when_somebody_was_asked_is_no_part_of_the_answer(said: Said) -> None:
    text = "Weber told the panel that the board believes it to be a bad dam when asked about the water."
    assert said(text)[0] == ("that the board believes it to be a bad dam", "Weber")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Weber left without telling them what she knew.", id="without"),
        pytest.param("Without saying that it was late, Weber left.", id="without, first"),
        pytest.param("Weber never meant to suggest that the dam was old.", id="never meant to"),
        pytest.param("The fact that she left suggests that she is ill.", id="a fact"),
    ],
)
def test_what_was_not_said_is_no_report(said: Said, text: str) -> None:
    assert said(text) == []
