"""Names taken out of a text."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from copydesk import ENTITIES, Document, Entity
from copydesk.testing import opened_step, run_step
from copydesk_entities import Redact

TEXT = "Anna Weber met Tom Holm. Weber told NATO. Write to a@b.org."


def tagged(text: str = TEXT, *entities: Entity, **meta: Any) -> Document:
    found = entities or (
        Entity(0, 10, "PERSON", "Anna Weber", "e1"),
        Entity(15, 23, "PERSON", "Tom Holm", "e2"),
        Entity(25, 30, "PERSON", "Anna Weber", "e1"),
        Entity(36, 40, "ORG", "NATO", "e3"),
        Entity(51, 58, "EMAIL", "a@b.org", ""),
    )
    return msgspec.structs.replace(Document.of(text, meta=meta), layers={"entities": found})


def redacted(**options: Any) -> Document:
    [document] = run_step(Redact, tagged(title="WEBER and Tom Holm meet", tags=["Holm", "peace"]), **options)
    return document


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"style": "label"}, "[PERSON] met [PERSON]. [PERSON] told NATO. Write to a@b.org."),
        ({}, "[PERSON 1] met [PERSON 2]. [PERSON 1] told NATO. Write to a@b.org."),
        (
            {"labels": ["ORG", "EMAIL"]},
            "Anna Weber met Tom Holm. Weber told [ORG 1]. Write to [EMAIL 1].",
        ),
        ({"keep": ["Tom Holm"]}, "[PERSON 1] met Tom Holm. [PERSON 1] told NATO. Write to a@b.org."),
    ],
)
def test_replaces_the_names(options: dict[str, Any], expected: str) -> None:
    assert redacted(**options).text == expected


def test_offsets_lead_back_to_the_names_in_the_source() -> None:
    document = redacted()

    assert [document.source_of(entity) for entity in document[ENTITIES]] == [
        "Anna Weber",
        "Tom Holm",
        "Weber",
        "NATO",
        "a@b.org",
    ]
    assert [document.text_of(entity) for entity in document[ENTITIES]][:2] == ["[PERSON 1]", "[PERSON 2]"]


def test_hides_the_names_in_the_layer_and_the_metadata() -> None:
    document = redacted()

    assert [entity.name for entity in document[ENTITIES]] == [
        "[PERSON 1]",
        "[PERSON 2]",
        "[PERSON 1]",
        "NATO",
        "a@b.org",
    ]
    assert document.meta == {"title": "[PERSON 1] and [PERSON 2] meet", "tags": ["[PERSON 2]", "peace"]}


def test_a_pseudonym_is_the_same_in_all_documents_and_needs_the_secret() -> None:
    other = tagged("Tom Holm left.", Entity(0, 8, "PERSON", "Tom Holm", "e1"))

    one = redacted(style="pseudonym", secret="s1")
    [two] = run_step(Redact, other, style="pseudonym", secret="s1")
    [three] = run_step(Redact, other, style="pseudonym", secret="s2")

    assert two.text.removesuffix(" left.") in one.text
    assert two.text != three.text


def test_asks_for_a_secret() -> None:
    with pytest.raises(ValidationError, match="must come with a `secret`"):
        opened_step(Redact, style="pseudonym")


@given(st.text(max_size=20), st.text(min_size=1, max_size=8), st.text(max_size=20))
def test_takes_any_text(before: str, name: str, after: str) -> None:
    start, end = len(before), len(before) + len(name)

    [document] = run_step(Redact, tagged(before + name + after, Entity(start, end, "PERSON", name, "e1")))

    assert document.text == f"{before}[PERSON 1]{after}"
    assert document.source_of(document[ENTITIES][0]) == name
