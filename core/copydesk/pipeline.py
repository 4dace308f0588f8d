"""Pipelines: plan a chain, and run documents through it."""

from __future__ import annotations

import math
import time
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec

from copydesk.applying import apply_changes
from copydesk.document import Document
from copydesk.errors import ConfigError, CopydeskError, Problem
from copydesk.layers import Layer
from copydesk.steps import Changes

if TYPE_CHECKING:
    from copydesk.config.composition import Composed
    from copydesk.config.expectations import PipelineTest
    from copydesk.config.file import PipelineFile
    from copydesk.planning import PlannedStep
    from copydesk.plugins import Plugins


class Dropped(msgspec.Struct, frozen=True):
    """A document that a step took out of the run.

    Attributes:
        id: Id of the document.
        uri: Where it came from.
        step: Full name of the step.
        reason: Why, in words that count.
    """

    id: str
    uri: str
    step: str
    reason: str


class Failed(msgspec.Struct, frozen=True):
    """A document that could not be processed.

    Attributes:
        id: Id of the document.
        uri: Where it came from.
        step: Full name of the step; "read" when the document could not be read.
        problem: What went wrong.
        traceback: The traceback in the step; empty for an error that the message explains.
    """

    id: str
    uri: str
    step: str
    problem: Problem
    traceback: str = ""

    @classmethod
    def of(cls, document: Document, step: str, error: Exception) -> Failed:
        """Tell of a document for which a step raised."""
        uri = document.source.uri
        if isinstance(error, CopydeskError):
            return cls(document.id, uri, step, error.problem)
        trace = "".join(traceback.format_exception(error))
        problem = Problem("step-raised", f"{type(error).__name__}: {error}")
        return cls(document.id, uri, step, problem, trace)


Outcome = Document | Dropped | Failed


class Timing(msgspec.Struct, array_like=True):
    """What a step took.

    A step that does a whole batch at once has its time shared among the documents by their length.

    Attributes:
        documents: Documents that it was given.
        characters: Their code points.
        seconds: Wall time.
        slowest: Longest time for one document, in seconds.
        slowest_id: The id of that document.
        times: Documents by time: the key is the time's binary logarithm in eighths.
    """

    documents: int = 0
    characters: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    slowest_id: str = ""
    times: dict[int, int] = {}

    def add(self, documents: Sequence[Document], seconds: Sequence[float]) -> None:
        """Count documents with the time that each took."""
        for document, took in zip(documents, seconds, strict=True):
            self.documents += 1
            self.characters += len(document.text)
            self.seconds += took
            if took > self.slowest:
                self.slowest, self.slowest_id = took, document.id
            key = int(math.log2(took) * 8) if took > 0 else -240
            self.times[key] = self.times.get(key, 0) + 1

    def merge(self, other: Timing) -> None:
        """Count what another process counted."""
        self.documents += other.documents
        self.characters += other.characters
        self.seconds += other.seconds
        if other.slowest > self.slowest:
            self.slowest, self.slowest_id = other.slowest, other.slowest_id
        for key, count in other.times.items():
            self.times[key] = self.times.get(key, 0) + count

    def percentile(self, share: float) -> float:
        """Give the time in seconds that so many of the documents took at most, within a tenth."""
        rest = share * self.documents
        for key in sorted(self.times):
            rest -= self.times[key]
            if rest <= 0:
                return min(math.exp2((key + 1) / 8), self.slowest)
        return self.slowest


@dataclass
class Pipeline:
    """A validated chain of steps.

    Example:
        pipeline = Pipeline.load("configs/news.yaml")
        with pipeline.opened():
            for outcome in pipeline.process([Document.of(text)]):
                ...

    Attributes:
        file: The file that it was made from.
        steps: The steps in the order in which they run.
        plugins: The plugins that it was planned with.
        tests: The tests that stand in the file.
        timings: What each step took, in their order.
    """

    file: PipelineFile
    steps: list[PlannedStep]
    plugins: Plugins
    tests: list[PipelineTest]
    timings: list[Timing] = field(default_factory=list)

    @classmethod
    def load(cls, path: str, plugins: Plugins | None = None, *, sets: Sequence[str] = ()) -> Pipeline:
        """Read, validate and plan a pipeline file. Nothing is opened.

        Args:
            path: Path of the file.
            plugins: Plugins to plan with; by default those that are installed.
            sets: Values to set in it: "summary.sentences=5" each.

        Raises:
            ConfigError: With all problems of the file.
        """
        from copydesk.config.file import read_file

        return cls._planned(*read_file(path, sets), plugins)

    @classmethod
    def parse(cls, text: str, plugins: Plugins | None = None, *, path: str = "pipeline") -> Pipeline:
        """Validate and plan the text of a pipeline file; see `load`."""
        from copydesk.config.file import parse_file

        return cls._planned(*parse_file(text, path), plugins)

    @classmethod
    def _planned(cls, file: PipelineFile | None, composed: Composed, plugins: Plugins | None) -> Pipeline:
        from copydesk.config.expectations import read_tests
        from copydesk.planning import plan
        from copydesk.plugins import Plugins

        plugins = plugins or Plugins()
        steps: list[PlannedStep] = []
        tests: list[PipelineTest] = []
        problems = composed.problems
        if file is not None:
            steps, found = plan(file, plugins)
            tests, wrong = read_tests(file.root.get("tests"), _layers(steps))
            if found or not file.steps_are_known:
                # A layer that is unknown because its step is would be a second message of one mistake.
                wrong = [problem for problem in wrong if problem.code != "unknown-layer"]
            problems = problems + found + wrong
        if problems or file is None:
            raise ConfigError(problems, composed.sources)
        return cls(file, steps, plugins, tests, [Timing() for _ in steps])

    @classmethod
    def of(cls, file: PipelineFile, plugins: Plugins) -> Pipeline:
        """Plan a file that was read and validated, in another process for example.

        Raises:
            ConfigError: It cannot be planned with these plugins.
        """
        from copydesk.planning import plan

        steps, problems = plan(file, plugins)
        if problems:
            raise ConfigError(problems, file.sources)
        return cls(file, steps, plugins, [], [Timing() for _ in steps])

    @property
    def name(self) -> str:
        """Name of the pipeline."""
        return self.file.name

    @property
    def plugin_names(self) -> list[str]:
        """Names of the plugins that take part, in order of first use."""
        used = [step.plugin.name for step in self.steps]
        return [*dict.fromkeys([*used, *(name for name, _ in self.file.plugins)])]

    @property
    def layers(self) -> dict[str, Layer[Any]]:
        """The layers that are written, by name."""
        return _layers(self.steps)

    @contextmanager
    def opened(self) -> Generator[Pipeline]:
        """Open every step, and close what was opened at the end.

        Raises:
            CopydeskError: A step cannot be opened; with the step's place in the file.
        """
        opened: list[PlannedStep] = []
        try:
            for planned in self.steps:
                opened.append(planned)
                self._open(planned)
            yield self
        finally:
            for planned in reversed(opened):
                planned.step.close()

    def run(self, documents: Iterable[Document], *, batch_documents: int = 16) -> Iterator[Outcome]:
        """Run documents through an opened pipeline, in batches; outcomes come in their order."""
        pending = iter(documents)
        while batch := [*islice(pending, batch_documents)]:
            yield from self.process(batch)

    def process(
        self, documents: Sequence[Document], *, on_step: Callable[[str], None] | None = None
    ) -> list[Outcome]:
        """Run one batch through an opened pipeline.

        A document that makes a step raise costs no other document anything.

        Args:
            documents: The batch.
            on_step: Called with the full name of each step before it runs.

        Returns:
            One outcome for each document, in the same order.
        """
        outcomes: list[Outcome] = [*documents]
        for planned, timing in zip(self.steps, self.timings, strict=True):
            if on_step is not None:
                on_step(planned.name)
            batch = _chosen(planned, outcomes)
            if batch:
                ran = _run_step(planned, [*batch.values()], timing)
                for index, outcome in zip(batch, ran, strict=True):
                    outcomes[index] = outcome
        return [finished(outcome) for outcome in outcomes]

    def take_timings(self) -> list[Timing]:
        """Give what each step took since the last time this was asked."""
        taken, self.timings = self.timings, [Timing() for _ in self.steps]
        return taken

    @staticmethod
    def _open(planned: PlannedStep) -> None:
        try:
            planned.step.open()
        except CopydeskError as error:
            raise CopydeskError(error.code, error.problem.message, planned.place, error.hint) from error
        except Exception as error:
            raise CopydeskError(
                "broken-step",
                f"the step `{planned.name}` cannot be opened: {type(error).__name__}: {error}",
                planned.place,
                "the traceback is above; tell the author of its plugin",
            ) from error


def _layers(steps: Sequence[PlannedStep]) -> dict[str, Layer[Any]]:
    """Collect the layers that are written, by name."""
    provided = (layer for planned in steps for layer in planned.step.provides)
    return {layer.name: layer for layer in provided if isinstance(layer, Layer)}


def _chosen(planned: PlannedStep, outcomes: list[Outcome]) -> dict[int, Document]:
    """Choose the documents that a step runs on; the others get its layers, empty."""
    alive = {index: outcome for index, outcome in enumerate(outcomes) if isinstance(outcome, Document)}
    if planned.when is None:
        return alive
    chosen: dict[int, Document] = {}
    for index, document in alive.items():
        if planned.when.holds(document):
            chosen[index] = document
            continue
        missing: dict[str, Any] = {
            layer.name: () for layer in planned.step.provides if layer.name not in document.layers
        }
        if missing:
            outcomes[index] = msgspec.structs.replace(document, layers={**document.layers, **missing})
    return chosen


def _run_step(planned: PlannedStep, documents: Sequence[Document], timing: Timing) -> list[Outcome]:
    changes: list[Changes] = []
    times: list[float] = []
    began = time.perf_counter()
    try:
        for one in planned.step.process(documents):
            ended = time.perf_counter()
            changes.append(one)
            times.append(ended - began)
            began = ended
    except Exception as error:  # noqa: BLE001  the border of a plugin: recorded with the document
        if len(documents) == 1:
            timing.add(documents, [time.perf_counter() - began])
            return [Failed.of(documents[0], planned.name, error)]
        # Steps are pure: the batch is run again one by one, to find the document that is to blame.
        return _one_by_one(planned, documents, timing)
    if len(changes) != len(documents):
        if len(documents) > 1:
            return _one_by_one(planned, documents, timing)
        message = f"`{planned.name}` gave {len(changes)} changes for 1 document"
        return [Failed.of(documents[0], planned.name, CopydeskError("bad-changes", message))]
    timing.add(documents, _shared(times, documents))
    return [applied(planned, *pair) for pair in zip(documents, changes, strict=True)]


def _one_by_one(planned: PlannedStep, documents: Sequence[Document], timing: Timing) -> list[Outcome]:
    return [outcome for document in documents for outcome in _run_step(planned, [document], timing)]


# A step whose first document takes so much of a batch's time does the whole batch at once.
_AT_ONCE = 0.8


def _shared(times: list[float], documents: Sequence[Document]) -> list[float]:
    total = sum(times)
    if len(times) == 1 or times[0] < _AT_ONCE * total:
        return times
    characters = sum(len(document.text) for document in documents) or 1
    return [total * len(document.text) / characters for document in documents]


def changes_of(planned: PlannedStep, document: Document) -> Changes | Failed:
    """Give what a step returns for one document, before it is applied."""
    try:
        (changes,) = planned.step.process([document])
    except Exception as error:  # noqa: BLE001  the border of a plugin: recorded with the document
        return Failed.of(document, planned.name, error)
    return changes


def applied(planned: PlannedStep, document: Document, changes: Changes) -> Outcome:
    """Apply what a step returned for one document."""
    if changes.drop:
        return Dropped(document.id, document.source.uri, planned.name, changes.drop)
    try:
        return apply_changes(
            document,
            changes,
            step=planned.name,
            provides=planned.step.provides,
            edits=planned.step.edits,
            provenance=planned.provenance,
        )
    except Exception as error:  # noqa: BLE001  a plugin's changes may be anything: recorded
        return Failed.of(document, planned.name, error)


def finished(outcome: Outcome) -> Outcome:
    """Leave out transient layers: they end with the batch."""
    if isinstance(outcome, Document) and any(not isinstance(c, tuple) for c in outcome.layers.values()):
        layers: dict[str, Any] = {
            name: content for name, content in outcome.layers.items() if isinstance(content, tuple)
        }
        return msgspec.structs.replace(outcome, layers=layers)
    return outcome
