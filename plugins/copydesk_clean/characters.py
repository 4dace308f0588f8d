"""Characters: composed forms, control and invisible characters, odd spaces, ligatures."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Literal

from copydesk import Document, Edit, step

# Source: Unicode 16.0, category Cc without tab and what ends a line; object replacement; and the
# format characters that stand for nothing in running text (zero width space, word joiner, BOM,
# invisible operators, interlinear marks).
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffc"
_INVISIBLE = "\u200b\u2060-\u2064\ufeff\ufff9-\ufffb\u180e"
_SOFT_HYPHEN = "\u00ad"
_JOINERS = "\u200c\u200d"
_BIDI = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"
# Source: Unicode 16.0, category Zs without U+0020, and the fillers that print as nothing.
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
# Source: Unicode 16.0, block Alphabetic Presentation Forms.
_LIGATURES = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}

_CANDIDATES = re.compile(rf"[{_CONTROLS}{_INVISIBLE}{_SOFT_HYPHEN}{_JOINERS}{_BIDI}{_SPACES}\ufb00-\ufb06]")
_RIGHT_TO_LEFT = re.compile(
    r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
# Normalising sorts marks in a time that grows with the square of their number, so runs are cut.
_NOT_ASCII_RUN = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]{1,2000}")
_CLUSTER_CHARACTERS = 200


@step(name="clean.unicode")
def clean_unicode(
    doc: Document,
    *,
    form: Literal["NFC", "keep"] = "NFC",
    controls: Literal["remove", "keep"] = "remove",
    invisible: Literal["remove", "keep"] = "remove",
    bidi: Literal["remove", "keep"] = "remove",
    spaces: Literal["plain", "keep"] = "plain",
    ligatures: Literal["split", "keep"] = "keep",
) -> Iterator[Edit]:
    """Make characters plain: composed letters, no control or invisible characters, plain spaces.

    A letter with a combining mark becomes one code point ("e" + U+0301 to "é"), control characters
    and zero-width characters go, non-breaking and other odd spaces become a space. Joiners stay in
    emoji and in scripts that need them; direction marks stay in texts with right-to-left letters.
    Each new character leads back to the ones it was made from.

    Example:
        steps:
          - clean.unicode: {ligatures: split}

    Args:
        doc: The document to clean.
        form: Write letters and their marks as one code point (NFC), or keep them as they are.
        controls: Remove control characters, except tabs and line breaks.
        invisible: Remove zero-width characters and soft hyphens.
        bidi: Remove direction marks from texts without right-to-left letters.
        spaces: Replace non-breaking, thin, wide and other odd spaces with a plain one.
        ligatures: Split "ﬁ" into "fi", for text from PDF files or scanned pages.
    """
    text = doc.text
    if text.isascii() and text.isprintable():
        return
    wanted = {
        "ligature": ligatures == "split",
        "space": spaces == "plain",
        "joiner": invisible == "remove",
        "invisible": invisible == "remove",
        "control": controls == "remove",
        "bidi": bidi == "remove" and not _RIGHT_TO_LEFT.search(text),
    }
    yield from _character_edits(text, wanted)
    if form == "NFC" and not unicodedata.is_normalized("NFC", text):
        yield from _composed(text)


def _character_edits(text: str, wanted: Mapping[str, bool]) -> Iterator[Edit]:
    for match in _CANDIDATES.finditer(text):
        at, character = match.start(), match[0]
        kind = _kind(character)
        if wanted[kind] and (kind != "joiner" or _joins_nothing(text, at)):
            instead = " " if kind == "space" else _LIGATURES.get(character, "")
            yield Edit(at, at + 1, instead)


@functools.cache
def _kind(character: str) -> str:
    """Tell what kind of character one of the candidates is."""
    if character in _LIGATURES:
        return "ligature"
    if character in _JOINERS:
        return "joiner"
    if re.match(f"[{_BIDI}]", character):
        return "bidi"
    if re.match(f"[{_CONTROLS}]", character):
        return "control"
    return "space" if unicodedata.category(character) == "Zs" else "invisible"


def _joins_nothing(text: str, at: int) -> bool:
    """Tell whether a joiner stands beside ASCII or white space: nothing there can be joined."""
    before, after = text[max(at - 1, 0) : at], text[at + 1 : at + 2]
    return any(not side or side.isascii() or side.isspace() for side in (before, after))


def _composed(text: str) -> Iterator[Edit]:
    at = 0
    while run := _NOT_ASCII_RUN.search(text, at):
        start, at = run.start(), _run_end(text, run.end())
        if unicodedata.is_normalized("NFC", text[start:at]):
            continue
        for low, high in _clusters(text, start, at):
            cluster = text[low:high]
            normal = unicodedata.normalize("NFC", cluster)
            if normal != cluster:
                yield Edit(low, high, normal)


def _run_end(text: str, end: int) -> int:
    """Move the end of a run that was cut for its length to the end of a cluster."""
    limit = min(len(text), end + _CLUSTER_CHARACTERS)
    while end < limit and not text[end].isascii() and not _is_start(text, max(0, end - 3), end):
        end += 1
    return end


def _clusters(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Cut where normalising the parts gives the same as normalising the whole.

    A character that has its own edit stands alone, so that no two edits meet.
    """
    cluster = start
    for at in range(start, end + 1):
        alone = at < end and _CANDIDATES.match(text, at)
        if at < end and not alone and at > cluster and not _is_start(text, cluster, at):
            continue
        if cluster < at:
            yield cluster, at
        cluster = at + 1 if alone else at


def _is_start(text: str, cluster: int, at: int) -> bool:
    return unicodedata.combining(text[at]) == 0 and _is_boundary(text[cluster:at], text[at])


def _is_boundary(before: str, character: str) -> bool:
    # Marks in endless rows ("zalgo") are one cluster; its last characters tell.
    before = before[-_CLUSTER_CHARACTERS:]
    normal = unicodedata.normalize("NFC", before)
    return unicodedata.normalize("NFC", before + character) == normal + unicodedata.normalize(
        "NFC", character
    )
