"""The reader of tables: values with commas, semicolons, tabs or bars between them."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, BinaryIO, cast

from copydesk.document import Document
from copydesk.errors import CopydeskError, Place
from copydesk.formats.decoding import decode
from copydesk.formats.protocols import Unreadable
from copydesk.formats.rows import (
    DEFAULT_FIELDS,
    Fields,
    text_document,
    too_large,
    unreadable_row,
    without_text,
)

_DELIMITERS = (",", ";", "\t", "|")
# Enough to tell the encoding by.
_HEAD_BYTES = 1_000_000


class TableReader:
    """A document a row, below a row with the names of the columns; all but text and id goes to `meta`.

    That row tells what stands between two cells. A cell in quotes may have line ends in it.
    Source: RFC 4180, but for its delimiter.

    Args:
        fields: Which columns are the text and the id.
    """

    name = "csv"
    suffixes: Sequence[str] = (".csv", ".tsv")

    def __init__(self, fields: Fields = DEFAULT_FIELDS) -> None:
        self.fields = fields

    def read(
        self, stream: BinaryIO, uri: str, *, max_bytes: int, first_line: int = 0
    ) -> Iterator[Document | Unreadable]:
        """Read the documents of a table; one without an id is called "FILE:LINE".

        Args:
            stream: The table, or what `cut` gave of it: its first row and some others.
            uri: Where it comes from.
            max_bytes: Bytes that a row may have.
            first_line: Lines of the file before the second row of such a part.

        Raises:
            CopydeskError: `missing-text` when no column has the text, `bad-table` when the names of the
                columns cannot be told, `too-large`, `binary-file` or `unknown-encoding`.
        """
        table = _Table(stream, uri, max_bytes, self.fields, encoding="utf-8" if first_line else "")
        before = first_line - table.lines.number if first_line else 0
        while True:
            place = Place(uri, before + table.lines.number + 1)
            try:
                row = table.next_row()
                if row is None:
                    return
                if row:
                    yield self._document(row, place, max_bytes)
            except CopydeskError as error:
                yield unreadable_row(error, place, uri)

    def cut(self, stream: BinaryIO, uri: str, *, max_bytes: int) -> Iterator[tuple[bytes, int]]:
        """Cut a table between its rows: first the names of its columns, then each row, in UTF-8.

        The names with any of the rows behind them are what `read` takes. Each comes with the number of
        its last line. What cannot be decoded stays as it is.

        Raises:
            CopydeskError: As `read`.
        """
        table = _Table(stream, uri, max_bytes, self.fields)
        table.lines.take()
        head = io.StringIO()
        csv.writer(head, delimiter=table.delimiter, quoting=csv.QUOTE_ALL).writerow(table.names)
        yield head.getvalue().encode("utf-8"), table.lines.number
        while True:
            with contextlib.suppress(CopydeskError):
                if table.next_row() is None:
                    return
            yield table.lines.take().encode("utf-8", "surrogateescape"), table.lines.number

    def _document(self, row: dict[str, str], place: Place, max_bytes: int) -> Document:
        if self.fields.text not in row:
            raise without_text(self.fields, "row", {})
        try:
            size = len("".join(row.values()).encode("utf-8"))
        except UnicodeEncodeError:
            raise CopydeskError(
                "unknown-encoding",
                "the row is in another encoding than the rest of the file",
                hint="save the file as UTF-8",
            ) from None
        if size > max_bytes:
            raise too_large("row", max_bytes)
        text = row.pop(self.fields.text)
        name = row.pop(self.fields.id, "")
        meta = {column: cell for column, cell in row.items() if cell}
        return text_document(text, str(place), name or str(place), meta)


class _Table:
    """The rows of a table.

    Args:
        stream: The table.
        uri: Where it comes from, for messages.
        max_bytes: Code points that a line may have.
        fields: Which columns are the text and the id.
        encoding: Its encoding; empty to find out.

    Raises:
        CopydeskError: See `TableReader.read`.
    """

    def __init__(
        self, stream: BinaryIO, uri: str, max_bytes: int, fields: Fields, encoding: str = ""
    ) -> None:
        self.lines = _Lines(stream, uri, max_bytes, encoding)
        self.max_bytes = max_bytes
        first = next((line for line in self.lines if not line.isspace()), "")
        if self.lines.was_too_long():
            raise too_large("first row", max_bytes)
        # The csv module has one limit for the whole process.
        csv.field_size_limit(max(csv.field_size_limit(), max_bytes))
        names = {one: next(csv.reader([first], delimiter=one), []) for one in _DELIMITERS}
        # What gives a column of the wanted name, else what gives the most columns.
        self.delimiter = max(_DELIMITERS, key=lambda one: (fields.text in names[one], len(names[one])))
        self._rows = csv.reader(chain([first], self.lines), delimiter=self.delimiter, strict=True)
        try:
            self.names = _columns(next(self._rows, []), fields)
        except csv.Error as error:
            raise _broken(error) from error

    def next_row(self) -> dict[str, str] | None:
        """Give the cells of the next row by column, none of an empty row; None at the end.

        Raises:
            CopydeskError: `bad-table`, `too-large`.
        """
        try:
            cells = next(self._rows)
        except StopIteration:
            return None
        except csv.Error as error:
            raise _broken(error) from error
        if self.lines.was_too_long():
            raise too_large("row", self.max_bytes)
        if any(cells[len(self.names) :]):
            shown = "a tab" if self.delimiter == "\t" else f"`{self.delimiter}`"
            raise CopydeskError(
                "bad-table",
                f"the row has {len(cells)} cells, and the table {len(self.names)} columns",
                hint=f"put a cell that has {shown} in it between quotes",
            )
        return dict(zip(self.names, cells, strict=False)) if any(cells) else {}


def _columns(cells: list[str], fields: Fields) -> list[str]:
    names = [cell.strip() or f"column {number}" for number, cell in enumerate(cells, 1)]
    for number, name in enumerate(names):
        if name in names[:number]:
            raise CopydeskError("bad-table", f"two columns are called `{name}`", hint="rename one of them")
    if names and fields.text not in names:
        listed = ", ".join(f"`{name}`" for name in names)
        raise CopydeskError(
            "missing-text",
            f"the table has no column `{fields.text}`, it has {listed}",
            hint="name the column with the text: `--set fields.text=NAME`",
        )
    return names


def _broken(error: csv.Error) -> CopydeskError:
    hint = 'a quote inside a cell in quotes is written twice: "She said ""no""."'
    return CopydeskError("bad-table", f"the row is broken: {error}", hint=hint)


class _Lines:
    """The lines of a table; what cannot be decoded is half a surrogate pair in them.

    Args:
        stream: The file.
        uri: Where it comes from, for messages.
        max_bytes: Code points that a line may have; one with more comes as an empty line.
        encoding: Its encoding; empty to find out.

    Attributes:
        number: Lines so far.

    Raises:
        CopydeskError: `binary-file` or `unknown-encoding`.
    """

    def __init__(self, stream: BinaryIO, uri: str, max_bytes: int, encoding: str) -> None:
        head = b""
        if not encoding:
            head = _head(stream, max_bytes)
            _, encoding = decode(head, uri)
        joined = cast("BinaryIO", io.BufferedReader(_Joined(head, stream)))
        self._text = io.TextIOWrapper(joined, encoding, errors="surrogateescape", newline="")
        self._most = max_bytes
        self._is_too_long = False
        self._taken: list[str] = []
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._most + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self._taken.append(line)
        if len(line) <= self._most or line.endswith(("\n", "\r")):
            return line
        self._is_too_long = True
        while line and not line.endswith(("\n", "\r")):
            line = self._text.readline(self._most + 1)
        self._taken.append("\n")
        return "\n"

    def was_too_long(self) -> bool:
        """Tell whether a line was too long since this was last asked."""
        was, self._is_too_long = self._is_too_long, False
        return was

    def take(self) -> str:
        """Give the lines since this was last asked; of one that is too long, so much that it is seen."""
        taken = "".join(self._taken)
        self._taken.clear()
        return taken


def _head(stream: BinaryIO, max_bytes: int) -> bytes:
    head = stream.read(_HEAD_BYTES)
    if len(head) == _HEAD_BYTES:
        # Up to the end of a line, so that no character is torn; in UTF-16 that is two bytes.
        head += stream.readline(max_bytes)
        head += stream.read(len(head) % 2) if b"\0" in head[:100] else b""
    return head


class _Joined(io.RawIOBase):
    """What was read of a stream already, and the rest of it."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._head.read(len(buffer)) or self._rest.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
