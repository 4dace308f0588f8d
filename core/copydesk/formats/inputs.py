"""From what the person typed to the files that are read."""

from __future__ import annotations

import glob
import gzip
import os
import re
import sys
from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from copydesk.document import Document
from copydesk.errors import CopydeskError, Problem, nearest
from copydesk.formats.protocols import Reader, Unreadable
from copydesk.formats.readers import built_in_readers
from copydesk.formats.target import COMPANIONS

if TYPE_CHECKING:
    from io import BufferedReader

STDIN = "-"


@dataclass(frozen=True)
class InputFile:
    """A file to read.

    Attributes:
        uri: Path as typed, or below the folder that was typed; "-" for standard input.
        reader: What reads it; None when it cannot be read.
        problem: Why it cannot be read, when that is known beforehand.
        stream: What comes out of it, where that comes once only: standard input, a named pipe, `<(command)`.
    """

    uri: str
    reader: Reader | None = None
    problem: Problem | None = None
    stream: BinaryIO | None = None

    @property
    def bytes(self) -> int:
        """Size on disk; 0 when it is not known."""
        try:
            return 0 if self.stream is not None else Path(self.uri).stat().st_size
        except OSError:
            return 0


@dataclass(frozen=True)
class Inputs:
    """The files of a run.

    Attributes:
        files: In the order typed; those of a folder sorted by path.
        left_alone: Number of files in folders that no reader is for, by their ending; "" for none. Pipes,
            sockets and devices are counted as "pipe or device".
    """

    files: tuple[InputFile, ...]
    left_alone: Mapping[str, int] = field(default_factory=dict[str, int])


def find_inputs(
    arguments: Sequence[str], readers: Sequence[Reader] = (), *, format: str = "", output: str = STDIN
) -> Inputs:
    """Find the files that are meant: files, folders (recursive), globs, "-" for standard input.

    Hidden files and folders inside a folder are left out, and so are pipes, devices and outputs of runs:
    files with a manifest (`NAME.run.json`) beside them, and what belongs to `output`. A file that was
    typed is read whatever its ending, as text when no reader is for it.

    Args:
        arguments: What was typed.
        readers: What reads files, by their endings and names: of two the first; by default the built-in ones.
        format: Name of the reader for all of them; empty to go by the ending.
        output: File that the run will write; "-" for standard output.

    Raises:
        CopydeskError: `no-such-file` when nothing of what was typed exists, `unknown-format`.
    """
    finder = _Finder(readers or built_in_readers(), format, output)
    for argument in arguments:
        finder.add(argument)
    if not any(file.problem is None for file in finder.files):
        problems = [file.problem for file in finder.files if file.problem]
        if problems:
            first = problems[0]
            raise CopydeskError(first.code, first.message, first.place, first.hint)
        endings = ", ".join(sorted(finder.by_suffix))
        raise CopydeskError(
            "no-input",
            f"no file to read in {', '.join(arguments)}",
            hint=f"files that end in {endings} are read",
        )
    return Inputs(tuple(finder.files), finder.left_alone)


class FileReader:
    """Reads one file.

    Args:
        file: The file.
        max_bytes: Bytes that one document may have.
    """

    def __init__(self, file: InputFile, *, max_bytes: int) -> None:
        self.file = file
        self.max_bytes = max_bytes

    def documents(self) -> Iterator[Document | Unreadable]:
        """Read the documents one by one; whatever is wrong with the file comes as `Unreadable`."""
        uri = self.file.uri
        if self.file.problem:
            yield Unreadable(uri, uri, self.file.problem)
            return
        try:
            with opened(self.file) as stream:
                name = "stdin" if uri == STDIN else uri
                yield from read_stream(reader_of(self.file), stream, name, max_bytes=self.max_bytes)
        except (OSError, EOFError) as error:
            yield Unreadable(uri, uri, unreadable(uri, error))


def read_stream(
    reader: Reader, stream: BinaryIO, uri: str, *, max_bytes: int
) -> Iterator[Document | Unreadable]:
    """Read with a reader of a plugin: what it raises is about this file, and the run goes on."""
    try:
        yield from reader.read(stream, uri, max_bytes=max_bytes)
    except CopydeskError as error:
        yield Unreadable(uri, uri, error.problem)
    except (OSError, EOFError):
        raise
    except Exception as error:  # noqa: BLE001  the border of a plugin: recorded as a problem
        message = f"{uri}: the reader `{reader.name}` raised {type(error).__name__}: {error}"
        yield Unreadable(uri, uri, Problem("broken-reader", message, hint="tell the author of its plugin"))


def unreadable(uri: str, error: OSError | EOFError) -> Problem:
    """Put in words why a file cannot be read; gzip tells of a damaged file by these errors."""
    reason = getattr(error, "strerror", None) or str(error)
    code = "no-permission" if isinstance(error, PermissionError) else "unreadable-file"
    return Problem(code, f"{uri}: cannot be read: {reason[:1].lower()}{reason[1:]}")


@contextmanager
def opened(file: InputFile) -> Generator[BinaryIO]:
    """Open a file, unpacked; standard input and pipes stay open."""
    with nullcontext(file.stream) if file.stream is not None else Path(file.uri).open("rb") as raw:
        if not file.uri.lower().endswith(".gz"):
            yield raw
            return
        with gzip.open(raw, "rb") as unpacked:
            yield cast("BinaryIO", unpacked)


def reader_of(file: InputFile) -> Reader:
    """Give what reads a file that can be read."""
    return cast("Reader", file.reader)


class _Finder:
    def __init__(self, readers: Sequence[Reader], format: str, output: str) -> None:
        self.output = Path(output).resolve()
        self.by_suffix = {suffix: reader for reader in reversed(readers) for suffix in reader.suffixes}
        self.files: list[InputFile] = []
        self.left_alone: Counter[str] = Counter()
        self.by_name = {reader.name: reader for reader in reversed(readers)}
        if format and format not in self.by_name:
            near = nearest(format, self.by_name)
            hint = f"did you mean `{near}`?" if near else f"known are {', '.join(sorted(self.by_name))}"
            raise CopydeskError("unknown-format", f"no reader is called `{format}`", hint=hint)
        self.forced = self.by_name.get(format)

    def add(self, argument: str) -> None:
        if argument == STDIN:
            self._add_stream(STDIN, sys.stdin.buffer)
        elif Path(argument).is_dir():
            self._add_folder(argument)
        elif os.path.lexists(argument):
            self._add_file(argument)
        elif glob.has_magic(argument):
            self._add_glob(argument)
        else:
            self._missing(argument)

    def _add_glob(self, pattern: str) -> None:
        found = sorted(glob.glob(pattern, recursive=True))
        if not found:
            problem = Problem("no-such-file", f"nothing matches `{pattern}`")
            self.files.append(InputFile(pattern, problem=problem))
        for path in found:
            if Path(path).is_file():
                self._add_file(path)

    def _add_file(self, path: str) -> None:
        if _is_special(path):
            try:
                self._add_stream(path, Path(path).open("rb"))  # noqa: SIM115  the run reads it
            except OSError as error:
                self.files.append(InputFile(path, problem=unreadable(path, error)))
            return
        reader = self.forced or self.by_suffix.get(_suffix(path), self.by_name["text"])
        self.files.append(InputFile(Path(path).as_posix(), reader))

    def _add_stream(self, path: str, stream: BinaryIO) -> None:
        reader = self.forced or self.by_suffix.get(_suffix(path)) or self.by_name[_sniffed(stream)]
        self.files.append(InputFile(path, reader, stream=stream))

    def _add_folder(self, folder: str) -> None:
        def refused(error: OSError) -> None:
            path = Path(error.filename).as_posix()
            problem = Problem(
                "no-permission", f"{path}: the folder cannot be read: {str(error.strerror).lower()}"
            )
            self.files.append(InputFile(path, problem=problem))

        found = []
        for below, folders, names in os.walk(folder, onerror=refused):
            folders[:] = [name for name in folders if not name.startswith(".")]
            outputs = {name.removesuffix(".run.json") for name in names if name.endswith(".run.json")}
            if Path(below).resolve() == self.output.parent:
                outputs.add(self.output.name)
            written = {output + ending for output in outputs for ending in ("", *COMPANIONS)}
            if "run.json" in names:
                written |= {"run.json", "failed.jsonl"}
            found += [
                Path(below, name).as_posix()
                for name in names
                if not name.startswith(".") and name not in written
            ]
        for path in sorted(found):
            reader = self.by_suffix.get(_suffix(path))
            if _is_special(path):
                # Who reads a pipe that nobody writes to waits for ever.
                self.left_alone["pipe or device"] += 1
            elif reader is None:
                self.left_alone[_suffix(path)] += 1
            else:
                self.files.append(InputFile(path, self.forced or reader))

    def _missing(self, path: str) -> None:
        parent = Path(path).parent
        siblings = [entry.name for entry in parent.iterdir()] if parent.is_dir() else []
        near = nearest(Path(path).name, siblings)
        hint = f"did you mean `{(parent / near).as_posix()}`?" if near else ""
        problem = Problem("no-such-file", f"no such file: `{path}`", hint=hint)
        self.files.append(InputFile(path, problem=problem))


def _is_special(path: str) -> bool:
    """Tell whether something is a pipe, a socket or a device: what comes out of it comes once."""
    return Path(path).exists() and not Path(path).is_file()


def _suffix(path: str) -> str:
    return Path(Path(path).name.lower().removesuffix(".gz")).suffix


def _sniffed(stream: BinaryIO) -> str:
    """Name the reader for standard input by how it begins."""
    head = cast("BufferedReader", stream).peek(512)[:512].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if re.match(rb"\{\s*\n|\[\s*\{", head):
        return "json"
    if head.startswith(b"{"):
        return "jsonl"
    if head.startswith((b"<!doctype html", b"<html")):
        return "html"
    return "text"
