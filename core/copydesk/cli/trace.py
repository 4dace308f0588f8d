"""The verb `trace`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from copydesk.cli.options import PipelineArgument, PluginFiles, Sets, plugins_with

if TYPE_CHECKING:
    from rich.console import Console

    from copydesk.document import Document
    from copydesk.inspection.trace import StepTrace, TextChange, Trace
    from copydesk.pipeline import Pipeline

SHOWN_CHARACTERS = 120


def trace(
    pipeline: PipelineArgument,
    input: Annotated[str, typer.Argument(help="One file; - reads standard input.", metavar="INPUT")],
    document: Annotated[
        str, typer.Option(help="Id of the document, when the input has several.", metavar="ID")
    ] = "",
    sets: Sets = None,
    plugin_files: PluginFiles = None,
    html: Annotated[str, typer.Option(help="Write one HTML page instead.", metavar="FILE")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show one document going through a pipeline: what each step changes, adds and takes away.

    Example: copydesk trace news ARTICLE.txt
    """
    from copydesk.cli.printing import print_json
    from copydesk.config.shipped import find_pipeline
    from copydesk.inspection.trace import trace as run_trace
    from copydesk.pipeline import Pipeline

    planned = Pipeline.load(find_pipeline(pipeline), plugins_with(plugin_files), sets=sets or ())
    chosen = _chosen(input, document, planned)
    with planned.opened():
        found = run_trace(planned, chosen)
    if as_json:
        print_json(_as_json(found))
    elif html:
        _write_page(found, html)
    else:
        _print(found, _console())


def _chosen(path: str, wanted: str, pipeline: Pipeline) -> Document:
    from copydesk.document import Document
    from copydesk.errors import CopydeskError
    from copydesk.formats.inputs import FileReader, find_inputs

    ids: list[str] = []
    for file in find_inputs([path], pipeline.readers).files:
        for found in FileReader(file, max_bytes=pipeline.file.max_document_bytes).documents():
            if not wanted or found.id == wanted:
                if isinstance(found, Document):
                    return found
                problem = found.problem
                raise CopydeskError(problem.code, problem.message, problem.place, problem.hint)
            ids.append(found.id)
    raise CopydeskError(
        "no-such-document",
        f"no document in {path} has the id `{wanted}`",
        hint=f"it has {', '.join(ids[:8])}",
    )


def _as_json(found: Trace) -> dict[str, Any]:
    from dataclasses import asdict

    from copydesk.document import Document
    from copydesk.formats.output import row_of

    output = row_of(found.outcome) if isinstance(found.outcome, Document) else None
    steps = [asdict(step) | {"seconds": round(step.seconds, 6)} for step in found.steps]
    return {"id": found.document.id, "steps": steps, "output": output}


def _console() -> Console:
    import sys

    from rich.console import Console

    width = None if sys.stdout.isatty() else 100
    return Console(highlight=False, markup=False, emoji=False, width=width)


def _write_page(found: Trace, path: str) -> None:
    """Write what the terminal shows, in colour, as one page without anything from elsewhere."""
    import html
    import io

    from rich.console import Console
    from rich.terminal_theme import DEFAULT_TERMINAL_THEME

    from copydesk.errors import CopydeskError

    console = Console(
        highlight=False,
        markup=False,
        emoji=False,
        width=140,
        record=True,
        file=io.StringIO(),
        color_system="truecolor",
    )
    _print(found, console)
    # rich fills the page in with str.format.
    title = html.escape(found.document.id).replace("{", "&#123;").replace("}", "&#125;")
    page = _PAGE.replace("{title}", title)
    try:
        console.save_html(path, theme=DEFAULT_TERMINAL_THEME, code_format=page, inline_styles=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CopydeskError("cannot-write", f"cannot write `{path}`: {reason}") from error
    typer.echo(f"  {path}", err=True)


_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}: trace</title></head>
<body style="margin: 2em; color: {foreground}; background: {background}">
<h1 style="font: bold 1.2em sans-serif">{title}</h1>
<pre style="font: 0.9em/1.45 monospace; white-space: pre-wrap"><code>{code}</code></pre>
</body>
</html>
"""


def _print(found: Trace, console: Console) -> None:
    for number, step in enumerate(found.steps, 1):
        why = f"  ({step.origin.replace('`', '')})" if step.origin else ""
        console.print(f"{number}. {step.name}{why}  {step.seconds * 1000:.1f} ms", style="bold")
        _print_step(console, step)
    from copydesk.document import Document

    if isinstance(found.outcome, Document):
        before, after = len(found.document.text), len(found.outcome.text)
        console.print(f"out: {before} characters became {after}", style="bold")


def _print_step(console: Console, step: StepTrace) -> None:
    if step.skipped:
        console.print("   skipped: its condition does not hold", style="dim")
    elif step.held:
        console.print(f"   + {', '.join(step.held)}, in memory only", style="green")
    elif not step.did_something:
        console.print("   nothing", style="dim")
    for change in step.text:
        _print_change(console, change)
    for sign, style, rows in (("+", "green", step.added), ("-", "red", step.removed)):
        for layer, found in rows.items():
            for row in found:
                console.print(f"   {sign} {layer}: {_annotation(row)}", style=style)
    for key, value in step.meta.items():
        console.print(f"   meta.{key} = {value!r}", style="green")
    if step.ended:
        console.print(f"   {step.ended}", style="red bold")


def _print_change(console: Console, change: TextChange) -> None:
    reason = f" ({change.reason})" if change.reason else ""
    where = f"{change.source_start}-{change.source_end}"
    if change.before:
        console.print(f"   - {where}{reason}: {_short(change.before)}", style="red")
    if change.after:
        console.print(f"   + {where}{reason}: {_short(change.after)}", style="green")


def _annotation(row: dict[str, Any]) -> str:
    skipped = {"start", "end", "source_start", "source_end", "source_spans", "text"}
    parts = []
    for key, value in row.items():
        if key not in skipped and value not in ("", None, 0):
            parts.append(
                f"{key} {value.get('name', value.get('text')) if isinstance(value, dict) else value}"
            )
    text = _short(row["text"]) if "text" in row else ""
    return " ".join(filter(None, [f"{row['start']}-{row['end']}", text, ", ".join(parts)]))


def _short(text: str) -> str:
    shown = repr(text)
    return (
        shown if len(shown) <= SHOWN_CHARACTERS else f"{shown[:SHOWN_CHARACTERS]}… ({len(text)} characters)"
    )
