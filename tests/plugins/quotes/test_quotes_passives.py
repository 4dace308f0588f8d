"""Whom others are said to be: participles before "to" give their noun no words."""

from __future__ import annotations

import pytest

from copydesk import QUOTES, Document, Pipeline


def said(pipeline: Pipeline, text: str) -> list[tuple[str, str]]:
    (doc,) = pipeline.process([Document.of(text)])
    assert isinstance(doc, Document)
    return [(doc.text_of(one), doc.text_of(one.speaker) if one.speaker else "-") for one in doc[QUOTES]]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "The talks stalled, with Danish officials said to be furious about the leak.", id="with somebody"
        ),
        pytest.param("The deal, said to be worth $2 billion, fell through.", id="between commas"),
        pytest.param("Crews said to have worked all night were sent home.", id="before to have"),
        pytest.param("The officer believed to be responsible has been charged.", id="a clause is left over"),
        pytest.param("Villagers told to leave by noon packed their cars.", id="who hears it"),
        pytest.param("With two ministers said to favour a delay, the vote was put off.", id="with, in front"),
        pytest.param("She was told to say that it was late.", id="told to say is not said"),
    ],
)
def test_who_is_said_to_do_something_says_nothing(pipeline: Pipeline, text: str) -> None:
    assert said(pipeline, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The doctor said to rest for a week.", [("to rest for a week", "The doctor")], id="an active say"
        ),
        pytest.param("He said to be careful.", [("to be careful", "He")], id="a pronoun is a subject"),
        pytest.param(
            "The group claimed to have won.", [("to have won", "The group")], id="an active claim to have"
        ),
        pytest.param("Marlow asked to be heard.", [("to be heard", "Marlow")], id="an active ask"),
        pytest.param(
            "Protesters told to “go home and stay there” by police refused.",
            [("go home and stay there", "-")],
            id="the words are not the hearers'",
        ),
        pytest.param(
            "The firm, thought to be in debt, said it would close.",
            [("it would close.", "The firm")],
            id="who is described speaks",
        ),
        pytest.param(
            "Holt, asked whether the plan was dead, replied: “Not yet. Ask me tomorrow.”",
            [("Not yet. Ask me tomorrow.", "Holt")],
            id="who is asked replies",
        ),
        pytest.param(
            "The board, ordered to meet by Friday, said it would not.",
            [("it would not.", "The board")],
            id="who is ordered answers",
        ),
        pytest.param(
            "The minister is said to have told friends that he would resign.",
            [("that he would resign.", "The minister")],
            id="said to have told",
        ),
        pytest.param(
            "Lang was forced to concede that the vote was lost.",
            [("that the vote was lost.", "Lang")],
            id="forced to concede",
        ),
    ],
)
def test_who_does_something_still_says_it(
    pipeline: Pipeline, text: str, expected: list[tuple[str, str]]
) -> None:
    assert said(pipeline, text) == expected
