"""Progress of a run on standard error."""

from __future__ import annotations

from types import TracebackType
from typing import Any

import typer

from copydesk.formats.inputs import Inputs
from copydesk.pipeline import Failed, Outcome


def show_failure(outcome: Outcome, *, verbose: bool) -> None:
    """Print a document that failed: where, what, how to mend it."""
    if isinstance(outcome, Failed):
        typer.echo(failure_text(outcome, verbose=verbose), err=True)


def failure_text(failed: Failed, *, verbose: bool) -> str:
    """Put a failed document in words."""
    problem = failed.problem
    message = problem.message.removeprefix(f"{failed.uri}: ")
    step = "" if failed.step == "read" else f" in `{failed.step}`"
    text = f"{failed.id}: failed[{problem.code}]{step}: {message}"
    if problem.hint:
        text += f"\n  hint: {problem.hint}"
    if verbose and failed.traceback:
        text += f"\n{failed.traceback.rstrip()}"
    return text


class Progress:
    """A bar with documents, rate, failures and time left, by bytes of the input."""

    def __init__(self, inputs: Inputs, *, verbose: bool) -> None:
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
            console=Console(stderr=True),
            transient=True,
        )
        total = sum(file.bytes for file in inputs.files)
        self.task = self.bar.add_task("run", total=total or None, documents=0, failed=0, rate=0.0)
        self.verbose = verbose
        self.documents = 0
        self.failed = 0

    def __enter__(self) -> Progress:
        self.bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.bar.stop()

    def advance(self, outcome: Outcome, bytes_read: int) -> None:
        """Count one document."""
        self.documents += 1
        if isinstance(outcome, Failed):
            self.failed += 1
            self.bar.console.print(failure_text(outcome, verbose=self.verbose), markup=False, highlight=False)
        elapsed: Any = self.bar.tasks[0].elapsed
        self.bar.update(
            self.task,
            completed=bytes_read,
            documents=self.documents,
            failed=self.failed,
            rate=self.documents / elapsed if elapsed else 0.0,
        )
