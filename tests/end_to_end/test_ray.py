"""Runs on a Ray cluster: the output of one worker, whatever happens to documents, machines or the run."""

from __future__ import annotations

import importlib.util
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

Copydesk = Callable[..., "subprocess.CompletedProcess[str]"]
Start = Callable[..., "subprocess.Popen[str]"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("ray") is None, reason="needs ray: pip install 'copydesk[ray]'"
    ),
]

ODD = '''
import os, signal, time
from copydesk import Changes, Document, step


@step(name="odd")
def odd(doc: Document) -> Changes:
    """Do what the text says."""
    if "EXIT" in doc.text:
        os._exit(7)
    if "HANG" in doc.text:
        time.sleep(3600)
    if "RAISE" in doc.text:
        raise ValueError("as it says")
    if "PARENT" in doc.text:
        os.kill(os.getppid(), signal.SIGKILL)
        time.sleep(60)
    time.sleep(float(os.environ.get("ODD_SECONDS", "0")))
    print("printed by a step")
    return Changes(drop="short" if len(doc.text) < 5 else "", meta={"length": len(doc.text)})
'''


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Two machines of one processor each, as far as Ray can tell; reached from this one only."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_USAGE_STATS_ENABLED", "0")
        patch.setenv("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
        # A machine that is gone is noticed after a second instead of fifteen.
        patch.setenv("RAY_health_check_period_ms", "500")
        patch.setenv("RAY_health_check_failure_threshold", "2")
        # So that there is time for something to happen.
        patch.setenv("ODD_SECONDS", "0.01")
        from ray.cluster_utils import Cluster

        made: Any = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
        made.add_node(num_cpus=1)
        yield made
        made.shutdown()


@pytest.fixture
def start(cluster: Any, tmp_path: Path) -> Iterator[Start]:
    """Start a run on the cluster, without waiting for its end."""
    started: list[subprocess.Popen[str]] = []

    def call(*arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "copydesk", "run", *map(str, arguments), "--plugin", "odd.py"]
        on_cluster = ["--executor", "ray", "--ray-address", cluster.address, "--workers", "2"]
        started.append(
            subprocess.Popen(
                [*command, *on_cluster],
                cwd=tmp_path,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return started[-1]

    yield call
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a plugin in a file and a pipeline that names its step."""
    (tmp_path / "odd.py").write_text(ODD)
    (tmp_path / "p.yaml").write_text("steps: [clean.unicode, clean.whitespace, odd, sentences]\ntimeout: 2\n")
    return tmp_path


@pytest.fixture
def corpus(folder: Path) -> Path:
    """Lines of different lengths with everything that can go wrong, and texts."""
    words = {7: "EXIT", 8: "RAISE", 100: "a", 333: "EXIT"}
    lines = [
        json.dumps({"id": f"d{n}", "text": words.get(n, f"Line  {n} says so. ") * (1 + n % 50)})
        for n in range(400)
    ]
    lines[20] = "no json"
    lines[350] = json.dumps({"id": "d3", "text": "came before"})
    (folder / "in").mkdir()
    (folder / "in" / "a.jsonl").write_text("\n".join(lines))
    (folder / "in" / "b.jsonl").write_text('{"id": "h", "text": "HANG"}')
    for n in range(6):
        (folder / "in" / f"t{n}.txt").write_text(f"Text  {n} has a sentence. And another.\n" * 30)
    return folder


@pytest.fixture
def slow(folder: Path) -> Path:
    """A folder with enough documents for something to happen in between."""
    lines = [json.dumps({"id": f"s{n}", "text": f"Slow text {n}. " * 40}) for n in range(600)]
    (folder / "in.jsonl").write_text("\n".join(lines))
    return folder


def expected(folder: Path, *inputs: str) -> bytes:
    """Give what one worker on this machine writes."""
    command = ["run", "p.yaml", *inputs, "-o", "one.jsonl", "--workers", "1", "--plugin", "odd.py"]
    environment = {**os.environ, "ODD_SECONDS": "0"}
    subprocess.run(
        [sys.executable, "-m", "copydesk", *command, "-q"], cwd=folder, check=False, env=environment
    )
    return (folder / "one.jsonl").read_bytes()


def wait_for_commit(folder: Path) -> None:
    """Wait until the journal of a run says that something is on the disk."""
    journal = folder / "out.jsonl.journal"
    for _ in range(600):
        if journal.exists() and journal.read_bytes().count(b"\n") > 1:
            return
        time.sleep(0.05)
    raise AssertionError("the run has made sure of nothing within 30 s")


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_everything_is_as_with_one_worker(start: Start, corpus: Path) -> None:
    output = expected(corpus, "in")

    _, told = start("p.yaml", "in", "-o", "out.jsonl").communicate()

    assert (corpus / "out.jsonl").read_bytes() == output
    letters = rows(corpus / "out.jsonl.failed.jsonl")
    assert letters == rows(corpus / "one.jsonl.failed.jsonl")
    assert [(letter["id"], letter["error"]["code"]) for letter in letters] == [
        ("d7", "worker-died"), ("d8", "step-raised"), ("in/a.jsonl:21", "bad-json"),
        ("d333", "worker-died"), ("d3", "duplicate-id"), ("h", "timeout"),
    ]  # fmt: skip
    manifests = [json.loads((corpus / f"{name}.jsonl.run.json").read_text()) for name in ("one", "out")]
    assert manifests[0]["ledger"] == manifests[1]["ledger"]
    assert "407 read, 400 written, 1 dropped (short 1), 6 failed" in told


def test_a_machine_that_is_lost_costs_nothing(start: Start, slow: Path, cluster: Any) -> None:
    output = expected(slow, "in.jsonl")
    running = start("p.yaml", "in.jsonl", "-o", "out.jsonl")
    wait_for_commit(slow)
    assert running.poll() is None

    cluster.remove_node(next(iter(cluster.worker_nodes)), allow_graceful=False)

    _, told = running.communicate()
    cluster.add_node(num_cpus=1)
    assert running.returncode == 0, told
    assert (slow / "out.jsonl").read_bytes() == output
    assert not (slow / "out.jsonl.failed.jsonl").exists()


def test_a_run_whose_start_was_killed_goes_on(start: Start, slow: Path) -> None:
    output = expected(slow, "in.jsonl")
    running = start("p.yaml", "in.jsonl", "-o", "out.jsonl")
    wait_for_commit(slow)

    running.send_signal(signal.SIGKILL)
    running.wait()
    _, told = start("p.yaml", "in.jsonl", "-o", "out.jsonl").communicate()

    assert "going on after" in told
    assert (slow / "out.jsonl").read_bytes() == output


def joined(folder: Path) -> bytes:
    return b"".join(part.read_bytes() for part in sorted(folder.glob("part-*.jsonl")))


def wait_for_parts(folder: Path, count: int) -> None:
    """Wait until so many parts are there."""
    for _ in range(1200):
        if len([*folder.glob("part-*.jsonl")]) >= count:
            return
        time.sleep(0.05)
    raise AssertionError(f"there are no {count} parts after 60 s")


def test_workers_write_parts_that_are_together_one_run(start: Start, corpus: Path) -> None:
    output = expected(corpus, "in")

    _, told = start("p.yaml", "in", "-o", "out/", "--parts", "5").communicate()

    assert joined(corpus / "out") == output
    assert rows(corpus / "out" / "failed.jsonl") == rows(corpus / "one.jsonl.failed.jsonl")
    assert "407 read, 400 written, 1 dropped (short 1), 6 failed" in told


OPENS = '''
from pathlib import Path
from pydantic import BaseModel
from copydesk import Changes, Step


class Opens(Step[BaseModel]):
    """Say in a file when it is opened."""

    name = "odd.opens"
    Options = BaseModel

    def open(self):
        with Path("opened.txt").open("a") as file:
            file.write("opened\\n")

    def process(self, documents):
        return [Changes() for _ in documents]
'''


def test_a_worker_opens_each_step_once_for_all_its_parts(start: Start, slow: Path) -> None:
    (slow / "odd.py").write_text(ODD + OPENS)
    (slow / "p.yaml").write_text("steps: [odd, odd.opens]\n")

    _, told = start("p.yaml", "in.jsonl", "-o", "out/", "--parts", "6").communicate()

    assert "600 read, 600 written" in told
    assert 1 <= len((slow / "opened.txt").read_text().splitlines()) <= 2


def test_a_part_that_was_lost_with_its_machine_is_written_elsewhere(
    start: Start, slow: Path, cluster: Any
) -> None:
    output = expected(slow, "in.jsonl")
    running = start("p.yaml", "in.jsonl", "-o", "out/", "--parts", "6")
    wait_for_parts(slow / "out", 1)
    assert running.poll() is None

    cluster.remove_node(next(iter(cluster.worker_nodes)), allow_graceful=False)

    _, told = running.communicate()
    cluster.add_node(num_cpus=1)
    assert running.returncode == 0, told
    assert joined(slow / "out") == output


def test_parts_go_on_when_the_start_was_killed(start: Start, slow: Path) -> None:
    output = expected(slow, "in.jsonl")
    running = start("p.yaml", "in.jsonl", "-o", "out/", "--parts", "6")
    wait_for_parts(slow / "out", 2)

    running.send_signal(signal.SIGKILL)
    running.wait()
    for _ in range(30):
        again = start("p.yaml", "in.jsonl", "-o", "out/", "--parts", "6")
        _, told = again.communicate()
        # Ray needs a moment to see that the tasks of the killed run have nobody left.
        if "already-running" not in told:
            break
        time.sleep(1)

    assert again.returncode == 0, told
    assert "going on after" in told
    assert joined(slow / "out") == output


def test_a_document_that_kills_every_worker_it_meets_is_told(start: Start, folder: Path) -> None:
    (folder / "in.jsonl").write_text('{"id": "a", "text": "PARENT"}\n')

    running = start("p.yaml", "in.jsonl", "-o", "out.jsonl")

    _, told = running.communicate()
    assert running.returncode == 2
    assert (
        "error[worker-died]: 4 workers were lost, one after the other, over documents of `in.jsonl`" in told
    )


def test_documents_alone_are_on_standard_output(start: Start, corpus: Path) -> None:
    written, _ = start("p.yaml", "in/t0.txt", "in/t1.txt").communicate()

    assert [json.loads(line)["source"]["uri"] for line in written.splitlines()] == ["in/t0.txt", "in/t1.txt"]


SCRIPT = """
import os, sys
from pathlib import Path

os.environ.update(RAY_USAGE_STATS_ENABLED="0", RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER="0")
"""
FULL = """
import ray
ray.init("local", num_cpus=0, include_dashboard=False, logging_level="ERROR")
import copydesk_ray.crew
copydesk_ray.crew._SECONDS_TO_FIND_A_PLACE = 1.0
from copydesk.cli.app import main
main()
"""


def test_a_cluster_without_a_free_processor_is_told(folder: Path) -> None:
    (folder / "in.jsonl").write_text('{"id": "a", "text": "some text"}\n')

    done = subprocess.run(
        [sys.executable, "-c", SCRIPT + FULL, "run", "p.yaml", "in.jsonl", "-o", "out.jsonl",
         "--plugin", "odd.py", "--executor", "ray", "--workers", "2"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert "error[no-workers]: the cluster started no worker within 1 s: of its 0 processors 0" in done.stderr


def listening(process: int) -> set[str]:
    """Give the addresses that a process and its descendants listen on, as Linux writes them."""
    sockets: set[str] = set()
    for path in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if path.readlink().name.startswith("socket:") and is_below(int(path.parts[2]), process):
                sockets.add(path.readlink().name[8:-1])
        except OSError:
            continue
    found: set[str] = set()
    for table in ("tcp", "tcp6"):
        for line in Path("/proc/net", table).read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[9] in sockets:
                found.add(fields[1].partition(":")[0])
    return found


def is_below(process: int, ancestor: int) -> bool:
    while process > 1 and process != ancestor:
        status = Path(f"/proc/{process}/stat").read_text()
        process = int(status.rpartition(")")[2].split()[1])
    return process == ancestor


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_cluster_of_its_own_is_reached_from_this_machine_only(slow: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("RAY_")}
    environment["ODD_SECONDS"] = "0.01"
    command = ["run", "p.yaml", "in.jsonl", "-o", "out.jsonl", "--plugin", "odd.py"]
    running = subprocess.Popen(
        [sys.executable, "-m", "copydesk", *command, "--executor", "ray", "--workers", "2"],
        cwd=slow, env=environment,
    )  # fmt: skip

    try:
        wait_for_commit(slow)
        found = listening(running.pid)
    finally:
        running.kill()
        running.wait()

    # 127.0.0.1, also as it is written among addresses of the sixth version.
    assert {address[-8:] for address in found} == {"0100007F"}
    assert all(address[:-8] in ("", "0000000000000000FFFF0000") for address in found)


def test_an_address_where_nothing_answers_is_told(copydesk: Copydesk, folder: Path) -> None:
    (folder / "in.jsonl").write_text('{"text": "some text"}\n')
    command = ["run", "p.yaml", "in.jsonl", "-o", "out.jsonl", "--plugin", "odd.py"]

    done = copydesk(*command, "--executor", "ray", "--ray-address", "127.0.0.1:9")

    assert done.returncode == 2
    assert "error[no-cluster]: no Ray cluster answers at `127.0.0.1:9`" in done.stderr
