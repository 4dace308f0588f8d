"""Repeats: paragraphs that stand in the text twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from copydesk import Document, Edit, step
from copydesk_clean.lines import removal_edits, visible_lines

_WORD = re.compile(r"\w+")


@step(name="clean.repeats")
def remove_repeats(
    doc: Document,
    *,
    min_characters: Annotated[int, Field(ge=1)] = 60,
    min_words: Annotated[int, Field(ge=1)] = 8,
) -> Iterator[Edit]:
    """Remove lines that have been there before in the same text; the first one stays.

    Two lines are the same when their words are, whatever the case, marks and spaces. Short lines
    stay: a chorus, a score or a name in a table repeats for a reason. Removed lines are listed in
    the output with the reason `repeat`.

    Example:
        steps:
          - clean.repeats: {min_words: 12}

    Args:
        doc: The document to clean.
        min_characters: Lines with fewer characters stay.
        min_words: Lines with fewer words stay.
    """
    lines = visible_lines(doc.text)
    seen: set[str] = set()
    reasons: dict[int, str] = {}
    for index, line in enumerate(lines):
        if len(line.text) < min_characters:
            continue
        words = _WORD.findall(line.text.casefold())
        if len(words) < min_words:
            continue
        key = " ".join(words)
        if key in seen:
            reasons[index] = "repeat"
        seen.add(key)
    yield from removal_edits(lines, reasons, len(doc.text))
