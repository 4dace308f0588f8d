"""Dead letters: documents that failed, with what is needed to try them again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from copydesk.document import Document, Source
from copydesk.errors import CopydeskError, Problem
from copydesk.formats.inputs import FileReader, find_inputs
from copydesk.formats.protocols import Reader, Unreadable
from copydesk.running import Failed

# Name under which a task hands dead letters to a worker, beside those of the readers.
DEAD_LETTERS = "dead-letters"


class Letter(msgspec.Struct, omit_defaults=False):
    """A dead letter: a document that failed, with what is needed to try it again.

    Attributes:
        id: Its id.
        source: Where it came from.
        step: Full name of the step; "read" when it could not be read.
        error: Code, message, line and hint.
        traceback: The traceback in the step.
        input: The document as it was read: text, media type, encoding, digest and metadata; None
            when it could not be read.
        after: Documents that were written before it.
    """

    id: str
    source: str
    step: str
    error: dict[str, Any]
    traceback: str = ""
    input: dict[str, Any] | None = None
    after: int = 0


def letter_of(failed: Failed, document: Document | None = None) -> Letter:
    """Make the dead letter of a document that failed."""
    problem = failed.problem
    error = {
        "code": problem.code,
        "message": problem.message,
        "line": problem.place.line if problem.place else None,
        "hint": problem.hint,
    }
    given = None
    if document is not None:
        source = document.source
        given = {
            "text": source.text,
            "media_type": source.media_type,
            "encoding": source.encoding,
            "sha256": source.sha256,
            "meta": document.meta,
        }
    return Letter(failed.id, failed.uri, failed.step, error, failed.traceback, given)


def duplicate_letter(id: str, source: str, after: int = 0) -> Letter:
    """Make the dead letter of a document whose id came before.

    Args:
        id: Its id.
        source: Where it came from.
        after: Number of documents that were written before it.
    """
    error = {
        "code": "duplicate-id",
        "message": f"the id `{id}` came before in this run",
        "line": None,
        "hint": "give each document an id of its own, or name the field with it: `--set fields.id=NAME`",
    }
    return Letter(id, source, "read", error, after=after)


def letter_documents(
    lines: bytes, readers: Sequence[Reader], max_bytes: int
) -> Iterator[Document | Unreadable]:
    """Make documents of dead letters again; one that could not be read is read anew."""
    for line in lines.splitlines():
        letter = msgspec.json.decode(line, type=Letter)
        given = letter.input
        if given is not None:
            source = Source(
                given["text"], letter.source, given["media_type"], given["encoding"], given["sha256"]
            )
            yield Document.from_source(source, id=letter.id, meta=given["meta"])
        else:
            yield _read_again(letter, readers, max_bytes)


def _read_again(letter: Letter, readers: Sequence[Reader], max_bytes: int) -> Document | Unreadable:
    try:
        file = find_inputs([letter.source], readers).files[0]
    except CopydeskError as error:
        return Unreadable(letter.id, letter.source, error.problem)
    rest = FileReader(file, max_bytes=max_bytes).documents()
    if letter.id != letter.source:
        for found in rest:
            if (found.source.uri if isinstance(found, Document) else found.id) == letter.id:
                return found
        return _gone(letter, f"{letter.id} is not there any more")
    # The file as a whole could not be read.
    first, second = next(rest, None), next(rest, None)
    if second is not None:
        return _gone(letter, f"{letter.source} has several documents now", "run it anew to have all of them")
    return first or _gone(letter, f"{letter.source} has no document any more")


def _gone(letter: Letter, message: str, hint: str = "") -> Unreadable:
    return Unreadable(letter.id, letter.source, Problem("no-such-document", message, hint=hint))
