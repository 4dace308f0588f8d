"""Pipelines: plan a chain, and run documents through it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from copydesk.document import Document
from copydesk.errors import ConfigError, CopydeskError
from copydesk.layers import Layer
from copydesk.running import Outcome, Timing, run_batch

if TYPE_CHECKING:
    from copydesk.config.composition import Composed
    from copydesk.config.expectations import PipelineTest
    from copydesk.config.file import PipelineFile
    from copydesk.formats.protocols import Reader
    from copydesk.planning import PlannedStep
    from copydesk.plugins import Plugins
    from copydesk.running import ChainCache


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
        cache: Where the changes of earlier runs are looked up and kept; None for none.
    """

    file: PipelineFile
    steps: list[PlannedStep]
    plugins: Plugins
    tests: list[PipelineTest]
    timings: list[Timing] = field(default_factory=list)
    cache: ChainCache | None = None
    _is_open: list[bool] = field(default_factory=list[bool], repr=False)

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
    def readers(self) -> list[Reader]:
        """What reads its input: the readers of its plugins, then those that come with copydesk."""
        from copydesk.formats.readers import built_in_readers

        plugins = [self.plugins.load(name) for name in self.plugin_names]
        return [
            *(reader for plugin in plugins for reader in plugin.readers),
            *built_in_readers(self.file.fields),
        ]

    @property
    def layers(self) -> dict[str, Layer[Any]]:
        """The layers that are written, by name."""
        return _layers(self.steps)

    @contextmanager
    def opened(self) -> Generator[Pipeline]:
        """Open every step, and close what was opened at the end.

        With a cache, a step is opened when a document first needs it.

        Raises:
            CopydeskError: A step cannot be opened; with the step's place in the file.
        """
        self._is_open = [False] * len(self.steps)
        try:
            if self.cache is None:
                for number in range(len(self.steps)):
                    self._open(number)
            yield self
        finally:
            for number in reversed(range(len(self.steps))):
                if self._is_open[number]:
                    self.steps[number].step.close()

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
        return run_batch(
            self.steps, self.timings, documents, on_step=on_step, cache=self.cache, open_step=self._open
        )

    def take_timings(self) -> list[Timing]:
        """Give what each step took since the last time this was asked."""
        taken, self.timings = self.timings, [Timing() for _ in self.steps]
        return taken

    def _open(self, number: int) -> None:
        if not self._is_open:
            raise RuntimeError("the pipeline is not open: use `with pipeline.opened():`")
        if self._is_open[number]:
            return
        planned = self.steps[number]
        # Also a step that could not be opened may have something to close.
        self._is_open[number] = True
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
