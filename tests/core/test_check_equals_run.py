"""What `check` accepts, `run` starts: one validator, shown on generated pipelines."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from copydesk import Document, Pipeline
from copydesk.errors import ConfigError, Problem
from copydesk.plugins import Plugins

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
