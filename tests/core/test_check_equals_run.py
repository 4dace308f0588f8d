"""What `check` accepts, `run` starts: one validator, shown on generated pipelines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from copydesk import Document, Pipeline
from copydesk.errors import ConfigError, Problem
from copydesk.plugins import Plugins
from copydesk.running import Failed
from copydesk.schema import pipeline_schema

VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 6),
    st.sampled_from(["NATO", "three", "", "true"]),
    st.just([1]),
    st.just({"a": 1}),
)
OPTIONS = st.dictionaries(
    st.sampled_from(["min_length", "only", "separator", "word", "wrong"]), VALUES, max_size=2
)
NAMES = st.sampled_from(
    ["shouts", "shouts.lower", "shouts.cut", "shouts.refuse", "words", "lengths", "names", "broken", "nobody"]
)
STEP = st.one_of(
    NAMES,
    st.builds(lambda name, options: {name: options}, NAMES, OPTIONS),
    st.builds(
        lambda name, when: {name: {}, "when": when},
        NAMES,
        st.sampled_from(["length > 3", "count(shouts) > 0", "lenght > 3", "", "meta.x == 1"]),
    ),
)
FILES = st.fixed_dictionaries(
    {"steps": st.lists(STEP, max_size=4)},
    optional={
        "name": st.one_of(st.just("n"), VALUES),
        "on_error": st.sampled_from(["fail", "quarantine", "stop", 3]),
        "plugins": st.sampled_from([[], ["shouts"], ["nobody"], "shouts"]),
        "extra": VALUES,
    },
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(FILES)
def test_an_accepted_pipeline_reaches_its_first_document(
    sample_plugins: Plugins, file: dict[str, Any]
) -> None:
    problems: Sequence[Problem] = ()
    try:
        pipeline = Pipeline.parse(json.dumps(file), sample_plugins, path="p.yaml")
    except ConfigError as error:
        problems = error.problems
    if problems:
        assert all(one.place and one.place.line == 1 and one.place.column for one in problems)
        return

    with pipeline.opened():
        outcomes = pipeline.process([Document.of("Olaf NATO spoke")])

    assert len(outcomes) == 1
    assert all(planned.name == "words" or not planned.origin for planned in pipeline.steps)


PLUGINS = Plugins()
SCHEMA = pipeline_schema(PLUGINS)
WORDS = st.sampled_from(["NATO", "en_core_web_sm", "meta.x == 1", "length > 3", "ORG", "a", ""])


def from_schema(schema: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    """Generate values that a JSON Schema accepts, as far as this project's schemas go."""
    if "$ref" in schema:
        return st.deferred(lambda: from_schema(SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]]))
    if "anyOf" in schema and "type" not in schema:
        return st.one_of([from_schema(part) for part in schema["anyOf"]])
    if "const" in schema or "enum" in schema:
        return st.sampled_from(schema.get("enum", [schema.get("const")]))
    kind = schema.get("type")
    if kind == "object" and "properties" in schema:
        required = schema.get("required", [])
        values = {key: from_schema(value) for key, value in schema["properties"].items()}
        return st.fixed_dictionaries(
            {key: values[key] for key in required},
            optional={key: value for key, value in values.items() if key not in required},
        )
    if kind == "object":
        keys = from_schema(schema.get("propertyNames", {"type": "string"}))
        return st.dictionaries(
            keys, from_schema(schema.get("additionalProperties") or {"type": "string"}), max_size=2
        )
    if kind == "array":
        low = schema.get("minItems", 0)
        return st.lists(from_schema(schema.get("items", {})), min_size=low, max_size=low + 1)
    if kind == "integer":
        return st.integers(schema.get("minimum", -3), schema.get("maximum", 1_000_000))
    if kind == "number":
        return st.floats(schema.get("minimum", -3.0), schema.get("maximum", 3.0))
    return {"boolean": st.booleans(), "null": st.none()}.get(str(kind), WORDS)


@st.composite
def broken(draw: st.DrawFn) -> dict[str, Any]:
    """A pipeline that the schema takes, with one of its values replaced or one key misspelt."""
    options = from_schema(SCHEMA["properties"]["steps"]["items"])
    file: dict[str, Any] = {"steps": draw(st.lists(options, min_size=1, max_size=3))}
    holders = [holder for holder in _mappings(file) if holder]
    if draw(st.booleans()):
        holder = draw(st.sampled_from(holders))
        key = draw(st.sampled_from(sorted(holder)))
        if draw(st.booleans()):
            holder[key] = draw(VALUES)
        else:
            holder[f"{key}x"] = holder.pop(key)
    return file


def _mappings(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        yield from _mappings(one)


@pytest.mark.slow
@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(broken())
def test_what_the_schema_generates_is_refused_by_check_or_runs(file: dict[str, Any]) -> None:
    problems: Sequence[Problem] = ()
    try:
        pipeline = Pipeline.parse(json.dumps(file), PLUGINS, path="p.yaml")
    except ConfigError as error:
        problems = error.problems
    event("refused" if problems else "runs")
    if problems:
        assert all(one.place and one.place.line == 1 and one.place.column for one in problems)
        return

    with pipeline.opened():
        (outcome,) = pipeline.process([Document.of("Olaf Scholz of NATO said: “No.”")])

    # A file may set a limit that even this text is over; nothing else may go wrong.
    assert not isinstance(outcome, Failed) or outcome.problem.code == "text-too-long"
