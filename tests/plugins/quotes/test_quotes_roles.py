"""Whom roles, epithets and labels of an interview mean."""

from __future__ import annotations

import pytest

from copydesk import QUOTES, Document, Pipeline


def speakers(pipeline: Pipeline, text: str) -> list[tuple[str, str]]:
    (doc,) = pipeline.process([Document.of(text)])
    assert isinstance(doc, Document)
    return [(doc.text_of(one.speaker), one.speaker.name) for one in doc[QUOTES] if one.speaker]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "French President Emile Roux caused a stir on Monday.\n\nThe President, who met with Lang "
            "before the war, insisted that nothing was off the table.",
            [("The President", "Emile Roux")],
            id="a title with a capital",
        ),
        pytest.param(
            "President Emile Roux met President Jan Kos. Roux smiled. The president said he was pleased.",
            [("The president", "Emile Roux")],
            id="of two, who was named last",
        ),
        pytest.param(
            "President Emile Roux and Vice President Sam Hill met. Hill left. The president said it was late. "
            "The Vice President said he was ill.",
            [("The president", "Emile Roux"), ("The Vice President", "Sam Hill")],
            id="a deputy",
        ),
        pytest.param(
            "Orvane Airways lost a jet. Its owner told Reuters on Monday that it was late. The airline said it "
            "would search.",
            [("Its owner", "Its owner"), ("The airline", "Orvane Airways")],
            id="an airline is no agency that is told",
        ),
        pytest.param(
            "The man who made them, Ben Hocker, a builder from Arden, said it was late.",
            [("The man", "Ben Hocker")],
            id="a name behind what describes him",
        ),
        pytest.param(
            "Ida Falk says it is late.\n\nFALK: “We are the only ones who do not pay.”\n\nTHE FACTS: “We” is all.",
            [("Ida Falk", "Ida Falk"), ("FALK", "Ida Falk")],
            id="a label that comes once",
        ),
        pytest.param(
            "Attorney Joe Tacker spoke. The lawyer said it was late. District Attorney Ann Roy left. "
            "The lawyer said it was early.",
            [("The lawyer", "Joe Tacker"), ("The lawyer", "Joe Tacker")],
            id="another word for it",
        ),
        pytest.param(
            "Deputy Mayor Ann Roy left. The mayor said the road was old.",
            [("The mayor", "The mayor")],
            id="a deputy is not the mayor",
        ),
        pytest.param(
            "House Speaker Tom Bell read it. The House said it was good. The Speaker said it was late.",
            [("The House", "House"), ("The Speaker", "Tom Bell")],
            id="a body in a title",
        ),
        pytest.param(
            "Sen. Bo Ruiz left. The senator said he was tired. The Ohio senator said he would rest. "
            "The Republican senator said he was ill.",
            [
                ("The senator", "Bo Ruiz"),
                ("The Ohio senator", "Bo Ruiz"),
                ("The Republican senator", "Bo Ruiz"),
            ],
            id="by place and party",
        ),
        pytest.param(
            "French President Emile Roux met Russian President Ivan Orlov. The French President said he was "
            "pleased. The Russian president said he was not. The Polish president said he was ill.",
            [
                ("The French President", "Emile Roux"),
                ("The Russian president", "Ivan Orlov"),
                ("The Polish president", "The Polish president"),
            ],
            id="told apart by their countries",
        ),
        pytest.param(
            "Emile Roux, the French president, met Ivan Orlov, the Russian president. The French president "
            "said he was pleased.",
            [("The French president", "Emile Roux")],
            id="countries in an apposition",
        ),
        pytest.param(
            "President Emile Roux met former President Ivan Orlov. Roux left. The former president said he "
            "was pleased.",
            [("The former president", "Ivan Orlov")],
            id="a former one",
        ),
    ],
)
def test_a_role_means_whom_the_text_calls_so(
    pipeline: Pipeline, text: str, expected: list[tuple[str, str]]
) -> None:
    assert speakers(pipeline, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Bill Marsh fell off the pier. “Not so much as a wet sock,” the great-grandfather-of-six laughed.",
            [("the great-grandfather-of-six", "Bill Marsh")],
            id="a father of some",
        ),
        pytest.param(
            "Sara Holm lives with her brother Erik Lund. “I told them nothing,” the mother of two said.",
            [("the mother of two", "Sara Holm")],
            id="a mother is no man",
        ),
        pytest.param(
            "Ida Falk, 61, and Tom Bell, 44, fell off the pier. Tom laughed. “It was a lark,” the 61-year-old said.",
            [("the 61-year-old", "Ida Falk")],
            id="the age beside a name",
        ),
        pytest.param(
            "Bill Marsh fell off the pier. “It was a lark,” the judge said.",
            [("the judge", "the judge")],
            id="somebody new",
        ),
        pytest.param(
            "Bill Marsh fell off the pier. “It was a lark,” the Vermont senator said.",
            [("the Vermont senator", "Bill Marsh")],
            id="a politician by place",
        ),
        pytest.param(
            "Sen. Bill Marsh fell off the pier. “It was a lark,” the South Carolina Republican said.",
            [("the South Carolina Republican", "Bill Marsh")],
            id="a politician by place and party",
        ),
        pytest.param(
            "Bill Marsh fell off the pier. “It was a lark,” the Republican nominee said.",
            [("the Republican nominee", "the Republican nominee")],
            id="somebody new, of a party",
        ),
    ],
)
def test_an_epithet_means_somebody_named_before(
    pipeline: Pipeline, text: str, expected: list[tuple[str, str]]
) -> None:
    assert speakers(pipeline, text) == expected


INTERVIEW = "\n\nQ: Is it deep?\nA: Deep enough.\n\nQ: Who pays?\nA: The ships do."


@pytest.mark.parametrize(
    ("lead", "asks", "answers"),
    [
        pytest.param("She spoke to Tom Bell.", "Tom Bell", "Ida Falk", id="spoke to"),
        pytest.param("She was interviewed by Tom Bell.", "Tom Bell", "Ida Falk", id="interviewed by"),
        pytest.param("Tom Bell spoke to Jan Kos.", "Q", "A", id="either may ask"),
    ],
)
def test_the_lead_tells_who_asks_and_who_answers(
    pipeline: Pipeline, lead: str, asks: str, answers: str
) -> None:
    text = f"Dr. Ida Falk has run the harbour for ten years. {lead}{INTERVIEW}"

    assert speakers(pipeline, text) == [("Q", asks), ("A", answers)] * 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Orvane Corp. sold the plant in May. The Ministry of Health opened an inquiry on Friday. "
            "The company said that it would help.",
            [("The company", "Orvane Corp.")],
            id="no ministry",
        ),
        pytest.param(
            "Figures came from the American Growers Association. The agency said that it would help.",
            [("The agency", "The agency")],
            id="no association",
        ),
        pytest.param(
            "Researchers at Harlan University read 300 letters. The paper shows that spelling changed late.",
            [("The paper", "The paper")],
            id="no newspaper",
        ),
        pytest.param(
            "Editors at The Boston Globe sued the city. The paper said that it would print the letters.",
            [("The paper", "Boston Globe")],
            id="a newspaper",
        ),
        pytest.param(
            "The CEO of the Refugee Council Enver Solomon said that nobody was told.",
            [("The CEO of the Refugee Council Enver Solomon", "Enver Solomon")],
            id="who leads it",
        ),
        pytest.param(
            "A spokesman for President Joe Biden said that nobody was told.",
            [("A spokesman for President Joe Biden", "A spokesman for President Joe Biden")],
            id="whose spokesman it is",
        ),
    ],
)
def test_a_body_is_what_it_is_called(pipeline: Pipeline, text: str, expected: list[tuple[str, str]]) -> None:
    assert speakers(pipeline, text) == expected


def test_he_is_who_the_role_before_means(pipeline: Pipeline) -> None:
    text = (
        "Ann Burt refused to take off the pin at Judge Robert Milch's request.\n\n"
        "The judge claimed his decision was not influenced by his views. “A judge supports no side,” he told "
        "the paper."
    )

    assert speakers(pipeline, text) == [("The judge", "Robert Milch"), ("he", "Robert Milch")]


def test_who_replies_to_it_is_not_who_says_it(pipeline: Pipeline) -> None:
    text = (
        "Tom Pike fought a debate with Ann Weber on Monday.\n\n"
        "Ann Weber said he was rooting for a collapse, to which the real-estate mogul responded, "
        '"That\'s called business."'
    )

    assert speakers(pipeline, text) == [("Ann Weber", "Ann Weber"), ("the real-estate mogul", "Tom Pike")]
