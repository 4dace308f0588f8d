"""The cache: what did not change does not run again, and what comes out is the same."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Copydesk = Callable[..., "subprocess.CompletedProcess[str]"]

CHAIN = "steps:\n  - clean\n  - entities\n  - quotes\n  - summary: {{sentences: {sentences}}}\n"
TEXTS = {
    "a": "HARBOUR CLOSED\n\nChancellor Anna Weber called the leak “very serious”. Nobody answered.\n",
    "b": "Tom Berg said that the ship would sail on Friday. It rained.\n\n\n\nShare on X\n",
    "c": "Nothing.",
    "d": "",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a pipeline and documents."""
    (tmp_path / "p.yaml").write_text(CHAIN.format(sentences=2))
    lines = (json.dumps({"id": name, "text": text}) for name, text in TEXTS.items())
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    return tmp_path


def run(copydesk: Copydesk, output: str, *options: str) -> dict[str, tuple[int, int]]:
    """Run with a cache; give for each step how often it ran and was in the cache."""
    done = copydesk("run", "p.yaml", "in.jsonl", "-o", output, "--cache", "kept", "--json", "-q", *options)
    assert done.returncode in (0, 1), done.stderr
    steps = json.loads(done.stderr.splitlines()[-1])["pipeline"]["steps"]
    return {step["name"]: (step["documents"], step["cached"]) for step in steps}


def planned(copydesk: Copydesk) -> dict[str, tuple[int, int]]:
    done = copydesk("plan", "p.yaml", "in.jsonl", "--cache", "kept", "--json")
    return {step["name"]: (step["runs"], step["cached"]) for step in json.loads(done.stdout)["steps"]}


@pytest.mark.slow
def test_an_unchanged_run_runs_nothing_and_gives_the_same(copydesk: Copydesk, folder: Path) -> None:
    copydesk("run", "p.yaml", "in.jsonl", "-o", "without.jsonl")
    first = run(copydesk, "first.jsonl")

    again = run(copydesk, "again.jsonl", "--workers", "2")

    assert first["quotes"] == (4, 0)
    assert {name: count[0] for name, count in again.items()} == dict.fromkeys(again, 0)
    outputs = {(folder / f"{name}.jsonl").read_bytes() for name in ("without", "first", "again")}
    assert len(outputs) == 1


@pytest.mark.slow
def test_a_change_of_the_last_step_runs_that_step_and_the_plan_says_so(
    copydesk: Copydesk, folder: Path
) -> None:
    run(copydesk, "first.jsonl")
    (folder / "p.yaml").write_text(CHAIN.format(sentences=1))

    before = planned(copydesk)
    after = run(copydesk, "out.jsonl")
    copydesk("run", "p.yaml", "in.jsonl", "-o", "without.jsonl")

    assert before == after
    assert after["summary"] == (4, 0)
    assert {name: count for name, count in after.items() if count[0]} == {"summary": (4, 0)}
    assert after["entities"] == after["quotes"] == (0, 4)
    assert (folder / "out.jsonl").read_bytes() == (folder / "without.jsonl").read_bytes()


@pytest.mark.slow
def test_a_new_document_runs_and_the_others_do_not(copydesk: Copydesk, folder: Path) -> None:
    run(copydesk, "first.jsonl")
    with (folder / "in.jsonl").open("a") as file:
        file.write('\n{"id": "e", "text": "Eva Lind said yes."}\n')

    before = planned(copydesk)
    after = run(copydesk, "out.jsonl")

    assert before == after
    assert after["language"] == (1, 0)
    assert after["quotes"] == (1, 4)


def damage_file(path: Path) -> None:
    path.write_bytes(b"this is no database, and it is long enough to be read as one" * 100)


def damage_pages(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for place in range(4096, len(data), 97):
        data[place] ^= 0xFF
    path.write_bytes(data)


def damage_values(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT key, value FROM changes").fetchall()
        for key, value in rows:
            changed = value[:-1] + bytes([value[-1] ^ 1])
            connection.execute("UPDATE changes SET value = ? WHERE key = ?", (changed, key))


@pytest.mark.slow
@pytest.mark.parametrize("damage", [damage_file, damage_pages, damage_values])
def test_a_damaged_cache_is_not_trusted(
    copydesk: Copydesk, folder: Path, damage: Callable[[Path], None]
) -> None:
    run(copydesk, "first.jsonl")
    kept = folder / "kept" / "changes.sqlite"
    with sqlite3.connect(kept) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    damage(kept)

    run(copydesk, "out.jsonl")
    after = run(copydesk, "again.jsonl")

    assert (folder / "out.jsonl").read_bytes() == (folder / "first.jsonl").read_bytes()
    assert (folder / "again.jsonl").read_bytes() == (folder / "first.jsonl").read_bytes()
    assert after["quotes"] == (0, 4)


@pytest.mark.slow
def test_the_oldest_go_when_the_limit_is_reached(copydesk: Copydesk, folder: Path) -> None:
    (folder / "p.yaml").write_text("steps: [clean.whitespace]\ncache: kept\ncache_limit: 1000000\n")
    words = "word  " * 60
    lines = (json.dumps({"id": f"d{n}", "text": words * 5}) for n in range(2500))
    (folder / "in.jsonl").write_text("\n".join(lines))

    done = copydesk("run", "p.yaml", "in.jsonl", "-o", "out.jsonl")

    assert "values removed from the cache to keep its limit" in done.stderr
    assert (folder / "kept" / "changes.sqlite").stat().st_size <= 1_100_000


@pytest.mark.slow
def test_a_changed_plugin_runs_again(
    copydesk: Copydesk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plugin that somebody works on changes in place, and its version does not."""
    site = folder / "site"
    info = site / "stamp-1.0.dist-info"
    info.mkdir(parents=True)
    code = (
        "from copydesk import Changes, Document, hookimpl, step\n\n\n@step\n"
        "def stamp(doc: Document) -> Changes:\n    'Stamp.'\n    return Changes(meta={'stamp': 1})\n\n\n"
        "@hookimpl\ndef copydesk_steps():\n    return [stamp]\n"
    )
    (site / "stamp.py").write_text(code)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: stamp\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[copydesk]\nstamp = stamp\n")
    monkeypatch.setenv("PYTHONPATH", str(site))
    (folder / "p.yaml").write_text("steps: [stamp]\n")
    run(copydesk, "first.jsonl")
    # Of another length: Python knows a changed file by its second and its size.
    (site / "stamp.py").write_text(code.replace(": 1}", ": 1 + 1}"))

    after = run(copydesk, "out.jsonl")

    assert after["stamp"] == (4, 0)
    found: list[dict[str, Any]] = [
        json.loads(line) for line in (folder / "out.jsonl").read_text().splitlines()
    ]
    assert [row["meta"] for row in found] == [{"stamp": 2}] * 4


AT_ONCE = """
import multiprocessing, sys
from copydesk.runs.cache import Store

def begin(folder, gate, told):
    gate.wait()
    try:
        Store(folder).close()
        told.put("")
    except Exception as error:
        told.put(str(error))

context = multiprocessing.get_context("fork")
for number in range(20):
    gate, told = context.Barrier(8), context.Queue()
    started = [context.Process(target=begin, args=(f"kept{number}", gate, told)) for _ in range(8)]
    for one in started:
        one.start()
    for message in sorted(told.get() for _ in started):
        assert not message, message
    for one in started:
        one.join()
"""


def test_several_processes_may_begin_a_cache_at_once(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", AT_ONCE], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
