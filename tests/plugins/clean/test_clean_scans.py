"""Texts from scans and PDF files: broken words, wrapped lines, headers of printed pages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import Document, Pipeline
from copydesk.testing import run_step
from copydesk_clean import copydesk_steps
from copydesk_clean.chain import Clean, Quality
from copydesk_clean.pages import remove_page_lines
from copydesk_clean.wraps import join_hyphens, join_wraps

WRAPPED = """The harbour board of Tallin Bay voted on Monday to close the
old fish market, which opened in 1921. The last stalls will be
cleared in June, and the tenants were told by letter, some of
them while they were out at sea.

The ferry company has offered to buy the hall. The council will
vote on the offer in May, after a hearing in the school."""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("the govern-\nment fell", "the government fell", id="hyphen"),
        pytest.param("the govern-  \r\n  ment fell", "the government fell", id="white space around"),
        pytest.param("the govern\u00ad\nment fell", "the government fell", id="soft hyphen"),
        pytest.param(
            "a well-known man, well-\nknown here", "a well-known man, well-known here", id="compound"
        ),
        pytest.param("the Anglo-\nSaxon poem", "the Anglo-\nSaxon poem", id="capital"),
        pytest.param("from 1921-\n1945", "from 1921-\n1945", id="numbers"),
        pytest.param("a list -\nitem", "a list -\nitem", id="dash"),
    ],
)
def test_joins_words_that_a_line_end_broke(text: str, expected: str) -> None:
    [doc] = run_step(join_hyphens, text)

    assert doc.text == expected


def test_joins_wrapped_lines_to_paragraphs() -> None:
    [doc] = run_step(join_wraps, WRAPPED)

    first, second = doc.text.split("\n\n")
    assert first.endswith("by letter, some of them while they were out at sea.")
    assert second == (
        "The ferry company has offered to buy the hall. The council will vote on the offer in May, "
        "after a hearing in the school."
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Turn, wheel, turn,\nthe river is low,\nturn, wheel, turn,\nthe miller must go.\nAy.", id="verse"
        ),
        pytest.param("- a theatre\n- a museum\n- homes\n- a hall\n- a pool", id="list"),
        pytest.param("One.\n\nTwo.\n\nThree.", id="paragraphs"),
        pytest.param("Harbour 31\nHilltown 28\nBay City 20\nLakeside 11\nNorthport 3", id="table"),
        pytest.param("", id="empty"),
    ],
)
def test_leaves_lines_that_were_not_wrapped(text: str) -> None:
    [doc] = run_step(join_wraps, text)

    assert doc.text == text


def test_a_narrow_column_is_joined_when_asked() -> None:
    text = "the harbour board of\nthe bay voted on the\nold market and they\nclosed it on monday\nfor good."

    assert "\n" in run_step(join_wraps, text)[0].text
    assert "\n" not in run_step(join_wraps, text, min_width=20)[0].text


def printed(pages: int) -> str:
    body = "\n".join(f"Line {letter} of the story goes on." for letter in "abcdefghij")
    return "\n".join(f"THE BAY COURIER, Monday {n}\n{body}\n- {n} -" for n in range(1, pages + 1))


def test_removes_running_headers_and_page_numbers() -> None:
    text = "\n".join(f"{page}{n}" for n, page in enumerate(printed(4).split("of the story goes on.")))

    [doc] = run_step(remove_page_lines, text)

    assert "BAY COURIER" not in doc.text
    assert "- 3 -" not in doc.text
    assert {item.reason for item in doc.removed} == {"page-line"}


def test_two_of_a_kind_are_no_header() -> None:
    text = printed(2)

    [doc] = run_step(remove_page_lines, text)

    assert doc.text == text


@pytest.mark.parametrize("preset", ["news", "transcript", "corpus", "ocr"])
def test_every_preset_leaves_the_words_of_an_article(preset: str) -> None:
    pipeline = Pipeline.parse(f"name: test\nsteps:\n  - clean: {{preset: {preset}}}\n")

    with pipeline.opened():
        [doc] = pipeline.process([Document.of(WRAPPED)])

    assert isinstance(doc, Document)
    assert doc.text.split() == WRAPPED.split()


def test_the_preset_for_scans_joins_what_the_page_broke() -> None:
    pipeline = Pipeline.parse("name: test\nsteps:\n  - clean: {preset: ocr}\n")

    with pipeline.opened():
        [doc] = pipeline.process(
            [Document.of(WRAPPED.replace("tenants", "ten-\nants").replace("fish", "ﬁsh"))]
        )

    assert isinstance(doc, Document)
    assert "old fish market" in doc.text
    assert "and the tenants were" in doc.text


@given(st.lists(st.sampled_from(["govern-", "ment", "a", "\n", " ", "\r\n", "-", "12", ".", "É", "\u00ad"])))
def test_joining_takes_nothing_but_hyphens_and_line_ends(pieces: list[str]) -> None:
    text = "".join(pieces)

    [doc] = run_step(join_hyphens, text)

    gone = str.maketrans("", "", "- \r\n\u00ad")
    assert doc.text.translate(gone) == text.translate(gone)


@pytest.mark.slow
@pytest.mark.parametrize(
    "definition", [d for d in copydesk_steps() if d not in (Clean, Quality)], ids=lambda d: d.name
)
@pytest.mark.parametrize(
    "piece",
    ["a", " ", "-", "\n", "\r", ".", '"', "@", "a ", "\u0301\u0323", "Ã", "a\n", "1 ", "\u00ad", "Photo: A "],
)
@pytest.mark.timeout(20)
def test_comes_back_from_hostile_text(definition: Any, piece: str) -> None:
    doc = Document.of(piece * (400_000 // len(piece)))

    outcomes = run_step(definition, doc)

    assert all(len(outcome.text) <= len(doc.text) for outcome in outcomes)
