"""Who a pronoun, a role or a label means."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from copydesk import QUOTES, Document, Pipeline


@pytest.fixture(scope="module")
def pipeline() -> Iterator[Pipeline]:
    with Pipeline.parse("steps: [entities, quotes: {nested: true}]").opened() as opened:
        yield opened


def said_by(pipeline: Pipeline, text: str) -> list[tuple[str, str | None]]:
    (doc,) = pipeline.process([Document.of(text)])
    assert isinstance(doc, Document)
    return [(doc.text_of(quote), quote.speaker.name if quote.speaker else None) for quote in doc[QUOTES]]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("Mary Stone met Paul Reed. “The plan is dead,” she said.", "Mary Stone", id="she"),
        pytest.param("Paul Reed met Mary Stone. “The plan is dead,” he said.", "Paul Reed", id="he"),
        pytest.param(
            "Lorna Fitch wrote “Salt Wages” (1988). In it, she said that fear was dear.",
            "Lorna Fitch",
            id="a book",
        ),
        pytest.param(
            "Acme Corp. and Bolt Bank quarreled. The bank said it would pay.",
            "Bolt Bank",
            id="a body by its noun",
        ),
        pytest.param("Acme Corp. lost. The court said it was late.", "The court", id="another body"),
        pytest.param(
            "Paul Reed met Gloria. “The plan is dead,” he said.", "Paul Reed", id="a first name alone"
        ),
        pytest.param(
            "Acme Corp. recalled the pumps. The company said it would pay.", "Acme Corp.", id="a body"
        ),
        pytest.param(
            "Sen. Carla Ruiz voted no. The senator said the bill was weak.", "Carla Ruiz", id="short title"
        ),
        pytest.param(
            "Linda Oakes, a nurse, lives in Toledo. The nurse said the bill was weak.",
            "Linda Oakes",
            id="apposition",
        ),
        pytest.param(
            "Acme Corp. said it was sorry. It said it would pay.",
            "Acme Corp.",
            id="it",
        ),
        pytest.param("Two nurses said the ward was full. They said it was unsafe.", "Two nurses", id="they"),
        pytest.param(
            "State auditors went to the ward, where they said it was unsafe.",
            "State auditors",
            id="they, in the sentence",
        ),
        pytest.param(
            "Carl and Tina Mott own a bakery. Carl and Tina Mott said they were tired. They said they would sell.",
            "Carl and Tina Mott",
            id="a couple",
        ),
        pytest.param(
            "Acme Corp. paid. The firm Bolt Brothers said it would not.",
            "Bolt Brothers",
            id="no role",
        ),
        pytest.param(
            "The minister for transport, Per Lund, told reporters he was “deeply sad”.",
            "Per Lund",
            id="beside a role, unseen by the parser",
        ),
        pytest.param(
            "The ferry sank, according to the minister, Ann Berg.", "Ann Berg", id="beside a role, at the end"
        ),
    ],
)
def test_finds_who_is_meant(pipeline: Pipeline, text: str, name: str) -> None:
    assert said_by(pipeline, text)[-1][1] == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(
            "Dan Pike won. Mr. Pike's lawyer said it was late.", "Mr. Pike's lawyer", id="a possessive"
        ),
        pytest.param(
            "Pike's lawyer, Mara Quill, said it was late.", "Mara Quill", id="a possessive and a name"
        ),
        pytest.param("A spokesman for Dan Holt said it was late.", "A spokesman for Dan Holt", id="for"),
        pytest.param("Friends of Maria Lopez said it was late.", "Friends of Maria Lopez", id="of"),
        pytest.param(
            "“It is late,” said a former aide to Mr. Shaw.",
            "a former aide to Mr. Shaw",
            id="to, after the words",
        ),
        pytest.param(
            "Dina Clay lost. The Clay campaign said it was late.",
            "The Clay campaign",
            id="a campaign of that name",
        ),
        pytest.param(
            "Orvane Corp. fell. The board of Tallis Steel said it was late.",
            "The board of Tallis Steel",
            id="a body with a name of its own",
        ),
    ],
)
def test_whose_somebody_is_does_not_speak(pipeline: Pipeline, text: str, name: str) -> None:
    assert said_by(pipeline, text)[-1][1] == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(
            "Dan Pike was held. His lawyer, Mara Quill, wept. His mother said it was late. She said it was cold.",
            "His mother",
            id="after a role with a gender",
        ),
        pytest.param(
            "Ana Ortiz is ill, her spokesman said. “She rests,” he said.",
            "her spokesman",
            id="not whose it is",
        ),
        pytest.param(
            "Dan Pike is ill. A nurse said he was strong. “He rests,” she said.", "A nurse", id="no name fits"
        ),
        pytest.param(
            "His mother said it was late. Ana Ortiz arrived at noon. “It is cold,” she said.",
            "Ana Ortiz",
            id="a subject with a name between",
        ),
        pytest.param(
            "Paul Reed voted no.\n\nThe mayor took no position. On Monday he said it was late.",
            "The mayor",
            id="whom the sentence before is about",
        ),
        pytest.param(
            "“It is late,” said Teresa Amato. Her daughter nodded. “It always is,” she said.",
            "Her daughter",
            id="who does something before",
        ),
        pytest.param(
            "Ana Ortiz fell ill. An aide said it was late. “It is cold,” she said.",
            "Ana Ortiz",
            id="a name fits",
        ),
    ],
)
def test_a_pronoun_may_mean_who_has_no_name(pipeline: Pipeline, text: str, name: str) -> None:
    assert said_by(pipeline, text)[-1][1] == name


def test_what_a_noun_and_a_verb_report_is_one_quote(pipeline: Pipeline) -> None:
    text = "Maya Lindqvist told the council in a long report that 41 piles had rotted."

    assert said_by(pipeline, text) == [("that 41 piles had rotted.", "Maya Lindqvist")]


def test_who_speaks_is_no_part_of_what_is_said(pipeline: Pipeline) -> None:
    text = "Orvane Corp. will close two plants, the company's chief executive, Dale Kestrel, said."

    assert said_by(pipeline, text) == [("Orvane Corp. will close two plants", "Dale Kestrel")]


def test_a_label_at_the_start_of_a_line_is_the_speaker(pipeline: Pipeline) -> None:
    text = (
        "Anna Weber met Paul Reed on Monday.\n\n"
        "WEBER: We will not raise taxes.\nREED: You said so in May.\n\nWEBER: I said we would look at it."
    )

    assert said_by(pipeline, text) == [
        ("We will not raise taxes.", "Anna Weber"),
        ("You said so in May.", "Paul Reed"),
        ("I said we would look at it.", "Anna Weber"),
        ("we would look at it.", "Anna Weber"),
    ]


def test_questions_and_answers_are_a_transcript(pipeline: Pipeline) -> None:
    text = "Q. Where were you on Monday?\n\nA. At home. Nobody saw me."

    assert said_by(pipeline, text) == [("Where were you on Monday?", "Q"), ("At home. Nobody saw me.", "A")]


@pytest.mark.parametrize(
    "text",
    [
        "TIME: about an hour\n\nSERVES: four people\n\nSEASON: all year round",
        "Note: bring a coat.\n\nNote: bring good shoes.",
        "The rule is plain: nobody leaves.\n\nThe result: nobody left.",
    ],
)
def test_labels_that_are_nobody_make_no_transcript(pipeline: Pipeline, text: str) -> None:
    assert said_by(pipeline, text) == []


def test_transcripts_can_be_left_out() -> None:
    text = "WEBER: We will not raise taxes.\n\nREED: Why?\n\nWEBER: No need."

    with Pipeline.parse("steps: [entities, quotes: {transcripts: false}]").opened() as pipeline:
        assert said_by(pipeline, text) == []
