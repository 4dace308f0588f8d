"""What stands near a place in a text: names, words, paragraphs."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import TYPE_CHECKING

from copydesk import Entity
from copydesk_quotes.speakers import Range

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


class Near:
    """A text with its names and its paragraphs, found by position.

    Args:
        parse: The parse of the text.
        text: The text, which `Doc.text` would join anew.
        entities: The names of the text, in order.
        paragraphs: First and last code point of each paragraph.
    """

    def __init__(
        self, parse: Doc, text: str, entities: Sequence[Entity], paragraphs: Sequence[Range]
    ) -> None:
        self.parse = parse
        self.text = text
        self.entities = entities
        self.starts = [entity.start for entity in entities]
        self.paragraphs = [start for start, _ in paragraphs]

    def between(self, start: int, end: int) -> list[Entity]:
        """Give the names that begin in a range."""
        low = bisect.bisect_left(self.starts, max(0, start))
        high = bisect.bisect_left(self.starts, end)
        return [*self.entities[low:high]]

    def token(self, at: int) -> Token | None:
        """Give the token at a position."""
        span = self.parse.char_span(at, at + 1, alignment_mode="expand")
        return span[0] if span is not None and len(span) else None

    def paragraph_of(self, at: int) -> int:
        """Give where the paragraph of a position begins."""
        number = bisect.bisect_right(self.paragraphs, at) - 1
        return self.paragraphs[number] if number >= 0 else 0

    def breaks(self, start: int, end: int) -> int:
        """Count the paragraphs that begin in a range."""
        return bisect.bisect_right(self.paragraphs, end) - bisect.bisect_right(self.paragraphs, start)
