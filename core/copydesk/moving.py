"""Moving annotations when the text under them is edited."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, TypeVar, get_args, get_type_hints

import msgspec

from copydesk.layers import Span
from copydesk.offsets import Moves

S = TypeVar("S", bound=Span)


def move_layer(annotations: Sequence[S], moves: Moves) -> tuple[S, ...]:
    """Move each annotation; those that vanish are left out."""
    moved = (move(annotation, moves) for annotation in annotations)
    return tuple(annotation for annotation in moved if annotation is not None)


def move(annotation: S, moves: Moves) -> S | None:
    """Move an annotation and the spans in its fields; None when it vanishes.

    A span in an optional field that vanishes leaves None, one in a tuple is left out, one in a
    required field takes the annotation with it.
    """
    target = moves.span(annotation.start, annotation.end)
    if target is None:
        return None
    changes: dict[str, Any] = {"start": target[0], "end": target[1]}
    for name, optional in span_fields(type(annotation)):
        value = getattr(annotation, name)
        if isinstance(value, Span):
            changes[name] = move(value, moves)
            if changes[name] is None and not optional:
                return None
        elif isinstance(value, tuple):
            changes[name] = move_layer(value, moves)
    return msgspec.structs.replace(annotation, **changes)


@functools.cache
def span_fields(kind: type[Span]) -> tuple[tuple[str, bool], ...]:
    """Find the fields that hold spans: (name, whether None is allowed) each."""
    hints = get_type_hints(kind)
    fields = (field.name for field in msgspec.structs.fields(kind))
    return tuple((name, type(None) in get_args(hints[name])) for name in fields if _holds_span(hints[name]))


def _holds_span(hint: Any) -> bool:
    if isinstance(hint, type) and issubclass(hint, Span):
        return True
    return any(_holds_span(part) for part in get_args(hint) if part is not Ellipsis)
