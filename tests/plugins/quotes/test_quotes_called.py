"""What somebody is called: few words in marks, with what belongs to them; and who signs a quotation."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "In March, Weber called him a “sniveling coward” on Monday.", "a “sniveling coward”", id="article"
        ),
        pytest.param(
            "Weber called one of his theories “nuts” and “kooky” in May.", "“nuts” and “kooky”", id="two"
        ),
        pytest.param(
            "Weber called him “weak,” “vain” and “a fraud.”", "“weak,” “vain” and “a fraud.”", id="three"
        ),
        pytest.param(
            "Weber called him a “pathological liar” who “lies practically every day of his life.”",
            "a “pathological liar” who “lies practically every day of his life.”",
            id="who",
        ),
        pytest.param(
            "Weber described the deal as a “disaster” for workers.", "a “disaster” for workers", id="for"
        ),
        pytest.param(
            "Weber dismissed the report as “absurd” and a waste of money.",
            "“absurd” and a waste of money",
            id="joined",
        ),
        pytest.param(
            "Weber called Reed an utterly “corrupt” man.", "an utterly “corrupt” man", id="a noun behind"
        ),
        pytest.param("Weber called it “a shame” that nobody came.", "“a shame” that nobody came", id="that"),
        pytest.param("Weber labeled Reed the “king of the lake.”", "the “king of the lake.”", id="the"),
        pytest.param("Weber called it Reed's “odd incident.”", "Reed's “odd incident.”", id="an owner"),
        pytest.param("Weber called the plan “reckless.”", "reckless.", id="nothing around"),
        pytest.param("Weber condemned the “reckless” decision by Reed.", "reckless", id="only described"),
        pytest.param("Weber dismissed as “absurd” reports of a flood.", "absurd", id="another object"),
    ],
)
def test_a_quote_is_all_that_somebody_is_called(said: Said, text: str, expected: str) -> None:
    assert said(text) == [(expected, "Weber")]


def test_two_things_are_called_by_two_names(said: Said) -> None:
    text = "Weber has called the wall a “symbol of hate” and the law “a joke.”"
    assert said(text) == [("a “symbol of hate”", "Weber"), ("a joke.", "Weber")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("“It will hold for a hundred years.” — Ann Weber", "Ann Weber", id="alone"),
        pytest.param(
            "“It will hold for a hundred years.” – Ann Weber, mayor of Reno", "Ann Weber", id="a post"
        ),
        pytest.param("“It will hold for a hundred years.”\n- Ann Weber", "Ann Weber", id="the next line"),
        pytest.param(
            "“It will hold for a hundred years.” — Rock Legend Ann Weber commenting on the dam",
            "Rock Legend Ann Weber",
            id="commenting",
        ),
        pytest.param("“It will hold for a hundred years.” — Ann Weber left the town.", "-", id="a sentence"),
    ],
)
def test_who_signs_a_quotation_says_it(said: Said, text: str, expected: str) -> None:
    assert said(text)[0] == ("It will hold for a hundred years.", expected)


def test_a_name_alone_behind_a_quotation_says_it(said: Said) -> None:
    text = "“We will push for laws, but we want her to use her powers,” Rep. Gregory Weber (D-N.Y.)."
    assert said(text) == [("We will push for laws, but we want her to use her powers", "Rep. Gregory Weber")]


def test_a_line_that_adds_a_quotation_keeps_the_speaker(said: Said) -> None:
    text = "Weber offered: “He is proud.”\n\nAnd: “Reed is a bad man, and he boasts about it.”"
    assert said(text)[-1] == ("Reed is a bad man, and he boasts about it.", "Weber")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Weber drew a line between what she called the “rude man” and the rest of the town.",
            [("the “rude man”", "she")],
            id="and the rest",
        ),
        pytest.param(
            "A device, which Weber described as a “pressure cooker” device similar to another, was found.",
            [("a “pressure cooker” device similar to another", "Weber")],
            id="similar to",
        ),
    ],
)
def test_what_is_called_so_ends_where_its_noun_does(
    said: Said, text: str, expected: list[tuple[str, str]]
) -> None:
    assert said(text) == expected
