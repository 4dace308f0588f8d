"""Runs in worker processes: the same output whatever happens to single documents, workers or the run."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Copydesk = Callable[..., "subprocess.CompletedProcess[str]"]

FAULTS = '''
import ctypes, os, re, time
from copydesk import Document, hookimpl, step
from collections.abc import Iterator
from copydesk import Edit

kept = []


@step
def faults(doc: Document) -> Iterator[Edit]:
    """Do what the text says."""
    if "SEGFAULT" in doc.text:
        ctypes.string_at(0)
    if "EXIT" in doc.text:
        os._exit(7)
    if "ONCE" in doc.text and not os.path.exists("killed"):
        open("killed", "w").close()
        os.kill(os.getpid(), 9)
    if "LOOP" in doc.text:
        time.sleep(3600)
    if "STUCK" in doc.text:
        re.match("(a+)+b", "a" * 50)
    if "EAT" in doc.text:
        bytearray(2_000_000_000)
    if "RAISE" in doc.text:
        raise ValueError("as it says")
    if "LEAK" in doc.text:
        kept.append(bytearray(b"x" * 1_000_000))
        time.sleep(0.02)
    if "PRINT" in doc.text:
        print("printed by a step")
    yield Edit(0, 1, doc.text[:1].upper())


@hookimpl
def copydesk_steps():
    return [faults]
'''


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A pipeline whose step does what a text says, in a distribution beside copydesk."""
    site = tmp_path / "site"
    info = site / "faults-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "faults.py").write_text(FAULTS)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: faults\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[copydesk]\nfaults = faults\n")
    monkeypatch.setenv("PYTHONPATH", str(site))
    path = tmp_path / "p.yaml"
    path.write_text("steps: [clean.whitespace, faults]\ntimeout: 2\nmemory_limit: 300000000\n")
    return path


def write_lines(path: Path, texts: dict[str, str]) -> None:
    path.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in texts.items()))


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("SEGFAULT", "worker-died", "the process that worked on it ended: SIGSEGV"),
        ("EXIT", "worker-died", "the process that worked on it ended: exit code 7"),
        ("LOOP", "timeout", "took longer than 2 seconds"),
        ("EAT", "step-raised", "MemoryError"),
        ("RAISE", "step-raised", "ValueError: as it says"),
    ],
)
def test_a_bad_document_costs_only_itself(
    copydesk: Copydesk, faulty: Path, tmp_path: Path, text: str, code: str, words: str
) -> None:
    write_lines(tmp_path / "in.jsonl", {f"d{n}": text if n == 23 else f"text {n}" for n in range(60)})

    done = copydesk("run", faulty, "in.jsonl", "-o", "out.jsonl", "--workers", 2)

    assert done.returncode == 1
    assert [row["id"] for row in rows(tmp_path / "out.jsonl")] == [f"d{n}" for n in range(60) if n != 23]
    (letter,) = rows(tmp_path / "out.jsonl.failed.jsonl")
    assert (letter["id"], letter["step"], letter["error"]["code"]) == ("d23", "faults", code)
    assert words in letter["error"]["message"]
    assert letter["input"]["text"] == text
    assert letter["after"] == 23
    assert "60 read, 59 written, 0 dropped, 1 failed (faults 1)" in done.stderr


@pytest.mark.slow
def test_bad_documents_side_by_side_are_all_found(copydesk: Copydesk, faulty: Path, tmp_path: Path) -> None:
    bad = {3: "EXIT", 4: "SEGFAULT", 5: "RAISE", 21: "EXIT", 37: "LOOP"}
    write_lines(tmp_path / "in.jsonl", {f"d{n}": bad.get(n, "fine") for n in range(40)})

    copydesk("run", faulty, "in.jsonl", "-o", "out.jsonl", "--workers", 2)

    assert [row["id"] for row in rows(tmp_path / "out.jsonl")] == [f"d{n}" for n in range(40) if n not in bad]
    assert [letter["id"] for letter in rows(tmp_path / "out.jsonl.failed.jsonl")] == [f"d{n}" for n in bad]


@pytest.mark.slow
@pytest.mark.parametrize("documents", [1, 2, 60])
def test_a_worker_killed_from_outside_costs_no_document(
    copydesk: Copydesk, faulty: Path, tmp_path: Path, documents: int
) -> None:
    """Also where the batch that it worked on had only the one."""
    write_lines(tmp_path / "in.jsonl", {f"d{n}": "ONCE" if n == 0 else "fine" for n in range(documents)})

    done = copydesk("run", faulty, "in.jsonl", "-o", "out.jsonl", "--workers", 1)

    assert (tmp_path / "killed").exists()
    assert done.returncode == 0, done.stderr
    assert len(rows(tmp_path / "out.jsonl")) == documents


@pytest.mark.slow
def test_a_bad_document_that_is_alone_is_told(copydesk: Copydesk, faulty: Path, tmp_path: Path) -> None:
    write_lines(tmp_path / "in.jsonl", {"d0": "EXIT"})

    done = copydesk("run", faulty, "in.jsonl", "-o", "out.jsonl", "--workers", 1)

    assert done.returncode == 1
    (letter,) = rows(tmp_path / "out.jsonl.failed.jsonl")
    assert (letter["id"], letter["step"], letter["error"]["code"]) == ("d0", "faults", "worker-died")


def test_what_a_step_prints_is_not_among_the_documents(
    copydesk: Copydesk, faulty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    write_lines(tmp_path / "in.jsonl", {"a": "PRINT", "b": "fine"})

    done = copydesk("run", faulty, "in.jsonl", "--workers", 1)

    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["a", "b"]
    assert "printed by a step" in done.stderr


@pytest.mark.parametrize(("at_import", "program"), [("", "__main__.py"), ("THREAD", "child.py")])
def test_only_a_process_without_threads_is_copied(
    copydesk: Copydesk, tmp_path: Path, at_import: str, program: str
) -> None:
    thread = "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
    (tmp_path / "who.py").write_text(
        (thread if at_import else "")
        + "import pathlib, sys\nfrom copydesk import Changes, Document, step\n\n\n"
        + "@step\ndef who(doc: Document) -> Changes:\n"
        + '    """Tell the program."""\n'
        + '    return Changes(meta={"program": pathlib.Path(sys.argv[0]).name})\n'
    )
    (tmp_path / "p.yaml").write_text("steps: [who]\n")
    write_lines(tmp_path / "in.jsonl", {f"d{n}": "text" for n in range(3)})

    done = copydesk("run", "p.yaml", "in.jsonl", "--plugin", "who.py", "--workers", 1)

    assert [json.loads(line)["meta"]["program"] for line in done.stdout.splitlines()] == [program] * 3


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A folder with everything: lines, packed lines, pages, many small texts, and mistakes."""
    import gzip

    folder = tmp_path / "corpus"
    folder.mkdir()
    texts = {f"l{n}": f"Line  number {n}. " * (n % 40 + 1) for n in range(700)}
    write_lines(folder / "lines.jsonl", texts)
    with (folder / "lines.jsonl").open("a") as file:
        file.write('{"id": "l5", "text": "again"}\n{"id": "x"}\nnot json\n\n{"text": "no id"}\n')
    packed = "".join(json.dumps({"id": f"g{n}", "text": f"packed  {n}"}) + "\n" for n in range(300))
    (folder / "more.jsonl.gz").write_bytes(gzip.compress(packed.encode()))
    (folder / "broken.jsonl.gz").write_bytes(gzip.compress(packed.replace("g", "h").encode())[:-20])
    (folder / "page.html").write_text("<html><body><p>A  page.</p></body></html>")
    (folder / "binary.txt").write_bytes(b"\0\1\2")
    for n in range(300):
        (folder / f"t{n:03}.txt").write_text(f"Text  {n}\r\n")
    return folder


@pytest.mark.slow
def test_the_output_does_not_depend_on_how_it_was_made(
    copydesk: Copydesk, lower: Path, corpus: Path, tmp_path: Path
) -> None:
    ways = {
        "in-process": ["--executor", "in-process"],
        "one": ["--workers", "1"],
        "two": ["--workers", "2"],
        "five": ["--workers", "5"],
    }

    for name, options in ways.items():
        told = copydesk("run", lower, "corpus", "-o", f"{name}.jsonl", *options).stderr
        assert told.count("failed[") == len(rows(tmp_path / f"{name}.jsonl.failed.jsonl"))

    outputs = {name: (tmp_path / f"{name}.jsonl").read_bytes() for name in ways}
    letters = {name: (tmp_path / f"{name}.jsonl.failed.jsonl").read_bytes() for name in ways}
    assert len(set(outputs.values())) == 1
    assert len(set(letters.values())) == 1
    assert outputs["two"].count(b"\n") > 1300
    assert {letter["error"]["code"] for letter in rows(tmp_path / "two.jsonl.failed.jsonl")} == {
        "duplicate-id",
        "missing-text",
        "bad-json",
        "unreadable-file",
        "binary-file",
    }


def begin(folder: Path, *options: str, output: str = "out.jsonl") -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "copydesk", "run", "light.yaml", "in.jsonl", "-o", output, *options]
    return subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, start_new_session=True)


def children(process: subprocess.Popen[Any]) -> list[int]:
    try:
        listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    except OSError:
        return []
    return [int(child) for child in listed.split()]


@pytest.mark.slow
def test_killed_at_any_instant_it_goes_on_to_the_same_output(
    copydesk: Copydesk, lower: Path, tmp_path: Path
) -> None:
    """Fifty kills of the parent, of a worker, by Ctrl-C and by SIGTERM, at random instants."""
    chance = random.Random(20)
    texts = {f"d{n}": f"Hello  world {n}.  " * (n % 60) for n in range(9000)}
    write_lines(tmp_path / "in.jsonl", texts)
    with (tmp_path / "in.jsonl").open("a") as file:
        file.write('{"id": "d7", "text": "again"}\n{"id": "none"}\n')
    began = time.monotonic()
    copydesk("run", lower, "in.jsonl", "-o", "whole.jsonl", "--workers", 2)
    seconds = time.monotonic() - began
    expected = (tmp_path / "whole.jsonl").read_bytes()

    kills = finished = 0
    while kills < 50:
        process = begin(tmp_path, "--workers", "2")
        time.sleep(chance.uniform(0.05, seconds))
        victims = [process.pid, *children(process)]
        how = chance.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
        victim = chance.choice(victims) if how == signal.SIGKILL else process.pid
        if process.poll() is None:
            os.kill(victim, how)
            kills += 1
        _, errors = process.communicate()
        assert process.returncode in (0, 1, -signal.SIGKILL, -signal.SIGINT, -signal.SIGTERM, 130)
        # Python says 1, too, when Ctrl-C meets it before it has begun with copydesk.
        if process.returncode == 1 and " read, " in errors:
            finished += 1
            assert (tmp_path / "out.jsonl").read_bytes() == expected
            (tmp_path / "out.jsonl").unlink()
    last = begin(tmp_path, "--workers", "2")
    last.communicate()

    assert last.returncode == 1
    assert finished > 0
    assert (tmp_path / "out.jsonl").read_bytes() == expected
    ledgers = [
        json.loads((tmp_path / f"{name}.jsonl.run.json").read_text())["ledger"] for name in ("whole", "out")
    ]
    assert ledgers[0] == ledgers[1]
    assert sorted(path.name for path in tmp_path.glob("out*")) == [
        "out.jsonl",
        "out.jsonl.failed.jsonl",
        "out.jsonl.run.json",
    ]


EARLY = """
import os, runpy, signal, sys

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "_datetime":
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

# A shell that starts it in the background has it ignore the signal.
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.meta_path.insert(0, Interrupting())
runpy.run_module("copydesk", run_name="__main__")
"""


def test_an_interrupt_while_it_loads_ends_it(lower: Path, tmp_path: Path) -> None:
    """What is loaded loads `datetime` from C, and would go on without it."""
    write_lines(tmp_path / "in.jsonl", {"a": "text"})

    done = subprocess.run(
        [sys.executable, "-c", EARLY, "run", lower.name, "in.jsonl", "-o", "out.jsonl", "--workers", "1"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == -signal.SIGINT
    assert not (tmp_path / "out.jsonl").exists()


def interrupted(folder: Path) -> str:
    """Begin a run that takes long, and end it with Ctrl-C when it has made something."""
    process = begin(folder, "--workers", "1")
    journal = folder / "out.jsonl.journal"
    while process.poll() is None and (not journal.exists() or journal.read_bytes().count(b"\n") < 2):
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate()
    assert process.returncode == 130
    return errors


@pytest.fixture
def halfway(lower: Path, tmp_path: Path) -> Path:
    """A folder in which a run was interrupted."""
    write_lines(tmp_path / "in.jsonl", {f"d{n}": "Hello  world.  " * 400 for n in range(6000)})
    errors = interrupted(tmp_path)
    assert "next: the same command goes on where it was" in errors
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("change", ["input", "options", "order"])
def test_a_changed_run_is_told_and_not_mixed(copydesk: Copydesk, halfway: Path, change: str) -> None:
    if change == "input":
        with (halfway / "in.jsonl").open("a") as file:
            file.write('{"id": "new", "text": "x"}\n')
        words = "the input in.jsonl was changed"
    elif change == "options":
        (halfway / "light.yaml").write_text("steps: [clean.whitespace]\nmax_document_bytes: 100000\n")
        words = "`max_document_bytes` was 20000000, is 100000"
    else:
        (halfway / "light.yaml").write_text("steps: [clean.whitespace, sentences]\n")
        words = "the steps were clean.whitespace, are clean.whitespace, sentences"

    done = copydesk("run", "light.yaml", "in.jsonl", "-o", "out.jsonl")

    assert done.returncode == 2
    assert words in done.stderr
    assert (halfway / "out.jsonl.part").exists()


@pytest.mark.slow
def test_fresh_begins_anew(copydesk: Copydesk, halfway: Path) -> None:
    (halfway / "light.yaml").write_text("steps: [sentences]\n")
    write_lines(halfway / "in.jsonl", {"a": "One."})

    done = copydesk("run", "light.yaml", "in.jsonl", "-o", "out.jsonl", "--fresh")

    assert done.returncode == 0
    assert [row["id"] for row in rows(halfway / "out.jsonl")] == ["a"]


@pytest.mark.slow
def test_a_second_run_on_one_output_is_refused(copydesk: Copydesk, lower: Path, tmp_path: Path) -> None:
    write_lines(tmp_path / "in.jsonl", {f"d{n}": "Hello  world.  " * 400 for n in range(6000)})
    first = begin(tmp_path, "--workers", "1")
    while not (tmp_path / "out.jsonl.journal").exists():
        time.sleep(0.02)

    done = copydesk("run", lower, "in.jsonl", "-o", "out.jsonl")
    first.kill()
    first.communicate()

    assert done.returncode == 2
    assert "error[already-running]: another run writes `out.jsonl`" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("text", ["LOOP", "STUCK"])
def test_workers_end_with_their_parent(faulty: Path, tmp_path: Path, text: str) -> None:
    """Workers of a killed parent stayed alive for as long as their document took."""
    faulty.write_text("steps: [faults]\n")
    write_lines(tmp_path / "in.jsonl", {"a": text, "b": text})
    command = [sys.executable, "-m", "copydesk", "run", "p.yaml", "in.jsonl", "-o", "o.jsonl", "-w", "1"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL)
    while not (workers := children(process)):
        time.sleep(0.05)
    time.sleep(1)
    threads = [thread for worker in workers for thread in Path(f"/proc/{worker}/task").iterdir()]

    process.kill()
    process.wait()

    assert len(threads) == len(workers), "a thread that waits makes every lock of a parse dearer"
    deadline = time.monotonic() + 5
    while any(Path(f"/proc/{worker}").exists() for worker in workers) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MB of its own."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"a file system cannot be mounted here: {mounted.stderr.strip()}")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


@pytest.mark.slow
def test_a_full_disk_is_told_and_the_run_goes_on_later(
    copydesk: Copydesk, lower: Path, tmp_path: Path, small_disk: Path
) -> None:
    write_lines(tmp_path / "in.jsonl", {f"d{n}": "Hello  world.  " * 40 for n in range(4000)})
    copydesk("run", lower, "in.jsonl", "-o", "whole.jsonl")
    filling = small_disk / "something-else"
    filling.write_bytes(b"x" * 2_500_000)

    full = copydesk("run", lower, "in.jsonl", "-o", "disk/out.jsonl")
    filling.unlink()
    then = copydesk("run", lower, "in.jsonl", "-o", "disk/out.jsonl")

    assert full.returncode == 1
    assert "error[cannot-write]: cannot write `disk/out.jsonl`: no space left on device" in full.stderr
    assert "the same command again: it goes on where it was" in full.stderr
    assert then.returncode == 0, then.stderr
    assert (small_disk / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


@pytest.mark.slow
def test_retry_puts_what_now_succeeds_where_it_belongs(
    copydesk: Copydesk, faulty: Path, tmp_path: Path
) -> None:
    bad = {0: "RAISE", 4: "EXIT", 5: "RAISE", 9: "SEGFAULT"}
    write_lines(tmp_path / "in.jsonl", {f"d{n}": bad.get(n, "fine") for n in range(10)})
    with (tmp_path / "in.jsonl").open("a") as file:
        file.write('{"id": "none"}\n{"id": "d1", "text": "again"}\n')
    copydesk("run", faulty, "in.jsonl", "-o", "out.jsonl")
    plugin = tmp_path / "site" / "faults.py"
    plugin.write_text(plugin.read_text().replace('"RAISE"', '"NEVER"').replace('"EXIT"', '"NEVER"'))

    done = copydesk("retry", "out.jsonl")

    assert done.returncode == 1
    assert [row["id"] for row in rows(tmp_path / "out.jsonl")] == [f"d{n}" for n in range(9)]
    letters = rows(tmp_path / "out.jsonl.failed.jsonl")
    assert [(letter["id"], letter["after"]) for letter in letters] == [
        ("d9", 9),
        ("in.jsonl:11", 9),
        ("d1", 9),
    ]
    assert "3 now written, 0 dropped, 2 failed again" in done.stderr
    assert "12 read, 9 written, 0 dropped, 3 failed (faults 1, read 2)" in done.stderr
    manifest = json.loads((tmp_path / "out.jsonl.run.json").read_text())
    assert manifest["ledger"]["written"] == 9


@pytest.mark.slow
def test_retry_that_was_killed_puts_nothing_there_twice(
    copydesk: Copydesk, faulty: Path, tmp_path: Path
) -> None:
    """The output is replaced before the dead letters; a kill in between leaves both."""
    write_lines(tmp_path / "in.jsonl", {"a": "fine", "b": "RAISE", "c": "RAISE", "d": "fine"})
    copydesk("run", faulty, "in.jsonl", "-o", "out.jsonl")
    letters = (tmp_path / "out.jsonl.failed.jsonl").read_bytes()
    plugin = tmp_path / "site" / "faults.py"
    plugin.write_text(plugin.read_text().replace('"RAISE"', '"NO SUCH TEXT"'))
    copydesk("retry", "out.jsonl")
    (tmp_path / "out.jsonl.failed.jsonl").write_bytes(letters)

    copydesk("retry", "out.jsonl")

    assert [row["id"] for row in rows(tmp_path / "out.jsonl")] == ["a", "b", "c", "d"]
    assert not (tmp_path / "out.jsonl.failed.jsonl").exists()


def test_retry_without_dead_letters_says_so(copydesk: Copydesk, lower: Path, tmp_path: Path) -> None:
    write_lines(tmp_path / "in.jsonl", {"a": "fine"})
    copydesk("run", lower, "in.jsonl", "-o", "out.jsonl")

    done = copydesk("retry", "out.jsonl")

    assert done.returncode == 2
    assert "error[no-dead-letters]: `out.jsonl` has no dead letters beside it" in done.stderr


@pytest.mark.slow
def test_locked_runs_with_what_the_manifest_names_and_nothing_else(
    copydesk: Copydesk, tmp_path: Path
) -> None:
    (tmp_path / "names.csv").write_text("name,label\nNord Stream,ORG\n")
    (tmp_path / "p.yaml").write_text("steps:\n  - entities: {gazetteer: names.csv}\n")
    write_lines(tmp_path / "in.jsonl", {"a": "Nord Stream leaked."})
    copydesk("run", "p.yaml", "in.jsonl", "-o", "out.jsonl")
    again = ["run", "p.yaml", "in.jsonl", "-o", "again.jsonl", "--locked", "out.jsonl.run.json"]

    same = copydesk(*again)
    (tmp_path / "names.csv").write_text("name,label\nNord Stream,LOC\n")
    other = copydesk(*again, "--set", "entities.scheme=ontonotes")

    assert same.returncode == 0, same.stderr
    assert other.returncode == 2
    assert "error[not-locked]: the pipeline is not the one of `out.jsonl.run.json`" in other.stderr
    assert '`entities.scheme` was "coarse", is "ontonotes"' in other.stderr
    assert "`names.csv` of `entities` was sha256:" in other.stderr
    steps = json.loads((tmp_path / "again.jsonl.run.json").read_text())["pipeline"]["steps"]
    assert steps[0]["fingerprints"]["en_core_web_sm"].startswith("3.8.0 sha256:")


@pytest.mark.slow
def test_a_worker_that_grows_is_renewed(faulty: Path, tmp_path: Path) -> None:
    faulty.write_text("steps: [faults]\n")
    write_lines(tmp_path / "in.jsonl", {f"d{n}": f"LEAK {n} " + "x" * 2000 for n in range(900)})
    command = [sys.executable, "-m", "copydesk", "run", "p.yaml", "in.jsonl", "-o", "out.jsonl", "-w", "1"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.DEVNULL)
    workers: set[int] = set()
    while process.poll() is None:
        workers.update(children(process))
        time.sleep(0.05)

    assert process.returncode == 0
    assert len(workers) > 1
    assert [row["id"] for row in rows(tmp_path / "out.jsonl")] == [f"d{n}" for n in range(900)]
