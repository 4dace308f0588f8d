"""Worker processes: a dead one costs one document."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pickle
import selectors
import signal
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from copydesk.errors import CopydeskError, Problem
from copydesk.pipeline import Pipeline
from copydesk.runs import processes
from copydesk.runs.child import BATCH, HEADER, NO_MORE, OPENED, REFUSED, RESULT, SIZE, Batch
from copydesk.runs.tasks import Task
from copydesk.runs.work import Job, Result, Worker

# Tasks that are handed out beyond the first one that is not done, for each worker.
_AHEAD = 3
# A worker may be killed from outside while it opens; one that always dies has a step to blame.
_TRIES_TO_OPEN = 2
# What a process has learnt it keeps: a model's table of strings grows with each new word. A worker that
# has grown by so much is renewed, once it has worked so many times as long as it took to open.
_MOST_GROWTH, _MOST_GROWTH_BYTES = 1.1, 12 << 20
_WORTH_OPENING = 20
# By then what is loaded at the first use is loaded.
_TASKS_TO_SETTLE = 20


@dataclass(eq=False)
class _Share:
    """A task, or a part of one that is done anew; and what came of it so far."""

    task: Task
    next: int
    results: deque[Result] = field(default_factory=deque[Result])
    is_done: bool = False
    deaths: int = 0


class _Child:
    """A worker process as its parent sees it."""

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
        self.shares: deque[_Share] = deque()
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
        self.process.kill()

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.tasks.close()
        os.close(self.results)
        self.process.wait()
        os.close(self.alive)


class Pool:
    """Worker processes, and which of them does which task.

    A document over which a worker dies or takes too long is found by halving the batch, and comes
    back as failed; the others of the batch are done again.

    Args:
        job: What to do.
        workers: How many processes there may be; each starts when there is work for it.
        timeout: Seconds that one document may take.
    """

    def __init__(self, job: Job, workers: int, timeout: float) -> None:
        self.job = job
        self.tasks: Iterator[Task] | None = None
        self.workers = workers
        self.timeout = timeout
        self.selector = selectors.DefaultSelector()
        self.children: list[_Child] = []
        self.order: deque[_Share] = deque()
        self.waiting: deque[_Share] = deque()
        self.encode = msgspec.msgpack.Encoder().encode
        self.decode = msgspec.msgpack.Decoder(Result).decode
        self.reader: Worker | None = None
        self.never_opened = 0

    def results(self, tasks: Iterator[Task]) -> Iterator[Result]:
        """Do tasks; give their results in order."""
        self.tasks = tasks
        while True:
            self._hand_out()
            while self.order and (self.order[0].results or self.order[0].is_done):
                head = self.order[0]
                while head.results:
                    yield head.results.popleft()
                if not head.is_done:
                    break
                self.order.popleft()
                self._hand_out()
            if self.is_done:
                return
            self._listen()

    @property
    def is_done(self) -> bool:
        """Whether there is nothing left to give."""
        return not self.order and self.tasks is None

    def end(self) -> None:
        """End every worker: at once those that are at work, by themselves the others."""
        for child in self.children:
            if child.shares or not child.is_open:
                child.kill()
            else:
                child.end()
        for child in self.children:
            child.close()
        self.children.clear()
        self.selector.close()

    def _hand_out(self) -> None:
        while self.tasks is not None and len(self.order) < _AHEAD * self.workers:
            task = next(self.tasks, None)
            if task is None:
                self.tasks = None
                break
            share = _Share(task, task.first)
            self.order.append(share)
            self.waiting.append(share)
        while len(self.children) < self.workers and len(self.waiting) > sum(
            not child.shares for child in self.children
        ):
            self._start()
        # Each gets one before any gets a second to go on with.
        for depth in (0, 1):
            for child in self.children:
                if child.is_open and len(child.shares) == depth and self.waiting:
                    payload = self.encode(self.waiting[0].task)
                    if depth == 0 or len(payload) < child.room:
                        self._give(child, self.waiting.popleft(), payload)

    def _start(self) -> None:
        child = _Child(self.job)
        self.children.append(child)
        self.selector.register(child.results, selectors.EVENT_READ, child)

    def _give(self, child: _Child, share: _Share, payload: bytes) -> None:
        if not child.shares:
            child.since, child.batch = time.monotonic(), None
        child.shares.append(share)
        child.send(payload)

    def _listen(self) -> None:
        for key, _ in self.selector.select(self._patience()):
            child: _Child = key.data
            for frame in child.frames():
                if frame is None:
                    self._gone(child)
                else:
                    self._hear(child, *frame)
                if child not in self.children:
                    break
        now = time.monotonic()
        for child in self.children:
            if child.is_open and child.shares and now - child.since > self.timeout:
                child.is_late = True
                child.kill()

    def _patience(self) -> float:
        """Give the seconds until the next document is late."""
        busy = [child.since for child in self.children if child.is_open and child.shares]
        return max(0.01, min(busy) + self.timeout - time.monotonic() + 0.01) if busy else self.timeout

    def _hear(self, child: _Child, kind: bytes, payload: bytes) -> None:
        if kind == OPENED:
            child.is_open = True
            child.since = child.opened = time.monotonic()
        elif kind == REFUSED:
            refused: CopydeskError = pickle.loads(payload)  # noqa: S301  from our own worker
            raise refused
        elif kind == BATCH:
            child.batch = msgspec.msgpack.decode(payload, type=Batch)
            if not child.batch.step:
                child.since = time.monotonic()
        elif kind == RESULT:
            end = SIZE.size + SIZE.unpack_from(payload)[0]
            result = self.decode(memoryview(payload)[SIZE.size : end])
            result.output = payload[end:]
            self._take(child, result)

    def _take(self, child: _Child, result: Result) -> None:
        share = child.shares[0]
        share.next += len(result.rows)
        share.results.append(result)
        child.since = time.monotonic()
        if result.is_last:
            share.is_done = True
            child.shares.popleft()
            child.batch = None
            if child.is_worn():
                self._retire(child)

    def _retire(self, child: _Child) -> None:
        """Let a worker end, and give the task that it has not begun to another."""
        self.waiting.extendleft(reversed(child.shares))
        child.shares.clear()
        self.selector.unregister(child.results)
        self.children.remove(child)
        child.kill()
        child.close()

    def _gone(self, child: _Child) -> None:
        """Take a dead worker out, and put what it had into other hands."""
        self.selector.unregister(child.results)
        child.close()
        self.children.remove(child)
        if not child.is_open:
            self.never_opened += 1
            if self.never_opened > _TRIES_TO_OPEN:
                raise CopydeskError(
                    "worker-died",
                    f"a worker ended while it opened the steps: {_cause(child)}",
                    hint="run with `--executor in-process`, or take steps out to see which one it is",
                )
            self.waiting.extendleft(reversed(child.shares))
            return
        if child.shares:
            self._mend(child)
        self.waiting.extendleft(reversed(list(child.shares)[1:]))

    def _mend(self, child: _Child) -> None:
        share, batch = child.shares[0], child.batch
        problem = self._problem(child)
        if batch is None or batch.first < share.next:
            # It died between batches: while it read, or sent.
            share.deaths += 1
            if share.deaths < 2:
                self._replace(share, [(share.next, share.task.last)])
            else:
                self._fail(share, "", problem)
            return
        parts = [(share.next, batch.first)]
        if batch.last - batch.first > 1:
            middle = (batch.first + batch.last) // 2
            parts += [(batch.first, middle), (middle, batch.last), (batch.last, share.task.last)]
            self._replace(share, parts)
        elif batch.first > share.next:
            self._replace(share, [*parts, (batch.first, batch.last), (batch.last, share.task.last)])
        else:
            self._fail(share, batch.step or "read", problem)

    def _replace(self, share: _Share, parts: list[tuple[int, int]]) -> None:
        """Put parts of a task where the task stood."""
        new = [
            _Share(msgspec.structs.replace(share.task, first=first, last=last), first, deaths=share.deaths)
            for first, last in parts
            if first != last
        ]
        at = self.order.index(share)
        for number, part in enumerate(new):
            self.order.insert(at + 1 + number, part)
        self.waiting.extendleft(reversed(new))
        share.is_done = True

    def _fail(self, share: _Share, step: str, problem: Problem) -> None:
        """Give up the next document of a share, and go on after it."""
        if self.reader is None:
            self.reader = Worker(Pipeline.of(self.job.file, self.job.plugins), self.job.writer)
        lost = self.reader.lost(share.task, share.next, step, problem)
        share.results.append(lost)
        share.next += 1
        rest = [(share.next, share.task.last)] if step else []
        self._replace(share, rest)

    def _problem(self, child: _Child) -> Problem:
        if child.is_late:
            return Problem(
                "timeout",
                f"took longer than {self.timeout:g} seconds",
                hint="raise `timeout` in the pipeline file, or leave the document out",
            )
        return Problem("worker-died", f"the process that worked on it ended: {_cause(child)}")


def _room(pipe: int) -> int:
    """Give the bytes that fit into a pipe nobody reads from, without the length in front of them."""
    # Source: Linux, F_GETPIPE_SZ since 2.6.35; POSIX, _POSIX_PIPE_BUF is 512.
    size = fcntl.fcntl(pipe, fcntl.F_GETPIPE_SZ) if hasattr(fcntl, "F_GETPIPE_SZ") else 512
    return size - 4


def _cause(child: _Child) -> str:
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
