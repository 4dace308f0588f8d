"""The verb `check`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from copydesk.cli.options import PipelineArguments, PluginFiles, Sets, plugins_with

if TYPE_CHECKING:
    from copydesk.errors import ConfigError, Problem
    from copydesk.pipeline import Pipeline
    from copydesk.plugins import Plugins

FORMATS = ("text", "json", "sarif", "github")


def check(
    pipelines: PipelineArguments,
    sets: Sets = None,
    plugin_files: PluginFiles = None,
    fix: Annotated[
        bool,
        typer.Option("--fix", help="Mend misspelt names, missing providers and wrong order in the file."),
    ] = False,
    output: Annotated[
        str, typer.Option("--output", "-o", help="Check too that a run can write this file.", metavar="FILE")
    ] = "-",
    format: Annotated[
        str, typer.Option("--format", "-f", help="text, json, sarif or github.", metavar="FORMAT")
    ] = "text",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print problems only.")] = False,
) -> None:
    """Check pipelines: print the plan of each, or every problem at once.

    Nothing is run and no model is loaded. What `check` accepts, `run` starts.

    Example: copydesk check configs/news.yaml

    Example: copydesk check my.yaml --fix
    """
    from copydesk.config.shipped import find_pipeline
    from copydesk.errors import ConfigError, CopydeskError, nearest
    from copydesk.pipeline import Pipeline

    format = "json" if as_json else format
    if format not in FORMATS:
        near = nearest(format, FORMATS)
        hint = f"did you mean `{near}`?" if near else f"known are {', '.join(FORMATS)}"
        raise CopydeskError("unknown-format", f"no report is called `{format}`", hint=hint)
    installed = plugins_with(plugin_files)
    found: list[tuple[str, Pipeline | ConfigError]] = []
    for argument in pipelines:
        path = find_pipeline(argument)
        if fix:
            _mend(path, installed)
        try:
            pipeline = Pipeline.load(path, installed, sets=sets or ())
            _check_output(pipeline, output)
            found.append((path, pipeline))
        except ConfigError as error:
            found.append((path, error))
    problems = [p for _, one in found if isinstance(one, ConfigError) for p in one.problems]
    if format == "text":
        given = "".join(f" --plugin {path}" for path in plugin_files or ())
        _print_text(found, len(problems), quiet=quiet, example=f"{pipelines[0]} ARTICLE{given}")
    else:
        _print_report(format, found, problems)
    raise typer.Exit(1 if problems else 0)


def _check_output(pipeline: Pipeline, output: str) -> None:
    from copydesk.errors import ConfigError, CopydeskError, Place, Problem
    from copydesk.formats.target import check_target, find_writer

    plugins = [pipeline.plugins.load(name) for name in pipeline.plugin_names]
    writers = [writer for plugin in plugins for writer in plugin.writers]
    try:
        find_writer("", output, pipeline.layers, writers)
        check_target(output)
    except CopydeskError as error:
        raise ConfigError([Problem(error.code, error.problem.message, Place("-o"), error.hint)]) from error


def _mend(path: str, installed: Plugins) -> None:
    from pathlib import Path

    from copydesk.config.fixing import fix
    from copydesk.errors import ConfigError
    from copydesk.pipeline import Pipeline

    def problems(text: str) -> Sequence[Problem]:
        try:
            Pipeline.parse(text, installed, path=path)
        except ConfigError as error:
            return error.problems
        return ()

    file = Path(path)
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return
    mended, done = fix(text, path, problems)
    if mended != text:
        file.write_bytes(mended.encode("utf-8"))
    for problem in done:
        typer.echo(f"mended: {str(problem).replace(chr(10), ';')}", err=True)


def _print_text(
    found: Sequence[tuple[str, Pipeline | ConfigError]], count: int, *, quiet: bool, example: str
) -> None:
    from copydesk.errors import ConfigError

    for path, one in found:
        if isinstance(one, ConfigError):
            typer.echo(f"{one}\n", err=True)
        elif not quiet:
            _print_plan(path, one)
    if count:
        typer.echo(f"{count} problem{'s' if count > 1 else ''}", err=True)
        typer.echo(f"next: copydesk explain {_first_code(found)}", err=True)
    elif not quiet:
        typer.echo(f"next: copydesk run {example}")


def _first_code(found: Sequence[tuple[str, Pipeline | ConfigError]]) -> str:
    from copydesk.errors import ConfigError

    return next(one.code for _, one in found if isinstance(one, ConfigError))


def _print_report(
    format: str, found: Sequence[tuple[str, Pipeline | ConfigError]], problems: Sequence[Problem]
) -> None:
    from importlib.metadata import version

    from copydesk.cli.printing import print_json
    from copydesk.cli.reports import github, problem_row, sarif
    from copydesk.errors import ConfigError

    if format == "github":
        for problem in problems:
            typer.echo(github(problem))
    elif format == "sarif":
        print_json(sarif(problems, version("copydesk")))
    else:
        rows: list[dict[str, Any]] = []
        for path, one in found:
            if isinstance(one, ConfigError):
                rows.append({"file": path, "problems": [problem_row(problem) for problem in one.problems]})
            else:
                rows.append({"file": path, "problems": [], "plan": _plan(one)})
        print_json({"pipelines": rows, "problems": len(problems)})


def _plan(pipeline: Pipeline) -> list[dict[str, Any]]:
    return [
        {
            "step": planned.name,
            "origin": planned.origin,
            "when": planned.when.text if planned.when else "",
            "requires": [layer.name for layer in planned.step.requires],
            "uses": [layer.name for layer in planned.step.uses],
            "provides": [layer.name for layer in planned.step.provides],
            "edits": planned.step.edits,
            "options": planned.options,
            "provenance": planned.provenance,
        }
        for planned in pipeline.steps
    ]


def _print_plan(path: str, pipeline: Pipeline) -> None:
    from copydesk.cli.printing import table

    typer.echo(f"{path}: {len(pipeline.steps)} steps, no problems\n")
    rows = [
        [
            str(number),
            row["step"],
            row["origin"].replace("`", "") or (f"when {row['when']}" if row["when"] else ""),
            ", ".join(row["requires"]),
            ", ".join([*row["provides"], *(["edits"] if row["edits"] else [])]),
        ]
        for number, row in enumerate(_plan(pipeline), 1)
    ]
    typer.echo(table(["", "step", "why", "needs", "gives"], rows) + "\n")
