"""A sentence that a cue closes, opens or turns round is found whole, whatever stands in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[str], list[tuple[str, str]]]

# What a parser takes apart: relative clauses, lists, names at the end, verbs that look like nouns.
SENTENCES = (
    "The barge, which was carrying mainly gravel, was lost",
    "The mill can be reached through Arden County",
    "Most shops will open early, and many streets will be closed to cars",
    "The dike needs sand, stone and a new gate",
    "While divers had picked up a signal off the north of Arden, no second signal was found",
    "The county wants to help owners rebuild by combining the funds of the Arden Trust",
    "The ferry cannot sail at night, but it may still carry mail",
    "Because the road runs along the river, snow is seldom cleared before noon",
    "Every house on the lower street should have a pump, a lamp and a boat",
)
# What stands behind the sentence, and who says it.
CLOSING = (
    (", Weber said.", "Weber"),
    (", officials said on Monday.", "officials"),
    (", Ann Weber, the mayor of Arden, said in a statement.", "Ann Weber"),
    (", the mayor, Ann Weber, told The Courier.", "the mayor"),
    (", said Ann Weber, a spokeswoman for the county.", "Ann Weber"),
    (", says Ann Weber, who runs the agency.", "Ann Weber"),
    (", as Weber noted.", "Weber"),
    (", two people familiar with the matter said.", "two people familiar with the matter"),
)
NEXT = "\n\nIt rained in the afternoon.\n"


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize(("tag", "speaker"), CLOSING, ids=[tag for tag, _ in CLOSING])
def test_a_cue_at_the_end_has_the_whole_sentence(said: Said, sentence: str, tag: str, speaker: str) -> None:
    assert said(sentence + tag + NEXT) == [(sentence, speaker)]


@pytest.mark.parametrize("sentence", SENTENCES[:6])
def test_a_cue_turned_round_inside_has_what_stands_before(said: Said, sentence: str) -> None:
    assert (sentence, "experts") in said(f"{sentence}, say experts, but nobody knows why.{NEXT}")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "Asked what she would miss, Weber thought for a while.", [], id="what only leads to an answer"
        ),
        pytest.param("If we look at the river, we find a mill.", [], id="a condition"),
        pytest.param("In her only answer, Weber said nothing.", [], id="a scene"),
        pytest.param("The hall should be maintained.", [], id="a passive"),
        pytest.param("While some like the plan, many complain.", [], id="two clauses that are compared"),
        pytest.param(
            "Weber told owners on Monday that to keep their berths, they must report by Friday.",
            [("that to keep their berths, they must report by Friday.", "Weber")],
            id="what somebody must do",
        ),
        pytest.param(
            "In a letter, the agency said the dam was old.",
            [("the dam was old.", "the agency")],
            id="where it stands is no part of it",
        ),
    ],
)
def test_what_closes_no_sentence(said: Said, text: str, found: list[tuple[str, str]]) -> None:
    assert said(text + NEXT) == found


@pytest.mark.parametrize(
    ("text", "words", "speaker"),
    [
        pytest.param(
            "Weber told owners on Monday that to save the mill, they must hurry.",
            "that to save the mill, they must hurry.",
            "Weber",
            id="an aim behind that",
        ),
        pytest.param(
            "Weber said with so few nurses, the ward must close.",
            "with so few nurses, the ward must close.",
            "Weber",
            id="a ground",
        ),
        pytest.param(
            "Weber said with a shrug, the ward must close.", "the ward must close.", "Weber", id="a manner"
        ),
        pytest.param(
            "Weber told reporters on Monday that the mill is old, but the gate can be mended.",
            "that the mill is old, but the gate can be mended.",
            "Weber",
            id="goes on in the present",
        ),
        pytest.param(
            "Weber said the fund is growing, gaining members every week.",
            "the fund is growing, gaining members every week.",
            "Weber",
            id="what is done meanwhile is reported",
        ),
        pytest.param(
            "Weber said the wall is weak, pointing to a crack.",
            "the wall is weak",
            "Weber",
            id="what the speaker does meanwhile is not",
        ),
        pytest.param(
            "A judge said it, too, had failed the owners.",
            "it, too, had failed the owners.",
            "A judge",
            id="a short subject set off",
        ),
        pytest.param(
            "Orvane sued the town, claiming the e-tailer was treated badly.",
            "the e-tailer was treated badly.",
            "Orvane",
            id="a hyphen",
        ),
        pytest.param(
            "Weber said in a letter to owners, tenants and agents that the mill was old.",
            "that the mill was old.",
            "Weber",
            id="a list of who reads it",
        ),
        pytest.param(
            "The mill lost half its orders, county data show.",
            "The mill lost half its orders",
            "county data",
            id="data show",
        ),
        pytest.param(
            "The senator projected that the mill would close.",
            "that the mill would close.",
            "The senator",
            id="who projects",
        ),
        pytest.param(
            "She joined the many drivers expected by the board to travel in May.",
            "to travel in May",
            "the board",
            id="an agent",
        ),
        pytest.param(
            "Weber asked her leading man to name a year that he had liked.",
            "to name a year that he had liked",
            "Weber",
            id="asked to do something",
        ),
    ],
)
def test_where_a_report_begins_and_ends(said: Said, text: str, words: str, speaker: str) -> None:
    assert (words, speaker) in said(text + NEXT)


@pytest.mark.parametrize(
    "sentence", ["The dike needs “sand, stone and a gate” by May", "It was “a bad year” for all"]
)
@pytest.mark.parametrize(
    ("tag", "speaker"), [CLOSING[1], CLOSING[2], CLOSING[4]], ids=["officials", "a name described", "turned"]
)
def test_marked_words_inside_belong_to_it(said: Said, sentence: str, tag: str, speaker: str) -> None:
    assert said(sentence + tag + NEXT) == [(sentence, speaker)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "“The dam is old and leaks.” Weber said.",
            [("The dam is old and leaks.", "Weber")],
            id="a full stop",
        ),
        pytest.param(
            "“The dam is old and leaks.” Weber agreed.", [("The dam is old and leaks.", "-")], id="who agrees"
        ),
        pytest.param(
            "The mayor had a message for owners: “Leave the dam alone.”",
            [("Leave the dam alone.", "The mayor")],
            id="a message",
        ),
    ],
)
def test_who_says_a_quotation_that_stands_oddly(said: Said, text: str, found: list[tuple[str, str]]) -> None:
    assert said(text + NEXT) == found
