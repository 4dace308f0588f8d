"""Mojibake: text that was decoded with the wrong encoding."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from contextlib import suppress
from difflib import SequenceMatcher

from copydesk import Document, Edit, step

# What each pattern of `ftfy.badness` has in it: two characters beyond ASCII side by side, or one of a few.
# Sound text in the Latin alphabet has that in few lines, and to look for it is many times faster.
_SUSPECT = re.compile(r"[^\x00-\x7f](?:[^\x00-\x7f]|(?<=[\x80-\x9f\u0152\u0153\xc2\xc3]))")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
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
    if not may_be_broken(doc.text):
        return
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    for line in _lines_to_look_at(doc.text):
        for start, end in _pieces(doc.text, *line):
            piece = doc.text[start:end]
            if piece.isascii() or not is_bad(piece):
                continue
            mended = fix_encoding(piece)
            if mended != piece and _is_writable(mended):
                yield from _difference(piece, mended, start)


def may_be_broken(text: str) -> bool:
    """Tell whether a text has what broken characters are made of; sound text seldom has."""
    return not text.isascii() and _SUSPECT.search(text) is not None


def _lines_to_look_at(text: str) -> Iterator[tuple[int, int]]:
    """Give the lines that may be broken."""
    found = _SUSPECT.search(text)
    while found:
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.start())
        end = len(text) if end < 0 else end
        yield start, end
        found = _SUSPECT.search(text, end)


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
        if word == new:
            pass
        elif (edits := _by_character(word, new)) is not None:
            yield from (Edit(shift + edit.start, shift + edit.end, edit.text) for edit in edits)
        else:
            # Of a sign beyond ASCII that stands in both, nothing tells that it is the same one. In its place
            # stands a surrogate, which no mended text has.
            matcher = SequenceMatcher(None, _BEYOND_ASCII.sub("\ud800", word), new, autojunk=False)
            for kind, start, end, new_start, new_end in matcher.get_opcodes():
                if kind != "equal":
                    yield Edit(shift + start, shift + end, new[new_start:new_end])
        shift += len(word) + 1


def _by_character(word: str, new: str) -> list[Edit] | None:
    """Tell what each character was made of; None where it cannot be told.

    A comparison alone takes the sign in "Ã©©" that is the end of "é" for the one that follows it.
    """
    edits: list[Edit] = []
    at = 0
    for character in new:
        for form in () if character.isascii() else _broken(character):
            if word.startswith(form, at):
                edits.append(Edit(at, at + len(form), character))
                at += len(form)
                break
        else:
            if not word.startswith(character, at):
                return None
            at += 1
    return edits if at == len(word) else None


@functools.lru_cache(4096)
def _broken(character: str) -> tuple[str, ...]:
    """Give what becomes of a character whose UTF-8 is read as windows-1252, once or twice, longest first.

    A control character from U+0080 to U+009F is read as what windows-1252 has in its place. A no-break space
    may have become a plain one since.
    """
    forms = [character, *_control_of(character)]
    for _ in range(2):
        for form in [*forms]:
            data = form.encode("utf-8")
            forms += [data.decode("sloppy-windows-1252"), data.decode("latin-1")]
    forms += [form.replace("\u00a0", " ") for form in forms if "\u00a0" in form]
    return tuple(sorted({*forms} - {character}, key=len, reverse=True))


def _control_of(character: str) -> Iterator[str]:
    """Give the control character whose place this one has in windows-1252."""
    with suppress(UnicodeEncodeError):
        control = character.encode("sloppy-windows-1252").decode("latin-1")
        if "\x80" <= control <= "\x9f":
            yield control
