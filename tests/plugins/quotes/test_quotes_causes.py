"""Causes of wrong quotes that were found in whole articles, each with sentences of its own."""

from __future__ import annotations

import pytest

from copydesk import QUOTES, Document, Pipeline


def said(pipeline: Pipeline, text: str) -> list[tuple[str, str]]:
    (doc,) = pipeline.process([Document.of(text)])
    assert isinstance(doc, Document)
    return [(doc.text_of(one), doc.text_of(one.speaker) if one.speaker else "-") for one in doc[QUOTES]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "It was Ortega who flinched, admitting that the vote was lost.",
            [("that the vote was lost.", "Ortega")],
            id="a cleft sentence",
        ),
        pytest.param(
            "The Farm Workers League, which has sued the state, called the governor's plan “a cruel joke.”",
            [("a cruel joke.", "The Farm Workers League")],
            id="the tagger takes the main verb for a participle",
        ),
        pytest.param(
            "The permit was granted despite letters from neighbors, who warned that the hill would slide.",
            [("that the hill would slide.", "neighbors")],
            id="who are not the letters",
        ),
        pytest.param(
            "“Not a chance,” the coach said, according to three players. “Go home.”",
            [("Not a chance", "the coach"), ("Go home.", "the coach")],
            id="who told it is not who said it",
        ),
        pytest.param(
            "The clerk said that the judge knew of the letter and that she was “appalled.”",
            [("that the judge knew of the letter and that she was “appalled.”", "The clerk")],
            id="the second half belongs to who says the first",
        ),
        pytest.param(
            "The senator said she wished the board had “asked a single question.”",
            [("she wished the board had “asked a single question.”", "The senator")],
            id="a wish inside a report",
        ),
        pytest.param(
            "The agency said the water was not safe to drink, sparking protests in three towns.",
            [("the water was not safe to drink", "The agency")],
            id="what followed is the writer's",
        ),
        pytest.param(
            "The governor said she “won't sign it,” even as lawmakers begged her to wait.",
            [("she “won't sign it,”", "The governor"), ("to wait", "lawmakers")],
            id="even as",
        ),
        pytest.param(
            "“Nobody reads the minutes,” a clerk jokes.",
            [("Nobody reads the minutes", "a clerk")],
            id="a verb that is tagged as a noun",
        ),
        pytest.param(
            "The Department of Fisheries notes, “The catch fell by half.”",
            [("The catch fell by half.", "The Department of Fisheries")],
            id="and one before its quotation",
        ),
        pytest.param(
            "The pilots' union threatens to shut down the airport.",
            [("to shut down the airport", "The pilots' union")],
            id="a body threatens",
        ),
        pytest.param(
            "Then there was Pruitt, telling the crowd that he had “wept for a week” and had nearly quit.",
            [("that he had “wept for a week” and had nearly quit.", "Pruitt")],
            id="there was somebody",
        ),
        pytest.param(
            "The two-judge panel said in a one-page order that the tribe had not shown any harm.",
            [("that the tribe had not shown any harm.", "The two-judge panel")],
            id="a hyphen sets nothing apart",
        ),
        pytest.param(
            "Nearly six in 10 said they were worried.",
            [("they were worried.", "Nearly six in 10")],
            id="a share of those asked",
        ),
        pytest.param(
            "One, who asked not to be named, said he had read of it in the paper.",
            [("he had read of it in the paper.", "One")],
            id="one of them",
        ),
        pytest.param(
            "“My daughter goes, ‘Dad, we won,’” Leo Park said. “I was like, ‘Won what?’”",
            [
                ("My daughter goes, ‘Dad, we won,’", "Leo Park"),
                ("Dad, we won", "My daughter"),
                ("I was like, ‘Won what?’", "Leo Park"),
                ("Won what?", "I"),
            ],
            id="goes, is like",
        ),
        pytest.param(
            "The ministry asked the company to quietly stop work at the dam.",
            [("to quietly stop work at the dam", "The ministry")],
            id="a word between “to” and its verb",
        ),
        pytest.param(
            "The unions vowed to strike after talks failed, a step the mayor called “reckless.”",
            [("to strike", "The unions"), ("reckless.", "the mayor")],
            id="somebody else judges it",
        ),
        pytest.param(
            "Asked by a clerk as she left the room whether she would appeal, Crane nodded.",
            [("whether she would appeal", "a clerk")],
            id="a question far from who asks",
        ),
        pytest.param(
            "A Gallup poll found in May that most voters were tired.",
            [("that most voters were tired.", "A Gallup poll")],
            id="the only verb is no participle",
        ),
        pytest.param(
            "State police spokesman Sgt. Leo Park said the road was closed.",
            [("the road was closed.", "State police spokesman Sgt. Leo Park")],
            id="a short title ends no sentence",
        ),
        pytest.param(
            "The e-mail said the money was gone.",
            [("the money was gone.", "The e-mail")],
            id="a word with a hyphen",
        ),
        pytest.param(
            "Parents had complained for weeks of being ignored by the board.",
            [("of being ignored by the board", "Parents")],
            id="for how long",
        ),
        pytest.param(
            "The coach said he was “heartsick” after watching the film and called for a new rule.",
            [("he was “heartsick” after watching the film", "The coach")],
            id="the same person goes on",
        ),
        pytest.param(
            "The sheriff said he would not resign, two days after a tape surfaced.",
            [("he would not resign", "The sheriff")],
            id="when it was said",
        ),
        pytest.param(
            "They have fought before: in May she called him “a guest in our house.”",
            [("a guest in our house.", "she")],
            id="what a colon announces has its own cue",
        ),
        pytest.param(
            "Three things matter: roads, water and power, the mayor said.",
            [("Three things matter: roads, water and power", "the mayor")],
            id="a colon inside what is said",
        ),
        pytest.param(
            "The plan is simple: the city wants to close the road, she said.",
            [("The plan is simple: the city wants to close the road", "she")],
            id="and one before its second clause",
        ),
        pytest.param(
            "“So did I,” the clerk added.", [("So did I", "the clerk")], id="a subject inside the marks"
        ),
        pytest.param(
            "“Never again,” the 44-year-old said.",
            [("Never again", "the 44-year-old")],
            id="an article that the parser hangs on the verb",
        ),
    ],
)
def test_finds_what_is_said(pipeline: Pipeline, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(pipeline, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The lack of unity threatens to weaken the alliance.", id="a thing threatens"),
        pytest.param("The new lock promises to keep thieves out.", id="a thing promises"),
        pytest.param("The minister denied the ‘ridiculous’ claim.", id="the word of whom she denies"),
        pytest.param("He dismissed the “fake” report as a hoax.", id="the word of what he dismisses"),
        pytest.param("The panel may call Mr. Sloan to testify.", id="called to come"),
        pytest.param("That said, the dam was old.", id="a turn of phrase"),
    ],
)
def test_finds_nothing_where_nothing_is_said(pipeline: Pipeline, text: str) -> None:
    assert said(pipeline, text) == []
