"""What a run tells of itself: the table of steps, the manifest, a log for machines."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
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


def inputs_of(manifest: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(manifest.read_text())["inputs"]
    return found


def test_the_manifest_has_the_digest_of_each_input(copydesk: Copydesk, corpus: Path) -> None:
    (corpus / "a b.txt").write_text("The fog came in over the bay at nine.")
    copydesk("run", "p.yaml", "in.jsonl", "a b.txt", "-o", "out.jsonl", "-q")

    told = subprocess.run(
        ["sha256sum", "in.jsonl", "a b.txt"], cwd=corpus, capture_output=True, check=True
    ).stdout

    inputs = inputs_of(corpus / "out.jsonl.run.json")
    assert inputs["sha256"] == hashlib.sha256(told).hexdigest()
    assert [f"{digest}  {name}" for name, digest in inputs["digests"].items()] == told.decode().splitlines()


def test_the_inputs_of_parts_and_of_shares_are_those_of_one_run(copydesk: Copydesk, corpus: Path) -> None:
    copydesk("run", "p.yaml", "in.jsonl", "-o", "one.jsonl", "-q")
    copydesk("run", "p.yaml", "in.jsonl", "-o", "out/", "--parts", "4", "-q")
    for share in ("1/2", "2/2"):
        copydesk("run", "p.yaml", "in.jsonl", "-o", f"s{share[0]}.jsonl", "--shard", share, "-q")
    copydesk("merge", "merged.jsonl", "s1.jsonl", "s2.jsonl")

    one = inputs_of(corpus / "one.jsonl.run.json")
    assert one["sha256"]
    assert inputs_of(corpus / "out" / "run.json") == one
    assert inputs_of(corpus / "merged.jsonl.run.json") == one


def test_an_input_that_is_not_as_it_was_has_no_digest(copydesk: Copydesk, corpus: Path) -> None:
    for share in ("1/2", "2/2"):
        copydesk("run", "p.yaml", "in.jsonl", "-o", f"s{share[0]}.jsonl", "--shard", share, "-q")
    (corpus / "in.jsonl").write_text("{}\n")
    copydesk("merge", "merged.jsonl", "s1.jsonl", "s2.jsonl")
    done = subprocess.run(
        [sys.executable, "-m", "copydesk", "run", "p.yaml", "-", "-o", "stdin.jsonl"],
        cwd=corpus,
        input=b"The fog came in over the bay at nine.",
        check=True,
        capture_output=True,
    )

    assert done.returncode == 0
    assert inputs_of(corpus / "merged.jsonl.run.json")["digests"] == {"in.jsonl": None}
    assert inputs_of(corpus / "merged.jsonl.run.json")["sha256"] is None
    assert inputs_of(corpus / "stdin.jsonl.run.json")["digests"] == {"-": None}


def test_of_many_inputs_there_is_the_digest_of_all(copydesk: Copydesk, corpus: Path) -> None:
    (corpus / "many").mkdir()
    for number in range(1001):
        (corpus / "many" / f"{number:04}.txt").write_text(f"Fog {number}.")

    copydesk("run", "p.yaml", "many", "-o", "out.jsonl", "-q")

    inputs = inputs_of(corpus / "out.jsonl.run.json")
    assert inputs["files"] == 1001
    assert len(inputs["sha256"]) == 64
    assert "digests" not in inputs


def test_a_folder_uses_the_cache_that_the_pipeline_names(copydesk: Copydesk, corpus: Path) -> None:
    (corpus / "p.yaml").write_text(STEPS + "cache: kept\n")
    copydesk("run", "p.yaml", "in.jsonl", "-o", "one/", "--parts", "2", "-q")

    done = copydesk("run", "p.yaml", "in.jsonl", "-o", "two/", "--parts", "2", "--profile")

    assert counts(done.stderr)["sentences"] == ["0", "60", "120", "0"]
