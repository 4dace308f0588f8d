"""Output in parts: together the bytes of one run, whatever ends it in between."""

from __future__ import annotations

import fcntl
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


@pytest.mark.parametrize(
    ("what", "file"),
    [*(("replace", number) for number in range(1, 8)), *(("unlink", number) for number in range(15, 30, 2))],
)
def test_a_run_that_was_killed_at_a_file_of_its_own_is_done_by_the_next(
    copydesk: Copydesk, corpus: Path, what: str, file: int
) -> None:
    copydesk("run", "p.yaml", "in", "-o", "one.jsonl", "-q")
    run = ["run", "p.yaml", "in", "-o", "out/", "--parts", "2", "--workers", "1"]
    command = [sys.executable, "-c", KILLED, "after", str(file), what, *run]

    killed = subprocess.run(command, cwd=corpus, capture_output=True, check=False)
    copydesk(*run)

    assert killed.returncode == -signal.SIGKILL
    assert_same(corpus)


FUSSY = '''
from copydesk import Changes, Document, step


@step(name="fussy")
def fussy(doc: Document, *, forbidden: str = "BAD") -> Changes:
    """Refuse some texts."""
    if forbidden in doc.text:
        raise ValueError("not this one")
    return Changes(meta={"length": len(doc.text)})
'''

# A command that is killed right before or after it puts the K-th file in its place, or removes it.
KILLED = """
import os, pathlib, signal, sys
before, left, what = sys.argv[1] == "before", int(sys.argv[2]), sys.argv[3]
do = getattr(pathlib.Path, what)
def done(*args, **options):
    global left
    left -= 1
    if left or not before:
        do(*args, **options)
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
setattr(pathlib.Path, what, done)
sys.argv = ["copydesk", *sys.argv[4:]]
from copydesk.cli.app import main
main()
"""


@pytest.fixture
def failed(copydesk: Copydesk, tmp_path: Path) -> Path:
    """A folder with the output of a run in one file and of the same in parts, both with dead letters."""
    words = {0: "BAD", 1: "BAD", 99: "BAD", 150: "BAD WORSE", 151: "BAD", 299: "BAD"}
    lines = [json.dumps({"id": f"d{n}", "text": f"{words.get(n, 'fine')} {n}"}) for n in range(300)]
    lines[200] = json.dumps({"id": "d7", "text": "again"})
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n")
    (tmp_path / "fussy.py").write_text(FUSSY)
    (tmp_path / "p.yaml").write_text("steps: [fussy]\n")
    copydesk("run", "p.yaml", "in.jsonl", "--plugin", "fussy.py", "-o", "one.jsonl", "-q")
    copydesk("run", "p.yaml", "in.jsonl", "--plugin", "fussy.py", "-o", "out/", "--parts", 4, "-q")
    return tmp_path


def retried(copydesk: Copydesk, output: str) -> str:
    command = ["retry", output, "--plugin", "fussy.py", "--set", "fussy.forbidden=WORSE"]
    return copydesk(*command).stderr


def assert_same(folder: Path) -> None:
    """Hold the folder against the one file: documents, dead letters, counts; and nothing else is there."""
    assert joined(folder / "out") == (folder / "one.jsonl").read_bytes()
    assert (folder / "out/failed.jsonl").read_bytes() == (folder / "one.jsonl.failed.jsonl").read_bytes()
    whole, one = (json.loads((folder / name).read_text()) for name in ("out/run.json", "one.jsonl.run.json"))
    assert whole["ledger"] == one["ledger"]
    counts = {path.name: path.read_bytes().count(b"\n") for path in sorted(folder.glob("out/part-*"))}
    assert whole["parts"] == counts
    assert len([*(folder / "out").iterdir()]) == 2 + len(counts)


def test_retry_puts_documents_into_their_parts(copydesk: Copydesk, failed: Path) -> None:
    untouched = (failed / "out/part-00003.jsonl").stat().st_mtime_ns

    told = retried(copydesk, "out")

    assert "5 now written, 0 dropped, 1 failed again" in told
    assert "300 read, 298 written, 0 dropped, 2 failed (fussy 1, read 1)" in told
    assert retried(copydesk, "one.jsonl") == told
    assert_same(failed)
    assert (failed / "out/part-00003.jsonl").stat().st_mtime_ns == untouched


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("file", range(1, 7))
def test_a_retry_that_was_killed_is_done_by_the_next(
    copydesk: Copydesk, failed: Path, when: str, file: int
) -> None:
    retry = ["retry", "out", "--plugin", "fussy.py", "--workers", "1", "--set", "fussy.forbidden=WORSE"]
    command = [sys.executable, "-c", KILLED, when, str(file), "replace", *retry]
    killed = subprocess.run(command, cwd=failed, capture_output=True, check=False)
    retried(copydesk, "one.jsonl")

    retried(copydesk, "out")

    assert killed.returncode == -signal.SIGKILL
    assert_same(failed)


@pytest.mark.parametrize(
    ("output", "journal"), [("out", "out/run.journal"), ("one.jsonl", "one.jsonl.journal")]
)
def test_two_at_once_on_one_output_are_refused(
    copydesk: Copydesk, failed: Path, output: str, journal: str
) -> None:
    before = {path: path.read_bytes() for path in failed.rglob("*.json*")}

    with (failed / journal).open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        told = retried(copydesk, output)

    assert "error[already-running]: another run writes" in told
    assert {path: path.read_bytes() for path in before} == before
    assert "5 now written" in retried(copydesk, output)
    assert not (failed / journal).exists()


def test_what_a_run_may_still_go_on_with_is_not_retried(copydesk: Copydesk, failed: Path) -> None:
    run = ["run", "p.yaml", "in.jsonl", "--plugin", "fussy.py", "-o", "one.jsonl", "-q"]
    command = [sys.executable, "-c", KILLED, "before", "1", "replace", *run]
    subprocess.run(command, cwd=failed, capture_output=True, check=False)

    told = retried(copydesk, "one.jsonl")

    assert "error[unfinished-run]: the run of `one.jsonl` has not come to its end" in told
    assert "hint: give its command again: it goes on where it was" in told
    assert copydesk(*run).returncode == 1
    assert "5 now written" in retried(copydesk, "one.jsonl")


def test_a_retry_that_was_killed_and_is_not_wanted_any_more_leaves_nothing(
    copydesk: Copydesk, failed: Path
) -> None:
    retry = ["retry", "out", "--plugin", "fussy.py", "--workers", "1"]
    command = [
        sys.executable,
        "-c",
        KILLED,
        "before",
        "1",
        "replace",
        *retry,
        "--set",
        "fussy.forbidden=WORSE",
    ]
    subprocess.run(command, cwd=failed, capture_output=True, check=False)
    left = {path.name for path in (failed / "out").glob("*.retry")}

    copydesk(*retry)

    assert "part-00001.jsonl.retry" in left
    assert_same(failed)


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
        pytest.param(["in", "-o", "out.jsonl", "--parts", "3"], "goes with a folder", id="parts of a file"),
        pytest.param(
            ["-", "-o", "out/"], "standard input and pipes cannot be shared out", id="standard input"
        ),
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
