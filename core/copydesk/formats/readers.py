"""Readers of text, Markdown, HTML and JSON."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from copydesk.document import Document
from copydesk.errors import CopydeskError, Place, Problem
from copydesk.formats.decoding import read_source, seekable
from copydesk.formats.protocols import Reader, Unreadable
from copydesk.formats.rows import DEFAULT_FIELDS, Fields, decoded, row_document, too_large, unreadable_row
from copydesk.formats.tables import TableReader


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
    """A document a line: the text, an id if there is one, everything else goes to `meta`.

    Args:
        fields: Which fields are the text and the id.
    """

    name = "jsonl"
    suffixes: Sequence[str] = (".jsonl", ".ndjson")

    def __init__(self, fields: Fields = DEFAULT_FIELDS) -> None:
        self.fields = fields

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
                yield unreadable_row(too_large("line", max_bytes), Place(uri, number), uri)
                continue
            if number == 1:
                line = line.removeprefix(codecs.BOM_UTF8)
            if not line.isspace():
                yield self._document(line, uri, number)

    def _document(self, line: bytes, uri: str, number: int) -> Document | Unreadable:
        try:
            return row_document(decoded(line, "line"), self.fields, f"{uri}:{number}", what="line")
        except CopydeskError as error:
            return unreadable_row(error, Place(uri, number), uri)


class JsonReader:
    """One object of JSON with a text, or a list of them; a file with an object a line is read as such.

    Args:
        fields: Which fields are the text and the id.
    """

    name = "json"
    suffixes: Sequence[str] = (".json",)

    def __init__(self, fields: Fields = DEFAULT_FIELDS) -> None:
        self.fields = fields

    def read(self, stream: BinaryIO, uri: str, *, max_bytes: int) -> Iterator[Document | Unreadable]:
        """Read the documents of a file; one without an id is called as the file, in a list "FILE#3".

        Raises:
            CopydeskError: `too-large`, `bad-json`, or what is wrong with the only object.
        """
        stream = seekable(stream)
        data = stream.read(max_bytes + 1).removeprefix(codecs.BOM_UTF8)
        first, _, rest = data.partition(b"\n")
        if rest.strip() and _is_object(first):
            stream.seek(0)
            yield from JsonLinesReader(self.fields).read(stream, uri, max_bytes=max_bytes)
            return
        if len(data) > max_bytes:
            raise too_large("file", max_bytes)
        found = decoded(data, "file")
        if not isinstance(found, list):
            yield row_document(found, self.fields, uri, what="file")
            return
        for number, item in enumerate(found, 1):
            where = f"{uri}#{number}"
            try:
                yield row_document(item, self.fields, where, what="object")
            except CopydeskError as error:
                problem = Problem(error.code, error.problem.message, hint=error.hint)
                yield Unreadable(where, uri, problem)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(decoded(line, "line"), dict)
    except CopydeskError:
        return False


def _skip_line(stream: BinaryIO) -> None:
    while chunk := stream.readline(1 << 20):
        if chunk.endswith(b"\n"):
            return


def built_in_readers(fields: Fields = DEFAULT_FIELDS) -> tuple[Reader, ...]:
    """Give the readers that come with copydesk.

    Args:
        fields: Which fields of JSON and which columns of tables are the text and the id.
    """
    return (
        TextReader("text", (".txt", ".text"), "text/plain"),
        TextReader("markdown", (".md", ".markdown"), "text/markdown"),
        TextReader("html", (".html", ".htm", ".xhtml"), "text/html"),
        JsonLinesReader(fields),
        JsonReader(fields),
        TableReader(fields),
    )
