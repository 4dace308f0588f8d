"""Words set off without marks: embedded posts, and paragraphs that a colon announces."""

from __future__ import annotations

import pytest

from copydesk import QUOTES, Document, Pipeline


def said(pipeline: Pipeline, text: str) -> list[tuple[str, str, str]]:
    (doc,) = pipeline.process([Document.of(text)])
    assert isinstance(doc, Document)
    return [
        (one.kind, doc.text_of(one), doc.text_of(one.speaker) if one.speaker else "-") for one in doc[QUOTES]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The mayor was up late.\n\nThe bridge is SAFE. Sad!\n\n"
            "— Gil Norris (@mayornorris) October 3, 2016\n\nBy noon it was shut.",
            [("direct", "The bridge is SAFE. Sad!", "Gil Norris")],
            id="a line of its own names who posted",
        ),
        pytest.param(
            "The mayor was up late.\n\nThe bridge is SAFE. pic.twitter.com/x1y2 — Gil Norris (@mayornorris)",
            [("direct", "The bridge is SAFE.", "Gil Norris")],
            id="on the same line, after a link",
        ),
        pytest.param(
            "The mayor was up late.\n\nReaders can follow him on Twitter (@mayornorris).",
            [],
            id="an account in running text",
        ),
    ],
)
def test_a_post_is_whose_name_stands_below_it(
    pipeline: Pipeline, text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert said(pipeline, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "In a statement, Ms. Ferris said:\n\nOur drivers have waited for nine years. They will not wait "
            "for a tenth.\n\nThe strike began at noon.",
            [
                (
                    "direct",
                    "Our drivers have waited for nine years. They will not wait for a tenth.",
                    "Ms. Ferris",
                )
            ],
            id="said",
        ),
        pytest.param(
            "Ms. Ferris wrote on Facebook:\n\n“Our drivers have waited for nine years.”\n\nThe strike began.",
            [("direct", "Our drivers have waited for nine years.", "Ms. Ferris")],
            id="marks are enough",
        ),
        pytest.param(
            "The city has three problems:\n\nThe roads are bad and nobody has mended them in years.",
            [],
            id="no cue",
        ),
        pytest.param(
            "Officials warned of three dangers:\n\n1. The roads are bad and nobody has mended them.",
            [],
            id="a list",
        ),
        pytest.param(
            "The board answered:\n\nThe roads were not its business. It also said that the state was poor.",
            [("indirect", "that the state was poor.", "It")],
            id="the writer goes on reporting",
        ),
    ],
)
def test_a_paragraph_after_a_colon_is_what_was_said(
    pipeline: Pipeline, text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert said(pipeline, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "(Reuters) - Pump maker Aldane Corp said it would close two plants.",
            [("indirect", "it would close two plants.", "Pump maker Aldane Corp")],
            id="after an agency",
        ),
        pytest.param(
            "LIMA, Peru — Miners said they would not leave.",
            [("indirect", "they would not leave.", "Miners")],
            id="after a place",
        ),
        pytest.param(
            "(CNN)Wanda Pike said she would run.",
            [("indirect", "she would run.", "Wanda Pike")],
            id="after an agency, without a space",
        ),
        pytest.param(
            "Harlow's said it would sell the brand.",
            [("indirect", "it would sell the brand.", "Harlow's")],
            id="a name that ends like an owner's",
        ),
        pytest.param(
            "Men who work at night sleep badly, a large survey finds.",
            [("indirect", "Men who work at night sleep badly", "a large survey")],
            id="a verb that the tagger takes for a noun",
        ),
        pytest.param(
            "“I always tell them, ‘Bring a coat,’” Ms. Lund said.",
            [("direct", "I always tell them, ‘Bring a coat,’", "Ms. Lund"), ("direct", "Bring a coat", "I")],
            id="what is always said",
        ),
        pytest.param(
            "“I said, ‘Why would I leave?’” Ms. Lund recalled.",
            [("direct", "I said, ‘Why would I leave?’", "Ms. Lund"), ("direct", "Why would I leave?", "I")],
            id="a question in marks",
        ),
    ],
)
def test_who_speaks_is_told_from_what_stands_beside_them(
    pipeline: Pipeline, text: str, expected: list[tuple[str, str, str]]
) -> None:
    assert said(pipeline, text) == expected
