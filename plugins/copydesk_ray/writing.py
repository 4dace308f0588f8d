"""Parts of an output that are written where they are made: each by a task on a processor of the cluster."""

from __future__ import annotations

import os
import pickle
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from copydesk import CopydeskError, Job, Part, Result, Task, WorkerProcess, Written
from copydesk_ray.host import made_of_here, refusal

# Machines of a cluster come and go; a part goes on where it was with the one that was lost.
_TRIES = 4


def write_parts(parts: Sequence[Part], count: int) -> Iterator[Written]:
    """Have parts written, so many at a time; give what came of each as it is done.

    Raises:
        CopydeskError: `worker-died`, `other-machine`, or what `Part.write` raises.
    """
    import ray

    if not parts:
        return
    here: Any = ray
    remote = here.remote(_write).options(num_cpus=1, max_retries=_TRIES - 1)
    made_of = made_of_here(parts[0])
    waiting, running = deque(parts), dict[Any, Part]()
    try:
        while waiting or running:
            while waiting and len(running) < count:
                part = waiting.popleft()
                running[remote.remote(pickle.dumps(part), str(Path.cwd()), made_of)] = part
            done, _ = here.wait([*running], num_returns=1)
            for reference in done:
                yield _taken(reference, running.pop(reference))
    finally:
        for reference in running:
            here.cancel(reference, force=True)


def _taken(reference: Any, part: Part) -> Written:
    import ray
    from ray.exceptions import RayError

    try:
        found: bytes = ray.get(reference)
    except RayError as error:
        raise CopydeskError(
            "worker-died",
            f"`{part.path}` was lost with {_TRIES} workers: {type(error).__name__}",
            hint="the same command goes on where it was; look into the memory of the machines",
        ) from error
    what: Written | CopydeskError = pickle.loads(found)  # noqa: S301  from our own task
    if isinstance(what, CopydeskError):
        raise what
    return what


class _Writing:
    """What does the tasks of a part. The worker process stays for the next part, with its steps open."""

    name = "ray"

    def __init__(self) -> None:
        self.job = b""
        self.worker: WorkerProcess | None = None

    def run(self, job: Job, tasks: Iterator[Task], *, workers: int | None) -> Iterator[Result]:  # noqa: ARG002
        """Do tasks in the process that is there, when it is one for such a job."""
        packed = pickle.dumps(job)
        if self.worker is None or packed != self.job:
            self._end()
            self.job, self.worker = packed, WorkerProcess(job)
        is_whole = False
        try:
            yield from self.worker.process_all(tasks)
            is_whole = True
        finally:
            if not is_whole:
                self._end()

    def _end(self) -> None:
        if self.worker is not None:
            self.worker.close()
            self.worker = None


# Ray gives its processes one task after the other, and ends them with the run.
_writing = _Writing()


def _write(packed: bytes, folder: str, made_of: list[str]) -> bytes:
    """Write a part; errors are given back and not raised, Ray would wrap them."""
    try:
        os.chdir(folder)
        part: Part = pickle.loads(packed)  # noqa: S301  from the run that sent this task
        refused = refusal(part, made_of)
        if refused is None:
            return pickle.dumps(part.write(_writing, workers=1))
    except CopydeskError as error:
        refused = error
    except OSError as error:
        refused = CopydeskError("cannot-write", f"in `{folder}`: {error.strerror or error}")
    return pickle.dumps(refused)
