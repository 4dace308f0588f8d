"""What a reader and a writer look like."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import BinaryIO, Protocol

import msgspec

from copydesk.document import Document
from copydesk.errors import Problem


class Unreadable(msgspec.Struct, frozen=True):
    """A document that could not be read.

    Attributes:
        id: Its id, or the place where it stands ("corpus.jsonl:12") when it has none.
        uri: File that it stands in.
        problem: Why.
    """

    id: str
    uri: str
    problem: Problem


class Reader(Protocol):
    """Turns a file into documents.

    Attributes:
        name: Name of the format, for `--input-format`.
        suffixes: File name endings, lower case, with the dot.
    """

    name: str
    suffixes: Sequence[str]

    def read(self, stream: BinaryIO, uri: str, *, max_bytes: int) -> Iterator[Document | Unreadable]:
        """Read documents one after the other.

        Args:
            stream: The file, decompressed.
            uri: Where it comes from, for ids and messages.
            max_bytes: Bytes that one document may have; a larger one is `Unreadable`.
        """
        ...


class Writer(Protocol):
    """Turns a document into bytes.

    Attributes:
        name: Name of the format, for `--format`.
        suffix: File name ending, with the dot.

    A writer may also have `requires`: names of the layers that it is made from. A run of a pipeline
    that does not provide them is refused.
    """

    name: str
    suffix: str

    def encode(self, document: Document) -> bytes:
        """Encode one document; the results are written one after the other."""
        ...
