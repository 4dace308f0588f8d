"""White space, as the step `clean.whitespace` leaves it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk import Document
from copydesk.testing import run_step
from copydesk_clean.whitespace import tidy_whitespace


def tidy(text: str, **options: object) -> str:
    [doc] = run_step(tidy_whitespace, text, **options)
    return doc.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The  mayor\tspoke.", "The mayor spoke.", id="runs"),
        pytest.param("One.\r\n\r\n\r\nTwo.", "One.\n\nTwo.", id="windows line breaks"),
        pytest.param("One.\u2028Two.", "One.\nTwo.", id="line separator"),
        pytest.param("One.  \n  Two.", "One.\nTwo.", id="ends of lines"),
        pytest.param("\n\n Late news. \n", "Late news.", id="ends of the text"),
        pytest.param("Preis:\u00a05 \u20ac", "Preis: 5 \u20ac", id="no-break space"),
        pytest.param(" \n\t ", "", id="nothing visible"),
        pytest.param("", "", id="empty"),
        pytest.param("one word", "one word", id="nothing to do"),
    ],
)
def test_makes_white_space_plain(text: str, expected: str) -> None:
    assert tidy(text) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"blank_lines": 0}, "Roses:\nred,\nand wet."),
        ({"blank_lines": 2}, "Roses:\n\n\nred,\nand wet."),
        ({"indent": True}, " Roses:\n\n  red,\n    and wet."),
        ({"trim": False}, " Roses:\n\nred,\nand wet.\n"),
    ],
)
def test_follows_its_options(options: dict[str, object], expected: str) -> None:
    assert tidy(" Roses:\n\n\n  red,\n    and wet.\n", **options) == expected


def test_what_was_white_space_leads_back_to_it() -> None:
    [doc] = run_step(tidy_whitespace, "One.\r\n\r\nTwo \t three.")

    start, end = doc.offsets.to_source(doc.text.index("three"), len(doc.text))

    assert doc.source.text[start:end] == "three."
    assert doc.text == "One.\n\nTwo three."


@given(st.text(alphabet="ab \t\r\n\u00a0\u2029\U0001f600", max_size=60))
def test_never_touches_visible_characters_and_is_stable(text: str) -> None:
    doc = run_step(tidy_whitespace, text)[0]

    assert "".join(doc.text.split()) == "".join(text.split())
    assert run_step(tidy_whitespace, Document.of(doc.text))[0].text == doc.text
