"""What opinionated sites write: answers in marks, long posts, brackets, one more cue for who spoke."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Pike's response was “That is good business.”", [("That is good business.", "Pike")], id="was"
        ),
        pytest.param(
            "Tom Pike's response is just “That’s called business.”",
            [("That’s called business.", "Tom Pike")],
            id="is just",
        ),
        pytest.param(
            "The answer of the board was “We will not close the dam.”",
            [("We will not close the dam.", "the board")],
            id="of whom",
        ),
        pytest.param("The town's name is “Dam.”", [], id="a name"),
        pytest.param("Pike's answer was “baseless” and short.", [], id="what it was like"),
        pytest.param("My answer was “No.”", [], id="the writer"),
    ],
)
def test_whose_answer_stands_in_marks(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Rather than explain, Tom Pike agreed he paid no taxes and said, “That makes me smart.”",
            [("he paid no taxes", "Tom Pike"), ("That makes me smart.", "Tom Pike")],
            id="and said",
        ),
        pytest.param(
            "Weber said that Pike walked in and asked, “Who are you?”",
            [("that Pike walked in and asked, “Who are you?”", "Weber"), ("Who are you?", "Pike")],
            id="what another did",
        ),
        pytest.param(
            "His claims range from the false (he said he opposed the dam before it was built) to the petty.",
            [("he opposed the dam before it was built", "he")],
            id="in brackets",
        ),
        pytest.param(
            "One example that might come up: Tom Pike insists that the crime rate is going up.",
            [("that the crime rate is going up.", "Tom Pike")],
            id="behind a colon",
        ),
    ],
)
def test_where_it_ends_and_who_says_it(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Weber explained in a letter to the board how the dam had failed.",
            [("how the dam had failed.", "Weber")],
            id="how, in a letter",
        ),
        pytest.param(
            "Arden Media, a firm that works with the board, detailed in an email to Pike's aides why it left.",
            [("why it left.", "Arden Media")],
            id="why, in an email",
        ),
        pytest.param(
            "She told the story of how it broke, and she described the man in the street.", [], id="no clause"
        ),
        pytest.param(
            "They talk about how no one needs ten shots to kill a deer.",
            [("how no one needs ten shots to kill a deer.", "They")],
            id="about how",
        ),
        pytest.param("Next week Weber will talk about how to mend a dam.", [], id="about how to"),
        pytest.param("In May I talked about how it compares to the old dam.", [], id="the writer"),
        pytest.param(
            "In any case, Weber said, he would not let Pike win.",
            [("he would not let Pike win.", "Weber")],
            id="in any case",
        ),
        pytest.param("Few among the guests could say why the state had paid.", [], id="few could say"),
        pytest.param(
            "In an interview that aired Sunday, Jonas and running mate Bill Wells agreed with Holt that the "
            "ticket can win.",
            [("that the ticket can win.", "Jonas and running mate Bill Wells")],
            id="two speakers",
        ),
        pytest.param(
            "In the past, Holt has blamed the attacks on the town’s acceptance of “singers,” has called the "
            "fire “good news” and left.",
            [("singers", "Holt"), ("good news", "Holt")],
            id="has done, has called",
        ),
        pytest.param(
            "The nominee has indicated that her husband might work for the town but also said he would not "
            "be given a post.",
            [
                ("that her husband might work for the town", "The nominee"),
                ("he would not be given a post.", "The nominee"),
            ],
            id="has indicated, but said",
        ),
        pytest.param(
            "Weber said the dam would hold, though there would be some leaks.",
            [("the dam would hold, though there would be some leaks.", "Weber")],
            id="though there would",
        ),
        pytest.param(
            "Weber said the dam would hold, though there was no proof.",
            [("the dam would hold", "Weber")],
            id="though there was",
        ),
        pytest.param(
            "“We have been here for many years,” said Weber in a press conference in Reno.",
            [("We have been here for many years", "Weber")],
            id="in a press conference",
        ),
        pytest.param(
            "“The law has freed our tongues,” a carver named Chris Cole, the founder of a club, told me.",
            [("The law has freed our tongues", "a carver named Chris Cole")],
            id="somebody named so",
        ),
        pytest.param(
            "It is fun to watch him break the rules, declaring Weber lacks the stamina to win.",
            [("Weber lacks the stamina to win.", "him")],
            id="who is watched",
        ),
        pytest.param(
            "Mark Holt called the guard “incredibly weak,” defended a man who roughed up a woman, and said "
            "the town was in trouble.",
            [("incredibly weak", "Mark Holt"), ("the town was in trouble.", "Mark Holt")],
            id="three moves",
        ),
        pytest.param(
            "Host Bill Marr – someone not often inclined to side with Weber – said that she is right.",
            [("that she is right.", "Host Bill Marr")],
            id="across dashes",
        ),
        pytest.param(
            "King, who is old, said the word as he argued that singers cannot win by copying others.",
            [("that singers cannot win by copying others.", "he")],
            id="said the word",
        ),
        pytest.param(
            "Beck suggested Monday that he would have been better off backing Ruiz and laced into Cole.",
            [("that he would have been better off backing Ruiz", "Beck")],
            id="and laced into",
        ),
        pytest.param(
            "Weber yelled at him to “drop the gun.”", [("drop the gun.", "Weber")], id="yelled at him to"
        ),
        pytest.param(
            "“Do not pay him!” Weber seethed. “Do not pay him.”",
            [("Do not pay him!", "Weber"), ("Do not pay him.", "Weber")],
            id="seethed",
        ),
        pytest.param(
            "“I am a lawyer,” Holt said, after co-host Steve Ducey noted that she was wrong. “Am I angry?”",
            [
                ("I am a lawyer", "Holt"),
                ("that she was wrong.", "co-host Steve Ducey"),
                ("Am I angry?", "Holt"),
            ],
            id="goes on after a note",
        ),
        pytest.param(
            "However, he says he will not vote for Weber and dismissed Cole’s claim that he is rich as “rot.”",
            [("he will not vote for Weber", "he"), ("that he is rich", "Cole")],
            id="says, and dismissed",
        ),
        pytest.param(
            "He called for an end to it, insisting that such acts hurt families most, and proposed a plan to "
            "address what he characterized as a “national crisis.”",
            [("that such acts hurt families most", "He"), ("a “national crisis.”", "he")],
            id="insisting, and proposed",
        ),
        pytest.param(
            "Holt dismissed photos showing a gun by remarking that “pictures pop up online all the time.”",
            [("pictures pop up online all the time.", "Holt")],
            id="by remarking",
        ),
        pytest.param(
            "Putty said the video would be shown to the family but did not commit to releasing it.",
            [("the video would be shown to the family", "Putty")],
            id="did not commit",
        ),
        pytest.param(
            "They met at what has been dubbed the “meeting of the free.”", [], id="what it is called"
        ),
    ],
)
def test_what_is_told(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


def test_a_long_post_may_tell_what_its_writer_tells(said: Said) -> None:
    post = (
        "I get checked every year. It takes me an hour just to sign the forms. I tell my lawyers that they "
        "must do what the law asks, and I never complain."
    )
    text = f"After the debate Holt said:\n\n{post}\n\nThe contrast to Pike could not be starker."

    assert (post, "Holt") in said(text)


def test_a_paragraph_in_which_others_speak_is_the_writers(said: Said) -> None:
    text = (
        "After the debate Holt said:\n\nPike was late. He told the board that the dam was old.\n\n"
        "The contrast could not be starker."
    )

    assert said(text) == [("that the dam was old.", "He")]
