"""Applying what a step returned: only the engine changes documents."""

from __future__ import annotations

import operator
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

import msgspec

from copydesk.document import Document
from copydesk.errors import CopydeskError
from copydesk.layers import AnyLayer, Layer, Span, TransientLayer
from copydesk.steps import Changes

_position = operator.attrgetter("start", "end")


def apply_changes(
    document: Document,
    changes: Changes,
    *,
    step: str,
    provides: Collection[AnyLayer],
    edits: bool,
    provenance: str,
    compares: bool = False,
) -> Document:
    """Apply the changes of one step to one document.

    Args:
        document: The document that the step was given.
        changes: What it returned, without a reason to drop.
        step: Full name of the step, for messages and `removed`.
        provides: The layers that it declares.
        edits: Whether it declares edits.
        provenance: What stands under `provenance` for its layers.
        compares: Whether it declares that it signs documents.

    Raises:
        CopydeskError: `bad-changes`, `bad-edit`, `bad-span` when it returned what it may not.
    """
    if changes.layers:
        document = _with_layers(document, changes.layers, step, provides, provenance)
    if changes.meta:
        meta = {**document.meta, **changes.meta}
        if None in meta.values():
            meta = {key: value for key, value in meta.items() if value is not None}
        document = msgspec.structs.replace(document, meta=meta)
    if changes.signature is not None:
        if not compares:
            raise CopydeskError(
                "bad-changes",
                f"`{step}` returned a signature and does not declare that it compares",
                hint="set `compares = True` on the step",
            )
        signatures = {**document.signatures, step: changes.signature}
        document = msgspec.structs.replace(document, signatures=signatures)
    if changes.edits:
        if not edits:
            raise CopydeskError(
                "bad-changes",
                f"`{step}` returned edits and does not declare them",
                hint="annotate the function as `-> Iterator[Edit]`, or declare `edits=True`",
            )
        document = document.edited(changes.edits, step=step)
    return document


def _with_layers(
    document: Document,
    found: Mapping[AnyLayer, Any],
    step: str,
    provides: Collection[AnyLayer],
    provenance: str,
) -> Document:
    layers = dict(document.layers)
    made_by = dict(document.provenance)
    for layer, content in found.items():
        if layer not in provides:
            raise CopydeskError(
                "bad-changes",
                f"`{step}` returned the layer `{layer.name}` and does not declare it",
                hint=f"add `{layer.name}` to what it provides",
            )
        if isinstance(layer, TransientLayer):
            if content is not None and content != ():
                layers[layer.name] = content
            continue
        layers[layer.name] = _ordered(content, layer, document, step)
        made_by[layer.name] = provenance
    return msgspec.structs.replace(document, layers=layers, provenance=made_by)


def _ordered(content: Sequence[Span], layer: Layer[Any], document: Document, step: str) -> tuple[Span, ...]:
    annotations = tuple(content)
    for annotation in annotations:
        if not isinstance(annotation, layer.type):
            raise CopydeskError(
                "bad-span",
                f"`{step}` put a {type(annotation).__name__} into `{layer.name}`, "
                f"expected {layer.type.__name__}",
            )
        if not 0 <= annotation.start < annotation.end <= len(document.text):
            raise CopydeskError(
                "bad-span",
                f"`{step}` made {annotation!r}, which is empty or outside the text of "
                f"{len(document.text)} characters",
            )
    if all(_position(before) <= _position(after) for before, after in pairwise(annotations)):
        return annotations
    return tuple(sorted(annotations, key=_position))
