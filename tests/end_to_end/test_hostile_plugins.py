"""Plugins that misbehave are installed beside copydesk, and cost nobody anything who does not use them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

Copydesk = Callable[..., "subprocess.CompletedProcess[str]"]
GOOD = '''\
from copydesk import Document, hookimpl, step

@step(name="{name}")
def do_nothing(doc: Document) -> None:
    """Do nothing."""

@hookimpl
def copydesk_steps():
    return [do_nothing]
'''


@dataclass(frozen=True)
class Neighbour:
    """A plugin that misbehaves.

    Attributes:
        name: Name of the entry point; the distribution is called NAME-plugin.
        source: Its module; {name} is its name.
        state: What `copydesk plugins` says.
        code: Code of the problem at the line of a chain that uses it.
        reason: Words of the reason.
        hint: Words of the cure.
    """

    name: str
    source: str
    state: str = "broken"
    code: str = "broken-plugin"
    reason: str = ""
    hint: str = "`pip install --upgrade {name}-plugin`, or tell its author"


NEIGHBOURS = [
    Neighbour(
        "lacking", "import no_such_module\n", reason="ModuleNotFoundError: No module named 'no_such_module'"
    ),
    Neighbour("garbled", "x = 1\ndef f(:\n", reason="SyntaxError: invalid syntax ("),
    Neighbour("leaving", "import sys\nsys.exit('goodbye')\n", reason="SystemExit: goodbye"),
    Neighbour(
        "endless",
        "import time\nwhile True:\n    try:\n        time.sleep(600)\n    except Exception:\n        pass\n",
        state="slow",
        reason="it took more than 1 s to import",
    ),
    Neighbour(
        "foreign",
        GOOD + "@hookimpl\ndef copydesk_api():\n    return '>=7'\n",
        state="other-api",
        code="plugin-api",
        reason="works with plugin API >=7, this copydesk has 1.",
        hint="upgrade the plugin or copydesk",
    ),
    Neighbour(
        "grabbing",
        GOOD.replace("{name}", "clean.whitespace"),
        reason="registers a step called `clean.whitespace`, expected `grabbing` or `grabbing.something`",
        hint="a step's name begins with that of its plugin",
    ),
    Neighbour("misspelt", GOOD.replace("copydesk_steps", "copydesk_setps"), reason="copydesk_setps"),
    Neighbour(
        "mistaken",
        GOOD + "@hookimpl\ndef copydesk_run_started(pipelin):\n    '''Listen.'''\n",
        reason="pipelin",
    ),
    Neighbour("forgetful", "def copydesk_steps():\n    return []\n", reason="is `@hookimpl` missing?"),
    Neighbour(
        "meddling",
        "import json\njson.dumps = json.loads = lambda *args, **options: 'mine'\n" + GOOD,
        reason="it replaces `json.dumps` and `json.loads` for everybody",
    ),
    Neighbour(
        "clashing",
        GOOD,
        state="clash",
        code="plugin-clash",
        reason="is claimed by clashing-",
        hint="uninstall one",
    ),
]
# These can be used all the same.
NOISY = """\
import os, subprocess, sys
print("noise of Python")
sys.__stdout__.write("noise behind its back\\n")
os.write(1, b"noise of C\\n")
subprocess.run([sys.executable, "-c", "print('noise of a program')"])
""" + GOOD.replace("{name}", "noisy")
COMMANDS = [
    ["--help"],
    ["--version"],
    ["run", "--help"],
    ["check", "news"],
    ["run", "p.yaml", "a.txt"],
    ["run", "p.yaml", "a.txt", "--workers", "2"],
    ["trace", "p.yaml", "a.txt", "--json"],
    ["test", "p.yaml"],
    ["plugins", "clean"],
]


def install(site: Path, name: str, source: str, *, distribution: str = "", version: str = "1.0") -> None:
    """Put a distribution with one module, which is one plugin, where Python finds it."""
    distribution = distribution or f"{name}-plugin"
    module = distribution.replace("-", "_")
    info = site / f"{module}-{version}.dist-info"
    info.mkdir(parents=True)
    (site / f"{module}.py").write_text(source)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n")
    (info / "entry_points.txt").write_text(f"[copydesk]\n{name} = {module}\n")


def install_all(site: Path) -> None:
    for neighbour in NEIGHBOURS:
        install(site, neighbour.name, neighbour.source.replace("{name}", neighbour.name))
    install(site, "clashing", GOOD, distribution="clashing-other")
    install(site, "noisy", NOISY)
    # It has the name of a built-in plugin.
    install(site, "clean", GOOD.replace("{name}", "clean"), distribution="usurping-plugin")
    # Its import ends the process, which no `except` survives.
    install(site, "ending", "import os\nos._exit(7)\n")


@pytest.fixture
def beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, with every neighbour installed; no import takes more than a second."""
    install_all(tmp_path / "site")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    monkeypatch.setenv("COPYDESK_IMPORT_SECONDS", "1")
    return tmp_path


def write_inputs(folder: Path) -> None:
    pipeline = "steps: [clean.whitespace, sentences]\ntests:\n  - {text: a  b, expect: {text: a b}}\n"
    (folder / "p.yaml").write_text(pipeline)
    (folder / "a.txt").write_text("One  two. Three   four.\n")


def without_times(row: Any) -> Any:
    if isinstance(row, dict):
        return {key: without_times(value) for key, value in row.items() if key != "seconds"}
    return [without_times(part) for part in row] if isinstance(row, list) else row


def comparable(text: str) -> Any:
    try:
        return without_times(json.loads(text))
    except ValueError:
        return text


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_what_does_not_use_them_works_as_before(
    copydesk: Copydesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: Sequence[str]
) -> None:
    write_inputs(tmp_path)
    before = copydesk(*arguments)
    install_all(tmp_path / "site")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))

    done = copydesk(*arguments)

    assert (done.returncode, before.returncode) == (0, 0), done.stderr
    assert comparable(done.stdout) == comparable(before.stdout)


@pytest.mark.parametrize("neighbour", NEIGHBOURS, ids=lambda neighbour: neighbour.name)
def test_a_chain_that_uses_it_fails_at_its_line(
    copydesk: Copydesk, beside: Path, neighbour: Neighbour
) -> None:
    (beside / "p.yaml").write_text(f"steps:\n  - clean\n  - {neighbour.name}\n")
    (beside / "a.txt").write_text("One.")

    checked = copydesk("check", "p.yaml")
    ran = copydesk("run", "p.yaml", "a.txt")

    assert (checked.returncode, ran.returncode) == (1, 2)
    for done in (checked, ran):
        head, _, hint = done.stderr.partition("\n  hint: ")
        assert head.startswith(f"p.yaml:3:5: error[{neighbour.code}]: the plugin ")
        assert f"`{neighbour.name}`" in head
        assert neighbour.reason in head
        assert hint.startswith(neighbour.hint.replace("{name}", neighbour.name))
        assert "Traceback" not in done.stderr


def test_plugins_tells_the_state_of_each_with_reason_and_cure(copydesk: Copydesk, beside: Path) -> None:
    done = copydesk("plugins", "--json")
    table = copydesk("plugins")

    rows = json.loads(done.stdout)["plugins"]
    assert (done.returncode, done.stderr) == (0, "")
    found = {row["name"]: row for row in rows}
    for neighbour in NEIGHBOURS:
        row = found[neighbour.name]
        assert row["state"] == neighbour.state
        assert neighbour.reason in row["reason"] or neighbour.state == "slow"
        assert row["hint"]
        assert f"{neighbour.name}-plugin 1.0" in row["distribution"]
        assert f"\n{neighbour.name}: {row['reason']}\n  hint: {row['hint']}\n" in table.stdout
    assert "takes more than 1 s to import" in found["endless"]["reason"]
    assert "importing it ended the process with exit code 7" in found["ending"]["reason"]
    assert (found["noisy"]["state"], found["noisy"]["steps"]) == ("ready", ["noisy"])
    assert "noise" not in done.stdout + table.stdout


def test_a_name_of_copydesk_cannot_be_taken(copydesk: Copydesk, beside: Path) -> None:
    rows = json.loads(copydesk("plugins", "--json").stdout)["plugins"]

    own, taken = [row for row in rows if row["name"] == "clean"]
    assert own["state"] == "ready"
    assert "clean.whitespace" in own["steps"]
    assert taken["state"] == "clash"
    assert taken["hint"] == "`pip uninstall usurping-plugin`, or tell its author"


def test_what_it_prints_does_not_come_between_the_data(copydesk: Copydesk, beside: Path) -> None:
    (beside / "p.yaml").write_text("steps: [noisy]\n")
    (beside / "a.txt").write_text("One.")

    done = copydesk("run", "p.yaml", "a.txt")
    spread = copydesk("run", "p.yaml", "a.txt", "--workers", "2")

    assert [json.loads(line)["text"] for line in done.stdout.splitlines()] == ["One."]
    assert spread.stdout == done.stdout
    for words in ("of Python", "behind its back", "of C", "of a program"):
        assert f"noise {words}\n" in done.stderr


def test_the_schema_has_what_can_be_used_and_names_the_rest(copydesk: Copydesk, beside: Path) -> None:
    done = copydesk("schema")

    assert done.returncode == 0
    steps = json.dumps(json.loads(done.stdout)["properties"]["steps"])
    assert '"noisy"' in steps
    assert '"clean.whitespace"' in steps
    assert (
        "warning: the steps of `lacking` are left out: the plugin `lacking` from lacking-plugin"
        in done.stderr
    )


def test_doctor_reports_each_and_finds_something_to_mend(copydesk: Copydesk, beside: Path) -> None:
    done = copydesk("doctor", "--json")

    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert {row["name"] for row in found["plugins"] if row["reason"]} == {
        *(neighbour.name for neighbour in NEIGHBOURS),
        "clean",
        "ending",
    }
    assert len(found["to_mend"]) == len(NEIGHBOURS) + 2


def test_many_slow_neighbours_are_waited_for_together(
    copydesk: Copydesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        install(tmp_path / "site", f"slow{number}", "import time\ntime.sleep(600)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    monkeypatch.setenv("COPYDESK_IMPORT_SECONDS", "3")
    began = time.monotonic()

    done = copydesk("plugins", "--json")

    assert [row["state"] for row in json.loads(done.stdout)["plugins"]].count("slow") == 12
    assert time.monotonic() - began < 12 * 3


@pytest.mark.parametrize(
    "arguments", [*COMMANDS, ["explain", "unknown-step"], ["show", "p.yaml"]], ids=" ".join
)
def test_nothing_imports_a_plugin_that_it_does_not_use(
    copydesk: Copydesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: Sequence[str]
) -> None:
    write_inputs(tmp_path)
    mark = tmp_path / "imported"
    install(tmp_path / "site", "marking", f"open({str(mark)!r}, 'w').close()\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))

    done = copydesk(*arguments)

    assert done.returncode == 0, done.stderr
    assert not mark.exists()


def test_completion_offers_every_name_and_imports_none(tmp_path: Path) -> None:
    mark = tmp_path / "imported"
    install(tmp_path / "site", "marking", f"open({str(mark)!r}, 'w').close()\n")
    environment = {
        **os.environ,
        "PYTHONPATH": str(tmp_path / "site"),
        "_COPYDESK_COMPLETE": "complete_bash",
        "COMP_WORDS": "copydesk plugins mar",
        "COMP_CWORD": "2",
    }

    done = subprocess.run(
        [str(Path(sys.executable).with_name("copydesk"))],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == ["marking"]
    assert not mark.exists()


@pytest.mark.slow
def test_a_long_import_is_named_and_ends_with_ctrl_c(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "site", "endless", "import time\ntime.sleep(600)\n")
    (tmp_path / "p.yaml").write_text("steps: [endless]\n")
    # A shell that starts the tests in the background has them ignore Ctrl-C.
    hearing = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    program = f"{hearing}; from copydesk.cli.app import main; main()"
    command = [sys.executable, "-c", program, "check", "p.yaml"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}

    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        told = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        rest = process.stderr.read()

    assert told == (
        "still importing the plugin `endless` from endless-plugin; Ctrl-C ends it, "
        "and so does the limit of 60 s\n"
    )
    assert process.returncode == 130
    assert "Traceback" not in rest
