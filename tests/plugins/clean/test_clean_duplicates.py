"""Signatures of texts: which say the same, or nearly."""

from __future__ import annotations

import pytest

from copydesk import Document, Signature
from copydesk.testing import opened_step
from copydesk_clean.duplicates import Duplicates, bands_for

STORY = (
    "The ferry to Sandholm was late again on Tuesday, because fog lay over the sound until noon. "
    "Some forty people waited on the quay with crates of strawberries that were meant for the market. "
    "The company said it would pay for fruit that spoiled, and that a second boat was being looked at."
)


def signed(text: str, **options: object) -> Signature | None:
    [changes] = opened_step(Duplicates, **options).process([Document.of(text)])
    return changes.signature


@pytest.mark.parametrize(
    ("text", "is_same"),
    [
        pytest.param("the ferry was LATE", True, id="capitals"),
        pytest.param("The ferry — was\n\nlate!", True, id="marks and white space"),
        pytest.param("The ferry was early.", False, id="another word"),
        pytest.param("The was ferry late.", False, id="another order"),
        pytest.param("The ferrywas late.", False, id="words that run together"),
    ],
)
def test_only_words_count(text: str, is_same: bool) -> None:
    assert (signed(text) == signed("The ferry was late.")) is is_same


@pytest.mark.parametrize("text", ["", "  \n", "* * *", "—"])
def test_a_text_without_a_word_is_like_no_other(text: str) -> None:
    assert signed(text) is None
    assert signed(text, similarity=0.8) is None


@pytest.mark.parametrize(
    ("text", "is_near"),
    [
        pytest.param(STORY.replace("noon", "one"), True, id="one word of fifty"),
        pytest.param(STORY + " More on page four.", True, id="a line added"),
        pytest.param(STORY.split(". ", maxsplit=1)[0], False, id="its first sentence"),
        pytest.param(STORY.replace("e", "o"), False, id="other words"),
    ],
)
def test_near_is_by_shared_runs_of_words(text: str, is_near: bool) -> None:
    first, second = signed(STORY, similarity=0.7), signed(text, similarity=0.7)

    assert first is not None
    assert second is not None
    assert first.is_like(second.hashes) is is_near


def test_scripts_without_spaces_are_cut_by_character() -> None:
    first = signed("市政府星期一宣布,旧渔港将于明年春天关闭,居民对此表示担忧。", similarity=0.5)
    second = signed("市政府星期一宣布,旧渔港将于明年夏天关闭,居民对此表示担忧。", similarity=0.5)

    assert first is not None
    assert second is not None
    assert first.is_like(second.hashes)


@pytest.mark.parametrize(("similarity", "least"), [(0.5, 0.95), (0.8, 0.95), (0.9, 0.95)])
def test_bands_find_nearly_all_that_are_similar_enough(similarity: float, least: float) -> None:
    bands = bands_for(similarity)

    assert 1 - (1 - similarity ** (128 // bands)) ** bands >= least
