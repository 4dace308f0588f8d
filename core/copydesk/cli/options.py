"""Options that several verbs have."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from copydesk.plugins import Plugins

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
