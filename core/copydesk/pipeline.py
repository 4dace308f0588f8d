"""Pipelines: plan a chain, and run documents through it."""

from __future__ import annotations

import time
import traceback
from collections.abc import Generator, Iterable, Iterator, Sequence
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


Outcome = Document | Dropped | Failed


@dataclass
class Timing:
    """What a step took.

    Attributes:
        documents: Documents that it was given.
        seconds: Wall time.
    """

    documents: int = 0
    seconds: float = 0.0


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
        timings: Wall time by full step name and place in the chain.
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

    def process(self, documents: Sequence[Document]) -> list[Outcome]:
        """Run one batch through an opened pipeline.

        A document that makes a step raise costs no other document anything.

        Returns:
            One outcome for each document, in the same order.
        """
        outcomes: list[Outcome] = [*documents]
        for planned, timing in zip(self.steps, self.timings, strict=True):
            began = time.perf_counter()
            batch = _chosen(planned, outcomes)
            if batch:
                ran = _run_step(planned, [*batch.values()])
                for index, outcome in zip(batch, ran, strict=True):
                    outcomes[index] = outcome
            timing.documents += len(batch)
            timing.seconds += time.perf_counter() - began
        return [finished(outcome) for outcome in outcomes]

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


def _run_step(planned: PlannedStep, documents: Sequence[Document]) -> list[Outcome]:
    try:
        changes = [*planned.step.process(documents)]
    except Exception as error:  # noqa: BLE001  the border of a plugin: recorded with the document
        if len(documents) == 1:
            return [_failed(documents[0], planned, error)]
        # Steps are pure: the batch is run again one by one, to find the document that is to blame.
        return [outcome for document in documents for outcome in _run_step(planned, [document])]
    if len(changes) != len(documents):
        if len(documents) > 1:
            return [outcome for document in documents for outcome in _run_step(planned, [document])]
        message = f"`{planned.name}` gave {len(changes)} changes for 1 document"
        return [_failed(documents[0], planned, CopydeskError("bad-changes", message))]
    return [applied(planned, *pair) for pair in zip(documents, changes, strict=True)]


def changes_of(planned: PlannedStep, document: Document) -> Changes | Failed:
    """Give what a step returns for one document, before it is applied."""
    try:
        (changes,) = planned.step.process([document])
    except Exception as error:  # noqa: BLE001  the border of a plugin: recorded with the document
        return _failed(document, planned, error)
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
        return _failed(document, planned, error)


def _failed(document: Document, planned: PlannedStep, error: Exception) -> Failed:
    if isinstance(error, CopydeskError):
        return Failed(document.id, document.source.uri, planned.name, error.problem)
    message = f"{type(error).__name__}: {error}"
    trace = "".join(traceback.format_exception(error))
    return Failed(document.id, document.source.uri, planned.name, Problem("step-raised", message), trace)


def finished(outcome: Outcome) -> Outcome:
    """Leave out transient layers: they end with the batch."""
    if isinstance(outcome, Document) and any(not isinstance(c, tuple) for c in outcome.layers.values()):
        layers: dict[str, Any] = {
            name: content for name, content in outcome.layers.items() if isinstance(content, tuple)
        }
        return msgspec.structs.replace(outcome, layers=layers)
    return outcome
