"""Choosing the blocks of a page that are its main text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from copydesk_html.aligning import align
from copydesk_html.page import Block, Element, Page
from copydesk_html.words import PageWords

Extract = Callable[[str], str]

_FURNITURE_TAGS = frozenset(
    ["figcaption", "nav", "footer", "aside", "button", "form", "header", "menu", "dialog"]
)


def opened_extractor() -> Extract:
    """Import trafilatura and give a function from page to main text, empty when it finds none."""
    import logging

    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

    def extract(raw: str) -> str:
        return trafilatura.extract(raw, fast=True, include_comments=False) or ""

    return extract


def choose_blocks(page: Page, extract: Extract | None) -> list[bool]:
    """Choose the blocks to keep.

    Args:
        page: The page.
        extract: An extractor whose decision counts; None to decide from the page alone.
    """
    words = PageWords.of(page.blocks)
    shares = _shares(page, words, extract)
    kept = [share >= 0.5 for share in shares]
    if not any(kept):
        kept = [_is_plain_text(block) for block in page.blocks]
    if not any(kept):
        kept = [True] * len(page.blocks)
    return kept


def _shares(page: Page, words: PageWords, extract: Extract | None) -> Sequence[float]:
    if extract is None or not page.blocks:
        return [0.0] * len(page.blocks)
    found = align(words.numbers, words.numbers_of(extract(page.raw)))
    return [
        sum(found[low:high]) / (high - low) if high > low else 0.0
        for low, high in zip(words.first, words.first[1:], strict=False)
    ]


def _is_plain_text(block: Block) -> bool:
    element: Element | None = block.element
    while element is not None:
        if element.tag in _FURNITURE_TAGS or "cookie" in element.names:
            return False
        element = element.parent
    return block.link_characters < 0.5 * len(block.text)
