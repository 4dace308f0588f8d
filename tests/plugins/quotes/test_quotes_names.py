"""Speakers by whatever plugin finds the names: quotes read the layer, and no names of the parse."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from copydesk import ENTITIES, PARSE, QUOTES, Document, Entity, step
from copydesk.testing import run_pipeline

NAMES = {"Bilgewater": "PERSON", "Anna Quill": "PERSON", "Quill": "PERSON", "Tessaly": "ORG"}
of_the_model: list[str] = []


@step(name="desk", requires=PARSE.having("parser"), provides=ENTITIES)
def desk(doc: Document) -> Iterator[Entity]:
    """Mark the names that a desk knows."""
    of_the_model.extend(span.text for span in doc[PARSE].ents)
    for match in re.finditer(r"\b(?:Anna Quill|Quill|Bilgewater|Tessaly)\b", doc.text):
        name = "Anna Quill" if "Quill" in match.group() else match.group()
        yield Entity(*match.span(), NAMES[match.group()], name, f"e-{name.split()[-1].lower()}")


@step(name="noone", provides=ENTITIES)
def noone(doc: Document) -> Iterator[Entity]:
    """Mark no name at all."""
    yield from ()


@step(name="halves", provides=ENTITIES)
def halves(doc: Document) -> Iterator[Entity]:
    """Mark pieces of words, twice, and one after the other."""
    for start in range(0, len(doc.text) - 7, 3):
        yield Entity(start, start + 7, "PERSON", "Somebody", "e1")


def said_by(text: str, names: str = "desk") -> list[tuple[str, str | None, str | None]]:
    (doc,) = run_pipeline(f"steps: [{names}, quotes]", text, steps=[desk, noone, halves])
    return [
        (doc.text_of(quote), quote.speaker.name, quote.speaker.entity) if quote.speaker else ("", None, None)
        for quote in doc[QUOTES]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "“The harbor is shut,” Quill said. Anna Quill runs the port.",
            [("The harbor is shut", "Anna Quill", "e-quill")],
            id="the canonical name",
        ),
        pytest.param(
            "The ships came back empty, and Anna Quill was tired of waiting. “We have nothing left to sell.”",
            [("We have nothing left to sell.", "Anna Quill", "e-quill")],
            id="carried on from the sentence before",
        ),
        pytest.param(
            "Shipowner Bilgewater had one line for the crew: “Nobody is paid before spring.”",
            [("Nobody is paid before spring.", "Bilgewater", "e-bilgewater")],
            id="announced by a colon",
        ),
        pytest.param(
            "Tessaly found that the hull had cracked in two places.",
            [("that the hull had cracked in two places.", "Tessaly", "e-tessaly")],
            id="a body that finds",
        ),
    ],
)
def test_a_third_party_may_provide_the_names(
    text: str, expected: list[tuple[str, str | None, str | None]]
) -> None:
    of_the_model.clear()

    assert said_by(text) == expected
    assert of_the_model == []


def test_without_names_the_words_in_the_text_stand_for_the_speaker() -> None:
    text = "“The harbor is shut,” Anna Weber said. The mayor said ships may sail on Monday."

    assert said_by(text, "noone") == [
        ("The harbor is shut", "Anna Weber", ""),
        ("ships may sail on Monday.", "The mayor", ""),
    ]


def test_names_that_fit_no_words_cost_nothing() -> None:
    text = "“The harbor is shut,” Anna Weber said on Monday."

    assert [words for words, _, _ in said_by(text, "halves")] == ["The harbor is shut"]
