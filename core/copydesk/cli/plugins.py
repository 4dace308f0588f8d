"""The verb `plugins`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from copydesk.cli.completion import plugin_names
from copydesk.cli.options import PluginFiles

if TYPE_CHECKING:
    from copydesk.plugins import Plugins


def plugins(
    name: Annotated[
        str,
        typer.Argument(help="A plugin or a step to explain.", metavar="NAME", autocompletion=plugin_names),
    ] = "",
    plugin_files: PluginFiles = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    as_markdown: Annotated[
        bool, typer.Option("--markdown", help="Print the reference of one plugin as Markdown.")
    ] = False,
) -> None:
    """List the plugins, or explain one: what its steps do, their options, what they need and give.

    Example: copydesk plugins quotes

    Example: copydesk plugins quotes --markdown
    """
    from copydesk.cli.printing import print_json
    from copydesk.plugins import Plugins

    if as_markdown and (as_json or not name):
        problem = "cannot stand with `--json`" if as_json else "needs the name of a plugin"
        raise typer.BadParameter(f"`--markdown` {problem}: `copydesk plugins quotes --markdown`")
    installed = Plugins(files=plugin_files or ())
    if not name:
        _list(installed, as_json)
        return
    found = _described(installed, name)
    if as_json:
        print_json(found)
    elif as_markdown:
        from copydesk.markdown import plugin_markdown

        typer.echo(plugin_markdown(found), nl=False)
    else:
        typer.echo(_explained(found))


def _described(installed: Plugins, name: str) -> dict[str, Any]:
    from copydesk.listing import describe
    from copydesk.plugins import unknown_step

    plugin, dot, _ = name.partition(".")
    found = describe(installed, plugin)
    if not dot:
        return found
    steps = {step["name"]: step for step in found["steps"]}
    if name not in steps:
        raise unknown_step(name, steps)
    return found | {"steps": [steps[name]]}


def _list(installed: Plugins, as_json: bool) -> None:
    from copydesk.cli.printing import print_json, table
    from copydesk.listing import plugin_states

    states = plugin_states(installed)
    if as_json:
        print_json({"plugins": states})
        return
    cells = [[state.name, state.state, state.distribution, ", ".join(state.steps)] for state in states]
    typer.echo(table(["plugin", "state", "from", "steps"], cells, indent=""))
    for state in states:
        if state.reason:
            typer.echo(f"\n{state.name}: {state.reason}\n  hint: {state.hint}")
    typer.echo("\nnext: copydesk plugins NAME explains one")


def _explained(found: dict[str, Any]) -> str:
    parts = [f"{found['name']} ({found['distribution']} {found['version']})"]
    verbs = {"readers": "reads", "writers": "writes", "executors": "runs on", "watches": "hears"}
    facts = [f"{verb} {registered['name']}" for kind, verb in verbs.items() for registered in found[kind]]
    parts += [", ".join(facts)] if facts else []
    parts += [_explained_step(step) for step in found["steps"]]
    return "\n\n".join(parts)


def _explained_step(step: dict[str, Any]) -> str:
    from copydesk.cli.printing import table

    gives = [*step["provides"], *(["edits"] if step["edits"] else [])]
    lines = [f"## {step['name']}", "", step["help"], ""]
    facts = {"needs": step["requires"], "uses if there": step["uses"], "gives": gives}
    facts["stands for"] = step["stands_for"]
    lines += [f"{label}: {', '.join(values)}" for label, values in facts.items() if values]
    if step["options"]:
        rows = [
            [option["name"], option["type"], option["default"], option["description"]]
            for option in step["options"]
        ]
        lines += ["", table(["option", "type", "default", "what it does"], rows)]
    else:
        lines += ["", "no options"]
    return "\n".join([*lines, "", "example:", "", *(f"  {line}" for line in step["example"].splitlines())])
