"""What news of campaigns is full of: polls, debates, claims turned down, and few words in marks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from copydesk import QUOTES, Document, Pipeline

Said = Callable[[str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "About 40% of likely voters say they have a good opinion of Lea Weber.",
            [("they have a good opinion of Lea Weber.", "About 40% of likely voters")],
            id="a share of voters",
        ),
        pytest.param(
            "It was a poll of nurses. Sixty percent said they had no gloves.",
            [("they had no gloves.", "Sixty percent")],
            id="a share without whose it is",
        ),
        pytest.param(
            "Most owners say they like the road. 44% of tenants think it is too wide.",
            [("it is too wide.", "44% of tenants")],
            id="a sentence that opens with a number",
        ),
    ],
)
def test_a_share_of_those_who_were_asked_speaks(
    said: Said, text: str, expected: list[tuple[str, str]]
) -> None:
    assert said(text)[-1:] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Stern asked Weber, “Are you for the dam?”",
            [("Are you for the dam?", "Stern")],
            id="whom somebody asks is no part of it",
        ),
        pytest.param(
            "Weber interjected: “There is nothing wrong with it,” before the chair reminded her, “This is my time.”",
            [("There is nothing wrong with it", "Weber"), ("This is my time.", "the chair")],
            id="two who speak in one sentence",
        ),
        pytest.param(
            "In a later debate, when Henry Stahl asked Weber if her age would keep her from the work, Weber had a "
            "quip for the crowd: “I will not speak of your youth.”",
            [
                ("if her age would keep her from the work", "Henry Stahl"),
                ("I will not speak of your youth.", "Weber"),
            ],
            id="who answers, after a question in an aside",
        ),
        pytest.param(
            "Lea Weber said, “Our towns are in the worst shape ever, ever” — seeming to forget the war.",
            [("Our towns are in the worst shape ever, ever", "Lea Weber")],
            id="a dash, and the writer again",
        ),
        pytest.param(
            "Weber told the paper that “I was going to say something rough, and I said to myself, I can't do it,” "
            "indicating that she was uneasy.",
            [
                ("I was going to say something rough, and I said to myself, I can't do it", "Weber"),
                ("I can't do it", "I"),
                ("that she was uneasy.", "Weber"),
            ],
            id="who goes on behind the marks",
        ),
        pytest.param(
            "“We won,” Weber said once she had left the stage.",
            [("We won", "Weber")],
            id="the scene of a quotation is no report",
        ),
        pytest.param(
            "“He is on one channel only,” Judd Legg, editor of the liberal site Forward, tweeted on Monday.",
            [("He is on one channel only", "Judd Legg")],
            id="a verb that the parser takes for a participle",
        ),
        pytest.param(
            "Weber took the microphone and said “Not in the same breath,” (as the men who had just endorsed her) "
            "“We started the fight. I ended it,” she said.",
            [("Not in the same breath", "Weber"), ("We started the fight. I ended it", "Weber")],
            id="no cue in brackets that have closed",
        ),
        pytest.param(
            "Lea Weber began by asking the board:\n\n“Who are you to tell us that?”\n\nAdding:\n\n“It is our town.”",
            [("Who are you to tell us that?", "Lea Weber"), ("It is our town.", "Lea Weber")],
            id="a line that goes on with who spoke",
        ),
        pytest.param(
            "“The wall is fine,” Weber said. “I am proud of it.”\n\nStory Continued Below\n\n“I am going to sleep "
            "well at the end of all this.”",
            [
                ("The wall is fine", "Weber"),
                ("I am proud of it.", "Weber"),
                ("I am going to sleep well at the end of all this.", "Weber"),
            ],
            id="a line of the site between two quotations",
        ),
    ],
)
def test_who_says_what_in_a_debate(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Weber had ruled out the possibility that the fire was set.",
            [("that the fire was set.", "Weber")],
            id="ruled out the possibility",
        ),
        pytest.param("The crash raised fears that the dam would fail.", [], id="a thing raises fears"),
        pytest.param(
            "The judge rejected lawyers' claims that the rule was old.",
            [("that the rule was old", "lawyers")],
            id="whose claims are rejected",
        ),
        pytest.param(
            "Weber said the dam was safe and rejected the idea that it could fail.",
            [("the dam was safe", "Weber"), ("that it could fail.", "Weber")],
            id="who says one thing and rejects another",
        ),
        pytest.param(
            "Weber's lawyers said the demand that she appear “betrays a naked agenda.”",
            [("the demand that she appear “betrays a naked agenda.”", "Weber's lawyers")],
            id="a demand that something is said of",
        ),
        pytest.param(
            "Weber made an impassioned plea Tuesday for countries to take in those who fled.",
            [("for countries to take in those who fled.", "Weber")],
            id="a plea for somebody to do something",
        ),
        pytest.param("Weber rejected a call to resign.", [], id="others call for it"),
        pytest.param("Weber made a call to say that she was late.", [], id="why somebody calls"),
        pytest.param(
            "A judge turned down a request from lawyers that the man in the picture from New York be charged.",
            [("that the man in the picture from New York be charged", "lawyers")],
            id="a wish to its end",
        ),
        pytest.param(
            "Weber agreed with the police that suspect Carl Pike need not wait for a hearing.",
            [("that suspect Carl Pike need not wait for a hearing.", "Weber")],
            id="a suspect is no verb",
        ),
    ],
)
def test_whose_claims_and_pleas_they_are(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Weber railed against “the system.”", [("the system.", "Weber")], id="railed against"),
        pytest.param(
            "Weber spoke out Tuesday against “rigged courts” after the trial.",
            [("rigged courts", "Weber")],
            id="spoke out against",
        ),
        pytest.param(
            "Weber cast the vote as “a test of our time.”", [("a test of our time.", "Weber")], id="cast as"
        ),
        pytest.param(
            "Weber, who often talks about the “forgotten towns,” left.",
            [("forgotten towns", "Weber")],
            id="talks about",
        ),
        pytest.param("The law speaks of “reasonable doubt.”", [], id="a law speaks of a term"),
        pytest.param("Weber talked about “Hamlet” and “The Long Road.”", [], id="titles"),
        pytest.param("The board was cast as “a villain” in the play.", [], id="nobody tells who casts it so"),
    ],
)
def test_few_words_behind_a_preposition(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param("Experts met in Oslo. Prices, they said, will fall.", "Experts", id="no price speaks"),
        pytest.param(
            "Lea Weber came late. Mayor Paul Cole was a little more direct than Weber saying that it would break.",
            "Paul Cole",
            id="who is compared",
        ),
        pytest.param(
            "Kate Conway praised Bill Weber. Ida Weber smiled. “I don't think Ida Weber did a thing,” she added.",
            "Kate Conway",
            id="an apostrophe opens no quotation",
        ),
        pytest.param(
            "Carl Weber's campaign manager Lea Conway praised him. Weber's campaign manager said it was over.",
            "Lea Conway",
            id="whose manager she is",
        ),
        pytest.param(
            "Carl Weber spoke of Ada Roan and Al Pike. The real estate mogul said they had failed.",
            "Carl Weber",
            id="the mogul",
        ),
        pytest.param(
            "The Health Ministry sent a letter to the firm in May. It concluded that the drugs were weak.",
            "Health Ministry",
            id="it is the body of the sentence before",
        ),
        pytest.param(
            "The U.S. military carried out a strike on Tuesday. Separately, it said two soldiers were missing.",
            "The U.S. military",
            id="it is the body of the sentence before, that has no name",
        ),
        pytest.param(
            "Iran fired missiles late Monday at what it said were tanks.",
            "Iran",
            id="it is who acts in the sentence",
        ),
        pytest.param(
            "U.N. Secretary-General Antonio Ruiz said agencies cannot deliver aid.",
            "Antonio Ruiz",
            id="a title with a hyphen is no dateline",
        ),
        pytest.param(
            "While Carl Weber looked grim, Al Pike grinned and shot back with one phrase: “There you go again,” he "
            "said.",
            "Al Pike",
            id="who does something in the main clause",
        ),
        pytest.param(
            "(CNN) President Ann Weber suggested it was late.", "Ann Weber", id="the agency in brackets"
        ),
        pytest.param(
            "The men in the room who chanted “no dam, no peace” left.", "The men in the room", id="who chants"
        ),
        pytest.param(
            "Judge Carl Weber ruled against Dan Pike. Weber castigated Pike, whom he said was no citizen.",
            "Carl Weber",
            id="not whom it is said of",
        ),
        pytest.param(
            "Roan said he would wait. The government would pay on. He said too many people had bought land.",
            "Roan",
            id="no government",
        ),
        pytest.param(
            "The leading candidate to be the island's new president, Vice President William Roan, said in an"
            " interview that he has no plans.",
            "William Roan",
            id="a name and a title behind a post",
        ),
        pytest.param(
            "Orvane Corp. sued Lurex Corp. on Monday. The company said it had been robbed.",
            "Orvane Corp.",
            id="the company that acts",
        ),
        pytest.param(
            "Lurex Inc. makes phones. The companies deny it, asserting that they help.",
            "The companies",
            id="several companies",
        ),
    ],
)
def test_who_is_meant(pipeline: Pipeline, text: str, name: str) -> None:
    (doc,) = pipeline.process([Document.of(text)])
    assert isinstance(doc, Document)
    assert {one.speaker.name for one in doc[QUOTES] if one.speaker is not None} == {name}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "“I commend the board. What is missing is an effort to stop the pipe,” Sen. Jim Roan of Ohio, the top man "
            "on the Energy Committee, said in a statement.",
            [("I commend the board. What is missing is an effort to stop the pipe", "Sen. Jim Roan of Ohio")],
            id="a name and a title behind a quotation",
        ),
        pytest.param(
            "Jane Voss, the editor, said on Tuesday that the visa was granted after Morris Tamed, a member of the "
            "council, wrote a letter for him.",
            [
                (
                    "that the visa was granted after Morris Tamed, a member of the council, wrote a letter for him.",
                    "Jane Voss",
                )
            ],
            id="what somebody else wrote, in a clause",
        ),
        pytest.param(
            "Mr. Pike vowed to resolve the dispute with the union, end the strike and bring the town together.",
            [
                (
                    "to resolve the dispute with the union, end the strike and bring the town together",
                    "Mr. Pike",
                )
            ],
            id="aims that go on",
        ),
        pytest.param(
            "Weber told Reuters the board that appears in the finale has become one of the most wanted.",
            [("the board that appears in the finale has become one of the most wanted.", "Weber")],
            id="what is described behind who is told",
        ),
        pytest.param(
            "The ministry says around two-thirds of those killed were women and children.",
            [("around two-thirds of those killed were women and children.", "The ministry")],
            id="a number in words before its noun",
        ),
        pytest.param(
            "But, Weber warns, there exists a kind of scale: While humor can lighten things, too much is a sign.",
            [
                (
                    "there exists a kind of scale: While humor can lighten things, too much is a sign.",
                    "Weber",
                )
            ],
            id="a conjunction is no piece",
        ),
        pytest.param(
            "Weber repeatedly criticized Pike for failing to act after being shown reports that it was unsafe.",
            [
                ("for failing to act after being shown reports that it was unsafe", "Weber"),
                ("that it was unsafe", "-"),
            ],
            id="what somebody is criticized for",
        ),
        pytest.param(
            "Weber said that if a pattern goes on -- perhaps with a greater degree of doubt -- the town would respond.",
            [
                (
                    "that if a pattern goes on -- perhaps with a greater degree of doubt -- the town would respond.",
                    "Weber",
                )
            ],
            id="a dash that closes",
        ),
        pytest.param(
            "Some people thought the show was wrong and feared it would harm the town.",
            [("the show was wrong", "Some people"), ("it would harm the town.", "Some people")],
            id="no show fears",
        ),
        pytest.param(
            "Weber would not acknowledge the fraud in May, bristling at the notion that it had helped.",
            [],
            id="a participle behind a comma",
        ),
        pytest.param(
            "As Danny Vance recently noted in The Courier, the gap between those who work and those who do not grows.",
            [("the gap between those who work and those who do not grows.", "Danny Vance")],
            id="as somebody noted, where the parser sees no main clause",
        ),
        pytest.param(
            "As Pike said in May, I have been working with the minister, Ann Weber, on what role the boards could play.",
            [
                (
                    "I have been working with the minister, Ann Weber, on what role the boards could play.",
                    "Pike",
                )
            ],
            id="as somebody said, with a name between commas",
        ),
    ],
)
def test_where_reports_begin_and_end(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected
