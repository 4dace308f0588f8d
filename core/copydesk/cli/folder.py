"""What `run` shows when it writes a folder in parts."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from copydesk.cli.shown import FOUND, INTERRUPTED, Shown, shrink_cache

if TYPE_CHECKING:
    from copydesk.formats.inputs import Inputs
    from copydesk.pipeline import Pipeline
    from copydesk.runs.ledger import Ledger
    from copydesk.runs.letters import Letter
    from copydesk.runs.parts import Folder, Written

# Nobody reads more of them on a terminal, and all are in a file.
_FAILURES_SHOWN = 20


def write_folder(
    folder: Folder, pipeline: Pipeline, inputs: Inputs, executor: str, workers: int | None, shown: Shown
) -> int:
    """Write the parts that are not there; give the exit code."""
    from copydesk.runs.executors import find_executor
    from copydesk.runs.retry import read_letters

    began = time.perf_counter()
    of = len(folder.parts)
    there = of if folder.is_done else sum(part.is_done for part in folder.parts)
    parts = "1 part" if of == 1 else f"{of} parts"
    text = f"going on after {there} of {parts}" if there else parts
    shown.say(text, "started", pipeline=pipeline.name, inputs=len(inputs.files), parts=of, done=there)
    try:
        for written in folder.write(find_executor(executor, pipeline, inputs, workers or 1), workers=workers):
            if not written.is_whole:
                failed = pipeline.file.on_error == "fail" and written.ledger.failed
                return _ended(written, of, shown, FOUND if failed else INTERRUPTED)
            counts = {"part": written.number, "of": of, **written.ledger.as_json()}
            shown.say(f"part {written.number} of {of}: {written.ledger}", "part", **counts)
        ledger = folder.finish()
        if folder.cache:
            shrink_cache(folder.cache, pipeline, shown)
    except KeyboardInterrupt:
        shown.say("interrupted", "finished", exit_code=INTERRUPTED)
        shown.say("next: the same command goes on where it was")
        return INTERRUPTED
    finally:
        folder.close()
    if ledger.failed:
        _show_failures(read_letters(folder.path), shown)
    shown.say_left_alone(inputs)
    return _finished(folder, ledger, shown, time.perf_counter() - began)


def _show_failures(failed: Sequence[Letter], shown: Shown) -> None:
    """Tell of the documents that failed; whoever wrote the parts, their letters are here now."""
    from copydesk.cli.progress import log_failures, show_failures

    if shown.log_as_json:
        log_failures(failed)
        return
    show_failures(failed[:_FAILURES_SHOWN], verbose=shown.verbose)
    if len(failed) > _FAILURES_SHOWN:
        typer.echo(f"and {len(failed) - _FAILURES_SHOWN} more", err=True)


def _ended(written: Written, of: int, shown: Shown, code: int) -> int:
    counts = {"part": written.number, "of": of, **written.ledger.as_json()}
    shown.say(
        f"ended in part {written.number} of {of}: {written.ledger}", "finished", exit_code=code, **counts
    )
    shown.say("next: the same command goes on where it was")
    return code


def _finished(folder: Folder, ledger: Ledger, shown: Shown, seconds: float) -> int:
    import msgspec

    from copydesk.cli.progress import step_table
    from copydesk.runs.merging import LETTERS, MANIFEST

    code = FOUND if ledger.failed else 0
    manifest = (folder.path / MANIFEST).read_bytes()
    if shown.profile and not shown.log_as_json:
        typer.echo(step_table(msgspec.json.decode(manifest)), err=True)
    files = [f"{folder.path}/", str(folder.path / MANIFEST)]
    if ledger.failed:
        files.append(str(folder.path / LETTERS))
    counts = {"exit_code": code, "seconds": round(seconds, 3), **ledger.as_json()}
    shown.say("\n  ".join([f"{ledger}, in {seconds:.1f} s", *files]), "finished", **counts)
    if shown.as_json:
        typer.echo(manifest.decode(), err=True, nl=False)
    return code
