"""The verb `show`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from copydesk.cli.options import PipelineArgument, PluginFiles, Sets, plugins_with

if TYPE_CHECKING:
    from copydesk.config.nodes import Node


def show(
    pipeline: PipelineArgument,
    sets: Sets = None,
    plugin_files: PluginFiles = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Print a pipeline with all that it extends, and where each value comes from.

    Example: copydesk show news --set summary.sentences=5
    """
    from copydesk.cli.printing import print_json
    from copydesk.config.shipped import find_pipeline
    from copydesk.pipeline import Pipeline

    planned = Pipeline.load(find_pipeline(pipeline), plugins_with(plugin_files), sets=sets or ())
    root = planned.file.root
    if as_json:
        print_json({"pipeline": root.plain(), "origins": dict(_origins(root, ""))})
        return
    lines = [*_lines(root, 0)]
    width = max((len(text) for text, origin in lines if origin), default=0)
    for text, origin in lines:
        typer.echo(f"{text.ljust(width)}  # {origin}" if origin else text)


def _lines(node: Node, depth: int) -> Iterator[tuple[str, str]]:
    """Write a mapping as YAML, a line with its origin each."""
    indent = "  " * depth
    for key, (where, value) in (node.entries or {}).items():
        if value.entries:
            yield f"{indent}{key}:", ""
            yield from _lines(value, depth + 1)
        elif value.items:
            yield f"{indent}{key}:", ""
            for item in value.items:
                yield from _item(item, depth + 1)
        else:
            yield f"{indent}{key}: {_scalar(value)}", str(value.place if value.place.line else where.place)


def _item(item: Node, depth: int) -> Iterator[tuple[str, str]]:
    indent = "  " * depth
    if not item.entries:
        yield f"{indent}- {_scalar(item)}", str(item.place)
        return
    for number, (text, origin) in enumerate(_lines(item, depth + 1)):
        yield (f"{indent}- {text.lstrip()}" if not number else text), origin


def _scalar(node: Node) -> str:
    plain = node.plain()
    if (
        isinstance(plain, str)
        and plain
        and plain.replace("_", "").replace("-", "").replace(".", "").isalnum()
    ):
        from copydesk.config.nodes import resolved

        if isinstance(resolved(plain), str):
            return plain
    return json.dumps(plain, ensure_ascii=False)


def _origins(node: Node, path: str) -> Iterator[tuple[str, str]]:
    parts: list[tuple[Any, Node]] = [*enumerate(node.items or ())]
    parts += [(key, value) for key, (_, value) in (node.entries or {}).items()]
    for key, value in parts:
        below = f"{path}.{key}" if path else str(key)
        if value.items or value.entries:
            yield from _origins(value, below)
        else:
            yield below, str(value.place)
