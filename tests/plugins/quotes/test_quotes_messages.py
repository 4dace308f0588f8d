"""What a noun announces before a colon or a clause, what labels a quotation, and who hears it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Ann Weber has a message for the farmers of Arden: Get in line behind Tom Pike.",
            [("Get in line behind Tom Pike.", "Ann Weber")],
            id="a command",
        ),
        pytest.param(
            "Pike's campaign is making one plea ahead of the debate: Don’t let Ann Weber get away with it.",
            [("Don’t let Ann Weber get away with it.", "Pike's campaign")],
            id="a plea",
        ),
        pytest.param(
            "The mayor had a simple answer: The dam is old.",
            [("The dam is old.", "The mayor")],
            id="an answer",
        ),
        pytest.param("The mayor had an answer for each: time, money and luck.", [], id="a list"),
        pytest.param("Weber has one problem: The dam is old.", [], id="a problem"),
        pytest.param("We have a message here: The dam is old.", [], id="the writer"),
    ],
)
def test_what_is_announced_without_marks(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Pike’s campaign also pushed the narrative that Weber is robotic.",
            [("that Weber is robotic.", "Pike’s campaign")],
            id="a narrative",
        ),
        pytest.param(
            "Pike pushed the narrative that Weber is robotic, to which the senator responded, “That is a lie.”",
            [("that Weber is robotic", "Pike"), ("That is a lie.", "the senator")],
            id="to which another responded",
        ),
        pytest.param(
            "Weber shot down the notion that there is another plan.",
            [("that there is another plan.", "Weber")],
            id="shot down",
        ),
        pytest.param(
            "Weber also urged the public against channeling their anger at the police.",
            [("against channeling their anger at the police", "Weber")],
            id="urged against",
        ),
        pytest.param(
            "Lew was in the position of defending Pike’s claim that Holt may be unfair.",
            [("that Holt may be unfair", "Pike")],
            id="whose claim",
        ),
        pytest.param(
            "She brought up Alicia Marsh, who Pike called “a pig” and “a maid” because of her weight.",
            [("“a pig” and “a maid”", "Pike")],
            id="who somebody called",
        ),
        pytest.param(
            "There are lies that Tom Pike tells so often that everyone should know them.", [], id="lies"
        ),
    ],
)
def test_what_is_claimed_of_somebody(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize("label", ["Story highlights", "Key points"])
@pytest.mark.parametrize("rest", ["", "\n\nThe vote is near."])
def test_a_label_is_no_part_of_what_is_said(said: Said, label: str, rest: str) -> None:
    text = f'{label} "This, though, is certain: too many people came to the dam," Weber said{rest}'

    assert said(text) == [("This, though, is certain: too many people came to the dam", "Weber")]


def test_who_hears_it_may_stand_in_marks(said: Said) -> None:
    text = (
        "“We are worried that Pike may lie,” manager Robby Mook told “Good Morning Arden,” "
        "adding that the vote is near."
    )

    assert said(text) == [
        ("We are worried that Pike may lie", "manager Robby Mook"),
        ("that the vote is near.", "manager Robby Mook"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Our “strategy of peace,” Weber said, was “not a peace enforced by weapons of war.”",
            [
                ("Our “strategy of peace,”", "Weber"),
                ("was “not a peace enforced by weapons of war.”", "Weber"),
            ],
            id="both pieces in marks",
        ),
        pytest.param(
            "The “old dam,” Weber said, was not safe.",
            [("The “old dam,”", "Weber"), ("was not safe.", "Weber")],
            id="the first piece in marks",
        ),
        pytest.param(
            "Weber asked the crowd if they could picture Pike, “saying it is good, rooting for that misery?”",
            [("if they could picture Pike, “saying it is good, rooting for that misery?”", "Weber")],
            id="ends in marks",
        ),
        pytest.param(
            "Weber told us over and over that our peace would depend upon the council.",
            [("that our peace would depend upon the council.", "Weber")],
            id="over and over",
        ),
        pytest.param(
            "Pike argued suspects should be tried as “foes of all” -- rather than receive due process.",
            [("suspects should be tried as “foes of all” -- rather than receive due process.", "Pike")],
            id="rather than",
        ),
        pytest.param(
            "The board announced the topics for the debate: “Arden's direction,” “achieving prosperity,” "
            "and “securing the dam.”",
            [],
            id="a list of topics",
        ),
        pytest.param(
            "“It shows your love for the greatest country in the world, the United States,” Weber said.",
            [("It shows your love for the greatest country in the world, the United States", "Weber")],
            id="the States",
        ),
        pytest.param(
            "When it came to finance, Weber says, Pike “was not a specialist in anything.”",
            [("Pike “was not a specialist in anything.”", "Weber")],
            id="when it came to",
        ),
        pytest.param("Still, Weber would not say that Pike was born in Arden.", [], id="would not say"),
        pytest.param(
            "Pike's refusal to apologize for hiding the report hurt the town.", [], id="refusal to apologize"
        ),
        pytest.param(
            "“What an honor and what a kind gesture, for the song and the hat,” Weber said "
            "once he took the podium.",
            [("What an honor and what a kind gesture, for the song and the hat", "Weber")],
            id="once",
        ),
    ],
)
def test_where_a_report_begins_and_ends(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


def test_who_signs_may_have_no_name(said: Said) -> None:
    text = (
        "Here is what people say.\n\n"
        '"The dam is old, and it will not hold." -- Safety engineer working on dams for the county\n\n'
        '"We like it, and we use it a lot." -- Distinguished engineer'
    )

    assert said(text) == [
        ("The dam is old, and it will not hold.", "Safety engineer"),
        ("We like it, and we use it a lot.", "Distinguished engineer"),
    ]
