"""Handing tasks to actors, and doing again what was lost with one."""

from __future__ import annotations

import pickle
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec

from copydesk import CopydeskError, Job, Result, Task
from copydesk_ray.host import Host, made_of_here

# Tasks that are handed out beyond the first one that is not done, for each worker.
_AHEAD = 4
# Machines of a cluster come and go; a task with which so many workers went is to blame itself.
_TRIES = 4
_SECONDS_TO_FIND_A_PLACE = 60.0
_SECONDS_TO_LISTEN = 1.0


@dataclass(eq=False)
class _Share:
    """A task and what came of it so far.

    Attributes:
        task: What is to be done of it.
        stream: What its worker gives; None when it is in nobody's hands.
        found: References to results that were not taken yet.
        is_done: Whether there are no further results.
        losses: Workers that were lost while they worked on it.
    """

    task: Task
    stream: Any = None
    found: deque[Any] = field(default_factory=deque[Any])
    is_done: bool = False
    losses: int = 0

    def begin_anew(self) -> None:
        """Forget what was not taken: it may have been on a machine that is gone."""
        self.stream, self.is_done = None, False
        self.found.clear()


@dataclass(eq=False)
class _Hand:
    """An actor, and the tasks it has: it works on the first."""

    actor: Any
    opened: Any
    shares: deque[_Share] = field(default_factory=deque[_Share])
    is_open: bool = False


class Crew:
    """The actors of a run, one for each processor that it may use.

    Args:
        job: What to do.
        count: How many actors to ask the cluster for; the run goes on with those that find a place.
    """

    def __init__(self, job: Job, count: int) -> None:
        import ray

        self.ray: Any = ray
        # An actor that dies is replaced here, so that its tasks do not wait for a machine that may
        # never come back.
        self.host: Any = self.ray.remote(Host).options(num_cpus=1, max_restarts=0, max_task_retries=0)
        self.job = self.ray.put(pickle.dumps(job))
        self.made_of = made_of_here(job)
        self.count = count
        self.hands: list[_Hand] = []
        self.order: deque[_Share] = deque()
        self.waiting: deque[_Share] = deque()
        self.tasks: Iterator[Task] | None = None
        self.idle_since = time.monotonic()
        self.never_opened = 0
        self.decode = msgspec.msgpack.Decoder(Result).decode

    def results(self, tasks: Iterator[Task]) -> Iterator[Result]:
        """Do tasks; give their results in order."""
        self.tasks = tasks
        while True:
            self._hire()
            self._hand_out()
            while self.order and (self.order[0].found or self.order[0].is_done):
                head = self.order[0]
                if head.found:
                    yield from self._taken(head)
                else:
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
        """End every actor at once; its worker process goes with it."""
        for hand in self.hands:
            self.ray.kill(hand.actor)
        self.hands.clear()

    def _hire(self) -> None:
        for _ in range(self.count - len(self.hands)):
            actor = self.host.remote()
            self.hands.append(_Hand(actor, actor.open.remote(self.job, str(Path.cwd()), self.made_of)))

    def _hand_out(self) -> None:
        # Each gets one before any gets a second to go on with.
        for depth in (0, 1):
            for hand in self.hands:
                if not hand.is_open or len(hand.shares) != depth:
                    continue
                share = self._next()
                if share is None:
                    return
                share.stream = hand.actor.process.options(num_returns="streaming").remote(
                    msgspec.msgpack.encode(share.task)
                )
                hand.shares.append(share)

    def _next(self) -> _Share | None:
        if self.waiting:
            return self.waiting.popleft()
        if self.tasks is None or len(self.order) >= _AHEAD * self.count:
            return None
        task = next(self.tasks, None)
        if task is None:
            self.tasks = None
            return None
        self.order.append(_Share(task))
        return self.order[-1]

    def _taken(self, share: _Share) -> Iterator[Result]:
        """Fetch the next result of a share; nothing when it was lost and the share is done again."""
        try:
            value = self._fetched(share.found[0])
        except _LostError as error:
            hand = next((hand for hand in self.hands if share in hand.shares), None)
            if hand is not None:
                self._lose(hand, error)
            else:
                self._do_again([share])
            return
        if isinstance(value, CopydeskError):
            raise value
        share.found.popleft()
        result = self.decode(value)
        share.task = msgspec.structs.replace(share.task, first=share.task.first + len(result.rows))
        yield result

    def _listen(self) -> None:
        """Wait until an actor is open, or gives something."""
        waited = {
            hand.shares[0].stream if hand.is_open else hand.opened: hand
            for hand in self.hands
            if hand.shares or not hand.is_open
        }
        ready, _ = self.ray.wait([*waited], timeout=_SECONDS_TO_LISTEN, fetch_local=False)
        if ready:
            ready, _ = self.ray.wait([*waited], num_returns=len(waited), timeout=0, fetch_local=False)
        for one in ready:
            try:
                self._hear(waited[one])
            except _LostError as error:
                self._lose(waited[one], error)
        if any(hand.is_open for hand in self.hands):
            self.idle_since = time.monotonic()
        elif time.monotonic() - self.idle_since > _SECONDS_TO_FIND_A_PLACE:
            raise self._no_place()

    def _hear(self, hand: _Hand) -> None:
        if not hand.is_open:
            refused = self._fetched(hand.opened)
            if refused is not None:
                raise refused
            hand.is_open, self.never_opened = True, 0
            return
        share = hand.shares[0]
        try:
            share.found.append(next(share.stream))
        except StopIteration:
            self._fetched(share.stream.completed())
            share.is_done = True
            hand.shares.popleft()

    def _fetched(self, reference: Any) -> Any:
        """Fetch what an actor gave.

        Raises:
            _LostError: The actor, its machine, or what it gave is gone.
        """
        from ray.exceptions import RayError, RayTaskError

        try:
            return self.ray.get(reference)
        except RayTaskError:
            raise
        except RayError as error:
            raise _LostError(" ".join(str(error).split())) from error

    def _lose(self, hand: _Hand, error: _LostError) -> None:
        """Let an actor go, and put what it had into other hands."""
        self.hands.remove(hand)
        self.ray.kill(hand.actor)
        if not hand.is_open:
            self.never_opened += 1
            if self.never_opened > _TRIES * self.count:
                raise CopydeskError("worker-died", f"workers end on the cluster while they start: {error}")
        if hand.shares:
            share = hand.shares[0]
            share.losses += 1
            if share.losses >= _TRIES:
                raise _too_dangerous(share, error)
        self._do_again(hand.shares)

    def _do_again(self, shares: Iterable[_Share]) -> None:
        lost = [*shares]
        for share in lost:
            share.begin_anew()
        self.waiting.extendleft(reversed(lost))

    def _no_place(self) -> CopydeskError:
        there = int(self.ray.cluster_resources().get("CPU", 0))
        free = int(self.ray.available_resources().get("CPU", 0))
        return CopydeskError(
            "no-workers",
            f"the cluster started no worker within {_SECONDS_TO_FIND_A_PLACE:g} s: "
            f"of its {there} processors {free} are free",
            hint="wait until others are done, or add machines; each worker takes one processor",
        )


class _LostError(Exception):
    """An actor, its machine, or what it gave is gone."""


def _too_dangerous(share: _Share, error: _LostError) -> CopydeskError:
    first, last = share.task.pieces[0], share.task.pieces[-1]
    where = f"`{first.uri}` from line {first.line + 1}" if first is last else f"`{first.uri}` to `{last.uri}`"
    return CopydeskError(
        "worker-died",
        f"{share.losses} workers were lost, one after the other, over documents of {where}: {error}",
        hint="set `memory_limit` in the pipeline file, so that the one document is found that takes too "
        "much; the same command goes on where the run was",
    )
