"""The verb `eval`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from copydesk.cli.completion import pipeline_names
from copydesk.cli.options import PipelineArgument, PluginFiles, plugins_with

if TYPE_CHECKING:
    from collections.abc import Sequence

    from copydesk.inspection.scoring import Score
    from copydesk.plugins import Plugins


def evaluate(
    pipeline: PipelineArgument,
    gold: Annotated[str, typer.Argument(help="JSON Lines: id, text, annotations.", metavar="GOLD.jsonl")],
    compare: Annotated[
        str,
        typer.Option(
            help="A second pipeline to hold against it.", metavar="PIPELINE", autocompletion=pipeline_names
        ),
    ] = "",
    plugin_files: PluginFiles = None,
    worst: Annotated[
        int, typer.Option(min=0, help="Documents with the most mistakes to list.", metavar="N")
    ] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Score the layers of a pipeline against what people annotated.

    A line of GOLD has `id`, `text` and a list for each layer: `entities` with start, end, label;
    `quotes` with start, end, text, speaker; `references`, texts, for summaries. The steps of the
    pipeline must not edit the text, or the positions would not be those of the gold.

    Example: copydesk eval quotes gold.jsonl --compare my.yaml
    """
    from copydesk.cli.printing import print_json, table
    from copydesk.inspection.scoring import bootstrap

    rows = _read(gold)
    plugins = plugins_with(plugin_files)
    first = _scores(pipeline, rows, plugins)
    second = _scores(compare, rows, plugins) if compare else []
    chances = [bootstrap(one, other) for one, other in zip(first, second, strict=False)]
    if as_json:
        found: dict[str, Any] = {"documents": len(rows), "scores": [_row(one, worst) for one in first]}
        if compare:
            found["compared"] = [
                _row(one, worst) | {"p_not_better": chance}
                for one, chance in zip(second, chances, strict=True)
            ]
        print_json(found)
        return
    head = ["measure", "gold", "precision", "recall", "F1"]
    cells = [_cells(one) for one in first]
    if compare:
        head += ["F1 of the other", "p (not better)"]
        for row, other, chance in zip(cells, second, chances, strict=True):
            row += [f"{100 * other.total.f1:.1f}", f"{chance:.3f}"]
    typer.echo(f"{len(rows)} documents\n\n{table(head, cells, indent='')}")
    for one in first:
        if ":" not in one.name and one.worst(worst):
            listed = ", ".join(
                f"{name} ({c.false:g} false, {c.missed:g} missed)" for name, c in one.worst(worst)
            )
            typer.echo(f"\nmost mistakes in {one.name}: {listed}")


def _read(path: str) -> list[dict[str, Any]]:
    from pathlib import Path

    import msgspec

    from copydesk.errors import CopydeskError, Place

    try:
        lines = Path(path).read_bytes().splitlines()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise CopydeskError("no-such-file", f"cannot read `{path}`: {reason}") from error
    rows: list[dict[str, Any]] = []
    for number, line in enumerate(lines, 1):
        try:
            row = msgspec.json.decode(line)
            rows.append({**row, "id": row["id"], "text": row["text"]})
        except (msgspec.DecodeError, KeyError, TypeError) as error:
            message = "the line is no gold document: it needs `id` and `text`"
            raise CopydeskError("bad-gold", message, Place(path, number)) from error
    return rows


def _scores(path: str, rows: Sequence[dict[str, Any]], plugins: Plugins) -> list[Score]:
    from copydesk.config.shipped import find_pipeline
    from copydesk.document import Document
    from copydesk.errors import CopydeskError
    from copydesk.formats.output import row_of
    from copydesk.inspection.scoring import score
    from copydesk.pipeline import Pipeline

    pipeline = Pipeline.load(find_pipeline(path), plugins)
    documents = [Document.of(row["text"], id=str(row["id"])) for row in rows]
    predicted: dict[str, dict[str, Any]] = {}
    with pipeline.opened():
        for document, outcome in zip(documents, pipeline.run(documents), strict=True):
            if not isinstance(outcome, Document):
                predicted[document.id] = {}
            elif outcome.text != document.text:
                raise CopydeskError(
                    "edited-text",
                    f"the pipeline changes the text of `{document.id}`, and the gold's positions with it",
                    hint="take `clean` and other steps that edit out of the pipeline",
                )
            else:
                predicted[document.id] = row_of(outcome)["layers"]
    layers = {layer.name: None for step in pipeline.steps for layer in step.step.provides}
    scores = score(rows, predicted, layers)
    if not scores:
        raise CopydeskError("bad-gold", f"the gold annotates none of the layers {', '.join(layers)}")
    return scores


def _cells(one: Score) -> list[str]:
    total = one.total
    wanted = f"{total.hits + total.missed:g}" if "ROUGE" not in one.name else ""
    return [one.name, wanted, *(f"{100 * value:.1f}" for value in (total.precision, total.recall, total.f1))]


def _row(one: Score, worst: int) -> dict[str, Any]:
    total = one.total
    return {
        "measure": one.name,
        "precision": round(total.precision, 4),
        "recall": round(total.recall, 4),
        "f1": round(total.f1, 4),
        "worst": [{"id": name, "false": c.false, "missed": c.missed} for name, c in one.worst(worst)],
    }
