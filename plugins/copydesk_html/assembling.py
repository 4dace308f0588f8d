"""From the chosen blocks of a page to the edits that leave their text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from copydesk import Edit
from copydesk_html.page import WHITE, Block, Element, Page

# A single space between visible characters stays as it is.
_ODD_WHITE = re.compile(rf"[{WHITE}]{{2,}}|[{WHITE.strip(' ')}]")

_REASONS = {"figcaption": "caption", "nav": "navigation"}
OUTSIDE = "outside-main-text"


def main_text_edits(page: Page, kept: Sequence[bool]) -> list[Edit]:
    """Give the edits that turn the raw page into the text of the kept blocks.

    What is deleted and what is inserted are edits of their own, so that an inserted line break or
    bullet leads back to no character, and every other character to its own place.

    Args:
        page: The page.
        kept: Whether to keep each of its blocks.
    """
    assembly = _Assembly(page.raw)
    for block, keep in zip(page.blocks, kept, strict=True):
        if keep:
            assembly.keep(block)
        else:
            assembly.drop(block)
    return assembly.finish()


def removal_reason(block: Block) -> str:
    """Tell why a block outside the main text goes."""
    return next((_REASONS[tag] for tag in ancestor_tags(block.element) if tag in _REASONS), OUTSIDE)


def ancestor_tags(element: Element | None) -> Iterator[str]:
    """Give the tags of an element and those around it, innermost first."""
    while element is not None:
        yield element.tag
        element = element.parent


def enclosing(element: Element | None, tags: frozenset[str]) -> Element | None:
    """Find the innermost element of these kinds that is or holds an element."""
    while element is not None and element.tag not in tags:
        element = element.parent
    return element


_ITEM = frozenset(["li"])
_ROW = frozenset(["tr"])
_CELL = frozenset(["td", "th"])
_PREFORMATTED = frozenset(["pre", "listing"])


@dataclass
class _Assembly:
    raw: str
    edits: list[Edit] = field(default_factory=list[Edit])
    at: int = 0
    last: Block | None = None
    dropped_since: bool = False
    items: set[int] = field(default_factory=set[int])
    dropped: tuple[int, int, str] | None = None

    def drop(self, block: Block) -> None:
        start, end = _visible_range(block)
        reason = removal_reason(block)
        self.dropped_since = True
        if self.dropped and self.dropped[2] == reason:
            self.dropped = (self.dropped[0], end, reason)
            return
        self._delete_dropped()
        self.dropped = (start, end, reason)

    def keep(self, block: Block) -> None:
        first = _first_visible(block)
        start, _ = block.place(first)
        self._delete_dropped()
        self._delete(start)
        separator = self._separator(block)
        if separator:
            self.edits.append(Edit(start, start, separator))
        if enclosing(block.element, _PREFORMATTED):
            self._keep_characters(block, first, len(block.text.rstrip()))
        else:
            self._keep_flowing(block, first)
        self.last = block
        self.dropped_since = False

    def finish(self) -> list[Edit]:
        self._delete_dropped()
        self._delete(len(self.raw))
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
        item = enclosing(block.element, _ITEM)
        bullet = "- " if item is not None and id(item) not in self.items else ""
        if item is not None:
            self.items.add(id(item))
        if self.last is None:
            return bullet
        row = enclosing(block.element, _ROW)
        if row is not None:
            last_row = enclosing(self.last.element, _ROW)
            if row is last_row:
                same = enclosing(block.element, _CELL) is enclosing(self.last.element, _CELL)
                return ("\n" if same else " | ") + bullet
            if last_row is not None:
                return "\n" + bullet
        if block.broken and not self.dropped_since and block.element is self.last.element:
            return "\n"
        if item is not None and enclosing(self.last.element, _ITEM) is not None:
            return "\n" + bullet
        return "\n\n" + bullet


def _first_visible(block: Block) -> int:
    return len(block.text) - len(block.text.lstrip(WHITE))


def _visible_range(block: Block) -> tuple[int, int]:
    last = len(block.text.rstrip(WHITE)) - 1
    return block.place(_first_visible(block))[0], block.place(last)[1]
