"""The entities of a document, each once, and where places are."""

from typing import Any

import msgspec
import pytest

from copydesk import Document, Entity
from copydesk.testing import run_step
from copydesk_entities import EntityTable


def tagged(text: str, *names: tuple[str, str, str, str]) -> Document:
    """Tag words of a text: what stands there, label, name and id each."""
    entities, at = [], 0
    for surface, label, name, entity in names:
        at = text.index(surface, at)
        title = "Minister" if text[:at].endswith("Minister ") else ""
        entities.append(Entity(at, at + len(surface), label, name, entity, title, 0.9))
        at += len(surface)
    return msgspec.structs.replace(Document.of(text), layers={"entities": tuple(entities)})


def table(document: Document, **options: Any) -> list[dict[str, Any]]:
    [made] = run_step(EntityTable, document, **options)
    rows: list[dict[str, Any]] = made.meta["entities"]
    return rows


TEXT = "Anna Weber left. Minister Weber told NATO."
NAMES = [
    ("Anna Weber", "PERSON", "Anna Weber", "e1"),
    ("Weber", "PERSON", "Anna Weber", "e1"),
    ("NATO", "ORG", "NATO", "e2"),
]


def test_lists_each_entity_once_in_the_order_of_first_mention() -> None:
    assert table(tagged(TEXT, *NAMES)) == [
        {
            "entity": "e1",
            "name": "Anna Weber",
            "label": "PERSON",
            "title": "Minister",
            "mentions": 2,
            "confidence": 0.9,
        },
        {"entity": "e2", "name": "NATO", "label": "ORG", "mentions": 1, "confidence": 0.9},
    ]


def test_lists_only_the_labels_that_are_asked_for() -> None:
    assert [row["name"] for row in table(tagged(TEXT, *NAMES), labels=["ORG"])] == ["NATO"]


def test_a_document_without_names_has_an_empty_table() -> None:
    assert table(tagged("Nobody came.")) == []


@pytest.mark.parametrize(
    ("text", "place", "country"),
    [
        ("Rain in France.", "France", "FR"),
        ("Rain in London.", "London", "GB"),
        # England's is six times as large as Alabama's: without a word on the country, it may be either.
        ("Rain in Birmingham.", "Birmingham", None),
        ("British rain fell on Birmingham.", "Birmingham", "GB"),
        ("American rain fell on London.", "London", "GB"),
        ("Canadian rain fell on London.", "London", None),
        ("American rain fell on Springfield.", "Springfield", None),
        ("Rain in Sao Paulo.", "Sao Paulo", "BR"),
        ("Iraqi rain fell on Fallujah.", "Fallujah", "IQ"),
        ("Rain in Little Nowhere.", "Little Nowhere", None),
    ],
)
def test_a_place_has_a_country_when_the_name_can_mean_only_one(
    text: str, place: str, country: str | None
) -> None:
    (row,) = table(tagged(text, (place, "LOC", place, "e1")))

    assert row.get("country") == country


def test_a_town_has_coordinates_and_a_country_has_none() -> None:
    document = tagged(
        "From Paris to Italy.", ("Paris", "LOC", "Paris", "e1"), ("Italy", "LOC", "Italy", "e2")
    )

    paris, italy = table(document)

    assert (round(paris["latitude"]), round(paris["longitude"])) == (49, 2)
    assert "latitude" not in italy


def test_a_person_is_nowhere() -> None:
    (row,) = table(tagged("Paris said so.", ("Paris", "PERSON", "Paris", "e1")))

    assert "country" not in row


def test_places_can_be_left_out() -> None:
    (row,) = table(tagged("Rain in London.", ("London", "LOC", "London", "e1")), places=False)

    assert "country" not in row
