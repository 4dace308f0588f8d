"""Where a speaker, or the writer, moves on: "said it was safe but declined to explain"."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The panel said the drug was useful but stopped short of approving it.",
            [("the drug was useful", "The panel")],
            id="stopped short",
        ),
        pytest.param(
            "The airline said the crash was an accident and declined to release the tapes.",
            [("the crash was an accident", "The airline")],
            id="declined",
        ),
        pytest.param(
            "The plant said the leak was small but did not say when it began.",
            [("the leak was small", "The plant")],
            id="did not say",
        ),
        pytest.param(
            "The ministry said the border was shut and gave no reason.",
            [("the border was shut", "The ministry")],
            id="gave no reason",
        ),
        pytest.param(
            "The nurse said the boy was weak but refused to eat.",
            [("the boy was weak but refused to eat.", "The nurse")],
            id="what may be refused by others",
        ),
        pytest.param(
            "The union has said the offer is too low and has told members to vote no.",
            [("the offer is too low", "The union"), ("to vote no", "The union")],
            id="the same auxiliary",
        ),
        pytest.param(
            "The group said it has raised $2 million and has hired lawyers.",
            [("it has raised $2 million and has hired lawyers.", "The group")],
            id="an auxiliary of what is reported",
        ),
        pytest.param(
            "She locked the gate, she said, and then called a cab.",
            [("She locked the gate", "she"), ("and then called a cab.", "she")],
            id="a cue that reports nothing cuts nothing off",
        ),
        pytest.param(
            "An aide denied that, adding that the letter was a fake.",
            [("that the letter was a fake.", "An aide")],
            id="that is no clause",
        ),
    ],
)
def test_a_report_ends_where_its_speaker_does_something_else(
    said: Said, text: str, expected: list[tuple[str, str]]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Kessler, asked about the fire at a hearing, said the alarm was broken.",
            [("the alarm was broken.", "Kessler")],
            id="a participle after a name",
        ),
        pytest.param(
            "Speaking with Radio Lorain's Ida Munk, Greta Voll, who led the inquiry, said that files were lost.",
            [("that files were lost.", "Greta Voll")],
            id="whom somebody speaks with does not speak",
        ),
        pytest.param(
            "One idea, according to Dr. Lund, is that the birds follow the coast.",
            [("that the birds follow the coast.", "Dr. Lund")],
            id="an idea that is told",
        ),
        pytest.param(
            "By her own account, she was a lazy student.",
            [("she was a lazy student.", "her")],
            id="by her own account",
        ),
    ],
)
def test_who_speaks_is_found_across_what_describes_the_scene(
    said: Said, text: str, expected: list[tuple[str, str]]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "In 2009, he said, the mill burned down.",
            [("In 2009", "he"), ("the mill burned down.", "he")],
            id="a year",
        ),
        pytest.param(
            "At the first rehearsal, two dancers said, Mr. Volk threw a chair.",
            [("At the first rehearsal", "two dancers"), ("Mr. Volk threw a chair.", "two dancers")],
            id="an occasion",
        ),
        pytest.param(
            "In each of the three fires, according to the lawsuit, the alarm was off.",
            [
                ("In each of the three fires", "the lawsuit"),
                ("the alarm was off.", "the lawsuit"),
            ],
            id="according to",
        ),
        pytest.param(
            "After the hearing, he said: “Go home.”", [("Go home.", "he")], id="the scene of who speaks"
        ),
        pytest.param(
            "If the talks fail, she warned, there will be war.",
            [("If the talks fail", "she"), ("there will be war.", "she")],
            id="a condition",
        ),
        pytest.param(
            "As the water rose, witnesses said, people climbed onto roofs.",
            [("As the water rose", "witnesses"), ("people climbed onto roofs.", "witnesses")],
            id="a time",
        ),
        pytest.param("Doctors do not know exactly why it works.", [], id="what nobody knows"),
        pytest.param(
            "The council rose, with Mayor Al Rand accusing her of “playing games with lives.”",
            [("of “playing games with lives.”", "Mayor Al Rand")],
            id="a verbal noun in marks",
        ),
    ],
)
def test_a_scene_before_a_cue_belongs_to_what_is_said(
    said: Said, text: str, expected: list[tuple[str, str]]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The mill said on Tuesday it would close.", [("it would close.", "The mill")], id="on a day"
        ),
        pytest.param(
            "The mill told Reuters on Tuesday it would close.",
            [("it would close.", "The mill")],
            id="after who hears it",
        ),
        pytest.param(
            "The bureau said on Friday shops hired 9,000 clerks.",
            [("shops hired 9,000 clerks.", "The bureau")],
            id="before a subject that the parser takes for a day's",
        ),
        pytest.param(
            "She said two weeks ago she would run.", [("she would run.", "She")], id="some time ago"
        ),
        pytest.param("He said later he was tired.", [("he was tired.", "He")], id="later"),
        pytest.param(
            "“I'm with her,” tweeted actor Lee Moran.",
            [("I'm with her", "actor Lee Moran")],
            id="a verb before a title",
        ),
    ],
)
def test_when_something_is_said_is_no_part_of_it(
    said: Said, text: str, expected: list[tuple[str, str]]
) -> None:
    assert said(text) == expected
