"""The verb `merge`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

FOUND = 1


def merge(
    output: Annotated[Path, typer.Argument(help="File to make.", metavar="OUT")],
    shards: Annotated[
        list[Path], typer.Argument(help="Outputs of all shards, in any order.", metavar="SHARD")
    ],
) -> None:
    """Put the outputs of `run --shard K/N` together, as one run would have written them.

    Example: copydesk merge out.jsonl part-*.jsonl

    Exit codes: 0 done, 1 done with failed documents, 2 not started.
    """
    from copydesk.formats.target import check_target
    from copydesk.runs.shards import merge as put_together

    check_target(str(output), map(str, shards))
    ledger = put_together(output, shards)
    typer.echo(str(ledger), err=True)
    typer.echo(f"  {output}\n  {output}.run.json", err=True)
    if ledger.failed:
        typer.echo(f"  {output}.failed.jsonl", err=True)
    raise typer.Exit(FOUND if ledger.failed else 0)
