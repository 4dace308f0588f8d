"""Who said what, phenomenon by phenomenon."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copydesk import QUOTES, Document, Pipeline

Find = Callable[..., list[tuple[str, str | None, str]]]


@pytest.fixture(scope="module")
def pipeline() -> Iterator[Pipeline]:
    with Pipeline.parse("steps: [entities, quotes: {nested: true}]").opened() as opened:
        yield opened


def quotes_of(pipeline: Pipeline, text: str) -> list[tuple[str, str | None, str]]:
    (doc,) = pipeline.process([Document.of(text)])
    assert isinstance(doc, Document)
    return [(doc.text_of(q), q.speaker.name if q.speaker else None, q.kind) for q in doc[QUOTES]]


def with_options(text: str, **options: Any) -> list[tuple[str, str | None, str]]:
    import json

    with Pipeline.parse(f"steps: [entities, quotes: {json.dumps(options)}]").opened() as opened:
        return quotes_of(opened, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Chancellor Anna Weber called the leak “very serious”.",
            [("very serious", "Anna Weber", "direct")],
            id="a fragment",
        ),
        pytest.param(
            '"The dam will hold," Maria Keller said on Monday.',
            [("The dam will hold", "Maria Keller", "direct")],
            id="straight marks, cue after",
        ),
        pytest.param(
            "“We have asked for talks since May,” said Robert Fischer, the secretary of the union.",
            [("We have asked for talks since May", "Robert Fischer", "direct")],
            id="inverted",
        ),
        pytest.param(
            "Thomas Brandt told reporters: “Nobody answered the letters.”",
            [("Nobody answered the letters.", "Thomas Brandt", "direct")],
            id="colon",
        ),
        pytest.param(
            "“The road is closed,” Maria Keller said. “It will stay closed until spring.”",
            [
                ("The road is closed", "Maria Keller", "direct"),
                ("It will stay closed until spring.", "Maria Keller", "direct"),
            ],
            id="the same speaker goes on",
        ),
        pytest.param(
            "Thomas Brandt opened the meeting. “The bridge is old,” he said.",
            [("The bridge is old", "Thomas Brandt", "direct")],
            id="pronoun",
        ),
        pytest.param(
            "Maria Keller said that the bridge would close in June.",
            [("that the bridge would close in June.", "Maria Keller", "indirect")],
            id="that clause",
        ),
        pytest.param(
            "Maria Keller said the bridge would close in June.",
            [("the bridge would close in June.", "Maria Keller", "indirect")],
            id="clause without that",
        ),
        pytest.param(
            "According to Maria Keller, the bridge is closed.",
            [("the bridge is closed.", "Maria Keller", "indirect")],
            id="according to, first",
        ),
        pytest.param(
            "The bridge is closed, according to Maria Keller.",
            [("The bridge is closed", "Maria Keller", "indirect")],
            id="according to, last",
        ),
        pytest.param(
            "Maria Keller said the bridge was “a disgrace” and would be pulled down.",
            [("the bridge was “a disgrace” and would be pulled down.", "Maria Keller", "mixed")],
            id="mixed",
        ),
        pytest.param(
            "Mr Brandt expressed concern that the missiles could reach the city.",
            [("that the missiles could reach the city.", "Brandt", "indirect")],
            id="light verb",
        ),
        pytest.param(
            "Die Ministerin sprach. «We will rebuild the school,» said Maria Keller.",
            [("We will rebuild the school", "Maria Keller", "direct")],
            id="guillemets",
        ),
    ],
)
def test_finds_who_said_what(
    pipeline: Pipeline, text: str, expected: list[tuple[str, str | None, str]]
) -> None:
    assert quotes_of(pipeline, text) == expected


def test_a_quotation_goes_on_over_paragraphs(pipeline: Pipeline) -> None:
    text = (
        '"I told the board in plain words," Maria Keller said. "I put it in writing.\n\n'
        '"I looked again after a year. The cracks were wider than my thumb.\n\n'
        '"After that I stopped sleeping well."'
    )

    found = quotes_of(pipeline, text)

    assert [speaker for _, speaker, _ in found] == ["Maria Keller"] * 4
    assert found[2][0] == "I looked again after a year. The cracks were wider than my thumb."


def test_lines_are_paragraphs_in_a_text_without_blank_lines(pipeline: Pipeline) -> None:
    text = (
        "Maria Keller defended the vote on Sunday.\n"
        '"I would do it again," Keller said. "I would do it twice.\n'
        '"And a third time."\n'
        "Voters left early."
    )

    assert quotes_of(pipeline, text) == [
        ("I would do it again", "Maria Keller", "direct"),
        ("I would do it twice.", "Maria Keller", "direct"),
        ("And a third time.", "Maria Keller", "direct"),
    ]


def test_pieces_of_one_statement_share_a_group(pipeline: Pipeline) -> None:
    (doc,) = pipeline.process([Document.of("“The road,” Maria Keller said, “is closed for good.”")])

    assert isinstance(doc, Document)
    assert [doc.text_of(quote) for quote in doc[QUOTES]] == ["The road", "is closed for good."]
    assert len({quote.group for quote in doc[QUOTES]}) == 1
    assert doc[QUOTES][0].group > 0


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The so-called “smart” bridge opened in May.", id="scare quotes"),
        pytest.param("She bought a copy of “The Old Man and the Sea” in Bonn.", id="title"),
        pytest.param("Maria Keller opened the door and left.", id="no reporting"),
        pytest.param("The board was 6\" wide and 12' long.", id="inches and feet"),
        pytest.param("He ruled out a second vote.", id="another meaning"),
        pytest.param("", id="empty"),
    ],
)
def test_finds_nothing_where_nobody_speaks(pipeline: Pipeline, text: str) -> None:
    assert quotes_of(pipeline, text) == []


def test_a_role_is_resolved_to_its_holder(pipeline: Pipeline) -> None:
    text = "The Transport Minister, Maria Keller, arrived late. The minister said the train was full."

    assert quotes_of(pipeline, text)[-1][1] == "Maria Keller"


def test_titles_tell_he_from_she(pipeline: Pipeline) -> None:
    text = "Mrs Maria Keller met Mr Thomas Brandt in Bonn. “The bridge is safe,” she said."

    assert quotes_of(pipeline, text) == [("The bridge is safe", "Maria Keller", "direct")]


SPEECH = "Maria Keller said the bridge would close. “It is old,” she said. She hopes that it will fall."


def test_indirect_speech_can_be_left_out() -> None:
    assert [kind for *_, kind in with_options(SPEECH, indirect=False)] == ["direct"]
    assert [kind for *_, kind in with_options(SPEECH, kinds=["indirect"])] == ["indirect"]


def test_thoughts_come_when_asked_for() -> None:
    assert len(with_options(SPEECH, speech_only=False)) == len(with_options(SPEECH)) + 1


def test_short_and_unsure_quotes_can_be_left_out() -> None:
    assert [text for text, *_ in with_options(SPEECH, min_words=4)] == ["the bridge would close."]
    assert with_options(SPEECH, min_confidence=1.0) == []


def test_pronouns_can_be_left_unresolved() -> None:
    assert with_options(SPEECH, resolve=False, kinds=["direct"]) == [("It is old", "she", "direct")]


def test_cues_can_be_added() -> None:
    text = "Maria Keller mooted that the bridge would close."

    assert with_options(text) == []
    assert with_options(text, cues={"moot": "speech"}) == [
        ("that the bridge would close.", "Maria Keller", "indirect")
    ]


def test_single_marks_count_in_a_text_without_double_ones() -> None:
    text = "‘The dam will hold,’ said Maria Keller. It wasn’t true."

    assert [text for text, *_ in with_options(text)] == ["The dam will hold"]
    assert with_options(text, marks="double", indirect=False) == []
    other = "“No,” said Maria Keller. The dam is ‘old and tired’."
    assert [text for text, *_ in with_options(other, indirect=False)] == ["No"]


def test_single_marks_count_when_asked_for() -> None:
    text = "‘The dam will hold,’ said Maria Keller. It wasn’t true."

    assert [text for text, *_ in with_options(text, marks="all")] == ["The dam will hold"]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            [
                "“",
                "”",
                '"',
                "'",
                "‘",
                "’",
                "«",
                "»",
                "``",
                "''",
                " ",
                "\n\n",
                "Weber",
                " said",
                ",",
                ".",
                "No",
                "\U0001f600",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_no_marks_cost_a_document(pipeline: Pipeline, text: str) -> None:
    (doc,) = pipeline.process([Document.of(text)])

    assert isinstance(doc, Document)
    for quote in doc[QUOTES]:
        assert doc.text_of(quote).strip() == doc.text_of(quote)


def test_plans_come_when_asked_for() -> None:
    text = "Maria Keller hopes to win. Thomas Brandt plans to sell the dam. They expect the bridge to fall."

    assert with_options(text) == [("the bridge to fall", "They", "indirect")]
    assert [words for words, *_ in with_options(text, speech_only=False)] == [
        "to win",
        "to sell the dam",
        "the bridge to fall",
    ]
