"""The verb `schema`."""

from __future__ import annotations

from typing import Annotated

import typer

from copydesk.cli.options import PluginFiles


def schema(
    output: Annotated[
        str, typer.Option("--output", "-o", help="File to write; - is standard output.", metavar="FILE")
    ] = "-",
    plugin_files: PluginFiles = None,
) -> None:
    """Write the JSON Schema of pipeline files, made from the installed plugins, for editors.

    Example: copydesk schema -o copydesk.schema.json
    """
    from pathlib import Path

    from copydesk.errors import CopydeskError
    from copydesk.listing import describe_all
    from copydesk.plugins import Plugins
    from copydesk.schema import schema_text

    plugins = Plugins(files=plugin_files or ())
    described = describe_all(plugins)
    for name, found in described.items():
        if isinstance(found, CopydeskError):
            typer.echo(f"warning: the steps of `{name}` are left out: {found.problem.message}", err=True)
    text = schema_text(plugins, described)
    if output == "-":
        typer.echo(text, nl=False)
    else:
        Path(output).write_text(text, encoding="utf-8")
        typer.echo(f"  {output}", err=True)
