"""A worker process as its parent sees it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import signal
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from copydesk.runs import processes
from copydesk.runs.child import HEADER, NO_MORE, Batch
from copydesk.runs.tasks import Task
from copydesk.runs.work import Job, Result

# What a process has learnt it keeps: a model's table of strings grows with each new word. A worker that
# has grown by so much is renewed, once it has worked so many times as long as it took to open.
_MOST_GROWTH, _MOST_GROWTH_BYTES = 1.1, 12 << 20
_WORTH_OPENING = 20
# By then what is loaded at the first use is loaded.
_TASKS_TO_SETTLE = 20


@dataclass(eq=False)
class Share:
    """A task, or a part of one that is done anew; and what came of it so far.

    Attributes:
        task: What is to be done.
        next: First document whose result is not here, counted from 0 in the task.
        results: What came of it, as far as it was not given on.
        is_done: Whether nothing more comes of it.
        deaths: Workers that died while they read the next of it, or sent what came of it.
        is_suspected: Whether a worker died, or was late, over just these documents.
    """

    task: Task
    next: int
    results: deque[Result] = field(default_factory=deque[Result])
    is_done: bool = False
    deaths: int = 0
    is_suspected: bool = False


class Child:
    """A worker process as its parent sees it.

    Args:
        job: What it is to do. The process starts at once.
    """

    def __init__(self, job: Job) -> None:
        task_read, task_write = os.pipe()
        result_read, result_write = os.pipe()
        # Nothing goes through it: it ends when this process does.
        alive_read, self.alive = os.pipe()
        if hasattr(fcntl, "F_SETPIPE_SZ"):
            # A result fits in; where that is too much for one user, the pipe stays as it is.
            with contextlib.suppress(OSError):
                fcntl.fcntl(result_write, fcntl.F_SETPIPE_SZ, 1 << 20)
        self.process, greeting = processes.start(job, task_read, result_write, alive_read)
        for given in (task_read, result_write, alive_read):
            os.close(given)
        self.tasks = os.fdopen(task_write, "wb")
        self.room = _room(task_write)
        self.results = result_read
        os.set_blocking(result_read, False)
        self.buffer = bytearray()
        self.shares: deque[Share] = deque()
        self.batch: Batch | None = None
        self.since = time.monotonic()
        self.is_open = False
        self.is_late = False
        self.started = time.monotonic()
        self.opened = self.started
        self.tasks_done = 0
        self.settled_bytes = 0
        if greeting:
            self.send(greeting)

    def send(self, payload: bytes) -> None:
        """Send bytes, with their length in front of them."""
        # A worker that is dying is noticed where its results are read.
        with contextlib.suppress(BrokenPipeError):
            self.tasks.write(len(payload).to_bytes(4, "little") + payload)
            self.tasks.flush()

    def frames(self) -> Iterator[tuple[bytes, bytes] | None]:
        """Read what is there: frames, and None when the process is gone."""
        while True:
            try:
                data = os.read(self.results, 1 << 20)
            except BlockingIOError:
                break
            if not data:
                yield None
                return
            self.buffer += data
            while len(self.buffer) >= HEADER.size:
                kind, size = HEADER.unpack_from(self.buffer)
                end = HEADER.size + size
                if len(self.buffer) < end:
                    break
                frame = bytes(memoryview(self.buffer)[HEADER.size : end])
                del self.buffer[:end]
                yield kind, frame

    def is_worn(self) -> bool:
        """Tell whether it has grown so much that a new one is worth opening."""
        self.tasks_done += 1
        if self.tasks_done < _TASKS_TO_SETTLE:
            return False
        now = _memory_of(self.process.pid)
        if not self.settled_bytes:
            self.settled_bytes = now
        worked = time.monotonic() - self.opened
        return now > max(
            self.settled_bytes * _MOST_GROWTH, self.settled_bytes + _MOST_GROWTH_BYTES
        ) and worked > _WORTH_OPENING * (self.opened - self.started)

    def end(self) -> None:
        """Let it end by itself, without waiting."""
        self.send(NO_MORE)

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()

    def close(self) -> None:
        """Wait for its end, and let go what led to it."""
        with contextlib.suppress(OSError):
            self.tasks.close()
        os.close(self.results)
        self.process.wait()
        os.close(self.alive)


def _room(pipe: int) -> int:
    """Give the bytes that fit into a pipe nobody reads from, without the length in front of them."""
    # Source: Linux, F_GETPIPE_SZ since 2.6.35; POSIX, _POSIX_PIPE_BUF is 512.
    size = fcntl.fcntl(pipe, fcntl.F_GETPIPE_SZ) if hasattr(fcntl, "F_GETPIPE_SZ") else 512
    return size - 4


def cause_of(child: Child) -> str:
    """Tell by what a worker ended, in words."""
    code = child.process.wait()
    if code >= 0:
        return f"exit code {code}"
    name = signal.Signals(-code).name
    return f"{name}, perhaps for want of memory" if -code == signal.SIGKILL else name


def _memory_of(process: int) -> int:
    """Give the bytes of memory that a process has; 0 where that cannot be told."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
