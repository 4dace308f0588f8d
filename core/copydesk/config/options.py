"""Holding values of a YAML file against a pydantic model, each mistake at its place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from copydesk.config.nodes import Node
from copydesk.errors import Problem, nearest

if TYPE_CHECKING:
    from pydantic import BaseModel
    from pydantic_core import ErrorDetails

RANGE_ERRORS = ("greater_than", "less_than", "too_short", "too_long", "multiple_of", "pattern_mismatch")
TYPE_NAMES = {
    "integer": "a whole number",
    "number": "a number",
    "string": "a text",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "nothing",
}

_PLURALS = {"a text": "texts", "a number": "numbers", "a whole number": "whole numbers"}


def validate(model: type[BaseModel], node: Node, name: str) -> tuple[BaseModel | None, list[Problem]]:
    """Validate the values of a node against a model.

    Validation is strict: the string "3" is no number. A node without a value stands for no options.

    Args:
        model: What is expected.
        node: A mapping.
        name: What the values belong to, for messages: "summary" for `summary.sentences`.

    Returns:
        The model's instance, None when there are problems; and the problems.
    """
    from pydantic import ValidationError

    if node.entries is None and (node.items is not None or node.value is not None):
        message = f"the options of `{name}` must be a mapping, got {describe(node)}"
        return None, [Problem("wrong-type", message, node.place, f"write `{name}: {{option: value}}`")]
    values = node.plain() or {}
    try:
        # Through JSON: strict about types, and lists still become tuples and sets.
        return model.model_validate_json(json.dumps(values), strict=True), []
    except ValidationError as error:
        schema = model.model_json_schema()
        found = [_Mistake(detail, node, schema, name) for detail in error.errors(include_url=False)]
        return None, [*_once(mistake.problem() for mistake in found if not mistake.is_misspelt(found))]


def describe(node: Node) -> str:
    """Name a value with its type, as it was typed."""
    if node.items is not None:
        return "a list"
    if node.entries is not None:
        return "a mapping"
    value = node.value
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f'the string "{value if len(value) <= 60 else value[:60] + "…"}"'
    return f"the number {value}"


def expected(schema: Mapping[str, Any], root: Mapping[str, Any]) -> str:
    """Say what a JSON Schema accepts, in a few words."""
    schema = _followed(schema, root)
    if "anyOf" in schema:
        parts = [_followed(part, root) for part in schema["anyOf"]]
        return _either([choice for part in parts for choice in _choices(part, root)])
    if "enum" in schema or "const" in schema:
        return _either(_choices(schema, root))
    text = TYPE_NAMES.get(schema.get("type", ""), "a value")
    if schema.get("minLength") or schema.get("minItems"):
        text = text.replace("a ", "a non-empty ", 1)
    if schema.get("type") == "array" and schema.get("items"):
        item = expected(schema["items"], root)
        text += f" of {_PLURALS[item]}" if item in _PLURALS else f", each item {item}"
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        text += f" from {low} to {high}"
    elif low is not None:
        text += f" of at least {low}"
    elif high is not None:
        text += f" of at most {high}"
    if "exclusiveMinimum" in schema:
        text += f" above {schema['exclusiveMinimum']}"
    if "exclusiveMaximum" in schema:
        text += f" below {schema['exclusiveMaximum']}"
    if "pattern" in schema:
        text += f" of the form {schema['pattern']}"
    return text


@dataclass(frozen=True)
class _Mistake:
    """One error of pydantic, with the node and the schema it is about."""

    detail: ErrorDetails
    root: Node
    schema: Mapping[str, Any]
    name: str

    def problem(self) -> Problem:
        kind = self.detail["type"]
        path, node, schema = self._walk()
        if self.detail["loc"][-1:] == ("[key]",):
            return self._wrong_key(path)
        full = ".".join([self.name, *path]) if self.name else ".".join(path)
        if kind == "extra_forbidden":
            return self._unknown(path, full)
        if kind == "missing":
            wanted = expected(schema, self.schema)
            return Problem("missing-option", f"`{full}` is required: {wanted}", node.place)
        if kind in ("value_error", "assertion_error"):
            message = str(self.detail.get("ctx", {}).get("error", self.detail["msg"]))
            return Problem("wrong-value", f"`{full}`: {message}", node.place)
        message = f"`{full}` must be {expected(schema, self.schema)}, got {describe(node)}"
        return Problem(self._code(kind, schema), message, node.place, self._hint(path, node, schema))

    def is_misspelt(self, others: Sequence[_Mistake]) -> bool:
        """Tell whether a missing key is there under a name that is nearly its own."""
        *inside, key = self.detail["loc"]
        return self.detail["type"] == "missing" and any(
            other.detail["type"] == "extra_forbidden"
            and [*other.detail["loc"][:-1]] == inside
            and nearest(str(other.detail["loc"][-1]), [str(key)])
            for other in others
        )

    def _wrong_key(self, path: Sequence[str]) -> Problem:
        """Report a key of a mapping whose keys are values: `captoin` in `reasons: {captoin: keep}`."""
        parent, schema = self.root, self.schema
        for part in path[:-1]:
            parent = parent.get(part) or parent
            schema = _property(schema, part, self.schema)
        key = (parent.entries or {})[path[-1]][0]
        names = _followed(schema.get("propertyNames", {}), self.schema)
        owner = ".".join([self.name, *path[:-1]]) if self.name else ".".join(path[:-1])
        message = f"a key of `{owner}` must be {expected(names, self.schema)}, got `{path[-1]}`"
        near = nearest(path[-1], map(str, names.get("enum", ())))
        return Problem("wrong-value", message, key.place, f"did you mean `{near}`?" if near else "")

    def _walk(self) -> tuple[list[str], Node, Mapping[str, Any]]:
        """Follow pydantic's location as far as the file goes; it also names branches of unions."""
        node, schema = self.root, self.schema
        path: list[str] = []
        location = self.detail["loc"]
        for index, part in enumerate(location):
            last = index == len(location) - 1
            if node.entries is not None and str(part) in node.entries:
                key, value = node.entries[str(part)]
                node = key if last and self.detail["type"] == "extra_forbidden" else value
                path.append(str(part))
                schema = _property(schema, str(part), self.schema)
            elif node.items is not None and isinstance(part, int) and part < len(node.items):
                node = node.items[part]
                path.append(str(part))
                schema = _items(schema, self.schema)
            elif last and self.detail["type"] == "missing":
                path.append(str(part))
                schema = _property(schema, str(part), self.schema)
        return path, node, schema

    def _unknown(self, path: Sequence[str], full: str) -> Problem:
        parent, node = self.schema, self.root
        for part in path[:-1]:
            inside = node.entries is not None
            parent = _property(parent, part, self.schema) if inside else _items(parent, self.schema)
            child = node.get(part) if inside else (node.items or ())[int(part)]
            node = child or node
        known = [*_properties(parent, self.schema)]
        near = nearest(path[-1], known)
        owner = full.rpartition(".")[0]
        what = f"`{owner}` has no option `{path[-1]}`" if owner else f"a pipeline has no key `{path[-1]}`"
        there = ", ".join(f"`{option}`" for option in known)
        hint = f"did you mean `{near}`?" if near else (f"it has {there}" if known else "it has no options")
        key = (node.entries or {})[path[-1]][0]
        return Problem("unknown-option" if owner else "unknown-key", what, key.place, hint)

    @staticmethod
    def _code(kind: str, schema: Mapping[str, Any]) -> str:
        if "enum" in schema or kind in ("literal_error", "enum"):
            return "wrong-value"
        return "out-of-range" if kind.startswith(RANGE_ERRORS) or "too_" in kind else "wrong-type"

    @staticmethod
    def _hint(path: Sequence[str], node: Node, schema: Mapping[str, Any]) -> str:
        near = nearest(str(node.value), map(str, schema.get("enum", ())))
        if near:
            return f"did you mean `{near}`?"
        meant = _meant(node, schema)
        if meant and path:
            return f"write `{meant}`" if path[-1].isdigit() else f"write `{path[-1]}: {meant}`"
        default = schema.get("default")
        if not path or path[-1].isdigit() or default is None:
            return ""
        return f"write `{path[-1]}: {json.dumps(default, ensure_ascii=False)}`"


def _meant(node: Node, schema: Mapping[str, Any]) -> str:
    """Guess what was meant by a value of the wrong type; "" when there is no guess."""
    value = node.value
    kinds = {part.get("type") for part in schema.get("anyOf", [schema]) if "enum" not in part}
    if "array" in kinds and isinstance(value, str) and value:
        return f"[{value}]"
    if "boolean" in kinds and str(value).lower() in _YAML_1_1:
        return _YAML_1_1[str(value).lower()]
    if "string" in kinds and isinstance(value, (int, float)):
        return f'"{json.dumps(value)}"'
    return ""


# Source: YAML 1.1, https://yaml.org/type/bool.html: words that are plain text since YAML 1.2.
_YAML_1_1 = {"yes": "true", "on": "true", "true": "true", "no": "false", "off": "false", "false": "false"}


def _once(problems: Iterator[Problem]) -> Iterator[Problem]:
    """Leave out what a union reports again for each of its branches."""
    seen = set()
    for problem in problems:
        if (problem.place, problem.message) not in seen:
            seen.add((problem.place, problem.message))
            yield problem


def _followed(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in schema:
        rest = {key: value for key, value in schema.items() if key != "$ref"}
        schema = {**root["$defs"][schema["$ref"].rpartition("/")[2]], **rest}
    return schema


def _branches(schema: Mapping[str, Any], root: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    schema = _followed(schema, root)
    return [_followed(part, root) for part in schema.get("anyOf", [schema])]


def _properties(schema: Mapping[str, Any], root: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for branch in _branches(schema, root):
        found |= branch.get("properties", {})
    return found


def _property(schema: Mapping[str, Any], name: str, root: Mapping[str, Any]) -> Mapping[str, Any]:
    known = _properties(schema, root)
    if name in known:
        return _followed(known[name], root)
    for branch in _branches(schema, root):
        if isinstance(branch.get("additionalProperties"), Mapping):
            return _followed(branch["additionalProperties"], root)
    return {}


def _items(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Mapping[str, Any]:
    for branch in _branches(schema, root):
        if isinstance(branch.get("items"), Mapping):
            return _followed(branch["items"], root)
    return {}


def _choices(schema: Mapping[str, Any], root: Mapping[str, Any]) -> list[str]:
    if "enum" in schema:
        return [f"`{choice}`" for choice in schema["enum"]]
    return [f"`{schema['const']}`"] if "const" in schema else [expected(schema, root)]


def _either(choices: Sequence[str]) -> str:
    known = [*dict.fromkeys(choices)]
    return known[0] if len(known) == 1 else f"{', '.join(known[:-1])} or {known[-1]}"
