"""Where a run writes: a file that appears whole, or a stream; and the dead letters."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO, Protocol

import msgspec

from copydesk.document import Document
from copydesk.errors import CopydeskError
from copydesk.formats.protocols import Writer
from copydesk.pipeline import Failed


class Output(Protocol):
    """Takes what a run produces, in order."""

    def write(self, document: Document) -> None:
        """Take one document."""
        ...


class StreamOutput:
    """Writes to a stream as documents come."""

    def __init__(self, stream: BinaryIO, writer: Writer) -> None:
        self.stream = stream
        self.writer = writer

    def write(self, document: Document) -> None:
        """Write one document and flush, so that a reader at the other end sees it."""
        self.stream.write(self.writer.encode(document))
        self.stream.flush()


class FileOutput:
    """Writes beside the target under another name, and moves it into place at the end.

    Attributes:
        path: The file that appears.
        part: Where it grows: "out.jsonl.part".
    """

    def __init__(self, path: Path, writer: Writer) -> None:
        self.path = path
        self.part = path.with_name(f"{path.name}.part")
        self.writer = writer
        try:
            self._file = self.part.open("wb")
        except OSError as error:
            raise CopydeskError(
                "cannot-write",
                f"cannot write `{path}`: {(error.strerror or str(error)).lower()}",
                hint="choose another place with `-o`",
            ) from error

    def write(self, document: Document) -> None:
        """Write one document."""
        self._file.write(self.writer.encode(document))

    def commit(self) -> None:
        """Move the finished file into place."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self.part.replace(self.path)

    def abandon(self) -> None:
        """Leave what was written under its other name."""
        self._file.close()


class DeadLetters:
    """Documents that failed, a line each; the file appears with the first of them.

    Args:
        path: The file; None to keep none.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._file: BinaryIO | None = None
        if path is not None:
            # What an earlier run left there is not of this run.
            path.unlink(missing_ok=True)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written."""
        return self._file is None

    def write(self, failed: Failed) -> None:
        """Write one failed document: id, source, step, error, traceback."""
        if self.path is None:
            return
        if self._file is None:
            self._file = self.path.open("wb")
        self._file.write(msgspec.json.encode(dead_letter(failed)) + b"\n")
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()


def dead_letter(failed: Failed) -> dict[str, object]:
    """Give a failed document as it is written."""
    problem = failed.problem
    place = problem.place
    return {
        "id": failed.id,
        "source": failed.uri,
        "step": failed.step,
        "error": {
            "code": problem.code,
            "message": problem.message,
            "line": place.line if place else None,
            "hint": problem.hint,
        },
        "traceback": failed.traceback,
    }
