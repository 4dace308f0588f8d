"""Output in parts: together the bytes of one run, whatever ends it in between."""

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
pytestmark = pytest.mark.slow


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Lines with a broken one, ids that come again in another part and in the same, and two texts."""
    lines = [
        json.dumps({"id": f"d{n}", "text": f"Line  {n} of the harbour log. " * (1 + n % 9)})
        for n in range(900)
    ]
    lines[450] = "no json"
    lines[700:700] = [json.dumps({"id": "d5", "text": "again"}), json.dumps({"id": "d699", "text": "again"})]
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text("\n".join(lines) + "\n")
    for name in ("b", "c"):
        (tmp_path / "in" / f"{name}.txt").write_text("The ferry  was late.\n")
    (tmp_path / "p.yaml").write_text("steps: [clean.whitespace, sentences]\n")
    return tmp_path


def joined(folder: Path) -> bytes:
    return b"".join(part.read_bytes() for part in sorted(folder.glob("part-*")))


@pytest.mark.parametrize("parts", [1, 2, 7])
def test_the_parts_together_are_one_run(copydesk: Copydesk, corpus: Path, parts: int) -> None:
    copydesk("run", "p.yaml", "in", "-o", "one.jsonl", "-q")

    done = copydesk("run", "p.yaml", "in", "-o", "out/", "--parts", parts, "--workers", 2)

    assert done.returncode == 1
    assert joined(corpus / "out") == (corpus / "one.jsonl").read_bytes()
    assert (corpus / "out/failed.jsonl").read_bytes() == (corpus / "one.jsonl.failed.jsonl").read_bytes()
    whole, one = (json.loads((corpus / name).read_text()) for name in ("out/run.json", "one.jsonl.run.json"))
    assert whole["ledger"] == one["ledger"]
    assert "904 read, 901 written, 0 dropped, 3 failed (read 3)" in done.stderr
    names = [path.name for path in sorted((corpus / "out").iterdir())]
    assert names == ["failed.jsonl", *(f"part-{n:05}.jsonl" for n in range(1, parts + 1)), "run.json"]


def test_a_killed_run_goes_on_after_the_parts_that_are_done(copydesk: Copydesk, corpus: Path) -> None:
    copydesk("run", "p.yaml", "in", "-o", "one.jsonl", "-q")
    command = [sys.executable, "-m", "copydesk", "run", "p.yaml", "in", "-o", "out/", "--parts", "30", "-q"]

    with subprocess.Popen(command, cwd=corpus) as process:
        while process.poll() is None and not (corpus / "out/part-00004.jsonl").exists():
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
    done = copydesk("run", "p.yaml", "in", "-o", "out/", "--parts", 30)

    assert "going on after" in done.stderr
    assert joined(corpus / "out") == (corpus / "one.jsonl").read_bytes()


def test_another_run_is_refused_until_it_is_fresh(copydesk: Copydesk, corpus: Path) -> None:
    command = [sys.executable, "-m", "copydesk", "run", "p.yaml", "in", "-o", "out/", "--parts", "30", "-q"]
    with subprocess.Popen(command, cwd=corpus) as process:
        while process.poll() is None and not (corpus / "out/part-00002.jsonl").exists():
            time.sleep(0.002)
        process.send_signal(signal.SIGKILL)
    (corpus / "p.yaml").write_text("steps: [clean.whitespace]\n")

    refused = copydesk("run", "p.yaml", "in", "-o", "out/", "--parts", 30)
    fresh = copydesk("run", "p.yaml", "in", "-o", "out/", "--parts", 2, "--fresh")

    assert refused.returncode == 2
    assert "error[changed-run]: `out/` was begun by another run" in refused.stderr
    assert fresh.returncode == 1
    assert len([*(corpus / "out").glob("part-*")]) == 2


def test_a_folder_of_parts_is_an_input(copydesk: Copydesk, corpus: Path) -> None:
    copydesk("run", "p.yaml", "in", "-o", "out/", "--parts", 3, "-q")

    done = copydesk("run", "p.yaml", "out", "-o", "two.jsonl")

    assert "901 read, 901 written" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(["in", "-o", "out/", "--shard", "1/2"], "goes with one file", id="a share"),
        pytest.param(["in", "-o", "out/", "--profile"], "goes with one file", id="profile"),
        pytest.param(["in", "-o", "out.jsonl", "--parts", "3"], "goes with a folder", id="parts of a file"),
        pytest.param(["-", "-o", "out/"], "standard input cannot be shared out", id="standard input"),
        pytest.param(["in", "-o", "p.yaml/"], "`p.yaml` is a file", id="a file"),
        pytest.param(["in", "-o", "no/such/"], "does not exist", id="no folder above it"),
    ],
)
def test_what_cannot_be_written_in_parts_is_told(
    copydesk: Copydesk, corpus: Path, arguments: list[str], told: str
) -> None:
    done = copydesk("run", "p.yaml", *arguments)

    assert done.returncode == 2
    assert told in " ".join(done.stderr.replace("│", " ").split())
    assert not (corpus / "out").exists()
