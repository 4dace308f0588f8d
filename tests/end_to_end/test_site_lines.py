"""Lines that come again on a site: collected by one run, taken out by the next, whatever the workers."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Copydesk = Callable[..., "subprocess.CompletedProcess[str]"]
SLOGAN = "Our readers pay for this paper with coffee and cake"


@pytest.mark.slow
def test_two_runs_take_out_what_comes_again(copydesk: Copydesk, tmp_path: Path) -> None:
    rows = [
        {
            "id": f"d{number}",
            "url": f"https://{'bay' if number % 2 else 'lake'}.example/{number}",
            "text": f"Pier {number} was sold on Monday, for a price that neither its owner nor the board named."
            f"\n\nThe {number + 2} piles under it are rotten, two surveys say, and have been for many winters now."
            f"\n\n{SLOGAN}"
            f"\n\nIts owner, who has sat on it for {number + 20} years, said that it never moved an inch in that time.",
        }
        for number in range(200)
    ]
    (tmp_path / "in.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "p.yaml").write_text("steps: [clean]\n")
    (tmp_path / "q.yaml").write_text("steps:\n  - clean: {repeated: 1.lines}\n")
    for workers in ("1", "3"):
        copydesk("run", "p.yaml", "in.jsonl", "-o", f"{workers}.lines", "--workers", workers)
        copydesk("run", "q.yaml", "in.jsonl", "-o", f"{workers}.jsonl", "--workers", workers)

    assert (tmp_path / "1.lines").read_bytes() == (tmp_path / "3.lines").read_bytes()
    assert (tmp_path / "1.jsonl").read_bytes() == (tmp_path / "3.jsonl").read_bytes()
    cleaned = [json.loads(line) for line in (tmp_path / "1.jsonl").read_text().splitlines()]
    assert [row["text"] for row in cleaned] == [row["text"].replace(f"{SLOGAN}\n\n", "") for row in rows]
    assert {reason["reason"] for row in cleaned for reason in row["removed"]} == {"repeated"}
