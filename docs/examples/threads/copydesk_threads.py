"""Runs in threads: for steps that wait for a service, and for Python without a global lock."""

import os
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack

from copydesk import Executor, Job, Result, Task, hookimpl


class Threads:
    """Carries out the tasks of a run in threads of one process."""

    name = "threads"

    def run(self, job: Job, tasks: Iterator[Task], *, workers: int | None) -> Iterator[Result]:
        """Give the results in the order of the tasks, two tasks a thread ahead at most."""
        count = workers or os.cpu_count() or 1
        own = threading.local()
        waiting: deque[Future[list[Result]]] = deque()
        with ExitStack() as opened, ThreadPoolExecutor(count) as pool:

            def work(task: Task) -> list[Result]:
                if not hasattr(own, "worker"):
                    own.worker = opened.enter_context(job.worker())
                return [*own.worker.process(task)]

            for task in tasks:
                waiting.append(pool.submit(work, task))
                if len(waiting) > 2 * count:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()


@hookimpl
def copydesk_executors() -> list[Executor]:
    """Register the executor."""
    return [Threads()]
