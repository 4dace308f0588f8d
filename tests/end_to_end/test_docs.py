"""Every YAML and Python example in the docs is right."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from copydesk import Pipeline
from copydesk.plugins import Plugins
from copydesk.schema import pipeline_schema

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
# The examples need their plugins; `test_examples.py` installs them.
PAGES = [ROOT / "README.md", *sorted({*DOCS.rglob("*.md")} - {*(DOCS / "examples").rglob("*.md")})]
PLUGINS = Plugins()
SCHEMA = Draft202012Validator(pipeline_schema(PLUGINS))
# Examples of plugins that a reader writes, of mistakes, and of files that are not there.
ELSEWHERE = (
    "shouts",
    "long_words",
    "sentence: 5",
    "names: {}",
    "extends: news.yaml",
    "redact.key",
    "site.lines",
)


def blocks(language: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for page in PAGES:
        text = page.read_text()
        name = page.relative_to(ROOT)
        matches = re.finditer(rf"```{language}\n(.*?)```", text, re.DOTALL)
        found += [(f"{name}:{text.count(chr(10), 0, match.start()) + 1}", match[1]) for match in matches]
    return found


@pytest.mark.parametrize(
    ("place", "text"), [block for block in blocks("yaml") if not any(word in block[1] for word in ELSEWHERE)]
)
def test_every_pipeline_in_the_docs_checks(place: str, text: str) -> None:
    whole = text if "steps:" in text else f"{text}\nsteps: [clean]\n"

    assert Pipeline.parse(whole, PLUGINS, path=place).steps
    assert [*SCHEMA.iter_errors(yaml.safe_load(whole))] == []


@pytest.mark.parametrize(("place", "text"), blocks("python"))
def test_every_program_in_the_docs_compiles(place: str, text: str) -> None:
    assert compile(text, place, "exec")


def test_the_tutorial_finds_quotes_in_the_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess
    import sys

    tutorial = (ROOT / "docs" / "tutorial.md").read_text()
    (program,) = re.findall(r"```python\n(.*?)```", tutorial, re.DOTALL)
    (tmp_path / "docs").symlink_to(ROOT / "docs")
    command = [sys.executable, "-m", "copydesk", "run", "news", "docs/samples", "-o", "out.jsonl"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, check=True, capture_output=True, text=True
    )

    assert "Tomasz Wójcik Nobody answered the letters. Nobody picked up the phone." in done.stdout
