"""What runs on another machine: an actor that keeps a worker process and hands it tasks."""

from __future__ import annotations

import os
import pickle
import socket
from collections.abc import Iterator
from importlib.metadata import version
from itertools import zip_longest

import msgspec

from copydesk import CopydeskError, Job, Part, Pipeline, Task, WorkerProcess


class Host:
    """Keeps one worker process on its machine, which opens each step once.

    The process is there so that a document that kills it is found where it is, and the actor lives
    on. Errors are given back and not raised: Ray would wrap them.
    """

    def open(self, job: bytes, folder: str, made_of: list[str]) -> CopydeskError | None:
        """Get ready for tasks.

        Args:
            job: What to do, pickled.
            folder: Where the run was started; relative paths begin there.
            made_of: What `made_of_here` gives there.

        Returns:
            Why this machine cannot take part; None when it can.
        """
        machine = socket.gethostname()
        try:
            os.chdir(folder)
        except OSError as error:
            return CopydeskError(
                "other-machine",
                f"the folder `{folder}` is not there on `{machine}`: {error.strerror}",
                hint="start the run in a folder that all machines of the cluster share",
            )
        known: Job = pickle.loads(job)  # noqa: S301  it comes from the run that started this actor
        refused = refusal(known, made_of)
        if refused is not None:
            return refused
        self.worker = WorkerProcess(known)
        return None

    def process(self, task: bytes) -> Iterator[bytes | CopydeskError]:
        """Do a task; give its results encoded, or why a step cannot be opened."""
        try:
            for result in self.worker.process(msgspec.msgpack.decode(task, type=Task)):
                yield msgspec.msgpack.encode(result)
        except CopydeskError as error:
            yield error


def refusal(job: Job | Part, made_of: list[str]) -> CopydeskError | None:
    """Tell why this machine cannot take part: something is not what it is where the run was started."""
    machine = socket.gethostname()
    try:
        here = made_of_here(job)
    except CopydeskError as error:
        return CopydeskError(error.code, f"on `{machine}`: {error.problem.message}", hint=error.hint)
    for one, other in zip_longest(made_of, here, fillvalue="nothing"):
        if one != other:
            return CopydeskError(
                "other-machine",
                f"`{machine}` has {other}, and the run was started with {one}",
                hint="install the same packages and models on all machines of the cluster",
            )
    return None


def made_of_here(job: Job | Part) -> list[str]:
    """Tell what output depends on: the version of copydesk, then of each step with its models."""
    found = [f"copydesk {version('copydesk')}"]
    for step in Pipeline.of(job.file, job.plugins).steps:
        found.append(step.provenance)
        found += [f"{file} {digest} of {step.name}" for file, digest in step.fingerprints.items()]
    return found
