"""Lines that a page or a column broke: words and paragraphs are joined again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import quantiles
from typing import Annotated

from pydantic import Field

from copydesk import Document, Edit, step
from copydesk_clean.line_features import is_list_item
from copydesk_clean.lines import Line, visible_lines

# Source: Unicode 16.0: hyphen-minus, hyphen, soft hyphen, not sign (as OCR reads a soft hyphen).
_BREAK_IN_WORD = re.compile(r"(?<=[^\W\d_]{2})[-\u2010\u00ad\u00ac][ \t\r]*\n[ \t]*(?=[^\W\d_]{2})")
_HYPHENATED = re.compile(r"\b[^\W\d_]{1,60}-[^\W\d_]{1,60}\b")
_LETTERS_AFTER = re.compile(r"[^\W\d_]{1,60}")
_LETTERS_BEFORE = re.compile(r"[^\W\d_]{1,60}\Z")
_WORD = re.compile(r"[^\W\d_]+")
_CLOSES = re.compile(r"[.!?:;。！？؟।…][\"'”’»)\]]*$")
# A line shorter than this share of the column ends a paragraph.
_FULL_LINE = 0.75
_FEWEST_LINES = 4


@step(name="clean.hyphens")
def join_hyphens(doc: Document) -> Iterator[Edit]:
    """Join words that a hyphen breaks at the end of a line ("govern-" + "ment" to "government").

    What begins with a capital on the next line is left alone, and the hyphen stays where the text
    writes the word with a hyphen elsewhere ("well-known"). Hyphen and line break go, nothing else.

    Example:
        steps:
          - clean.hyphens

    Args:
        doc: The document to clean.
    """
    if "\n" not in doc.text:
        return
    hyphenated = Counter(word.casefold() for word in _HYPHENATED.findall(doc.text))
    for broken in _BREAK_IN_WORD.finditer(doc.text):
        first = _LETTERS_BEFORE.search(doc.text[max(0, broken.start() - 60) : broken.start()])
        second = _LETTERS_AFTER.match(doc.text, broken.end())
        if first is None or second is None or (second[0][0].isupper() and not second[0].isupper()):
            continue
        start = broken.start()
        if doc.text[start] == "-" and hyphenated[f"{first[0]}-{second[0]}".casefold()]:
            start += 1
        yield Edit(start, broken.end())


@step(name="clean.wraps")
def join_wraps(doc: Document, *, min_width: Annotated[int, Field(ge=20, le=200)] = 40) -> Iterator[Edit]:
    """Join the lines of paragraphs that were wrapped at a fixed width.

    The width of the column is measured first; a text whose lines are as long as their paragraphs
    is left alone, and so are verse, tables and lists. A line joins the next one when it fills the
    column, or ends inside a sentence that goes on small. The line break becomes a space, nothing
    else changes.

    Example:
        steps:
          - clean.wraps: {min_width: 30}

    Args:
        doc: The document to clean.
        min_width: Characters that a column must have.
    """
    lines = visible_lines(doc.text)
    width = _column_width(lines)
    if width < min_width:
        return
    for index in range(len(lines) - 1):
        line, after = lines[index], lines[index + 1]
        if after.breaks_before == 1 and _goes_on(line, after, width):
            yield Edit(line.end, after.start, " ")


def _column_width(lines: Sequence[Line]) -> int:
    """Give the width that most lines fill; 0 when there is no column."""
    inner = [len(lines[i].text) for i in range(len(lines) - 1) if lines[i + 1].breaks_before == 1]
    if len(inner) < _FEWEST_LINES:
        return 0
    _, middle, high = quantiles(inner, n=4)
    longest = max(inner)
    # Wrapped lines crowd below one limit; lines of other texts have any length.
    return int(high) if longest <= 1.35 * high and middle >= _FULL_LINE * high else 0


def _goes_on(line: Line, after: Line, width: int) -> bool:
    if is_list_item(after.text) or after.indent > line.indent + 1:
        return False
    first_word = _WORD.search(after.text)
    # The next word would not have fitted: the line was broken for want of room.
    needed = len(line.text) + 1 + (first_word.end() if first_word else 0)
    if _CLOSES.search(line.text):
        return needed > width
    return needed > _FULL_LINE * width and (len(line.text) > _FULL_LINE * width or after.text[0].islower())
