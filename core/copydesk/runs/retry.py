"""Trying the dead letters of a run again, and putting what now succeeds where it belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from copydesk.errors import CopydeskError
from copydesk.pipeline import Pipeline
from copydesk.runs.ledger import Ledger
from copydesk.runs.letters import DEAD_LETTERS, Letter
from copydesk.runs.manifest import write_manifest
from copydesk.runs.protocol import Executor
from copydesk.runs.tasks import Piece, Position, Task
from copydesk.runs.work import Job, Row

_TASK_LETTERS = 16


@dataclass
class Retried:
    """What became of the dead letters.

    Attributes:
        written: Documents that are now in the output.
        dropped: Documents that a step dropped, by reason.
        failed: Those that failed again.
        left: Those that were not tried, because trying again changes nothing.
        ledger: What became of all documents of the run.
    """

    written: int = 0
    dropped: Counter[str] = field(default_factory=Counter[str])
    failed: list[Letter] = field(default_factory=list[Letter])
    left: int = 0
    ledger: Ledger = field(default_factory=Ledger)


def read_letters(output: Path) -> list[Letter]:
    """Read the dead letters beside an output.

    Raises:
        CopydeskError: `no-dead-letters`.
    """
    path = _beside(output, ".failed.jsonl")
    try:
        return [msgspec.json.decode(line, type=Letter) for line in path.read_bytes().splitlines()]
    except FileNotFoundError:
        raise CopydeskError("no-dead-letters", f"`{output}` has no dead letters beside it") from None
    except (OSError, msgspec.DecodeError) as error:
        raise CopydeskError("no-dead-letters", f"`{path}` cannot be read: {error}") from error


def read_manifest(output: Path) -> dict[str, Any]:
    """Read the manifest beside an output.

    Raises:
        CopydeskError: `no-manifest`.
    """
    path = _beside(output, ".run.json")
    try:
        found: dict[str, Any] = msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise CopydeskError(
            "no-manifest",
            f"`{path}` cannot be read: {error}",
            hint="the manifest lies beside the output of a run",
        ) from error
    return found


def retry(output: Path, pipeline: Pipeline, executor: Executor, *, workers: int | None) -> Retried:
    """Run the dead letters again, and merge what now succeeds into the output.

    Killed at any instant, it can be called again: a document that is already in place is not put
    there twice.

    Args:
        output: The output of a run, as JSON Lines.
        pipeline: What to run them through.
        executor: What carries it out.
        workers: How many workers it may use; None for as many as there are processors for.

    Raises:
        CopydeskError: `no-dead-letters`, `no-manifest`, or a step cannot be opened.
    """
    letters, manifest = read_letters(output), read_manifest(output)
    retried = Retried()
    tried = [letter for letter in letters if letter.error["code"] != "duplicate-id"]
    made = _run(pipeline, executor, tried, workers, retried)
    retried.left = len(letters) - len(tried)
    _merge(output, letters, tried, made)
    counts = manifest["ledger"]
    retried.ledger = _account(counts, retried, letters)
    manifest["ledger"] = retried.ledger.as_json()
    write_manifest(_beside(output, ".run.json"), manifest)
    return retried


def _run(
    pipeline: Pipeline, executor: Executor, letters: Sequence[Letter], workers: int | None, retried: Retried
) -> list[tuple[Row, bytes]]:
    encode = msgspec.json.Encoder().encode
    pieces = [
        Piece(letter.source, DEAD_LETTERS, data=encode(letter) + b"\n", line=number)
        for number, letter in enumerate(letters)
    ]
    tasks = (
        Task(number, tuple(pieces[start : start + _TASK_LETTERS]), Position())
        for number, start in enumerate(range(0, len(pieces), _TASK_LETTERS))
    )
    made: list[tuple[Row, bytes]] = []
    job = Job(pipeline.file, pipeline.plugins, "jsonl", pipeline.file.memory_limit or 0)
    for result in executor.run(job, tasks, workers=workers):
        at = 0
        for row in result.rows:
            made.append((row, result.output[at : at + row.size]))
            at += row.size
            if row.letter is not None:
                retried.failed.append(row.letter)
            elif row.dropped:
                retried.dropped[row.dropped] += 1
            else:
                retried.written += 1
    return made


def _merge(
    output: Path,
    letters: Sequence[Letter],
    tried: Sequence[Letter],
    made: Sequence[tuple[Row, bytes]],
) -> None:
    """Write output and dead letters anew: first the output, whose ids tell what is in place."""
    if len(made) != len(tried):
        raise AssertionError(f"{len(tried)} dead letters gave {len(made)} results")
    outcome = {id(letter): pair for letter, pair in zip(tried, made, strict=True)}
    new = {row.id for row, data in made if data}
    remaining: list[Letter] = []
    part = _beside(output, ".retry")
    with output.open("rb") as old, part.open("wb") as file:
        written = _Merging(file, old, new)
        for letter in letters:
            written.copy_until(letter.after)
            row, data = outcome.get(id(letter), (None, b""))
            if data and row is not None:
                written.put(row.id, data)
            elif row is None or row.letter is not None:
                kept = letter if row is None or row.letter is None else row.letter
                kept.after = written.count
                remaining.append(kept)
        written.copy_until(None)
    part.replace(output)
    letters_path = _beside(output, ".failed.jsonl")
    if remaining:
        rest = _beside(output, ".failed.retry")
        rest.write_bytes(b"".join(msgspec.json.encode(letter) + b"\n" for letter in remaining))
        rest.replace(letters_path)
    else:
        letters_path.unlink()


class _Merging:
    """Copies an output, with documents put in between."""

    def __init__(self, file: BinaryIO, old: BinaryIO, new: set[str]) -> None:
        self.file = file
        self.old = old
        self.new = new
        self.copied = 0
        self.count = 0
        self.there: set[str] = set()
        self.decode = msgspec.json.Decoder(_Id).decode

    def copy_until(self, number: int | None) -> None:
        """Copy until so many documents of the first run are there; None copies all."""
        while number is None or self.copied < number:
            line = self.old.readline()
            if not line:
                return
            found = self.decode(line).id
            if found in self.new:
                # An earlier try was killed after it had put this one in place.
                self.there.add(found)
            else:
                self.copied += 1
            self.file.write(line)
            self.count += 1

    def put(self, name: str, data: bytes) -> None:
        """Put a document here, unless an earlier try has put it here."""
        if name in self.there:
            return
        place = self.old.tell()
        line = self.old.readline()
        if not line or self.decode(line).id != name:
            self.old.seek(place)
            line = data
        self.file.write(line)
        self.count += 1


class _Id(msgspec.Struct):
    id: str


def _account(counts: dict[str, Any], retried: Retried, letters: Sequence[Letter]) -> Ledger:
    kept = Counter(letter.step for letter in letters if letter.error["code"] == "duplicate-id")
    kept.update(letter.step for letter in retried.failed)
    ledger = Ledger(
        counts["read"],
        counts["read"] - sum(kept.values()) - sum(counts["dropped"].values()) - retried.dropped.total(),
        Counter(counts["dropped"]) + retried.dropped,
        kept,
    )
    ledger.check()
    return ledger


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)
