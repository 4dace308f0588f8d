"""The reader of tables: values with commas, semicolons, tabs or bars between them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import BinaryIO

from copydesk.document import Document
from copydesk.errors import CopydeskError, Place
from copydesk.formats.decoding import decode, seekable
from copydesk.formats.protocols import Unreadable
from copydesk.formats.rows import Fields, text_document, too_large, unreadable_row, without_text

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

    def __init__(self, fields: Fields = Fields()) -> None:  # noqa: B008  frozen
        self.fields = fields

    def read(self, stream: BinaryIO, uri: str, *, max_bytes: int) -> Iterator[Document | Unreadable]:
        """Read the documents of a table; one without an id is called "FILE:LINE".

        Raises:
            CopydeskError: `missing-text` when no column has the text, `bad-table` when the names of the
                columns cannot be told, `binary-file` or `unknown-encoding`.
        """
        lines = _Lines(seekable(stream), uri, max_bytes)
        first = next((line for line in lines if not line.isspace()), "")
        if lines.was_too_long():
            raise too_large("first row", max_bytes)
        delimiter = self._delimiter(first)
        # The csv module has one limit for the whole process.
        csv.field_size_limit(max(csv.field_size_limit(), max_bytes))
        rows = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)
        try:
            names = self._columns(next(rows, []))
        except csv.Error as error:
            raise _broken(error) from error
        while True:
            place = Place(uri, lines.number + 1)
            try:
                cells = next(rows)
                if lines.was_too_long():
                    raise too_large("row", max_bytes)
                if any(cells):
                    yield self._document(_named(cells, names, delimiter), place, lines.encoding, max_bytes)
            except StopIteration:
                return
            except csv.Error as error:
                yield unreadable_row(_broken(error), place, uri)
            except CopydeskError as error:
                yield unreadable_row(error, place, uri)

    def _delimiter(self, line: str) -> str:
        """Choose what gives a column of the wanted name, else what gives the most columns."""
        names = {one: next(csv.reader([line], delimiter=one), []) for one in _DELIMITERS}
        return max(_DELIMITERS, key=lambda one: (self.fields.text in names[one], len(names[one])))

    def _columns(self, cells: list[str]) -> list[str]:
        names = [cell.strip() or f"column {number}" for number, cell in enumerate(cells, 1)]
        for number, name in enumerate(names):
            if name in names[:number]:
                raise CopydeskError(
                    "bad-table", f"two columns are called `{name}`", hint="rename one of them"
                )
        if names and self.fields.text not in names:
            listed = ", ".join(f"`{name}`" for name in names)
            raise CopydeskError(
                "missing-text",
                f"the table has no column `{self.fields.text}`, it has {listed}",
                hint="name the column with the text: `--set fields.text=NAME`",
            )
        return names

    def _document(self, row: dict[str, str], place: Place, encoding: str, max_bytes: int) -> Document:
        if self.fields.text not in row:
            raise without_text(self.fields, "row", {})
        try:
            size = len("".join(row.values()).encode("utf-8"))
        except UnicodeEncodeError:
            raise CopydeskError(
                "unknown-encoding",
                f"the row is not {encoding}, as the rest of the file is",
                hint="save the file as UTF-8",
            ) from None
        if size > max_bytes:
            raise too_large("row", max_bytes)
        text = row.pop(self.fields.text)
        name = row.pop(self.fields.id, "")
        meta = {column: cell for column, cell in row.items() if cell}
        return text_document(text, str(place), name or str(place), meta)


def _named(cells: Sequence[str], names: Sequence[str], delimiter: str) -> dict[str, str]:
    if any(cells[len(names) :]):
        shown = "a tab" if delimiter == "\t" else f"`{delimiter}`"
        raise CopydeskError(
            "bad-table",
            f"the row has {len(cells)} cells, and the table {len(names)} columns",
            hint=f"put a cell that has {shown} in it between quotes",
        )
    return dict(zip(names, cells, strict=False))


def _broken(error: csv.Error) -> CopydeskError:
    hint = 'a quote inside a cell in quotes is written twice: "She said ""no""."'
    return CopydeskError("bad-table", f"the row is broken: {error}", hint=hint)


class _Lines:
    """The lines of a table; what cannot be decoded is half a surrogate pair in them.

    Args:
        stream: The file.
        uri: Where it comes from, for messages.
        max_bytes: Code points that a line may have; one with more comes as an empty line.

    Attributes:
        encoding: The encoding of the file.
        number: Lines so far.

    Raises:
        CopydeskError: `binary-file` or `unknown-encoding`.
    """

    def __init__(self, stream: BinaryIO, uri: str, max_bytes: int) -> None:
        head = stream.read(_HEAD_BYTES)
        if len(head) == _HEAD_BYTES:
            # Up to the end of a line, so that no character is torn; in UTF-16 that is two bytes.
            head += stream.readline(max_bytes)
            head += stream.read(len(head) % 2) if b"\0" in head[:100] else b""
        _, self.encoding = decode(head, uri)
        stream.seek(0)
        self._text = io.TextIOWrapper(stream, self.encoding, errors="surrogateescape", newline="")
        self._most = max_bytes
        self._is_too_long = False
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._most + 1)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) <= self._most or line.endswith(("\n", "\r")):
            return line
        self._is_too_long = True
        while line and not line.endswith(("\n", "\r")):
            line = self._text.readline(self._most + 1)
        return "\n"

    def was_too_long(self) -> bool:
        """Tell whether a line was too long since this was last asked."""
        was, self._is_too_long = self._is_too_long, False
        return was
