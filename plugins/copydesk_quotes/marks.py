"""Quotation marks: what stands between them."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Source: Unicode 16.0, chapter 6.2, table 6-3: which marks open and close in European languages.
_CLOSING = {
    "\u201c": ("\u201d", '"'),
    "\u201e": ("\u201c", "\u201d", '"'),
    "\u00ab": ("\u00bb",),
    "\u00bb": ("\u00ab",),
    "\u2039": ("\u203a",),
    '"': ('"', "\u201d"),
    "\u201d": ("\u201d",),
    "``": ("''", '"'),
    "\u2018": ("\u2019",),
    "'": ("'",),
    "\u300c": ("\u300d",),
}
_PARAGRAPH = re.compile(r"\S(?:[^\n]+|\n(?!\s*\n))*")
_BLANK_LINE = re.compile(r"\n\s*\n")
_LINE = re.compile(r"[^\s](?:[^\n]*[^\s])?")
_LINE_ENDS = (".", "!", "?", ":", '"', "\u201d", "\u2019", ")")
_SHARE_ENDED = 0.6
_MARK = re.compile(r"``|''|[\u201c\u201d\u201e\u00ab\u00bb\u2039\u203a\"\u2018\u2019'\u300c\u300d]")
# Inside these the same marks may stand again.
_NESTING = '"\u201c'
# A quotation whose end is not found within so many characters is left open.
_LONGEST = 8000
_LONGEST_SINGLE = 800
_FEWEST_WORDS_HEADLINED = 3
_LONGEST_SMALL = 3
_SINGLE = "\u2018'"


@dataclass(frozen=True)
class Marked:
    """A run of text in quotation marks.

    Attributes:
        start: First code point inside the marks.
        end: Code point after the last inside the marks.
        outer_start: Where the opening mark stands.
        outer_end: Code point after the closing mark; `end` when there is none.
        paragraph: Number of its paragraph, from 0.
        closed: Whether it is closed before the paragraph ends.
        continues: Whether it goes on with a quotation that the paragraph before left open.
        single: Whether the marks are single ones.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    paragraph: int
    closed: bool
    continues: bool
    single: bool


@functools.lru_cache(maxsize=1)
def paragraphs(text: str) -> tuple[tuple[int, int], ...]:
    """Find the paragraphs: what stands between blank lines.

    In a text without blank lines whose lines mostly end with a full stop, each line is one.
    """
    if not _BLANK_LINE.search(text):
        lines = [match.span() for match in _LINE.finditer(text)]
        ended = sum(text[end - 1] in _LINE_ENDS for _, end in lines)
        if ended >= _SHARE_ENDED * len(lines):
            return (*lines,)
    return tuple(match.span() for match in _PARAGRAPH.finditer(text))


def find_marked(text: str, marks: str = "double") -> list[Marked]:
    """Find what stands in quotation marks, outermost only.

    A mark that is left open closes with its paragraph; the paragraph after it continues the
    quotation when it opens with a mark. Apostrophes, feet and inches are no marks. Whatever the
    marks, nothing is raised.

    Args:
        text: The text.
        marks: "double", "single" or "all": which marks count.
    """
    found: list[Marked] = []
    left_open = False
    for number, (start, end) in enumerate(paragraphs(text)):
        first = True
        is_open = False
        at = start
        if left_open and (closing := _unopened(text, start, end, marks)):
            # The writer forgot to open the quotation again in this paragraph.
            found.append(Marked(start, closing[0], start, closing[1], number, True, True, False))
            at, first = closing[1], False
        for one in _in_paragraph(text, at, end, number, marks):
            continues = first and left_open and one.outer_start == start
            found.append(Marked(**{**one.__dict__, "continues": continues}))
            first = False
            is_open = not one.closed
        left_open = is_open
    return found


def find_headlined(text: str, marked: Sequence[Marked]) -> list[Marked]:
    """Find what stands in single marks where a text has double ones too, as headlines write it.

    That is what a colon or a comma leads to, or what a comma closes: "Weber: 'We won't wait'".

    Args:
        text: The text.
        marked: What stands in double marks.
    """
    found: list[Marked] = []
    for one in find_marked(text, "single"):
        at = bisect_right(marked, one.outer_start, key=lambda other: other.outer_start)
        inside = at > 0 and one.outer_start < marked[at - 1].outer_end
        around = at < len(marked) and marked[at].outer_start < one.outer_end
        before = text[max(0, one.outer_start - 2) : one.outer_start]
        led = before == ": " or (before == ", " and text[one.start].isupper())
        told = text[one.end - 1] == "," and text[one.outer_end : one.outer_end + 1] == " "
        words = text[one.start : one.end].split()
        # "The hymn, 'A Charge to Keep.'"
        plain = any(word[0].islower() and len(word) > _LONGEST_SMALL for word in words)
        long = plain and len(words) >= _FEWEST_WORDS_HEADLINED
        if (led or told) and long and not (inside or around):
            found.append(one)
    return found


def find_marked_inside(text: str, start: int, end: int) -> list[Marked]:
    """Find what stands in quotation marks, of whatever kind, inside others."""
    return [*_in_paragraph(text, start, end, 0, "all")]


def _unopened(text: str, start: int, end: int, marks: str) -> tuple[int, int] | None:
    """Find the mark that closes a quotation which a paragraph does not open: "... early.”"."""
    first = _MARK.search(text, start, end) if marks != "single" else None
    while first and first.group() in _SINGLE + "\u2019":
        first = _MARK.search(text, first.end(), end)
    if first is None or first.group() not in ('"', "\u201d") or text[first.start() - 1] not in ".,!?":
        return None
    after = text[first.end() : first.end() + 1]
    return first.span() if first.start() > start and (not after or after.isspace()) else None


def _in_paragraph(text: str, start: int, end: int, number: int, marks: str) -> Iterator[Marked]:
    at = start
    while match := _MARK.search(text, at, end):
        mark = match.group()
        at = match.end()
        single = mark in _SINGLE
        if mark not in _CLOSING or not _opens(text, match, start, end):
            continue
        close = None if single and marks == "double" else _closing(text, mark, at, end)
        if single and marks == "double" and (close := _closing_mistyped(text, mark, at, end)) is not None:
            single = False
        if not _counts(single, marks):
            continue
        stop = close.start() if close else end
        outer_end = close.end() if close else end
        if single and close is None:
            continue
        # Some keyboards and converters leave a space before the closing mark.
        stop = at + len(text[at:stop].rstrip())
        if stop > at:
            yield Marked(at, stop, match.start(), outer_end, number, close is not None, False, single)
        at = outer_end


def _counts(single: bool, marks: str) -> bool:
    return marks == "all" or (marks == "single") == single


def _opens(text: str, mark: re.Match[str], start: int, end: int) -> bool:
    """Tell an opening mark from an apostrophe, an inch sign or a stray closing mark."""
    before = text[mark.start() - 1] if mark.start() > start else " "
    after = text[mark.end()] if mark.end() < end else " "
    if after.isspace() or before == "=":
        # In program code, `id="name"`.
        return False
    if mark.group() in ('"', "'", "\u2018"):
        return not before.isalnum() and not (before in ".,!?" and mark.group() == "'")
    if mark.group() == "\u201d":
        # A closing mark that stands where one opens was turned the wrong way.
        return before.isspace()
    if mark.group() == "\u00bb":
        return not before.isalnum() and before not in ".,!?"
    return True


def _closing(text: str, mark: str, at: int, end: int) -> re.Match[str] | None:
    """Find the mark that closes; the same marks may stand inside, when they come in pairs."""
    depth = 0
    first: re.Match[str] | None = None
    longest = _LONGEST_SINGLE if mark in _SINGLE else _LONGEST
    for match in _MARK.finditer(text, at, min(end, at + longest)):
        if mark in _NESTING and match.group() == mark and _is_turned_open(text, match, end):
            depth += 1
        elif _closes(text, mark, match, end):
            first = first or match
            if not depth:
                return match
            depth -= 1
    return first


def _closing_mistyped(text: str, mark: str, at: int, end: int) -> re.Match[str] | None:
    """Find the double mark that closes what a single one opens: "\u2018It is late,\u201d Weber said"."""
    if mark != "\u2018" or not text[at : at + 1].isupper():
        return None
    for match in _MARK.finditer(text, at, min(end, at + _LONGEST)):
        if match.group() == "\u201d":
            return match if text[match.start() - 1] in ".,!?" else None
        if match.group() not in ("\u2019", "'") or _closes(text, mark, match, end):
            return None
    return None


def _closes(text: str, mark: str, match: re.Match[str], end: int) -> bool:
    if match.group() not in _CLOSING[mark]:
        return False
    after = text[match.end()] if match.end() < end else " "
    # An apostrophe inside a word closes nothing.
    return not (match.group() in "\u2019'" and after.isalnum())


def _is_turned_open(text: str, match: re.Match[str], end: int) -> bool:
    before, after = text[match.start() - 1], text[match.end()] if match.end() < end else " "
    return (before.isspace() or before in "([") and not after.isspace()
