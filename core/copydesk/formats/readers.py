"""Readers of text, Markdown, HTML and JSON Lines."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import msgspec

from copydesk.document import Document, Source
from copydesk.errors import CopydeskError, Place, Problem
from copydesk.formats.decoding import TOO_LARGE_HINT, read_source
from copydesk.formats.protocols import Reader, Unreadable

# What copydesk writes beside id, text and meta: not taken up again when its output is an input.
_OWN_FIELDS = {"source", "layers", "provenance", "removed"}


class TextReader:
    """One file, one document.

    Args:
        name: Name of the format.
        suffixes: File name endings.
        media_type: Media type of the documents.
    """

    def __init__(self, name: str, suffixes: Sequence[str], media_type: str) -> None:
        self.name = name
        self.suffixes = suffixes
        self.media_type = media_type

    def read(self, stream: BinaryIO, uri: str, *, max_bytes: int) -> Iterator[Document | Unreadable]:
        """Read the one document of a file; its id is the file's path as typed."""
        try:
            source = read_source(stream, uri, self.media_type, max_bytes=max_bytes)
        except CopydeskError as error:
            yield Unreadable(uri, uri, error.problem)
            return
        yield Document.from_source(source, id=uri)


class JsonLinesReader:
    """A document a line: `text`, an `id` if there is one, everything else goes to `meta`."""

    name = "jsonl"
    suffixes: Sequence[str] = (".jsonl", ".ndjson")

    def read(
        self, stream: BinaryIO, uri: str, *, max_bytes: int, first_line: int = 0
    ) -> Iterator[Document | Unreadable]:
        """Read the documents of a file or of a part of it; one without an id is called "FILE:LINE".

        Args:
            stream: The lines.
            uri: Where they come from.
            max_bytes: Bytes that one line may have.
            first_line: Lines of the file before the first one.
        """
        number = first_line
        while line := stream.readline(max_bytes + 1):
            number += 1
            if len(line) > max_bytes and not line.endswith(b"\n"):
                _skip_line(stream)
                place = Place(uri, number)
                yield Unreadable(str(place), uri, _too_large(place, max_bytes))
                continue
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if not line.isspace():
                yield _document(line, uri, number)


def _skip_line(stream: BinaryIO) -> None:
    while chunk := stream.readline(1 << 20):
        if chunk.endswith(b"\n"):
            return


def _document(line: bytes, uri: str, number: int) -> Document | Unreadable:
    where = f"{uri}:{number}"
    try:
        row = _row(line)
        text = row.pop("text")
        name = row.pop("id", None)
        name = (name if isinstance(name, str) else _id(name)) or where
    except CopydeskError as error:
        problem = error.problem
        return Unreadable(
            where, uri, Problem(problem.code, problem.message, Place(uri, number), problem.hint)
        )
    given = row.pop("meta", None)
    meta = {key: value for key, value in row.items() if key not in _OWN_FIELDS} if row else row
    if isinstance(given, dict):
        meta |= given
    elif given is not None:
        meta["meta"] = given
    # JSON with half a surrogate pair is refused when it is decoded, so that this cannot fail.
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    source = Source(text, where, "text/plain", "utf-8", digest)
    return Document.from_source(source, id=name, meta=meta)


def _row(line: bytes) -> dict[str, Any]:
    try:
        row = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        reason = str(error).strip().rstrip(".")
        raise CopydeskError(
            "bad-json", f"the line is not JSON: {reason}", hint="mend or remove it"
        ) from error
    if not isinstance(row, dict):
        message = f"the line must be a JSON object, got {_json_type(row)}"
        raise CopydeskError("bad-json", message, hint='write {"id": "...", "text": "..."}')
    if "text" not in row:
        raise CopydeskError("missing-text", "the line has no field `text`", hint=_near_text(row))
    if not isinstance(row["text"], str):
        raise CopydeskError("missing-text", f"`text` must be a string, got {_json_type(row['text'])}")
    return row


def _id(value: Any) -> str:
    """Give an id that is no string as one; empty when there is none."""
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise CopydeskError("bad-json", f"`id` must be a string or a whole number, got {_json_type(value)}")


def _near_text(row: dict[str, Any]) -> str:
    texts = [key for key, value in row.items() if isinstance(value, str) and key != "id"]
    if not texts:
        return "each line needs a string under `text`"
    longest = max(texts, key=lambda key: len(row[key]))
    return f"rename `{longest}` to `text` if that is the text"


def _json_type(value: Any) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "a boolean", type(None): "null"}
    return names.get(type(value), "a number")


def _too_large(place: Place, max_bytes: int) -> Problem:
    return Problem("too-large", f"the line has more than {max_bytes:,} bytes", place, TOO_LARGE_HINT)


BUILT_IN: tuple[Reader, ...] = (
    TextReader("text", (".txt", ".text"), "text/plain"),
    TextReader("markdown", (".md", ".markdown"), "text/markdown"),
    TextReader("html", (".html", ".htm", ".xhtml"), "text/html"),
    JsonLinesReader(),
)
