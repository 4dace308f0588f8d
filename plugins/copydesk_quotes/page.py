"""One document as the quotes step sees it: marks, cues and paragraphs, found by position."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Literal

from copydesk_quotes.lexicon import Lexicon
from copydesk_quotes.marks import Marked
from copydesk_quotes.speakers import Range
from copydesk_quotes.statement import Statement

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Kind = Literal["direct", "indirect", "mixed"]
_NEAR = 60
_INNER_MARKS = "'\"\u2019\u201d"


@dataclass(frozen=True)
class Found:
    """A quote before its speaker is resolved.

    Attributes:
        start: First code point.
        end: Code point after the last.
        kind: Direct, mixed or indirect.
        speaker: The words for who speaks; None when there are none.
        speaker_token: Index of their head in the parse; -1 when there are none.
        cue: The cue; None when the speaker is carried on or taken from the context.
        statement: Number that the pieces of one statement share; 0 for none.
        confidence: 0 to 1, by how the speaker was found.
        outer: The quote that it stands in, as a report in somebody's words; None for the others.
    """

    start: int
    end: int
    kind: Kind
    speaker: Range | None
    speaker_token: int
    cue: Range | None
    statement: int
    confidence: float
    outer: Found | None = None


@dataclass
class Page:
    """What is known of a document, or of a part of it, before its quotes are put together.

    Attributes:
        parse: The parse of the text.
        text: The text.
        paragraphs: First and last code point of each paragraph.
        marked: What stands in quotation marks, in order.
        statements: Cues with what they report, in order of the cues; those inside marks are left out.
        lexicon: The words that report.
        speech_only: Whether reports of thoughts are left out.
        numbers: Where new statements get their numbers.
    """

    parse: Doc
    text: str
    paragraphs: Sequence[Range]
    marked: Sequence[Marked]
    statements: Sequence[Statement]
    lexicon: Lexicon
    speech_only: bool
    numbers: Iterator[int] = field(default_factory=partial(itertools.count, 1))

    def __post_init__(self) -> None:
        self._outer_starts = [one.outer_start for one in self.marked]
        self.statements = [one for one in self.statements if not self.is_marked(one.cue_start)]
        self._cue_starts = [one.cue_start for one in self.statements]

    def is_marked(self, at: int) -> bool:
        """Tell whether a position stands in quotation marks."""
        index = bisect.bisect_right(self._outer_starts, at) - 1
        return index >= 0 and at < self.marked[index].outer_end

    def marked_in(self, start: int, end: int) -> list[Marked]:
        """Give the quotations that share characters with a range."""
        first = max(0, bisect.bisect_right(self._outer_starts, start) - 1)
        last = bisect.bisect_left(self._outer_starts, end)
        return [one for one in self.marked[first:last] if one.start < end and one.end > start]

    def marked_share(self, start: int, end: int) -> float:
        """Give the share of the letters of a range that stand in quotation marks."""
        letters = sum(map(str.isalnum, self.text[start:end]))
        inside = 0
        for one in self.marked_in(start, end):
            inside += sum(map(str.isalnum, self.text[max(start, one.start) : min(end, one.end)]))
        return inside / letters if letters else 0.0

    def statements_from(self, at: int) -> int:
        """Give the index of the first statement whose cue begins at a position or after it."""
        return bisect.bisect_left(self._cue_starts, at)

    def statements_in(self, start: int, end: int) -> Sequence[Statement]:
        """Give the statements whose cue begins in a range."""
        return self.statements[self.statements_from(start) : self.statements_from(end)]

    def token(self, at: int) -> Token | None:
        """Give the token at a position."""
        span = self.parse.char_span(at, at + 1, alignment_mode="expand") if at >= 0 else None
        return span[0] if span is not None and len(span) else None

    def before(self, at: int) -> str:
        """Give the last characters before a position, without the spaces at their end."""
        return self.text[max(0, at - _NEAR) : at].rstrip(" ")

    def is_whole(self, one: Marked) -> bool:
        """Tell whether a quotation is a sentence by itself: it begins one, with a capital letter."""
        first = next((letter for letter in self.text[one.start : one.end] if letter.isalnum()), "")
        begins = self.before(one.outer_start)[-1:] in ("", *'\n.!?:\u201d"\u2014,')
        return begins and (first.isupper() or first.isdigit())

    def last_mark(self, one: Marked) -> str:
        """Give the character that a quotation ends with: of “He said ‘Get out.’” the point."""
        inside = self.text[one.start : one.end]
        # Of marks alone it is the last mark: an empty string would be "in" any other.
        return (inside.rstrip(_INNER_MARKS) or inside)[-1:]

    def opens_paragraph(self, one: Marked) -> bool:
        """Tell whether a paragraph begins with a quotation."""
        return not self.text[self.paragraphs[one.paragraph][0] : one.outer_start].strip()
