"""A run: tasks out, results in, every document accounted for."""

from __future__ import annotations

import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

from pluggy import PluginManager

from copydesk.formats.inputs import Inputs
from copydesk.formats.page import PageWriter
from copydesk.pipeline import Pipeline
from copydesk.running import Timing
from copydesk.runs.journal import State
from copydesk.runs.ledger import Ledger
from copydesk.runs.letters import Letter, duplicate_letter
from copydesk.runs.outputs import Output
from copydesk.runs.protocol import Executor
from copydesk.runs.shards import Shard
from copydesk.runs.tasks import Position, Task, cut
from copydesk.runs.telemetry import recorded
from copydesk.runs.work import Job, Result

# A task should take about so long: short enough to spread, long enough not to count.
_SECONDS_A_TASK = 0.25
_SMALLEST_TASK, _LARGEST_TASK = 1 << 14, 1 << 19


@dataclass
class Run:
    """One run of a pipeline.

    Attributes:
        pipeline: What runs; it is opened by the workers.
        inputs: What to read.
        output: What takes the documents.
        executor: What carries out the tasks.
        workers: How many workers it may use; None for as many as there are processors for.
        writer: Name of the output format, or the page for people.
        sets: What `--set` changed in the pipeline.
        cache: Folder of the cache; empty for none.
        shard: The share of the input to do; None for all.
        header_bytes: Bytes before the first document of the output.
        on_result: Called after each result that was written, with the documents that failed, and the
            bytes that were read so far.
        ledger: What became of the documents so far.
        timings: What each step took.
        stopped: Why the run ended early: the first failure, for `on_error: fail`.
        interrupted: Whether somebody asked it to end.
        watcher_errors: What hooks of plugins raised, by plugin hook.
    """

    pipeline: Pipeline
    inputs: Inputs
    output: Output
    executor: Executor
    workers: int | None = None
    writer: str | PageWriter = "jsonl"
    sets: Sequence[str] = ()
    cache: str = ""
    shard: Shard | None = None
    header_bytes: int = 0
    on_result: Callable[[list[Letter], int], None] = lambda _failed, _bytes: None
    ledger: Ledger = field(default_factory=Ledger)
    timings: list[Timing] = field(default_factory=list[Timing])
    stopped: Letter | None = None
    interrupted: bool = False
    watcher_errors: dict[str, str] = field(default_factory=dict[str, str])
    _position: Position = Position()  # noqa: RUF009  frozen
    _out: deque[Task] = field(default_factory=deque[Task])
    _task_bytes: float = _SMALLEST_TASK
    _began: float = 0.0
    _failures: list[Letter] = field(default_factory=list[Letter])
    _bytes: int = 0

    def execute(self) -> Ledger:
        """Run to the end, to the first failure when `on_error` is "fail", or until interrupted.

        Raises:
            AssertionError: The ledger does not add up, which is a bug.
            KeyboardInterrupt: Somebody asked twice to end; what was made sure of stays.
        """
        self._resume()
        watchers = self.pipeline.plugins.watchers(self.pipeline.plugin_names)
        self._tell(
            watchers, "copydesk_run_started", pipeline=self.pipeline.name, inputs=len(self.inputs.files)
        )
        if not (self.output.resumed and self.output.resumed.is_complete):
            with self._interruptible(), recorded(self):
                self._carry_out(watchers)
        self.ledger.check()
        self._tell(
            watchers, "copydesk_run_finished", pipeline=self.pipeline.name, ledger=self.ledger.as_json()
        )
        return self.ledger

    @property
    def is_whole(self) -> bool:
        """Whether it came to the end of its input."""
        return self.stopped is None and not self.interrupted

    @property
    def format_name(self) -> str:
        """Name of the output format."""
        return self.writer if isinstance(self.writer, str) else self.writer.name

    def state(self) -> State:
        """Give how far the run is."""
        return State(
            self._position,
            ledger=self.ledger.as_json(),
            steps=self.timings,
            seconds=self.seconds,
        )

    @property
    def seconds(self) -> float:
        """Wall time so far, also of the earlier parts of a run that goes on."""
        earlier = self.output.resumed.seconds if self.output.resumed else 0.0
        return earlier + time.perf_counter() - self._began

    def _resume(self) -> None:
        self._began = time.perf_counter()
        self.timings = [Timing() for _ in self.pipeline.steps]
        state = self.output.resumed
        if state is None:
            return
        self._position = state.position
        self.ledger = Ledger.from_json(state.ledger)
        self.timings = state.steps
        self._bytes = sum(file.bytes for file in self.inputs.files[: state.position.file])

    def _carry_out(self, watchers: PluginManager) -> None:
        job = Job(
            self.pipeline.file,
            self.pipeline.plugins,
            self.writer,
            self.pipeline.file.memory_limit or 0,
            self.cache,
        )
        with closing(_generator(self.executor.run(job, self._tasks(), workers=self.workers))) as results:
            for result in results:
                self._reached(result.task)
                self._account(result, watchers)
                if self.stopped:
                    break
        if self.stopped is None:
            self._reached(None)
            self.output.commit(self.state, now=True)

    def _start(self) -> Position:
        if self.output.resumed:
            return self.output.resumed.position
        return self.shard.start if self.shard else Position()

    def _tasks(self) -> Iterator[Task]:
        tasks = cut(
            self.inputs,
            self._start(),
            lambda: int(self._task_bytes),
            max_bytes=self.pipeline.file.max_document_bytes,
            end=self.shard.end if self.shard else None,
        )
        for task in tasks:
            if self.interrupted:
                return
            self._out.append(task)
            yield task
            if self.interrupted:
                return

    def _reached(self, number: int | None) -> None:
        """Note that all tasks before one are accounted for."""
        while self._out and (number is None or self._out[0].number < number):
            task = self._out.popleft()
            self._position = task.end
            self._bytes += task.bytes
            self.output.commit(self.state)

    def _account(self, result: Result, watchers: PluginManager) -> None:
        self._adapt(result)
        for timing, taken in zip(self.timings, result.steps, strict=False):
            timing.merge(taken)
        start = at = 0
        for row in result.rows:
            self.ledger.read += 1
            end = at + row.size
            if row.key and not self.output.add_id(row.key):
                self.output.write(result.output[start:at])
                start = end
                self._failed(duplicate_letter(row.id, row.uri), watchers)
            elif row.letter is not None:
                self._failed(row.letter, watchers)
            elif row.dropped:
                self.ledger.dropped[row.dropped] += 1
            elif row.signatures and (reason := self.output.add_signatures(row.signatures)):
                self.output.write(result.output[start:at])
                start = end
                self.ledger.dropped[reason] += 1
            else:
                self.ledger.written += 1
            at = end
            if self.stopped:
                break
        self.output.write(result.output[start:at])
        failed, self._failures = self._failures, []
        self.on_result(failed, self._bytes)

    def _failed(self, letter: Letter, watchers: PluginManager) -> None:
        letter.after = self.ledger.written
        self.output.write_letter(letter)
        self._failures.append(letter)
        self.ledger.failed[letter.step] += 1
        self._tell(
            watchers,
            "copydesk_document_failed",
            document_id=letter.id,
            step=letter.step,
            error=letter.error["message"],
        )
        if self.pipeline.file.on_error == "fail":
            self.stopped = letter

    def _adapt(self, result: Result) -> None:
        """Size the next tasks by what this one took."""
        task = self._out[0] if self._out else None
        if task is None or not result.is_last or result.seconds <= 0 or not task.bytes:
            return
        fitting = task.bytes * _SECONDS_A_TASK / result.seconds
        middle = (self._task_bytes * max(fitting, 1)) ** 0.5
        self._task_bytes = min(max(middle, _SMALLEST_TASK), _LARGEST_TASK)

    @contextmanager
    def _interruptible(self) -> Generator[None]:
        """End after what is at work at the first Ctrl-C or SIGTERM, at once at the second."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def interrupt(_signal: int, _frame: Any) -> None:
            if self.interrupted:
                raise KeyboardInterrupt
            self.interrupted = True

        before = {number: signal.signal(number, interrupt) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _tell(self, watchers: PluginManager, hook: str, **values: object) -> None:
        """Call a hook of each watcher; what one raises costs the run and the others nothing."""
        caller = getattr(watchers.hook, hook)
        for implementation in caller.get_hookimpls():
            arguments = [values[name] for name in implementation.argnames]
            try:
                implementation.function(*arguments)
            except Exception as error:  # noqa: BLE001  the border of a plugin: reported at the end
                name = f"{implementation.plugin_name}: {hook}"
                self.watcher_errors.setdefault(name, f"{type(error).__name__}: {error}")


def _generator(results: Iterator[Result]) -> Generator[Result]:
    """Make sure that results can be closed, so that the executor ends its workers."""
    yield from results
