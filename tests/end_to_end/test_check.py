"""`copydesk check`, `copydesk plugins`, help and completion."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Copydesk = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).parent.parent.parent
HEAVY = {"spacy", "numpy", "thinc", "trafilatura", "ftfy", "lxml", "pydantic", "rich", "yaml", "turbohtml"}


def test_check_prints_the_plan(copydesk: Copydesk) -> None:
    done = copydesk("check", "news")

    assert done.returncode == 0
    assert (
        "language            for entities" in " ".join(done.stdout.split("  "))
        or "for entities" in done.stdout
    )
    assert "part of clean" in done.stdout
    assert "next: copydesk run news ARTICLE" in done.stdout


def test_check_prints_every_problem_at_once(copydesk: Copydesk, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("steps:\n  - clena\n  - summary: {sentences: three}\non_eror: fail\n")

    done = copydesk("check", "p.yaml")

    assert done.returncode == 1
    assert done.stdout == ""
    assert "p.yaml:2:5: error[unknown-step]: no step is called `clena`\n  |\n2 |   - clena\n" in done.stderr
    assert "p.yaml:3:26: error[wrong-type]: `summary.sentences` must be" in done.stderr
    assert "p.yaml:4:1: error[unknown-key]" in done.stderr
    assert "\n3 problems\nnext: copydesk explain unknown-step\n" in done.stderr


def test_run_refuses_what_check_refuses(copydesk: Copydesk, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("steps: [quotes]\n")
    (tmp_path / "a.txt").write_text("x")

    checked, ran = copydesk("check", "p.yaml"), copydesk("run", "p.yaml", "a.txt")

    problem = "p.yaml:1:9: error[missing-layer]: `quotes` needs the layer `entities`, and no step before it provides one"
    assert (checked.returncode, ran.returncode) == (1, 2)
    assert problem in checked.stderr
    assert problem in ran.stderr
    assert "hint: put `entities` before `quotes`" in ran.stderr


def test_check_as_json(copydesk: Copydesk, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("steps: [clena]\n")

    report = json.loads(copydesk("check", "p.yaml", "corpus", "--json").stdout)

    assert report["problems"] == 1
    assert report["pipelines"][0]["problems"] == [
        {
            "code": "unknown-step",
            "message": "no step is called `clena`",
            "file": "p.yaml",
            "line": 1,
            "column": 9,
            "hint": "did you mean `clean`?",
        }
    ]
    assert report["pipelines"][1]["problems"] == []


@pytest.mark.parametrize("name", ["news", "quotes", "corpus"])
def test_every_shipped_pipeline_checks(copydesk: Copydesk, name: str) -> None:
    assert copydesk("check", name).returncode == 0


def test_plugins_lists_them_all(copydesk: Copydesk) -> None:
    report = json.loads(copydesk("plugins", "--json").stdout)

    states = {row["name"]: row["state"] for row in report["plugins"]}
    built_in = {"clean", "entities", "html", "language", "quotes", "sentences", "summary"}
    assert {name: states.get(name) for name in built_in} == dict.fromkeys(built_in, "ready")
    assert "clean.whitespace" in copydesk("plugins").stdout


def test_plugins_explains_one(copydesk: Copydesk) -> None:
    text = copydesk("plugins", "summary").stdout
    found = json.loads(copydesk("plugins", "summary", "--json").stdout)

    (step,) = found["steps"]
    assert step["provides"] == ["summary"]
    assert "sentences" in {option["name"] for option in step["options"]}
    assert all(option["description"] for option in step["options"])
    for words in ("needs: sentences", "gives: summary", "what it does", "- summary:"):
        assert words in text


def test_plugins_prints_the_reference_of_the_docs(copydesk: Copydesk) -> None:
    page = (ROOT / "docs" / "reference" / "steps.md").read_text()

    done = copydesk("plugins", "summary", "--markdown")

    assert done.stdout.startswith("## Plugin `summary`\n")
    assert done.stdout in page


@pytest.mark.parametrize("arguments", [["--markdown"], ["summary", "--markdown", "--json"]])
def test_plugins_prints_markdown_of_one_plugin_only(copydesk: Copydesk, arguments: list[str]) -> None:
    done = copydesk("plugins", *arguments)

    assert done.returncode == 2
    assert "`copydesk plugins quotes --markdown`" in done.stderr


def test_plugins_names_the_nearest(copydesk: Copydesk) -> None:
    done = copydesk("plugins", "qoutes")

    assert done.returncode == 2
    assert "no plugin is called `qoutes`\n  hint: did you mean `quotes`?" in done.stderr


@pytest.mark.parametrize("verb", [[], ["run"], ["check"], ["plugins"]])
def test_help_has_an_example(copydesk: Copydesk, verb: list[str]) -> None:
    done = copydesk(*verb, "--help")

    assert done.returncode == 0
    assert "Example: copydesk" in done.stdout


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["run", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    program = (
        "import sys\nfrom copydesk.cli.app import app\n"
        f"try:\n    app({arguments!r})\nexcept SystemExit:\n    pass\n"
        "sys.stderr.write(' '.join(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    # typer itself imports pydantic for the help of a verb, when it is installed.
    assert not loaded & (HEAVY - {"pydantic"} if "run" in arguments else HEAVY)
    assert not [name for name in loaded if name.startswith("copydesk_")]


def test_importing_the_package_imports_nothing_heavy() -> None:
    program = "import sys, copydesk; print(' '.join(sys.modules))"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert not loaded & HEAVY


def test_completion_offers_pipelines_and_plugins() -> None:
    from copydesk.cli.completion import pipeline_names, plugin_names

    assert "news" in pipeline_names("ne")
    assert plugin_names("qu") == ["quotes"]


def test_completion_works_in_a_shell() -> None:
    environment = {
        "_COPYDESK_COMPLETE": "complete_bash",
        "COMP_WORDS": "copydesk che",
        "COMP_CWORD": "1",
        "PATH": "",
    }

    done = subprocess.run(
        [str(Path(sys.executable).with_name("copydesk"))],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.split() == ["check"]


def test_the_version_is_printed(copydesk: Copydesk) -> None:
    assert copydesk("--version").stdout.startswith("copydesk 0.")


def test_check_mends_the_file(copydesk: Copydesk, tmp_path: Path) -> None:
    path = tmp_path / "p.yaml"
    path.write_text("# mine\nsteps:\n  - claen   # first\n  - quotes\n")

    done = copydesk("check", "p.yaml", "--fix")

    assert done.returncode == 0
    assert path.read_text() == "# mine\nsteps:\n  - clean   # first\n  - entities\n  - quotes\n"
    assert "mended: p.yaml:3:5: error[unknown-step]" in done.stderr


def test_check_reports_for_other_tools(copydesk: Copydesk, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text("steps:\n  - claen\n")

    github = copydesk("check", "p.yaml", "--format", "github").stdout
    sarif = json.loads(copydesk("check", "p.yaml", "--format", "sarif").stdout)

    assert github == (
        "::error file=p.yaml,line=2,col=5,title=unknown-step::no step is called `claen` (did you mean `clean`?)\n"
    )
    (result,) = sarif["runs"][0]["results"]
    assert result["ruleId"] == "unknown-step"
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 2, "startColumn": 5}


def test_what_a_step_needs_is_looked_for_before_a_run(copydesk: Copydesk, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name,label\nNATO\n")
    (tmp_path / "p.yaml").write_text(
        "steps:\n  - language: {model: xx_none}\n  - entities: {gazetteer: names.csv}\n"
    )

    done = copydesk("check", "p.yaml")

    assert done.returncode == 1
    assert "p.yaml:2:23: error[missing-model]: no spaCy model `xx_none` is installed" in done.stderr
    assert "p.yaml:3:27: error[bad-gazetteer]: `names.csv` line 2 is no entry" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("? " + "k" * 10_000_000 + "\n: 1\n", "too-large", id="a key of 10 MB"),
        pytest.param("a: " + "[" * 500_000, "too-deep", id="brackets"),
        pytest.param("a: 1\n" * 150_000, "too-large", id="duplicate keys"),
        pytest.param("steps:\n" + "- {clean: {}, id: a}\n" * 6_000, "too-large", id="chains"),
        pytest.param("".join(f"key{n}: 1\n" for n in range(9_000)), "unknown-key", id="unknown keys"),
        pytest.param("steps: [clean]\ntests:\n" + "- {txt: 1}\n" * 6_000, "unknown-key", id="wrong tests"),
        pytest.param(
            "steps: [clean]\nname: '" + "${NOT_SET_ANYWHERE}" * 50_000 + "'", "unset-variable", id="variables"
        ),
        pytest.param(
            "steps:\n- clean: {}\n  when: " + "(" * 9_000 + "length" + ")" * 9_000,
            "bad-condition",
            id="brackets in a condition",
        ),
    ],
)
def test_a_hostile_file_takes_little_memory(tmp_path: Path, text: str, code: str) -> None:
    (tmp_path / "p.yaml").write_text(text)
    # The peak of one process is told by a parent that has no other child.
    measure = (
        "import resource, subprocess, sys\n"
        "subprocess.run([sys.executable, '-m', 'copydesk', 'check', 'p.yaml'])\n"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )

    done = subprocess.run(
        [sys.executable, "-c", measure], cwd=tmp_path, capture_output=True, text=True, check=True
    )

    assert f"error[{code}]" in done.stderr
    assert int(done.stdout) < 200_000
