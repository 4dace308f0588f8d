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
) -> None:
    """List the plugins, or explain one: what its steps do, their options, what they need and give.

    Example: copydesk plugins quotes
    """
    from copydesk.cli.printing import print_json
    from copydesk.plugins import Plugins
    from copydesk.reference import plugin_reference, step_reference

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
    if found["readers"] or found["writers"]:
        formats = [f"reads {name}" for name in found["readers"]] + [f"writes {n}" for n in found["writers"]]
        parts.append(", ".join(formats))
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
