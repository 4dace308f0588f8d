"""The verb `plugins`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from copydesk.cli.completion import plugin_names

if TYPE_CHECKING:
    from copydesk.plugins import Plugins


def plugins(
    name: Annotated[
        str, typer.Argument(help="A plugin or a step to explain.", autocompletion=plugin_names)
    ] = "",
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
    from copydesk.markdown import plugin_markdown
    from copydesk.plugins import Plugins
    from copydesk.reference import plugin_reference, step_reference

    if as_markdown and (as_json or not name):
        problem = "cannot stand with `--json`" if as_json else "needs the name of a plugin"
        raise typer.BadParameter(f"`--markdown` {problem}: `copydesk plugins quotes --markdown`")
    installed = Plugins()
    if not name:
        _list(installed, as_json)
        return
    if "." in name:
        plugin, definition = installed.step(name)
        found: dict[str, Any] = plugin_reference(plugin) | {"steps": [step_reference(definition)]}
    else:
        found = plugin_reference(installed.load(name))
    if as_json:
        print_json(found)
    elif as_markdown:
        typer.echo(plugin_markdown(found), nl=False)
    else:
        typer.echo(_explained(found))


def _list(installed: Plugins, as_json: bool) -> None:
    from copydesk.cli.printing import print_json, table

    rows = [_state(installed, name) for name in installed.installed]
    if as_json:
        print_json({"plugins": rows})
        return
    cells = [[row["name"], row["state"], row["distribution"], ", ".join(row["steps"])] for row in rows]
    typer.echo(table(["plugin", "state", "from", "steps"], cells, indent=""))
    for row in rows:
        if row["reason"]:
            typer.echo(f"\n{row['name']}: {row['reason']}\n  hint: {row['hint']}")
    typer.echo("\nnext: copydesk plugins NAME explains one")


def _state(installed: Plugins, name: str) -> dict[str, Any]:
    from copydesk.errors import CopydeskError

    row: dict[str, Any] = {
        "name": name,
        "distribution": ", ".join(installed.installed[name].distributions),
        "state": "ready",
        "steps": [],
        "reason": "",
        "hint": "",
    }
    try:
        row["steps"] = [*installed.load(name).steps]
    except CopydeskError as error:
        row |= {"state": error.code, "reason": error.problem.message, "hint": error.hint}
    return row


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
