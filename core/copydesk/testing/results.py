"""What a step may return: its layers, annotations, edits and metadata, one document at a time."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import msgspec

from copydesk.document import Document
from copydesk.errors import CopydeskError
from copydesk.layers import Layer, Span
from copydesk.moving import span_fields
from copydesk.offsets import Edit, ordered_edits, refuse_surrogates
from copydesk.steps import Changes, Step
from copydesk.testing.calling import applied, told
from copydesk.testing.rules import Rule, rule
from copydesk.testing.subject import Subject

_Look = Callable[[Step[Any], Document, Changes], Iterator[str]]


def faults(subject: Subject, step: Step[Any], document: Document, changes: Changes) -> Iterator[str]:
    """Tell what is wrong with what a step returned for one document, by every rule of this module."""
    found = [fault for look in _LOOKS for fault in look(step, document, changes)]
    if not found and not changes.drop:
        try:
            applied(step, subject.name, document, changes)
        except Exception as error:  # noqa: BLE001  what a step returned may be anything
            found = [told(error)]
    yield from found


def undeclared_layers(step: Step[Any], document: Document, changes: Changes) -> Iterator[str]:
    """The layers that the step declares come out, of every document that it keeps, and no others."""
    for layer in changes.layers:
        if layer not in step.provides:
            yield f"it returned the layer `{layer.name}`, which it does not declare"
    if changes.drop:
        return
    for layer in step.provides:
        found = changes.layers.get(layer)
        # An empty transient layer stands for none.
        is_there = found is not None and (isinstance(layer, Layer) or found != ())
        if not is_there and layer not in document:
            yield f"it declares the layer `{layer.name}` and did not return it"


def wrong_types(_: Step[Any], __: Document, changes: Changes) -> Iterator[str]:
    """Every annotation is of its layer's type, and its fields are of theirs."""
    for layer, annotation in _annotations(changes):
        if not isinstance(annotation, layer.type):
            yield f"`{layer.name}` has {annotation!r:.200}, expected a {layer.type.__name__}"
            continue
        try:
            msgspec.convert(msgspec.to_builtins(annotation), type(annotation))
        except msgspec.ValidationError as error:
            yield f"`{layer.name}` has {annotation!r:.200}: {error}"
        except TypeError as error:
            if _is_unwritable(annotation):
                yield f"`{layer.name}` has {annotation!r:.200}, which no writer can write: {error}"


def spans_outside(_: Step[Any], document: Document, changes: Changes) -> Iterator[str]:
    """Every span, also one in a field of an annotation, lies in the text and is not empty."""
    length = len(document.text)
    for layer, annotation in _annotations(changes):
        for span in _spans(annotation):
            if not 0 <= span.start < span.end <= length:
                yield f"`{layer.name}` has {span!r:.200}, and the text has {length} characters"


def spans_out_of_order(_: Step[Any], __: Document, changes: Changes) -> Iterator[str]:
    """The annotations of a layer come in order of their position."""
    for layer in changes.layers:
        own = [found for its, found in _annotations(changes) if its == layer and isinstance(found, Span)]
        for before, after in pairwise(own):
            if (before.start, before.end) > (after.start, after.end):
                yield f"`{layer.name}` has {after!r:.200} after {before!r:.200}"


def undeclared_edits(step: Step[Any], _: Document, changes: Changes) -> Iterator[str]:
    """Only a step that declares edits returns edits."""
    if changes.edits and not step.edits:
        yield f"it returned {changes.edits[0]!r:.200} and does not declare edits"


def wrong_edits(_: Step[Any], document: Document, changes: Changes) -> Iterator[str]:
    """Edits lie in the text, do not overlap, and write whole characters."""
    returned: Sequence[Any] = changes.edits
    odd = [edit for edit in returned if not isinstance(edit, Edit)]
    if odd:
        yield f"among the edits is {odd[0]!r:.200}, expected an Edit"
        return
    try:
        ordered_edits(changes.edits, document.text)
    except CopydeskError as error:
        yield error.problem.message


def odd_metadata(_: Step[Any], __: Document, changes: Changes) -> Iterator[str]:
    """Metadata is JSON, its keys are texts, and so is the reason to drop a document."""
    # What a plugin returns need not be what its types say.
    meta: Mapping[Any, Any] = changes.meta
    drop: Any = changes.drop
    for key, value in meta.items():
        if not isinstance(key, str):
            yield f"the key {key!r} of the metadata is no text"
        elif why := _no_json(value):
            yield f"the metadata `{key}` is {value!r:.200}: {why}"
    if not isinstance(drop, str):
        yield f"the reason to drop is {drop!r:.200}, expected a text"


_LOOKS = (
    undeclared_layers,
    wrong_types,
    spans_outside,
    spans_out_of_order,
    undeclared_edits,
    wrong_edits,
    odd_metadata,
)


def _rule(name: str, look: _Look, mend: str) -> Rule:
    """Hold the first run to a look at single documents."""

    def look_at_all(subject: Subject) -> Iterator[str]:
        run = subject.first_run
        for document, changes in run.pairs:
            for fault in look(run.step, document, changes):
                yield f"on the document `{document.id}`: {fault}"

    look_at_all.__doc__ = look.__doc__
    return rule(name, mend=mend, needs=["runs"])(look_at_all)


RULES = (
    _rule(
        "declared-layers",
        undeclared_layers,
        "declare the layer under `provides`; return each declared layer for every document, empty if need be",
    ),
    _rule(
        "annotation-types",
        wrong_types,
        "put annotations of the layer's type into it, with the types that its fields are annotated with",
    ),
    _rule(
        "spans-in-range",
        spans_outside,
        "count code points of `doc.text`, from 0, with the end after the last; leave empty spans out",
    ),
    _rule("spans-in-order", spans_out_of_order, "sort them by start, then by end"),
    _rule(
        "declared-edits",
        undeclared_edits,
        "annotate the function as `-> Iterator[Edit]`, or declare `edits=True`",
    ),
    _rule(
        "edits-fit", wrong_edits, "all positions are those of `doc.text` as it came; join edits that overlap"
    ),
    _rule(
        "json-metadata",
        odd_metadata,
        "keep to texts, finite numbers, true and false, lists, and mappings with texts as keys",
    ),
)
"""The looks of this module as rules, on the ordinary documents."""

NAMES = tuple(own.name for own in RULES)


def _annotations(changes: Changes) -> Iterator[tuple[Layer[Any], Any]]:
    for layer, found in changes.layers.items():
        if isinstance(layer, Layer):
            for annotation in found:
                yield layer, annotation


def _spans(annotation: Any) -> Iterator[Span]:
    """Give a span and those in its fields."""
    if not isinstance(annotation, Span):
        return
    yield annotation
    for name, _ in span_fields(type(annotation)):
        value = getattr(annotation, name)
        for inner in value if isinstance(value, tuple) else (value,):
            yield from _spans(inner)


def _is_unwritable(annotation: Any) -> bool:
    # A field that may be one of several kinds of span can be written, and cannot be told apart again.
    try:
        msgspec.json.encode(annotation)
    except Exception:  # noqa: BLE001  what encoding raises depends on the value
        return True
    return False


def _no_json(value: Any) -> str:
    """Tell why a value is no JSON; "" when it is."""
    if value is None or isinstance(value, (bool, int)):
        return ""
    if isinstance(value, str):
        try:
            refuse_surrogates(value, "it")
        except CopydeskError as error:
            return error.problem.message
        return ""
    if isinstance(value, float):
        return "" if math.isfinite(value) else "JSON has no such number"
    if isinstance(value, Mapping):
        odd = [key for key in value if not isinstance(key, str)]
        if odd:
            return f"the key {odd[0]!r} is no text"
        return next(filter(None, map(_no_json, value.values())), "")
    if isinstance(value, (list, tuple)):
        return next(filter(None, map(_no_json, value)), "")
    return f"a {type(value).__name__} is no JSON"
