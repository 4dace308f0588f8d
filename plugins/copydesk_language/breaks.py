"""Sentence starts that the layout of a text tells, set before the parser looks for the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language as Model
    from spacy.tokens import Doc

NAME = "copydesk_breaks"
_BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
# What a line ends with when it is a paragraph by itself, and not wrapped by hand.
_LAST_OF_PARAGRAPH = ".!?:\u2026\"'\u201d\u2019\u00bb)]"

_SHARE_ENDED = 0.6


def add_breaks(model: Model) -> None:
    """Let a model begin a sentence after each blank line, and after each line that ends one.

    The parser keeps what is set before it. Without this it lets sentences run from a headline into
    the date, and from there into the text.
    """
    from spacy.language import Language

    if "parser" not in model.pipe_names:
        return
    if not Language.has_factory(NAME):
        Language.component(NAME, func=mark_breaks)
    model.add_pipe(NAME, before="parser")


def mark_breaks(doc: Doc) -> Doc:
    """Mark the first word after a break as the start of a sentence."""
    after_break = False
    last = ""
    always = _are_paragraphs(doc.text)
    for token in doc:
        if token.is_space:
            after_break = after_break or (always and "\n" in token.text)
            after_break = after_break or bool(_BLANK_LINE.search(token.text))
            after_break = after_break or ("\n" in token.text and last[-1:] in _LAST_OF_PARAGRAPH)
            continue
        if after_break:
            token.is_sent_start = True
        after_break = False
        last = token.text
    return doc


def _are_paragraphs(text: str) -> bool:
    """Tell whether each line is a paragraph: none is blank, and most end as sentences do."""
    if _BLANK_LINE.search(text):
        return False
    lines = [line.rstrip() for line in text.split("\n") if not line.isspace()]
    ended = sum(line.endswith(tuple(_LAST_OF_PARAGRAPH)) for line in lines)
    return ended >= _SHARE_ENDED * len(lines)
