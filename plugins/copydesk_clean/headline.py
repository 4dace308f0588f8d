"""The headline of a text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copydesk import Changes, Document, Edit, step
from copydesk_clean.lines import Line, removal_edits, visible_lines

_FULL_STOPS = (".", ",", ";", ":", "…", "。", "،", "।", "…”")
_LIST_MARK = re.compile(r"[-*•·‣▪●>|#]|\d{1,3}[.)]\s|[a-z][.)]\s")
_SENTENCE_END = re.compile(r"[.!?。！？؟।…][\"'”’»)\]]*$")
_NOT_A_WORD = re.compile(r"[\W_]+")
_LONGEST_CHARACTERS = 200
_LONGEST_WORDS = 28
# The headline is looked for in the first lines only, and the story in the lines after it.
_FIRST_LINES = 1
_STORY_LINES = 12


@step(name="clean.headline")
def find_headline(doc: Document, *, keep: bool = False) -> Changes:
    """Find the headline, and take it out of the text.

    The headline is a first line without a final stop that is set apart from a story. It becomes
    `meta.title`, unless the document has a title already; then a first line that says the same as
    the title is taken for the headline. The line is removed, with the reason `headline`.

    Example:
        steps:
          - clean.headline: {keep: true}

    Args:
        doc: The document to clean.
        keep: Keep the line in the text.
    """
    lines = visible_lines(doc.text)
    title = doc.meta.get("title")
    if isinstance(title, str) and title.strip():
        index = 0 if lines and _says_the_same(lines[0].text, title) else None
        meta: dict[str, str] = {}
    else:
        index = _headline(lines)
        meta = {} if index is None else {"title": " ".join(lines[index].text.split())}
    if index is None:
        return Changes()
    edits: list[Edit] = []
    if not keep:
        edits = [*removal_edits(lines, {index: "headline"}, len(doc.text))]
    return Changes(edits=edits, meta=meta)


def _says_the_same(line: str, title: str) -> bool:
    """Compare a line with a title, which may have the name of the site at one end."""
    heading, whole = _letters(line), _letters(title)
    if not heading:
        return False
    if heading == whole:
        return True
    parts = [_letters(part) for part in re.split(r"\s+[|\-–—:»·]\s+", title)]
    return len(heading) >= 10 and heading in parts


def _letters(text: str) -> str:
    return _NOT_A_WORD.sub("", text.casefold())


def _headline(lines: Sequence[Line]) -> int | None:
    for index, line in enumerate(lines[:_FIRST_LINES]):
        if _looks_like_headline(line.text) and _starts_story(lines, index):
            return index
    return None


def _looks_like_headline(line: str) -> bool:
    if len(line) > _LONGEST_CHARACTERS or line.endswith(_FULL_STOPS) or _LIST_MARK.match(line):
        return False
    words = line.split()
    if len(words) > _LONGEST_WORDS or not any(character.isalpha() for character in line):
        return False
    first = next(character for character in line if character.isalnum())
    if first.islower():
        return False
    # Scripts without spaces between words: length in characters tells.
    return len(words) >= 2 or (not line.isascii() and len(line) >= 6)


def _starts_story(lines: Sequence[Line], index: int) -> bool:
    """Tell whether sentences follow, set apart or plainly longer."""
    after = lines[index + 1 : index + 1 + _STORY_LINES]
    if not after:
        return False
    heading = lines[index].text
    stories = [
        line
        for line in after
        if _SENTENCE_END.search(line.text) and len(line.text) > max(60, 0.8 * len(heading))
    ]
    if not stories:
        return False
    return after[0].breaks_before > 1 or (after[0] is stories[0] and len(after[0].text) > 1.5 * len(heading))
