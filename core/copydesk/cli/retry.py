"""The verb `retry`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from copydesk.cli.options import PluginFiles, Sets, plugins_with

FOUND = 1


def retry(
    output: Annotated[
        Path,
        typer.Argument(help="Output of a run that has dead letters: a file, or a folder.", metavar="OUT"),
    ],
    pipeline: Annotated[
        str,
        typer.Option(help="Pipeline to use; by default the file that made the output.", metavar="PIPELINE"),
    ] = "",
    sets: Sets = None,
    plugin_files: PluginFiles = None,
    workers: Annotated[
        int | None,
        typer.Option(
            "--workers",
            "-w",
            min=1,
            help="Worker processes; by default one for each processor.",
            metavar="N",
            show_default=False,
        ),
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Print tracebacks.")] = False,
) -> None:
    """Run the dead letters of a run again, and put what now succeeds where it belongs.

    The pipeline is read anew, so that what you have mended in it counts: a longer `timeout`, a
    newer plugin.

    Example: copydesk retry out.jsonl

    Example: copydesk retry out/

    Exit codes: 0 all succeeded, 1 some failed again, 2 not started.
    """
    from copydesk.cli.progress import failure_text
    from copydesk.errors import CopydeskError
    from copydesk.pipeline import Pipeline
    from copydesk.runs.local import LocalExecutor
    from copydesk.runs.retry import read_letters, read_manifest
    from copydesk.runs.retry import retry as run_again

    manifest = read_manifest(output)
    if manifest["format"] != "jsonl":
        raise CopydeskError(
            "unknown-format",
            f"`{output}` is written as {manifest['format']}, and only jsonl can be merged",
            hint="run the pipeline again with `-f jsonl`",
        )
    read_letters(output)
    planned = Pipeline.load(
        pipeline or manifest["pipeline"]["file"],
        plugins_with(plugin_files),
        sets=[*manifest["pipeline"]["sets"], *(sets or ())],
    )
    done = run_again(output, planned, LocalExecutor(planned.file.timeout), workers=workers)
    for letter in done.failed:
        typer.echo(failure_text(letter, verbose=verbose), err=True)
    if done.left:
        typer.echo(f"{done.left} not tried: their ids came before", err=True)
    typer.echo(
        f"{done.written} now written, {done.dropped.total()} dropped, {len(done.failed)} failed again",
        err=True,
    )
    typer.echo(str(done.ledger), err=True)
    raise typer.Exit(FOUND if done.failed or done.left else 0)
