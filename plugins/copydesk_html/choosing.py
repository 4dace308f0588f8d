"""Choosing the blocks of a page that are its main text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from copydesk_html.aligning import align
from copydesk_html.features import block_features, vote_features
from copydesk_html.model import load_model
from copydesk_html.page import Block, Page
from copydesk_html.words import PageWords

Extract = Callable[[str], str]

# Chosen by cross-validation: below a half, because a lost paragraph is worse than a stray line.
THRESHOLD = 0.4
# Words that the model expects to judge wrongly from the page alone, for each word that it keeps:
# above this the extractor is asked. Chosen by cross-validation: it is asked for one page of four, and
# asking for more gains nothing.
_UNSURE = 0.08
# A block that the model is surer of than this is no matter of doubt.
_SURE = 0.05
# What the extractor took has to be found in the page, or its decision counts for nothing.
_FOUND = 0.5
# Nobody has trained on pages as small as these: fragments, and pages made by hand.
_SMALL_PAGE_WORDS = 60
# Nor on pages with more blocks than these, for which the model would take seconds.
_MOST_BLOCKS = 50_000


def extract_with_trafilatura(raw: str) -> str:
    """Give the main text of a page, empty when there is none.

    The library is imported with the first page that it is asked for: that takes longer than all else
    that a chain over plain text has to import, but for its model.
    """
    import logging

    import trafilatura

    # It warns of pages that it cannot read; here they are read without it.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    return trafilatura.extract(raw, fast=True, include_comments=False) or ""


def choose_blocks(page: Page, extract: Extract | None) -> list[bool]:
    """Choose the blocks to keep; a page that has visible text keeps some.

    Args:
        page: The page.
        extract: An extractor whose decision counts; None to decide from the page alone.
    """
    if not page.blocks:
        return []
    kept: list[bool] = []
    if len(page.blocks) <= _MOST_BLOCKS:
        kept = _decided(page, extract)
    if not any(kept):
        kept = [_is_plain_text(block) for block in page.blocks]
    return kept if any(kept) else [True] * len(page.blocks)


def _decided(page: Page, extract: Extract | None) -> list[bool]:
    words = PageWords.of(page.blocks)
    if len(words.numbers) < _SMALL_PAGE_WORDS:
        return []
    rows = block_features(page, words)
    alone = load_model("alone").probabilities(rows)
    if extract is None or not is_unsure(alone, words):
        return [probability >= THRESHOLD for probability in alone]
    shares = _shares(page, words, extract)
    if shares is None:
        return [probability >= THRESHOLD for probability in alone]
    votes = vote_features(page, words, shares)
    voted = load_model("voted").probabilities([row + more for row, more in zip(rows, votes, strict=True)])
    kept = [(one + other) / 2 >= THRESHOLD for one, other in zip(alone, voted, strict=True)]
    return kept if any(kept) else [share >= _FOUND for share in shares]


def is_unsure(probabilities: Sequence[float], words: PageWords) -> bool:
    """Tell whether a decision from the page alone may well be wrong, so that an extractor is asked."""
    wrong = kept = 0.0
    for probability, low, high in zip(probabilities, words.first, words.first[1:], strict=False):
        if probability >= THRESHOLD:
            kept += high - low
        doubt = min(probability, 1 - probability)
        wrong += doubt * (high - low) if doubt > _SURE else 0.0
    return wrong > _UNSURE * max(kept, _SMALL_PAGE_WORDS)


def _shares(page: Page, words: PageWords, extract: Extract) -> Sequence[float] | None:
    text = words.numbers_of(extract(page.raw))
    found = align(words.numbers, text)
    if not text or sum(found) < _FOUND * len(text):
        return None
    return [sum(found[low:high]) / (high - low) if high > low else 0.0 for low, high in pairwise(words.first)]


def _is_plain_text(block: Block) -> bool:
    return not block.element.around.is_furniture and block.link_characters < 0.5 * len(block.text)
