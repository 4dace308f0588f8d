"""The verb `diff`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from copydesk.cli.options import PluginFiles, plugins_with

if TYPE_CHECKING:
    from copydesk.inspection.diff import Diff, Difference
    from copydesk.plugins import Plugins


def diff(
    first: Annotated[str, typer.Argument(help="Output, or pipeline with --input.", metavar="A")],
    second: Annotated[str, typer.Argument(help="Output, or pipeline with --input.", metavar="B")],
    inputs: Annotated[
        list[str] | None,
        typer.Option("--input", "-i", help="Run A and B, two pipelines, over this.", metavar="INPUT"),
    ] = None,
    plugin_files: PluginFiles = None,
    examples: Annotated[int, typer.Option(min=0, help="Examples to show of each layer.", metavar="N")] = 3,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show what differs between two outputs, or between two pipelines over one input.

    Example: copydesk diff old.jsonl new.jsonl

    Example: copydesk diff news my.yaml --input articles/

    Exit codes: 0 no difference, 1 some, 2 not started.
    """
    from dataclasses import asdict

    from copydesk.cli.printing import print_json
    from copydesk.inspection.diff import diff_outputs

    plugins = plugins_with(plugin_files)
    rows = [_ran(path, inputs, plugins) if inputs else _read(path) for path in (first, second)]
    found = diff_outputs(*rows)
    if as_json:
        counts = {what: dict(counter) for what, counter in found.counts().items()}
        everything = [asdict(difference) for difference in found.differences]
        print_json({"documents": found.documents, "counts": counts, "differences": everything})
    else:
        _print(found, examples)
    raise typer.Exit(1 if found.differences else 0)


def _read(path: str) -> list[dict[str, Any]]:
    from pathlib import Path

    import msgspec

    from copydesk.errors import CopydeskError, Place

    try:
        lines = Path(path).read_bytes().splitlines()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CopydeskError("no-such-file", f"cannot read `{path}`: {reason}") from error
    rows = []
    for number, line in enumerate(lines, 1):
        try:
            row = msgspec.json.decode(line)
            rows.append({key: row[key] for key in ("id", "text", "meta", "layers", "provenance")})
        except (msgspec.DecodeError, KeyError, TypeError) as error:
            raise CopydeskError(
                "no-output",
                "the line is no document as copydesk writes it",
                Place(path, number),
                "give two outputs of `copydesk run`, or two pipelines with `--input`",
            ) from error
    return rows


def _ran(path: str, inputs: list[str], plugins: Plugins) -> list[dict[str, Any]]:
    import msgspec

    from copydesk.config.shipped import find_pipeline
    from copydesk.document import Document
    from copydesk.formats.inputs import FileReader, find_inputs
    from copydesk.formats.output import row_of
    from copydesk.pipeline import Pipeline

    pipeline = Pipeline.load(find_pipeline(path), plugins)
    files = find_inputs(inputs, pipeline.readers).files
    limit = pipeline.file.max_document_bytes
    found = (one for file in files for one in FileReader(file, max_bytes=limit).documents())
    documents = (one for one in found if isinstance(one, Document))
    with pipeline.opened():
        outcomes = [row_of(one) for one in pipeline.run(documents) if isinstance(one, Document)]
    decoded: list[dict[str, Any]] = msgspec.json.decode(msgspec.json.encode(outcomes))
    return decoded


def _print(found: Diff, examples: int) -> None:
    from copydesk.cli.printing import table

    if not found.differences:
        typer.echo(f"no difference in {found.documents} documents")
        return
    rows = [
        [what, *(str(counter[kind]) for kind in ("added", "removed", "changed"))]
        for what, counter in sorted(found.counts().items())
    ]
    typer.echo(table(["", "added", "removed", "changed"], rows, indent=""))
    shown: dict[str, int] = {}
    for difference in found.differences:
        shown[difference.what] = shown.get(difference.what, 0) + 1
        if shown[difference.what] <= examples:
            typer.echo(f"\n{_head(difference)}")
            for sign, value in (("-", difference.before), ("+", difference.after)):
                if value is not None:
                    typer.echo(f"  {sign} {_shown(value)}")


def _head(difference: Difference) -> str:
    step = f" (by `{difference.step}`)" if difference.step else ""
    return f"{difference.document}: {difference.what} {difference.kind}{step}"


def _shown(value: Any) -> str:
    if not isinstance(value, dict):
        return repr(value)
    skipped = {"start", "end", "source_start", "source_end", "source_spans", "text"}
    parts = [
        f"{key} {part.get('name', part.get('text')) if isinstance(part, dict) else part}"
        for key, part in value.items()
        if key not in skipped and part not in ("", None)
    ]
    place = f"{value['source_start']}-{value['source_end']}"
    return f"{place} {value.get('text', '')!r} {', '.join(parts)}".rstrip()
