"""Duplicates over a run: which stay depends on nothing but the order of the input."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Copydesk = Callable[..., "subprocess.CompletedProcess[str]"]
STORY = (
    "The ferry to Sandholm was late again on Tuesday, because fog lay over the sound until noon. "
    "Some forty people waited on the quay with crates of strawberries that were meant for the market. "
    "The company said it would pay for fruit that spoiled, and that a second boat was being looked at."
)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Three hundred texts, of which every third comes again later, and every fifth with a word changed."""
    texts = [
        f"{STORY} Report {number} of the harbour office names pier {number * 7}." for number in range(300)
    ]
    texts += [text.upper() for text in texts[::3]] + [text.replace("fog", "mist") for text in texts[::5]]
    rows = [json.dumps({"id": f"d{number}", "text": text}) for number, text in enumerate(texts)]
    (tmp_path / "in.jsonl").write_text("\n".join(rows) + "\n")
    (tmp_path / "p.yaml").write_text("steps: [clean.whitespace, clean.duplicates]\n")
    (tmp_path / "near.yaml").write_text("steps:\n  - clean.duplicates: {similarity: 0.9}\n")
    return tmp_path


@pytest.mark.slow
def test_the_first_of_each_stays_whatever_the_workers(copydesk: Copydesk, corpus: Path) -> None:
    outputs = []
    for number, way in enumerate((["--executor", "in-process"], ["--workers", "1"], ["--workers", "3"])):
        done = copydesk("run", "p.yaml", "in.jsonl", "-o", f"{number}.jsonl", *way)
        assert "460 read, 360 written, 100 dropped (duplicate 100), 0 failed" in done.stderr
        outputs.append((corpus / f"{number}.jsonl").read_bytes())

    assert outputs[0] == outputs[1] == outputs[2]
    ids = [json.loads(line)["id"] for line in outputs[0].splitlines()]
    assert ids == [f"d{number}" for number in (*range(300), *range(400, 460))]
    assert not [*corpus.glob("*.seen*")]


@pytest.mark.slow
def test_near_duplicates_go_too(copydesk: Copydesk, corpus: Path) -> None:
    done = copydesk("run", "near.yaml", "in.jsonl", "-o", "near.jsonl")

    # The texts differ in two words of sixty, so that the first is like nearly all of them.
    assert "dropped (near-duplicate" in done.stderr
    assert (corpus / "near.jsonl").read_text().startswith('{"id":"d0",')


@pytest.mark.slow
def test_a_killed_run_goes_on_to_the_same(copydesk: Copydesk, corpus: Path) -> None:
    (corpus / "p.yaml").write_text("name: p\nsteps: [clean.duplicates, entities]\n")
    copydesk("run", "p.yaml", "in.jsonl", "-o", "whole.jsonl", "-q")
    command = [sys.executable, "-m", "copydesk", "run", "p.yaml", "in.jsonl", "-o", "out.jsonl", "-q"]

    with subprocess.Popen(command, cwd=corpus) as process:
        journal = corpus / "out.jsonl.journal"
        while process.poll() is None and not (journal.exists() and journal.read_bytes().count(b"\n") > 1):
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
    assert (corpus / "out.jsonl.part").exists()
    copydesk("run", "p.yaml", "in.jsonl", "-o", "out.jsonl", "-q")

    assert (corpus / "out.jsonl").read_bytes() == (corpus / "whole.jsonl").read_bytes()


@pytest.mark.slow
def test_a_share_of_a_run_is_refused(copydesk: Copydesk, corpus: Path) -> None:
    done = copydesk("run", "p.yaml", "in.jsonl", "-o", "out.jsonl", "--shard", "1/2")

    assert done.returncode == 2
    assert "error[bad-shard]: `clean.duplicates` compares all documents of a run" in done.stderr
