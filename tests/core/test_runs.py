"""Runs: every document is accounted for."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from copydesk import Pipeline
from copydesk.formats.inputs import find_inputs
from copydesk.plugins import Plugins
from copydesk.runs.ledger import Ledger
from copydesk.runs.local import InProcess
from copydesk.runs.manifest import head_of
from copydesk.runs.outputs import FileOutput
from copydesk.runs.run import Run

Make = Callable[[str], Pipeline]


def run(pipeline: Pipeline, folder: Path, lines: list[dict[str, Any]]) -> Run:
    source = folder / "in.jsonl"
    source.write_text("".join(json.dumps(line) + "\n" for line in lines))
    inputs = find_inputs([str(source)])
    output = FileOutput(folder / "out.jsonl", head_of(pipeline, inputs, "jsonl"))
    finished = Run(pipeline, inputs, output, InProcess())
    finished.execute()
    if finished.is_whole:
        output.finish(finished.state, lambda: None)
    else:
        output.abandon()
    return finished


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_in_is_out_and_dropped_and_failed(make_pipeline: Make, tmp_path: Path) -> None:
    lines = [
        {"id": "a", "text": "fine"},
        {"id": "b", "text": "BOOM"},
        {"id": "c", "text": "STOP it"},
        {"id": "a", "text": "again"},
        {"id": "d"},
        {"id": "e", "text": ""},
    ]

    ledger = run(make_pipeline("steps: [shouts.crash, shouts.refuse, shouts]"), tmp_path, lines).ledger

    assert str(ledger) == "6 read, 2 written, 1 dropped (shouted 1), 3 failed (read 2, shouts.crash 1)"
    assert [line["id"] for line in lines_of(tmp_path / "out.jsonl")] == ["a", "e"]
    failed = lines_of(tmp_path / "out.jsonl.failed.jsonl")
    assert [(line["id"], line["step"], line["error"]["code"]) for line in failed] == [
        ("b", "shouts.crash", "step-raised"),
        ("a", "read", "duplicate-id"),
        (f"{tmp_path}/in.jsonl:5", "read", "missing-text"),
    ]
    assert "found BOOM" in failed[0]["traceback"]
    assert failed[2]["error"]["line"] == 5


def test_fail_stops_at_the_first_failure(make_pipeline: Make, tmp_path: Path) -> None:
    lines = [{"id": "a", "text": "x"}, {"id": "b", "text": "BOOM"}, {"id": "c", "text": "y"}]

    finished = run(make_pipeline("steps: [shouts.crash]\non_error: fail"), tmp_path, lines)

    assert finished.stopped is not None
    assert str(finished.ledger) == "2 read, 1 written, 0 dropped, 1 failed (shouts.crash 1)"


def test_an_earlier_runs_dead_letters_go(make_pipeline: Make, tmp_path: Path) -> None:
    (tmp_path / "out.jsonl.failed.jsonl").write_text("{}\n")

    run(make_pipeline("steps: [shouts]"), tmp_path, [{"id": "a", "text": "x"}])

    assert not (tmp_path / "out.jsonl.failed.jsonl").exists()


def test_a_ledger_that_does_not_add_up_is_a_bug() -> None:
    with pytest.raises(AssertionError, match="2 read, 1 accounted for"):
        Ledger(read=2, written=1).check()


def test_watchers_hear_of_the_run_and_cannot_break_it(
    point: Callable[..., Any], make_plugin: Callable[..., Any], sample_plugins: Plugins, tmp_path: Path
) -> None:
    heard: list[object] = []

    def copydesk_run_started(pipeline: str, inputs: int) -> None:
        heard.append((pipeline, inputs))

    def copydesk_document_failed(document_id: str, step: str) -> None:
        heard.append((document_id, step))
        raise RuntimeError("watcher")

    def copydesk_run_finished(ledger: dict[str, Any]) -> None:
        heard.append(ledger)

    hooks = (copydesk_run_started, copydesk_document_failed, copydesk_run_finished)
    watcher = make_plugin(**{hook.__name__: hook for hook in hooks})
    plugins = Plugins([*(sample_plugins.points or ()), point("watch", watcher)])
    pipeline = Pipeline.parse("name: n\nsteps: [shouts.crash]\nplugins: [watch]", plugins)

    finished = run(pipeline, tmp_path, [{"id": "a", "text": "BOOM"}, {"id": "b", "text": "x"}])

    assert heard == [
        ("n", 1),
        ("a", "shouts.crash"),
        {"read": 2, "written": 1, "dropped": {}, "failed": {"shouts.crash": 1}},
    ]
    assert finished.watcher_errors == {"watch: copydesk_document_failed": "RuntimeError: watcher"}
