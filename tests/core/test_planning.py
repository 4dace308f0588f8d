"""Checking and planning a chain: every mistake at its place, with its cure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from copydesk import Document, Pipeline, step
from copydesk.errors import ConfigError
from copydesk.plugins import Plugins

Make = Callable[[str], Pipeline]


def names(pipeline: Pipeline) -> list[str]:
    return [planned.name for planned in pipeline.steps]


def test_a_plan_has_the_steps_of_the_file(make_pipeline: Make) -> None:
    pipeline = make_pipeline("steps:\n  - shouts: {min_length: 2}\n  - shouts.lower\n")

    assert names(pipeline) == ["shouts", "shouts.lower"]
    assert pipeline.steps[0].options == {"min_length": 2, "only": None}
    assert pipeline.name == "p"


def test_an_implicit_provider_is_put_where_it_is_first_needed(make_pipeline: Make) -> None:
    pipeline = make_pipeline("steps: [shouts, lengths]")

    assert names(pipeline) == ["shouts", "words", "lengths"]
    assert pipeline.steps[1].origin == "for `lengths`"
    assert pipeline.steps[1].step.wanted == {"short"}


def test_a_provider_that_the_file_names_keeps_its_options(make_pipeline: Make) -> None:
    pipeline = make_pipeline("steps: [words: {separator: '-'}, shouts, shouts.lower, lengths]")

    assert names(pipeline) == ["words", "shouts", "shouts.lower", "words", "lengths"]
    assert pipeline.steps[3].options == {"separator": "-"}


def test_one_parse_serves_all_until_the_text_changes(make_pipeline: Make, sample_plugins: object) -> None:
    pipeline = make_pipeline("steps: [words, shouts, lengths]")

    assert names(pipeline) == ["words", "shouts", "lengths"]


def test_a_step_without_name_clash_tells_its_version_and_options(make_pipeline: Make) -> None:
    one, other = (
        make_pipeline(f"steps: [shouts: {{min_length: {length}}}]").steps[0].provenance for length in (2, 3)
    )

    assert one.startswith("shouts@1.2.3#")
    assert one != other


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "steps:\n  - shuots\n",
            "p.yaml:2:5: error[unknown-step]: no step is called `shuots`\n  hint: did you mean `shouts`?",
            id="misspelt step",
        ),
        pytest.param(
            "steps:\n  - shouts.lowr\n",
            "p.yaml:2:5: error[unknown-step]: no step is called `shouts.lowr`\n"
            "  hint: did you mean `shouts.lower`?",
            id="misspelt further step",
        ),
        pytest.param(
            "steps:\n  - zebra\n",
            "p.yaml:2:5: error[unknown-step]: no step is called `zebra`\n"
            "  hint: `copydesk plugins` lists the steps that are installed",
            id="nothing near",
        ),
        pytest.param(
            "steps:\n  - shouts:\n      min_length: three\n",
            "p.yaml:3:19: error[wrong-type]: `shouts.min_length` must be a whole number, "
            'got the string "three"\n  hint: write `min_length: 4`',
            id="wrong type",
        ),
        pytest.param(
            "steps:\n  - shouts: {min_lenght: 3}\n",
            "p.yaml:2:14: error[unknown-option]: `shouts` has no option `min_lenght`\n"
            "  hint: did you mean `min_length`?",
            id="misspelt option",
        ),
        pytest.param(
            "steps:\n  - words: {separator: ''}\n",
            "p.yaml:2:24: error[out-of-range]: `words.separator` must be a non-empty text, "
            'got the string ""\n  hint: write `separator: " "`',
            id="out of range",
        ),
        pytest.param(
            "steps:\n  - shouts: 3\n",
            "p.yaml:2:13: error[wrong-type]: the options of `shouts` must be a mapping, got the number 3\n"
            "  hint: write `shouts: {option: value}`",
            id="options that are none",
        ),
        pytest.param(
            "steps:\n  - shouts.lower\n",
            "p.yaml:2:5: error[missing-layer]: `shouts.lower` needs the layer `shouts`, and no step before "
            "it provides one\n  hint: put `shouts` before `shouts.lower`",
            id="missing layer",
        ),
        pytest.param(
            "steps:\n  - shouts.lower\n  - shouts\n",
            "p.yaml:2:5: error[wrong-order]: `shouts.lower` needs the layer `shouts`, which `shouts` provides "
            "after it\n  hint: put `shouts` before `shouts.lower`",
            id="wrong order",
        ),
        pytest.param(
            "steps:\n  - shouts\n  - shouts: {min_length: 2}\n",
            "p.yaml:3:5: error[two-providers]: `shouts` provides the layer `shouts`, and so does `shouts` "
            "before it\n  hint: remove one of the two",
            id="two providers",
        ),
        pytest.param(
            "steps:\n  - lengths\n  - words\n",
            "p.yaml:3:5: error[wrong-order]: `words` provides the layer `words`, which `lengths` needs before "
            "it\n  hint: put `words` before `lengths`",
            id="provider too late",
        ),
        pytest.param(
            "steps:\n  - broken\n",
            "p.yaml:2:5: error[broken-plugin]: the plugin `broken` from sample cannot be used: ImportError: "
            "no module named torch\n  hint: `pip install --upgrade sample`, or tell its author",
            id="broken plugin",
        ),
        pytest.param(
            "steps: [shouts]\non_eror: fail\n",
            "p.yaml:2:1: error[unknown-key]: a pipeline has no key `on_eror`\n  hint: did you mean `on_error`?",
            id="misspelt key",
        ),
        pytest.param(
            "steps: [shouts]\non_error: stop\n",
            "p.yaml:2:11: error[wrong-value]: `on_error` must be `quarantine` or `fail`, got the string "
            '"stop"\n  hint: write `on_error: "quarantine"`',
            id="not one of the choices",
        ),
        pytest.param(
            "name: x\n", "p.yaml:1:1: error[missing-option]: `steps` is required: a list", id="no steps"
        ),
        pytest.param(
            "",
            "p.yaml:1:1: error[empty-file]: the file has no steps\n  hint: begin with `steps:`",
            id="empty file",
        ),
        pytest.param(
            "- shouts\n",
            "p.yaml:1:1: error[wrong-type]: a pipeline file must be a mapping, got a list\n  hint: begin with `steps:`",
            id="a list",
        ),
        pytest.param(
            "steps:\n  - shouts:\n    min_length: 3\n",
            "p.yaml:3:5: error[wrong-type]: a step must be one name with its options, got the names `shouts` "
            "and `min_length`\n  hint: indent `min_length` further when it is an option of `shouts`, else begin "
            "it with `- `",
            id="option not indented",
        ),
        pytest.param(
            "steps: [shouts]\nplugins: [shouts, nowhere]\n",
            "p.yaml:2:19: error[unknown-plugin]: no plugin is called `nowhere`\n"
            "  hint: `copydesk plugins` lists what is installed",
            id="unknown plugin",
        ),
    ],
)
def test_a_mistake_is_shown_with_its_cure(make_pipeline: Make, text: str, expected: str) -> None:
    with pytest.raises(ConfigError) as caught:
        make_pipeline(text)

    assert "\n\n".join(map(str, caught.value.problems)) == expected


def test_a_problem_shows_its_line_with_carets(make_pipeline: Make) -> None:
    with pytest.raises(ConfigError) as caught:
        make_pipeline("steps:\n  - shouts: {min_length: three}\n")

    assert str(caught.value) == (
        'p.yaml:2:26: error[wrong-type]: `shouts.min_length` must be a whole number, got the string "three"\n'
        "  |\n"
        "2 |   - shouts: {min_length: three}\n"
        "  |                          ^^^^^\n"
        "  hint: write `min_length: 4`"
    )


def test_all_problems_come_at_once_in_order(make_pipeline: Make) -> None:
    with pytest.raises(ConfigError) as caught:
        make_pipeline("on_eror: x\nsteps:\n  - zebra\n  - shouts: {min_length: x, bad: 1}\n  - shouts\n")

    found = [(str(problem.place), problem.code) for problem in caught.value.problems]
    assert found == [
        ("p.yaml:1:1", "unknown-key"),
        ("p.yaml:3:5", "unknown-step"),
        ("p.yaml:4:26", "wrong-type"),
        ("p.yaml:4:29", "unknown-option"),
        ("p.yaml:5:5", "two-providers"),
    ]


def test_only_plugins_that_are_named_are_imported(
    point: Callable[..., Any], make_plugin: Callable[..., object]
) -> None:
    imported = []

    class Listening:
        def __init__(self, name: str) -> None:
            self.inner = point(name, make_plugin(quiet))
            self.name, self.value, self.dist = name, name, self.inner.dist

        def load(self) -> object:
            imported.append(self.name)
            return self.inner.load()

    @step(name="one")
    def quiet(doc: Document) -> None:
        """Do nothing."""

    Pipeline.parse("steps: [one]", Plugins([Listening("one"), Listening("two")]))  # type: ignore[list-item]  # a stand-in

    assert imported == ["one"]
