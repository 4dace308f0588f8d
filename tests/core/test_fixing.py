"""Mending a pipeline file."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from copydesk import Pipeline
from copydesk.config.fixing import fix
from copydesk.errors import ConfigError, Problem
from copydesk.plugins import Plugins


def problems_of(text: str, plugins: Plugins) -> Sequence[Problem]:
    try:
        Pipeline.parse(text, plugins, path="p.yaml")
    except ConfigError as error:
        return error.problems
    return ()


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        pytest.param("steps:\n  - shuots  # mark\n", "steps:\n  - shouts  # mark\n", id="misspelt step"),
        pytest.param(
            "steps:\n  - shouts: {min_lenght: 3}\n",
            "steps:\n  - shouts: {min_length: 3}\n",
            id="misspelt option",
        ),
        pytest.param(
            "on_eror: fail\nsteps: [shouts]\n", "on_error: fail\nsteps: [shouts]\n", id="misspelt key"
        ),
        pytest.param(
            "steps:\n  # small\n  - shouts.lower\n",
            "steps:\n  # small\n  - shouts\n  - shouts.lower\n",
            id="missing provider",
        ),
        pytest.param("steps: [shouts.lower]\n", "steps: [shouts, shouts.lower]\n", id="missing in brackets"),
        pytest.param(
            "steps:\n  - shouts.lower\n  # loud\n  - shouts:\n      min_length: 3\n  - names\n",
            "steps:\n  # loud\n  - shouts:\n      min_length: 3\n  - shouts.lower\n  - names\n",
            id="wrong order",
        ),
        pytest.param(
            "steps:\n  - shouts.lowr\n  - names\nplugins: [shout]\n",
            "steps:\n  - shouts\n  - shouts.lower\n  - names\nplugins: [shouts]\n",
            id="several",
        ),
        pytest.param(
            "steps: [names]\ntests:\n  - text: x\n    expect: {entites: [{lable: x}]}\n",
            "steps: [names]\ntests:\n  - text: x\n    expect: {entities: [{label: x}]}\n",
            id="layer and field of a test",
        ),
    ],
)
def test_mends_and_keeps_comments_and_layout(sample_plugins: Plugins, broken: str, mended: str) -> None:
    text, done = fix(broken, "p.yaml", lambda text: problems_of(text, sample_plugins))

    assert text == mended
    assert done
    assert problems_of(text, sample_plugins) == ()


@pytest.mark.parametrize(
    "text", ["steps:\n  - shouts: {min_length: x}\n", "steps: [zebra]\n", "steps: [\n", ""]
)
def test_leaves_what_needs_a_choice(sample_plugins: Plugins, text: str) -> None:
    assert fix(text, "p.yaml", lambda text: problems_of(text, sample_plugins)) == (text, [])
