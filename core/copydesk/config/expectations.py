"""The tests that stand in a pipeline file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from copydesk.config.nodes import Node
from copydesk.config.options import describe
from copydesk.errors import Place, Problem, nearest
from copydesk.layers import Layer, Span
from copydesk.moving import span_fields

TEST_KEYS = ("name", "text", "file", "media_type", "meta", "expect")
LAYER_KEYS = ("present", "absent", "exact", "count")
TEXT_KEYS = ("exact", "contains", "lacks")
POSITIONS = ("start", "end", "source_start", "source_end", "text", "source")


@dataclass(frozen=True)
class PipelineTest:
    """A test of a pipeline file.

    Attributes:
        name: What it shows.
        place: Where it begins.
        text: The input; None when it is in a file.
        file: Path of the input, from the folder of the pipeline file.
        media_type: Media type of `text`.
        meta: Metadata of the input.
        expect: What must come out; checked by `read_tests`.
    """

    name: str
    place: Place
    text: str | None
    file: str | None
    media_type: str
    meta: Mapping[str, Any]
    expect: Node


def read_tests(
    node: Node | None, layers: Mapping[str, Layer[Any]]
) -> tuple[list[PipelineTest], list[Problem]]:
    """Read and check the tests of a file.

    Args:
        node: What stands under `tests`.
        layers: The layers that the pipeline provides, by name.

    Returns:
        The tests that could be read, and the problems: unknown keys, layers and fields.
    """
    if node is None:
        return [], []
    if node.items is None:
        return [], [Problem("wrong-type", f"`tests` must be a list, got {describe(node)}", node.place)]
    tests: list[PipelineTest] = []
    problems: list[Problem] = []
    for item in node.items:
        found = [*_problems(item, layers)]
        problems += found
        if not found:
            tests.append(_test(item))
    return tests, problems


def _test(item: Node) -> PipelineTest:
    values = {key: item.get(key) for key in TEST_KEYS}
    plain = {key: node.plain() for key, node in values.items() if node is not None and key != "expect"}
    file = plain.get("file")
    if file is not None:
        file = str(Path(item.place.file).parent / file)
    return PipelineTest(
        str(plain.get("name", f"line {item.place.line}")),
        item.place,
        plain.get("text"),
        file,
        str(plain.get("media_type", "text/plain")),
        plain.get("meta", {}),
        values["expect"] or item,
    )


def _problems(item: Node, layers: Mapping[str, Layer[Any]]) -> Iterator[Problem]:
    if item.entries is None:
        yield Problem("wrong-type", f"a test must be a mapping, got {describe(item)}", item.place)
        return
    yield from _unknown_keys(item, TEST_KEYS, "a test")
    yield from _wrong_types(item, {"name": str, "text": str, "file": str, "media_type": str})
    misspelt = {nearest(key, TEST_KEYS) for key in item.entries if key not in TEST_KEYS}
    inputs = [key for key in ("text", "file") if key in item.entries]
    if len(inputs) == 2:
        place = item.entries["text"][0].place
        yield Problem("wrong-test", "a test needs one input, got `text` and `file`", place, "remove one")
    elif not inputs and not misspelt & {"text", "file"}:
        message = "a test needs one input: `text` or `file`"
        yield Problem("wrong-test", message, item.place, "give `text: ...`")
    meta = item.get("meta")
    if meta is not None and meta.entries is None:
        yield Problem("wrong-type", f"`meta` must be a mapping, got {describe(meta)}", meta.place)
    expect = item.get("expect")
    if expect is None or expect.entries is None or not expect.entries:
        place = expect.place if expect else item.place
        if "expect" not in misspelt:
            yield Problem("wrong-test", "a test must expect something", place, "give `expect: {...}`")
        return
    for key, (where, value) in expect.entries.items():
        yield from _expectation(key, where, value, layers)


def _expectation(key: str, where: Node, value: Node, layers: Mapping[str, Layer[Any]]) -> Iterator[Problem]:
    if key == "text":
        if value.entries is not None:
            yield from _unknown_keys(value, TEXT_KEYS, "an expectation on the text")
        elif not isinstance(value.value, str):
            yield Problem(
                "wrong-type", f"`text` must be a text or a mapping, got {describe(value)}", value.place
            )
    elif key == "meta":
        if value.entries is None:
            yield Problem("wrong-type", f"`meta` must be a mapping, got {describe(value)}", value.place)
    elif key == "dropped":
        if not isinstance(value.value, (str, bool)):
            yield Problem("wrong-type", f"`dropped` must be a reason, got {describe(value)}", value.place)
    elif key in layers:
        yield from _layer_expectation(value, layers[key])
    else:
        known = ["text", "meta", "dropped", *layers]
        near = nearest(key, known)
        hint = f"did you mean `{near}`?" if near else f"it can be {_listed(known)}"
        message = f"the pipeline provides no layer `{key}`"
        yield Problem("unknown-layer", message, where.place, hint)


def _layer_expectation(value: Node, layer: Layer[Any]) -> Iterator[Problem]:
    if value.items is not None:
        lists: Sequence[Node] = [value]
    elif value.entries is not None:
        yield from _unknown_keys(value, LAYER_KEYS, f"an expectation on `{layer.name}`")
        yield from _wrong_types(value, {"count": int})
        lists = [node for key in LAYER_KEYS[:3] if (node := value.get(key)) is not None]
    else:
        message = f"`{layer.name}` must be a list or a mapping, got {describe(value)}"
        yield Problem("wrong-type", message, value.place, "write `[{text: ...}]`")
        return
    for listed in lists:
        if listed.items is None:
            yield Problem("wrong-type", f"expected a list, got {describe(listed)}", listed.place)
            continue
        for item in listed.items:
            yield from _annotation(item, layer.type, layer.name)


def _annotation(item: Node, kind: type[Span], name: str) -> Iterator[Problem]:
    """An annotation is expected as its text, or by fields."""
    if isinstance(item.value, str):
        return
    if item.entries is None:
        message = f"an annotation of `{name}` must be a text or a mapping, got {describe(item)}"
        yield Problem("wrong-type", message, item.place)
        return
    own = [field.name for field in msgspec.structs.fields(kind) if field.name not in POSITIONS]
    known = [*POSITIONS, *own]
    nested = dict(span_fields(kind))
    for key, (where, value) in item.entries.items():
        if key not in known:
            near = nearest(key, known)
            hint = (
                f"did you mean `{near}`?" if near else f"it has {', '.join(f'`{field}`' for field in known)}"
            )
            yield Problem("unknown-field", f"`{name}` have no field `{key}`", where.place, hint)
        elif key in nested and value.entries is not None:
            yield from _unknown_keys(value, (*POSITIONS, "name", "entity"), f"`{key}`")


def _unknown_keys(node: Node, known: Sequence[str], what: str) -> Iterator[Problem]:
    for key, (where, _) in (node.entries or {}).items():
        if key not in known:
            near = nearest(key, known)
            hint = f"did you mean `{near}`?" if near else f"it has {_listed(known)}"
            yield Problem("unknown-key", f"{what} has no key `{key}`", where.place, hint)


def _wrong_types(node: Node, types: Mapping[str, type]) -> Iterator[Problem]:
    names = {str: "a text", int: "a whole number"}
    for key, wanted in types.items():
        value = node.get(key)
        if value is not None and type(value.value) is not wanted:
            yield Problem(
                "wrong-type", f"`{key}` must be {names[wanted]}, got {describe(value)}", value.place
            )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
