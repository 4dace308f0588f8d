"""Lines of a text with their places, and their removal as edits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from copydesk import Edit

# Source: Unicode 16.0, section 5.8: what may end a line.
LINE_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"

_LINE = re.compile(rf"[^{LINE_BREAKS}]+")
_BREAK = re.compile(rf"\r\n|[{LINE_BREAKS}]")


@dataclass(frozen=True)
class Line:
    """A line that has visible characters.

    Attributes:
        start: First visible code point.
        end: Code point after the last visible one.
        text: What stands there.
        breaks_before: Line breaks between it and the line before; 2 and more is a blank line.
        indent: Code points of white space before it.
    """

    start: int
    end: int
    text: str
    breaks_before: int
    indent: int


def visible_lines(text: str) -> list[Line]:
    """Find the lines that are not blank."""
    lines: list[Line] = []
    at = 0
    for match in _LINE.finditer(text):
        stripped = match[0].strip()
        if not stripped:
            continue
        indent = len(match[0]) - len(match[0].lstrip())
        start = match.start() + indent
        breaks = sum(1 for _ in _BREAK.finditer(text, at, start)) if lines else 0
        at = start + len(stripped)
        lines.append(Line(start, at, stripped, breaks, indent))
    return lines


def removal_edits(lines: Sequence[Line], reasons: Mapping[int, str], length: int) -> Iterator[Edit]:
    """Take lines out: one edit for each run of lines with the same reason.

    Of the line breaks before and after, the fewer go too, in an edit without a reason, so that
    what remains is set apart as it was.

    Args:
        lines: All visible lines of the text.
        reasons: Reason by index of the line.
        length: Code points of the text.
    """
    index = 0
    while index < len(lines):
        if index not in reasons:
            index += 1
            continue
        first = index
        while index in reasons:
            index += 1
        yield from _stretch_edits(lines, reasons, first, index, length)


def _stretch_edits(
    lines: Sequence[Line], reasons: Mapping[int, str], first: int, stop: int, length: int
) -> Iterator[Edit]:
    """Take out the lines from `first` up to `stop`, all of which have a reason."""
    gap_before = (lines[first - 1].end if first else 0, lines[first].start)
    gap_after = (lines[stop - 1].end, lines[stop].start if stop < len(lines) else length)
    takes_before = first > 0 and (
        stop == len(lines) or lines[first].breaks_before < lines[stop].breaks_before
    )
    gap = gap_before if takes_before else gap_after
    if takes_before:
        yield Edit(*gap)
    index = first
    while index < stop:
        last = index
        while last + 1 < stop and reasons[last + 1] == reasons[index]:
            last += 1
        yield Edit(lines[index].start, lines[last].end, "", reasons[index])
        if last + 1 < stop:
            yield Edit(lines[last].end, lines[last + 1].start)
        index = last + 1
    if not takes_before and gap[0] < gap[1]:
        yield Edit(*gap)
