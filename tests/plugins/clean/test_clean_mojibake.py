"""Mojibake, as the step `clean.mojibake` mends it."""

from __future__ import annotations

import re

import pytest
from ftfy.badness import MOJIBAKE_CATEGORIES, is_bad  # noqa: TID253  what the test is about
from hypothesis import given
from hypothesis import strategies as st

from copydesk.testing import run_step
from copydesk_clean.mojibake import SUSPECT, repair_mojibake

ODD = "".join(
    char for char in map(chr, range(0x2600)) if re.match(f"[{''.join(MOJIBAKE_CATEGORIES.values())}]", char)
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("We donâ€™t know, he said.", "We don’t know, he said.", id="apostrophe"),
        pytest.param("The cafÃ© in MÃ¼nchen", "The café in München", id="accents"),
        pytest.param("â€œNever,â€\x9d she said.", "“Never,” she said.", id="quotation marks"),
        pytest.param("“Never,” she said – “never!”", "“Never,” she said – “never!”", id="sound text"),
        pytest.param(
            "ﬁnance, ＦＵＬＬ width, &amp; more", "ﬁnance, ＦＵＬＬ width, &amp; more", id="no other repairs"
        ),
        pytest.param("Žižek och Åsa i São Paulo", "Žižek och Åsa i São Paulo", id="sound accents"),
        pytest.param("", "", id="empty"),
    ],
)
def test_mends_broken_characters_and_nothing_else(text: str, expected: str) -> None:
    [doc] = run_step(repair_mojibake, text)

    assert doc.text == expected


def test_a_mended_character_leads_back_to_the_broken_ones() -> None:
    [doc] = run_step(repair_mojibake, "Sound line.\nWe donâ€™t know.")

    at = doc.text.index("’")

    assert doc.source.text[slice(*doc.offsets.to_source(at, at + 1))] == "â€™"
    assert doc.source.text[slice(*doc.offsets.to_source(at + 1, at + 2))] == "t"


def test_mends_a_long_line_in_pieces() -> None:
    line = "The cafÃ© is open. " * 500

    [doc] = run_step(repair_mojibake, line)

    assert doc.text == "The café is open. " * 500


@given(st.text(st.sampled_from("aZ \n.?" + ODD), max_size=6))
def test_what_is_not_suspect_is_not_bad(text: str) -> None:
    assert SUSPECT.search(text) or not is_bad(text)


def test_no_single_odd_character_is_bad_unless_suspect() -> None:
    texts = [before + odd + after for odd in ODD for before in ("", *"aZ .") for after in ("", *"aZ .")]

    assert [text for text in texts if is_bad(text) and not SUSPECT.search(text)] == []
