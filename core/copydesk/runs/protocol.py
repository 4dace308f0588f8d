"""What a run wants of whatever carries out its tasks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from copydesk.runs.tasks import Task
from copydesk.runs.work import Job, Result


class Executor(Protocol):
    """Carries out the tasks of a run: in this process, in others, on other machines.

    Attributes:
        name: For `--executor`.
    """

    name: str

    def run(self, job: Job, tasks: Iterator[Task], *, workers: int | None) -> Iterator[Result]:
        """Carry out tasks and give their results in the order of the tasks.

        A worker does `with job.worker() as worker` once and `worker.process(task)` for each task. A
        `WorkerProcess` is used in the same way; it outlives documents that end a process.
        Take tasks as workers are free, not all at once: the input may be larger than memory, and
        the run ends early by giving no more. Closing the iterator ends the workers.

        Args:
            job: What to do; it can be pickled.
            tasks: What to do it with, lazily; each can be pickled.
            workers: How many workers the person asked for; None when nothing was said, which means
                as many as there are processors for.

        Raises:
            CopydeskError: A step cannot be opened.
        """
        ...
