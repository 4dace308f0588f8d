"""The verb `run`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from copydesk.cli.completion import pipeline_names
from copydesk.cli.options import PluginFiles, plugins_with

if TYPE_CHECKING:
    from copydesk.formats.inputs import Inputs
    from copydesk.formats.page import PageWriter
    from copydesk.formats.protocols import Writer
    from copydesk.pipeline import Pipeline
    from copydesk.runs.outputs import FileOutput, StreamOutput
    from copydesk.runs.protocol import Executor
    from copydesk.runs.run import Run
    from copydesk.runs.shards import Shard

FOUND, INTERRUPTED = 1, 130


def run(
    pipeline: Annotated[
        str, typer.Argument(help="Pipeline file, or name of a shipped one.", autocompletion=pipeline_names)
    ],
    inputs: Annotated[
        list[str], typer.Argument(help="Files, folders, globs; - reads standard input.", metavar="INPUT...")
    ],
    output: Annotated[
        str,
        typer.Option(
            "--output",
            "-o",
            help="File to write; - is standard output; a folder (`out/`) is written in parts.",
            metavar="FILE",
        ),
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
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            "-w",
            min=1,
            help="Worker processes; by default one for each processor, of all machines where there are more.",
            show_default=False,
        ),
    ] = None,
    executor: Annotated[
        str, typer.Option(help="What carries out the work: local, ray, or another plugin's executor.")
    ] = "local",
    ray_address: Annotated[
        str,
        typer.Option(
            help="Ray cluster to work on, for `--executor ray`: HOST:PORT. By default RAY_ADDRESS says "
            "it; without that, one is started on this machine for the run.",
            metavar="ADDRESS",
        ),
    ] = "",
    shard: Annotated[
        str, typer.Option(help="Do the K-th of N shares of the input; see `copydesk merge`.", metavar="K/N")
    ] = "",
    parts: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=99_999,
            help="Files to make in a folder; by default one for each 256 MB of input.",
            show_default=False,
        ),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Begin anew instead of going on with a run that was ended.")
    ] = False,
    cache: Annotated[
        str,
        typer.Option(help="Folder to keep what steps found, so that only what changed runs.", metavar="DIR"),
    ] = "",
    locked: Annotated[
        Path | None,
        typer.Option(
            help="Refuse to run with other steps, plugins or models than this manifest names.",
            metavar="OUT.run.json",
        ),
    ] = None,
    sets: Annotated[
        list[str] | None,
        typer.Option("--set", help="Set a value: summary.sentences=5.", metavar="PATH=VALUE"),
    ] = None,
    plugin_files: PluginFiles = None,
    profile: Annotated[
        bool, typer.Option("--profile", help="Print what each step took to standard error.")
    ] = False,
    log_format: Annotated[
        str, typer.Option(help="Messages on standard error: text for people, json a line each for machines.")
    ] = "text",
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print tracebacks and timings.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the manifest of the run to standard error as JSON.")
    ] = False,
) -> None:
    """Run a pipeline over files, folders or standard input.

    A run that was ended in any way, by Ctrl-C, a full disk or a power cut, goes on where it was
    with the same command. Ctrl-C once ends it after what is at work, twice at once.

    Example: copydesk run news ARTICLE.txt

    Example: copydesk run configs/news.yaml articles/ -o out.jsonl --workers 4

    Exit codes: 0 done, 1 done with failed documents, 2 not started, 130 interrupted.
    """
    from copydesk.config.shipped import find_pipeline
    from copydesk.formats.inputs import find_inputs
    from copydesk.formats.page import PageWriter
    from copydesk.formats.target import check_target, find_writer
    from copydesk.pipeline import Pipeline
    from copydesk.runs.manifest import check_lock
    from copydesk.runs.shards import find_shard

    planned = Pipeline.load(find_pipeline(pipeline), plugins_with(plugin_files), sets=sets or ())
    if locked is not None:
        check_lock(planned, locked)
    plugins = [planned.plugins.load(name) for name in planned.plugin_names]
    files = find_inputs(
        inputs,
        [reader for plugin in plugins for reader in plugin.readers],
        format=input_format,
        output=output,
    )
    into_folder = output.endswith("/")
    if into_folder:
        if shard:
            raise typer.BadParameter("`--shard` goes with one file of output, not with a folder")
    elif parts:
        raise typer.BadParameter("`--parts` goes with a folder: `-o out/`")
    on_terminal = output == "-" and sys.stdout.isatty()
    writer = find_writer(
        format or ("text" if on_terminal else ""),
        output,
        planned.layers,
        [writer for plugin in plugins for writer in plugin.writers],
    )
    if isinstance(writer, PageWriter) and on_terminal:
        writer = _page_for_terminal()
    check_target(output, (file.uri for file in files.files))
    if ray_address:
        _choose_cluster(ray_address, executor)
    if into_folder:
        from copydesk.cli.folder import Shown, write_folder
        from copydesk.runs.parts import Folder

        folder = Folder(
            Path(output), planned, files, writer, count=parts, sets=sets or (), cache=cache, fresh=fresh
        )
        shown = Shown(quiet, profile=profile or verbose, as_json=as_json, log_as_json=_is_json(log_format))
        raise typer.Exit(write_folder(folder, planned, files, executor, workers, shown))
    command = _Command(
        planned,
        files,
        output,
        writer,
        sets=sets or (),
        cache=cache,
        shard=find_shard(shard, files, planned) if shard else None,
        fresh=fresh,
        quiet=quiet,
        verbose=verbose,
    )
    command.log_as_json = _is_json(log_format)
    command.choose_executor(executor, workers)
    raise typer.Exit(command.execute(profile=profile, as_json=as_json))


def _choose_cluster(address: str, executor: str) -> None:
    import os

    if executor != "ray":
        raise typer.BadParameter("`--ray-address` goes with `--executor ray`")
    # Where Ray itself and what it starts look for it.
    os.environ["RAY_ADDRESS"] = address


def _is_json(log_format: str) -> bool:
    from copydesk.errors import CopydeskError

    if log_format not in ("text", "json"):
        raise CopydeskError("unknown-format", f"no log format is called `{log_format}`", hint="text or json")
    return log_format == "json"


def _page_for_terminal() -> PageWriter:
    from rich.console import Console

    from copydesk.formats.page import PageWriter

    console = Console()
    return PageWriter(console.width, color=console.color_system is not None and not console.no_color)


class _Command:
    """One call of `run`: where the output goes, what is shown, which exit code comes of it."""

    def __init__(
        self,
        pipeline: Pipeline,
        inputs: Inputs,
        output: str,
        writer: Writer,
        *,
        sets: Sequence[str],
        cache: str,
        shard: Shard | None,
        fresh: bool,
        quiet: bool,
        verbose: bool,
    ) -> None:
        self.pipeline = pipeline
        self.inputs = inputs
        self.path = None if output == "-" else Path(output)
        self.writer = writer
        self.fresh = fresh
        self.quiet = quiet
        self.verbose = verbose
        self.sets = sets
        self.shard = shard
        self.cache = cache or pipeline.file.cache
        self.log_as_json = False
        self.stamps: list[Any] = []
        self.executor: Executor
        self.workers: int | None = None

    def choose_executor(self, name: str, workers: int | None) -> None:
        """Choose what carries out the tasks; one document needs no process of its own."""
        from copydesk.runs.executors import find_executor

        self.workers = workers
        self.executor = find_executor(name, self.pipeline, self.inputs, workers)

    def execute(self, *, profile: bool, as_json: bool) -> int:
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
        if output.resumed and not self.quiet:
            typer.echo(f"going on after {output.resumed.ledger['read']} documents", err=True)
        try:
            with self._watched(run):
                run.execute()
            if isinstance(output, FileOutput) and run.is_whole:
                output.finish(run.state, lambda: self._write_manifest(run, started))
            if self.cache:
                self._shrink_cache()
        except OSError as error:
            if isinstance(output, FileOutput) and not isinstance(error, BrokenPipeError):
                return self._cannot_write(output, error)
            raise
        except KeyboardInterrupt:
            run.interrupted = True
        finally:
            if isinstance(output, FileOutput) and not run.is_whole:
                output.abandon()
        return self._report(run, started, profile=profile, as_json=as_json)

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
            can_resume=all(file.uri != "-" for file in self.inputs.files),
        )

    def _watched(self, run: Run) -> AbstractContextManager[Any]:
        """Show failures as they come, and progress when somebody is looking at a file being made."""
        from copydesk.cli.progress import JsonLog, Progress, log_line, show_failures

        if self.log_as_json:
            log_line("started", pipeline=self.pipeline.name, inputs=len(self.inputs.files))
            run.on_result = JsonLog(run).advance
            return nullcontext()
        if self.path is not None and sys.stderr.isatty() and not self.quiet:
            progress = Progress(self.inputs, self.pipeline, run, verbose=self.verbose)
            run.on_result = progress.advance
            return progress
        run.on_result = lambda failed, _: show_failures(failed, verbose=self.verbose)
        return nullcontext()

    def _write_manifest(self, run: Run, started: Any) -> None:
        from copydesk.runs.manifest import write_manifest

        if self.path:
            write_manifest(self.path.with_name(f"{self.path.name}.run.json"), self._manifest(run, started))

    def _manifest(self, run: Run, started: Any) -> dict[str, Any]:
        """Describe the run; of a share, the input is taken down when all shares are merged."""
        from copydesk.runs.manifest import input_digests, manifest_of

        manifest = manifest_of(run, started)
        if self.shard is None:
            manifest["inputs"] |= input_digests(self.stamps)
        return manifest

    def _shrink_cache(self) -> None:
        from contextlib import closing

        from copydesk.runs.cache import Store

        with closing(Store(self.cache)) as store:
            removed = store.shrink(self.pipeline.file.cache_limit)
        if removed and not self.quiet:
            typer.echo(f"{removed} values removed from the cache to keep its limit", err=True)

    def _cannot_write(self, output: FileOutput, error: OSError) -> int:
        output.abandon()
        reason = (error.strerror or str(error)).lower()
        typer.echo(
            f"error[cannot-write]: cannot write `{self.path}`: {reason}\n"
            "  hint: make room, then give the same command again: it goes on where it was",
            err=True,
        )
        return FOUND

    def _report(self, run: Run, started: Any, *, profile: bool, as_json: bool) -> int:
        from copydesk.cli.progress import log_line, step_table
        from copydesk.formats.page import PageWriter
        from copydesk.runs.manifest import manifest_of

        code = INTERRUPTED if run.interrupted else FOUND if run.ledger.failed else 0
        if self.log_as_json:
            log_line("finished", exit_code=code, seconds=round(run.seconds, 3), **run.ledger.as_json())
            return code
        for hook, error in run.watcher_errors.items():
            typer.echo(f"warning: {hook} raised {error}", err=True)
        if run.stopped:
            typer.echo("stopped at the first failure, as `on_error: fail` asks", err=True)
        if profile or self.verbose:
            typer.echo(step_table(manifest_of(run, started)), err=True)
        if as_json:
            import msgspec

            typer.echo(msgspec.json.encode(self._manifest(run, started)).decode(), err=True)
        elif not self.quiet:
            if self.inputs.left_alone:
                files = "1 file" if self.inputs.left_alone == 1 else f"{self.inputs.left_alone} files"
                typer.echo(f"{files} of other types left alone", err=True)
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
