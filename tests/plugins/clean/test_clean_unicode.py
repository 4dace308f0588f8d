"""Characters, as the step `clean.unicode` leaves them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.testing import run_step
from copydesk_clean.characters import clean_unicode


def cleaned(text: str, **options: str) -> str:
    [doc] = run_step(clean_unicode, text, **options)
    return doc.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Zoe\u0308 in Que\u0301bec", "Zoë in Québec", id="marks are joined"),
        pytest.param("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글", id="hangul"),
        pytest.param("a\u0000b\u0008c\u009d", "abc", id="control characters"),
        pytest.param("line\nbreak\tand tab\r\n", "line\nbreak\tand tab\r\n", id="white space stays"),
        pytest.param("\ufeffgov\u00adern\u200bment", "government", id="invisible"),
        pytest.param("5\u202f000\u00a0km", "5 000 km", id="odd spaces"),
        pytest.param(
            "\U0001f468\u200d\U0001f469\u200d\U0001f467",
            "\U0001f468\u200d\U0001f469\u200d\U0001f467",
            id="emoji",
        ),
        pytest.param("می\u200cخواهم", "می\u200cخواهم", id="persian joiner"),
        pytest.param("no\u200djoin", "nojoin", id="joiner between letters"),
        pytest.param("left\u200e to right\u202c", "left to right", id="direction marks"),
        pytest.param("שלום\u200f, world", "שלום\u200f, world", id="direction marks with hebrew"),
        pytest.param("ﬁre", "ﬁre", id="ligatures stay"),
        pytest.param("plain", "plain", id="nothing to do"),
        pytest.param("", "", id="empty"),
    ],
)
def test_makes_characters_plain(text: str, expected: str) -> None:
    assert cleaned(text) == expected


@pytest.mark.parametrize(
    ("option", "value", "text", "expected"),
    [
        ("form", "keep", "e\u0301", "e\u0301"),
        ("controls", "keep", "a\u0001", "a\u0001"),
        ("invisible", "keep", "a\u200b\u00ad", "a\u200b\u00ad"),
        ("bidi", "keep", "a\u200e", "a\u200e"),
        ("spaces", "keep", "a\u00a0b", "a\u00a0b"),
        ("ligatures", "split", "eﬃcient", "efficient"),
    ],
)
def test_follows_its_options(option: str, value: str, text: str, expected: str) -> None:
    assert cleaned(text, **{option: value}) == expected


def test_a_joined_letter_leads_back_to_letter_and_mark() -> None:
    [doc] = run_step(clean_unicode, "a Cafe\u0301 b")

    at = doc.text.index("é")

    assert doc.source.text[slice(*doc.offsets.to_source(at, at + 1))] == "e\u0301"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40))
def test_the_result_is_in_composed_form(text: str) -> None:
    result = cleaned(text, controls="keep", invisible="keep", bidi="keep", spaces="plain")

    plain = "".join(" " if unicodedata.category(c) == "Zs" else c for c in text)
    assert unicodedata.normalize("NFC", result) == unicodedata.normalize("NFC", plain)
