"""Text without an end costs no more a word than text with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from copydesk import QUOTES
from copydesk.testing import run_pipeline
from copydesk_quotes.extents import MOST_TOKENS_APART, bounds_of

if TYPE_CHECKING:
    from spacy.tokens import Doc


def endless(words: int) -> Doc:
    """Give one sentence of so many words."""
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

    return Doc(Vocab(), words=["said"] * words, sent_starts=[True, *[False] * (words - 1)])


@pytest.mark.parametrize("at", [0, 1500, 2999])
def test_a_sentence_is_looked_at_no_farther_than_sentences_reach(at: int) -> None:
    first, last = bounds_of(endless(3000)[at])

    assert first <= at < last
    assert last - first <= 2 * MOST_TOKENS_APART + 1


def test_a_sentence_is_looked_at_as_a_whole() -> None:
    assert bounds_of(endless(120)[60]) == (0, 120)


@pytest.mark.parametrize(
    "piece",
    [
        pytest.param("“He said that she told him ", id="marks that stay open"),
        pytest.param("“He said ‘no’ and “yes” and ‘she said “no”’ ", id="marks in marks"),
        pytest.param("he said that she said, adding that they told him, and ", id="no end of reports"),
        pytest.param("he said a thing, a move she called bad, prompting him, said, ", id="no end of commas"),
    ],
)
def test_no_report_is_longer_than_a_clause_may_be(piece: str) -> None:
    (doc,) = run_pipeline("steps: [entities, quotes]", piece * 120)

    assert all(one.end - one.start <= 3000 for one in doc[QUOTES] if one.kind == "indirect")
