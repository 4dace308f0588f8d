"""Shares of a run, and putting them together."""

from __future__ import annotations

import fcntl
import gzip
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Copydesk = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def corpus(tmp_path: Path, lower: Path) -> Path:
    """Lines of very different lengths, packed lines, texts, mistakes, and an id that comes twice."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    lines = [json.dumps({"id": f"l{n}", "text": f"Line  {n}. " * (n % 90)}) for n in range(400)]
    lines[7] = "no json"
    lines[390] = json.dumps({"id": "l3", "text": "came before"})
    lines[20] = ""
    (folder / "a.jsonl").write_text("\n".join(lines))
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(b'{"id": "g", "text": "packed  line"}\n' * 2))
    for n in range(9):
        (folder / f"t{n}.txt").write_text(f"Text  {n}\n" * 40)
    (folder / "z.jsonl").write_text('{"text": "no  id"}\n')
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 2, 3, 7, 40])
def test_shards_together_are_the_whole(copydesk: Copydesk, corpus: Path, count: int) -> None:
    copydesk("run", "light.yaml", "corpus", "-o", "whole.jsonl", "--executor", "in-process")
    for number in range(count, 0, -1):
        done = copydesk(
            "run", "light.yaml", "corpus", "-o", f"part-{number}.jsonl", "--shard", f"{number}/{count}",
            "--executor", "in-process",
        )  # fmt: skip
        assert done.returncode in (0, 1), done.stderr

    merged = copydesk("merge", "out.jsonl", *(f"part-{number}.jsonl" for number in range(1, count + 1)))

    assert merged.returncode == 1
    assert (corpus / "out.jsonl").read_bytes() == (corpus / "whole.jsonl").read_bytes()
    letters = [(corpus / f"{name}.jsonl.failed.jsonl").read_bytes() for name in ("out", "whole")]
    found, expected = ([json.loads(line) for line in some.splitlines()] for some in letters)
    assert [(row["id"], row["after"], row["error"]) for row in found] == [
        (row["id"], row["after"], row["error"]) for row in expected
    ]
    manifests = [json.loads((corpus / f"{name}.jsonl.run.json").read_text()) for name in ("out", "whole")]
    assert manifests[0]["ledger"] == manifests[1]["ledger"]
    assert "shard" not in manifests[0]


@pytest.mark.slow
def test_merge_tells_what_is_missing_or_of_another_run(copydesk: Copydesk, corpus: Path) -> None:
    for number in (1, 2):
        copydesk("run", "light.yaml", "corpus", "-o", f"p{number}.jsonl", "--shard", f"{number}/3")
    missing = copydesk("merge", "out.jsonl", "p1.jsonl", "p2.jsonl")
    (corpus / "light.yaml").write_text("steps: [clean.unicode]\n")
    copydesk("run", "light.yaml", "corpus", "-o", "p3.jsonl", "--shard", "3/3")

    other = copydesk("merge", "out.jsonl", "p1.jsonl", "p2.jsonl", "p3.jsonl")

    assert (missing.returncode, other.returncode) == (2, 2)
    assert "error[bad-shard]: of 3 shards, 3 are missing" in missing.stderr
    assert "`p3.jsonl` is of another run: the steps were clean.whitespace, are clean.unicode" in other.stderr


@pytest.mark.slow
def test_merge_has_its_output_to_itself(copydesk: Copydesk, corpus: Path) -> None:
    copydesk("run", "light.yaml", "corpus", "-o", "p1.jsonl", "--shard", "1/1")
    (corpus / "out.jsonl.part").write_text("of the run")

    with (corpus / "out.jsonl.journal").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        done = copydesk("merge", "out.jsonl", "p1.jsonl")

    assert done.returncode == 2
    assert "error[already-running]: another run writes `out.jsonl`" in done.stderr
    assert (corpus / "out.jsonl.part").read_text() == "of the run"


@pytest.mark.parametrize("shard", ["0/4", "5/4", "x", "1", "1/0"])
def test_a_wrong_share_is_told(copydesk: Copydesk, corpus: Path, shard: str) -> None:
    done = copydesk("run", "light.yaml", "corpus", "-o", "out.jsonl", "--shard", shard)

    assert done.returncode == 2
    assert f"error[bad-shard]: `{shard}` is no share of a run" in done.stderr
