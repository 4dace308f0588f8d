"""The verb `test`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from copydesk.cli.options import PipelineArguments, PluginFiles, plugins_with

if TYPE_CHECKING:
    from pathlib import Path

    from copydesk.inspection.testing import CaseResult
    from copydesk.pipeline import Pipeline


def test(
    pipelines: PipelineArguments,
    keyword: Annotated[
        str, typer.Option("--keyword", "-k", help="Run tests whose name contains this.", metavar="WORD")
    ] = "",
    update: Annotated[
        bool, typer.Option("--update", help="Accept what came out: write it into the failed tests.")
    ] = False,
    plugin_files: PluginFiles = None,
    junit: Annotated[str, typer.Option(help="Write a JUnit report.", metavar="FILE")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print failures only.")] = False,
) -> None:
    """Run the tests that stand in pipelines, and name the steps that no test exercises.

    Example: copydesk test configs/news.yaml

    Exit codes: 0 all passed, 1 a test failed, 2 not started.
    """
    from copydesk.cli.printing import print_json
    from copydesk.config.shipped import find_pipeline
    from copydesk.inspection.testing import run_test, unexercised
    from copydesk.pipeline import Pipeline

    installed = plugins_with(plugin_files)
    report: list[dict[str, Any]] = []
    everything: list[tuple[str, CaseResult]] = []
    for argument in pipelines:
        path = find_pipeline(argument)
        pipeline = Pipeline.load(path, installed)
        chosen = [one for one in pipeline.tests if keyword.lower() in one.name.lower()]
        results: list[CaseResult] = []
        if chosen:
            with pipeline.opened():
                for one in chosen:
                    results.append(run_test(pipeline, one))
                    if not as_json:
                        _print_result(results[-1], quiet=quiet)
        if update:
            _accept(path, results)
        everything += [(path, result) for result in results]
        idle = [] if keyword else unexercised(pipeline, results)
        report.append({"file": path, "tests": [_row(result) for result in results], "unexercised": idle})
        if not (as_json or quiet):
            _print_end(path, pipeline, results, idle)
    if junit:
        from pathlib import Path

        _write_junit(Path(junit), everything)
    failed = sum(bool(result.mismatches) for _, result in everything)
    if as_json:
        print_json({"pipelines": report, "failed": failed, "passed": len(everything) - failed})
    else:
        typer.echo(f"{len(everything) - failed} passed, {failed} failed", err=quiet)
    raise typer.Exit(1 if failed else 0)


def _accept(path: str, results: list[CaseResult]) -> None:
    from pathlib import Path

    from copydesk.inspection.accepting import accept

    text, count = accept(Path(path).read_bytes().decode("utf-8"), path, results)
    if count:
        Path(path).write_bytes(text.encode("utf-8"))
        typer.echo(f"{path}: {count} expectations written; look at the difference", err=True)


def _print_result(result: CaseResult, *, quiet: bool) -> None:
    if result.mismatches:
        typer.echo(f"{result.test.place}: failed: {result.test.name}")
        for mismatch in result.mismatches:
            blame = f" (by `{mismatch.step}`)" if mismatch.step else ""
            typer.echo(f"  {mismatch.place}: {mismatch.what}{blame}")
            typer.echo(f"    expected {mismatch.expected}")
            typer.echo(f"    got      {mismatch.got}")
    elif not quiet:
        typer.echo(f"{result.test.place}: passed: {result.test.name}")


def _print_end(path: str, pipeline: Pipeline, results: list[CaseResult], idle: list[str]) -> None:
    if not results:
        typer.echo(f"{path}: no tests; write some under `tests:`")
    elif idle:
        typer.echo(f"{path}: no test exercises {', '.join(f'`{name}`' for name in idle)}")
    else:
        typer.echo(f"{path}: the tests exercise all of the {len(pipeline.steps)} steps")


def _row(result: CaseResult) -> dict[str, Any]:
    return {
        "name": result.test.name,
        "place": str(result.test.place),
        "passed": not result.mismatches,
        "seconds": round(result.seconds, 3),
        "mismatches": [
            {
                "what": mismatch.what,
                "place": str(mismatch.place),
                "expected": mismatch.expected,
                "got": mismatch.got,
                "step": mismatch.step,
            }
            for mismatch in result.mismatches
        ],
    }


def _write_junit(path: Path, results: list[tuple[str, CaseResult]]) -> None:
    from xml.etree import ElementTree

    failures = sum(bool(result.mismatches) for _, result in results)
    suite = ElementTree.Element("testsuite", name="copydesk", tests=str(len(results)), failures=str(failures))
    for file, result in results:
        case = ElementTree.SubElement(
            suite, "testcase", classname=file, name=result.test.name, time=f"{result.seconds:.3f}"
        )
        for mismatch in result.mismatches:
            message = f"{mismatch.place}: {mismatch.what}: expected {mismatch.expected}, got {mismatch.got}"
            ElementTree.SubElement(case, "failure", message=message)
    path.write_bytes(ElementTree.tostring(suite, encoding="utf-8", xml_declaration=True))
