"""What a run tells of itself: the table of steps, the manifest, a log for machines."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Copydesk = Callable[..., "subprocess.CompletedProcess[str]"]
# Of 60 documents two of three have too few words, and each has two sentences.
STEPS = "steps: [clean.whitespace, sentences, {clean.length: {min_words: 8}}]\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    short, long = "Fog came. It stayed.", "The fog came in  over the bay at nine. It stayed until noon."
    lines = [json.dumps({"id": f"d{n}", "text": short if n % 3 else long}) for n in range(60)]
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n")
    (tmp_path / "p.yaml").write_text(STEPS)
    return tmp_path


def steps_of(manifest: Path) -> dict[str, dict[str, Any]]:
    return {step["name"]: step for step in json.loads(manifest.read_text())["pipeline"]["steps"]}


def counts(table: str) -> dict[str, list[str]]:
    """Give documents, cached, added and dropped of the table, by step."""
    rows = [line.split() for line in table.splitlines() if " % " in line]
    return {row[0]: row[4:8] for row in rows}


EXPECTED = {
    "clean.whitespace": ["60", "0", "0", "0"],
    "sentences": ["60", "0", "120", "0"],
    "clean.length": ["60", "0", "0", "40"],
}


@pytest.mark.parametrize("output", ["out.jsonl", "out/"])
@pytest.mark.parametrize("executor", [["--executor", "in-process"], ["--workers", "2"]])
def test_the_profile_counts_what_each_step_added_and_dropped(
    copydesk: Copydesk, corpus: Path, output: str, executor: list[str]
) -> None:
    parts = ["--parts", "4"] if output.endswith("/") else []

    done = copydesk("run", "p.yaml", "in.jsonl", "-o", output, *parts, *executor, "--profile")

    assert counts(done.stderr) == EXPECTED
    assert "60 read, 20 written, 40 dropped (too-short 40), 0 failed" in done.stderr


def test_the_profile_counts_the_same_from_the_cache(copydesk: Copydesk, corpus: Path) -> None:
    copydesk("run", "p.yaml", "in.jsonl", "-o", "one.jsonl", "--cache", "kept", "-q")

    done = copydesk("run", "p.yaml", "in.jsonl", "-o", "two.jsonl", "--cache", "kept", "--profile")

    assert counts(done.stderr) == {name: ["0", "60", *row[2:]] for name, row in EXPECTED.items()}


def test_the_parts_of_a_folder_are_counted_as_one_run(copydesk: Copydesk, corpus: Path) -> None:
    copydesk("run", "p.yaml", "in.jsonl", "-o", "one.jsonl", "-q")
    copydesk("run", "p.yaml", "in.jsonl", "-o", "out/", "--parts", "4", "-q")

    one, parts = steps_of(corpus / "one.jsonl.run.json"), steps_of(corpus / "out" / "run.json")

    for name, step in one.items():
        assert {*step} == {*parts[name]}
        for key in ("documents", "characters", "cached", "added", "dropped"):
            assert step[key] == parts[name][key]
        assert 0 < parts[name]["seconds_p50"] <= parts[name]["seconds_p95"] <= parts[name]["seconds_max"]


@pytest.mark.parametrize("output", ["out.jsonl", "out/"])
def test_the_log_for_machines_is_json_from_start_to_end(
    copydesk: Copydesk, corpus: Path, output: str
) -> None:
    done = copydesk("run", "p.yaml", "in.jsonl", "-o", output, "--log-format", "json")

    events = [json.loads(line) for line in done.stderr.splitlines()]
    assert events[0]["event"] == "started"
    last = {key: events[-1][key] for key in ("event", "exit_code", "read", "written", "dropped", "failed")}
    assert last == {
        "event": "finished",
        "exit_code": 0,
        "read": 60,
        "written": 20,
        "dropped": {"too-short": 40},
        "failed": {},
    }
