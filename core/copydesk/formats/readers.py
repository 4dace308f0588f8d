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
from copydesk.offsets import refuse_surrogates

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
            place = Place(uri, number)
            if len(line) > max_bytes and not line.endswith(b"\n"):
                _skip_line(stream)
                yield Unreadable(str(place), uri, _too_large(place, max_bytes))
                continue
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if line.strip():
                yield _document(line, place)


def _skip_line(stream: BinaryIO) -> None:
    while chunk := stream.readline(1 << 20):
        if chunk.endswith(b"\n"):
            return


def _document(line: bytes, place: Place) -> Document | Unreadable:
    try:
        row = _row(line, place)
        text = row.pop("text")
        name = _id(row.pop("id", None), place)
    except CopydeskError as error:
        return Unreadable(str(place), place.file, error.problem)
    try:
        refuse_surrogates(text, f"document `{name}`")
    except CopydeskError as error:
        return Unreadable(name, place.file, error.problem)
    given = row.pop("meta", None)
    meta = {key: value for key, value in row.items() if key not in _OWN_FIELDS}
    if isinstance(given, dict):
        meta |= given
    elif given is not None:
        meta["meta"] = given
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()
    source = Source(text, str(place), "text/plain", "utf-8", digest)
    return Document.from_source(source, id=name, meta=meta)


def _row(line: bytes, place: Place) -> dict[str, Any]:
    try:
        row = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CopydeskError(
            "bad-json", f"the line is not JSON: {str(error).strip().rstrip('.')}", place, "mend or remove it"
        ) from error
    if not isinstance(row, dict):
        message = f"the line must be a JSON object, got {_json_type(row)}"
        raise CopydeskError("bad-json", message, place, 'write {"id": "...", "text": "..."}')
    if "text" not in row:
        raise CopydeskError("missing-text", "the line has no field `text`", place, _near_text(row))
    if not isinstance(row["text"], str):
        message = f"`text` must be a string, got {_json_type(row['text'])}"
        raise CopydeskError("missing-text", message, place)
    return row


def _id(value: Any, place: Place) -> str:
    if value is None or value == "":
        return str(place)
    if isinstance(value, str):
        refuse_surrogates(value, "`id`")
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise CopydeskError(
        "bad-json", f"`id` must be a string or a whole number, got {_json_type(value)}", place
    )


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
