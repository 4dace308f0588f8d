"""The verb `plan`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from copydesk.cli.options import PipelineArgument, PluginFiles, Sets, plugins_with

if TYPE_CHECKING:
    from copydesk.document import Document
    from copydesk.formats.inputs import Inputs
    from copydesk.formats.protocols import Unreadable
    from copydesk.pipeline import Pipeline
    from copydesk.runs.preview import Preview


def plan(
    pipeline: PipelineArgument,
    inputs: Annotated[list[str], typer.Argument(help="Files, folders, globs.", metavar="INPUT")],
    cache: Annotated[
        str, typer.Option(help="Folder of the cache; by default what the pipeline says.", metavar="DIR")
    ] = "",
    sets: Sets = None,
    plugin_files: PluginFiles = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Tell which steps a run would run on how many documents, and which it has in the cache.

    Nothing is run and no model is loaded.

    Example: copydesk plan news articles/ --cache .cache
    """
    from copydesk.config.shipped import find_pipeline
    from copydesk.formats.inputs import find_inputs
    from copydesk.pipeline import Pipeline
    from copydesk.runs.preview import preview

    planned = Pipeline.load(find_pipeline(pipeline), plugins_with(plugin_files), sets=sets or ())
    files = find_inputs(inputs, planned.readers)
    found = preview(planned, _documents(files, planned), cache or planned.file.cache)
    if as_json:
        from copydesk.cli.printing import print_json

        print_json(_row(planned, found))
    else:
        _print(planned, found, with_cache=bool(cache or planned.file.cache))


def _documents(files: Inputs, planned: Pipeline) -> Iterator[Document | Unreadable]:
    from copydesk.formats.inputs import FileReader

    for file in files.files:
        yield from FileReader(file, max_bytes=planned.file.max_document_bytes).documents()


def _row(planned: Pipeline, found: Preview) -> dict[str, Any]:
    return {
        "documents": found.documents,
        "unreadable": found.unreadable,
        "steps": [
            {
                "name": step.name,
                "runs": found.runs[number],
                "conditional": found.conditional[number],
                "cached": found.cached[number],
            }
            for number, step in enumerate(planned.steps)
        ],
    }


def _print(planned: Pipeline, found: Preview, *, with_cache: bool) -> None:
    from copydesk.cli.printing import table

    rows: list[list[str]] = []
    changed = False
    for number, step in enumerate(planned.steps):
        runs, cached = found.runs[number], found.cached[number]
        why = ""
        if found.conditional[number]:
            why = f"{found.conditional[number]} more if {step.when.text}" if step.when else ""
        elif not runs and not cached:
            why = "no step that runs asks for it"
        elif runs and with_cache:
            why = "a step before it runs" if changed else "not in the cache: new, or changed"
        changed = changed or bool(runs and not why.startswith("a step"))
        rows.append([step.name, str(runs), str(cached), why])
    typer.echo(table(["step", "runs", "cached", "why"], rows))
    unreadable = f", {found.unreadable} cannot be read" if found.unreadable else ""
    typer.echo(f"{found.documents} documents{unreadable}")
