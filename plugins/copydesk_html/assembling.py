"""From the chosen blocks of a page to the edits that leave their text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from copydesk import Edit
from copydesk_html.page import WHITE, Block, Page

# A single space between visible characters stays as it is.
_ODD_WHITE = re.compile(rf"[{WHITE}]{{2,}}|[{WHITE.strip(' ')}]")

OUTSIDE = "outside-main-text"
TOO_LONG = "page-too-long"


def main_text_edits(page: Page, kept: Sequence[bool]) -> list[Edit]:
    """Give the edits that turn the raw page into the text of the kept blocks.

    What is deleted and what is inserted are edits of their own, so that an inserted line break or
    bullet leads back to no character, and every other character to its own place.

    Args:
        page: The page.
        kept: Whether to keep each of its blocks.
    """
    assembly = _Assembly(page.raw, page.end)
    for block, keep in zip(page.blocks, kept, strict=True):
        if keep:
            assembly.keep(block)
        else:
            assembly.drop(block)
    return assembly.finish()


def removal_reason(block: Block) -> str:
    """Tell why a block outside the main text goes."""
    return block.element.around.outside or OUTSIDE


@dataclass
class _Assembly:
    raw: str
    end: int
    edits: list[Edit] = field(default_factory=list[Edit])
    at: int = 0
    last: Block | None = None
    dropped_since: bool = False
    items: set[int] = field(default_factory=set[int])
    dropped: tuple[int, int, str] | None = None

    def drop(self, block: Block) -> None:
        """Leave a block out."""
        start, end = visible_range(block)
        reason = removal_reason(block)
        self.dropped_since = True
        if self.dropped and self.dropped[2] == reason:
            self.dropped = (self.dropped[0], end, reason)
            return
        self._delete_dropped()
        self.dropped = (start, end, reason)

    def keep(self, block: Block) -> None:
        """Take a block over."""
        first = _first_visible(block)
        start, _ = block.place(first)
        self._delete_dropped()
        self._delete(start)
        separator = self._separator(block)
        if separator:
            self.edits.append(Edit(start, start, separator))
        if block.element.around.is_preformatted:
            self._keep_characters(block, first, len(block.text.rstrip()))
        else:
            self._keep_flowing(block, first)
        self.last = block
        self.dropped_since = False

    def finish(self) -> list[Edit]:
        """Delete what is left, and give all edits."""
        self._delete_dropped()
        self._delete(self.end)
        if self.end < len(self.raw):
            self.edits.append(Edit(self.end, len(self.raw), "", TOO_LONG))
        return self.edits

    def _delete_dropped(self) -> None:
        if self.dropped is None:
            return
        start, end, reason = self.dropped
        self._delete(start)
        self.edits.append(Edit(start, end, "", reason))
        self.at = end
        self.dropped = None

    def _delete(self, until: int) -> None:
        if until > self.at:
            self.edits.append(Edit(self.at, until))
        self.at = max(self.at, until)

    def _keep_flowing(self, block: Block, first: int) -> None:
        """Keep the characters of a block, each run of white space as one space."""
        text = block.text
        at, stop = first, len(text.rstrip(WHITE))
        for run in _ODD_WHITE.finditer(text, first, stop):
            self._keep_characters(block, at, run.start())
            at = run.end()
            start, end = block.place(run.start())
            self._delete(start)
            if self.raw[start:end] != " ":
                self.edits.append(Edit(start, end, " "))
            self.at = end
        self._keep_characters(block, at, stop)

    def _keep_characters(self, block: Block, low: int, high: int) -> None:
        if low >= high:
            return
        parts = block.parts
        for index in range(block.part_index(low), len(parts)):
            at, start, end, is_reference = parts[index]
            if at >= high:
                return
            if is_reference:
                until = parts[index + 1].at if index + 1 < len(parts) else len(block.text)
                self._delete(start)
                self.edits.append(Edit(start, end, block.text[at:until]))
                self.at = end
            else:
                self._delete(start + max(low - at, 0))
                self.at = min(end, start + high - at)

    def _separator(self, block: Block) -> str:
        around = block.element.around
        bullet = "- " if around.item is not None and id(around.item) not in self.items else ""
        if around.item is not None:
            self.items.add(id(around.item))
        if self.last is None:
            return bullet
        before = self.last.element.around
        if around.row is not None and before.row is not None:
            if around.row is not before.row:
                return "\n" + bullet
            return ("\n" if around.cell is before.cell else " | ") + bullet
        if block.broken and not self.dropped_since and block.element is self.last.element:
            return "\n"
        if around.item is not None and before.item is not None:
            return "\n" + bullet
        return "\n\n" + bullet


def _first_visible(block: Block) -> int:
    return len(block.text) - len(block.text.lstrip(WHITE))


def visible_range(block: Block) -> tuple[int, int]:
    """Give the place in the raw page of a block's visible characters, from the first to the last."""
    last = len(block.text.rstrip(WHITE)) - 1
    return block.place(_first_visible(block))[0], block.place(last)[1]
