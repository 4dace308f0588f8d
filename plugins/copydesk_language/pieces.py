"""Cutting a long text where a parse loses nothing."""

from __future__ import annotations

import re

# Best first: after an empty line, a line, a sentence, a word.
BORDERS = tuple(map(re.compile, (r"\n\s*\n", r"\n", r"[.!?][\"'\u201d\u2019)]*\s+", r"\s+")))


def cut(text: str, longest: int) -> list[str]:
    """Cut a text into pieces that join to the same text.

    Args:
        text: Any text; a short one stays whole.
        longest: Code points that no piece exceeds.
    """
    pieces = []
    start = 0
    while len(text) - start > longest:
        end = _border(text, start, start + longest)
        pieces.append(text[start:end])
        start = end
    return [*pieces, text[start:]]


def _border(text: str, start: int, end: int) -> int:
    """Find the last good place to cut in the second half of a window, or its end."""
    middle = (start + end) // 2
    for border in BORDERS:
        ends = [match.end() for match in border.finditer(text, middle, end)]
        if ends:
            return ends[-1]
    return end
