"""The verb `new`: starting points."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

new = typer.Typer(
    rich_markup_mode=None,
    no_args_is_help=True,
    help="Write a starting point.\n\nExample: copydesk new pipeline my.yaml",
)

_PIPELINE = """\
# yaml-language-server: $schema=copydesk.schema.json
# A pipeline: documents go through the steps in this order.
# `copydesk check {path}` tells what is wrong, `copydesk plugins` what else there is.
name: {name}
description: Say here what it is for.
steps:
  # Main text of a page, repaired characters, furniture lines out, headline into meta.title.
  - clean
  # People, organisations and places, each under one name.
  - entities
  # Who said what.
  - quotes
  - summary:
      sentences: 3
# A document that fails is put aside and the run goes on; `fail` stops at the first one.
on_error: quarantine
tests:
  - name: a quote finds its speaker
    text: Chancellor Anna Weber called the leak “very serious”.
    expect:
      quotes: [{{text: very serious, speaker: Anna Weber}}]
"""


@new.command("pipeline")
def pipeline(
    path: Annotated[str, typer.Argument(help="File to write.", metavar="FILE")] = "pipeline.yaml",
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file.")] = False,
) -> None:
    """Write a commented pipeline file, and the schema with which editors complete it.

    Example: copydesk new pipeline my.yaml
    """
    from copydesk.errors import CopydeskError
    from copydesk.plugins import Plugins
    from copydesk.schema import schema_text

    target = Path(path)
    if target.exists() and not force:
        raise CopydeskError(
            "file-exists", f"`{path}` is there already", hint="choose another name, or `--force`"
        )
    target.write_text(_PIPELINE.format(path=path, name=target.stem), encoding="utf-8")
    schema = target.with_name("copydesk.schema.json")
    schema.write_text(schema_text(Plugins()), encoding="utf-8")
    typer.echo(f"  {target}\n  {schema}\nnext: copydesk check {path}", err=True)


@new.callback()
def _new() -> None:
    """Write a starting point."""
