"""A place before a story speaks for nobody, in whatever form it stands there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Said = Callable[[str], list[tuple[str, str]]]


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        (
            "LONDON, March 3 (Reuters) - Britain said on Monday it would leave the talks.",
            "Britain",
            "it would leave the talks.",
        ),
        (
            "SPRINGFIELD, Ill. - Mayor Ana Diaz said Monday she was tired.",
            "Mayor Ana Diaz",
            "she was tired.",
        ),
        ("CHICAGO (CBS) -- Police said Monday the man had fled.", "Police", "the man had fled."),
        ("NEW YORK (CNNMoney) Orvane said Monday it would raise prices.", "Orvane", "it would raise prices."),
        (
            "Boston (CNN) Ida Weber said Thursday she would pay for the wall.",
            "Ida Weber",
            "she would pay for the wall.",
        ),
        (
            "BEIRUT, Lebanon — Rebels and the government said they had agreed to a truce.",
            "Rebels and the government",
            "they had agreed to a truce.",
        ),
        ("PARIS (AP) — “We will not give in,” said the president.", "the president", "We will not give in"),
        (
            "LONDON (Reuters) - Prices rose 3 percent in May, the statistics office said on Tuesday.",
            "the statistics office",
            "Prices rose 3 percent in May",
        ),
        (
            "WASHINGTON, D.C. - President Arlo and Senator Hoyt said on Friday that they would meet.",
            "President Arlo and Senator Hoyt",
            "that they would meet.",
        ),
    ],
)
def test_who_stands_behind_a_place_speaks(said: Said, text: str, speaker: str, words: str) -> None:
    assert said(text) == [(words, speaker)]


def test_a_name_with_its_letters_in_brackets_is_no_place(said: Said) -> None:
    assert said("The Associated Growers (AG) said it would close.") == [
        ("it would close.", "The Associated Growers")
    ]
