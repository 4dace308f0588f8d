"""The verb `check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from copydesk.cli.completion import pipeline_names

if TYPE_CHECKING:
    from copydesk.errors import Problem
    from copydesk.pipeline import Pipeline


def check(
    pipelines: Annotated[
        list[str],
        typer.Argument(help="Pipeline files, or names of shipped pipelines.", autocompletion=pipeline_names),
    ],
    sets: Annotated[
        list[str] | None,
        typer.Option("--set", help="Set a value: summary.sentences=5.", metavar="PATH=VALUE"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print problems only.")] = False,
) -> None:
    """Check pipelines: print the plan of each, or every problem at once.

    Nothing is run and no model is loaded. What `check` accepts, `run` starts.

    Example: copydesk check configs/news.yaml
    """
    from copydesk.cli.printing import print_json
    from copydesk.config.shipped import find_pipeline
    from copydesk.errors import ConfigError
    from copydesk.pipeline import Pipeline
    from copydesk.plugins import Plugins

    installed = Plugins()
    report: list[dict[str, Any]] = []
    count = 0
    for argument in pipelines:
        path = find_pipeline(argument)
        try:
            pipeline = Pipeline.load(path, installed, sets=sets or ())
        except ConfigError as error:
            count += len(error.problems)
            report.append({"file": path, "problems": [_problem(problem) for problem in error.problems]})
            if not as_json:
                typer.echo(f"{error}\n", err=True)
            continue
        report.append({"file": path, "problems": [], "plan": _plan(pipeline)})
        if not (as_json or quiet):
            _print_plan(path, pipeline)
    if as_json:
        print_json({"pipelines": report, "problems": count})
    elif count:
        typer.echo(f"{count} problem{'s' if count > 1 else ''}", err=True)
    elif not quiet:
        typer.echo(f"next: copydesk run {pipelines[0]} ARTICLE")
    raise typer.Exit(1 if count else 0)


def _problem(problem: Problem) -> dict[str, Any]:
    place = problem.place
    return {
        "code": problem.code,
        "message": problem.message,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "hint": problem.hint,
    }


def _plan(pipeline: Pipeline) -> list[dict[str, Any]]:
    return [
        {
            "step": planned.name,
            "origin": planned.origin,
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
            row["origin"].replace("`", ""),
            ", ".join(row["requires"]),
            ", ".join([*row["provides"], *(["edits"] if row["edits"] else [])]),
        ]
        for number, row in enumerate(_plan(pipeline), 1)
    ]
    typer.echo(table(["", "step", "why", "needs", "gives"], rows) + "\n")
