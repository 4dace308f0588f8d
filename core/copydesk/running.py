"""Running documents through the steps of a chain, and what becomes of each."""

from __future__ import annotations

import math
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from copydesk.applying import apply_changes
from copydesk.document import Document
from copydesk.errors import CopydeskError, Problem
from copydesk.layers import Layer, TransientLayer
from copydesk.steps import Changes

if TYPE_CHECKING:
    from copydesk.planning import PlannedStep


class ChainCache(Protocol):
    """Keeps what the steps of a chain returned for a document."""

    def find(self, documents: Sequence[Document]) -> list[dict[int, Changes]]:
        """Give the changes that are known for each document, by the number of the step."""
        ...

    def keep(self, step: int, found: Iterable[tuple[Document, Changes]]) -> None:
        """Keep what a step returned for documents as they were read."""
        ...


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
        cached: Documents whose changes came from the cache, besides.
        added: Annotations that it made.
        dropped: Documents that it dropped.
    """

    documents: int = 0
    characters: int = 0
    seconds: float = 0.0
    slowest: float = 0.0
    slowest_id: str = ""
    times: dict[int, int] = {}
    cached: int = 0
    added: int = 0
    dropped: int = 0

    def add(self, documents: Sequence[Document], seconds: Sequence[float]) -> None:
        """Count documents with the time that each took."""
        self.documents += len(documents)
        self.characters += sum([len(document.text) for document in documents])
        self.seconds += sum(seconds)
        slowest = max(seconds, default=0.0)
        if slowest > self.slowest:
            self.slowest, self.slowest_id = slowest, documents[seconds.index(slowest)].id
        times, log2 = self.times, math.log2
        for key in [int(log2(took) * 8) if took > 0 else -240 for took in seconds]:
            times[key] = times.get(key, 0) + 1

    def merge(self, other: Timing) -> None:
        """Count what another process counted."""
        self.documents += other.documents
        self.characters += other.characters
        self.seconds += other.seconds
        self.cached += other.cached
        self.added += other.added
        self.dropped += other.dropped
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


def run_batch(
    steps: Sequence[PlannedStep],
    timings: Sequence[Timing],
    documents: Sequence[Document],
    *,
    on_step: Callable[[str], None] | None = None,
    cache: ChainCache | None = None,
    open_step: Callable[[int], None] = lambda _number: None,
) -> list[Outcome]:
    """Run one batch through the steps of a chain; see `Pipeline.process`.

    Args:
        steps: The steps in order.
        timings: Where the time of each is counted.
        documents: The batch.
        on_step: Called with the full name of each step before it runs.
        cache: Where changes are looked up and kept.
        open_step: Called with the number of a step before it runs on something.
    """
    batch = _Batch(steps, timings, documents, cache, open_step)
    for number, planned in enumerate(steps):
        if on_step is not None:
            on_step(planned.name)
        batch.run(number)
    return [finished(outcome) for outcome in batch.outcomes]


class _Batch:
    """Documents on their way through a chain.

    With a cache, a step that only provides what stays in memory (the parse) waits until a later
    step that is not in the cache asks for it.
    """

    def __init__(
        self,
        steps: Sequence[PlannedStep],
        timings: Sequence[Timing],
        documents: Sequence[Document],
        cache: ChainCache | None,
        open_step: Callable[[int], None],
    ) -> None:
        self.steps = steps
        self.timings = timings
        self.documents = documents
        self.outcomes: list[Outcome] = [*documents]
        self.cache = cache
        self.open_step = open_step
        self.known: list[dict[int, Changes]] = cache.find(documents) if cache else []
        self.waiting: dict[str, int] = {}

    def run(self, number: int) -> None:
        """Run one step on the documents that are still there."""
        planned = self.steps[number]
        chosen = _chosen(planned, self.outcomes)
        if self.cache is None:
            self._run(number, chosen)
            return
        transient = [layer.name for layer in planned.step.provides if isinstance(layer, TransientLayer)]
        if transient:
            self.waiting.update(dict.fromkeys(transient, number))
            return
        for index in [index for index in chosen if number in self.known[index]]:
            self.timings[number].cached += 1
            self._apply(number, index, chosen.pop(index), self.known[index][number])
        for layer in (*planned.step.requires, *planned.step.uses):
            if chosen and layer.name in self.waiting:
                lacking = {index: doc for index, doc in chosen.items() if layer.name not in doc.layers}
                self._run(self.waiting[layer.name], lacking)
                outcomes = {index: self.outcomes[index] for index in chosen}
                chosen = {index: one for index, one in outcomes.items() if isinstance(one, Document)}
        self._run(number, chosen)

    def _run(self, number: int, chosen: dict[int, Document]) -> None:
        if not chosen:
            return
        self.open_step(number)
        planned = self.steps[number]
        documents = [*chosen.values()]
        found = _returned(planned, documents, self.timings[number])
        outcomes = self.outcomes
        for (index, document), one in zip(chosen.items(), found, strict=True):
            if isinstance(one, Failed):
                outcomes[index] = one
            else:
                self._apply(number, index, document, one)
        if self.cache is not None and not any(isinstance(x, TransientLayer) for x in planned.step.provides):
            new = [
                (self.documents[index], one)
                for index, one in zip(chosen, found, strict=True)
                if isinstance(one, Changes) and not isinstance(outcomes[index], Failed)
            ]
            self.cache.keep(number, new)

    def _apply(self, number: int, index: int, document: Document, changes: Changes) -> None:
        outcome = self.outcomes[index] = applied(self.steps[number], document, changes)
        if changes.drop:
            self.timings[number].dropped += 1
        elif changes.layers and isinstance(outcome, Document):
            made = [outcome.layers[layer.name] for layer in changes.layers if isinstance(layer, Layer)]
            self.timings[number].added += sum(map(len, made))


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


def changes_of(planned: PlannedStep, document: Document) -> Changes | Failed:
    """Give what a step returns for one document, before it is applied."""
    (found,) = _returned(planned, [document], Timing())
    return found


def _returned(planned: PlannedStep, documents: Sequence[Document], timing: Timing) -> list[Changes | Failed]:
    """Give what a step returns for each document; one that makes it raise costs no other anything."""
    changes: list[Changes | Failed] = []
    times: list[float] = []
    raised = False
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
        raised = True
    if raised or len(changes) != len(documents):
        if len(documents) > 1:
            # Steps are pure: the batch is run again one by one, to find the document that is to blame.
            # Not while its error is handled: what is told of a document does not depend on the others.
            return [one for document in documents for one in _returned(planned, [document], timing)]
        message = f"`{planned.name}` gave {len(changes)} changes for 1 document"
        return [Failed.of(documents[0], planned.name, CopydeskError("bad-changes", message))]
    timing.add(documents, _shared(times, documents))
    return changes


# A step whose first document takes so much of a batch's time does the whole batch at once.
_AT_ONCE = 0.8


def _shared(times: list[float], documents: Sequence[Document]) -> list[float]:
    total = sum(times)
    if len(times) == 1 or times[0] < _AT_ONCE * total:
        return times
    characters = sum(len(document.text) for document in documents) or 1
    return [total * len(document.text) / characters for document in documents]


def applied(planned: PlannedStep, document: Document, changes: Changes) -> Outcome:
    """Apply what a step returned for one document."""
    if changes.drop:
        return Dropped(document.id, document.source.uri, planned.name, changes.drop)
    if not (changes.layers or changes.meta or changes.edits or changes.signature):
        return document
    try:
        return apply_changes(
            document,
            changes,
            step=planned.name,
            provides=planned.step.provides,
            edits=planned.step.edits,
            provenance=planned.provenance,
            compares=planned.step.compares,
        )
    except Exception as error:  # noqa: BLE001  a plugin's changes may be anything: recorded
        return Failed.of(document, planned.name, error)


def finished(outcome: Outcome) -> Outcome:
    """Leave out transient layers: they end with the batch."""
    if (
        isinstance(outcome, Document)
        and outcome.layers
        and any(not isinstance(content, tuple) for content in outcome.layers.values())
    ):
        layers: dict[str, Any] = {
            name: content for name, content in outcome.layers.items() if isinstance(content, tuple)
        }
        return msgspec.structs.replace(outcome, layers=layers)
    return outcome
