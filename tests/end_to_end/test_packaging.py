"""The distribution: what is in it, and that it works where nothing else is."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PLUGIN = '''
from collections.abc import Iterator
import re
from copydesk import Document, Layer, Span, hookimpl, step

SHOUTS = Layer("shouts", Span)

@step(provides=SHOUTS)
def shouts(doc: Document, *, min_length: int = 4) -> Iterator[Span]:
    """Mark words written in capitals."""
    for match in re.finditer(rf"\\b[A-Z]{{{min_length},}}\\b", doc.text):
        yield Span(*match.span())

@hookimpl
def copydesk_steps():
    return [shouts]
'''
PLUGIN_PROJECT = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "copydesk-shouts"
version = "1.0.0"
dependencies = ["copydesk"]

[project.entry-points.copydesk]
shouts = "copydesk_shouts"

[tool.hatch.build.targets.wheel]
include = ["copydesk_shouts.py"]
"""


def test_every_plugin_folder_has_its_entry_point() -> None:
    folders = {
        path.name for path in (ROOT / "plugins").iterdir() if path.is_dir() and path.name != "__pycache__"
    }

    assert set(PROJECT["entry-points"]["copydesk"].values()) == folders
    for name, package in PROJECT["entry-points"]["copydesk"].items():
        assert package == f"copydesk_{name}"


def test_every_package_is_typed_and_nothing_else_lies_in_the_source_roots() -> None:
    for root in (ROOT / "core", ROOT / "plugins"):
        for path in root.iterdir():
            if path.name != "__pycache__":
                assert path.is_dir(), f"{path} would land at the top of site-packages"
                assert (path / "py.typed").exists()


@pytest.fixture(scope="module")
def third_party(
    run: Run,
    environment: Path,
    build_wheels: Callable[..., list[Path]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The programs of the fresh environment, with a third-party plugin in it."""
    folder = tmp_path_factory.mktemp("third-party")
    (folder / "copydesk_shouts.py").write_text(PLUGIN)
    (folder / "pyproject.toml").write_text(PLUGIN_PROJECT)
    run(environment / "pip", "install", "--quiet", *build_wheels(folder), cwd=folder)
    return environment


@pytest.mark.slow
def test_the_wheel_has_packages_and_pipelines(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    tops = {name.partition("/")[0] for name in names if ".dist-info" not in name}
    fixtures = PROJECT["entry-points"]["pytest11"].values()
    assert tops == {"copydesk", *fixtures, *PROJECT["entry-points"]["copydesk"].values()}
    assert {f"copydesk/configs/{path.name}" for path in (ROOT / "configs").glob("*.yaml")} <= set(names)


@pytest.mark.slow
def test_the_wheel_runs_the_main_job_from_another_folder(
    run: Run, environment: Path, tmp_path: Path, samples: Path
) -> None:
    done = run(environment / "copydesk", "run", "news", samples / "reservoir.txt", cwd=tmp_path)

    row = json.loads(done.stdout)
    assert row["layers"]["summary"]
    assert "Hamish Pryce" in {
        quote["speaker"]["name"] for quote in row["layers"]["quotes"] if quote["speaker"]
    }


@pytest.mark.slow
def test_a_third_party_plugin_works_from_its_wheel(run: Run, third_party: Path, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("steps:\n  - clean.whitespace\n  - shouts: {min_length: 3}\n")
    (tmp_path / "a.txt").write_text("He said:   STOP now, OK?")

    listed = run(third_party / "copydesk", "plugins", "shouts", cwd=tmp_path).stdout
    row = json.loads(run(third_party / "copydesk", "run", "p.yaml", "a.txt", cwd=tmp_path).stdout)

    assert "shouts (copydesk-shouts 1.0.0)" in listed
    assert [shout["text"] for shout in row["layers"]["shouts"]] == ["STOP"]
    assert row["provenance"]["shouts"].startswith("shouts@1.0.0#")


@pytest.mark.slow
def test_a_misspelt_option_of_a_third_party_plugin_is_caught(third_party: Path, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("steps:\n  - shouts: {min_lenght: 3}\n")

    done = subprocess.run(
        [third_party / "copydesk", "check", "p.yaml"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )

    assert done.returncode == 1
    assert "p.yaml:2:14: error[unknown-option]: `shouts` has no option `min_lenght`" in done.stderr


def test_generated_pages_are_fresh() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "generate.py", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_the_readmes_plugin_is_the_one_that_is_tested() -> None:
    def body(text: str) -> list[str]:
        return [line.strip() for line in text.splitlines() if line.strip()]

    readme = (ROOT / "README.md").read_text()
    (code,) = (part for part in readme.split("```python")[1:])
    assert body(code.split("```")[0]) == body(PLUGIN)
