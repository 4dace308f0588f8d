"""Mojibake, as the step `clean.mojibake` mends it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copydesk.testing import run_step
from copydesk_clean.mojibake import may_be_broken, repair_mojibake


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


badness = pytest.importorskip("ftfy.badness")
_KNOWN = "".join(badness.MOJIBAKE_CATEGORIES.values()).replace("-", "") + "".join(
    map(chr, [*range(0x80, 0x100), *range(0x391, 0x3CA), *range(0x401, 0x460), 0x152, 0x153, 0x20AC])
)


@given(st.text(st.sampled_from(_KNOWN + "aZé .,?!\n\xa0 "), max_size=6))
def test_what_ftfy_calls_bad_is_always_looked_at(text: str) -> None:
    assert may_be_broken(text) or not badness.is_bad(text)


@pytest.mark.parametrize(
    "text", ["A “quote” – with dashes – and a naïve café.", "Ł is a letter; so is ø.", "£5, 20°, §3"]
)
def test_sound_text_is_passed_over_at_once(text: str) -> None:
    assert not may_be_broken(text)


def test_a_sign_that_is_part_of_a_broken_character_is_not_taken_for_the_next() -> None:
    [doc] = run_step(repair_mojibake, "cafÃ©© 2024")

    assert doc.text == "café© 2024"
    assert [doc.offsets.to_source(at, at + 1) for at in (3, 4)] == [(3, 5), (5, 6)]


def test_a_control_character_that_was_broken_too_leads_back_to_all_of_it() -> None:
    broken = "مرحبا\x85".encode().decode("cp1252", errors="replace")

    [doc] = run_step(repair_mojibake, broken)

    assert doc.text == "مرحبا…"
    assert [doc.offsets.to_source(at, at + 1) for at in range(6)] == [
        (at, at + 2) for at in range(0, len(broken), 2)
    ]


@pytest.mark.parametrize(
    ("text", "mended", "made_of"),
    [
        ("“Hiâ€ voilÃ¡Ã", "“Hi†voiláÃ", ["“", "H", "i", "â€ ", "v", "o", "i", "l", "Ã¡", "Ã"]),
        ("Ù Ø±Ø\xadØ¨Ø§", "٠رحبا", ["Ù ", "Ø±", "Ø\xad", "Ø¨", "Ø§"]),
    ],
)
def test_a_space_may_be_part_of_a_broken_sign(text: str, mended: str, made_of: list[str]) -> None:
    [doc] = run_step(repair_mojibake, text)

    assert doc.text == mended
    assert [text[slice(*doc.offsets.to_source(at, at + 1))] for at in range(len(mended))] == made_of


def test_where_nothing_tells_what_a_sign_was_made_of_all_that_it_may_be_is_named() -> None:
    # One of the three characters of a broken sign was lost.
    text = "sâ€\ufffdÃ¡Ã¡x cafÃ©"

    [doc] = run_step(repair_mojibake, text)

    assert doc.text == "s\ufffdááx café"
    assert {text[slice(*doc.offsets.to_source(at, at + 1))] for at in (1, 2, 3)} == {"â€\ufffdÃ¡Ã¡"}
