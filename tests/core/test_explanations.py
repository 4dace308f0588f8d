"""Every problem has a page, and its examples are right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

import copydesk
from copydesk import Pipeline
from copydesk.config.explanations import EXPLANATIONS
from copydesk.errors import ConfigError
from copydesk.plugins import Plugins
from copydesk.runs.explanations import RUN_EXPLANATIONS
from copydesk.schema import pipeline_schema

PLUGINS = Plugins()
ROOT = Path(__file__).parent.parent.parent
EXAMPLES = {code: page for code, page in EXPLANATIONS.items() if page.wrong}
# What a JSON Schema cannot say, or a YAML reader does not give it.
BEYOND_SCHEMA = {
    "missing-layer", "wrong-order", "two-providers", "when-on-provider", "bad-condition", "unknown-layer", "unknown-field",
    "duplicate-key", "duplicate-id", "tab", "yaml-syntax", "yaml-tag", "merge-key", "empty-file", "no-such-file",
    "unset-variable", "unknown-plugin", "missing-model", "bad-gazetteer", "bad-key",
}  # fmt: skip


def codes(text: str) -> list[str]:
    try:
        Pipeline.parse(text, PLUGINS, path="p.yaml")
    except ConfigError as error:
        return [problem.code for problem in error.problems]
    return []


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_wrong_example_has_the_problem(code: str) -> None:
    assert code in codes(EXAMPLES[code].wrong)


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_right_example_has_none(code: str) -> None:
    assert codes(EXAMPLES[code].right) == []


def test_every_code_in_the_source_of_check_has_a_page() -> None:
    folder = Path(copydesk.__file__).parent
    files = [*(folder / "config").glob("*.py"), folder / "planning.py", folder / "plugins.py"]
    pattern = re.compile(r'(?:Problem|CopydeskError|\.problem|_problem)\(\s*"([a-z0-9-]+)"')

    found = {code for file in files for code in pattern.findall(file.read_text())}

    assert len(found) > 20
    assert found - {*EXPLANATIONS} - {"no-such-pipeline"} == set()


def test_every_code_in_the_source_of_runs_has_a_page() -> None:
    folder = Path(copydesk.__file__).parent
    files = [
        file
        for name in ("formats", "runs", "running.py", "applying.py", "offsets.py")
        for file in [*(folder / name).glob("*.py"), folder / name]
        if file.is_file()
    ]
    pattern = re.compile(r'(?:Problem|CopydeskError|_bad)\(\s*"([a-z0-9-]+)"')

    found = {code for file in files for code in pattern.findall(file.read_text())}

    assert len(found) > 20
    assert found - {*EXPLANATIONS} - {*RUN_EXPLANATIONS} == set()
    assert not {*EXPLANATIONS} & {*RUN_EXPLANATIONS}


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = pipeline_schema(PLUGINS)
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.mark.parametrize("code", EXAMPLES)
def test_the_schema_takes_every_right_example(validator: Draft202012Validator, code: str) -> None:
    assert [*validator.iter_errors(yaml.safe_load(EXAMPLES[code].right))] == []


@pytest.mark.parametrize("code", [code for code in EXAMPLES if code not in BEYOND_SCHEMA])
def test_the_schema_rejects_what_it_can(validator: Draft202012Validator, code: str) -> None:
    assert [*validator.iter_errors(yaml.safe_load(EXAMPLES[code].wrong))]


@pytest.mark.parametrize("path", [*(ROOT / "configs").glob("*.yaml")], ids=lambda path: path.name)
def test_the_schema_takes_every_shipped_pipeline(validator: Draft202012Validator, path: Path) -> None:
    assert [*validator.iter_errors(yaml.safe_load(path.read_text()))] == []
