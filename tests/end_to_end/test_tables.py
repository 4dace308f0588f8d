"""Tables and JSON from the command line: what researchers and desks have beside articles."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.end_to_end.conftest import Copydesk

READER = '''
from copydesk import Document, hookimpl


class CardReader:
    """A card a line."""

    name = "cards"
    suffixes = (".cards",)

    def read(self, stream, uri, *, max_bytes):
        for line in stream.read().decode().splitlines():
            yield Document.of(line.partition("|")[2], id=line.partition("|")[0])


@hookimpl
def copydesk_readers():
    return [CardReader()]
'''


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").write_text("url,body\nx/1,One  word.\nx/2,Two  words, or three.\nx/3,Four.\n")
    (tmp_path / "in" / "b.json").write_text('[{"url": "y/1", "body": "Five  words."}]')
    (tmp_path / "in" / "c.tsv.gz").write_bytes(gzip.compress(b"body\turl\nSix  words.\tz/1\n"))
    (tmp_path / "in" / "d.jsonl").write_text('{"url": "l/1", "body": "Seven  words."}\n')
    (tmp_path / "in" / "e.txt").write_text("Eight  words.")
    (tmp_path / "in" / "f.pdf").write_bytes(b"%PDF")
    (tmp_path / "p.yaml").write_text("steps: [clean.whitespace]\nfields: {text: body, id: url}\n")
    return tmp_path


def ids(text: str) -> list[str]:
    return [json.loads(line)["id"] for line in text.splitlines()]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_messy_folder_is_read(copydesk: Copydesk, folder: Path, workers: int) -> None:
    done = copydesk("run", "p.yaml", "in", "-o", "out.jsonl", "--workers", workers)

    written = (folder / "out.jsonl").read_text()
    assert ids(written) == ["x/1", "x/3", "y/1", "z/1", "l/1", "in/e.txt"]
    assert json.loads(written.splitlines()[0])["text"] == "One word."
    assert "in/a.csv:3: failed[bad-table]: the row has 3 cells, and the table 2 columns" in done.stderr
    assert "1 file of other types left alone, by ending: .pdf" in done.stderr
    assert (done.returncode, json.loads((folder / "out.jsonl.run.json").read_text())["ledger"]["read"]) == (
        1,
        7,
    )


SLOW = """
import time
from copydesk import Changes, Document, hookimpl, step


@step
def slow(doc: Document) -> Changes:
    \"\"\"Take a while.\"\"\"
    time.sleep(0.002)
    return Changes()


@hookimpl
def copydesk_steps():
    return [slow]
"""


@pytest.fixture
def large(tmp_path: Path) -> Path:
    """A folder with a table of several tasks, some of whose rows are broken."""
    rows = [f'{number},"Line one.\nLine ""two"", {"word " * 300}"' for number in range(1500)]
    rows[200] = "200,One, two, three."
    rows[900] = '900,"She said "no"."'
    (tmp_path / "in.csv").write_text("\n".join(["id,text", *rows]) + "\n")
    (tmp_path / "slow.py").write_text(SLOW)
    (tmp_path / "p.yaml").write_text("steps: [slow]\n")
    return tmp_path


COMMAND = ["run", "p.yaml", "in.csv", "--plugin", "slow.py"]


@pytest.mark.slow
def test_a_large_table_is_shared_out_and_goes_on_where_it_was(copydesk: Copydesk, large: Path) -> None:
    copydesk(*COMMAND, "-o", "whole.jsonl", "--executor", "in-process")
    copydesk(*COMMAND, "-o", "two.jsonl", "--workers", 2)
    command = [sys.executable, "-m", "copydesk", *COMMAND, "-o", "killed.jsonl", "--workers", "1"]
    with subprocess.Popen(command, cwd=large, stderr=subprocess.DEVNULL) as process:
        journal = large / "killed.jsonl.journal"
        while process.poll() is None and not (journal.exists() and journal.read_bytes().count(b"\n") > 1):
            time.sleep(0.002)
        process.kill()

    done = copydesk(*COMMAND, "-o", "killed.jsonl", "--workers", 1)

    assert "going on after" in done.stderr
    for ending in ("", ".failed.jsonl"):
        whole = (large / f"whole.jsonl{ending}").read_bytes()
        assert (large / f"two.jsonl{ending}").read_bytes() == whole
        assert (large / f"killed.jsonl{ending}").read_bytes() == whole
    assert len(ids((large / "whole.jsonl").read_text())) == 1498


def test_a_mended_row_is_retried_alone(copydesk: Copydesk, folder: Path) -> None:
    copydesk("run", "p.yaml", "in", "-o", "out.jsonl")
    path = folder / "in" / "a.csv"
    path.write_text(path.read_text().replace("Two  words, or three.", '"Two  words, or three."'))

    done = copydesk("retry", "out.jsonl")

    assert "1 now written, 0 dropped, 0 failed again" in done.stderr
    assert ids((folder / "out.jsonl").read_text())[:3] == ["x/1", "x/2", "x/3"]


def test_a_row_that_is_gone_is_not_taken_for_another(copydesk: Copydesk, folder: Path) -> None:
    copydesk("run", "p.yaml", "in", "-o", "out.jsonl")
    (folder / "in" / "a.csv").write_text("url,body\nx/1,One  word.\n")

    done = copydesk("retry", "out.jsonl")

    assert "in/a.csv:3 is not there any more" in done.stderr
    assert ids((folder / "out.jsonl").read_text()) == ["x/1", "x/3", "y/1", "z/1", "l/1", "in/e.txt"]


def test_a_table_that_could_not_be_read_is_run_anew_and_not_retried(copydesk: Copydesk, folder: Path) -> None:
    path = folder / "in" / "a.csv"
    path.write_text("url,text\nx/1,One.\nx/2,Two.\n")
    copydesk("run", "p.yaml", "in", "-o", "out.jsonl")
    path.write_text("url,body\nx/1,One.\nx/2,Two.\n")

    done = copydesk("retry", "out.jsonl")

    assert "in/a.csv has several documents now" in done.stderr
    assert "x/1" not in ids((folder / "out.jsonl").read_text())


def test_another_column_is_another_run(copydesk: Copydesk, folder: Path) -> None:
    (folder / "halfway").mkdir()
    (folder / "big.csv").write_text("text,body\n" + "One.,Two.\n" * 20)
    command = [
        "run",
        "p.yaml",
        "big.csv",
        "-o",
        "out.jsonl",
        "--set",
        "on_error=fail",
        "--set",
        "fields.id=text",
    ]
    # The second row has the id of the first, which ends the run.
    assert copydesk(*command).returncode == 1

    done = copydesk(*command, "--set", "fields.text=text")

    assert done.returncode == 2
    assert "fields" in done.stderr


def test_a_column_is_set_on_the_command_line(copydesk: Copydesk, folder: Path) -> None:
    (folder / "plain.yaml").write_text("steps: [clean.whitespace]\n")
    wrong = copydesk("run", "plain.yaml", "in/a.csv")
    right = copydesk("run", "plain.yaml", "in/a.csv", "--set", "fields.text=body")

    assert "the table has no column `text`, it has `url`, `body`" in wrong.stderr
    assert "--set fields.text=NAME" in wrong.stderr
    assert ids(right.stdout) == ["in/a.csv:2", "in/a.csv:4"]


@pytest.mark.parametrize("format", ["json", "text"])
def test_standard_input_that_is_too_large_is_not_read_in_part(
    copydesk: Copydesk, folder: Path, format: str
) -> None:
    (folder / "plain.yaml").write_text("max_document_bytes: 100\nsteps: [clean.whitespace]\n")

    done = copydesk("run", "plain.yaml", "-", "--input-format", format, stdin='{"text": "One."}\n' * 10)

    assert done.stdout == ""
    assert "stdin: failed[too-large]: the input has more than 100 bytes" in done.stderr


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('[{"text": "One."}, {"text": "Two."}]', ["stdin#1", "stdin#2"], id="a list"),
        pytest.param('{\n  "id": "a",\n  "text": "One."\n}\n', ["a"], id="an object over lines"),
        pytest.param("[AD] One.", ["stdin"], id="a text in brackets"),
    ],
)
def test_standard_input_tells_json(copydesk: Copydesk, folder: Path, text: str, expected: list[str]) -> None:
    (folder / "plain.yaml").write_text("steps: [clean.whitespace]\n")

    assert ids(copydesk("run", "plain.yaml", "-", stdin=text).stdout) == expected


def test_failures_of_a_folder_are_told(copydesk: Copydesk, folder: Path) -> None:
    lines = "".join(f'{{"url": "d{number}", "bdy": ""}}\n' for number in range(30))
    (folder / "in" / "g.jsonl").write_text(lines)

    done = copydesk("run", "p.yaml", "in", "-o", "out/", "--parts", 2)
    logged = copydesk("run", "p.yaml", "in", "-o", "out/", "--parts", 2, "--fresh", "--log-format", "json")

    assert "in/a.csv:3: failed[bad-table]" in done.stderr
    assert "in/g.jsonl:19: failed[missing-text]" in done.stderr
    assert "in/g.jsonl:20" not in done.stderr
    assert "and 11 more" in done.stderr
    assert "by ending: .pdf" in done.stderr
    events: list[dict[str, Any]] = [json.loads(line) for line in logged.stderr.splitlines()]
    assert sum(event["event"] == "failed" for event in events) == 31


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["trace", "cards.yaml", "a.cards"], id="trace"),
        pytest.param(["plan", "cards.yaml", "a.cards"], id="plan"),
        pytest.param(["run", "cards.yaml", "a.cards"], id="run"),
        pytest.param(["test", "cards.yaml"], id="test"),
    ],
)
def test_the_readers_of_plugins_read_everywhere(
    copydesk: Copydesk, tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "cards.py").write_text(READER)
    (tmp_path / "a.cards").write_text("one|First  card.\n")
    (tmp_path / "cards.yaml").write_text(
        "steps: [clean.whitespace]\nplugins: [cards]\n"
        "tests:\n  - file: a.cards\n    expect: {text: First card.}\n"
    )

    done = copydesk(*command, "--plugin", "cards.py")

    assert done.returncode == 0
    assert "one|" not in done.stdout
