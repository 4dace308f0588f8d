"""The examples under docs/examples, and what `new plugin` writes: as wheels, in a fresh environment."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Golden = Callable[[str, str], None]
ROOT = Path(__file__).parent.parent.parent
EXAMPLES = ROOT / "docs" / "examples"
NEW = "long_words"


@dataclass(frozen=True)
class Example:
    """An example: a folder of docs/examples with a pipeline.yaml, and what it is run on.

    Attributes:
        name: The folder, which has the plugin's name.
        input: What is read, in the folder.
        output: Name of the output; its ending chooses the writer.
        arguments: Further arguments of the run.
        exit_code: Exit code of the run.
    """

    name: str
    input: str
    output: str = "out.jsonl"
    arguments: tuple[str, ...] = ()
    exit_code: int = 0

    @property
    def pipeline(self) -> Path:
        """Its pipeline file."""
        return EXAMPLES / self.name / "pipeline.yaml"


# One for each kind of plugin, in the order of the guides; a new example is run by its line here.
RUNS = (
    Example("figures", "budget.txt"),
    Example("places", "ferry.txt"),
    Example("stylebook", "visit.txt"),
    Example("sponsored", "corpus.jsonl"),
    Example("dateline", "report.txt"),
    Example("subtitles", "flood.srt"),
    Example("quotesheet", "articles", "out.csv"),
    Example("threads", "wire.jsonl", arguments=("--executor", "threads", "--workers", "2")),
    Example("runlog", "wire.jsonl", exit_code=1),
)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def new_plugin(run: Run, environment: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that `new plugin` writes."""
    folder = tmp_path_factory.mktemp("new")
    run(environment / "copydesk", "new", "plugin", NEW, cwd=folder)
    return folder / "copydesk-long-words"


@pytest.fixture(scope="module")
def programs(
    run: Run,
    environment: Path,
    new_plugin: Path,
    build_wheels: Callable[..., list[Path]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The programs of the fresh environment, with all examples and a new plugin from their wheels."""
    wheels = build_wheels(*(EXAMPLES / example.name for example in RUNS))
    (new,) = build_wheels(new_plugin)
    run(environment / "pip", "install", "--quiet", *wheels, f"{new}[dev]", cwd=new_plugin)
    return environment


@pytest.fixture
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of an example without its code, which is in the wheel."""
    example: Example = request.getfixturevalue("example")
    ignored = shutil.ignore_patterns("copydesk_*.py", "*.toml", "__pycache__")
    return Path(shutil.copytree(EXAMPLES / example.name, tmp_path / example.name, ignore=ignored))


each = pytest.mark.parametrize("example", RUNS, ids=lambda one: one.name)


def test_every_example_is_run() -> None:
    assert sorted(path.name for path in EXAMPLES.iterdir() if path.is_dir()) == sorted(
        example.name for example in RUNS
    )


def test_the_plugins_are_found_in_their_wheels(run: Run, programs: Path, tmp_path: Path) -> None:
    listed = json.loads(run(programs / "copydesk", "plugins", "--json", cwd=tmp_path).stdout)["plugins"]

    found = {row["name"]: (row["distribution"], row["state"]) for row in listed}
    for example in RUNS:
        assert found[example.name] == (f"copydesk-{example.name} 1.0.0", "ready")
    assert found[NEW] == ("copydesk-long-words 0.1.0", "ready")
    assert {place_of(run, programs, f"copydesk_{name}") for name in found} == {programs.parent / "lib"}


def place_of(run: Run, programs: Path, module: str) -> Path:
    """Find out below which folder of the environment a module lies."""
    code = f"import {module}; print({module}.__file__)"
    path = Path(run(programs / "python", "-I", "-c", code, cwd=programs).stdout.strip())
    return programs.parent / path.relative_to(programs.parent).parts[0]


@each
def test_the_pipeline_runs(run: Run, programs: Path, example: Example, folder: Path, golden: Golden) -> None:
    command = ["run", "pipeline.yaml", example.input, "-o", example.output, *example.arguments]

    done = run(programs / "copydesk", *command, cwd=folder, exit_code=example.exit_code)

    written = (folder / example.output).read_text()
    if example.output.endswith(".jsonl"):
        written = "\n".join(shown(json.loads(line), example.name) for line in written.splitlines())
    (counts,) = (line for line in done.stderr.splitlines() if " read, " in line)
    golden(f"examples/{example.name}.txt", f"{counts.rpartition(', in ')[0]}\n\n{written}")


def shown(row: dict[str, Any], plugin: str) -> str:
    """Show of a document what an example is about: not what the built-in steps found besides."""
    kept = {key: row[key] for key in ("id", "text", "meta", "removed") if row.get(key)}
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in kept.items()]
    for layer, author in row["provenance"].items():
        if author.startswith(f"{plugin}@1.0.0#"):
            # How sure a model is may change with its version.
            found = [
                {key: value for key, value in one.items() if key != "confidence"}
                for one in row["layers"][layer]
            ]
            lines += [f"{layer}:", *(f"  {json.dumps(one, ensure_ascii=False)}" for one in found)]
    return "\n".join([*lines, ""])


@pytest.mark.parametrize(
    "example", [one for one in RUNS if "tests:" in one.pipeline.read_text()], ids=lambda one: one.name
)
def test_the_tests_of_the_pipeline_pass(run: Run, programs: Path, example: Example, folder: Path) -> None:
    done = run(programs / "copydesk", "test", "pipeline.yaml", cwd=folder)

    assert "0 failed" in done.stdout


@pytest.mark.parametrize(
    "example",
    [one for one in RUNS if one.pipeline.with_name(f"test_{one.name}.py").exists()],
    ids=lambda one: one.name,
)
def test_the_step_keeps_its_contract(run: Run, programs: Path, example: Example, folder: Path) -> None:
    done = run(programs / "pytest", "--quiet", f"test_{example.name}.py", cwd=folder)

    assert " passed" in done.stdout


@each
def test_the_readme_holds_the_reference_and_the_command(
    run: Run, programs: Path, example: Example, folder: Path
) -> None:
    reference = run(programs / "copydesk", "plugins", example.name, "--markdown", cwd=folder).stdout

    readme = (folder / "README.md").read_text()
    assert reference in readme
    assert f"copydesk run pipeline.yaml {example.input}" in readme


def test_the_run_log_tells_of_the_run_and_of_the_failure(run: Run, programs: Path, tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / "runlog" / "pipeline.yaml", tmp_path)
    shutil.copy(EXAMPLES / "runlog" / "wire.jsonl", tmp_path)

    run(programs / "copydesk", "run", "pipeline.yaml", "wire.jsonl", cwd=tmp_path, exit_code=1)

    failed, finished = map(json.loads, (tmp_path / "runs.jsonl").read_text().splitlines())
    assert failed == {"failed": "wire.jsonl:3", "step": "read", "error": "the line has no field `text`"}
    assert finished.pop("time").endswith("+00:00")
    assert finished == {
        "pipeline": "nightly",
        "read": 3,
        "written": 1,
        "dropped": {"too-short": 1},
        "failed": {"read": 1},
    }


def test_a_file_that_is_no_subtitles_costs_the_others_nothing(
    run: Run, programs: Path, tmp_path: Path
) -> None:
    shutil.copy(EXAMPLES / "subtitles" / "pipeline.yaml", tmp_path)
    shutil.copy(EXAMPLES / "subtitles" / "flood.srt", tmp_path)
    (tmp_path / "notes.srt").write_text("These are my notes.\n")

    command = ["run", "pipeline.yaml", "flood.srt", "notes.srt"]
    done = run(programs / "copydesk", *command, cwd=tmp_path, exit_code=1)

    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["flood.srt"]
    assert "notes.srt: failed[no-timing]: no line has a timing" in done.stderr


def test_a_spoken_line_leads_back_to_its_line_in_the_file(run: Run, programs: Path, tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / "subtitles" / "pipeline.yaml", tmp_path)
    shutil.copy(EXAMPLES / "subtitles" / "flood.srt", tmp_path)

    row = json.loads(run(programs / "copydesk", "run", "pipeline.yaml", "flood.srt", cwd=tmp_path).stdout)

    source = (tmp_path / "flood.srt").read_bytes().decode()
    assert row["text"] == "We were told the dam would hold. It did not. 1953 was the worst year."
    first, second, third = row["layers"]["sentences"]
    assert source[first["source_start"] : first["source_end"]] == "We were told the dam\r\nwould hold."
    assert source[second["source_start"] : second["source_end"]] == "It did not."
    assert source[third["source_start"] : third["source_end"]] == "1953\r\nwas the worst year."


def test_the_new_plugin_has_its_reference_in_its_readme(run: Run, programs: Path, new_plugin: Path) -> None:
    reference = run(programs / "copydesk", "plugins", NEW, "--markdown", cwd=new_plugin).stdout

    assert reference in (new_plugin / "README.md").read_text()


def test_the_new_plugin_runs(run: Run, programs: Path, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(f"steps:\n  - {NEW}: {{longer_than: 5}}\n")
    (tmp_path / "a.txt").write_text("The reservoir is dry.")

    row = json.loads(run(programs / "copydesk", "run", "p.yaml", "a.txt", cwd=tmp_path).stdout)

    assert [word["text"] for word in row["layers"][NEW]] == ["reservoir"]


def test_what_new_plugin_prints_can_be_typed(run: Run, programs: Path, tmp_path: Path) -> None:
    run(programs / "copydesk", "new", "plugin", "other_words", cwd=tmp_path)
    folder = tmp_path / "copydesk-other-words"

    run(programs / "pip", "install", "--quiet", "-e", ".[dev]", cwd=folder)
    tested = run(programs / "pytest", cwd=folder)

    assert " passed" in tested.stdout
    assert "failed" not in tested.stdout
    listed = json.loads(run(programs / "copydesk", "plugins", "other_words", "--json", cwd=tmp_path).stdout)
    assert [step["name"] for step in listed["steps"]] == ["other_words"]
