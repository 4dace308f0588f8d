"""Mojibake: text that was decoded with the wrong encoding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from copydesk import Document, Edit, step

# Whatever ftfy finds bad has two characters beside each other that are not ASCII, or one of these. Most
# texts have none, and are done without it. Source: the patterns of ftfy.badness, 6.3.
SUSPECT = re.compile(r"[^\x00-\x7f]{2}|[\x80-\x9f\u0152\u0153\xc2\xc3]")
# A line is mended in pieces of this size, so that the time grows with the text and not faster.
_PIECE_CHARACTERS = 1_000


@step(name="clean.mojibake")
def repair_mojibake(doc: Document) -> Iterator[Edit]:
    """Mend characters that were decoded with the wrong encoding ("donâ€™t" to "don’t").

    Uses ftfy, on lines that look broken only; sound text stays as it is, curly quotes, ligatures
    and wide characters too. Each mended character leads back to the broken ones it was made from.

    Example:
        steps:
          - clean.mojibake

    Args:
        doc: The document to clean.
    """
    if doc.text.isascii() or not SUSPECT.search(doc.text):
        return
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    for line in _lines_to_look_at(doc.text):
        for start, end in _pieces(doc.text, *line):
            piece = doc.text[start:end]
            if not SUSPECT.search(piece) or not is_bad(piece):
                continue
            mended = fix_encoding(piece)
            if mended != piece and _is_writable(mended):
                yield from _difference(piece, mended, start)


def _lines_to_look_at(text: str) -> Iterator[tuple[int, int]]:
    """Give the lines that may be broken."""
    found = SUSPECT.search(text)
    while found:
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.start())
        end = len(text) if end < 0 else end
        yield start, end
        found = SUSPECT.search(text, end)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut a line at plain spaces between ASCII letters, where no broken character is torn."""
    while end - start > _PIECE_CHARACTERS:
        cut = _safe_cut(text, start + _PIECE_CHARACTERS // 2, start + _PIECE_CHARACTERS)
        yield start, cut
        start = cut
    yield start, end


def _safe_cut(text: str, low: int, high: int) -> int:
    for at in range(high, low, -1):
        if text[at] == " " and text[at - 1].isascii() and text[at + 1 : at + 2].isascii():
            return at
    return high


def _is_writable(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _difference(before: str, after: str, shift: int) -> Iterator[Edit]:
    """Give the edits between two forms of a piece, word by word when the words are as many."""
    words, mended = before.split(" "), after.split(" ")
    if len(words) != len(mended):
        words, mended = [before], [after]
    for word, new in zip(words, mended, strict=True):
        if word != new:
            matcher = SequenceMatcher(None, word, new, autojunk=False)
            for kind, start, end, new_start, new_end in matcher.get_opcodes():
                if kind != "equal":
                    yield Edit(shift + start, shift + end, new[new_start:new_end])
        shift += len(word) + 1
