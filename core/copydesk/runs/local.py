"""Doing the work of a run on this machine."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from copydesk.runs.pool import Pool
from copydesk.runs.tasks import Task
from copydesk.runs.work import Job, Result


class InProcess:
    """Does everything in this process: for one document, or to look on with a debugger."""

    name = "in-process"

    def run(self, job: Job, tasks: Iterator[Task], *, workers: int | None) -> Iterator[Result]:  # noqa: ARG002
        """Do one task after the other."""
        with job.worker() as worker:
            for task in tasks:
                yield from worker.process(task)


class LocalExecutor:
    """Does tasks in worker processes, so that a document that kills one costs nothing but itself.

    Args:
        timeout: Seconds that one document may take.
    """

    name = "local"

    def __init__(self, timeout: float) -> None:
        self.timeout = timeout

    def run(self, job: Job, tasks: Iterator[Task], *, workers: int | None) -> Iterator[Result]:
        """Do tasks in worker processes."""
        pool = Pool(job, workers or available_processors(), self.timeout)
        try:
            yield from pool.results(tasks)
        finally:
            pool.end()


class WorkerProcess:
    """A worker in a process of its own, for executors that take work to other machines.

    What goes wrong is dealt with as by the executor "local": a document over which the process dies
    or takes too long comes back as failed, the others are done again in a new process, and the
    `timeout` and the `memory_limit` of the pipeline hold.

    Args:
        job: What to do. The process starts with the first task.

    Example:
        with closing(WorkerProcess(job)) as worker:
            for task in tasks:
                yield from worker.process(task)
    """

    def __init__(self, job: Job) -> None:
        self._pool = Pool(job, 1, job.file.timeout)

    def process(self, task: Task) -> Iterator[Result]:
        """Do a task; its results are to be taken before the next task is given.

        Raises:
            CopydeskError: A step cannot be opened.
        """
        return self.process_all(iter([task]))

    def process_all(self, tasks: Iterator[Task]) -> Iterator[Result]:
        """Do tasks, the next one at hand when one is done; `close` when not all results are taken.

        Raises:
            CopydeskError: A step cannot be opened.
        """
        return self._pool.results(tasks)

    def close(self) -> None:
        """End the process."""
        self._pool.end()


def available_processors() -> int:
    """Count the processors that this process may use, within the limits of its control group."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with contextlib.suppress(OSError, ValueError):
        # Source: Linux, Documentation/admin-guide/cgroup-v2.rst: cpu.max is "quota period".
        quota, period = Path("/sys/fs/cgroup/cpu.max").read_text().split()
        if quota != "max":
            count = min(count, max(1, round(int(quota) / int(period))))
    return count
