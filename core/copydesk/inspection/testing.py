"""Running the tests of a pipeline file."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from copydesk.config.expectations import PipelineTest
from copydesk.config.nodes import Node
from copydesk.document import Document
from copydesk.errors import CopydeskError, Place
from copydesk.formats.inputs import FileReader, find_inputs
from copydesk.formats.output import row_of
from copydesk.inspection.trace import Trace, trace
from copydesk.pipeline import Pipeline
from copydesk.running import Dropped, Failed, Outcome


@dataclass(frozen=True)
class Mismatch:
    """An expectation that was not met.

    Attributes:
        what: What was expected of what: "quotes", "text", "meta.title".
        place: Where the expectation stands.
        expected: What was expected, in words or as YAML would say it.
        got: What there was instead.
        step: The step that is to blame; empty when none can be named.
    """

    what: str
    place: Place
    expected: str
    got: str
    step: str = ""


@dataclass(frozen=True)
class CaseResult:
    """What became of one test.

    Attributes:
        test: The test.
        mismatches: What was not met; empty when it passed.
        seconds: Wall time.
        exercised: Places in the chain of the steps that changed something.
        outcome: What came out; None when the input could not be read.
    """

    test: PipelineTest
    mismatches: list[Mismatch]
    seconds: float
    exercised: set[int] = field(default_factory=set[int])
    outcome: Outcome | None = None


def run_test(pipeline: Pipeline, test: PipelineTest) -> CaseResult:
    """Run one test through an opened pipeline."""
    began = time.perf_counter()
    document = _document(test, pipeline)
    if isinstance(document, Mismatch):
        return CaseResult(test, [document], time.perf_counter() - began)
    found = trace(pipeline, document)
    mismatches = [*_mismatches(found, test.expect, pipeline)]
    exercised = {number for number, step in enumerate(found.steps) if step.did_something}
    return CaseResult(test, mismatches, time.perf_counter() - began, exercised, found.outcome)


def unexercised(pipeline: Pipeline, results: list[CaseResult]) -> list[str]:
    """Name the steps that changed nothing in any test."""
    seen = {number for result in results for number in result.exercised}
    return [step.name for number, step in enumerate(pipeline.steps) if number not in seen]


def _document(test: PipelineTest, pipeline: Pipeline) -> Document | Mismatch:
    if test.file is None:
        return Document.of(test.text or "", id=test.name, media_type=test.media_type, meta=test.meta)
    try:
        (file,) = find_inputs([test.file], pipeline.readers).files
        (document,) = FileReader(file, max_bytes=pipeline.file.max_document_bytes).documents()
    except (CopydeskError, ValueError) as error:
        return Mismatch("file", test.place, f"one document in {test.file}", str(error))
    if not isinstance(document, Document):
        return Mismatch("file", test.place, f"a document in {test.file}", document.problem.message)
    return document


def _mismatches(found: Trace, expect: Node, pipeline: Pipeline) -> Iterator[Mismatch]:
    entries = expect.entries or {}
    dropped = entries.get("dropped")
    outcome = found.outcome
    if isinstance(outcome, Failed):
        step, place = outcome.step, expect.place
        yield Mismatch("document", place, "a document", f"failed: {outcome.problem.message}", step)
        return
    if isinstance(outcome, Dropped) or dropped is not None:
        yield from _drop_mismatch(found, dropped[1] if dropped else None, expect)
    if isinstance(outcome, Dropped):
        return
    for key, (_, value) in entries.items():
        if key == "text":
            yield from _text_mismatches(found, value)
        elif key == "meta":
            yield from _meta_mismatches(found, outcome, value)
        elif key != "dropped":
            provider = [planned.name for planned in pipeline.steps if _provides(planned.step, key)]
            yield from _layer_mismatches(outcome, key, value, provider[-1] if provider else "")


def _drop_mismatch(found: Trace, expected: Node | None, expect: Node) -> Iterator[Mismatch]:
    outcome = found.outcome
    if isinstance(outcome, Dropped):
        reason = expected.value if expected else None
        if expected is None or expected.value is False:
            yield Mismatch("dropped", expect.place, "a document", f"dropped: {outcome.reason}", outcome.step)
        elif reason is not True and reason != outcome.reason:
            yield Mismatch("dropped", expected.place, str(reason), outcome.reason, outcome.step)
    elif expected is not None and expected.value is not False:
        yield Mismatch("dropped", expected.place, f"dropped: {expected.value}", "a document")


def _text_mismatches(found: Trace, value: Node) -> Iterator[Mismatch]:
    if value.entries is None:
        yield from _text_mismatch(found, value, "exact", str(value.value))
        return
    for key, (_, node) in value.entries.items():
        for item in node.items if node.items is not None else (node,):
            yield from _text_mismatch(found, item, key, str(item.value))


def _text_mismatch(found: Trace, node: Node, kind: str, wanted: str) -> Iterator[Mismatch]:
    def holds(text: str) -> bool:
        if kind == "exact":
            return text == wanted
        return (wanted in text) == (kind == "contains")

    text = found.states[-1].text if found.states else found.document.text
    if holds(text):
        return
    step = ""
    before = found.document.text
    for trace_step, state in zip(found.steps, found.states, strict=False):
        if holds(before) and not holds(state.text):
            step = trace_step.name
        before = state.text
    words = {"exact": "exactly", "contains": "a text with", "lacks": "a text without"}[kind]
    yield Mismatch("text", node.place, f"{words} {wanted!r}", repr(_around(text, wanted)), step)


def _around(text: str, wanted: str) -> str:
    at = text.find(wanted)
    if at < 0:
        return text if len(text) < 300 else f"{text[:300]}…"
    return text[max(0, at - 40) : at + len(wanted) + 40]


def _meta_mismatches(found: Trace, outcome: Document, value: Node) -> Iterator[Mismatch]:
    for key, (_, node) in (value.entries or {}).items():
        if outcome.meta.get(key) != node.plain():
            setters = [step.name for step in found.steps if key in step.meta]
            step = setters[-1] if setters else ""
            got = repr(outcome.meta.get(key))
            yield Mismatch(f"meta.{key}", node.place, repr(node.plain()), got, step)


def _layer_mismatches(outcome: Document, name: str, value: Node, step: str) -> Iterator[Mismatch]:
    rows = rows_of(outcome, name)
    parts = value.entries if value.entries is not None else {"present": (value, value)}
    for key, (_, node) in parts.items():
        if key == "count":
            if len(rows) != node.value:
                yield Mismatch(
                    name, node.place, f"{node.value} of them", f"{len(rows)}: {_shown(rows, None)}", step
                )
            continue
        yield from _listed_mismatches(rows, name, key, node, step)


def _listed_mismatches(
    rows: list[dict[str, Any]], name: str, key: str, node: Node, step: str
) -> Iterator[Mismatch]:
    items = node.items or ()
    for item in items:
        found = [row for row in rows if matches(row, item.plain())]
        if key == "absent" and found:
            yield Mismatch(name, item.place, f"nothing like {item.plain()!r}", _shown(found, item), step)
        elif key != "absent" and not found:
            yield Mismatch(name, item.place, _wanted(item), _shown(rows, item), step)
    if key == "exact":
        extra = [row for row in rows if not any(matches(row, item.plain()) for item in items)]
        for row in extra:
            yield Mismatch(name, node.place, "nothing more", _shown([row], items[0] if items else None), step)


def rows_of(document: Document, layer: str) -> list[dict[str, Any]]:
    """Give the annotations of a layer as they are written, with their source text."""
    rows: list[dict[str, Any]] = row_of(document)["layers"].get(layer, [])
    for row in rows:
        row["source"] = document.source.text[row["source_start"] : row["source_end"]]
    return rows


def matches(row: Mapping[str, Any], wanted: Any) -> bool:
    """Tell whether an annotation, as it is written, is the expected one.

    A text stands for the annotation's text; a mapping for its fields. A span in a field is
    expected by its name or its text, or by fields.
    """
    if not isinstance(wanted, Mapping):
        return bool(row.get("text") == wanted)
    return all(_field_matches(row.get(key), value) for key, value in wanted.items())


def _field_matches(value: object, wanted: object) -> bool:
    if isinstance(value, Mapping) and isinstance(wanted, Mapping):
        return matches(value, wanted)
    if isinstance(value, Mapping):
        return wanted is not None and wanted in [value.get("name"), value.get("text")]
    return value == wanted


def _wanted(item: Node) -> str:
    plain = item.plain()
    return repr(plain) if not isinstance(plain, Mapping) else _fields(plain)


def _shown(rows: list[dict[str, Any]], item: Node | None) -> str:
    """Show annotations by the fields that the expectation looks at."""
    if not rows:
        return "none"
    wanted = item.plain() if item is not None else None
    keys = [*wanted] if isinstance(wanted, Mapping) else ["text"]
    shown = [_fields({key: _short(row.get(key)) for key in keys}) for row in rows[:12]]
    return "; ".join(shown) + (f"; and {len(rows) - 12} more" if len(rows) > 12 else "")


def _short(value: Any) -> Any:
    return value.get("name", value.get("text")) if isinstance(value, Mapping) else value


def _fields(values: Mapping[str, Any]) -> str:
    if [*values] == ["text"]:
        return repr(values["text"])
    return "{" + ", ".join(f"{key}: {value}" for key, value in values.items()) + "}"


def _provides(step: Any, layer: str) -> bool:
    return any(provided.name == layer for provided in step.provides)
