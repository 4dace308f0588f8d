"""People who are told by their post, whatever else their names mean."""

from __future__ import annotations

import pytest

from copydesk import ENTITIES
from copydesk.testing import run_pipeline


def labels(text: str) -> dict[str, str]:
    (doc,) = run_pipeline("steps: [entities]", text)
    return {doc.text[one.start : one.end]: one.label for one in doc[ENTITIES]}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The minister for transport, Per Lund, told reporters he was sad.", "Per Lund"),
        ("Talks stalled, said the secretary of the union, May Hill. Nobody else spoke.", "May Hill"),
        ("A spokesman for the ministry, Art Stone, declined to comment.", "Art Stone"),
        ("The head of the port authority, Will Power, agreed.", "Will Power"),
        ("Talks stalled, said its secretary, May Hill, on Monday.", "May Hill"),
        ("A professor of law at Leeds, Joy Long, disagreed.", "Joy Long"),
    ],
)
def test_a_name_behind_a_post_is_a_person(text: str, name: str) -> None:
    assert labels(text)[name] == "PERSON"


@pytest.mark.parametrize(
    "text",
    [
        "The mayor of Tarrow, Lower Silesia, said nothing.",
        "The captain of the ferry, Gull of Tarn, said so.",
        "The editor of the paper, Tarn Gazette, resigned.",
        "The chief executive of the maker, Zorb Holdings, resigned.",
        "They met the president, White House officials said.",
        "She shows it to the author, Deep Water, and leaves.",
        "The mayor of Springfield, New Mexico, said nothing.",
    ],
)
def test_what_a_post_is_of_is_no_person(text: str) -> None:
    assert "PERSON" not in labels(text).values()


@pytest.mark.parametrize(
    "text",
    [
        "Zetho Murane, Chief Cyber Solutions Officer at Norl, said so.",
        "The Chief Product Officer, Zetho Murane, left.",
        "Zetho Murane, Chief Officer, left.",
    ],
)
def test_an_officer_is_no_name(text: str) -> None:
    people = [name for name, label in labels(text).items() if label == "PERSON"]

    assert people == ["Zetho Murane"]


@pytest.mark.parametrize("title", ["Fire Chief", "Fire Marshal", "Tribal Chairman"])
def test_a_title_is_no_part_of_a_name(title: str) -> None:
    people = [
        name
        for text in (
            f"It is unclear how it began, said {title} Al Dunn.",
            f"On Monday, {title} Al Dunn said so.",
        )
        for name, label in labels(text).items()
        if label == "PERSON"
    ]

    assert people == ["Al Dunn", "Al Dunn"]


@pytest.mark.parametrize("role", ["Organizer", "Center", "Linebacker", "Hygienist", "Paramedic", "Beekeeper"])
def test_what_somebody_does_is_no_part_of_a_name(role: str) -> None:
    assert labels(f"{role} Tasha Coleman said it was late.") == {"Tasha Coleman": "PERSON"}


@pytest.mark.parametrize("name", ["Walker Evan Scott", "Taylor Alison Wynn", "Alexander Boris Holt"])
def test_a_name_that_sounds_like_a_trade_is_one(name: str) -> None:
    assert labels(f"{name} said it was late.") == {name: "PERSON"}
