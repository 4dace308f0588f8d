"""The marks of Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import Document
from copydesk.testing import run_step
from copydesk_clean.markdown import strip_markdown


def stripped(text: str) -> Document:
    (doc,) = run_step(strip_markdown, Document.of(text, media_type="text/markdown"))
    return doc


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# A heading #", "A heading", id="heading"),
        pytest.param("The *old* and the **new** _bridge_.", "The old and the new bridge.", id="emphasis"),
        pytest.param("See [the map](https://m.example/a_(b) 'Map') now.", "See the map now.", id="link"),
        pytest.param("See [the map][1] now.\n[1]: https://m.example", "See the map now.\n", id="reference"),
        pytest.param("> She said no.\n>> Twice.", "She said no.\nTwice.", id="quotation"),
        pytest.param("Run `make` twice.", "Run make twice.", id="code"),
        pytest.param("```\n*kept* as it is\n```", "\n*kept* as it is\n", id="code block"),
        pytest.param("One\n\n* * *\n\nTwo", "One\n\n\n\nTwo", id="rule"),
        pytest.param("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4", id="no marks"),
        pytest.param("**[Bold link](x)** here", "Bold link here", id="link in bold"),
        pytest.param("- a list item", "- a list item", id="list items stay"),
    ],
)
def test_marks_go_and_words_stay(text: str, expected: str) -> None:
    assert stripped(text).text == expected


def test_the_first_heading_becomes_the_title() -> None:
    doc = stripped("[Home](/) | [News](/n)\n\n# Storm takes *the* tent\n\nText.\n\n## Later")

    assert doc.meta == {"title": "Storm takes the tent"}


def test_menus_and_pictures_are_listed_with_their_reason() -> None:
    doc = stripped("[Home](/) | [News](/n)\n\n![The tent](tent.jpg) Text.")

    assert doc.text == "\n\n Text."
    assert [(doc.source.text[r.source_start : r.source_end], r.reason) for r in doc.removed] == [
        ("[Home](/) | [News](/n)", "navigation"),
        ("![The tent](tent.jpg)", "caption"),
    ]


def test_other_texts_are_left_alone() -> None:
    doc = Document.of("# 1 *of* 2")

    assert run_step(strip_markdown, doc) == [doc]


@given(st.text(alphabet="ab *_`[]()!#>\n-|\U0001f600", max_size=60))
def test_every_character_that_stays_leads_back_to_itself(text: str) -> None:
    doc = stripped(text)

    for at, character in enumerate(doc.text):
        start, end = doc.offsets.to_source(at, at + 1)
        assert text[start:end] == character
