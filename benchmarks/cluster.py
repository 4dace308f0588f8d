"""What a Ray cluster costs against the workers of one machine, and what it gains.

Usage: python benchmarks/cluster.py CORPUS.jsonl [--news 300] [--rounds 3]

CORPUS holds documents as JSON Lines with `id` and `text`. A cheap chain runs over all of them, the chain
`news` over the first few hundred. The cluster has two nodes of one processor each on this machine, started
once; each round runs every way once, in turn: into one file, and into a folder of parts, which the workers
write themselves. Medians of wall time are compared with one worker of the executor "local"; processor seconds
are those of the whole cluster. Those of the process that leads the run are given for each million documents:
they are what many machines wait for in the end.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

CHAINS = {
    "cheap": "steps: [clean.unicode, clean.whitespace]\n",
    "news": "steps: [clean, entities, quotes, summary]\n",
}
PARTS = 4
WAYS = [
    ("local", 1, "file"),
    ("ray", 1, "file"),
    ("ray", 1, "folder"),
    ("local", 2, "file"),
    ("ray", 2, "file"),
    ("ray", 2, "folder"),
]
_TICKS = os.sysconf("SC_CLK_TCK")


class Found(NamedTuple):
    """Seconds: of the clock, of all processors, of the leading process."""

    wall: float
    cpu: float
    lead: float


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--news", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    lines = arguments.corpus.read_bytes().splitlines(keepends=True)
    os.environ.update(RAY_USAGE_STATS_ENABLED="0", RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER="0")
    from ray.cluster_utils import Cluster

    began = time.perf_counter()
    cluster: Any = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    cluster.add_node(num_cpus=1)
    print(f"the cluster started in {time.perf_counter() - began:.1f} s")
    with tempfile.TemporaryDirectory() as folder:
        for chain, count in (("cheap", len(lines)), ("news", arguments.news)):
            Path(folder, f"{chain}.yaml").write_text(CHAINS[chain])
            Path(folder, f"{chain}.jsonl").write_bytes(b"".join(lines[:count]))
            found: dict[tuple[str, int, str], list[Found]] = {}
            for _ in range(arguments.rounds):
                for way in WAYS:
                    found.setdefault(way, []).append(_measured(folder, chain, *way, cluster.address))
                    _compare(folder, chain, way[2])
            _tell(chain, count, found)
    cluster.shutdown()


def _measured(folder: str, chain: str, executor: str, workers: int, output: str, address: str) -> Found:
    command = [sys.executable, "-m", "copydesk", "run", f"{chain}.yaml", f"{chain}.jsonl"]
    command += ["-o", "out.jsonl"] if output == "file" else ["-o", "out/", "--parts", str(PARTS)]
    on_cluster = ["--ray-address", address] if executor == "ray" else []
    before, began = _times_below(), time.perf_counter()
    last = dict(before)
    with subprocess.Popen(
        [*command, "-q", "--fresh", "--workers", str(workers), "--executor", executor, *on_cluster],
        cwd=folder,
    ) as run:
        # Processes of the cluster are killed at the end, and nobody inherits their times: they are looked at
        # while they live.
        while not os.waitid(os.P_PID, run.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG):
            last |= _times_below()
            time.sleep(0.02)
        wall = time.perf_counter() - began
        last |= _times_below()
    assert run.returncode == 0
    return Found(wall, sum(last.values()) - sum(before.values()), last[run.pid])


def _compare(folder: str, chain: str, output: str) -> None:
    """Hold the output against the first one."""
    first, made = Path(folder, f"{chain}-first.jsonl"), Path(folder, "out.jsonl")
    parts = sorted(Path(folder, "out").glob("part-*")) if output == "folder" else [made]
    if first.exists():
        assert first.read_bytes() == b"".join(part.read_bytes() for part in parts)
    else:
        made.rename(first)


def _times_below() -> dict[int, float]:
    """Processor seconds, user and system, of each process below this one. Source: proc(5), stat."""
    stats: dict[int, list[str]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            stats[int(path.parts[2])] = path.read_text().rpartition(")")[2].split()
    below = {os.getpid()}
    while more := {one for one, stat in stats.items() if int(stat[1]) in below} - below:
        below |= more
    return {one: (int(stats[one][11]) + int(stats[one][12])) / _TICKS for one in below - {os.getpid()}}


def _tell(chain: str, count: int, found: dict[tuple[str, int, str], list[Found]]) -> None:
    base = statistics.median(one.wall for one in found["local", 1, "file"])
    cost = statistics.median(one.cpu for one in found["local", 1, "file"])
    print(f"{chain}, {count:,} documents")
    for (executor, workers, output), times in found.items():
        wall = statistics.median(one.wall for one in times)
        cpu = statistics.median(one.cpu for one in times)
        lead = statistics.median(one.lead for one in times)
        print(
            f"  {executor:5} {workers} {output:6}  wall {wall:6.2f} s  x {wall / base:.2f}"
            f"  processor x {cpu / cost:.2f}  leading process {1e6 * lead / count:5.0f} s"
            " a million documents",
            flush=True,
        )


if __name__ == "__main__":
    main()
