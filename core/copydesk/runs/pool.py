"""Worker processes: a dead one costs one document."""

from __future__ import annotations

import pickle
import selectors
import time
from collections import deque
from collections.abc import Iterator

import msgspec

from copydesk.errors import CopydeskError, Problem
from copydesk.pipeline import Pipeline
from copydesk.runs.child import BATCH, OPENED, REFUSED, RESULT, SIZE, Batch
from copydesk.runs.children import Child, Share, cause_of
from copydesk.runs.tasks import Task
from copydesk.runs.work import Job, Result, Worker

# Tasks that are handed out beyond the first one that is not done, for each worker.
_AHEAD = 3
# A worker may be killed from outside while it opens; one that always dies has a step to blame.
_TRIES_TO_OPEN = 2


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
        self.children: list[Child] = []
        self.order: deque[Share] = deque()
        self.waiting: deque[Share] = deque()
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
            share = Share(task, task.first)
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
        child = Child(self.job)
        self.children.append(child)
        self.selector.register(child.results, selectors.EVENT_READ, child)

    def _give(self, child: Child, share: Share, payload: bytes) -> None:
        if not child.shares:
            child.since, child.batch = time.monotonic(), None
        child.shares.append(share)
        child.send(payload)

    def _listen(self) -> None:
        for key, _ in self.selector.select(self._patience()):
            child: Child = key.data
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

    def _hear(self, child: Child, kind: bytes, payload: bytes) -> None:
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

    def _take(self, child: Child, result: Result) -> None:
        share = child.shares[0]
        share.next += len(result.rows)
        share.deaths = 0
        share.results.append(result)
        child.since = time.monotonic()
        if result.is_last:
            share.is_done = True
            child.shares.popleft()
            child.batch = None
            if child.is_worn():
                self._retire(child)

    def _retire(self, child: Child) -> None:
        """Let a worker end, and give the task that it has not begun to another."""
        self.waiting.extendleft(reversed(child.shares))
        child.shares.clear()
        self.selector.unregister(child.results)
        self.children.remove(child)
        child.kill()
        child.close()

    def _gone(self, child: Child) -> None:
        """Take a dead worker out, and put what it had into other hands."""
        self.selector.unregister(child.results)
        child.close()
        self.children.remove(child)
        if not child.is_open:
            self.never_opened += 1
            if self.never_opened > _TRIES_TO_OPEN:
                raise CopydeskError(
                    "worker-died",
                    f"a worker ended while it opened the steps: {cause_of(child)}",
                    hint="run with `--executor in-process`, or take steps out to see which one it is",
                )
            self.waiting.extendleft(reversed(child.shares))
            return
        if child.shares:
            self._mend(child)
        self.waiting.extendleft(reversed(list(child.shares)[1:]))

    def _mend(self, child: Child) -> None:
        share, batch = child.shares[0], child.batch
        problem = self._problem(child)
        if batch is None or batch.first < share.next:
            # It died between batches: while it read, or sent.
            share.deaths += 1
            if share.deaths < 2:
                self._replace(share, [(share.next, share.task.last, False)])
            else:
                self._fail(share, "", problem)
            return
        is_one = batch.last - batch.first == 1
        if is_one and batch.first == share.next and (share.is_suspected or child.is_late):
            self._fail(share, batch.step or "read", problem)
            return
        # The first death over a document may have come from outside: the second one tells.
        middle = batch.last if is_one else (batch.first + batch.last) // 2
        self._replace(
            share,
            [
                (share.next, batch.first, False),
                (batch.first, middle, True),
                (middle, batch.last, True),
                (batch.last, share.task.last, False),
            ],
        )

    def _replace(self, share: Share, parts: list[tuple[int, int, bool]]) -> None:
        """Put parts of a task where the task stood: first document, the one after the last, suspected."""
        new = [
            Share(
                msgspec.structs.replace(share.task, first=first, last=last),
                first,
                deaths=share.deaths,
                is_suspected=is_suspected,
            )
            for first, last, is_suspected in parts
            if first != last
        ]
        at = self.order.index(share)
        for number, part in enumerate(new):
            self.order.insert(at + 1 + number, part)
        self.waiting.extendleft(reversed(new))
        share.is_done = True

    def _fail(self, share: Share, step: str, problem: Problem) -> None:
        """Give up the next document of a share, and go on after it."""
        if self.reader is None:
            self.reader = Worker(Pipeline.of(self.job.file, self.job.plugins), self.job.writer)
        lost = self.reader.lost(share.task, share.next, step, problem)
        share.results.append(lost)
        share.next += 1
        rest = [(share.next, share.task.last, False)] if step else []
        self._replace(share, rest)

    def _problem(self, child: Child) -> Problem:
        if child.is_late:
            return Problem(
                "timeout",
                f"took longer than {self.timeout:g} seconds",
                hint="raise `timeout` in the pipeline file, or leave the document out",
            )
        return Problem("worker-died", f"the process that worked on it ended: {cause_of(child)}")
