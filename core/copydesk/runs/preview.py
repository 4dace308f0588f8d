"""What a run will do, told beforehand: which steps run for how many documents, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, field
from importlib.metadata import version

from copydesk.document import Document
from copydesk.formats.protocols import Unreadable
from copydesk.layers import TransientLayer
from copydesk.pipeline import Pipeline
from copydesk.running import applied
from copydesk.runs.cache import StepCache, Store
from copydesk.steps import Changes


@dataclass
class Preview:
    """What a run will do.

    Attributes:
        documents: Documents that can be read.
        unreadable: Documents that cannot.
        runs: Documents that each step will run on, by the number of the step.
        cached: Documents for which its changes are known.
        conditional: Documents that it runs on if its condition holds, which is not known yet.
        dropped: Documents that are known to be dropped.
    """

    documents: int = 0
    unreadable: int = 0
    runs: Counter[int] = field(default_factory=Counter[int])
    cached: Counter[int] = field(default_factory=Counter[int])
    conditional: Counter[int] = field(default_factory=Counter[int])
    dropped: int = 0


def preview(pipeline: Pipeline, documents: Iterable[Document | Unreadable], cache: str) -> Preview:
    """Tell what a run would do; nothing is opened and nothing is run.

    A document that a step drops which has not run yet counts for the steps after it: the numbers
    are what runs at most.

    Args:
        pipeline: What would run.
        documents: What it would run on.
        cache: Folder of the cache; empty for none.
    """
    found = Preview()
    if not cache:
        for one in documents:
            _count(pipeline, one, {}, found)
        return found
    with closing(Store(cache)) as store:
        known = StepCache(store, pipeline.steps, version("copydesk"))
        for one in documents:
            _count(pipeline, one, known.find([one])[0] if isinstance(one, Document) else {}, found)
    return found


def _count(
    pipeline: Pipeline, read: Document | Unreadable, known: dict[int, Changes], found: Preview
) -> None:
    if isinstance(read, Unreadable):
        found.unreadable += 1
        return
    found.documents += 1
    document: Document | None = read
    waiting: dict[str, int] = {}
    is_changed = False
    for number, planned in enumerate(pipeline.steps):
        transient = [layer.name for layer in planned.step.provides if isinstance(layer, TransientLayer)]
        if planned.when is not None and document is not None and not planned.when.holds(document):
            continue
        if transient:
            waiting.update(dict.fromkeys(transient, number))
            continue
        if number in known and document is not None:
            found.cached[number] += 1
            outcome = applied(planned, document, known[number])
            if not isinstance(outcome, Document):
                found.dropped += 1
                return
            document = outcome
            continue
        counts = found.conditional if planned.when is not None and is_changed else found.runs
        counts[number] += 1
        for layer in (*planned.step.requires, *planned.step.uses):
            if layer.name in waiting:
                found.runs[waiting.pop(layer.name)] += 1
        document, is_changed = None, True
