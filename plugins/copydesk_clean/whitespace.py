"""White space: one kind of space, one kind of line break, at most one blank line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from copydesk import Document, Edit, step
from copydesk_clean.lines import LINE_BREAKS

_RUN = re.compile(r"\s+")
# The commonest case, a single space or line feed between visible characters, needs no look.
_ODD_RUN = re.compile(r"\s{2,}|[^\S \n]|\A\s+|\s+\Z")
_BREAK = re.compile(rf"\r\n|[{LINE_BREAKS}]")


@step(name="clean.whitespace")
def tidy_whitespace(
    doc: Document,
    *,
    blank_lines: Annotated[int, Field(ge=0, le=10)] = 1,
    indent: bool = False,
    trim: bool = True,
) -> Iterator[Edit]:
    """Make white space plain.

    Runs of spaces and tabs become one space, every kind of line break becomes a line feed, spaces
    at the ends of lines go, and long gaps shrink to `blank_lines` blank lines. Visible characters
    are never touched; what was white space leads back to the white space it was made from.

    Example:
        steps:
          - clean.whitespace: {blank_lines: 0}

    Args:
        doc: The document to clean.
        blank_lines: Blank lines that may follow each other; 0 closes all gaps.
        indent: Keep the spaces at the start of a line, for verse, lists and code.
        trim: Remove white space at the start and the end of the text.
    """
    text = doc.text
    for run in _ODD_RUN.finditer(text):
        start, end = _whole_run(text, *run.span())
        if start < run.start():
            continue  # its start has been seen as part of an earlier match
        wanted = _tidy(text, start, end, blank_lines, indent, trim)
        yield from minimal_edit(text, start, end, wanted)


def minimal_edit(text: str, start: int, end: int, wanted: str) -> Iterator[Edit]:
    """Replace `[start, end)` by an edit that spares what is the same at both ends."""
    same = 0
    while start + same < end and same < len(wanted) and text[start + same] == wanted[same]:
        same += 1
    start, wanted = start + same, wanted[same:]
    while end > start and wanted and text[end - 1] == wanted[-1]:
        end, wanted = end - 1, wanted[:-1]
    if start < end or wanted:
        yield Edit(start, end, wanted)


def _whole_run(text: str, start: int, end: int) -> tuple[int, int]:
    while start and text[start - 1].isspace():
        start -= 1
    run = _RUN.match(text, start)
    return start, run.end() if run else end


def _tidy(text: str, start: int, end: int, blank_lines: int, indent: bool, trim: bool) -> str:
    if trim and (start == 0 or end == len(text)):
        kept = text[start:end] if indent and start == 0 and end < len(text) else ""
        return _last_line(kept)
    breaks = len(_BREAK.findall(text, start, end))
    if not breaks:
        return text[start:end] if indent and start == 0 else " "
    after = _last_line(text[start:end]) if indent and end < len(text) else ""
    return "\n" * min(breaks, blank_lines + 1) + after


def _last_line(run: str) -> str:
    """Give the part of a run of white space that indents the line after it."""
    return run[max((run.rfind(mark) for mark in LINE_BREAKS), default=-1) + 1 :]
