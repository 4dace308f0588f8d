"""The journal of a run: how far it is, so that the same command goes on after any end."""

from __future__ import annotations

import fcntl
import os
import zlib
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from copydesk.errors import CopydeskError
from copydesk.running import Timing
from copydesk.runs.tasks import Position

# In a folder that a run writes in parts; beside a file it is "out.jsonl.journal".
IN_FOLDER = "run.journal"


class State(msgspec.Struct, frozen=True):
    """How far a run is.

    Attributes:
        position: Where the input goes on.
        output: Bytes of the output.
        letters: Bytes of the dead-letter file.
        ids: Ids that came.
        seen: Documents whose signatures are remembered.
        ledger: What became of the documents.
        steps: What each step took.
        seconds: Wall time of the run so far, without the times between its parts.
        is_complete: Whether nothing is left to do but to move the output into place.
    """

    position: Position
    output: int = 0
    letters: int = 0
    ids: int = 0
    seen: int = 0
    ledger: dict[str, Any] = {}
    steps: list[Timing] = []
    seconds: float = 0.0
    is_complete: bool = False


class Journal:
    """One line for what the run is, then one for each time it made sure of what it has written.

    Each line begins with its checksum; a line that was cut off is as if it was not there. The file
    is locked as long as the run lasts.

    Args:
        path: The file: "out.jsonl.journal".
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._file: BinaryIO = path.open("a+b")
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise CopydeskError("cannot-write", f"cannot write `{path}`: {reason}") from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            output = path.name.removesuffix(".journal")
            raise CopydeskError(
                "already-running",
                f"another run writes `{output}`",
                hint="wait for it, or write to another file with `-o`",
            ) from error

    def read(self) -> tuple[dict[str, Any] | None, State | None]:
        """Give what the run is and how far it came; None for a run that has not begun."""
        self._file.seek(0)
        head: dict[str, Any] | None = None
        state: State | None = None
        end = 0
        for line in self._file:
            checksum, _, payload = line.rstrip(b"\n").partition(b" ")
            if not line.endswith(b"\n") or checksum != _checksum(payload):
                break
            end += len(line)
            if head is None:
                head = msgspec.json.decode(payload)
            else:
                state = msgspec.json.decode(payload, type=State)
        self._file.truncate(end)
        return head, state

    def forget(self) -> None:
        """Forget what was there, so that a run begins anew."""
        self._file.truncate(0)

    def begin(self, head: dict[str, Any]) -> None:
        """Forget what was there, and say what the run is."""
        self.forget()
        self._append(msgspec.json.encode(head))

    def commit(self, state: State) -> None:
        """Say how far the run is; what it says must be on disk before.

        Raises:
            OSError: The disk is full, for example.
        """
        self._append(msgspec.json.encode(state))

    def remove(self) -> None:
        """Remove the file: the run is done."""
        self.path.unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        """Close the file and let others run."""
        self._file.close()

    def _append(self, payload: bytes) -> None:
        self._file.seek(0, os.SEEK_END)
        self._file.write(_checksum(payload) + b" " + payload + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())


@contextmanager
def held(output: Path) -> Generator[None]:
    """Keep runs from an output, a file or a folder of parts, while something else changes it.

    Raises:
        CopydeskError: `already-running`, or `unfinished-run` when a run of it may still go on.
    """
    journal = Journal(output / IN_FOLDER if output.is_dir() else output.with_name(f"{output.name}.journal"))
    with closing(journal):
        if journal.read()[0] is not None:
            raise CopydeskError(
                "unfinished-run",
                f"the run of `{output}` has not come to its end",
                hint="give its command again: it goes on where it was",
            )
        try:
            yield
        finally:
            journal.remove()


def _checksum(payload: bytes) -> bytes:
    return f"{zlib.crc32(payload):08x}".encode()


def what_changed(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """Say in words how what a run is differs from what it was when it began."""
    changes = [*_changed_steps(old["steps"], new["steps"])]
    for key in sorted({*old["settings"], *new["settings"]}):
        before, after = old["settings"].get(key), new["settings"].get(key)
        if before != after:
            changes.append(f"`{key}` was {_shown(before)}, is {_shown(after)}")
    changes += _changed_inputs(old["inputs"], new["inputs"])
    return changes


def _changed_steps(old: list[list[Any]], new: list[list[Any]]) -> list[str]:
    names = [step[0] for step in old], [step[0] for step in new]
    if names[0] != names[1]:
        return [f"the steps were {', '.join(names[0])}, are {', '.join(names[1])}"]
    changes = []
    for (name, version, options, files), (_, version_now, options_now, files_now) in zip(
        old, new, strict=True
    ):
        if version != version_now:
            changes.append(f"`{name}` was of {version}, is of {version_now}")
        for option in sorted({*options, *options_now}):
            before, after = options.get(option), options_now.get(option)
            if before != after:
                changes.append(f"`{name}.{option}` was {_shown(before)}, is {_shown(after)}")
        for file in sorted({*files, *files_now}):
            before, after = files.get(file, "not used"), files_now.get(file, "not used")
            if before != after:
                changes.append(f"`{file}` of `{name}` was {before}, is {after}")
    return changes


def _changed_inputs(old: list[list[Any]], new: list[list[Any]]) -> list[str]:
    before, after = ({row[0]: row[1:] for row in rows} for rows in (old, new))
    gone = [name for name in before if name not in after]
    come = [name for name in after if name not in before]
    other = [name for name in before if name in after and before[name] != after[name]]
    said = ((gone, "is gone"), (come, "is new"), (other, "was changed"))
    changes = [
        f"the input {names[0]} {what}" + (f", and {len(names) - 1} more" if len(names) > 1 else "")
        for names, what in said
        if names
    ]
    if not changes and [row[0] for row in old] != [row[0] for row in new]:
        changes.append("the inputs stand in another order")
    return changes


def _shown(value: Any) -> str:
    text = msgspec.json.encode(value).decode()
    return text if len(text) <= 60 else f"{text[:60]}…"
