"""Progress of a run on standard error."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

import typer

from copydesk.cli.printing import table
from copydesk.formats.inputs import Inputs
from copydesk.pipeline import Pipeline
from copydesk.runs.letters import Letter
from copydesk.runs.run import Run

_SECONDS_BETWEEN_LINES = 5.0


def show_failures(failed: Sequence[Letter], *, verbose: bool) -> None:
    """Print the documents that failed: where, what, how to mend it."""
    for letter in failed:
        typer.echo(failure_text(letter, verbose=verbose), err=True)


def failure_text(letter: Letter, *, verbose: bool) -> str:
    """Put a failed document in words."""
    error = letter.error
    message = error["message"].removeprefix(f"{letter.source}: ")
    step = "" if letter.step == "read" else f" in `{letter.step}`"
    where = letter.id if letter.id.startswith(letter.source) else f"{letter.source}: {letter.id}"
    text = f"{where}: failed[{error['code']}]{step}: {message}"
    if error["hint"]:
        text += f"\n  hint: {error['hint']}"
    if verbose and letter.traceback:
        text += f"\n{letter.traceback.rstrip()}"
    return text


def step_table(manifest: Mapping[str, Any]) -> str:
    """Lay out what each step of a run took and did."""
    steps = manifest["pipeline"]["steps"]
    total = sum(step["seconds"] for step in steps) or 1.0
    rows = [
        [
            step["name"],
            f"{100 * step['seconds'] / total:.1f} %",
            f"{step['seconds']:.3f}",
            str(step["documents"]),
            str(step["cached"]),
            str(step["added"]),
            str(step["dropped"]),
            f"{step['documents'] / step['seconds']:,.0f}" if step["seconds"] else "",
            f"{step['characters'] / step['seconds']:,.0f}" if step["seconds"] else "",
            f"{1000 * step['seconds_p50']:.2f}",
            f"{1000 * step['seconds_p95']:.2f}",
            f"{1000 * step['seconds_max']:.2f}",
            step["slowest"],
        ]
        for step in steps
    ]
    counts = ["documents", "cached", "added", "dropped", "documents/s", "characters/s"]
    return table(["step", "share", "seconds", *counts, "p50 ms", "p95 ms", "max ms", "slowest"], rows)


def log_line(event: str, **values: Any) -> None:
    """Tell of an event in one line of JSON on standard error."""
    import msgspec

    at = datetime.now(UTC).isoformat(timespec="milliseconds")
    typer.echo(msgspec.json.encode({"time": at, "event": event, **values}).decode(), err=True)


def log_failures(failed: Sequence[Letter]) -> None:
    """Tell of the documents that failed, each in a line of JSON."""
    for letter in failed:
        log_line("failed", id=letter.id, source=letter.source, step=letter.step, **letter.error)


class JsonLog:
    """One JSON object a line on standard error: failures, and how far the run is.

    Args:
        run: The run.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.said = time.monotonic()

    def advance(self, failed: Sequence[Letter], bytes_read: int) -> None:
        """Tell of the documents that failed; every few seconds of the counts."""
        log_failures(failed)
        if time.monotonic() - self.said >= _SECONDS_BETWEEN_LINES:
            self.said = time.monotonic()
            log_line("progress", bytes=bytes_read, **self.run.ledger.as_json())


class Progress:
    """A bar with documents, rate, failures, time left and the slowest step, by bytes of the input."""

    def __init__(self, inputs: Inputs, pipeline: Pipeline, run: Run, *, verbose: bool) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        self.bar = Bar(
            TextColumn("{task.fields[documents]} documents"),
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TextColumn("{task.fields[rate]:.1f}/s"),
            TextColumn("{task.fields[failed]} failed"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[slowest]}"),
            console=Console(stderr=True),
            transient=True,
        )
        total = sum(file.bytes for file in inputs.files)
        self.task = self.bar.add_task("run", total=total or None, documents=0, failed=0, rate=0.0, slowest="")
        self.names = [planned.name for planned in pipeline.steps]
        self.run = run
        self.verbose = verbose
        self.documents_before = run.output.resumed.ledger["read"] if run.output.resumed else 0

    def __enter__(self) -> Progress:
        self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.stop()

    def advance(self, failed: Sequence[Letter], bytes_read: int) -> None:
        """Show the documents that failed, and how far the run is."""
        for letter in failed:
            text = failure_text(letter, verbose=self.verbose)
            self.bar.console.print(text, markup=False, highlight=False)
        elapsed: Any = self.bar.tasks[0].elapsed
        seconds = [timing.seconds for timing in self.run.timings]
        slowest = self.names[seconds.index(max(seconds))] if any(seconds) else ""
        self.bar.update(
            self.task,
            completed=bytes_read,
            documents=self.run.ledger.read,
            failed=self.run.ledger.failed.total(),
            rate=(self.run.ledger.read - self.documents_before) / elapsed if elapsed else 0.0,
            slowest=f"most time in {slowest}" if slowest else "",
        )
