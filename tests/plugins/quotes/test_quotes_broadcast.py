"""What broadcasters and court reporters write: hearings, bodies' people, a second verb for one subject."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from copydesk import QUOTES, Document, Pipeline

Said = Callable[[str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        pytest.param(
            "The commission was told that the firm hid its debts.", "that the firm hid its debts.", id="that"
        ),
        pytest.param(
            "The inquest was told Weber had been drinking.", "Weber had been drinking.", id="without that"
        ),
        pytest.param(
            "A court in Arden has been told the wall of water was a freak of nature.",
            "the wall of water was a freak of nature.",
            id="the parser tears the clause",
        ),
        pytest.param(
            "A meeting of lenders was told this morning staff are owed nearly $9 million.",
            "staff are owed nearly $9 million.",
            id="when",
        ),
    ],
)
def test_what_a_hearing_is_told_is_said_by_nobody_named(pipeline: Pipeline, text: str, content: str) -> None:
    (doc,) = pipeline.process([Document.of(text)])
    assert isinstance(doc, Document)

    assert [(doc.text_of(one), one.speaker) for one in doc[QUOTES]] == [(content, None)]


@pytest.mark.parametrize(
    "text", ["Weber was told that the dam was old.", "Residents were told the roads were closed."]
)
def test_what_somebody_is_told_is_no_report(said: Said, text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        pytest.param(
            "The Bureau of Meteorology's Claire Richards says the rain has done little.",
            "Claire Richards",
            id="a body's",
        ),
        pytest.param(
            "Director of Arden's Logan International Airport Tom Kinton says the crew was quick.",
            "Tom Kinton",
            id="a place's",
        ),
        pytest.param(
            "The Bureau of Meteorology says Claire Richards has left.", "Bureau of Meteorology", id="the body"
        ),
    ],
)
def test_who_speaks_for_a_body(pipeline: Pipeline, text: str, name: str) -> None:
    (doc,) = pipeline.process([Document.of(text)])
    assert isinstance(doc, Document)

    assert [one.speaker.name for one in doc[QUOTES] if one.speaker] == [name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "The plan sparked protests from farmers with President Holt saying she was against it.",
            [("she was against it.", "President Holt")],
            id="with",
        ),
        pytest.param(
            "Mr. Weber is hopeful about the prospects next year and says a rise sooner rather than later "
            "could keep the town in a strong position.",
            [("a rise sooner rather than later could keep the town in a strong position.", "Mr. Weber")],
            id="a second verb",
        ),
        pytest.param("He promised a million new jobs to end the slump.", [], id="what a promise is for"),
        pytest.param("He promised to end the slump.", [("to end the slump", "He")], id="what is promised"),
    ],
)
def test_what_is_said(said: Said, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected
