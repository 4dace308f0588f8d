"""The verb `schema`."""

from __future__ import annotations

from typing import Annotated

import typer


def schema(
    output: Annotated[
        str, typer.Option("--output", "-o", help="File to write; - is standard output.", metavar="FILE")
    ] = "-",
) -> None:
    """Write the JSON Schema of pipeline files, made from the installed plugins, for editors.

    Example: copydesk schema -o copydesk.schema.json
    """
    from pathlib import Path

    from copydesk.plugins import Plugins
    from copydesk.schema import schema_text

    text = schema_text(Plugins())
    if output == "-":
        typer.echo(text, nl=False)
    else:
        Path(output).write_text(text, encoding="utf-8")
        typer.echo(f"  {output}", err=True)
