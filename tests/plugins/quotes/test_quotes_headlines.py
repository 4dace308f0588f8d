"""Headlines and their pictures: single marks beside double ones, credits, titles of shows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        pytest.param(
            "Weber: 'We won't wait for the water'", ("We won't wait for the water", "Weber"), id="colon"
        ),
        pytest.param("Weber: ‘The dam will not hold’", ("The dam will not hold", "Weber"), id="curly"),
        pytest.param("'We always win,' says Ann Weber", ("We always win", "Ann Weber"), id="comma"),
        pytest.param(
            "Ann Weber at the dam. | AP Photo Weber camp: ‘Nobody here has any doubt’",
            ("Nobody here has any doubt", "Weber camp"),
            id="behind a credit",
        ),
    ],
)
def test_single_marks_of_a_headline_count_beside_double_ones(
    said: Said, headline: str, expected: tuple[str, str]
) -> None:
    assert said(f"{headline}\n\n“It is late,” Ann Weber said.") == [expected, ("It is late", "Ann Weber")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The farmers' plan: 'twas a lie, and the farmers' sons know it.", id="apostrophes"),
        pytest.param("They sang the hymn, 'The Long Road Home,' at the dam.", id="title"),
        pytest.param("The mayor called it 'the lake', as all of them do.", id="term"),
    ],
)
def test_other_single_marks_do_not(said: Said, text: str) -> None:
    assert said(f"{text}\n\n“It is late,” Ann Weber said.") == [("It is late", "Ann Weber")]


def test_single_marks_inside_double_ones_stay_inside(said: Said) -> None:
    text = "“He told me, ‘You should go home,’ and I went,” Weber said."
    assert said(text) == [
        ("He told me, ‘You should go home,’ and I went", "Weber"),
        ("You should go home", "He"),
    ]


def test_a_quotation_may_open_with_a_single_mark_by_mistake(said: Said) -> None:
    text = "‘I think the dam did a good job. It’s old,” Weber said. “The town is safe.”"
    assert said(text) == [
        ("I think the dam did a good job. It’s old", "Weber"),
        ("The town is safe.", "Weber"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "In an interview on the “Joe Holt Evening Show,” Weber stressed that voters can't sit this one out.",
            [("that voters can't sit this one out.", "Weber")],
            id="with an article",
        ),
        pytest.param(
            "“It holds,” Weber said on ABC’s “This Week,” with Joe Holt.", [("It holds", "Weber")], id="owner"
        ),
        pytest.param(
            "The mayor told the World Service’s “World at One” that the dam was old.",
            [("that the dam was old.", "The mayor")],
            id="hearer",
        ),
    ],
)
def test_the_name_of_a_show_is_no_quotation(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


def test_before_another_quotation_a_cue_leads_to_its_own(said: Said) -> None:
    text = "People come up and say, “Hey, my name is Al,” I say, “Hey, my name is Ann.”"
    assert said(text) == [("Hey, my name is Al", "People"), ("Hey, my name is Ann.", "I")]


@pytest.mark.parametrize(
    ("before", "speaker"),
    [
        pytest.param(
            "The farmers' candidate condemned the violence, calling for unity.", "The farmers' candidate"
        ),
        pytest.param("Weber praised the men at the dam.", "Weber"),
        pytest.param("The town has two dams and a lake.", "-"),
    ],
)
def test_a_paragraph_of_its_own_is_said_by_who_spoke_in_the_one_before(
    said: Said, before: str, speaker: str
) -> None:
    quoted = "Our town looks bad to the world. How can we lead when we cannot hold our own dam?"
    assert said(f"{before}\n\n“{quoted}”\n\nThe rain went on.") == [(quoted, speaker)]


@pytest.mark.parametrize(
    ("headline", "said_in_it"),
    [
        pytest.param("Weber: The mayor will explain his plan if asked", True, id="a clause"),
        pytest.param("Ann Weber: The Dam Will Hold", True, id="capitals"),
        pytest.param("Ann Weber: The woman who built the dam", False, id="no clause"),
        pytest.param("Opinion: The dam will not hold for long", False, id="nobody"),
        pytest.param("Miller: The dam will not hold for long", False, id="nobody in the text"),
    ],
)
def test_a_headline_may_let_somebody_say_something(said: Said, headline: str, said_in_it: bool) -> None:
    found = said(f"{headline}\n\nAnn Weber spoke in Reno on Monday.")
    name, words = headline.split(": ")
    assert found == ([(words, name)] if said_in_it else [])


def test_a_label_of_a_transcript_is_no_headline(said: Said) -> None:
    text = (
        "Weber: We will go home now.\n\nReed: We will stay.\n\nWeber: You said so.\n\nAnn Weber met Al Reed."
    )
    assert [words for words, _ in said(text)] == ["We will go home now.", "We will stay.", "You said so."]
