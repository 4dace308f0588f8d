"""A page as blocks of visible characters, each with its place in the raw page."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from copydesk_html.elements import Element

# Source: WHATWG Infra Standard, "ASCII whitespace": what HTML shows as one space.
WHITE = " \t\n\r\f"

# Characters that a reader does not see inside a word.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


class Part(NamedTuple):
    """A piece of a block's text that stands in one place of the raw page.

    Attributes:
        at: Place of its first character in the text of the block.
        start: First character in the raw page.
        end: Character after the last in the raw page.
        is_reference: Whether it was written as a character reference.
    """

    at: int
    start: int
    end: int
    is_reference: bool


@dataclass(slots=True)
class Block:
    """A run of characters that no block element or line break interrupts.

    Attributes:
        element: The innermost block element around it.
        broken: Whether a `<br>` stands before it, instead of the border of a block.
        text: Characters, references resolved.
        parts: Where they stand in the raw page, in order.
        link_characters: How many of the characters are inside links.
    """

    element: Element
    broken: bool = False
    text: str = ""
    parts: list[Part] = field(default_factory=list[Part])
    link_characters: int = 0

    def place(self, at: int) -> tuple[int, int]:
        """Give the place of a character in the raw page."""
        part = self.parts[self.part_index(at)]
        if part.is_reference:
            return part.start, part.end
        start = part.start + at - part.at
        return start, start + 1

    def part_index(self, at: int) -> int:
        """Find the part that a character is in."""
        return bisect_right(self.parts, at, key=_part_start) - 1


def _part_start(part: Part) -> int:
    return part.at


@dataclass
class Page:
    """A page in pieces.

    Attributes:
        raw: The decoded page.
        end: Where reading stopped: the length of the page, unless it has too many pieces.
        blocks: The blocks that have visible characters, in page order.
        metas: Attributes of the meta elements.
        links: Attributes of the link elements.
        data: Texts of JSON-LD scripts.
        titles: Texts of the title elements.
        times: Values of `datetime` attributes.
        language: What the page says its language is.
        told: Where it says all this: `[start, end)` of tags and texts in the raw page.
    """

    raw: str
    end: int = 0
    blocks: list[Block] = field(default_factory=list[Block])
    metas: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    links: list[dict[str, str]] = field(default_factory=list[dict[str, str]])
    data: list[str] = field(default_factory=list[str])
    titles: list[str] = field(default_factory=list[str])
    times: list[str] = field(default_factory=list[str])
    language: str = ""
    told: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
