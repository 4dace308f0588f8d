"""The executor: joining a Ray cluster for the time of a run."""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from typing import Any

from copydesk import CopydeskError, Job, Part, Result, Task, Written
from copydesk_ray.crew import Crew
from copydesk_ray.writing import write_parts

_SECONDS_TO_ANSWER = 10


class Ray:
    """Carries out the tasks of a run on a Ray cluster, each worker on one processor of it.

    RAY_ADDRESS or `--ray-address` says which cluster. Without, one is started on this machine for
    the time of the run; it can be reached from this machine only. The folder that the run is
    started in must be there on every machine, with the input in it or at its full path, and the
    same packages must be installed.
    """

    name = "ray"

    def run(self, job: Job, tasks: Iterator[Task], *, workers: int | None) -> Iterator[Result]:
        """Do tasks on the cluster, four a worker ahead at most.

        Raises:
            CopydeskError: `missing-extra`, `no-cluster`, `no-workers`, `worker-died`,
                `other-machine`, or a step cannot be opened.
        """
        _refuse_without_ray()
        with _joined(os.environ.get("RAY_ADDRESS", ""), workers) as processors:
            crew = Crew(job, workers or processors)
            try:
                yield from crew.results(tasks)
            finally:
                crew.end()

    def write_parts(self, parts: Sequence[Part], *, workers: int | None) -> Iterator[Written]:
        """Have parts written on the cluster, one a processor at a time.

        Raises:
            CopydeskError: `missing-extra`, `no-cluster`, `worker-died`, `other-machine`, or what
                `Part.write` raises.
        """
        _refuse_without_ray()
        with _joined(os.environ.get("RAY_ADDRESS", ""), workers) as processors:
            yield from write_parts(parts, workers or processors)


def _refuse_without_ray() -> None:
    if find_spec("ray") is None:
        raise CopydeskError(
            "missing-extra",
            "`--executor ray` needs the package `ray`, which is not installed",
            hint="install it with `pip install 'copydesk[ray]'`",
        )


@contextmanager
def _joined(address: str, workers: int | None) -> Generator[int]:
    """Join a cluster, or start one; give the processors that it has."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if not address:
        # Ray then takes 127.0.0.1 for the address of this machine, and listens nowhere else.
        os.environ.setdefault("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0")
    import ray

    if ray.is_initialized():
        yield _processors()
        return
    own: dict[str, Any] = {} if address else {"num_cpus": workers, "include_dashboard": False}
    with _own_signals():
        try:
            _check_answer(address)
            # What a step prints on other machines is in the logs of Ray: it must not come between the
            # documents on standard output.
            ray.init(address or "local", log_to_driver=False, logging_level=logging.ERROR, **own)
        except (OSError, RuntimeError, ValueError) as error:
            what = f"no Ray cluster answers at `{address}`" if address else "Ray does not start here"
            raise CopydeskError(
                "no-cluster",
                f"{what}: {' '.join(str(error).split())}",
                hint="run on a machine of the cluster with `--ray-address HOST:6379`",
            ) from error
    try:
        yield _processors()
    finally:
        ray.shutdown()


def _check_answer(address: str) -> None:
    """Raise where nothing answers: Ray itself would try again for a quarter of an hour."""
    host, _, port = address.rpartition(":")
    if port.isdecimal() and "/" not in host:
        socket.create_connection((host, int(port)), timeout=_SECONDS_TO_ANSWER).close()


@contextmanager
def _own_signals() -> Generator[None]:
    """Keep what the run does at Ctrl-C and SIGTERM, of which Ray takes one."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _processors() -> int:
    import ray

    resources: dict[str, float] = ray.cluster_resources()  # type: ignore[no-untyped-call]  # as it is there
    return max(1, int(resources.get("CPU", 0)))
