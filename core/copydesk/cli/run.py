"""The verb `run`."""

from __future__ import annotations

import sys
import time
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from copydesk.cli.completion import pipeline_names

if TYPE_CHECKING:
    from copydesk.formats.inputs import Inputs
    from copydesk.formats.protocols import Writer
    from copydesk.pipeline import Pipeline
    from copydesk.runs.local import Run
    from copydesk.runs.outputs import Output

FOUND, INTERRUPTED = 1, 130


def run(
    pipeline: Annotated[
        str, typer.Argument(help="Pipeline file, or name of a shipped one.", autocompletion=pipeline_names)
    ],
    inputs: Annotated[
        list[str], typer.Argument(help="Files, folders, globs; - reads standard input.", metavar="INPUT...")
    ],
    output: Annotated[
        str, typer.Option("--output", "-o", help="File to write; - is standard output.", metavar="FILE")
    ] = "-",
    format: Annotated[
        str,
        typer.Option(
            "--format",
            "-f",
            help="What to write: text for people, jsonl, or a plugin's format. By default text on a "
            "terminal, jsonl elsewhere.",
        ),
    ] = "",
    input_format: Annotated[
        str, typer.Option(help="Read every input as this format: text, markdown, html, jsonl.")
    ] = "",
    sets: Annotated[
        list[str] | None,
        typer.Option("--set", help="Set a value: summary.sentences=5.", metavar="PATH=VALUE"),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print tracebacks and timings.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the manifest of the run to standard error as JSON.")
    ] = False,
) -> None:
    """Run a pipeline over files, folders or standard input.

    Example: copydesk run news ARTICLE.txt

    Example: copydesk run configs/news.yaml articles/ -o out.jsonl

    Exit codes: 0 done, 1 done with failed documents, 2 not started, 130 interrupted.
    """
    from copydesk.config.shipped import find_pipeline
    from copydesk.formats.inputs import find_inputs
    from copydesk.formats.target import check_target, find_writer
    from copydesk.pipeline import Pipeline

    planned = Pipeline.load(find_pipeline(pipeline), sets=sets or ())
    plugins = [planned.plugins.load(name) for name in planned.plugin_names]
    files = find_inputs(
        inputs,
        [reader for plugin in plugins for reader in plugin.readers],
        format=input_format,
        output=output,
    )
    writer = find_writer(
        format,
        output,
        planned.layers,
        [writer for plugin in plugins for writer in plugin.writers],
        on_terminal=sys.stdout.isatty(),
    )
    check_target(output, (file.uri for file in files.files))
    command = _Command(planned, files, output, writer, quiet=quiet, verbose=verbose, as_json=as_json)
    raise typer.Exit(command.execute())


class _Command:
    """One call of `run`: where the output goes, what is shown, which exit code comes of it."""

    def __init__(
        self,
        pipeline: Pipeline,
        inputs: Inputs,
        output: str,
        writer: Writer | None,
        *,
        quiet: bool,
        verbose: bool,
        as_json: bool,
    ) -> None:
        self.pipeline = pipeline
        self.inputs = inputs
        self.path = None if output == "-" else Path(output)
        self.writer = writer
        self.quiet = quiet
        self.verbose = verbose
        self.as_json = as_json

    def execute(self) -> int:
        from datetime import datetime

        from copydesk.runs.local import Run
        from copydesk.runs.outputs import DeadLetters, FileOutput

        started, began = datetime.now().astimezone(), time.perf_counter()
        with self.pipeline.opened():
            output = self._output()
            letters = DeadLetters(self._beside(".failed.jsonl"))
            run = Run(self.pipeline, self.inputs, output, letters)
            try:
                with self._watched(run):
                    run.execute()
            except KeyboardInterrupt:
                if isinstance(output, FileOutput):
                    output.abandon()
                typer.echo(f"interrupted: {run.ledger}", err=True)
                return INTERRUPTED
            finally:
                letters.close()
        if isinstance(output, FileOutput):
            output.abandon() if run.stopped else output.commit()
        seconds = time.perf_counter() - began
        self._report(run, started, seconds)
        return FOUND if run.ledger.failed else 0

    def _output(self) -> Output:
        from copydesk.runs.outputs import FileOutput, StreamOutput

        if self.path is not None and self.writer is not None:
            return FileOutput(self.path, self.writer)
        if self.writer is not None:
            return StreamOutput(sys.stdout.buffer, self.writer)
        from copydesk.cli.view import View

        return View(self.path)

    def _watched(self, run: Run) -> AbstractContextManager[Any]:
        """Show failures as they come, and progress when somebody is looking at a file being made."""
        from copydesk.cli.progress import Progress, show_failure

        if self.path is not None and sys.stderr.isatty() and not self.quiet:
            progress = Progress(self.inputs, verbose=self.verbose)
            run.on_outcome = progress.advance
            return progress
        run.on_outcome = lambda outcome, _: show_failure(outcome, verbose=self.verbose)
        return nullcontext()

    def _beside(self, ending: str) -> Path | None:
        return self.path.with_name(self.path.name + ending) if self.path else None

    def _report(self, run: Run, started: Any, seconds: float) -> None:
        from copydesk.cli.printing import table
        from copydesk.runs.manifest import manifest_of, write_manifest

        manifest = manifest_of(self.pipeline, self.inputs, run.ledger, started=started, seconds=seconds)
        written = self._beside(".run.json")
        if written:
            write_manifest(written, manifest)
        for hook, error in run.watcher_errors.items():
            typer.echo(f"warning: {hook} raised {error}", err=True)
        if run.stopped:
            typer.echo("stopped at the first failure, as `on_error: fail` asks", err=True)
        if self.as_json:
            import msgspec

            typer.echo(msgspec.json.encode(manifest).decode(), err=True)
            return
        if self.quiet:
            return
        if self.inputs.left_alone:
            typer.echo(f"{self.inputs.left_alone} files of other types left alone", err=True)
        if self.verbose:
            rows = [
                [step["name"], str(step["documents"]), f"{step['seconds']:.3f}"]
                for step in manifest["pipeline"]["steps"]
            ]
            typer.echo(table(["step", "documents", "seconds"], rows), err=True)
        # On the page for people the last line belongs to it; beside data it is a message.
        typer.echo(f"{run.ledger}, in {seconds:.1f} s", err=self.writer is not None)
        if self.path:
            typer.echo(self._files(run), err=True)

    def _files(self, run: Run) -> str:
        whole = not run.stopped or self.writer is None
        names = [str(self.path) if whole else f"{self.path}.part", f"{self.path}.run.json"]
        if run.ledger.failed:
            names.append(f"{self.path}.failed.jsonl")
        return "\n".join(f"  {name}" for name in names)
