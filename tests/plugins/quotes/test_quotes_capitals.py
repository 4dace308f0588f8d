"""Names and places that begin with a capital letter beyond A to Z."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[str], list[tuple[str, str]]]


@pytest.mark.parametrize("place", ["TROMSØ (Wire) -", "SÃO PAULO —", "ŁÓDŹ, Poland —", "Örebro (AFP) —"])
def test_a_dateline_is_no_part_of_what_is_said(said: Said, place: str) -> None:
    text = f"{place} The ferry will not run before May, the owner said on Monday."

    assert said(text) == [("The ferry will not run before May", "the owner")]


def test_a_transcript_has_labels_of_any_latin_letters(said: Said) -> None:
    text = "ÉVA: We will not run it.\n\nÓSCAR: Why not?\n\nÉVA: Because it is broken."

    assert said(text) == [
        ("We will not run it.", "ÉVA"),
        ("Why not?", "ÓSCAR"),
        ("Because it is broken.", "ÉVA"),
    ]


def test_who_signs_a_quotation_speaks(said: Said) -> None:
    text = "“We will not run it again this year.” — Øyvind Moe"

    assert said(text) == [("We will not run it again this year.", "Øyvind Moe")]
