"""Conditions of steps: small, safe expressions that always have an answer."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from copydesk.document import Document
from copydesk.errors import CopydeskError, nearest

FACTS: dict[str, Callable[[Document], Any]] = {
    "id": lambda doc: doc.id,
    "uri": lambda doc: doc.source.uri,
    "media_type": lambda doc: doc.source.media_type,
    "length": lambda doc: len(doc.text),
}
"""What a condition may ask of a document, besides `meta.KEY` and `count(LAYER)`."""

MAX_CHARACTERS = 500
_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.In: lambda one, many: one in many,
    ast.NotIn: lambda one, many: one not in many,
}
_CONSTANTS = {"true": True, "false": False, "null": None}


@dataclass(frozen=True)
class Condition:
    """A condition that was checked.

    Attributes:
        text: As it stands in the file.
        layers: Names of the layers that it counts.
    """

    text: str
    layers: frozenset[str]

    def holds(self, document: Document) -> bool:
        """Tell whether the condition holds for a document.

        Total: a missing key of `meta` is null, and a comparison of values that cannot be compared
        (a number with a string) does not hold.
        """
        return bool(_value(_parsed(self.text), document))


def parse_condition(text: str) -> Condition:
    """Read and check a condition.

    Allowed are `and`, `or`, `not`, comparisons (`==`, `!=`, `<`, `<=`, `>`, `>=`, `in`, `not in`),
    strings, numbers, lists, `true`, `false`, `null`, `length`, `media_type`, `id`, `uri`,
    `meta.KEY`, `meta["KEY"]` and `count(LAYER)`.

    Raises:
        CopydeskError: `bad-condition`, with the column inside the text in its message.
    """
    layers: set[str] = set()
    _check(_parsed(text), layers)
    return Condition(text, frozenset(layers))


def _parsed(text: str) -> ast.expr:
    if len(text) > MAX_CHARACTERS:
        raise _bad(f"the condition has {len(text)} characters, the limit is {MAX_CHARACTERS}")
    try:
        return ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        reason = getattr(error, "msg", str(error))
        raise _bad(f"the condition cannot be read: {reason}") from error


def _check(node: ast.expr, layers: set[str]) -> None:
    match node:
        case ast.BoolOp():
            parts = node.values
        case ast.UnaryOp(op=ast.Not()):
            parts = [node.operand]
        case ast.Compare():
            if not all(type(op) in _COMPARISONS for op in node.ops):
                raise _bad("`is` is not known", "write `==` or `!=`")
            parts = [node.left, *node.comparators]
        case ast.List() | ast.Tuple():
            parts = node.elts
        case _:
            _check_leaf(node, layers)
            return
    for part in parts:
        _check(part, layers)


def _check_leaf(node: ast.expr, layers: set[str]) -> None:
    match node:
        case ast.Constant(value=str() | int() | float() | None):
            return
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float())):
            return
        case ast.Attribute(value=ast.Name(id="meta")):
            return
        case ast.Subscript(value=ast.Name(id="meta"), slice=ast.Constant(value=str())):
            return
        case ast.Call(func=ast.Name(id="count"), args=[ast.Name(id=layer)], keywords=[]):
            layers.add(layer)
        case ast.Name(id=name):
            _check_name(name)
        case _:
            raise _bad(
                f"`{ast.unparse(node)[:60]}` is not allowed",
                "compare `meta.KEY`, `count(LAYER)`, `length` or `media_type` with values",
            )


def _check_name(name: str) -> None:
    if name in FACTS or name in _CONSTANTS:
        return
    known = [*FACTS, *_CONSTANTS, "meta", "count"]
    near = nearest(name, known)
    hint = f"did you mean `{near}`?" if near else f"write `meta.{name}`, or one of {', '.join(known)}"
    raise _bad(f"`{name}` is not known", hint)


def _value(node: ast.expr, document: Document) -> Any:
    match node:
        case ast.BoolOp(op=ast.And()):
            return all(_value(part, document) for part in node.values)
        case ast.BoolOp():
            return any(_value(part, document) for part in node.values)
        case ast.UnaryOp(op=ast.Not()):
            return not _value(node.operand, document)
        case ast.UnaryOp(operand=ast.Constant(value=int() | float() as number)):
            return -number
        case ast.Compare():
            values = [_value(part, document) for part in (node.left, *node.comparators)]
            return all(_compared(op, values[at], values[at + 1]) for at, op in enumerate(node.ops))
        case ast.List() | ast.Tuple():
            return [_value(part, document) for part in node.elts]
        case ast.Constant():
            return node.value
        case ast.Attribute():
            return document.meta.get(node.attr)
        case ast.Subscript(slice=ast.Constant(value=key)):
            return document.meta.get(str(key))
        case ast.Call(args=[ast.Name(id=layer)]):
            content = document.layers.get(layer, ())
            return len(content) if isinstance(content, Collection) else 0
        case ast.Name(id=name):
            return FACTS[name](document) if name in FACTS else _CONSTANTS[name]
        case _:
            raise AssertionError(f"{ast.dump(node)} was let through")


def _compared(op: ast.cmpop, left: Any, right: Any) -> bool:
    try:
        return bool(_COMPARISONS[type(op)](left, right))
    except TypeError:
        return False


def _bad(message: str, hint: str = "") -> CopydeskError:
    return CopydeskError("bad-condition", message, hint=hint)
