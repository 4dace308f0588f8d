"""White space: one kind of space, one kind of line break, at most one blank line."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from copydesk import Document, Edit, step
from copydesk_clean.lines import LINE_BREAKS

_RUN = re.compile(r"\s+")
# What may be amiss begins with a character that is searched for as fast as memory is read; to look at every
# single space takes ten times as long. Source of the odd ones: Unicode 16.0, property White_Space.
_ODD = re.compile(r"[\t\x0b-\x0d\x1c-\x1f\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]\s*")
_SPACES, _SPACE_BEFORE_BREAK, _BREAKS = re.compile(r"  \s*"), re.compile(r" \n\s*"), re.compile(r"\n\s+")
# One blank line between two paragraphs is as it should be.
_OTHER_BREAKS = re.compile(r"\n(?!\n\S)\s+")
# Runs of white space come again and again; what becomes of one is remembered if it is short.
_SHORT_RUN, _REMEMBERED = 64, 4096
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
    first, last = 0, len(text)
    if trim:
        first = last - len(text.lstrip())
        last = max(first, len(text.rstrip()))
        kept = _last_line(text[:first]) if indent and first < len(text) else ""
        yield from minimal_edit(text, 0, first, kept)
    for start, end in _runs(text, first, last, blank_lines):
        change = _change if end - start <= _SHORT_RUN else _change.__wrapped__
        if found := change(text[start:end], blank_lines, indent, start == 0, end == len(text)):
            yield Edit(start + found[0], start + found[1], found[2])
    yield from minimal_edit(text, last, len(text), "")


def _runs(text: str, first: int, last: int, blank_lines: int) -> Iterator[tuple[int, int]]:
    """Give the runs of white space that may have to change, each whole, in order."""
    breaks = _OTHER_BREAKS if blank_lines == 1 else _BREAKS
    spans = [
        match.span()
        for pattern in (_ODD, _SPACES, _SPACE_BEFORE_BREAK, breaks)
        for match in pattern.finditer(text, first, last)
    ]
    done = first
    for start, end in sorted(spans):
        if end <= done:
            continue
        while start > first and text[start - 1].isspace():
            start -= 1  # noqa: PLW2901  a run may begin before what was searched for
        run = _RUN.match(text, start, last)
        done = run.end() if run else end
        yield start, done


@functools.lru_cache(_REMEMBERED)
def _change(
    run: str, blank_lines: int, indent: bool, is_first: bool, is_last: bool
) -> tuple[int, int, str] | None:
    """Give the edit that makes a run of white space plain, counted from its start; None for none."""
    wanted = _tidy(run, blank_lines, indent, is_first, is_last)
    return next(((edit.start, edit.end, edit.text) for edit in minimal_edit(run, 0, len(run), wanted)), None)


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


def _tidy(run: str, blank_lines: int, indent: bool, is_first: bool, is_last: bool) -> str:
    breaks = len(_BREAK.findall(run))
    if not breaks:
        return run if indent and is_first else " "
    after = _last_line(run) if indent and not is_last else ""
    return "\n" * min(breaks, blank_lines + 1) + after


def _last_line(run: str) -> str:
    """Give the part of a run of white space that indents the line after it."""
    return run[max((run.rfind(mark) for mark in LINE_BREAKS), default=-1) + 1 :]
