"""`--plugin FILE.py`: a plugin in a single file, nothing installed."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Copydesk = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).parent.parent.parent
SHOUTS = '''\
import re
from collections.abc import Iterator
from copydesk import Document, Layer, Span, step

LAYER = Layer("shouts", Span)


@step(provides=LAYER)
def shouts(doc: Document, *, min_length: int = 4) -> Iterator[Span]:
    """Mark words written in capitals."""
    for match in re.finditer(rf"\\b[A-Z]{{{min_length},}}\\b", doc.text):
        yield Span(*match.span())
'''


@pytest.fixture
def shouts(tmp_path: Path) -> Path:
    """A folder with a plugin in a file, a pipeline that uses it, and an article."""
    (tmp_path / "shouts.py").write_text(SHOUTS)
    (tmp_path / "p.yaml").write_text("steps:\n  - shouts: {min_length: 3}\n")
    (tmp_path / "a.txt").write_text("He said STOP now, OK?")
    return tmp_path


def test_a_step_runs_from_a_file(copydesk: Copydesk, shouts: Path) -> None:
    done = copydesk("run", "p.yaml", "a.txt", "--plugin", "shouts.py")

    assert done.returncode == 0, done.stderr
    assert [shout["text"] for shout in json.loads(done.stdout)["layers"]["shouts"]] == ["STOP"]


def test_a_changed_file_is_a_changed_step(copydesk: Copydesk, shouts: Path) -> None:
    def provenance() -> str:
        row = json.loads(copydesk("run", "p.yaml", "a.txt", "--plugin", "shouts.py").stdout)
        return str(row["provenance"]["shouts"])

    first = provenance()
    (shouts / "shouts.py").write_text(SHOUTS + "# changed\n")
    second = provenance()

    assert first.startswith("shouts@0+")
    assert second.startswith("shouts@0+")
    assert first != second


def test_workers_run_it_too(copydesk: Copydesk, shouts: Path) -> None:
    (shouts / "in.jsonl").write_text(
        "".join(f'{{"id": "d{n}", "text": "He said STOP {n}."}}\n' for n in range(40))
    )
    arguments = ("run", "p.yaml", "in.jsonl", "--plugin", "shouts.py", "-q")

    alone = copydesk(*arguments, "--executor", "in-process")
    workers = copydesk(*arguments, "--workers", 2)

    assert workers.stdout.count('"text":"STOP"') == 40
    assert workers.stdout == alone.stdout


def test_a_file_without_hooks_registers_its_own_steps_in_order(copydesk: Copydesk, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(
        "from collections.abc import Iterator, Sequence\n"
        "from copydesk import Changes, Document, Step, step\n"
        "from copydesk_clean.whitespace import tidy_whitespace\n"
        "class Base(Step):\n"
        "    '''What the next one builds on.'''\n"
        "    def process(self, documents: Sequence[Document]) -> Iterator[Changes]:\n"
        "        yield from (Changes() for _ in documents)\n"
        "class Second(Base):\n"
        "    '''Do nothing.'''\n"
        "    name = 'mine.second'\n"
        "@step\n"
        "def mine(doc: Document) -> None:\n"
        "    '''Do nothing.'''\n"
        "again = mine\n"
    )

    listed = json.loads(copydesk("plugins", "mine", "--plugin", "mine.py", "--json").stdout)

    assert [step["name"] for step in listed["steps"]] == ["mine.second", "mine"]


def test_a_file_with_hooks_registers_what_they_return(copydesk: Copydesk, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(
        "from copydesk import Document, hookimpl, step\n"
        "@step\n"
        "def mine(doc: Document) -> None: '''Do nothing.'''\n"
        "@step(name='mine.hidden')\n"
        "def hidden(doc: Document) -> None: '''Do nothing.'''\n"
        "@hookimpl\n"
        "def copydesk_steps(): return [mine]\n"
    )

    listed = json.loads(copydesk("plugins", "mine", "--plugin", "mine.py", "--json").stdout)

    assert [step["name"] for step in listed["steps"]] == ["mine"]


def test_a_file_called_as_a_package_has_the_name_behind_the_prefix(copydesk: Copydesk) -> None:
    example = ROOT / "docs" / "examples" / "dateline"

    done = copydesk(
        "run",
        example / "pipeline.yaml",
        example / "report.txt",
        "--plugin",
        example / "copydesk_dateline.py",
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["meta"]["agency"] == "Islands Press"


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param(
            "x = 1\ndef f(:\n    pass\n",
            "mine.py:2:7: error[broken-plugin]: the plugin `mine` cannot be used: SyntaxError: invalid syntax\n"
            "  |\n"
            "2 | def f(:\n"
            "  |       ^\n"
            "  hint: mend the file",
            id="wrong syntax",
        ),
        pytest.param(
            "def f():\n    return 'é', undefined\nf()\n",
            "mine.py:2:17: error[broken-plugin]: the plugin `mine` cannot be used: "
            "NameError: name 'undefined' is not defined\n"
            "  |\n"
            "2 |     return 'é', undefined\n"
            "  |                 ^^^^^^^^^\n",
            id="raises",
        ),
        pytest.param(
            "import no_such_module_anywhere\n",
            "  hint: install the package that has the module `no_such_module_anywhere`",
            id="missing module",
        ),
        pytest.param("import sys\nsys.exit(4)\n", "mine.py:2:1: error[broken-plugin]", id="exits"),
        pytest.param(
            "from copydesk import hookimpl\n@hookimpl\ndef copydesk_steps():\n    return 1 / 0\n",
            "mine.py:4:12: error[broken-plugin]: the plugin `mine` cannot be used: ZeroDivisionError",
            id="hook raises",
        ),
        pytest.param(
            "from copydesk import hookimpl\n@hookimpl\ndef copydesk_setps(): ...\n",
            "copydesk_setps",
            id="misspelt hook",
        ),
        pytest.param(
            "from copydesk import Document, step\n\n@step\ndef lower(doc: Document) -> None: ...\n",
            "mine.py:3: error[broken-plugin]: the plugin `mine` registers a step called `lower`, "
            "expected `mine` or `mine.something`\n"
            '  hint: a step\'s name begins with that of its plugin: write `name="mine.lower"`',
            id="a step of another name",
        ),
        pytest.param(
            "x = 1\n",
            "it has no function with `@step`, no step class and no `@hookimpl`",
            id="nothing in it",
        ),
        pytest.param(
            "x = '\x00'\n", "mine.py: error[broken-plugin]: the plugin `mine` cannot be used", id="null bytes"
        ),
    ],
)
def test_a_mistake_in_the_file_is_told_at_its_line(
    copydesk: Copydesk, tmp_path: Path, source: str, message: str
) -> None:
    (tmp_path / "mine.py").write_text(source)
    (tmp_path / "p.yaml").write_text("steps: [mine]\n")

    done = copydesk("check", "p.yaml", "--plugin", "mine.py")

    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("My-Step.py", "got `My-Step.py`\n  hint: call it `my_step.py`"),
        ("shouts.txt", "got `shouts.txt`\n  hint: call it `shouts.py`"),
        ("quotes.py", "the plugin `quotes.py` has the name `quotes`, which is that of one from copydesk "),
        ("missing.py", "cannot read the plugin `missing.py`: no such file"),
    ],
)
def test_a_file_that_cannot_be_a_plugin_is_refused(
    copydesk: Copydesk, shouts: Path, file: str, message: str
) -> None:
    if file != "missing.py":
        (shouts / file).write_text(SHOUTS)

    done = copydesk("check", "p.yaml", "--plugin", file)

    assert done.returncode == 2
    assert message in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ("check p.yaml", "p.yaml: 1 steps, no problems"),
        ("show p.yaml", "- shouts"),
        ("test p.yaml", "1 passed, 0 failed"),
        ("plan p.yaml a.txt", "shouts"),
        ("trace p.yaml a.txt", "1. shouts"),
        ("diff p.yaml p.yaml --input a.txt", "no difference in 1 documents"),
        ("eval p.yaml gold.jsonl", "shouts"),
        ("plugins shouts", "shouts (shouts.py 0+"),
        ("schema", '"Mark words written in capitals."'),
    ],
)
def test_every_verb_with_a_pipeline_takes_plugins_from_files(
    copydesk: Copydesk, shouts: Path, arguments: str, words: str
) -> None:
    (shouts / "p.yaml").write_text("steps: [shouts]\ntests:\n  - {text: STOP, expect: {shouts: [STOP]}}\n")
    gold = {"id": "1", "text": "STOP", "shouts": [{"start": 0, "end": 4}]}
    (shouts / "gold.jsonl").write_text(json.dumps(gold) + "\n")

    done = copydesk(*arguments.split(), "--plugin", "shouts.py")

    assert done.returncode == 0, done.stderr
    assert words in done.stdout


def test_what_check_names_next_works(copydesk: Copydesk, shouts: Path) -> None:
    checked = copydesk("check", "p.yaml", "--plugin", "shouts.py")
    (following,) = [line for line in checked.stdout.splitlines() if line.startswith("next: copydesk ")]

    done = copydesk(*following.removeprefix("next: copydesk ").replace("ARTICLE", "a.txt").split())

    assert done.returncode == 0, done.stderr


def test_retry_takes_the_mended_file(copydesk: Copydesk, shouts: Path) -> None:
    (shouts / "shouts.py").write_text(SHOUTS.replace("for match", "doc.text.index('OK')\n    for match"))
    (shouts / "b.txt").write_text("She said GO AWAY.")
    copydesk("run", "p.yaml", "a.txt", "b.txt", "-o", "out.jsonl", "--plugin", "shouts.py")
    (shouts / "shouts.py").write_text(SHOUTS)

    done = copydesk("retry", "out.jsonl", "--plugin", "shouts.py")

    assert done.returncode == 0, done.stderr
    assert "1 now written" in done.stderr
    assert (shouts / "out.jsonl").read_text().count("shouts@0+") == 2
