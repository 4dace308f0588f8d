"""One document on its way through a pipeline, step by step."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from copydesk.document import Document
from copydesk.formats.output import annotation_row
from copydesk.layers import TransientLayer
from copydesk.moving import move_layer
from copydesk.offsets import Edit, Moves, ordered_edits
from copydesk.pipeline import Pipeline
from copydesk.planning import PlannedStep
from copydesk.running import Dropped, Failed, Outcome, applied, changes_of, finished

Rows = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class TextChange:
    """A run of text that a step replaced.

    Attributes:
        start: Where it stands in the text that the step was given.
        end: Code point after the last.
        source_start: Where it stands in the source.
        source_end: Code point after the last.
        before: What stood there.
        after: What stands there now.
        reason: Why, when the step says so.
    """

    start: int
    end: int
    source_start: int
    source_end: int
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class StepTrace:
    """What one step did to the document.

    Attributes:
        name: Full name of the step.
        origin: Why the plan put it in; empty when the file names it.
        seconds: Wall time.
        skipped: Whether its condition did not hold.
        text: Changes of the text, in order.
        added: New annotations by layer, as they are written.
        removed: Annotations that are gone, by layer.
        meta: Metadata that was set; None for a key that was removed.
        held: Transient layers that it provided: they are in memory only.
        ended: Why the document went no further; empty when it did.
    """

    name: str
    origin: str
    seconds: float
    skipped: bool = False
    text: tuple[TextChange, ...] = ()
    added: Rows = field(default_factory=dict[str, list[dict[str, Any]]])
    removed: Rows = field(default_factory=dict[str, list[dict[str, Any]]])
    meta: dict[str, Any] = field(default_factory=dict[str, Any])
    held: tuple[str, ...] = ()
    ended: str = ""

    @property
    def did_something(self) -> bool:
        """Whether the step changed the document."""
        return bool(self.text or self.added or self.removed or self.meta or self.held or self.ended)


@dataclass(frozen=True)
class Trace:
    """A document's way through a pipeline.

    Attributes:
        document: As it came in.
        steps: What each step did, as far as the document went.
        states: The document after each step that it passed.
        outcome: What became of it.
    """

    document: Document
    steps: list[StepTrace]
    states: list[Document]
    outcome: Outcome


def trace(pipeline: Pipeline, document: Document) -> Trace:
    """Run one document through an opened pipeline and note what each step does."""
    found = Trace(document, [], [], document)
    current = document
    for planned in pipeline.steps:
        step, outcome = _traced(planned, current)
        found.steps.append(step)
        if not isinstance(outcome, Document):
            return Trace(document, found.steps, found.states, outcome)
        found.states.append(outcome)
        current = outcome
    return Trace(document, found.steps, found.states, finished(current))


def _traced(planned: PlannedStep, before: Document) -> tuple[StepTrace, Outcome]:
    began = time.perf_counter()
    if planned.when is not None and not planned.when.holds(before):
        return StepTrace(planned.name, planned.origin, 0.0, skipped=True), before
    changes = changes_of(planned, before)
    if isinstance(changes, Failed):
        return _ended(planned, changes, time.perf_counter() - began)
    outcome = applied(planned, before, changes)
    seconds = time.perf_counter() - began
    if not isinstance(outcome, Document):
        return _ended(planned, outcome, seconds)
    edits = ordered_edits(changes.edits, before.text)
    text = tuple(_text_change(edit, before) for edit in edits)
    added, removed = _layer_changes(before, outcome, edits)
    meta = {key: outcome.meta.get(key) for key in {**before.meta, **outcome.meta}}
    meta = {key: value for key, value in meta.items() if before.meta.get(key) != value}
    held = tuple(
        layer.name
        for layer in planned.step.provides
        if isinstance(layer, TransientLayer) and layer in outcome and layer not in before
    )
    step = StepTrace(planned.name, planned.origin, seconds, False, text, added, removed, meta, held)
    return step, outcome


def _ended(planned: PlannedStep, outcome: Dropped | Failed, seconds: float) -> tuple[StepTrace, Outcome]:
    if isinstance(outcome, Dropped):
        ended = f"dropped: {outcome.reason}"
    else:
        ended = f"failed: {outcome.problem.message}"
    return StepTrace(planned.name, planned.origin, seconds, ended=ended), outcome


def _text_change(edit: Edit, before: Document) -> TextChange:
    piece = before.offsets.to_source(edit.start, edit.end)
    replaced = before.text[edit.start : edit.end]
    return TextChange(edit.start, edit.end, *piece, replaced, edit.text, edit.reason)


def _layer_changes(before: Document, after: Document, edits: Sequence[Edit]) -> tuple[Rows, Rows]:
    """Hold the layers against what they would be if the step had only moved them."""
    moves = Moves(edits)
    added: Rows = {}
    removed: Rows = {}
    for name, content in after.layers.items():
        if not isinstance(content, tuple):
            continue
        old = before.layers.get(name, ())
        moved = set(move_layer(old, moves)) if edits else {*old}
        new = [annotation for annotation in content if annotation not in moved]
        if new:
            added[name] = [annotation_row(annotation, after) for annotation in new]
        there = {*content}
        gone = [annotation for annotation in old if not _is_in(annotation, there, moves, bool(edits))]
        if gone:
            removed[name] = [annotation_row(annotation, before) for annotation in gone]
    return added, removed


def _is_in(annotation: Any, there: set[Any], moves: Moves, edited: bool) -> bool:
    moved = move_layer([annotation], moves) if edited else (annotation,)
    return bool(moved) and moved[0] in there
