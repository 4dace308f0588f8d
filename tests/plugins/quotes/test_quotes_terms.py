"""Terms, names and scare quotes, told from the few words that somebody says of something."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Put the script in “init.d” and the machine points to it.", id="a file"),
        pytest.param("A pot called a “cezve” is set on the sand.", id="a thing's name"),
        pytest.param("The town is often referred to as the “Pearl” of the coast.", id="what all call it"),
        pytest.param("It was spread by a user labelled “Nobody,” on a forum.", id="a user's name"),
        pytest.param("We want to cover the “rainy day” paths too.", id="a wish"),
        pytest.param("The farm now offers “pick your own” rows to visitors.", id="an offer"),
        pytest.param("She added a “starter” garden to the plan.", id="what describes a noun"),
        pytest.param("It is hard to think of “content” as data.", id="a thought about a word"),
        pytest.param("Guests who learn words like “please” and “thank you” get far.", id="words as words"),
        pytest.param("The ministry holds a “regroup” week every March.", id="a week's name"),
        pytest.param("Laura Brandt described the “open door” paradox in a talk.", id="what a talk is about"),
        pytest.param("It saves money since it is “future ready,” which means few repairs.", id="which"),
        pytest.param("In a year of “green shoots,” home prices rose.", id="a phrase before a clause"),
        pytest.param("When you mention “cheap seats,” everybody understands.", id="in a clause"),
        pytest.param('<input type="text" name="address"> adds a field that is called a box.', id="code"),
    ],
)
def test_a_term_is_no_quote(said: Said, text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Weber called the plan “reckless.”", [("reckless.", "Weber")], id="a judgement"),
        pytest.param(
            "Critics slammed the “reckless” plan of the board.", [("reckless", "Critics")], id="of a noun"
        ),
        pytest.param(
            "The prosecutor described Lowe as “a monster.”", [("a monster.", "The prosecutor")], id="with as"
        ),
        pytest.param("Reviews describe it as “too slow.”", [("too slow.", "Reviews")], id="by things"),
        pytest.param("The deal was condemned as “shameful.”", [("shameful.", "-")], id="by nobody named"),
        pytest.param(
            "Hill warned of “grave consequences” for the town.", [("grave consequences", "Hill")], id="of"
        ),
        pytest.param(
            "The mayor promised a “full apology” to the tenants.",
            [("full apology", "The mayor")],
            id="a promise",
        ),
        pytest.param(
            "Roe cited “surprisingly strong” hiring.", [("surprisingly strong", "Roe")], id="what one cites"
        ),
        pytest.param("Pike answered “no” and left.", [("no", "Pike")], id="one word"),
        pytest.param(
            "The town was swayed by those who say “harbours don't pay.”",
            [("harbours don't pay.", "those")],
            id="a clause",
        ),
        pytest.param("A sign read “No Entry.”", [("No Entry.", "A sign")], id="a sign"),
        pytest.param(
            "Weber called him “weak,” “vain” and “a fraud.”",
            [("“weak,” “vain” and “a fraud.”", "Weber")],
            id="several",
        ),
    ],
)
def test_few_words_that_somebody_says_are_a_quote(
    said: Said, text: str, expected: list[tuple[str, str]]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("It is important to note that prices vary by town.", id="worth noting"),
        pytest.param("It's fair to say the harbour has changed.", id="fair to say"),
        pytest.param("Remember that the gate closes at nine.", id="a reminder"),
        pytest.param("Rates vary by the hour—think leaks behind walls.", id="think"),
        pytest.param("Books are sorted according to size and the shelves are dusted.", id="a measure"),
        pytest.param("PRICE: $20\nPLACE: Town hall\nPRICE: $25\nPLACE: Old mill", id="a form"),
        pytest.param(
            "Add the following to your file:\n\nThe door is open and the light is on today.", id="an example"
        ),
        pytest.param(
            "We offer three ways to pay:\n\nThe first is by card and takes a minute at most.", id="an offer"
        ),
    ],
)
def test_what_the_writer_tells_the_reader_is_no_report(said: Said, text: str) -> None:
    assert said(text) == []


def test_what_is_common_to_say_is_said_by_somebody(said: Said) -> None:
    text = "It is common for students to say, “I would like to switch after my first year here.”"

    assert said(text) == [("I would like to switch after my first year here.", "students")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Hill was asked about it. Hill stated,\n\n“I know of no evidence for that.”",
            ("I know of no evidence for that.", "Hill"),
            id="in a paragraph of its own",
        ),
        pytest.param(
            "As one tester notes in our review, “Even though I am slow, it was easy.”",
            ("Even though I am slow, it was easy.", "one tester"),
            id="a verb that looks like a noun",
        ),
        pytest.param("“It worked,” shared Burl.", ("It worked", "Burl"), id="shared"),
        pytest.param(
            "Burl shared that nobody else has one.", ("that nobody else has one.", "Burl"), id="shared that"
        ),
    ],
)
def test_the_cue_is_found(said: Said, text: str, expected: tuple[str, str]) -> None:
    assert said(text) == [expected]
