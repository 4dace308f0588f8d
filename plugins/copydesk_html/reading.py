"""Cutting a page into blocks, each character with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from turbohtml import Token, TokenType, tokenize

from copydesk_html.elements import BLOCK_TAGS, HEAD_TAGS, SKIPPED_TAGS, VOID_TAGS, Element, closed_by
from copydesk_html.page import WHITE, Block, Page, Part

# A page that is made to take all memory is read up to here, which is some 500 times the largest
# page of the development set.
MOST_BLOCKS = 500_000
MOST_PARTS = 2_000_000

_NOTED_TAGS = frozenset(["html", "link", "meta", "time", "title"])
_NAMING = frozenset(["class", "id", "role"])
# What need not be followed inside an element that is not shown.
_INLINE_TAGS = frozenset(["a", "b", "circle", "g", "i", "img", "line", "path", "rect", "span", "use"])
_LINE_BREAK = re.compile(r"\r\n?|\n")
_NOSCRIPT = re.compile(r"(</?)noscript\b", re.IGNORECASE)
_FEWEST_CHARACTERS = 500
_REFERENCE = re.compile(r"&#?\w+;?")


def read_page(raw: str) -> Page:
    """Cut a page into blocks. Takes time and memory in proportion to its length.

    A page that shows next to nothing without scripts is read as its `noscript` elements have it.
    """
    page = _PageReader(raw).read()
    if sum(len(block.text) for block in page.blocks) < _FEWEST_CHARACTERS and _NOSCRIPT.search(raw):
        # The tokenizer takes what is in it for one text; under another name, as long, it does not.
        opened = _PageReader(_NOSCRIPT.sub(r"\1noscripx", raw)).read()
        if len(opened.blocks) > len(page.blocks):
            opened.raw = raw
            return opened
    return page


def _line_starts(raw: str) -> Sequence[int]:
    """Give the place of the first character of each line, as the tokenizer counts lines."""
    if "\r" in raw:
        return [0, *(match.end() for match in _LINE_BREAK.finditer(raw))]
    return [0, *accumulate(len(line) + 1 for line in raw.split("\n"))]


def _end_of(raw: str, data: str, start: int) -> int:
    """Give the end of a text token in the raw page, or `start` when it cannot be told for certain.

    The tokenizer gives every line end as a line feed and passes over some broken markup without
    a token, so that the next token does not always begin where the text ends.
    """
    if raw.startswith(data, start):
        return start + len(data)
    at = start
    for number, line in enumerate(data.split("\n")):
        if number:
            line_break = _LINE_BREAK.match(raw, at)
            if line_break is None:
                return start
            at = line_break.end()
        if not raw.startswith(line, at):
            return start
        at += len(line)
    return at


def _names(attributes: Sequence[tuple[str, str]]) -> str:
    """Give what class, id and role of an element say, in lower case."""
    return " ".join([value for name, value in attributes if name in _NAMING]).lower()


class _PageReader:
    def __init__(self, raw: str) -> None:
        self.raw = raw
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
        self.page.end = len(self.raw)
        for token, start, end in self._located_tokens():
            kind = token.type
            if kind is TokenType.TEXT:
                self._text(token.data or "", start)
            elif kind is TokenType.START_TAG:
                self._start(token, token.tag or "", start, end)
            elif kind is TokenType.END_TAG:
                self._end(token.tag or "")
            elif kind is TokenType.CHARACTER_REFERENCE:
                self._reference(token.data or "", start, end)
            if len(self.page.blocks) >= MOST_BLOCKS or self.part_count >= MOST_PARTS:
                self.page.end = end
                break
        self._finish_block(broken=False)
        return self.page

    def _located_tokens(self) -> Iterator[tuple[Token, int, int]]:
        """Give each token with its start and the start of the next one."""
        line_starts = _line_starts(self.raw)
        previous: Token | None = None
        start = 0
        for token in tokenize(self.raw, resolve_references=False):
            at = line_starts[token.line - 1] + token.col
            if previous is not None:
                yield previous, start, at
            previous, start = token, at
        if previous is not None:
            yield previous, start, len(self.raw)

    def _text(self, data: str, start: int) -> None:
        if not self.texts and not data.strip(WHITE):
            return
        if self.stack[-1].tag == "head" and data.strip(WHITE):
            self._close("head")
        if self.skipped:
            self._hidden_text(data, start)
            return
        end = _end_of(self.raw, data, start)
        self._add(self.raw[start:end], start, end, is_reference=False)

    def _reference(self, data: str, start: int, end: int) -> None:
        if self.skipped:
            self._hidden_text(data, start)
            return
        source = _REFERENCE.match(self.raw, start, end)
        if source is not None and (self.texts or data.strip(WHITE)):
            self._add(data, start, source.end(), is_reference=True)

    def _add(self, text: str, start: int, end: int, *, is_reference: bool) -> None:
        if not text:
            return
        self.block.parts.append(Part(self.length, start, end, is_reference))
        self.part_count += 1
        self.texts.append(text)
        self.length += len(text)
        if self.links:
            self.block.link_characters += len(text)

    def _hidden_text(self, text: str, start: int) -> None:
        top = self.stack[-1]
        if top.tag == "title" and self.page.titles:
            self.page.titles[-1] += text
        elif top.tag == "script" and top.names == "application/ld+json":
            self.page.data.append(text)
        else:
            return
        self.page.told.append((start, start + len(text)))

    def _start(self, token: Token, tag: str, start: int, end: int) -> None:
        in_head = self.stack[-1].tag == "head"
        if self.skipped and not in_head and tag in _INLINE_TAGS:
            return
        if tag in _NOTED_TAGS:
            self._note(tag, dict(token.attrs or ()))
            self.page.told.append((start, end))
        if tag == "br":
            self._finish_block(broken=True)
            return
        if in_head and tag not in HEAD_TAGS:
            self._close("head")
        is_block = tag in BLOCK_TAGS
        if is_block:
            self._finish_block(broken=False)
            while self.stack[-1].tag in closed_by(tag):
                self._pop()
        if tag not in VOID_TAGS and (is_block or not token.self_closing):
            self._push(token, tag, is_block=is_block)

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

    def _push(self, token: Token, tag: str, *, is_block: bool) -> None:
        attributes = token.attrs
        names = _names(attributes) if attributes else ""
        if tag == "script":
            names = (token.attr("type") or "").strip().lower()
        element = Element(tag, names, self.stack[-1])
        self.stack.append(element)
        self.open_counts[tag] = self.open_counts.get(tag, 0) + 1
        if is_block:
            self.block.element = element
        if tag in SKIPPED_TAGS:
            self.skipped += 1
        elif tag == "a":
            self.links += 1

    def _end(self, tag: str) -> None:
        is_block = tag in BLOCK_TAGS
        if is_block:
            self._finish_block(broken=False)
        self._close(tag)
        if is_block:
            self.block.element = self.stack[-1].block

    def _close(self, tag: str) -> None:
        if self.open_counts.get(tag):
            while self._pop() != tag:
                pass

    def _pop(self) -> str:
        tag = self.stack.pop().tag
        self.open_counts[tag] -= 1
        if tag in SKIPPED_TAGS:
            self.skipped -= 1
        elif tag == "a":
            self.links -= 1
        return tag

    def _finish_block(self, *, broken: bool) -> None:
        block = self.block
        if self.texts:
            block.text = "".join(self.texts)
            self.texts, self.length = [], 0
            self.page.blocks.append(block)
            self.block = Block(self.stack[-1].block, broken)
        else:
            block.element = self.stack[-1].block
            block.broken = block.broken and broken
