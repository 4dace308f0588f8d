"""Words as they are compared: by number, without invisible characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from copydesk_html.page import INVISIBLE, Block

_WORD = re.compile(rf"\w+(?:[{INVISIBLE}]+\w+)*")
_INVISIBLE = str.maketrans("", "", INVISIBLE)


@dataclass
class PageWords:
    """The words of a page, in order.

    Attributes:
        numbers: Number of each word; equal words have equal numbers.
        first: Index of the first word of each block, and the number of all words at the end.
        known: Number by word.
    """

    numbers: list[int] = field(default_factory=list[int])
    first: list[int] = field(default_factory=list[int])
    known: dict[str, int] = field(default_factory=dict[str, int])

    @classmethod
    def of(cls, blocks: Sequence[Block]) -> PageWords:
        """Number the words of a page's blocks."""
        words = cls()
        for block in blocks:
            words.first.append(len(words.numbers))
            for word in split_words(block.text):
                words.numbers.append(words.known.setdefault(word, len(words.known)))
        words.first.append(len(words.numbers))
        return words

    def numbers_of(self, text: str) -> list[int]:
        """Number the words of another text; -1 for words that the page does not have."""
        return [self.known.get(word, -1) for word in split_words(text)]


def split_words(text: str) -> list[str]:
    """Give the words of a text as they are compared."""
    words: list[str] = _WORD.findall(text)
    if text.isascii():
        return words
    return [
        word if word.isascii() else unicodedata.normalize("NFC", word.translate(_INVISIBLE)) for word in words
    ]
