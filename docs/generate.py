"""Write the pages of the reference that are made from the code: `python docs/generate.py`.

With `--check` nothing is written, and the exit code is 1 when a page is stale.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from copydesk import hookspecs
from copydesk.cli.app import app
from copydesk.config.file import file_model
from copydesk.config.options import expected
from copydesk.formats.schema import output_schema
from copydesk.markdown import cell, plugin_markdown
from copydesk.plugins import Plugins
from copydesk.reference import plugin_reference
from copydesk.testing.kit import RULES

REFERENCE = Path(__file__).parent / "reference"
BUILT_IN = ("clean", "html", "language", "entities", "quotes", "sentences", "summary")


def pages() -> dict[Path, str]:
    """Make every generated page: text by path."""
    return {
        REFERENCE / "steps.md": _steps(),
        REFERENCE / "command-line.md": _command_line(),
        REFERENCE / "pipeline-file.md": _pipeline_file(),
        REFERENCE / "hooks.md": _hooks(),
        REFERENCE / "conformance.md": _conformance(),
        REFERENCE / "output.schema.json": json.dumps(output_schema(), indent=2) + "\n",
    }


def main(arguments: list[str]) -> int:
    """Write the pages, or tell which are stale."""
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text() != text]
    if "--check" in arguments:
        for path in stale:
            sys.stderr.write(f"{path} is stale; run `python docs/generate.py`\n")
        return 1 if stale else 0
    for path, text in pages().items():
        path.write_text(text)
    return 0


def _steps() -> str:
    parts = ["# Steps\n\nWhat comes with copydesk. `copydesk plugins NAME` prints the same for any plugin.\n"]
    installed = Plugins()
    parts += [plugin_markdown(plugin_reference(installed.load(name))) for name in BUILT_IN]
    return "\n".join(parts)


def _command_line() -> str:
    parts = [
        "# Command line\n\nThe help of every command, as it prints it. `python -m copydesk` is the same.\n"
    ]
    for verb in _verbs():
        name = " ".join(["copydesk", *verb])
        result = CliRunner().invoke(app, [*verb, "--help"], env={"TERMINAL_WIDTH": "100", "COLUMNS": "100"})
        parts.append(f"## {name}\n\n```text\n{result.output.rstrip()}\n```\n")
    return "\n".join(parts)


def _verbs() -> list[list[str]]:
    """List what can stand after `copydesk`: nothing, a verb, or a verb with its own verb."""
    verbs: list[list[str]] = [[]]
    verbs += [[command.name] for command in app.registered_commands if command.name]
    for group in app.registered_groups:
        for command in group.typer_instance.registered_commands if group.typer_instance else ():
            verbs.append([name for name in (group.name, command.name) if name])
    return verbs


def _pipeline_file() -> str:
    schema = file_model().model_json_schema()
    rows = [
        f"| `{name}` | {cell(expected(field, schema))} | {_default(field)} | {field['description']} |"
        for name, field in schema["properties"].items()
    ]
    return "\n".join(
        [
            "# Pipeline file",
            "",
            "A pipeline is a YAML 1.2 file (`yes`, `no`, `on`, `off` are words, not booleans). A step is its name, or",
            "its name with its options: `- summary: {sentences: 3}`. Merge keys and tags are not allowed. Unknown",
            "keys, duplicate keys and wrong types are problems that `copydesk check` reports with their place.",
            "",
            "| key | type | default | what it does |",
            "| --- | --- | --- | --- |",
            *rows,
            "",
            "Steps run in the order of the file. What a step needs and no step before it provides is a problem, but",
            "for two layers that are put in by themselves where they are first needed: `parse` (by the step",
            "`language`) and `sentences` (by the step `sentences`). `copydesk check` shows the chain that will run.",
            "",
        ]
    )


def _default(field: dict[str, Any]) -> str:
    return f"`{json.dumps(field['default'])}`" if "default" in field else "required"


def _hooks() -> str:
    names = [name for name in vars(hookspecs) if name.startswith("copydesk_")]
    parts = [
        "# Hooks",
        "",
        f"What a plugin may implement, with `@hookimpl` from `copydesk`. Plugin API version {hookspecs.API_VERSION}.",
        "",
    ]
    for name in names:
        parts += [f"::: copydesk.hookspecs.{name}", ""]
    return "\n".join(parts)


def _conformance() -> str:
    parts = [
        "# Conformance",
        "",
        "What a step is held to by `check_step` and `conformance` from `copydesk.testing`, in the order of the",
        "report. A check that builds on another one is skipped when that one did not pass.",
        "",
    ]
    for rule in RULES:
        parts += [f"## {rule.name}", "", rule.promise, "", f"To mend it, {rule.mend}.", ""]
        if rule.needs:
            parts += [f"Builds on {', '.join(f'`{need}`' for need in rule.needs)}.", ""]
    return "\n".join(parts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
