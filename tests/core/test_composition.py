"""One pipeline of several files, settings and variables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from copydesk import Document, Pipeline
from copydesk.config.composition import compose
from copydesk.errors import ConfigError
from copydesk.plugins import Plugins

BASE = """\
name: base
steps:
  - shouts: {min_length: 3}
  - shouts.lower
  - lengths
on_error: fail
"""


@pytest.fixture
def load(tmp_path: Path, sample_plugins: Plugins, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Pipeline]:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "base.yaml").write_text(BASE)

    def write_and_load(text: str, *sets: str, **files: str) -> Pipeline:
        for name, content in files.items():
            (tmp_path / f"{name}.yaml").write_text(content)
        (tmp_path / "p.yaml").write_text(text)
        return Pipeline.load("p.yaml", sample_plugins, sets=sets)

    return write_and_load


def problems(load: Callable[..., Pipeline], text: str, *sets: str, **files: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load(text, *sets, **files)
    return [str(problem) for problem in caught.value.problems]


def chain(pipeline: Pipeline) -> list[str]:
    return [step.name for step in pipeline.steps if not step.origin]


def test_the_extending_file_wins(load: Callable[..., Pipeline]) -> None:
    pipeline = load("extends: base.yaml\nname: mine\nsteps:\n  - shouts: {only: NATO}\n")

    assert (pipeline.name, pipeline.file.on_error) == ("mine", "fail")
    assert chain(pipeline) == ["shouts", "shouts.lower", "lengths"]
    assert pipeline.steps[0].options == {"min_length": 3, "only": "NATO"}


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        pytest.param("- names", ["shouts", "shouts.lower", "lengths", "names"], id="new: at the end"),
        pytest.param(
            "- names: {}\n    after: shouts", ["shouts", "names", "shouts.lower", "lengths"], id="after"
        ),
        pytest.param(
            "- names: {}\n    before: shouts", ["names", "shouts", "shouts.lower", "lengths"], id="before"
        ),
        pytest.param("- shouts.lower: {}\n    remove: true", ["shouts", "lengths"], id="removed"),
        pytest.param(
            "- shouts.refuse: {}\n    id: first\n  - shouts.refuse: {}\n    id: second",
            ["shouts", "shouts.lower", "lengths", "shouts.refuse", "shouts.refuse"],
            id="one step twice",
        ),
    ],
)
def test_steps_are_matched_by_id(load: Callable[..., Pipeline], steps: str, expected: list[str]) -> None:
    assert chain(load(f"extends: base.yaml\nsteps:\n  {steps}\n")) == expected


def test_several_files_are_merged_in_order(load: Callable[..., Pipeline]) -> None:
    pipeline = load(
        "extends: [base.yaml, more.yaml]",
        more="steps: [shouts: {min_length: 9}, names]\non_error: quarantine\n",
    )

    assert pipeline.steps[0].options["min_length"] == 9
    assert chain(pipeline)[-1] == "names"
    assert pipeline.file.on_error == "quarantine"


def test_a_mistake_in_the_base_is_shown_there(load: Callable[..., Pipeline]) -> None:
    found = problems(load, "extends: other.yaml\n", other="steps:\n  - shouts: {min_length: x}\n")

    assert found[0].startswith("other.yaml:2:26: error[wrong-type]")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "extends: bse.yaml\nsteps: [shouts]",
            "p.yaml:1:10: error[no-such-file]: no such file: `bse.yaml`\n  hint: did you mean `base.yaml`?",
            id="missing",
        ),
        pytest.param(
            "extends: loop.yaml\nsteps: [shouts]",
            "loop.yaml:1:10: error[extends-cycle]: `p.yaml` extends itself\n  hint: remove one `extends`",
            id="cycle",
        ),
        pytest.param(
            "extends: 3\nsteps: [shouts]",
            "p.yaml:1:10: error[wrong-type]: `extends` must be a file or a list of files",
            id="no file",
        ),
        pytest.param(
            "extends: base.yaml\nsteps: [names: {}, {shots: {}, remove: true}]",
            "p.yaml:2:20: error[unknown-step-id]: no step has the id `shots`\n  hint: did you mean `shouts`?",
            id="removes nothing",
        ),
        pytest.param(
            "extends: base.yaml\nsteps: [{names: {}, after: shots}]",
            "p.yaml:2:28: error[unknown-step-id]: no step has the id `shots`\n  hint: did you mean `shouts`?",
            id="after nothing",
        ),
    ],
)
def test_a_wrong_extension_is_shown(load: Callable[..., Pipeline], text: str, expected: str) -> None:
    assert expected in problems(load, text, loop="extends: p.yaml\nsteps: [shouts]\n")


@pytest.mark.parametrize(
    ("setting", "step", "option", "value"),
    [
        ("shouts.min_length=7", 0, "min_length", 7),
        ("shouts.only=NO", 0, "only", "NO"),
        ("first.separator=-", 1, "separator", "-"),
    ],
)
def test_a_setting_reaches_a_step_by_its_id(
    load: Callable[..., Pipeline], setting: str, step: int, option: str, value: object
) -> None:
    pipeline = load("steps:\n  - shouts\n  - words: {}\n    id: first\n", setting)

    assert pipeline.steps[step].options[option] == value


def test_a_setting_reaches_a_key_of_the_file(load: Callable[..., Pipeline]) -> None:
    assert load("steps: [shouts]", "on_error=fail").file.on_error == "fail"


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        pytest.param(
            "shots.only=A",
            "--set:1:1: error[unknown-path]: the pipeline has nothing at `shots.only`\n  hint: did you mean `shouts`?",
            id="unknown step",
        ),
        pytest.param(
            "shouts.onli=A",
            "--set:1:1: error[unknown-option]: `shouts` has no option `onli`\n  hint: did you mean `only`?",
            id="unknown option",
        ),
        pytest.param(
            "shouts.min_length=x",
            '--set:1:19: error[wrong-type]: `shouts.min_length` must be a whole number, got the string "x"\n  hint: write `min_length: 4`',
            id="wrong type",
        ),
        pytest.param(
            "shouts.only",
            "--set:1:1: error[bad-setting]: `--set shouts.only` has no value\n  hint: write `--set shouts.only=VALUE`",
            id="no value",
        ),
    ],
)
def test_a_wrong_setting_is_shown_at_its_place(
    load: Callable[..., Pipeline], setting: str, expected: str
) -> None:
    assert problems(load, "steps: [shouts]", setting) == [expected]


def test_variables_are_filled_into_strings_only() -> None:
    text = "steps:\n  - shouts:\n      only: ${WORD}\n      min_length: ${N}\nname: ${GONE:-none} $$5\ntests: ['${X}']\n"

    found = compose("p.yaml", text=text, environment={"WORD": "true", "N": "3"})

    assert found.root is not None
    assert found.root.plain() == {
        "steps": [{"shouts": {"only": "true", "min_length": "3"}}],
        "name": "none $5",
        "tests": ["${X}"],
    }
    assert not found.problems


def test_an_unset_variable_is_shown() -> None:
    found = compose("p.yaml", text="steps: [shouts: {only: '${GONE}'}]", environment={})

    assert [str(problem) for problem in found.problems] == [
        "p.yaml:1:24: error[unset-variable]: the environment variable `GONE` is not set\n  hint: set it, or give a default: `${GONE:-default}`"
    ]


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ('meta.language == "en"', True),
        ('meta.language in ["de", "fr"]', False),
        ('meta["language"] != "de" and not meta.missing', True),
        ("length > 5 or count(shouts) >= 1", True),
        ("count(shouts) == 2", True),
        ("meta.missing > 5", False),
        ('length < "x"', False),
        ("1 < length < 100", True),
        ('media_type == "text/html"', False),
        ("meta.missing == null", True),
        ("-1 < 0", True),
    ],
)
def test_a_condition_chooses_documents(load: Callable[..., Pipeline], condition: str, holds: bool) -> None:
    pipeline = load(f"steps:\n  - shouts\n  - names: {{}}\n    when: '{condition}'\n")

    with pipeline.opened():
        (doc,) = pipeline.process([Document.of("NATO and Olaf LEAVE", meta={"language": "en"})])

    assert isinstance(doc, Document)
    assert len(doc.layers["names"] if "names" in doc.layers else doc.layers["entities"]) == int(holds)


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ("lenght > 5", "`lenght` is not known\n  hint: did you mean `length`?"),
        ("__import__('os').system('x')", "is not allowed"),
        ("meta.__class__()", "is not allowed"),
        ("[x for x in meta]", "is not allowed"),
        ("meta is null", "`is` is not known\n  hint: write `==` or `!=`"),
        ("length >", "the condition cannot be read: invalid syntax"),
        ("(" * 300 + ")" * 300, "the condition has 600 characters"),
        (
            "count(shuots) > 1",
            "the condition counts the layer `shuots`, which no step before provides\n  hint: did you mean `shouts`?",
        ),
        ("9**9**9 > 1", "is not allowed"),
    ],
)
def test_a_wrong_condition_is_shown(load: Callable[..., Pipeline], condition: str, message: str) -> None:
    (found,) = problems(load, f'steps:\n  - shouts\n  - names: {{}}\n    when: "{condition}"\n')

    assert found.startswith("p.yaml:4:11: error[")
    assert message in found


def test_a_provider_of_a_transient_layer_cannot_be_conditional(load: Callable[..., Pipeline]) -> None:
    (found,) = problems(load, "steps:\n  - words: {}\n    when: length > 1\n  - lengths\n")

    assert "error[when-on-provider]" in found
