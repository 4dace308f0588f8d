"""Who speaks where the parser names somebody else: cues turned round, and infinitives that others bring about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("text", "speaker", "first", "second"),
    [
        ("The plan, said Weber, is dead.", "Weber", "The plan", "is dead."),
        ("The plan, said Weber on Monday, is dead.", "Weber", "The plan", "is dead."),
        (
            "The plan, said Ida Weber, a lawyer for the city, is dead.",
            "Ida Weber",
            "The plan",
            "is dead.",
        ),
        (
            "Most of the prints, said the curator, were damaged in the flood.",
            "the curator",
            "Most of the prints",
            "were damaged in the flood.",
        ),
        (
            "More than 300 houses, police said, were damaged.",
            "police",
            "More than 300 houses",
            "were damaged.",
        ),
        ("The fire, said police, began in the kitchen.", "police", "The fire", "began in the kitchen."),
        (
            "The second phase, explained Cole, will open a year later.",
            "Cole",
            "The second phase",
            "will open a year later.",
        ),
        (
            "A deal, said two people briefed on the talks, could come this week.",
            "two people",
            "A deal",
            "could come this week.",
        ),
        (
            "His client, said Weber's lawyer, had no part in it.",
            "Weber's lawyer",
            "His client",
            "had no part in it.",
        ),
        (
            "That is the real difference, she said, between humans and machines.",
            "she",
            "That is the real difference",
            "between humans and machines.",
        ),
        (
            "The sale, said Petra Lindqvist, who chairs the council, was “the only offer.”",
            "Petra Lindqvist",
            "The sale",
            "was “the only offer.”",
        ),
        (
            "The fire, said Ida Weber, 43, began in the kitchen.",
            "Ida Weber",
            "The fire",
            "began in the kitchen.",
        ),
        ("The rules \u2013 critics say \u2013 are a mess.", "critics", "The rules", "are a mess."),
        ("What they want, Weber said, is cash.", "Weber", "What they want", "is cash."),
        ("The plan, according to Weber, is dead.", "Weber", "The plan", "is dead."),
        ("The road, says Cole, who lives there, will close.", "Cole", "The road", "will close."),
        ("The dam, warned engineers, could fail.", "engineers", "The dam", "could fail."),
        ("Sales, said the firm in a statement, fell by a tenth.", "the firm", "Sales", "fell by a tenth."),
        (
            "The real problem, Weber told reporters, is the roof.",
            "Weber",
            "The real problem",
            "is the roof.",
        ),
    ],
)
def test_a_cue_between_a_subject_and_its_verb(
    said: Said, text: str, speaker: str, first: str, second: str
) -> None:
    assert said(text) == [(first, speaker), (second, speaker)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "His research led him to suspect that cells can remember.",
            ("that cells can remember.", "him"),
            id="led to",
        ),
        pytest.param(
            "The ruling forced the mayor to admit that he had lied.",
            ("that he had lied.", "the mayor"),
            id="forced to",
        ),
        pytest.param(
            "As Daniel Yi, a lawyer at the Department of Justice (DOJ), puts it, “meet every few weeks.”",
            ("meet every few weeks.", "Daniel Yi"),
            id="as he puts it",
        ),
        pytest.param(
            "The country's prime minister, Emile Roux said, “We are in contact with all parties.”",
            ("We are in contact with all parties.", "Emile Roux"),
            id="a comma is missing",
        ),
        pytest.param(
            "The mayor is to announce that the tax will end.",
            ("that the tax will end.", "The mayor"),
            id="what is to be announced",
        ),
        pytest.param(
            "The dam — engineers say it is sixty years old — could fail.",
            ("it is sixty years old", "engineers"),
            id="between dashes",
        ),
        pytest.param(
            "“I'm done,” he told his wife, according to court papers.",
            ("I'm done", "he"),
            id="who tells of it",
        ),
        pytest.param(
            "According to Rathbun the property in question was returned by mail.",
            ("the property in question was returned by mail.", "Rathbun"),
            id="a name like a verb",
        ),
        pytest.param(
            "Patients who take part are not “blinded”—they know if they are getting the drug.",
            ("if they are getting the drug.", "they"),
            id="no space before the name",
        ),
        pytest.param(
            "The Weber campaign sent an email to donors claiming that the hall was sold.",
            ("that the hall was sold.", "The Weber campaign"),
            id="who sent it",
        ),
        pytest.param(
            "The memo itself, a copy of which was obtained by The Ledger, says that the hall was sold.",
            ("that the hall was sold.", "The memo itself"),
            id="a copy of which",
        ),
        pytest.param(
            "In her 40-page opinion, Judge Frith said that the law was void.",
            ("that the law was void.", "Judge Frith"),
            id="an opinion on paper",
        ),
        pytest.param(
            "Weber cheered the ruling as “a great day for freedom.”",
            ("a great day for freedom.", "Weber"),
            id="cheered as",
        ),
        pytest.param("Not so, said Polk.", ("Not so", "Polk"), id="no clause"),
        pytest.param("Polk was adamant that he would stay.", ("that he would stay.", "Polk"), id="adamant"),
        pytest.param(
            "The firm's position is that the law is void.",
            ("that the law is void", "The firm"),
            id="a position",
        ),
        pytest.param(
            "She urged him to tell the court that he was ill.",
            ("to tell the court that he was ill", "She"),
            id="urged to",
        ),
        pytest.param(
            "According to research cited above, teams that hire outside help pay less.",
            ("teams that hire outside help pay less.", "research"),
            id="research cited",
        ),
        pytest.param(
            "I recommend spending at least ten days in Japan to get the full picture.",
            ("spending at least ten days in Japan", "I"),
            id="what is recommended",
        ),
        pytest.param(
            "The compiler knows that the list can never be empty, so the linker adds a note.",
            ("that the list can never be empty", "The compiler"),
            id="what comes of it",
        ),
    ],
)
def test_whose_report_it_is(said: Said, text: str, expected: tuple[str, str]) -> None:
    assert said(text) == [expected]


def test_whom_a_paper_quotes_speaks_too(said: Said) -> None:
    text = "According to the Kelhaven Herald, Professor Ann Burrows, the head of the panel, said it was late."

    assert said(text) == [
        ("Professor Ann Burrows, the head of the panel, said it was late.", "the Kelhaven Herald"),
        ("it was late.", "Professor Ann Burrows"),
    ]
