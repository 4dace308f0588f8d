"""Where a run writes: a file that appears whole and survives any end, or a stream."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol, cast

import msgspec

from copydesk.errors import CopydeskError
from copydesk.runs.ids import Ids
from copydesk.runs.journal import Journal, State, what_changed
from copydesk.runs.letters import Letter
from copydesk.signatures import Signature

if TYPE_CHECKING:
    from copydesk.runs.seen import Seen

_SECONDS_BETWEEN_COMMITS = 1.0


class Output(Protocol):
    """Takes what a run produces, in order.

    Attributes:
        resumed: How far an earlier run came that this one goes on with; None for a new run.
        ids: The ids that came.
    """

    resumed: State | None
    ids: Ids

    def write(self, data: bytes) -> None:
        """Take encoded documents."""
        ...

    def write_letter(self, letter: Letter) -> None:
        """Take a dead letter."""
        ...

    def add_id(self, key: int) -> bool:
        """Take the key of an id; tell whether it is new."""
        ...

    def add_signatures(self, signatures: Mapping[str, Signature]) -> str:
        """Take the signatures of a document; tell the reason to drop it when one like it came before."""
        ...

    def commit(self, state: Callable[[], State], *, now: bool = False) -> None:
        """Make sure of what was written, unless that was done a moment ago.

        Args:
            state: How far the run is; all documents before its position were written.
            now: Whether to do it in any case.
        """
        ...


class StreamOutput:
    """Writes to a stream as documents come; dead letters are only reported.

    Args:
        stream: Where to.
        header: What stands before the first document.
    """

    resumed: State | None = None

    def __init__(self, stream: BinaryIO, header: bytes = b"") -> None:
        self.stream = stream
        self.ids = Ids()
        self._seen: Seen | None = None
        self.stream.write(header)

    def write(self, data: bytes) -> None:
        """Write and flush, so that a reader at the other end sees it."""
        self.stream.write(data)
        self.stream.flush()

    def write_letter(self, letter: Letter) -> None:
        """Keep no dead letters."""

    def add_id(self, key: int) -> bool:
        """Remember an id for this run."""
        return self.ids.add(key)

    def add_signatures(self, signatures: Mapping[str, Signature]) -> str:
        """Remember the signatures for this run."""
        self._seen = self._seen or _seen()
        return self._seen.add(signatures)

    def commit(self, state: Callable[[], State], *, now: bool = False) -> None:
        """Nothing is to be made sure of."""


class FileOutput:
    """Writes beside the target under another name, and moves it into place at the end.

    A run that was ended in any way leaves "out.jsonl.part" and "out.jsonl.journal"; the next one
    with the same inputs and pipeline goes on where it was.

    Args:
        path: The file that appears.
        head: What the run is; see `what_changed`.
        header: What stands before the first document.
        fresh: Whether to begin anew whatever is there.
        can_resume: Whether the input can be read again; standard input cannot.

    Raises:
        CopydeskError: `cannot-write`, `already-running`, `changed-run`.
    """

    def __init__(
        self,
        path: Path,
        head: dict[str, Any],
        *,
        header: bytes = b"",
        fresh: bool = False,
        can_resume: bool = True,
    ) -> None:
        self.path = path
        self.part = _beside(path, ".part")
        self.letters_path = _beside(path, ".failed.jsonl")
        self.ids_path = _beside(path, ".ids")
        self.seen_path = _beside(path, ".seen")
        self.ids = Ids()
        self.journal = Journal(_beside(path, ".journal"))
        known, state = self.journal.read()
        # Through JSON, as what was read.
        head = msgspec.json.decode(msgspec.json.encode(head))
        if known is not None and not fresh and can_resume:
            self._refuse_other(known, head)
        else:
            state = None
        self.resumed = state
        self._file: BinaryIO | None = None
        self._letters: BinaryIO | None = None
        self._ids: BinaryIO | None = None
        self._seen: Seen | None = None
        self._size = self._letters_size = 0
        if state is None:
            self.journal.begin(head)
        self._open(state, header)
        self._committed = time.monotonic()

    def write(self, data: bytes) -> None:
        """Write encoded documents."""
        cast("BinaryIO", self._file).write(data)
        self._size += len(data)

    def write_letter(self, letter: Letter) -> None:
        """Write a dead letter; the file appears with the first."""
        if self._letters is None:
            self._letters = self.letters_path.open("wb")
        line = msgspec.json.encode(letter) + b"\n"
        self._letters.write(line)
        self._letters_size += len(line)

    def add_id(self, key: int) -> bool:
        """Remember an id, also for a run that goes on."""
        is_new = self.ids.add(key)
        if is_new:
            cast("BinaryIO", self._ids).write(key.to_bytes(8, "little"))
        return is_new

    def add_signatures(self, signatures: Mapping[str, Signature]) -> str:
        """Remember the signatures, also for a run that goes on."""
        self._seen = self._seen or _seen(self.seen_path)
        return self._seen.add(signatures)

    def commit(self, state: Callable[[], State], *, now: bool = False) -> None:
        """Make sure of what was written: flush it to the disk, then say so in the journal."""
        if not now and time.monotonic() - self._committed < _SECONDS_BETWEEN_COMMITS:
            return
        for file in (self._file, self._letters, self._ids):
            if file is not None:
                file.flush()
                os.fsync(file.fileno())
        if self._seen is not None:
            self._seen.commit()
        self.journal.commit(
            msgspec.structs.replace(
                state(),
                output=self._size,
                letters=self._letters_size,
                ids=len(self.ids),
                seen=self._seen.count if self._seen else 0,
            )
        )
        self._committed = time.monotonic()

    def finish(
        self, state: Callable[[], State], before: Callable[[], None], *, keep_ids: bool = False
    ) -> None:
        """Move the whole output into place; the journal goes last.

        Args:
            state: How far the run is.
            before: Writes what else belongs to the output.
            keep_ids: Leave the file of ids, for a part of a larger output.
        """
        self.commit(lambda: msgspec.structs.replace(state(), is_complete=True), now=True)
        self.close()
        before()
        if self.part.exists():
            self.part.replace(self.path)
        if not keep_ids:
            self.ids_path.unlink(missing_ok=True)
        self._forget_seen()
        self.journal.remove()

    def close(self) -> None:
        """Close the files; what is in them stays for a run that goes on."""
        for file in (self._file, self._letters, self._ids):
            # On a full disk what is not made sure of cannot be written, and is not needed.
            with contextlib.suppress(OSError):
                if file is not None:
                    file.close()
        if self._seen is not None:
            self._seen.close()

    def abandon(self) -> None:
        """Close everything, so that another run can go on."""
        self.close()
        self.journal.close()

    def _open(self, state: State | None, header: bytes) -> None:
        try:
            if state is None:
                self.letters_path.unlink(missing_ok=True)
                self._forget_seen()
                self._file, self._ids = self.part.open("wb"), self.ids_path.open("wb")
                self.write(header)
                return
            self._size, self._letters_size = state.output, state.letters
            if state.is_complete:
                return
            self._file = _cut_to(self.part, state.output)
            if state.letters:
                self._letters = _cut_to(self.letters_path, state.letters)
            else:
                self.letters_path.unlink(missing_ok=True)
            self._ids = _cut_to(self.ids_path, state.ids * 8)
            if state.seen:
                self._seen = _seen(self.seen_path, state.seen)
            else:
                self._forget_seen()
            keys = self.ids_path.read_bytes()
            for start in range(0, len(keys), 8):
                self.ids.add(int.from_bytes(keys[start : start + 8], "little"))
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise CopydeskError(
                "cannot-write", f"cannot write `{self.path}`: {reason}", hint="choose another place with `-o`"
            ) from error

    def _forget_seen(self) -> None:
        for ending in ("", "-wal", "-shm"):
            _beside(self.seen_path, ending).unlink(missing_ok=True)

    def _refuse_other(self, known: dict[str, Any], head: dict[str, Any]) -> None:
        changes = what_changed(known, head)
        if not changes:
            return
        self.journal.close()
        raise CopydeskError(
            "changed-run",
            f"`{self.path}` was begun by another run: {'; '.join(changes)}",
            hint="give `--fresh` to begin anew, or undo the change to go on",
        )


def _seen(path: Path | None = None, known: int = 0) -> Seen:
    # Most runs compare no documents, and need no SQLite.
    from copydesk.runs.seen import Seen

    return Seen(path, known)


def _cut_to(path: Path, size: int) -> BinaryIO:
    """Open a file to go on after so many bytes."""
    file = path.open("r+b")
    if file.seek(0, os.SEEK_END) < size:
        file.close()
        raise CopydeskError(
            "broken-run",
            f"`{path}` is shorter than its journal says",
            hint="give `--fresh` to begin anew",
        )
    file.truncate(size)
    file.seek(size)
    return file


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
