"""Trying the dead letters of a run again, and putting what now succeeds where it belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from copydesk.errors import CopydeskError
from copydesk.pipeline import Pipeline
from copydesk.runs.journal import held
from copydesk.runs.ledger import Ledger
from copydesk.runs.letters import DEAD_LETTERS, Letter
from copydesk.runs.merging import finish_interrupted, letters_of, manifest_of_output, merge_into
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
    """Read the dead letters beside an output, or in a folder of parts.

    Raises:
        CopydeskError: `no-dead-letters`.
    """
    path = letters_of(output)
    try:
        return [msgspec.json.decode(line, type=Letter) for line in path.read_bytes().splitlines()]
    except FileNotFoundError:
        raise CopydeskError("no-dead-letters", f"`{output}` has no dead letters beside it") from None
    except (OSError, msgspec.DecodeError) as error:
        raise CopydeskError("no-dead-letters", f"`{path}` cannot be read: {error}") from error


def read_manifest(output: Path) -> dict[str, Any]:
    """Read the manifest beside an output, or in a folder of parts.

    Raises:
        CopydeskError: `no-manifest`.
    """
    path = manifest_of_output(output)
    try:
        found: dict[str, Any] = msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise CopydeskError(
            "no-manifest",
            f"`{path}` cannot be read: {error}",
            hint="the manifest lies beside the output of a run",
        ) from error
    if output.is_dir() and not found.get("parts"):
        raise CopydeskError(
            "no-manifest",
            f"`{path}` names no parts",
            hint="give a folder that a run has finished",
        )
    return found


def retry(output: Path, pipeline: Pipeline, executor: Executor, *, workers: int | None) -> Retried:
    """Run the dead letters again, and merge what now succeeds into the output.

    Killed at any instant, it can be called again: a document that is already in place is not put
    there twice.

    Args:
        output: The output of a run, as JSON Lines, or the folder with its parts.
        pipeline: What to run them through.
        executor: What carries it out.
        workers: How many workers it may use; None for as many as there are processors for.

    Raises:
        CopydeskError: `no-dead-letters`, `no-manifest`, `already-running`, `unfinished-run`, or a step
            cannot be opened.
    """
    read_manifest(output)
    with held(output):
        finish_interrupted(output)
        letters, manifest = read_letters(output), read_manifest(output)
        retried = Retried()
        tried = [letter for letter in letters if letter.error["code"] != "duplicate-id"]
        made = _run(pipeline, executor, tried, workers, retried)
        retried.left = len(letters) - len(tried)
        retried.ledger = _account(manifest["ledger"], retried, letters)
        manifest["ledger"] = retried.ledger.as_json()
        merge_into(output, manifest, letters, _outcomes(tried, made))
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


def _outcomes(tried: Sequence[Letter], made: Sequence[tuple[Row, bytes]]) -> dict[int, tuple[Row, bytes]]:
    if len(made) != len(tried):
        raise AssertionError(f"{len(tried)} dead letters gave {len(made)} results")
    return {id(letter): pair for letter, pair in zip(tried, made, strict=True)}


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
