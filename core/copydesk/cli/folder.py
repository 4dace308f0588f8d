"""What `run` shows when it writes a folder in parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from copydesk.cli.run import FOUND, INTERRUPTED

if TYPE_CHECKING:
    from copydesk.formats.inputs import Inputs
    from copydesk.pipeline import Pipeline
    from copydesk.runs.parts import Folder


def write_folder(
    folder: Folder,
    pipeline: Pipeline,
    inputs: Inputs,
    executor: str,
    workers: int | None,
    *,
    quiet: bool,
    as_json: bool,
) -> int:
    """Write the parts that are not there; give the exit code."""
    from copydesk.runs.executors import find_executor
    from copydesk.runs.merging import LETTERS, MANIFEST

    def say(text: str) -> None:
        if not quiet:
            typer.echo(text, err=True)

    there = sum(part.is_done for part in folder.parts)
    if there:
        say(f"going on after {there} of {len(folder.parts)} parts")
    try:
        for written in folder.write(find_executor(executor, pipeline, inputs, workers or 1), workers=workers):
            if not written.is_whole:
                say(f"ended in part {written.number} of {len(folder.parts)}: {written.ledger}")
                say("next: the same command goes on where it was")
                return FOUND if pipeline.file.on_error == "fail" and written.ledger.failed else INTERRUPTED
            say(f"part {written.number} of {len(folder.parts)}: {written.ledger}")
        ledger = folder.finish()
    except KeyboardInterrupt:
        say("interrupted\nnext: the same command goes on where it was")
        return INTERRUPTED
    finally:
        folder.close()
    say(f"{ledger}\n  {folder.path}/\n  {folder.path / MANIFEST}")
    if ledger.failed:
        say(f"  {folder.path / LETTERS}")
    if as_json:
        typer.echo((folder.path / MANIFEST).read_text(), err=True, nl=False)
    return FOUND if ledger.failed else 0
