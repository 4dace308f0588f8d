"""Options that several verbs have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from copydesk.cli.completion import pipeline_names

if TYPE_CHECKING:
    from copydesk.plugins import Plugins

PipelineArgument = Annotated[
    str,
    typer.Argument(
        help="Pipeline file, or name of a shipped one.", metavar="PIPELINE", autocompletion=pipeline_names
    ),
]
PipelineArguments = Annotated[
    list[str],
    typer.Argument(
        help="Pipeline files, or names of shipped pipelines.",
        metavar="PIPELINE",
        autocompletion=pipeline_names,
    ),
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", help="Set a value: summary.sentences=5.", metavar="PATH=VALUE"),
]
PluginFiles = Annotated[
    list[str] | None,
    typer.Option(
        "--plugin", help="Use a plugin from a single file too; the option may be repeated.", metavar="FILE.py"
    ),
]


def plugins_with(files: Sequence[str] | None) -> Plugins:
    """Give the plugins that a chain can use; a mistake in a file is told at its line, before the chain's."""
    from copydesk.plugins import Plugins

    plugins = Plugins(files=files or ())
    for name in plugins.files:
        plugins.load(name)
    return plugins
