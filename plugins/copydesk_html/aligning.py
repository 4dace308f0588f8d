"""Aligning the words of an extracted text with the words of the page it was taken from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

# Longest first: a long run of words that occurs once on both sides is a safe anchor.
ANCHOR_WORDS = (8, 5, 3, 2, 1)
# A run that occurs several times is taken where it comes next, if it is this long.
_REPEATED_WORDS = 4

_Gap = tuple[int, int, int, int]


def align(page: Sequence[int], text: Sequence[int]) -> bytearray:
    """Find the words of the page that the text was made of, in order.

    Runs of words that occur once in the page and once in the text are anchors; the longest chain
    of anchors that rises on both sides is extended word by word, then the gaps between are
    aligned in the same way with shorter runs.

    Args:
        page: Numbers that stand for the words of the page.
        text: The same for the text.

    Returns:
        One byte a word of the page: 1 when the text has it.
    """
    found = bytearray(len(page))
    gaps: list[_Gap] = [(0, len(page), 0, len(text))]
    for size in ANCHOR_WORDS:
        remaining: list[_Gap] = []
        for gap in gaps:
            remaining += _fill(page, text, gap, size, found)
        gaps = remaining
    return found


def _fill(page: Sequence[int], text: Sequence[int], gap: _Gap, size: int, found: bytearray) -> list[_Gap]:
    """Align one gap by anchors of one size; give the gaps that are left."""
    low, high, text_low, text_high = gap
    if high - low < size or text_high - text_low < size:
        return [gap]
    anchors = _rising(_unique_pairs(page, text, gap, size))
    if not anchors and size >= _REPEATED_WORDS:
        anchors = _next_pairs(page, text, gap, size)
    left: list[_Gap] = []
    at, text_at = low, text_low
    for page_place, text_place in anchors:
        if page_place < at or text_place < text_at:
            continue
        start, text_start = page_place, text_place
        while start > at and text_start > text_at and page[start - 1] == text[text_start - 1]:
            start, text_start = start - 1, text_start - 1
        end, text_end = page_place + size, text_place + size
        while end < high and text_end < text_high and page[end] == text[text_end]:
            end, text_end = end + 1, text_end + 1
        found[start:end] = b"\1" * (end - start)
        if start > at and text_start > text_at:
            left.append((at, start, text_at, text_start))
        at, text_at = end, text_end
    if at < high and text_at < text_high:
        left.append((at, high, text_at, text_high))
    return left


def _unique_pairs(page: Sequence[int], text: Sequence[int], gap: _Gap, size: int) -> list[tuple[int, int]]:
    low, high, text_low, text_high = gap
    in_text = _unique_places(text, text_low, text_high, size)
    in_page = _unique_places(page, low, high, size)
    return [
        (place, in_text[words])
        for words, place in in_page.items()
        if place >= 0 and in_text.get(words, -1) >= 0
    ]


def _unique_places(words: Sequence[int], low: int, high: int, size: int) -> dict[tuple[int, ...], int]:
    """Give the place of each run of words, -1 for one that occurs more than once."""
    places: dict[tuple[int, ...], int] = {}
    columns = [words[low + shift : high - size + 1 + shift] for shift in range(size)]
    for place, run in enumerate(zip(*columns, strict=True), low):
        places[run] = -1 if run in places else place
    return places


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give the longest chain that rises on both sides (pairs come sorted by the first)."""
    tails: list[int] = []
    tail_index: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        at = bisect_left(tails, place)
        before.append(tail_index[at - 1] if at else -1)
        if at == len(tails):
            tails.append(place)
            tail_index.append(index)
        else:
            tails[at], tail_index[at] = place, index
    chain = []
    index = tail_index[-1] if tail_index else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _next_pairs(page: Sequence[int], text: Sequence[int], gap: _Gap, size: int) -> list[tuple[int, int]]:
    """Pair runs that occur several times: each with the next place in the page."""
    low, high, text_low, text_high = gap
    places: dict[tuple[int, ...], list[int]] = {}
    columns = [page[low + shift : high - size + 1 + shift] for shift in range(size)]
    for place, run in enumerate(zip(*columns, strict=True), low):
        places.setdefault(run, []).append(place)
    pairs = []
    at, text_at = low, text_low
    while text_at <= text_high - size:
        known = places.get(tuple(text[text_at : text_at + size]), [])
        index = bisect_left(known, at)
        if index == len(known):
            text_at += 1
            continue
        start = known[index]
        pairs.append((start, text_at))
        at, text_at = start + size, text_at + size
    return pairs
