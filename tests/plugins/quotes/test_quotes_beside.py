"""What stands beside a report in its sentence: who else speaks, brackets, and the main clause."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Weber was met with anger when she refused to stand for the song, with one fan yelling, “Stand up!”",
            [("Stand up!", "one fan")],
            id="a noun to the tagger",
        ),
        pytest.param(
            "In a survey, most voters were unhappy, with 60 percent saying the town was on the wrong track and 30"
            " percent saying it was not.",
            [("the town was on the wrong track", "60 percent"), ("it was not.", "30 percent")],
            id="who speaks next",
        ),
        pytest.param(
            "The talks went badly, with one aide calling the plan “reckless” and another saying it would fail.",
            [("reckless", "one aide"), ("it would fail.", "another")],
            id="another",
        ),
        pytest.param(
            "Reactions were mixed, with Ann Weber, the mayor, telling reporters the board had failed.",
            [("the board had failed.", "Ann Weber")],
            id="a name and a post",
        ),
        pytest.param(
            "The poll, with 40 percent saying they would stay, was a surprise.",
            [("they would stay", "40 percent")],
            id="before the verb of the sentence",
        ),
        pytest.param(
            "With Pike insisting that he would stay, the board met again.",
            [("that he would stay", "Pike")],
            id="before the main clause",
        ),
        pytest.param(
            "The debate was heated, with Pike accusing Weber of lying and Weber dismissing the charge as “absurd.”",
            [("of lying", "Pike"), ("absurd.", "Weber")],
            id="two who speak",
        ),
    ],
)
def test_who_speaks_behind_with(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "To his left stood Weber. Behind him: Pike (“there is only one,” Hill said), his rival Ben Cole and others.",
            [("there is only one", "Hill")],
            id="a cue in brackets",
        ),
        pytest.param(
            "They met, and agreed that all calls would be sent to Pike and he would not return them, testimony revealed.",
            [
                (
                    "They met, and agreed that all calls would be sent to Pike and he would not return them",
                    "testimony",
                ),
                ("that all calls would be sent to Pike and he would not return them", "They"),
            ],
            id="a long report that a cue closes",
        ),
        pytest.param(
            "Roan, an aide said Tuesday, will propose a plan that “helps people.”",
            [("Roan", "an aide"), ("will propose a plan that “helps people.”", "an aide")],
            id="an aide between commas",
        ),
        pytest.param(
            "The plan, an aide said in a statement, would cost $3 million.",
            [("The plan", "an aide"), ("would cost $3 million.", "an aide")],
            id="an aide between commas, and a statement",
        ),
        pytest.param(
            "Weber thought it appropriate to criticize Pike for not smiling enough.",
            [("it appropriate to criticize Pike for not smiling enough.", "Weber")],
            id="an it that is nobody",
        ),
        pytest.param(
            "“Yes, that was tough,” Weber deadpanned, prompting laughs.",
            [("Yes, that was tough", "Weber")],
            id="a doubled letter in the past tense",
        ),
        pytest.param(
            "One of the first targets is likely to be safety, the office that sets policy and reads complaints, one"
            " of the people said.",
            [
                (
                    "One of the first targets is likely to be safety, the office that sets policy and reads complaints",
                    "one of the people",
                )
            ],
            id="one of the people closes a sentence",
        ),
        pytest.param("They left without the pay they had expected to receive.", [], id="what pay it is"),
        pytest.param(
            "Mr. Hale spoke of a payment (though she testified that she did not receive such a payment).",
            [("that she did not receive such a payment", "she")],
            id="a bracket behind a report",
        ),
        pytest.param(
            "Experts' reports that the lawyer and the town's office commissioned showed no evidence of arson.",
            [],
            id="reports that somebody ordered",
        ),
        pytest.param(
            "He spoke of planes that have launched strikes, including one that the town says hit an aid convoy,"
            " killing 20 people.",
            [("hit an aid convoy, killing 20 people.", "the town")],
            id="a past tense that looks like the present",
        ),
        pytest.param(
            "Director Ann Weber puts this spin on why her station shies away from calling liars liars:"
            " “If you present the facts calmly, people will hear you out.”",
            [("If you present the facts calmly, people will hear you out.", "Director Ann Weber")],
            id="a colon behind a participle",
        ),
        pytest.param(
            "Every time the paper prints one of Pike's “he said” claims, it undermines the “she said” side of things.",
            [],
            id="sides of a story",
        ),
        pytest.param(
            "A study by the Hale Center found out that only 6 percent of the country trusts him. Weber found out"
            " that it was true.",
            [("that only 6 percent of the country trusts him.", "A study by the Hale Center")],
            id="what a study found out",
        ),
        pytest.param(
            "As moderator Lester Holt tried to ask Pike what he would say to voters worried about the dam, Pike cut"
            " off the question and left.",
            [("what he would say to voters worried about the dam", "moderator Lester Holt")],
            id="before the main clause",
        ),
        pytest.param(
            "While most experts would say that the dam is old, the fact that it holds speaks volumes.",
            [("that the dam is old", "most experts")],
            id="before a main clause with a clause of its own",
        ),
    ],
)
def test_what_stands_around_a_report(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


def test_a_text_that_breaks_off_behind_what_they_expect(said: Said) -> None:
    assert said("Two aides who, speaking privately, said they expect him to leave")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The former mayor said she hopes everyone is registered to vote and directed listeners to a page.",
            [("she hopes everyone is registered to vote", "The former mayor")],
            id="behind an infinitive",
        ),
        pytest.param(
            "Weber said he is tired and called for a vote.",
            [("he is tired", "Weber")],
            id="behind the present",
        ),
        pytest.param(
            "Weber said the dam is loved by farmers and built by their fathers.",
            [("the dam is loved by farmers and built by their fathers.", "Weber")],
            id="passive",
        ),
        pytest.param(
            "Pike said the men have to be caught and sent to prison.",
            [("the men have to be caught and sent to prison.", "Pike")],
            id="passive infinitive",
        ),
        pytest.param(
            "Weber asked them what they have to lose, even as she paints a grim picture of the farms.",
            [("what they have to lose", "Weber")],
            id="even as she",
        ),
    ],
)
def test_where_the_speaker_does_something_else(
    said: Said, text: str, expected: list[tuple[str, str]]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "While many towns are poor, according to census data, half of all farmers own some land.",
            [("half of all farmers own some land.", "census data")],
            id="the writer concedes",
        ),
        pytest.param(
            "When he left the room, according to Weber, the board was still at work.",
            [("When he left the room", "Weber"), ("the board was still at work.", "Weber")],
            id="a scene",
        ),
        pytest.param(
            "The plan failed, according to Weber, because the board was late.",
            [("The plan failed", "Weber"), ("because the board was late.", "Weber")],
            id="because",
        ),
    ],
)
def test_what_a_phrase_in_the_middle_reports(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


def test_whom_somebody_encouraged_may_be_quoted_in_part(said: Said) -> None:
    text = "Weber encouraged her supporters to “stage an intervention” if they know anyone who likes the dam."
    assert said(text) == [("to “stage an intervention” if they know anyone who likes the dam", "Weber")]
    assert said("We encourage you to write to us.") == []


def test_talk_about_several_things_is_quoted(said: Said) -> None:
    text = "Weber spoke about “building roads, raising wages, and fair bargaining.”"
    assert said(text) == [("building roads, raising wages, and fair bargaining.", "Weber")]


def test_a_poll_that_somebody_refers_to_does_not_go_on(said: Said) -> None:
    text = (
        "“His numbers are — are dropping,” Weber said, referring to a new Courier/Ledger News poll that showed Pike"
        " dipping to 5 percent support. “I don’t think that it matters.”"
    )
    assert [speaker for words, speaker in said(text) if words.startswith("I don’t")] == ["Weber"]


def test_a_leading_clause_behind_a_dateline_ends_before_the_main_one(said: Said) -> None:
    text = "ARDEN (AP) - While most experts would say that the dam is old, the fact that it holds speaks volumes."
    assert said(text) == [("that the dam is old", "most experts")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "66 percent believe the dam will hold, 11 percent think it will fall and 23 percent don’t expect it to.",
            [("the dam will hold", "66 percent"), ("it will fall", "11 percent")],
            id="shares",
        ),
        pytest.param(
            "A survey found that 67% of mills are old, and 97% are in use.",
            [("that 67% of mills are old, and 97% are in use.", "A survey")],
            id="what a survey counts",
        ),
        pytest.param(
            "Weber went on by telling farmers (or, more correctly, a room full of clerks) that the dams are lost.",
            [("that the dams are lost.", "Weber")],
            id="brackets behind whom",
        ),
        pytest.param(
            "The dam is old. That’s according to The Courier Club — a panel of farmers, clerks and teachers.",
            [],
            id="that is according to",
        ),
        pytest.param(
            "The law, by which police officers question men regardless of whether they ran, has been disputed.",
            [],
            id="regardless",
        ),
        pytest.param(
            "It consisted of calling farmers poor (“no schools, no mills, no anything” as Weber puts it).",
            [("no schools, no mills, no anything", "Weber")],
            id="as somebody puts it",
        ),
        pytest.param(
            "Ann Weber, the former teacher who vaulted into the light on Monday night as the latest example of what"
            " many think of women, said the mayor’s wife, Melanie, is “a decoration” with little English.",
            [("the mayor’s wife, Melanie, is “a decoration” with little English.", "Ann Weber")],
            id="behind a long description",
        ),
    ],
)
def test_who_else_stands_in_the_sentence(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The official did not say, however, whether Clark would move but said that she would take a look.",
            [("that she would take a look.", "The official")],
            id="did not say but said",
        ),
        pytest.param(
            "The nominee has warned that both towns must pay more and raised the possibility that they could lose.",
            [("that both towns must pay more", "The nominee"), ("that they could lose.", "The nominee")],
            id="has warned and raised",
        ),
        pytest.param(
            "But nevertheless, the official said, Clark does know the farmers well.",
            [("Clark does know the farmers well.", "the official")],
            id="but nevertheless",
        ),
        pytest.param(
            "Still, the official said, Clark knows the farmers well.",
            [("Clark knows the farmers well.", "the official")],
            id="still",
        ),
        pytest.param(
            "Yet he was quick to insist it was not the work of farmers.",
            [("it was not the work of farmers.", "he")],
            id="quick to insist",
        ),
        pytest.param(
            "Town officials downplay the idea that Weber will stop the bill.",
            [("that Weber will stop the bill.", "Town officials")],
            id="downplay",
        ),
        pytest.param(
            "Weber and Reed find themselves on the same side, which is odd.", [], id="find themselves"
        ),
    ],
)
def test_who_goes_on_in_the_sentence(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Town lawyers are pushing back against a demand by defense lawyers that the farmer be heard at once.",
            [("that the farmer be heard at once", "defense lawyers")],
            id="a demand by others",
        ),
        pytest.param(
            "In the words of Mayor Ann Weber, the ban will “make Reno a town of gardens” -- starting, it would seem,"
            " with the square.",
            [("the ban will “make Reno a town of gardens”", "Mayor Ann Weber")],
            id="a dash behind the marks",
        ),
        pytest.param(
            "Weber said the rule was “old” — the first of its kind — and bad.",
            [("the rule was “old” — the first of its kind — and bad.", "Weber")],
            id="two dashes",
        ),
        pytest.param(
            "Defense lawyers contend that Reed has had no help since May, but it's unclear whether he knows.",
            [("that Reed has had no help since May", "Defense lawyers")],
            id="it is unclear",
        ),
        pytest.param(
            "The board cited a series of cases where judges ruled defendants were not entitled to a lawyer.",
            [("defendants were not entitled to a lawyer.", "judges")],
            id="a subject taken for an object",
        ),
    ],
)
def test_where_the_writer_goes_on(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The men shouted after Ann Weber posted a comment on Instagram claiming that not all is about dams.",
            [("that not all is about dams.", "Ann Weber")],
            id="where it was posted",
        ),
        pytest.param(
            'Mayor Ann Weber made a plea Tuesday for towns to mend a dam crisis "of epic size," despite a backlash.',
            [('for towns to mend a dam crisis "of epic size,"', "Mayor Ann Weber")],
            id="despite",
        ),
        pytest.param(
            "Weber announced that the board would seek more money, a doubling of seats, and expanded access.",
            [("that the board would seek more money, a doubling of seats, and expanded access.", "Weber")],
            id="a list",
        ),
        pytest.param(
            "Weber's friends continue to say that she is kinder than Reed, but that is no longer true.",
            [("that she is kinder than Reed", "Weber's friends")],
            id="but that is no longer true",
        ),
    ],
)
def test_where_it_was_said_and_what_the_writer_adds(
    said: Said, text: str, expected: list[tuple[str, str]]
) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "A U.S. official first told ABC News Reed came to the town in 2000, but his father said it was 1995.",
            [("Reed came to the town in 2000", "A U.S. official"), ("it was 1995.", "his father")],
            id="ABC News",
        ),
        pytest.param("Weber told Fox News the dam was old.", [("the dam was old.", "Weber")], id="Fox News"),
        pytest.param(
            "Then really getting to the core of it, Weber said:\n\n“He does not have the sense that we need here.”",
            [("He does not have the sense that we need here.", "Weber")],
            id="a scene before a colon",
        ),
        pytest.param(
            "Weber charged Reed with filing a “farmers-only bill” and said the board would not like it.",
            [("with filing a “farmers-only bill”", "Weber"), ("the board would not like it.", "Weber")],
            id="charged with",
        ),
    ],
)
def test_who_hears_it_and_what_leads_to_it(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


def test_a_report_in_a_relative_clause_ends_before_the_next_that(said: Said) -> None:
    text = "Reed told us that he was visiting his wife, who he said was ill, and that he had gone by car."
    assert ("was ill", "he") in said(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Mayor Ann Weber said she hopes the state will pay for it and called the levee a “heap of mud.”",
            [
                ("she hopes the state will pay for it", "Mayor Ann Weber"),
                ("a “heap of mud.”", "Mayor Ann Weber"),
            ],
            id="behind two clauses",
        ),
        pytest.param(
            "Weber said he wants to win and accused Reed of lying.",
            [("he wants to win", "Weber"), ("of lying", "Weber")],
            id="a participle to the tagger",
        ),
    ],
)
def test_who_calls_it_so_behind_what_is_hoped(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected
