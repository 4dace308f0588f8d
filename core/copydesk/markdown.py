"""The reference of a plugin as Markdown, for its README and for the documentation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from copydesk.reference import WITHOUT_DEFAULT


def plugin_markdown(reference: Mapping[str, Any]) -> str:
    """Write the reference of a plugin under a heading of the second level.

    Args:
        reference: What `copydesk.reference.plugin_reference` gives.
    """
    parts = [f"## Plugin `{reference['name']}`\n"]
    parts += [_step(step) for step in reference["steps"]]
    parts += [_reader(reader) for reader in reference["readers"]]
    parts += [_writer(writer) for writer in reference["writers"]]
    parts += [
        _section(f"Executor `{executor['name']}`", [executor["help"]]) for executor in reference["executors"]
    ]
    parts += [_section(f"Hook `{hook['name']}`", [hook["help"]]) for hook in reference["watches"]]
    return "\n".join(parts)


def cell(text: str) -> str:
    """Write a text so that it stays in its cell of a table."""
    return text.replace("|", "\\|").replace("<", "&lt;")


def _step(step: Mapping[str, Any]) -> str:
    gives = [*step["provides"], *(["edits"] if step["edits"] else [])]
    facts = {
        "needs": step["requires"],
        "uses if there": step["uses"],
        "gives": gives,
        "stands for": step["stands_for"],
    }
    table: list[str] = []
    if step["options"]:
        table = ["| option | type | default | what it does |", "| --- | --- | --- | --- |"]
        table += [
            f"| `{option['name']}` | {cell(option['type'])} | {_default(option['default'])} "
            f"| {cell(option['description'])} |"
            for option in step["options"]
        ]
    example = ["```yaml", step["example"], "```"]
    return _section(f"`{step['name']}`", [step["help"]], _facts(facts), table, example)


def _default(text: str) -> str:
    return text if text in WITHOUT_DEFAULT else f"`{cell(text)}`"


def _reader(reader: Mapping[str, Any]) -> str:
    facts = _facts({"reads files that end in": reader["suffixes"]})
    return _section(f"Reader `{reader['name']}`", [reader["help"]], facts)


def _writer(writer: Mapping[str, Any]) -> str:
    facts = _facts({"writes files that end in": [writer["suffix"]], "needs": writer["requires"]})
    return _section(f"Writer `{writer['name']}`", [writer["help"]], facts)


def _facts(facts: Mapping[str, list[str]]) -> list[str]:
    return [
        f"- {label}: {', '.join(f'`{value}`' for value in values)}"
        for label, values in facts.items()
        if values
    ]


def _section(heading: str, *paragraphs: Sequence[str]) -> str:
    """Write a heading and what stands below it, with an empty line between, and after the last."""
    parts = [[f"### {heading}"], *paragraphs]
    return "\n\n".join("\n".join(lines) for lines in parts if any(lines)) + "\n"
