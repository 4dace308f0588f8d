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

    The file is the source of its documents. A reader that leaves out part of it (markup, timings)
    does so by edits, `Document.from_source(source, id=...).edited(edits)`, so that every character
    leads back to the file.
    """

    @property
    def name(self) -> str:
        """Name of the format, for `--input-format`."""
        ...

    @property
    def suffixes(self) -> Sequence[str]:
        """File name endings, lower case, with the dot."""
        ...

    def read(self, stream: BinaryIO, uri: str, *, max_bytes: int) -> Iterator[Document | Unreadable]:
        """Read documents one after the other.

        Args:
            stream: The file, decompressed.
            uri: Where it comes from, for ids and messages.
            max_bytes: Bytes that one document may have; a larger one is `Unreadable`.

        Raises:
            CopydeskError: What is wrong with the file; no more documents are read from it. Its
                problem is reported, and the run goes on, as with anything else that is raised.
        """
        ...


class Writer(Protocol):
    """Turns a document into bytes.

    A writer may also have `requires`: names of the layers that it is made from. A run of a pipeline
    that does not provide them is refused. And it may have `header`: bytes that stand once before the
    first document, for example the first row of a table.
    """

    @property
    def name(self) -> str:
        """Name of the format, for `--format`."""
        ...

    @property
    def suffix(self) -> str:
        """File name ending, with the dot."""
        ...

    def encode(self, document: Document) -> bytes:
        """Encode one document; the results are written one after the other."""
        ...
