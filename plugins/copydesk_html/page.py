"""A page as blocks of visible characters, each with its place in the raw page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from turbohtml import Token, TokenType, tokenize

from copydesk_html.elements import (
    BLOCK_TAGS,
    FURNITURE_TAGS,
    HEAD_TAGS,
    SKIPPED_TAGS,
    VOID_TAGS,
    closed_by,
)

# Source: WHATWG Infra Standard, "ASCII whitespace": what HTML shows as one space.
WHITE = " \t\n\r\f"

# Characters that a reader does not see inside a word.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_NOTED_TAGS = frozenset(["html", "link", "meta", "time", "title"])
# What need not be followed inside an element that is not shown.
_INLINE_TAGS = frozenset(["a", "b", "circle", "g", "i", "img", "line", "path", "rect", "span", "use"])
_OUTSIDE = {"figcaption": "caption", "nav": "navigation"}

# A page that is made to take all memory is read up to here, which is some 500 times the largest
# page of the development set.
MOST_BLOCKS = 500_000
MOST_PARTS = 2_000_000

_LINE_BREAK = re.compile(r"\r\n?|\n")
_REFERENCE = re.compile(r"&#?\w+;?")


class Element:
    """An open element. What is asked of the elements around it is worked out once, when it opens.

    Attributes:
        tag: Name of the element.
        names: What its class, id and role say, in lower case.
        parent: The element around it.
        depth: Number of elements around it.
        block: The innermost block element that it is or stands in.
        item: The same for list items, `row` for table rows, `cell` for table cells.
        is_preformatted: Whether white space counts in it.
        outside: "caption" or "navigation" when it stands in a figcaption or a nav.
        is_furniture: Whether it stands in an element that is for other things than main text.
    """

    __slots__ = (
        *("tag", "names", "parent", "depth", "block", "item", "row", "cell"),
        *("is_preformatted", "outside", "is_furniture"),
    )

    def __init__(self, tag: str, names: str, parent: Element | None) -> None:
        self.tag = tag
        self.names = names
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent else 0
        self.block: Element = self if parent is None or tag in BLOCK_TAGS else parent.block
        self.item: Element | None = self if tag == "li" else parent and parent.item
        self.row: Element | None = self if tag == "tr" else parent and parent.row
        self.cell: Element | None = self if tag in ("td", "th") else parent and parent.cell
        self.is_preformatted: bool = tag == "pre" or (parent is not None and parent.is_preformatted)
        self.outside: str = _OUTSIDE.get(tag) or (parent.outside if parent else "")
        self.is_furniture: bool = (
            tag in FURNITURE_TAGS or "cookie" in names or (parent is not None and parent.is_furniture)
        )


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


@dataclass
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


def read_page(raw: str) -> Page:
    """Cut a page into blocks. Takes time and memory in proportion to its length."""
    return _PageReader(raw).read()


def located_tokens(raw: str) -> Iterator[tuple[Token, int, int]]:
    """Tokenize a page: each token with its `[start, end)` in the raw page."""
    line_starts = [0, *(match.end() for match in _LINE_BREAK.finditer(raw))]
    previous: Token | None = None
    start = 0
    for token in tokenize(raw, resolve_references=False):
        at = line_starts[token.line - 1] + token.col
        if previous is not None:
            yield previous, start, at
        previous, start = token, at
    if previous is not None:
        yield previous, start, len(raw)


def _source_of(raw: str, token: Token, start: int, end: int) -> str:
    """Give the raw characters of a text token, or nothing when they cannot be told for certain.

    The tokenizer gives every line end as a line feed and passes over some broken markup without
    a token, so that the next token does not always begin where the text ends.
    """
    data = token.data or ""
    source = raw[start:end]
    if source == data:
        return source
    if "\r" not in source:
        return data if source.startswith(data) else ""
    if _LINE_BREAK.sub("\n", source) == data:
        return source
    at = start
    for character in data:
        if raw.startswith("\r\n", at) and character == "\n":
            at += 2
        elif raw[at : at + 1] == character or (raw[at : at + 1] == "\r" and character == "\n"):
            at += 1
        else:
            return ""
    return raw[start:at]


class _PageReader:
    def __init__(self, raw: str) -> None:
        self.page = Page(raw)
        root = Element("", "", None)
        self.stack = [root]
        self.open_counts: dict[str, int] = {}
        self.skipped = 0
        self.links = 0
        self.block = Block(root)
        self.texts: list[str] = []
        self.length = 0
        self.part_count = 0

    def read(self) -> Page:
        """Read to the end, or to the limit."""
        self.page.end = len(self.page.raw)
        for token, start, end in located_tokens(self.page.raw):
            if len(self.page.blocks) >= MOST_BLOCKS or self.part_count >= MOST_PARTS:
                self.page.end = start
                break
            kind = token.type
            if kind is TokenType.TEXT:
                self._text(token, start, end)
            elif kind is TokenType.CHARACTER_REFERENCE:
                self._reference(token, start, end)
            elif kind is TokenType.START_TAG:
                self._start(token)
            elif kind is TokenType.END_TAG:
                self._end(token.tag or "")
        self._finish_block(broken=False)
        return self.page

    def _text(self, token: Token, start: int, end: int) -> None:
        if self.stack[-1].tag == "head" and (token.data or "").strip(WHITE):
            self._close("head")
        if self.skipped:
            self._hidden_text(token.data or "")
            return
        text = _source_of(self.page.raw, token, start, end)
        self._add(text, start, start + len(text), is_reference=False)

    def _reference(self, token: Token, start: int, end: int) -> None:
        text = token.data or ""
        if self.skipped:
            self._hidden_text(text)
            return
        source = _REFERENCE.match(self.page.raw, start, end)
        if source is not None:
            self._add(text, start, source.end(), is_reference=True)

    def _add(self, text: str, start: int, end: int, *, is_reference: bool) -> None:
        if not text:
            return
        self.block.parts.append(Part(self.length, start, end, is_reference))
        self.part_count += 1
        self.texts.append(text)
        self.length += len(text)
        if self.links:
            self.block.link_characters += len(text)

    def _hidden_text(self, text: str) -> None:
        top = self.stack[-1]
        if top.tag == "title" and self.page.titles:
            self.page.titles[-1] += text
        elif top.tag == "script" and top.names == "application/ld+json":
            self.page.data.append(text)

    def _start(self, token: Token) -> None:
        tag = token.tag or ""
        if self.skipped and self.stack[-1].tag != "head" and tag in _INLINE_TAGS:
            return
        attributes = dict(token.attrs or ())
        if tag in _NOTED_TAGS:
            self._note(tag, attributes)
        if tag == "br":
            self._finish_block(broken=True)
            return
        if self.stack[-1].tag == "head" and tag not in HEAD_TAGS:
            self._close("head")
        if tag in BLOCK_TAGS:
            self._finish_block(broken=False)
            while self.stack[-1].tag in closed_by(tag):
                self._pop()
        if tag in VOID_TAGS or (token.self_closing and tag not in BLOCK_TAGS):
            return
        self._push(tag, attributes)

    def _note(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "meta":
            self.page.metas.append(attributes)
        elif tag == "link":
            self.page.links.append(attributes)
        elif tag == "html":
            self.page.language = attributes.get("lang", "") or self.page.language
        elif tag == "time" and attributes.get("datetime"):
            self.page.times.append(attributes["datetime"])
        elif tag == "title" and (not self.skipped or self.open_counts.get("head")):
            self.page.titles.append("")

    def _push(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "script":
            names = attributes.get("type", "").strip().lower()
        else:
            names = " ".join(attributes.get(name, "") for name in ("class", "id", "role")).lower()
        self.stack.append(Element(tag, names, self.stack[-1]))
        self.open_counts[tag] = self.open_counts.get(tag, 0) + 1
        self.skipped += tag in SKIPPED_TAGS
        self.links += tag == "a"
        if tag in BLOCK_TAGS:
            self.block.element = self.stack[-1]

    def _end(self, tag: str) -> None:
        if tag in BLOCK_TAGS or tag == "p":
            self._finish_block(broken=False)
        self._close(tag)
        if tag in BLOCK_TAGS:
            self.block.element = self.stack[-1].block

    def _close(self, tag: str) -> None:
        if self.open_counts.get(tag):
            while self._pop() != tag:
                pass

    def _pop(self) -> str:
        tag = self.stack.pop().tag
        self.open_counts[tag] -= 1
        self.skipped -= tag in SKIPPED_TAGS
        self.links -= tag == "a"
        return tag

    def _finish_block(self, *, broken: bool) -> None:
        block = self.block
        if self.texts:
            block.text = "".join(self.texts)
            self.texts, self.length = [], 0
        if block.text.strip(WHITE):
            self.page.blocks.append(block)
            self.block = Block(self.stack[-1].block, broken)
        else:
            self.block = Block(self.stack[-1].block, block.broken and broken)
