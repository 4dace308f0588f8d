"""Reports on politics: who sends, sides with or disputes what is said, and where it ends."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Added Weber: “I think so.”", [("I think so.", "Weber")], id="a name"),
        pytest.param("Added the mayor: “I think so.”", [("I think so.", "the mayor")], id="a role"),
        pytest.param(
            "“I know,” said Olaf Pohl.\n\nAdded Weber's lawyer, Dale Hurst: “I think so.”",
            [("I know", "Olaf Pohl"), ("I think so.", "Weber's lawyer")],
            id="another paragraph",
        ),
        pytest.param("Wanted the cook: “A knife.”", [("A knife.", "-")], id="no verb of speech"),
    ],
)
def test_verb_before_its_speaker_opens_the_line(
    said: Said, text: str, expected: list[tuple[str, str]]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The union sent a letter to Mayor Anna Weber urging her to stop the works.",
            [("to stop the works", "The union")],
            id="to whom",
        ),
        pytest.param(
            "All 42 members of the club are sending the letter to Senate Majority Leader Dale Hurst warning "
            "him that they will stop.",
            [("that they will stop.", "All 42 members of the club")],
            id="to whom, with a title",
        ),
        pytest.param(
            "The ministry issued a report on Tuesday claiming the change would not harm the river.",
            [("the change would not harm the river.", "The ministry")],
            id="when",
        ),
        pytest.param(
            "The plan fell after the ministry issued a report Tuesday claiming the change would not harm it.",
            [("the change would not harm it.", "the ministry")],
            id="in a clause",
        ),
        pytest.param(
            "The clerk declined to comment before relaying to reporters that he had looked into it.",
            [("that he had looked into it.", "The clerk")],
            id="relayed",
        ),
    ],
)
def test_who_sends_it_says_it(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Weber met farmers who oppose the plan, arguing it would flood their fields.",
            [("it would flood their fields.", "farmers")],
            id="who opposes",
        ),
        pytest.param(
            "Weber met farmers who live in the valley, arguing it would flood their fields.",
            [("it would flood their fields.", "Weber")],
            id="who lives there",
        ),
        pytest.param(
            "The plan cites a lawsuit that the union filed against the mill, alleging that it cut wages.",
            [("that it cut wages.", "the union")],
            id="who files it",
        ),
        pytest.param(
            "The word refers to the old case that the Ministry of Justice had brought against five firms.",
            [],
            id="a case that somebody brought",
        ),
        pytest.param(
            "Holt is seen grabbing a young man after the man approached the lawmaker and asked if he agreed.",
            [("if he agreed.", "the man")],
            id="in its tense",
        ),
        pytest.param(
            "Weber said economists predict higher growth next year if the council passes the deal and urged "
            "members to look at it.",
            [
                ("economists predict higher growth next year if the council passes the deal", "Weber"),
                ("to look at it", "Weber"),
            ],
            id="behind a condition",
        ),
        pytest.param(
            "The source insisted that no laws were broken, that the matter hardly rose to the level of a "
            "scandal -- suggesting that rivals were hoping to gain from it.",
            [
                (
                    "that no laws were broken, that the matter hardly rose to the level of a scandal",
                    "The source",
                ),
                ("that rivals were hoping to gain from it.", "The source"),
            ],
            id="behind a dash",
        ),
        pytest.param(
            "At that May 2 event, which can be found online, Holt, pleading for soldiers returning from war, "
            "clearly says, “We have learned something.”",
            [("We have learned something.", "Holt")],
            id="behind what he does",
        ),
        pytest.param(
            "They say it would be a mistake to equate the river as a whole, and its practice in the United "
            "States, with the lake -- and remind critics that fishermen were also killed in the storms.",
            [
                ("it would be a mistake to equate the river as a whole", "They"),
                ("that fishermen were also killed in the storms.", "They"),
            ],
            id="one thing does not remind",
        ),
        pytest.param(
            "The mayor halted the meeting as dozens of demonstrators chanted “No justice, no peace” and people "
            "in the crowd shouted at her.",
            [("No justice, no peace", "dozens of demonstrators")],
            id="dozens of people",
        ),
        pytest.param(
            "At least two people said it was late.", [("it was late.", "At least two people")], id="at least"
        ),
        pytest.param(
            "The Post in 2006 reported that he had left.",
            [("that he had left.", "The Post")],
            id="in a year",
        ),
        pytest.param(
            "Early Tuesday, Mayor Weber tweeted criticism of the “local media,” saying they're trying to stop "
            "her.",
            [("local media", "Mayor Weber"), ("they're trying to stop her.", "Mayor Weber")],
            id="behind few words in marks",
        ),
        pytest.param(
            "Weber also blamed the media for cherry-picking reports to hurt the mayor.",
            [("for cherry-picking reports to hurt the mayor", "Weber")],
            id="with a hyphen",
        ),
        pytest.param(
            "“I know him well,” Holt said, before speaking of the flight and claiming the mayor had told him "
            "“bad things” about her.",
            [("I know him well", "Holt"), ("the mayor had told him “bad things” about her.", "Holt")],
            id="before claiming",
        ),
        pytest.param(
            "Ryan Holt showed a text from Anna Weber. “It sounds like a trick to me,” the text read.",
            [("It sounds like a trick to me", "the text")],
            id="a text",
        ),
        pytest.param(
            "Asked why Holt would claim a false endorsement, Weber said: “There was none.”",
            [("There was none.", "Weber")],
            id="who is asked",
        ),
        pytest.param("The talk was defined by urging Mayor Anna Weber to fail.", [], id="who is urged"),
        pytest.param(
            "He won a place in the Harbour Reserve, which guaranteed that he would stay.", [], id="a place"
        ),
    ],
)
def test_who_says_it_among_several(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The White House disputed Republican claims that the talks might be illegal.",
            [("that the talks might be illegal", "Republican")],
            id="a party's",
        ),
        pytest.param(
            "The White House disputed new claims that the talks might be illegal.",
            [("that the talks might be illegal.", "The White House")],
            id="new ones",
        ),
        pytest.param(
            "Willie Holt has dismissed as “fiction” Donald Pohl's story that they once endured a scary trip "
            "together.",
            [("fiction", "Willie Holt")],
            id="a story",
        ),
        pytest.param(
            "Weber's claims the dam was old were false.", [("the dam was old", "Weber")], id="without that"
        ),
        pytest.param("The claims Weber made in May were false.", [], id="claims that somebody made"),
        pytest.param("It is not clear who, if anyone, in the town has said he should stop.", [], id="anyone"),
        pytest.param("Holt was asked whether he thought the plan played a role.", [], id="only asked"),
        pytest.param(
            "The board repeated Republican claims that the dam was old.",
            [("Republican claims that the dam was old.", "The board")],
            id="repeated",
        ),
    ],
)
def test_whose_claims_are_disputed(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "He added the office can't control papers, but the town has had a “good talk” about it.",
            [
                (
                    "the office can't control papers, but the town has had a “good talk” about it.",
                    "He",
                )
            ],
            id="can't",
        ),
        pytest.param(
            "Weber said she had misspoken at an event in Norfolk in which she said she had served.",
            [
                ("she had misspoken at an event in Norfolk in which she said she had served.", "Weber"),
                ("she had served.", "she"),
            ],
            id="in which",
        ),
        pytest.param(
            "“The question for those who ask [why not wait for more] is where it goes,” said Olaf Pohl.",
            [
                ("The question for those who ask [why not wait for more] is where it goes", "Olaf Pohl"),
                ("why not wait for more", "those"),
            ],
            id="in square brackets",
        ),
        pytest.param(
            "Weber thinks the plan that they announced is helpful.",
            [("the plan that they announced is helpful.", "Weber")],
            id="a plan that they announced",
        ),
        pytest.param(
            "The town closed a school that officials announced would move.",
            [("would move.", "officials")],
            id="a school that they announced would move",
        ),
        pytest.param(
            "“Growth,” he declared, “is eating the town.” Moreover, it “was designed to eat the town.”",
            [
                ("Growth", "he"),
                ("is eating the town.", "he"),
                ("was designed to eat the town.", "he"),
            ],
            id="the writer's subject",
        ),
    ],
)
def test_what_belongs_to_a_report(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("He was heard ripping the plan as “rigged.”", [("rigged.", "He")], id="as"),
        pytest.param("The storm ripped the roof off the “old barn.”", [], id="off"),
        pytest.param(
            "She said that he would shout when it rips his coat.",
            [("that he would shout when it rips his coat.", "She")],
            id="in a report",
        ),
    ],
)
def test_tearing_down_is_said_with_as(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected
