"""Calling a step as the engine does, and keeping what it returned in a form that can be compared."""

from __future__ import annotations

import copy
import traceback
from collections.abc import Sequence
from typing import Any

from copydesk.applying import apply_changes
from copydesk.document import Document
from copydesk.errors import CopydeskError
from copydesk.layers import Layer
from copydesk.steps import Changes, Step


def process(step: Step[Any], documents: Sequence[Document]) -> list[Changes]:
    """Run an opened step over a batch, and keep what it returned as values.

    Raises:
        TypeError: It did not return one `Changes` for each document.
    """
    found: list[Any] = [*step.process(documents)]
    if len(found) != len(documents):
        raise TypeError(f"it returned {len(found)} changes for a batch of {len(documents)} documents")
    return [_as_values(one) for one in found]


def applied(step: Step[Any], name: str, document: Document, changes: Changes) -> Document:
    """Apply what a step returned, as the engine does."""
    return apply_changes(
        document,
        changes,
        step=name,
        provides=step.provides,
        edits=step.edits,
        provenance=name,
        compares=step.compares,
    )


def comparable(changes: Changes) -> tuple[Any, ...]:
    """Give what a step returned in a form that can be compared, in this process and in another."""
    layers = {
        layer.name: (content_of(found), type(layer).__name__) for layer, found in changes.layers.items()
    }
    return (changes.edits, layers, dict(changes.meta), changes.drop, changes.signature)


def told(error: BaseException) -> str:
    """Put an exception in a line, with the place where it was raised."""
    if isinstance(error, CopydeskError):
        hint = f" ({error.hint})" if error.hint else ""
        return f"error[{error.code}]: {error.problem.message}{hint}"
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({frames[-1].filename}:{frames[-1].lineno})" if frames else ""
    words = " ".join("".join(traceback.format_exception_only(error)).split())
    return f"{words:.300}{place}"


def content_of(found: Any) -> Any:
    """Copy the content of a layer; what cannot be compared counts as its type."""
    # A spaCy `Doc` equals only itself, and tells its content so.
    if hasattr(found, "to_json"):
        return found.to_json()
    is_value = any("__eq__" in vars(kind) for kind in type(found).__mro__[:-1])
    return copy.deepcopy(found) if is_value else type(found).__name__


def _as_values(changes: Any) -> Changes:
    if not isinstance(changes, Changes):
        raise TypeError(f"it returned a {type(changes).__name__} for a document, expected Changes")
    layers = {
        layer: tuple(found) if isinstance(layer, Layer) else found for layer, found in changes.layers.items()
    }
    return Changes(
        tuple(changes.edits), layers, copy.deepcopy(dict(changes.meta)), changes.drop, changes.signature
    )
