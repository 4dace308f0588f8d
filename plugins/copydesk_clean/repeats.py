"""Repeats: paragraphs that stand in the text twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from copydesk import Document, Edit, step
from copydesk_clean.line_features import is_list_item
from copydesk_clean.lines import removal_edits, visible_lines

_WORD = re.compile(r"\w+")


@step(name="clean.repeats")
def remove_repeats(
    doc: Document,
    *,
    min_characters: Annotated[int, Field(ge=1)] = 100,
    min_words: Annotated[int, Field(ge=1)] = 12,
    max_times: Annotated[int, Field(ge=2)] = 3,
) -> Iterator[Edit]:
    """Remove paragraphs that have been there before in the same text; the first one stays.

    Two lines are the same when their words are, whatever the case, marks and spaces. Short lines
    and list items stay: a chorus, a score or a line of a plan repeats for a reason, and so does
    what stands there many times. Removed lines are listed in the output with the reason `repeat`.

    Example:
        steps:
          - clean.repeats: {min_words: 20}

    Args:
        doc: The document to clean.
        min_characters: Lines with fewer characters stay.
        min_words: Lines with fewer words stay.
        max_times: Lines that stand there more often than this stay.
    """
    lines = visible_lines(doc.text)
    places: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        if len(line.text) < min_characters or is_list_item(line.text):
            continue
        words = _WORD.findall(line.text.casefold())
        if len(words) >= min_words:
            places.setdefault(" ".join(words), []).append(index)
    reasons = {index: "repeat" for same in places.values() if len(same) <= max_times for index in same[1:]}
    yield from removal_edits(lines, reasons, len(doc.text))
