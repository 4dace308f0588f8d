"""Cutting the input of a run into tasks, each small enough to be handed to a worker."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from copydesk.errors import CopydeskError, Problem
from copydesk.formats.inputs import STDIN, InputFile, Inputs, opened, reader_of, unreadable
from copydesk.formats.readers import JsonLinesReader
from copydesk.formats.rows import too_large
from copydesk.formats.tables import TableReader

# A file that cannot be cut may still be small: so many go into one task at most.
MOST_FILES = 256
# Lines of a stream that cannot be sought are sent along with the task.
_INLINE_BYTES = 256_000
_SCAN_BYTES = 1 << 17


class Position(msgspec.Struct, frozen=True, array_like=True):
    """A place in the input, between two documents.

    Attributes:
        file: Index of the file.
        offset: Byte in it, unpacked; 0 for its start.
        line: Lines before it.
    """

    file: int = 0
    offset: int = 0
    line: int = 0


class Piece(msgspec.Struct, frozen=True, array_like=True):
    """A file, or a part of it.

    Attributes:
        uri: The file.
        reader: Name of what reads it.
        start: First byte, unpacked.
        end: Byte after the last; -1 for the end of the file.
        line: Lines before the first byte.
        data: The bytes themselves, when the worker cannot get at them; else None.
        problem: Why the file cannot be read, when that is known.
    """

    uri: str
    reader: str
    start: int = 0
    end: int = -1
    line: int = 0
    data: bytes | None = None
    problem: Problem | None = None


class Task(msgspec.Struct, frozen=True, array_like=True):
    """A share of the input, small enough to be done in one go.

    Attributes:
        number: Its number in the run, from 0.
        pieces: What to read, in order.
        end: Where the input goes on after it.
        bytes: Size of what it reads, as far as known.
        first: First document of the pieces that is meant.
        last: Document after the last that is meant; -1 for all.
    """

    number: int
    pieces: tuple[Piece, ...]
    end: Position
    bytes: int = 0
    first: int = 0
    last: int = -1


def cut(
    inputs: Inputs,
    start: Position,
    wanted_bytes: Callable[[], int],
    *,
    max_bytes: int,
    end: Position | None = None,
) -> Iterator[Task]:
    """Cut the input into tasks, in order. How it is cut changes no output.

    Files of lines are cut between two lines; other files are taken whole, several small ones
    together. Standard input and packed files of lines are read here and sent along.

    Args:
        inputs: The files.
        start: Where to begin.
        wanted_bytes: Asked before each task how many bytes it should have.
        max_bytes: Bytes that one document may have.
        end: Where to end; None for the end of the input.
    """
    end = end or Position(len(inputs.files))
    for number, task in enumerate(_pieces(inputs, start, end, wanted_bytes, max_bytes)):
        yield msgspec.structs.replace(task, number=number)


def _pieces(
    inputs: Inputs, start: Position, end: Position, wanted_bytes: Callable[[], int], max_bytes: int
) -> Iterator[Task]:
    small: list[Piece] = []
    size = 0
    for index in range(start.file, min(end.file + bool(end.offset), len(inputs.files))):
        file = inputs.files[index]
        begin = start if index == start.file else Position(index)
        is_lines = _is_lines(file) or _is_table(file)
        if small and (is_lines or size + file.bytes > wanted_bytes() or len(small) >= MOST_FILES):
            yield Task(0, tuple(small), Position(index), size)
            small, size = [], 0
        if not is_lines:
            small.append(_whole(file, max_bytes))
            size += file.bytes
        elif _is_table(file):
            yield from _rows(file, index, begin, wanted_bytes, max_bytes)
        elif not can_be_cut(file):
            yield from _streamed(file, index, begin, wanted_bytes, max_bytes)
        else:
            stop = end.offset if index == end.file else None
            yield from _ranges(file, index, begin, stop, wanted_bytes)
    if small:
        yield Task(0, tuple(small), Position(end.file), size)


def _is_lines(file: InputFile) -> bool:
    return file.problem is None and isinstance(reader_of(file), JsonLinesReader)


def _is_table(file: InputFile) -> bool:
    return file.problem is None and isinstance(reader_of(file), TableReader)


def can_be_cut(file: InputFile) -> bool:
    """Tell whether a file may be cut between two lines by seeking in it."""
    return _is_lines(file) and file.stream is None and not file.uri.lower().endswith(".gz")


def _whole(file: InputFile, max_bytes: int) -> Piece:
    if file.stream is not None:
        name = reader_of(file).name
        with opened(file) as stream:
            data = stream.read(max_bytes + 1)
        if len(data) > max_bytes:
            # No reader is given a part: it would take that for all there is.
            return Piece(file.uri, name, problem=too_large("input", max_bytes).problem)
        return Piece(file.uri, name, data=data)
    return Piece(file.uri, "" if file.problem else reader_of(file).name, problem=file.problem)


def _ranges(
    file: InputFile, index: int, begin: Position, stop: int | None, wanted_bytes: Callable[[], int]
) -> Iterator[Task]:
    """Cut a file of lines by byte ranges; only the ends of lines are looked at."""
    name = reader_of(file).name
    start, line = begin.offset, begin.line
    try:
        with Path(file.uri).open("rb") as stream:
            stream.seek(start)
            while stop is None or start < stop:
                wanted = wanted_bytes() if stop is None else min(wanted_bytes(), stop - start)
                length, lines = _lines(stream, wanted)
                if not length:
                    return
                end = Position(index, start + length, line + lines)
                yield Task(0, (Piece(file.uri, name, start, end.offset, line),), end, length)
                start, line = end.offset, end.line
    except OSError:
        # The worker meets the same error, and reports it as the document's.
        yield Task(0, (Piece(file.uri, name, start, -1, line),), Position(index + 1))


def _lines(stream: BinaryIO, wanted: int) -> tuple[int, int]:
    """Go on by about so many bytes to the end of a line; give the bytes and the lines."""
    length = lines = 0
    while chunk := stream.read(min(wanted - length, _SCAN_BYTES) if length < wanted else _SCAN_BYTES):
        length += len(chunk)
        if length < wanted:
            lines += chunk.count(b"\n")
            continue
        rest = stream.readline(_SCAN_BYTES) if not chunk.endswith(b"\n") else b""
        length += len(rest)
        lines += chunk.count(b"\n") + rest.count(b"\n")
        while rest and not rest.endswith(b"\n"):
            rest = stream.readline(_SCAN_BYTES)
            length += len(rest)
            lines += rest.count(b"\n")
        break
    return length, lines


def _streamed(
    file: InputFile, index: int, begin: Position, wanted_bytes: Callable[[], int], max_bytes: int
) -> Iterator[Task]:
    """Read lines from what cannot be sought, and send them along."""
    name = reader_of(file).name
    offset, line = 0, 0
    pending = io.BytesIO()
    first = begin.line
    try:
        with opened(file) as stream:
            while text := _bounded_line(stream, max_bytes):
                line += 1
                if line <= begin.line:
                    first = line
                    continue
                pending.write(text)
                if pending.tell() >= min(wanted_bytes(), _INLINE_BYTES):
                    data = pending.getvalue()
                    end = Position(index, offset, line)
                    yield Task(0, (Piece(file.uri, name, line=first, data=data),), end, len(data))
                    pending, first = io.BytesIO(), line
    except (OSError, EOFError) as error:
        broken = Piece(file.uri, name, problem=unreadable(file.uri, error))
        pieces = (Piece(file.uri, name, line=first, data=pending.getvalue()), broken)
        yield Task(0, pieces, Position(index + 1), pending.tell())
        return
    if pending.tell():
        data = pending.getvalue()
        yield Task(0, (Piece(file.uri, name, line=first, data=data),), Position(index + 1), len(data))


def _rows(
    file: InputFile, index: int, begin: Position, wanted_bytes: Callable[[], int], max_bytes: int
) -> Iterator[Task]:
    """Read the rows of a table, whose cells may have line ends in them, and send them along."""
    reader = cast("TableReader", reader_of(file))
    pending: list[bytes] = []
    head, size, first, line = b"", 0, 0, 0

    def task() -> Task:
        piece = Piece(file.uri, reader.name, line=first, data=head + b"".join(pending))
        return Task(0, (piece,), Position(index, 0, line), size)

    try:
        with opened(file) as stream:
            for row, last in reader.cut(
                stream, "stdin" if file.uri == STDIN else file.uri, max_bytes=max_bytes
            ):
                if not head:
                    head, first = row, last
                elif last <= begin.line:
                    first = last
                else:
                    pending.append(row)
                    size += len(row)
                line = last
                if size >= min(wanted_bytes(), _INLINE_BYTES):
                    yield task()
                    pending, size, first = [], 0, line
    except (OSError, EOFError) as error:
        problem = unreadable(file.uri, error)
    except CopydeskError as error:
        problem = error.problem
    else:
        if pending:
            yield task()
        return
    broken = Piece(file.uri, reader.name, problem=problem)
    last_piece = Piece(file.uri, reader.name, line=first, data=head + b"".join(pending))
    yield Task(0, (last_piece, broken) if pending else (broken,), Position(index + 1), size)


def _bounded_line(stream: BinaryIO, max_bytes: int) -> bytes:
    """Read a line; of one that is too long, so much that the reader sees it is."""
    line = stream.readline(max_bytes + 1)
    if len(line) > max_bytes and not line.endswith(b"\n"):
        while chunk := stream.readline(1 << 20):
            if chunk.endswith(b"\n"):
                break
        line += b"\n"
    return line
