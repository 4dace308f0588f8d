"""Reports inside quotations: what somebody says that somebody else said."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from copydesk import QUOTES, Document, Pipeline
from copydesk.testing import run_pipeline

Said = tuple[str, str | None, str]


@pytest.fixture(scope="module")
def pipeline() -> Iterator[Pipeline]:
    with Pipeline.parse("steps: [entities, quotes: {nested: true}]").opened() as opened:
        yield opened


def said(doc: Document) -> list[Said]:
    return [(doc.text_of(one), one.speaker.name if one.speaker else None, one.kind) for one in doc[QUOTES]]


def nested(pipeline: Pipeline, text: str) -> list[Said]:
    """Give the quotes that stand inside others."""
    (doc,) = pipeline.process([Document.of(text)])
    assert isinstance(doc, Document)
    quotes = doc[QUOTES]
    inner = [
        one
        for one in quotes
        if any(o is not one and o.start <= one.start and one.end <= o.end for o in quotes)
    ]
    return [(doc.text_of(one), one.speaker.name if one.speaker else None, one.kind) for one in inner]


@pytest.mark.parametrize(
    "text",
    [
        "“They remember who stood with them,” Maria Keller said.",
        "“My brother told me where the key was, and I went,” Maria Keller said.",
    ],
)
def test_what_names_no_words_is_no_report(pipeline: Pipeline, text: str) -> None:
    assert nested(pipeline, text) == []


def test_a_question_that_is_told_is_a_report(pipeline: Pipeline) -> None:
    text = "“The judge asked me where the key was,” Maria Keller said."

    assert nested(pipeline, text) == [("where the key was", "The judge", "indirect")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "“He told me that he would resign,” said Mayor Lena Ortiz of Sheriff Carl Boone.",
            [("that he would resign", "He", "indirect")],
            id="a clause",
        ),
        pytest.param(
            "“My brother said, ‘I will not sign this,’ and he walked out,” Maria Keller said.",
            [("I will not sign this", "My brother", "direct")],
            id="marks inside marks",
        ),
        pytest.param(
            "\"The judge told me, 'You have one chance,'\" Ray Moss said.",
            [("You have one chance", "The judge", "direct")],
            id="straight marks inside straight ones",
        ),
        pytest.param(
            "“I told the board in May that the dam was cracked,” Maria Keller said.",
            [("that the dam was cracked", "Maria Keller", "indirect")],
            id="I am who says it",
        ),
        pytest.param(
            "Sheriff Ann Polk met Gov. Tom Reddick. “She told me the jail was full,” Reddick said.",
            [("the jail was full", "Ann Polk", "indirect")],
            id="she is somebody else",
        ),
        pytest.param(
            "Tom Reddick met Carl Boone on Monday. “He said the jail was full,” Reddick told reporters.",
            [("the jail was full", "Carl Boone", "indirect")],
            id="he is not who says it",
        ),
        pytest.param(
            "“According to the doctors, he will walk again,” his wife said.",
            [("he will walk again", "the doctors", "indirect")],
            id="according to",
        ),
        pytest.param(
            "Boone called it “a cover-up that ran for years” and said “the board told us that nobody was hurt.”",
            [("that nobody was hurt.", "the board", "indirect")],
            id="the marked part of a longer report",
        ),
        pytest.param(
            "Anna Weber met Paul Reed on Monday.\n\n"
            "WEBER: He told us the dam was old. I said we would look.\n\nREED: Nobody asked me.",
            [("the dam was old.", "Paul Reed", "indirect"), ("we would look.", "Anna Weber", "indirect")],
            id="a transcript",
        ),
    ],
)
def test_a_report_in_a_quotation_is_a_quote_of_its_own(
    pipeline: Pipeline, text: str, expected: list[Said]
) -> None:
    assert nested(pipeline, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("“I think he lied,” Maria Keller said.", id="an opinion"),
        pytest.param("“I promise you that we will win,” Maria Keller said.", id="said by saying it"),
        pytest.param("“When somebody says that it is safe, I laugh,” Maria Keller said.", id="when"),
        pytest.param("“If they say the road is closed, go around,” Maria Keller said.", id="if"),
        pytest.param("“Did he say that it was safe?” Maria Keller asked.", id="a question"),
        pytest.param("“Nobody told us that it would fail,” Maria Keller said.", id="nobody"),
        pytest.param("“They will tell you that it cannot be done,” Maria Keller said.", id="not yet"),
        pytest.param("“You said that it was safe,” Maria Keller told him.", id="you"),
        pytest.param("“He never said that it was safe,” Maria Keller said.", id="never"),
    ],
)
def test_what_nobody_has_said_is_no_quote(pipeline: Pipeline, text: str) -> None:
    assert nested(pipeline, text) == []


def test_the_speaker_inside_does_not_take_over(pipeline: Pipeline) -> None:
    (doc,) = pipeline.process(
        [
            Document.of(
                "“The manager told me that the job was gone,” said Lena Ortiz, 34. “I cried all night.”\n\n"
                "She said she had worked there since 2009."
            )
        ]
    )

    assert isinstance(doc, Document)
    assert said(doc) == [
        ("The manager told me that the job was gone", "Lena Ortiz", "direct"),
        ("that the job was gone", "The manager", "indirect"),
        ("I cried all night.", "Lena Ortiz", "direct"),
        ("she had worked there since 2009.", "Lena Ortiz", "indirect"),
    ]


def test_opinions_count_where_thoughts_do() -> None:
    text = "“I think he lied,” Maria Keller said."

    (doc,) = run_pipeline("steps: [entities, quotes: {speech_only: false, nested: true}]", text)

    assert said(doc) == [
        ("I think he lied", "Maria Keller", "direct"),
        ("he lied", "Maria Keller", "indirect"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "“He told me that he would resign,” Maria Keller said.",
            [("He told me that he would resign", "Maria Keller", "direct")],
            id="in a quotation",
        ),
        pytest.param(
            "Maria Keller said she thinks the board will agree.",
            [("she thinks the board will agree.", "Maria Keller", "indirect")],
            id="in a report",
        ),
        pytest.param(
            "Maria Keller said that Olaf Holt walked in and asked, “Who are you?”",
            [("that Olaf Holt walked in and asked, “Who are you?”", "Maria Keller", "mixed")],
            id="a quotation in a report",
        ),
        pytest.param(
            "Maria Keller told the board that the dam was old, according to two aides.",
            [("that the dam was old", "Maria Keller", "indirect")],
            id="relayed",
        ),
        pytest.param(
            "Maria Keller, according to the Arden Post, said she was late.",
            [("she was late.", "Maria Keller", "indirect")],
            id="relayed, between commas",
        ),
        pytest.param(
            "The plan would cost the town a million a year and Maria Keller said so, according to two aides.",
            [
                (
                    "The plan would cost the town a million a year and Maria Keller said so",
                    "two aides",
                    "indirect",
                )
            ],
            id="told by others",
        ),
    ],
)
def test_no_word_is_said_by_two_unless_that_is_asked_for(text: str, expected: list[Said]) -> None:
    (doc,) = run_pipeline("steps: [entities, quotes]", text)

    assert said(doc) == expected


def test_what_stands_in_a_quote_of_an_unwanted_kind_counts() -> None:
    text = "Maria Keller said that Olaf Holt walked in and asked, “Who are you?”"

    (doc,) = run_pipeline("steps: [entities, quotes: {kinds: [direct]}]", text)

    assert said(doc) == [("Who are you?", "Olaf Holt", "direct")]


def test_a_group_never_joins_a_quotation_with_the_report_inside_it(pipeline: Pipeline) -> None:
    text = "“He said, ‘No,’ and then he said, ‘Never,’” Maria Keller said. “He meant it.”"

    (doc,) = pipeline.process([Document.of(text)])

    assert isinstance(doc, Document)
    assert [(doc.text_of(one), one.group) for one in doc[QUOTES]] == [
        ("He said, ‘No,’ and then he said, ‘Never,’", 1),
        ("No", 0),
        ("Never", 0),
        ("He meant it.", 1),
    ]
