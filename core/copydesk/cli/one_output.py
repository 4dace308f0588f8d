"""What `run` does when it writes one file, or to standard output."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import typer

from copydesk.cli.shown import FOUND, INTERRUPTED, Shown, shrink_cache

if TYPE_CHECKING:
    from pathlib import Path

    from copydesk.formats.inputs import Inputs
    from copydesk.formats.protocols import Writer
    from copydesk.pipeline import Pipeline
    from copydesk.runs.outputs import FileOutput, StreamOutput
    from copydesk.runs.protocol import Executor
    from copydesk.runs.run import Run
    from copydesk.runs.shards import Shard


@dataclass(eq=False)
class OneOutput:
    """A call of `run` that writes one file or a stream: what is shown, which exit code comes of it.

    Attributes:
        pipeline: What runs.
        inputs: What it reads.
        path: The file; None for standard output.
        writer: The output format.
        executor: What carries out the tasks.
        workers: How many workers the person asked for; None when nothing was said.
        shown: What the person wants to see.
        sets: What `--set` changed in the pipeline.
        cache: Folder of the cache; empty for none.
        shard: The share of the input to do; None for all.
        fresh: Whether to begin anew whatever is there.
        stamps: The input files as they were when the run began.
        manifest: What was written beside the output; empty as long as nothing was.
    """

    pipeline: Pipeline
    inputs: Inputs
    path: Path | None
    writer: Writer
    executor: Executor
    workers: int | None
    shown: Shown
    sets: Sequence[str] = ()
    cache: str = ""
    shard: Shard | None = None
    fresh: bool = False
    stamps: list[Any] = field(default_factory=list[Any])
    manifest: dict[str, Any] = field(default_factory=dict[str, Any])

    def execute(self) -> int:
        """Run, and tell what came of it; give the exit code."""
        from datetime import datetime

        from copydesk.formats.page import PageWriter
        from copydesk.runs.outputs import FileOutput
        from copydesk.runs.run import Run

        started = datetime.now().astimezone()
        output = self._output()
        run = Run(
            self.pipeline,
            self.inputs,
            output,
            self.executor,
            self.workers,
            self.writer if isinstance(self.writer, PageWriter) else self.writer.name,
            self.sets,
            self.cache,
            self.shard,
            len(getattr(self.writer, "header", b"")),
        )
        if output.resumed and not self.shown.quiet:
            typer.echo(f"going on after {output.resumed.ledger['read']} documents", err=True)
        try:
            with self._watched(run):
                run.execute()
            if isinstance(output, FileOutput) and run.is_whole:
                output.finish(run.state, lambda: self._write_manifest(run, started))
            if self.cache:
                shrink_cache(self.cache, self.pipeline, self.shown)
        except OSError as error:
            if isinstance(output, FileOutput) and not isinstance(error, BrokenPipeError):
                return self._cannot_write(output, error)
            raise
        except KeyboardInterrupt:
            run.interrupted = True
        finally:
            if isinstance(output, FileOutput) and not run.is_whole:
                output.abandon()
        return self._report(run, started)

    def _output(self) -> FileOutput | StreamOutput:
        from copydesk.runs.manifest import head_of, stamps_of
        from copydesk.runs.outputs import FileOutput, StreamOutput

        header = getattr(self.writer, "header", b"")
        if self.path is None:
            self.stamps = stamps_of(self.inputs)
            return StreamOutput(sys.stdout.buffer, header)
        head = head_of(self.pipeline, self.inputs, self.writer.name, str(self.shard or ""))
        self.stamps = head["inputs"]
        return FileOutput(
            self.path,
            head,
            header=header,
            fresh=self.fresh,
            can_resume=all(file.stream is None for file in self.inputs.files),
        )

    def _watched(self, run: Run) -> AbstractContextManager[Any]:
        """Show failures as they come, and progress when somebody is looking at a file being made."""
        from copydesk.cli.progress import JsonLog, Progress, log_line, show_failures

        if self.shown.log_as_json:
            log_line("started", pipeline=self.pipeline.name, inputs=len(self.inputs.files))
            run.on_result = JsonLog(run).advance
            return nullcontext()
        if self.path is not None and sys.stderr.isatty() and not self.shown.quiet:
            progress = Progress(self.inputs, self.pipeline, run, verbose=self.shown.verbose)
            run.on_result = progress.advance
            return progress
        run.on_result = lambda failed, _: show_failures(failed, verbose=self.shown.verbose)
        return nullcontext()

    def _write_manifest(self, run: Run, started: Any) -> None:
        from copydesk.runs.manifest import write_manifest

        if self.path:
            self.manifest = self._manifest(run, started)
            write_manifest(self.path.with_name(f"{self.path.name}.run.json"), self.manifest)

    def _manifest(self, run: Run, started: Any) -> dict[str, Any]:
        """Describe the run; of a share, the input is taken down when all shares are merged."""
        from copydesk.runs.manifest import input_digests, manifest_of

        manifest = manifest_of(run, started)
        if self.shard is None:
            manifest["inputs"] |= input_digests(self.stamps)
        return manifest

    def _cannot_write(self, output: FileOutput, error: OSError) -> int:
        output.abandon()
        reason = (error.strerror or str(error)).lower()
        typer.echo(
            f"error[cannot-write]: cannot write `{self.path}`: {reason}\n"
            "  hint: make room, then give the same command again: it goes on where it was",
            err=True,
        )
        return FOUND

    def _report(self, run: Run, started: Any) -> int:
        from copydesk.cli.progress import log_line, step_table
        from copydesk.formats.page import PageWriter
        from copydesk.runs.manifest import manifest_of

        code = INTERRUPTED if run.interrupted else FOUND if run.ledger.failed else 0
        if self.shown.log_as_json:
            log_line("finished", exit_code=code, seconds=round(run.seconds, 3), **run.ledger.as_json())
            return code
        for hook, error in run.watcher_errors.items():
            typer.echo(f"warning: {hook} raised {error}", err=True)
        if run.stopped:
            typer.echo("stopped at the first failure, as `on_error: fail` asks", err=True)
        if self.shown.profile:
            typer.echo(step_table(manifest_of(run, started)), err=True)
        if self.shown.as_json:
            import msgspec

            # To take down the input again would read all of it again.
            manifest = self.manifest or self._manifest(run, started)
            typer.echo(msgspec.json.encode(manifest).decode(), err=True)
        elif not self.shown.quiet:
            self.shown.say_left_alone(self.inputs)
            # On the page for people the last line belongs to it; beside data it is a message.
            on_page = isinstance(self.writer, PageWriter) and self.path is None
            state = "interrupted: " if run.interrupted else ""
            typer.echo(f"{state}{run.ledger}, in {run.seconds:.1f} s", err=not on_page)
            if self.path:
                typer.echo(self._files(run), err=True)
        return code

    def _files(self, run: Run) -> str:
        names = [f"  {self.path}", f"  {self.path}.run.json"]
        if not run.is_whole:
            names = [f"  {self.path}.part"]
        if run.ledger.failed:
            names.append(f"  {self.path}.failed.jsonl")
        if run.interrupted:
            names.append("next: the same command goes on where it was")
        return "\n".join(names)
