"""The verb `run`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from copydesk.cli.options import PipelineArgument, PluginFiles, Sets, plugins_with

if TYPE_CHECKING:
    from copydesk.formats.page import PageWriter


def run(
    pipeline: PipelineArgument,
    inputs: Annotated[
        list[str], typer.Argument(help="Files, folders, globs; - reads standard input.", metavar="INPUT")
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
            metavar="FORMAT",
        ),
    ] = "",
    input_format: Annotated[
        str,
        typer.Option(help="Read every input as this format: text, markdown, html, jsonl.", metavar="FORMAT"),
    ] = "",
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            "-w",
            min=1,
            help="Worker processes; by default one for each processor, of all machines where there are more.",
            metavar="N",
            show_default=False,
        ),
    ] = None,
    executor: Annotated[
        str,
        typer.Option(
            help="What carries out the work: local, ray, or another plugin's executor.", metavar="NAME"
        ),
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
            metavar="N",
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
    sets: Sets = None,
    plugin_files: PluginFiles = None,
    profile: Annotated[
        bool, typer.Option("--profile", help="Print what each step took to standard error.")
    ] = False,
    log_format: Annotated[
        str,
        typer.Option(
            help="Messages on standard error: text for people, json a line each for machines.",
            metavar="FORMAT",
        ),
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
    from copydesk.cli.one_output import OneOutput
    from copydesk.cli.shown import Shown
    from copydesk.config.shipped import find_pipeline
    from copydesk.formats.inputs import find_inputs
    from copydesk.formats.page import PageWriter
    from copydesk.formats.target import check_target, find_writer
    from copydesk.pipeline import Pipeline
    from copydesk.runs.executors import find_executor
    from copydesk.runs.manifest import check_lock
    from copydesk.runs.shards import find_shard

    planned = Pipeline.load(find_pipeline(pipeline), plugins_with(plugin_files), sets=sets or ())
    if locked is not None:
        check_lock(planned, locked)
    plugins = [planned.plugins.load(name) for name in planned.plugin_names]
    files = find_inputs(
        inputs,
        planned.readers,
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
    shown = Shown(quiet, verbose, profile or verbose, as_json, _is_json(log_format))
    cache = cache or planned.file.cache
    if into_folder:
        from copydesk.cli.folder import write_folder
        from copydesk.runs.parts import Folder

        folder = Folder(
            Path(output), planned, files, writer, count=parts, sets=sets or (), cache=cache, fresh=fresh
        )
        raise typer.Exit(write_folder(folder, planned, files, executor, workers, shown))
    call = OneOutput(
        planned,
        files,
        None if output == "-" else Path(output),
        writer,
        find_executor(executor, planned, files, workers),
        workers,
        shown,
        sets or (),
        cache,
        find_shard(shard, files, planned) if shard else None,
        fresh,
    )
    raise typer.Exit(call.execute())


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
